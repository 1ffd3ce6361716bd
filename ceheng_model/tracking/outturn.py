"""Read annual incomes to draw beside a plan: from the table that is tracked, or from a plain one."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ceheng_model.errors import InputError, raise_faults
from ceheng_model.files import Opening, money_unit, read_table, sheets_with
from ceheng_model.official.stated import Stated
from ceheng_model.scenarios import Scenario
from ceheng_model.tracking.actuals import read_rows
from ceheng_model.tracking.actuals_columns import HEADINGS, SHEET
from ceheng_model.tracking.plan_match import resolved
from ceheng_model.vocabulary import Template, Text

if TYPE_CHECKING:
    import pandas as pd

_PLAIN = ("group", "year", "value")
_IN_UNIT = Template("收入以{unit}计", "income in {unit}")


def annual_outturn(path: Path, scenario: Scenario, opening: Opening) -> "pd.DataFrame":
    """Return the annual totals of a file as a frame with the columns group, year and value.

    The file is one that `track` takes, or a plain table of these columns, with headings in either language. Raises
    `InputError` with every fault.
    """
    if not _is_tracked(path, opening):
        return _plain(path, scenario, opening)
    years, plan = (scenario.base_year, *scenario.years), scenario.require_dossier().plan
    reading = read_rows(
        path,
        stated=Stated(),
        opening=opening,
        years=years,
        groups=scenario.group_keys,
        terms=scenario.terms,
        plan=plan,
    )
    # a chart shows what is far from the plan as well as what is near
    return resolved(reading, scenario, confirm=True).annual_totals()


def _is_tracked(path: Path, opening: Opening) -> bool:
    """Return whether a file is one to track: it says when its figures were published."""
    needed = (*_PLAIN, "published")
    try:
        if sheets_with(path, ("item", "published"), HEADINGS):
            return True
        optional = [key for key in HEADINGS if key not in needed]
        opened = replace(opening, usual_sheet=SHEET)
        read_table(path, needed, optional=optional, headings=HEADINGS, opening=opened)
    except InputError:
        # as a plain table it is read next, and what is wrong with it is told then
        return False
    return True


def _plain(path: Path, scenario: Scenario, opening: Opening) -> "pd.DataFrame":
    import pandas as pd

    terms = scenario.terms
    what, unit = Text("实际收入", "the actual income"), _IN_UNIT.format(unit=terms.unit)
    headings = {key: HEADINGS[key] for key in _PLAIN}
    table = read_table(path, list(_PLAIN), headings=headings, opening=opening)
    rows = [
        (row.text("group"), row.year("year"), row.number("value", unit=money_unit(terms.unit), what=what, way_out=unit))
        for row in table
    ]
    raise_faults(table.faults)
    return pd.DataFrame(rows, columns=list(_PLAIN))
