"""Sobol' points: the documented mapping by other means, known integrals, and what has to hold for every block."""

import json
import re
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from math import prod, sqrt
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from scipy import stats
from scipy.stats import qmc
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.arithmetic import Array
from ceheng_model.cli import program
from ceheng_model.ensemble import QUANTILES
from ceheng_model.ensemble.direction_numbers import DIGITS, DIMENSIONS, direction_numbers
from ceheng_model.ensemble.draws import Draws
from ceheng_model.ensemble.points import Reflections, SobolPoints, orthogonal, randomise, with_sobol_points
from ceheng_model.ensemble.quantile_cells import normal_cells, spread_cells
from ceheng_model.ensemble.random_streams import BLOCK, generator_of
from ceheng_model.ensemble.shocks import Shocks

PLACES = (1e-9, 0.013, 0.37, 0.5, 0.8, 1.0 - 1e-9)


@pytest.fixture(scope="module")
def plan() -> cm.Scenario:
    return cm.scenario("plan")


@pytest.fixture(scope="module")
def usual(plan: cm.Scenario) -> cm.Uncertainty:
    return cm.estimate_uncertainty(plan)


class NoNumbers(np.random.Generator):
    """Draw zeros, so that nothing is scrambled and nothing shifted."""

    def __init__(self) -> None:
        super().__init__(np.random.PCG64(0))

    def integers(self, *_: object, size: tuple[int, ...], **__: object) -> NDArray[np.uint32]:  # type: ignore[override]
        return np.zeros(size, dtype=np.uint32)


def three_years(*, freedom: float | None = 7.0, degrees: float | None = None, size: int = 4) -> Shocks:
    factor = np.tril(np.random.default_rng(3).normal(size=(3 * size, 3 * size))) * 0.02
    return Shocks(
        entropy=11,
        years=3,
        size=size,
        factor=factor,
        shift=np.zeros((3, size)),
        freedom=freedom,
        degrees_of_freedom=degrees,
        cells=size - 1,
    )


# --- the mapping


def randomised(numbers: Any, generator: Any) -> tuple[Any, Array]:
    """Return cells and places of the randomised points of a block."""
    cells = np.empty((len(numbers), BLOCK), dtype=np.uint16)
    places = randomise(numbers, generator, out=cells)
    return cells, places


def test_direction_numbers_are_those_of_scipy() -> None:
    points = qmc.Sobol(DIMENSIONS, scramble=False, bits=DIGITS).random(BLOCK) * BLOCK
    # the point of the number 2 ** (k + 1) - 1 in Gray's order is the one of the digit k alone
    theirs = np.stack([points[2 ** (k + 1) - 1] for k in range(DIGITS)], axis=1)
    assert (direction_numbers(DIMENSIONS) == theirs).all()


def test_without_random_numbers_the_points_are_those_of_scipy() -> None:
    cells, places = randomised(direction_numbers(DIMENSIONS), NoNumbers())
    theirs = qmc.Sobol(DIMENSIONS, scramble=False, bits=DIGITS).random(BLOCK) * BLOCK
    number = np.arange(BLOCK)
    # scipy goes through the numbers in Gray's order
    assert (cells[:, number ^ (number >> 1)] == theirs.T).all()
    assert (places == 2.0**-20).all()


def by_the_documentation(dimensions: int, entropy: int, block: int) -> list[list[float]]:
    """Return coordinates ``[dimension][point]`` as the documentation has them, digit by digit, of every 97th point."""
    drawn = generator_of(entropy, (block,)).integers(0, 2**32, size=(dimensions, 14), dtype=np.uint32).tolist()
    numbers = direction_numbers(dimensions).tolist()
    found = []
    for own, random in zip(numbers, drawn, strict=True):
        row = []
        for point in range(0, BLOCK, 97):
            plain = 0
            for digit in range(13):
                plain ^= own[digit] if point >> digit & 1 else 0
            mixed = 0
            for place in range(13):
                if plain >> (12 - place) & 1:
                    mixed ^= 1 << (12 - place) | random[place] % 2 ** (12 - place)
            cell = mixed ^ random[13] >> 19
            row.append((cell * 2**19 + random[13] % 2**19 + 0.5) / 2**32)
        found.append(row)
    return found


