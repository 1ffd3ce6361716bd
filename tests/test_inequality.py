"""Inequality between groups and over all people, the growth of all residents, and people who rise above a line.

Held against sums over all pairs of persons, exact fractions, scipy's distributions, linear programmes, random
distributions and persons drawn by themselves.
"""

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from statistics import NormalDist
from typing import Any, cast

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import ArrayLike
from scipy import optimize, stats
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.arithmetic import Array
from ceheng_model.cli.entry import program
from ceheng_model.decomposition import splits
from ceheng_model.documents.workbook.formulas.formula import Formula
from ceheng_model.documents.workbook.formulas.quantity import Cells
from ceheng_model.quantities import QUANTITIES
from tests.effort import examples
from tests.test_statements import plan_of, statement

PEOPLE = {"urban": {2021: 42, 2022: 43, 2023: 45, 2024: 48}, "rural": {2021: 58, 2022: 57, 2023: 54, 2024: 50}}


def gini_of_persons(incomes: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Return the mean absolute difference over all pairs of persons, over twice the mean."""
    y = np.asarray(incomes, dtype=float)
    w = np.ones(len(y)) if weights is None else np.asarray(weights, dtype=float)
    w = w / w.sum()
    return float((w[:, None] * w[None, :] * np.abs(y[:, None] - y[None, :])).sum() / (2.0 * (w @ y)))


def theil_of_persons(incomes: Array, weights: Array) -> tuple[float, float]:
    """Return T and L over persons."""
    w = weights / weights.sum()
    relative = incomes / (w @ incomes)
    t = math.fsum(float(p * y * math.log(y)) for p, y in zip(w, relative, strict=True) if y > 0.0)
    with np.errstate(divide="ignore"):
        return t, float(-(w[w > 0.0] @ np.log(relative[w > 0.0])))


def run(*arguments: str) -> Any:
    return CliRunner().invoke(program, list(arguments))


# ---------------------------------------------------------------- between groups


def test_the_gini_between_groups_is_that_of_all_pairs_of_persons() -> None:
    projection = cm.project(cm.scenario("plan").with_population(PEOPLE))
    between = cm.inequality(projection)
    for t, year in enumerate(projection.years):
        urban, rural = (PEOPLE[group][year] for group in ("urban", "rural"))
        incomes = projection.totals.values[:, t]
        # people lifted out of poverty are rural residents already, and are not counted again
        persons = [incomes[0]] * urban + [incomes[1]] * rural
        assert between.gini[t] == pytest.approx(gini_of_persons(persons), rel=1e-12)


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 12)), min_size=1, max_size=5))
def test_the_gini_is_exact(groups: list[tuple[int, int]]) -> None:
    persons = [Fraction(income) for income, count in groups for _ in range(count)]
    mean = sum(persons) / len(persons)
    pairs = sum(abs(one - other) for one in persons for other in persons)
    exact = pairs / (2 * len(persons) ** 2 * mean)
    incomes, people = (np.array([[float(group[at])] for group in groups]) for at in (0, 1))
    assert splits.gini(incomes, people)[0] == pytest.approx(float(exact), rel=1e-12, abs=1e-15)


def test_two_concepts_of_income_are_not_put_together(tmp_path: Path) -> None:
    plan = plan_of(
        tmp_path,
        [
            statement(
                "s", "达到", 'quantity = "income"; group = "rural"; type = "reaches"; value = 20000; precision = 1'
            )
        ],
    )
    file = plan if plan.suffix == ".toml" else plan / "plan.toml"
    text = file.read_text(encoding="utf-8")
    at = text.index('concept = "disposable_income"', text.index('key = "rural"'))
    file.write_text(text[:at] + text[at:].replace("disposable_income", "net_income", 1), encoding="utf-8")
    (file.parent / "baselines.csv").write_text(
        "\n".join(
            line.replace("disposable_income", "net_income") if ",rural," in line else line
            for line in (file.parent / "baselines.csv").read_text(encoding="utf-8-sig").splitlines()
        )
        + "\n",
        encoding="utf-8",
    )
    mixed = cm.project(cm.scenario("plan", plan=file.parent).with_population({"urban": 1, "rural": 1}))
    for asked in (cm.inequality, cm.residents_growth):
        with pytest.raises(cm.InputError, match="the concept of income of rural must be that of urban"):
            asked(mixed)


def test_years_without_residents_are_left_out_and_named() -> None:
    zhejiang = cm.project(cm.scenario("trend", plan="zhejiang-2027"))
    between = cm.inequality(zhejiang)
    assert between.years == (2020, 2025, 2027)
    # 0.72 x 62699 + 0.28 x 31930 = 54083.68; the urban share of income less that of people
    exact = Fraction(72 * 62699, 72 * 62699 + 28 * 31930) - Fraction(72, 100)
    assert between.gini[0] == pytest.approx(float(exact), rel=1e-9)
    assert "2021、2022、2023、2024、2026年人口未给出" in between.to_text("zh")


# ---------------------------------------------------------------- growth of all residents


def weighted(incomes: Array, people: dict[str, dict[int, int]], year: int, t: int) -> Fraction:
    urban, rural = (Fraction(people[group][year]) for group in ("urban", "rural"))
    return (urban * Fraction(float(incomes[0, t])) + rural * Fraction(float(incomes[1, t]))) / (urban + rural)


def test_the_growth_of_all_residents_is_split_exactly() -> None:
    projection = cm.project(cm.scenario("plan").with_population(PEOPLE))
    incomes, years = projection.totals.values, projection.years
    split = cm.residents_growth(projection)
    assert split.spans == tuple(pairwise(years))
    for s, (first, last) in enumerate(split.spans):
        before, after = (weighted(incomes, PEOPLE, year, years.index(year)) for year in (first, last))
        assert split.change[s] == pytest.approx(float(after - before), rel=1e-12)
        assert split.growth[s] == pytest.approx(float(after / before - 1), rel=1e-12)
        # the symmetric weights by exact fractions
        for g, group in enumerate(("urban", "rural")):
            w0, w1 = (Fraction(PEOPLE[group][year], sum(PEOPLE[key][year] for key in PEOPLE)) for year in (first, last))
            y0, y1 = (Fraction(float(incomes[g, years.index(year)])) for year in (first, last))
            assert split.within[g, s] == pytest.approx(float((w0 + w1) / 2 * (y1 - y0)), rel=1e-12)
            moving = (w1 - w0) * ((y0 + y1) / 2 - (before + after) / 2)
            assert split.between[g, s] == pytest.approx(float(moving), rel=1e-9)


def test_moving_is_the_shapley_value_of_the_shares() -> None:
    """Changing incomes first and then shares, and the other way round, and the mean of both."""
    projection = cm.project(cm.scenario("plan").with_population(PEOPLE))
    split = cm.residents_growth(projection, since=2021, year=2024)
    incomes = projection.totals.values
    people = np.array([[PEOPLE[group][year] for year in (2021, 2024)] for group in ("urban", "rural")], dtype=float)
    shares = people / people.sum(axis=0)

    def mean(of_incomes: int, of_shares: int) -> float:
        return float(incomes[:2, -1 if of_incomes else 0] @ shares[:, of_shares])

    own = ((mean(1, 0) - mean(0, 0)) + (mean(1, 1) - mean(0, 1))) / 2
    moving = ((mean(0, 1) - mean(0, 0)) + (mean(1, 1) - mean(1, 0))) / 2
    assert split.within.sum() == pytest.approx(own, rel=1e-12)
    assert split.between.sum() == pytest.approx(moving, rel=1e-12)


def test_years_in_a_chain_add_up_and_nobody_moving_adds_nothing() -> None:
    projection = cm.project(cm.scenario("plan").with_population(PEOPLE))
    yearly = cm.residents_growth(projection)
    chained = cm.residents_growth(projection, since=2021, year=2024, chained=True)
    direct = cm.residents_growth(projection, since=2021, year=2024)
    np.testing.assert_allclose(chained.within[:, 0], yearly.within.sum(axis=1), rtol=1e-12)
    np.testing.assert_allclose(chained.between[:, 0], yearly.between.sum(axis=1), rtol=1e-12)
    assert chained.change[0] == pytest.approx(direct.change[0], rel=1e-12)
    assert not np.allclose(chained.between, direct.between, rtol=1e-6)
    still = cm.residents_growth(cm.project(cm.scenario("plan").with_population({"urban": 2, "rural": 3})))
    np.testing.assert_allclose(still.between, 0.0, atol=1e-9)


def test_growth_of_all_can_lie_above_that_of_either_group() -> None:
    """Both groups stand still, and people move to where more is earned."""
    still = cm.scenario("plan").with_growth(None, None, 0.0).with_population(PEOPLE)
    split = cm.residents_growth(cm.project(still))
    np.testing.assert_allclose(split.within, 0.0, atol=1e-9)
    assert (split.growth > 0.0).all()


def test_the_surveyed_income_stands_beside_the_weighted_one() -> None:
    split = cm.residents_growth(cm.project(cm.scenario("trend", plan="zhejiang-2027")))
    compared = split.compared
    assert compared is not None
    # facts: 0.72 x 62699 + 0.28 x 31930 = 54084, not 52397
    assert (round(compared.weighted), compared.published.value) == (54084, 52397)
    assert compared.is_apart
    assert compared.gap == pytest.approx(54083.68 - 52397, abs=0.01)
    text = split.to_text("zh")
    assert "54,084元" in text
    assert "52,397元" in text
    assert cm.residents_growth(cm.project(cm.scenario("plan").with_population(PEOPLE))).compared is None


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"year": 2030}, "year must be one of the known options"),
        ({"since": 2023, "year": 2022}, "since must be before the last year"),
    ],
)
def test_spans_that_cannot_be_are_refused(asked: dict[str, int], told: str) -> None:
    projection = cm.project(cm.scenario("plan").with_population(PEOPLE))
    with pytest.raises(cm.InputError, match=told):
        cm.residents_growth(projection, year=asked.get("year"), since=asked.get("since"))
    with pytest.raises(cm.InputError, match="the population must be given"):
        cm.residents_growth(cm.project(cm.scenario("plan")))


# ---------------------------------------------------------------- bounds from groups

# made-up numbers, no figures of any place
FIFTHS = (6.0, 9.0, 12.0, 16.0, 30.0)


def two_points(means: Sequence[float], shares: Sequence[float], ends: Sequence[float]) -> tuple[Array, Array]:
    """Return incomes and weights of groups that stand at their ends."""
    incomes, weights = [], []
    for mean, share, (low, high) in zip(means, shares, pairwise(ends), strict=True):
        up = 0.0 if high == low else (mean - low) / (high - low)
        incomes += [low, high]
        weights += [share * (1.0 - up), share * up]
    return np.array(incomes), np.array(weights)


def drawn(
    means: Sequence[float], shares: Sequence[float], ends: Sequence[float], chance: np.random.Generator
) -> tuple[Array, Array]:
    """Return a distribution of persons within known ends that has the groups' means: draws mixed with the mean."""
    incomes, weights = [], []
    for mean, share, (low, high) in zip(means, shares, pairwise(ends), strict=True):
        y = chance.beta(chance.uniform(0.05, 2.0), chance.uniform(0.05, 2.0), size=40) * (high - low) + low
        # one end is mixed in until the mean is the group's
        here, end = y.mean(), (high if y.mean() < mean else low)
        part = (mean - here) / (end - here)
        incomes.append(np.append(y, end))
        weights.append(share * np.append(np.full(40, (1.0 - part) / 40), part))
    return np.concatenate(incomes), np.concatenate(weights)


def groups(chance: np.random.Generator) -> tuple[list[float], list[float], list[float]]:
    """Return means, unequal shares, and ends between which the means lie."""
    count = int(chance.integers(2, 7))
    cuts = np.sort(chance.uniform(0.1, 10.0, 2 * count + 1))
    shares = chance.dirichlet(np.full(count, 1.5))
    return cuts[1::2].tolist(), shares.tolist(), cuts[::2].tolist()


def within(value: float, bound: tuple[float, float]) -> bool:
    return bound[0] - 1e-12 <= value <= bound[1] + 1e-9


@given(st.integers(0, 2**32 - 1))
@examples(12)
def test_no_distribution_lies_outside_the_bounds_and_both_are_reached(seed: int) -> None:
    chance = np.random.default_rng(seed)
    means, shares, ends = groups(chance)
    known = cm.inequality_bounds(means, shares=shares, boundaries=ends[1:-1], lowest=ends[0], highest=ends[-1])
    sought = cm.inequality_bounds(means, shares=shares, lowest=ends[0], highest=ends[-1])
    open_ended = cm.inequality_bounds(means, shares=shares)
    for _ in range(5):
        incomes, weights = drawn(means, shares, ends, chance)
        found = (gini_of_persons(incomes, weights), *theil_of_persons(incomes, weights))
        for bounds in (known, sought, open_ended):
            told = (bounds.gini, bounds.theil, bounds.mean_log_deviation)
            assert all(within(value, bound) for value, bound in zip(found, told, strict=True))
    # the upper bound by persons at the ends, the lower one by persons at the means
    incomes, weights = two_points(means, shares, ends)
    assert known.gini.upper == pytest.approx(gini_of_persons(incomes, weights), rel=1e-9)
    assert (known.theil.upper, known.mean_log_deviation.upper) == pytest.approx(
        theil_of_persons(incomes, weights), rel=1e-9
    )
    alike = np.array(means), np.array(shares)
    assert known.gini.lower == pytest.approx(gini_of_persons(*alike), rel=1e-9)
    assert (known.theil.lower, known.mean_log_deviation.lower) == pytest.approx(theil_of_persons(*alike), rel=1e-9)


def indices(inner: Array, means: Sequence[float], shares: Sequence[float], ends: Sequence[float]) -> Array:
    """Return the three indices of groups that stand at their ends, of which the inner ones are given."""
    incomes, weights = two_points(means, shares, [ends[0], *inner, ends[-1]])
    return np.array([gini_of_persons(incomes, weights), *theil_of_persons(incomes, weights)])


@given(st.integers(0, 2**32 - 1))
@examples(6)
def test_a_general_optimiser_finds_no_larger_index(seed: int) -> None:
    chance = np.random.default_rng(seed)
    means, shares, ends = groups(chance)
    bounds = cm.inequality_bounds(means, shares=shares, lowest=ends[0], highest=ends[-1])
    limits = list(pairwise(means))

    def less(inner: Array, at: int) -> float:
        return -float(indices(inner, means, shares, ends)[at])

    for at, bound in enumerate((bounds.gini, bounds.theil, bounds.mean_log_deviation)):
        starts = [np.array([chance.uniform(low, high) for low, high in limits]) for _ in range(3)]
        found = (optimize.minimize(less, start, args=(at,), bounds=limits, method="L-BFGS-B") for start in starts)
        best = max(-float(one.fun) for one in found)
        assert best <= bound.upper + 1e-9
        # the Gini is concave in the ends: who climbs arrives at the top, while T and L have hills of their own
        if at == 0:
            assert best == pytest.approx(bound.upper, rel=1e-4)


@pytest.mark.parametrize("seed", range(4))
def test_unknown_ends_of_three_groups_by_brute_force(seed: int) -> None:
    chance = np.random.default_rng(seed)
    cuts = np.sort(chance.uniform(0.1, 10.0, 5))
    means, shares, ends = cuts[1:4].tolist(), chance.dirichlet(np.ones(3)).tolist(), cuts[[0, 4]].tolist()
    bounds = cm.inequality_bounds(means, shares=shares, lowest=ends[0], highest=ends[1])
    places = [np.linspace(low, high, 60) for low, high in pairwise(means)]
    best = np.max([indices(np.array([a, b]), means, shares, ends) for a in places[0] for b in places[1]], axis=0)
    told = np.array([bounds.gini.upper, bounds.theil.upper, bounds.mean_log_deviation.upper])
    assert (best <= told + 1e-9).all()
    np.testing.assert_allclose(best, told, rtol=2e-3)


def test_known_ends_by_a_linear_programme() -> None:
    """With ends known, T is linear in how many stand where: the programme puts all of a group at its two ends."""
    means, ends, shares = FIFTHS, (3.0, 7.5, 10.5, 14.0, 20.0, 60.0), [0.2] * 5
    grid = [np.linspace(low, high, 41) for low, high in pairwise(ends)]
    mean = float(np.mean(means))
    costs, equal, right = [], [], []
    count = sum(map(len, grid))
    start = 0
    for places, of_group in zip(grid, means, strict=True):
        costs.append(-(places / mean) * np.log(places / mean))
        for row, value in ((np.ones_like(places), 0.2), (places, 0.2 * of_group)):
            full = np.zeros(count)
            full[start : start + len(places)] = row
            equal.append(full)
            right.append(value)
        start += len(places)
    solved = optimize.linprog(np.concatenate(costs), A_eq=np.array(equal), b_eq=right)
    bounds = cm.inequality_bounds(means, shares=shares, boundaries=ends[1:-1], lowest=ends[0], highest=ends[-1])
    assert solved.fun == pytest.approx(-bounds.theil.upper, rel=1e-8)


def test_fifths_of_a_lognormal_lie_around_its_gini() -> None:
    sigma = 0.6
    # the part of all income that the poorest p have is Phi(quantile of p - sigma)
    lorenz = [0.0, *(NormalDist().cdf(NormalDist().inv_cdf(p / 5) - sigma) for p in range(1, 5)), 1.0]
    means = [5 * (b - a) for a, b in pairwise(lorenz)]
    ends = [math.exp(sigma * NormalDist().inv_cdf(p / 5) - sigma**2 / 2) for p in range(1, 5)]
    gini, theil = 2 * NormalDist().cdf(sigma / math.sqrt(2)) - 1, sigma**2 / 2
    for bounds in (cm.inequality_bounds(means), cm.inequality_bounds(means, boundaries=ends)):
        assert bounds.gini.lower < gini < bounds.gini.upper
        assert bounds.theil.lower < theil < bounds.theil.upper == math.inf
        assert bounds.mean_log_deviation.lower < theil < bounds.mean_log_deviation.upper == math.inf
    # knowing more never widens
    known, sought = cm.inequality_bounds(means, boundaries=ends), cm.inequality_bounds(means)
    assert known.gini.upper < sought.gini.upper


def test_two_halves_by_hand() -> None:
    """Means 1 and 3, an end at 2, none above: 1/2 x 1/2 x (2 - 1) / 2 within the lower, (3 - 2) within the upper."""
    bounds = cm.inequality_bounds([1.0, 3.0], boundaries=[2.0])
    # between: 1/2 x 1/2 x 2 / 2 = 1/4; within: 1/4 x (1 x 1 / 2) / 2 + 1/4 x 1 / 2 = 3/16
    assert bounds.gini == pytest.approx((0.25, 0.4375), rel=1e-12)
    alike = cm.inequality_bounds([2.0, 2.0, 2.0], lowest=2.0, highest=2.0)
    assert alike.gini == alike.theil == alike.mean_log_deviation == (0.0, 0.0)


@pytest.mark.parametrize(
    ("means", "keys", "told"),
    [
        ([1.0], {}, "the mean incomes of the groups must be two at least"),
        ([2.0, 1.0], {}, "must not fall from one group to the next"),
        ([0.0, 1.0], {}, "the mean incomes of the groups must be above zero"),
        ([1.0, 2.0], {"shares": [1.0]}, "must be one a group, 2 in all"),
        ([1.0, 2.0], {"shares": [1.0, -1.0]}, "the groups' parts of all people must be above zero"),
        ([1.0, 2.0], {"boundaries": [1.5, 3.0]}, "must be one fewer than groups, 1"),
        ([1.0, 2.0], {"boundaries": [0.5]}, "the mean income of group 1 must lie between its ends, 0 and 0.5"),
        ([1.0, 2.0], {"highest": 1.5}, "the mean income of group 2 must lie between its ends"),
        ([1.0, 2.0], {"lowest": -1.0}, "the lowest income must not be below zero"),
    ],
)
def test_groups_that_cannot_be_are_refused(means: list[float], keys: dict[str, object], told: str) -> None:
    with pytest.raises(cm.InputError, match=told):
        cm.inequality_bounds(means, **keys)  # type: ignore[arg-type]


# ---------------------------------------------------------------- people who rise above a line

PROMISE = "lifted_over_10000"
LINE, MEAN = 10000.0, 11500.0
QUANTILES = ((0.1, 6500.0), (0.3, 9000.0), (0.6, 12000.0), (1.0, 30000.0))


def judged(distribution: cm.IncomeDistribution, **growth: float) -> tuple[cm.CheckedStatement, float]:
    """Return the verdict on the promise, and by what the mean grows until 2024."""
    scenario = cm.scenario("plan").with_distribution("lifted", distribution)
    if growth:
        scenario = scenario.with_growth("lifted", None, growth["rate"])
    projection = cm.project(scenario)
    incomes = projection.totals.values[2]
    return cm.check(projection, share_cases=False)[PROMISE], float(incomes[-1] / incomes[0])


def test_without_a_distribution_the_promise_is_not_judged() -> None:
    checked = cm.check(cm.project(cm.scenario("plan")), share_cases=False)[PROMISE]
    assert checked.verdict is cm.Verdict.NOT_JUDGED
    assert checked.missing is not None
    assert checked.missing.what.zh == "脱贫人口收入的分布（每人的收入），人均值无法判定"


@pytest.mark.parametrize("floor", [None, 3000.0, 6600.0])
@pytest.mark.parametrize("gini", [0.15, 0.3, 0.45])
def test_the_promise_by_scipys_lognormal(gini: float, floor: float | None) -> None:
    checked, rise = judged(cm.IncomeDistribution(gini=gini, floor=floor))
    sigma = math.sqrt(2) * stats.norm.ppf((1 + gini) / 2)
    before = stats.lognorm(s=sigma, scale=MEAN * math.exp(-(sigma**2) / 2))
    bottom = before.cdf(floor or 0.0)
    risen = (before.cdf(LINE) - max(before.cdf(LINE / rise), bottom)) / (before.cdf(LINE) - bottom)
    assert checked.value == pytest.approx(risen, abs=1e-12)
    assert checked.verdict is (cm.Verdict.MET if risen >= 0.9995 else cm.Verdict.MISSED)
    # who has 6600 has 6600 x 1.16^3 = 10302 in the end
    assert (floor == 6600.0) == (checked.verdict is cm.Verdict.MET)
    assert checked.note is not None
    assert f"基尼系数{gini:g}" in checked.note.zh
    assert ("低保线未给出" in checked.note.zh) == (floor is None)


def persons(distribution: cm.IncomeDistribution, chance: np.random.Generator, count: int) -> Array:
    if distribution.quantiles:
        parts, incomes = zip((0.0, 0.0), *distribution.quantiles, strict=True)
        return np.asarray(np.interp(chance.uniform(size=count), parts, incomes))
    assert distribution.sigma is not None
    drawn = chance.lognormal(math.log(MEAN) - distribution.sigma**2 / 2, distribution.sigma, size=count)
    return np.asarray(drawn)


@pytest.mark.parametrize(
    "distribution",
    [
        cm.IncomeDistribution(sigma=0.5, floor=5000),
        cm.IncomeDistribution(sigma=0.8),
        cm.IncomeDistribution(quantiles=QUANTILES, floor=5000),
        cm.IncomeDistribution(quantiles=QUANTILES),
    ],
)
def test_the_promise_by_persons_drawn_one_by_one(distribution: cm.IncomeDistribution) -> None:
    checked, rise = judged(distribution)
    now = persons(distribution, np.random.default_rng(5), 400_000)
    meant = now[(now >= (distribution.floor or 0.0)) & (now < LINE)]
    share = float((meant * rise > LINE).mean())
    error = math.sqrt(share * (1 - share) / len(meant))
    assert abs(checked.value - share) < 4 * error


def test_growth_that_it_takes_reaches_everybody() -> None:
    for distribution in (
        cm.IncomeDistribution(gini=0.3, floor=4000),
        cm.IncomeDistribution(quantiles=QUANTILES, floor=4000),
    ):
        checked, _ = judged(distribution)
        rate = checked.required[0].growth
        # all but a two-thousandth of those who are meant: 4000 yuan, or little more, become 10000
        assert rate == pytest.approx((LINE / 4000) ** (1 / 3) - 1, rel=0.03)
        assert judged(distribution, rate=rate + 1e-9)[0].verdict is cm.Verdict.MET
        assert judged(distribution, rate=rate - 1e-4)[0].verdict is cm.Verdict.MISSED
    # nobody with nothing rises by growth
    assert judged(cm.IncomeDistribution(gini=0.3))[0].required == ()


def test_draws_meet_the_promise_where_the_mean_has_grown_enough() -> None:
    """A curve is a threshold on growth of the mean: the chance is that of the growth, draw by draw."""
    distribution = cm.IncomeDistribution(gini=0.3, floor=6300)
    scenario = cm.scenario("plan").with_distribution("lifted", distribution)
    made = cm.simulate(scenario, draws=4000, seed=3, statements="all")
    checked, _ = judged(distribution)
    needed = 11500 * (1 + checked.required[0].growth) ** 3
    again = cm.simulate(scenario, targets=[f"lifted.2024={needed:.6f}"], draws=4000, seed=3)
    assert 0.02 < made[PROMISE].probability < 0.98
    assert made[PROMISE].probability == pytest.approx(again.chances[-1].probability, abs=0.003)


def test_other_shares_of_people_follow_the_scenarios_distribution(tmp_path: Path) -> None:
    form = (
        'quantity = "share_{side}"; group = "rural"; threshold = 12000; type = "{type}"; value = 0.5; precision = 0.1'
    )
    plan = plan_of(
        tmp_path,
        [
            statement("a", "1.2万元以上占50%", form.format(side="above", type="at_least")),
            statement("b", "1.2万元以下占50%", form.format(side="below", type="at_most")),
        ],
    )
    quantiles = ((0.2, 8000.0), (0.5, 13000.0), (0.9, 30000.0))
    scenario = cm.scenario("plan", plan=plan)
    for told in (cm.IncomeDistribution(sigma=0.6), cm.IncomeDistribution(quantiles=quantiles)):
        projection = cm.project(scenario.with_distribution("rural", told))
        report = cm.check(projection, share_cases=False)
        rural = projection.totals.values[projection.scenario.group_keys.index("rural")]
        if told.quantiles:
            below = float(np.interp(12000 * rural[0] / rural[-1], [0, 8000, 13000, 30000], [0, 0.2, 0.5, 0.9]))
        else:
            below = float(stats.lognorm(s=0.6, scale=rural[-1] * math.exp(-0.18)).cdf(12000))
        assert report["a"].value == pytest.approx(1 - below, abs=1e-12)
        assert report["b"].value == pytest.approx(below, abs=1e-12)


def test_a_line_above_all_quantiles_cannot_be_judged() -> None:
    low = cm.IncomeDistribution(quantiles=((0.2, 5000.0), (0.6, 9000.0)))
    checked, _ = judged(low)
    assert checked.verdict is cm.Verdict.NOT_JUDGED
    assert checked.missing is not None
    assert "quantiles of incomes up to 10000 yuan" in checked.missing.what.en
    # all have more than the line already
    rich = cm.IncomeDistribution(quantiles=((0.0, 10500.0), (1.0, 13000.0)))
    assert judged(rich)[0].verdict is cm.Verdict.NOT_JUDGED


@pytest.mark.parametrize("floor", [10000.0, 12000.0])
def test_a_floor_that_is_not_below_the_line_of_the_promise_is_refused(floor: float, tmp_path: Path) -> None:
    told = rf"lifted out of poverty, its subsistence line, must lie below 10000 yuan.* \(got {floor:g}\)"
    held = cm.IncomeDistribution(gini=0.3, floor=floor)
    with pytest.raises(cm.InputError, match=told) as error:
        cm.scenario("plan").with_distribution("lifted", held)
    assert len(error.value.faults) == 1
    assert "低于承诺所说的 10000元" in error.value.text("zh")
    # a file and an option are read by the same rule
    file = tmp_path / "a.toml"
    file.write_text(f"[distribution.lifted]\ngini = 0.3\nfloor = {floor}\n", encoding="utf-8")
    with pytest.raises(cm.InputError, match=rf"a\.toml: .*{told}"):
        cm.read_scenario(file)
    refused = run("check", "--distribution-of", f"lifted=lognormal:gini=0.35,floor={floor}", "--lang", "en")
    assert refused.exit_code == 2
    assert "must lie below 10000 yuan" in refused.stderr
    # of a group of which nothing of the kind is promised it is right, and so is one below the line
    assert cm.scenario("plan").with_distribution("urban", held).distribution("urban") == held
    judged(cm.IncomeDistribution(gini=0.3, floor=9999.0))


def test_a_folder_with_such_a_floor_is_refused(tmp_path: Path) -> None:
    form = (
        'quantity = "share_raised"; group = "rural"; threshold = 9000; type = "at_least"; value = 1; precision = 0.01'
    )
    file = plan_of(tmp_path, [statement("a", "9000元以下的升至以上", form)]) / "plan.toml"
    written = file.read_text(encoding="utf-8")
    for floor, refused in ((9500, True), (8000, False)):
        told = f"{written}\n[distribution.rural]\ngini = 0.3\nfloor = {floor}\n"
        file.write_text(told, encoding="utf-8")
        if refused:
            with pytest.raises(cm.InputError, match="must lie below 9000 yuan"):
                cm.scenario("plan", plan=file.parent)
        else:
            assert cm.scenario("plan", plan=file.parent).distribution("rural") is not None


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('gini = "abc"', r"distribution\.lifted\.gini must be a finite number \(got 'abc'\)"),
        ("gini = nan", r"distribution\.lifted\.gini must be a finite number \(got nan\)"),
        ('sigma = "wide"', r"distribution\.lifted\.sigma must be a finite number \(got 'wide'\)"),
        ('gini = 0.3\nfloor = "低保线"', r"distribution\.lifted\.floor must be a finite number"),
        ('quantiles = "many"', r"distribution\.lifted\.quantiles must be a list"),
    ],
)
def test_one_thing_that_cannot_be_read_is_one_fault(line: str, told: str, tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_text(f"[distribution.lifted]\n{line}\n", encoding="utf-8")
    with pytest.raises(cm.InputError, match=told) as error:
        cm.read_scenario(file)
    assert len(error.value.faults) == 1
    # what is wrong beside it is told as well
    file.write_text(f"[distribution.lifted]\n{line}\nspread = 1\n", encoding="utf-8")
    with pytest.raises(cm.InputError, match=told) as error:
        cm.read_scenario(file)
    assert len(error.value.faults) == 2


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({}, "the distribution of incomes must be given by one of gini, sigma and quantiles"),
        ({"gini": 0.3, "sigma": 0.5}, r"\(got 'gini, sigma'\)"),
        ({"gini": 1.0}, "gini must lie between 0 and 1"),
        ({"sigma": 0.0}, "sigma must be above zero"),
        ({"gini": 0.3, "floor": -1.0}, "floor must be zero or more"),
        ({"quantiles": ((0.5, 9000), (0.2, 12000))}, "quantiles must rise"),
        ({"quantiles": ((1.5, 9000),)}, "quantiles must lie between 0 and 1"),
    ],
)
def test_distributions_that_cannot_be_are_refused(keys: dict[str, object], told: str) -> None:
    with pytest.raises(cm.InputError, match=told):
        cm.IncomeDistribution(**keys)  # type: ignore[arg-type]
    with pytest.raises(cm.InputError, match="the group of a distribution"):
        cm.scenario("plan").with_distribution("urbn", cm.IncomeDistribution(gini=0.3))


