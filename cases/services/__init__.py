"""Every write of this room."""

from cases.services.approvals import case_decide, decision_blockers
from cases.services.cases import case_create, case_lock, case_lock_to_edit, case_update
from cases.services.moves import case_move, case_reopen, case_withdraw
from cases.services.objections import objection_answer, objection_close, objection_raise
from cases.services.stakeholders import feedback_give, stakeholder_add, stakeholder_remove, view_review

__all__ = [
    "case_create",
    "case_decide",
    "case_lock",
    "case_lock_to_edit",
    "case_move",
    "case_reopen",
    "case_update",
    "case_withdraw",
    "decision_blockers",
    "feedback_give",
    "objection_answer",
    "objection_close",
    "objection_raise",
    "stakeholder_add",
    "stakeholder_remove",
    "view_review",
]
