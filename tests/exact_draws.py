"""Draws in plain numpy, as the documentation describes them: an oracle that shares no code with the library."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import ceheng_model as cm
from ceheng_model.vocabulary import BUREAU_KEYS

Array = NDArray[np.float64]

BLOCK = 8192
NATION = Path(__file__).parents[1] / "data" / "nbs_income.csv"


@cache
def national() -> Mapping[tuple[str, str, int], float]:
    """Return the published national incomes by group, item and year."""
    with NATION.open(encoding="utf-8") as file:
        return {(r["group"], r["item"], int(r["year"])): float(r["level_yuan"]) for r in csv.DictReader(file)}


def shocks(
    uncertainty: cm.Uncertainty,
    *,
    years: int,
    draws: int,
    seed: int,
    covariance: Array | None = None,
    region: int | None = None,
) -> Array:
    """Return shocks ``(year, n, draw)``: one stream a block, and of each block the first draws."""
    factor = np.linalg.cholesky(uncertainty.covariance if covariance is None else covariance)
    blocks = []
    for block in range(-(-draws // BLOCK)):
        stream = (block,) if region is None else (block, region)
        generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence(entropy=seed, spawn_key=stream)))
        z = np.einsum("ij,tjd->tid", factor, generator.standard_normal((years, len(factor), BLOCK)))
        scale = np.ones(BLOCK)
        if uncertainty.estimation_freedom is not None:
            scale = np.sqrt(uncertainty.estimation_freedom / generator.chisquare(uncertainty.estimation_freedom, BLOCK))
        if uncertainty.distribution == "student_t":
            freedom = uncertainty.degrees_of_freedom
            z *= np.sqrt((freedom - 2.0) / generator.chisquare(freedom, (years, 1, BLOCK)))
        phi, path = uncertainty.persistence, [z[0]]
        for t in range(1, years):
            path.append(phi * path[-1] + np.sqrt(1.0 - phi**2) * z[t])
        blocks.append(np.array(path) * scale)
    return np.concatenate(blocks, axis=-1)[..., :draws]


def centre(scenario: cm.Scenario, uncertainty: cm.Uncertainty) -> Array:
    """Return the growth that is drawn around, ``(year, group, component)``: years that hang together lift no mean.

    The mean of (f_1 + e_1) (f_2 + e_2) is f_1 f_2 + c_12 = f_1 f_2 (1 + c_12 / f_1 f_2), and so on for every pair.
    """
    growth = np.moveaxis(scenario.growth, -1, 0)
    freedom = uncertainty.estimation_freedom
    wider = 1.0 if freedom is None else freedom / (freedom - 2.0)
    variance = wider * np.diag(uncertainty.covariance).reshape(growth.shape[1:])
    moved = []
    for t, later in enumerate(growth):
        pairs = [uncertainty.persistence ** (t - s) / (1.0 + growth[s]) for s in range(t)]
        lift = variance / (1.0 + later) * np.sum(pairs, axis=0) if pairs else 0.0
        moved.append((1.0 + later) * np.exp(-lift) - 1.0)
    return np.array(moved)


def factors(scenario: cm.Scenario, drawn: Array, uncertainty: cm.Uncertainty | None = None) -> Array:
    """Return what incomes are multiplied by, shape ``(year, group, component, draw)``, before losses are cut off.

    Where years hang together, `uncertainty` says how.
    """
    growth = np.moveaxis(scenario.growth, -1, 0) if uncertainty is None else centre(scenario, uncertainty)
    return 1.0 + growth[..., np.newaxis] + drawn.reshape(*growth.shape, -1)


def levels(scenario: cm.Scenario, drawn: Array, uncertainty: cm.Uncertainty | None = None) -> Array:
    """Return incomes ``(year, group, component, draw)``, the base year first."""
    path = [
        np.broadcast_to(scenario.baseline.levels[..., np.newaxis], (*scenario.baseline.levels.shape, drawn.shape[-1]))
    ]
    for factor in factors(scenario, drawn, uncertainty):
        path.append(path[-1] * np.maximum(factor, 0.0))
    return np.array(path)


def rows(scenario: cm.Scenario, incomes: Array) -> dict[str, Array]:
    """Return what an ensemble speaks of, draws last: totals, ratio and components without the base year."""
    totals = incomes.sum(axis=2)
    urban, rural = (scenario.group_keys.index(key) for key in ("urban", "rural"))
    return {
        "total": np.moveaxis(totals[1:], 0, 1),
        "ratio": totals[1:, urban] / totals[1:, rural],
        "level": np.moveaxis(incomes[1:], 0, 2),
    }


def quantity(q: cm.Quantity, scenario: cm.Scenario, incomes: Array) -> Array:
    """Return a quantity in every draw, shape ``(draw,)``."""
    keys, base = scenario.group_keys, scenario.baseline.year
    totals = incomes.sum(axis=2)
    start, end = q.first_year - 1 - base, q.last_year - base

    def path(group: str) -> Array:
        g = keys.index(group)
        own: Array = totals[:, g] if q.component == "total" else incomes[:, g, BUREAU_KEYS.index(q.component)]
        return own

    def average(group: str, begin: int) -> Array:
        found: Array = (path(group)[end] / path(group)[begin]) ** (1.0 / (end - begin)) - 1.0
        return found

    if q.kind == "urban_rural_ratio":
        return np.asarray(totals[end, keys.index("urban")] / totals[end, keys.index("rural")])
    if q.kind == "income":
        return np.asarray(path(q.group)[end])
    if q.kind == "growth":
        return average(q.group, end - 1)
    if q.kind == "average_annual_growth":
        return average(q.group, start)
    if q.kind == "share":
        return np.asarray(path(q.group)[end] / totals[end, keys.index(q.group)])
    if q.kind == "all_residents":
        assert scenario.population is not None
        people = scenario.population[:, end]
        return np.asarray(np.einsum("g,gd->d", people / people.sum(), totals[end]))
    assert q.against is not None
    if q.kind == "relative_gap":
        item = [
            national()[q.against.group, "disposable_income", year] for year in range(q.first_year - 1, q.last_year + 1)
        ]
        gap = np.array(item)[:, np.newaxis] / path(q.group)[start : end + 1]
        return np.asarray(np.diff(gap, axis=0).max(axis=0))
    assert q.kind == "growth_lead"
    own = average(q.group, start)
    if q.against.group == "gdp":
        assert scenario.gdp_growth is not None
        years = slice(start, end)
        price_growth = np.zeros(end) if scenario.price_growth is None else scenario.price_growth
        prices, economy = (
            np.prod(1.0 + one[years]) ** (1.0 / (end - start)) for one in (price_growth, scenario.gdp_growth)
        )
        return np.asarray((1.0 + own) / prices - economy)
    if q.against.series is None:
        return np.asarray(own - average(q.against.group, start))
    other = [national()[q.against.group, "disposable_income", year] for year in (q.first_year - 1, q.last_year)]
    return np.asarray(own - (other[1] / other[0]) ** (1.0 / (end - start)) + 1.0)
