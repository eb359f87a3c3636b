"""The business case, and what people say about it on its way through five weeks."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from audit import clock
from audit.append_only import append_only
from audit.ids import uuid7
from opportunities.models import Opportunity


class State(models.TextChoices):
    """Where a case is. The first five are the five weeks."""

    SELECT = "select", _("Select")
    CALCULATE = "calculate", _("Calculate")
    TAILOR = "tailor", _("Tailor")
    SOCIALIZE = "socialize", _("Socialize")
    APPROVE = "approve", _("Approve")
    PILOT = "pilot", _("Pilot")
    OPERATE = "operate", _("Operate")
    DECLINED = "declined", _("Declined")
    STOPPED = "stopped", _("Stopped")
    WITHDRAWN = "withdrawn", _("Withdrawn")


WEEKS = (State.SELECT, State.CALCULATE, State.TAILOR, State.SOCIALIZE, State.APPROVE)
# While the numbers may change. From submission on they stand still; going back to refine opens them again.
EDITABLE = frozenset({State.SELECT, State.CALCULATE, State.TAILOR, State.SOCIALIZE})


class StakeholderView(models.TextChoices):
    """The four readers a version is made for."""

    CFO = "cfo", _("CFO")
    CEO = "ceo", _("CEO")
    DEPARTMENT = "department", _("Department head")
    EMPLOYEE = "employee", _("Employees")


class Case(models.Model):
    """A business case. Its numbers stand in a later room; its state changes in services/moves.py and nowhere else."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.PositiveIntegerField(unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    opportunity = models.ForeignKey(Opportunity, on_delete=models.PROTECT, null=True, blank=True, related_name="cases")
    department = models.UUIDField(null=True, blank=True)
    department_name = models.CharField(_("department"), max_length=120, blank=True)
    owner = models.UUIDField()
    owner_name = models.CharField(_("owner"), max_length=200)
    created_by = models.UUIDField()
    state = models.CharField(max_length=12, choices=State, default=State.SELECT)
    started_on = models.DateField(_("start of week 1"))
    # A round is one way to approval: going back to refine begins the next, and approvals of the last no longer count.
    round = models.PositiveIntegerField(default=1)
    is_sample = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_editable(self) -> bool:
        """Whether the numbers may change."""
        return self.state in EDITABLE


class Stakeholder(models.Model):
    """A person whose word counts for a case, kept here with their name so that the case can be read by itself."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="stakeholders")
    person = models.UUIDField()
    name = models.CharField(max_length=200)
    view = models.CharField(max_length=12, choices=StakeholderView)

    class Meta:
        ordering = ["view", "name"]
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="one_view_per_stakeholder")]

    def __str__(self) -> str:
        return self.name


class Review(models.Model):
    """The owner has read one stakeholder's version of one snapshot and stands behind it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reviews")
    view = models.CharField(max_length=12, choices=StakeholderView)
    snapshot_hash = models.CharField(max_length=64)
    reviewed_by = models.UUIDField()
    reviewed_by_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            # A new owner reads for themselves.
            models.UniqueConstraint(
                fields=["case", "view", "snapshot_hash", "reviewed_by"], name="one_review_per_reader_and_snapshot"
            )
        ]

    def __str__(self) -> str:
        return f"{self.view} {self.snapshot_hash[:8]}"


class Feedback(models.Model):
    """A stakeholder's answer to the version they read."""

    class Stance(models.TextChoices):
        SUPPORT = "support", _("Support")
        CONDITIONS = "conditions", _("Support with conditions")
        NEUTRAL = "neutral", _("Neutral")
        OPPOSE = "oppose", _("Oppose")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="feedback")
    view = models.CharField(max_length=12, choices=StakeholderView)
    person = models.UUIDField()
    name = models.CharField(max_length=200)
    stance = models.CharField(max_length=12, choices=Stance)
    text = models.TextField(_("why"), blank=True)
    snapshot_hash = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["-at"]
        verbose_name_plural = "feedback"

    def __str__(self) -> str:
        return f"{self.name}: {self.stance}"


class Objection(models.Model):
    """A doubt about the case or one of its assumptions. It stays until the one who raised it is answered."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="objections")
    # What it is about: a path such as `facts.invoices` or `benefits.time.people`; empty for the case as a whole.
    path = models.CharField(max_length=200, blank=True)
    subject = models.CharField(_("about"), max_length=300)
    text = models.TextField(_("objection"))
    person = models.UUIDField()
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.UUIDField(null=True)
    answered_by_name = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    # The result when it was raised and when it was answered: what the doubt was worth.
    npv_before = models.CharField(max_length=60, blank=True)
    npv_after = models.CharField(max_length=60, blank=True)
    payback_before = models.CharField(max_length=60, blank=True)
    payback_after = models.CharField(max_length=60, blank=True)
    version = models.PositiveIntegerField(default=1)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.subject


class Approval(models.Model):
    """A decision on one exact snapshot: whoever signs, signs its hash. Never changed, never removed."""

    class Decision(models.TextChoices):
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Rejected")
        CHANGES = "changes", _("Changes asked for")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="approvals")
    round = models.PositiveIntegerField()
    step = models.CharField(max_length=40)
    person = models.UUIDField()
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=20)
    decision = models.CharField(max_length=10, choices=Decision)
    reason = models.TextField(_("reason"), blank=True)
    snapshot_hash = models.CharField(max_length=64)
    # Who may not sign is written beside who did, so that the database itself refuses an author's own approval.
    author = models.UUIDField()
    owner = models.UUIDField()
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["case", "round", "step"], name="one_decision_per_step_and_round"),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("author")) & ~models.Q(person=models.F("owner")),
                name="author_and_owner_never_sign",
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.name}: {self.decision}"
