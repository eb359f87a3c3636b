"""`manage.py relay`: publishes the outbox's messages until it is stopped."""

import signal
import threading
from typing import Any

import structlog
from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, connections

from tenants.outbox import publish_due
from tenants.tasks import carry_out

log = structlog.get_logger(__name__)

IDLE_SECONDS = 0.3
TROUBLE_SECONDS = 2.0


class Command(BaseCommand):
    help = "Publishes the outbox's messages to the task queue until it is stopped. Several may run at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Publish what is due now, then stop.")

    def handle(self, *args: Any, **options: Any) -> None:
        stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.set())
        while not stopping.is_set():
            pause = self._publish()
            if options["once"]:
                return
            stopping.wait(pause)

    def _publish(self) -> float:
        """Publishes one batch and returns how long to wait before the next."""
        try:
            return 0.0 if publish_due(publish=carry_out.delay) else IDLE_SECONDS
        except (OperationalError, OSError) as error:
            # Database or broker away: everything stays in the outbox, and the relay comes back by itself.
            log.warning("relay_waits", error=type(error).__name__)
            connections["default"].close()
            return TROUBLE_SECONDS
