"""Vendors' offers on record."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from calculations import services
from calculations.engine.inputs import InvalidInputs
from calculations.forms.quotes import QuoteForm, quote_texts
from calculations.models import Quote
from calculations.rows import document_of, quote_document
from calculations.views.page import address, conflict, membership_of, numbers_of, panel, version_in
from cases.access import case_to_change
from cases.errors import StaleVersion
from cases.models import Case


@require_http_methods(["GET", "POST"])
def quote_new(request: HttpRequest, slug: str, case_id: UUID) -> HttpResponse:
    """A new quote."""
    case = case_to_change(membership_of(request), case_id)
    whole = document_of(case)
    form = QuoteForm(request.POST.dict(), numbers_of(request, whole), whole)
    if request.method == "GET":
        return _page(request, case, form)
    try:
        services.quote_create(case=case, membership=membership_of(request), document=form.document)
        return redirect(address(case, request, "lines"))
    except InvalidInputs as refused:
        form.errors = {**refused.errors, **form.reading.errors}
    return _page(request, case, form, status=422)


@require_http_methods(["GET", "POST"])
def quote(request: HttpRequest, slug: str, case_id: UUID, quote_id: UUID) -> HttpResponse:
    """One quote, to change."""
    case = case_to_change(membership_of(request), case_id)
    row = get_object_or_404(Quote, pk=quote_id, case=case)
    whole = document_of(case)
    stored, numbers = quote_document(row), numbers_of(request, whole)
    if request.method == "GET":
        return _page(request, case, QuoteForm(quote_texts(stored, numbers), numbers, whole, stored), row)
    form = QuoteForm(request.POST.dict(), numbers, whole, stored)
    try:
        services.quote_update(
            quote=row, membership=membership_of(request), version=version_in(request), document=form.document
        )
        return redirect(address(case, request, "lines"))
    except InvalidInputs as refused:
        form.errors = {**refused.errors, **form.reading.errors}
    except StaleVersion as stale:
        current: Quote = stale.current  # type: ignore[assignment]
        return _page(request, case, form, current, conflict(form.document, quote_document(current)), status=412)
    return _page(request, case, form, row, status=422)


def _page(
    request: HttpRequest,
    case: Case,
    form: QuoteForm,
    row: Quote | None = None,
    theirs: list[dict[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "texts": form.texts, "quote": row, "conflict": theirs, "numbers": form.numbers}
    return panel(request, case, "calculations/quote.html", context, tab="lines", status=status)


@require_POST
def quote_delete(request: HttpRequest, slug: str, case_id: UUID, quote_id: UUID) -> HttpResponse:
    """Removes a quote."""
    case = case_to_change(membership_of(request), case_id)
    row = get_object_or_404(Quote, pk=quote_id, case=case)
    services.quote_delete(quote=row, membership=membership_of(request), version=version_in(request))
    return redirect(address(case, request, "lines"))
