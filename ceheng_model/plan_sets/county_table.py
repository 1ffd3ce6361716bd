"""Read a table with one row a county: targets, base-year incomes and residents by group, and past growth."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, partial
from math import isnan
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ceheng_model.baselines import Baselines
from ceheng_model.baselines.baseline import ALL_CASES, EVERYBODY, SourcedValue
from ceheng_model.drafting import promise
from ceheng_model.errors import GIVEN, NOTHING, POSITIVE, Fault, InputError, Remark, choice
from ceheng_model.files import COUNT, RATE, YUAN, Row, Rows, Section, as_text, read_table, shipped
from ceheng_model.files.grid import FormattedNumber
from ceheng_model.official import OfficialTable, read_official
from ceheng_model.plan import Circumstance, Circumstances, Plan, Statement
from ceheng_model.plan.circumstance_table import RESIDENTS
from ceheng_model.plan.statement_tables import read_statement
from ceheng_model.plan_sets.county_plan import CountyPlan
from ceheng_model.scenarios import Dossier, Scenario, scenario_to_audit
from ceheng_model.series import PublishedSeries, load_series
from ceheng_model.terms import UNSPLIT, URBAN_RURAL, Terms
from ceheng_model.vocabulary import LABELS, TOTAL, Group, Template, Text

if TYPE_CHECKING:
    import pandas as pd

_GROUPS = {key: Text(zh, key) for key, zh in (("urban", "城镇"), ("rural", "农村"))}
_SERIES = "national"


def _headings() -> Mapping[str, Text]:
    found = {
        "county": Text("县名", "county"),
        "code": Text("代码", "code"),
        "base_year": Text("基年", "base year"),
        "last_year": Text("末年", "last year"),
        "all_base": Text("全体居民收入", "all base"),
        "ratio": Text("城乡居民收入比", "ratio"),
    }
    for key, word in _GROUPS.items():
        found |= {
            f"{key}_base": Text(f"{word.zh}收入", f"{key} base"),
            f"{key}_target": Text(f"{word.zh}目标", f"{key} target"),
            f"{key}_growth": Text(f"{word.zh}年均增速", f"{key} growth"),
            f"{key}_residents": Text(f"{word.zh}人口", f"{key} residents"),
            f"{key}_past": Text(f"{word.zh}历年增速", f"{key} past growth"),
        }
    return MappingProxyType(found)


HEADINGS = _headings()
"""Columns of the table and what they may be called; units stand behind numbers, such as 12.5万人."""

_COUNTY_OF = Template("{county}的{column}", "{column} of {county}")
_TITLE = Template("{county}居民收入目标", "income targets of {county}")
_YEAR_WAY = Text("在该列、plans.toml 或上级方案中给出", "give it in that column, in plans.toml or in the plan above")
_ONE_BASE = Text("城镇收入、农村收入至少给出一个", "give the urban or the rural income at least")
_PEOPLE_WAY = Text("写作 120000 或 12万人；没有的留空", "write 120000 or 12万人; leave it empty where there is none")
_RATE_WAY = Text("12%写作 12% 或 0.12", "write 12 % as 12% or 0.12")
_ANY_BASE_OF = Template("{county}基年的收入", "the income of {county} in the base year")
_BASE_OF = Template("{county}{year}年的收入", "the income of {county} in {year}")
_GROUP_BASE_OF = Template("{county}{year}年的{group}收入", "the {group} income of {county} in {year}")
_ADD_BASE = Text("补上该年收入，该人群才能计入", "add the income of that year: the group counts only with it")
_AFTER = Template("晚于基年 {year}", "be after the base year {year}")
_LAST = Text("例如 2027", "for example 2027")
_TABLE = Text("各县的表", "the table of counties")
_SUM = re.compile(r"全[国省州市盟县区]|.*(?:合计|总计|小计|汇总|平均)[数值]?|(?:grand)?(?:total|sum|average|mean)")
"""Names of rows over all counties; 全州 is the whole prefecture and 全州县 a county."""
_NO_COUNTY = Template("“{name}”一行不是县，未计入", "the row '{name}' is of no county and is not counted")
_NO_PLACES = Text("官方数据表中的地区", "the regions of the official table")


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """Hold the years that a row means where it names none."""

    base_year: int | None = None
    last_year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyRow:
    """Hold what one row gives: a county, its plan or what is wrong with it, and residents for a plan read elsewhere."""

    key: str
    place: Text
    plan: CountyPlan | None = None
    residents: tuple[Circumstance, ...] = ()
    past: Mapping[str, float] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    without_base: tuple[Fault, ...] = ()
    """Groups of which goals or residents are given and no income: they cost themselves alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyTable:
    """Hold the rows of one table, in their order."""

    rows: tuple[CountyRow, ...]
    source: Rows | OfficialTable


