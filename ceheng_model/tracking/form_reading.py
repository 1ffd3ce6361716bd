"""Read a workbook that was filled in, whatever sheets, rows and columns of it came back, in whatever order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ceheng_model.errors import Fault
from ceheng_model.files import Opening, Rows, folded, read_table, sheets_with
from ceheng_model.plan import Plan
from ceheng_model.terms import Terms
from ceheng_model.tracking.actuals_columns import HEADINGS, SHEET
from ceheng_model.tracking.form_rows import income_item
from ceheng_model.vocabulary import Template, Text

_NAMES_A_FORM = ("item", "published")
"""Columns by which a sheet is one to fill in."""
_NEEDED = ("item", "published", "source")
_KEYS = ("kind", "group", "component", "indicator")
_FILLED = ("value", "published", "source", "state")
"""Columns of which a row that is still to be filled in has none."""
_EXAMPLES = ("示例", "example")
"""Words with which the kind, or else the name, of a row that is only an example begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemKeys:
    """Hold the keys of what a row is of, where its name alone is left."""

    kind: str
    group: str = ""
    component: str = ""
    indicator: str = ""


def form_tables(source: object, opening: Opening, labels: Mapping[str, Text]) -> tuple[Rows, ...]:
    """Return the sheets of a workbook that are to be filled in, in the order of their tabs; none of anything else.

    None either where one sheet is asked for, or where there is one that holds figures as a single table.
    """
    if not isinstance(source, str | Path) or opening.sheet is not None or opening.encoding is not None:
        return ()
    sheets = sheets_with(Path(source), _NAMES_A_FORM, HEADINGS)
    if not sheets or SHEET in sheets:
        return ()
    optional = [key for key in HEADINGS if key not in _NEEDED]
    return tuple(
        read_table(
            source,
            _NEEDED,
            optional=optional,
            headings=HEADINGS,
            labels=labels,
            opening=replace(opening, sheet=sheet),
        )
        for sheet in sheets
    )


def with_keys(rows: Rows, named: Mapping[str, ItemKeys]) -> Rows:
    """Return rows whose keys are there where their name alone was; examples among them are empty.

    What names nothing, and nothing alone, gets a fault. Tables without names stay as they are.
    """
    if "item" not in rows.cells:
        return rows
    items, kinds = rows.texts("item"), rows.texts("kind")
    cells = {key: list(rows.column(key)) for key in (*_KEYS, *_FILLED)}
    for at, (item, kind) in enumerate(zip(items, kinds, strict=True)):
        if _is_example(kind) or (not kind and _is_example(item)):
            _empty(cells, at)
        elif not kind and any(cells[key][at] is not None for key in _FILLED):
            keys = named.get(folded(item))
            if keys is None:
                rows.faults.append(_unnamed(rows, at, item))
                _empty(cells, at)
                continue
            for key in _KEYS:
                cells[key][at] = getattr(keys, key) or None
    return replace(rows, cells={**rows.cells, **cells})


def item_names(plan: Plan | None, terms: Terms) -> dict[str, ItemKeys]:
    """Return the keys by the names of incomes, indicators and deliverables, in either language.

    Names that several of them share name none.
    """
    found: dict[str, ItemKeys | None] = {}
    for text, keys in _items(plan, terms):
        for name in dict.fromkeys(map(folded, text)):
            found[name] = keys if name not in found or found[name] == keys else None
    return {name: keys for name, keys in found.items() if keys is not None}


def _items(plan: Plan | None, terms: Terms) -> Iterator[tuple[Text, ItemKeys]]:
    for group in terms.groups:
        for component in terms.items:
            keys = ItemKeys(kind="income", group=group.key, component=component)
            yield income_item(group, component, terms), keys
    if plan is None:
        return
    for indicator in plan.measures.indicators:
        yield indicator.counted, ItemKeys(kind="indicator", indicator=indicator.id)
    for deliverable in plan.measures.deliverables:
        yield deliverable.label, ItemKeys(kind="deliverable", indicator=deliverable.id)


def _is_example(text: str) -> bool:
    return folded(text).startswith(_EXAMPLES)


def _empty(cells: Mapping[str, list[object]], at: int) -> None:
    for key in _FILLED:
        cells[key][at] = None


def _unnamed(rows: Rows, at: int, item: str) -> Fault:
    return Fault(
        what=_ITEM,
        rule=Text("为模板所列的名称", "be one that the template has"),
        got=item,
        way_out=_COPY.format(columns=Text.join((HEADINGS[key] for key in ("kind", "indicator")), zh="、", en=", ")),
        place=rows.cell_place(rows.lines[at], "item"),
    )


_ITEM = Text("“内容”", "what the row is of")
_COPY = Template(
    "照抄模板中的名称；几项同名的，填{columns}列",
    "copy it from the template; where several share it, fill in {columns}",
)
