"""Whether a session stays ours: a pooler that hands a connection on after each transaction would mix organizations."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.db import connections

# Enough to be told from one another, whether a pooler gives out the last connection used or goes round.
SESSIONS = 3
Connect = Callable[[], Any]


def connect() -> Any:
    """Returns a new connection of the driver, made as the application makes its own."""
    wrapper = connections.create_connection("default")
    wrapper.connect()
    return wrapper.connection


def keeps_sessions(connect: Connect = connect) -> bool:
    """Returns whether what is set on a connection is still there when it is asked for after others have had a turn."""
    with ExitStack() as stack:
        sessions = [stack.enter_context(connect()) for _ in range(SESSIONS)]
        for number, session in enumerate(sessions):
            session.execute("SELECT set_config('proofcase.session', %s, false)", [str(number)])
        # Backwards: in the order of their first turn a pooler that goes round would give each its own again.
        found = [_session(session) for session in reversed(sessions)]
    return found == [str(number) for number in reversed(range(SESSIONS))]


def _session(session: Any) -> str | None:
    # Committed after each statement, as the application's queries outside a transaction are.
    return session.execute("SELECT current_setting('proofcase.session', true)").fetchone()[0]  # type: ignore[no-any-return]
