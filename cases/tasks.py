"""What follows a case's move: the people who have to act next are told."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from cases.models import Case, State
from notifications.services import Mail, mail_send
from tenants.models import Membership, Organization, Role
from tenants.selectors import members

# Who has to act when a case arrives in a state; in every other it is its owner.
NEXT_TO_ACT = {State.APPROVE: Role.CFO}


def case_moved(*, organization: Organization, message: UUID, payload: dict[str, Any]) -> None:
    """Tells those who have to act next, by e-mail, that a case has arrived with them."""
    case = Case.objects.filter(pk=payload["case"]).first()
    if case is None:
        return
    with override(organization.locale.split("-")[0]):
        mail_send(message=message, mails=[_mail(organization, case, one) for one in _readers(organization, case)])


def _readers(organization: Organization, case: Case) -> list[Membership]:
    people = members(organization).filter(user__is_active=True)
    if case.state == State.SOCIALIZE:
        asked = list(case.stakeholders.values_list("person", flat=True))
        return list(people.filter(user__in=asked))
    if role := NEXT_TO_ACT.get(State(case.state)):
        return list(people.filter(role=role))
    return list(people.filter(user=case.owner))


def _mail(organization: Organization, case: Case, reader: Membership) -> Mail:
    page = reverse("cases:detail", kwargs={"slug": organization.slug, "case_id": case.pk})
    week = case.get_state_display()
    lines = [
        _("%(name)s,") % {"name": reader.user.name},
        "",
        _("“%(case)s” at %(organization)s is now at: %(week)s.")
        % {"case": case.name, "organization": organization.name, "week": week},
        _("It waits for you:"),
        f"{settings.BASE_URL}{page}",
    ]
    subject = _("%(case)s waits for you: %(week)s") % {"case": case.name, "week": week}
    return Mail(to=reader.user.email, subject=subject, text="\n".join(lines))
