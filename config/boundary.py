"""The three refusals that cross the boundary: 422 for input, 409 for a step, 412 for a stale version."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string

from calculations.engine.inputs import InvalidInputs
from cases.errors import StaleVersion, TransitionBlocked


class BoundaryErrorsMiddleware:
    """Turns a refusal no view caught into a page that says why; a view that keeps the typed text catches it itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Returns the page for a refusal, or None for every other exception."""
        match exception:
            case TransitionBlocked():
                return _page("409", {"blockers": exception.blockers}, status=409)
            case StaleVersion():
                return _page("412", {"reason": str(exception)}, status=412)
            case InvalidInputs():
                return _page("400", {"reason": str(exception)}, status=422)
        return None


def _page(name: str, context: dict[str, object], *, status: int) -> HttpResponse:
    return HttpResponse(render_to_string(f"errors/{name}.html", context), status=status)
