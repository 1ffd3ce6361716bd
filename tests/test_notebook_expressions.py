"""Sixty expressions that a statistician types, beside the same done by hand with pandas, xarray and numpy.

By hand means from two files alone: the base-year figures and the growth table of the shipped plan.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xarray as xr

import ceheng_model as cm

DATA = Path(__file__).parent.parent / "data"
GROUPS = ["urban", "rural", "lifted"]
COMPONENTS = ["wages", "business", "property", "transfer"]
YEARS = [2021, 2022, 2023, 2024]
CASES = {"urban": "national_2021", "rural": "poverty_counties_2019", "lifted": "register_2021"}
RATES = [0.05, 0.10, 0.15, 0.20]
CHEAP = pd.Series(RATES, index=pd.Index(["a", "b", "c", "d"], name="wages"))


# by hand


@cache
def base() -> xr.DataArray:
    table = pd.read_csv(DATA / "baselines.csv")
    rows = [table[(table.group == group) & (table.share_case == case)] for group, case in CASES.items()]
    wide = pd.concat(rows).pivot(index="group", columns="component", values="value_yuan").loc[GROUPS, COMPONENTS]
    return xr.DataArray(wide.to_numpy(), dims=("group", "component"), coords={"group": GROUPS, "component": COMPONENTS})


def grown(wages: float | None = None) -> xr.DataArray:
    """Return the levels of the growth table: components that only grow share one rate, which gives the total printed.

    With `wages`, rural wages grow at that rate instead, the others as before.
    """
    table = pd.read_csv(DATA / "plans" / "ceheng-2022-2024" / "growth.csv")
    printed = table.set_index(["group", "component", "year"])["value"]
    levels = np.zeros((3, 4, 4))
    changed = np.zeros((3, 4, 4))
    levels[:, :, 0] = changed[:, :, 0] = base().to_numpy()
    for g, group in enumerate(GROUPS):
        for t, year in enumerate(YEARS[1:], start=1):
            rates = np.array([printed[group, component, year] for component in COMPONENTS])
            known, before = ~np.isnan(rates), levels[g, :, t - 1]
            rest = before.sum() * (1 + printed[group, "total", year]) - (before * (1 + rates))[known].sum()
            rates[~known] = rest / before[~known].sum() - 1
            levels[g, :, t] = before * (1 + rates)
            if group == "rural" and wages is not None:
                rates[0] = wages
            changed[g, :, t] = changed[g, :, t - 1] * (1 + rates)
    coords = {"group": GROUPS, "component": COMPONENTS, "year": YEARS}
    return xr.DataArray(changed, dims=("group", "component", "year"), coords=coords)


@cache
def by_hand() -> xr.DataArray:
    return grown()


@cache
def batch_by_hand() -> xr.DataArray:
    parts = [grown(rate) for rate in RATES]
    return xr.concat(parts, dim=pd.Index(list(CHEAP.index), name="wages"))


def hand_totals() -> xr.DataArray:
    return by_hand().sum("component")


def hand_ratio(levels: xr.DataArray | None = None) -> xr.DataArray:
    totals = (by_hand() if levels is None else levels).sum("component")
    return (totals.sel(group="urban") / totals.sel(group="rural")).drop_vars("group", errors="ignore")


def hand_growth() -> xr.DataArray:
    levels = by_hand()
    return levels.isel(year=slice(1, None)) / levels.shift(year=1).isel(year=slice(1, None)) - 1


def hand_frame() -> pd.DataFrame:
    frame = by_hand().to_dataframe("level").reset_index()
    frame.insert(0, "scenario", pd.Series("plan", index=frame.index, dtype="category"))
    return frame


# as in a notebook


@cache
def scenario() -> cm.Scenario:
    return cm.scenario("plan")


@cache
def p() -> cm.Projection:
    return cm.project(scenario())


@cache
def batch() -> cm.Projection:
    return cm.project(scenario().with_growth("rural", "wages", CHEAP))


@cache
def users() -> pd.DataFrame:
    """A frame of one's own: heads of each group."""
    return pd.DataFrame({"group": ["rural", "urban", "lifted"], "year": [2024] * 3, "heads": [100.0, 60.0, 20.0]})


