"""Real processes beside a test: a Celery worker on the test's own database and broker."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings

from config.broker import broker_install

WORKER = ["-m", "celery", "-A", "config.celery", "worker", "--loglevel", "WARNING", "--without-gossip",
          "--without-mingle", "--without-heartbeat"]  # fmt: skip


@contextmanager
def worker(*, concurrency: int = 1) -> Iterator[subprocess.Popen[bytes]]:
    """Runs its body beside a worker; kills the worker, if it still lives, afterwards."""
    broker_install(settings.CELERY_BROKER_URL)
    command = [*WORKER, "--concurrency", str(concurrency)]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "PROOFCASE_TEST_DATABASE": settings.TEST_DATABASE,
        "PROOFCASE_TEST_FILES": str(settings.MEDIA_ROOT),
    }
    process = subprocess.Popen(
        [sys.executable, *command], cwd=settings.BASE_DIR, env=environment, start_new_session=True
    )
    try:
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Ends a process and its children as a power cut would: no clean-up of theirs runs."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(condition: Callable[[], object], *, seconds: float = 30) -> None:
    """Waits until `condition()` is true; fails the test where it does not come true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
