"""Ranges of probabilities: each end is what a simulation under that setting gives; what moves is the setting alone."""

import json
from dataclasses import replace

import numpy as np
import pytest
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli.entry import program
from ceheng_model.tables.cells import probability_text
from ceheng_model.uncertainty.persistence import PANDEMIC
from ceheng_model.vocabulary import LANGUAGES

DRAWS = 4_000


def ranges(name: str = "plan", **options: object) -> cm.ProbabilityRanges:
    return cm.probability_ranges(cm.scenario(name), draws=DRAWS, seed=3, **options)  # type: ignore[arg-type]


def test_every_setting_gives_what_a_simulation_under_it_gives() -> None:
    plan = cm.scenario("plan")
    found, spread = ranges(), cm.estimate_uncertainty(plan)
    by_label = {setting.label.en: i for i, setting in enumerate(found.settings)}
    national = plan.with_shares({"rural": "national_2021"})
    again = {
        "as set": (plan, spread),
        "common spread x 0.5": (plan, scaled(spread, 0.5)),
        "common spread x 1.5": (plan, scaled(spread, 1.5)),
        "no spread of the region's own": (plan, spread.with_(own_spread=0.0)),
        "the region's own spread x 2": (plan, spread.with_(own_spread=2.0 * np.asarray(spread.own_spread))),
        "rural residents split as rural residents of the whole country in 2021": (national, spread),
    }
    for label, (scenario, uncertainty) in again.items():
        drawn = cm.simulate(scenario, draws=DRAWS, seed=3, uncertainty=uncertainty)
        at = by_label[label]
        for chance in (*drawn.chances, drawn.all_together):
            assert found[chance.id].probabilities[at] == chance.probability, (label, chance.id)


def scaled(spread: cm.Uncertainty, factor: float) -> cm.Uncertainty:
    """The spread of the nation is the same estimate as that of the region's common shocks: both are widened."""
    assert spread.reference is not None
    nation = replace(spread.reference, standard_deviation=factor * spread.reference.standard_deviation)
    return replace(spread, standard_deviation=factor * spread.standard_deviation, reference=nation)


def test_a_common_spread_cancels_where_the_region_is_compared_with_the_nation() -> None:
    # faster than the nation by shocks of the region's own alone: the less the common ones stray, the surer
    found = ranges()
    labels = [setting.label.en for setting in found.settings]
    narrow, as_set, wide = (labels.index(name) for name in ("common spread x 0.5", "as set", "common spread x 1.5"))
    for id in ("urban_gap_to_nation", "rural_gap_to_nation", "rural_gap_to_province"):
        chances = found[id].probabilities
        assert chances[narrow] > chances[as_set] > chances[wide]
    # without the error of the mean, and on one split, nothing of the common shocks is left of a lead of equal growth
    even = cm.estimate_uncertainty(cm.scenario("plan")).with_(own_spread=0.0).without_estimation_error()
    share = {"urban": "national_2021", "rural": "national_2021"}
    flat = cm.scenario("plan").with_shares(share)
    leads = [
        cm.simulate(flat, draws=DRAWS, seed=3, uncertainty=even.with_common_scaled(factor))["urban_gap_to_nation"]
        for factor in (0.5, 1.0, 1.5)
    ]
    assert [chance.probability for chance in leads] == [1.0, 1.0, 1.0]


def test_ends_name_the_setting_that_gives_them() -> None:
    found = ranges("trend")
    table = found.table()
    names = [setting.label for setting in found.settings]
    for record, of in zip(table.records(), found.ranges, strict=True):
        assert record["lowest"] == of.lowest
        assert record["highest"] == of.highest
        assert of.lowest <= of.chance.probability <= of.highest
        # ends that read alike are no range
        if probability_text(of.lowest) != probability_text(of.highest):
            at = [label.zh for label in names].index(str(record["lowest_setting_zh"]))
            assert of.probabilities[at] == of.lowest
    # what nobody knows exactly moves some verdict by far more than the simulation errs
    assert max(of.highest - of.lowest for of in found.ranges) > 0.3


def test_persistence_goes_to_both_ends_of_what_the_series_say() -> None:
    found = ranges()
    estimate = cm.estimate_uncertainty(cm.scenario("plan")).estimate
    assert estimate is not None
    lags = [lag for series in estimate.persistence for lag in (series.every_year, series.without_pandemic)]
    ends = [lag.interval for lag in lags if lag is not None]
    expected = [max(min(low for low, _ in ends), -0.9), min(max(high for _, high in ends), 0.9)]
    tried = [setting.uncertainty.persistence for setting in found.settings if setting.kind == "persistence"]
    assert tried == pytest.approx(expected)
    # the years without the pandemic exclude no positive value, so that one is tried, too
    assert min(tried) < 0.0 < max(tried)


