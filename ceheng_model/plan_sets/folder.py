"""Read a set of plans: a folder of plan folders, tables with one row a county, and the plan above them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from ceheng_model.doors import door
from ceheng_model.errors import IN_CALENDAR, NOTHING, THERE, UNREPEATED, Fault, InputError, Remark, raise_faults
from ceheng_model.files import CALENDAR, Section, read_settings
from ceheng_model.official import OfficialTable
from ceheng_model.plan.circumstance_table import RESIDENTS
from ceheng_model.plan_sets import words
from ceheng_model.plan_sets.county_plan import CountyPlan
from ceheng_model.plan_sets.county_table import CountyRow, Defaults, read_counties
from ceheng_model.plan_sets.plan_set import PlanSet, Refusal
from ceheng_model.scenarios import load_dossier
from ceheng_model.vocabulary import Template, Text

if TYPE_CHECKING:
    import pandas as pd

SETTINGS = "plans.toml"
"""File of a folder of plan folders that names the plan above, tables and the counties that there should be."""
_PLAN_FILE = "plan.toml"
_OTHER_MONEY, _OTHER_PEOPLE = 30.0, 300.0
"""Factors from the median of all counties past which a figure is taken for one in another unit: the richest and the
poorest county lie within 10, the largest and the smallest within 200, and 万 is 10,000."""
_NEAR_SUM = 0.01
"""Part by which the residents of all counties may miss those of the plan above, by rounding and by the day of count."""

_FOLDER = Text("方案文件夹或各县的表", "the folder of plans or the table of counties")
_HOLDS = Text("含方案文件夹或各县的表", "hold plan folders or a table of counties")
_PUT = Text(
    '每个县一个方案文件夹，或在 plans.toml 中写 table = "各县.csv"',
    'put one plan folder a county into it, or write table = "counties.csv" in plans.toml',
)
_SAME_COUNTY = Template("{county}的方案", "the plan of {county}")
_KEEP_ONE = Text("只留一个；两个都不计入", "keep one of them; neither is counted")
_LISTED = Template("名单中的{county}", "{county} of the list")
_ADD_PLAN = Text("补上该县的方案，或从名单中删去", "add its plan, or strike it from the list")
_IN_UNIT = Template(
    "与其他县同一单位（各县居中的为 {typical}）", "be in the unit of the others (the median is {typical})"
)
_CONVERT = Text(
    "换算后重填，或在数后写明单位，如 12.5万人", "convert it, or write the unit behind it, such as 12.5万人"
)
_BASE_YEAR, _LAST_YEAR = Text("基年", "the base year"), Text("末年", "the last year")
_A_YEAR = Text("例如 2023", "for example 2023")
_NAMES = Text("为县名的列表", "be a list of names")
_LIKE_NAMES = Text('写作 ["甲县", "乙县"]', 'write ["A", "B"]')
_PEOPLE_OF = Template("{county}{group}人口", "the people of {county}, {group}")
_INCOME_OF = Template("{county}{group}收入", "the income of {county}, {group}")
_KNOWN_COUNTY = Text("属于已给出方案的县", "be of a county whose plan is given")
_GIVE_BASE = Text("在该行补上收入，或补上该县的方案文件夹", "add its income to the row, or add its plan folder")


@door
def load_plans(
    source: "Path | str | pd.DataFrame | OfficialTable",
    *,
    tables: "Sequence[Path | str | pd.DataFrame]" = (),
    above: Path | str | None = None,
    base_year: int | None = None,
    last_year: int | None = None,
) -> PlanSet:
    """Read the plans of many counties, and the plan above them; what cannot be read costs itself alone.

    `source` is a folder of plan folders, or a table with one row a county. In a folder ``plans.toml`` may say
    ``above`` (a plan folder, or a plan that ships), ``table``, ``base_year``, ``last_year`` and ``counties``, those
    that there should be. A table has the columns county, code, base_year, last_year, and for urban and rural ``_base``,
    ``_target``, ``_growth``, ``_residents`` and ``_past``; an official table of several regions gives incomes
    alone; residents and past growth of further `tables` belong to the counties that are there. `base_year` and
    `last_year` hold for rows that name none, else those of the plan above.

    Raises `InputError` where nothing at all can be read; `PlanSet.refused` holds what is wrong with single counties.

    >>> from ceheng_model.files import shipped
    >>> plans = load_plans(shipped("plans"), above="zhejiang-2027")
    >>> len(plans), plans.above.key
    (2, 'zhejiang')
    """
    reader = _Reader()
    asked = _Asked(above=above, base_year=base_year, last_year=last_year, tables=list(tables))
    raise_faults(_year_faults(base_year, last_year))
    folder = None
    if isinstance(source, str | Path) and Path(source).is_dir():
        folder = Path(source)
        _read_settings(folder, asked, reader)
    else:
        asked.tables.insert(0, source)
    if asked.above is not None:
        reader.read_above(asked.above, folder)
    if folder is not None:
        reader.read_folders(folder)
    reader.read_tables(asked)
    return reader.plan_set(asked, source)


@dataclass(slots=True, kw_only=True)
class _Asked:
    """Hold what the call and the settings of the folder ask for."""

    above: Path | str | None
    base_year: int | None
    last_year: int | None
    tables: "list[Path | str | pd.DataFrame | OfficialTable]"
    counties: tuple[str, ...] = ()


def _read_settings(folder: Path, asked: _Asked, reader: "_Reader") -> None:
    file = folder / SETTINGS
    if not file.exists():
        return
    faults: list[Fault] = []
    try:
        top = Section(file, "", read_settings(file), faults)
    except InputError as error:
        reader.refuse(Text.same(SETTINGS), Text.same(""), error.faults)
        return
    above = top.optional("above", top.text)
    table = top.optional("table", top.text)
    years = {key: top.optional(key, top.whole) for key in ("base_year", "last_year")}
    counties = top.optional("counties", top.raw)
    top.finish()
    if counties is not None and not (isinstance(counties, list) and all(isinstance(one, str) for one in counties)):
        top.fault("counties", _NAMES, counties, _LIKE_NAMES)
        counties = None
    faults += _year_faults(years["base_year"], years["last_year"], at=file)
    # a setting that is wrong must not be taken for one that was left out
    raise_faults(faults)
    asked.above = above if asked.above is None else asked.above
    asked.base_year = asked.base_year or years["base_year"]
    asked.last_year = asked.last_year or years["last_year"]
    asked.counties = tuple(counties or ())
    if table is not None:
        asked.tables.insert(0, folder / table)


def _year_faults(base_year: int | None, last_year: int | None, *, at: Path | None = None) -> list[Fault]:
    """Return the faults of the years that hold for rows which name none."""
    place = None if at is None else Text.same(at)
    given = ((_BASE_YEAR, base_year), (_LAST_YEAR, last_year))
    return [
        Fault(what=what, rule=IN_CALENDAR, got=year, way_out=_A_YEAR, place=place)
        for what, year in given
        if year is not None and year not in CALENDAR
    ]


@dataclass(slots=True, kw_only=True)
class _Reader:
    """Gather plans and what is wrong with them."""

    found: list[CountyPlan] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    noted: list[Remark] = field(default_factory=list)
    above: CountyPlan | None = None
    above_folder: Path | None = None

    def refuse(self, county: Text, costs: Text, faults: Iterable[Fault]) -> None:
        self.refused.append(Refusal(county=county, costs=costs, faults=tuple(faults)))

    def read_above(self, named: Path | str, folder: Path | None) -> None:
        beside = None if folder is None else folder / named
        path = beside if beside is not None and beside.exists() else Path(named)
        try:
            dossier = load_dossier(path)
        except InputError as error:
            self.refuse(Text.same(named), words.PLAN_ABOVE, error.faults)
            return
        self.above_folder = dossier.plan.folder.resolve()
        self.above = CountyPlan(dossier=dossier, place=Text.same(path))

    def read_folders(self, folder: Path) -> None:
        for file in sorted(folder.glob(f"*/{_PLAN_FILE}")):
            place = file.parent
            if place.resolve() == self.above_folder:
                continue
            try:
                self.found.append(CountyPlan(dossier=load_dossier(place), place=Text.same(place)))
            except InputError as error:
                self.refuse(Text.same(place.name), words.WHOLE_PLAN, error.faults)

    def read_tables(self, asked: _Asked) -> None:
        plan = None if self.above is None else self.above.plan
        defaults = Defaults(
            base_year=asked.base_year or (None if plan is None else plan.base_year),
            last_year=asked.last_year or (None if plan is None else plan.years[-1]),
        )
        waiting: list[CountyRow] = []
        for source in asked.tables:
            table = read_counties(source, defaults)
            self.noted.extend(table.source.remarks)
            for row in table.rows:
                if row.faults:
                    self.refuse(Text.same(row.key), words.WHOLE_PLAN, row.faults)
                elif row.plan is not None:
                    self.found.append(row.plan)
                    for fault in row.without_base:
                        self.refuse(row.plan.label, words.GROUP_ONLY, [fault])
                else:
                    waiting.append(row)
        for row in waiting:
            self._add(row)

    def _add(self, row: CountyRow) -> None:
        """Add residents and past growth of a row to the plan of its county, read elsewhere."""
        for at, county in enumerate(self.found):
            if row.key in (county.key, *county.label):
                held, own = county.dossier.circumstances, county.plan
                more = tuple(
                    replace(figure, region=own.region, year=figure.year or own.base_year)
                    for figure in row.residents
                    if figure.group in own.group_keys and not held.of(RESIDENTS, group=figure.group)
                )
                circumstances = replace(held, region=own.region, figures=(*held.figures, *more))
                dossier = replace(county.dossier, circumstances=circumstances)
                self.found[at] = replace(county, dossier=dossier, past={**row.past, **county.past})
                return
        what = Text("县名", "the county")
        fault = Fault(what=what, rule=_KNOWN_COUNTY, got=row.key, way_out=_GIVE_BASE, place=row.place)
        self.refuse(Text.same(row.key), words.WHOLE_PLAN, [fault])

    def plan_set(self, asked: _Asked, source: object) -> PlanSet:
        self._drop_repeated()
        self._drop_other_units()
        for county in asked.counties:
            if not any(county in (one.key, *one.label) for one in self.found):
                told = any(county == one.county.zh for one in self.refused)
                fault = Fault(what=_LISTED.format(county=county), rule=THERE, got=NOTHING, way_out=_ADD_PLAN)
                if not told:
                    self.refuse(Text.same(county), words.NOT_LISTED, [fault])
        if not self.found and not self.refused:
            place = Text.same(source) if isinstance(source, str | Path) else None
            raise InputError(Fault(what=_FOLDER, rule=_HOLDS, got=NOTHING, way_out=_PUT, place=place))
        if not self.found:
            raise InputError([fault for one in self.refused for fault in one.faults])
        self.noted.extend(self._beside_above())
        return PlanSet(
            counties=tuple(self.found), above=self.above, refused=tuple(self.refused), noted=tuple(self.noted)
        )

    def _drop_repeated(self) -> None:
        by_key: dict[str, list[CountyPlan]] = {}
        for one in self.found:
            by_key.setdefault(one.key, []).append(one)
        for key, several in by_key.items():
            if len(several) > 1:
                # which of them is meant nobody but their owner knows
                places = Text.join([one.place for one in several])
                what = _SAME_COUNTY.format(county=several[0].label)
                fault = Fault(what=what, rule=UNREPEATED, got=len(several), way_out=_KEEP_ONE, place=places)
                self.refuse(several[0].label, words.WHOLE_PLAN, [fault])
                self.found = [one for one in self.found if one.key != key]

    def _drop_other_units(self) -> None:
        groups = {group.key: group for one in self.found for group in one.plan.groups}
        for key, group in groups.items():
            bases = {one.key: one.base(key) for one in self.found}
            for county, income, typical in _apart(bases, _OTHER_MONEY):
                place = next(one for one in self.found if one.key == county)
                what = _INCOME_OF.format(county=place.label, group=group.of_income)
                self.refuse(place.label, words.WHOLE_PLAN, [_other_unit(what, income, typical, place.place)])
                self.found.remove(place)
            people = {one.key: one.residents(key, one.plan.base_year) for one in self.found}
            for county, count, typical in _apart(people, _OTHER_PEOPLE):
                at = next(at for at, one in enumerate(self.found) if one.key == county)
                one = self.found[at]
                what = _PEOPLE_OF.format(county=one.label, group=group.of_income)
                self.refuse(one.label, words.POPULATION_ONLY, [_other_unit(what, count, typical, one.place)])
                held = one.dossier.circumstances
                kept = tuple(figure for figure in held.figures if (figure.kind, figure.group) != (RESIDENTS, key))
                dossier = replace(one.dossier, circumstances=replace(held, figures=kept))
                self.found[at] = replace(one, dossier=dossier)

    def _beside_above(self) -> Iterator[Remark]:
        """Yield what does not fit between the counties and the plan above: base years, sums of residents."""
        if self.above is None:
            return
        plan = self.above.plan
        others: dict[int, int] = {}
        for one in self.found:
            if one.plan.base_year != plan.base_year:
                others[one.plan.base_year] = others.get(one.plan.base_year, 0) + 1
        for year, count in others.items():
            yield Remark(text=words.OTHER_YEARS.format(above=plan.base_year, count=count, county=year))
        for group in plan.groups:
            whole = self.above.residents(group.key, plan.base_year)
            parts = [one.residents(group.key, plan.base_year) for one in self.found if group.key in one.plan.group_keys]
            if whole is None or not parts or None in parts:
                continue
            total = sum(part for part in parts if part is not None)
            if abs(total / whole - 1.0) > _NEAR_SUM:
                text = words.SUM_OF_PEOPLE.format(
                    year=plan.base_year,
                    group=group.of_income,
                    counties=f"{total:,.0f}",
                    above=f"{whole:,.0f}",
                    apart=abs(total / whole - 1.0),
                )
                yield Remark(text=text)


def _apart(values: "dict[str, float | None]", factor: float) -> Iterator[tuple[str, float, float]]:
    """Yield the keys whose values lie farther from the median than a factor, with the value and the median."""
    known = {key: value for key, value in values.items() if value is not None}
    # of two figures none is the usual one
    if len(known) < 3:
        return
    typical = median(known.values())
    for key, value in known.items():
        if not typical / factor <= value <= typical * factor:
            yield key, value, typical


def _other_unit(what: Text, came: float, typical: float, place: Text) -> Fault:
    return Fault(what=what, rule=_IN_UNIT.format(typical=f"{typical:,.0f}"), got=came, way_out=_CONVERT, place=place)
