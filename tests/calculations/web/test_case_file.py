"""A case file becomes rows and comes back; a refused one leaves nothing behind."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from audit.models import Event
from calculations import services
from calculations.engine.case_file import CaseFileRefused, dump, parse
from calculations.engine.evaluate import evaluate
from calculations.models import Fact
from calculations.selectors import case_file_of, result_of
from cases.models import Case
from config.environment import BASE_DIR
from tests.calculations.web.documents import documents, invoice

pytestmark = pytest.mark.django_db


def test_an_imported_file_comes_back_as_it_was(case):
    fresh = Case.objects.get(pk=case.pk)
    assert case_file_of(fresh) == parse(invoice())
    assert services.case_file_export(fresh) == dump(parse(invoice()))


@pytest.mark.parametrize("path", sorted(Path(BASE_DIR, "examples").glob("*.case.json")), ids=lambda path: path.stem)
def test_the_worked_examples_survive_the_trip_through_the_database(in_northwind, membership, path):
    case = services.case_file_import(membership=membership("consultant"), data=path.read_bytes())
    stored = Case.objects.get(pk=case.pk)
    assert case_file_of(stored) == parse(path.read_bytes())
    assert result_of(stored).as_json() == evaluate(parse(path.read_bytes())).as_json()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=documents())
def test_every_file_survives_the_trip_through_the_database(in_northwind, membership, document):
    case_file = parse(json.dumps(document))
    case = services.case_file_import(membership=membership("consultant"), data=json.dumps(document))
    stored = case_file_of(Case.objects.get(pk=case.pk))
    assert stored == case_file
    assert parse(services.case_file_export(case)) == case_file


def test_a_refused_file_names_every_fault_by_path_and_leaves_nothing(in_northwind, membership):
    broken = json.loads(invoice())
    broken["benefits"][0]["inputs"]["people"] = -2
    broken["costs"][1]["model"] = "magic"
    broken["surprise"] = True
    before = Case.objects.count(), Fact.objects.count(), Event.objects.count()
    with pytest.raises(CaseFileRefused) as refused:
        services.case_file_import(membership=membership("consultant"), data=json.dumps(broken))
    paths = {fault.path for fault in refused.value.faults}
    assert {"benefits[0].inputs.people", "costs[1].model", "surprise"} <= paths
    assert (Case.objects.count(), Fact.objects.count(), Event.objects.count()) == before


def test_a_name_no_case_can_have_is_refused_as_a_fault(in_northwind, membership):
    with pytest.raises(CaseFileRefused) as refused:
        services.case_file_import(membership=membership("consultant"), data=invoice(name="n" * 201))
    assert [fault.path for fault in refused.value.faults] == ["name"]


def test_importing_twice_under_one_id_makes_one_case(in_northwind, membership):
    member = membership("consultant")
    first = services.case_file_import(membership=member, data=invoice())
    second = services.case_file_import(membership=member, data=invoice(), id=first.pk)
    assert first == second
    assert Fact.objects.filter(case=first).count() == 2
