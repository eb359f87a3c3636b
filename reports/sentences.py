"""Sentences with figures in them: one translated text, and the figures set where it names them."""

from decimal import Decimal
from string import Formatter

from django.utils.translation import gettext as _

from display.numbers import Numbers
from reports.document import Paragraph, Run


def sentence(text: str, /, **figures: Run) -> tuple[Run, ...]:
    """Returns the runs of a translated text whose `{names}` are figures or words of the case.

    What is put in is never read as a text with names of its own.
    """
    runs: list[Run] = []
    for words, name, _spec, _conversion in Formatter().parse(text):
        runs += [words] if words else []
        runs += [figures[name]] if name else []
    return tuple(runs)


def paragraph(*sentences: tuple[Run, ...], lead: bool = False) -> Paragraph:
    """Returns a paragraph of sentences, one after the other."""
    runs = [run for words in sentences if words for run in (*words, " ")]
    return Paragraph(tuple(runs[:-1]), lead=lead)


def span(months: int, numbers: Numbers) -> str:
    """Returns a length of time in the words people use for it: `three years`, `18 months`."""
    years = {
        12: _("one year"), 24: _("two years"), 36: _("three years"), 48: _("four years"), 60: _("five years"),
    }  # fmt: skip
    return years.get(months) or numbers.months(Decimal(months))
