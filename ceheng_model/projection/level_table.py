"""Write the incomes of a projection as Parquet, block by block."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ceheng_model import arithmetic
from ceheng_model.files import ParquetBlocks
from ceheng_model.projection.projection import Projection
from ceheng_model.vocabulary import COMPONENT_AXIS, COMPONENTS, GROUP_AXIS, LANGUAGES, TOTAL, Language, Text

MEMBERS_PER_BLOCK = 256
"""Regions, or other members of leading axes, that one row group holds."""


def write_levels(projection: Projection, path: Path | str) -> None:
    """Write incomes by component and in total as Parquet, whole or not at all.

    One row a region, group, component (``total`` included) and year, with the columns region, group,
    component, year and level_yuan in the order of the axes; no region where there is one only, and a
    column axis_0, axis_1 ... for axes of alternatives before it. The file's metadata says which library and
    scenario it comes from, what the scenario assumes, and what in the baseline is assumed.

    Raises `OutputError` for a path that cannot be written and where pyarrow is not installed.
    """
    with ParquetBlocks(path, metadata=_metadata(projection)) as blocks:
        for block in _blocks(projection):
            blocks.write(block)


def _blocks(projection: Projection) -> Iterator[dict[str, NDArray[Any]]]:
    leading = projection.values.shape[:GROUP_AXIS]
    count = int(np.prod(leading, dtype=int))
    values = projection.values.reshape(count, *projection.values.shape[GROUP_AXIS:])
    regions = projection.scenario.baseline.regions
    for first in range(0, count, MEMBERS_PER_BLOCK):
        levels = values[first : first + MEMBERS_PER_BLOCK]
        members = np.arange(first, first + len(levels))
        whole = np.expand_dims(arithmetic.totals(levels), COMPONENT_AXIS)
        filled = np.concatenate([levels, whole], axis=COMPONENT_AXIS)
        size = filled[0].size
        places = np.unravel_index(members, leading) if leading else ()
        block: dict[str, NDArray[Any]] = {}
        for axis, place in enumerate(places):
            last = axis == len(leading) - 1 and regions
            labels = np.array(regions, dtype=object)[place] if last else place
            block["region" if last else f"axis_{axis}"] = np.repeat(labels, size)
        yield {**block, **_inner(projection, len(members)), "level_yuan": filled.ravel()}


def _inner(projection: Projection, members: int) -> dict[str, NDArray[Any]]:
    axes = {
        "group": np.array(projection.scenario.group_keys, dtype=object),
        "component": np.array((*COMPONENTS, TOTAL), dtype=object),
        "year": np.array(projection.years),
    }
    grid = np.meshgrid(*axes.values(), indexing="ij")
    return {name: np.tile(column.ravel(), members) for name, column in zip(axes, grid, strict=True)}


def _metadata(projection: Projection) -> dict[str, str]:
    package = __name__.partition(".")[0]
    made = projection.scenario
    texts = {"scenario": (made.title,), "assumptions": made.notes(), "baseline": projection.provenance()}
    by_language = {
        f"{name}_{language}": _lines(notes, language) for name, notes in texts.items() for language in LANGUAGES
    }
    library = f"{package} {sys.modules[package].__version__}"
    return {"library": library, **by_language}


def _lines(notes: tuple[Text, ...], language: Language) -> str:
    return "\n".join(note.in_language(language) for note in notes)
