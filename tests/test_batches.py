"""Many alternatives at once: axes by name and label, held against pandas and xarray done by hand."""

import operator
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

import ceheng_model as cm
from ceheng_model import charts
from ceheng_model.axes import Axis, merged, placed, read_values
from tests.effort import examples
from tests.specimens import TWO_REGIONS

POLICIES = pd.Series([0.05, 0.10, 0.15], index=pd.Index(["low", "middle", "high"], name="policy"))
PRICES = xr.DataArray([0.9, 1.1], dims="demand", coords={"demand": [2019, 2020]})


@pytest.fixture(scope="module")
def plan() -> cm.Scenario:
    return cm.scenario("plan")


@pytest.fixture(scope="module")
def grid(plan: cm.Scenario) -> cm.Scenario:
    return plan.with_growth("rural", "wages", POLICIES).with_growth("urban", None, PRICES, how="multiply")


def by_hand(plan: cm.Scenario) -> xr.DataArray:
    """Return the totals of the grid by xarray alone."""
    keys, parts = list(plan.group_keys), list(plan.terms.component_keys)
    axes = {"group": keys, "component": parts, "year": list(plan.years)}
    growth = xr.DataArray(plan.growth, dims=list(axes), coords=axes)
    rates = xr.DataArray(POLICIES)
    is_set = (growth.group == "rural") & (growth.component == "wages")
    growth = growth.where(~is_set, rates)
    growth = growth.where(growth.group != "urban", growth * PRICES)
    base = xr.DataArray(plan.baseline.levels, dims=["group", "component"], coords={"group": keys, "component": parts})
    levels: xr.DataArray = base * (1.0 + growth).cumprod("year")
    return levels.sum("component").transpose("policy", "demand", "group", "year")


# --- axes of scenarios


def test_a_grid_of_named_alternatives_is_the_outer_product_that_xarray_gives(plan: cm.Scenario) -> None:
    grid = plan.with_growth("rural", "wages", POLICIES).with_growth("urban", None, PRICES, how="multiply")
    assert grid.alternatives == (Axis("policy", ("low", "middle", "high")), Axis("demand", (2019, 2020)))
    totals = cm.project(grid).totals
    assert totals.dims == ("policy", "demand", "group", "year")
    mine, hand = totals.to_xarray().sel(year=list(plan.years)), by_hand(plan)
    xr.testing.assert_allclose(mine.drop_attrs(), hand.rename("total"), rtol=1e-13)


def test_one_alternative_is_the_same_as_that_change_alone(plan: cm.Scenario, grid: cm.Scenario) -> None:
    alone = plan.with_growth("rural", "wages", 0.15).with_growth("urban", None, 0.9, how="multiply")
    one = grid.at(policy="high", demand=2019)
    assert one.growth.tobytes() == alone.growth.tobytes()
    assert (one.alternatives, one.title) == ((), alone.title)
    picked = cm.project(grid).at(demand=2019).at(policy="high")
    assert picked.values.tobytes() == cm.project(alone).values.tobytes()
    assert picked.scenario.title == alone.title
    # the recipe is picked with it, so that what is made again is that alternative
    assert one.with_horizon(2026).growth.tobytes() == alone.with_horizon(2026).growth.tobytes()


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        (["high", "low"], ("high", "low")),
        (slice("low", "middle"), ("low", "middle")),
        (slice("middle", None), ("middle", "high")),
        (np.array([True, False, True]), ("low", "high")),
        (pd.Index(["middle"]), ("middle",)),
    ],
)
def test_lists_slices_and_masks_keep_the_axis(grid: cm.Scenario, wanted: object, kept: tuple[str, ...]) -> None:
    for part in (grid.at(policy=wanted), grid.at(policy=wanted).with_horizon(2024), cm.project(grid).at(policy=wanted)):
        scenario = part if isinstance(part, cm.Scenario) else part.scenario
        assert scenario.alternatives[0] == Axis("policy", kept)
        assert scenario.growth[:, 0, 1, 0, 0].tolist() == POLICIES[list(kept)].tolist()
    totals = cm.project(grid).totals
    xr.testing.assert_identical(totals.sel(policy=wanted).to_xarray(), totals.to_xarray().sel(policy=list(kept)))


