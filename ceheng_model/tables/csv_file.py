"""Write a table as CSV for people: headings and words in one language, digits as a reader needs them."""

import csv
import io

from ceheng_model.characters import as_text, printable
from ceheng_model.tables.plain_cells import plain_cell
from ceheng_model.tables.table import Table
from ceheng_model.tables.units import units_of
from ceheng_model.terms import YUAN_WORD
from ceheng_model.vocabulary import Language, Text


def csv_for_people(table: Table, language: Language, money: Text = YUAN_WORD) -> str:
    """Return all rows of the columns that readers see, under their headings; no text is taken for a formula.

    A heading bears the unit of its column; where its numbers differ in unit, each bears its own. `money` is the unit
    of incomes. A table that commands read again keeps its keys and every digit.

    >>> from ceheng_model.tables.columns import column
    >>> table = Table(name="income", title=Text("收入", "Income"),
    ...               columns=(column("group"), column("year", "year")), rows=(("rural", 2024),))
    >>> print(csv_for_people(table, "zh"), end="")
    人群,年份
    农村常住居民,2024
    """
    if table.is_input:
        return table.to_csv()
    shown = [(i, col) for i, col in enumerate(table.columns) if col.shown]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    units = [units_of(col, [row[i] for row in table.rows], money) for i, col in shown]
    writer.writerow([as_text(printable(unit.heading.in_language(language))) for unit in units])
    writer.writerows(
        [as_text(plain_cell(row[i], col, language, unit.behind)) for (i, col), unit in zip(shown, units, strict=True)]
        for row in table.rows
    )
    return stream.getvalue()
