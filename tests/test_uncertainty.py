"""Uncertainty: what is accepted, what follows from it, and how it is estimated from published series."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

import ceheng_model as cm
from ceheng_model.files import shipped
from ceheng_model.terms import Terms
from ceheng_model.uncertainty import Uncertainty, estimate_uncertainty
from ceheng_model.uncertainty import correlation as bare
from ceheng_model.uncertainty.correlation import nearest_correlation, semidefinite_factor, shrunk_correlation
from ceheng_model.uncertainty.estimation import detrended
from ceheng_model.vocabulary import BUREAU_KEYS, Group, Text
from tests.test_other_plan import folder  # noqa: F401 - the plan of another county

Array = NDArray[np.float64]

TOEPLITZ = np.array([[1.0, 0.5, 0.25, 0.125], [0.5, 1.0, 0.5, 0.25], [0.25, 0.5, 1.0, 0.5], [0.125, 0.25, 0.5, 1.0]])
NO_CORRELATION = np.array([[1.0, 1.0, 0.0, 0.0], [1.0, 1.0, 1.0, 0.0], [0.0, 1.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0]])


def town(**settings: Any) -> Uncertainty:
    given = {"groups": ("town",), "standard_deviation": [[0.03, 0.02, 0.0, 0.01]], "correlation": TOEPLITZ}
    return Uncertainty(**(given | settings))


# --- what is accepted


def test_arrays_are_read_only_copies() -> None:
    spread, correlation = np.full((1, 4), 0.02), np.eye(4)
    made = town(standard_deviation=spread, correlation=correlation)
    spread[0, 0] = correlation[0, 1] = 9.0
    assert made.standard_deviation[0, 0] == 0.02
    assert made.correlation[0, 1] == 0.0
    for array in (made.standard_deviation, made.correlation, made.own_spread):
        with pytest.raises(ValueError, match="read-only"):
            np.asarray(array)[0, 0] = 1.0


def other(cells: dict[tuple[int, int], float]) -> Array:
    changed = TOEPLITZ.copy()
    for cell, value in cells.items():
        changed[cell] = value
    return changed


FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"groups": ()}, r"groups must be at least one and not repeat \(got nothing\)"),
    ({"groups": ("town", "town")}, r"groups must be at least one and not repeat"),
    ({"labels": (Text("甲", "a"), Text("乙", "b"))}, r"labels must be one a group, 1 in all \(got 2\)"),
    ({"standard_deviation": [0.1] * 4}, r"standard_deviation must have the shape \(1, 4\) \(got \(4,\)\); the axes are"),
    ({"standard_deviation": [[0.1, np.nan, 0, 0]]}, r"standard_deviation must hold finite numbers only \(got nan\); correct the cell \(0, 1\)"),
    ({"standard_deviation": [[0.1, -0.2, 0, 0]]}, r"standard_deviation must be zero or more \(got -0.2\); write 2 points as 0.02"),
    ({"standard_deviation": [[0.1, 2, 0, 0]]}, r"standard_deviation must be below 1 \(got 2\); write 2 points as 0.02"),
    ({"own_spread": [0.1, 0.2]}, r"own_spread must have the shape \(1, 4\) \(got \(2,\)\)"),
    ({"own_spread": -0.1}, r"own_spread must be zero or more \(got -0.1\)"),
    ({"own_spread": np.inf}, r"own_spread must hold finite numbers only \(got inf\)"),
    ({"correlation": np.eye(3)}, r"the correlation matrix must have the shape \(4, 4\) \(got \(3, 3\)\); its order is row-major"),
    ({"correlation": other({(1, 2): np.inf})}, r"the correlation matrix must hold finite numbers only \(got inf\); correct the cell \(1, 2\)"),
    ({"correlation": other({(1, 2): 0.4})}, r"must be symmetric \(got '0.4, 0.5'\); give the cells \(1, 2\) and \(2, 1\) one value"),
    ({"correlation": other({(2, 2): 0.9})}, r"must have ones on its diagonal \(got 0.9\); divide a covariance by its standard deviations"),
    ({"correlation": other({(0, 3): -1.5, (3, 0): -1.5})}, r"must lie between -1 and 1 \(got -1.5\)"),
    # eigenvalues of the first three: 1 and 1 plus or minus the square root of 2
    ({"correlation": NO_CORRELATION}, r"must be positive semidefinite .*\(got 'lowest eigenvalue -0.4142'\); take the nearest one that is: nearest_correlation\(correlation\)"),
    ({"persistence": 1.0}, r"persistence must lie in \(-1, 1\) \(got 1\); 0 makes the years independent"),
    ({"persistence": -1.0}, r"persistence must lie in \(-1, 1\) \(got -1\)"),
    ({"persistence": np.nan}, r"persistence must lie in \(-1, 1\) \(got nan\)"),
    ({"estimation_freedom": 2.0}, r"estimation_freedom must be above 2 and finite.*\(got 2\); None takes the spread as known"),
    ({"own_correlation": np.eye(3)}, r"own_correlation must have the shape \(4, 4\) \(got \(3, 3\)\)"),
    ({"own_correlation": NO_CORRELATION}, r"own_correlation must be positive semidefinite"),
    ({"distribution": "cauchy"}, r"distribution must be one of the known options \(got 'cauchy'\); choose from: normal, student_t"),
    ({"degrees_of_freedom": 2.0}, r"degrees_of_freedom must be above 2 and finite.*\(got 2\)"),
    ({"degrees_of_freedom": np.inf}, r"degrees_of_freedom must be above 2 and finite.*take normal"),
    ({"own_correlation": 1.1}, r"own_correlation must lie between -0.3333 and 1 \(got 1.1\)"),
    ({"own_correlation": -0.34}, r"own_correlation must lie between -0.3333 and 1 \(got -0.34\)"),
    ({"status": "guessed"}, r"status must be one of the known options \(got 'guessed'\); choose from: published"),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "expected"), FAULTS)
def test_a_setting_that_cannot_be_is_named_with_the_way_out(settings: dict[str, Any], expected: str) -> None:
    with pytest.raises(cm.InputError, match=expected) as caught:
        town(**settings)
    assert len(caught.value.text("zh").splitlines()) == len(caught.value.faults)


def test_all_faults_come_at_once() -> None:
    with pytest.raises(cm.InputError, match="persistence must") as caught:
        town(standard_deviation=[[0.1, -0.2, 0, 0]], correlation=other({(2, 2): 0.9, (1, 2): 0.4}), persistence=2.0)
    assert [fault.what.en for fault in caught.value.faults] == [
        "standard_deviation",
        "the correlation matrix",
        "the correlation matrix",
        "persistence",
    ]


def test_the_ends_of_what_is_allowed_are_allowed() -> None:
    made = town(
        standard_deviation=np.zeros((1, 4)),
        correlation=np.ones((4, 4)),
        own_spread=0.01,
        own_correlation=-1 / 3,
        degrees_of_freedom=2.01,
    )
    # equal shocks that correlate by -1/3 add up to nothing
    assert made.total_spread([[0.25, 0.25, 0.25, 0.25]]) == pytest.approx(0.0, abs=1e-10)


# --- what follows from it


def test_variances_of_common_and_own_shocks_add() -> None:
    made = town(own_spread=0.01, own_correlation=0.5)
    # 0.03^2 + 0.01^2; 0.5 * 0.03 * 0.02 + 0.5 * 0.01^2; 0.125 * 0.03 * 0.01 + 0.5 * 0.01^2
    assert made.covariance[0] == pytest.approx([0.001, 0.00035, 0.00005, 0.0000875], abs=1e-18)
    assert made.covariance[2, 2] == pytest.approx(0.0001, abs=1e-18)
    for factor, covariance in [
        (made.common_factor, made.covariance - made.own_covariance),
        (made.own_factor, made.own_covariance),
        (made.factor, made.covariance),
    ]:
        assert factor @ factor.T == pytest.approx(covariance, abs=1e-17)
        assert (np.triu(factor, 1) == 0.0).all()


def test_the_spread_of_a_total_depends_on_what_moves_together() -> None:
    shares = np.array([[0.4, 0.3, 0.2, 0.1]])
    apart = town(correlation=np.eye(4))
    # 0.4 * 0.03, 0.3 * 0.02, 0, 0.1 * 0.01: added, or the square root of added squares
    assert town(correlation=np.ones((4, 4))).total_spread(shares) == pytest.approx([0.012 + 0.006 + 0.001])
    assert apart.total_spread(shares) == pytest.approx([np.sqrt(0.012**2 + 0.006**2 + 0.001**2)])
    two = Uncertainty(groups=("a", "b"), standard_deviation=np.full((2, 4), 0.02), correlation=np.ones((8, 8)))
    assert two.total_spread(np.array([[1.0, 0.0, 0.0, 0.0], [0.5, 0.5, 0.5, 0.5]])) == pytest.approx([0.02, 0.04])


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ([0.5, 0.5], r"shares must have the shape \(1, 4\) \(got \(2,\)\)"),
        ([[0.5, np.nan, 0, 0]], r"shares must hold finite numbers only"),
    ],
)
def test_shares_of_another_shape_are_refused(shares: Any, expected: str) -> None:
    with pytest.raises(cm.InputError, match=expected):
        town().total_spread(shares)


def test_with_changes_what_is_named_and_says_so() -> None:
    before = town(notes=(Text("甲", "a"),))
    after = before.with_(persistence=0.4, distribution="student_t", degrees_of_freedom=4.0, source=Text("乙", "b"))
    assert (after.persistence, after.distribution, after.degrees_of_freedom) == (0.4, "student_t", 4.0)
    assert after.notes == (
        Text("甲", "a"),
        Text("使用者改动：年度间相关 0.4", "changed by the user: persistence 0.4"),
        Text("使用者改动：分布 学生 t", "changed by the user: distribution Student's t"),
        Text("使用者改动：自由度 4.0", "changed by the user: degrees of freedom 4.0"),
    )
    assert after.source == Text("乙", "b")
    assert (after.correlation == before.correlation).all()
    assert before.persistence == 0.0
    numbers = before.with_(
        standard_deviation=np.full((1, 4), 0.5), correlation=np.eye(4), own_spread=0.1, own_correlation=0.2
    )
    assert (numbers.standard_deviation == 0.5).all()
    assert (numbers.correlation == np.eye(4)).all()
    assert (np.asarray(numbers.own_spread) == 0.1).all()
    assert numbers.own_correlation == 0.2
    assert before.with_().notes == before.notes
    with pytest.raises(TypeError, match="colour"):
        before.with_(colour="red")  # type: ignore[call-arg]


def test_with_spread_sets_or_multiplies_the_named_cells() -> None:
    two = Uncertainty(groups=("a", "b"), standard_deviation=np.full((2, 4), 0.02), correlation=np.eye(8))
    one = two.with_spread("b", ["business", "transfer"], 0.05)
    assert one.standard_deviation.tolist() == [[0.02] * 4, [0.02, 0.05, 0.02, 0.05]]
    assert two.with_spread(None, "wages", 2.0, how="multiply").standard_deviation[:, 0].tolist() == [0.04, 0.04]
    assert (two.with_spread(None, None, 0.0).covariance == 0.0).all()


@pytest.mark.parametrize(
    ("groups", "components", "value", "how", "expected"),
    [
        ("moon", None, 0.1, "set", r"the group must be one of the known options \(got 'moon'\); choose from: town"),
        (None, ["wages", "total"], 0.1, "set", r"the component must be one of the known options \(got 'total'\)"),
        (None, None, 0.1, "add", r"how must be one of the known options \(got 'add'\); choose from: set, multiply"),
        (None, None, -0.1, "set", r"standard_deviation must be zero or more \(got -0.1\)"),
    ],
)
def test_spreads_that_cannot_be_set_are_refused(
    groups: Any, components: Any, value: float, how: Any, expected: str
) -> None:
    with pytest.raises(cm.InputError, match=expected):
        town().with_spread(groups, components, value, how=how)


def test_without_correlation_everything_moves_alone() -> None:
    apart = town(own_spread=0.01, own_correlation=0.5).without_correlation()
    # 0.03^2 + 0.01^2, 0.02^2 + 0.01^2, 0.01^2, 0.01^2 + 0.01^2
    assert apart.covariance == pytest.approx(np.diag([0.001, 0.0005, 0.0001, 0.0002]), abs=1e-18)


def test_tables_show_spreads_correlations_settings_and_notes_in_both_languages() -> None:
    made = town(
        own_spread=0.04, distribution="student_t", labels=(Text("某镇", "a town"),), notes=(Text("注", "remark"),)
    )
    spreads, correlations, settings = made.tables()
    # 3 points, 4 points and their hypotenuse
    assert spreads.shown_rows("en")[1] == ["1", "a town", "wages", "3.00", "4.00", "5.00"]
    assert spreads.shown_rows("zh")[1][:3] == ["1", "某镇", "工资性收入"]
    assert correlations.shown_rows("en")[1] == ["1", "1.000", "0.500", "0.250", "0.125"]
    assert ["degrees of freedom", "5.0"] in settings.shown_rows("en")
    assert ["分布", "学生 t"] in settings.shown_rows("zh")
    assert [
        "source of the spread",
        "set for this projection, not estimated from published series",
    ] in settings.shown_rows("en")
    assert "remark" in made.to_text("en")
    assert made.to_frame().standard_deviation.tolist() == [0.03, 0.02, 0.0, 0.01]
    assert correlations.to_frame()["town.business"].tolist() == [0.5, 1.0, 0.5, 0.25]
    assert "degrees_of_freedom" not in [row["setting"] for row in town().tables()[2].records()]
    # a group that the vocabulary knows needs no label
    assert "城镇常住居民" in str(town(groups=("urban",)))


# --- bare matrices


def matrices(rows: int, columns: int) -> st.SearchStrategy[Array]:
    cells = st.lists(st.integers(-4, 4), min_size=rows * columns, max_size=rows * columns)
    return cells.map(lambda values: np.array(values, dtype=float).reshape(rows, columns))


@given(matrices(6, 6))
def test_the_factor_of_a_definite_matrix_is_choleskys(root: Array) -> None:
    covariance = root @ root.T + np.eye(6)
    assert semidefinite_factor(covariance) == pytest.approx(np.linalg.cholesky(covariance), abs=1e-9)


@given(matrices(6, 3), st.integers(0, 5))
def test_the_factor_of_a_singular_matrix_gives_it_back(root: Array, still: int) -> None:
    root[still] = 0.0
    covariance = root @ root.T
    factor = semidefinite_factor(covariance)
    assert np.isfinite(factor).all()
    assert factor @ factor.T == pytest.approx(covariance, abs=1e-6)
    assert (factor[still] == 0.0).all()
    assert (np.triu(factor, 1) == 0.0).all()


def test_perfect_correlation_and_no_spread_at_all_have_factors() -> None:
    # every variable is the first one, times its own spread
    spread = np.array([3.0, 2.0, 1.0])
    assert semidefinite_factor(np.outer(spread, spread)).tolist() == [[3, 0, 0], [2, 0, 0], [1, 0, 0]]
    assert (semidefinite_factor(np.zeros((3, 3))) == 0.0).all()


def test_the_nearest_correlation_matrix_is_the_published_one() -> None:
    # Higham 2002, section 4: a = 0.7607, b = 0.1573 to four digits
    near = nearest_correlation([[1, 1, 0], [1, 1, 1], [0, 1, 1]])
    assert near == pytest.approx(np.array([[1, 0.7607, 0.1573], [0.7607, 1, 0.7607], [0.1573, 0.7607, 1]]), abs=5e-5)
    # at the first cell's own optimum: b = 2 a^2 - 1 on the singular boundary, d/da of 4 (1 - a)^2 + 2 b^2 = 0
    a = near[0, 1]
    assert near[0, 2] == pytest.approx(2 * a**2 - 1, abs=1e-9)
    assert 2 * a**3 - a - (1 - a) / 2 == pytest.approx(0.0, abs=1e-9)


@given(matrices(5, 5))
def test_the_nearest_correlation_matrix_meets_the_conditions_of_the_optimum(cells: Array) -> None:
    wanted = (cells + cells.T) / 8.0
    np.fill_diagonal(wanted, 1.0)
    near = nearest_correlation(wanted)
    assert (np.diag(near) == 1.0).all()
    assert np.linalg.eigvalsh(near)[0] >= -1e-12
    # X is nearest when, for some diagonal D, X - A - D is positive semidefinite and X (X - A - D) = 0
    product = near @ (near - wanted)
    diagonal = (near * product).sum(axis=0) / (near * near).sum(axis=0)
    assert product == pytest.approx(near * diagonal, abs=1e-7)
    assert np.linalg.eigvalsh(near - wanted - np.diag(diagonal))[0] >= -1e-7


def test_what_is_a_correlation_matrix_stays_and_what_is_none_is_accepted_after() -> None:
    assert nearest_correlation(TOEPLITZ) == pytest.approx(TOEPLITZ, abs=1e-14)
    made = town().with_(correlation=nearest_correlation(NO_CORRELATION))
    assert np.isfinite(made.factor).all()
    assert np.linalg.eigvalsh(nearest_correlation(NO_CORRELATION, lowest=0.01))[0] == pytest.approx(0.01, abs=1e-4)


def test_stopped_early_it_is_a_correlation_matrix_already(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bare, "MOST_ROUNDS", 1)
    near = nearest_correlation(NO_CORRELATION)
    assert (np.diag(near) == 1.0).all()
    assert np.linalg.eigvalsh(near)[0] >= -1e-15


@pytest.mark.parametrize(
    ("correlation", "lowest", "expected"),
    [
        (np.ones((2, 3)), 0.0, r"the correlation matrix must be square \(got \(2, 3\)\); give one row and one column"),
        (np.ones(4), 0.0, r"must be square \(got \(4,\)\)"),
        (np.ones((0, 0)), 0.0, r"must be square \(got \(0, 0\)\)"),
        ([[1, np.nan], [0, 1]], 0.0, r"must hold finite numbers only \(got nan\); correct the cell \(0, 1\)"),
        ([[1, 0.2], [0.3, 1]], 0.0, r"must be symmetric \(got '0.2, 0.3'\)"),
        (np.eye(2), 1.0, r"lowest must lie in \[0, 1\) \(got 1\); for example 0 or 1e-6"),
        (np.eye(2), -0.1, r"lowest must lie in \[0, 1\) \(got -0.1\)"),
    ],
)
def test_no_nearest_correlation_matrix_without_a_symmetric_one(correlation: Any, lowest: float, expected: str) -> None:
    with pytest.raises(cm.InputError, match=expected):
        nearest_correlation(correlation, lowest=lowest)


# --- shrinkage


def by_loops(residuals: Array, blocks: list[int], weights: Array, freedom: int) -> tuple[Array, Array, float]:
    """Return sample, target and intensity from the definitions, one pair and one year after the other."""
    n, p = residuals.shape
    spread = [np.sqrt(sum(residuals[k, i] ** 2 for k in range(n)) / freedom) for i in range(p)]
    z = residuals / spread
    w = {(i, j): [z[k, i] * z[k, j] for k in range(n)] for i in range(p) for j in range(p) if i != j}
    r = {pair: sum(values) / freedom for pair, values in w.items()}
    same = {a: [b for b in r if {blocks[b[0]], blocks[b[1]]} == {blocks[a[0]], blocks[a[1]]}] for a in r}
    omega = {a: weights[a[0]] * weights[a[1]] for a in r}
    t = {a: sum(omega[b] * r[b] for b in same[a]) / sum(omega[b] for b in same[a]) for a in r}

    def covariance(a: tuple[int, int], b: tuple[int, int]) -> float:
        mean_a, mean_b = sum(w[a]) / n, sum(w[b]) / n
        return float(n / freedom**3 * sum((w[a][k] - mean_a) * (w[b][k] - mean_b) for k in range(n)))

    noise = 0.0
    for a in r:
        with_target = sum(omega[b] * covariance(a, b) for b in same[a]) / sum(omega[b] for b in same[a])
        noise += covariance(a, a) - with_target
    intensity = noise / sum((r[a] - t[a]) ** 2 for a in r)
    sample, target = np.eye(p), np.eye(p)
    for a, value in r.items():
        sample[a], target[a] = value, t[a]
    return sample, target, intensity


@pytest.mark.parametrize("freedom", [7, 8])
def test_shrinkage_agrees_with_its_definition_pair_by_pair(freedom: int) -> None:
    residuals = detrended(np.random.default_rng(4).standard_normal((5, 9)) @ np.diag([1.0] * 9)).T
    residuals[:, 1] += 2.0 * residuals[:, 0]
    blocks, weights = [0, 0, 0, 1, 1], np.array([0.5, 1.0, 0.2, 0.7, 0.1])
    sample, target, intensity = by_loops(residuals, blocks, weights, freedom)
    assert 0.0 < intensity < 1.0
    shrunk = shrunk_correlation(residuals, np.array(blocks), weights, freedom=freedom)
    assert shrunk.intensity == pytest.approx(intensity, rel=1e-12)
    assert shrunk.sample == pytest.approx(sample, abs=1e-14)
    assert shrunk.target == pytest.approx(target, abs=1e-14)
    assert shrunk.correlation == pytest.approx(intensity * target + (1 - intensity) * sample, abs=1e-14)
    # zero mean and equal weights in one block: the sample is numpy's
    assert sample == pytest.approx(np.corrcoef(residuals.T), abs=1e-14)


@given(matrices(8, 5), st.lists(st.integers(1, 9), min_size=5, max_size=5))
def test_shrinkage_keeps_the_spread_of_sums_and_what_sums_share(cells: Array, parts: list[int]) -> None:
    residuals = detrended(cells.T).T
    scale = np.sqrt((residuals**2).sum(axis=0) / 6)
    weights = scale * parts
    shrunk = shrunk_correlation(residuals, np.array([0, 0, 0, 1, 1]), weights, freedom=6)
    assert 0.0 <= shrunk.intensity <= 1.0
    sums = np.zeros((5, 2))
    sums[:3, 0], sums[3:, 1] = weights[:3], weights[3:]
    before, after = sums.T @ shrunk.sample @ sums, sums.T @ shrunk.correlation @ sums
    assert after == pytest.approx(before, rel=1e-9, abs=1e-9)


def test_shrinkage_goes_no_further_than_the_target_and_no_further_back_than_the_data() -> None:
    blocks = np.zeros(4, dtype=int)
    unrelated = detrended(np.random.default_rng(2).standard_normal((4, 9))).T
    assert by_loops(unrelated, [0] * 4, np.ones(4), 7)[2] > 1.0
    wholly = shrunk_correlation(unrelated, blocks, np.ones(4), freedom=7)
    assert wholly.intensity == 1.0
    assert (wholly.correlation == wholly.target).all()
    # one pair rules the target, whose covariance with the other pairs may exceed their variances
    ruled, weights = detrended(np.random.default_rng(16).standard_normal((3, 4))).T, np.array([1.0, 1.0, 1e-3])
    assert by_loops(ruled, [0] * 3, weights, 2)[2] < 0.0
    not_at_all = shrunk_correlation(ruled, blocks[:3], weights, freedom=2)
    assert not_at_all.intensity == 0.0
    assert (not_at_all.correlation == not_at_all.sample).all()


def test_what_never_strays_correlates_with_nothing() -> None:
    residuals = np.array([[1.0, 0.0, 2.0], [-2.0, 0.0, 1.0], [1.0, 0.0, -3.0]])
    shrunk = shrunk_correlation(residuals, np.zeros(3, dtype=int), np.array([1.0, 0.0, 1.0]), freedom=2)
    # the first and the last correlate by 2 - 2 - 3 over the square root of 6 times 14
    r = -3 / np.sqrt(84)
    assert shrunk.correlation == pytest.approx(np.array([[1, 0, r], [0, 1, 0], [r, 0, 1]]))


# --- estimation


def exact_residuals(growth: list[Fraction]) -> list[Fraction]:
    n = len(growth)
    years = [Fraction(2 * t - n + 1, 2) for t in range(n)]
    mean = sum(growth, Fraction()) / n
    slope = sum((x * y for x, y in zip(years, growth, strict=True)), Fraction()) / sum(x * x for x in years)
    return [y - mean - slope * x for x, y in zip(years, growth, strict=True)]


def test_the_trend_is_taken_out_as_in_exact_fractions() -> None:
    growth = [Fraction(9, 100), Fraction(7, 100), Fraction(1, 100), Fraction(8, 100), Fraction(3, 50)]
    # mean 31/500; slope (-2 * 9 - 7 + 8 + 2 * 6) / 100 / 10 = -1/200
    expected = exact_residuals(growth)
    assert expected[0] == Fraction(9, 100) - Fraction(31, 500) - Fraction(1, 100)
    assert detrended(np.array([float(g) for g in growth])) == pytest.approx([float(e) for e in expected], abs=1e-16)


def tidy(levels: dict[str, dict[str, list[Any]]], *, first: int = 2010) -> pd.DataFrame:
    """Return a history from levels by group and item."""
    rows = [
        (first + t, group, item, level)
        for group, items in levels.items()
        for item, values in items.items()
        for t, level in enumerate(values)
    ]
    return pd.DataFrame(rows, columns=["year", "group", "item", "level_yuan"])


GROWTHS = {
    "wages": ["0.10", "0.20", "0.05", "0.10"],
    "business": ["0.10", "-0.10", "0.20", "0.05"],
    "property": ["0.25", "0.05", "0.10", "0.20"],
    "transfer": ["0.05", "0.05", "0.05", "0.05"],
}


def compounded(growth: list[str], start: int = 1000) -> list[float]:
    path = [Fraction(start)]
    for rate in growth:
        path.append(path[-1] * (1 + Fraction(rate)))
    return [float(level) for level in path]


SMALL = tidy({"urban": {item: compounded(growth) for item, growth in GROWTHS.items()}})


def on_groups(*groups: Group) -> cm.Scenario:
    """Return a scenario of bare arrays, which has no plan behind it."""
    plan = cm.scenario("plan")
    count = len(groups)
    baseline = replace(
        plan.baseline,
        terms=Terms(groups=groups),
        cases=("case",) * count,
        levels=np.full((count, 4), 100.0),
        sources=plan.baseline.sources[:1] * count,
        share_sources=plan.baseline.share_sources[:1] * count,
    )
    return cm.Scenario(name=cm.Text.same("bare"), baseline=baseline, years=(2022,), growth=np.full((count, 4, 1), 0.1))


def group(key: str, *, part_of: str | None = None, series: str | None = None) -> Group:
    return Group(key=key, label=Text(key, key), concept="disposable_income", part_of=part_of, series=series)


def test_spreads_of_a_tiny_series_are_those_of_exact_fractions() -> None:
    made = estimate_uncertainty(on_groups(group("urban")), history=SMALL)
    for c, item in enumerate(BUREAU_KEYS):
        residuals = exact_residuals([Fraction(rate) for rate in GROWTHS[item]])
        # n - 2 = 2 degrees of freedom; wages: residuals -0.02, 0.095, -0.04, 0.025 less slope's share
        expected = float(sum((e * e for e in residuals), Fraction()) / 2) ** 0.5
        assert made.standard_deviation[0, c] == pytest.approx(expected, abs=1e-13)
    # a constant growth has no spread and moves with nothing
    assert made.standard_deviation[0, 3] == 0.0
    assert made.correlation[3].tolist() == [0.0, 0.0, 0.0, 1.0]


def published() -> pd.DataFrame:
    frame = pd.read_csv(shipped("nbs_income.csv"))
    wide = frame.pivot_table(index="year", columns=["group", "item"], values="level_yuan")
    assert wide.index.tolist() == list(range(2015, 2025))
    return wide


def residuals_of(levels: "pd.Series[float]") -> Array:
    growth = levels.pct_change().dropna()
    years = growth.index.to_numpy(dtype=float)
    line = stats.linregress(years, growth.to_numpy())
    return np.asarray(growth.to_numpy() - line.intercept - line.slope * years)


def test_the_shipped_estimate_agrees_with_pandas_and_scipy_on_the_file_itself() -> None:
    wide = published()
    cells = [(g, c) for g in ("urban", "rural") for c in BUREAU_KEYS]
    residuals = np.column_stack([residuals_of(wide[cell]) for cell in cells])
    spread = np.sqrt((residuals**2).sum(axis=0) / 7)
    made = estimate_uncertainty(cm.scenario("plan"))
    assert made.groups == ("urban", "rural", "lifted")
    assert made.standard_deviation[:2].ravel() == pytest.approx(spread, rel=1e-9)
    # polyfit is another least-squares routine
    growth = wide["rural", "wages"].pct_change().dropna()
    fit = np.polyfit(np.arange(9), growth, 1, full=True)
    assert made.standard_deviation[1, 0] == pytest.approx(np.sqrt(fit[1][0] / 7), rel=1e-9)
    weights = np.concatenate([mean_shares(wide, g) for g in ("urban", "rural")]) * spread
    sample, target, intensity = by_loops(residuals, [0] * 4 + [1] * 4, weights, 7)
    assert sample == pytest.approx(np.corrcoef(residuals.T), abs=1e-12)
    assert made.correlation[:8, :8] == pytest.approx(intensity * target + (1 - intensity) * sample, abs=1e-9)
    assert f"with weight {intensity:.2f} " in made.notes[1].en
    assert np.linalg.eigvalsh(made.correlation)[0] > 0.0


def mean_shares(wide: pd.DataFrame, key: str) -> Array:
    parts = np.array([[wide.loc[year, (key, item)] for item in BUREAU_KEYS] for year in range(2015, 2024)], dtype=float)
    mean: Array = (parts / parts.sum(axis=1, keepdims=True)).mean(axis=0)
    return mean


@pytest.mark.parametrize(("g", "key", "points"), [(0, "urban", 1.58), (1, "rural", 1.35)])
def test_the_spread_of_totals_is_the_one_of_published_totals_and_would_not_be_without_correlation(
    g: int, key: str, points: float
) -> None:
    wide = published()
    historical = np.sqrt((residuals_of(wide[key, "disposable_income"]) ** 2).sum() / 7)
    assert historical * 100 == pytest.approx(points, abs=0.01)
    made = estimate_uncertainty(cm.scenario("plan")).with_(own_spread=0.0)
    shares = np.zeros((3, 4))
    shares[g] = mean_shares(wide, key)
    assert made.total_spread(shares)[g] == pytest.approx(historical, rel=0.10)
    # components drawn independently would understate it by far more than that
    assert made.without_correlation().total_spread(shares)[g] < 0.87 * historical


def test_the_totals_of_urban_and_rural_move_together_as_the_published_ones_do() -> None:
    wide = published()
    urban, rural = (residuals_of(wide[key, "disposable_income"]) for key in ("urban", "rural"))
    made = estimate_uncertainty(cm.scenario("plan")).with_(own_spread=0.0)
    a, b = mean_shares(wide, "urban"), mean_shares(wide, "rural")
    covariance = a @ made.covariance[:4, 4:8] @ b
    shares = np.zeros((3, 4))
    shares[0], shares[1] = a, b
    spreads = made.total_spread(shares)
    assert covariance / (spreads[0] * spreads[1]) == pytest.approx(np.corrcoef(urban, rural)[0, 1], abs=0.05)


@pytest.mark.parametrize(("wider", "following"), [(1.5, 0.9), (2.0, 0.5), (1.0, 1.0)])
def test_lifted_follows_rural_with_a_wider_spread(wider: float, following: float) -> None:
    made = estimate_uncertainty(cm.scenario("plan"), wider=wider, following=following)
    assert made.standard_deviation[2] == pytest.approx(wider * made.standard_deviation[1])
    rural, across = made.correlation[4:8, 4:8], made.correlation[4:8, 0:4]
    assert made.correlation[8:, 8:] == pytest.approx(rural)
    # z' = rho z + sqrt(1 - rho^2) e: what it shares with anything is rho times what z shares
    assert made.correlation[8:, 4:8] == pytest.approx(following * rural)
    assert made.correlation[8:, 0:4] == pytest.approx(following * across)
    assert np.isfinite(made.factor).all()
    assert made.status == "assumed"
    assert f"assumed: people lifted out of poverty follow rural residents, with {wider:g} times" in made.notes[2].en


def test_the_standard_settings_are_said_in_words() -> None:
    made = estimate_uncertainty(cm.scenario("plan"))
    text = made.to_text("en")
    # 1 / sqrt(2 * 7) = 0.267
    assert "from 9 yearly growth rates (2016-2024), linear trend removed" in text
    assert "leave each standard deviation uncertain by about 27% of itself" in text
    assert "with 1.5 times the standard deviation and a correlation of 0.9" in text
    assert "a lower bound: a county usually strays more than a province does" in text
    assert (
        made.source.en
        == "estimated from nominal growth by component, national urban residents, national rural residents, 2016-2024"
    )
    assert "年数很少" in str(made)
    assert "脱贫人口随农村常住居民波动" in str(made)


def test_groups_on_one_series_share_shocks_whatever_their_order() -> None:
    followers = on_groups(
        group("lifted", part_of="rural", series="x.urban"),
        group("other", series="x.urban"),
        group("rural", series="x.urban"),
    )
    history = tidy(
        {
            "urban": {item: compounded(growth) for item, growth in GROWTHS.items() if item != "transfer"}
            | {"transfer": compounded(["0.2", "0.1", "0.3", "0"])}
        }
    )
    made = estimate_uncertainty(followers, history=history)
    # lifted is part of rural, which is among them; the other two are part of nothing and get the series' own shocks
    assert made.standard_deviation[0] == pytest.approx(1.5 * made.standard_deviation[1])
    assert (made.standard_deviation[2] == made.standard_deviation[1]).all()
    assert made.correlation[0, 4] == pytest.approx(0.9)
    assert made.correlation[0, 8] == pytest.approx(0.9)
    assert made.correlation[4, 8] == 1.0
    circle = on_groups(group("a", part_of="b", series="x.urban"), group("b", part_of="a", series="x.urban"))
    assert (estimate_uncertainty(circle, history=history).standard_deviation[0] == made.standard_deviation[1]).all()


def test_a_history_takes_the_place_of_the_published_series() -> None:
    shipped_estimate = estimate_uncertainty(cm.scenario("plan"))
    frame = pd.read_csv(shipped("nbs_income.csv"))
    for history in (frame, cm.load_series(), cm.load_series(frame)):
        made = estimate_uncertainty(cm.scenario("plan"), history=history)
        assert (made.covariance == shipped_estimate.covariance).all()
    assert made.source == Text(
        "由所给序列中的城镇常住居民、所给序列中的农村常住居民2016—2024年各项构成的名义增速估计",
        "estimated from nominal growth by component, the given series of urban residents, the given series of rural "
        "residents, 2016-2024",
    )
    level = frame.level_yuan.where(
        ~((frame.group == "urban") & (frame.item == "wages") & (frame.year == 2020)), 20000.0
    )
    changed = estimate_uncertainty(cm.scenario("plan"), history=frame.assign(level_yuan=level))
    assert changed.standard_deviation[0, 0] > 2 * shipped_estimate.standard_deviation[0, 0]
    assert (changed.standard_deviation[1] == shipped_estimate.standard_deviation[1]).all()


def test_first_and_last_limit_the_growth_years() -> None:
    made = estimate_uncertainty(cm.scenario("plan"), first_year=2017, last_year=2022)
    growth = published()["urban", "business"].pct_change().loc[2017:2022]
    fit = np.polyfit(np.arange(6), growth, 1, full=True)
    assert made.standard_deviation[0, 1] == pytest.approx(np.sqrt(fit[1][0] / 4), rel=1e-9)
    assert "from 6 yearly growth rates (2017-2022)" in made.notes[0].en


def test_a_mixture_that_is_no_correlation_is_repaired_and_says_so() -> None:
    # four growth years leave two degrees of freedom for eight components
    random = np.random.default_rng(0)
    paths = {
        key: {item: list(1000 * np.cumprod([1, *(1 + random.uniform(0, 0.2, 4))])) for item in BUREAU_KEYS}
        for key in ("urban", "rural")
    }
    two = on_groups(group("urban"), group("rural"))
    made = estimate_uncertainty(two, history=tidy(paths))
    assert "the nearest one that is was taken" in made.notes[2].en
    assert np.linalg.eigvalsh(made.correlation)[0] == pytest.approx(1e-6, rel=0.1)
    assert len(estimate_uncertainty(two, history=pd.read_csv(shipped("nbs_income.csv"))).notes) == 3


def broken(**cells: Any) -> pd.DataFrame:
    frame = SMALL.astype({"level_yuan": object})
    frame.loc[(frame.year == 2012) & (frame.item == "business"), "level_yuan"] = cells["level"]
    return frame


@pytest.mark.parametrize(
    ("history", "settings", "expected"),
    [
        (broken(level=None), {}, r"the level of the given series of urban residents, business, 2012 must be in the published series \(got nothing\); add it to the series, leave the year out with first_year and last_year"),
        (broken(level=0), {}, r"the level of the given series of urban residents, business, 2012 must be above zero \(got 0\)"),
        (broken(level=-3), {}, r"the level of the given series of urban residents, business, 2012 must be above zero \(got -3\)"),
        (SMALL, {"first_year": 2010}, r"the level of the given series of urban residents, wages, 2009 must be in the published series"),
        (SMALL, {"first_year": 2012}, r"the number of growth years to estimate from must be 4 or more \(got 3\); the series have levels by component for 2010-2014; widen first_year and last_year, add to the series, or give numbers with Uncertainty\(...\)"),
        (SMALL, {"last_year": 2009}, r"must be 4 or more \(got 0\)"),
        (SMALL.assign(item="gdp").drop_duplicates(["year"]), {}, r"must hold wages, business, property, transfer \(got 'gdp'\); give a history"),
        (SMALL.assign(group="rural"), {}, r"figures of urban in the series “history” must be there \(got 'rural'\); give past figures under the keys of these groups .*Uncertainty\(...\)"),
        (SMALL.iloc[:0], {}, r"figures of urban in the series “history” must be there \(got nothing\)"),
        (SMALL, {"wider": 0.0}, r"wider must be above zero and finite \(got 0\); 1 gives the same spread"),
        (SMALL, {"wider": np.inf}, r"wider must be above zero and finite \(got inf\)"),
        (SMALL, {"following": 1.1}, r"following must lie between 0 and 1 \(got 1.1\); 1 follows wholly"),
        (SMALL, {"following": -0.1}, r"following must lie between 0 and 1 \(got -0.1\)"),
    ],
)  # fmt: skip
def test_what_cannot_be_estimated_says_why_and_the_way_out(
    history: Any, settings: dict[str, Any], expected: str
) -> None:
    with pytest.raises(cm.InputError, match=expected):
        estimate_uncertainty(on_groups(group("urban")), history=history, **settings)


def test_bare_arrays_without_a_history_have_nothing_to_estimate_from() -> None:
    with pytest.raises(cm.InputError, match="scenario “bare” must come from a plan"):
        estimate_uncertainty(on_groups(group("urban")))


def test_another_plan_without_series_says_every_group_and_takes_a_history(folder: Any) -> None:  # noqa: F811
    scenario = cm.scenario("plan", plan=folder)
    with pytest.raises(
        cm.InputError,
        match=r"the published series of urban residents, rural residents, relocated people must be named .*give a history, or give numbers",
    ) as caught:
        estimate_uncertainty(scenario)
    assert len(caught.value.faults) == 1
    with pytest.raises(
        cm.InputError,
        match=r"figures of relocated in the series .* must be there \(got 'all, rural, urban'\)",
    ):
        estimate_uncertainty(scenario, history=cm.load_series())
    two = [group for group in scenario.groups if group.part_of is None]
    assert estimate_uncertainty(on_groups(*two), history=cm.load_series()).groups == ("urban", "rural")


def test_what_a_user_changes_is_told_with_its_value() -> None:
    before = estimate_uncertainty(cm.scenario("plan"))
    assert "sample covariance of Fujian's growth by component less the nation's" in before.told[-1].en
    after = before.with_spread("rural", "wages", 0.03).with_spread(None, None, 2.0, how="multiply")
    after = after.with_(own_spread=0.02, correlation=np.eye(12))
    told = [note.en for note in after.told]
    assert told[-4:] == [
        "changed by the user: standard deviation rural residents wages = 0.03",
        "changed by the user: standard deviation all *= 2",
        "changed by the user: correlations",
        "changed by the user: the region's own spread 0.02",
    ]
    # what it rested on is no longer said
    assert not any("Fujian" in note for note in told)
    assert "no spread of the region's own is counted" in before.with_(own_spread=0.0).told[-1].en
    table = cm.simulate(cm.scenario("plan"), draws=10, seed=0, uncertainty=after).tables()[-1]
    rows = {row["setting"]: row for row in table.records()}
    assert rows["own_spread"]["value_en"] == "2.00 points"
    assert rows["own_correlation"]["value_en"] == "differs by component"
