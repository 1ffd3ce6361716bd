"""Write what draws give as one long Parquet table, some regions at a time."""

import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.ensemble.blocks import Layout
from ceheng_model.ensemble.criteria import Criterion
from ceheng_model.ensemble.quantiles import Gathered
from ceheng_model.scenarios import Scenario
from ceheng_model.tables import Table
from ceheng_model.vocabulary import COMPONENTS, LANGUAGES, TOTAL

Labels = tuple[str, str, str, int]
"""Quantity, group, component and year."""


def result_columns(
    gathered: Sequence[Gathered],
    regions: Sequence[str],
    *,
    scenario: Scenario,
    layout: Layout,
    criteria: Sequence[Criterion],
    levels: Sequence[float],
) -> dict[str, NDArray[Any]]:
    """Return the columns region, quantity, group, component, year, statistic and value; no region where there is one.

    Incomes and the ratio have a mean, a standard deviation and quantiles (``q0.05``); statements and targets
    a probability, its standard error, and the part of the draws in which they are the first to fail.
    """
    statistics = ["mean", "standard_deviation", *(f"q{level:g}" for level in levels)]
    bands = np.array([np.vstack([one.mean, one.spread, one.quantiles]) for one in gathered])
    rows = _row_labels(scenario, layout)
    labels = [(*row, statistic) for statistic in statistics for row in rows]
    values = bands.reshape(len(gathered), -1)
    chances = np.array([_chances(one) for one in gathered]).reshape(len(gathered), -1)
    named = [*((one.id, one.quantity.group, one.quantity.component, one.quantity.last) for one in criteria)]
    named.append(("all", "", "", scenario.years[-1]))
    labels += [(*row, statistic) for statistic in ("probability", "standard_error", "fails_first") for row in named]
    every = np.concatenate([values, chances], axis=1)
    names = ("quantity", "group", "component", "year", "statistic")
    columns: dict[str, NDArray[Any]] = {}
    if regions:
        columns["region"] = np.repeat(np.array(regions, dtype=object), every.shape[1])
    for name, column in zip(names, zip(*labels, strict=True), strict=True):
        kind = np.int64 if name == "year" else object
        columns[name] = np.tile(np.array(column, dtype=kind), len(gathered))
    columns["value"] = every.ravel()
    return columns


def result_metadata(scenario: Scenario, settings: Table) -> dict[str, str]:
    """Return what the file says about itself: library, scenario, and how the draws were made."""
    package = __name__.partition(".")[0]
    told = {f"scenario_{language}": scenario.title.in_language(language) for language in LANGUAGES}
    told |= {f"draws_{language}": settings.to_text(language) for language in LANGUAGES}
    return {"library": f"{package} {sys.modules[package].__version__}", **told}


def _row_labels(scenario: Scenario, layout: Layout) -> list[Labels]:
    """Return the labels of the rows in the order of the layout."""
    labels: list[Labels] = [("income", key, TOTAL, year) for year in scenario.years for key in scenario.group_keys]
    if layout.ratio is not None:
        labels += [("urban_rural_ratio", "", "", year) for year in scenario.years]
    if layout.by_component:
        labels += [
            ("income", key, component, year)
            for year in scenario.years
            for key in scenario.group_keys
            for component in COMPONENTS
        ]
    return labels


def _chances(one: Gathered) -> Array:
    draws = one.tally.draws
    parts = np.append(one.tally.held, one.tally.together) / draws
    errors = np.sqrt(parts * (1.0 - parts) / draws)
    first = np.append(one.tally.first / draws, np.nan)
    return np.stack([parts, errors, first])
