"""What a probability is conditional on stands beside it, in words that follow the settings; the trend beside both."""

import json
from collections.abc import Callable

import numpy as np
import pytest

import ceheng_model as cm
from ceheng_model import charts
from ceheng_model.uncertainty import IF_GROWTH_HOLDS, Uncertainty, conditional_on
from ceheng_model.vocabulary import LANGUAGES, Text


def estimated() -> Uncertainty:
    return cm.estimate_uncertainty(cm.scenario("plan"))


@pytest.mark.parametrize(
    ("change", "said", "not_said"),
    [
        (lambda u: u, "the error of the estimate in it", "not in it, "),
        (lambda u: u.without_estimation_error(), "the error of the estimate not in it", "persistence"),
        (lambda u: u.with_(own_spread=0.0), "no spread of the region's own", "as a province shows it"),
        (lambda u: u.with_(own_spread=0.02), "the region's own spread,", "as a province shows it"),
        (lambda u: u.with_(persistence=-0.4), "persistence -0.40", "Student"),
        (lambda u: u.with_(distribution="student_t"), "Student's t", "persistence"),
        (lambda u: u.with_spread("rural", "wages", 0.05), "as changed by the user", "published series"),
    ],
)
def test_words_follow_the_settings(change: Callable[[Uncertainty], Uncertainty], said: str, not_said: str) -> None:
    told = conditional_on(change(estimated()))
    assert IF_GROWTH_HOLDS.zh in told.zh
    assert said in told.en
    assert not_said not in told.en


def test_a_spread_that_was_given_and_none_at_all_are_told_apart() -> None:
    plan = cm.scenario("plan")
    given = Uncertainty(groups=plan.group_keys, standard_deviation=np.full((3, 4), 0.02), correlation=np.eye(12))
    assert "the spread as given" in conditional_on(given).en
    assert "no spread at all" in conditional_on(given.with_(standard_deviation=np.zeros((3, 4)))).en


def test_what_is_known_is_told() -> None:
    assert "known up to 2023" in conditional_on(estimated(), cm.scenario("plan").with_as_of(2023)).en
    assert "known up to" not in conditional_on(estimated(), cm.scenario("plan")).en


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_of_probabilities_says_it(language: str) -> None:
    plan = cm.scenario("plan")
    ensemble = cm.simulate(plan, draws=8192, seed=1)
    solved = cm.required_growth(plan, "ratio=3.0", vary="rural", probability=0.8, draws=8192, seed=1)
    tables = [
        ensemble.chance_table(),
        ensemble.failure_table(),
        ensemble.fan("ratio").tables()[1],
        solved.tables()[1],
        cm.compare(plan, cm.scenario("trend"), draws=8192, seed=1).tables()[0],
        cm.probability_ranges(plan, draws=8192, seed=1).table(),
    ]
    short = getattr(IF_GROWTH_HOLDS, language)
    for table in tables:
        assert any(short in getattr(note, language) for note in table.notes), table.name
    # a file has no notes below its table: the condition stands in a column of its own
    assert ensemble.chance_table().to_csv().splitlines()[0].find("condition") > 0
    ax = charts.fan(ensemble.fan("ratio"), ensemble=ensemble, language=language)  # type: ignore[arg-type]
    assert any(short in text.get_text().replace("\n", "") for text in ax.get_figure(root=True).findobj(match=is_text))  # type: ignore[union-attr]


def is_text(artist: object) -> bool:
    return hasattr(artist, "get_text")


def test_probabilities_under_the_trend_are_those_of_the_trend() -> None:
    plan = cm.scenario("plan")
    table = cm.simulate(plan, draws=8192, seed=1).chance_table()
    trend = cm.simulate(cm.scenario("trend"), draws=8192, seed=1, uncertainty=estimated())
    expected = {chance.id: chance.probability for chance in (*trend.chances, trend.all_together)}
    records = json.loads(json.dumps(table.records()))
    assert {record["criterion"]: record["under_trend"] for record in records} == expected
    assert any(column.key == "under_trend" and column.shown for column in table.columns)


def test_the_trend_keeps_base_horizon_and_what_is_known() -> None:
    changed = cm.scenario("plan").with_shares({"rural": "national_2021"}).with_as_of(2023)
    ensemble = cm.simulate(changed, draws=8192, seed=2)
    trend = cm.scenario("trend").with_shares({"rural": "national_2021"}).with_as_of(2023)
    alone = cm.simulate(trend, draws=8192, seed=2, uncertainty=ensemble.uncertainty)
    assert ensemble.under_trend is not None
    chances = ensemble.under_trend.chances
    assert not isinstance(chances, Text)
    assert [one.probability for one in chances[:-1]] == [one.probability for one in alone.chances]


def test_the_trend_itself_and_many_regions_have_no_such_column() -> None:
    table = cm.simulate(cm.scenario("trend"), draws=8192, seed=1).chance_table()
    assert not any(column.key == "under_trend" and column.shown for column in table.columns)
    assert any("this scenario is the trend itself" in note.en for note in table.notes)


@pytest.mark.parametrize("name", ["trend", "components"])
def test_growth_that_is_an_average_brings_the_error_of_the_average(name: str) -> None:
    scenario, both = cm.scenario(name), "the errors of the estimates of the spread and of average growth in it"
    assert both in conditional_on(estimated(), scenario).en
    assert "含波动与平均增速的估计误差" in conditional_on(estimated(), scenario).zh
    assert both in cm.simulate(scenario, draws=8192, seed=1).condition.en
    # a comparison draws both under the same shocks
    assert both in cm.compare(cm.scenario("plan"), scenario, draws=8192, seed=1).condition.en
    assert both not in conditional_on(estimated().without_estimation_error(), scenario).en
    assert "the error of the estimate not in it" in conditional_on(estimated().without_estimation_error(), scenario).en
    # growth that was set is no average
    assert both not in conditional_on(estimated(), cm.scenario("plan")).en
    assert both not in conditional_on(estimated(), scenario.with_growth(None, None, 0.05)).en


@pytest.mark.parametrize("draws", [2**31 + 1, 10**12, 10**30])
def test_draws_beyond_what_changes_anything_are_refused_with_the_reason(draws: int) -> None:
    with pytest.raises(cm.InputError, match="2,147,483,648") as caught:
        cm.simulate(cm.scenario("plan"), draws=draws)
    assert "digits that are not printed" in caught.value.text("en")
    assert "打印不出" in caught.value.text("zh")
