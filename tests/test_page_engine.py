"""The page's engine in a real browser against the library: figures to 1e-9, verdicts and texts to the letter."""

import json
import random
from collections.abc import Iterator
from functools import cache
from math import isnan
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

import ceheng_model as cm
from ceheng_model.checks.check_report import required_text
from ceheng_model.documents.page.draw_data import SEED
from ceheng_model.documents.page.page_file import write_page
from ceheng_model.documents.page.words import BASE_APART
from ceheng_model.errors import InputError
from ceheng_model.levers import Lever
from ceheng_model.quantities import ShareRaised
from ceheng_model.scenarios import ALTERNATIVES, scenario_record
from ceheng_model.tables.cells import Figure, probability_text
from ceheng_model.vocabulary import LANGUAGES
from tests.effort import LONG
from tests.pages import opened_file
from tests.random_plans import PAIRS, drawn
from tests.test_every_statement import plan_of_every_statement

SHIPPED = ("ceheng-2022-2024", "yunnan-rural-2022-2024", "zhejiang-2027")
COUNT = 5_000 if LONG else 500
DRAWN_PLANS = 40 if LONG else 4
NEAR = 1e-9
ASK = """records => records.map(recipe => {
  const page = cehengPage, projection = page.projected(page.data, recipe);
  const told = text => text && [text[0], text[1] ?? text[0]];
  return {
    levels: projection.levels, totals: projection.totals, ratio: projection.ratio, growth: projection.growth,
    checked: page.checkedAll(page.data, projection).map(one => ({
      id: one.statement.id, verdict: one.verdict, value: one.value, distance: one.distance,
      uncertainty: one.uncertainty, missing: told(one.missing), rounding: one.byRounding,
      required: one.required.map(({growth, bound, present}) => [growth, bound, present]),
      texts: one.verdict === "not_judged" ? null
        : [page.valueText(one), page.distanceText(one), ...told(page.requiredText(page.data, one))],
    })),
  };
})"""
COUNTED = """recipe => {
  const page = cehengPage, projection = page.projected(page.data, recipe);
  const {counts, together, atZero, drawn} = page.simulated(page.data, projection);
  const last = drawn.totals[drawn.totals.length - 1];
  const told = last.map(values => page.quantilesOf(values, page.data.draws.quantiles));
  return {counts, together, atZero, quantiles: told};
}"""


@pytest.fixture(scope="module")
def starts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, cm.Scenario]:
    """Return the scenario with which the page of each plan opens."""
    room = tmp_path_factory.mktemp("plans")
    plans: dict[str, cm.Scenario] = {name: cm.scenario("plan", plan=name) for name in SHIPPED}
    plans["every"] = cm.scenario("plan", plan=plan_of_every_statement(room / "every"))
    for seed in range(len(PAIRS)):
        dossier = drawn(seed).scenario(room / str(seed)).require_dossier()
        # they need not print growth that a path could follow
        given = [f"{key}={5 + at}%" for at, key in enumerate(dossier.plan.group_keys)]
        try:
            plans[f"drawn {seed}"] = cm.compose(["plan"], plan=dossier, changes=given)
        except InputError:
            # a table that prints a total for some years and not for others gives no path at all
            continue
        if len(plans) == len(SHIPPED) + 1 + DRAWN_PLANS:
            break
    return plans


def recipes(start: cm.Scenario, chance: random.Random) -> Iterator[cm.Scenario]:
    """Yield random scenarios of a plan, as people make them: what cannot be is left out."""
    while True:
        try:
            yield _recipe(start, chance)
        except InputError:
            continue


def _recipe(start: cm.Scenario, chance: random.Random) -> cm.Scenario:
    dossier = start.require_dossier()
    plan = dossier.plan
    shares = {
        key: chance.choice([name.key for name in dossier.case_names(key)])
        for key in plan.group_keys
        if dossier.case_names(key)
    }
    name = chance.choice(list(ALTERNATIVES))
    given = [str(change) for change in start.changes]
    made = cm.compose([name], plan=dossier, shares=shares, changes=given)
    if chance.random() < 0.3:
        with_one = [key for key in plan.group_keys if key not in made.absent_groups]
        totals = {key: round(chance.uniform(3000, 90_000), chance.choice((0, 1, 7))) for key in with_one}
        made = made.with_base({key: totals[key] for key in chance.sample(with_one, 1)} if with_one else {})
    if chance.random() < 0.4:
        made = made.with_horizon(chance.randint(plan.years[0], plan.horizon + 6))
    for _ in range(chance.choice((0, 1, 1, 2, 5, 12))):
        made = made.with_change(_change(made, chance))
    if chance.random() < 0.4:
        made = made.with_gdp(round(chance.uniform(-0.05, 0.12), 4))
    if chance.random() < 0.4:
        made = made.with_prices({year: round(chance.uniform(-0.02, 0.06), 4) for year in made.years})
    if chance.random() < 0.4:
        made = made.with_population(
            {group.key: round(chance.uniform(2, 40), 2) for group in plan.groups if group.part_of is None}
        )
    for _ in range(chance.choice((0, 0, 1, 3))):
        made = made.with_lever(_lever(made, chance))
    return made


