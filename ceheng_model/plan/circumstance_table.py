"""Read what surrounds incomes from a plan's folder: economic growth, prices, residents, levels of other regions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isnan
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, cast

from ceheng_model.errors import FILLED, NOTHING, POSITIVE, Remark, raise_faults
from ceheng_model.files import COUNT, RATE, Row, Rows, money_unit, read_table
from ceheng_model.plan.growth_table import require_rate
from ceheng_model.tables import Column, Figure, Shown, Table, column
from ceheng_model.terms import Terms
from ceheng_model.values import Value
from ceheng_model.vocabulary import (
    LABELS,
    NO_TEXT,
    STATUSES,
    Group,
    Keyed,
    Status,
    Template,
    Text,
    label_of,
    series_label,
)

if TYPE_CHECKING:
    import pandas as pd

CircumstanceKind = Literal["gdp_growth", "price_growth", "population", "series", "series_growth"]
GDP_RATES: CircumstanceKind = "gdp_growth"
PRICE_RATES: CircumstanceKind = "price_growth"
RESIDENTS: CircumstanceKind = "population"
SERIES_LEVEL: CircumstanceKind = "series"
SERIES_GROWTH: CircumstanceKind = "series_growth"
KINDS: Mapping[CircumstanceKind, Text] = {
    GDP_RATES: Text("地区生产总值增速", "growth of GDP"),
    PRICE_RATES: Text("居民消费价格涨幅", "consumer price growth"),
    RESIDENTS: Text("常住人口", "residents"),
    SERIES_LEVEL: Text("公布序列的续年收入", "income that continues a series"),
    SERIES_GROWTH: Text("公布序列的续年增速", "growth that continues a series"),
}
"""Sorts of circumstances, and what readers call them."""

CIRCUMSTANCE_COLUMNS = ("kind", "year", "value", "status", "source")
OPTIONAL_COLUMNS = ("group", "region", "source_en", "url", "note", "note_en")
HEADINGS: Mapping[str, Text] = {
    "kind": Text("类别", "kind"),
    "group": Text("人群", "group"),
    "region": Text("地区", "region"),
    "year": Text("年份", "year"),
    "value": Text("数值", "value"),
    "status": Text("性质", "status"),
    "source": Text("来源", "source"),
    "source_en": Text("来源英文", "source in English"),
    "url": Text("网址", "url"),
    "note": Text("备注", "note"),
    "note_en": Text("备注英文", "note in English"),
}
"""What the columns may be called, too."""

KIND_WORDS: Mapping[str, str] = {
    **{word: kind for kind, words in KINDS.items() for word in words},
    "经济增长": GDP_RATES,
    "经济增速": GDP_RATES,
    "GDP增速": GDP_RATES,
    "gdp": GDP_RATES,
    "GDP": GDP_RATES,
    "物价": PRICE_RATES,
    "物价涨幅": PRICE_RATES,
    "cpi": PRICE_RATES,
    "CPI": PRICE_RATES,
    "人口": RESIDENTS,
    "序列": SERIES_LEVEL,
    "序列增速": SERIES_GROWTH,
}
"""What is taken for a sort of circumstance."""
_STATUS_WORDS = {word: status for status in STATUSES for word in LABELS[status]}

_OF_KIND = Template("{year}{kind}", "{kind} {year}")
_OF_GROUP = Template("{year}{group}{kind}", "{kind} of {group} {year}")
_RATE_WAY = Text("5% 写作 5% 或 0.05", "write 5 % as 5% or 0.05")
_MONEY_WAY = Template("以{full_unit}计", "give {full_unit}")
_PEOPLE_WAY = Template(
    "以万{recipient}或{recipient}计，各人群单位一致", "count {recipient}s in one unit for all groups"
)
_NO_GROUP = Text("此类别不分人群，留空", "this kind is not of one group: leave it empty")
_NO_REGION = Text("序列本身已写明地区，留空", "the series says whose figure it is: leave it empty")
_NOT_PUBLISHED_YET = Text("为序列文件中没有的年份", "be a year that the file of the series does not give")
_IN_SERIES_FILE = Text("公布数写在序列文件中，删去本行", "published levels stand in that file: delete the row")
_LEVEL_BEFORE = Text("之前一年的收入已公布或已给出", "follow a year whose level is published or given")
_GIVE_LEVEL = Text("补上前一年，或改用 series 给出收入", "give the year before, or the level itself as series")


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstance:
    """Hold one figure of the surroundings, of one year, with where it comes from."""

    kind: CircumstanceKind
    group: str = ""
    """Key of a group for residents, ``national.rural`` and the like for a series; else empty."""
    region: str = ""
    """Whose figure it is: key of a region; empty for a series, which says it itself."""
    year: int
    value: float
    """A fraction for growth; residents as counted; the plan's unit for a level."""
    status: Status
    source: str
    """Where it comes from; empty where that is still to be filled in."""
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ContinuedLevel(Value):
    """Hold a level of a series in a year that is not published, with the figures it rests on."""

    value: float
    status: Status
    """``assumed`` where anything that it rests on is."""
    figure: Circumstance