def frame() -> pd.DataFrame:
    found: pd.DataFrame = p().to_frame()
    return found.astype({"group": str, "component": str})


def met(name: str) -> list[bool]:
    verdicts = cm.check(batch())[name].verdict
    return [bool(one == cm.Verdict.MET) for one in np.asarray(verdicts).ravel()]


Pair = tuple[Callable[[], Any], Callable[[], Any]]
EXPRESSIONS: dict[str, Pair] = {
    # picking
    "p.totals": (lambda: p().totals, hand_totals),
    "p.levels": (lambda: p().levels, by_hand),
    "p.urban_rural_ratio": (lambda: p().urban_rural_ratio, hand_ratio),
    "p.totals.sel(group=rural)": (lambda: p().totals.sel(group="rural"), lambda: hand_totals().sel(group="rural")),
    "float(p.totals.sel(group=rural, year=2024))": (
        lambda: float(p().totals.sel(group="rural", year=2024)),
        lambda: float(hand_totals().sel(group="rural", year=2024)),
    ),
    "p.totals.sel(year=[2024, 2022])": (
        lambda: p().totals.sel(year=[2024, 2022]),
        lambda: hand_totals().sel(year=[2024, 2022]),
    ),
    "p.totals.sel(year=slice(2022, 2023))": (
        lambda: p().totals.sel(year=slice(2022, 2023)),
        lambda: hand_totals().sel(year=slice(2022, 2023)),
    ),
    "p.totals.sel(group=slice(urban, rural))": (
        lambda: p().totals.sel(group=slice("urban", "rural")),
        lambda: hand_totals().sel(group=slice("urban", "rural")),
    ),
    "p.levels.sel(component=[wages, transfer], group=lifted)": (
        lambda: p().levels.sel(component=["wages", "transfer"], group="lifted"),
        lambda: by_hand().sel(component=["wages", "transfer"], group="lifted"),
    ),
    "p.levels.sel(component=wages).sel(year=2023)": (
        lambda: p().levels.sel(component="wages").sel(year=2023),
        lambda: by_hand().sel(component="wages", year=2023),
    ),
    "p.totals.shape": (lambda: p().totals.shape, lambda: hand_totals().shape),
    "p.levels.dims": (lambda: p().levels.dims, lambda: by_hand().dims),
    "list(p.levels.coords[component])": (lambda: list(p().levels.coords["component"]), lambda: COMPONENTS),
    "p.values": (lambda: p().values, lambda: by_hand().to_numpy()),
    # what the library derives
    "p.growth": (lambda: p().growth, hand_growth),
    "p.total_growth": (
        lambda: p().total_growth,
        lambda: hand_totals().diff("year") / hand_totals().shift(year=1).isel(year=slice(1, None)),
    ),
    "p.shares": (lambda: p().shares, lambda: by_hand() / hand_totals()),
    "p.increments": (lambda: p().increments, lambda: by_hand().diff("year")),
    "p.total_increments": (lambda: p().total_increments, lambda: hand_totals().diff("year")),
    "p.average_annual_growth": (
        lambda: p().average_annual_growth,
        lambda: (hand_totals().sel(year=2024) / hand_totals().sel(year=2021)) ** (1 / 3) - 1,
    ),
    # arithmetic
    "urban / rural": (
        lambda: p().totals.sel(group="urban") / p().totals.sel(group="rural"),
        hand_ratio,
    ),
    "urban - rural": (
        lambda: p().totals.sel(group="urban") - p().totals.sel(group="rural"),
        lambda: hand_totals().sel(group="urban", drop=True) - hand_totals().sel(group="rural", drop=True),
    ),
    "p.totals * 2": (lambda: p().totals * 2, lambda: hand_totals() * 2),
    "p.totals / 10_000": (lambda: p().totals / 10_000, lambda: hand_totals() / 10_000),
    "1 / p.urban_rural_ratio": (lambda: 1 / p().urban_rural_ratio, lambda: 1 / hand_ratio()),
    "p.levels / p.totals": (lambda: p().levels / p().totals, lambda: by_hand() / hand_totals()),
    "p.totals - p.totals.sel(year=2021)": (
        lambda: p().totals - p().totals.sel(year=2021),
        lambda: hand_totals() - hand_totals().sel(year=2021, drop=True),
    ),
    "p.totals + other order": (
        lambda: p().totals + p().totals.sel(group=["lifted", "urban", "rural"]),
        lambda: hand_totals() + hand_totals().sel(group=["lifted", "urban", "rural"]),
    ),
    "abs(-p.totals)": (lambda: abs(-p().totals), lambda: abs(-hand_totals())),
    "p.totals > 15_000": (lambda: p().totals > 15_000, lambda: (hand_totals() > 15_000).to_numpy()),
    "p.urban_rural_ratio <= 3.2": (
        lambda: p().urban_rural_ratio <= 3.2,
        lambda: (hand_ratio() <= 3.2).to_numpy(),
    ),
    "p.totals * a Series by group": (
        lambda: p().totals * pd.Series([0.5, 2.0, 1.0], index=pd.Index(["rural", "urban", "lifted"], name="group")),
        lambda: hand_totals() * xr.DataArray([2.0, 0.5, 1.0], dims="group", coords={"group": GROUPS}),
    ),
    # numpy
    "np.asarray(p.totals)": (lambda: np.asarray(p().totals), lambda: hand_totals().to_numpy()),
    "np.log(p.totals)": (lambda: np.log(p().totals), lambda: np.log(hand_totals().to_numpy())),
    "np.diff(p.totals, axis=-1)": (
        lambda: np.diff(p().totals, axis=-1),
        lambda: hand_totals().diff("year").to_numpy(),
    ),
    "np.mean(p.totals.sel(group=rural))": (
        lambda: float(np.mean(p().totals.sel(group="rural"))),
        lambda: float(hand_totals().sel(group="rural").mean()),
    ),
    # xarray
    "p.levels.to_xarray()": (lambda: p().levels.to_xarray(), by_hand),
    "p.levels.to_xarray().sum(component)": (lambda: p().levels.to_xarray().sum("component"), hand_totals),
    "p.totals.to_xarray().pct_change": (
        lambda: p().totals.to_xarray().diff("year") / p().totals.to_xarray().shift(year=1),
        lambda: hand_totals().diff("year") / hand_totals().shift(year=1),
    ),
    "p.levels.to_xarray().idxmax(component)": (
        lambda: p().levels.to_xarray().idxmax("component").to_numpy().tolist(),
        lambda: by_hand().idxmax("component").to_numpy().tolist(),
    ),
    # pandas
    "p.to_frame()": (frame, hand_frame),
    "p.to_frame().pivot": (
        lambda: frame().pivot(index=["group", "component"], columns="year", values="level"),
        lambda: hand_frame().pivot(index=["group", "component"], columns="year", values="level"),
    ),
    "p.to_frame().groupby([group, year]).level.sum()": (
        lambda: frame().groupby(["group", "year"])["level"].sum(),
        lambda: hand_totals().to_series().sort_index(),
    ),
    "p.to_frame().query": (
        lambda: frame().query("year == 2024 and component == 'wages'")["level"].tolist(),
        lambda: by_hand().sel(year=2024, component="wages").to_numpy().tolist(),
    ),
    "p.totals.to_frame().merge(own)": (
        lambda: (
            p().totals.to_frame().merge(users(), on=["group", "year"]).pipe(lambda both: both["total"] @ both["heads"])
        ),
        lambda: float(hand_totals().sel(year=2024) @ xr.DataArray([60.0, 100.0, 20.0], coords={"group": GROUPS})),
    ),
    "p.totals.to_frame(wide=True)[2024]": (
        lambda: p().totals.to_frame(wide=True)[2024].tolist(),
        lambda: hand_totals().sel(year=2024).to_numpy().tolist(),
    ),
    "p.to_frame().sort_values": (
        lambda: frame().sort_values("level", ascending=False)["level"].head(3).tolist(),
        lambda: np.sort(by_hand().to_numpy().ravel())[::-1][:3].tolist(),
    ),
    "pd.concat of two scenarios": (
        lambda: (
            pd.concat({"plan": p().totals.to_frame(), "b": batch().at(wages="b").totals.to_frame()}, names=["path"])
            .groupby("path")["total"]
            .sum()
            .to_dict()
        ),
        lambda: {
            "plan": float(hand_totals().sum()),
            "b": float(batch_by_hand().sel(wages="b").sum()),
        },
    ),
    # batches
    "batch.totals": (
        lambda: batch().totals.to_xarray().transpose("group", "year", "wages"),
        lambda: batch_by_hand().sum("component").transpose("group", "year", "wages"),
    ),
    "batch.at(wages=c).urban_rural_ratio": (
        lambda: batch().at(wages="c").urban_rural_ratio,
        lambda: hand_ratio(batch_by_hand().sel(wages="c")),
    ),
    "batch.totals.sel(wages=[d, a], year=2024)": (
        lambda: batch().totals.sel(wages=["d", "a"], year=2024),
        lambda: batch_by_hand().sum("component").sel(wages=["d", "a"], year=2024),
    ),
    "batch.totals.sel(wages=slice(b, c))": (
        lambda: batch().totals.sel(wages=slice("b", "c")),
        lambda: batch_by_hand().sum("component").sel(wages=slice("b", "c")),
    ),
    "batch.totals - p.totals": (
        lambda: (batch().totals - p().totals).to_xarray().transpose("wages", "group", "year"),
        lambda: (batch_by_hand().sum("component") - hand_totals()).transpose("wages", "group", "year"),
    ),
    "batch ratio below 3.2": (
        lambda: (batch().urban_rural_ratio.sel(year=2024) < 3.2).tolist(),
        lambda: (hand_ratio(batch_by_hand()).sel(year=2024) < 3.2).to_numpy().tolist(),
    ),
    "batch frame unstacked": (
        lambda: batch().urban_rural_ratio.to_frame().pivot(index="wages", columns="year", values="urban_rural_ratio"),
        lambda: hand_ratio(batch_by_hand()).to_series().unstack("year"),
    ),
    "np.quantile over the batch": (
        lambda: np.quantile(batch().totals.sel(group="rural", year=2024), [0.25, 0.75]).tolist(),
        lambda: (
            batch_by_hand().sum("component").sel(group="rural", year=2024).quantile([0.25, 0.75]).to_numpy().tolist()
        ),
    ),
    "batch check rural growth": (
        lambda: met("rural_growth"),
        # 12 % and more, of a figure that is printed in whole per cent
        lambda: (
            (
                (lambda total: (total.sel(year=2024) / total.sel(year=2021)) ** (1 / 3) - 1)(
                    batch_by_hand().sum("component").sel(group="rural")
                )
                >= 0.115
            )
            .to_numpy()
            .tolist()
        ),
    ),
    # comparisons
    "lead of urban growth": (
        lambda: p().total_growth.sel(group="urban") - p().total_growth.sel(group="rural"),
        lambda: (
            (hand_totals().diff("year") / hand_totals().shift(year=1).isel(year=slice(1, None))).sel(
                group="urban", drop=True
            )
            - (hand_totals().diff("year") / hand_totals().shift(year=1).isel(year=slice(1, None))).sel(
                group="rural", drop=True
            )
        ),
    ),
    "p == project again": (lambda: p() == cm.project(cm.scenario("plan")), lambda: True),
    "contributions of rural wages": (
        lambda: cm.contributions(p()).contribution_points.sel(group="rural", component="wages"),
        lambda: (
            by_hand().sel(group="rural", component="wages").diff("year")
            / hand_totals().sel(group="rural").shift(year=1).isel(year=slice(1, None))
        ),
    ),
}


