"""Hold what one has to know of a county's plan before its folder can be written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import isfinite

from ceheng_model.doors import door
from ceheng_model.drafting.promises import Promise
from ceheng_model.drafting.typed_values import Typed
from ceheng_model.errors import NOTHING, POSITIVE, Fault, Remark, choice, not_given, raise_faults
from ceheng_model.plan import Circumstance, require_rate
from ceheng_model.plausibility import doubt
from ceheng_model.rounding import last_unit, rounding_room
from ceheng_model.series import TOTAL_ITEM, PublishedSeries
from ceheng_model.terms import (
    BUREAU_COMPONENTS,
    FEWEST_COMPONENTS,
    MOST_COMPONENTS,
    UNSPLIT,
    Component,
    number_words,
)
from ceheng_model.values import Value
from ceheng_model.vocabulary import (
    BUREAU_KEYS,
    CONCEPTS,
    TOTAL,
    Concept,
    Group,
    Language,
    Missing,
    Need,
    Template,
    Text,
    series_label,
)

SERIES_GROUPS = ("urban", "rural", "all")
FULL = 1e-6
"""Shares may always miss 100 per cent by this much: what is left of adding a few of them."""
MOST_YEARS = 100
"""A longer period is a slip in a year."""

Cell = tuple[str, str]
"""Group and component."""


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answers(Value):
    """Hold the answers of which a plan folder is made.

    Raises `InputError` naming all that is missing or wrong. Rates are fractions, money is yuan per person and year.
    """

    region: str
    """The key or the name of the region."""
    title: Text
    issuer: Text
    issued: date
    base_year: int
    last_year: int
    groups: tuple[Group, ...]
    base: Mapping[str, float]
    """Income of each group in the base year; where its components are given, it may be left out."""
    statements: tuple[Promise, ...] = ()
    """What the plan says, nothing else."""
    table: Mapping[Cell, Typed] = field(default_factory=dict)
    """Growth of a component that the table of the plan prints for every year."""
    shares: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    """Split into components, fractions."""
    national_split: tuple[str, ...] = ()
    """Groups that are split as China's residents are in the base year."""
    national_series: bool = False
    """Whether China's published series is put beside the plan, for comparisons and for the spread of growth."""
    history: str = ""
    """A published series of the region itself, as the text of a CSV file."""
    followed: tuple[str, ...] = ()
    """Groups that the series of the region holds."""
    components: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    """Components of the base income as published, yuan, in the usual order; they need no split."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Where the base income of a group was published; the answers themselves where none is named."""
    declared: tuple[Component, ...] = BUREAU_COMPONENTS
    """Components of income, in their order; those of the Bureau need no declaration."""
    circumstances: tuple[Circumstance, ...] = ()
    """Growth of GDP and prices, residents, levels of series, by year; no file is written where there are none."""
    language: Language = "zh"
    """The language of what is still to be filled in, and of sources."""

    def __post_init__(self) -> None:
        """Freeze the answers; refuse those that make no plan."""
        Value.__post_init__(self)
        numbers = (*self._money_faults(), *self._split_faults(), *self._component_faults())
        raise_faults([*self._period(), *self._group_faults(), *self._declared_faults(), *numbers, *self._growth()])

    @property
    def years(self) -> tuple[int, ...]:
        """Years of the plan."""
        return tuple(range(self.base_year + 1, self.last_year + 1))

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the groups."""
        return tuple(group.key for group in self.groups)

    @property
    def own(self) -> tuple[str, ...]:
        """Keys of the components that are declared."""
        return tuple(component.key for component in self.declared)

    @property
    def unsplit(self) -> tuple[str, ...]:
        """Groups of which nobody gave a split."""
        return tuple(key for key in self.keys if key not in (*self.shares, *self.components, *self.national_split))

    @property
    def written(self) -> tuple[Component, ...]:
        """The components of the folder.

        Of income that nobody split, one holds it whole, and no split is made up.
        """
        if len(self.unsplit) == len(self.keys) and self.declared == BUREAU_COMPONENTS:
            return (UNSPLIT,)
        return (*self.declared, UNSPLIT) if self.unsplit else self.declared

    @property
    def parts(self) -> tuple[str, ...]:
        """Keys of the components of the folder."""
        return tuple(component.key for component in self.written)

    @property
    def has_table(self) -> bool:
        """Whether the plan prints growth year by year: then it is of components."""
        return bool(self.table)

    def total(self, key: str) -> float:
        """Return the income of a group in the base year: as given, else the sum of its components."""
        return self.base[key] if key in self.base else sum(self.components[key])

    def split(self, group: Group, national: PublishedSeries) -> tuple[tuple[float, ...], str]:
        """Return a group's shares and where they come from; raise `InputError` where there are none.

        Shares that add up to 99.9 or 100.1 per cent by rounding are divided by their sum.
        """
        if group.key in self.unsplit:
            return tuple(float(part == UNSPLIT.key) for part in self.parts), UNSPLIT.key
        rest = (0.0,) * (len(self.parts) - len(self.own))
        if group.key in self.shares:
            parts = self.shares[group.key]
            return (*(part / sum(parts) for part in parts), *rest), "given"
        levels = [national.level(_national(group) or "", component, self.base_year) for component in self.own]
        if any(level is None for level in levels):
            raise_faults([self._no_split(group)])
        known = [level for level in levels if level is not None]
        return (*(level / sum(known) for level in known), *rest), f"national_{self.base_year}"

    def series(self, group: Group) -> str | None:
        """Return the series that a group follows: its own, else China's where it is asked for.

        China's go before series of its own that give no spread: groups that follow series of different years, or
        of fewer than `FEWEST_LEVELS`, cannot be drawn together.
        """
        name = _national(group) if self.national_series else None
        if group.key in self.followed and (name is None or self.gives_spread):
            return f"own.{group.key}"
        return name and f"national.{name}"

    @property
    def gives_spread(self) -> bool:
        """Whether the series of its own hold every group, split as the plan splits it, over enough years."""
        whole = [group.key for group in self.groups if group.part_of is None]
        lines = [line.split(",") for line in self.history.splitlines()]
        years = [sum(cells[1:3] == [key, TOTAL_ITEM] for cells in lines) for key in whole]
        return min(years) >= FEWEST_LEVELS and all(key in (*self.components, *self.unsplit) for key in whole)

    def doubts(self, national: PublishedSeries) -> list[Fault | Remark]:
        """Return what is to be said of base incomes held against China's, where its series is asked for.

        They are faults of refused ones, and warnings.
        """
        incomes = {group: self.total(group.key) for group in self.groups if self.national_series}
        return national_doubts(incomes, self.base_year, national)

    def _period(self) -> list[Fault]:
        faults = [
            not_given(_missing(Text.same(name), Need.OTHER), Text("填写", "fill it in"))
            for name, text in (("region", self.region), ("title", self.title.zh), ("issuer", self.issuer.zh))
            if not text.strip()
        ]
        if not self.base_year < self.last_year <= self.base_year + MOST_YEARS:
            rule = Text(f"晚于基年 {self.base_year}", f"be after the base year {self.base_year}")
            way_out = Text(f"期间为1至{MOST_YEARS}年", f"a period has 1 to {MOST_YEARS} years")
            faults.append(Fault(what=Text("末年", "the last year"), rule=rule, got=self.last_year, way_out=way_out))
        return faults

    def _group_faults(self) -> list[Fault]:
        faults = []
        if not self.groups or len(set(self.keys)) < len(self.keys):
            rule = Text("至少一个且不重复", "be at least one and not repeat")
            way_out = Text("例如 urban、rural", "for example urban, rural")
            faults.append(Fault(what=Text("人群", "the groups"), rule=rule, got=tuple(self.keys), way_out=way_out))
        for group in self.groups:
            if group.part_of is not None and group.part_of not in self.keys:
                what = Text(f"{group.key} 所属的人群", f"part_of of {group.key}")
                faults.append(choice(what, group.part_of, self.keys))
            if group.concept not in CONCEPTS:
                what = Text(f"{group.key} 的口径", f"the concept of {group.key}")
                faults.append(choice(what, group.concept, CONCEPTS))
        return faults

    def _declared_faults(self) -> list[Fault]:
        keys = [*self.parts, TOTAL]
        if len(set(keys)) == len(keys) and FEWEST_COMPONENTS <= len(self.parts) <= MOST_COMPONENTS:
            return []
        rule = _DECLARED.format(fewest=FEWEST_COMPONENTS, most=MOST_COMPONENTS)
        way_out = Text("键不用 total", "total is no key of one")
        return [Fault(what=Text("收入构成", "the components"), rule=rule, got=tuple(self.parts), way_out=way_out)]

    def _money_faults(self) -> list[Fault]:
        faults = []
        for key, group in zip(self.keys, self.groups, strict=True):
            if key not in self.base and key not in self.components:
                what = _INCOME_IN.format(group=group.label, key=key, year=self.base_year)
                faults.append(not_given(_missing(what, Need.BASE_INCOME), _BASE.format(key=key, unit=_YUAN)))
        for key, value in self.base.items():
            what = _INCOME.format(key=key)
            if key not in self.keys:
                faults.append(choice(what, key, self.keys))
            elif not (isfinite(value) and value > 0.0):
                faults.append(Fault(what=what, rule=POSITIVE, got=value, way_out=_YUAN))
        return faults

    def _split_faults(self) -> list[Fault]:
        faults = []
        for key, parts in self.shares.items():
            what = Text(f"{key} 的构成", f"the split of {key}")
            if key not in self.keys:
                faults.append(choice(what, key, self.keys))
            else:
                faults += split_faults(what, parts, self.declared)
        for key in self.national_split:
            what = Text(f"{key} 的构成", f"the split of {key}")
            if key not in self.keys:
                faults.append(choice(what, key, self.keys))
            elif key in self.shares or key in self.components:
                faults.append(Fault(what=what, rule=_ONCE, got="national", way_out=_OWN_SPLIT))
        return faults

    def _component_faults(self) -> list[Fault]:
        faults = []
        for key, parts in self.components.items():
            what = Text(f"{key} 的构成", f"the components of {key}")
            if key not in self.keys:
                faults.append(choice(what, key, self.keys))
            elif key in self.shares:
                rule = _ONCE
                way_out = Text("已有各项数额，不必再给百分数", "the amounts are there; give no shares")
                faults.append(Fault(what=what, rule=rule, got=self.shares[key], way_out=way_out))
            elif len(parts) != len(self.declared) or not all(map(isfinite, parts)):
                rule = _NUMBERS.format(count=number_words(len(self.declared)))
                faults.append(Fault(what=what, rule=rule, got=parts, way_out=_YUAN))
        return faults

    def _growth(self) -> list[Fault]:
        faults = []
        if not self.statements and not self.table:
            what = Text("方案的目标", "what the plan says")
            faults.append(not_given(_missing(what, Need.GOAL), _SAYS))
        faults += [
            choice(_GROUP_OF.format(quantity=promise.keys["quantity"]), promise.group, self.keys)
            for promise in self.statements
            if promise.group is not None and promise.group not in self.keys
        ]
        for (key, component), goal in self.table.items():
            what = Text(f"{key} {component} 增速", f"growth for {key} {component}")
            if key not in self.keys:
                faults.append(choice(what, key, self.keys))
            elif component not in self.own:
                faults.append(choice(what, component, (*self.own, TOTAL)))
            elif key in self.unsplit:
                faults.append(Fault(what=what, rule=_OF_SPLIT, got=NOTHING, way_out=_GIVE_SPLIT.format(key=key)))
            else:
                faults += [fault for rate in goal.values for fault in require_rate(what, rate)]
        return faults

    def _no_split(self, group: Group) -> Fault:
        what = Text(f"{group.key} 的{self.base_year}年构成", f"the split of {group.key} in {self.base_year}")
        return not_given(_missing(what, Need.SPLIT), _SPLIT.format(key=group.key))


def split_faults(what: Text, parts: Sequence[float], declared: Sequence[Component]) -> list[Fault]:
    """Return the fault of fractions that are not one for each component, or miss the whole by more than rounding.

    >>> split_faults(Text("构成", "the split"), [0.351, 0.36, 0.02, 0.27], BUREAU_COMPONENTS)
    []
    """
    if len(parts) == len(declared) and abs(sum(parts) - 1.0) <= _room(parts):
        return []
    rule = _NUMBERS_OF_100.format(count=number_words(len(declared)))
    order = _ORDER.format(components=Text.join([_SHORT.get(one.key, one.label) for one in declared]))
    shown = tuple(f"{round(part * 100.0, 10):.12g}" for part in parts)
    return [Fault(what=what, rule=rule, got=shown, way_out=order)]


def national_doubts(incomes: Mapping[Group, float], year: int, national: PublishedSeries) -> list[Fault | Remark]:
    """Return what is to be said of incomes, in yuan, held against those of China's residents in the same year."""
    said = []
    for group, income in incomes.items():
        name = _national(group) or ""
        known = national.yardstick(name, year, called=series_label("national", name))
        if known is not None and group.part_of is None:
            what = _BASE_INCOME.format(year=year, group=group.label)
            said.append(doubt(what, income, [known], confirming="call"))
    return [one for one in said if one is not None]


