"""What differs from machine to machine: environment variables, and the `.env` file written at the first run."""

import os
import secrets
import sys
from collections.abc import Iterable
from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent
ENV_FILE = BASE_DIR / ".env"

# gunicorn's own number for a worker that cannot start: it then ends instead of trying for ever.
CANNOT_START = 3

env = environ.Env()


def refuse(reasons: Iterable[str]) -> None:
    """Ends the process with one line for each reason; without a reason it goes on."""
    lines = [f"Proofcase does not start. {reason}" for reason in reasons]
    if lines:
        print(*lines, sep="\n", file=sys.stderr)
        raise SystemExit(CANNOT_START)


def read_env_file() -> None:
    """Reads `.env` where there is one; a variable that is already set wins."""
    if ENV_FILE.exists():
        environ.Env.read_env(ENV_FILE)


def write_env_file() -> None:
    """Writes `.env` with secrets of its own, once. Raises OSError where the folder cannot be written."""
    if ENV_FILE.exists():
        return
    lines = [
        "# Written at the first run; this machine's own secrets. Never commit it.",
        f"SECRET_KEY={secrets.token_urlsafe(50)}",
        f"SIGNING_KEY={secrets.token_urlsafe(50)}",
    ]
    # Made complete under another name first: a half-written file would lock people out of their sessions.
    draft = ENV_FILE.with_suffix(".draft")
    draft.touch(mode=0o600)
    draft.write_text("\n".join(lines) + "\n")
    os.replace(draft, ENV_FILE)
