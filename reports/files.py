"""Files of documents: where they lie, how they get there whole or not at all, and what they are called."""

import hashlib
import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path

from django.core.files.storage import default_storage

from cases.selectors import reference_of
from reports.models import Document
from tenants.models import Organization

# What a file name cannot hold on some system or other, control characters among them.
UNFIT = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]+")
LONGEST_NAME = 80


def file_keep(organization: Organization, content: bytes) -> str:
    """Writes a file below its organization's key and returns its name, which is its own hash.

    It is written beside its place and then moved there: nobody ever reads half a file, and writing it twice is writing
    it once. Raises OSError where it cannot be written.
    """
    name = f"{organization.pk}/documents/{hashlib.sha256(content).hexdigest()}.pdf"
    place = Path(default_storage.path(name))
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=place.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, place)
    except BaseException:
        with suppress(OSError):
            os.unlink(draft)
        raise
    return name


def document_open(document: Document, organization: Organization) -> bytes | None:
    """Returns a document's bytes; None where the file has gone or is no longer what was written."""
    if not document.file.startswith(f"{organization.pk}/"):
        return None
    try:
        content = Path(default_storage.path(document.file)).read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == document.sha256 else None


def document_name(document: Document, organization: Organization) -> str:
    """Returns what a person's computer calls the file: `NW-12 Invoice processing, CFO.pdf`."""
    case = UNFIT.sub(" ", document.case.name).strip()[:LONGEST_NAME].rstrip()
    return f"{reference_of(document.case, organization)} {case}, {document.get_view_display()}.{document.format}"
