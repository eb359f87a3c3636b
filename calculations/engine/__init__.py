"""The calculation engine: pure functions on exact numbers, without Django, clock, settings or database."""

ENGINE_VERSION = "1.0.0"