@pytest.mark.parametrize("degrees", [None, 5.0])
@pytest.mark.parametrize("freedom", [None, 7.0])
def test_a_block_is_what_the_documentation_says(freedom: float | None, degrees: float | None) -> None:
    shocks = with_sobol_points(three_years(freedom=freedom, degrees=degrees), np.array([[1.0, 2.0, 3.0, 0.0]]))
    assert isinstance(shocks.points, SobolPoints)
    made = shocks.variates(6)
    stretches = (freedom is not None) + 3 * (degrees is not None)
    coordinates = np.array(by_the_documentation(stretches + 12, 11, 6))
    if freedom is None:
        assert made.scale is None
    else:
        assert made.scale is not None
        scale = np.sqrt(freedom / stats.chi2.ppf(coordinates[0], freedom))
        assert made.scale[::97] == pytest.approx(scale, rel=1e-11)
    if degrees is None:
        assert made.mixing is None
    else:
        assert made.mixing is not None
        years = coordinates[stretches - 3 : stretches]
        assert made.mixing[:, ::97] == pytest.approx(np.sqrt((degrees - 2) / stats.chi2.ppf(years, degrees)), rel=1e-11)
    # the cells of all years, then the fourth variable of each year, which is no cell
    ordered = [0, 1, 2, 4, 5, 6, 8, 9, 10, 3, 7, 11]
    axes = stats.norm.ppf(coordinates[stretches:])
    # what moves the sum over all years, over the first two, in the first: Gram and Schmidt by numpy
    by_year = [np.array([1.0, 2.0, 3.0, 0.0]) @ shocks.factor[4 * year : 4 * year + 4] for year in range(3)]
    sums = np.array([sum(by_year), by_year[0] + by_year[1], by_year[0]])[:, ordered]
    directions, _ = np.linalg.qr(sums.T)
    matrix = np.eye(12)
    for k, direction in enumerate(directions.T * np.sign(np.sum(directions.T * sums, axis=1))[:, np.newaxis]):
        left = matrix.T @ direction
        vector = left + np.copysign(1.0, left[k]) * np.eye(12)[k]
        matrix = matrix @ (np.eye(12) - 2.0 * np.outer(vector, vector) / (vector @ vector))
    normals = made.normals.reshape(12, BLOCK)[ordered, ::97]
    assert normals == pytest.approx(matrix @ axes, abs=1e-11)


def test_reflections_are_orthogonal_and_begin_with_the_directions() -> None:
    order = np.random.default_rng(1).permutation(9)
    directions = orthogonal(np.random.default_rng(2).normal(size=(4, 9)))
    columns = np.zeros((9, BLOCK))
    columns[:, :9] = np.eye(9)
    Reflections.to(directions, order).apply(columns)
    matrix = columns[:, :9]
    assert matrix @ matrix.T == pytest.approx(np.eye(9), abs=1e-13)
    for k, direction in enumerate(directions):
        assert matrix[:, order[k]] * np.sign(matrix[:, order[k]] @ direction) == pytest.approx(direction, abs=1e-13)


def test_directions_that_say_nothing_new_are_left_out() -> None:
    first, second = np.array([1.0, 1.0, 0.0]), np.array([0.0, 0.0, 2.0])
    found = orthogonal([first, np.zeros(3), 3.0 * first, first + second, second])
    assert np.array(found) == pytest.approx(np.array([first / sqrt(2.0), second / 2.0]), abs=1e-15)


def test_a_plan_without_spread_is_drawn_from_points_as_well(plan: cm.Scenario, usual: cm.Uncertainty) -> None:
    still = usual.with_spread(None, None, 0.0).with_(own_spread=0.0)
    made = cm.simulate(plan, draws=BLOCK, seed=1, uncertainty=still)
    assert np.ptp(made.quantiles("total").values, axis=0) == pytest.approx(0.0, abs=1e-9)


# --- how even they are


def test_every_set_has_one_point_in_every_cell() -> None:
    cells, _ = randomised(direction_numbers(DIMENSIONS), generator_of(5, (0,)))
    assert (np.sort(cells, axis=1) == np.arange(BLOCK)).all()


