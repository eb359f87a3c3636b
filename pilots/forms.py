"""Shapes and parses what people type about a pilot. What is allowed is decided by the services."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from display.numbers import Numbers
from display.parsing import NotANumber, parse_number
from pilots.metrics import LAYER_LABELS, MEASURES, METRICS
from pilots.models import Decision, Metric
from pilots.months import add_months, month_start
from pilots.services.measuring import Reading
from pilots.services.starting import DEFAULT_MONTHS, LONGEST_MONTHS, MetricPlan
from pilots.wording import month_text

# How far back a pilot may have begun when somebody writes it down, and how far ahead it may be planned.
MONTHS_BACK, MONTHS_AHEAD = 6, 6
OWN_ROWS = 3


def read_value(text: str, unit: str, numbers: Numbers) -> Decimal | None:
    """Reads what was typed into a field that shows `unit`: beside a percent sign `4.5` and `4.5%` are the same."""
    if not text:
        return None
    try:
        value = parse_number(text, numbers.locale, numbers.currency)
    except NotANumber as fault:
        raise ValidationError(str(fault)) from fault
    return value / 100 if unit == "share" and "%" not in text else value


def typed_value(value: Decimal | None, unit: str, numbers: Numbers) -> str:
    """Returns a value as a person would type it again: exact, or sending it back would be a correction."""
    if value is None:
        return ""
    shown = value * 100 if unit == "share" else value
    exponent = shown.normalize().as_tuple().exponent
    return numbers.count(shown, digits=max(-int(exponent), 0))


class ValueField(forms.CharField):
    """One value in a unit, as people write it by the organization's locale: `1,200`, `4.5`, `€300`."""

    def __init__(self, *, unit: str = "", numbers: Numbers, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **kwargs)
        self.unit, self.numbers = unit, numbers

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        return read_value(super().to_python(value), self.unit, self.numbers)


class StartForm(forms.Form):
    """When the pilot runs, what it covers, and which proposals of the case it measures."""

    starts_on = forms.TypedChoiceField(label=_("First month"), coerce=date.fromisoformat)
    months = forms.IntegerField(
        label=_("Months"),
        min_value=1,
        max_value=LONGEST_MONTHS,
        initial=DEFAULT_MONTHS,
        help_text=_("Three months show whether the effect is coming; more can be added later."),
    )
    scope = forms.CharField(
        label=_("Scope"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=2000,
        help_text=_("Which teams, places or cases take part."),
    )
    proposals = forms.MultipleChoiceField(
        label=_("Measured from the case"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, today: date, proposals: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = [add_months(month_start(today), offset) for offset in range(-MONTHS_BACK, MONTHS_AHEAD + 1)]
        self.fields["starts_on"].choices = [(month.isoformat(), month_text(month)) for month in months]
        self.fields["starts_on"].initial = months[MONTHS_BACK].isoformat()
        self.fields["proposals"].choices = proposals
        self.fields["proposals"].initial = [value for value, _label in proposals]

    def plans(self) -> list[MetricPlan]:
        """Returns the chosen proposals."""
        pairs = (value.split(":", 1) for value in self.cleaned_data["proposals"])
        return [MetricPlan(kind, line) for kind, line in pairs]


class OwnMetricForm(forms.Form):
    """Something to measure that no line of the case is tied to. Its unit is known once its kind is chosen."""

    kind = forms.ChoiceField(label=_("Metric"), required=False)
    baseline = forms.CharField(label=_("Today"), max_length=64, required=False)
    target = forms.CharField(label=_("Target"), max_length=64, required=False)

    def __init__(self, *args: Any, numbers: Numbers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = numbers
        self.fields["kind"].choices = kind_choices()

    def clean(self) -> dict[str, Any]:
        """A row is either empty or complete; one that was proposed and left as it was counts as empty."""
        values = super().clean() or {}
        if not self.has_changed():
            return {}
        texts = {name: values.get(name, "") for name in ("baseline", "target")}
        kind = METRICS.get(values.get("kind", ""))
        if kind is None:
            if any(texts.values()):
                self.add_error("kind", _("Choose what is measured."))
            return values
        for name, text in texts.items():
            try:
                values[name] = read_value(text, kind.unit, self.numbers)
            except ValidationError as fault:
                self.add_error(name, fault)
        if not all(texts.values()):
            self.add_error("baseline", _("Say where it stands today and where it should go."))
        return values

    def plan(self) -> MetricPlan | None:
        values = self.cleaned_data
        return MetricPlan(values["kind"], "", values["baseline"], values["target"]) if values.get("kind") else None


OwnMetricForms = formset_factory(OwnMetricForm, extra=OWN_ROWS, max_num=10, absolute_max=10)


def kind_choices() -> list[tuple[str, Any]]:
    """Returns every metric by layer, with its unit."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    for name, kind in METRICS.items():
        text = f"{kind.label} ({MEASURES[kind.unit].label})"
        grouped.setdefault(str(LAYER_LABELS[kind.layer]), []).append((name, text))
    return [("", _("Nothing more")), *grouped.items()]


class MonthForm(forms.Form):
    """The values of one month, one field for each metric; what is left empty is not entered."""

    is_confirmed = forms.BooleanField(label=_("These values are right"), required=False)
    note = forms.CharField(
        label=_("Note"),
        max_length=300,
        required=False,
        help_text=_("Where the numbers come from, or why one was corrected."),
    )

    def __init__(self, *args: Any, metrics: Sequence[Metric], numbers: Numbers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.metrics = metrics
        for metric in metrics:
            self.fields[str(metric.pk)] = ValueField(
                label=metric.name,
                required=False,
                help_text=METRICS[metric.kind].help,
                unit=metric.unit,
                numbers=numbers,
            )

    def readings(self) -> list[Reading]:
        """Returns the values that were typed."""
        values = {metric.pk: self.cleaned_data[str(metric.pk)] for metric in self.metrics}
        note = self.cleaned_data["note"]
        return [Reading(metric, value, note) for metric, value in values.items() if value is not None]


class DecisionForm(forms.Form):
    """Scale, extend or stop, and why."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    more_months = forms.IntegerField(
        label=_("Months to add"), required=False, min_value=1, help_text=_("Only when the pilot is extended.")
    )
    reason = forms.CharField(label=_("What it rests on"), widget=forms.Textarea(attrs={"rows": 3}), max_length=5000)

    def __init__(self, *args: Any, verdicts: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(Decision.Verdict.choices)
        self.fields["verdict"].choices = [(verdict, labels[Decision.Verdict(verdict)]) for verdict in verdicts]


class LessonForm(forms.Form):
    """What was learnt."""

    theme = forms.CharField(label=_("Theme"), max_length=80, help_text=_("Such as data, training or the vendor."))
    text = forms.CharField(
        label=_("What would we assume next time?"), widget=forms.Textarea(attrs={"rows": 2}), max_length=5000
    )
