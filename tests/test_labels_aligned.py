"""Labels in whatever order give the same result, and labels that are others are refused."""

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ceheng_model as cm
from ceheng_model.vocabulary import LABELS
from tests.effort import examples
from tests.specimens import TWO_REGIONS

PLAN = cm.scenario("plan")
GROUPS, PARTS = ["urban", "rural", "lifted"], ["wages", "business", "property", "transfer"]
CELLS = list(product(GROUPS, PARTS))
# unequal everywhere, so that every exchange of two labels shows
SPREADS = np.arange(1, 13).reshape(3, 4) / 100.0
CORRELATION = np.array([[1.0 if i == j else 1.0 / (20 + i + j + (i * j) % 7) for j in range(12)] for i in range(12)])
PAIRS = pd.MultiIndex.from_tuples(CELLS)
FRAME = pd.DataFrame(SPREADS, index=GROUPS, columns=PARTS)
SQUARE = pd.DataFrame(CORRELATION, index=PAIRS, columns=PAIRS)
KNOWN = cm.Uncertainty(
    groups=tuple(GROUPS), standard_deviation=SPREADS, correlation=CORRELATION, own_spread=SPREADS / 2
)
SHARES = np.array([[0.4, 0.3, 0.2, 0.1], [0.1, 0.2, 0.3, 0.4], [0.25, 0.35, 0.15, 0.25]])


def orders(count: int) -> st.SearchStrategy[list[int]]:
    return st.permutations(range(count))


def shuffled(frame: pd.DataFrame, rows: list[int], columns: list[int]) -> pd.DataFrame:
    return frame.iloc[rows, columns]


@given(orders(3), orders(4), orders(12), orders(12), st.booleans())
@examples(30)
def test_spreads_and_correlations_go_where_their_labels_say(
    groups: list[int], parts: list[int], rows: list[int], columns: list[int], turned: bool
) -> None:
    frame = shuffled(FRAME, groups, parts)
    aligned = cm.Uncertainty(
        groups=tuple(GROUPS),
        standard_deviation=frame.T if turned else frame,  # type: ignore[arg-type]
        correlation=shuffled(SQUARE, rows, columns),  # type: ignore[arg-type]
        own_spread=frame / 2,  # type: ignore[arg-type]
    )
    assert aligned == KNOWN
    assert KNOWN.with_(standard_deviation=frame).standard_deviation.tolist() == SPREADS.tolist()
    assert KNOWN.with_(correlation=shuffled(SQUARE, rows, columns)).correlation.tolist() == CORRELATION.tolist()


@given(orders(3), orders(4))
@examples(30)
def test_shares_and_factors_go_where_their_labels_say(groups: list[int], parts: list[int]) -> None:
    shares = shuffled(pd.DataFrame(SHARES, index=GROUPS, columns=PARTS), groups, parts)
    assert KNOWN.total_spread(shares).tolist() == KNOWN.total_spread(SHARES).tolist()
    assert KNOWN.with_own_totals(0.02, shares) == KNOWN.with_own_totals(0.02, SHARES)
    factors = pd.Series([1.0, 2.0, 3.0], index=GROUPS).iloc[groups]
    assert KNOWN.with_common_scaled(factors) == KNOWN.with_common_scaled([1.0, 2.0, 3.0])


def test_labels_are_keys_or_what_readers_call_them_and_pairs_are_written_either_way() -> None:
    chinese = FRAME.set_axis(["城镇常住居民", "rural residents", "lifted"]).rename(columns=lambda key: LABELS[key].zh)
    flat = SQUARE.set_axis([".".join(cell) for cell in CELLS]).set_axis([".".join(cell) for cell in CELLS], axis=1)
    long = pd.Series(SPREADS.ravel(), index=PAIRS).iloc[::-1]
    for spreads in (chinese.iloc[::-1], long):
        aligned = KNOWN.with_(standard_deviation=spreads, correlation=flat.iloc[::-1])
        assert aligned.standard_deviation.tolist() == SPREADS.tolist()
        assert aligned.correlation.tolist() == CORRELATION.tolist()


