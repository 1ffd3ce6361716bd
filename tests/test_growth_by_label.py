"""Growth that comes with labels of groups, components or years: each cell gets its own, in whatever order they stand."""

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

import ceheng_model as cm
from tests.effort import examples

PLAN = cm.scenario("plan")
KEYS: dict[str, list[Any]] = {
    "group": ["urban", "rural", "lifted"],
    "component": ["wages", "business", "property", "transfer"],
    "year": [2022, 2023, 2024],
}
CALLED = {
    "urban": "城镇常住居民",
    "rural": "农村常住居民",
    "lifted": "脱贫人口",
    "wages": "工资性收入",
    "business": "经营净收入",
    "property": "财产净收入",
    "transfer": "转移净收入",
}
RATES = st.integers(-50, 60).map(lambda percent: percent / 100)


def cell_by_cell(value: "pd.Series[Any]", names: Sequence[str], how: str) -> cm.Scenario:
    """Return what a loop over labels makes, with numbers alone."""
    made = PLAN
    for labels, rate in value.items():
        at = dict(zip(names, labels if isinstance(labels, tuple) else (labels,), strict=True))
        made = made.with_growth(
            at.get("group"),
            at.get("component"),
            float(rate),
            years=at.get("year"),
            how=how,  # type: ignore[arg-type]
        )
    return made


@st.composite
def labelled(draw: st.DrawFn) -> "tuple[pd.Series[Any], list[str]]":
    names = draw(st.lists(st.sampled_from(list(KEYS)), min_size=1, max_size=3, unique=True))
    levels = [draw(st.lists(st.sampled_from(KEYS[name]), min_size=1, unique=True)) for name in names]
    cells = draw(st.permutations(list(product(*levels))))
    rates = draw(st.lists(RATES, min_size=len(cells), max_size=len(cells)))
    named = names if draw(st.booleans()) else [None] * len(names)
    if len(names) == 1:
        return pd.Series(rates, index=pd.Index([cell[0] for cell in cells], name=named[0])), names
    return pd.Series(rates, index=pd.MultiIndex.from_tuples(cells, names=named)), names


@given(labelled(), st.sampled_from(["set", "add", "multiply"]), st.randoms())
@examples(60)
def test_each_label_gets_its_own_value_whatever_the_order(
    given_as: "tuple[pd.Series[Any], list[str]]", how: str, random: Any
) -> None:
    value, names = given_as
    made = PLAN.with_growth(None, None, value, how=how)  # type: ignore[arg-type]
    np.testing.assert_array_equal(made.growth, cell_by_cell(value, names, how).growth)
    assert made.alternatives == ()
    places = random.sample(range(len(value)), len(value))
    assert PLAN.with_growth(None, None, value.iloc[places], how=how) == made  # type: ignore[arg-type]


@given(st.permutations(KEYS["group"]), st.permutations(KEYS["year"]), st.booleans(), st.booleans())
@examples(30)
def test_frames_and_arrays_and_the_names_that_readers_see(
    groups: list[str], years: list[int], turned: bool, in_words: bool
) -> None:
    rates = {(g, y): 0.01 * (1 + 3 * KEYS["group"].index(g)) + 0.001 * (y - 2020) for g in groups for y in years}
    frame = pd.DataFrame([[rates[g, y] for y in years] for g in groups], index=groups, columns=years)
    array = xr.DataArray(frame.to_numpy(), coords={"group": groups, "year": years}, dims=["group", "year"])
    if in_words:
        frame = frame.rename(index=CALLED)
    expected = PLAN.growth.copy()
    for (g, y), rate in rates.items():
        expected[KEYS["group"].index(g), 0, y - 2022] = rate
    for value in (frame.T if turned else frame, array.T if turned else array):
        assert PLAN.with_growth(None, "wages", value).growth.tolist() == expected.tolist()


def test_growth_of_another_projection_is_taken_cell_by_cell() -> None:
    trend = cm.scenario("trend")
    made = PLAN.with_growth(None, None, cm.project(trend).growth)
    np.testing.assert_allclose(made.growth, trend.growth, rtol=0, atol=1e-15)


def test_cells_and_alternatives_stand_together() -> None:
    value = xr.DataArray(
        [[0.3, 0.1], [0.4, 0.2]], dims=["year", "policy"], coords={"year": [2024, 2022], "policy": ["low", "high"]}
    )
    made = PLAN.with_growth("rural", "wages", value)
    assert [axis.name for axis in made.alternatives] == ["policy"]
    usual = PLAN.growth[1, 0, 1]
    assert made.at(policy="low").growth[1, 0].tolist() == [0.4, usual, 0.3]
    assert made.at(policy="high").growth[1, 0].tolist() == [0.2, usual, 0.1]


