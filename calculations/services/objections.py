"""Answering an objection, with what the answer changed: the figures it was raised on, and as they are now."""

from decimal import Decimal
from typing import Any

from django.db import transaction

from calculations.engine.answer import Answer
from calculations.headline import headline_of
from calculations.selectors import case_file_of, latest_snapshot, snapshot_result
from cases import services as cases
from cases.models import Objection
from display.numbers import Numbers
from tenants.models import Membership


@transaction.atomic
def objection_answer(*, objection: Objection, membership: Membership, version: int, answer: str) -> Objection:
    """Answers an objection and records NPV and payback before and after. Raises what the case's own service raises."""
    return cases.objection_answer(
        objection=objection, membership=membership, version=version, answer=answer, **_figures(objection, membership)
    )


def _figures(objection: Objection, membership: Membership) -> dict[str, str]:
    frozen = latest_snapshot(objection.case)
    if frozen is None:
        return {}
    now, stored = headline_of(case_file_of(objection.case)), snapshot_result(frozen)
    words = Numbers(currency=stored["currency"], locale=membership.organization.locale)
    before = stored["cashflow"]
    reason = stored["reasons"].get("cashflow.payback_months", "")
    return {
        "npv_before": words.money_whole(Decimal(before["npv"])),
        "npv_after": words.money_whole(now.npv),
        "payback_before": _months(words, Answer(_decimal(before["payback_months"]), reason)),
        "payback_after": _months(words, now.payback),
    }


def _months(words: Numbers, answer: Answer) -> str:
    return answer.reason if answer.value is None else words.months(answer.value)


def _decimal(text: Any) -> Decimal | None:
    return None if text is None else Decimal(text)