SeriesYear = tuple[str, str, int]
"""Series, group of it, year."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Circumstances(Shown):
    """Hold what a plan's folder says of its surroundings; figures of other regions are held, and not applied."""

    region: str = ""
    """The plan's own region."""
    terms: Terms = field(default=Terms(groups=()))
    """The terms of the plan."""
    figures: tuple[Circumstance, ...] = ()
    continued: Mapping[SeriesYear, ContinuedLevel] = field(default_factory=lambda: MappingProxyType({}))
    """Levels of series in years that their files do not give."""
    remarks: tuple[Remark, ...] = ()

    @property
    def groups(self) -> tuple[Group, ...]:
        """Groups of the plan, in axis order."""
        return self.terms.groups

    def of(self, kind: CircumstanceKind, *, region: str | None = None, group: str = "") -> dict[int, Circumstance]:
        """Return the figures of one kind by year: of a region, the plan's own where none is named."""
        whose = self.region if region is None else region
        return {
            figure.year: figure
            for figure in self.figures
            if (figure.kind, figure.region, figure.group) == (kind, whose, group)
        }

    def regions(self, kind: CircumstanceKind) -> tuple[str, ...]:
        """Return the regions of which there are figures of a kind, the plan's own first."""
        named = dict.fromkeys(figure.region for figure in self.figures if figure.kind == kind)
        return tuple(sorted(named, key=lambda region: region != self.region))

    def group_label(self, figure: Circumstance) -> Text:
        """Return what readers call the group of a figure; empty where it has none."""
        series, dot, key = figure.group.rpartition(".")
        if dot:
            return series_label(series, key)
        return next((group.label for group in self.groups if group.key == figure.group), NO_TEXT)

    def tables(self) -> tuple[Table, ...]:
        """Return one row a figure, with its source and whether it is applied."""
        return (self.figure_table(),)

    def figure_table(self, *, applied_only: bool = False) -> Table:
        """Return one row a figure; where wanted, only of those that are applied unless something else is given."""
        rows = tuple(
            (
                Keyed(figure.kind, kind_label(figure.kind, self.terms)),
                self._region_cell(figure),
                Keyed(figure.group, self.group_label(figure)) if figure.group else NO_TEXT,
                figure.year,
                _shown(figure),
                figure.status,
                figure.source,
                figure.note,
                APPLIED if self.is_applied(figure) else LISTED,
            )
            for figure in self.figures
            if self.is_applied(figure) or not applied_only
        )
        title = self.terms.say(_TITLE)
        listed_only = any(not self.is_applied(figure) for figure in self.figures)
        notes = (_OTHERS_ARE_LISTED,) if listed_only and not applied_only else ()
        return Table(
            name="circumstances",
            title=title,
            columns=_COLUMNS,
            drops=("note", "source", "status"),
            rows=rows,
            notes=notes,
        )

    def _region_cell(self, figure: Circumstance) -> Keyed | Text:
        own = self.terms.region if figure.region == self.region else NO_TEXT
        return Keyed(figure.region, own or label_of(figure.region)) if figure.region else NO_TEXT

    def is_applied(self, figure: Circumstance) -> bool:
        """Return whether a figure is used unless something else is given: the region's own, and series."""
        return figure.region in ("", self.region)


