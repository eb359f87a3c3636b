"""The two figures a list shows of a case, read from its latest snapshot: never worked out anew."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import JSONField, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from calculations.models import Snapshot
from display.numbers import Numbers
from tenants.models import Membership
from tenants.visibility import Figure, may_see

CASHFLOW = "document__cashflow"


@dataclass(frozen=True)
class Headline:
    """What a case promises, as of its latest snapshot, with the way to write it in the case's own currency."""

    npv: Decimal
    payback_months: Decimal | None
    numbers: Numbers


@dataclass(frozen=True)
class Amount:
    """Money in one currency; amounts of two currencies are never added."""

    value: Decimal
    numbers: Numbers


def latest_snapshots(case_ids: Iterable[UUID]) -> QuerySet[Snapshot]:
    """Returns the latest snapshot of each case that has one."""
    return Snapshot.objects.filter(case__in=list(case_ids)).order_by("case_id", "-number").distinct("case_id")


def headlines_of(membership: Membership, case_ids: Iterable[UUID]) -> dict[UUID, Headline]:
    """Returns the headline of each case with a snapshot, in one query; nothing for a role that may not see results."""
    if not may_see(membership.role, Figure.RESULT):
        return {}
    rows = (
        latest_snapshots(case_ids)
        .annotate(document=Cast("result", JSONField()))
        .values_list("case_id", KT(f"{CASHFLOW}__npv"), KT(f"{CASHFLOW}__payback_months"), KT("document__currency"))
    )
    locale = membership.organization.locale
    return {
        case: Headline(Decimal(npv), _decimal(payback), Numbers(currency, locale))
        for case, npv, payback, currency in rows
        if npv
    }


def total(headlines: Iterable[Headline]) -> list[Amount]:
    """Returns the sum of the net present values, one amount for each currency."""
    sums: dict[Numbers, Decimal] = {}
    for headline in headlines:
        sums[headline.numbers] = sums.get(headline.numbers, Decimal(0)) + headline.npv
    return [Amount(sums[numbers], numbers) for numbers in sorted(sums, key=lambda numbers: numbers.currency)]


def _decimal(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None
