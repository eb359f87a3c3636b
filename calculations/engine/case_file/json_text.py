"""JSON text as Python values, in bounded time and memory; numbers stay exact."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from calculations.engine.case_file.faults import Reader, shown
from calculations.engine.numbers import decimal_from_text

LARGEST_FILE = 5_000_000
DEEPEST = 32
# A text is skipped whole, and one that never ends swallows the rest: no quote is looked at twice.
TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[\[{]|[\]}]', re.DOTALL)
SURROGATE = re.compile(r"[\ud800-\udfff]")


class JsonObject(dict[str, Any]):
    """An object that remembers the keys it was given more than once."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.repeated: list[str] = []
        seen: set[str] = set()
        if len(self) < len(pairs):
            for key, _ in pairs:
                if key in seen:
                    self.repeated.append(key)
                seen.add(key)


def read_json(data: bytes | str, reader: Reader) -> Any:
    """The document, with the faults JSON itself can have noted in the reader; refused when it is no JSON at all."""
    text = _decode(data, reader)
    if deepest(text) > DEEPEST:
        reader.fault("", f"the file is nested deeper than {DEEPEST}")
        reader.refuse_if_faulty()
    try:
        document = json.loads(
            text,
            parse_int=decimal_from_text,
            parse_float=decimal_from_text,
            parse_constant=Decimal,
            object_pairs_hook=JsonObject,
        )
    except (ValueError, RecursionError) as error:
        reader.fault("", f"the file is not JSON: {error}")
        reader.refuse_if_faulty()
    inspect_json(document, "", reader)
    return document


def _decode(data: bytes | str, reader: Reader) -> str:
    if len(data) > LARGEST_FILE:
        reader.fault("", "the file is larger than 5 MB")
        reader.refuse_if_faulty()
    if isinstance(data, str):
        return data
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reader.fault("", f"the file is not UTF-8: byte {error.start} cannot be read")
        reader.refuse_if_faulty()
        raise


def deepest(text: str) -> int:
    """How deep lists and objects nest, looked at before anything recursive runs."""
    depth = reached = 0
    for token in TOKEN.finditer(text):
        first = text[token.start()]
        if first in "[{":
            depth += 1
            reached = max(reached, depth)
        elif first in "]}":
            depth -= 1
    return reached


def inspect_json(value: object, path: str, reader: Reader, depth: int = 0) -> None:
    """Note what no part of a case file may hold: repeated keys, broken characters, numbers that are none."""
    if isinstance(value, str):
        _inspect_text(value, path, reader)
    elif isinstance(value, Decimal | float):
        if not Decimal(value).is_finite():
            reader.fault(path, "must be a number: NaN and Infinity are not JSON")
    elif isinstance(value, dict | list | tuple):
        if depth == DEEPEST:
            reader.fault(path, f"is nested deeper than {DEEPEST}")
            return
        for place, part in _parts(value, path, reader):
            inspect_json(part, place, reader, depth + 1)
    elif value is not None and not isinstance(value, bool | int):
        reader.fault(path, "is nothing JSON knows")


def _parts(value: dict[Any, Any] | list[Any] | tuple[Any, ...], path: str, reader: Reader) -> Iterator[tuple[str, Any]]:
    if not isinstance(value, dict):
        yield from ((f"{path}[{index}]", part) for index, part in enumerate(value))
        return
    prefix = f"{path}." if path else ""
    for key in getattr(value, "repeated", ()):
        reader.fault(prefix + shown(key), "the key is given twice")
    for key, part in value.items():
        if not isinstance(key, str):
            reader.fault(prefix + shown(key), "a key must be a text")
            continue
        _inspect_text(key, prefix + shown(key), reader)
        yield prefix + shown(key), part


def _inspect_text(text: str, path: str, reader: Reader) -> None:
    if SURROGATE.search(text):
        reader.fault(path, "holds half a character (a lone surrogate)")
    if "\x00" in text:
        reader.fault(path, "holds a NUL character")
