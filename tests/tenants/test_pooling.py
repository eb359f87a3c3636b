"""A pooler that mixes sessions is found before anybody is served. Names: rows of docs/faults.md."""

import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.core.checks import Tags, run_checks
from django.db import connections

from config import startup
from config.embedded import PORT, SERVICE_USER
from config.environment import CANNOT_START
from tenants import pooling
from tests.pooler import transaction_pooler
from tests.processes import wait_for

PGBOUNCER = shutil.which("pgbouncer") or shutil.which("/usr/sbin/pgbouncer")


def database() -> dict:
    return connections["default"].settings_dict


def address(port: int) -> str:
    return f"host=127.0.0.1 port={port} user={database()['USER']} dbname={database()['NAME']}"


def errors() -> list[str]:
    return [error.id for error in run_checks(tags=[Tags.database], databases=["default"])]


@contextmanager
def imitation(size: int, *, goes_round: bool = False) -> Iterator[int]:
    server = f"{database()['HOST']}/.s.PGSQL.{PORT}"
    startup = {"user": database()["USER"], "database": database()["NAME"]}
    with transaction_pooler(server, startup, size=size, goes_round=goes_round) as port:
        yield port


@contextmanager
def pgbouncer(folder: Path, mode: str, *, size: int, goes_round: bool) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = {
        "listen_addr": "127.0.0.1", "listen_port": port, "unix_socket_dir": "", "auth_type": "any",
        "pool_mode": mode, "default_pool_size": size, "server_round_robin": int(goes_round), "max_client_conn": 20,
    }  # fmt: skip
    lines = ["[databases]", f"* = host={database()['HOST']} port={PORT} user={database()['USER']}", "[pgbouncer]"]
    path = folder / "pgbouncer.ini"
    path.write_text("\n".join([*lines, *(f"{name} = {value}" for name, value in settings.items())]) + "\n")
    account = ["-u", SERVICE_USER] if os.geteuid() == 0 else []
    path.chmod(0o644)
    process = subprocess.Popen([PGBOUNCER, "-q", *account, path], cwd="/", stdout=subprocess.DEVNULL)
    try:
        wait_for(lambda: answers(port), seconds=10)
        yield port
    finally:
        process.kill()
        process.wait()


def answers(port: int) -> bool:
    try:
        with psycopg.connect(address(port)):
            return True
    except psycopg.OperationalError:
        return False


@pytest.fixture
def behind(monkeypatch) -> Callable[[int], None]:
    """behind(port) makes the application connect to that port."""

    def move(port: int) -> None:
        monkeypatch.setitem(database(), "HOST", "127.0.0.1")
        monkeypatch.setitem(database(), "PORT", str(port))

    return move


def test_T16_the_database_itself_keeps_sessions(db):
    assert pooling.keeps_sessions()
    assert errors() == []


@pytest.mark.parametrize(("size", "goes_round"), [(1, False), (5, False), (2, True), (3, True), (6, True)])
def test_T16_a_pooler_in_transaction_mode_is_refused(db, behind, size, goes_round):
    with imitation(size, goes_round=goes_round) as port:
        behind(port)
        assert errors() == ["tenants.E008"]


def test_T16_O8_the_web_server_refuses_to_start_behind_it(db, behind, capsys, monkeypatch):
    monkeypatch.setattr(startup.connections, "close_all", lambda: None)  # the test goes on with its own
    with imitation(1) as port:
        behind(port)
        with pytest.raises(SystemExit) as ended:
            startup.refuse_unsafe_start()
    assert ended.value.code == CANNOT_START
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert "pool_mode = session" in lines[0]


def test_a_database_that_is_away_is_not_called_a_pooler(db, behind):
    behind(1)
    assert errors() == []


@pytest.mark.skipif(PGBOUNCER is None, reason="PgBouncer is not installed; its imitation is tried above")
@pytest.mark.parametrize(
    ("mode", "size", "goes_round", "found"),
    [
        ("session", 20, False, []),
        ("transaction", 1, False, ["tenants.E008"]),
        ("transaction", 3, True, ["tenants.E008"]),
        ("transaction", 20, True, ["tenants.E008"]),
        ("statement", 1, False, ["tenants.E008"]),
    ],
)
def test_T16_pgbouncer_is_let_through_in_session_mode_only(db, tmp_path, behind, mode, size, goes_round, found):
    for folder in (tmp_path, *tmp_path.parents[:3]):
        folder.chmod(folder.stat().st_mode | 0o001)
    with pgbouncer(tmp_path, mode, size=size, goes_round=goes_round) as port:
        behind(port)
        assert errors() == found
