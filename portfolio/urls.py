"""Addresses of this room, below an organization's."""

from django.urls import URLPattern

app_name = "portfolio"
urlpatterns: list[URLPattern] = []
# Addresses outside every organization.
shared_urlpatterns: list[URLPattern] = []
