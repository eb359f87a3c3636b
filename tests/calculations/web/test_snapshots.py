"""Versions: frozen once, hashed, refused to every hand that would change them, and the same when calculated again."""

import hashlib
import json

import pytest
from django.db import DatabaseError, connection, transaction

from calculations import services
from calculations.engine import ENGINE_VERSION
from calculations.engine.case_file import parse
from calculations.models import CostLine, Snapshot
from calculations.rows import line_document
from calculations.selectors import is_current, latest_snapshot, snapshot_case_file, snapshot_result
from cases.errors import StaleVersion, TransitionBlocked
from cases.models import Case, State
from tests.calculations.web.documents import invoice

pytestmark = pytest.mark.django_db


@pytest.fixture
def snapshot(case, membership):
    return services.snapshot_freeze(case=case, membership=membership("consultant"))


def test_a_snapshot_holds_the_case_its_result_and_their_hash(case, snapshot):
    assert snapshot_case_file(snapshot) == parse(invoice())
    assert snapshot_result(snapshot)["guide"]["payback_months"].startswith("2.5298")
    text = "\0".join((ENGINE_VERSION, snapshot.case_file, snapshot.result))
    assert snapshot.hash == hashlib.sha256(text.encode()).hexdigest()
    assert snapshot.author_name == "Consultant of Northwind Foods"


def test_W25_a_stored_snapshot_gives_the_same_result_again(snapshot):
    stored = Snapshot.objects.get(pk=snapshot.pk)
    assert services.snapshot_verify(stored) == []


def test_a_snapshot_that_was_tampered_with_is_found(snapshot):
    result = json.loads(snapshot.result)
    result["cashflow"]["npv"] = "999999"
    snapshot.result = json.dumps(result)
    assert len(services.snapshot_verify(snapshot)) == 2
    snapshot.engine = "0.0.1"
    assert len(services.snapshot_verify(snapshot)) == 1  # another engine: the hash alone can tell


def test_versions_are_numbered_and_the_latest_is_found(case, snapshot, membership):
    second = services.snapshot_freeze(case=case, membership=membership("consultant"))
    assert (snapshot.number, second.number) == (1, 2)
    assert latest_snapshot(case) == second


def test_a_snapshot_is_current_until_a_number_changes(case, snapshot, membership):
    fresh = Case.objects.get(pk=case.pk)
    assert is_current(fresh, snapshot)
    line = CostLine.objects.get(case=case, key="setup")
    document = line_document(line) | {"inputs": {"amount": "8000.00"}}
    services.line_update(line=line, membership=membership("consultant"), version=1, document=document)
    assert is_current(fresh, snapshot)
    document = line_document(line) | {"inputs": {"amount": "8001"}}
    services.line_update(line=line, membership=membership("consultant"), version=1, document=document)
    assert not is_current(Case.objects.get(pk=case.pk), snapshot)


@pytest.mark.parametrize(
    "attempt",
    [
        lambda row: Snapshot.objects.filter(pk=row.pk).update(hash="0" * 64),
        lambda row: row.save(),
        lambda row: row.delete(),
        lambda row: Snapshot.objects.all().delete(),
    ],
    ids=["update", "save", "delete", "delete all"],
)
def test_W24_the_orm_cannot_change_a_snapshot(snapshot, attempt):
    with pytest.raises(DatabaseError), transaction.atomic():
        attempt(snapshot)
    assert Snapshot.objects.get(pk=snapshot.pk).hash == snapshot.hash


STATEMENTS = [
    "UPDATE calculations_snapshot SET result = '{}'",
    "DELETE FROM calculations_snapshot",
    "TRUNCATE calculations_snapshot CASCADE",
    "ALTER TABLE calculations_snapshot DISABLE TRIGGER ALL",
    "DROP TABLE calculations_snapshot CASCADE",
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_W24_the_application_s_role_cannot_change_a_snapshot(snapshot, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Snapshot.objects.get(pk=snapshot.pk).hash == snapshot.hash


def test_building_versions_freezes_and_moves_in_one_step(case, membership):
    Case.objects.filter(pk=case.pk).update(state=State.CALCULATE)
    case = services.case_versions_build(case=case, membership=membership("consultant"), version=1)
    assert case.state == State.TAILOR
    assert latest_snapshot(case).number == 1


def test_a_blocked_move_leaves_no_snapshot(in_northwind, membership):
    member = membership("consultant")
    case = services.case_file_import(membership=member, data=invoice(benefits=[], costs=[]))
    Case.objects.filter(pk=case.pk).update(state=State.CALCULATE)
    with pytest.raises(TransitionBlocked) as blocked:
        services.case_versions_build(case=case, membership=member, version=1)
    assert len(blocked.value.blockers) == 2
    assert latest_snapshot(case) is None


def test_a_second_click_makes_no_second_version(case, membership):
    Case.objects.filter(pk=case.pk).update(state=State.CALCULATE)
    services.case_versions_build(case=case, membership=membership("consultant"), version=1)
    with pytest.raises((TransitionBlocked, StaleVersion)):
        services.case_versions_build(case=case, membership=membership("consultant"), version=1)
    assert Snapshot.objects.filter(case=case).count() == 1
