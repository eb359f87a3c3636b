"""What happened in one organization, in order. The database refuses to change or remove it."""

from django.db import models

from audit.append_only import append_only
from audit.ids import uuid7


class Event(models.Model):
    """One thing that happened: who, what, to which object, by which rule, and with what outcome."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sequence = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    # People are UUIDs and a name as it was at the time: nothing here points outside the organization.
    actor = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200)
    on_behalf_of = models.CharField(max_length=200, blank=True)
    action = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=80)
    subject = models.UUIDField()
    rule = models.CharField(max_length=120, blank=True)
    rule_version = models.CharField(max_length=40, blank=True)
    inputs = models.JSONField(default=dict)
    outcome = models.TextField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["sequence"]
        indexes = [models.Index(fields=["subject", "-sequence"])]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.sequence}: {self.action}"


class Effect(models.Model):
    """The claim of one outbox message: whoever inserts it carries the message out, once."""

    message = models.UUIDField(primary_key=True)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.message)
