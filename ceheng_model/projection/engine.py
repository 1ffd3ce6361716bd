"""Project a scenario: compound its growth, and write what comes out as Parquet where that is asked for."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ceheng_model import arithmetic
from ceheng_model.axes import Axis
from ceheng_model.doors import door
from ceheng_model.files import ParquetBlocks
from ceheng_model.projection.projection import Projection
from ceheng_model.scenarios import Scenario
from ceheng_model.values import read_only
from ceheng_model.vocabulary import COMPONENT_AXIS, GROUP_AXIS, LANGUAGES, Language, Text

# of 3 groups, 5 components and 4 years: 15,360 rows, some hundred kilobytes in memory
MEMBERS_PER_BLOCK = 256
"""Regions, or other members of leading axes, that one row group holds."""


@door
def project(scenario: Scenario, *, path: Path | str | None = None) -> Projection:
    r"""Return the incomes a scenario leads to: :math:`L_t = L_{t-1} (1 + g_t)` by group and component.

    Leading axes of the growth and of the baseline are broadcast; the horizon is the scenario's. With a
    `path` the incomes are also written there as Parquet, see `write_levels`; raises `OutputError` where that
    cannot be.

    >>> from ceheng_model.scenarios import scenario
    >>> projection = project(scenario("plan"))
    >>> projection.totals.sel(group="urban", year=2024).values.round(2)
    np.float64(48594.81)
    """
    values = arithmetic.compound(scenario.baseline.levels, scenario.growth, scenario.added)
    projection = Projection(scenario=scenario, values=read_only(values))
    if path is not None:
        write_levels(projection, path)
    return projection


def write_levels(projection: Projection, path: Path | str) -> None:
    """Write incomes by component and in total as Parquet, whole or not at all.

    One row a region, group, component (``total`` included) and year, with the columns region, group,
    component, year and level in the order of the axes; no region where there is one only, and before it a
    column for each axis of alternatives, under its name and with its labels. The file's metadata says which library
    and scenario it comes from, what the scenario assumes, and what in the baseline is assumed.

    Raises `OutputError` for a path that cannot be written and where pyarrow is not installed.
    """
    with ParquetBlocks(path, metadata=_metadata(projection)) as blocks:
        for block in _blocks(projection):
            blocks.write(block)


def _blocks(projection: Projection) -> Iterator[dict[str, NDArray[Any]]]:
    leading = projection.values.shape[:GROUP_AXIS]
    count = int(np.prod(leading, dtype=int))
    values = projection.values.reshape(count, *projection.values.shape[GROUP_AXIS:])
    axes = [(axis.name, _labels(axis)) for axis in projection.leading_axes]
    for first in range(0, count, MEMBERS_PER_BLOCK):
        levels = values[first : first + MEMBERS_PER_BLOCK]
        members = np.arange(first, first + len(levels))
        whole = np.expand_dims(arithmetic.totals(levels), COMPONENT_AXIS)
        filled = np.concatenate([levels, whole], axis=COMPONENT_AXIS)
        size = filled[0].size
        places = np.unravel_index(members, leading) if leading else ()
        block = {name: np.repeat(labels[at], size) for (name, labels), at in zip(axes, places, strict=True)}
        yield {**block, **_inner(projection, len(members)), "level": filled.ravel()}


def _labels(axis: Axis) -> NDArray[Any]:
    """Return the labels of an axis as a file holds them: numbers as numbers, all else by its text."""
    labels = axis.labels
    if isinstance(labels, range) or all(isinstance(label, int | float) for label in labels):
        return np.asarray(labels)
    return np.array([str(label) for label in labels], dtype=object)


def _inner(projection: Projection, members: int) -> dict[str, NDArray[Any]]:
    axes = {
        "group": np.array(projection.scenario.group_keys, dtype=object),
        "component": np.array(projection.scenario.terms.items, dtype=object),
        "year": np.array(projection.years),
    }
    grid = np.meshgrid(*axes.values(), indexing="ij")
    return {name: np.tile(column.ravel(), members) for name, column in zip(axes, grid, strict=True)}


def _metadata(projection: Projection) -> dict[str, str]:
    package = __name__.partition(".")[0]
    scenario = projection.scenario
    texts = {"scenario": (scenario.title,), "assumptions": scenario.notes(), "baseline": projection.provenance()}
    by_language = {
        f"{name}_{language}": _lines(notes, language) for name, notes in texts.items() for language in LANGUAGES
    }
    library = f"{package} {sys.modules[package].__version__}"
    return {"library": library, **by_language}


def _lines(notes: tuple[Text, ...], language: Language) -> str:
    return "\n".join(note.in_language(language) for note in notes)