def read_counties(source: "pd.DataFrame | Path | str | OfficialTable", defaults: Defaults) -> CountyTable:
    """Return what each row gives; a row with faults costs itself alone.

    An official table of several regions gives base-year incomes and past growth, and no targets. Raises `InputError`
    where the table itself cannot be read.
    """
    if isinstance(source, OfficialTable):
        return _official(source, defaults)
    try:
        table = read_table(
            source, ("county",), optional=[key for key in HEADINGS if key != "county"], headings=HEADINGS, what=_TABLE
        )
    except InputError as refusal:
        if not isinstance(source, str | Path):
            raise
        try:
            official = read_official(source)
        except InputError:
            raise refusal from None
        return _official(official, defaults)
    rows = tuple(_county_row(row, defaults) for row in rows_of_counties(table))
    return CountyTable(rows=rows, source=table)


def rows_of_counties(table: Rows) -> Iterator[Row]:
    """Yield the rows but those of all counties, by their names: these would count every county twice.

    The remarks of the table say which were left out.
    """
    for row in table:
        name = row.text("county")
        if _SUM.fullmatch("".join(name.split()).lower()):
            said, place = _NO_COUNTY.format(name=name), row.table.row_place(row.line)
            table.remarks.append(Remark(text=said, place=place, is_warning=False))
        else:
            yield row


def _county_row(row: Row, defaults: Defaults) -> CountyRow:
    known = len(row.faults)
    county = row.filled("county", way_out=Text("写县名", "write the name of the county"))
    base_year = row.optional_year("base_year") or defaults.base_year
    last_year = row.optional_year("last_year") or defaults.last_year
    residents = tuple(_residents(row, county, base_year or 0))
    past = dict(_past(row))
    place = row.table.row_place(row.line)
    has_plan = any(row.has(f"{key}_{what}") for key in _GROUPS for what in ("base", "target", "growth"))
    made = None
    if has_plan and len(row.faults) == known:
        made = _plan_of(row, county, base_year, last_year, residents, past)
    faults = tuple(row.faults[known:])
    if not faults and not has_plan and not residents and not past:
        faults = (_no_base(county, base_year, place),)
    return CountyRow(
        key=row.text("code") or county,
        place=place,
        plan=None if faults else made,
        residents=residents,
        past=past,
        faults=faults,
        without_base=() if made is None else tuple(_groups_without_base(row, county, made)),
    )


def _groups_without_base(row: Row, county: str, made: CountyPlan) -> Iterator[Fault]:
    """Yield a fault for every group of which a row says something and that has no income to start from."""
    for key, word in _GROUPS.items():
        told = [f"{key}_target", f"{key}_growth", f"{key}_residents", "ratio"]
        if key not in made.plan.group_keys and any(row.has(column) for column in told):
            what = _GROUP_BASE_OF.format(county=county, year=made.plan.base_year, group=word)
            yield Fault(what=what, rule=GIVEN, got=NOTHING, way_out=_ADD_BASE, place=row.place(f"{key}_base"))


def _plan_of(
    row: Row,
    county: str,
    base_year: int | None,
    last_year: int | None,
    residents: tuple[Circumstance, ...],
    past: Mapping[str, float],
) -> CountyPlan | None:
    for column, year in (("base_year", base_year), ("last_year", last_year)):
        if year is None:
            row.fault(column, GIVEN, _YEAR_WAY, what=_of(county, column), got=NOTHING)
    if base_year is None or last_year is None:
        return None
    if last_year <= base_year:
        row.fault("last_year", _AFTER.format(year=base_year), _LAST, what=_of(county, "last_year"), got=last_year)
        return None
    bases = {key: _money(row, county, f"{key}_base") for key in _GROUPS if row.has(f"{key}_base")}
    if not bases:
        row.faults.append(_no_base(county, base_year, row.table.row_place(row.line)))
        return None
    whole = _money(row, county, "all_base") if row.has("all_base") else None
    terms = terms_of(county, tuple(bases))
    years = tuple(range(base_year + 1, last_year + 1))
    statements = tuple(_statements(row, county, terms, years))
    key = row.text("code") or county
    return county_plan(
        key=key,
        terms=terms,
        base_year=base_year,
        years=years,
        bases=bases,
        whole=whole,
        statements=statements,
        residents=residents,
        past=past,
        place=row.table.row_place(row.line),
        source=row.table.name,
    )


