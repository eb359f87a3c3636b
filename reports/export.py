"""A case file as a document, for a terminal: no database, no server; what is written depends on the file alone."""

import os
from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, TextIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calculations.engine import ENGINE_VERSION
from calculations.engine.case_file import CaseFile, CaseFileRefused, dump, parse
from calculations.engine.cli import DONE, REFUSED, WRONG_ARGUMENTS, Arguments, WrongArguments, read
from calculations.engine.evaluate import evaluate
from calculations.models import Snapshot
from calculations.selectors import snapshot_case_file, snapshot_result
from calculations.services.snapshots import PATHS, SEED, result_text, snapshot_hash
from reports.compose import document_of
from reports.document import Document, Section
from reports.paper import labels, layout_for
from reports.reading import Reading
from reports.render.pdf import render_pdf
from reports.render.workbook import Stamp, WorkbookTooLarge, render_workbook
from reports.sections import grounds, money, strategy
from reports.views_for import STAKEHOLDER_VIEWS, View
from tenants.models import Organization
from tenants.visibility import EVERYTHING

NOTHING_WRITTEN = 3
LOCALE = "en-US"
DEFAULT_VIEW = "lead"


class NotWritten(Exception):
    """Why there is no document."""


def _every_section() -> tuple[Callable[[Reading], Section], ...]:
    """Each section of each version once."""
    return tuple(dict.fromkeys(section for view in STAKEHOLDER_VIEWS.values() for section in view.sections))


FILE_VIEWS: dict[str, View] = STAKEHOLDER_VIEWS | {
    "board": View(
        "board",
        gettext_lazy("For the board"),
        gettext_lazy("What is proposed, what is it worth, and what could go wrong?"),
        frozenset(),
        EVERYTHING,
        (
            money.decision, strategy.possible, money.cash, money.signing, money.downside, strategy.risk,
            grounds.checks, grounds.method,
        ),
    ),
    "lead": View(
        "lead",
        gettext_lazy("For the project lead"),
        gettext_lazy("Everything, as each reader will see it."),
        frozenset(),
        EVERYTHING,
        _every_section(),
    ),
}  # fmt: skip


# --- the command --------------------------------------------------------------------------------------------------


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a case file; - reads standard input")
    parser.add_argument(
        "--to", required=True, choices=("xlsx", "pdf", "pptx"),
        help="xlsx: a workbook that recalculates, for views that may show every figure (cfo, board, lead); "
        "pdf: what the view's reader reads; pptx: not written yet",
    )  # fmt: skip
    parser.add_argument("--view", choices=tuple(FILE_VIEWS), default=DEFAULT_VIEW, help="default lead")
    parser.add_argument("-o", "--out", metavar="OUT", help="default: the file's name with the view and the format")


def run(argv: Sequence[str], stdin: IO[bytes], stdout: TextIO, stderr: TextIO) -> int:
    """The exit code: 0 done, 2 the file is refused, 3 nothing could be written, 64 wrong arguments."""
    parser = Arguments(prog="manage.py export", description="Write a case file as a document.", allow_abbrev=False)
    add_arguments(parser)
    # Options Django takes out of every command line itself.
    for option in ("--settings", "--pythonpath"):
        parser.add_argument(option, help=SUPPRESS)
    try:
        options = parser.parse_args(argv)
    except WrongArguments as wrong:
        stderr.write(f"{wrong}\n")
        return WRONG_ARGUMENTS
    return export(options, stdin, stdout, stderr)


def export(options: Namespace, stdin: IO[bytes], stdout: TextIO, stderr: TextIO) -> int:
    try:
        case = parse(read(options.file, stdin))
    except CaseFileRefused as refused:
        place = options.file if options.file.isprintable() else ascii(options.file)
        stderr.writelines(f"{place}: {fault}\n" for fault in refused.faults)
        return REFUSED
    try:
        target = Path(options.out or _default_name(options))
        _keep(document_bytes(case, FILE_VIEWS[options.view], options.to), target)
    except NotWritten as reason:
        stderr.write(f"{reason}\n")
        return NOTHING_WRITTEN
    stdout.write(f"{target}\n")
    return DONE


def _default_name(options: Namespace) -> str:
    name = "case" if options.file == "-" else Path(options.file).name.removesuffix(".json").removesuffix(".case")
    return f"{name}-{options.view}.{options.to}"


def _keep(content: bytes, target: Path) -> None:
    """The whole file or none: it takes its name once everything is there."""
    partial = ""
    try:
        with NamedTemporaryFile(dir=target.parent, prefix=".export-", delete=False) as file:
            partial = file.name
            file.write(content)
        Path(partial).chmod(0o666 & ~_umask())
        Path(partial).replace(target)
    except (OSError, ValueError) as error:
        if partial:
            Path(partial).unlink(missing_ok=True)
        reason = getattr(error, "strerror", None) or str(error)
        raise NotWritten(_("%(file)s cannot be written: %(reason)s") % {"file": target, "reason": reason}) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


# --- the documents ------------------------------------------------------------------------------------------------


def document_bytes(case: CaseFile, view: View, to: str) -> bytes:
    """Returns the document of a case, made from its figures as a snapshot would freeze them."""
    if to == "pptx":
        raise NotWritten(_("Presentations are not written yet: choose xlsx or pdf."))
    if to == "xlsx" and view.figures != EVERYTHING:
        raise NotWritten(
            _("A workbook shows every figure, and the version for %(view)s does not: choose pdf.") % {"view": view.name}
        )
    snapshot = unsaved_snapshot(case, datetime.now(UTC))
    return (
        workbook_for(snapshot)
        if to == "xlsx"
        else render_pdf(document_for(snapshot, view), layout_for(LOCALE), labels())
    )


def unsaved_snapshot(case: CaseFile, at: datetime) -> Snapshot:
    """The figures of a case under the hash a snapshot of it has."""
    text, result = dump(case), result_text(evaluate(case, paths=PATHS, seed=SEED))
    digest = snapshot_hash(engine=ENGINE_VERSION, case_file=text, result=result)
    return Snapshot(case_file=text, result=result, engine=ENGINE_VERSION, author_name="", at=at, hash=digest)


def document_for(snapshot: Snapshot, view: View) -> Document:
    """The version of a view, outside any organization."""
    return document_of(snapshot, view, Organization(name="", locale=LOCALE.replace("-", "_")), LOCALE)


def workbook_for(snapshot: Snapshot, organization: str = "") -> bytes:
    """The workbook of a snapshot, stored or not."""
    stamp = Stamp(snapshot.hash, snapshot.at, organization, snapshot.author_name)
    try:
        return render_workbook(snapshot_case_file(snapshot), snapshot_result(snapshot), stamp)
    except WorkbookTooLarge as reason:
        raise NotWritten(_("The case is too large for a workbook: %(reason)s.") % {"reason": reason}) from None