def alike(ours: Any, hand: Any) -> None:
    """Compare what the library gives with what was done by hand, labels and all."""
    if isinstance(ours, cm.Labelled):
        assert ours.dims == hand.dims
        ours = ours.to_xarray()
    if isinstance(ours, xr.DataArray):
        own = hand.drop_vars([name for name in hand.coords if name not in hand.dims])
        ours = ours.drop_vars([name for name in ours.coords if name not in ours.dims])
        xr.testing.assert_allclose(ours, own, rtol=1e-12, atol=1e-12)
        assert all(ours[name].to_numpy().tolist() == own[name].to_numpy().tolist() for name in own.dims)
    elif isinstance(ours, pd.DataFrame):
        found = ours.rename_axis(columns=None)
        found.index = pd.MultiIndex.from_tuples(found.index) if found.index.nlevels > 1 else pd.Index(list(found.index))
        wanted = hand.rename_axis(columns=None)
        wanted.index = pd.MultiIndex.from_tuples(wanted.index) if hand.index.nlevels > 1 else pd.Index(list(hand.index))
        pd.testing.assert_frame_equal(found, wanted, rtol=1e-12, check_dtype=False)
    elif isinstance(ours, pd.Series):
        pd.testing.assert_series_equal(ours, hand, rtol=1e-12, check_names=False, check_index_type=False)
    elif isinstance(ours, np.ndarray):
        assert ours.shape == hand.shape
        np.testing.assert_allclose(ours, hand, rtol=1e-12)
    elif isinstance(ours, float | dict) or (isinstance(ours, list) and isinstance(ours[0], float)):
        assert ours == pytest.approx(hand, rel=1e-12)
    else:
        assert ours == hand


