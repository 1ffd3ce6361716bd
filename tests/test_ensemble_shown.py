"""What an ensemble shows: labelled bands, fans with their targets, tables in both languages."""

import json
from typing import Any

import numpy as np
import pytest

import ceheng_model as cm

pytestmark = pytest.mark.usefixtures("random_numbers")

LEVELS = (0.05, 0.5, 0.975)
TARGETS = ("ratio=3.1", "rural.2023=13900", "rural.wages.2024=6800", "rural.average_growth=12%", "ratio.2023=3.2")


@pytest.fixture(scope="module")
def plan() -> cm.Scenario:
    return cm.scenario("plan")


@pytest.fixture(scope="module")
def made(plan: cm.Scenario) -> cm.Ensemble:
    return cm.simulate(plan, draws=3_000, method="random", seed=71, components=True, targets=TARGETS, quantiles=LEVELS)


# --- labelled numbers


def test_numbers_are_labelled_by_quantile_group_component_and_year(plan: cm.Scenario, made: cm.Ensemble) -> None:
    assert made.quantiles("level").dims == ("quantile", "group", "component", "year")
    assert made.means("ratio").dims == ("year",)
    assert made.quantiles().values.shape == (3, 3, 3)
    assert made.spreads("level").values.shape == (3, 4, 3)
    frame = made.quantiles("total").to_frame()
    row = frame.query("quantile == 0.975 and group == 'lifted' and year == 2023")
    assert row.total_quantile.item() == made.quantiles("total").values[2, 2, 1]
    # components add up to totals draw by draw, and so do their means
    assert made.means("level").values.sum(axis=1) == pytest.approx(made.means("total").values, rel=1e-12)
    for name in ("quantile_rows", "mean_rows", "spread_rows", "held", "undecided", "failed_in", "together", "at_zero"):
        assert not np.asarray(getattr(made, name)).flags.writeable


def test_what_was_not_kept_is_asked_for(plan: cm.Scenario, made: cm.Ensemble) -> None:
    bare = cm.simulate(plan, draws=10, seed=1)
    asked = r"components must be asked for when simulating \(got nothing\); simulate\(..., components=True\)"
    kept: list[Any] = [bare.quantiles, bare.means, bare.spreads, bare.error_bound]
    for ask in kept:
        with pytest.raises(cm.InputError, match=asked):
            ask("level")
    everything: list[Any] = [made.quantiles, made.means, made.spreads, made.error_bound, made.fan]
    for ask in everything:
        with pytest.raises(
            cm.InputError, match=r"what must be one of the known options \(got 'income'\); choose from: total"
        ):
            ask("income")
    with pytest.raises(cm.InputError, match=r"the axis must be one of the known options \(got 'region'\)"):
        made.quantiles().sel(region="520001")


# --- fans


def test_a_fan_starts_at_the_base_and_carries_the_bands(plan: cm.Scenario, made: cm.Ensemble) -> None:
    projection = cm.project(plan)
    asked: list[tuple[dict[str, Any], Any, Any]] = [
        ({"what": "total", "group": "rural"}, projection.totals.values[1], made.quantiles("total").values[:, 1]),
        ({"what": "ratio"}, projection.urban_rural_ratio.values, made.quantiles("ratio").values),
        (
            {"what": "level", "group": "lifted", "component": "business"},
            projection.levels.values[2, 1],
            made.quantiles("level").values[:, 2, 1],
        ),
    ]
    for labels, path, bands in asked:
        fan = made.fan(**labels)
        assert fan.years == (2021, 2022, 2023, 2024)
        assert fan.quantile_probabilities == LEVELS
        assert fan.path.tolist() == path.tolist()
        assert fan.quantiles[:, 0].tolist() == [path[0]] * 3
        assert fan.quantiles[:, 1:].tolist() == bands.tolist()
        # bands do not cross and widen with the years
        assert (np.diff(fan.quantiles, axis=0) >= 0).all()
        assert (np.diff(fan.quantiles[-1] / path - fan.quantiles[0] / path) > 0).all()
        for array in (fan.path, fan.quantiles):
            with pytest.raises(ValueError, match="read-only"):
                array[0] = 0.0


