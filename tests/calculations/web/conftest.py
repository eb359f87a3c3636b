"""A case with the invoice example's numbers, in Northwind's scope."""

import pytest

from calculations import services
from tests.calculations.web.documents import invoice


@pytest.fixture
def case(in_northwind, membership):
    """The invoice example as a new case of Northwind's consultant."""
    return services.case_file_import(membership=membership("consultant"), data=invoice())
