"""The words for what the case file names: kinds, layers, categories, units, confidence."""

from django.utils.translation import gettext_lazy as _

KIND = (("direct", _("Direct")), ("indirect", _("Indirect")))
LAYER = (("efficiency", _("Efficiency")), ("quality", _("Quality")), ("revenue", _("Revenue")))
USE = (
    ("redeployed", _("People do other work")),
    ("growth_absorbed", _("Growth without hiring")),
    ("overtime_cut", _("Less overtime paid")),
    ("position_removed", _("A position ends")),
)
CASHABLE = (("yes", _("Yes: money leaves the budget")), ("no", _("No: the money stays in the budget")))
WHEN = (("one_time", _("Once")), ("annual", _("Every year")))
CATEGORY = (
    ("software", _("Software")),
    ("integration", _("Integration")),
    ("data_preparation", _("Data preparation")),
    ("training_and_change", _("Training and change")),
    ("internal_labour", _("Internal labour")),
    ("subscription", _("Subscription")),
    ("maintenance", _("Maintenance")),
    ("monitoring", _("Monitoring")),
    ("infrastructure", _("Infrastructure")),
    ("migration", _("Migration")),
    ("other", _("Other")),
)
CONFIDENCE = (
    ("measured", _("Measured")),
    ("quoted", _("Quoted")),
    ("estimated", _("Estimated")),
    ("vendor_claim", _("Vendor's claim")),
)
SHAPE = (
    ("pert", _("PERT")),
    ("triangular", _("Triangular")),
    ("uniform", _("Uniform")),
)
UNIT = (
    ("per_day", _("a day")),
    ("per_working_day", _("a working day")),
    ("per_week", _("a week")),
    ("per_month", _("a month")),
    ("per_year", _("a year")),
    ("per_hour", _("an hour (pay)")),
    ("minutes", _("minutes")),
    ("hours", _("hours")),
    ("share", _("share (%)")),
    ("money", _("money")),
    ("count", _("count")),
)
TIER = (
    ("quick_win", _("Quick win")),
    ("strategic", _("Strategic")),
    ("transformational", _("Transformational")),
)
RISK_LEVEL = (("low", _("Low: 90% succeed")), ("medium", _("Medium: 70% succeed")), ("high", _("High: 50% succeed")))
RISK_ANSWER = (("low", _("Low risk")), ("medium", _("Medium risk")), ("high", _("High risk")))
RISK_QUESTION = (
    ("complexity", _("How complex is the process?")),
    ("technology", _("How mature is the technology?")),
    ("readiness", _("How ready is the organization?")),
    ("sponsorship", _("How strong is the sponsorship?")),
)