@pytest.mark.parametrize("bits", range(14))
def test_two_first_dimensions_share_no_box(bits: int) -> None:
    cells, _ = randomised(direction_numbers(2), generator_of(5, (3,)))
    # of any shape, 8,192 boxes hold one point each
    boxes = (cells[0].astype(int) >> bits) << bits | cells[1].astype(int) >> (13 - bits)
    assert len(set(boxes.tolist())) == BLOCK


def test_sets_are_randomised_by_themselves() -> None:
    shocks = with_sobol_points(three_years(), np.ones((1, 4)))
    first, second = (shocks.variates(number).normals.reshape(12, BLOCK).copy() for number in (0, 1))
    assert (first == shocks.variates(0).normals.reshape(12, BLOCK)).all()
    assert not np.isin(first[0], second[0]).any()


def test_of_any_two_dimensions_the_points_are_more_even_than_chance() -> None:
    squares = np.zeros((DIMENSIONS, DIMENSIONS))
    for block in range(20):
        cells, places = randomised(direction_numbers(DIMENSIONS), generator_of(3, (block,)))
        squares += np.corrcoef(stats.norm.ppf((cells + places[:, np.newaxis]) / BLOCK)) ** 2 / 20
    # independent draws have a squared correlation of 1 / 8192 on average
    assert (np.triu(squares, 1) * BLOCK).max() < 0.6


def test_normals_that_move_nothing_have_no_dimension() -> None:
    shocks = three_years()
    still = np.array(shocks.factor)
    # the second cell of the first year, and what is no cell in the last
    still[:, [1, 11]] = 0.0
    made = with_sobol_points(replace(shocks, factor=still), np.ones((1, 4)))
    assert isinstance(made.points, SobolPoints)
    assert made.points.order.tolist() == [0, 2, 4, 5, 6, 8, 9, 10, 3, 7]
    normals = made.variates(0).normals.reshape(12, BLOCK)
    assert not normals[[1, 11]].any()
    assert np.cov(normals[[0, *range(2, 11)]]) == pytest.approx(np.eye(10), abs=0.02)


def test_what_there_are_no_numbers_for_is_drawn_at_random() -> None:
    shocks = Shocks(entropy=1, years=9, size=16, factor=np.eye(144), shift=np.zeros((9, 16)), freedom=7.0, cells=16)
    normals = with_sobol_points(shocks, np.ones((1, 16))).variates(0).normals.reshape(144, BLOCK)
    assert np.cov(normals) == pytest.approx(np.eye(144), abs=0.07)
    # one dimension is the chi-square's
    rest = normals[DIMENSIONS - 1 :]
    assert np.abs(rest.mean(axis=1)).max() > 0.01
    assert np.abs(normals[9 : DIMENSIONS - 1].mean(axis=1)).max() < 0.003


# --- quantile functions


def test_normals_are_within_rounding_of_their_quantiles() -> None:
    found = normal_cells().at(np.array(PLACES), np.empty((len(PLACES), BLOCK)))
    exact = stats.norm.ppf((np.arange(BLOCK) + np.array(PLACES)[:, np.newaxis]) / BLOCK)
    assert np.abs(found - exact).max() < 1e-12


@pytest.mark.parametrize("freedom", [1.0, 2.0, 3.5, 4.0, 7.0, 30.0, 400.0])
def test_chi_squares_are_within_rounding_of_their_quantiles(freedom: float) -> None:
    found = spread_cells(freedom, freedom).at(np.array(PLACES), np.empty((len(PLACES), BLOCK)))
    exact = np.sqrt(freedom / stats.chi2.ppf((np.arange(BLOCK) + np.array(PLACES)[:, np.newaxis]) / BLOCK, freedom))
    assert np.abs(found / exact - 1.0).max() < 2e-12


# --- known integrals


def known(shocks: Shocks, blocks: int) -> dict[str, tuple[Array, float]]:
    """Return of some figures the mean of every block, with what it must be over all of them."""
    found: dict[str, list[float]] = {"moment": [], "half": [], "tail": [], "product": [], "square": []}
    for number in range(blocks):
        made = shocks.variates(number)
        z, s = made.normals.reshape(12, BLOCK), made.scale
        assert s is not None
        along = z.sum(axis=0) / sqrt(12.0)
        found["moment"].append(float(np.exp(0.3 * along).mean()))
        found["half"].append(float((along > 0.4).mean()))
        # Student's t with the freedom of the chi-square
        found["tail"].append(float((s * along > 2.0).mean()))
        found["product"].append(float((np.cos(z[:5]).prod(axis=0)).mean()))
        found["square"].append(float((s**2 * z[3] ** 2).mean()))
    exact = {
        "moment": np.exp(0.045),
        "half": stats.norm.sf(0.4),
        "tail": stats.t.sf(2.0, 7.0),
        "product": prod([np.exp(-0.5)] * 5),
        "square": 7.0 / 5.0,
    }
    return {name: (np.array(values), float(exact[name])) for name, values in found.items()}