def test_the_same_labels_in_another_order_are_aligned(plan: cm.Scenario) -> None:
    turned = POLICIES.iloc[::-1] / 5
    both = plan.with_growth("rural", "wages", POLICIES).with_growth("rural", "transfer", turned)
    assert both.growth[:, 1, 0, 0].tolist() == [0.05, 0.10, 0.15]
    assert both.growth[:, 1, 3, 0].tolist() == pytest.approx([0.01, 0.02, 0.03])
    # made again over another horizon, and over another split, the labels still decide
    assert both.with_horizon(2025).growth[:, 1, 3, 3].tolist() == pytest.approx([0.01, 0.02, 0.03])


def test_an_index_of_several_levels_is_a_grid_where_it_is_full_and_one_axis_of_tuples_where_not(
    plan: cm.Scenario,
) -> None:
    full = pd.Series([1.0, 2.0, 3.0, 4.0], pd.MultiIndex.from_product([["a", "b"], [1, 2]], names=["x", "y"])) / 100
    made = plan.with_growth("rural", None, full.iloc[[2, 0, 3, 1]])
    assert made.alternatives == (Axis("x", ("b", "a")), Axis("y", (1, 2)))
    for x, y, rate in (("a", 1, 0.01), ("a", 2, 0.02), ("b", 1, 0.03), ("b", 2, 0.04)):
        assert made.at(x=x, y=y).growth[1, 0, 0] == rate
    some = plan.with_growth("rural", None, full.iloc[:3])
    assert some.alternatives == (Axis("alternative", (("a", 1), ("a", 2), ("b", 1))),)
    assert some.at(alternative=("b", 1)).growth[1, 0, 0] == 0.03
    frame = cm.project(some).urban_rural_ratio.to_frame()
    assert frame.alternative.iloc[-1] == ("b", 1)


def test_bare_arrays_are_numbered_and_broadcast_as_numpy_has_it(plan: cm.Scenario) -> None:
    urban, rural = np.linspace(0.05, 0.12, 8)[:, None], np.linspace(0.08, 0.20, 13)
    grid = plan.with_growth("urban", None, urban).with_growth("rural", None, rural)
    assert [(axis.name, axis.coordinates) for axis in grid.alternatives] == [
        ("alternative_2", range(8)),
        ("alternative", range(13)),
    ]
    assert cm.project(grid).urban_rural_ratio.values.shape == (8, 13, 4)
    assert plan.with_growth("urban", None, [0.1]).alternatives == (Axis("alternative", range(1)),)


def test_arrays_given_are_copied(plan: cm.Scenario) -> None:
    rates = np.array([0.05, 0.10])
    made = plan.with_growth("urban", None, rates)
    rates[:] = 0.5
    assert made.with_horizon(2024).growth[:, 0, 0, 0].tolist() == [0.05, 0.10]


