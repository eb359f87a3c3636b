"""The sample data: loaded through the services, finished after an interruption, removed without a trace."""

from datetime import date

import pytest
from django.conf import settings as project_settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connections
from django.test import Client

from audit.models import Event
from audit.outbox.models import Message
from calculations.models import Snapshot
from calculations.services import snapshot_verify
from cases.models import Case, State
from opportunities.models import Opportunity
from pilots.models import Pilot
from pilots.selectors import comparison_of
from pilots.status import Status
from portfolio import sample
from portfolio.sample import cast as sample_cast
from portfolio.sample import loading, removing, stories
from tenants.models import Consultancy, Membership, Organization, Role, User
from tenants.scope import organization_scope
from tenants.services import membership_set, user_create

TODAY = date(2026, 3, 18)
CONSULTANT = sample_cast.CONSULTANT[0]


@pytest.fixture
def alone(committed):
    """A database in which the sample's addresses are free; what was loaded is gone afterwards, roles included."""
    for organization in Organization.objects.all():
        Organization.objects.filter(pk=organization.pk).update(slug=f"cast-{organization.slug}")
    for person in User.objects.all():
        User.objects.filter(pk=person.pk).update(email=f"cast.{person.email}")
    yield
    removing.sample_remove()


@pytest.fixture
def brightline(monkeypatch):
    """Only the smallest of the sample's clients: three take three times as long to make."""
    monkeypatch.setattr(loading, "CLIENTS", (sample_cast.BRIGHTLINE,))


def state_by_case(slug: str) -> dict[str, str]:
    with organization_scope(Organization.objects.get(slug=slug)):
        return dict(Case.objects.values_list("name", "state"))


def client_of(email: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email), backend=project_settings.AUTHENTICATION_BACKENDS[0])
    return client


def traces_of(organizations: list[tuple[object, str]]) -> dict[str, int]:
    """Counts what is left of organizations, given as (id, schema name)."""
    ids, names = zip(*organizations, strict=True)
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname = ANY(%s)", [list(names)])
        schemas = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname = ANY(%s)", [list(names)])
        roles = cursor.fetchone()[0]
    return {
        "schemas": schemas,
        "roles": roles,
        "organizations": Organization.objects.filter(pk__in=ids).count(),
        "memberships": Membership.objects.filter(organization__in=ids).count(),
        "messages": Message.objects.filter(organization__in=ids).count(),
        "people": User.objects.filter(email__endswith=".example").exclude(email__startswith="cast.").count(),
        "consultancies": Consultancy.objects.filter(organizations=None).count(),
    }


def test_the_whole_sample_is_believable_and_goes_without_a_trace(alone, settings):
    settings.DEMO = True
    call_command("load_sample", today=TODAY)

    northwind, lakeside = state_by_case("northwind"), state_by_case("lakeside")
    states = {*northwind.values(), *lakeside.values(), *state_by_case("brightline").values()}
    assert states == {State.SELECT, State.CALCULATE, State.TAILOR, State.SOCIALIZE, State.APPROVE, State.PILOT}
    assert northwind["Invoice processing"] == State.PILOT
    assert northwind["Predictive maintenance"] == State.APPROVE

    with organization_scope(Organization.objects.get(slug="northwind")):
        pilot = Pilot.objects.get()
        assert 8 <= (TODAY - pilot.starts_on).days // 7 + 1 <= 12
        assert comparison_of(pilot, TODAY).status == Status.ON_TRACK
        assert [snapshot_verify(snapshot) for snapshot in Snapshot.objects.all()] == [[]] * Snapshot.objects.count()
        assert all(case.is_sample for case in Case.objects.all())
    with organization_scope(Organization.objects.get(slug="lakeside")):
        assert Case.objects.get(state=State.SOCIALIZE).objections.filter(state="open").count() == 1

    assert Client().post("/accounts/login/", {"login": CONSULTANT, "password": sample.PASSWORD}).status_code == 302
    assert Membership.objects.filter(user__email=CONSULTANT).count() == 3
    page = client_of(CONSULTANT).get("/").content.decode()
    assert all(client.name in page for client in sample_cast.CLIENTS)
    every = {address for address, _name in sample.SIGN_INS}
    assert set(User.objects.filter(email__in=every).values_list("email", flat=True)) == every

    organizations = list(Organization.objects.filter(is_sample=True).values_list("pk", "schema_name"))
    for organization, _schema in organizations:
        default_storage.save(f"{organization}/documents/report.pdf", ContentFile(b"%PDF"))
    call_command("remove_sample")
    assert set(traces_of(organizations).values()) == {0}
    assert not any(default_storage.exists(str(organization)) for organization, _schema in organizations)