def test_a_spread_without_the_pandemic_is_that_of_the_other_years() -> None:
    plan = cm.scenario("plan")
    uncertainty = cm.estimate_uncertainty(plan)
    assert uncertainty.estimate is not None
    parts = uncertainty.estimate.without_pandemic
    assert parts is not None
    series = cm.load_series()
    for g, group in enumerate(("urban", "rural")):
        years = np.arange(2016, 2025)
        rates = np.array([components_growth(series, group, int(year)) for year in years])
        spreads = []
        for used in (np.ones(9, dtype=bool), ~np.isin(years, PANDEMIC)):
            line = np.polyfit(years[used], rates[used], 1)
            left = rates[used] - np.polyval(line, years[used])
            spreads.append((left @ left / (used.sum() - 2)) ** 0.5)
        assert parts[g] == pytest.approx(spreads[1] / spreads[0], rel=1e-6)


def components_growth(series: cm.PublishedSeries, group: str, year: int) -> float:
    def total(at: int) -> float:
        levels = [series.level(group, part, at) for part in ("wages", "business", "property", "transfer")]
        return float(sum(level for level in levels if level is not None))

    return total(year) / total(year - 1) - 1


def test_a_spread_that_was_given_is_varied_without_what_only_an_estimate_knows() -> None:
    plan = cm.scenario("plan")
    given = cm.Uncertainty(groups=plan.group_keys, standard_deviation=np.full((3, 4), 0.02), correlation=np.eye(12))
    found = ranges(uncertainty=given)
    kinds = [setting.kind for setting in found.settings]
    assert kinds == ["as_set", "spread", "spread", "persistence", "persistence", *["share_case"] * 3]
    tried = [setting.uncertainty.persistence for setting in found.settings if setting.kind == "persistence"]
    assert tried == [-0.5, 0.5]


def test_targets_are_ranged_as_well_and_all_of_them_last() -> None:
    found = ranges(statements="none", targets=["ratio=3.1"])
    assert [of.chance.id for of in found.ranges] == ["ratio.2024=3.1", "all"]
    with pytest.raises(KeyError, match="rural_income_2024"):
        found["rural_income_2024"]


def test_ranges_are_shown_in_both_languages_and_claim_no_certainty() -> None:
    found = ranges()
    for language in LANGUAGES:
        text = found.to_text(language)
        assert " 100.0%" not in text
        assert " 0.0%" not in text
    assert "ranges tell what the settings leave open" in " ".join(found.to_text("en").split())
    assert set(found.to_frame().columns) >= {
        "probability",
        "lowest",
        "highest",
        "lowest_setting",
        "highest_setting",
    }


def test_a_scenario_of_many_regions_has_no_ranges() -> None:
    many = cm.scenario("plan").with_growth("rural", "wages", np.array([0.1, 0.2]), years=2023)
    with pytest.raises(cm.InputError, match="one"):
        cm.probability_ranges(many)


def test_ranges_are_conditional_on_what_a_simulation_is() -> None:
    drawn = cm.simulate(cm.scenario("plan"), draws=DRAWS, seed=3)
    assert ranges().table().notes[0] == drawn.condition
    assert "known up to 2021" in drawn.condition.en


@pytest.mark.parametrize("method", ["sobol", "random"])
def test_a_probability_as_set_is_the_one_that_draws_give(method: cm.ensemble.Method) -> None:
    plan = cm.scenario("plan")
    ranges = cm.probability_ranges(plan, draws=DRAWS, seed=3, method=method)
    drawn = cm.simulate(plan, draws=DRAWS, seed=3, method=method)
    assert {one.chance.id: one.chance.probability for one in ranges.ranges} == {
        one.id: one.probability for one in (*drawn.chances, drawn.all_together)
    }


def test_the_command_says_as_set_what_simulate_says() -> None:
    def read(*arguments: str) -> dict[str, str]:
        done = CliRunner().invoke(program, [*arguments, "--format", "json"])
        assert done.exit_code == 0, done.output
        tables = json.loads(done.stdout)
        rows = tables.get("probabilities") or tables["probability_ranges"]
        return {row["criterion"]: row["probability"] for row in rows}

    said = read("simulate")
    assert said
    assert read("sensitivity", "--method", "ranges") == said
