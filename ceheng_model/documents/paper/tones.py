"""Say which cells of a table bear a colour: those whose column takes that of the row's verdict."""

from ceheng_model.tables import Table
from ceheng_model.vocabulary import Verdict

COLOURS: dict[Verdict, str] = {
    Verdict.MET: "14622E",
    Verdict.EXCEEDED: "14622E",
    Verdict.MISSED: "9C1F17",
    Verdict.UNDECIDABLE: "7A5600",
    Verdict.NOT_JUDGED: "4A4A4A",
}
"""Colours of words on white paper, those of the page's style sheet, with a contrast of at least 4.5 to 1."""


def tones(table: Table) -> list[list[Verdict | None]]:
    """Return, for each row that a reader sees and each shown column, the verdict whose colour the cell bears.

    >>> from ceheng_model.tables import Column
    >>> from ceheng_model.vocabulary import Text
    >>> columns = (
    ...     Column(key="state", heading=Text("进度", "state"), is_toned=True),
    ...     Column(key="verdict", heading=Text("判定", "verdict"), kind="verdict", shown=False))
    >>> tones(Table(name="a", title=Text("", ""), columns=columns, rows=(("▲", Verdict.MISSED),)))
    [[<Verdict.MISSED: 'missed'>]]
    """
    shown = [column for column in table.columns if column.shown]
    return [[verdict if column.is_toned else None for column in shown] for verdict in table.shown_verdicts()]
