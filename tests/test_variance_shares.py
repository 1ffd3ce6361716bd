"""Shares of the variance agree with Ishigami, with Gaussian models in closed form, and with SALib."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations
from math import comb, pi

import numpy as np
import pytest
from SALib.analyze import shapley as salib_shapley
from SALib.analyze import sobol as salib_sobol
from SALib.sample import shapley as salib_shapley_sample
from SALib.sample import sobol as salib_sobol_sample
from scipy.special import ndtr

import ceheng_model as cm
from ceheng_model.arithmetic import Array
from ceheng_model.sensitivity import VarianceShares, variance_shares
from ceheng_model.sensitivity.shapley import ShapleyEffects, shapley_effects
from ceheng_model.sensitivity.sobol import SobolIndices, sobol_effects
from ceheng_model.sensitivity.sobol_points import DRAWS, Block, normals_of
from ceheng_model.uncertainty import Uncertainty
from ceheng_model.vocabulary import LANGUAGES
from tests.test_sensitivity import uneven

SURE = 4.0
"""Standard errors within which an estimate of 16 batches lies in all but one case in a thousand."""


def ishigami(x: Array) -> Array:
    u = pi * (2.0 * ndtr(x) - 1.0)
    values: Array = np.sin(u[:, 0]) + 7.0 * np.sin(u[:, 1]) ** 2 + 0.1 * u[:, 2] ** 4 * np.sin(u[:, 0])
    return values


# with a = 7, b = 0.1: V1 = (1 + b pi^4 / 5)^2 / 2, V2 = a^2 / 8, V13 = 8 b^2 pi^8 / 225, the rest is nothing
V1, V2, V13 = (1 + 0.1 * pi**4 / 5) ** 2 / 2, 49 / 8, 8 * 0.01 * pi**8 / 225
V = V1 + V2 + V13


def test_ishigami_has_its_known_sobol_indices() -> None:
    found = sobol_effects(ishigami, mean=np.zeros(3), covariance=np.eye(3), blocks=[[0], [1], [2]], draws=16384, seed=1)
    first, total = np.array([V1, V2, 0]) / V, np.array([V1 + V13, V2, V13]) / V
    # as printed: 0.3139, 0.4424, 0 and 0.5576, 0.4424, 0.2437
    np.testing.assert_allclose(first, [0.3139, 0.4424, 0], atol=5e-5)
    np.testing.assert_allclose(total, [0.5576, 0.4424, 0.2437], atol=5e-5)
    assert np.abs(found.first - first).max() < 0.01
    assert (np.abs(found.first - first) < SURE * found.first_error).all()
    assert (np.abs(found.total - total) < SURE * found.total_error).all()
    assert found.variance == pytest.approx(V, rel=0.01)
    assert found.evaluations == 16384 * 5


def test_ishigami_has_its_known_shapley_effects() -> None:
    found = shapley_effects(
        ishigami, mean=np.zeros(3), covariance=np.eye(3), blocks=[[0], [1], [2]], draws=16384, seed=1
    )
    # an interaction is shared equally by the two that make it
    known = np.array([V1 + V13 / 2, V2, V13 / 2]) / V
    np.testing.assert_allclose(known, [0.4357, 0.4424, 0.1218], atol=7e-5)
    assert np.abs(found.effects - known).max() < 0.02
    assert (np.abs(found.effects - known) < SURE * found.error).all()
    assert found.effects.sum() == pytest.approx(1.0, abs=1e-12)
    assert found.variance == pytest.approx(V, rel=0.02)
    # 6 subsets besides none and all, the sample itself, and the points of the linear fit
    assert found.evaluations == 4096 + 7 * 16384


def test_ishigami_inputs_can_be_put_together() -> None:
    found = sobol_effects(ishigami, mean=np.zeros(3), covariance=np.eye(3), blocks=[[0, 2], [1]], draws=8192, seed=2)
    np.testing.assert_allclose(found.first, [(V1 + V13) / V, V2 / V], atol=0.01)
    np.testing.assert_allclose(found.total, [(V1 + V13) / V, V2 / V], atol=0.01)


def explained_by(chosen: Sequence[int], slope: Array, curve: Array, covariance: Array) -> float:
    """Return Var(E[Q | X_S]) of Q = b'x + x'Ax for x ~ N(0, Sigma).

    E[x | X_S] = K X_S has covariance C = Sigma_.S Sigma_SS^-1 Sigma_S., what remains does not depend on X_S, so
    E[Q | X_S] is the same quadratic form in a normal vector of covariance C: variance b'Cb + 2 tr(ACAC).
    """
    if not chosen:
        return 0.0
    inside = np.linalg.inv(covariance[np.ix_(chosen, chosen)])
    c: Array = covariance[:, chosen] @ inside @ covariance[chosen]
    return float(slope @ c @ slope + 2 * np.trace(curve @ c @ curve @ c))


def shapley_by_brute_force(blocks: Sequence[Block], slope: Array, curve: Array, covariance: Array) -> Array:
    count, parts = len(blocks), np.zeros(len(blocks))
    for i in range(count):
        others = [j for j in range(count) if j != i]
        for size in range(count):
            for subset in combinations(others, size):
                cells = [int(cell) for j in subset for cell in blocks[j]]
                gain = explained_by([*cells, *map(int, blocks[i])], slope, curve, covariance)
                gain -= explained_by(cells, slope, curve, covariance)
                parts[i] += gain / (count * comb(count - 1, size))
    effects: Array = parts / parts.sum()
    return effects


def correlated(size: int) -> Array:
    steps = np.arange(size)
    root = np.cos(np.outer(steps + 1.0, steps + 2.0)) + 1.5 * np.eye(size)
    covariance: Array = root @ root.T
    return covariance


def quadratic(slope: Array, curve: Array, mean: Array) -> Callable[[Array], Array]:
    def function(x: Array) -> Array:
        y = x - mean
        values: Array = 1000.0 + y @ slope + np.einsum("pi,ij,pj->p", y, curve, y)
        return values

    return function


def test_linear_gaussian_models_have_their_effects_to_rounding() -> None:
    covariance, slope = correlated(5), np.array([1.0, -2.0, 0.5, 0.0, 3.0])
    blocks = [[0, 3], [1], [2, 4]]
    found = shapley_effects(lambda x: x @ slope + 7.0, mean=np.ones(5), covariance=covariance, blocks=blocks, seed=3)
    known = shapley_by_brute_force(blocks, slope, np.zeros((5, 5)), covariance)
    np.testing.assert_allclose(found.effects, known, rtol=1e-8)
    assert found.variance == pytest.approx(float(slope @ covariance @ slope), rel=1e-8)
    assert found.error.max() < 1e-8
    # two inputs: Owen & Prieur 2017, sigma_i^2 b_i^2 (1 - rho^2/2) + rho b_1 b_2 s_1 s_2 + rho^2 b_j^2 s_j^2 / 2
    rho, b, s = 0.6, np.array([1.0, 2.0]), np.array([3.0, 0.5])
    own, cross = (b * s) ** 2, rho * np.prod(b * s)
    pair = own * (1 - rho**2 / 2) + cross + rho**2 / 2 * own[::-1]
    covariance = np.outer(s, s) * np.array([[1.0, rho], [rho, 1.0]])
    found = shapley_effects(lambda x: x @ b, mean=np.zeros(2), covariance=covariance, blocks=[[0], [1]], seed=3)
    np.testing.assert_allclose(found.effects, pair / pair.sum(), rtol=1e-8)


def test_quadratic_gaussian_models_have_their_effects_within_the_stated_errors() -> None:
    covariance, slope = correlated(5), np.array([1.0, -2.0, 0.5, 0.0, 3.0])
    curve = 0.8 * np.cos(np.add.outer(np.arange(5.0), np.arange(5.0)))
    blocks, mean = [[0, 3], [1], [2], [4]], np.linspace(-1.0, 2.0, 5)
    known = shapley_by_brute_force(blocks, slope, curve, covariance)
    found = shapley_effects(
        quadratic(slope, curve, mean), mean=mean, covariance=covariance, blocks=blocks, draws=8192, seed=4
    )
    assert found.enumerated
    # the model is far from linear: much of its variance has to be found by sampling
    assert slope @ covariance @ slope < 0.5 * explained_by(range(5), slope, curve, covariance)
    assert 0.0 < found.error.max() < 0.02
    assert (np.abs(found.effects - known) < SURE * found.error).all()


def test_more_inputs_than_can_be_enumerated_take_random_orders() -> None:
    size = 11
    covariance, slope, curve = correlated(size), np.linspace(-1.0, 2.0, size), 0.1 * np.eye(size)
    blocks = [[i] for i in range(size)]
    known = shapley_by_brute_force(blocks, slope, curve, covariance)
    found = shapley_effects(
        quadratic(slope, curve, np.zeros(size)), mean=np.zeros(size), covariance=covariance, blocks=blocks, seed=5
    )
    assert not found.enumerated
    assert found.effects.sum() == pytest.approx(1.0, abs=1e-12)
    assert 0.0 < found.error.max() < 0.03
    assert (np.abs(found.effects - known) < SURE * found.error).all()


def test_standard_errors_are_as_large_as_the_estimates_scatter() -> None:
    covariance, slope, curve = correlated(3), np.array([1.0, -1.0, 0.5]), 0.3 * np.ones((3, 3))
    blocks: list[list[int]] = [[0], [1], [2]]
    known = shapley_by_brute_force(blocks, slope, curve, covariance)
    independent = np.diag(np.diag(covariance))
    explained = [explained_by([i], slope, curve, independent) for i in range(3)]
    first = np.array(explained) / explained_by(range(3), slope, curve, independent)
    settings = {"mean": np.zeros(3), "covariance": covariance, "blocks": blocks}
    function = quadratic(slope, curve, np.zeros(3))
    off = np.empty((2, 30, 3))
    for seed in range(30):
        effects = shapley_effects(function, **settings, draws=256, seed=seed)  # type: ignore[arg-type]
        indices = sobol_effects(function, **settings, draws=1024, seed=seed)  # type: ignore[arg-type]
        off[0, seed] = (effects.effects - known) / effects.error
        off[1, seed] = (indices.first - first) / indices.first_error
    # a Student t of 15 degrees of freedom has the variance 15/13, and lies within 2 in 93.6 of 100 cases
    spread = np.sqrt((off**2).mean(axis=(1, 2)))
    assert ((spread > 0.85) & (spread < 1.3)).all()
    assert (np.abs(off) < 2.0).mean() > 0.88


def test_a_large_mean_does_not_drown_the_indices() -> None:
    found = sobol_effects(
        lambda x: 1e6 + x[:, 0] + 2.0 * x[:, 1], mean=np.zeros(2), covariance=np.eye(2), blocks=[[0], [1]], seed=1
    )
    np.testing.assert_allclose(found.first, [0.2, 0.8], atol=0.01)
    assert found.first_error.max() < 0.01


def test_perfectly_correlated_variables_are_drawn_as_one() -> None:
    # eigenvalues 3 and twice 0: rounding of the zeros must not come back as noise of its square root
    spread = np.array([0.3, 0.7, 2.0])
    variables = normals_of(np.array([1.0, 2.0, 3.0]), np.outer(spread, spread))
    (y,) = variables.draw(256, 1, np.random.default_rng(0))
    x = (variables.place(y) - variables.mean) / spread
    np.testing.assert_allclose(x[:, 1:], x[:, :1] + np.zeros((1, 2)), atol=1e-13)
    assert x.std() > 0.9


def test_perfect_correlation_is_shared_equally() -> None:
    covariance = np.array([[1.0, 2.0, 0.0], [2.0, 4.0, 0.0], [0.0, 0.0, 9.0]])
    found = shapley_effects(
        lambda x: 3.0 * x[:, 0] + x[:, 1] + x[:, 2],
        mean=np.zeros(3), covariance=covariance, blocks=[[0], [1], [2]], seed=1,
    )  # fmt: skip
    # the first two are one variable of spread 3 + 2: either explains 25 of 34 alone, nothing after the other
    np.testing.assert_allclose(found.effects, [12.5 / 34, 12.5 / 34, 9 / 34], rtol=1e-8)
    opposed = np.array([[1.0, -1.0], [-1.0, 1.0]])
    nothing = shapley_effects(lambda x: x.sum(axis=1), mean=np.ones(2), covariance=opposed, blocks=[[0], [1]], seed=1)
    assert np.isnan(nothing.effects).all()


def test_an_input_without_spread_has_no_share_and_one_input_has_it_all() -> None:
    covariance = np.diag([1.0, 0.0])
    settings = {"mean": np.array([1.0, 2.0]), "covariance": covariance, "seed": 1}

    def product(x: Array) -> Array:
        return x[:, 0] * x[:, 1]

    effects: ShapleyEffects = shapley_effects(product, blocks=[[0], [1]], **settings)  # type: ignore[arg-type]
    indices: SobolIndices = sobol_effects(product, blocks=[[0], [1]], **settings)  # type: ignore[arg-type]
    for values in (effects.effects, indices.total):
        np.testing.assert_allclose(values, [1.0, 0.0], atol=0.01)
    effects = shapley_effects(product, blocks=[[0, 1]], **settings)  # type: ignore[arg-type]
    indices = sobol_effects(product, blocks=[[0, 1]], **settings)  # type: ignore[arg-type]
    for value in (effects.effects, indices.first, indices.total):
        assert value.tolist() == [1.0]
    assert effects.error.tolist() == [0.0]
    assert indices.first_error.tolist() == [0.0]


def test_salib_finds_the_same_on_the_projection() -> None:
    # independent inputs, as SALib has them, and spreads wide enough for the ratio to be far from linear
    plan = cm.scenario("plan")
    uncertainty = uneven().without_correlation().with_(standard_deviation=np.linspace(0.05, 0.3, 12).reshape(3, 4))
    found = variance_shares(plan, "ratio.2022", uncertainty=uncertainty, by="cell", draws=4096, seed=6)
    rates, spreads = plan.growth[:2, :, 0].ravel(), uncertainty.standard_deviation[:2].ravel()
    problem = {
        "num_vars": 8,
        "names": [f"x{i}" for i in range(8)],
        "bounds": [list(pair) for pair in zip(rates.tolist(), spreads.tolist(), strict=True)],
        "dists": ["norm"] * 8,
    }
    base = plan.baseline.levels[:2]

    def ratio(x: Array) -> Array:
        totals = (base * (1 + x.reshape(-1, 2, 4))).sum(axis=-1)
        ratios: Array = totals[:, 0] / totals[:, 1]
        return ratios

    sample = salib_sobol_sample.sample(problem, 2048, calc_second_order=False, seed=1)
    theirs = salib_sobol.analyze(problem, ratio(sample), calc_second_order=False, seed=1)
    for ours, error, name in (
        (found.sobol.first, found.sobol.first_error, "S1"),
        (found.sobol.total, found.sobol.total_error, "ST"),
    ):
        allowed = 3 * np.hypot(error, theirs[f"{name}_conf"] / 1.96) + 1e-4
        assert (np.abs(ours - theirs[name]) < allowed).all()
    sample = salib_shapley_sample.sample(problem, 4096, seed=1)
    theirs = salib_shapley.analyze(problem, sample, ratio(sample))
    allowed = 3 * np.hypot(found.shapley.error, theirs["shapley_normalized_conf"] / 1.96) + 1e-4
    assert (np.abs(found.shapley.effects - theirs["shapley_normalized"]) < allowed).all()
    assert found.shapley.effects.max() > 0.3


def test_a_linear_income_is_shared_as_its_components_are_correlated() -> None:
    # 2022 income is sum L0 (1 + g): linear, with slopes L0 and the covariance of a year's shocks
    uncertainty = uneven(persistence=0.5).with_(own_spread=0.01)
    found = variance_shares(cm.scenario("plan"), "rural.2022", uncertainty=uncertainty, draws=256, seed=1)
    slope, covariance = cm.scenario("plan").baseline.levels[1], uncertainty.covariance[4:8, 4:8]
    known = shapley_by_brute_force([[0], [1], [2], [3]], slope, np.zeros((4, 4)), covariance)
    np.testing.assert_allclose(found.shapley.effects, known, rtol=1e-7)
    assert found.standard_deviation == pytest.approx(float(slope @ covariance @ slope) ** 0.5, rel=1e-8)
    alone = slope**2 * np.diag(covariance)
    assert found.independent_standard_deviation == pytest.approx(float(alone.sum()) ** 0.5, rel=0.01)
    np.testing.assert_allclose(found.sobol.first, alone / alone.sum(), atol=0.01)
    frame = found.to_frame()
    assert frame.shapley.is_monotonic_decreasing
    assert set(frame.group) == {"rural"}


def test_spread_and_groups_of_the_ratio_agree_with_plain_draws() -> None:
    plan, uncertainty = cm.scenario("plan"), uneven(persistence=0.4)
    found = variance_shares(plan, "ratio", uncertainty=uncertainty, by="group", draws=1024, seed=1)
    # plain draws: e_1 = z_1, e_t = phi e_{t-1} + sqrt(1 - phi^2) z_t
    generator = np.random.default_rng(11)
    z = generator.multivariate_normal(np.zeros(12), uncertainty.covariance, size=(3, 100_000))
    shocks = [z[0]]
    for year in z[1:]:
        shocks.append(0.4 * shocks[-1] + (1 - 0.4**2) ** 0.5 * year)
    growth = plan.growth + np.stack(shocks, axis=-1).reshape(-1, 3, 4, 3)
    totals = (plan.baseline.levels * np.prod(1 + growth, axis=-1)).sum(axis=-1)
    drawn = totals[:, 0] / totals[:, 1]
    # the standard deviation of a standard deviation from n draws is about sd / sqrt(2 n)
    assert found.standard_deviation == pytest.approx(float(drawn.std()), rel=0.01)
    assert [row.key for row in (one.names[0] for one in found.inputs)] == ["urban", "rural"]  # type: ignore[union-attr]
    # the group with the wider spread of its total, on the logarithm that makes the ratio a difference
    wider = np.log(totals[:, :2]).std(axis=0)
    assert (found.sobol.first[0] > found.sobol.first[1]) == (wider[0] > wider[1])


def test_zero_spread_gives_no_shares_and_says_so() -> None:
    calm = uneven().with_(standard_deviation=np.zeros((3, 4)))
    found = variance_shares(cm.scenario("plan"), "ratio", uncertainty=calm, draws=256, seed=1)
    for values in (found.shapley.effects, found.shapley.error, found.sobol.first, found.sobol.total_error):
        assert np.isnan(values).all()
    assert (found.standard_deviation, found.independent_standard_deviation) == (0.0, 0.0)
    assert len(found.to_frame()) == 8
    assert "its variance is zero" in found.to_text("en")
    assert "方差为零" in found.to_text("zh")
    # only people lifted out of poverty vary, and they are not in the ratio
    apart = calm.with_spread("lifted", None, 0.1)
    assert np.isnan(variance_shares(cm.scenario("plan"), "ratio", uncertainty=apart, draws=256).shapley.effects).all()


def test_a_quantity_of_one_cell_has_one_share() -> None:
    found = variance_shares(cm.scenario("plan"), "urban.wages.2022", uncertainty=uneven(), draws=256, seed=1)
    assert found.shapley.effects.tolist() == [1.0]
    assert found.sobol.total.tolist() == [1.0]


def everything(found: VarianceShares) -> list[float]:
    return [float(value) for row in found.tables()[0].records() for value in row.values() if isinstance(value, float)]


def test_the_same_seed_gives_the_same_numbers() -> None:
    def shares(seed: int | np.random.Generator | None) -> list[float]:
        return everything(
            variance_shares(cm.scenario("plan"), "ratio", uncertainty=uneven(), by="group", draws=256, seed=seed)
        )

    assert shares(0) == shares(0)
    assert shares(0) != shares(1)
    assert shares(None) != shares(None)
    assert shares(np.random.default_rng(0)) == shares(np.random.default_rng(0))
    one = np.random.default_rng(0)
    assert shares(one) != shares(one)


def refused() -> list[tuple[Callable[[], object], str]]:
    plan = cm.scenario("plan")
    # fully correlated and so wide that a whole group is lost in some draw, and then has no growth
    lost = uneven().with_(standard_deviation=np.full((3, 4), 0.9), correlation=np.ones((12, 12)))
    return [
        (lambda: shares_of(by="nothing"), "by must be one of the known options .got 'nothing'"),
        (lambda: shares_of(draws=1000), "draws must be a power of two, 256 or more"),
        (lambda: shares_of(draws=128), "draws must be a power of two, 256 or more"),
        (lambda: shares_of(seed=-1), "the seed must be a whole number"),
        (lambda: shares_of(seed=True), "seed of variance_shares must be a whole number"),
        (lambda: shares_of(seed="2024"), "seed of variance_shares must be a whole number"),
        (lambda: variance_shares(plan.with_horizon(2032), "ratio", by="cell"), "must be 64 or fewer .got 88"),
        (lambda: shares_of(quantity="rural.growth.2024", uncertainty=lost), "must have a value in every draw"),
        (lambda: shares_of(quantity="nothing"), "must be one of the known options"),
    ]


def shares_of(*, quantity: str = "ratio", **settings: object) -> VarianceShares:
    return variance_shares(cm.scenario("plan"), quantity, **{"uncertainty": uneven(), **settings})  # type: ignore[arg-type]


@pytest.mark.parametrize(("call", "message"), refused(), ids=[message for _, message in refused()])
def test_what_cannot_be_shared_is_refused(call: Callable[[], object], message: str) -> None:
    with pytest.raises(cm.InputError, match=message):
        call()


def test_shares_show_in_both_languages_within_the_width() -> None:
    by_cell = variance_shares(cm.scenario("plan"), "rural.2024", uncertainty=uneven(), by="cell", draws=256, seed=1)
    by_year = variance_shares(cm.scenario("plan"), "ratio", uncertainty=uneven(), by="year", draws=256, seed=1)
    for found in (by_cell, by_year):
        for language in LANGUAGES:
            (table,) = found.tables()
            assert all(len(line) <= 128 for line in replace(table, notes=()).to_text(language).splitlines())
    assert "random orders" in by_cell.to_text("en")
    assert "every subset" in by_year.to_text("en")
    assert by_year.to_frame().columns.tolist()[:4] == ["scenario", "year", "shapley", "shapley_error"]
    assert isinstance(by_year.uncertainty, Uncertainty)
    assert DRAWS == 4096


def test_a_chi_square_leaves_the_shares_and_is_told() -> None:
    plan = cm.scenario("plan")
    normal = variance_shares(plan, "ratio", uncertainty=uneven(), draws=1024, seed=2)
    student = uneven().with_(distribution="student_t", degrees_of_freedom=4)
    wider = variance_shares(plan, "ratio", uncertainty=student, draws=1024, seed=2)
    np.testing.assert_array_equal(wider.shapley.effects, normal.shapley.effects)
    assert "with the variances of the draws" in " ".join(wider.to_text("en").split())
    assert "variances of the draws" not in " ".join(normal.to_text("en").split())


def test_the_spread_that_is_told_is_that_of_the_simulation() -> None:
    plan = cm.scenario("plan")
    drawn = cm.simulate(plan, draws=2**16, seed=5, statements=(), method="random")
    simulated = float(drawn.spreads("ratio").sel(year=2024).values)
    notes = "\n".join(note.en for note in variance_shares(plan, "ratio", draws=1024, seed=5).tables()[0].notes)
    told = re.search(r"standard deviation ([\d.]+);", notes)
    assert told is not None
    # printed to a thousandth; heavy tails leave the simulated one uncertain by about 1 %
    assert float(told[1]) == pytest.approx(simulated, abs=0.0015)


def test_rates_stray_by_points() -> None:
    notes = variance_shares(cm.scenario("plan"), "rural.average_growth", draws=256).tables()[0].notes
    assert re.match(r"标准差\d\.\d\d个百分点；", notes[1].zh)
    assert re.match(r"standard deviation \d\.\d\d points;", notes[1].en)


def test_standard_deviations_hold_the_error_of_the_estimate_as_draws_do() -> None:
    plan, estimated = cm.scenario("plan"), uneven().with_(estimation_freedom=12.0)
    found = variance_shares(plan, "rural.2024", uncertainty=estimated, draws=1024, seed=3)
    as_known = variance_shares(plan, "rural.2024", uncertainty=uneven(), draws=1024, seed=3)
    # one chi-square a draw, of 12 degrees of freedom, over all years of its path
    generator, draws = np.random.default_rng(12), 400_000
    z = generator.multivariate_normal(np.zeros(4), uneven().covariance[4:8, 4:8], size=(draws, 3))
    scale = np.sqrt(12.0 / generator.chisquare(12.0, draws))
    growth = plan.growth[1] + scale[:, np.newaxis, np.newaxis] * np.moveaxis(z, 1, 2)
    drawn = (plan.baseline.levels[1] * np.prod(1 + growth, axis=-1)).sum(axis=-1)
    # a standard deviation from these draws has an error of about 1.5 in a thousand
    assert found.standard_deviation == pytest.approx(float(drawn.std()), rel=0.006)
    # 12 / (12 - 2) times the variance; what bends in three years adds less than a hundredth
    for wide, narrow in (
        (found.standard_deviation, as_known.standard_deviation),
        (found.independent_standard_deviation, as_known.independent_standard_deviation),
    ):
        assert wide / narrow == pytest.approx(1.2**0.5, rel=0.005)
    np.testing.assert_allclose(found.shapley.effects, as_known.shapley.effects, atol=0.005)
    told = " ".join(found.to_text("en").split())
    assert "with the variances of the draws, which hold the errors" in told
    assert "其方差与模拟相同" in found.to_text("zh")
    assert f"standard deviation {found.standard_deviation:,.1f}" in told


def test_the_spread_is_that_of_draws_and_own_shocks_weigh_by_their_own_error() -> None:
    """Income of one year is linear in its growth: a variance of (7 / 5) A + (4 / 2) B, of which each component has its part."""
    plan = cm.scenario("plan").with_horizon(2022)
    uncertainty = cm.estimate_uncertainty(plan)
    cells, base = slice(4, 8), plan.baseline.levels[1]
    drawn = (7 / 5 * uncertainty.common_covariance + 4 / 2 * uncertainty.own_covariance)[cells, cells]
    found = variance_shares(plan, "rural.2022", uncertainty=uncertainty, draws=2048, seed=3)
    assert found.standard_deviation == pytest.approx(float(np.sqrt(base @ drawn @ base)), rel=0.01)
    alone = float(np.sqrt((base**2 * np.diag(drawn)).sum()))
    assert found.independent_standard_deviation == pytest.approx(alone, rel=0.01)
    # in a linear figure an independent input has its part of the variance; here it is that of first order
    assert found.sobol.first == pytest.approx(base**2 * np.diag(drawn) / alone**2, abs=0.01)
