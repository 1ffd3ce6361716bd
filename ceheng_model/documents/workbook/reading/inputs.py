"""Read the inputs of a workbook: base totals, share cases, growth, and what surrounds incomes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import nan

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.baselines import given_case
from ceheng_model.documents.workbook.formulas import cell_names
from ceheng_model.documents.workbook.reading.named_cells import Cells, Check
from ceheng_model.documents.workbook.shown_scenario import case_titles
from ceheng_model.documents.workbook.words import OWN_SCENARIO
from ceheng_model.errors import NOTHING, POSITIVE, Fault, Remark, between, choice
from ceheng_model.files import COUNT, RATE, SHARE, YUAN, Unit
from ceheng_model.plan import Plan, require_rate
from ceheng_model.plan.circumstance_table import GDP_RATES, PRICE_RATES, RESIDENTS, CircumstanceKind
from ceheng_model.plausibility import doubt
from ceheng_model.scenarios import Dossier
from ceheng_model.vocabulary import Group, Template, Text

_RATE = Text("20% 写作 20% 或 0.2", "write 20 % as 20% or 0.2")
_IN_UNIT = Template("以{full_unit}计", "give {full_unit}")
_FILL_OR_CLEAR = Text("填满整行，或清空整行", "fill the whole row or clear it")
_IN_YEAR = Template("{year}{what}", "{what} {year}")
_BASE = Template("{group}基数", "the base of {group}")
_CASE = Template("{group}的构成案例", "the share case of {group}")
_GROWTH = Template("{group}{component}增速", "growth for {group} {component}")
_TOTAL_GROWTH = Template("{group}合计增速", "growth for {group} total")
_EVERY_YEAR = Template("{group}每年增速", "growth for {group} in every year")
_POPULATION = Template("{group}人口", "the population of {group}")
_NOTHING_FOR = Template("缺 {groups}", "nothing for {groups}")
_BE = Template("为 {value}", "be {value}")
_PEOPLE = Text("以万人或人计，各人群单位一致", "count residents in one unit for all groups")


@dataclass(frozen=True, slots=True, kw_only=True)
class InputValues:
    """Hold what the inputs say."""

    years: tuple[int, ...]
    """The years projected."""
    region: str
    totals: Array
    """Base-year totals, ``(group,)``."""
    doubts: Mapping[str, Remark]
    """What is to be said of totals that are far from what is known, by group."""
    cases: tuple[str, ...]
    """Name of the split chosen for each group."""
    own_cases: Mapping[str, str]
    """Those of them that are share cases of the plan."""
    given_shares: Mapping[str, tuple[float, ...]]
    """Parts of the total where the region gives the split itself."""
    growth: Array
    total_growth: Array
    """Growth that open cells are closed to; NaN where the plan leaves none open."""
    closes: bool
    every_year: Mapping[str, float]
    """The one rate of groups for which it was filled in; it stands in for all of theirs."""
    prices: Mapping[int, float] | None
    """By year, without the years that the plan's folder does not know either; so for GDP and population."""
    gdp: Mapping[int, float] | None
    population: Mapping[str, Mapping[int, float]] | None


def read_inputs(cells: Cells, dossier: Dossier, years: tuple[int, ...], *, confirm: bool) -> InputValues:
    """Return what the inputs say; NaN and the like stand where faults were added.

    Totals far from the plan's base and the nation's figure are faults unless `confirm` is set.
    """
    plan = dossier.plan
    parts = dict(zip(plan.group_keys, cell_names.group_parts(plan.group_keys), strict=True))
    cases, own, shares = _cases(cells, dossier, parts)
    growth, total_growth = _growth(cells, dossier, parts, years)
    every_year = _every_year(cells, dossier, parts)
    for g, key in enumerate(plan.group_keys):
        if key in every_year:
            growth[g] = every_year[key]
    _require_known_choice(cells)
    base_years = (plan.base_year, *years)
    labels = (Text("居民消费价格涨幅", "consumer price growth"), Text("地区生产总值增速", "growth of GDP"))
    kinds = ((cell_names.PRICES, PRICE_RATES), (cell_names.GDP_GROWTH, GDP_RATES))
    prices, gdp = (
        _optional_row(
            cells,
            name,
            _named_years(plan, years),
            label,
            (require_rate, _RATE, RATE),
            partial(_may_stay_empty, dossier, kind, years),
        )
        for (name, kind), label in zip(kinds, labels, strict=True)
    )
    population = _population(cells, dossier, parts, base_years)
    totals, doubts = _totals(cells, dossier, parts, confirm=confirm)
    return InputValues(
        years=years,
        region=cells.text(cell_names.REGION),
        totals=totals,
        doubts=doubts,
        cases=cases,
        own_cases=own,
        given_shares=shares,
        growth=growth,
        total_growth=total_growth,
        closes=_closes(cells, dossier),
        every_year=every_year,
        prices=prices,
        gdp=gdp,
        population=population,
    )


