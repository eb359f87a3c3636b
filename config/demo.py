"""`make demo`: everything Proofcase needs, on this machine, under one foreground process that Ctrl-C ends."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from types import FrameType

from config.embedded import Cluster, EmbeddedError
from config.environment import BASE_DIR, write_env_file

LOGS = BASE_DIR / ".local" / "logs"
HOST = "127.0.0.1"
PORT = int(os.environ.get("PORT", "8000"))
STOP_SECONDS = 10
RESTARTS = 5  # of one process; then something is wrong that starting again will not mend

PROCESSES = {
    "web": ["-m", "gunicorn", "config.wsgi", "--config", "python:config.gunicorn_settings", "--workers", "2",
            "--bind", f"{HOST}:{PORT}", "--worker-tmp-dir", ".local", "--control-socket", ".local/gunicorn.ctl"],
    "worker": ["-m", "celery", "-A", "config.celery", "worker", "--concurrency", "1", "--loglevel", "WARNING",
               "--without-gossip", "--without-mingle", "--without-heartbeat"],
    "beat": ["-m", "celery", "-A", "config.celery", "beat", "--loglevel", "WARNING", "--pidfile="],
    "relay": ["manage.py", "relay"],
}  # fmt: skip


class DemoError(RuntimeError):
    """The demo cannot start; the message says why and what to do, in one line."""


@dataclass
class Child:
    """One of the processes, and how often it had to be started again."""

    name: str
    process: subprocess.Popen[bytes]
    restarts: int = field(default=0)


def main() -> int:
    """Starts the demo and runs until it is stopped. Returns the exit status."""
    os.chdir(BASE_DIR)
    os.environ.update(
        DJANGO_SETTINGS_MODULE="config.settings.dev", DEBUG="0", DEMO="1", BASE_URL=f"http://{HOST}:{PORT}"
    )
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        check_port()
        prepare_folders()
        with Cluster(BASE_DIR / ".local" / "postgres").in_use() as cluster:
            prepare_database(cluster)
            serve()
    except (DemoError, EmbeddedError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    print("Stopped. Your data are kept in .local/; `make demo` goes on where you left off.")
    return 0


def check_port() -> None:
    """Raises DemoError where the port is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, PORT))
        except OSError:
            raise DemoError(
                f"Port {PORT} is in use. Stop what runs there, or choose another: PORT=8001 make demo"
            ) from None


def prepare_folders() -> None:
    """Makes the folders and secrets of this machine. Raises DemoError where they cannot be written."""
    try:
        LOGS.mkdir(parents=True, exist_ok=True)
        write_env_file()
    except OSError as error:
        raise DemoError(
            f"Cannot write to {error.filename}: {error.strerror}. Make the folder writable and try again."
        ) from None


def prepare_database(cluster: Cluster) -> None:
    """Brings databases, tables, static files and the sample data up to date; each step can be repeated."""
    cluster.ensure_database("proofcase")

    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    from config.broker import broker_install

    django.setup()
    broker_install(settings.CELERY_BROKER_URL)
    say("Bringing the tables up to date …")
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not os.environ.get("WITHOUT_SAMPLE"):
        call_command("load_sample", stdout=open(os.devnull, "w"))  # noqa: SIM115 - lives as long as the call
    connections.close_all()


def serve() -> None:
    """Starts the processes, says where they answer, and keeps them running until a signal ends it."""
    children = [Child(name, start(name)) for name in PROCESSES]
    try:
        wait_until_ready(children[0])
        greet()
        while True:
            time.sleep(0.5)
            revive(children)
    finally:
        stop(children)


def start(name: str) -> subprocess.Popen[bytes]:
    """Starts one process in a session of its own, so that Ctrl-C reaches it through us and in order."""
    log = open(LOGS / f"{name}.log", "ab")  # noqa: SIM115 - the child keeps it
    return subprocess.Popen([sys.executable, *PROCESSES[name]], stdout=log, stderr=log, start_new_session=True)  # noqa: S603


def wait_until_ready(web: Child) -> None:
    """Waits for the first answer. Raises DemoError where the web server ends instead."""
    while web.process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://{HOST}:{PORT}/readyz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise DemoError(f"The web server does not start; the reason is in {LOGS / 'web.log'}")


def revive(children: list[Child]) -> None:
    """Starts again what has ended by itself."""
    for child in children:
        if child.process.poll() is None:
            continue
        child.restarts += 1
        if child.restarts > RESTARTS:
            raise DemoError(f"{child.name} keeps ending; the reason is in {LOGS / (child.name + '.log')}")
        say(f"{child.name} ended and is started again ({LOGS / (child.name + '.log')})")
        child.process = start(child.name)


def stop(children: list[Child]) -> None:
    """Ends every process: first politely, then for good."""
    for child in reversed(children):
        child.process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for child in reversed(children):
        try:
            child.process.wait(max(deadline - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            os.killpg(child.process.pid, signal.SIGKILL)


def greet() -> None:
    """Prints where the demo answers and who can sign in."""
    say(f"\nProofcase runs at http://{HOST}:{PORT}/   (Ctrl-C stops it)\n")
    try:
        from portfolio.sample import PASSWORD, SIGN_INS
    except ImportError:
        return
    say("Sample sign-ins, all with the password " + PASSWORD)
    for address, who in SIGN_INS:
        say(f"  {address:<34} {who}")


def say(text: str) -> None:
    """Prints at once, also into a pipe."""
    print(text, flush=True)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
