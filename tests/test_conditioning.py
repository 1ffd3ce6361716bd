"""Draws given what is known of the levels, against closed forms and an importance sampler of another make."""

from dataclasses import dataclass, field
from math import inf, nan, sqrt

import numpy as np
import pytest
from scipy import stats
from scipy.special import logsumexp

from ceheng_model.arithmetic import Array
from ceheng_model.ensemble.conditioning import Conditions, Growing, Observed, resampled
from ceheng_model.ensemble.known_incomes import ConditionedShocks, Known
from ceheng_model.ensemble.points import with_sobol_points
from ceheng_model.ensemble.random_streams import BLOCK
from ceheng_model.ensemble.shocks import Shocks

# two groups of two components over three years, uneven in everything
BASE = np.array([[6000.0, 2500.0], [3100.0, 1700.0]])
GROWTH = np.array([[[0.10, 0.08, 0.07], [0.05, 0.12, 0.02]], [[0.14, 0.09, 0.11], [0.06, 0.03, 0.08]]])
SPREAD = np.array([0.02, 0.05, 0.03, 0.04])
CORRELATION = np.array([[1.0, -0.3, 0.6, 0.1], [-0.3, 1.0, 0.2, 0.4], [0.6, 0.2, 1.0, -0.2], [0.1, 0.4, -0.2, 1.0]])
YEARS, CELLS = 3, 4
BLOCKS = 6
GROUPS = 100
"""Common scales for which the judge draws the same number of times."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """What is known, and how growth strays."""

    totals: list[list[float]]
    levels: list[list[list[float]]] = field(default_factory=lambda: [[[nan] * YEARS] * 2] * 2)
    persistence: float = 0.0
    freedom: float | None = None
    student: float | None = None
    mean_error: float = 0.0
    """Variance of an error common to all years, as a part of that of a year."""
    is_own: bool = False
    """Whether there are shocks of the region's own besides, with a scale of their own."""
    own_freedom: float | None = None
    dependent: tuple[tuple[int, int], ...]
    """Year and cell that the judge solves for in each sum that is known, in the order of the years."""


CASES = {
    "composition unknown, two years of both totals": Case(
        totals=[[9100.0, 9900.0, nan], [5450.0, 6000.0, nan]],
        dependent=((0, 0), (0, 2), (1, 0), (1, 2)),
    ),
    "persistence, one group known longer": Case(
        totals=[[9050.0, nan, nan], [5350.0, 5750.0, nan]],
        persistence=0.5,
        dependent=((0, 0), (0, 2), (1, 2)),
    ),
    "opposite years, a component known": Case(
        totals=[[9250.0, 10000.0, nan], [nan, nan, nan]],
        levels=[[[nan] * 3, [nan] * 3], [[3600.0, nan, nan], [nan, 1850.0, nan]]],
        persistence=-0.5,
        dependent=((0, 0), (0, 2), (1, 0), (1, 3)),
    ),
    "a gap year": Case(
        totals=[[nan, 9900.0, nan], [5300.0, nan, 6200.0]],
        persistence=0.5,
        dependent=((0, 2), (1, 0), (2, 2)),
    ),
    "an estimated spread, a surprise": Case(
        totals=[[8900.0, 9300.0, nan], [5300.0, nan, nan]],
        freedom=7.0,
        dependent=((0, 0), (0, 2), (1, 0)),
    ),
    "Student's t and a gap": Case(
        totals=[[nan, 9800.0, nan], [5500.0, nan, nan]],
        student=5.0,
        dependent=((0, 2), (1, 0)),
    ),
    "both, with an error of the mean": Case(
        totals=[[9250.0, 10000.0, nan], [nan, 5700.0, nan]],
        freedom=9.0,
        student=6.0,
        mean_error=0.2,
        dependent=((0, 0), (1, 0), (1, 2)),
    ),
    "a scale of their own, what strayed was the region": Case(
        totals=[[9000.0, 9650.0, nan], [5450.0, nan, nan]],
        freedom=7.0,
        is_own=True,
        own_freedom=4.0,
        dependent=((0, 0), (0, 2), (1, 0)),
    ),
    "a scale of their own, with an error of the mean and a gap": Case(
        totals=[[nan, 9800.0, nan], [5350.0, nan, 6300.0]],
        levels=[[[nan] * 3, [nan] * 3], [[3600.0, nan, nan], [nan] * 3]],
        persistence=0.4,
        mean_error=0.2,
        freedom=7.0,
        is_own=True,
        own_freedom=5.0,
        dependent=((0, 2), (0, 3), (1, 0), (2, 2)),
    ),
    "own shocks of an estimated spread beside a known one": Case(
        totals=[[9250.0, 9900.0, nan], [nan, 5700.0, nan]],
        is_own=True,
        own_freedom=6.0,
        dependent=((0, 0), (1, 0), (1, 2)),
    ),
    "own shocks of a known spread beside an estimated one, and Student's t": Case(
        totals=[[9050.0, 9900.0, nan], [nan, 5700.0, nan]],
        freedom=7.0,
        student=6.0,
        is_own=True,
        dependent=((0, 0), (1, 0), (1, 2)),
    ),
}

