"""A pilot: what was promised, month by month, and what was measured."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from audit import clock
from audit.append_only import append_only
from audit.ids import uuid7
from cases.models import Case


class Pilot(models.Model):
    """The trial of an approved case, against the snapshot that was signed."""

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        DECIDED = "decided", _("Decided")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="pilots")
    snapshot_hash = models.CharField(max_length=64)
    owner = models.UUIDField()
    owner_name = models.CharField(max_length=200)
    scope = models.TextField(_("scope"), blank=True)
    starts_on = models.DateField(_("first month"))
    months = models.PositiveSmallIntegerField(_("months"), default=3)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    is_sample = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(state="running"), name="one_running_pilot_per_case"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case}"


class Metric(models.Model):
    """Something a pilot measures: its layer, where it stood before, where it should go, and what was projected."""

    class Direction(models.TextChoices):
        UP = "up", _("Higher is better")
        DOWN = "down", _("Lower is better")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    pilot = models.ForeignKey(Pilot, on_delete=models.CASCADE, related_name="metrics")
    kind = models.CharField(max_length=40)  # an entry of metrics.py
    name = models.CharField(_("name"), max_length=200)
    layer = models.CharField(max_length=12)
    unit = models.CharField(max_length=20)
    direction = models.CharField(max_length=4, choices=Direction)
    line = models.CharField(max_length=60, blank=True)  # the line of the case it proves
    baseline = models.DecimalField(max_digits=24, decimal_places=8, null=True)
    target = models.DecimalField(max_digits=24, decimal_places=8, null=True)
    projected = models.JSONField(default=list)  # one number, as text, for each month of the pilot
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class Measurement(models.Model):
    """What was measured for one metric and one period. A correction is a new row: none is ever changed or removed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    metric = models.ForeignKey(Metric, on_delete=models.CASCADE, related_name="measurements")
    period = models.DateField()  # its first day
    revision = models.PositiveIntegerField(default=1)
    value = models.DecimalField(max_digits=24, decimal_places=8)
    note = models.CharField(max_length=300, blank=True)
    entered_by = models.UUIDField()
    entered_by_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["period", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["metric", "period", "revision"], name="one_value_per_period_and_revision")
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.metric} {self.period}: {self.value}"


class Decision(models.Model):
    """What became of a pilot: scale, extend or stop, with the actuals it rests on. Never changed, never removed."""

    class Verdict(models.TextChoices):
        SCALE = "scale", _("Scale")
        EXTEND = "extend", _("Extend")
        STOP = "stop", _("Stop")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    pilot = models.ForeignKey(Pilot, on_delete=models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=8, choices=Verdict)
    reason = models.TextField(_("reason"))
    actuals = models.JSONField(default=dict)
    person = models.UUIDField()
    name = models.CharField(max_length=200)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["-at"]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.pilot}: {self.verdict}"


class Lesson(models.Model):
    """What was learnt, and what to assume next time."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    pilot = models.ForeignKey(Pilot, on_delete=models.CASCADE, related_name="lessons")
    theme = models.CharField(_("theme"), max_length=80)
    text = models.TextField(_("lesson"))
    person = models.UUIDField()
    name = models.CharField(max_length=200)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.theme
