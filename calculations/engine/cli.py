"""`evaluate FILE...` for a terminal: case files in, results out, with no database, server or settings."""

import json
from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Sequence
from typing import IO, NoReturn, TextIO

from calculations.engine.case_file import CaseFile, CaseFileRefused, Fault, parse
from calculations.engine.case_file.json_text import LARGEST_FILE
from calculations.engine.evaluate import evaluate
from calculations.engine.page import page

DONE, REFUSED, WRONG_ARGUMENTS = 0, 2, 64
MOST_PATHS = 1_048_576


class WrongArguments(Exception):
    """What the arguments lack; the parser itself would leave with another exit code."""


class Arguments(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise WrongArguments(f"{self.format_usage()}{self.prog}: {message}")


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help="a case file; - reads standard input")
    parser.add_argument("--simulate", type=_paths, metavar="N", help="simulate N paths, raised to a power of two")
    parser.add_argument("--seed", type=_seed, default=1, metavar="S", help="seed of the simulation (default 1)")
    parser.add_argument("--format", choices=("json", "text"), default="json", help="default json")


def run(argv: Sequence[str], stdin: IO[bytes], stdout: TextIO, stderr: TextIO) -> int:
    """The exit code; every file is read before anything is printed."""
    parser = Arguments(prog="manage.py evaluate", description="Evaluate business case files.", allow_abbrev=False)
    add_arguments(parser)
    # Options Django takes out of every command line itself.
    for option in ("--settings", "--pythonpath"):
        parser.add_argument(option, help=SUPPRESS)
    try:
        options = parser.parse_args(argv)
    except WrongArguments as wrong:
        stderr.write(f"{wrong}\n")
        return WRONG_ARGUMENTS
    return evaluate_files(options, stdin, stdout, stderr)


def evaluate_files(options: Namespace, stdin: IO[bytes], stdout: TextIO, stderr: TextIO) -> int:
    cases: list[CaseFile] = []
    is_refused = False
    for name in options.files:
        try:
            cases.append(parse(read(name, stdin)))
        except CaseFileRefused as refused:
            is_refused = True
            place = name if name.isprintable() else ascii(name)
            stderr.writelines(f"{place}: {fault}\n" for fault in refused.faults)
    if is_refused:
        return REFUSED
    results = [evaluate(case, paths=options.simulate, seed=options.seed) for case in cases]
    if options.format == "text":
        stdout.write("\n\n".join(page(case.name, result) for case, result in zip(cases, results, strict=True)))
        return DONE
    documents = [result.as_json() for result in results]
    json.dump(documents if len(documents) > 1 else documents[0], stdout, ensure_ascii=False, indent=2)
    stdout.write("\n")
    return DONE


def read(name: str, stdin: IO[bytes]) -> bytes:
    """One byte more than is allowed is enough to refuse a file by its size."""
    try:
        if name == "-":
            return stdin.read(LARGEST_FILE + 1)
        with open(name, "rb") as file:
            return file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CaseFileRefused([Fault("", f"cannot be read: {reason}")]) from None


def _paths(text: str) -> int:
    number = _seed(text)
    if not 1 <= number <= MOST_PATHS:
        raise ValueError
    return number


def _seed(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise ValueError
    return int(text)


_paths.__name__ = f"number of paths (1 to {MOST_PATHS})"
_seed.__name__ = "seed (a whole number)"
