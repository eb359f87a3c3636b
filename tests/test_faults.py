"""The page about faults tells the truth."""

from tests import faults


def test_the_page_of_faults_is_up_to_date():
    assert faults.PAGE.read_text() == faults.page(), "run `python -m tests.faults`"


def test_a_test_named_after_a_row_names_one_that_exists():
    known = {row["row"] for row in faults.catalogue()}
    assert set(faults.tests_by_row()) <= known


def test_rows_are_listed_once():
    rows = [row["row"] for row in faults.catalogue()]
    assert len(rows) == len(set(rows)) > 150
