"""Every write of this room."""

from calculations.services.assumptions import (
    assumptions_update,
    check_acknowledge,
    quote_create,
    quote_delete,
    quote_update,
)
from calculations.services.facts import fact_create, fact_delete, fact_restore, fact_update, facts_take_over
from calculations.services.importing import case_file_export, case_file_import
from calculations.services.lines import line_create, line_delete, line_reorder, line_restore, line_update
from calculations.services.objections import objection_answer
from calculations.services.snapshots import case_submit, case_versions_build, snapshot_freeze, snapshot_verify

__all__ = [
    "assumptions_update",
    "case_file_export",
    "case_file_import",
    "case_submit",
    "case_versions_build",
    "check_acknowledge",
    "fact_create",
    "fact_delete",
    "fact_restore",
    "fact_update",
    "facts_take_over",
    "line_create",
    "line_delete",
    "line_reorder",
    "line_restore",
    "line_update",
    "objection_answer",
    "quote_create",
    "quote_delete",
    "quote_update",
    "snapshot_freeze",
    "snapshot_verify",
]