ABOVE = 'quantity = "share_above"; group = "rural"; threshold = 12000; type = "at_least"; value = 0.5; precision = 0.1'
REGIONAL = ["region", "group", "component", "value"]


def both() -> Iterator[cm.IncomeDistribution]:
    yield cm.IncomeDistribution(gini=0.3, floor=4000, source=cm.Text("抽样", "a sample"))
    yield cm.IncomeDistribution(quantiles=QUANTILES)


def test_a_scenario_file_and_a_folder_carry_the_distribution(tmp_path: Path) -> None:
    for number, distribution in enumerate(both()):
        scenario = cm.scenario("plan").with_distribution("lifted", distribution)
        file = tmp_path / f"{number}.toml"
        cm.write_scenario(scenario, file)
        again = cm.read_scenario(file)
        assert again.distributions == {"lifted": distribution}
        assert again.with_horizon(2025).distribution("lifted") == distribution
    file = plan_of(tmp_path, [statement("a", "1.2万元以上占50%", ABOVE)]) / "plan.toml"
    file.write_text(file.read_text(encoding="utf-8") + "\n[distribution.rural]\nsigma = 0.6\n", encoding="utf-8")
    folder = cm.scenario("plan", plan=file.parent)
    assert folder.distribution("rural") == cm.IncomeDistribution(sigma=0.6)
    assert any("收入对数的标准差0.6（假定）" in note.zh for note in folder.notes())
    # what the folder says is of its own region
    levels = (("urban", 30000.0), ("rural", 12000.0))
    table = pd.DataFrame([("x", group, "total", value) for group, value in levels], columns=REGIONAL)
    assert folder.with_regions(table).distribution("rural") is None
    bad = tmp_path / "bad.toml"
    bad.write_text("[distribution.lifted]\ngini = 2\nspread = 1\n", encoding="utf-8")
    with pytest.raises(cm.InputError, match="gini must lie between 0 and 1") as error:
        cm.read_scenario(bad)
    assert "spread" in str(error.value)


