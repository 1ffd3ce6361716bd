"""Write what draws give as one long Parquet table, some regions at a time."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.ensemble.blocks import Layout
from ceheng_model.ensemble.chances import chance_of_all, chances_of, judged_in, with_errors
from ceheng_model.ensemble.criteria import Criterion
from ceheng_model.ensemble.drawn_again import Reading
from ceheng_model.ensemble.quantiles import Gathered
from ceheng_model.files import ParquetBlocks
from ceheng_model.quantities import Quantity
from ceheng_model.scenarios import Scenario
from ceheng_model.tables import Table
from ceheng_model.vocabulary import LANGUAGES, TOTAL

Labels = tuple[str, str, str, int]
"""Quantity, group, component and year."""
_OF_CHANCES = ("probability", "standard_error", "undecided")
"""What is written of every statement and target."""


def result_columns(
    gathered: Sequence[Gathered],
    regions: Sequence[str],
    *,
    scenario: Scenario,
    layout: Layout,
    criteria: Sequence[Criterion],
    quantile_probabilities: Sequence[float],
) -> dict[str, NDArray[Any]]:
    """Return the columns region, quantity, group, component, year, statistic and value; no region where there is one.

    Incomes and the ratio have a mean, a standard deviation, and quantiles (``q0.05``) with their standard errors
    (``q0.05_standard_error``); statements and targets a probability, its standard error, and the part of the draws in
    which they are left open; promises of every year, by year, the part in which it is the first that is missed.
    """
    bands = np.array(
        [np.vstack([region.mean, region.spread, region.quantiles, region.quantile_errors]) for region in gathered]
    )
    absent = np.atleast_2d(scenario.baseline.absent)
    places = [scenario.baseline.regions.index(region) for region in regions] or [0]
    chances = np.array(
        [
            _chances(region, criteria, judged_in(criteria, absent[place]))
            for region, place in zip(gathered, places, strict=True)
        ]
    )
    labels = _band_labels(_row_labels(scenario, layout), quantile_probabilities)
    labels += _chance_labels(criteria, scenario)
    values = np.concatenate([array.reshape(len(gathered), -1) for array in (bands, chances)], axis=1)
    names = ("quantity", "group", "component", "year", "statistic")
    columns: dict[str, NDArray[Any]] = {}
    if regions:
        columns["region"] = np.repeat(np.array(regions, dtype=object), values.shape[1])
    for name, column in zip(names, zip(*labels, strict=True), strict=True):
        kind = np.int64 if name == "year" else object
        columns[name] = np.tile(np.array(column, dtype=kind), len(gathered))
    columns["value"] = values.ravel()
    return columns


def write_draws(path: Path | str, reading: Reading, blocks: Iterable[Array], *, metadata: Mapping[str, str]) -> Path:
    """Write quantities in every draw, block by block: the number of the draw, and a column a quantity."""
    start = 0
    with ParquetBlocks(path, metadata=metadata) as file:
        for block in blocks:
            columns = {column.name: values for column, values in zip(reading.columns, block.T, strict=True)}
            file.write({"draw": np.arange(start, start + len(block)), **columns})
            start += len(block)
    return Path(path)


def result_metadata(scenario: Scenario, settings: Table) -> dict[str, str]:
    """Return what the file says about itself: library, scenario, and how the draws were made."""
    package = __name__.partition(".")[0]
    texts = {f"scenario_{language}": scenario.title.in_language(language) for language in LANGUAGES}
    texts |= {f"draws_{language}": settings.to_text(language) for language in LANGUAGES}
    return {"library": f"{package} {sys.modules[package].__version__}", **texts}


def _band_labels(rows: Sequence[Labels], quantile_probabilities: Sequence[float]) -> list[tuple[str | int, ...]]:
    quantiles = [f"q{probability:g}" for probability in quantile_probabilities]
    statistics = ["mean", "standard_deviation", *quantiles, *(f"{name}_standard_error" for name in quantiles)]
    return [(*row, statistic) for statistic in statistics for row in rows]


def _chance_labels(criteria: Sequence[Criterion], scenario: Scenario) -> list[tuple[str | int, ...]]:
    """Return the labels of the probabilities, all criteria together last."""
    rows = [(criterion.id, *_about(criterion.quantity)) for criterion in criteria]
    rows.append(("all", "", "", scenario.years[-1]))
    labels: list[tuple[str | int, ...]] = [(*row, statistic) for statistic in _OF_CHANCES for row in rows]
    return labels + [
        (criterion.id, criterion.quantity.group, criterion.quantity.component, year, "fails_in")
        for criterion in criteria
        for year in criterion.dated_years
    ]


def _about(quantity: Quantity) -> tuple[str, str, int]:
    return quantity.group, quantity.component, quantity.last_year


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
            for component in scenario.terms.component_keys
        ]
    return labels


def _chances(gathered: Gathered, criteria: Sequence[Criterion], judged: NDArray[np.bool_]) -> Array:
    """Return the figures that belong to the labels of the probabilities; NaN for what cannot be judged."""
    tally = gathered.tally
    chances = [
        *chances_of(
            criteria,
            held=tally.held,
            undecided=tally.undecided,
            failed_in=tally.failed_in,
            judged=judged,
            draws=tally.draws,
        ),
        chance_of_all(tally.together, tally.together_undecided, judged=judged, draws=tally.draws),
    ]
    chances = list(with_errors(chances, gathered.part_errors))
    parts = [getattr(chance, statistic) for statistic in _OF_CHANCES for chance in chances]
    return np.array(parts + [part for chance in chances for _, part in chance.fails_in])
