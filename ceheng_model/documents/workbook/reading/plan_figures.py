"""See that the figures of a workbook that are no inputs are still those of the plan."""

from collections.abc import Iterator, Sequence

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.documents.workbook.formulas import cell_names
from ceheng_model.documents.workbook.reading.named_cells import Cells, NamedCell
from ceheng_model.documents.workbook.shown_scenario import case_titles, printed_columns
from ceheng_model.plan import Plan
from ceheng_model.quantities import Against
from ceheng_model.scenarios import Dossier
from ceheng_model.vocabulary import Template, Text

_OF_STATEMENT = Template("{statement} 的{what}", "{what} of {statement}")
_SHARE = Template(
    "{group}构成案例“{case}”的{component}占比", "the share of {component} in the {group} share case '{case}'"
)
_PUBLISHED = Template("{year} {series} 公布数", "the published income of {series} {year}")
_BE = Template("为 {value:.12g}", "be {value:.12g}")

_NEAR = 1e-9
"""Relative difference that programs make which store fewer digits; a change by hand is larger."""


def require_unchanged(cells: Cells, dossier: Dossier, years: tuple[int, ...]) -> None:
    """Add a fault for every printed value, half-width, share or published level that is not the plan's.

    Verdicts of the workbook follow such an edit, and the scenario that is read back cannot.
    """
    plan = dossier.plan
    statements = plan.all_statements
    printed, half = Text("列明值", "the printed value"), Text("半宽", "the half width")
    columns: list[tuple[str, Text, Sequence[float | None]]] = [
        (cell_names.printed(position), printed, values) for position, values in enumerate(printed_columns(statements))
    ]
    columns.append((cell_names.HALF_WIDTHS, half, [statement.wording.half_width for statement in statements]))
    for name, what, values in columns:
        block = cells.block(name, len(values), 1)
        for row, value, statement in zip(block or [], values, statements, strict=block is not None):
            if not _is(row[0], value):
                named = Text(statement.label(plan.terms).in_language("zh"), statement.id)
                _refuse(cells, row[0], value, _OF_STATEMENT.format(statement=named, what=what))
    _shares(cells, dossier)
    _published(cells, dossier, (plan.base_year, *years))


def _shares(cells: Cells, dossier: Dossier) -> None:
    plan = dossier.plan
    parts = cell_names.group_parts(plan.group_keys)
    components = [Text(component.label.zh, component.key) for component in plan.terms.components]
    for part, group in zip(parts, plan.groups, strict=True):
        key, named = group.key, Text(group.label.in_language("zh"), group.key)
        titles = case_titles(dossier, group)
        cases = list(titles)
        name = cell_names.of_group("case_shares", part)
        # a region's own split stands after the plan's cases
        rows = max(len(cases), min(cells.filled_rows(name), len(cases) + 1))
        block = cells.block(name, rows, len(plan.terms.components))
        for case, row in zip(cases, block or [], strict=False):
            for component, cell, share in zip(components, row, _split(dossier, plan, key, case), strict=True):
                if not _is(cell, float(share)):
                    what = _SHARE.format(group=named, case=titles[case], component=component)
                    _refuse(cells, cell, float(share), what)


def _split(dossier: Dossier, plan: Plan, key: str, case: str) -> Array:
    levels = dossier.baseline({key: case}).levels[plan.group_keys.index(key)]
    return np.asarray(levels / levels.sum())


def known_year(cells: Cells, dossier: Dossier, years: tuple[int, ...]) -> int | None:
    """Return up to which year published levels were known when the workbook was written; None for all published."""
    before = len(cells.faults)
    levels = list(_levels(cells, dossier, years))
    # a block that is not there is a fault of the figures, not of this question
    del cells.faults[before:]
    for as_of in (None, *years):
        if all(_is(cell, _level(dossier, against, year, as_of)) for against, year, cell in levels):
            return as_of
    return None


def _published(cells: Cells, dossier: Dossier, years: tuple[int, ...]) -> None:
    as_of = known_year(cells, dossier, years)
    for against, year, cell in _levels(cells, dossier, years):
        value = _level(dossier, against, year, as_of)
        if not _is(cell, value):
            terms = dossier.plan.terms
            series = Text(against.label(terms).in_language("zh"), str(against))
            _refuse(cells, cell, value, _PUBLISHED.format(year=terms.year_label(year), series=series))


def _levels(cells: Cells, dossier: Dossier, years: tuple[int, ...]) -> Iterator[tuple[Against, int, NamedCell]]:
    """Yield the cells that hold levels of compared series."""
    againsts = [statement.quantity.against for statement in dossier.plan.all_statements]
    for position, against in enumerate(cell_names.compared_series(againsts), start=1):
        block = cells.block(cell_names.published(position), 1, len(years))
        for year, cell in zip(years, block[0] if block else [], strict=block is not None):
            yield against, year, cell


def _level(dossier: Dossier, against: Against, year: int, as_of: int | None) -> float | None:
    known = dossier.known_level(against.series or "", against.group, year, as_of=as_of)
    return None if known is None else known.value


def _is(cell: NamedCell, value: float | None) -> bool:
    came = cell.bare
    if value is None:
        return cell.is_empty
    return isinstance(came, int | float) and abs(came - value) <= _NEAR * max(1.0, abs(value))


def _refuse(cells: Cells, cell: NamedCell, value: float | None, what: Text) -> None:
    came = cell.bare
    rule = Text("为空", "be empty") if value is None else _BE.format(value=value)
    way_out = Text(
        "不是输入：改方案的文件，再写出工作簿",
        "it is no input: change the files of the plan and write the workbook again",
    )
    cells.fault(what, rule, "" if came is None else came, way_out, cell.place)