def test_commands_take_groups_and_distributions() -> None:
    shown = run("inequality", "--means", "40%:6,60%:12", "--boundaries", "8", "--lang", "en")
    assert shown.exit_code == 0
    # 2/5 x 3/5 x (12 - 6) / (2/5 x 6 + 3/5 x 12) = 0.15
    assert "0.1500" in shown.stdout
    for arguments, told in (
        (("inequality", "--boundaries", "8"), "--means"),
        (("inequality", "--means", "6,zwölf"), "--means"),
        (("inequality", "--means", "40%:6,12"), "--means"),
        (("inequality", "--medians", "6,12"), "--medians"),
        (("check", "--distribution-of", "lifted=normal:gini=0.3"), "lognormal:gini=0.35"),
        (("check", "--distribution-of", "lifted"), "lognormal:gini=0.35"),
        (("inequality",), "--population"),
    ):
        refused = run(*arguments)
        assert refused.exit_code == 2
        assert told in refused.stderr
    option = "lifted=quantiles:10%=6500,30%=9000,60%=12000,100%=30000,floor=5000"
    judged_so = run("check", "--distribution-of", option, "--lang", "en", "--format", "json")
    assert PROMISE in judged_so.stdout


def reckoned(formula: str, value: float) -> float:
    """Return what a spreadsheet makes of a formula on the cell A1."""
    known = {
        "MAX": max,
        "MIN": min,
        "LN": math.log,
        "EXP": math.exp,
        "NORMSDIST": NormalDist().cdf,
        "NORMSINV": NormalDist().inv_cdf,
        "A1": value,
    }
    return float(eval(formula, {"__builtins__": {}}, known))


