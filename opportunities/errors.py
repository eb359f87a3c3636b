"""What a write on an edited row may refuse with. It crosses the boundary: 412, with the row as it is now."""

from django.db.models import Model


class StaleVersion(Exception):
    """Someone saved the row since the page was drawn; `current` is the row as it is now."""

    def __init__(self, current: Model) -> None:
        self.current = current
        super().__init__(f"“{current}” was changed since you opened the page.")