def test_there_are_sixty() -> None:
    assert len(EXPRESSIONS) >= 60


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_an_expression_gives_what_is_done_by_hand(expression: str) -> None:
    ours, hand = EXPRESSIONS[expression]
    alike(ours(), hand())


def test_a_series_on_either_side_goes_by_its_labels() -> None:
    totals = cm.project(cm.scenario("plan")).totals
    factors = pd.Series([1.0, 2.0, 3.0], index=pd.Index(["lifted", "rural", "urban"], name="group"))
    by_hand = np.asarray(totals) * np.array([[3.0], [2.0], [1.0]])
    for product in (factors * totals, totals * factors):
        assert isinstance(product, cm.Labelled)
        np.testing.assert_array_equal(product.values, by_hand)
    np.testing.assert_array_equal((factors - totals).values, -(totals - factors).values)
    years = pd.Series([4.0, 3.0, 2.0, 1.0], index=pd.Index([2024, 2023, 2022, 2021], name="year"))
    np.testing.assert_array_equal((years * totals).values, np.asarray(totals) * [1.0, 2.0, 3.0, 4.0])


def test_a_single_value_is_a_number_where_one_is_wanted() -> None:
    totals = cm.project(cm.scenario("plan")).totals
    # 11076 * 1.12 ** 3, as the plan prints the rate
    value = totals.sel(group="rural", year=2024)
    assert (f"{value:,.1f}", int(value), round(value, 1)) == ("15,561.0", 15560, 15561.0)
    assert f"{totals}" == str(totals)
    for several in (float, int, round, "{:.1f}".format):
        with pytest.raises(
            cm.InputError, match=r"must be one number \(got \(3, 4\)\); take one with sel\(group='urban'"
        ):
            several(totals)


def test_what_is_shown_says_what_it_rests_on() -> None:
    pace = pd.Series([0.1, 0.2], index=pd.Index(["slow", "fast"], name="pace"))
    many = cm.project(cm.scenario("plan").with_growth("rural", "wages", pace))
    plan = cm.load_plan()
    for shown in (many.totals, many.totals.sel(year=2024), many.urban_rural_ratio * 2):
        (condition,) = shown.conditions
        assert condition.zh == f"{plan.title.zh}，2021年基数，2种pace（slow至fast）；以各情形的增速假设成立为条件"
        assert condition.zh in repr(shown).replace("\n", "")
    (condition,) = cm.audit().conditions
    assert condition.zh.startswith(f"{plan.title.zh}；2021年基数，构成按2021年全国城镇居民、")
    assert condition.zh.endswith("按通常读法，各条的读法见末表")
