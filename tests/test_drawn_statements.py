"""Statements of every kind judged on draws, beside a reading in plain numpy that knows no forms."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

import ceheng_model as cm
from ceheng_model.ensemble.conditions import Drawn
from ceheng_model.ensemble.criteria import Criterion, judge_all, of_statements, of_target, published_of
from ceheng_model.quantities import QUANTITIES, WORDINGS_OF, ChangeOfGrowth, ChangeOfRatio
from ceheng_model.wording import WORDINGS
from tests import exact_draws
from tests.exact_draws import Array

DRAWS = 100_000
BLOCK = 8192
YEARS = (2022, 2023, 2024)
NATION = cm.Against(group="rural", series="national")
ALL = cm.Against(group="all", series="national")
GIVEN: dict[str, list[dict[str, Any]]] = {
    "income": [{"group": "rural"}, {"group": "urban", "component": "wages"}],
    "growth": [{"group": "rural"}, {"group": "urban", "component": "property", "last_year": 2022}],
    "growth_change": [
        {"group": "urban"},
        {"group": "urban", "each_year": True},
        {"group": "rural", "component": "wages", "first_year": 2023, "each_year": True},
    ],
    "average_annual_growth": [
        {"group": "rural"},
        {"group": "urban", "first_year": 2023},
        {"group": "rural", "component": "transfer"},
        {"group": "rural", "first_year": 2019, "past": NATION},
    ],
    "real_growth": [{"group": "rural"}, {"group": "lifted", "component": "wages", "last_year": 2023}],
    "average_real_growth": [{"group": "urban"}, {"group": "rural", "component": "business", "first_year": 2023}],
    "urban_rural_ratio": [{}],
    "urban_rural_ratio_change": [{}, {"first_year": 2023}, {"each_year": True}],
    "growth_lead": [
        {"group": "rural", "against": cm.Against(group="urban")},
        {"group": "lifted", "against": cm.Against(group="rural"), "first_year": 2023},
        {"group": "rural", "against": cm.Against(group="gdp")},
        {"group": "rural", "against": NATION},
        {"group": "rural", "against": NATION, "first_year": 2023},
        {"group": "urban", "against": ALL, "first_year": 2024},
    ],
    "relative_gap": [
        {"group": "rural", "against": NATION},
        {"group": "rural", "against": NATION, "each_year": False},
        {"group": "urban", "against": NATION},
        {"group": "rural", "against": cm.Against(group="urban")},
        {"group": "rural", "against": cm.Against(group="urban"), "each_year": True, "first_year": 2023},
    ],
    "absolute_gap": [
        {"group": "rural", "against": NATION},
        {"group": "urban", "against": NATION, "each_year": False},
        {"group": "rural", "against": ALL, "first_year": 2023},
        {"group": "rural", "against": cm.Against(group="urban")},
    ],
    "share": [{"group": "rural", "component": "wages"}],
    "share_above": [{"group": "rural", "threshold": 15000.0, "gini": 0.35}],
    "share_below": [{"group": "rural", "threshold": 9000.0, "gini": 0.35}],
    "share_raised": [{"group": "lifted", "threshold": 10000.0}],
    "all_residents": [{}],
    "increment": [{"group": "rural"}, {"group": "urban", "first_year": 2023, "in_all": True}],
    "multiple": [
        {"group": "rural"},
        {"group": "urban", "base_year": 2023},
        {"group": "rural", "base_year": 2019, "past": NATION},
    ],
    "relative_level": [
        {"group": "rural", "against": NATION},
        {"group": "urban", "against": ALL, "last_year": 2023},
        {"group": "rural", "against": cm.Against(group="urban")},
    ],
}
"""Quantities of every kind that one region's projection judges."""
UNJUDGED = {"regional_ratio", "not_modelled"}
CHANGES: dict[str, tuple[type[cm.Quantity], str]] = {
    "growth_change": (ChangeOfGrowth, "not_below_previous"),
    "urban_rural_ratio_change": (ChangeOfRatio, "narrows"),
}
"""What a wording makes of growth and of the ratio."""
KINDS: dict[str, Any] = QUANTITIES | {kind: made for kind, (made, _) in CHANGES.items()}