def _change(made: cm.Scenario, chance: random.Random) -> cm.GrowthChange:
    terms = made.terms

    def some(names: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(chance.sample(names, chance.randint(0, min(2, len(names)))))

    how = chance.choice(("set", "set", "set", "add", "multiply"))
    low, high = {"set": (-0.3, 0.4), "add": (-0.05, 0.05), "multiply": (0.4, 1.7)}[how]
    digits = chance.choice((2, 3, 17))
    return cm.GrowthChange(
        groups=some(terms.group_keys),
        components=some(terms.component_keys),
        years=some(made.years),
        how=how,  # type: ignore[arg-type]
        value=round(chance.uniform(low, high), digits),
    )


def _lever(made: cm.Scenario, chance: random.Random) -> Lever:
    first = chance.choice(made.years)
    kind = chance.choice(
        (
            {"recipients": chance.randint(1, 5000), "amount": chance.randint(50, 2000), "periods": 12},
            {"quantity": chance.randint(100, 90_000), "price": chance.randint(50, 900)},
            {"investment": chance.randint(10**5, 10**8), "share": 0.3, "present_share": 0.15, "take_up": 0.8},
        )
    )
    return Lever(
        id=f"m{chance.randint(1, 3)}",
        title=cm.Text("措施", "a measure"),
        group=chance.choice(made.terms.group_keys),
        component=chance.choice(made.terms.component_keys),
        residents=chance.choice((120_000, {year: 100_000 + year for year in made.years})),
        first_year=first,
        last_year=chance.choice((None, made.years[-1], first)),
        **kind,
    )


def asked(page: Page, scenarios: list[cm.Scenario]) -> list[Any]:
    return list(page.evaluate(ASK, [json.loads(json.dumps(scenario_record(one))) for one in scenarios]))


def near(came: Any, expected: Any, where: object) -> None:
    """Compare numbers, or arrays of them, to 1e-9 of their size; what is no number is none in both."""
    if isinstance(came, list):
        assert len(came) == len(expected), where
        for one, other in zip(came, expected, strict=True):
            near(one, other, where)
        return
    value, other = float("nan") if came is None else float(came), float(expected)
    if isnan(other):
        assert isnan(value), (where, came, expected)
    else:
        assert value == other or abs(value - other) <= NEAR * max(1.0, abs(other)), (where, came, expected)


def compare(came: dict[str, Any], scenario: cm.Scenario) -> None:
    projection = cm.project(scenario)
    near(came["growth"], scenario.growth.tolist(), "growth")
    near(came["levels"], projection.values.tolist(), "levels")
    near(came["totals"], projection.totals.values.tolist(), "totals")
    if projection.has_ratio:
        near(came["ratio"], projection.urban_rural_ratio.values.tolist(), "ratio")
    report = cm.check(projection, share_cases=False)
    every = (*report.checked, *report.everybody)
    assert [one["id"] for one in came["checked"]] == [checked.statement.id for checked in every]
    for one, checked in zip(came["checked"], every, strict=True):
        where = (scenario.title.zh, one["id"])
        if checked.statement.id in apart_on_base(scenario) and checked.missing is None:
            assert one["missing"] == [*BASE_APART]
            continue
        assert one["verdict"] == checked.verdict.value, (where, one["value"], checked.value)
        missing = None if checked.missing is None else [*checked.missing.what]
        assert one["missing"] == missing, where
        near(one["value"], checked.value, where)
        near(one["distance"], checked.distance_to_goal, where)
        near(one["uncertainty"], checked.uncertainty, where)
        expected = [[entry.growth, entry.growth_to_bound, entry.present] for entry in checked.required]
        near(one["required"], expected, where)
        if one["texts"] is not None:
            words = required_text(checked, scenario.groups)
            told = [written_(checked.figure(checked.value)), written_(checked.distance(checked.distance_to_goal))]
            assert one["texts"] == [*told, words.zh, words.en], where


def apart_on_base(scenario: cm.Scenario) -> set[str]:
    """Return the statements that the page says that it does not compute: incomes within a group on another base."""
    given = scenario.baseline.given_totals
    statements = scenario.require_dossier().plan.all_statements
    return {one.id for one in statements if isinstance(one.quantity, ShareRaised) and one.quantity.group in given}


def written_(figure: Figure) -> str:
    return figure.in_language("zh")


@cache
def scenarios_of(name: str, start: cm.Scenario, count: int) -> list[cm.Scenario]:
    made = recipes(start, random.Random(f"{name} {'long' if LONG else ''}"))
    return [next(made) for _ in range(count)]


def test_figures_verdicts_and_texts_are_the_librarys(
    browser: Browser, starts: dict[str, cm.Scenario], tmp_path: Path
) -> None:
    for name, start in starts.items():
        scenarios = [start, *scenarios_of(name, start, COUNT // len(starts))]
        file = tmp_path / f"{name}.html"
        write_page(start, file)
        with opened_file(browser, file) as (page, _):
            for came, scenario in zip(asked(page, scenarios), scenarios, strict=True):
                compare(came, scenario)


@pytest.mark.parametrize("name", [*SHIPPED, "every"])
def test_the_same_draws_are_counted(
    browser: Browser, starts: dict[str, cm.Scenario], tmp_path: Path, name: str
) -> None:
    start = starts[name]
    file = tmp_path / "page.html"
    write_page(start, file)
    chosen = [start, *scenarios_of(name, start, 60)[: 60 if LONG else 6]]
    with opened_file(browser, file) as (page, _):
        for scenario in chosen:
            came = page.evaluate(COUNTED, json.loads(json.dumps(scenario_record(scenario))))
            ensemble = cm.simulate(scenario, draws=8192, seed=SEED, workers=1)
            apart = apart_on_base(scenario)
            expected = {chance.id: chance for chance in ensemble.chances if chance.id not in apart}
            assert came["counts"].keys() == expected.keys(), scenario.title.zh
            for id, count in came["counts"].items():
                chance, where = expected[id], (scenario.title.zh, id)
                assert count["held"] == round(chance.probability * 8192), where
                assert count["undecided"] == round(chance.undecided * 8192), where
            totals = ensemble.quantiles("total").values[..., -1]
            near(
                came["quantiles"],
                totals.T.tolist() if totals.shape[0] != len(came["quantiles"]) else totals.tolist(),
                "quantiles",
            )


@pytest.mark.parametrize("total", [9000.0, 55_589.0])
def test_draws_are_counted_on_another_base(browser: Browser, tmp_path: Path, total: float) -> None:
    start = cm.scenario("plan")
    scenario = start.with_base({"rural": total})
    write_page(start, tmp_path / "page.html")
    with opened_file(browser, tmp_path / "page.html") as (page, _):
        came = page.evaluate(COUNTED, json.loads(json.dumps(scenario_record(scenario))))["counts"]
    expected = cm.simulate(scenario, draws=8192, seed=SEED, workers=1).chances
    held = {chance.id: round(chance.probability * 8192) for chance in expected}
    # a county ahead of its province is to keep its lead, one behind is to lessen its gap
    assert "rural_gap_to_province" in held
    assert {id: count["held"] for id, count in came.items()} == held


def test_digits_are_rounded_as_the_library_rounds_them(browser: Browser, tmp_path: Path) -> None:
    chance = random.Random(7)
    values = [0.0, -0.0, 0.5, 1.5, 2.5, 0.125, 0.375, -0.125, 1e-9, -1e-9, 999.95, 999999.95, 1e15 + 0.5, 0.285]
    values += [chance.uniform(-1, 1) * 10 ** chance.randint(-6, 9) for _ in range(2000)]
    values += [chance.randint(-9999, 9999) / 2 ** chance.randint(0, 12) for _ in range(2000)]
    kinds = ["percent", "points", "yuan", "ratio", "count"]
    asked_for = [(value, kinds[at % 5], (None, 0, 1, 2, 3, 6)[at % 6], at % 7 == 0) for at, value in enumerate(values)]
    file = tmp_path / "page.html"
    write_page(cm.scenario("plan"), file)
    with opened_file(browser, file) as (page, _):
        came = page.evaluate("all => all.map(one => cehengPage.figureText(...one))", asked_for)
        parts = [chance.random() ** 4 for _ in range(300)] + [0.0, 1.0, 0.0005, 0.9995]
        told = page.evaluate("all => all.map(one => cehengPage.probabilityText(one))", parts)
    assert came == [Figure(*one).in_language("zh") for one in asked_for]  # type: ignore[arg-type]
    assert [[*one, *one][:2] for one in told] == [
        [probability_text(part).in_language(language) for language in LANGUAGES] for part in parts
    ]
