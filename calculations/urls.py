"""Addresses of this room, below an organization's."""

from django.urls import path

from calculations.views import files, lines, moves, quotes, results, today

app_name = "calculations"
CASE = "cases/<uuid:case_id>"
urlpatterns = [
    path("cases/import/", files.case_import, name="import"),
    path(f"{CASE}/export/", files.case_export, name="export"),
    path(f"{CASE}/today/", today.today, name="today"),
    path(f"{CASE}/terms/", today.terms, name="terms"),
    path(f"{CASE}/facts/new/", today.fact_new, name="fact_new"),
    path(f"{CASE}/facts/take-over/", today.facts_take_over, name="facts_take_over"),
    path(f"{CASE}/facts/<uuid:fact_id>/", today.fact, name="fact"),
    path(f"{CASE}/facts/<uuid:fact_id>/delete/", today.fact_delete, name="fact_delete"),
    path(f"{CASE}/facts/restore/<uuid:event_id>/", today.fact_restore, name="fact_restore"),
    path(f"{CASE}/lines/", lines.lines, name="lines"),
    path(f"{CASE}/lines/preview/", lines.preview, name="preview"),
    path(f"{CASE}/lines/restore/<uuid:event_id>/", lines.line_restore, name="line_restore"),
    path(f"{CASE}/lines/<slug:section>/new/", lines.line_new, name="line_new"),
    path(f"{CASE}/lines/<slug:section>/order/", lines.line_order, name="line_order"),
    path(f"{CASE}/lines/<slug:section>/<uuid:line_id>/", lines.line, name="line"),
    path(f"{CASE}/lines/<slug:section>/<uuid:line_id>/delete/", lines.line_delete, name="line_delete"),
    path(f"{CASE}/quotes/new/", quotes.quote_new, name="quote_new"),
    path(f"{CASE}/quotes/<uuid:quote_id>/", quotes.quote, name="quote"),
    path(f"{CASE}/quotes/<uuid:quote_id>/delete/", quotes.quote_delete, name="quote_delete"),
    path(f"{CASE}/results/", results.results, name="results"),
    path(f"{CASE}/working/<path:path>/", results.working, name="working"),
    path(f"{CASE}/checks/", results.checks, name="checks"),
    path(f"{CASE}/build-versions/", moves.versions, name="versions"),
    path(f"{CASE}/submit/", moves.submit, name="submit"),
    path(f"{CASE}/objections/<uuid:objection_id>/answer/", moves.objection, name="objection"),
]
