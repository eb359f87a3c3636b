"""The numbers of a case as rows: facts, lines, assumptions; and the snapshot that freezes them.

Inputs are kept in the case file's own form (JSON, numbers as text): one parser reads page, API, import and database.
Texts have no length of their own: what the parser accepts is kept whole.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from audit.append_only import append_only
from audit.ids import uuid7
from cases.models import Case


class Assumptions(models.Model):
    """What holds for a whole case: horizon, rate, risk, ramp, scenarios, and the words that go with the numbers."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="assumptions")
    currency = models.CharField(max_length=3)
    # Every optional key of the case file that is neither a fact, a line nor a quote, as it stands there.
    settings = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "assumptions"

    def __str__(self) -> str:
        return f"{self.case}"


class Fact(models.Model):
    """A named number about today's process, with where it comes from. Lines refer to it; it moves them all at once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="facts")
    key = models.CharField()
    name = models.CharField(_("name"), blank=True)
    value = models.JSONField()  # "250", or {"low", "likely", "high", "shape"}
    unit = models.CharField(max_length=20)
    source = models.CharField(_("source"), blank=True)
    confidence = models.CharField(max_length=12, blank=True)
    evidence = models.JSONField(default=list)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["position", "key"]
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="one_fact_per_key")]

    def __str__(self) -> str:
        return self.name


class Line(models.Model):
    """What benefit and cost lines share."""

    # The list of the case file this line stands in, and the columns that are its own.
    SECTION: ClassVar[str]
    OWN: ClassVar[tuple[str, ...]]

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    option = models.CharField(blank=True)  # empty: the preferred option
    key = models.CharField()
    name = models.CharField(_("name"))
    model = models.CharField(max_length=40)
    inputs = models.JSONField(default=dict)
    sources = models.JSONField(default=dict)
    # growth, starts_month, ends_month, risk_adjustment, cashable, use, month: those that are given.
    terms = models.JSONField(default=dict)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return self.name


class BenefitLine(Line):
    """One benefit, worked out by one of the engine's benefit models."""

    SECTION = "benefits"
    OWN = ("kind", "layer")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="benefit_lines")
    kind = models.CharField(max_length=10)
    layer = models.CharField(max_length=12)

    class Meta(Line.Meta):
        constraints = [models.UniqueConstraint(fields=["case", "option", "key"], name="one_benefit_per_key")]


class CostLine(Line):
    """One cost, worked out by one of the engine's cost models."""

    SECTION = "costs"
    OWN = ("category", "when")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="cost_lines")
    category = models.CharField(max_length=30)
    when = models.CharField(max_length=10)

    class Meta(Line.Meta):
        constraints = [models.UniqueConstraint(fields=["case", "option", "key"], name="one_cost_per_key")]


class Quote(models.Model):
    """A vendor's offer on record."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="quotes")
    vendor = models.CharField(_("vendor"))
    amount = models.CharField(_("amount"), max_length=40)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    lines = models.JSONField(default=list)
    evidence = models.JSONField(default=list)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "vendor"]

    def __str__(self) -> str:
        return self.vendor


class Snapshot(models.Model):
    """A case frozen: its canonical file, its result, and the hash an approval signs. Never changed, never removed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="snapshots")
    number = models.PositiveIntegerField()
    case_file = models.TextField()
    result = models.TextField()
    engine = models.CharField(max_length=20)
    author = models.UUIDField()
    author_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    hash = models.CharField(max_length=64, db_index=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_snapshot_per_number")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.case} version {self.number}"
