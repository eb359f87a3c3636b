"""Cases with figures, for the homes."""

import json

from cases.models import Case
from tenants.models import Membership
from tests.cases import build

HASH = "b" * 64


def case_worth(npv: str, *, state: str, author: Membership, owner: Membership, currency: str = "USD") -> Case:
    """Returns a case at `state` whose latest snapshot promises `npv` and is paid back in 6.5 months."""
    case = build.case_at(state, author=author, owner=owner)
    result = {"currency": currency, "cashflow": {"npv": npv, "payback_months": "6.5"}}
    case.snapshots.create(
        number=2,
        case_file="{}",
        result=json.dumps(result),
        engine="1",
        author=author.user_id,
        author_name=author.user.name,
        at=case.created_at,
        hash=HASH,
    )
    return case
