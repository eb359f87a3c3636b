"""The paper a reader's country uses, and the words around a document in their language."""

from django.utils.translation import gettext as _

from reports.render.pdf import Labels, Layout

LETTER_COUNTRIES = frozenset({"US", "CA", "MX", "CO", "CL", "PH"})


def layout_for(locale: str) -> Layout:
    """Returns Letter for the countries that print on it, A4 for all others."""
    return Layout(paper="Letter" if locale.rsplit("-", 1)[-1] in LETTER_COUNTRIES else "A4")


def labels() -> Labels:
    """Returns the words of the frame in the language that is active."""
    return Labels(
        page=_("Page {page} of {pages}"),
        contents=_("Contents"),
        organization=_("Organization"),
        author=_("Prepared by"),
        created=_("Date"),
        snapshot=_("Version"),
        working_step=_("How it is worked out"),
        working_value=_("Value"),
        working_source=_("Source"),
    )
