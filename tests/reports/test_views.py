"""The four versions as pages: who opens which, what they say, how they are answered."""

import pytest
from django.urls import reverse

from reports.views_for import READ_ALL, STAKEHOLDER_VIEWS
from tenants.models import Role
from tests.reports.cases import EXAMPLES, READERS


def address(name, case, **more):
    return reverse(f"reports:{name}", kwargs={"slug": "northwind", "case_id": case.pk, **more})


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("view", STAKEHOLDER_VIEWS)
def test_every_version_of_every_example_is_a_page(shared_case, client_as, name, view):
    case = shared_case(name)
    page = client_as(READERS[view]).get(address("view", case, view=view))
    assert page.status_code == 200
    assert case.name in page.content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_its_own_version_and_finds_no_other(shared_case, client_as, role):
    case, client = shared_case(), client_as(role)
    for name, view in STAKEHOLDER_VIEWS.items():
        expected = 200 if role in READ_ALL | view.readers else 404
        assert client.get(address("view", case, view=name)).status_code == expected, name


def test_the_tab_lists_the_versions_of_ones_role(shared_case, client_as):
    case = shared_case()
    for role, labels in {"project_lead": 4, "cfo": 4, "ceo": 1, "employee": 1}.items():
        page = client_as(role).get(address("stakeholders", case)).content.decode()
        assert page.count("reviewed</span>") + page.count("not reviewed") >= 1
        assert sum(str(view.label) in page for view in STAKEHOLDER_VIEWS.values()) == labels