def test_regions_stand_after_the_alternatives_and_are_aligned_by_name(plan: cm.Scenario) -> None:
    rows = [(code, group, "total", 10_000.0) for code in ("a", "b") for group in ("urban", "rural", "lifted")]
    two = plan.with_regions(pd.DataFrame(rows, columns=["region", "group", "component", "value_yuan"]))
    rates = xr.DataArray([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]], dims=["region", "k"], coords={"region": ["b", "a"]})
    made = two.with_growth("rural", "wages", rates)
    assert made.alternatives == (Axis("k", range(3)),)
    assert made.growth[:, :, 1, 0, 0].tolist() == [[0.4, 0.1], [0.5, 0.2], [0.6, 0.3]]
    assert made.at(region="b", k=2).growth[1, 0, 0] == 0.3
    assert (
        cm.project(made).at(k=2, region="b").values.tobytes() == cm.project(made.at(region="b", k=2)).values.tobytes()
    )
    # alternatives given before the regions go with them
    early = plan.with_growth("rural", "wages", POLICIES).with_regions(
        pd.DataFrame(rows, columns=["region", "group", "component", "value_yuan"])
    )
    assert early.growth.shape == (3, 2, 3, 4, 3)
    assert cm.project(early).totals.dims == ("policy", "region", "group", "year")


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        (["520002", "520001"], ["520002", "520001"]),
        (["520002"], ["520002"]),
        (slice("520001", "520002"), ["520001", "520002"]),
        (slice("520002", None), ["520002"]),
        (np.array([False, True]), ["520002"]),
        (pd.Index(["520001"]), ["520001"]),
    ],
)
def test_lists_slices_and_masks_of_regions_keep_their_axis(plan: cm.Scenario, wanted: object, kept: list[str]) -> None:
    by_region = xr.DataArray([[0.1, 0.3], [0.2, 0.4]], dims=["region", "k"], coords={"region": ["520002", "520001"]})
    residents = {"urban": [3.0, 1.0], "rural": [5.0, 2.0]}
    regions = plan.with_regions(TWO_REGIONS).with_growth("rural", "wages", by_region).with_population(residents)
    part, projection = regions.at(region=wanted), cm.project(regions)
    assert part.baseline.regions == tuple(kept)
    whole = projection.totals.to_xarray()
    for made in (cm.project(part), projection.at(region=wanted)):
        xr.testing.assert_identical(made.totals.to_xarray(), whole.sel(region=kept))
        xr.testing.assert_identical(
            made.all_residents.to_xarray(), projection.all_residents.to_xarray().sel(region=kept)
        )
    for region in kept:
        assert part.at(region=region) == regions.at(region=region)
    # the recipe is taken with it
    longer = regions.with_population(None).with_horizon(2026)
    assert part.with_population(None).with_horizon(2026).growth.tolist() == longer.at(region=wanted).growth.tolist()


def test_a_base_of_alternatives_has_their_axis_in_frames(plan: cm.Scenario) -> None:
    base = replace(plan.baseline, levels=np.stack([plan.baseline.levels, 3 * plan.baseline.levels]))
    frame = base.to_frame()
    assert list(frame.columns[:5]) == ["alternative", "group", "component", "year", "value"]
    totals = frame[frame.component == "total"].set_index(["alternative", "group"]).value
    assert totals.loc[(1, "urban")] == 3 * 36510.0
    assert frame.value.notna().all()
    assert "alternative 2" in base.to_text("en")
    assert "alternative 2" in base.to_html("en")


