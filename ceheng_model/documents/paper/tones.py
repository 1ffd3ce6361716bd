"""Say which cells of a table bear a colour: those whose column takes that of the row's verdict."""

from ceheng_model.tables import Table
from ceheng_model.vocabulary import Verdict

COLOURS: dict[Verdict, tuple[str, str]] = {
    Verdict.MET: ("1F6B45", "7FD1A5"),
    Verdict.EXCEEDED: ("1F6B45", "7FD1A5"),
    Verdict.MISSED: ("A31F1A", "FF9A92"),
    Verdict.UNDECIDABLE: ("7A5600", "F0C36A"),
    Verdict.NOT_JUDGED: ("4A4A4A", "BDBDBD"),
}
"""Colour of words on white and on a dark page, each with a contrast of at least 4.5 to 1."""


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


def tone_rules() -> str:
    """Return the style rules of coloured cells, with those of a dark page."""
    light, dark = (
        "\n".join(f"td.tone-{verdict} {{ color: #{pair[at]}; }}" for verdict, pair in COLOURS.items()) for at in (0, 1)
    )
    return f"{light}\n@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}\n"
