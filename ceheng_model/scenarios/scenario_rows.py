"""Read the rows of a table of scenarios: which cells a row names, and what it changes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ceheng_model.characters import simplified
from ceheng_model.errors import GIVEN, NOTHING, UNREPEATED, InputError, choice
from ceheng_model.files import COUNT, RATE, Row, money_unit, plain, year_of, years_of
from ceheng_model.levers import Lever, parse_lever
from ceheng_model.names import component_names, find_key, group_names, known_name, one_meant
from ceheng_model.plan.circumstance_table import GDP_RATES, KIND_WORDS, KINDS, PRICE_RATES, RESIDENTS, CircumstanceKind
from ceheng_model.plan.typed_distributions import parse_distribution
from ceheng_model.quantities import IncomeDistribution
from ceheng_model.scenarios.changes import UNITS, GrowthChange, How, growth_change
from ceheng_model.scenarios.distribution_faults import floor_faults
from ceheng_model.scenarios.dossier import Dossier
from ceheng_model.scenarios.folder_circumstances import APPLIED_KINDS
from ceheng_model.scenarios.scenario_files import Rates, Recipe
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import LABELS, TOTAL, Name, Text

GROWTH, SHARES, DISTRIBUTION, LEVER = "growth", "shares", "distribution", "lever"
LAST_YEAR, AS_OF = "last_year", "as_of"
ROW_KINDS = (GROWTH, *APPLIED_KINDS, SHARES, DISTRIBUTION, LEVER, LAST_YEAR, AS_OF)
"""What a row may be about; growth where it does not say."""
_ROW_WORDS = {word: kind for word, kind in KIND_WORDS.items() if kind in APPLIED_KINDS} | {
    "增速": GROWTH,
    "收入增速": GROWTH,
    "构成案例": SHARES,
    "share_case": SHARES,
    "收入分布": DISTRIBUTION,
    "措施": LEVER,
    "measure": LEVER,
    "末年": LAST_YEAR,
    "预测末年": LAST_YEAR,
    "截至": AS_OF,
    "截至年份": AS_OF,
}
_HOWS: Mapping[str, How] = {
    **dict.fromkeys(("=", "set", "设为", "取"), "set"),
    **dict.fromkeys(("+=", "add", "加", "增加"), "add"),
    **dict.fromkeys(("*=", "\u00d7=", "multiply", "乘", "乘以"), "multiply"),
}
"""What a way to change growth may be called; a spreadsheet takes a sign in front for a formula, a word never."""
_ALL = ("all", "全部", "各类居民", "各项")
_SEPARATORS = re.compile(r"[;；、,，]")
_EXAMPLE = Text("例如 2023、2022-2024 或 2022；2024", "for example 2023, 2022-2024 or 2022;2024")
_IN_ORDER = Text("由早到晚", "run from the earlier to the later")
_HOW_OF_A_SIGN = Text(
    "写明改动方式：加百分点写“+=”或“加”，取该值写“=”", "say how: += or add for points more, = for the rate"
)
_SAID = Text("在改动方式中写明", "be said under how")
_ONLY_SET = Text("为“=”或留空", "be = or empty")
_NOT_GROWTH = Text("此类别只能直接取值", "this kind is set and no more")
_NOT_READ = Text("此类别不用本列", "this kind has no use for the column")
_ONE_OR_MORE = Text("写人群，如 rural", "write the group, such as rural")
_ONCE = Text("同一项只写一行", "write it in one row")
_SOME_YEARS = Text("只写某些年份，或只写一行地区", "give rates by year, or one row with the region")


def kind_of(row: Row) -> str:
    """Return what a row is about; add a fault where that is unknown."""
    return row.option("kind", ROW_KINDS, words=_ROW_WORDS) if row.has("kind") else GROWTH


@dataclass(slots=True, kw_only=True, eq=False)
class RowReader:
    """Gather what the rows of one scenario say; faults go to their table."""

    dossier: Dossier
    last_year: int
    """Up to which year the scenario goes."""
    changes: list[GrowthChange] = field(default_factory=list)
    levers: dict[str, Lever] = field(default_factory=dict)
    shares: dict[str, str] = field(default_factory=dict)
    rates: dict[str, dict[int, float] | str] = field(default_factory=dict)
    """Growth of prices and of GDP by year, or the region whose figures are taken."""
    residents: dict[str, dict[int, float]] = field(default_factory=dict)
    distributions: dict[str, IncomeDistribution] = field(default_factory=dict)

    @property
    def terms(self) -> Terms:
        """The terms of the plan."""
        return self.dossier.plan.terms

    @property
    def years(self) -> range:
        """The years that are projected."""
        return range(self.dossier.plan.years[0], self.last_year + 1)

    def read(self, row: Row, kind: str) -> None:
        """Take in one row."""
        if kind == GROWTH:
            self._read_growth(row)
        elif kind in (PRICE_RATES, GDP_RATES):
            self._read_rates(row, PRICE_RATES if kind == PRICE_RATES else GDP_RATES)
        elif kind == RESIDENTS:
            self._read_residents(row)
        elif kind == SHARES:
            self._read_shares(row)
        elif kind == DISTRIBUTION:
            self._read_distribution(row)
        elif kind == LEVER:
            self._read_lever(row)
        elif kind in (LAST_YEAR, AS_OF):
            _require_bare(row, "group", "component", "year")

    def told(self) -> dict[str, Any]:
        """Return what was read, by the fields of a recipe."""
        return {
            "changes": tuple(self.changes),
            "levers": tuple(self.levers.values()),
            "shares": self.shares,
            PRICE_RATES: self.rates.get(PRICE_RATES),
            GDP_RATES: self.rates.get(GDP_RATES),
            RESIDENTS: self.residents or None,
            "distributions": self.distributions,
        }

    def _read_growth(self, row: Row) -> None:
        cells = ("group", "component", "year", "how", "value")
        if not any(map(row.has, cells)):
            # a row may do no more than name a scenario
            return
        before = len(row.faults)
        how = _how(row)
        groups = _keys(row, "group", group_names(self.terms), self.terms.group_keys)
        components = _keys(row, "component", component_names(self.terms), self.terms.items)
        years = _years(row, self.years)
        value = row.number("value", unit=UNITS[how], way_out=UNITS[how].way_out)
        if len(row.faults) > before:
            return
        change = growth_change(groups, components, value, years=years, how=how)
        faults = [fault.at(row.place("value")) for fault in change.faults(self.terms, self.years)]
        if how == "set" and any(change.cells() == one.cells() for one in self.changes if one.how == "set"):
            row.fault("value", UNREPEATED, _ONCE, what=Text("同一项增速的取值", "a rate set for the same cells"))
        row.faults.extend(faults)
        if not faults:
            self.changes.append(change)

    def _read_rates(self, row: Row, kind: CircumstanceKind) -> None:
        _require_bare(row, "group", "component")
        region = self._region(row, kind)
        held = self.rates.get(kind, {})
        if region is not None or isinstance(held, str):
            row.require_empty("year", way_out=_NOT_READ)
            if kind in self.rates:
                row.fault("value", UNREPEATED, _SOME_YEARS, what=KINDS[kind])
            self.rates[kind] = held if region is None else region
            return
        rate = row.number("value", unit=RATE, way_out=RATE.way_out, what=KINDS[kind])
        self._hold(row, held, _years(row, self.years) or self.years, rate)
        self.rates[kind] = held

    def _region(self, row: Row, kind: CircumstanceKind) -> str | None:
        """Return the region of the plan's folder that a row names in place of a rate."""
        name = plain(row.text("value")).strip()
        regions = self.dossier.circumstances.regions(kind)
        return one_meant(name, [known_name(region) for region in regions])

    def _read_residents(self, row: Row) -> None:
        _require_bare(row, "component")
        counted = [group.key for group in self.terms.groups if group.part_of is None]
        groups = self._required_groups(row, counted)
        years = range(self.dossier.plan.base_year, self.last_year + 1)
        chosen = _years(row, years) or years
        residents = row.number("value", unit=COUNT, way_out=COUNT.way_out)
        for group in groups:
            self._hold(row, self.residents.setdefault(group, {}), chosen, residents)

    def _read_shares(self, row: Row) -> None:
        _require_bare(row, "component", "year")
        name = row.text("value").strip()
        for key in self._required_groups(row, self.terms.group_keys):
            case = find_key(LABELS["component"], name, self.dossier.case_names(key), row.faults, row.place("value"))
            if case is not None and self.shares.setdefault(key, case) != case:
                row.fault("value", UNREPEATED, _ONCE)

    def _read_distribution(self, row: Row) -> None:
        _require_bare(row, "component", "year")
        groups = self._required_groups(row, self.terms.group_keys)
        try:
            held = parse_distribution(row.text("value"), unit=money_unit(self.terms.unit))
        except InputError as error:
            row.faults.extend(fault.at(row.place("value")) for fault in error.faults)
            return
        told = dict.fromkeys(groups, held)
        floors = floor_faults(told, self.dossier.plan.statements, self.terms)
        row.faults.extend(fault.at(row.place("value")) for fault in floors)
        if not self.distributions.keys().isdisjoint(told):
            row.fault("value", UNREPEATED, _ONCE)
        self.distributions |= told

    def _read_lever(self, row: Row) -> None:
        _require_bare(row, "group", "component", "year")
        try:
            lever = parse_lever(row.text("value"), self.dossier.plan.levers)
        except InputError as error:
            row.faults.extend(fault.at(row.place("value")) for fault in error.faults)
            return
        if lever.id in self.levers:
            row.fault("value", UNREPEATED, _ONCE)
        self.levers[lever.id] = lever

    def _required_groups(self, row: Row, options: Sequence[str]) -> tuple[str, ...]:
        if not row.has("group"):
            row.fault("group", GIVEN, _ONE_OR_MORE, got=NOTHING)
            return ()
        return _keys(row, "group", group_names(self.terms), options) or tuple(options)

    @staticmethod
    def _hold(row: Row, held: dict[int, float], years: Iterable[int], value: float) -> None:
        for year in years:
            if year in held:
                row.fault("value", UNREPEATED, _ONCE, what=Text(f"{year}年的数", f"the figure of {year}"))
            held[year] = value


