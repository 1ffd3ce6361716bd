"""Write a table as CSV for people: headings and words in one language, digits as a reader needs them."""

import csv
import io

from ceheng_model.characters import as_text, printable
from ceheng_model.tables.plain_cells import plain_cell
from ceheng_model.tables.table import Table
from ceheng_model.vocabulary import Language


def csv_for_people(table: Table, language: Language) -> str:
    """Return all rows of the columns that readers see, under their headings; no text is taken for a formula.

    A table that commands read again keeps its keys and every digit.

    >>> from ceheng_model.tables.columns import column
    >>> from ceheng_model.vocabulary import Text
    >>> table = Table(name="income", title=Text("收入", "Income"),
    ...               columns=(column("group"), column("year", "year")), rows=(("rural", 2024),))
    >>> print(csv_for_people(table, "zh"), end="")
    人群,年份
    农村,2024
    """
    if table.is_input:
        return table.to_csv()
    shown = [(i, col) for i, col in enumerate(table.columns) if col.shown]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([as_text(printable(col.heading.in_language(language))) for _, col in shown])
    writer.writerows([as_text(plain_cell(row[i], col, language)) for i, col in shown] for row in table.rows)
    return stream.getvalue()
