"""Keys: UUID version 7 (RFC 9562), made here and not by the database: a row has its name before it is written."""

import os
import time
from uuid import UUID


def uuid7() -> UUID:
    """Returns a new UUID whose first 48 bits are the time in milliseconds, so that keys sort by when they were made."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    high = (milliseconds << 16) | 0x7000 | (random >> 68)
    low = (0b10 << 62) | (random & ((1 << 62) - 1))
    return UUID(int=(high << 64) | low)
