"""Leaving: the one page about people that is ours and not the library's."""

from allauth.account.views import logout
from django.http import HttpRequest, HttpResponseBase


def sign_out(request: HttpRequest) -> HttpResponseBase:
    """Signs a person out, and has the browser forget every page and all it kept for them."""
    response: HttpResponseBase = logout(request)
    if not request.user.is_authenticated:
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
