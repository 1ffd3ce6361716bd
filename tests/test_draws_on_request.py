"""Draws that are asked for are those that an ensemble was counted from, whoever draws them again."""

from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

import ceheng_model as cm
from ceheng_model.ensemble.random_streams import BLOCK
from tests.specimens import TWO_REGIONS

DRAWS = 3 * BLOCK
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
GROUPS = ("urban", "rural", "lifted")
COMPONENTS = ("wages", "business", "property", "transfer")


@cache
def drawn() -> cm.Ensemble:
    return cm.simulate(
        cm.scenario("plan"),
        draws=DRAWS,
        seed=18,
        quantiles=QUANTILES,
        components=True,
        statements="all",
        targets=("ratio=3.1", "rural.2024=15600", "rural.average_growth=12%", "rural.wages.share=40%"),
    )


def bytes_of(labelled: cm.Labelled) -> bytes:
    return np.ascontiguousarray(labelled.values).tobytes()


@pytest.mark.parametrize("year", [2022, 2023, 2024])
def test_quantiles_of_the_ratio_are_those_of_its_draws(year: int) -> None:
    draws = drawn().draws(f"ratio.{year}")
    assert (draws.dims, draws.shape) == (("draw",), (DRAWS,))
    told = drawn().quantiles("ratio").sel(year=year).values
    assert np.quantile(draws, QUANTILES).tolist() == pytest.approx(told.tolist(), rel=1e-14)
    assert float(np.mean(draws)) == pytest.approx(float(drawn().means("ratio").sel(year=year)), rel=1e-12)
    assert float(np.std(draws, ddof=1)) == pytest.approx(float(drawn().spreads("ratio").sel(year=year)), rel=1e-9)


@pytest.mark.parametrize("group", GROUPS)
def test_quantiles_of_totals_and_components_are_those_of_their_draws(group: str) -> None:
    names = [f"{group}.2024", *(f"{group}.{component}.2024" for component in COMPONENTS)]
    draws = drawn().draws(*names)
    assert (draws.dims, draws.shape) == (("draw", "quantity"), (DRAWS, 5))
    by_hand = np.quantile(draws, QUANTILES, axis=0)
    total = drawn().quantiles("total").sel(group=group, year=2024).values
    assert by_hand[:, 0].tolist() == pytest.approx(total.tolist(), rel=1e-14)
    levels = drawn().quantiles("level").sel(group=group, year=2024).values
    assert by_hand[:, 1:].tolist() == [pytest.approx(row, rel=1e-14) for row in levels.tolist()]
    # a total is the sum of its components, draw by draw
    assert draws.values[:, 1:].sum(axis=1) == pytest.approx(draws.values[:, 0], rel=1e-14)


def test_probabilities_are_parts_of_the_draws() -> None:
    met: dict[str, Callable[[NDArray[np.float64]], NDArray[np.bool_]]] = {
        "ratio=3.1": lambda values: values <= 3.1,
        "rural.2024=15600": lambda values: values >= 15600.0,
        "rural.average_growth=12%": lambda values: values >= 0.12,
        "rural.wages.share=40%": lambda values: values >= 0.4,
    }
    for target, is_met in met.items():
        values = drawn().draws(target).values
        chance = drawn()[str(cm.target(target, drawn().scenario))]
        assert 0.0 < chance.probability < 1.0, target
        assert float(is_met(values).mean()) == chance.probability, target


def test_quantities_follow_from_levels_draw_by_draw() -> None:
    """Growth, shares and average growth, done by hand from the levels of the same draws and the plan's base."""
    names = ("rural.2022", "rural.2023", "rural.2024", "rural.wages.2024", "urban.2024")
    level = dict(zip(names, drawn().draws(*names).values.T, strict=True))
    base = 11076.0
    found = dict(
        zip(
            ("growth", "average", "share", "ratio"),
            drawn().draws("rural.growth.2024", "rural.average_growth", "rural.wages.share", "ratio").values.T,
            strict=True,
        )
    )
    assert found["growth"] == pytest.approx(level["rural.2024"] / level["rural.2023"] - 1.0, abs=1e-13)
    assert found["average"] == pytest.approx((level["rural.2024"] / base) ** (1 / 3) - 1.0, abs=1e-13)
    assert found["share"] == pytest.approx(level["rural.wages.2024"] / level["rural.2024"], abs=1e-13)
    assert found["ratio"].tolist() == (level["urban.2024"] / level["rural.2024"]).tolist()


@pytest.mark.parametrize("method", ["sobol", "random"])
def test_any_number_of_workers_gives_the_same_bytes(method: str) -> None:
    ensemble = cm.simulate(cm.scenario("plan"), draws=5 * BLOCK - 7, seed=3, method=method)  # type: ignore[arg-type]
    names = ("ratio.2024", "rural.growth.2023")
    alone = bytes_of(ensemble.draws(*names, workers=1))
    assert all(bytes_of(ensemble.draws(*names, workers=workers)) == alone for workers in (2, 3, 7))
    pools: tuple[Callable[[], Executor], ...] = (
        lambda: ThreadPoolExecutor(2),
        lambda: ProcessPoolExecutor(2, mp_context=get_context("spawn")),
    )
    for pool in pools:
        with pool() as executor:
            assert bytes_of(ensemble.draws(*names, executor=executor)) == alone
    blocks = list(ensemble.draw_blocks(*names))
    assert [len(block.coords["draw"]) for block in blocks[:-1]] == [BLOCK] * 4
    assert b"".join(map(bytes_of, blocks)) == alone
    # the numbers of the draws go on from block to block
    assert [draw for block in blocks for draw in block.coords["draw"]] == list(range(ensemble.draw_count))


