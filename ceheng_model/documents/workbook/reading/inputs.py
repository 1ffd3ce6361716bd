"""Read the inputs of a workbook: base totals, share cases, growth, and what surrounds incomes."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import nan

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.documents.workbook.formulas import cell_names
from ceheng_model.documents.workbook.reading.named_cells import Cells, Check
from ceheng_model.errors import POSITIVE, Fault, between, choice
from ceheng_model.plan import require_rate
from ceheng_model.scenarios import Dossier
from ceheng_model.vocabulary import COMPONENTS, LABELS, Text

_RATE = Text("20% 写作 20% 或 0.2", "write 20 % as 20% or 0.2")
_YUAN = Text("以元/人年计", "give yuan per person and year")
_PEOPLE = Text("以万人或人计，各人群单位一致", "count residents in one unit for all groups")


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """Hold what the inputs say."""

    years: tuple[int, ...]
    """The years projected."""
    region: str
    totals: Array
    """Base-year totals, ``(group,)``."""
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
    prices: Mapping[int, float] | None
    gdp: Mapping[int, float] | None
    population: Mapping[str, Mapping[int, float]] | None


def read_inputs(cells: Cells, dossier: Dossier, years: tuple[int, ...]) -> Read:
    """Return what the inputs say; NaN and the like stand where faults were added."""
    plan = dossier.plan
    parts = dict(zip(plan.group_keys, cell_names.group_parts(plan.group_keys), strict=True))
    cases, own, shares = _cases(cells, dossier, parts)
    growth, total_growth = _growth(cells, dossier, parts, years)
    base_years = (plan.base_year, *years)
    labels = (Text("居民消费价格涨幅", "consumer price growth"), Text("地区生产总值增速", "growth of GDP"))
    prices, gdp = (
        _optional_row(cells, name, years, label, (require_rate, _RATE))
        for name, label in zip((cell_names.PRICES, cell_names.GDP_GROWTH), labels, strict=True)
    )
    population = _population(cells, dossier, parts, base_years)
    return Read(
        years=years,
        region=cells.text(cell_names.REGION),
        totals=_totals(cells, dossier, parts),
        cases=cases,
        own_cases=own,
        given_shares=shares,
        growth=growth,
        total_growth=total_growth,
        closes=_closes(cells, dossier),
        prices=prices,
        gdp=gdp,
        population=population,
    )


def read_years(cells: Cells, dossier: Dossier) -> tuple[int, ...] | None:
    """Return the years projected, or None where faults were added."""
    from openpyxl.utils.cell import range_boundaries

    told = cells.opened.formulas.defined_names.get(cell_names.YEARS)
    try:
        first, _, last, _ = range_boundaries((told.attr_text or "").rpartition("!")[2]) if told else (1, 1, 1, 1)
    except ValueError:
        first, last = 1, 1
    block = cells.block(cell_names.YEARS, 1, int(last or 1) - int(first or 1) + 1)
    if block is None:
        return None
    plan, count = dossier.plan, len(block[0])
    wanted = range(plan.base_year, plan.base_year + count)
    for found, year in zip(block[0], wanted, strict=True):
        if found.value != year or count < 2:
            rule, way_out = Text(f"为 {year}", f"be {year}"), Text("年份不是输入", "years are no inputs")
            cells.fault(Text("表头的年份", "the year of the heading"), rule, found.value, way_out, found.place)
    return None if cells.faults else tuple(wanted)[1:]


def _totals(cells: Cells, dossier: Dossier, parts: Mapping[str, str]) -> Array:
    values = []
    for group in dossier.plan.groups:
        block = cells.block(cell_names.of_group("base_total", parts[group.key]), 1, 1)
        what = Text(f"{group.label.zh}基数", f"the base of {group.key}")
        values.append(nan if block is None else cells.number(block[0][0], what, _above_zero(_YUAN), _YUAN))
    return np.array(values)


def _cases(
    cells: Cells, dossier: Dossier, parts: Mapping[str, str]
) -> tuple[tuple[str, ...], dict[str, str], dict[str, tuple[float, ...]]]:
    plan = dossier.plan
    chosen, own, shares = [], {}, {}
    for key in plan.group_keys:
        known = dossier.baselines.cases(plan.region, key, plan.base_year)
        given = _given_shares(cells, parts[key], len(known))
        block = cells.block(cell_names.of_group("share_case", parts[key]), 1, 1)
        name = "" if block is None else str(block[0][0].value or "").strip()
        if name in known:
            own[key] = name
        elif name in given:
            shares[key] = given[name]
        elif block is not None:
            what = Text(f"{key} 的构成案例", f"the share case of {key}")
            cells.faults.append(choice(what, name, [*known, *given]).at(block[0][0].place))
        chosen.append(name)
    return tuple(chosen), own, shares


def _given_shares(cells: Cells, part: str, known: int) -> dict[str, tuple[float, ...]]:
    """Return the split a region gives itself: the row after the plan's own cases, where there is one."""
    for rows in (known + 1, known):
        before, missing = len(cells.faults), set(cells.missing_sheets)
        names = cells.block(cell_names.of_group("case_names", part), rows, 1)
        if names is not None or rows == known:
            break
        # one shape of two is right: a fault of the first means nothing
        del cells.faults[before:]
        cells.missing_sheets = missing
    if names is None or len(names) == known:
        return {}
    block = cells.block(cell_names.of_group("case_shares", part), known + 1, len(COMPONENTS))
    if block is None:
        return {}
    what = Text("地区自身的构成", "the region's own split")
    shares = tuple(cells.number(found, what, _no_share, _RATE) for found in block[-1])
    return {str(names[-1][0].value): shares}