def quantities() -> Iterator[cm.Quantity]:
    for kind, sorts in GIVEN.items():
        for given in sorts:
            yield KINDS[kind](**{"first_year": 2022, "last_year": 2024, **given})


def wordings_of(quantity: cm.Quantity, value: float, spread: float) -> Iterator[cm.Wording]:
    """Return every wording that a plan may pair with a quantity, as near to its values as makes it matter."""
    made_by = {wording for _, wording in CHANGES.values()}
    kinds = [CHANGES[quantity.kind][1]] if quantity.kind in CHANGES else WORDINGS_OF[quantity.kind]
    for kind in kinds:
        if kind in made_by and quantity.kind in ("growth", "urban_rural_ratio"):
            continue
        wording: Any = WORDINGS[kind]
        for better in wording.sides:
            if wording.strict:
                yield wording(better=better)
                continue
            for away, width in ((-0.4, 0.02), (0.6, 0.5)):
                numbers = {
                    "value": value + away * spread,
                    "low": value + away * spread,
                    "high": value + (away + 0.3) * spread,
                }
                given = {key: numbers[key] for key in wording.given}
                yield wording(**given, better=better, precision=width * spread)
                if not wording.is_open:
                    yield wording(**given, better=better, tolerance=width * spread)


@dataclass(frozen=True, kw_only=True)
class Case:
    """Hold a scenario with draws of incomes and of the nation's, and statements near them."""

    scenario: cm.Scenario
    incomes: Array
    """Shape ``(year, group, component, draw)``, the base year first."""
    published: dict[tuple[str, int], Array]
    """By group and year, where it is drawn."""
    statements: tuple[cm.Statement, ...]

    def drawn(self, criteria: tuple[Criterion, ...], draws: slice, *, is_positive: bool) -> Drawn:
        levels = np.ascontiguousarray(self.incomes[1:, ..., draws])
        series = published_of(criteria)
        width = levels.shape[-1]
        rows = [
            [self.published.get((group, year), np.full(DRAWS, np.nan))[draws] for _, group in series] for year in YEARS
        ]
        return Drawn(
            base=self.incomes[0, ..., 0],
            levels=levels,
            totals=levels.sum(axis=2),
            published=np.array(rows).reshape(len(YEARS), len(series), width) if series else None,
            series=series,
            lost=np.zeros(0, dtype=np.intp) if is_positive else None,
        )


def case(*, as_of: int, is_lost: bool, draws: int = DRAWS) -> Case:
    """Draw incomes around the plan's path, and the nation's after what is known; some lose components for good."""
    generator = np.random.default_rng(as_of + is_lost)
    scenario = (
        cm.scenario("plan")
        .with_gdp([0.08, 0.11, 0.06])
        .with_prices([0.02, 0.03, 0.01])
        .with_population({"urban": {2021: 7.0, 2022: 8.0, 2023: 8.5, 2024: 9.0}, "rural": 13.0})
        .with_distribution("lifted", cm.IncomeDistribution(gini=0.3, floor=6000.0))
        .with_as_of(as_of)
    )
    growth = np.moveaxis(scenario.growth, -1, 0)[..., np.newaxis]
    factors = 1.0 + growth + generator.normal(0.0, 0.03, size=(*growth.shape[:3], draws))
    if is_lost:
        # mostly one component of a group; in some draws all of them, so that ratios have no end or no value
        lost = generator.random(factors.shape) < 0.01
        whole = generator.random((*factors.shape[:2], 1, draws)) < 0.004
        factors = np.where(lost | whole, 0.0, factors)
    base = scenario.baseline.levels
    path = np.cumprod(np.concatenate([np.ones((1, *factors.shape[1:])), factors]), axis=0)
    incomes = base[..., np.newaxis] * path
    published = {}
    for group in ("rural", "all"):
        level = np.full(draws, exact_draws.national()[group, "disposable_income", as_of])
        for year in range(as_of + 1, 2025):
            level = level * (1.08 + generator.normal(0.0, 0.015, size=draws))
            published[group, year] = level
    return Case(
        scenario=scenario,
        incomes=incomes,
        published=published,
        statements=tuple(_statements(scenario, incomes, published)),
    )


