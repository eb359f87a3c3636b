"""The styleguide: every component in every state, every chart, two whole pages, with the invoice example's figures."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from . import samples
from .numbers import Numbers
from .tokens import THEMES, tokens

FIGURES = {
    "npv": Decimal(160_950),
    "payback": Decimal("6.4687"),
    "cash_needed": Decimal(-18_517),
    "cashable": Decimal(68_678),
    "mirr": Decimal("1.346"),
}
SIGNING = [
    ("Benefits, 70% likely", [None, 58_775, 83_965, 83_965, 193_497]),
    ("of which cashable", [None, 30_748, 43_925, 43_925, 101_225]),
    ("Costs", [-16_808, -6_056, -6_056, -6_056, -32_547]),
]
NET = [-16_808, 52_719, 77_909, 77_909, 160_950]


class RateForm(forms.Form):
    """A form as pages have them; the styleguide shows it refused."""

    rate = forms.CharField(label=_("Loaded rate"), help_text=_("What an hour of a clerk costs, with everything."))
    minutes = forms.IntegerField(label=_("Minutes per invoice"), min_value=1)
    reason = forms.CharField(label=_("Why it changed"), widget=forms.Textarea(attrs={"rows": 2}), required=False)


def styleguide(request: HttpRequest) -> HttpResponse:
    refused = RateForm({"rate": "", "minutes": "0", "reason": ""})
    refused.is_valid()
    page = Paginator(range(187), 20).page(4)
    spoken = {"form": refused, "page": page, "charts": samples.CHARTS, "colours": tokens()["colours"], "themes": THEMES}
    return render(request, "display/styleguide.html", {**_shell(request), **spoken})


def case(request: HttpRequest) -> HttpResponse:
    return render(request, "display/case.html", _shell(request))


def report(request: HttpRequest) -> HttpResponse:
    return render(request, "display/report.html", {**_shell(request), "signing": SIGNING, "net": NET})


def working(request: HttpRequest) -> HttpResponse:
    template = "display/working.html#working" if request.htmx else "display/working.html"
    return render(request, template, _shell(request))


def find(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("q", "").lower()
    pages = [
        (_("Invoice processing"), "NW-12", reverse("display:case")),
        (_("For the CFO"), _("Report"), reverse("display:report")),
    ]
    found = [page for page in pages if wanted in " ".join(page).lower()]
    return render(request, "display/find.html", {"found": found})


def _shell(request: HttpRequest) -> dict[str, object]:
    here = request.path
    links = [
        (_("Overview"), "styleguide", "", ""),
        (_("Opportunities"), "find", 14, "o"),
        (_("Cases"), "case", 6, "c"),
        (_("Pilots"), "report", 2, "p"),
    ]
    navigation: list[dict[str, object]] = [
        {
            "label": label,
            "href": (href := reverse(f"display:{name}")),
            "count": count,
            "key": key,
            "current": href == here,
        }
        for label, name, count, key in links
    ]
    navigation.append(
        {"label": _("My work"), "href": reverse("display:find"), "count": 3, "hot": True, "rule": True, "key": "w"}
    )
    organization = {"name": "Northwind Foods", "consultancy": _("Client of Harbour Advisory")}
    return {
        "numbers": Numbers(),
        "figures": FIGURES,
        "charts": samples.CHARTS,
        "now": datetime(2026, 11, 16, 10, 42, tzinfo=UTC),
        "organization": organization,
        "organizations": [
            {"name": "Northwind Foods", "href": here, "current": True},
            {"name": "Blue Harbour", "href": here},
        ],
        "navigation": navigation,
        "find_url": reverse("display:find"),
    }