# two normals a year move the four cells
OWN = np.array([[0.02, 0.0], [-0.01, 0.03], [0.015, 0.01], [0.01, -0.02]])


def covariance(case: Case) -> Array:
    """Return the covariance over years, ``(year * cell, year * cell)``."""
    apart = np.abs(np.subtract.outer(np.arange(YEARS), np.arange(YEARS)))
    over_years = np.where(apart == 0, 1.0, case.persistence**apart) + case.mean_error
    joint: Array = np.asarray(np.kron(over_years, CORRELATION * np.outer(SPREAD, SPREAD)), dtype=np.float64)
    return joint


def levels_of(shocks: Array) -> Array:
    """Return levels of shocks ``(year, cell, draw)``."""
    factors = 1.0 + GROWTH.reshape(CELLS, YEARS).T[..., np.newaxis] + shocks
    return np.asarray(BASE.reshape(-1, 1) * np.cumprod(factors, axis=0))


def known(case: Case) -> Known:
    return Known(totals=np.array(case.totals), levels=np.array(case.levels))


def factor_of(case: Case) -> Array:
    """Return what shocks take of the normals, those of a year together: the common ones, then the region's own."""
    common = np.linalg.cholesky(covariance(case))
    if not case.is_own:
        return np.asarray(common, dtype=float)
    apart = np.abs(np.subtract.outer(np.arange(YEARS), np.arange(YEARS)))
    decay = np.linalg.cholesky(np.where(apart == 0, 1.0, case.persistence**apart))
    columns = [np.hstack([common[:, t * CELLS : (t + 1) * CELLS], np.kron(decay[:, [t]], OWN)]) for t in range(YEARS)]
    return np.hstack(columns)


def source(case: Case, *, by_points: bool = False) -> ConditionedShocks:
    shocks = Shocks(
        entropy=11,
        years=YEARS,
        size=CELLS,
        factor=factor_of(case),
        shift=np.zeros((YEARS, CELLS)),
        freedom=case.freedom,
        degrees_of_freedom=case.student,
        own=2 if case.is_own else 0,
        own_freedom=case.own_freedom,
    )
    if by_points:
        shocks = with_sobol_points(shocks, np.kron(np.eye(2), np.ones(2)) * BASE.ravel())
    return ConditionedShocks.of(
        shocks, base=BASE.ravel(), growth=GROWTH.reshape(CELLS, YEARS), observed=known(case).observed(None)
    )


def drawn(case: Case, *, by_points: bool) -> tuple[Array, float]:
    """Return levels of some blocks and how many draws they are worth."""
    made = source(case, by_points=by_points)
    blocks = [levels_of(made.draw(number)) for number in range(BLOCKS)]
    return np.concatenate(blocks, axis=-1), sum(made.worth(number) for number in range(BLOCKS))


