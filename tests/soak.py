"""`make soak`: the large numbers. Runs for hours, can be interrupted and goes on, and writes docs/reliability.md."""

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.__main__ import commit
from tests.bench.isolation import two_organizations

ROOT = Path(__file__).resolve().parent.parent
LEDGER = ROOT / ".local" / "soak.jsonl"
PAGE = ROOT / "docs" / "reliability.md"
CHUNK = 100_000
ISOLATION_QUERIES = 10_000_000

HEAD = """# Reliability

Written by `make soak`, which runs in pieces, each with its own seed, and goes on where it was interrupted. Every
piece is listed, failed ones too.

| what | seed | commit | finished | queries | cancelled | wrong | seconds |
|---|---|---|---|---|---|---|---|
"""


def main() -> int:
    """Runs the pieces the ledger does not hold yet. Returns 1 where any piece went wrong."""
    most = int(sys.argv[1]) if len(sys.argv) > 1 else ISOLATION_QUERIES
    done = ledger()
    seeds = [seed for seed in range(1, most // CHUNK + 1) if seed not in {entry["seed"] for entry in done}]
    with two_organizations() as organizations:
        for seed in seeds:
            done.append(_piece(organizations, seed))
            PAGE.write_text(page(done))
    return 1 if any(entry["wrong"] for entry in done) else 0


def ledger() -> list[dict]:
    """Returns the pieces already run."""
    return [json.loads(line) for line in LEDGER.read_text().splitlines()] if LEDGER.exists() else []


def page(entries: list[dict]) -> str:
    """Returns docs/reliability.md."""
    lines = [
        f"| cancel storm | {entry['seed']} | {entry['commit']} | {entry['finished']} | {entry['queries']:,} "
        f"| {entry['failed']:,} | {entry['wrong']} | {entry['seconds']} |\n"
        for entry in entries
    ]
    queries, wrong = sum(entry["queries"] for entry in entries), sum(entry["wrong"] for entry in entries)
    return HEAD + "".join(lines) + f"\nIn all: {queries:,} queries, {wrong} rows of another organization.\n"


def _piece(organizations: list, seed: int) -> dict:
    from tests.storm import storm

    started = time.perf_counter()
    outcome = storm(organizations, queries=CHUNK, seed=seed)
    entry = {
        "seed": seed,
        "commit": commit(),
        "finished": f"{datetime.now(UTC):%Y-%m-%d %H:%M}",
        "queries": outcome.queries,
        "failed": outcome.failed,
        "wrong": outcome.wrong,
        "seconds": round(time.perf_counter() - started),
    }
    with open(LEDGER, "a") as file:
        file.write(json.dumps(entry) + "\n")
    print(entry, flush=True)
    return entry


if __name__ == "__main__":
    sys.exit(main())
