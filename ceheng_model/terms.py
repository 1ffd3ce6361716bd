"""Hold the terms in which a plan counts and speaks: its groups, components, unit, ratio, kind and years."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ceheng_model.vocabulary import LABELS, NO_TEXT, TOTAL, Group, Keyed, Template, Text, label_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """Describe one part of income; all parts of a plan add up to its total."""

    key: str
    label: Text
    may_be_negative: bool = False
    """Whether it counts costs against receipts, so that it can lie below zero."""

    @property
    def named(self) -> Keyed:
        """The key with its label, as a table cell."""
        return Keyed(self.key, self.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRatio:
    """Name the two groups whose incomes a plan compares, and what it calls their ratio."""

    above: str
    """Key of the group whose income is divided."""
    below: str
    """Key of the group by whose income it is divided."""
    label: Text

    @property
    def keys(self) -> tuple[str, str]:
        """Both keys, the upper one first."""
        return (self.above, self.below)


BUREAU_COMPONENTS = tuple(
    # entrepreneurs' costs and interest paid are taken off
    Component(key=key, label=LABELS[key], may_be_negative=key in ("business", "property"))
    for key in ("wages", "business", "property", "transfer")
)
"""The four components of the National Bureau of Statistics, in its order."""
URBAN_RURAL = GroupRatio(above="urban", below="rural", label=LABELS["urban_rural_ratio"])
CONCEPT_LABELS = {key: LABELS[key] for key in ("disposable_income", "net_income")}

_YUAN = Text("元", "yuan")
_PERSON = Text("人", "person")
_YEAR = Text("年", "year")
_PLAN = Text("方案", "plan")
_REGION = Text("地区", "region")
_CALENDAR_YEAR = Template("{year}年", "{year}")
_IN_UNIT = Template("{name}（{unit}）", "{name} ({unit})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Hold the groups and components of a plan with their names, and the words for what it counts.

    >>> from ceheng_model.plan import load_plan
    >>> terms = load_plan().terms
    >>> terms.component_keys, terms.in_unit(Text("收入", "income")).zh
    (('wages', 'business', 'property', 'transfer'), '收入（元）')
    """

    groups: tuple[Group, ...]
    components: tuple[Component, ...] = BUREAU_COMPONENTS
    ratio: GroupRatio | None = None
    """None where the plan compares no two groups."""
    concepts: Mapping[str, Text] = field(default_factory=lambda: CONCEPT_LABELS)
    """What readers call each concept of income."""
    unit: Text = _YUAN
    """The unit in which incomes are counted."""
    recipient: Text = _PERSON
    """Who has the income: a person, a household."""
    period: Text = _YEAR
    """The time over which an income is counted."""
    kind: Text = _PLAN
    """What the document is: 方案, 规划, 意见, 报告."""
    level: Text = _REGION
    """What the region is: 省, 市, 县, 乡."""
    region: Text = NO_TEXT
    """The name of the region; empty where only its key is known."""
    year: Template = _CALENDAR_YEAR
    """How a year is written, such as ``FY{year}``."""

    @property
    def group_keys(self) -> tuple[str, ...]:
        """Keys of the groups, in axis order."""
        return tuple(group.key for group in self.groups)

    @property
    def component_keys(self) -> tuple[str, ...]:
        """Keys of the components, in axis order."""
        return tuple(component.key for component in self.components)

    @property
    def items(self) -> tuple[str, ...]:
        """Keys of the components, then that of their total."""
        return (*self.component_keys, TOTAL)

    def group(self, key: str) -> Group:
        """Return a group; raise `KeyError` for one that is not there."""
        return {group.key: group for group in self.groups}[key]

    def label(self, key: str) -> Text:
        """Return what a reader calls a group, a component, the total or a concept; else the common word for the key."""
        names = {group.key: group.label for group in self.groups} | {
            component.key: component.label for component in self.components
        }
        return names.get(key) or self.concepts.get(key) or label_of(key)

    def named(self, key: str) -> Keyed:
        """Return a key with its label, as a table cell.

        >>> Terms(groups=()).named("wages").text.zh
        '工资性收入'
        """
        return Keyed(key, self.label(key))

    @property
    def compared(self) -> GroupRatio:
        """The two groups that the plan compares; the usual ones, which it may not have, where it names none."""
        return self.ratio or URBAN_RURAL

    @property
    def has_ratio(self) -> bool:
        """Whether the plan compares two groups."""
        return self.ratio is not None

    def in_unit(self, name: Text) -> Text:
        """Return the name of an amount with the unit of incomes in brackets."""
        return _IN_UNIT.format(name=name, unit=self.unit)

    def year_label(self, year: int) -> Text:
        """Return a year as the plan writes it.

        >>> Terms(groups=(), year=Template("FY{year}", "FY{year}")).year_label(2022).en
        'FY2022'
        """
        return self.year.format(year=year)
