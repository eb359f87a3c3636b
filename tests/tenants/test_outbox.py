"""Follow-up work is carried out once, in the right organization, whoever is killed. Names: rows of docs/faults.md."""

import random
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import OperationalError, connections, transaction
from django.utils import timezone

from audit.models import Event
from audit.outbox.models import Message
from audit.services import message_publish
from config.broker import broker_install
from tenants import outbox
from tenants.models import Organization
from tenants.scope import organization_scope
from tenants.services import organization_create, organization_delete
from tenants.tasks import carry_out
from tests.cluster import environment_for
from tests.processes import kill, wait_for, worker


def message_in(organization, kind="test.effect", **payload) -> UUID:
    """Writes one message as a request would, and returns its id."""
    with organization_scope(organization), transaction.atomic():
        return message_publish(organization=organization.pk, kind=kind, payload=payload)


def effects(organization) -> list[str]:
    """Returns what the events of an organization say about where they were written."""
    with organization_scope(organization):
        return list(Event.objects.filter(action="test.effect").values_list("outcome", flat=True))


def unfinished() -> int:
    return Message.objects.filter(done_at=None).count()


@pytest.fixture
def organizations(committed):
    broker_install(settings.CELERY_BROKER_URL)
    return list(Organization.objects.order_by("slug"))


def test_C1_a_task_without_an_organization_does_nothing(organizations):
    with pytest.raises(TypeError):
        carry_out(message=str(uuid4()))
    assert all(effects(organization) == [] for organization in organizations)


def test_C1_a_message_that_is_not_in_the_outbox_is_rejected(organizations):
    outcome = outbox.carry_out(organization=organizations[0].pk, message=uuid4())
    assert outcome.startswith("rejected")


def test_C16_a_message_sent_to_another_organization_is_rejected(organizations):
    contoso, northwind = organizations
    message = message_in(northwind)
    assert outbox.carry_out(organization=contoso.pk, message=message).startswith("rejected")
    assert effects(contoso) == effects(northwind) == []


def test_C2_work_of_a_deleted_organization_ends_without_running(organizations):
    shortlived = organization_create(consultancy=organizations[0].consultancy, name="Shortlived", slug="shortlived")
    key, message = shortlived.pk, message_in(shortlived)
    organization_delete(organization=shortlived)
    assert outbox.carry_out(organization=key, message=message) == "the organization is gone or closed"
    assert unfinished() == 0


def test_C3_a_database_error_on_the_way_in_leaves_the_work_to_be_done(organizations, monkeypatch):
    northwind = organizations[1]
    message = message_in(northwind)

    def cut(self, organization):
        raise OperationalError("the connection was cut")

    with monkeypatch.context() as patched:
        patched.setattr(type(connections["default"]), "enter", cut)
        with pytest.raises(OperationalError):
            outbox.carry_out(organization=northwind.pk, message=message)
    assert effects(northwind) == []
    assert unfinished() == 1
    assert outbox.carry_out(organization=northwind.pk, message=message) == "done"
    assert effects(northwind) == ["northwind"]


def test_C10_nothing_is_lost_between_commit_and_publish(organizations):
    message = message_in(organizations[1])
    sent: list[dict[str, str]] = []

    def crash(**message: str) -> None:
        raise ConnectionError("the broker went away while we were publishing")

    with pytest.raises(ConnectionError):
        outbox.publish_due(publish=crash)
    assert outbox.publish_due(publish=lambda **envelope: sent.append(envelope)) == 1
    assert sent == [{"organization": str(organizations[1].pk), "message": str(message)}]


def test_C10_a_rolled_back_change_sends_nothing(organizations):
    northwind = organizations[1]
    with organization_scope(northwind), pytest.raises(ZeroDivisionError), transaction.atomic():
        message_publish(organization=northwind.pk, kind="test.effect", payload={})
        _ = 1 / 0
    assert outbox.publish_due(publish=lambda **envelope: None) == 0


def test_C13_what_the_broker_lost_is_published_again(organizations):
    message_in(organizations[1])
    sent: list[dict[str, str]] = []

    def publish(**envelope: str) -> None:
        sent.append(envelope)

    assert outbox.publish_due(publish=publish) == 1
    assert outbox.publish_due(publish=publish) == 0, "not yet: a worker may be at it"
    later = timezone.now() + timedelta(seconds=settings.OUTBOX_RETRY_SECONDS * 3)
    assert outbox.publish_due(publish=publish, now=later) == 1


def test_C9_work_that_always_fails_is_given_up_after_a_few_attempts(organizations):
    message_in(organizations[1])
    now = timezone.now()
    for _ in range(outbox.MOST_ATTEMPTS):
        assert outbox.publish_due(publish=lambda **envelope: None, now=now) == 1
        now += timedelta(days=1)
    assert outbox.publish_due(publish=lambda **envelope: None, now=now) == 0
    assert unfinished() == 1, "it stays visible as unfinished"


def test_C6_duplicate_and_shuffled_delivery_has_one_effect_each(organizations):
    messages = [(organization, message_in(organization)) for organization in organizations for _ in range(20)]
    deliveries = [entry for entry in messages for _ in range(random.Random(7).randint(1, 5))]
    random.Random(8).shuffle(deliveries)
    for organization, message in deliveries:
        outbox.carry_out(organization=organization.pk, message=message)
    for organization in organizations:
        assert effects(organization) == [organization.slug] * 20


def test_C4_a_worker_alternating_between_organizations_never_crosses(organizations):
    chosen = random.Random(9)
    for _ in range(200):
        message_in(chosen.choice(organizations))
    with worker(concurrency=2):
        while outbox.publish_due(publish=carry_out.delay):
            pass
        wait_for(lambda: unfinished() == 0, seconds=60)
    found = {organization.slug: effects(organization) for organization in organizations}
    assert sum(len(outcomes) for outcomes in found.values()) == 200
    assert all(set(outcomes) == {slug} for slug, outcomes in found.items())


def test_C8_the_work_of_a_killed_worker_is_finished_once(organizations, tmp_path):
    northwind = organizations[1]
    begun = tmp_path / "begun"
    message_in(northwind, kind="test.slow", begun=str(begun), seconds=2)
    with worker() as first:
        outbox.publish_due(publish=carry_out.delay)
        wait_for(begun.exists)
        kill(first)
    assert effects(northwind) == []
    with worker():
        wait_for(lambda: unfinished() == 0, seconds=60)
    assert effects(northwind) == ["northwind"]


def test_C5_a_worker_with_threads_refuses_to_start(organizations):
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-m", "celery", "-A", "config.celery", "worker", "-P", "threads", "--concurrency", "2"],
        cwd=settings.BASE_DIR, env=environment_for(settings.TEST_DATABASE),
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode != 0
    assert "must not share a process" in done.stderr
