"""Name the cells that carry meaning, so that they are found wherever a user has moved them.

Spreadsheets keep defined names right when sheets are renamed and rows or columns inserted.
"""

import re
from collections.abc import Sequence
from typing import Literal

from ceheng_model.files.format_versions import NAME, WORKBOOK
from ceheng_model.quantities import Against
from ceheng_model.vocabulary import Text

FORMAT = WORKBOOK.mark
"""Says that a workbook was written by this library, and in which form."""

IDENTITY = NAME
PLAN = "ceheng_plan"
REGION = "ceheng_region"
BASED_ON = "ceheng_based_on"
SCENARIO = "ceheng_scenario"
DESCRIPTION_ZH = "ceheng_description_zh"
DESCRIPTION_EN = "ceheng_description_en"
LEVERS = "ceheng_levers"
YEARS = "years"
CLOSING = "open_cells"
IN_USE = "scenario_in_use"
INPUTS = "inputs"
SCENARIO_NAMES = "scenario_names"
LIBRARY = "library"
LIBRARY_ROWS = "library_rows"
PATHS = "paths"
VERDICTS = "verdicts"
FAULTS = "faults"
CHECKS = "checks"
PRICES = "price_growth"
GDP_GROWTH = "gdp_growth"
PRINTED = "printed_values"
HALF_WIDTHS = "half_widths"

Part = Literal[
    "growth", "total_growth", "base_total", "share_case", "case_names", "case_shares", "population", "every_year"
]

AS_TYPED = Text("按表列数值", "as typed")
TO_TOTAL = Text("按合计推算", "to the total")


def printed(position: int) -> str:
    """Return the name of the first printed values of all statements, of the second ones, counted from 0."""
    return PRINTED if position == 0 else f"{PRINTED}_{position + 1}"


def group_parts(keys: Sequence[str]) -> tuple[str, ...]:
    """Return the part that stands for each group in a name: its key, or its number where a key is no name.

    >>> group_parts(["urban", "rural"]), group_parts(["urban", "城镇"])
    (('urban', 'rural'), ('g1', 'g2'))
    """
    plain = all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", key) for key in keys)
    # names of a workbook do not tell capitals from small letters
    if plain and len({key.casefold() for key in keys}) == len(keys):
        return tuple(keys)
    return tuple(f"g{position}" for position in range(1, len(keys) + 1))


def of_group(part: Part, group: str, component: str = "") -> str:
    """Return the name of a group's cells, such as ``growth_rural_wages``."""
    return "_".join(filter(None, (part, group, component)))


def published(position: int) -> str:
    """Return the name of the row of published levels of one compared series, counted from 1."""
    return f"published_{position}"


def compared_series(againsts: Sequence[Against | None]) -> tuple[Against, ...]:
    """Return the published series that statements compare with, each once, in order."""
    return tuple(dict.fromkeys(against for against in againsts if against is not None and against.series is not None))