def _growth(cells: Cells, dossier: Dossier, parts: Mapping[str, str], years: tuple[int, ...]) -> tuple[Array, Array]:
    plan = dossier.plan
    growth = np.full((len(plan.groups), len(COMPONENTS), len(years)), nan)
    totals = np.full((len(plan.groups), len(years)), nan)
    _, is_open, _ = plan.stated_growth()
    for g, group in enumerate(plan.groups):
        for c, component in enumerate(COMPONENTS):
            label = LABELS[component]
            growth[g, c] = _row(
                cells,
                cell_names.of_group("growth", parts[group.key], component),
                years,
                Text(f"{group.label.zh}{label.zh}增速", f"growth for {group.key} {component}"),
            )
        if is_open[g].any():
            name = cell_names.of_group("total_growth", parts[group.key])
            what = Text(f"{group.label.zh}合计增速", f"growth for {group.key} total")
            totals[g] = _row(cells, name, years, what)
    return growth, totals


def _row(cells: Cells, name: str, years: tuple[int, ...], what: Text) -> list[float]:
    block = cells.block(name, 1, len(years))
    if block is None:
        return [nan] * len(years)
    return [
        cells.number(found, Text(f"{year}年{what.zh}", f"{what.en} {year}"), require_rate, _RATE)
        for found, year in zip(block[0], years, strict=True)
    ]


def _optional_row(
    cells: Cells, name: str, years: tuple[int, ...], what: Text, rule: tuple[Check, Text]
) -> dict[int, float] | None:
    """Return a row that is filled whole, or None where it is empty; a row filled in part is a fault."""
    check, unit = rule
    block = cells.block(name, 1, len(years))
    if block is None or all(found.is_empty for found in block[0]):
        return None
    fill = Text("填满整行，或清空整行", "fill the whole row or clear it")
    return {
        year: cells.number(found, Text(f"{year}年{what.zh}", f"{what.en} {year}"), check, unit, fill=fill)
        for found, year in zip(block[0], years, strict=True)
    }


def _population(
    cells: Cells, dossier: Dossier, parts: Mapping[str, str], years: tuple[int, ...]
) -> dict[str, dict[int, float]] | None:
    found: dict[str, dict[int, float] | None] = {}
    for group in dossier.plan.groups:
        if group.part_of is None:
            what = Text(f"{group.label.zh}人口", f"the population of {group.key}")
            name = cell_names.of_group("population", parts[group.key])
            found[group.key] = _optional_row(cells, name, years, what, (_above_zero(_PEOPLE), _PEOPLE))
    given = {key: row for key, row in found.items() if row is not None}
    if given and len(given) < len(found):
        left = ", ".join(key for key, row in found.items() if row is None)
        what, rule = Text("人口", "the population"), Text("各人群都填或都不填", "be given for every group or for none")
        way_out = Text("补上或清空", "fill the others in, or clear them")
        got = Text(f"缺 {left}", f"nothing for {left}")
        cells.fault(what, rule, got, way_out, Text(str(cells.file), str(cells.file)))
    return given or None


def _closes(cells: Cells, dossier: Dossier) -> bool:
    _, is_open, _ = dossier.plan.stated_growth()
    if not is_open.any():
        return False
    block = cells.block(cell_names.CLOSING, 1, 1)
    if block is None:
        return False
    told = str(block[0][0].value or "").strip()
    if told in cell_names.TO_TOTAL:
        return True
    if told not in cell_names.AS_TYPED:
        what = Text("未定构成的处理", "the way open cells are filled")
        cells.faults.append(choice(what, told, (*cell_names.AS_TYPED, *cell_names.TO_TOTAL)).at(block[0][0].place))
    return False


def _above_zero(way_out: Text) -> Check:
    def check(what: Text, value: float, place: Text) -> list[Fault]:
        if value > 0.0:
            return []
        return [Fault(what=what, rule=POSITIVE, got=value, way_out=way_out, place=place)]

    return check


def _no_share(what: Text, value: float, place: Text) -> list[Fault]:
    if 0.0 <= value <= 1.0:
        return []
    rule = between(0, 1)
    return [Fault(what=what, rule=rule, got=value, way_out=_RATE, place=place)]
