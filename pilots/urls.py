"""Addresses of this room, below an organization's."""

from django.urls import URLPattern

app_name = "pilots"
urlpatterns: list[URLPattern] = []
