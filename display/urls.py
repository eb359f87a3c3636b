"""Addresses of the styleguide; `config` includes them in development only."""

from django.urls import path

from . import views

app_name = "display"
urlpatterns = [
    path("", views.styleguide, name="styleguide"),
    path("case/", views.case, name="case"),
    path("report/", views.report, name="report"),
    path("working/", views.working, name="working"),
    path("find/", views.find, name="find"),
]
