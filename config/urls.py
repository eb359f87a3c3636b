"""Every address: the shared pages, then one organization's under `/o/<slug>/`."""

from django.conf import settings
from django.urls import include, path

import portfolio.urls
from config import health
from tenants.views import sign_out

handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"

# Each room adds its own below; the order does not matter, no two rooms share an address.
organization_urls = [
    path("", include("portfolio.urls")),
    path("opportunities/", include("opportunities.urls")),
    path("", include("cases.urls")),
    path("", include("calculations.urls")),
    path("", include("reports.urls")),
    path("", include("pilots.urls")),
]

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("", include((portfolio.urls.shared_urlpatterns, "shared"))),
    path("accounts/logout/", sign_out),  # before the library's own, under the library's name
    path("accounts/", include("allauth.urls")),
    path("o/<slug:slug>/", include(organization_urls)),
]

if settings.DEBUG:
    urlpatterns.append(path("styleguide/", include("display.urls")))
