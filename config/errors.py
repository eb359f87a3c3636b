"""Pages for what goes wrong: what happened, what was kept, what to do. None of them touches the database."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

RETRY_AFTER_SECONDS = "5"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Returns the page for a request that cannot be understood."""
    return _page("400", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Returns the page for a member who may not do this; the exception's own sentence says why."""
    return _page("403", status=403, reason=str(exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Returns the page for what does not exist, or not for this person: the two are not told apart."""
    return _page("404", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Returns the page for a form whose sign-in has expired."""
    return _page("csrf", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Returns 503 where the database cannot be reached (it will be again, without a restart), else 500."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = _page("503", status=503)
        response.headers["Retry-After"] = RETRY_AFTER_SECONDS
        return response
    return _page("500", status=500)


def _page(name: str, *, status: int, reason: str = "") -> HttpResponse:
    # Rendered without the request: its context processors would ask the session, and so the database.
    return HttpResponse(render_to_string(f"errors/{name}.html", {"reason": reason}), status=status)