def _statements(
    scenario: cm.Scenario, incomes: Array, published: dict[tuple[str, int], Array]
) -> Iterator[cm.Statement]:
    for number, quantity in enumerate(quantities()):
        values, _ = exact_draws.yearly(quantity, scenario, incomes, published)
        there = values[np.isfinite(values)]
        middle, low, high = np.quantile(there, [0.5, 0.16, 0.84])
        for position, wording in enumerate(wordings_of(quantity, float(middle), float(high - low) / 2)):
            yield cm.Statement(
                id=f"{quantity.kind}.{number}.{position}",
                quantity=quantity,
                wording=wording,
                words="",
                place=cm.Text("", ""),
            )


@pytest.fixture(scope="module", params=[(2024, False), (2021, False), (2022, True), (2024, True)], ids=str)
def drawn_case(request: pytest.FixtureRequest) -> Case:
    as_of, is_lost = request.param
    return case(as_of=as_of, is_lost=is_lost)


def test_the_quantities_are_of_every_kind_that_a_projection_judges() -> None:
    assert set(GIVEN) | UNJUDGED == set(KINDS)


@pytest.mark.parametrize("whole", [False, True], ids=["in blocks", "at once"])
def test_counts_are_those_of_every_statement_read_by_itself(drawn_case: Case, whole: bool) -> None:
    scenario, statements = drawn_case.scenario, drawn_case.statements
    criteria, not_judged = of_statements(statements, scenario)
    assert not_judged == ()
    assert len(criteria) > 150
    assert ("national", "all") in published_of(criteria) or scenario.as_of == 2024
    held, undecided, failed_in = (
        np.zeros(len(criteria), int),
        np.zeros(len(criteria), int),
        np.zeros((len(criteria), 3), int),
    )
    together = together_undecided = 0
    positive = bool((drawn_case.incomes > 0.0).all())
    size = DRAWS if whole else BLOCK
    for start in range(0, DRAWS, size):
        # what is known of the signs moves no count
        drawn = drawn_case.drawn(criteria, slice(start, min(start + size, DRAWS)), is_positive=positive and not whole)
        judged = judge_all(criteria, drawn)
        held += judged.held
        undecided += judged.undecided
        failed_in += judged.failed_in
        together += judged.together
        together_undecided += judged.together_undecided
    all_hold, none_fails = np.ones(DRAWS, bool), np.ones(DRAWS, bool)
    shares = []
    for k, (criterion, statement) in enumerate(zip(criteria, statements, strict=True)):
        expected, left_open = exact_draws.judged(
            statement.quantity, statement.wording, scenario, drawn_case.incomes, drawn_case.published
        )
        assert (held[k], undecided[k]) == (expected.sum(), left_open.sum()), (statement.id, statement.wording)
        missed = ~expected & ~left_open
        assert failed_in[k].sum() == (missed.sum() if criterion.dated_years else 0), statement.id
        if criterion.dated_years:
            firsts = first_missed(statement, drawn_case)
            assert failed_in[k].tolist() == [int((firsts[missed] == year).sum()) for year in YEARS], statement.id
        all_hold &= expected
        none_fails &= expected | left_open
        shares.append(expected.mean())
    assert (together, together_undecided) == (all_hold.sum(), none_fails.sum() - all_hold.sum())
    # most statements are close calls
    assert np.mean([0.02 < share < 0.98 for share in shares]) > 0.7


def first_missed(statement: cm.Statement, drawn_case: Case) -> Array:
    """Return the first year in which a promise of every year is missed for sure, by draw."""
    values, halves = exact_draws.yearly(
        statement.quantity, drawn_case.scenario, drawn_case.incomes, drawn_case.published
    )
    with np.errstate(invalid="ignore"):
        ends = [statement.wording.holds(end) for end in (values, values - halves, values + halves)]
    missed = ~np.any(ends, axis=0)
    years = np.arange(2025 - len(values), 2025)
    return np.asarray(years[missed.argmax(axis=0)])


