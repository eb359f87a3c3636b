"""Addresses of this room, below an organization's."""

from django.urls import URLPattern

app_name = "cases"
urlpatterns: list[URLPattern] = []
