"""The databases tests run on: one prepared once for each state of the migrations, and a copy of it for each run."""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.embedded import Cluster
from config.environment import BASE_DIR

CLUSTER = Cluster(BASE_DIR / ".local" / "test-postgres", disposable=True)
# What a prepared database depends on.
PREPARED_FROM = ["**/migrations/*.py", "deploy/bootstrap.sql", "tenants/provisioning.py", "tests/cast.py"]


@contextmanager
def copied_database(name: str) -> Iterator[str]:
    """Runs its body with a copy, called `name`, of the prepared database; drops it afterwards."""
    with CLUSTER.in_use():
        recreate(name)
        try:
            yield name
        finally:
            drop(name)


def recreate(name: str) -> None:
    """Makes `name` a fresh copy of the prepared database, and its broker an empty one."""
    source = _prepared()
    drop(name)
    # Copying waits for its turn: a database in use as a source cannot be copied twice at once.
    with _lock():
        CLUSTER.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}" OWNER proofcase_owner STRATEGY file_copy')
    CLUSTER.ensure_database(name)


def drop(name: str) -> None:
    """Drops `name` and its broker, whoever is connected."""
    for database in (name, f"{name}_broker"):
        CLUSTER.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')


def _prepared() -> str:
    name = f"prepared_{_fingerprint()}"
    with _lock():
        if CLUSTER.execute(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):
            return name
        draft = f"{name}_draft"
        drop(draft)
        CLUSTER.ensure_database(draft)
        environment = os.environ | {"PROOFCASE_TEST_DATABASE": draft, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
        subprocess.run([sys.executable, "-m", "tests.cast"], cwd=BASE_DIR, env=environment, check=True)
        for old in CLUSTER.execute("SELECT datname FROM pg_database WHERE datname LIKE 'prepared%'").split():
            if old != draft and not old.startswith(name):
                CLUSTER.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
        CLUSTER.execute(f'ALTER DATABASE "{draft}" RENAME TO "{name}"')
    return name


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for pattern in PREPARED_FROM:
        for path in sorted(BASE_DIR.glob(pattern)):
            if ".venv" not in path.parts:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def _lock() -> Iterator[None]:
    Path(BASE_DIR / ".local").mkdir(exist_ok=True)
    with open(BASE_DIR / ".local" / ".test-prepare.lock", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
