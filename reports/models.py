"""Documents made from snapshots, and the work that makes them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from audit.ids import uuid7
from cases.models import Case, StakeholderView


class Document(models.Model):
    """A file made from one snapshot for one reader. Made once; the same request finds it again."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="documents")
    snapshot_hash = models.CharField(max_length=64)
    view = models.CharField(max_length=12, choices=StakeholderView)
    format = models.CharField(max_length=6)
    language = models.CharField(max_length=12)
    template_version = models.CharField(max_length=20)
    file = models.CharField(max_length=300)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                # Two cases of the same content have the same hash, and each its own readers.
                fields=["case", "snapshot_hash", "view", "format", "language", "template_version"],
                name="made_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.view}.{self.format}"


class Job(models.Model):
    """A piece of long work a person waits for: how far it is, and what came of it."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    UNFINISHED = (State.QUEUED, State.RUNNING)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="jobs")
    snapshot_hash = models.CharField(max_length=64)
    view = models.CharField(max_length=12, choices=StakeholderView)
    format = models.CharField(max_length=6)
    language = models.CharField(max_length=12, default="en")
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    percent = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=120, blank=True)
    error = models.TextField(blank=True)
    document = models.ForeignKey(Document, on_delete=models.SET_NULL, null=True)
    requested_by = models.UUIDField()
    requested_by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.view}.{self.format}: {self.state}"

    @property
    def is_unfinished(self) -> bool:
        """Whether there is still something to wait for."""
        return self.state in self.UNFINISHED
