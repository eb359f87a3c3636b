"""Who is asked about a case, and what they answer to the version they read."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cases.errors import TransitionBlocked
from cases.models import WEEKS, Case, Feedback, Review, Stakeholder, StakeholderView, State
from cases.selectors import latest_snapshot_of
from cases.services.cases import case_lock
from cases.services.record import record
from opportunities.access import EDITORS
from tenants.access import confirm
from tenants.models import Membership

# While a version is out with its readers.
ANSWERABLE = frozenset({State.SOCIALIZE, State.APPROVE})


@transaction.atomic
def stakeholder_add(*, case: Case, membership: Membership, person: Membership, view: str) -> Stakeholder:
    """Asks a person of this organization for an answer, as the reader of one view. Asking again changes the view."""
    confirm(membership, roles=EDITORS)
    locked = _lock_in_weeks(case)
    if person.organization_id != membership.organization_id:
        raise ValidationError({"person": _("Choose someone of this organization.")})
    stakeholder, created = Stakeholder.objects.update_or_create(
        case=locked,
        person=person.user_id,
        defaults={"name": person.user.name, "view": StakeholderView(view)},
    )
    words = _("Asked %(name)s as %(view)s.") if created else _("Now asks %(name)s as %(view)s.")
    outcome = words % {"name": stakeholder.name, "view": stakeholder.get_view_display()}
    record(locked, membership, "stakeholder.added", outcome, person=str(person.user_id), view=view)
    return stakeholder


@transaction.atomic
def stakeholder_remove(*, case: Case, membership: Membership, stakeholder: Stakeholder) -> None:
    """No longer asks a person. What they have answered stays."""
    confirm(membership, roles=EDITORS)
    locked = _lock_in_weeks(case)
    removed, _by_model = locked.stakeholders.filter(pk=stakeholder.pk).delete()
    if removed:
        outcome = _("No longer asks %(name)s.") % {"name": stakeholder.name}
        record(locked, membership, "stakeholder.removed", outcome, person=str(stakeholder.person))


@transaction.atomic
def view_review(*, case: Case, membership: Membership, view: str, snapshot_hash: str) -> Review:
    """Records that the owner has read one reader's version of the latest snapshot and stands behind it."""
    confirm(membership, roles=EDITORS)
    locked = case_lock(case=case)
    if membership.user_id != locked.owner:
        raise PermissionDenied(_("Only the owner, %(owner)s, reviews the versions.") % {"owner": locked.owner_name})
    if locked.state != State.TAILOR:
        raise TransitionBlocked([_("Versions are reviewed in week 3.")])
    _require_latest(locked, snapshot_hash)
    review, created = Review.objects.get_or_create(
        case=locked,
        view=StakeholderView(view),
        snapshot_hash=snapshot_hash,
        reviewed_by=membership.user_id,
        defaults={"reviewed_by_name": membership.user.name},
    )
    if created:
        outcome = _("Reviewed the version for the %(view)s.") % {"view": review.get_view_display()}
        record(locked, membership, "view.reviewed", outcome, view=view, snapshot_hash=snapshot_hash)
    return review


@transaction.atomic
def feedback_give(*, case: Case, membership: Membership, stance: str, text: str = "", snapshot_hash: str) -> Feedback:
    """Gives a stakeholder's answer to the version they read. The latest answer counts; all are kept."""
    confirm(membership)
    locked = case_lock(case=case)
    stakeholder = stakeholder_of(locked, membership)
    if locked.state not in ANSWERABLE:
        raise TransitionBlocked([_("Answers are given while the case is with its stakeholders, in weeks 4 and 5.")])
    _require_latest(locked, snapshot_hash)
    feedback = Feedback(
        case=locked,
        view=stakeholder.view,
        person=membership.user_id,
        name=membership.user.name,
        stance=stance,
        text=text.strip(),
        snapshot_hash=snapshot_hash,
    )
    feedback.full_clean()
    feedback.save(force_insert=True)
    outcome = _("Answered as %(view)s: %(stance)s.") % {
        "view": stakeholder.get_view_display(),
        "stance": feedback.get_stance_display(),
    }
    record(
        locked, membership, "feedback.given", outcome, stance=stance, text=feedback.text, snapshot_hash=snapshot_hash
    )
    return feedback


def stakeholder_of(case: Case, membership: Membership) -> Stakeholder:
    """Returns the person's place among the stakeholders. Raises PermissionDenied for anyone who was not asked."""
    stakeholder = case.stakeholders.filter(person=membership.user_id).first()
    if stakeholder is None:
        raise PermissionDenied(_("Only the stakeholders of this case answer it."))
    return stakeholder


def _lock_in_weeks(case: Case) -> Case:
    locked = case_lock(case=case)
    if locked.state not in WEEKS:
        raise TransitionBlocked([_("The case is no longer in its five weeks.")])
    return locked


def _require_latest(case: Case, snapshot_hash: str) -> None:
    latest = latest_snapshot_of(case)
    if latest is None or latest.hash != snapshot_hash:
        raise TransitionBlocked([_("There is a newer version than the one you read. Read it, then answer.")])
