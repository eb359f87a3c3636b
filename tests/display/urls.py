"""Addresses for the styleguide's tests: the project includes them in development only."""

from django.urls import include, path

from config.urls import urlpatterns as project

urlpatterns = [*project, path("styleguide/", include("display.urls"))]
