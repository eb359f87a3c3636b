"""Sending: one message, one e-mail, whatever is repeated on the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.mail import EmailMessage, get_connection
from django.db import transaction

from audit.services import effect_claim

DOMAIN = "notifications.invalid"


@dataclass(frozen=True)
class Mail:
    """One e-mail: to whom, and what it says. It names no figure: its link leads to what the reader may see."""

    to: str
    subject: str
    text: str


@transaction.atomic
def mail_send(*, message: UUID, mails: Sequence[Mail]) -> int:
    """Sends the e-mails of one outbox message, once, and returns how many; a repeated call returns 0.

    The claim and the sending share a transaction: a failed delivery gives the claim back and is tried again. Where the
    process dies after the mail server's yes, the next try carries the same Message-ID, by which the reader's own server
    knows the repetition.
    """
    if not effect_claim(message=message):
        return 0
    with get_connection() as connection:
        connection.send_messages([_email(message, number, mail) for number, mail in enumerate(mails)])
    return len(mails)


def _email(message: UUID, number: int, mail: Mail) -> EmailMessage:
    # A line break in a name would begin a header of the writer's own.
    subject = " ".join(mail.subject.split())
    headers = {"Message-ID": f"<{message}.{number}@{DOMAIN}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(subject=subject, body=mail.text, to=[mail.to], headers=headers)
