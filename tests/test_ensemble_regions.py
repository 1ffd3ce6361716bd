"""Many regions drawn at once: each as it is alone, under common shocks, with shocks of its own where stated."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
import pytest

import ceheng_model as cm
from ceheng_model.ensemble import quantiles, regional_draws, simulation
from tests import exact_draws
from tests.exact_draws import Array

GROUPS = ("urban", "rural", "lifted")
pytestmark = pytest.mark.usefixtures("random_numbers")

SHARES = {"urban": "national_2021", "rural": "national_2021"}
DRAWS = 9_000
FIELDS = ("quantile_rows", "mean_rows", "spread_rows", "held", "undecided", "failed_in", "together", "at_zero")
WHATS: tuple[Literal["total", "ratio"], ...] = ("total", "ratio")
CODES = tuple(f"52{number:04}" for number in range(35))


def frame(codes: tuple[str, ...] = CODES) -> pd.DataFrame:
    """Return regions of uneven size: totals only, split by the share case."""
    rows = [
        (code, group, "total", round(total * (0.8 + 0.013 * position), 1))
        for position, code in enumerate(codes)
        for group, total in zip(GROUPS, (36_510.0, 11_076.0, 11_500.0), strict=True)
    ]
    return pd.DataFrame(rows, columns=["region", "group", "component", "value_yuan"])


@pytest.fixture(scope="module")
def many() -> cm.Scenario:
    # three tasks of at most 16 regions
    return cm.scenario("plan", shares=SHARES).with_regions(frame())


@pytest.fixture(scope="module")
def usual(many: cm.Scenario) -> cm.Uncertainty:
    known = cm.estimate_uncertainty(many).without_estimation_error().with_(own_spread=0.0)
    return known.with_spread(None, "property", 0.45).with_(persistence=0.2)


@pytest.fixture(scope="module")
def own(usual: cm.Uncertainty) -> cm.Uncertainty:
    return usual.with_(own_spread=0.03, own_correlation=0.25)


@pytest.fixture
def by_histogram(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (quantiles, regional_draws, simulation):
        monkeypatch.setattr(module, "EXACT_DRAWS", 100)


def run(scenario: cm.Scenario, uncertainty: cm.Uncertainty, **settings: Any) -> cm.Ensemble:
    asked: dict[str, Any] = {
        "draws": DRAWS,
        "seed": 51,
        "statements": "all",
        "targets": ["ratio=3.1"],
        "components": True,
    }
    return cm.simulate(scenario, uncertainty=uncertainty, **(asked | settings))


def bytes_of(made: cm.Ensemble) -> list[bytes]:
    return [np.asarray(getattr(made, name)).tobytes() for name in FIELDS]


# --- each region as it is alone


@pytest.mark.parametrize("mode", ["exact", "by_histogram"])
def test_a_region_among_many_has_the_bytes_it_has_alone(
    many: cm.Scenario, usual: cm.Uncertainty, request: Any, mode: str
) -> None:
    if mode != "exact":
        request.getfixturevalue(mode)
    together = run(many, usual)
    assert together.exact is (mode == "exact")
    for code in (CODES[0], CODES[15], CODES[16], CODES[-1]):
        alone = run(many.at_region(code), usual)
        assert bytes_of(together.at_region(code)) == bytes_of(alone)
        assert together.at_region(code).to_frame().equals(alone.to_frame())
    position = CODES.index(CODES[16])
    assert together.quantiles("total").sel(region=CODES[16]).values.tobytes() == alone_total(together, position)
    assert (together.at_zero > 0).all()


def alone_total(together: cm.Ensemble, position: int) -> bytes:
    return np.ascontiguousarray(together.quantiles("total").values[position]).tobytes()


def test_histograms_of_regions_stay_within_half_a_bin(many: cm.Scenario, own: cm.Uncertainty, request: Any) -> None:
    # 9 blocks: more than one batch, and common shocks no longer kept in memory
    few, settings = many.with_regions(frame(CODES[:2])), {"draws": 70_000}
    exact = run(few, own, **settings)
    request.getfixturevalue("by_histogram")
    counted = run(few, own, **settings)
    assert bytes_of(counted)[1:] == bytes_of(exact)[1:]
    bounds: list[tuple[Any, float]] = [("total", 0.5), ("ratio", 0.00005), ("level", 0.5)]
    for what, bound in bounds:
        away = np.abs(np.subtract(counted.quantiles(what), exact.quantiles(what)))
        assert 0.0 < away.max() <= bound * (1 + 1e-9)


def test_growth_region_by_region_is_drawn_region_by_region(many: cm.Scenario, usual: cm.Uncertainty) -> None:
    faster = many.with_growth("rural", "wages", np.linspace(0.1, 0.3, len(CODES)), years=[2023])
    together = run(faster, usual)
    for code in (CODES[3], CODES[-1]):
        assert bytes_of(together.at_region(code)) == bytes_of(run(faster.at_region(code), usual))


def test_residents_of_each_region_weigh_its_groups(many: cm.Scenario, usual: cm.Uncertainty) -> None:
    few = many.with_regions(frame(CODES[:2])).with_population({"urban": [1.0, 5.0], "rural": [9.0, 1.0]})
    target = "all.2024=26000"
    together = cm.simulate(few, draws=DRAWS, seed=52, uncertainty=usual, targets=[target, "ratio=3.1"])
    expected = []
    for code in CODES[:2]:
        alone = few.at_region(code)
        drawn = exact_draws.shocks(usual, years=3, draws=DRAWS, seed=52)
        incomes = exact_draws.levels(alone, drawn, usual)
        expected.append((exact_draws.quantity(cm.target(target, alone).quantity, alone, incomes) >= 26_000).mean())
        assert together.at_region(code)[target].probability == expected[-1]
        made = cm.simulate(alone, draws=DRAWS, seed=52, uncertainty=usual, targets=[target, "ratio=3.1"])
        assert bytes_of(together.at_region(code)) == bytes_of(made)
    assert expected[0] < 0.1 < expected[1]


# --- shocks of a region's own


def test_own_shocks_add_their_variance_and_are_independent_between_regions(
    many: cm.Scenario, own: cm.Uncertainty
) -> None:
    draws, calm = 60_000, own.with_spread(None, "property", 0.02)
    chosen = (0, 1, 17)  # the last one belongs to another task
    few = many.with_regions(frame(CODES[:18])).with_horizon(2022)
    made = cm.simulate(few, draws=draws, seed=53, uncertainty=calm, statements="none")
    common = calm.correlation * np.outer(calm.standard_deviation, calm.standard_deviation)
    # 0.03^2 with a correlation of 0.25
    local = 0.03**2 * (0.75 * np.eye(12) + 0.25)
    shared = exact_draws.shocks(calm, years=1, draws=draws, seed=53, covariance=common)
    totals: list[Array] = []
    for r in chosen:
        alone = few.at_region(CODES[r])
        drawn = shared + exact_draws.shocks(calm, years=1, draws=draws, seed=53, covariance=local, region=r)
        rows = exact_draws.rows(alone, exact_draws.levels(alone, drawn))
        found = made.at_region(CODES[r])
        for what in WHATS:
            exact = np.quantile(rows[what], found.quantile_probabilities, axis=-1)
            assert found.quantiles(what).values == pytest.approx(exact, rel=1e-12)
        totals.append(rows["total"][:, 0])
    for g in range(3):
        cells = slice(4 * g, 4 * g + 4)
        weights = few.baseline.levels[chosen, g]
        both = weights @ common[cells, cells] @ weights.T
        exact = both + np.diag(np.diag(weights @ local[cells, cells] @ weights.T))
        covariance = np.cov([region[g] for region in totals])
        # Var of a sample covariance of normals: (c_ij^2 + c_ii c_jj) / n
        error = np.sqrt((exact**2 + np.outer(np.diag(exact), np.diag(exact))) / draws)
        assert (np.abs(covariance - exact) / error).max() < 4.5
        assert made.spreads("total").values[chosen, g, 0] == pytest.approx(np.sqrt(np.diag(covariance)), rel=1e-9)
        # the regions share far from everything
        assert 0.05 < exact[0, 1] / np.sqrt(exact[0, 0] * exact[1, 1]) < 0.95


def test_a_region_keeps_its_own_shocks_whatever_follows_it(many: cm.Scenario, own: cm.Uncertainty) -> None:
    few = many.with_regions(frame(CODES[:20]))
    assert run(many, own).quantile_rows[:20].tobytes() == run(few, own).quantile_rows.tobytes()


# --- workers, files, messages


@pytest.mark.parametrize("workers", [2, 8])
def test_any_number_of_workers_gives_the_same_bytes(many: cm.Scenario, own: cm.Uncertainty, workers: int) -> None:
    assert bytes_of(run(many, own, workers=workers)) == bytes_of(run(many, own, workers=1))


@pytest.mark.slow
def test_threads_and_processes_give_the_same_bytes(many: cm.Scenario, own: cm.Uncertainty) -> None:
    one = bytes_of(run(many, own, workers=1))
    for executor in (
        ThreadPoolExecutor(2),
        ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")),
    ):
        with executor:
            assert bytes_of(run(many, own, executor=executor)) == one


def test_the_file_holds_what_the_ensemble_holds(many: cm.Scenario, own: cm.Uncertainty, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "bands.parquet"
    made = run(many, own, path=path, workers=2)
    assert bytes_of(made) == bytes_of(run(many, own))
    assert [file.name for file in tmp_path.iterdir()] == ["bands.parquet"]
    table = parquet.read_table(path).to_pandas()
    assert list(table.columns) == ["region", "quantity", "group", "component", "year", "statistic", "value"]
    assert list(table.region.unique()) == list(CODES)
    values = table.set_index(list(table.columns[:-1])).value
    assert values.index.is_unique
    for code in (CODES[0], CODES[-1]):
        one = made.at_region(code)
        for g, group in enumerate(GROUPS):
            for t, year in enumerate(many.years):
                error = values[code, "income", group, "total", year, "q0.25_standard_error"]
                assert error == one.quantile_errors("total").values[1, g, t]
                assert values[code, "income", group, "total", year, "mean"] == one.means("total").values[g, t]
                assert values[code, "income", group, "total", year, "q0.95"] == one.quantiles("total").values[-1, g, t]
                wages = one.spreads("level").values[g, 0, t]
                assert values[code, "income", group, "wages", year, "standard_deviation"] == wages
        assert values[code, "urban_rural_ratio", "", "", 2024, "q0.5"] == one.quantiles("ratio").values[2, -1]
        for chance in one.chances:
            criterion = next(c for c in one.criteria if c.id == chance.id)
            quantity = criterion.quantity
            at = (code, chance.id, quantity.group, quantity.component, quantity.last_year)
            assert values[(*at, "probability")] == chance.probability
            assert values[(*at, "standard_error")] == pytest.approx(chance.standard_error, abs=1e-15)
            assert values[(*at, "undecided")] == chance.undecided
            for year, part in chance.fails_in:
                assert values[(*at[:-1], year, "fails_in")] == part
        assert values[code, "all", "", "", 2024, "probability"] == one.all_together.probability
    # (12 incomes + 3 totals + the ratio) * 3 years of mean, deviation, 5 quantiles and their errors; chances and all together of 3; 3 years of promises
    yearly = sum(len(criterion.dated_years) for criterion in made.criteria)
    assert len(table) == len(CODES) * (16 * 3 * 12 + 3 * (len(made.criteria) + 1) + yearly)
    metadata = {key.decode(): value.decode() for key, value in parquet.read_schema(path).metadata.items()}
    assert metadata["scenario_en"].startswith(f"the plan, but with the base-year incomes of {len(CODES)} regions")
    assert "51" in metadata["draws_en"]


def test_one_region_is_written_without_a_column_of_regions(
    many: cm.Scenario, own: cm.Uncertainty, tmp_path: Path
) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    made = run(many.at_region(CODES[1]), own, path=tmp_path / "one.parquet", components=False)
    table = parquet.read_table(tmp_path / "one.parquet").to_pandas()
    assert "region" not in table.columns
    found = table.query("quantity == 'income' and group == 'rural' and year == 2024 and statistic == 'q0.5'")
    assert found.value.item() == made.quantiles("total").sel(quantile=0.5, group="rural", year=2024).values


@pytest.mark.parametrize("workers", [1, 2])
def test_an_interrupt_keeps_what_stood_there_before(
    many: cm.Scenario, own: cm.Uncertainty, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    pytest.importorskip("pyarrow")
    compute = regional_draws.run_regions

    def breaking(model: Any, draws: int, levels: Any) -> Any:
        if model.first == 16:
            raise KeyboardInterrupt("in mid-run")
        return compute(model, draws, levels)

    monkeypatch.setattr(simulation, "run_regions", breaking)
    path = tmp_path / "bands.parquet"
    path.write_text("what stood there before", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt, match="in mid-run"):
        run(many, own, path=path, workers=workers)
    assert [file.name for file in tmp_path.iterdir()] == ["bands.parquet"]
    assert path.read_text(encoding="utf-8") == "what stood there before"


def test_what_is_of_one_region_asks_for_one(many: cm.Scenario, own: cm.Uncertainty) -> None:
    made = run(many, own, draws=10)
    one = r"the ensemble must hold one region only \(got 35\); take one with ensemble.at_region\(\"[^\"]+\"\)"
    for ask in (
        lambda: made.chances,
        lambda: made.all_together,
        lambda: made["ratio_2024"],
        lambda: made.fan("ratio"),
    ):
        with pytest.raises(cm.InputError, match=one):
            ask()
    with pytest.raises(cm.InputError, match=r"the region must be one of the known options \(got 'nowhere'\)"):
        made.at_region("nowhere")
    alternatives = many.with_growth("rural", "wages", np.full((2, 1), 0.1))
    with pytest.raises(
        cm.InputError, match=r"must hold one path a region only \(got \(2, 35, 3, 4, 3\)\); take one of"
    ):
        run(alternatives, own, draws=10)
    with pytest.raises(cm.InputError, match="must hold one path only"):
        cm.compare(many, many, draws=10, uncertainty=own)


def test_tables_of_regions_name_them(many: cm.Scenario, own: cm.Uncertainty) -> None:
    made = run(many, own, draws=50, components=False, statements=["ratio_2024"], targets=[])
    bands, chances = made.tables()[:2]
    records = bands.to_frame()
    assert len(records) == len(CODES) * 3 * 4
    assert list(records.region.unique()) == list(CODES)
    paths = cm.project(many).totals
    row = records.query("region == @CODES[7] and quantity == 'rural' and year == 2023")
    assert row.path.item() == pytest.approx(float(paths.sel(region=CODES[7], group="rural", year=2023)), rel=1e-14)
    row = records.query("region == @CODES[7] and quantity == 'urban_rural_ratio' and year == 2024")
    assert row.path.item() == pytest.approx(
        float(cm.project(many).urban_rural_ratio.sel(region=CODES[7], year=2024)), rel=1e-14
    )
    judged = chances.to_frame()
    assert list(judged.criterion) == ["ratio_2024", "all"] * len(CODES)
    assert (judged.probability == judged.probability.round(2)).all()
    for language, left in (("en", "420 rows, 360 in the middle left out"), ("zh", "共420行，省去中间360行")):
        assert left in made.to_text(language)  # type: ignore[arg-type]
        assert CODES[0] in made.to_html(language)  # type: ignore[arg-type]
