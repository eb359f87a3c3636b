"""What a write on a case may refuse with: 409 with all reasons, or 412 with the row as it is now."""

from collections.abc import Sequence

from opportunities.errors import StaleVersion

__all__ = ["StaleVersion", "TransitionBlocked"]


class TransitionBlocked(Exception):
    """The case cannot take this step now; `blockers` holds every reason, in words, not only the first."""

    def __init__(self, blockers: Sequence[str]) -> None:
        self.blockers = [str(blocker) for blocker in blockers]
        super().__init__(" ".join(self.blockers))
