"""What must hold before a process serves anybody: asked once, when web server or worker starts."""

import sys

from django.core.checks import ERROR, Tags, run_checks
from django.db import connections

from config.environment import refuse

# Libraries under which requests share a process as green threads, and a connection with it.
GREEN = ("gevent", "eventlet")


def refuse_unsafe_start() -> None:
    """Ends the process, one line for each reason, where two organizations could meet in it."""
    try:
        refuse([*_green_threads(), *_failed_checks()])
    finally:
        connections.close_all()  # a worker that is forked from here opens its own


def _green_threads() -> list[str]:
    return [f"{name} is loaded: run gunicorn with synchronous workers." for name in GREEN if name in sys.modules]


def _failed_checks() -> list[str]:
    found = run_checks(tags=[Tags.security, Tags.database], databases=["default"])
    return [error.msg for error in found if error.level >= ERROR and not error.is_silenced()]