def test_an_ensemble_from_another_process_gives_the_same_draws() -> None:
    import pickle

    assert bytes_of(pickle.loads(pickle.dumps(drawn())).draws("ratio")) == bytes_of(drawn().draws("ratio"))


def test_what_is_known_holds_in_every_draw() -> None:
    scenario = cm.scenario("plan")
    levels = np.full((3, 4, 3), np.nan)
    totals = np.full((3, 3), np.nan)
    totals[1, 0] = 12_000.0
    ensemble = cm.simulate(scenario, draws=BLOCK, seed=5, known=cm.Known(totals=totals, levels=levels))
    assert ensemble.draws("rural.2022").values == pytest.approx(12_000.0, rel=1e-9)
    told = ensemble.quantiles("ratio").sel(year=2024).values
    assert np.quantile(ensemble.draws("ratio.2024"), ensemble.quantile_probabilities) == pytest.approx(told, rel=1e-14)


def test_one_region_of_many_is_drawn_as_among_them() -> None:
    many = cm.scenario("plan").with_regions(TWO_REGIONS)
    ensemble = cm.simulate(many, draws=2 * BLOCK, seed=7, statements="none")
    with pytest.raises(cm.InputError, match=r"take one with ensemble.at_region\(\"[^\"]+\"\)"):
        ensemble.draws("ratio")
    found = {}
    for region in ("520001", "520002"):
        one = ensemble.at_region(region)
        found[region] = one.draws("ratio.2024", "rural.2023").values
        told = ensemble.quantiles("ratio").sel(region=region, year=2024).values
        assert np.quantile(found[region][:, 0], one.quantile_probabilities) == pytest.approx(told, rel=1e-14)
        told = ensemble.quantiles("total").sel(region=region, year=2023, group="rural").values
        assert np.quantile(found[region][:, 1], one.quantile_probabilities) == pytest.approx(told, rel=1e-14)
    # bad years are bad for both
    assert np.corrcoef(found["520001"][:, 1], found["520002"][:, 1])[0, 1] > 0.3


def test_parquet_holds_a_column_a_quantity(tmp_path: Path) -> None:
    from pyarrow import parquet

    names = ("ratio.2024", "rural.wages.2024")
    paths = [drawn().draws(*names, path=tmp_path / f"{workers}.parquet", workers=workers) for workers in (1, 4)]
    assert paths[0].read_bytes() == paths[1].read_bytes()
    file = parquet.ParquetFile(paths[0])
    assert (file.num_row_groups, file.metadata.row_group(0).num_rows) == (DRAWS // BLOCK, BLOCK)
    assert b"scenario_en" in file.schema_arrow.metadata
    frame = pd.read_parquet(paths[0])
    assert frame.columns.tolist() == ["draw", *names]
    assert frame["draw"].tolist() == list(range(DRAWS))
    assert frame[list(names)].to_numpy().tolist() == drawn().draws(*names).values.tolist()


def test_memory_is_bounded_by_some_blocks(tmp_path: Path) -> None:
    """Half a million draws of forty quantities are 168 MB; what is held at one time is a small part of that."""
    import tracemalloc

    ensemble = cm.simulate(cm.scenario("plan"), draws=64 * BLOCK, seed=1, statements="none")
    names = [
        f"{group}.{component}.{year}" for group in GROUPS for component in COMPONENTS for year in (2022, 2023, 2024)
    ]
    names += [f"ratio.{year}" for year in (2022, 2023, 2024)]
    tracemalloc.start()
    ensemble.draws(*names, path=tmp_path / "draws.parquet", workers=2)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 0.5 * 64 * BLOCK * len(names) * 8


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ((), "the quantities to read in the draws must be at least one"),
        (("ratio", "ratio"), "the quantities to read in the draws must differ from one another"),
        (("village.2024",), "a part of 'village.2024' must be"),
        (("ratio.2031",), "2031"),
        (("all.2024",), "the population must be given"),
    ],
)
def test_what_cannot_be_read_is_refused(asked: tuple[str, ...], message: str) -> None:
    with pytest.raises(cm.InputError, match=message):
        drawn().draws(*asked)


def test_statements_against_series_are_read_where_these_were_drawn() -> None:
    quantity = next(
        one.statement.quantity
        for one in drawn().criteria
        if one.statement is not None and one.series and not one.dated_years
    )
    assert np.isfinite(drawn().draws(quantity).values).all()
    without = cm.simulate(cm.scenario("plan"), draws=BLOCK, seed=1, statements="none")
    with pytest.raises(cm.InputError, match=r"the simulation must draw national\.\w+ beside the incomes"):
        without.draws(quantity)
