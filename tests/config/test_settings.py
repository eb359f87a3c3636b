"""Production refuses to start with a mistake in its settings, in one line each. Names: rows of docs/faults.md."""

import os
import string
import subprocess
import sys

import pytest

from config.environment import BASE_DIR, CANNOT_START

SOUND = {
    "DJANGO_SETTINGS_MODULE": "config.settings.prod",
    "SECRET_KEY": string.ascii_letters,
    "ALLOWED_HOSTS": "cases.example.com",
    "BASE_URL": "https://cases.example.com",
    "FILES_ROOT": "/srv/files",
    "DATABASE_URL": "postgresql://proofcase_app@127.0.0.1:1/proofcase",
    "DATABASE_OWNER_URL": "postgresql://proofcase_owner@127.0.0.1:1/proofcase",
    "CELERY_BROKER_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp://127.0.0.1:1",
}
KEPT = ("PATH", "HOME", "LANG", "LC_ALL")


def started(command: list[str], **changes: str) -> subprocess.CompletedProcess[str]:
    """Runs the product with sound settings but for `changes`; an empty one is not set. `.env` cannot fill it in."""
    environment = {name: os.environ[name] for name in KEPT if name in os.environ} | SOUND | changes
    return subprocess.run(
        [sys.executable, *command],
        cwd=BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def refusals(**changes: str) -> list[str]:
    ended = started(["-c", "import config.settings.prod"], **changes)
    assert ended.returncode in (0, CANNOT_START), ended.stderr
    lines = ended.stderr.splitlines()
    assert all(line.startswith("Proofcase does not start. ") for line in lines), ended.stderr
    return [line.removeprefix("Proofcase does not start. ") for line in lines]


def test_O8_sound_settings_start():
    assert refusals() == []


@pytest.mark.parametrize("name", [name for name in SOUND if name != "DJANGO_SETTINGS_MODULE"])
def test_O8_a_missing_setting_is_named(name):
    assert f"{name}: not set." in refusals(**{name: ""})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY: use at least 50 random characters."),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS: name the hosts"),
        ({"ALLOWED_HOSTS": "cases.example.com,.example.com"}, "ALLOWED_HOSTS: name the hosts"),
        ({"BASE_URL": "http://cases.example.com"}, "BASE_URL: links in mail must begin with https://."),
        ({"DEBUG": "1"}, "DEBUG: remove it"),
    ],
)
def test_O8_an_unsafe_setting_is_one_line(changes, words):
    lines = refusals(**changes)
    assert len(lines) == 1
    assert lines[0].startswith(words)


def test_O8_every_mistake_is_told_at_once():
    assert len(refusals(SECRET_KEY="", ALLOWED_HOSTS="*", DEBUG="1")) == 3


def test_O8_the_check_of_a_deployment_finds_nothing():
    checked = started(["manage.py", "check", "--deploy", "--fail-level", "WARNING"])
    assert checked.returncode == 0, checked.stderr


def test_O8_the_web_server_gives_up_with_that_line():
    ended = started(
        ["-m", "gunicorn", "config.wsgi", "--bind", "127.0.0.1:0", "--no-control-socket"], ALLOWED_HOSTS="*"
    )
    assert ended.returncode == CANNOT_START
    assert "Proofcase does not start. ALLOWED_HOSTS: name the hosts" in ended.stderr
