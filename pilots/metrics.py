"""METRICS: what a pilot can measure, in three layers and adoption. PROOFS: which of them proves which benefit."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pilots.models import Metric
from tenants.visibility import Figure

UP, DOWN = Metric.Direction.UP, Metric.Direction.DOWN
ZERO, ONE = Decimal(0), Decimal(1)
Text = str | Promise


class Layer(StrEnum):
    """Where an effect shows: in the work, in what comes out of it, in the money, and whether people use it at all."""

    EFFICIENCY = "efficiency"
    QUALITY = "quality"
    REVENUE = "revenue"
    ADOPTION = "adoption"


LAYER_LABELS: dict[Layer, Text] = {
    Layer.EFFICIENCY: _("Efficiency"),
    Layer.QUALITY: _("Quality"),
    Layer.REVENUE: _("Revenue"),
    Layer.ADOPTION: _("Adoption"),
}
# The layers a case counts money in.
MONEY_LAYERS = (Layer.EFFICIENCY, Layer.QUALITY, Layer.REVENUE)
LAYER_QUESTIONS: dict[Layer, Text] = {
    Layer.EFFICIENCY: _("Is the manual burden dropping?"),
    Layer.QUALITY: _("Are data and process getting better?"),
    Layer.REVENUE: _("Do pipeline, conversion and discounts move?"),
    Layer.ADOPTION: _("Is the work done in the new way?"),
}


@dataclass(frozen=True)
class Measure:
    """A unit of measurement: what it is called, and the values it can take."""

    label: Text
    minimum: Decimal | None = ZERO
    maximum: Decimal | None = None

    def clip(self, value: Decimal) -> Decimal:
        """Returns the nearest value the unit can take: a projected share never falls below nothing."""
        if self.minimum is not None and value < self.minimum:
            return self.minimum
        return self.maximum if self.maximum is not None and value > self.maximum else value


MEASURES: dict[str, Measure] = {
    "hours": Measure(_("hours")),
    "days": Measure(_("days")),
    "count": Measure(_("number")),
    "share": Measure("%", maximum=ONE),
    # An amount may be a loss.
    "money": Measure(_("money"), minimum=None),
}


@dataclass(frozen=True)
class Kind:
    """One thing a pilot can measure. `figure` is what a role must be allowed to see, besides what was measured."""

    layer: Layer
    unit: str
    direction: str
    label: Text
    help: Text
    figure: Figure = Figure.EFFORT


# fmt: off
METRICS: dict[str, Kind] = {
    "hours_a_month": Kind(Layer.EFFICIENCY, "hours", DOWN, _("Hours a month"),
                          _("Hours everybody together spends on this work in a month.")),
    "hours_a_case": Kind(Layer.EFFICIENCY, "hours", DOWN, _("Hours a case"),
                         _("Hours of work one case takes from start to end, on average.")),
    "manual_touches": Kind(Layer.EFFICIENCY, "count", DOWN, _("Manual touches a case"),
                           _("How often somebody has to step in by hand, on average for one case.")),
    "cycle_time": Kind(Layer.EFFICIENCY, "days", DOWN, _("Cycle time"),
                       _("Days from the start of a case to its end, on average.")),
    "tuning_hours": Kind(Layer.EFFICIENCY, "hours", DOWN, _("Tuning hours a month"),
                         _("Hours spent in a month on keeping the new way working.")),
    "redeployed_share": Kind(Layer.EFFICIENCY, "share", UP, _("Freed time put to use"),
                             _("Share of the freed hours that went into other work.")),
    "hires_avoided": Kind(Layer.EFFICIENCY, "count", UP, _("Hires avoided"),
                          _("Full-time positions that were not filled because of the new way."), Figure.HEADCOUNT),
    "incidents": Kind(Layer.EFFICIENCY, "count", DOWN, _("Breakdowns a month"),
                      _("Unplanned stops in the month.")),
    "incident_hours": Kind(Layer.EFFICIENCY, "hours", DOWN, _("Hours of downtime each"),
                           _("How long one breakdown lasts, on average.")),
    "error_rate": Kind(Layer.QUALITY, "share", DOWN, _("Error rate"),
                       _("Share of items with an error that had to be found and fixed.")),
    "required_fields": Kind(Layer.QUALITY, "share", UP, _("Required fields complete"),
                            _("Share of records with every required field filled in.")),
    "override_rate": Kind(Layer.QUALITY, "share", DOWN, _("Override rate"),
                          _("Share of automatic decisions that a person changed.")),
    "qualified_pipeline": Kind(Layer.REVENUE, "money", UP, _("Qualified pipeline"),
                               _("Value of the opportunities that meet the agreed definition."), Figure.BENEFIT),
    "leads": Kind(Layer.REVENUE, "count", UP, _("Leads a month"),
                  _("Leads the team worked on in the month.")),
    "stage_conversion": Kind(Layer.REVENUE, "share", UP, _("Stage conversion"),
                             _("Share of leads that became a deal.")),
    "deals": Kind(Layer.REVENUE, "count", UP, _("Deals a month"),
                  _("Deals won in the month.")),
    "discount_captured": Kind(Layer.REVENUE, "share", UP, _("Discounts captured"),
                              _("Share of all invoices paid in time to take the discount.")),
    "reactivated_share": Kind(Layer.REVENUE, "share", UP, _("Stale opportunities reactivated"),
                              _("Share of the opportunities gone quiet that were won after all.")),
    "amount_realised": Kind(Layer.EFFICIENCY, "money", UP, _("Amount realised"),
                            _("What the line brought in this month, with evidence."), Figure.BENEFIT),
    "adoption": Kind(Layer.ADOPTION, "share", UP, _("Work done the new way"),
                     _("Share of the month's work that went through the new way.")),
}


@dataclass(frozen=True)
class Proof:
    """How a metric proves a benefit: what is measured takes the place of the input `after`, which began at `before`.

    Without `before` it began at nothing. `times` turns the metric's month into what the input counts: a year is 12.
    """

    metric: str
    after: str
    before: str = ""
    times: int = 1


# By model of the engine. All that a line's own inputs allow are proposed, and all of them together prove the line.
# What three months cannot show (losses that did not happen, people who stayed) has none and is reported as unproven.
PROOFS: dict[str, tuple[Proof, ...]] = {
    "time_saved": (Proof("hours_a_month", "hours_after_per_month", "hours_before_per_month"),),
    "error_reduction": (Proof("error_rate", "rate_after", "rate_before"),),
    "early_payment_discount": (Proof("discount_captured", "share_offering"),),
    "avoided_hire": (Proof("hires_avoided", "fte"),),
    "redeployed_time": (Proof("redeployed_share", "share_used"),),
    "capacity": (Proof("hours_a_month", "hours_after_per_month", "hours_before_per_month"),),
    "downtime_avoided": (Proof("incidents", "incidents_after", "incidents_before", times=12),
                         Proof("incident_hours", "hours_after", "hours_before")),
    "revenue_uplift": (Proof("deals", "deals_after", "deals_before"),
                       Proof("leads", "leads_after", "leads_before"),
                       Proof("stage_conversion", "conversion_after", "conversion_before")),
    "stale_reactivated": (Proof("reactivated_share", "reactivation_rate"),),
    "faster_response": (Proof("stage_conversion", "conversion_fast", "conversion_slow"),),
    "fixed_annual": (Proof("amount_realised", "amount", times=12),),
    "loss_avoided": (),
    "turnover_avoided": (),
}
# fmt: on