_TITLE = Template("{kind}所附的经济增长、物价、人口与对照序列", "Circumstances that come with the {kind}")
APPLIED = Text("采用", "applied")
LISTED = Text("仅列出", "listed only")
_OTHERS_ARE_LISTED = Text(
    "其他地区的数仅列出，不用于判定，指明采用该地区的除外",
    "figures of other regions are listed, and nothing is judged by them unless their region is named",
)
_COLUMNS = (
    Column(key="kind", heading=Text("类别", "kind")),
    column("region"),
    column("group"),
    column("year", "year"),
    Column(key="value", heading=Text("数值", "value"), kind="ratio"),
    Column(key="status", heading=Text("性质", "status"), kind="label"),
    Column(key="source", heading=Text("来源", "source")),
    Column(key="note", heading=Text("备注", "note")),
    Column(key="use", heading=Text("用否", "use")),
)


def kind_label(kind: CircumstanceKind, terms: Terms) -> Text:
    """Return what readers of a plan call a sort of circumstance: residents are who has the incomes."""
    return terms.residents if kind == RESIDENTS else KINDS[kind]


def is_rate(kind: CircumstanceKind) -> bool:
    """Return whether figures of a kind are rates of growth."""
    return kind not in (RESIDENTS, SERIES_LEVEL)


def _shown(figure: Circumstance) -> Figure:
    if is_rate(figure.kind):
        return Figure(figure.value, "percent")
    # numbers of people are in any unit: as many digits as they have, four at most
    digits = len(f"{figure.value:.4f}".rstrip("0").partition(".")[2])
    return Figure(figure.value, "yuan") if figure.kind == SERIES_LEVEL else Figure(figure.value, "count", digits)


def read_circumstances(
    source: "Path | str | pd.DataFrame",
    *,
    region: str,
    terms: Terms,
    series: Mapping[str, Callable[[str, int], float | None]],
) -> Circumstances:
    """Read what surrounds incomes: one row a kind, group, region and year.

    `series` gives, for each published series of the plan, the total of a group in a year. A row without a region
    is of the plan's own `region`. Years may be left out: what is not there is not known, and nothing is put in its
    place. Raises `InputError` with every fault of the table.
    """
    table = read_table(source, CIRCUMSTANCE_COLUMNS, optional=OPTIONAL_COLUMNS, headings=HEADINGS)
    reader = _Reader(region=region, terms=terms, series=series, table=table)
    figures = reader.figures()
    continued = reader.continued(figures)
    raise_faults(table.faults)
    return Circumstances(
        region=region,
        terms=terms,
        figures=tuple(figure for _, figure in figures),
        continued=MappingProxyType(continued),
        remarks=tuple(table.remarks),
    )


