"""Every address, walked: nobody gets in who does not belong, and an address nobody thought of fails here.

The probes are made from the URL configuration itself, so a new address is probed from the day it exists.
"""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tenants.models import Organization, Role
from tenants.scope import organization_scope
from tests import cast, factories

# Addresses outside every organization: anybody may call them, so they are listed by hand, each with its reason.
SHARED = {
    "healthz": "asks nobody",
    "readyz": "asks the database whether it is there",
    "": "the landing page, or one's own clients",
    "organizations/": "one's own clients",
    "sample/": "where the sample data are described",
    "sample/load/": "the demo's own sample data",
    "sample/remove/": "the demo's own sample data",
    "calculator/": "public on purpose",
}
SHARED_PREFIXES = ("accounts/", "styleguide/", "calculator/")
# What stands in an address beside the keys of rows.
WORDS = {
    "slug": "northwind",
    "transition": "start",
    "view": "cfo",
    "path": "cashflow.npv",
    "section": "benefits",
    "method": "cashflow",
    "name": "npv",
    "code": "labour_only",
    "format": "csv",
    "model": "fixed_annual",
    "key": "saving",
    "kind": "benefit",
    "month": "1",
    "number": "1",
}
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
VERBS = ("get", "post", "put", "patch", "delete")


def routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """Yields every address of the URL configuration, with its arguments' names in it."""
    for entry in (resolver or get_resolver()).url_patterns:
        address = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield address
        else:
            yield from routes(entry, address)


def organization_routes() -> list[str]:
    return sorted({route for route in routes() if route.startswith(("o/", "api/"))})


def filled(route: str, keys: dict, slug: str) -> str:
    """Returns an address with every argument filled in. Fails on an argument nobody described."""
    values = WORDS | {"slug": slug} | {name: str(key) for name, key in keys.items()}
    unknown = set(ARGUMENT.findall(route)) - set(values)
    assert not unknown, f"{route} names {unknown}: describe them in tests/factories.py or in WORDS"
    return "/" + ARGUMENT.sub(lambda match: values[match[1]], route)


def call(client: Client, verb: str, address: str):
    return getattr(client, verb)(address, data={}, content_type="application/x-www-form-urlencoded")


@pytest.fixture
def worlds(northwind, contoso):
    """The keys of one row of each kind in both organizations, each row full of its organization's canary."""
    found = {}
    for organization in (northwind, contoso):
        with organization_scope(organization):
            found[organization.slug] = factories.one_of_each(organization, canary=f"canary-{organization.slug}")
    return found


def test_every_address_is_shared_on_purpose_or_an_organizations():
    others = [route for route in routes() if not route.startswith(("o/<slug:slug>/", "api/v1/o/<slug:slug>/"))]
    assert [route for route in others if route not in SHARED and not route.startswith(SHARED_PREFIXES)] == []


@pytest.mark.parametrize("verb", VERBS)
def test_Z1_a_stranger_finds_nothing(worlds, client_as, verb):
    client = client_as("stranger")
    for route in organization_routes():
        address = filled(route, worlds["northwind"], "northwind")
        assert call(client, verb, address).status_code == 404, f"{verb} {address}"


@pytest.mark.parametrize("verb", ["get", "post"])
@pytest.mark.parametrize("role", list(Role))
def test_Z1_T31_a_member_of_another_client_finds_nothing(worlds, client_as, role, verb):
    client = client_as(role, "contoso")
    for route in organization_routes():
        address = filled(route, worlds["northwind"], "northwind")
        assert call(client, verb, address).status_code == 404, f"{verb} {address}"


@pytest.mark.parametrize("verb", ["get", "post"])
@pytest.mark.parametrize("role", list(Role))
def test_T31_Z3_a_key_of_another_client_finds_nothing(worlds, client_as, role, verb):
    """One's own organization in the address, another's row behind it."""
    client = client_as(role, "northwind")
    for route in organization_routes():
        if not any(name.endswith("_id") for name in ARGUMENT.findall(route)):
            continue
        address = filled(route, worlds["contoso"], "northwind")
        response = call(client, verb, address)
        assert response.status_code in {403, 404, 405}, f"{verb} {address}: {response.status_code}"
        assert b"canary-contoso" not in response.content


