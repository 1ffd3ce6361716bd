"""Hold what the answers so far say of a plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ceheng_model.cli.given.forces import goals_in
from ceheng_model.cli.given.incomes import incomes_of, published
from ceheng_model.cli.given.sheet import Sheet, is_file
from ceheng_model.cli.given.terms import components_of, groups_of, year_in
from ceheng_model.drafting import PublishedBase
from ceheng_model.files import Encoding
from ceheng_model.terms import URBAN_RURAL, Component
from ceheng_model.vocabulary import Group, Template, Text

BASE_YEAR, LAST_YEAR = Text("基年", "Base year"), Text("末年", "Last year")


@dataclass(frozen=True, slots=True, kw_only=True)
class SoFar:
    """Read the answers of a sheet; what is asked for has been answered, or `InputError` says what is wrong with it."""

    sheet: Sheet

    @property
    def first(self) -> int:
        """The base year."""
        return year_in(self.sheet.get("base_year"), BASE_YEAR)

    @property
    def last(self) -> int:
        """The last year of the plan."""
        return year_in(self.sheet.get("last_year"), LAST_YEAR)

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups; a number stands for usual ones."""
        return groups_of(self.sheet.options("group"))

    @property
    def has_ratio(self) -> bool:
        """Whether incomes in towns and in villages can be compared."""
        return {*URBAN_RURAL.keys} <= {group.key for group in self.groups}

    @property
    def declared(self) -> tuple[Component, ...]:
        """The components of income."""
        return components_of(self.sheet.options("component"))

    @property
    def found(self) -> PublishedBase | None:
        """What an official table has of the base year."""
        text = self.sheet.table
        if not text:
            return None
        changed = Path(text).stat().st_mtime if is_file(text) else 0.0
        opening = (self.sheet.sheet or None, self.sheet.encoding)
        return _read_table(text, opening, self.sheet.get("region"), self.first, self.groups, changed)

    @property
    def split(self) -> Mapping[str, tuple[float, ...]]:
        """Components of the groups whose income is known by them."""
        return incomes_of(self.sheet.options("base"), self.declared, self.found)[1]

    @property
    def goals(self) -> list[str]:
        """Keys of the goals that were answered, in the order of their statements."""
        return goals_in(self.sheet)

    def total(self, group: Group) -> float | None:
        """Return the income of a group in the base year, where it is known."""
        totals, components = incomes_of(self.sheet.options("base"), self.declared, self.found)
        return totals.get(group.key) or sum(components.get(group.key, ())) or None

    def subject(self, keys: Mapping[str, Any]) -> Text:
        """Return what a statement is of: its group, its component, its quantity, and what it is compared with."""
        labels = {"gdp": _GDP, **{one.key: one.label for one in self.groups}}
        labels |= {one.key: one.label for one in self.declared}
        of = [labels.get(keys[key], Text.same(keys[key])) for key in ("group", "component") if key in keys]
        quantity = _NAMED.get(keys["quantity"], Text.same(keys["quantity"]))
        if isinstance(other := keys.get("against"), str):
            named = labels.get(other, Text.same(other))
            is_lead = keys["quantity"] == "growth_lead"
            quantity = _LEAD.format(other=named) if is_lead else _BESIDE.format(other=named, quantity=quantity)
        return _OF_A_GROUP.format(group=Text.join(of, zh="", en=", "), quantity=quantity) if of else quantity

    def named(self, goal: str) -> Text:
        """Return what a goal is of: its group and its quantity."""
        name, _, cell = goal.partition(".")
        key, _, rest = cell.partition(".")
        if name == "ratio":
            of, rest = _QUANTITIES[name], cell
        else:
            group = next((group.label for group in self.groups if group.key == key), Text.same(key))
            of = _OF_A_GROUP.format(group=group, quantity=_QUANTITIES[name])
        return _IN_PART.format(goal=of, part=rest) if rest else of


@lru_cache(maxsize=8)
def _read_table(
    text: str,
    opening: tuple[str | None, Encoding | None],
    region: str,
    year: int,
    groups: tuple[Group, ...],
    _changed: float,
) -> PublishedBase | None:
    """Return what a table has, read once as long as it is not changed."""
    return published([text], opening, region, year, groups)


_OF_A_GROUP = Template("{group}{quantity}", "{group}: {quantity}")
_IN_PART = Template("{goal}（{part}）", "{goal} ({part})")
_BESIDE = Template("与{other}相比的{quantity}", "{quantity} against {other}")
_LEAD = Template("增速高于{other}", "growth above that of {other}")
_GDP = Text("经济增长", "growth of GDP")
_NAMED = {
    "average_annual_growth": Text("年均增速", "average growth"),
    "average_real_growth": Text("年均实际增速", "average real growth"),
    "growth": Text("增速", "growth"),
    "income": Text("收入", "income"),
    "increment": Text("年均增加额", "increase a year"),
    "multiple": Text("收入与基年之比", "multiple of the base income"),
    "real_growth": Text("实际增速", "real growth"),
    "regional_ratio": Text("地区间居民收入倍差", "ratio of regions"),
    "share": Text("占比", "share"),
    "urban_rural_ratio": Text("城乡居民收入比", "urban-rural ratio"),
}
_QUANTITIES = {
    "endpoint": Text("收入目标", "income"),
    "growth": Text("年均增速", "average growth"),
    "ratio": Text("城乡居民收入比", "urban-rural ratio"),
    "increment": Text("年均增加额", "increase a year"),
    "multiple": Text("收入为基年的倍数", "multiple of the base income"),
}