def read_years(cells: Cells, dossier: Dossier) -> tuple[int, ...] | None:
    """Return the years projected, or None where faults were added."""
    first, _, last, _ = cells.bounds_of(cell_names.YEARS)
    block = cells.block(cell_names.YEARS, 1, last - first + 1)
    if block is None:
        return None
    plan, count = dossier.plan, len(block[0])
    wanted = range(plan.base_year, plan.base_year + count)
    inserted = [cell for cell in block[0] if cell.is_empty]
    left = [cell.bare for cell in block[0] if not cell.is_empty]
    if inserted and left and left == list(wanted)[: len(left)] and not block[0][-1].is_empty:
        # names of blocks widen with a column that is put between theirs
        cells.inserted(inserted)
        return None
    wrong = [(cell, year) for cell, year in zip(block[0], wanted, strict=True) if cell.bare != year]
    what, way_out = Text("表头的年份", "the year of the heading"), Text("年份不是输入", "years are no inputs")
    if len(wrong) == count:
        # cells were moved without their names, or another sheet was pasted over this one
        way_out = Text("重新写出工作簿，再填入改动", "write the workbook again and enter the changes there")
    for cell, year in wrong[:1] if len(wrong) == count else wrong:
        cells.fault(what, _BE.format(value=year), NOTHING if cell.is_empty else cell.bare, way_out, cell.place)
    if count < 2 and not wrong:
        cells.fault(what, _BE.format(value=wanted[0] + 1), NOTHING, way_out, block[0][0].place)
    return None if cells.faults else tuple(wanted)[1:]


def _name_of(group: Group) -> Text:
    """Return what messages call a group: its label in Chinese, its key in English."""
    return Text(group.label.in_language("zh"), group.key)


def _totals(
    cells: Cells, dossier: Dossier, parts: Mapping[str, str], *, confirm: bool
) -> tuple[Array, dict[str, Remark]]:
    values, doubts = [], {}
    in_unit = dossier.plan.terms.say(_IN_UNIT)
    for group in dossier.plan.groups:
        block = cells.block(cell_names.of_group("base_total", parts[group.key]), 1, 1)
        what = _BASE.format(group=_name_of(group))
        before = len(cells.faults)
        values.append(
            nan if block is None else cells.number(block[0][0], what, _above_zero(in_unit), in_unit, unit=YUAN)
        )
        if block is not None and len(cells.faults) == before:
            known, place = dossier.yardsticks(group), block[0][0].place
            said = doubt(what, values[-1], known, place=place, confirmed=confirm, confirming="call")
            if isinstance(said, Fault):
                cells.faults.append(said)
            elif said is not None:
                doubts[group.key] = said
    return np.array(values), doubts


def _cases(
    cells: Cells, dossier: Dossier, parts: Mapping[str, str]
) -> tuple[tuple[str, ...], dict[str, str], dict[str, tuple[float, ...]]]:
    plan = dossier.plan
    chosen, own, shares = [], {}, {}
    for group in plan.groups:
        key, titles = group.key, case_titles(dossier, group)
        known = {shown: case for case, title in titles.items() for shown in (title.zh, title.en)}
        given = _given_shares(cells, parts[key], len(titles), len(plan.terms.components))
        block = cells.block(cell_names.of_group("share_case", parts[key]), 1, 1)
        name = "" if block is None else str(block[0][0].value or "").strip()
        if name in known:
            own[key] = known[name]
        elif name in given:
            shares[key], name = given[name], given_case(name)
        elif block is not None:
            what = _CASE.format(group=_name_of(group))
            cells.faults.append(choice(what, name, _listed_cases(cells, parts[key])).at(block[0][0].place))
        chosen.append(name)
    return tuple(chosen), own, shares