def weighted(case: Case, draws: int) -> tuple[Array, Array]:
    """Return levels and weights by another way: one shock of every known sum is solved for, the others are drawn.

    The weight is the density of the shocks that were solved for given all others, by the level that each moves.
    """
    random = np.random.default_rng(2)
    sigma = covariance(case)
    stretch = np.ones((YEARS, draws))
    if case.freedom is not None and case.is_own:
        stretch *= np.repeat(common_scales(case.freedom), draws // GROUPS)
    elif case.freedom is not None:
        stretch *= np.sqrt(case.freedom / random.chisquare(case.freedom, draws))
    own = np.ones((YEARS, draws))
    if case.own_freedom is not None:
        own *= np.sqrt(case.own_freedom / random.chisquare(case.own_freedom, draws))
    if case.student is not None:
        of_years = np.sqrt((case.student - 2.0) / random.chisquare(case.student, (YEARS, draws)))
        stretch, own = stretch * of_years, own * of_years
    # one chi-square a year stretches the independent parts of the years
    by_normal = np.repeat(stretch, CELLS, axis=0)
    if case.is_own:
        kinds = [np.vstack([np.repeat(stretch[[t]], CELLS, 0), np.repeat(own[[t]], 2, 0)]) for t in range(YEARS)]
        by_normal = np.concatenate(kinds)
    normals = random.standard_normal(by_normal.shape) * by_normal
    shocks = (factor_of(case) @ normals).reshape(YEARS, CELLS, draws)
    before = shocks.copy()
    by_year = {t: [(u, c) for u, c in case.dependent if u == t] for t in range(YEARS)}
    logs = np.zeros(draws)
    levels = np.repeat(BASE.reshape(-1, 1), draws, axis=1)
    for t in range(YEARS):
        grown = levels * (1.0 + GROWTH.reshape(CELLS, YEARS)[:, t, np.newaxis] + shocks[t])
        for _, cell in by_year[t]:
            group = cell // 2
            one = case.levels[group][cell % 2][t]
            both = slice(2 * group, 2 * group + 2)
            missing = one - grown[cell] if not np.isnan(one) else case.totals[group][t] - grown[both].sum(axis=0)
            shocks[t, cell] += missing / levels[cell]
            grown[cell] += missing
            # a component that is lost is no draw of what happened
            there = levels[cell] > 0.0
            logs = np.where(there, logs - np.log(np.where(there, levels[cell], 1.0)), -inf)
        levels = grown
    flat, was = shocks.reshape(-1, draws), before.reshape(-1, draws)
    solved = [t * CELLS + c for t, c in case.dependent]
    if case.is_own:
        logs += of_two_scales(flat, was, by_normal, case, solved)
        # what is known says nothing of the common scale: draws of each weigh as much together as before
        by_group = logs.reshape(1 if case.freedom is None else GROUPS, -1)
        return levels_of(shocks), (by_group - logsumexp(by_group, axis=1, keepdims=True)).ravel()
    logs += log_density(flat, sigma, stretch) - log_density(was, sigma, stretch)
    # the density of what was drawn leaves that of the others once the solved ones are integrated out
    logs += conditional(was, sigma, stretch, case, solved)
    return levels_of(shocks), logs


def common_scales(freedom: float) -> Array:
    """Return as many equally likely scales: each the root of the mean square of a part of them, so that squares agree.

    The mean of 1 / u over a part of chi-square u is what chi-square of two degrees less has there, over nu - 2.
    """
    ends = stats.chi2.ppf(np.linspace(0.0, 1.0, GROUPS + 1), freedom)
    squares = freedom / (freedom - 2.0) * np.diff(stats.chi2.cdf(ends, freedom - 2.0)) * GROUPS
    return np.sqrt(squares)


def of_two_scales(flat: Array, was: Array, by_normal: Array, case: Case, solved: list[int]) -> Array:
    """Return the log density of the solved shocks given the others, each draw with a covariance of its own."""
    factor, logs = factor_of(case), np.empty(flat.shape[1])
    others = np.setdiff1d(np.arange(len(flat)), solved)
    assert (flat[others] == was[others]).all()
    for first in range(0, flat.shape[1], 20_000):
        part = slice(first, first + 20_000)
        scaled = factor[np.newaxis] * by_normal[:, part].T[:, np.newaxis]
        precision = np.linalg.inv(scaled @ np.swapaxes(scaled, 1, 2))
        inner = precision[:, solved][:, :, solved]
        pulled = np.einsum("dij,jd->di", precision[:, solved], flat[:, part])
        away = np.linalg.solve(inner, pulled[..., np.newaxis])[..., 0]
        logs[part] = -0.5 * np.einsum("di,di->d", away, pulled) + 0.5 * np.linalg.slogdet(inner)[1]
    return logs


def log_density(flat: Array, sigma: Array, stretch: Array) -> Array:
    white = np.linalg.solve(np.linalg.cholesky(sigma), flat) / np.repeat(stretch, CELLS, axis=0)
    return np.asarray(-0.5 * (white**2).sum(axis=0))


def conditional(flat: Array, sigma: Array, stretch: Array, case: Case, solved: list[int]) -> Array:
    """Return the log density of the shocks at some places given those at all others, constants left out."""
    if case.student is None:
        precision = np.linalg.inv(sigma)
        inner = precision[np.ix_(solved, solved)]
        away = np.linalg.solve(inner, precision[solved] @ flat)
        squares = np.einsum("id,ij,jd->d", away, inner, away)
        return np.asarray(-0.5 * squares / stretch[0] ** 2 - len(solved) * np.log(stretch[0]))
    inverse = np.linalg.inv(np.linalg.cholesky(sigma))
    logs = np.empty(flat.shape[1])
    for first in range(0, flat.shape[1], 20_000):
        part = slice(first, first + 20_000)
        rows = inverse[np.newaxis] / np.repeat(stretch[:, part], CELLS, axis=0).T[:, :, np.newaxis]
        precision = np.swapaxes(rows, 1, 2) @ rows
        inner = precision[:, solved][:, :, solved]
        pulled = np.einsum("dij,jd->di", precision[:, solved], flat[:, part])
        away = np.linalg.solve(inner, pulled[..., np.newaxis])[..., 0]
        logs[part] = -0.5 * np.einsum("di,di->d", away, pulled) + 0.5 * np.linalg.slogdet(inner)[1]
    return logs


@pytest.mark.parametrize("name", CASES)
def test_what_is_known_is_met_in_every_draw(name: str) -> None:
    case = CASES[name]
    levels = source(case).draw(0)
    levels = levels_of(levels)
    totals = levels.reshape(YEARS, 2, 2, -1).sum(axis=2)
    for g in range(2):
        for t in range(YEARS):
            if not np.isnan(case.totals[g][t]):
                np.testing.assert_allclose(totals[t, g], case.totals[g][t], rtol=1e-12)
            for c in range(2):
                if not np.isnan(case.levels[g][c][t]):
                    np.testing.assert_allclose(levels[t, 2 * g + c], case.levels[g][c][t], rtol=1e-12)


@pytest.mark.parametrize("name", CASES)
def test_draws_are_those_of_an_importance_sampler_of_another_make(name: str) -> None:
    case = CASES[name]
    judge, logs = weighted(case, 400_000)
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    # enough draws on both sides for the comparison to say something
    assert 1.0 / (weights**2).sum() > 2_000
    for by_points in (False, True):
        levels, worth = drawn(case, by_points=by_points)
        assert worth > BLOCKS * BLOCK / 20
        compare_all(levels, worth, judge, weights)


def compare_all(levels: Array, worth: float, judge: Array, weights: Array) -> None:
    """Compare means, squares and middles of every level and total, of draws worth so many and of weighted ones."""

    def compare(ours: Array, theirs: Array) -> None:
        expected = float(weights @ theirs)
        error = sqrt(float((weights**2) @ (theirs - expected) ** 2) + float(ours.var()) / worth)
        assert float(ours.mean()) == pytest.approx(expected, abs=4.5 * error)

    for t in range(YEARS):
        ours_by_group, theirs_by_group = (every[t].reshape(2, 2, -1).sum(axis=1) for every in (levels, judge))
        for ours, theirs in (*zip(levels[t], judge[t], strict=True), *zip(ours_by_group, theirs_by_group, strict=True)):
            # what is known is no number that could stray
            if np.ptp(theirs) < 1e-9 * abs(theirs[0]):
                assert np.ptp(ours) < 1e-9 * abs(ours[0])
                continue
            compare(ours, theirs)
            middle = float(weights @ theirs)
            compare((ours - middle) ** 2, (theirs - middle) ** 2)
            compare((ours > middle).astype(float), (theirs > middle).astype(float))


def test_one_known_year_is_the_closed_form_of_a_normal() -> None:
    case = CASES["composition unknown, two years of both totals"]
    one = Case(totals=[[9100.0, nan, nan], [nan] * 3], dependent=())
    made = source(one)
    shocks = np.concatenate([made.draw(number)[0] for number in range(BLOCKS)], axis=-1)
    sigma = covariance(case)[:CELLS, :CELLS]
    row = np.array([*BASE[0], 0.0, 0.0])
    centre = float((BASE * (1.0 + GROWTH[:, :, 0]))[0].sum())
    gain = sigma @ row / (row @ sigma @ row)
    mean, left = gain * (9100.0 - centre), sigma - np.outer(gain, row @ sigma)
    draws = shocks.shape[1]
    error = np.sqrt(np.diag(left) / draws)
    np.testing.assert_array_less(np.abs(shocks.mean(axis=1) - mean), 4.5 * error)
    np.testing.assert_allclose(np.cov(shocks), left, atol=4.5 * 1.5 * np.diag(left).max() / sqrt(draws))
    # every draw weighs the same, so that each is kept once
    assert made.worth(0) == pytest.approx(BLOCK)


def test_a_chi_square_learns_from_a_surprise_as_bayes_says() -> None:
    """One known sum, k = 1: given that it lies d deviations off, chi-square has nu + 1 degrees, divided by 1 + d^2 / nu."""
    freedom, row = 7.0, np.array([*BASE[0], 0.0, 0.0])
    sigma = covariance(Case(totals=[], dependent=()))[:CELLS, :CELLS]
    deviation = sqrt(float(row @ sigma @ row))
    centre = float((BASE * (1.0 + GROWTH[:, :, 0]))[0].sum())
    away = 4.0
    case = Case(totals=[[centre - away * deviation, nan, nan], [nan] * 3], freedom=freedom, dependent=())
    made = source(case)
    shocks = np.concatenate([made.draw(number)[2] for number in range(BLOCKS)], axis=-1)
    # mean of nu / u for u = chi2(nu + 1) / (1 + d^2 / nu): (nu + d^2) / (nu + 1 - 2)
    expected = np.diag(sigma) * (freedom + away**2) / (freedom - 1.0)
    # fourth moments of a t with eight degrees: kurtosis 4.5, so that a variance has the relative error sqrt(3.5 / n)
    np.testing.assert_allclose(shocks.var(axis=1), expected, rtol=4.5 * sqrt(3.5 / shocks.shape[1]) * 1.2)
    # nine tenths are proposed exactly where they belong, the others at random
    assert made.worth(0) > 0.9 * BLOCK


@pytest.mark.parametrize("by_points", [False, True], ids=["random numbers", "points"])
def test_no_block_hangs_on_a_few_draws(by_points: bool) -> None:
    """Which of two years strayed is not known where each has a stretch of its own: draws of both have to be there."""
    made = source(CASES["Student's t and a gap"], by_points=by_points)
    worth = np.array([made.worth(number) for number in range(12)])
    assert worth.min() > 0.1 * BLOCK
    means = np.array([levels_of(made.draw(number))[0, 0].mean() for number in range(12)])
    spread = np.array([levels_of(made.draw(number))[0, 0].std() for number in range(12)])
    # weights go with how far a draw strays, so that blocks scatter more than draws of that worth, but not by multiples
    assert means.std(ddof=1) < 2.5 * sqrt(float((spread**2 / worth).mean()))


def test_surprises_leave_enough_draws() -> None:
    # five to seven deviations from what was planned, year after year
    for freedom, own_freedom in ((None, None), (7.0, None), (7.0, 4.0)):
        case = Case(
            totals=[[8000.0, 8100.0, 8300.0], [4900.0, 5000.0, 5000.0]],
            freedom=freedom,
            is_own=own_freedom is not None,
            own_freedom=own_freedom,
            dependent=(),
        )
        assert source(case).worth(0) > BLOCK / 2


@pytest.mark.parametrize("by_points", [False, True], ids=["random numbers", "points"])
def test_a_surprise_widens_what_is_the_regions_own_and_not_what_is_common(by_points: bool) -> None:
    """Later shocks have the scales that are left: the common one as before, the own one by Bayes, on a grid of scipy's."""
    row, freedom, own_freedom, away = np.array([*BASE[0], 0.0, 0.0]), 7.0, 4.0, 5.0
    common, own = (float(row @ sigma @ row) for sigma in (CORRELATION * np.outer(SPREAD, SPREAD), OWN @ OWN.T))
    centre = float((BASE * (1.0 + GROWTH[:, :, 0]))[0].sum())
    strayed = -away * sqrt(common + own)
    case = Case(
        totals=[[centre + strayed, nan, nan], [nan] * 3],
        freedom=freedom,
        is_own=True,
        own_freedom=own_freedom,
        dependent=(),
    )
    made = source(case, by_points=by_points)
    proposed = [made._proposed(number).variates for number in range(BLOCKS)]
    scales = np.concatenate([one.scale for one in proposed if one.scale is not None])
    own_scales = np.concatenate([one.own_scale for one in proposed if one.own_scale is not None])
    # nothing is learnt of the common scale; blocks are exact to a part in 32, and draws are taken more than once
    for part in (0.05, 0.25, 0.5, 0.75, 0.95):
        exact = np.sqrt(freedom / stats.chi2.ppf(1.0 - part, freedom))
        assert np.mean(scales <= exact) == pytest.approx(part, abs=0.01)
    parts = (np.arange(4000) + 0.5) / 4000
    squares = own_freedom / stats.chi2.ppf(parts, own_freedom)
    expected = []
    for square in common_scales(freedom) ** 2:
        density = stats.norm.pdf(strayed, scale=np.sqrt(square * common + squares * own))
        expected.append(np.sum(density * np.log(squares) / 2.0) / density.sum())
    assert np.log(own_scales).mean() == pytest.approx(np.mean(expected), abs=0.015)
    assert np.mean(expected) > 0.7


def test_a_sum_without_spread_is_met_all_the_same() -> None:
    sigma = covariance(CASES["a gap year"])
    sigma[:2] = sigma[:, :2] = 0.0
    shocks = Shocks(entropy=1, years=YEARS, size=CELLS, factor=_factor(sigma), shift=np.zeros((YEARS, CELLS)))
    observed = Known(totals=np.array([[9000.0, nan, nan], [nan] * 3]), levels=np.full((2, 2, 3), nan)).observed(None)
    made = ConditionedShocks.of(shocks, base=BASE.ravel(), growth=GROWTH.reshape(CELLS, YEARS), observed=observed)
    levels = levels_of(made.draw(0))
    np.testing.assert_allclose(levels[0, :2].sum(axis=0), 9000.0, rtol=1e-12)
    # its components share what is missing, and the others do not hear of it
    np.testing.assert_allclose(levels[0, 0] / levels[0, 1], 6000.0 * 1.10 / (2500.0 * 1.05), rtol=1e-12)
    assert made.worth(0) == pytest.approx(BLOCK)


def _factor(sigma: Array) -> Array:
    values, vectors = np.linalg.eigh(sigma)
    triangular: Array = np.linalg.qr((vectors * np.sqrt(np.maximum(values, 0.0))).T)[1].T
    return triangular


def test_levers_are_part_of_what_is_known() -> None:
    added = np.zeros((2, 2, 3))
    added[0, 1, 0] = 120.0
    case = Known(totals=np.array([[9000.0, nan, nan], [nan] * 3]), levels=np.full((2, 2, 3), nan))
    (observed,) = case.observed(added)
    assert observed.values.tolist() == [8880.0]
    parts = np.full((2, 2, 3), nan)
    parts[0, 1, 0] = 2800.0
    (observed,) = Known(totals=case.totals, levels=parts).observed(added)
    assert observed.values.tolist() == [2680.0, 6200.0]
    assert observed.cells.tolist() == [[0, 1, 0, 0], [1, 0, 0, 0]]
    # all components and their total: they are scaled to it
    parts[0, :, 0] = 6100.0, 2901.0
    (observed,) = Known(totals=case.totals, levels=parts).observed(None)
    np.testing.assert_allclose(observed.values, np.array([6100.0, 2901.0]) * 9000.0 / 9001.0, rtol=1e-15)


def test_resampling_keeps_draws_in_proportion_and_all_where_none_weighs() -> None:
    weights = np.array([0.5, 0.125, 0.25, 0.125])
    chosen, worth = resampled(np.log(np.tile(weights, 2) * 7.0), 0.5)
    # of eight places those of weight a half have two each, those of a quarter one, of two of an eighth one is kept
    assert np.bincount(chosen, minlength=8)[[0, 2, 4, 6]].tolist() == [2, 1, 2, 1]
    assert len(chosen) == 8
    # (sum w)^2 / sum w^2 = 2^2 / (2 * (0.25 + 0.015625 + 0.0625 + 0.015625))
    assert worth == pytest.approx(4.0 / (2 * 0.34375))
    chosen, worth = resampled(np.full(5, -inf), 0.3)
    assert (chosen.tolist(), worth) == ([0, 1, 2, 3, 4], 0.0)


def test_the_same_block_gives_the_same_draws() -> None:
    made = source(CASES["an estimated spread, a surprise"])
    first = made.draw(3).copy()
    made.draw(1)
    np.testing.assert_array_equal(made.draw(3), first)


def test_conditions_of_nothing_change_nothing() -> None:
    growing = Growing(
        base=BASE.ravel(), growth=GROWTH.reshape(CELLS, YEARS), shift=np.zeros((YEARS, CELLS)), factor=np.eye(12)
    )
    nothing = Conditions.of(growing, [Observed(cells=np.zeros((0, CELLS)), values=np.zeros(0))])
    normals = np.random.default_rng(0).standard_normal((YEARS, CELLS, 10))
    shocks, w, weights = nothing.meet(normals, np.ones((1, 1, 10)))
    np.testing.assert_array_equal(w, normals[:1])
    np.testing.assert_array_equal(weights, 0.0)
    np.testing.assert_allclose(shocks, normals[:1], rtol=1e-15)


def test_a_group_without_a_base_and_a_component_that_is_not_there_spoil_nothing() -> None:
    base = BASE.copy()
    base[1] = nan
    base[0, 1] = 0.0
    shocks = Shocks(
        entropy=1,
        years=YEARS,
        size=CELLS,
        factor=np.asarray(np.linalg.cholesky(covariance(CASES["a gap year"])), dtype=float),
        shift=np.zeros((YEARS, CELLS)),
    )
    levels = np.full((2, 2, 3), nan)
    levels[0, 1, 0] = 0.0
    observed = Known(totals=np.array([[6500.0, nan, 7500.0], [nan] * 3]), levels=levels).observed(None)
    made = ConditionedShocks.of(shocks, base=base.ravel(), growth=GROWTH.reshape(CELLS, YEARS), observed=observed)
    drawn = made.draw(0)
    assert np.isfinite(drawn).all()
    path = 6000.0 * np.cumprod(1.0 + GROWTH[0, 0][:, np.newaxis] + drawn[:, 0], axis=0)
    np.testing.assert_allclose(path[[0, 2]], np.repeat([[6500.0], [7500.0]], BLOCK, axis=1), rtol=1e-12)
    assert made.worth(0) > BLOCK / 2
