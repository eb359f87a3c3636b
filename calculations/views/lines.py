"""Benefits and costs: the list, the editor drawn from each model's declaration, and figures that follow the typing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit.models import Event
from calculations import services
from calculations.engine.case_file import CaseFile
from calculations.engine.inputs import InvalidInputs
from calculations.engine.models import Model
from calculations.engine.prepared import prepare
from calculations.figures import figures_of_line
from calculations.forms import choices
from calculations.forms.facts import FactForm
from calculations.forms.lines import MODELS, LineForm, line_texts
from calculations.headline import headline_of, strip
from calculations.models import Line
from calculations.rows import LINE_MODELS, Json, line_document
from calculations.services.editing import parsed
from calculations.services.lines import keys_in
from calculations.views.page import (
    address,
    conflict,
    loaded,
    membership_of,
    numbers_of,
    panel,
    undo_address,
    version_in,
)
from cases.access import case_for, case_to_change, require
from cases.errors import StaleVersion
from cases.models import Case
from display.numbers import Numbers
from tenants.visibility import Figure, visible_figures

SECTIONS = {"benefits": (Figure.BENEFIT, gettext_lazy("Benefits")), "costs": (Figure.COST, gettext_lazy("Costs"))}


@require_GET
def lines(request: HttpRequest, slug: str, case_id: UUID) -> HttpResponse:
    """Every benefit and cost this role may see, with what it amounts to."""
    membership = membership_of(request)
    case = case_for(membership, case_id)
    require(membership, Figure.COST)
    document, case_file = loaded(case)
    numbers, seen = numbers_of(request, document), visible_figures(membership.role)
    context = {
        "sections": [
            _section(request, case, section, case_file, numbers)
            for section, (kind, _label) in SECTIONS.items()
            if kind in seen
        ],
        "figures": strip(headline_of(case_file), numbers) if seen >= {Figure.RESULT, Figure.RISK} else [],
        "quotes": case.quotes.all() if Figure.SOURCE in seen else [],
        "numbers": numbers,
        "undo": undo_address(request, case, "line_restore"),
    }
    return panel(request, case, "calculations/lines.html", context, tab="lines")


def _section(request: HttpRequest, case: Case, section: str, case_file: CaseFile, numbers: Numbers) -> Json:
    prepared, seen = prepare(case_file), visible_figures(membership_of(request).role)
    rows = [line for line in _rows(case, section) if not line.option]
    shown = [
        {
            "line": line,
            "model": MODELS[section][line.model].label,
            "about": dict(choices.CATEGORY if section == "costs" else choices.LAYER)[
                line.category if section == "costs" else line.layer  # type: ignore[attr-defined]
            ],
            "once": section == "costs" and line.when == "one_time",  # type: ignore[attr-defined]
            "amount": numbers.money_whole(prepared.base_amounts[f"{section}.{line.key}"]),
            "working": address(case, request, "working", path=f"{section}.{line.key}")
            if figures_of_line(line) <= seen
            else "",
        }
        for line in rows
    ]
    return {"name": section, "label": SECTIONS[section][1], "rows": shown}


def _rows(case: Case, section: str) -> list[Line]:
    manager = case.benefit_lines if section == "benefits" else case.cost_lines
    return list(manager.all())


@require_http_methods(["GET", "POST"])
def line_new(request: HttpRequest, slug: str, case_id: UUID, section: str) -> HttpResponse:
    """A new line: first its model, then what the model asks for."""
    case = case_to_change(membership_of(request), case_id)
    models = _models(section)
    model = models.get(request.POST.get("model") or request.GET.get("model", ""))
    if model is None:
        open_models = [model for model in models.values() if not model.is_retired]
        context = {"section": section, "label": SECTIONS[section][1], "models": open_models}
        return panel(request, case, "calculations/models.html", context, tab="lines")
    document, case_file = loaded(case)
    form = LineForm(section, model, request.POST.dict(), numbers_of(request, document), document)
    if request.method == "GET" or "redraw" in request.POST:
        return _line_page(request, case, form, case_file)
    try:
        services.line_create(case=case, membership=membership_of(request), section=section, document=form.document)
        return redirect(address(case, request, "lines"))
    except InvalidInputs as refused:
        form.errors = {**refused.errors, **form.reading.errors}
    return _line_page(request, case, form, case_file, status=422)


@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, slug: str, case_id: UUID, section: str, line_id: UUID) -> HttpResponse:
    """One line, to change."""
    case = case_to_change(membership_of(request), case_id)
    models = _models(section)
    row = get_object_or_404(LINE_MODELS[section], pk=line_id, case=case)
    document, case_file = loaded(case)
    stored, numbers = line_document(row), numbers_of(request, document)
    model = models.get(request.POST.get("model", ""), models[row.model])
    if request.method == "GET":
        form = LineForm(section, model, line_texts(stored, model, numbers), numbers, document, row.key, stored)
        return _line_page(request, case, form, case_file, row)
    form = LineForm(section, model, request.POST.dict(), numbers, document, row.key, stored)
    if "redraw" in request.POST:
        return _line_page(request, case, form, case_file, row)
    try:
        services.line_update(
            line=row, membership=membership_of(request), version=version_in(request), document=form.document
        )
        return redirect(address(case, request, "lines"))
    except InvalidInputs as refused:
        form.errors = {**refused.errors, **form.reading.errors}
    except StaleVersion as stale:
        current: Line = stale.current  # type: ignore[assignment]
        both = conflict({**form.document, "key": row.key}, line_document(current))
        return _line_page(request, case, form, case_file, current, both, status=412)
    return _line_page(request, case, form, case_file, row, status=422)


def _line_page(
    request: HttpRequest,
    case: Case,
    form: LineForm,
    case_file: CaseFile,
    row: Line | None = None,
    theirs: list[dict[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "line": row,
        "texts": form.texts,
        "section": form.section,
        "conflict": theirs,
        "choices": choices,
        "numbers": form.numbers,
        "figures": strip(headline_of(case_file), form.numbers),
        "preview": address(case, request, "preview"),
    }
    return panel(request, case, "calculations/line.html", context, tab="lines", status=status)


def _models(section: str) -> Any:
    if section not in MODELS:
        raise Http404
    return MODELS[section]


@require_POST
def preview(request: HttpRequest, slug: str, case_id: UUID) -> HttpResponse:
    """The figures as they would be with what is in the form now. Saves nothing."""
    case = case_to_change(membership_of(request), case_id)
    document, before = loaded(case)
    numbers = numbers_of(request, document)
    was = headline_of(before)
    context: Json = {"numbers": numbers, "case": case, "slug": slug}
    try:
        changed = _with_form(request, document, numbers)
        context["figures"] = strip(headline_of(changed), numbers, was)
    except InvalidInputs as refused:
        context["figures"] = strip(was, numbers)
        context["waiting"] = next(iter(refused.errors.values()))
    return render(request, "calculations/figures.html", context)


def _with_form(request: HttpRequest, document: Json, numbers: Numbers) -> CaseFile:
    """Returns the case as the posted form would make it. Raises InvalidInputs while something is missing or wrong."""
    part, key = request.POST.get("part", ""), request.POST.get("key", "")
    if part == "facts":
        _put_fact(request, document, numbers, key)
    elif part in MODELS:
        _put_line(request, document, numbers, part, key)
    else:
        raise Http404
    return parsed(document)[0]


def _put_fact(request: HttpRequest, document: Json, numbers: Numbers, key: str) -> None:
    form = FactForm(request.POST.dict(), numbers)
    document["facts"][key or "new"] = form.document
    if form.reading.errors:
        raise InvalidInputs(form.reading.errors)


def _put_line(request: HttpRequest, document: Json, numbers: Numbers, section: str, key: str) -> None:
    model: Model | None = MODELS[section].get(request.POST.get("model", ""))
    if model is None:
        raise Http404
    form = LineForm(section, model, request.POST.dict(), numbers, document, key)
    keys = keys_in(document, section, "")
    place = keys.index(key) if key in keys else len(keys)
    document[section][place : place + 1] = [{"key": key or "new_line", **form.document}]
    if form.reading.errors:
        raise InvalidInputs(form.reading.errors)


@require_POST
def line_delete(request: HttpRequest, slug: str, case_id: UUID, section: str, line_id: UUID) -> HttpResponse:
    """Removes a line, and offers to bring it back."""
    case = case_to_change(membership_of(request), case_id)
    _models(section)
    row = get_object_or_404(LINE_MODELS[section], pk=line_id, case=case)
    try:
        event = services.line_delete(line=row, membership=membership_of(request), version=version_in(request))
    except InvalidInputs as refused:
        reason = next(iter(refused.errors.values()))
        messages.error(request, _("“%(line)s” is needed elsewhere: %(reason)s.") % {"line": row, "reason": reason})
        return redirect(address(case, request, "line", section=section, line_id=row.pk))
    return redirect(f"{address(case, request, 'lines')}?removed={event.pk}")


@require_POST
def line_restore(request: HttpRequest, slug: str, case_id: UUID, event_id: UUID) -> HttpResponse:
    """Brings a removed line back."""
    case = case_to_change(membership_of(request), case_id)
    removed = get_object_or_404(Event, pk=event_id, subject=case.pk, action="line.deleted")
    services.line_restore(case=case, membership=membership_of(request), event=removed.pk)
    return redirect(address(case, request, "lines"))


@require_POST
def line_order(request: HttpRequest, slug: str, case_id: UUID, section: str) -> HttpResponse:
    """Moves a line one place up."""
    case = case_to_change(membership_of(request), case_id)
    _models(section)
    keys = [line.key for line in _rows(case, section) if not line.option]
    key = request.POST.get("key", "")
    if key in keys and (place := keys.index(key)):
        keys[place - 1], keys[place] = keys[place], keys[place - 1]
        services.line_reorder(case=case, membership=membership_of(request), section=section, keys=keys)
    return redirect(address(case, request, "lines"))
