"""What could be automated: ideas and processes, before one of them becomes a business case."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from audit.ids import uuid7


class Opportunity(models.Model):
    """A process that might be worth automating, as the people who know it describe it."""

    class State(models.TextChoices):
        IDEA = "idea", _("Idea")
        SELECTED = "selected", _("Selected")
        DROPPED = "dropped", _("Dropped")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    title = models.CharField(_("process"), max_length=200)
    description = models.TextField(_("what happens today"), blank=True)
    # People and departments stand outside the organization's schema: a UUID, and the name as it was.
    department = models.UUIDField(null=True, blank=True)
    department_name = models.CharField(max_length=120, blank=True)
    volume_per_month = models.DecimalField(_("times a month"), max_digits=15, decimal_places=4, null=True, blank=True)
    minutes_each = models.DecimalField(_("minutes each time"), max_digits=15, decimal_places=4, null=True, blank=True)
    people = models.DecimalField(_("people involved"), max_digits=15, decimal_places=4, null=True, blank=True)
    error_rate = models.DecimalField(_("share with an error"), max_digits=7, decimal_places=6, null=True, blank=True)
    systems = models.CharField(_("systems used"), max_length=300, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.IDEA)
    submitted_by = models.UUIDField()
    submitted_by_name = models.CharField(max_length=200)
    is_sample = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name_plural = "opportunities"

    def __str__(self) -> str:
        return self.title
