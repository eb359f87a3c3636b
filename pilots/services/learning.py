"""Lessons: what was learnt, and what to assume next time."""

from django.db import transaction
from django.utils.translation import gettext as _

from calculations.engine.inputs import InvalidInputs
from pilots.access import LEARNERS
from pilots.models import Lesson, Pilot
from pilots.services.record import record
from tenants.access import confirm
from tenants.models import Membership


@transaction.atomic
def lesson_add(*, pilot: Pilot, membership: Membership, theme: str, text: str) -> Lesson:
    """Adds a lesson, before or after the decision. Raises InvalidInputs by field."""
    confirm(membership, roles=LEARNERS)
    errors = {name: _("Write something.") for name, value in (("theme", theme), ("text", text)) if not value.strip()}
    if errors:
        raise InvalidInputs(errors)
    lesson = Lesson.objects.create(
        pilot=pilot,
        theme=theme.strip()[:80],
        text=text.strip(),
        person=membership.user_id,
        name=membership.user.name,
    )
    record(pilot, membership, "pilot.lesson_added", _("Added a lesson."), lesson=str(lesson.pk), theme=lesson.theme)
    return lesson