def test_years_of_one_rate_are_one_change_and_one_difference() -> None:
    made = PLAN.with_growth("rural", "wages", pd.Series({2024: 0.12, 2023: 0.12}))
    assert made.title.zh == "按方案，但2023—2024年农村工资性收入增速由20%调为12%"
    assert made == PLAN.with_growth("rural", "wages", 0.12, years=[2023, 2024])


def test_what_the_call_names_and_what_labels_name_are_the_same() -> None:
    value = pd.Series([0.1, 0.2], index=["rural", "urban"])
    made = PLAN.with_growth(["urban", "rural"], "wages", value)
    assert made.growth[:2, 0, 0].tolist() == [0.2, 0.1]


def test_a_name_of_their_own_makes_years_alternatives() -> None:
    cohort = pd.Series([0.1, 0.2], index=pd.Index([2022, 2023], name="cohort"))
    assert PLAN.with_growth("rural", None, cohort).alternatives == (cm.Axis("cohort", (2022, 2023)),)
    numbered = pd.Series([0.1, 0.2, 0.3])
    assert PLAN.with_growth("rural", None, numbered).alternatives == (cm.Axis("alternative", range(3)),)
    other = pd.Series([0.1, 0.2, 0.3], index=["low", "high", "wages"])
    assert PLAN.with_growth("rural", None, other).alternatives[0].labels == ("low", "high", "wages")


REFUSED = {
    "half of them years": (
        pd.Series([0.1, 0.2], index=[2022, 2030]),
        (
            r"the index of the values must be 2022, 2023, 2024 throughout, or nowhere \(got 2030\); "
            r"name it year for one value each, or otherwise, such as policy, for alternatives"
        ),
    ),
    "half of them groups": (
        pd.Series([0.1, 0.2, 0.3], index=["urban", "rural", "migrant"]),
        r"must be urban, rural, lifted throughout, or nowhere \(got 'migrant'\); name it group",
    ),
    "others than the call names": (
        pd.Series([0.1, 0.2], index=["wages", "transfer"]),
        (
            r"the labels of the axis component must be those that are asked for, wages, in any order "
            r"\(got 'wages, transfer'\); for one value each change either; for alternatives give the axis another name"
        ),
    ),
    "a year that is not projected": (
        pd.Series([0.1, 0.2], index=pd.Index([2022, 2030], name="year")),
        r"the year must be one of the known options \(got 2030\)",
    ),
    "not every combination": (
        pd.Series([0.1, 0.2], index=pd.MultiIndex.from_tuples([("urban", 2022), ("rural", 2023)])),
        r"the labels of the axis group, year must hold one number for every combination of its labels \(got 2\)",
    ),
    "one label twice": (
        pd.Series([0.1, 0.2], index=["rural", "农村常住居民"]),
        r"the labels of the axis group must not repeat \(got 'rural'\)",
    ),
    "rates that cannot be": (pd.Series([-1.5, 12.0], index=[2022, 2023]), r"growth for wages.2022 must .*\(got -1.5\)"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_labels_that_may_mean_two_things_are_refused(case: str) -> None:
    value, message = REFUSED[case]
    with pytest.raises(cm.InputError, match=message) as caught:
        PLAN.with_growth(None, "wages", value)
    assert len(caught.value.faults) == (2 if case == "rates that cannot be" else 1)


def test_a_change_keeps_the_labels_of_its_value() -> None:
    rates = pd.Series([0.1, 0.2], index=pd.Index(["low", "high"], name="policy"))
    change = cm.GrowthChange(groups=("rural",), value=rates)  # type: ignore[arg-type]
    assert PLAN.with_change(change).alternatives == (cm.Axis("policy", ("low", "high")),)
    with pytest.raises(
        cm.InputError, match=r"the name of an axis of alternatives must not be one that means something"
    ):
        PLAN.with_change(cm.GrowthChange(value=rates.rename_axis("year")))  # type: ignore[arg-type]


def test_arithmetic_with_a_series_by_year_goes_year_by_year() -> None:
    ratio = cm.project(PLAN).urban_rural_ratio
    price = pd.Series([1.3, 1.0, 1.1, 1.2], index=[2024, 2021, 2022, 2023])
    expected = ratio.to_xarray().to_series() / price
    assert (ratio / price).dims == ("year",)
    assert (ratio / price).values.tolist() == expected.tolist()
    with pytest.raises(cm.InputError, match=r"the labels of the axis year must be those that are there"):
        ratio / price.loc[[2022, 2023]]