REFUSED: dict[str, tuple[Callable[[cm.Scenario], object], str]] = {
    "other labels": (
        lambda s: s.with_growth("urban", None, pd.Series([0.1, 0.2], pd.Index(["low", "no"], name="policy"))),
        r"the labels of the axis policy must be those that are there, in any order \(got 'middle'\); pick the same ones",
    ),
    "fewer numbers": (
        lambda s: s.with_growth("urban", None, [0.1, 0.2]).with_growth("urban", None, [0.1, 0.2, 0.3]),
        r"the labels of the axis alternative must be those that are there",
    ),
    "a label twice": (
        lambda s: s.with_growth("urban", None, pd.Series([0.1, 0.2], index=["x", "x"])),
        r"the labels of the axis alternative must not repeat \(got 'x'\)",
    ),
    "a name that means something": (
        lambda s: s.with_growth("urban", None, xr.DataArray([0.1, 0.2], dims="scenario")),
        r"the name of an axis of alternatives must not be one that means something else \(got 'scenario'\)",
    ),
    "a frame without a name over its columns": (
        lambda s: s.with_growth("urban", None, pd.DataFrame([[0.1, 0.2]])),
        r"the columns of a frame of values must have a name",
    ),
    "an axis that is not there": (lambda s: s.at(what=1), r"the axis must be one of .*choose from: policy, demand"),
    "a label that is not there": (lambda s: s.at(policy="none"), r"policy must be one of .*low, middle, high"),
    "a list with one": (lambda s: s.at(policy=["low", "none"]), r"policy must be one of .*\(got 'none'\)"),
    "an empty list": (lambda s: s.at(policy=[]), r"the axis policy must be one of the known options \(got \[\]\)"),
    "axes without the array": (
        lambda s: cm.Scenario(baseline=s.baseline, years=s.years, growth=s.growth, alternatives=(Axis("x", range(2)),)),
        r"the sizes of the axes of alternatives must be those of the leading axes of growth, \(3, 2\) \(got \(2,\)\)",
    ),
    "prices by alternative": (
        lambda s: s.with_prices(POLICIES),
        (
            r"must be one a year, 3 in all \(got 'policy'\); all alternatives share one path of it; "
            r"to compare several, make a scenario of each: compare_scenarios\(scenario.with_prices\(0.01\), "
        ),
    ),
    "prices by alternative and year": (
        lambda s: s.with_gdp(np.zeros((2, 3))),
        r"must be one a year, 3 in all \(got \(2, 3\)\); all alternatives share one path of it",
    ),
    "residents by alternative": (
        lambda s: s.with_population({"urban": {year: [1.0, 2.0] for year in (s.base_year, *s.years)}, "rural": 1.0}),
        r"the population of urban 2021 must be one number \(got \(2,\)\); give one number, which all alternatives share",
    ),
    "prices of a scenario by alternative": (
        lambda s: replace(s, price_growth=np.zeros((2, 3))),
        r"must be one a year, 3 in all \(got \(2, 3\)\); all alternatives share",
    ),
    "residents of a scenario by alternative": (
        lambda s: replace(s, population=np.ones((3, 3, 4))),
        r"must have the shape \(3, 4\) \(got \(3, 3, 4\)\); give one number, which all alternatives share",
    ),
    "a region that is not there": (
        lambda s: s.with_regions(TWO_REGIONS).at(region=["520001", "x"]),
        r"must be one of .*\(got 'x'\); choose from: 520001, 520002",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_named_is_refused_in_one_sentence(grid: cm.Scenario, case: str) -> None:
    call, message = REFUSED[case]
    with pytest.raises(cm.InputError, match=message):
        call(grid)


def test_rates_by_year_may_be_a_series(plan: cm.Scenario) -> None:
    turned = pd.Series([0.03, 0.01, 0.02], index=[2024, 2022, 2023])
    assert plan.with_prices(turned).price_growth.tolist() == [0.01, 0.02, 0.03]  # type: ignore[union-attr]
    assert plan.with_gdp(np.array([0.1, 0.2, 0.3])).gdp_growth.tolist() == [0.1, 0.2, 0.3]  # type: ignore[union-attr]


# --- frames and files


def test_no_axis_is_without_a_name_in_frames_and_files(grid: cm.Scenario, tmp_path: Path) -> None:
    projection = cm.project(grid, path=tmp_path / "x.parquet")
    file = pd.read_parquet(tmp_path / "x.parquet")
    frame = projection.levels.to_frame()
    assert list(frame.columns) == ["policy", "demand", "group", "component", "year", "level"]
    assert list(file.columns) == list(frame.columns)
    keys = list(frame.columns[:-1])
    parts = file[file.component != "total"].set_index(keys).level
    pd.testing.assert_series_equal(
        parts.sort_index(),
        frame.astype({"policy": str, "group": str, "component": str}).set_index(keys).level.sort_index(),
    )
    assert list(frame.group.cat.categories) == list(grid.group_keys)
    assert (frame.year.dtype, frame.demand.dtype) == (np.dtype("int64"), np.dtype("int64"))


def test_a_frame_for_people_has_a_column_a_year(grid: cm.Scenario) -> None:
    totals = cm.project(grid).totals
    wide = totals.to_frame(wide=True)
    assert list(wide.columns) == ["policy", "demand", "人群", 2021, 2022, 2023, 2024]
    assert wide["人群"].tolist()[:3] == ["城镇常住居民", "农村常住居民", "脱贫人口"]
    hand = totals.to_xarray()
    labels = wide["人群"].map({group.label.zh: group.key for group in grid.groups})
    for row, group in zip(wide.itertuples(index=False), labels, strict=True):
        assert list(row[3:]) == hand.sel(policy=row.policy, demand=row.demand, group=group).to_numpy().tolist()
    assert totals.to_frame(wide=True, language="en").columns[2] == "group"


def frames_of(result: object) -> Iterator[pd.DataFrame]:
    """Return the frames of a result and of the quantities that it has."""
    for name in dir(type(result)):
        if not name.startswith("_") and isinstance(held := getattr(result, name), cm.Labelled):
            yield held.to_frame()
    yield result.to_frame()  # type: ignore[attr-defined]


def test_no_axis_has_the_name_of_a_column(grid: cm.Scenario) -> None:
    residents = {"urban": 1.0, "rural": 2.0}
    own = {"policy", "demand"}
    columns: set[str] = set()
    for bases in (grid, grid.with_regions(TWO_REGIONS)):
        scenario = bases.with_prices(0.02).with_population(residents)
        projection = cm.project(scenario)
        results = [
            *(scenario, projection, cm.check(projection), cm.contributions(projection)),
            cm.required_growth(scenario, "ratio=2.8", vary="rural"),
            *(() if scenario.baseline.regions else (cm.inequality(projection), cm.residents_growth(projection))),
        ]
        columns |= {name for result in results for frame in frames_of(result) for name in frame.columns}
    assert len(columns) > 30
    for name in sorted(columns - own):
        with pytest.raises(cm.InputError, match=rf"means something else \(got '{name}'\)|{name} must "):
            cm.scenario("plan").with_growth("rural", None, pd.Series([0.1, 0.2], index=pd.Index([1, 2], name=name)))


# --- arithmetic


def test_arithmetic_is_that_of_xarray(grid: cm.Scenario) -> None:
    projection = cm.project(grid)
    totals, ratio = projection.totals, projection.urban_rural_ratio
    urban, rural = totals.sel(group="urban"), totals.sel(group="rural")
    pairs = [
        (urban / rural, ratio.to_xarray()),
        (urban - rural, urban.to_xarray() - rural.to_xarray()),
        (totals / ratio, totals.to_xarray() / ratio.to_xarray()),
        (ratio * totals, ratio.to_xarray() * totals.to_xarray()),
        (1.0 - 1.0 / ratio, 1.0 - 1.0 / ratio.to_xarray()),
        (-ratio + POLICIES, -ratio.to_xarray() + xr.DataArray(POLICIES)),
        (abs(ratio - PRICES), abs(ratio.to_xarray() - PRICES)),
        (np.float64(2.0) * ratio, 2.0 * ratio.to_xarray()),
    ]
    for mine, theirs in pairs:
        assert isinstance(mine, cm.Labelled)
        assert mine.dims == theirs.dims
        xr.testing.assert_allclose(
            mine.to_xarray().drop_attrs().rename(None), theirs.drop_attrs().rename(None), rtol=1e-14
        )
        assert not mine.values.flags.writeable
    assert ((ratio < 3.0) == (ratio.to_xarray() < 3.0).to_numpy()).all()
    assert ((urban >= rural) == (urban.to_xarray() >= rural.to_xarray()).to_numpy()).all()


def test_units_follow_the_arithmetic(plan: cm.Scenario) -> None:
    projection = cm.project(plan)
    totals, growth, ratio = projection.totals, projection.total_growth, projection.urban_rural_ratio
    assert [(totals - totals).kind, (totals / totals).kind, (totals * ratio).kind] == ["yuan", "ratio", "yuan"]
    assert [(growth - growth).kind, (growth + 0.01).kind, (2 * ratio).kind] == ["points", "percent", "ratio"]
    assert ((totals * 2).name, (totals * ratio).name) == ("total", "value")


def test_axes_of_other_labels_do_not_meet(plan: cm.Scenario) -> None:
    totals = cm.project(plan).totals
    with pytest.raises(cm.InputError, match=r"the labels of the axis year must be those that are there"):
        totals - totals.sel(year=slice(2021, 2023))
    turned = totals.sel(group=["lifted", "urban", "rural"])
    assert (totals - turned).values.tolist() == np.zeros((3, 4)).tolist()
    with pytest.raises(cm.InputError, match=r"the shape of an array must fit \(3, 4\) \(got \(2, 3, 4\)\)"):
        totals * np.ones((2, 3, 4))
    with pytest.raises(TypeError, match="unsupported operand"):
        totals + "1"


@pytest.mark.parametrize("shape", [(2,), (3,), (5, 4), (2, 3, 4), (1, 3, 4), (0,), (3, 0)])
def test_a_bare_array_that_does_not_fit_is_refused(plan: cm.Scenario, shape: tuple[int, ...]) -> None:
    totals = cm.project(plan).totals
    for combine in (operator.add, operator.truediv, operator.lt, operator.ge):
        for pair in ((totals, np.ones(shape)), (np.ones(shape), totals)):
            with pytest.raises(cm.InputError, match=r"fit \(3, 4\)|must be at least one"):
                combine(*pair)
    with pytest.raises(cm.InputError, match="the values of an array or a series must be numbers"):
        totals * 10**400


@pytest.mark.parametrize("shape", [(), (1,), (4,), (1, 1), (3, 1), (1, 4), (3, 4)])
def test_a_bare_array_goes_by_place_as_numpy_has_it(plan: cm.Scenario, shape: tuple[int, ...]) -> None:
    totals = cm.project(plan).totals
    bare = np.arange(1.0, 1.0 + np.prod(shape)).reshape(shape)
    assert (totals * bare).values.tolist() == (totals.values * bare).tolist()
    assert (totals < bare * 1e4).tolist() == (totals.values < bare * 1e4).tolist()


def test_without_xarray_the_way_out_is_named(plan: cm.Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xarray", None)
    with pytest.raises(cm.InputError, match=r'must be installed \(got nothing\); pip install "ceheng-model\[xarray'):
        cm.project(plan).totals.to_xarray()


def test_xarray_is_loaded_only_when_it_is_asked_for() -> None:
    code = (
        "import sys, ceheng_model as cm; cm.project(cm.scenario('plan')).totals.values; print('xarray' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


# --- alignment, whatever the order


@st.composite
def two_series(draw: st.DrawFn) -> tuple[pd.Series, pd.Series]:
    labels = draw(st.lists(st.one_of(st.integers(-9, 9), st.sampled_from("abcdef")), min_size=1, unique=True))
    rates = st.lists(st.floats(-0.5, 0.5), min_size=len(labels), max_size=len(labels))
    first = pd.Series(draw(rates), index=pd.Index(labels, name="x", dtype=object))
    second = pd.Series(draw(rates), index=pd.Index(draw(st.permutations(labels)), name="x", dtype=object))
    return first, second


@examples(50)
@given(two_series())
def test_whatever_the_order_labels_decide(pair: tuple[pd.Series, pd.Series]) -> None:
    (one, own), (other, theirs) = map(read_values, pair)
    onto = merged(own, theirs)
    met = placed(one, own, onto) + placed(other, theirs, onto)
    expected = pair[0] + pair[1].reindex(pair[0].index)
    assert met.tolist() == expected.tolist()


@given(st.lists(st.integers(1, 4), min_size=0, max_size=3), st.data())
def test_placing_is_xarrays_broadcasting(sizes: list[int], data: st.DataObject) -> None:
    names = [f"d{place}" for place in range(len(sizes))]
    array = np.arange(float(np.prod(sizes, dtype=int))).reshape(sizes)
    axes = tuple(Axis(name, range(size)) for name, size in zip(names, sizes, strict=True))
    shuffled = data.draw(st.permutations([*axes, Axis("more", range(2))]))
    hand = xr.DataArray(array, dims=names).broadcast_like(
        xr.DataArray(np.zeros([len(axis) for axis in shuffled]), dims=[axis.name for axis in shuffled])
    )
    mine = np.broadcast_to(placed(array, axes, shuffled), [len(axis) for axis in shuffled])
    assert (mine == hand.transpose(*[axis.name for axis in shuffled]).to_numpy()).all()


# --- what takes one path only

ONE_PATH: dict[str, Callable[[cm.Scenario], object]] = {
    "simulate": lambda s: cm.simulate(s, draws=100),
    "audit": cm.audit,
    "write_brief": lambda s: cm.write_brief(s, "never.docx"),
    "write_page": lambda s: cm.write_page(s, "never.html"),
    "write_workbook": lambda s: cm.write_workbook(s, "never.xlsx"),
    "tornado": lambda s: cm.tornado(s, "ratio"),
    "elasticities": lambda s: cm.elasticities(s, "ratio"),
    "variance_shares": lambda s: cm.variance_shares(s, "ratio"),
    "probability_ranges": cm.probability_ranges,
    "share_case_effects": cm.share_case_effects,
    "lever_effects": cm.lever_effects,
    "gap_to_measures": lambda s: cm.gap_to_measures(s, "ratio=2.8"),
    "reconcile": lambda s: cm.reconcile(s, {}),
    "required_growth": lambda s: cm.required_growth(s, "ratio=2.8", vary="rural", probability=0.8),
    "ratio_change": lambda s: cm.ratio_change(cm.project(s)),
    "explain_difference": lambda s: cm.explain_difference(s, cm.scenario("trend"), "ratio"),
    "compare": lambda s: cm.compare(s, cm.scenario("trend"), draws=100),
    "scenario_toml": cm.scenario_toml,
    "promise_sentence": lambda s: cm.promise_sentence(cm.check(cm.project(s), share_cases=False)),
    "component_shares": lambda s: charts.component_shares(cm.project(s)),
    "several batches in one chart": lambda s: charts.ratio_path([cm.project(s), cm.project(s)]),
    "all pictures": lambda s: charts.pictures(charts.Material(scenario=s)),
    "scorecard": lambda s: charts.scorecard(cm.check(cm.project(s), share_cases=False)),
}


@pytest.mark.parametrize("call", ONE_PATH)
def test_what_takes_one_path_says_in_one_sentence_which_call_picks_it(plan: cm.Scenario, call: str) -> None:
    many = plan.with_growth("rural", None, POLICIES)
    with pytest.raises(cm.InputError, match=r"\.at\((policy='low'|alternative=\.\.\.)\)") as caught:
        ONE_PATH[call](many)
    assert len(caught.value.faults) == 1


# --- charts


def test_a_chart_of_a_batch_shows_how_its_paths_are_spread() -> None:
    rates = np.linspace(0.05, 0.20, 201)
    projection = cm.project(cm.scenario("plan").with_growth("rural", None, rates))
    ends = 48594.81 / (11076 * (1 + rates) ** 3)
    ax = charts.ratio_path(projection, language="en")
    assert charts.numbers(ax).rows[-1] == pytest.approx((2024, *np.quantile(ends, [0, 0.25, 0.5, 0.75, 1])))
    assert ax.get_title(loc="left") == "" or "201 paths" in ax.get_title(loc="left")
    low, high = ax.get_ylim()
    assert low < ends.min()
    assert high > ends.max()
    table = charts.numbers(charts.income_paths(projection)).to_frame()
    row = table[(table.group == "rural") & (table.year == 2024)]
    incomes = np.quantile(11076 * (1 + rates) ** 3, [0, 0.25, 0.5, 0.75, 1])
    assert row.iloc[0, 2:].tolist() == pytest.approx(incomes.tolist())


@pytest.mark.parametrize(
    "combined",
    [
        operator.add,
        operator.sub,
        operator.mul,
        operator.truediv,
        operator.lt,
        operator.ge,
        operator.iadd,
        operator.imul,
    ],
)
def test_xarray_on_the_left_says_what_to_write(plan: cm.Scenario, combined: Callable[[Any, Any], Any]) -> None:
    totals = cm.project(plan).totals
    with pytest.raises(cm.InputError, match=r"combined with must be a DataArray .*; write array \+ labelled.to_xarray"):
        combined(totals.to_xarray(), totals)
    # as the message says
    assert (totals.to_xarray() + totals.to_xarray()).shape == np.asarray(totals + totals.to_xarray()).shape


@pytest.mark.parametrize(
    ("computed", "bare"),
    [
        (lambda one: one * 1e308, np.inf),
        (lambda one: 1e308 * one, np.inf),
        (lambda one: one / 1e-308, np.inf),
        (lambda one: one * -1e308, -np.inf),
        (lambda one: one / 0.0, np.inf),
        (lambda one: (one * 1e303) + (one * 1e303) * 1e5, np.inf),
        (lambda one: one * 1e308 - one * 1e308, np.nan),
    ],
)
def test_what_is_past_all_numbers_is_infinite_without_a_warning(
    plan: cm.Scenario, computed: Callable[[Any], Any], bare: float
) -> None:
    np.testing.assert_array_equal(np.unique(np.asarray(computed(cm.project(plan).totals))), [bare])
