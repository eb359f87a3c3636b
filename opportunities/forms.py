"""Shapes and parses the description of a process: numbers as people write them, `1.2m`, `25%`, in their own locale."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit.ids import uuid7
from display.numbers import Numbers
from display.parsing import NotANumber, parse_number
from opportunities.models import Opportunity
from opportunities.services import FIELDS
from tenants.models import Department, Organization


class NumberField(forms.CharField):
    """A number as text: what was typed is shown again as it was typed, and read by the organization's locale."""

    def __init__(self, *, highest: Decimal, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=40, **kwargs)
        self.widget.attrs["inputmode"] = "decimal"
        self.highest, self.writes = highest, Numbers()

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            number = parse_number(text, self.writes.locale)
        except NotANumber as error:
            raise ValidationError(str(error)) from error
        if not 0 <= number <= self.highest:
            words = _("Write a number from 0 to %(highest)s.")
            raise ValidationError(words % {"highest": self.written(self.highest)})
        return number

    def written(self, number: Decimal) -> str:
        """Returns a number in full, so that saving an untouched form changes nothing."""
        return self.writes.count(number, digits=_places(number))


class ShareField(NumberField):
    """A share as a percentage."""

    def written(self, number: Decimal) -> str:
        return self.writes.percent(number, digits=max(0, _places(number) - 2))


class OpportunityForm(forms.Form):
    """What is known about a process today. `id` names it before it is written: a second click makes no second."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)
    title = forms.CharField(
        label=_("Process"), max_length=200, help_text=_("What is done, such as “Process supplier invoices”.")
    )
    description = forms.CharField(
        label=_("What happens today"), widget=forms.Textarea(attrs={"rows": 4}), required=False, max_length=10000
    )
    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Department.objects.none(), required=False, empty_label=_("None")
    )
    volume_per_month = NumberField(
        label=_("Times a month"), highest=Decimal(10) ** 10, help_text=_("How often it is done. 1.2k is 1,200.")
    )
    minutes_each = NumberField(label=_("Minutes each time"), highest=Decimal(10) ** 6, help_text=_("Of one person."))
    people = NumberField(label=_("People involved"), highest=Decimal(10) ** 6, help_text=_("Who take part each time."))
    error_rate = ShareField(label=_("Share with an error"), highest=Decimal(1), help_text=_("Such as 5%."))
    systems = forms.CharField(
        label=_("Systems used"), max_length=300, required=False, help_text=_("Such as ERP, e-mail.")
    )

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.filter(organization=organization)
        for field in self.fields.values():
            if isinstance(field, NumberField):
                field.writes = Numbers(organization.currency, organization.locale)

    def show(self, opportunity: Opportunity) -> None:
        """Fills an unbound form with an opportunity as it is."""
        self.initial = {"version": opportunity.version, "department": opportunity.department}
        for name in FIELDS:
            value, field = getattr(opportunity, name), self.fields[name]
            is_number = isinstance(field, NumberField) and value is not None
            self.initial[name] = field.written(value) if is_number else value

    def values(self) -> dict[str, Any]:
        """Returns what was described."""
        return {name: self.cleaned_data[name] for name in FIELDS}


class DropForm(forms.Form):
    """Why a process is set aside."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)


def _places(number: Decimal) -> int:
    """Returns how many decimals a number has when written in full."""
    return max(0, -int(number.normalize().as_tuple().exponent))