def test_means_over_blocks_are_known_integrals_and_nearer_than_by_chance() -> None:
    shocks = three_years()
    even, chance = known(with_sobol_points(shocks, np.ones((1, 4))), 60), known(shocks, 60)
    for name, (values, exact) in even.items():
        error = values.std(ddof=1) / sqrt(len(values))
        assert abs(values.mean() - exact) < 4.0 * error, name
        assert values.var(ddof=1) < chance[name][0].var(ddof=1) / 2.0, name


@pytest.mark.parametrize("sets", [4, 8])
def test_stated_errors_are_those_that_runs_have(plan: cm.Scenario, usual: cm.Uncertainty, sets: int) -> None:
    # with the spread taken as known, totals of the first year are normal
    certain = usual.without_estimation_error()
    base, growth = plan.baseline.levels, np.asarray(plan.growth)[..., 0]
    mean = (base * (1.0 + growth)).sum(axis=1)
    deviation = np.array([sqrt(base[g] @ certain.covariance.reshape(3, 4, 3, 4)[g, :, g] @ base[g]) for g in range(3)])
    levels = np.array(QUANTILES)
    exact = mean + deviation * stats.norm.ppf(levels)[:, np.newaxis]
    value = float(np.round(mean[1] + 0.3 * deviation[1], 1))
    chance = float(stats.norm.sf((value - mean[1]) / deviation[1]))
    strayed, stated = [], []
    for seed in range(40):
        made = cm.simulate(
            plan,
            draws=sets * BLOCK,
            seed=seed,
            uncertainty=certain,
            statements="none",
            targets=[f"rural.2022={value}"],
            workers=1,
        )
        quantile, error = (labelled.values[..., 0] for labelled in (made.quantiles(), made.quantile_errors()))
        (target,) = made.chances
        strayed.append([*((quantile - exact) ** 2).ravel(), (target.probability - chance) ** 2])
        stated.append([*(error**2).ravel(), target.standard_error**2])
    off, said = np.sqrt(np.mean(strayed, axis=0)), np.sqrt(np.mean(stated, axis=0))
    if sets < 8:
        # fewer sets have the error of random numbers, which is larger
        assert (off < 0.8 * said).all()
    else:
        # a root mean square of 40 runs is itself known to 11 %
        assert 0.65 < (off / said).min() <= (off / said).max() < 1.45
        assert np.exp(np.log(off / said).mean()) == pytest.approx(1.0, abs=0.12)


# --- how they are asked for


def test_the_same_bytes_for_any_workers(plan: cm.Scenario, usual: cm.Uncertainty) -> None:
    def run(**settings: object) -> cm.Ensemble:
        return cm.simulate(plan, draws=9 * BLOCK, seed=4, uncertainty=usual, method="sobol", **settings)  # type: ignore[arg-type]

    alone = run(workers=1)
    with ProcessPoolExecutor(2) as pool:
        for other in (run(workers=2), run(workers=3), run(executor=pool)):
            for name in ("quantile_rows", "quantile_error_rows", "mean_rows", "held", "together", "chance_errors"):
                assert getattr(other, name).tobytes() == getattr(alone, name).tobytes(), name


def test_histograms_have_the_same_errors(
    plan: cm.Scenario, usual: cm.Uncertainty, monkeypatch: pytest.MonkeyPatch
) -> None:
    exact = cm.simulate(plan, draws=9 * BLOCK, seed=4, uncertainty=usual, workers=2)
    for module in ("quantiles", "simulation", "regional_draws"):
        monkeypatch.setattr(f"ceheng_model.ensemble.{module}.EXACT_DRAWS", 1)
    rough = [cm.simulate(plan, draws=9 * BLOCK, seed=4, uncertainty=usual, workers=workers) for workers in (1, 2)]
    assert rough[0].quantile_error_rows.tobytes() == rough[1].quantile_error_rows.tobytes()
    assert rough[0].quantile_error_rows == pytest.approx(exact.quantile_error_rows, rel=1e-12)
    assert (rough[0].chance_errors == exact.chance_errors).all()