def test_a_fan_carries_the_targets_on_its_own_quantity(made: cm.Ensemble) -> None:
    def lines(**labels: Any) -> list[tuple[str, int, float, float]]:
        return [(line.id, line.year, line.value, line.probability) for line in made.fan(**labels).targets]

    def line(id: str, year: int, value: float) -> tuple[str, int, float, float]:
        return (id, year, value, made[id].probability)

    assert lines(what="ratio") == [
        line("ratio_2024", 2024, 2.8),
        line("ratio.2024=3.1", 2024, 3.1),
        line("ratio.2023=3.2", 2023, 3.2),
    ]
    assert lines(group="rural") == [line("rural_income_2024", 2024, 15_561), line("rural.2023=13900", 2023, 13_900)]
    assert lines(group="urban") == [line("urban_income_2024", 2024, 48_594.8)]
    assert lines(what="level", group="rural", component="wages") == [line("rural.wages.2024=6800", 2024, 6_800)]
    assert lines(group="lifted") == []


def test_a_fan_is_shown_as_tables(made: cm.Ensemble) -> None:
    fan = made.fan(group="rural")
    table, targets = fan.tables()
    assert len(made.fan(group="lifted").tables()) == 1
    frame = table.to_frame()
    assert list(frame.columns) == ["year", "path", "q0.05", "q0.5", "q0.975"]
    assert frame["q0.975"].tolist() == fan.quantiles[2].tolist()
    assert targets.to_frame().probability.tolist() == [line.probability for line in fan.targets]
    english, chinese = fan.to_text("en"), fan.to_text("zh")
    assert "rural residents, total income (yuan)" in english
    assert "农村常住居民收入合计（元）" in chinese
    for word in ("year", "median", "97.5%", "2021", "Targets"):
        assert word in english
    for word in ("年份", "中位数", "目标值", "达到的概率"):
        assert word in chinese
    component = made.fan("level", group="rural", component="wages")
    assert "农村常住居民工资性收入（元）" in component.to_html("zh")
    assert "城乡居民收入比" in made.fan("ratio").to_text("zh")


WRONG: list[tuple[dict[str, Any], str]] = [
    ({}, r"group of a fan must be one of the known options \(got nothing\); choose from: urban \(urban residents\), rural \(rural residents\), lifted \(people lifted out of poverty\)"),
    ({"what": "level", "group": "rural"}, r"component of a fan must be one of the known options \(got nothing\); choose from: wages"),
    ({"what": "level", "component": "wages"}, r"group of a fan must be one of the known options \(got nothing\)"),
    ({"group": "town"}, r"must be one of the known options \(got 'town'\); choose from: urban \(urban residents\), rural \(rural residents\), lifted \(people lifted out of poverty\)"),
    ({"what": "level", "group": "rural", "component": "total"}, r"must be one of the known options \(got 'total'\)"),
    ({"what": "ratio", "group": "rural"}, r"must be one of the known options \(got '?\w+'?\)"),
    ({"group": "rural", "component": "wages"}, r"component of a fan of total must not be given \(got 'wages'\); fan\(\"level\""),
]  # fmt: skip


@pytest.mark.parametrize(("labels", "expected"), WRONG)
def test_a_fan_of_nothing_names_what_is_missing(made: cm.Ensemble, labels: dict[str, Any], expected: str) -> None:
    with pytest.raises(cm.InputError, match=expected):
        made.fan(**labels)


# --- tables


def test_the_bands_in_a_frame_are_the_bands(plan: cm.Scenario, made: cm.Ensemble) -> None:
    bands = made.tables()[0].to_frame()
    # 3 groups of a total and 4 components, and the ratio, in 3 years
    assert len(bands) == 3 * (3 * 5 + 1)
    assert list(bands.columns) == [
        "component", "year", "quantity", "path", "mean", "standard_deviation", "q0.05", "q0.5", "q0.975",
    ]  # fmt: skip
    rows = {(row["quantity"], row["component"], row["year"]): row for row in bands.to_dict("records")}
    projection = cm.project(plan)
    for g, group in enumerate(plan.group_keys):
        row = rows[group, "transfer", 2024]
        assert row["path"] == pytest.approx(projection.levels.values[g, 3, 3], rel=1e-14)
        assert row["mean"] == made.means("level").values[g, 3, 2]
        row = rows[group, "total", 2022]
        assert row["standard_deviation"] == made.spreads("total").values[g, 0]
        assert row["q0.05"] == made.quantiles("total").values[0, g, 0]
    row = rows["urban_rural_ratio", "total", 2023]
    assert row["q0.975"] == made.quantiles("ratio").values[2, 1]
    assert row["path"] == pytest.approx(projection.urban_rural_ratio.values[2], rel=1e-14)
    # the frame of the whole has the same rows, the scenario and the groups in columns of their own
    frame = made.to_frame()
    assert list(frame.columns) == ["scenario", "group", *bands.columns]
    assert (
        frame[frame.quantity == "income"].group.tolist()
        == bands[bands.quantity != "urban_rural_ratio"].quantity.tolist()
    )
    assert frame.drop(columns=["scenario", "group", "quantity", "component"]).equals(
        bands.drop(columns=["quantity", "component"])
    )


