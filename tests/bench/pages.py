"""How quickly pages answer, against a bare view with one query in the same run; and what the first one weighs."""

import gzip
import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench import Figure

CALLS = 60
SLUG = "northwind"


def figures() -> list[Figure]:
    """Returns the times of the pages people wait for, and what the first page weighs."""
    with _consultant() as client:
        case, line = _invoice()
        bare = _p95(lambda: client.get("/readyz"))
        preview = f"/o/{SLUG}/cases/{case}/lines/preview/"
        rows = [_preview(client, preview, line, bare)]
        for what, address in _pages(case).items():
            taken = _p95(lambda address=address: client.get(address))
            rows.append(Figure(f"{what}, p95", _ms(taken), f"a bare view with one query: {_ms(bare)}", taken / bare))
        return [*rows, _weight(client)]


def _pages(case: Any) -> dict[str, str]:
    return {
        "the client's five weeks": f"/o/{SLUG}/",
        "the list of cases": f"/o/{SLUG}/cases/",
        "the results of a case": f"/o/{SLUG}/cases/{case}/results/",
        "the CFO's version": f"/o/{SLUG}/cases/{case}/for/cfo/",
    }


def form_of(line: Any) -> dict[str, str]:
    """Returns what a line's form holds when it is opened."""
    from calculations.forms.lines import MODELS, LineForm, line_texts
    from calculations.rows import document_of, line_document
    from display.numbers import Numbers
    from tenants.models import Organization
    from tenants.scope import organization_scope

    with organization_scope(Organization.objects.get(slug=SLUG)):
        document, stored = document_of(line.case), line_document(line)
    numbers, model = Numbers("USD", "en-US"), MODELS[line.SECTION][line.model]
    form = LineForm(line.SECTION, model, {}, numbers, document, line.key, stored)
    texts = line_texts(stored, form.model, numbers)
    return {**texts, "version": str(line.version), "model": line.model, "part": line.SECTION, "key": line.key}


def _preview(client: Any, address: str, line: Any, bare: float) -> Figure:
    minutes = iter(range(10_000))
    typed = form_of(line)

    def edit() -> Any:
        return client.post(address, {**typed, "inputs.minutes_before": str(10 + next(minutes) % 20)})

    taken = _p95(edit)
    return Figure("editing one number to new figures, p95", f"{_ms(taken)} (aim 100 ms)", f"a bare view: {_ms(bare)}",
                  taken / bare)  # fmt: skip


def _weight(client: Any) -> Figure:
    from django.contrib.staticfiles import finders

    page = client.get(f"/o/{SLUG}/").content.decode()
    files = {part.split('"')[0].split("?")[0] for part in page.split('"/static/')[1:]}
    found = [path for name in files if (path := finders.find(name))]
    size = len(gzip.compress(page.encode())) + sum(len(gzip.compress(Path(path).read_bytes())) for path in found)
    return Figure("the first page with all its files, gzip", f"{size / 1000:.0f} kB", "80 kB", size / 80_000, 1.0)


def _p95(call: Callable[[], Any]) -> float:
    for _ in range(5):
        assert call().status_code == 200
    durations = []
    for _ in range(CALLS):
        started = time.perf_counter()
        call()
        durations.append(time.perf_counter() - started)
    return statistics.quantiles(durations, n=20)[-1]


def _ms(duration: float) -> str:
    return f"{duration * 1000:.0f} ms"


def _invoice() -> tuple[Any, Any]:
    from calculations.models import BenefitLine
    from cases.models import Case
    from tenants.models import Organization
    from tenants.scope import organization_scope

    with organization_scope(Organization.objects.get(slug=SLUG)):
        case = Case.objects.get(name="Invoice processing")
        return case.pk, BenefitLine.objects.select_related("case").get(case=case, key="time")


@contextmanager
def _consultant() -> Iterator[Any]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django

    django.setup()
    from django.conf import settings
    from django.db import connections
    from django.test import Client

    from tenants.models import User
    from tests.cluster import SAMPLE, copied_database

    with copied_database(settings.TEST_DATABASE, SAMPLE):
        client = Client(headers={"host": "localhost"})
        client.force_login(
            User.objects.get(email="consultant@harbour.example"), backend=settings.AUTHENTICATION_BACKENDS[0]
        )
        yield client
        connections.close_all()