def _listed_cases(cells: Cells, part: str) -> list[object]:
    """Return the share cases of a group as the workbook calls them."""
    name = cell_names.of_group("case_names", part)
    names = cells.block(name, cells.rows_of(name), 1) if cells.has(name) else None
    return [row[0].value for row in names or [] if not row[0].is_empty]


def _given_shares(cells: Cells, part: str, known: int, count: int) -> dict[str, tuple[float, ...]]:
    """Return the split a region gives itself: the row after the plan's own cases, where there is one."""
    name = cell_names.of_group("case_names", part)
    rows = max(known, min(cells.filled_rows(name), known + 1))
    names = cells.block(name, rows, 1)
    if names is None or len(names) == known:
        return {}
    block = cells.block(cell_names.of_group("case_shares", part), known + 1, count)
    if block is None:
        return {}
    what = Text("地区自身的构成", "the region's own split")
    shares = tuple(cells.number(cell, what, _share_faults, _RATE, unit=SHARE) for cell in block[-1])
    return {str(names[-1][0].value): shares}


def _growth(cells: Cells, dossier: Dossier, parts: Mapping[str, str], years: tuple[int, ...]) -> tuple[Array, Array]:
    plan = dossier.plan
    growth = np.full((len(plan.groups), len(plan.terms.components), len(years)), nan)
    totals = np.full((len(plan.groups), len(years)), nan)
    _, is_open, _ = plan.stated_growth()
    named = _named_years(plan, years)
    for g, group in enumerate(plan.groups):
        for c, component in enumerate(plan.terms.components):
            name = cell_names.of_group("growth", parts[group.key], component.key)
            label = Text(component.label.zh, component.key)
            growth[g, c] = _row(cells, name, named, _GROWTH.format(group=_name_of(group), component=label))
        if is_open[g].any():
            name = cell_names.of_group("total_growth", parts[group.key])
            totals[g] = _row(cells, name, named, _TOTAL_GROWTH.format(group=_name_of(group)))
    return growth, totals


def _every_year(cells: Cells, dossier: Dossier, parts: Mapping[str, str]) -> dict[str, float]:
    """Return the rates that stand in for all of a group's."""
    given = {}
    for group in dossier.plan.groups:
        block = cells.block(cell_names.of_group("every_year", parts[group.key]), 1, 1)
        if block is not None and not block[0][0].is_empty:
            what = _EVERY_YEAR.format(group=_name_of(group))
            given[group.key] = cells.number(block[0][0], what, require_rate, _RATE, unit=RATE)
    return given


def _require_known_choice(cells: Cells) -> None:
    """Add a fault where the scenario in use is none of the list: every result would be an error."""
    block = cells.block(cell_names.IN_USE, 1, 1)
    chosen = "" if block is None else str(block[0][0].value or "").strip()
    if chosen in (OWN_SCENARIO.zh, OWN_SCENARIO.en):
        # it heads every list; the large sheet of the list is opened for others only
        return
    rows = cells.rows_of(cell_names.SCENARIO_NAMES)
    names = cells.block(cell_names.SCENARIO_NAMES, rows, 1)
    if block is None or names is None:
        return
    known = [str(row[0].value or "") for row in names]
    if chosen.casefold() not in {name.casefold() for name in known}:
        cells.faults.append(choice(Text("当前情景", "the scenario in use"), chosen, known).at(block[0][0].place))


def _row(cells: Cells, name: str, years: Mapping[int, Text], what: Text) -> list[float]:
    block = cells.block(name, 1, len(years))
    if block is None:
        return [nan] * len(years)
    return [
        cells.number(cell, _IN_YEAR.format(year=years[year], what=what), require_rate, _RATE, unit=RATE)
        for cell, year in zip(block[0], years, strict=True)
    ]


