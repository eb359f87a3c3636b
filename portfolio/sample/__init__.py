"""The sample data: three clients of one consultancy with cases at every week, loaded and removed as a whole."""

from portfolio.sample.access import may_load, may_remove, may_remove_through
from portfolio.sample.cast import PASSWORD, SIGN_INS
from portfolio.sample.loading import sample_load, sample_load_for
from portfolio.sample.removing import contents, sample_remove, sample_remove_for

__all__ = [
    "PASSWORD",
    "SIGN_INS",
    "contents",
    "may_load",
    "may_remove",
    "may_remove_through",
    "sample_load",
    "sample_load_for",
    "sample_remove",
    "sample_remove_for",
]
