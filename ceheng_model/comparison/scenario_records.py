"""Make the records of scenarios compared: one row a value, with what the first scenario has."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import product, repeat
from math import isnan

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.checks import CheckedStatement
from ceheng_model.comparison.assumptions_apart import DifferingAssumption
from ceheng_model.ensemble import Chance, Comparison
from ceheng_model.plan import Statement, subject_cells, subject_columns
from ceheng_model.projection import Labelled
from ceheng_model.scenarios import Scenario
from ceheng_model.tables import Cell, Column, Figure, Table, column, component_column, group_column
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import DISTANCE, TOTAL, Keyed, Text

_QUANTITY = Column(key="quantity", heading=Text("指标", "quantity"))
_INCOME, _RATIO = Keyed("income", Text("收入", "income")), "urban_rural_ratio"
_LESS = Text("与首个情景之差", "difference from the first")
_SCENARIOS = Text("所比较的情景", "Scenarios compared")
_INCOMES = Text("各情景的收入", "Incomes by scenario")
_VERDICTS = Text("各情景的判定", "Verdicts by scenario")
_ASSUMPTIONS = Text("不同的假设", "Assumptions that differ")
_CHANCES = Text("各情景达到的概率", "Probabilities by scenario")
_DRAWN = Text("同一冲击下与首个情景之差", "Differences from the first scenario under the same shocks")


def income_records(
    names: Sequence[Keyed],
    levels: Labelled,
    totals: Labelled,
    ratio: Labelled | None,
    *,
    years: Sequence[int],
    terms: Terms,
) -> Table:
    """Return one row an income or ratio, a scenario and a year, with its difference from the first scenario."""
    columns = (
        _scenario_column(names),
        group_column(terms),
        component_column(terms),
        column("year", "year"),
        replace(_QUANTITY, kind="label", among=(_INCOME.key, _RATIO)),
        Column(key="value", heading=Text("数值", "value"), kind="yuan"),
        Column(key="difference", heading=_LESS, kind="yuan"),
    )
    return Table(
        name="incomes",
        title=_INCOMES,
        columns=columns,
        rows=tuple(_incomes(names, levels, totals, ratio, years=years, terms=terms)),
    )


_Line = tuple[Keyed | None, Keyed | None, Keyed, Array]
"""Group, component, quantity, and its values by scenario and year."""


def _incomes(
    names: Sequence[Keyed],
    levels: Labelled,
    totals: Labelled,
    ratio: Labelled | None,
    *,
    years: Sequence[int],
    terms: Terms,
) -> Iterator[tuple[Cell, ...]]:
    income, whole = _INCOME, terms.named(TOTAL)
    parts, sums = np.asarray(levels), np.asarray(totals)
    lines: list[_Line] = [
        (group.named, component, income, parts[:, g, c])
        for g, group in enumerate(terms.groups)
        for c, component in enumerate(terms.named_components)
    ]
    lines += [(group.named, whole, income, sums[:, g]) for g, group in enumerate(terms.groups)]
    if ratio is not None:
        lines.append((None, None, Keyed(_RATIO, ratio.title), np.asarray(ratio)))
    for n, name in enumerate(names):
        for group, component, quantity, values in lines:
            for t, year in enumerate(years):
                value, first = float(values[n, t]), float(values[0, t])
                figures = (Figure(one, "ratio" if group is None else "yuan") for one in (value, value - first))
                yield (name, group, component, year, quantity, *figures)


def scenario_records(
    names: Sequence[Keyed], scenarios: Sequence[Scenario], parents: Sequence[str | None] = ()
) -> Table:
    """Return one row a scenario: its title, what it is based on, and what it says of itself."""
    columns = (
        _scenario_column(names),
        Column(key="title", heading=Text("名称", "title")),
        Column(key="based_on", heading=Text("基于", "based on"), kind="label"),
        Column(key="description", heading=Text("说明", "description")),
        Column(key="last_year", heading=Text("末年", "last year"), kind="year"),
    )
    rows = tuple(
        (name, name.text, parent or scenario.based_on, scenario.description, scenario.years[-1])
        for name, scenario, parent in zip(names, scenarios, parents or repeat(None), strict=False)
    )
    return Table(name="scenarios", title=_SCENARIOS, columns=columns, rows=rows)


def verdict_records(names: Sequence[Keyed], statements: Sequence[Sequence[CheckedStatement]], terms: Terms) -> Table:
    """Return one row a statement and a scenario: its value, verdict and margin, and those of the first scenario."""
    columns = (
        _scenario_column(names),
        *subject_columns(terms),
        _statement_column(row[0].statement for row in statements),
        _QUANTITY,
        Column(key="words", heading=Text("原文", "words")),
        Column(key="value", heading=Text("测算", "projected"), kind="ratio"),
        Column(key="verdict", heading=Text("判定", "verdict"), kind="verdict"),
        Column(key="distance_to_goal", heading=DISTANCE, kind="ratio"),
        Column(key="difference", heading=_LESS, kind="ratio"),
        Column(key="verdict_of_first", heading=Text("首个情景的判定", "verdict in the first"), kind="verdict"),
    )
    rows = tuple(
        (
            name,
            *subject_cells(one.statement.quantity, terms),
            one.statement.id,
            one.label,
            one.statement.words,
            one.figure(one.value),
            one.verdict,
            one.distance(one.distance_to_goal),
            one.distance(one.value - row[0].value),
            row[0].verdict,
        )
        for n, name in enumerate(names)
        for row in statements
        for one in (row[n],)
    )
    return Table(name="verdicts", title=_VERDICTS, columns=columns, rows=rows)


def assumption_records(names: Sequence[Keyed], assumptions: Sequence[DifferingAssumption], terms: Terms) -> Table:
    """Return one row an assumption, a cell and a scenario that differs in it from the first: old value, new value."""
    columns = (
        _scenario_column(names),
        Column(key="kind", heading=Text("类别", "kind"), kind="label"),
        group_column(terms),
        component_column(terms),
        replace(column("year", "year"), may_lack=True),
        Column(key="assumption", heading=Text("假设", "assumption")),
        Column(key="old", heading=Text("原为", "old"), kind="ratio"),
        Column(key="new", heading=Text("改为", "new"), kind="ratio"),
        Column(key="old_words", heading=Text("原为", "old")),
        Column(key="new_words", heading=Text("改为", "new")),
    )
    rows = tuple(row for n, name in enumerate(names) for one in assumptions for row in _cells(n, name, one, terms))
    return Table(name="assumptions", title=_ASSUMPTIONS, columns=columns, rows=rows)


def _cells(n: int, name: Keyed, one: DifferingAssumption, terms: Terms) -> Iterator[tuple[Cell, ...]]:
    if not one.differs(n):
        return
    old, new = (None if isnan(value) else value for value in (one.values[0], one.values[n]))
    for group, component, year in product(one.groups or (None,), one.components or (None,), one.years or (None,)):
        whose = (None if key is None else terms.named(key) for key in (group, component))
        yield (name, one.kind, *whose, year, one.name, old, new, one.words[0], one.words[n])


def chance_records(
    names: Sequence[Keyed], chances: Sequence[Sequence[Chance]], statements: Sequence[Statement], terms: Terms
) -> Table:
    """Return one row a statement and a scenario: its probability, and how far it lies from that of the first."""
    columns = (
        _scenario_column(names),
        *subject_columns(terms),
        _statement_column(statements),
        _QUANTITY,
        Column(key="probability", heading=Text("概率", "probability"), kind="probability"),
        Column(key="standard_error", heading=Text("模拟误差", "std. error"), kind="percent"),
        Column(key="difference", heading=_LESS, kind="points"),
    )
    spoken_of = {statement.id: subject_cells(statement.quantity, terms) for statement in statements}
    rows = tuple(
        (
            name,
            *spoken_of[one.id],
            one.id,
            one.label,
            one.probability,
            one.standard_error,
            one.probability - row[0].probability,
        )
        for n, name in enumerate(names)
        for row in chances
        for one in (row[n],)
    )
    return Table(name="chances", title=_CHANCES, columns=columns, rows=rows)


def drawn_records(names: Sequence[Keyed], differences: Sequence[Comparison]) -> Table:
    """Return how far each scenario lies from the first under the same shocks, one row a quantity and a year."""
    tables = [difference.frame_table() for difference in differences]
    pairs = zip(names[1:], tables, strict=True)
    rows = tuple((name, *row) for name, table in pairs for row in table.rows)
    columns = (_scenario_column(names), *tables[0].columns)
    return Table(name="differences", title=_DRAWN, columns=columns, rows=rows, notes=tables[0].notes)


def _scenario_column(names: Sequence[Keyed]) -> Column:
    return column("scenario", among=tuple(name.key for name in names))


def _statement_column(statements: Iterable[Statement]) -> Column:
    ids = tuple(statement.id for statement in statements)
    return Column(key="statement", heading=Text("条目", "statement"), kind="label", among=ids)