def _may_stay_empty(
    dossier: Dossier, kind: CircumstanceKind, years: tuple[int, ...], empty: set[int], group: str = ""
) -> bool:
    """Return whether the folder's circumstances leave these years open, though they know others.

    Of the plan's own region some of them may have been filled in; figures borrowed from another are as they were.
    """
    circumstances = dossier.circumstances
    for region in circumstances.regions(kind):
        unknown = set(years) - circumstances.of(kind, region=region, group=group).keys()
        if empty == unknown or (region == circumstances.region and empty < unknown):
            return True
    return False


def _named_years(plan: Plan, years: Sequence[int]) -> dict[int, Text]:
    """Return years with what the plan calls them."""
    return {year: plan.terms.year_label(year) for year in years}


def _optional_row(
    cells: Cells,
    name: str,
    years: Mapping[int, Text],
    what: Text,
    rule: tuple[Check, Text, Unit],
    may_stay_empty: Callable[[set[int]], bool],
) -> dict[int, float] | None:
    """Return a row that is filled whole, or None where it is empty; a row filled in part is a fault.

    Years that the plan's folder does not know may stay empty together.
    """
    check, way_out, unit = rule
    block = cells.block(name, 1, len(years))
    if block is None or all(cell.is_empty for cell in block[0]):
        return None
    empty = {year for cell, year in zip(block[0], years, strict=True) if cell.is_empty}
    left_open = empty if empty and may_stay_empty(empty) else set()
    return {
        year: cells.number(
            cell,
            _IN_YEAR.format(year=years[year], what=what),
            check,
            way_out,
            unit=unit,
            fill=_FILL_OR_CLEAR,
        )
        for cell, year in zip(block[0], years, strict=True)
        if year not in left_open
    }


def _population(
    cells: Cells, dossier: Dossier, parts: Mapping[str, str], years: tuple[int, ...]
) -> dict[str, dict[int, float]] | None:
    rows: dict[str, dict[int, float] | None] = {}
    for group in dossier.plan.groups:
        if group.part_of is None:
            what = _POPULATION.format(group=_name_of(group))
            name = cell_names.of_group("population", parts[group.key])
            may_stay = partial(_may_stay_empty, dossier, RESIDENTS, years, group=group.key)
            rule = (_above_zero(_PEOPLE), _PEOPLE, COUNT)
            rows[group.key] = _optional_row(cells, name, _named_years(dossier.plan, years), what, rule, may_stay)
            if rows[group.key] is None and may_stay(set(years)):
                rows[group.key] = {}
    given = {key: row for key, row in rows.items() if row is not None}
    if not any(given.values()):
        return None
    if len(given) < len(rows):
        missing = [key for key, row in rows.items() if row is None]
        left, first = (
            Text.listed(missing),
            cells.block(cell_names.of_group("population", parts[missing[0]]), 1, len(years)),
        )
        place = Text.same(cells.file) if first is None else first[0][0].place
        what, whole = Text("人口", "the population"), Text("各人群都填或都不填", "be given for every group or for none")
        way_out = Text("补上或清空", "fill the others in, or clear them")
        cells.fault(what, whole, _NOTHING_FOR.format(groups=left), way_out, place)
    return given or None


def _closes(cells: Cells, dossier: Dossier) -> bool:
    _, is_open, _ = dossier.plan.stated_growth()
    if not is_open.any():
        return False
    block = cells.block(cell_names.CLOSING, 1, 1)
    if block is None:
        return False
    chosen = str(block[0][0].value or "").strip()
    if chosen in cell_names.TO_TOTAL:
        return True
    if chosen not in cell_names.AS_TYPED:
        what = Text("未定构成的处理", "the way open cells are filled")
        cells.faults.append(choice(what, chosen, (*cell_names.AS_TYPED, *cell_names.TO_TOTAL)).at(block[0][0].place))
    return False


def _above_zero(way_out: Text) -> Check:
    def check(what: Text, value: float, place: Text) -> list[Fault]:
        if value > 0.0:
            return []
        return [Fault(what=what, rule=POSITIVE, got=value, way_out=way_out, place=place)]

    return check


def _share_faults(what: Text, value: float, place: Text) -> list[Fault]:
    if 0.0 <= value <= 1.0:
        return []
    rule = between(0, 1)
    return [Fault(what=what, rule=rule, got=value, way_out=_RATE, place=place)]
