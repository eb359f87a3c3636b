"""A broken case file is refused whole: every fault with its path, nothing calculated, in bounded time."""

import io
import json
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calculations.engine import cli
from calculations.engine.case_file import CaseFileRefused, from_dict, parse
from calculations.engine.inputs import MOST_FAULTS
from tests.calculations.broken_files import Broken, broken_files
from tests.calculations.cases import document

CORPUS = list(broken_files())


def test_the_corpus_is_large_enough() -> None:
    assert len({text for _, text, _ in CORPUS}) >= 200


@pytest.mark.parametrize("broken", CORPUS, ids=[name for name, _, _ in CORPUS])
def test_I11_every_fault_is_named(broken: Broken) -> None:
    _, text, paths = broken
    stdout, stderr = io.StringIO(), io.StringIO()
    began = time.perf_counter()
    assert cli.run(["-"], io.BytesIO(text), stdout, stderr) == cli.REFUSED
    assert time.perf_counter() - began < 5
    assert stdout.getvalue() == ""
    named = [line.removeprefix("-: ").split(": ")[0] for line in stderr.getvalue().splitlines()]
    for path in paths:
        assert path in named or (path == "" and len(named) == 1), stderr.getvalue()


def test_a_sound_file_is_not_refused() -> None:
    assert from_dict(document()).name == "Small case"


def test_all_faults_are_reported_at_once() -> None:
    raw = document(currency="XXX", horizon_months=0, benefits=[{"key": "A"}], facts={"a": {}})
    with pytest.raises(CaseFileRefused) as refused:
        from_dict(raw)
    paths = {fault.path for fault in refused.value.faults}
    assert {"currency", "horizon_months", "benefits[0].key", "benefits[0].model", "facts.a.value"} <= paths


def test_a_file_of_nothing_but_faults_is_cut_short() -> None:
    with pytest.raises(CaseFileRefused) as refused:
        from_dict(document(benefits=[1] * 100_000))
    assert len(refused.value.faults) == MOST_FAULTS + 1
    assert "not looked at" in refused.value.faults[-1].message


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=5), children, max_size=3),
    max_leaves=5,
)
PLACES = [
    (*at, key)
    for at, keys in (
        ((), [*document(), "facts", "scenarios", "options", "risk", "uplift", "quotes", "acknowledged", "simulation"]),
        (("benefits", 0), ["key", "name", "kind", "layer", "model", "inputs", "growth", "starts_month", "sources"]),
        (("costs", 0), ["key", "category", "when", "model", "inputs", "month", "risk_adjustment"]),
        (("benefits", 0, "inputs"), ["amount", "people", "of", "amounts", "people_detail"]),
    )
    for key in keys
]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PLACES), json_values)
def test_any_value_anywhere_is_read_or_refused(place: tuple[Any, ...], value: Any) -> None:
    raw = document()
    target: Any = raw
    for step in place[:-1]:
        target = target[step]
    target[place[-1]] = value
    for read in (lambda: parse(json.dumps(raw)), lambda: from_dict(raw)):
        try:
            read()
        except CaseFileRefused as refused:
            assert refused.faults  # noqa: PT017


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200)))
def test_I11_any_bytes_are_refused_by_name(data: bytes | str) -> None:
    with pytest.raises(CaseFileRefused):
        parse(data)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_file_with_a_byte_changed_is_read_or_refused(data: st.DataObject) -> None:
    text = bytearray(json.dumps(document()).encode())
    text[data.draw(st.integers(0, len(text) - 1))] = data.draw(st.integers(0, 255))
    try:
        parse(bytes(text))
    except CaseFileRefused as refused:
        assert all(fault.message for fault in refused.faults)  # noqa: PT017
