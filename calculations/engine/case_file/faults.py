"""What is wrong with a case file: every fault with its path, and the readers that find them."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from calculations.engine.inputs import MOST_FAULTS
from calculations.engine.numbers import plain, read_number

KEY = re.compile(r"[a-z][a-z0-9_]*")
SHOWN_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Fault:
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class CaseFileRefused(ValueError):
    """The file is refused whole; `faults` holds everything that is wrong with it."""

    def __init__(self, faults: Collection[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


def shown(text: object) -> str:
    """A name from the file, short and on one line."""
    name = text if isinstance(text, str) else str(text)
    name = name if len(name) <= SHOWN_LENGTH else name[:SHOWN_LENGTH] + "..."
    return name if name.isprintable() else ascii(name)[1:-1]


class Reader:
    """Reads raw JSON values; what is wrong is noted with its path and read as None."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, path: str, message: str) -> None:
        self.faults.append(Fault(path, message))
        if len(self.faults) == MOST_FAULTS:
            self.faults.append(Fault("", "has so many faults that the rest was not looked at"))
            self.refuse_if_faulty()

    def refuse_if_faulty(self) -> None:
        if self.faults:
            raise CaseFileRefused(self.faults)

    def fields(self, raw: object, path: str, required: Collection[str], optional: Collection[str]) -> dict[str, Any]:
        """The known keys of an object; empty when it is not one."""
        if not isinstance(raw, Mapping):
            self.fault(path, "must be an object")
            return {}
        prefix = f"{path}." if path else ""
        for key in raw:
            if key not in required and key not in optional:
                self.fault(prefix + shown(key), "unknown key")
        for key in required:
            if key not in raw:
                self.fault(prefix + key, "is required")
        return {key: value for key, value in raw.items() if key in required or key in optional}

    def mapping(self, raw: object, path: str) -> Mapping[str, Any]:
        """An object whose keys the file chooses."""
        if isinstance(raw, Mapping):
            return raw
        self.fault(path, "must be an object")
        return {}

    def items(self, raw: object, path: str) -> list[tuple[str, Any]]:
        """The items of a list, each with its path."""
        if isinstance(raw, list | tuple):
            return [(f"{path}[{index}]", item) for index, item in enumerate(raw)]
        self.fault(path, "must be a list")
        return []

    def text(self, raw: object, path: str, *, may_be_empty: bool = True) -> str:
        if not isinstance(raw, str):
            self.fault(path, "must be a text")
            return ""
        if not may_be_empty and not raw.strip():
            self.fault(path, "must not be empty")
        return raw

    def choice(self, raw: object, path: str, choices: Collection[str], kind: str = "") -> str:
        if isinstance(raw, str) and raw in choices:
            return raw
        known = f"must be one of {', '.join(choices)}"
        self.fault(path, f"unknown {kind} {shown(raw)!r}: {known}" if kind and isinstance(raw, str) else known)
        return ""

    def key(self, raw: object, path: str) -> str:
        if isinstance(raw, str) and KEY.fullmatch(raw):
            return raw
        self.fault(path, "must be a key: a small letter, then small letters, digits and underscores")
        return ""

    def flag(self, raw: object, path: str) -> bool:
        if not isinstance(raw, bool):
            self.fault(path, "must be true or false")
        return raw is True

    def number(self, raw: object, path: str, minimum: Decimal | None = None, maximum: Decimal | None = None) -> Decimal:
        try:
            number = read_number(raw)
        except ValueError as error:
            self.fault(path, str(error))
            return Decimal(0)
        if minimum is not None and number < minimum:
            self.fault(path, "must not be negative" if minimum == 0 else f"must be at least {plain(minimum)}")
        if maximum is not None and number > maximum:
            self.fault(path, f"must be at most {plain(maximum)}")
        return number

    def whole(self, raw: object, path: str, minimum: int, maximum: int) -> int:
        number = self.number(raw, path, Decimal(minimum), Decimal(maximum))
        if number != number.to_integral_value():
            self.fault(path, "must be a whole number")
            return minimum
        return int(number)

    def day(self, raw: object, path: str) -> date | None:
        try:
            if isinstance(raw, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", raw):
                return date.fromisoformat(raw)
        except ValueError:
            pass
        self.fault(path, "must be a date, such as 2026-05-31")
        return None

    def evidence(self, raw: object, path: str) -> tuple[Any, ...]:
        """Texts, or objects of texts and flags; a number becomes its text, one text alone a list of one."""
        if isinstance(raw, str):
            return (raw,)
        return tuple(self._piece(item, place) for place, item in self.items(raw, path))

    def _piece(self, raw: object, path: str) -> object:
        if isinstance(raw, Mapping):
            return {name: self._plain(value, f"{path}.{shown(name)}") for name, value in raw.items()}
        return self.text(raw, path)

    def _plain(self, raw: object, path: str) -> object:
        if raw is None or isinstance(raw, str | bool):
            return raw
        return plain(self.number(raw, path))