def test_rows_and_columns_that_only_count_are_taken_in_order() -> None:
    assert KNOWN.with_(standard_deviation=pd.DataFrame(SPREADS)).standard_deviation.tolist() == SPREADS.tolist()


WRONG: list[tuple[Callable[[], Any], str]] = [
    (
        lambda: KNOWN.with_(standard_deviation=FRAME.rename(index={"rural": "village"})),
        "the labels of standard deviations must be exactly urban, rural, lifted .got 'urban, village, lifted'.",
    ),
    (lambda: KNOWN.with_(standard_deviation=FRAME.iloc[:2]), "must be exactly urban, rural, lifted"),
    (lambda: KNOWN.with_(standard_deviation=FRAME.iloc[[0, 0, 1]]), "must be exactly urban, rural, lifted"),
    (lambda: KNOWN.with_(correlation=SQUARE.iloc[:, :3]), "the labels of correlations must be exactly urban.wages"),
    (lambda: KNOWN.with_common_scaled(pd.Series([1.0], index=["urban"])), "the labels of the factor must be exactly"),
    (lambda: KNOWN.total_spread(FRAME["wages"]), "the labels of shares must be exactly urban.wages"),
    (
        lambda: cm.nearest_correlation(SQUARE.iloc[:, :3]),
        "the columns of the correlation matrix must have the labels of its rows, each once",
    ),
    (
        lambda: PLAN.with_prices(pd.Series({2022: 0.01, 2023: 0.02, 2031: 0.03})),
        "the year must be one of the known options .got 2031.",
    ),
    (
        lambda: PLAN.with_prices(pd.Series([0.01, 0.02, 0.03], index=[2022, 2022, 2023])),
        "must not repeat .got 2022.",
    ),
    (
        lambda: PLAN.with_population({"urban": pd.Series([1.0, 2.0], index=["x", "y"]), "rural": 1.0}),  # type: ignore[dict-item]
        "population of with_population must be a mapping",
    ),
    (
        lambda: cm.GrowthChange(value=0.1).apply(pd.DataFrame(PLAN.growth[0], index=PARTS), PLAN.terms, PLAN.years),  # type: ignore[arg-type]
        "growth of apply must be an array of numbers .got DataFrame .4, 3..",
    ),
]


@pytest.mark.parametrize(("call", "message"), WRONG)
def test_labels_that_are_others_are_refused(call: Callable[[], Any], message: str) -> None:
    with pytest.raises(cm.InputError, match=message):
        call()


@given(orders(12), orders(12))
@examples(30)
def test_the_nearest_correlation_has_the_order_of_the_rows(rows: list[int], columns: list[int]) -> None:
    nearest = cm.nearest_correlation(shuffled(SQUARE, rows, columns))
    assert np.allclose(nearest, cm.nearest_correlation(CORRELATION)[np.ix_(rows, rows)], rtol=0, atol=1e-12)


@given(orders(3))
@examples(30)
def test_prices_product_and_residents_go_by_their_years(years: list[int]) -> None:
    rates = pd.Series([0.01, 0.02, 0.03], index=[2022, 2023, 2024])
    moved = rates.iloc[years]
    assert PLAN.with_prices(moved) == PLAN.with_prices([0.01, 0.02, 0.03])
    assert PLAN.with_gdp(moved) == PLAN.with_gdp([0.01, 0.02, 0.03])
    residents = pd.DataFrame({"urban": [1.0, 2.0, 3.0, 4.0], "rural": [9.0, 8.0, 7.0, 6.0]}, index=range(2021, 2025))
    mixed = residents.iloc[[0, *(year + 1 for year in years)], ::-1]
    expected = [[1.0, 2.0, 3.0, 4.0], [9.0, 8.0, 7.0, 6.0], [0.0, 0.0, 0.0, 0.0]]
    population = PLAN.with_population(mixed).population  # type: ignore[arg-type]
    assert population is not None
    assert population.tolist() == expected


@given(orders(6), orders(4))
@examples(20)
def test_rows_and_columns_of_tables_stand_in_any_order(rows: list[int], columns: list[int]) -> None:
    moved = PLAN.with_regions(shuffled(TWO_REGIONS, rows, columns))
    usual = PLAN.with_regions(TWO_REGIONS)
    for region in ("520001", "520002"):
        assert moved.at_region(region).base_levels.tolist() == usual.at_region(region).base_levels.tolist()
        assert moved.at_region(region).growth.tolist() == usual.at_region(region).growth.tolist()