def test_an_interrupted_load_is_finished_by_the_next(alone, brightline, monkeypatch):
    def fail(people, today):
        raise RuntimeError("the power went")

    first = stories.STORIES["brightline"]
    monkeypatch.setitem(stories.STORIES, "brightline", (first[0], fail))
    with pytest.raises(RuntimeError):
        sample.sample_load(today=TODAY)
    monkeypatch.setitem(stories.STORIES, "brightline", first)
    sample.sample_load(today=TODAY)
    assert state_by_case("brightline") == {"Lead scoring": State.CALCULATE}
    with organization_scope(Organization.objects.get(slug="brightline")):
        assert Opportunity.objects.count() == 1
        assert Event.objects.filter(action="case.moved").count() == 1


def test_a_second_load_leaves_alone_what_people_have_done(alone, brightline):
    sample.sample_load(today=TODAY)
    with organization_scope(Organization.objects.get(slug="brightline")):
        Case.objects.update(state=State.SELECT)
        events = Event.objects.count()
    sample.sample_load(today=TODAY)
    assert state_by_case("brightline") == {"Lead scoring": State.SELECT}
    with organization_scope(Organization.objects.get(slug="brightline")):
        assert Event.objects.count() == events


def test_nobody_signs_in_as_a_sample_person_outside_the_demo(alone, brightline, settings):
    settings.DEMO = False
    sample.sample_load(today=TODAY)
    assert not any(
        person.has_usable_password() for person in User.objects.filter(email__endswith="@brightline.example")
    )


def test_an_address_that_is_taken_is_refused_and_left_alone(alone, brightline):
    theirs = Organization.objects.first()
    Organization.objects.filter(pk=theirs.pk).update(slug="brightline")
    with pytest.raises(ValidationError, match="brightline"):
        sample.sample_load(today=TODAY)
    assert not Organization.objects.filter(is_sample=True).exists()

    keeper = Membership.objects.filter(role=Role.CONSULTANT).first().user
    response = client_of(keeper.email).post("/sample/load/", follow=True)
    assert "has the address" in response.content.decode()


def test_removal_keeps_people_who_belong_elsewhere_and_says_what_goes(alone, brightline):
    adviser = user_create(email="adviser@firm.example", name="Adviser")
    membership_set(user=adviser, organization=Organization.objects.first(), role=Role.CONSULTANT)
    client = client_of(adviser.email)
    assert client.post("/sample/load/").status_code == 302
    assert Membership.objects.get(user=adviser, organization__slug="brightline").role == Role.CONSULTANT

    page = client.get("/sample/").content.decode()
    assert "Brightline Software" in page
    assert "Your account goes too" not in page
    assert Organization.objects.filter(is_sample=True).exists()

    assert client.post("/sample/remove/").status_code == 302
    assert not Organization.objects.filter(is_sample=True).exists()
    assert User.objects.filter(pk=adviser.pk).exists()
    assert client.get("/").status_code == 302


def test_whose_account_goes_with_the_sample_is_told_and_signed_out(alone, brightline):
    sample.sample_load(today=TODAY)
    client = client_of("administrator@brightline.example")
    assert "Your account goes too" in client.get("/sample/").content.decode()
    client.post("/sample/remove/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("role", ["cfo", "employee", "auditor"])
def test_only_those_who_look_after_an_organization_load_the_sample(client_as, person, role):
    client = client_as(role)
    assert client.get("/sample/").status_code == 403
    assert client.post("/sample/load/").status_code == 403
    assert client.post("/sample/remove/").status_code == 403
    with pytest.raises(PermissionDenied):
        sample.sample_load_for(person=person(role), today=TODAY)


def test_asking_for_the_page_changes_nothing(client_as):
    assert client_as("consultant").get("/sample/load/").status_code == 405
    assert client_as("consultant").get("/sample/remove/").status_code == 405
