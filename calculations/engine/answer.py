"""An answer to a financial question: a value, or the reason there is none."""

from dataclasses import dataclass
from decimal import Decimal

NEVER_PAYS_BACK = "never pays back"
NO_SIGN_CHANGE = "no sign change"
MORE_THAN_ONE_RATE = "more than one rate"
NOTHING_INVESTED = "nothing invested"
NO_VALUE_WITHIN_LIMITS = "no value within its limits"


@dataclass(frozen=True, slots=True)
class Answer:
    """Never zero, infinity or an exception where a question has no answer: `value` is None and `reason` says why."""

    value: Decimal | None
    reason: str = ""
