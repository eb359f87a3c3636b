"""What a role may do follows from the role and nothing else: not from verbs, headers or extra fields.

Every address is taken from the URL configuration. Names: rows of docs/faults.md.
"""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import ProgrammingError, transaction
from hypothesis import given
from hypothesis import strategies as st

from cases.access import visible_cases
from cases.models import Case
from opportunities.access import visible_opportunities
from opportunities.models import Opportunity
from tenants.models import Membership, Role
from tenants.scope import organization_scope
from tenants.services import membership_set
from tenants.visibility import Figure, may_see, visible_figures
from tests import factories, sweep
from tests.test_access import filled, organization_routes

UNSAFE = ("post", "put", "patch", "delete")
REFUSED = {403, 404, 405}
# What most forms of a step ask for.
SENT = {"version": "1", "reason": "Because.", "verdict": "stop"}
# Asking for a version as a file is reading it; every other address refuses an auditor who sends something.
READING = ("/pdf/",)


@pytest.fixture
def addresses(northwind) -> list[str]:
    """Every address of Northwind, with a row of each kind behind it."""
    with organization_scope(northwind):
        keys = factories.one_of_each(northwind, canary="canary")
    return [filled(route, keys, "northwind") for route in organization_routes()]


@pytest.fixture
def nothing_changes(northwind) -> Iterator[None]:
    """Fails the test where it changed a row of Northwind, its history, its outbox, or anybody's role."""

    def everything() -> tuple[sweep.World, list]:
        with organization_scope(northwind):
            world = sweep.world()
        return world, list(Membership.objects.order_by("pk").values())

    yield (check := Unchanged(everything))
    check.now()


class Unchanged:
    """Compares what stands in the database with what stood there when `begin` was called."""

    def __init__(self, everything) -> None:
        self.everything, self.before = everything, None

    def begin(self) -> None:
        self.before = self.everything()

    def now(self) -> None:
        assert self.before, "the test never said from when on nothing may change"
        assert self.everything() == self.before


# --- Z2: roles nobody described


@given(st.text(max_size=30).filter(lambda name: name not in Role.values))
def test_Z2_an_unknown_role_sees_no_figure(name):
    assert visible_figures(name) == frozenset()
    assert not any(may_see(name, figure) for figure in Figure)


@given(st.sampled_from(Role.values), st.frozensets(st.sampled_from(list(Figure))))
def test_Z2_seeing_several_kinds_is_seeing_each(role, kinds):
    assert may_see(role, *kinds) == all(may_see(role, kind) for kind in kinds)


@pytest.mark.parametrize("name", ["", "wizard", "CONSULTANT", "consultant ", "administrator\n"])
def test_Z2_an_unknown_role_finds_no_row(northwind, addresses, membership, name):
    nobody = membership("consultant")
    nobody.role = name
    with organization_scope(northwind):
        assert not visible_cases(nobody).exists()
        assert not visible_opportunities(nobody).exists()


def test_Z2_an_unknown_role_reads_and_writes_nothing(addresses, nothing_changes, client_as, person):
    Membership.objects.filter(user=person("consultant")).update(role="wizard")
    client = client_as("consultant")
    nothing_changes.begin()
    for address in addresses:
        assert b"canary" not in client.get(address).content, address
        assert client.post(address).status_code in REFUSED, address


# --- Z5: fields nobody asked for

TEMPTING = {
    "state": "approve", "status": "approved", "number": "999", "round": "9", "organization": "contoso",
    "organization_id": "x", "created_by": "x", "submitted_by": "x", "role": "administrator", "approved_by": "x",
    "is_sample": "on", "rank": "1", "priority": "1",
}  # fmt: skip


def test_Z5_a_new_process_takes_only_the_fields_of_its_form(northwind, client_as, person):
    client_as("employee").post("/o/northwind/opportunities/new/", {**TEMPTING, "title": "Orders", "version": "7"})
    with organization_scope(northwind):
        made = Opportunity.objects.get(title="Orders")
    assert (made.state, made.is_sample, made.submitted_by) == ("idea", False, person("employee").pk)


