"""A comparison as JSON values: what a decision keeps of the actuals it rests on."""

from decimal import Decimal
from typing import Any

from calculations.engine.numbers import plain
from pilots.comparison import Comparison, MetricComparison
from pilots.realised import Money
from pilots.status import RULES_VERSION

Json = dict[str, Any]


def frozen(comparison: Comparison) -> Json:
    """Returns everything that was known: metrics with every month, money by layer, status and the rules it follows."""
    return {
        "rules": RULES_VERSION,
        "status": comparison.status,
        "months": comparison.months,
        "ended": comparison.ended,
        "metrics": [_metric(metric) for metric in comparison.metrics],
        "layers": {layer.layer: _money(layer.money) for layer in comparison.layers if layer.money},
        "total": _money(comparison.total) if comparison.total else None,
        "unproven_full_month": plain(comparison.unproven_full_month),
    }


def _metric(row: MetricComparison) -> Json:
    metric = row.metric
    return {
        "id": str(metric.pk),
        "kind": metric.kind,
        "name": metric.name,
        "layer": metric.layer,
        "unit": metric.unit,
        "line": metric.line,
        "baseline": _text(metric.baseline),
        "target": _text(metric.target),
        "projected": [plain(cell.projected) for cell in row.cells],
        "actual": [_text(cell.actual) for cell in row.cells],
        "status": row.status,
    }


def _money(money: Money) -> Json:
    return {
        "projected": [plain(amount) for amount in money.projected],
        "realised": [_text(amount) for amount in money.realised],
        "projected_to_date": plain(money.projected_to_date),
        "realised_to_date": _text(money.realised_to_date.value),
        "status": money.status,
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)
