"""Addresses of this room, below an organization's."""

from django.urls import URLPattern

app_name = "reports"
urlpatterns: list[URLPattern] = []