@pytest.mark.parametrize("role", list(Role))
def test_every_role_gets_an_answer_everywhere_and_never_another_clients_words(worlds, client_as, role):
    client = client_as(role)
    for route in organization_routes():
        address = filled(route, worlds["northwind"], "northwind")
        response = client.get(address)
        assert response.status_code in {200, 302, 403, 404, 405}, f"{address}: {response.status_code}"
        body = b"".join(response.streaming_content) if response.streaming else response.content
        assert b"canary-contoso" not in body


def test_anybody_who_is_not_signed_in_is_asked_to(worlds):
    client = Client()
    for route in organization_routes():
        for slug in ("northwind", "no-such-client"):
            address = filled(route, worlds["northwind"], slug)
            response = client.get(address)
            assert response.status_code == 302, address
            assert response["Location"].startswith("/accounts/login/"), address


def test_T24_an_unknown_client_and_a_forbidden_one_answer_alike(worlds, client_as):
    client = client_as("stranger")
    answers = {client.get(f"/o/{slug}/").content for slug in ("northwind", "no-such-client", "contoso")}
    assert len(answers) == 1


@pytest.mark.parametrize(
    "address",
    ["/o/NORTHWIND/", "/O/northwind/", "//o/northwind/", "/o//northwind/", "/o/northwind%00/", "/o/northwind%0a/",
     "/o/../o/northwind/", "/o/%6eorthwind/../contoso/", "/o/xn--nrthwind-43a/", "/o/" + "a" * 3_000 + "/"],
)  # fmt: skip
def test_T24_no_other_spelling_opens_a_client(db, client_as, address):
    response = client_as("consultant").get(address)
    assert response.status_code in {400, 404}, f"{address}: {response.status_code}"


def test_T28_a_removed_member_is_out_at_the_next_request(northwind, client_as, person):
    client = client_as("cfo")
    assert client.get("/o/northwind/").status_code == 200
    northwind.memberships.filter(user=person("cfo")).delete()
    assert client.get("/o/northwind/").status_code == 404


def test_T29_a_suspended_client_says_so_to_members_and_nothing_to_others(northwind, client_as):
    Organization.objects.filter(pk=northwind.pk).update(state=Organization.State.SUSPENDED)
    answer = client_as("cfo").get("/o/northwind/")
    assert answer.status_code == 403
    assert b"suspended" in answer.content
    assert client_as("cfo", "contoso").get("/o/northwind/").status_code == 404


def test_T27_only_the_address_says_which_client(worlds, client_as):
    client = client_as("consultant")
    response = client.get(
        "/o/northwind/cases/?org=contoso&organization=contoso",
        headers={"X-Org": "contoso", "X-Organization": "contoso"},
    )
    assert b"canary-northwind" in response.content
    assert b"canary-contoso" not in response.content


def test_T26_two_tabs_two_clients(worlds, person):
    """A form opened for one client writes there, whatever the other tab shows meanwhile."""
    from django.conf import settings

    from opportunities.models import Opportunity
    from tenants import services

    both = person("consultant")
    contoso = Organization.objects.get(slug="contoso")
    services.membership_set(user=both, organization=contoso, role=Role.CONSULTANT)
    client = Client()
    client.force_login(both, backend=settings.AUTHENTICATION_BACKENDS[0])
    client.get("/o/northwind/opportunities/new/")
    client.get("/o/contoso/opportunities/new/")
    client.post("/o/northwind/opportunities/new/", {"title": "Written in the first tab", "version": 1})
    northwind = Organization.objects.get(slug="northwind")
    for organization, expected in ((northwind, True), (contoso, False)):
        with organization_scope(organization):
            assert Opportunity.objects.filter(title="Written in the first tab").exists() is expected


def test_an_unknown_key_is_not_told_from_a_forbidden_one(worlds, client_as):
    client = client_as("consultant")
    unknown = client.get(f"/o/northwind/cases/{uuid4()}/history/")
    foreign = client.get(f"/o/northwind/cases/{worlds['contoso']['case_id']}/history/")
    assert (unknown.status_code, unknown.content) == (foreign.status_code, foreign.content)
    assert cast.ORGANIZATIONS["contoso"].encode() not in foreign.content