def test_Z5_a_new_case_takes_only_the_fields_of_its_form(northwind, client_as, membership):
    owner = membership("project_lead")
    form = {**TEMPTING, "name": "Orders", "owner": str(owner.pk), "version": "7"}
    client_as("consultant").post("/o/northwind/cases/new/", form)
    with organization_scope(northwind):
        made = Case.objects.get(name="Orders")
    assert (made.state, made.round, made.version, made.is_sample) == ("select", 1, 1, False)
    assert (made.number, made.owner, made.created_by) == (1, owner.user_id, membership("consultant").user_id)


def test_Z5_an_edited_case_keeps_what_its_form_does_not_name(northwind, client_as, membership):
    lead = membership("project_lead")
    with organization_scope(northwind):
        case = Case.objects.create(
            number=3, name="Orders", owner=lead.user_id, owner_name="Lead", created_by=lead.user_id,
            started_on=date(2026, 11, 2),
        )  # fmt: skip
    form = {**TEMPTING, "name": "Orders by mail", "owner": str(lead.pk), "version": "1"}
    client_as("project_lead").post(f"/o/northwind/cases/{case.pk}/edit/", form)
    with organization_scope(northwind):
        case.refresh_from_db()
    assert (case.name, case.version) == ("Orders by mail", 2)
    assert (case.state, case.round, case.number, case.is_sample) == ("select", 1, 3, False)
    assert case.created_by == lead.user_id


# --- Z6: one's own role


@pytest.mark.parametrize("role", [Role.CONSULTANT, Role.ADMINISTRATOR, Role.EMPLOYEE])
def test_Z6_no_address_changes_anybodys_role(addresses, client_as, role):
    client = client_as(role)
    before = list(Membership.objects.order_by("pk").values())
    for address in addresses:
        client.post(address, {"role": "administrator", "user": "x", "membership": "x", "organization": "northwind"})
    assert list(Membership.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("role", list(Role))
def test_Z6_inside_an_organization_the_database_lets_nobody_change_a_role(northwind, membership, role):
    someone = membership(role)
    with organization_scope(northwind):
        for attempt in (
            lambda: membership_set(user=someone.user, organization=northwind, role=Role.ADMINISTRATOR),
            lambda: Membership.objects.filter(pk=someone.pk).update(role=Role.ADMINISTRATOR),
            lambda: Membership.objects.filter(pk=someone.pk).delete(),
        ):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                attempt()


# --- Z7, Z8: verbs


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
@pytest.mark.parametrize("verb", UNSAFE)
def test_Z7_who_only_looks_on_writes_nothing(addresses, nothing_changes, client_as, role, verb):
    client = client_as(role)
    nothing_changes.begin()
    for address in addresses:
        if not address.endswith(READING):
            response = getattr(client, verb)(address, SENT)
            assert response.status_code in REFUSED, f"{verb} {address}"


def test_Z8_A14_reading_changes_nothing(addresses, nothing_changes, client_as):
    client = client_as("consultant")
    nothing_changes.begin()
    for address in addresses:
        for verb in (client.get, client.head, client.options):
            verb(address)


OVERRIDES = ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")


def test_Z8_a_header_does_not_change_the_verb(addresses, nothing_changes, client_as):
    client = client_as("consultant")
    nothing_changes.begin()
    for address in addresses:
        changed = client.get(f"{address}?_method=POST", headers=dict.fromkeys(OVERRIDES, "POST"))
        assert changed.status_code == client.get(address).status_code, address


@pytest.mark.parametrize("verb", ["TRACE", "PROPFIND", "ÄÖ"])
def test_Z8_an_odd_verb_is_refused(addresses, nothing_changes, client_as, verb):
    client = client_as("consultant")
    nothing_changes.begin()
    for address in addresses:
        assert client.generic(verb, address).status_code in REFUSED, f"{verb} {address}"


def test_the_watch_sees_a_change(northwind, nothing_changes):
    nothing_changes.begin()
    with organization_scope(northwind):
        factories.one_of_each(northwind, canary="canary")
    with pytest.raises(AssertionError):
        nothing_changes.now()
    nothing_changes.begin()
