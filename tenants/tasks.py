"""What the worker runs. A task names its organization in its arguments and opens the scope in its own body."""

from uuid import UUID

import structlog
from celery import Task, shared_task
from django.db import connections

from tenants import outbox

log = structlog.get_logger(__name__)


class OrganizationTask(Task):
    """A task of one organization: it starts and ends with a parked connection, whatever ran before it."""

    abstract = True

    def __call__(self, *args: object, **kwargs: object) -> object:
        connections["default"].park()  # type: ignore[attr-defined]
        try:
            return super().__call__(*args, **kwargs)
        finally:
            connections["default"].park()  # type: ignore[attr-defined]

    def before_start(self, task_id: str, args: tuple[object, ...], kwargs: dict[str, object]) -> None:
        connections["default"].close_if_unusable_or_obsolete()


@shared_task(base=OrganizationTask, name="tenants.tasks.carry_out")
def carry_out(*, organization: str, message: str) -> None:
    """Carries out one message of the outbox."""
    outcome = outbox.carry_out(organization=UUID(organization), message=UUID(message))
    log.info("message_carried_out", message=message, organization=organization, outcome=outcome)


@shared_task(name="tenants.tasks.heartbeat")
def heartbeat() -> None:
    """Shows in the log that beat and worker are alive."""
    log.info("heartbeat")
