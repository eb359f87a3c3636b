"""Addresses of this room, below an organization's, and the shared ones outside every organization."""

from django.urls import path

from portfolio import views

app_name = "portfolio"
urlpatterns = [
    path("", views.organization, name="organization"),
]
# Addresses outside every organization.
shared_urlpatterns = [
    path("", views.home, name="home"),
    path("organizations/", views.organizations, name="organizations"),
    path("sample/", views.sample, name="sample"),
    path("sample/load/", views.sample_load, name="sample_load"),
    path("sample/remove/", views.sample_remove, name="sample_remove"),
]
