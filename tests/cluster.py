"""The databases tests run on: one prepared once for each state of the migrations, and a copy of it for each run."""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config.embedded import Cluster
from config.environment import BASE_DIR

CLUSTER = Cluster(BASE_DIR / ".local" / "test-postgres", disposable=True)


@dataclass(frozen=True)
class Content:
    """What a prepared database holds: the module that writes it, and the files it depends on."""

    name: str
    module: str
    depends_on: tuple[str, ...]


TABLES = ("**/migrations/*.py", "deploy/bootstrap.sql", "tenants/provisioning.py")
CAST = Content("cast", "tests.cast", (*TABLES, "tests/cast.py"))
# The sample data are told through the services of these rooms, and so depend on all of their code.
ROOMS = ("audit", "tenants", "opportunities", "cases", "calculations", "pilots", "portfolio")
SAMPLE = Content("sample", "tests.demo", (*TABLES, "examples/*.json", *(f"{room}/**/*.py" for room in ROOMS)))


@contextmanager
def copied_database(name: str, content: Content = CAST) -> Iterator[str]:
    """Runs its body with a copy, called `name`, of a prepared database; drops it afterwards."""
    with CLUSTER.in_use():
        recreate(name, content)
        try:
            yield name
        finally:
            drop(name)


def recreate(name: str, content: Content = CAST) -> None:
    """Makes `name` a fresh copy of a prepared database, and its broker an empty one."""
    source = _prepared(content)
    drop(name)
    # Copying waits for its turn: a database in use as a source cannot be copied twice at once.
    with _lock():
        CLUSTER.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}" OWNER proofcase_owner STRATEGY file_copy')
    CLUSTER.ensure_database(name)


def drop(name: str) -> None:
    """Drops `name` and its broker, whoever is connected."""
    for database in (name, f"{name}_broker"):
        CLUSTER.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')


def environment_for(database: str) -> dict[str, str]:
    """Returns the environment of a process on `database`, whichever worker of a parallel run starts it."""
    mine = {name: value for name, value in os.environ.items() if name != "PYTEST_XDIST_WORKER"}
    return mine | {"PROOFCASE_TEST_DATABASE": database, "DJANGO_SETTINGS_MODULE": "config.settings.test"}


def _prepared(content: Content) -> str:
    family = f"prepared_{content.name}_"
    name = family + _fingerprint(content)
    with _lock():
        if CLUSTER.execute(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):
            return name
        draft = f"{name}_draft"
        drop(draft)
        CLUSTER.ensure_database(draft)
        environment = environment_for(draft)
        subprocess.run([sys.executable, "-m", content.module], cwd=BASE_DIR, env=environment, check=True)
        for old in CLUSTER.execute(f"SELECT datname FROM pg_database WHERE datname LIKE '{family}%'").split():
            if old != draft and not old.startswith(name):
                CLUSTER.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
        CLUSTER.execute(f'ALTER DATABASE "{draft}" RENAME TO "{name}"')
    return name


def _fingerprint(content: Content) -> str:
    digest = hashlib.sha256()
    for pattern in content.depends_on:
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
