"""A cost stated year by year: declared and calculated as the benefit of the same name."""

from calculations.engine.benefits.by_year import MODEL

__all__ = ["MODEL"]
