"""The product's own processes beside a test, each on a database of the test cluster: web server, relay, worker."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings

from config.broker import broker_install
from config.embedded import url
from tests.cluster import environment_for

WORKER = ["-m", "celery", "-A", "config.celery", "worker", "--loglevel", "WARNING", "--without-gossip",
          "--without-mingle", "--without-heartbeat"]  # fmt: skip
WEB = ["-m", "gunicorn", "config.wsgi", "--log-level", "warning", "--no-control-socket"]
RELAY = ["manage.py", "relay"]

Process = subprocess.Popen[bytes]


@contextmanager
def worker(*, concurrency: int = 1, database: str = "") -> Iterator[Process]:
    """Runs its body beside a worker, on the database of the run where no other is named."""
    database = database or settings.TEST_DATABASE
    broker_install(url(settings.POSTGRES_DATA, user="proofcase_broker", database=f"{database}_broker", scheme="pgmq"))
    with _running([*WORKER, "--concurrency", str(concurrency)], database) as process:
        yield process


@contextmanager
def relay(*, database: str = "") -> Iterator[Process]:
    """Runs its body beside the relay of the outbox."""
    with _running(RELAY, database) as process:
        yield process


@contextmanager
def web(*, workers: int = 2, database: str = "") -> Iterator[str]:
    """Runs its body beside a web server and hands it the address, which answers at once."""
    # It inherits a socket that listens already: no port can be taken meanwhile, and early requests wait in line.
    with socket.create_server(("127.0.0.1", 0)) as listening:
        number, port = listening.fileno(), listening.getsockname()[1]
        command = [*WEB, "--workers", str(workers), "--bind", f"fd://{number}"]
        with _running(command, database, pass_fds=[number]):
            listening.close()
            yield f"http://127.0.0.1:{port}"


@contextmanager
def _running(command: list[str], database: str, *, pass_fds: list[int] | None = None) -> Iterator[Process]:
    environment = environment_for(database or settings.TEST_DATABASE) | {
        "PROOFCASE_TEST_FILES": str(settings.MEDIA_ROOT),
    }
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=settings.BASE_DIR,
        env=environment,
        start_new_session=True,
        pass_fds=pass_fds or (),
    )
    try:
        yield process
    finally:
        kill(process)


def kill(process: Process) -> None:
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
