"""A letter says what it was given and nothing a person could slip into it. Names: rows of docs/faults.md."""

import email
import email.policy

import pytest
from django.core import mail

from audit.ids import uuid7
from notifications.services import Mail, mail_send

HOSTILE = [
    "Orders\r\nBcc: thief@elsewhere.example",
    "Orders\nBcc: thief@elsewhere.example",
    "Orders\rBcc: thief@elsewhere.example",
    "Orders\x0bBcc: thief@elsewhere.example",
    "Orders\x85Bcc: thief@elsewhere.example",
    "Orders\u2028Bcc: thief@elsewhere.example",
    "Orders\x00Bcc: thief@elsewhere.example",
    "Orders\r\n\r\n<script>alert(1)</script>",
    "=?utf-8?q?Orders=0D=0ABcc:_thief@elsewhere.example?=",
]


def sent(subject: str, text: str = "Text.", to: str = "cfo@northwind.example") -> email.message.EmailMessage:
    """Sends one letter and returns it as a mail server reads it."""
    assert mail_send(message=uuid7(), mails=[Mail(to=to, subject=subject, text=text)]) == 1
    return email.message_from_bytes(mail.outbox[-1].message().as_bytes(), policy=email.policy.default)


@pytest.mark.parametrize("subject", HOSTILE)
def test_I7_a_name_in_the_subject_begins_no_header(in_northwind, subject):
    letter = sent(subject)
    assert letter["Bcc"] is None
    assert letter["To"] == "cfo@northwind.example"
    assert mail.outbox[-1].recipients() == ["cfo@northwind.example"]
    assert letter.get_content().strip() == "Text."


@pytest.mark.parametrize("to", ["cfo@northwind.example\r\nBcc: a@b.example", "cfo@northwind.example\nX: y"])
def test_I7_an_address_with_a_line_break_is_refused(in_northwind, to):
    with pytest.raises(ValueError, match="newline"):
        sent("Orders", to=to)


@pytest.mark.parametrize("text", HOSTILE)
def test_I7_the_text_is_text_and_nothing_else(in_northwind, text):
    letter = sent("Orders", text=text)
    assert letter.get_content_type() == "text/plain"
    assert not letter.is_multipart()
    assert letter["Bcc"] is None
