"""How far parts and quantiles may be off: from the scatter of sets, as of coin tosses, and over many runs."""

from math import sqrt

import numpy as np
import pytest
from scipy import stats

import ceheng_model as cm
from ceheng_model.ensemble.random_streams import BLOCK
from ceheng_model.ensemble.sampling_errors import FEWEST_SETS, Scatter, Slopes, errors_of_parts


def counts(blocks: int, rows: int = 3) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    return np.random.default_rng(7).integers(0, BLOCK, size=(rows, blocks))


@pytest.mark.parametrize("blocks", [2, 8, 31])
def test_errors_are_those_of_means_over_sets(blocks: int) -> None:
    made = counts(blocks)
    parts = made / BLOCK
    expected = parts.std(axis=1, ddof=1) / sqrt(blocks)
    assert Scatter.of_blocks(made).errors() == pytest.approx(expected, rel=1e-12)


def test_parts_merge_in_any_order() -> None:
    made = counts(9)
    single = [Scatter.of(made[:, block]) for block in (4, 8, 1, 0, 2, 7, 3, 6, 5)]
    first, second = Scatter.total(single[:4]), Scatter.total(single[4:])
    whole, merged = Scatter.of_blocks(made), Scatter.total([second, first])
    assert (merged.blocks, merged.sums.tolist()) == (whole.blocks, whole.sums.tolist())
    assert merged.squares.tolist() == whole.squares.tolist()


def test_what_never_varies_has_no_error_however_many_sets() -> None:
    # past 2 ** 53 a product of floating-point numbers would round
    blocks = 10**6
    same = Scatter(blocks=blocks, sums=np.array([8191 * blocks]), squares=np.array([8191**2 * blocks]))
    assert same.errors().tolist() == [0.0]


def test_few_sets_and_independent_draws_have_the_error_of_coin_tosses() -> None:
    made = counts(FEWEST_SETS - 1)
    parts = made.sum(axis=1) / (BLOCK * (FEWEST_SETS - 1))
    draws = BLOCK * (FEWEST_SETS - 1)
    expected = np.sqrt(parts * (1.0 - parts) / draws)
    assert errors_of_parts(parts, draws, Scatter.of_blocks(made)) == pytest.approx(expected, rel=1e-12)
    assert errors_of_parts(parts, draws, None) == pytest.approx(expected, rel=1e-12)
    enough = counts(FEWEST_SETS)
    assert errors_of_parts(parts, BLOCK * FEWEST_SETS, Scatter.of_blocks(enough)) != pytest.approx(expected)


def test_slopes_are_those_of_a_known_distribution() -> None:
    levels = (0.0, 0.05, 0.5, 0.9)
    rows = stats.norm.ppf((np.arange(BLOCK) + 0.5) / BLOCK)[np.newaxis] * np.array([[1.0], [3.0]])
    slopes = Slopes.of(rows, levels)
    exact = 1.0 / stats.norm.pdf(stats.norm.ppf(levels[1:]))
    assert slopes.rises[1:, 0] == pytest.approx(exact, rel=0.02)
    assert slopes.rises[1:, 1] == pytest.approx(3.0 * exact, rel=0.02)
    assert np.isnan(slopes.rises[0]).all()
    assert slopes.errors(BLOCK, None)[2] == pytest.approx(0.5 / sqrt(BLOCK) * slopes.rises[2])


def test_draws_below_each_quantile_are_counted_by_set() -> None:
    rows = np.random.default_rng(2).normal(size=(2, 3 * BLOCK))
    slopes = Slopes.of(rows[:, :BLOCK], (0.25, 0.75))
    below = slopes.below(rows)
    assert below.shape == (2, 2, 3)
    for q, level in enumerate((0.25, 0.75)):
        for row in range(2):
            threshold = np.quantile(rows[row, :BLOCK], level)
            expected = [int((part < threshold).sum()) for part in np.split(rows[row], 3)]
            assert below[q, row].tolist() == expected


def test_errors_of_random_numbers_are_those_that_runs_have() -> None:
    plan = cm.scenario("plan")
    usual = cm.estimate_uncertainty(plan)
    made = [
        cm.simulate(
            plan, draws=4_000, seed=seed, uncertainty=usual, method="random", statements=["rural_growth"], workers=1
        )
        for seed in range(60)
    ]
    quantiles = np.array([one.quantiles().values for one in made])
    stated = np.sqrt(np.mean([one.quantile_errors().values ** 2 for one in made], axis=0))
    ratio = quantiles.std(axis=0, ddof=1) / stated
    # a standard deviation of 60 runs is itself known to 9 %
    assert 0.65 < ratio.min() <= ratio.max() < 1.4
    assert np.exp(np.log(ratio).mean()) == pytest.approx(1.0, abs=0.12)
    parts = np.array([one["rural_growth"].probability for one in made])
    assert parts.std(ddof=1) == pytest.approx(made[0]["rural_growth"].standard_error, rel=0.35)


def test_one_part_of_the_draws_has_an_error() -> None:
    scalar = Scatter.of_blocks(counts(9)[0])
    assert errors_of_parts(np.array(0.5), 9 * BLOCK, scalar).shape == ()