def test_probabilities_stand_in_the_order_of_the_plan_targets_last(plan: cm.Scenario, made: cm.Ensemble) -> None:
    frame = made.tables()[1].to_frame()
    assert plan.plan is not None
    order = [s.id for s in plan.plan.statements if s.id in set(frame.criterion)]
    targets = [str(cm.target(text, plan)) for text in TARGETS]
    assert list(frame.criterion) == [*order, *targets, "all"]
    assert frame.probability.tolist()[:-1] == [chance.probability for chance in made.chances]
    assert frame.undecided.tolist()[:-1] == [chance.undecided for chance in made.chances]
    assert frame.standard_error.tolist()[:-1] == [chance.standard_error for chance in made.chances]
    assert frame.probability.iloc[-1] == made.all_together.probability
    assert frame.undecided.iloc[-1] == made.all_together.undecided


def test_every_form_says_what_was_drawn_and_how(made: cm.Ensemble) -> None:
    english, chinese = made.to_text("en"), made.to_text("zh")
    for word in (
        "How far results may spread", "Probability of holding", "Not judged", "How it was drawn", "median", "97.5%",
        "s.d.", "urban-rural income ratio", "3,000", "71", "normal", "wages", "all of them together",
    ):  # fmt: skip
        assert word in english, word
    for word in (
        "不确定范围", "达到的概率", "未判定的条目", "模拟设置", "中位数", "标准差", "城乡居民收入比", "3,000", "71", "正态",
        "工资性收入", "以上全部", "模拟误差",
    ):  # fmt: skip
        assert word in chinese, word
    html = made.to_html()
    assert html.count("<table") == 5
    assert "城乡居民收入比" in html
    # what never or always happened is bounded by 1 - 0.05 ** (1 / 3000), by the rule of three about 3 / 3000
    assert "if the model is true, with a probability below 0.1% (95 % confidence)" in english
    assert "若模型本身成立，达到的概率以95%的置信度低于0.1%" in chinese


def test_records_go_through_json(made: cm.Ensemble) -> None:
    for table in made.tables():
        records = json.loads(json.dumps(table.records(), allow_nan=False, ensure_ascii=False))
        assert len(records) == len(table.rows)
    settings = {record["setting"]: record for record in made.tables()[-1].records()}
    assert settings["seed"]["value"] == "71"
    assert settings["draws"]["value"] == 3_000
    whole: Any = np.int64(1)
    one = cm.simulate(made.scenario, draws=whole, seed=whole)
    assert json.dumps(one.tables()[-1].records())
    # a standard deviation that does not exist is nothing, not NaN
    assert one.tables()[0].records()[0]["standard_deviation"] is None


def test_a_comparison_is_shown_in_both_languages(plan: cm.Scenario) -> None:
    other = plan.with_name("richer").with_growth("rural", "wages", 0.25)
    found = cm.compare(plan, other, draws=400, seed=72, quantiles=LEVELS)
    frame = found.to_frame()
    assert list(frame.columns) == [
        "group", "year", "quantity", "path", "mean", "standard_deviation", "q0.05", "q0.5", "q0.975", "higher", "standard_error",
    ]  # fmt: skip
    assert len(frame) == 12
    last = frame[frame.year == 2024]
    rural, ratio = last[last.group == "rural"].iloc[0], last[last.quantity == "urban_rural_ratio"].iloc[0]
    assert (rural["higher"], ratio["higher"]) == (1.0, 0.0)
    assert rural["q0.05"] > 0.0
    assert "richer less the plan, same draws" in found.to_text("en")
    assert "richer 减 按方案，同一组随机数" in found.to_text("zh")
    for array in (found.mean_rows, found.spread_rows, found.quantile_rows, found.centre_rows, found.higher):
        assert not np.asarray(array).flags.writeable