@pytest.mark.parametrize("as_of", [2021, 2022, 2024])
def test_series_are_read_where_they_are_not_known(as_of: int) -> None:
    found = case(as_of=as_of, is_lost=False, draws=50)
    criteria, _ = of_statements(found.statements, found.scenario)
    used = [criterion.quantity.against for criterion in criteria if criterion.series]
    in_order = tuple(dict.fromkeys(("national", against.group) for against in used if against is not None))
    assert published_of(criteria) == in_order
    assert bool(in_order) == (as_of < 2024)
    for criterion in criteria:
        quantity, against = criterion.quantity, criterion.quantity.against
        reads = against is not None and against.series is not None and quantity.last_year > as_of
        assert bool(criterion.series) == reads, criterion.id
    # without a year up to which they are known, all that is published is
    criteria, _ = of_statements(found.statements, replace(found.scenario, as_of=None))
    assert published_of(criteria) == ()


def test_targets_are_reached_where_their_quantity_is_on_the_side_that_is_asked_for() -> None:
    found = case(as_of=2024, is_lost=True, draws=20_000)
    names = {"": "income", "growth": "growth", "average_growth": "average_annual_growth", "ratio": "urban_rural_ratio"}
    texts = ("rural.2024=15561", "lifted.wages.growth.2023=18%", "rural.average_growth=11%", "ratio.2024=3.1")
    assert {cm.target(text, found.scenario).quantity.kind for text in texts} == set(names.values())
    for text in texts:
        target = cm.target(text, found.scenario)
        criterion = of_target(target, found.scenario)
        values = exact_draws.quantity(target.quantity, found.scenario, found.incomes)
        judged = judge_all((criterion,), found.drawn((criterion,), slice(None), is_positive=False))
        reached = values <= target.value if text.startswith("ratio") else values >= target.value
        assert judged.held[0] == reached.sum(), text
        assert judged.undecided[0] == np.isnan(values).sum(), text
        # what a solver asks has the same signs, and nothing where there is no ratio
        (condition,) = criterion.conditions
        margins = condition.margins(found.drawn((criterion,), slice(None), is_positive=False))
        there = np.isfinite(values)
        assert ((margins >= 0.0) == reached)[there].all(), text


def test_growth_that_is_the_same_is_not_above_and_not_below() -> None:
    """Growth that is equal by its formula differs in the last bits: no statement is decided by them."""
    scenario = cm.scenario("plan").with_as_of(2024)
    # one growth for all cells and years of a draw
    growth = np.random.default_rng(3).uniform(-0.1, 0.2, size=5_000)
    levels = (
        scenario.baseline.levels[..., np.newaxis]
        * np.array([(1.0 + growth) ** year for year in (1, 2, 3)])[:, np.newaxis, np.newaxis]
    )
    urban = cm.Against(group="urban")
    given: list[tuple[str, str, dict[str, Any]]] = [
        ("growth_lead", "above", {"group": "rural", "against": urban}),
        ("growth_lead", "above", {"group": "lifted", "against": urban, "first_year": 2023}),
        ("relative_gap", "narrows", {"group": "rural", "against": urban, "each_year": True}),
        ("urban_rural_ratio_change", "narrows", {}),
        ("growth_change", "not_below_previous", {"group": "rural", "each_year": True, "first_year": 2023}),
    ]
    statements = [
        cm.Statement(
            id=f"s{k}",
            quantity=KINDS[kind](**{"first_year": 2022, "last_year": 2024, **keys}),
            wording=WORDINGS[wording](),
            words="",
            place=cm.Text("", ""),
        )
        for k, (kind, wording, keys) in enumerate(given)
    ]
    criteria, _ = of_statements(statements, scenario)
    drawn = Drawn(
        base=scenario.baseline.levels, levels=levels, totals=levels.sum(axis=2), lost=np.zeros(0, dtype=np.intp)
    )
    assert judge_all(criteria, drawn).held.tolist() == [0, 0, 0, 0, 5_000]
