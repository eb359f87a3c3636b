"""Whoever owns the tables cannot change a snapshot either: the database itself refuses, whatever the way in."""

import pytest
from django.conf import settings

from calculations import services
from calculations.models import Snapshot
from config.embedded import EmbeddedError
from tenants.models import Membership, Organization
from tenants.scope import organization_scope
from tests import cast
from tests.calculations.web.documents import invoice
from tests.cluster import CLUSTER

STATEMENTS = [
    "UPDATE calculations_snapshot SET result = '{}'",
    "DELETE FROM calculations_snapshot",
    "TRUNCATE calculations_snapshot CASCADE",
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_W24_the_owner_of_the_tables_cannot_change_a_snapshot(committed, statement):
    northwind = Organization.objects.get(slug="northwind")
    found = Membership.objects.select_related("user", "organization")
    member = found.get(user__email=cast.email("consultant", "northwind"), organization=northwind)
    with organization_scope(northwind):
        case = services.case_file_import(membership=member, data=invoice())
        snapshot = services.snapshot_freeze(case=case, membership=member)
    ask = f"SET search_path = {northwind.schema_name}; {statement}"
    with pytest.raises(EmbeddedError, match="calculations_snapshot"):
        CLUSTER.execute(ask, database=settings.TEST_DATABASE, user="proofcase_owner")
    with organization_scope(northwind):
        assert Snapshot.objects.get(case=case).result == snapshot.result
