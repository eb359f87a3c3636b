"""The benefit models. A model is retired, never renamed or deleted: old snapshots must still load."""

from calculations.engine.benefits import (
    avoided_hire,
    by_year,
    capacity,
    downtime_avoided,
    early_payment_discount,
    error_reduction,
    faster_response,
    fixed_annual,
    loss_avoided,
    redeployed_time,
    revenue_uplift,
    stale_reactivated,
    time_saved,
    turnover_avoided,
)
from calculations.engine.models import Model

BENEFIT_MODELS: dict[str, Model] = {
    "time_saved": time_saved.MODEL,
    "error_reduction": error_reduction.MODEL,
    "early_payment_discount": early_payment_discount.MODEL,
    "avoided_hire": avoided_hire.MODEL,
    "redeployed_time": redeployed_time.MODEL,
    "capacity": capacity.MODEL,
    "downtime_avoided": downtime_avoided.MODEL,
    "revenue_uplift": revenue_uplift.MODEL,
    "loss_avoided": loss_avoided.MODEL,
    "turnover_avoided": turnover_avoided.MODEL,
    "stale_reactivated": stale_reactivated.MODEL,
    "faster_response": faster_response.MODEL,
    "fixed_annual": fixed_annual.MODEL,
    "by_year": by_year.MODEL,
}
