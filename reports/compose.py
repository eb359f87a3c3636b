"""Putting a version together: the sections of one view, made from one snapshot in one language."""

from django.utils.translation import override

from calculations.models import Snapshot
from display.numbers import known_locale
from reports.document import Document
from reports.reading import Reading
from reports.views_for import View
from tenants.models import Organization

# Raise it when a section says something else, or a renderer draws something else: kept files are then made anew.
TEMPLATE_VERSION = "1"


def locale_for(organization: Organization, language: str) -> str:
    """Returns how a document writes: the reader's language, in the organization's country where that speaks it."""
    spoken = known_locale(organization.locale)
    return spoken.replace("_", "-") if spoken.split("_")[0] == language.split("-")[0] else language


def document_of(snapshot: Snapshot, view: View, organization: Organization, locale: str) -> Document:
    """Returns a version as it is read, on a page or in a file."""
    with override(locale.split("-")[0]):
        reading = Reading(snapshot, locale)
        return Document(
            title=reading.case_file.name,
            subtitle=str(view.question),
            kind=str(view.label),
            language=locale,
            organization=organization.name,
            author=snapshot.author_name,
            created=snapshot.at,
            snapshot_hash=snapshot.hash,
            sections=tuple(section(reading) for section in view.sections),
        )