def county_plan(
    *,
    key: str,
    terms: Terms,
    base_year: int,
    years: tuple[int, ...],
    bases: Mapping[str, float],
    whole: float | None,
    statements: tuple[Statement, ...],
    residents: tuple[Circumstance, ...],
    past: Mapping[str, float],
    place: Text,
    source: str,
) -> CountyPlan:
    """Return the plan of a county of which a table gives totals alone: its income is not split."""
    file = Path(source)

    def value(amount: float) -> SourcedValue:
        return SourcedValue(
            value=amount,
            concept="disposable_income",
            status="published",
            source=source,
            note="",
            case_title=UNSPLIT.label,
        )

    values = {(key, group, TOTAL, base_year, ALL_CASES): value(amount) for group, amount in bases.items()}
    values |= {(key, group, UNSPLIT.key, base_year, UNSPLIT.key): value(amount) for group, amount in bases.items()}
    if whole is not None:
        values[key, EVERYBODY, TOTAL, base_year, ALL_CASES] = value(whole)
    plan = Plan(
        id=f"{key}-{years[0]}-{years[-1]}",
        folder=file.parent,
        title=_TITLE.format(county=terms.region),
        issuer=terms.region,
        issued=date(years[0], 1, 1),
        region=key,
        base_year=base_year,
        years=years,
        terms=terms,
        baseline_file=file,
        shares=dict.fromkeys(bases, UNSPLIT.key),
        series_files={_SERIES: shipped("nbs_income.csv")},
        statements=statements,
        growth=(),
    )
    own = tuple(replace(one, region=key) for one in residents)
    dossier = Dossier(
        plan=plan,
        baselines=Baselines(name=source, values=values),
        series={_SERIES: _nation()},
        circumstances=Circumstances(region=key, terms=terms, figures=own),
    )
    return CountyPlan(dossier=dossier, place=place, past=past)


@cache
def _nation() -> PublishedSeries:
    return load_series(_SERIES)


@cache
def _group(key: str) -> Group:
    return Group(
        key=key,
        label=LABELS[key],
        concept="disposable_income",
        series=f"{_SERIES}.{key}",
        short=Text(_GROUPS[key].zh, LABELS[key].en),
    )


def terms_of(county: str, groups: tuple[str, ...]) -> Terms:
    """Return the terms of a county of which a table gives totals of some groups."""
    return Terms(
        groups=tuple(map(_group, groups)),
        components=(UNSPLIT,),
        ratio=URBAN_RURAL if set(URBAN_RURAL.keys) <= set(groups) else None,
        region=Text.same(county),
        level=Text("县", "county"),
    )


def _statements(row: Row, county: str, terms: Terms, years: tuple[int, ...]) -> Iterator[Statement]:
    wanted: list[tuple[str, str, dict[str, Any]]] = [
        *((f"{key}_target", "income", {"group": key, "year": years[-1]}) for key in terms.group_keys),
        *((f"{key}_growth", "average_annual_growth", {"group": key}) for key in terms.group_keys),
        *([("ratio", "urban_rural_ratio", {"year": years[-1]})] if terms.ratio is not None else []),
    ]
    for column, quantity, keys in wanted:
        if not row.has(column):
            continue
        typed, what = _typed(row[column], is_rate=column.endswith("_growth")), _of(county, column)
        try:
            made = promise(quantity, typed, what=what, **keys)
        except InputError as error:
            row.faults.extend(fault.at(row.place(column)) for fault in error.faults)
            continue
        section = Section(Path(row.table.name), "", {"id": column, **made.keys}, row.faults)
        yield read_statement(section, terms, years, {})


def _typed(cell: object, *, is_rate: bool) -> str:
    """Return a cell as it would be typed: a bare rate in per cent, so that its digits say how precise it is."""
    if isinstance(cell, FormattedNumber):
        return str(cell.shown)
    if is_rate and isinstance(cell, int | float):
        return f"{cell * 100.0:.10g}%"
    if is_rate and isinstance(cell, str) and cell.replace(".", "", 1).isdigit():
        return f"{float(cell) * 100.0:.10g}%"
    return as_text(cell)