@pytest.mark.parametrize("kind", ["share_raised", "share_above", "share_below"])
@pytest.mark.parametrize("distribution", [*both(), cm.IncomeDistribution(sigma=0.6)])
def test_a_workbook_reckons_parts_of_people_as_the_library_does(kind: str, distribution: cm.IncomeDistribution) -> None:
    scenario = cm.scenario("plan").with_distribution("lifted", distribution)
    quantity = QUANTITIES[kind](group="lifted", first_year=2022, last_year=2024, threshold=LINE)  # type: ignore[call-arg]
    curve = quantity.quotient(scenario).curve
    assert curve is not None
    # no place is asked for: the ratio stands in a cell of its own
    cells = Cells(*(cast("Any", None) for _ in range(3)))
    forwards, backwards = (str(way(Formula("A1"), curve)) for way in (cells.part_of_people, cells.ratio_of_people))
    # none of them is a knot of the quantiles, where there are two slopes
    for ratio in (0.53, 0.91, 1.13, 1.41, 2.47):
        part = float(curve.part(ratio))
        assert reckoned(forwards, ratio) == pytest.approx(part, abs=1e-12)
        if 0.0 < part < 1.0:
            assert reckoned(backwards, part) == pytest.approx(ratio, rel=1e-9)
            assert float(curve.ratio(part)) == pytest.approx(ratio, rel=1e-9)
            slope = float(curve.part(ratio * (1 + 1e-6)) - curve.part(ratio * (1 - 1e-6))) / (2e-6 * ratio)
            assert float(curve.slope(ratio)) == pytest.approx(slope, rel=1e-4)
