"""Messages waiting to be carried out: written with the change that causes them, published by the relay."""

from django.db import models

from audit.ids import uuid7


class Message(models.Model):
    """One piece of follow-up work of one organization."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.UUIDField()
    kind = models.CharField(max_length=80)
    payload = models.JSONField(default=dict)
    # Messages of one key go out in the order in which they were written.
    key = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    outcome = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], name="outbox_waiting", condition=models.Q(published_at=None)),
            models.Index(fields=["published_at"], name="outbox_unfinished", condition=models.Q(done_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