def test_more_draws_extend_the_same_sample(plan: cm.Scenario, usual: cm.Uncertainty) -> None:
    target = cm.target("rural.2024=15561", plan)
    few, more = (Draws.of(plan, target, draws=n * BLOCK, seed=2, uncertainty=usual) for n in (1, 3))
    assert (few.shocks[0] == more.shocks[0]).all()
    assert few.method == "sobol"


def test_scenarios_on_one_base_draw_the_same_shocks(plan: cm.Scenario, usual: cm.Uncertainty) -> None:
    target = cm.target("rural.2024=15561", plan)
    changed = plan.with_growth("rural", "wages", 0.02)
    first, second = (Draws.of(s, target, draws=BLOCK, seed=2, uncertainty=usual) for s in (plan, changed))
    assert (first.shocks[0] == second.shocks[0]).all()


def test_incomes_do_not_depend_on_what_they_are_compared_with(plan: cm.Scenario, usual: cm.Uncertainty) -> None:
    alone, beside = (
        cm.simulate(plan, draws=BLOCK, seed=3, uncertainty=usual, statements=chosen) for chosen in ("none", "all")
    )
    assert alone.quantile_rows == pytest.approx(beside.quantile_rows, rel=1e-12)


@pytest.mark.parametrize(("asked", "made"), [(1, 8192), (8192, 8192), (8193, 16384), (100_000, 106_496)])
def test_sets_are_drawn_whole(plan: cm.Scenario, usual: cm.Uncertainty, asked: int, made: int) -> None:
    found = cm.simulate(plan, draws=asked, seed=1, uncertainty=usual, method="sobol", statements="none")
    assert found.draw_count == made
    settings = found.settings_table()
    assert f" {made:,}\n" in re.sub(r" +\n", "\n", settings.to_text("en"))
    assert "Sobol' points, 8,192 a set, each set randomised by itself" in settings.to_text("en")
    assert (
        cm.simulate(plan, draws=asked, seed=1, uncertainty=usual, method="random", statements="none").draw_count
        == asked
    )


def test_many_regions_are_drawn_at_random(plan: cm.Scenario) -> None:
    rows = [(name, group, "total", 10_000.0) for name in ("520001", "520002") for group in plan.group_keys]
    frame = pd.DataFrame(rows, columns=["region", "group", "component", "value_yuan"])
    many = cm.scenario("plan", shares={"urban": "national_2021", "rural": "national_2021"}).with_regions(frame)
    made = cm.simulate(many, draws=500, seed=1, statements="none")
    assert (made.method, made.draw_count, made.independent) == ("random", 500, True)
    assert made.quantile_errors().values.shape == (2, 5, 3, 3)
    refused = (
        "the method for many regions must be random: Sobol' points are ordered by what moves the incomes of one region, "
        "and regions share their shocks"
    )
    with pytest.raises(cm.InputError, match=refused):
        cm.simulate(many, draws=500, method="sobol")


def test_a_method_that_does_not_exist_is_refused(plan: cm.Scenario) -> None:
    with pytest.raises(
        cm.InputError,
        match=r"the method must be one of the known options .got 'halton'.; choose from: sobol .Sobol points., random .random numbers.",
    ):
        cm.simulate(plan, draws=10, method="halton")  # type: ignore[arg-type]


@pytest.mark.parametrize(("method", "draws"), [("sobol", "8192"), ("random", "500")])
def test_the_command_takes_a_method(method: str, draws: str) -> None:
    def told(*arguments: str) -> str:
        done = CliRunner().invoke(program, [*arguments, "--draws", "500", "--method", method, "--format", "json"])
        assert done.exit_code == 0, done.output
        return done.stdout

    settings = json.loads(told("simulate", "--statements", "none"))["settings"]
    said = {row["setting"]: row.get("value", row.get("value_en")) for row in settings}
    assert str(said["draws"]) == draws
    (solved,) = json.loads(told("solve", "ratio=2.8", "--probability", "80%"))["probability"]
    assert str(solved["draws"]) == draws