SERIES = pd.DataFrame(
    [
        (year, group, item, 1000.0 * (1.0 + 0.1 * number) * 1.07 ** (year - 2010) * (1 + 0.01 * (year * number % 3)))
        for year in range(2010, 2020)
        for number, (group, item) in enumerate(product(["urban", "rural"], [*PARTS, "total"]))
    ],
    columns=["year", "group", "item", "level"],
)


@given(orders(20), orders(5), orders(4))
@examples(10)
def test_a_history_is_read_by_its_labels(within: list[int], blocks: list[int], columns: list[int]) -> None:
    rows = [20 * block + row for block in blocks for row in within]
    assert cm.load_series(shuffled(SERIES, rows, columns)).levels == cm.load_series(SERIES).levels


def test_reported_figures_are_read_by_their_labels() -> None:
    frame = pd.DataFrame(
        [
            ("income", group, "total", year, level, f"{year + 1}-02-01", "x")
            for year, group, level in ((2022, "rural", 12000.0), (2022, "urban", 38000.0), (2023, "rural", 13000.0))
        ],
        columns=["kind", "group", "component", "year", "value", "published", "source"],
    )
    moved = cm.read_actuals(frame.iloc[::-1, ::-1])
    for group, year in (("rural", 2022), ("urban", 2022), ("rural", 2023)):
        assert moved.annual(group, year).value == cm.read_actuals(frame).annual(group, year).value


@given(orders(20), orders(5), orders(4), orders(10))
@examples(6)
def test_an_estimate_does_not_depend_on_how_its_history_lies(
    within: list[int], blocks: list[int], columns: list[int], years: list[int]
) -> None:
    rows = [20 * block + row for block in blocks for row in within]
    moved = shuffled(SERIES, rows, columns)
    usual = cm.estimate_uncertainty(PLAN, history=SERIES)
    assert cm.estimate_uncertainty(PLAN, history=moved) == usual
    # years all over the place
    by_year = pd.concat([SERIES[SERIES.year == 2010 + year] for year in years])
    assert cm.estimate_uncertainty(PLAN, history=by_year) == usual


CHANGES = pd.DataFrame(
    [
        ("slow", "", "growth", "rural", "wages", "2023", "=", 0.1),
        ("slow", "", "growth", "urban", "", "", "=", 0.08),
        ("slow", "", "gdp_growth", "", "", "", "", 0.05),
        ("up", "plan", "growth", "lifted", "transfer", "", "=", 0.11),
    ],
    columns=["scenario", "based_on", "kind", "group", "component", "years", "how", "value"],
)


@given(orders(4), orders(8))
@examples(12)
def test_scenarios_of_a_table_do_not_depend_on_how_rows_that_set_lie(rows: list[int], columns: list[int]) -> None:
    moved, usual = cm.read_scenarios(shuffled(CHANGES, rows, columns)), cm.read_scenarios(CHANGES)
    for name in ("slow", "up"):
        assert moved[name].growth.tolist() == usual[name].growth.tolist()
        assert cm.project(moved[name]).values.tolist() == cm.project(usual[name]).values.tolist()


REPORTED = pd.DataFrame(
    [
        ("income", group, "total", year, level, f"{year + 1}-02-01", "x")
        for year, group, level in ((2022, "rural", 12000.0), (2022, "urban", 38000.0), (2023, "rural", 13000.0))
    ],
    columns=["kind", "group", "component", "year", "value", "published", "source"],
)


@given(orders(3), orders(7))
@examples(3)
def test_tracking_does_not_depend_on_how_reported_figures_lie(rows: list[int], columns: list[int]) -> None:
    moved = cm.track(PLAN, shuffled(REPORTED, rows, columns), as_of="2024-03-01", draws=16, seed=0)
    usual = cm.track(PLAN, REPORTED, as_of="2024-03-01", draws=16, seed=0)
    pd.testing.assert_frame_equal(moved.to_frame(), usual.to_frame())