def group_of(key: str, *, label: Text, concept: Concept, part_of: str | None) -> Group:
    """Return a group as answers have it; which series it follows is said by what else is answered."""
    return Group(key=key, label=label, concept=concept, part_of=part_of, series=None)


def _national(group: Group) -> str | None:
    """Return the group of China's series that is of a group's own name, or of the group that contains it."""
    return next((name for name in (group.key, group.part_of) if name in SERIES_GROUPS), None)


def _room(parts: Sequence[float]) -> float:
    """Return how far shares may miss the whole by rounding: half a unit of the last digit of each.

    All have the digits of the one that shows most, since a number keeps no zeros at its end.
    """
    # twelve digits: 0.287 times 100 is 28.699999999999996
    finest = min(last_unit(None, round(part * 100.0, 12)) / 100.0 for part in parts)
    return max(FULL, rounding_room([finest] * len(parts)))


_NUMBERS = Template("为{count}个数", "be {count} numbers")
_NUMBERS_OF_100 = Template("为{count}个数，合计100%", "be {count} numbers that add up to 100 %")
_ORDER = Template("依次为{components}", "in the order {components}")
_DECLARED = Template("为 {fewest} 至 {most} 个且不重复", "be {fewest} to {most} and not repeat")
_SHORT = {key: Text(zh, key) for key, zh in zip(BUREAU_KEYS, ("工资", "经营", "财产", "转移"), strict=True)}
"""Short words for the usual components."""
_BASE_INCOME = Template("{year}年{group}收入", "income of {group} {year}")
_YUAN = Text("以元计", "in yuan per person and year")
_INCOME = Template("{key} 的收入", "the income of {key}")
_ONCE = Text("只给一次", "be given once")
_OWN_SPLIT = Text("已给出构成，不必再取全国的构成", "its own split is given; leave China's out")
_SAYS = Text("在 statements 中至少给出一条", "give at least one in statements")
_GROUP_OF = Template("{quantity} 的人群", "the group of {quantity}")
_OF_SPLIT = Text("属于已给出构成的人群", "be of a group whose split is given")
_GIVE_SPLIT = Template("给出 {key} 的基年构成", "give the split of {key} in the base year")
FEWEST_LEVELS = 5
"""Years from which the spread of growth is estimated: four of growth."""
_INCOME_IN = Template("{group}（{key}）{year}年的收入", "the income of {group} ({key}) in {year}")
_BASE = Template("在 base 中给出 {key}，{unit}", "give {key} in base, {unit}")
_SPLIT = Template("中国全国序列中没有，请在 shares 中给出 {key}", "the series of China has none; give {key} in shares")


def _missing(what: Text, need: Need) -> Missing:
    return Missing(what=what, need=need)
