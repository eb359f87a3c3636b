"""Whatever a chart is given, it draws within its frame, its labels apart; its title is its finding."""

from __future__ import annotations

import math
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from display.charts import NARROW, WIDE, ChartSpec, Scene, as_csv, data_table, finding, layout, text_rows, to_svg
from display.charts.scene import Polygon, Polyline, Spot
from display.charts.spec import (
    Candidate,
    Comparison,
    ComparisonBars,
    CumulativeCash,
    Distribution,
    Panel,
    Period,
    PilotBand,
    Quadrant,
    SmallMultiples,
    Step,
    Swing,
    Tornado,
    Waterfall,
    YearlyBars,
)
from display.numbers import Numbers
from display.samples import CASH, CHARTS

amounts = st.one_of(st.floats(-1e12, 1e12), st.integers(-(10**6), 10**6), st.just(0))
names = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1, max_size=60)
numbers = st.sampled_from([Numbers(), Numbers("EUR", "de_DE"), Numbers("JPY", "ja_JP"), Numbers("KWD", "en")])


GEOMETRY = {"x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "points", "viewBox"}


def listed(strategy: st.SearchStrategy, most: int = 9) -> st.SearchStrategy:
    return st.lists(strategy, min_size=1, max_size=most)


@st.composite
def cash(draw: st.DrawFn) -> CumulativeCash:
    expected = draw(listed(amounts, 61))
    reach = [abs(draw(amounts)) for _ in expected[:1]] * len(expected)
    low = [value - by for value, by in zip(expected, reach, strict=True)]
    high = [value + by for value, by in zip(expected, reach, strict=True)]
    payback = draw(st.none() | st.floats(0, len(expected)))
    return CumulativeCash(expected, payback, low, high, draw(names), draw(names), draw(numbers))


@st.composite
def distributions(draw: st.DrawFn) -> Distribution:
    shares = draw(listed(st.floats(0, 1), 30))
    start, width = draw(amounts), draw(st.floats(1, 1e9))
    edges = [start + width * index for index in range(len(shares) + 1)]
    low, middle, high = sorted(draw(st.tuples(amounts, amounts, amounts)))
    return Distribution(edges, shares, low, middle, high, draw(st.floats(0, 1)), numbers=draw(numbers))


@st.composite
def pilots(draw: st.DrawFn) -> PilotBand:
    low = draw(listed(amounts, 14))
    high = [value + abs(draw(amounts)) for value in low]
    actual = draw(st.lists(st.none() | amounts, max_size=len(low)))
    limits = draw(st.none() | st.tuples(amounts, amounts))
    unit = draw(st.sampled_from(["money", "percent", "hours", "months", "count"]))
    return PilotBand(draw(names), low, high, actual, unit, limits, numbers=draw(numbers))


panels = st.builds(Panel, names, listed(st.none() | amounts), amounts, st.sampled_from(["higher", "lower"]))
CHART_STRATEGIES = {
    "cash": cash(),
    "years": st.builds(YearlyBars, listed(st.builds(Period, names, amounts, amounts)), numbers=numbers),
    "waterfall": st.builds(Waterfall, listed(st.builds(Step, names, amounts), 14), names, numbers=numbers),
    "tornado": st.builds(
        Tornado, amounts, listed(st.builds(Swing, names, amounts, amounts, names, names), 15), numbers=numbers
    ),
    "distribution": distributions(),
    "quadrant": st.builds(
        Quadrant,
        st.lists(st.builds(Candidate, names, amounts, amounts), max_size=20),
        amounts,
        amounts,
        numbers=numbers,
    ),
    "pilot": pilots(),
    "multiples": st.builds(SmallMultiples, listed(panels, 5), numbers=numbers),
    "bars": st.builds(
        ComparisonBars,
        listed(st.builds(Comparison, names, amounts, st.none() | amounts)),
        names,
        names,
        numbers=numbers,
    ),
}


def coordinates(scene: Scene) -> list[float]:
    found = []
    for mark in scene.marks:
        box = mark.box()
        found += [box.left, box.top, box.right, box.bottom]
    return found


def assert_sound(scene: Scene) -> None:
    assert all(map(math.isfinite, coordinates(scene)))
    frame = scene.frame()
    outside = [mark for mark in scene.marks if not mark.box().within(frame)]
    assert not outside
    boxes = [(text, text.box()) for text in scene.texts()]
    pairs = [(a.text, b.text) for i, (a, x) in enumerate(boxes) for b, y in boxes[i + 1 :] if x.overlaps(y)]
    assert not pairs


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 (our own output)


def assert_only_numbers_in_geometry(root: ElementTree.Element) -> None:
    for element in root.iter():
        for name in GEOMETRY & element.attrib.keys():
            assert all(math.isfinite(float(part)) for part in element.attrib[name].replace(",", " ").split())


@pytest.mark.parametrize("kind", CHART_STRATEGIES)
@pytest.mark.parametrize("width", [WIDE, NARROW, 280])
def test_any_chart_stays_in_its_frame_and_its_labels_apart(kind: str, width: float) -> None:
    @settings(max_examples=25, deadline=None)
    @given(CHART_STRATEGIES[kind])
    def check(spec: ChartSpec) -> None:
        scene = layout(spec, width)
        assert_sound(scene)
        assert scene == layout(spec, width)
        assert_only_numbers_in_geometry(parsed(to_svg(scene, "chart")))
        assert len(text_rows(spec)) == len(data_table(spec).rows)

    check()


@pytest.mark.parametrize(("name", "sentence"), [
    ("cumulative-cash", "Pays back in month 7; cash dips to −$18.5k in month 2"),
    ("yearly-bars", "Costs $16.8k at the start, then brings in $52.7k to $77.9k a year"),
    ("waterfall", "Time saved brings the most, $92.3k; net present value $161k"),
    ("tornado", "Probability of success matters most; no single input breaks the case"),
    ("distribution", "Chance of a loss 30%; the middle outcome is $163k"),
    ("quadrant", "3 quick wins worth $396k; Support triage leads"),
    ("pilot-band", "Minutes per invoice 5.4 in week 8, inside what was projected"),
    ("small-multiples", "2 of 3 on target; Cash saved a week behind"),
    ("time-saved", "Checking invoices: 125 h today, 25 h after, 80% less"),
    ("costs", "Licence, first year is the largest: $8k"),
])  # fmt: skip
def test_the_title_states_the_finding(name: str, sentence: str) -> None:
    assert finding(CHARTS[name]).replace("\N{NO-BREAK SPACE}", " ") == sentence


@pytest.mark.parametrize(
    ("expected", "payback", "sentence"),
    [
        ([-100, -50, -10], None, "Does not pay back within 2 months; cash dips to −$100 at the start"),
        ([0, 50, 90], 0, "Cash never goes below zero; $90 after 2 months"),
    ],
)
def test_the_cash_finding_tells_the_bad_and_the_easy_case(
    expected: list[int], payback: int | None, sentence: str
) -> None:
    assert finding(CumulativeCash(expected, payback)) == sentence


def test_a_small_chance_of_a_loss_is_not_called_none() -> None:
    spec = Distribution([-1, 0, 1], [0.001, 0.999], 0, 1, 1, 0.001)
    assert "less than 1%" in finding(spec)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_cash_chart_names_payback_lowest_point_and_ends(width: float) -> None:
    texts = {text.text for text in layout(CASH, width).texts()}
    wanted = {
        "Paid back, month 7",
        "Deepest: −$18.5k, month 2",
        "$192k",
        "50%: $127k",
        "90%: $257k",
        "Start",
        "36 months",
    }
    assert wanted <= texts


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_svg_has_no_inline_style_and_can_be_read_aloud(name: str, width: float) -> None:
    root = parsed(to_svg(layout(CHARTS[name], width), name))
    assert not any("style" in element.attrib or element.tag.endswith("style") for element in root.iter())
    assert root.find("title").text == finding(CHARTS[name])
    assert root.find("desc").text
    spots = [element for element in root.iter("rect") if element.get("class") == "spot"]
    assert all(spot.get("aria-label") for spot in spots)
    assert [spot.get("tabindex") for spot in spots[:2]] == ["0", "-1"]


def test_hostile_names_are_escaped() -> None:
    spec = Waterfall([Step('<script>"&', 5)])
    svg = to_svg(layout(spec), "x")
    assert "<script" not in svg
    parsed(svg)


def test_a_payback_beyond_the_chart_is_drawn_at_its_border() -> None:
    assert_sound(layout(CumulativeCash([-10, -5, -1], payback_months=14)))


def test_long_names_are_shortened_before_the_plot_disappears() -> None:
    assert_sound(layout(CumulativeCash([0], None, [-1], [1], "Low", "Ideographs 　　　" * 5), 280))


def test_csv_holds_exact_values_and_no_formulas() -> None:
    lines = as_csv(Waterfall([Step("=1+1", 12.345), Step("Costs", -2)])).splitlines()
    assert lines[:3] == ["Step,Amount", "'=1+1,12.345", "Costs,-2"]


@pytest.mark.parametrize("values", [[], [float("nan")], [float("inf"), 1]])
def test_a_chart_refuses_to_show_what_is_no_number(values: list[float]) -> None:
    with pytest.raises(ValueError, match=r"finite|something"):
        CumulativeCash(values)


def test_lines_and_bands_have_a_point_for_every_month() -> None:
    marks = layout(CASH).marks
    line = next(mark for mark in marks if isinstance(mark, Polyline))
    band = next(mark for mark in marks if isinstance(mark, Polygon))
    assert (len(line.points), len(band.points)) == (37, 74)
    assert sum(isinstance(mark, Spot) for mark in marks) == 37
