"""Make the tables of scenarios side by side: three next to one another, the first of them in every table."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from math import isnan

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.checks import CheckedStatement
from ceheng_model.comparison.assumptions_apart import DifferingAssumption
from ceheng_model.ensemble import Chance, Comparison
from ceheng_model.projection import Labelled
from ceheng_model.tables import Cell, Column, Figure, Kind, Table, column, text_width
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Template, Text

BESIDE_THE_FIRST = 2
"""Scenarios that stand in a table beside the first: more do not fit into 80 columns with their differences."""
_SHORT = 12
"""Width up to which all titles head columns; else the scenarios are numbered."""

_NUMBER = Template("情景{number}", "scenario {number}")
_NUMBERS = Text("编号", "no.")
_SCENARIO = Text("情景", "scenario")
_QUANTITY = Column(key="quantity", heading=Text("指标", "quantity"))
_ASSUMPTION = Column(key="assumption", heading=Text("假设", "assumption"))
_LESS = Template("{scenario}之差", "diff. {scenario}")
_RESULTS = Template("各情景的结果：{year}（{unit}）", "Where the scenarios lead: {year} ({unit})")
_PATHS = Template("收入合计与收入比（{unit}），与“{first}”之差", "Totals and ratio ({unit}), differences from {first}")
_TOTALS = Template("收入合计（{unit}），与“{first}”之差", "Totals ({unit}), differences from {first}")
_COMPONENTS = Template(
    "{year}各项收入（{unit}），与“{first}”之差", "Components {year} ({unit}), differences from {first}"
)
_VERDICTS = Template(
    "{kind}条目的判定，与“{first}”之差", "Verdicts on the statements of the {kind}, differences from {first}"
)
_ASSUMPTIONS = Text("不同的假设", "Assumptions that differ")
_CHANCES = Template("各条目达到的概率，与“{first}”之差（百分点）", "Probabilities, differences from {first} in points")
_VALUE_AND_VERDICT = Template("{value} {verdict}", "{value} {verdict}")
_MISSED = Text("未达到", "missed")
_TOGETHER = Text("同时达到的概率", "all together")
_CELLS = Template(
    "增速表{count}格中，{changed}格的判定与“{first}”不同",
    "of {count} cells of the growth table, {changed} have another verdict than in {first}",
)
_CHANGED = Template("判定与“{first}”不同：{labels}", "other verdicts than in {first}: {labels}")
_NONE_CHANGED = Template("各条判定都与“{first}”相同{labels}", "every verdict is that in {first}{labels}")
_ALL_ALIKE = Text("各情景的假设相同", "the scenarios have the same assumptions")
_SAME_SEED = Text(
    "各情景用同一组随机数和同一离散程度模拟，概率之差来自假设之差",
    "all scenarios are drawn from the same random numbers and with the same spread, so that probabilities differ as "
    "assumptions do",
)
_GOES_ON = Template("{title}（续）", "{title} (continued)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """Hold what stands at the head of the columns of a set of scenarios."""

    titles: tuple[Text, ...]

    @property
    def are_numbered(self) -> bool:
        """Whether the scenarios go by numbers, because some title is too long to head a column."""
        return any(text_width(text) > _SHORT for title in self.titles for text in title)

    @property
    def labels(self) -> tuple[Text, ...]:
        """The titles, or the numbers."""
        if not self.are_numbered:
            return self.titles
        return tuple(_NUMBER.format(number=number) for number in range(1, len(self.titles) + 1))

    @property
    def first(self) -> Text:
        """What the first scenario is called where differences from it are spoken of."""
        return self.labels[0]

    @property
    def sets(self) -> list[tuple[int, ...]]:
        """The positions of the scenarios that stand in one table each."""
        others = range(1, len(self.titles))
        step = BESIDE_THE_FIRST
        return [(0, *others[start : start + step]) for start in range(0, len(others), step)]

    def columns(self, chosen: Sequence[int], kind: Kind, *, differences: bool = True) -> tuple[Column, ...]:
        """Return a column for each scenario chosen, then one for the difference of each but the first."""
        labels = self.labels
        values = (Column(key=f"value_{n + 1}", heading=labels[n], kind=kind) for n in chosen)
        less = (
            Column(key=f"difference_{n + 1}", heading=_LESS.format(scenario=labels[n]), kind=kind) for n in chosen[1:]
        )
        return (*values, *(less if differences else ()))


def result_table(
    heads: Heads,
    totals: Labelled,
    ratio: Labelled | None,
    missed: Sequence[int],
    together: Sequence[float],
    *,
    at: int,
    year: int,
    terms: Terms,
) -> Table:
    """Return one row a scenario: totals and ratio of one year, statements missed, the probability of all of them."""
    numbers = (Column(key="number", heading=_NUMBERS, kind="label"),) if heads.are_numbered else ()
    columns = (
        *numbers,
        Column(key="scenario", heading=_SCENARIO),
        *(Column(key=group.key, heading=Text(group.label.zh, group.key), kind="yuan") for group in terms.groups),
        *((Column(key="ratio", heading=Text("收入比", "ratio"), kind="ratio"),) if ratio is not None else ()),
        *((Column(key="missed", heading=_MISSED),) if missed else ()),
        *((Column(key="together", heading=_TOGETHER, kind="probability"),) if together else ()),
    )
    sums, ratios = np.asarray(totals), None if ratio is None else np.asarray(ratio)
    rows = []
    for n, title in enumerate(heads.titles):
        row: list[Cell] = [heads.labels[n]] if numbers else []
        row += [title, *sums[n, :, at].tolist()]
        row += [] if ratios is None else [float(ratios[n, at])]
        row += [str(missed[n])] if missed else []
        row += [together[n]] if together else []
        rows.append(tuple(row))
    title = _RESULTS.format(year=terms.year_label(year), unit=terms.full_unit)
    return Table(name="scenarios", title=title, columns=columns, rows=tuple(rows))


def path_tables(
    heads: Heads, totals: Labelled, ratio: Labelled | None, *, years: Sequence[int], told: Collection[int], terms: Terms
) -> list[Table]:
    """Return totals by group and year, then the ratio, side by side; the base year where it differs."""
    sums = np.asarray(totals)
    lines: list[tuple[Text, Kind, Array]] = [(group.label, "yuan", sums[:, g]) for g, group in enumerate(terms.groups)]
    if ratio is not None:
        lines.append((ratio.title, "ratio", np.asarray(ratio)))
    form = _TOTALS if ratio is None else _PATHS
    title = form.format(unit=terms.full_unit, first=heads.first)
    tables: list[Table] = []
    for chosen in heads.sets:
        rows: list[tuple[Cell, ...]] = []
        for label, kind, values in lines:
            for t, year in enumerate(years):
                of_year = [float(values[n, t]) for n in chosen]
                is_told = t or any(value != of_year[0] for value in of_year)
                if year in told and is_told and not all(map(isnan, of_year)):
                    rows.append((label, year, *_figures(of_year, kind)))
        columns = (_QUANTITY, column("year", "year"), *heads.columns(chosen, "yuan"))
        tables.append(_part("paths", title, columns, rows, len(tables)))
    return tables


def component_tables(heads: Heads, levels: Labelled, *, at: int, year: int, terms: Terms) -> list[Table]:
    """Return the components of one year side by side; nothing where income is not split."""
    if not terms.has_parts:
        return []
    parts = np.asarray(levels)
    title = _COMPONENTS.format(year=terms.year_label(year), unit=terms.full_unit, first=heads.first)
    tables: list[Table] = []
    for chosen in heads.sets:
        rows: list[tuple[Cell, ...]] = [
            (group.named, component, *_figures([float(parts[n, g, c, at]) for n in chosen], "yuan"))
            for g, group in enumerate(terms.groups)
            for c, component in enumerate(terms.named_components)
        ]
        columns = (column("group"), column("component"), *heads.columns(chosen, "yuan"))
        tables.append(_part("components", title, columns, rows, len(tables)))
    return tables


def verdict_tables(heads: Heads, statements: Sequence[Sequence[CheckedStatement]], *, terms: Terms) -> list[Table]:
    """Return the headline statements side by side, with how many cells of the growth table have another verdict."""
    shown = [row for row in statements if row[0].statement.headline]
    cells = [row for row in statements if not row[0].statement.headline]
    changed = Text.join(row[0].label for row in shown if _changes(row))
    notes = [(_CHANGED if changed else _NONE_CHANGED).format(first=heads.first, labels=changed)]
    if cells:
        notes.append(_CELLS.format(count=len(cells), changed=sum(map(_changes, cells)), first=heads.first))
    title = terms.say(_VERDICTS, first=heads.first)
    tables: list[Table] = []
    for chosen in heads.sets:
        rows: list[tuple[Cell, ...]] = [(row[0].label, *_judged([row[n] for n in chosen])) for row in shown]
        columns = (_QUANTITY, *heads.columns(chosen, "ratio"))
        tables.append(_part("verdicts", title, columns, rows, len(tables)))
    return _with_notes(tables, notes)


def assumption_tables(heads: Heads, assumptions: Sequence[DifferingAssumption]) -> list[Table]:
    """Return the assumptions that differ, with what each scenario takes."""
    if not assumptions:
        return [Table(name="assumptions", title=_ASSUMPTIONS, columns=(_ASSUMPTION,), rows=(), notes=(_ALL_ALIKE,))]
    tables: list[Table] = []
    for chosen in heads.sets:
        rows: list[tuple[Cell, ...]] = [
            (one.name, one.when, *(one.words[n] for n in chosen))
            for one in assumptions
            if any(one.differs(n) for n in chosen)
        ]
        columns = (
            _ASSUMPTION,
            Column(key="years", heading=Text("年份", "years")),
            *heads.columns(chosen, "text", differences=False),
        )
        tables.append(_part("assumptions", _ASSUMPTIONS, columns, rows, len(tables)))
    return tables


def chance_tables(heads: Heads, chances: Sequence[Sequence[Chance]]) -> list[Table]:
    """Return the probability of every statement side by side."""
    title = _CHANCES.format(first=heads.first)
    tables: list[Table] = []
    for chosen in heads.sets:
        rows: list[tuple[Cell, ...]] = []
        for row in chances:
            parts = [row[n].probability for n in chosen]
            less = (Figure(part - parts[0], "points", signed=True) for part in parts[1:])
            rows.append((row[0].label, *parts, *less))
        columns = (_QUANTITY, *heads.columns(chosen, "probability"))
        tables.append(_part("chances", title, columns, rows, len(tables)))
    return _with_notes(tables, [_SAME_SEED])


def drawn_tables(differences: Sequence[Comparison]) -> list[Table]:
    """Return how far each scenario lies from the first under the same shocks; what that rests on is said once."""
    tables = [difference.tables()[0] for difference in differences]
    return [*(replace(table, notes=()) for table in tables[:-1]), tables[-1]]


def _figures(values: Sequence[float], kind: Kind) -> list[Figure]:
    """Return values, then how far each lies from the first."""
    less = (Figure(value - values[0], kind, signed=True) for value in values[1:])
    return [*(Figure(value, kind) for value in values), *less]


def _judged(row: Sequence[CheckedStatement]) -> list[Cell]:
    """Return each value with its verdict, then how far it lies from the first."""
    told = [
        one.verdict.label
        if isnan(one.value)
        else _VALUE_AND_VERDICT.format(value=one.figure(one.value).in_language(), verdict=one.verdict.label)
        for one in row
    ]
    return [*told, *(one.distance(one.value - row[0].value) for one in row[1:])]


def _changes(row: Sequence[CheckedStatement]) -> bool:
    return any(one.verdict != row[0].verdict for one in row)


def _part(name: str, title: Text, columns: tuple[Column, ...], rows: Sequence[tuple[Cell, ...]], before: int) -> Table:
    """Return one of the tables into which scenarios are split; those after the first say that they go on."""
    if before:
        title, name = _GOES_ON.format(title=title), f"{name}_{before + 1}"
    # what scenarios come to says how far they lie apart
    drops = tuple(col.key for col in reversed(columns) if col.key.startswith("difference_"))
    return Table(name=name, title=title, columns=columns, drops=drops, rows=tuple(rows))


def _with_notes(tables: list[Table], notes: Sequence[Text]) -> list[Table]:
    return [*tables[:-1], replace(tables[-1], notes=tuple(notes))]