def stacked(recipes: Sequence[Recipe]) -> Recipe:
    """Return the last of some recipes on top of the others: changes one after the other, of figures the later ones."""
    whole = recipes[0]
    for recipe in recipes[1:]:
        residents = whole.population or {}
        told = {key: {**residents.get(key, {}), **held} for key, held in (recipe.population or {}).items()}
        whole = replace(
            recipe,
            changes=(*whole.changes, *recipe.changes),
            levers=(*whole.levers, *recipe.levers),
            shares={**whole.shares, **recipe.shares},
            distributions={**whole.distributions, **recipe.distributions},
            price_growth=_over(whole.price_growth, recipe.price_growth),
            gdp_growth=_over(whole.gdp_growth, recipe.gdp_growth),
            population={**residents, **told} or None,
            last_year=whole.last_year if recipe.last_year is None else recipe.last_year,
            as_of=whole.as_of if recipe.as_of is None else recipe.as_of,
        )
    return whole


def _over(before: Rates | None, rates: Rates | None) -> Rates | None:
    """Return rates by year on top of others; a region's stand for themselves."""
    if rates is None:
        return before
    return rates if isinstance(rates, str) or not isinstance(before, Mapping) else {**before, **rates}


def _require_bare(row: Row, *columns: str) -> None:
    """Add a fault for each of the columns that is filled, and where a row would do more than set a value."""
    for column in columns:
        row.require_empty(column, way_out=_NOT_READ)
    if row.has("how") and row.meaning("how", _HOWS, fold=True) not in ("set", None):
        row.fault("how", _ONLY_SET, _NOT_GROWTH)


