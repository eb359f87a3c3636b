"""Shapes and parses what people type about a case. What is allowed is decided by the services."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit.ids import uuid7
from cases.conversation import WHOLE_CASE
from cases.models import Approval, Case, Feedback, StakeholderView
from opportunities.access import EDITORS
from tenants.models import Department, Membership, Organization
from tenants.selectors import members


class PersonField(forms.ModelChoiceField):
    """Chooses a member of the organization, by name and role."""

    def label_from_instance(self, obj: Membership) -> str:
        return f"{obj.user.name} ({obj.get_role_display()})"


class CaseForm(forms.Form):
    """A case's name, department and owner. `id` names a new case before it is written: a second click makes none."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)
    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("What people will call it, such as “Invoice processing”.")
    )
    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Department.objects.none(), required=False, empty_label=_("None")
    )
    owner = PersonField(
        label=_("Owner"),
        queryset=Membership.objects.none(),
        help_text=_("Keeps the numbers and reviews the versions. Never the person who approves."),
    )

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.filter(organization=organization)
        self.fields["owner"].queryset = members(organization).filter(role__in=EDITORS)

    @staticmethod
    def initial_of(case: Case, organization: Organization) -> dict[str, Any]:
        """Returns a case as the form shows it."""
        owner = members(organization).filter(user=case.owner).values_list("pk", flat=True).first()
        return {"version": case.version, "name": case.name, "department": case.department, "owner": owner}


class StakeholderForm(forms.Form):
    """Whom to ask, and which version they read."""

    person = PersonField(label=_("Person"), queryset=Membership.objects.none(), empty_label=_("Choose…"))
    view = forms.ChoiceField(label=_("Reads the version for"), choices=StakeholderView.choices)

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = members(organization)


class FeedbackForm(forms.Form):
    """A stakeholder's answer to the version they read."""

    snapshot_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    stance = forms.ChoiceField(label=_("Your answer"), choices=Feedback.Stance.choices, widget=forms.RadioSelect)
    text = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=5000)


class ObjectionForm(forms.Form):
    """A doubt, and what it is about."""

    path = forms.ChoiceField(label=_("About"))
    text = forms.CharField(label=_("Your objection"), widget=forms.Textarea(attrs={"rows": 3}), max_length=5000)

    def __init__(self, *args: Any, subjects: list[tuple[str, str]], **kwargs: Any) -> None:
        # It stands beside the form of the answer, whose fields have the same names.
        super().__init__(*args, auto_id="objection_%s", **kwargs)
        self.fields["path"].choices = subjects

    def values(self) -> dict[str, str]:
        """Returns the objection, with the words for what was chosen."""
        path = self.cleaned_data["path"]
        subject = str(dict(self.fields["path"].choices)[path])
        return {"path": "" if path == WHOLE_CASE else path, "subject": subject, "text": self.cleaned_data["text"]}


class VersionForm(forms.Form):
    """The version of the row that was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class AnswerForm(VersionForm):
    """The answer to an objection."""

    answer = forms.CharField(label=_("Answer"), widget=forms.Textarea(attrs={"rows": 3}), max_length=5000)


class DecisionForm(VersionForm):
    """A decision on the snapshot whose hash stands on the page."""

    snapshot_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    decision = forms.ChoiceField(choices=Approval.Decision.choices)
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=5000,
        help_text=_("Needed to reject or to ask for changes."),
    )

    def clean(self) -> dict[str, Any]:
        """A no without a reason helps nobody."""
        data = super().clean() or {}
        if data.get("decision") in (Approval.Decision.REJECTED, Approval.Decision.CHANGES) and not data.get("reason"):
            raise ValidationError({"reason": _("Say why, so that others know what to do.")})
        return data


class StepForm(VersionForm):
    """A step, and its reason where it needs one."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=5000)
