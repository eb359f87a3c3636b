"""What must be true before a case moves on. Each gate takes a case and returns, in words, why it blocks, or None.

A gate neither raises nor writes. It reads rows of later rooms through the case's own reverse managers.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Case, Feedback, Objection, StakeholderView
from cases.selectors import latest_snapshot_of, shared_snapshot_number
from opportunities.access import EDITORS
from tenants.models import Membership

Check = Callable[[Case], str | None]


# --- Week 1: select


def owner(case: Case) -> str | None:
    """The owner still works here, in a role that may edit."""
    if Membership.objects.filter(user=case.owner, user__is_active=True, role__in=EDITORS).exists():
        return None
    return _("%(name)s no longer works on cases here. Name another owner.") % {"name": case.owner_name or _("Nobody")}


def department(case: Case) -> str | None:
    """The process belongs to a department."""
    return None if case.department else _("Name the department the process belongs to.")


def process_described(case: Case) -> str | None:
    """Today's process is known in numbers: as facts of the case, or on the opportunity it came from."""
    if case.facts.exists():
        return None
    if case.opportunity is None:
        return _("Describe today's process: how often, how long, how many people, how many errors.")
    missing = [
        str(case.opportunity._meta.get_field(field).verbose_name)
        for field in ("volume_per_month", "minutes_each", "people", "error_rate", "systems")
        if getattr(case.opportunity, field) in (None, "")
    ]
    return _("Describe today's process. Missing: %(fields)s.") % {"fields": ", ".join(missing)} if missing else None


# --- Week 2: calculate


def benefits(case: Case) -> str | None:
    """There is something to gain."""
    return None if case.benefit_lines.exists() else _("Enter at least one benefit.")


def costs(case: Case) -> str | None:
    """There is a price."""
    return None if case.cost_lines.exists() else _("Enter at least one cost: nothing is free.")


def risk(case: Case) -> str | None:
    """Someone has said how likely it is to succeed."""
    assumptions = getattr(case, "assumptions", None)
    return None if assumptions and assumptions.settings.get("risk") else _("Say how risky it is.")


# --- Week 3: tailor


def cfo_version(case: Case) -> str | None:
    return _not_reviewed(case, StakeholderView.CFO)


def ceo_version(case: Case) -> str | None:
    return _not_reviewed(case, StakeholderView.CEO)


def department_version(case: Case) -> str | None:
    return _not_reviewed(case, StakeholderView.DEPARTMENT)


def employee_version(case: Case) -> str | None:
    return _not_reviewed(case, StakeholderView.EMPLOYEE)


def _not_reviewed(case: Case, view: StakeholderView) -> str | None:
    latest = latest_snapshot_of(case)
    if latest is None:
        return _("The version for the %(view)s has not been made.") % {"view": view.label}
    if case.reviews.filter(view=view, snapshot_hash=latest.hash, reviewed_by=case.owner).exists():
        return None
    return _("%(owner)s has not reviewed the version for the %(view)s.") % {
        "owner": case.owner_name,
        "view": view.label,
    }


# --- Week 4: socialize


def stakeholders(case: Case) -> str | None:
    """Someone has been asked."""
    return None if case.stakeholders.exists() else _("Name at least one stakeholder to ask.")


def answers(case: Case) -> str | None:
    """Everyone asked has answered the version that was shared, or a later one."""
    shared = shared_snapshot_number(case)
    hashes = case.snapshots.filter(number__gte=shared or 1).values("hash")
    answered = Feedback.objects.filter(case=case, snapshot_hash__in=hashes).values("person")
    waiting = list(case.stakeholders.exclude(person__in=answered).values_list("name", flat=True))
    return _("Waiting for an answer from %(names)s.") % {"names": ", ".join(waiting)} if waiting else None


def objections(case: Case) -> str | None:
    """Every objection has been answered."""
    # Counted, not quoted: what it is about may be a figure that not every reader sees.
    waiting = case.objections.filter(state=Objection.State.OPEN).count()
    if not waiting:
        return None
    return ngettext("%(count)d objection waits for an answer.", "%(count)d objections wait for an answer.", waiting) % {
        "count": waiting
    }


# --- Week 5: approve


def approval(case: Case) -> str | None:
    """The decision that carries the case on has been signed in this round."""
    return _not_signed(case, "approved")


def rejection(case: Case) -> str | None:
    return _not_signed(case, "rejected")


def change_request(case: Case) -> str | None:
    return _not_signed(case, "changes")


def _not_signed(case: Case, decision: str) -> str | None:
    latest = latest_snapshot_of(case)
    signed = latest and case.approvals.filter(round=case.round, decision=decision, snapshot_hash=latest.hash).exists()
    return None if signed else _("The decision has not been signed.")


# --- After the pilot


def scale_decision(case: Case) -> str | None:
    """The latest pilot was decided, to scale."""
    return _not_decided(case, "scale")


def stop_decision(case: Case) -> str | None:
    return _not_decided(case, "stop")


def _not_decided(case: Case, verdict: str) -> str | None:
    pilot = case.pilots.first()
    decision = pilot and pilot.decisions.first()
    return None if decision and decision.verdict == verdict else _("The pilot has not been decided that way.")
