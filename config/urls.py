"""Every address: the shared pages, then one organization's under `/o/<slug>/`."""

from django.conf import settings
from django.urls import include, path

handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"

organization_urls = []

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("o/<slug:slug>/", include(organization_urls)),
]

if settings.DEBUG:
    urlpatterns += []