_Placed = tuple[Row, Circumstance]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """Read the rows of a table; what is wrong with them goes to the faults of the table."""

    region: str
    terms: Terms
    series: Mapping[str, Callable[[str, int], float | None]]
    table: Rows

    def figures(self) -> list[_Placed]:
        """Return the rows of which it can be told what they are of, each once."""
        first: dict[tuple[str, str, str, int], Row] = {}
        figures: list[_Placed] = []
        for row in self.table:
            figure = self._figure(row)
            if figure is None:
                continue
            # a level and a growth of one year say the same thing twice
            kind = SERIES_LEVEL if figure.kind == SERIES_GROWTH else figure.kind
            key = (kind, figure.region, figure.group, figure.year)
            if key in first:
                row.repeated("year", first[key])
            else:
                first[key] = row
                figures.append((row, figure))
        return figures

    def _figure(self, row: Row) -> Circumstance | None:
        before = len(row.faults)
        kind = cast("CircumstanceKind", row.option("kind", list(KINDS), words=KIND_WORDS))
        if kind not in KINDS:
            return None
        status = cast("Status", row.option("status", STATUSES, words=_STATUS_WORDS))
        # only what is assumed may wait for its source: a figure that was published has one
        way_out = Text("写明来源", "say where it comes from")
        source = row.quoted("source", may_wait=status == "assumed", way_out=way_out)
        figure = Circumstance(
            kind=kind,
            group=self._group(row, kind),
            region=self._region(row, kind),
            year=row.year("year"),
            value=0.0,
            status=status,
            source=source,
            url=row.text("url"),
            note=row.quoted("note", may_wait=True),
        )
        value = self._value(row, figure)
        return None if len(row.faults) > before or isnan(value) else replace(figure, value=value)

    def _group(self, row: Row, kind: CircumstanceKind) -> str:
        if kind in (GDP_RATES, PRICE_RATES):
            row.require_empty("group", way_out=_NO_GROUP)
            return ""
        if kind == RESIDENTS:
            counted = [group for group in self.terms.groups if group.part_of is None]
            words = {word: group.key for group in counted for word in (*group.label, *group.short) if word}
            return row.option("group", [group.key for group in counted], words=words)
        keys = dict.fromkeys(("urban", "rural", "all", *self.terms.group_keys))
        known = {f"{name}.{key}": series_label(name, key) for name in self.series for key in keys}
        return row.option("group", list(known), words={word: key for key, label in known.items() for word in label})

    def _region(self, row: Row, kind: CircumstanceKind) -> str:
        if kind in (SERIES_LEVEL, SERIES_GROWTH):
            row.require_empty("region", way_out=_NO_REGION)
            return ""
        return row.text("region") or self.region

    def _value(self, row: Row, figure: Circumstance) -> float:
        what = _named(figure, self.terms)
        if not row.has("value"):
            row.fault("value", FILLED, Text("没有的年份不写行", "write no row for a year that is not known"), what=what)
            return 0.0
        if is_rate(figure.kind):
            rate = row.number("value", unit=RATE, what=what, way_out=_RATE_WAY)
            row.faults.extend(require_rate(what, rate, row.place("value")))
            return rate
        unit, way_out = (
            (COUNT, self.terms.say(_PEOPLE_WAY))
            if figure.kind == RESIDENTS
            else (money_unit(self.terms.unit), self.terms.say(_MONEY_WAY))
        )
        value = row.number("value", unit=unit, what=what, way_out=way_out)
        if value <= 0.0:
            row.fault("value", POSITIVE, way_out, what=what)
        return value

    def continued(self, figures: Sequence[_Placed]) -> dict[SeriesYear, ContinuedLevel]:
        """Return the levels that rows give to series, by level or by growth on the year before."""
        levels: dict[SeriesYear, ContinuedLevel] = {}
        of_series = [(row, figure) for row, figure in figures if figure.kind in (SERIES_LEVEL, SERIES_GROWTH)]
        for row, figure in sorted(of_series, key=lambda placed: placed[1].year):
            name, _, group = figure.group.rpartition(".")
            if self.series[name](group, figure.year) is not None:
                row.fault("year", _NOT_PUBLISHED_YET, _IN_SERIES_FILE, what=Text("年份", "the year"))
                continue
            level = self._level(figure, levels.get((name, group, figure.year - 1)))
            if level is None:
                row.fault("year", _LEVEL_BEFORE, _GIVE_LEVEL, what=_named(figure, self.terms), got=NOTHING)
            else:
                levels[name, group, figure.year] = level
        return levels

    def _level(self, figure: Circumstance, before: ContinuedLevel | None) -> ContinuedLevel | None:
        if figure.kind == SERIES_LEVEL:
            return ContinuedLevel(value=figure.value, status=figure.status, figure=figure)
        name, _, group = figure.group.rpartition(".")
        start = before.value if before else self.series[name](group, figure.year - 1)
        if start is None:
            return None
        assumed = "assumed" in (figure.status, before.status if before else "")
        status: Status = "assumed" if assumed else "derived"
        return ContinuedLevel(value=start * (1.0 + figure.value), status=status, figure=figure)


def _named(figure: Circumstance, terms: Terms) -> Text:
    year, kind = terms.year_label(figure.year), kind_label(figure.kind, terms)
    if not figure.group:
        return _OF_KIND.format(year=year, kind=kind)
    return _OF_GROUP.format(year=year, group=figure.group, kind=kind)