def _how(row: Row) -> How:
    """Return how a row changes growth: it sets it where it does not say."""
    if row.has("how"):
        return row.meaning("how", _HOWS, fold=True) or "set"
    if plain(row.text("value")).startswith("+"):
        # +2% may be a rate or points more
        row.fault("value", _SAID, _HOW_OF_A_SIGN)
    return "set"


def _keys(row: Row, column: str, names: Sequence[Name], options: Sequence[str]) -> tuple[str, ...]:
    """Return the keys that a cell names; none where it names all."""
    keys: list[str] = []
    for part in filter(None, map(str.strip, _SEPARATORS.split(plain(row.text(column))))):
        if part in _ALL or simplified(part) in _ALL:
            return ()
        known = [name for name in names if name.key in options]
        key = find_key(row.table.label(column), part, known, row.faults, row.place(column))
        if key == TOTAL:
            # of a group whose components grow alike the total grows as they do
            return ()
        if key is not None:
            keys.append(key)
    return tuple(dict.fromkeys(keys))


def _years(row: Row, known: Sequence[int]) -> tuple[int, ...]:
    """Return the years that a cell names, one by one or as spans; none where it is empty."""
    text = plain(row.text("year"))
    years: list[int] = []
    for part in filter(None, map(str.strip, _SEPARATORS.split(text))):
        span = (year, year) if (year := year_of(part)) is not None else years_of(part)
        if span is None:
            row.fault("year", Text("为年份", "be years"), _EXAMPLE, got=part)
        elif span[1] < span[0]:
            row.fault("year", _IN_ORDER, _EXAMPLE, got=part)
        else:
            years += range(span[0], span[1] + 1)
    for year in years:
        if year not in known:
            row.faults.append(choice(Text("年份", "the year"), year, known).at(row.place("year")))
    return tuple(dict.fromkeys(years))
