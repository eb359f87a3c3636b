"""Every write of this room."""

from pilots.services.deciding import pilot_decide
from pilots.services.learning import lesson_add
from pilots.services.measuring import Reading, UnusualValues, measurements_enter
from pilots.services.starting import MetricPlan, pilot_start

__all__ = [
    "MetricPlan",
    "Reading",
    "UnusualValues",
    "lesson_add",
    "measurements_enter",
    "pilot_decide",
    "pilot_start",
]