def _residents(row: Row, county: str, year: int) -> Iterator[Circumstance]:
    for key in _GROUPS:
        column = f"{key}_residents"
        value = row.optional_number(column, way_out=_PEOPLE_WAY, unit=COUNT, what=_of(county, column))
        if value is None or isnan(value):
            continue
        if value <= 0.0:
            row.fault(column, POSITIVE, _PEOPLE_WAY, what=_of(county, column))
            continue
        yield Circumstance(
            kind=RESIDENTS, group=key, region=county, year=year, value=value, status="published", source=row.table.name
        )


def _past(row: Row) -> Iterator[tuple[str, float]]:
    for key in _GROUPS:
        column = f"{key}_past"
        rate = row.optional_number(column, way_out=_RATE_WAY, unit=RATE)
        if rate is not None and not isnan(rate):
            yield key, rate


def _money(row: Row, county: str, column: str) -> float:
    amount = row.number(column, way_out=YUAN.way_out, unit=YUAN, what=_of(county, column))
    if amount <= 0.0:
        row.fault(column, POSITIVE, YUAN.way_out, what=_of(county, column))
    return amount


def _of(county: str, column: str) -> Text:
    return _COUNTY_OF.format(county=county, column=HEADINGS[column])


def _no_base(county: str, year: int | None, place: Text) -> Fault:
    what = _ANY_BASE_OF.format(county=county) if year is None else _BASE_OF.format(county=county, year=year)
    return Fault(what=what, rule=GIVEN, got=NOTHING, way_out=_ONE_BASE, place=place)


def _official(table: OfficialTable, defaults: Defaults) -> CountyTable:
    """Return the regions of an official table with incomes of the base year; the years before give past growth."""
    levels: dict[str, dict[tuple[str, int], float]] = {}
    for figure in table.figures:
        is_year = figure.measure == "level" and figure.quarter is None
        if is_year and figure.component == TOTAL and figure.group in (*_GROUPS, EVERYBODY):
            levels.setdefault(figure.region, {})[figure.group, figure.year] = figure.value
    if not any(levels) or "" in levels:
        raise InputError(choice(_NO_PLACES, "", sorted(filter(None, levels))).at(Text.same(table.name)))
    latest = max(year for held in levels.values() for _, year in held)
    base_year = defaults.base_year or latest
    last_year = defaults.last_year or base_year + 5
    rows = tuple(_official_row(region, held, base_year, last_year, table.name) for region, held in levels.items())
    return CountyTable(rows=rows, source=table)


def _official_row(
    region: str, held: Mapping[tuple[str, int], float], base_year: int, last_year: int, source: str
) -> CountyRow:
    place = Text.same(f"{source} {region}")
    bases = {key: held[key, base_year] for key in _GROUPS if (key, base_year) in held}
    if not bases:
        return CountyRow(key=region, place=place, faults=(_no_base(region, base_year, place),))
    past = {}
    for key, base in bases.items():
        years = sorted(year for group, year in held if group == key and year <= base_year)
        if len(years) > 1:
            past[key] = (base / held[key, years[0]]) ** (1.0 / (base_year - years[0])) - 1.0
    made = partial(county_plan, key=region, terms=terms_of(region, tuple(bases)), base_year=base_year)
    plan = made(
        years=tuple(range(base_year + 1, last_year + 1)),
        bases=bases,
        whole=held.get((EVERYBODY, base_year)),
        statements=(),
        residents=(),
        past=past,
        place=place,
        source=source,
    )
    return CountyRow(key=region, place=place, plan=plan, past=past)


def unsplit_scenario(county: CountyPlan, groups: Sequence[str]) -> Scenario:
    """Return some groups of a county as a scenario of totals alone, by which the spread of totals is estimated.

    Raises `InputError` for groups of which no series ships.
    """
    unknown = [key for key in groups if key not in _GROUPS]
    if unknown:
        raise InputError(choice(_OF_SERIES, unknown[0], list(_GROUPS)))
    bases = {key: county.base(key) or 1.0 for key in groups}
    made = county_plan(
        key=county.key,
        terms=terms_of(county.key, tuple(groups)),
        base_year=county.plan.base_year,
        years=county.plan.years,
        bases=bases,
        whole=None,
        statements=(),
        residents=(),
        past={},
        place=county.place,
        source="",
    )
    return scenario_to_audit(made.dossier)


_OF_SERIES = Text("估计波动的人群", "a group whose spread is estimated")
