"""List the measures that a plan prices, and what a user has to give for each."""

from collections.abc import Sequence

from ceheng_model.levers.templates import MEANINGS, LeverTemplate
from ceheng_model.tables import Column, Table, column
from ceheng_model.vocabulary import Text


def template_table(templates: Sequence[LeverTemplate]) -> Table:
    """Return one row a measure: what the plan prints, what is needed, its words and place."""
    columns = (
        Column(key="lever", heading=Text("措施", "measure"), kind="label"),
        Column(key="title", heading=Text("名称", "title")),
        column("group"),
        column("component"),
        Column(key="printed", heading=Text("方案给出", "the plan gives")),
        Column(key="needed", heading=Text("须另给", "needed")),
        Column(key="words", heading=Text("原文", "words"), shown=False),
        Column(key="place", heading=Text("出处", "place")),
        Column(key="note", heading=Text("说明", "note"), shown=False),
    )
    rows = tuple(
        (
            one.id,
            one.title,
            one.group,
            one.component,
            ", ".join(f"{name}={value:,.12g}" for name, value in one.printed.items()),
            ", ".join(one.needed),
            one.words,
            one.place,
            one.note or Text("", ""),
        )
        for one in templates
    )
    names = dict.fromkeys(name for one in templates for name in one.needed)
    told = [Text(f"{name}：{MEANINGS[name].zh}", f"{name}: {MEANINGS[name].en}") for name in names]
    remarks = [
        Text(f"{one.id}：{one.note.zh}", f"{one.id}: {one.note.en}") for one in templates if one.note is not None
    ]
    title = Text("方案定了价的措施", "Measures that the plan prices")
    return Table(name="levers", title=title, columns=columns, rows=rows, notes=(*told, *remarks))
