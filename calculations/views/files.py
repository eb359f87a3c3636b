"""A case file in, a case file out."""

from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from audit.ids import uuid7
from calculations import services
from calculations.engine.case_file import CaseFileRefused, Fault
from calculations.engine.case_file.json_text import LARGEST_FILE
from calculations.views.page import membership_of
from cases.access import case_for, require
from cases.selectors import reference_of
from opportunities.access import EDITORS
from tenants.visibility import Figure

MOST_SHOWN = 200


@require_http_methods(["GET", "POST"])
def case_import(request: HttpRequest, slug: str) -> HttpResponse:
    """A whole case file, chosen or pasted, becomes a new case; or every fault is listed and nothing is saved."""
    membership = membership_of(request)
    if membership.role not in EDITORS:
        raise PermissionDenied(_("Your role may read cases, not start them."))
    if request.method == "GET":
        return render(request, "calculations/import.html", {"id": uuid7()})
    try:
        case = services.case_file_import(membership=membership, data=_data(request), id=_id(request))
    except CaseFileRefused as refused:
        return _refused(request, list(refused.faults))
    except ValidationError as invalid:
        return _refused(request, [Fault(name, " ".join(said)) for name, said in invalid.message_dict.items()])
    return redirect("calculations:results", slug=slug, case_id=case.pk)


def _data(request: HttpRequest) -> bytes | str:
    """Returns what was chosen or pasted; a file too large is cut where the parser will refuse it."""
    upload = request.FILES.get("file")
    return upload.read(LARGEST_FILE + 1) if upload else request.POST.get("text", "")


def _id(request: HttpRequest) -> UUID | None:
    """Returns the id the form was drawn with, so that sending it twice makes one case."""
    try:
        return UUID(request.POST.get("id", ""))
    except ValueError:
        return None


def _refused(request: HttpRequest, faults: list[Fault]) -> HttpResponse:
    context = {
        "faults": faults[:MOST_SHOWN],
        "more": max(0, len(faults) - MOST_SHOWN),
        "text": request.POST.get("text", ""),
        "id": request.POST.get("id", ""),
    }
    return render(request, "calculations/import.html", context, status=422)


@require_GET
def case_export(request: HttpRequest, slug: str, case_id: UUID) -> HttpResponse:
    """The case as its canonical file; only for those who may see every figure in it."""
    membership = membership_of(request)
    case = case_for(membership, case_id)
    require(membership, *Figure)
    response = HttpResponse(services.case_file_export(case), content_type="application/json")
    name = reference_of(case, membership.organization)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.case.json"'
    return response
