"""Results by three methods, the working of any figure, and the checks."""

from collections.abc import Iterator
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from audit.models import Event
from calculations import charts, services
from calculations.engine.case_file import CaseFile
from calculations.engine.evaluate import evaluate
from calculations.engine.inputs import InvalidInputs
from calculations.engine.prepared import Driver, prepare
from calculations.engine.result import CaseResult
from calculations.engine.simulation import simulate
from calculations.figures import figures_of_line, figures_of_path
from calculations.formulas import METHODS, Method, shown, value_of
from calculations.headline import headline_of, strip
from calculations.models import Line
from calculations.rows import Json, assumptions_of
from calculations.views.page import address, loaded, may_edit, membership_of, numbers_of, panel, version_in
from calculations.workings import Explainer
from cases.access import case_for, case_to_change, reads_all_words, require
from cases.errors import StaleVersion
from cases.models import Case
from display.charts.spec import Distribution
from display.numbers import Numbers
from tenants.visibility import Figure, may_see

PATHS_SHOWN = 4096
SEES_RESULTS = (Figure.RESULT, Figure.RISK)


@require_GET
def results(request: HttpRequest, slug: str, case_id: UUID) -> HttpResponse:
    """Figures and charts of one method; `?method=` names it."""
    membership = membership_of(request)
    case = case_for(membership, case_id)
    require(membership, *SEES_RESULTS)
    document, case_file = loaded(case)
    numbers = numbers_of(request, document)
    method = METHODS.get(request.GET.get("method", ""), METHODS["cashflow"])
    result, drivers = evaluate(case_file), _drivers(request, case, document, case_file)
    context = {
        "numbers": numbers,
        "method": method,
        "methods": METHODS.values(),
        "figures": strip(headline_of(case_file), numbers),
        "table": _table(method, result, numbers),
        "is_empty": not (case_file.benefits or case_file.costs),
        **(_cashflow(case_file, result, numbers, drivers) if method.name == "cashflow" else {}),
        "years": result.tei.years if method.name == "tei" else [],
        "notes": result.notes,
    }
    return panel(request, case, "calculations/results.html", context, tab="results")


def _table(method: Method, result: CaseResult, numbers: Numbers) -> list[Json]:
    return [
        {"path": f"{method.name}.{figure.name}", "label": figure.label, "words": figure.words,
         "value": shown(figure, *value_of(result, method.name, figure.name), numbers)}
        for figure in method.figures
    ]  # fmt: skip


def _drivers(request: HttpRequest, case: Case, document: Json, case_file: CaseFile) -> dict[str, Driver]:
    """What may move the result, as far as this role may see it: a salary does not show in a chart either."""
    role, rows = membership_of(request).role, _lines(case)
    return {
        driver.path: driver
        for driver in prepare(case_file).drivers
        if may_see(role, *figures_of_path(driver.path, document["facts"], rows))
    }


def _lines(case: Case) -> list[Line]:
    return [*case.benefit_lines.all(), *case.cost_lines.all()]


def _cashflow(case_file: CaseFile, result: CaseResult, numbers: Numbers, drivers: dict[str, Driver]) -> Json:
    has_lines = bool(case_file.benefits or case_file.costs)
    return {
        "cash": charts.cumulative_cash(result, numbers),
        "waterfall": charts.waterfall(case_file, numbers) if has_lines else None,
        "tornado": charts.tornado(result, drivers, numbers),
        "distribution": _distribution(case_file, numbers) if has_lines else None,
        "yearly": charts.yearly(case_file),
        "negative_again": result.cashflow.negative_again,
    }


def _distribution(case_file: CaseFile, numbers: Numbers) -> Distribution | None:
    """A quick simulation's picture; without a range there are only two outcomes and nothing to draw."""
    prepared = prepare(case_file)
    if not any(driver.estimate for driver in prepared.drivers):
        return None
    return charts.distribution(simulate(prepared, paths=PATHS_SHOWN, quick=True), numbers)


@require_GET
def working(request: HttpRequest, slug: str, case_id: UUID, path: str) -> HttpResponse:
    """How one figure came about: in the drawer, or as a page of its own."""
    membership = membership_of(request)
    case = case_for(membership, case_id)
    document, case_file = loaded(case)
    rows = _lines(case)
    explained = Explainer(case_file, rows, numbers_of(request, document)).explain(path)
    if explained is None:
        raise Http404
    require(membership, *explained.figures)
    steps = [(step, _allowed(step.path, rows, membership.role)) for step in explained.steps]
    context = {
        "explained": explained,
        "steps": steps,
        "shows_sources": may_see(membership.role, Figure.SOURCE),
        "reads_words": reads_all_words(membership),
        "changed": _last_change(case, explained.key) if explained.key else None,
    }
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "calculations/working.html#working", {**context, "case": case})
    return panel(request, case, "calculations/working.html", context, tab="results")


def _allowed(path: str, rows: list[Line], role: str) -> bool:
    """Whether a step's own working may be opened by this role."""
    found = next((row for row in rows if f"{row.SECTION}.{row.key}" == path and not row.option), None)
    return bool(path) and (found is None or may_see(role, *figures_of_line(found)))


def _last_change(case: Case, key: str) -> Event | None:
    return Event.objects.filter(subject=case.pk, inputs__key=key).order_by("-sequence").first()


@require_http_methods(["GET", "POST"])
def checks(request: HttpRequest, slug: str, case_id: UUID) -> HttpResponse:
    """What the numbers were checked for and did not pass; each can be answered for with a reason."""
    membership = membership_of(request)
    if request.method == "POST":
        return _acknowledge(request, case_to_change(membership, case_id))
    case = case_for(membership, case_id)
    if not reads_all_words(membership):
        raise Http404
    return _checks_page(request, case)


def _acknowledge(request: HttpRequest, case: Case) -> HttpResponse:
    try:
        services.check_acknowledge(
            case=case,
            membership=membership_of(request),
            version=version_in(request),
            check=request.POST.get("check", ""),
            line=request.POST.get("line") or None,
            reason=request.POST.get("reason", ""),
        )
    except InvalidInputs as refused:
        return _checks_page(request, case, refused="; ".join(refused.errors.values()), status=422)
    except StaleVersion:
        return _checks_page(request, case, is_stale=True, status=412)
    return redirect(address(case, request, "checks"))


def _checks_page(
    request: HttpRequest, case: Case, *, refused: str = "", is_stale: bool = False, status: int = 200
) -> HttpResponse:
    _document, case_file = loaded(case)
    context = {
        "case": case,
        "checks": list(_checks(request, case, evaluate(case_file))),
        "version": assumptions_of(case).version,
        "may_edit": may_edit(request, case),
        "refused": refused,
        "is_stale": is_stale,
        "typed": request.POST,
        "slug": membership_of(request).organization.slug,
    }
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "calculations/checks.html#checks", context, status=status)
    return panel(request, case, "calculations/checks.html", context, tab="results", status=status)


def _checks(request: HttpRequest, case: Case, result: CaseResult) -> Iterator[Json]:
    rows = _lines(case)
    by_key = {row.key: row for row in rows if not row.option}
    for check in result.checks:
        row = by_key.get(check.line) if check.line else None
        href = address(case, request, "line", section=row.SECTION, line_id=row.pk) if row else ""
        yield {"check": check, "line": row, "href": href}
