"""Hold the terms in which a plan counts and speaks: its groups, components, unit, ratio, kind and years."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ceheng_model.doors import door
from ceheng_model.errors import choice, raise_faults
from ceheng_model.values import Value
from ceheng_model.vocabulary import BUREAU_KEYS, LABELS, NO_TEXT, TOTAL, Group, Keyed, Template, Text, label_of


@door
@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """Describe one part of income; all parts of a plan add up to its total."""

    key: str
    label: Text
    may_be_negative: bool = False
    """Whether it counts costs against receipts, so that it can lie below zero."""
    as_income: Text = NO_TEXT
    """What it is called where it is said to grow; nothing where its label does."""

    @property
    def named(self) -> Keyed:
        """The key with its label, as a table cell."""
        return Keyed(self.key, self.label)

    @property
    def income(self) -> Text:
        """Its name in sentences on how it grows."""
        return self.as_income or self.label


def number_words(count: int) -> Text:
    """Return a number of components in words; digits beyond what a plan may have.

    >>> number_words(4).zh, number_words(2).en
    ('四', 'two')
    """
    return _NUMBERS.get(count, Text.same(count))


def parts_words(count: int) -> Text:
    """Return what all components of a plan are called together, by their number."""
    return _PARTS.get(count, _SEVERAL)


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


_AS_INCOME = {key: Text(LABELS[key].zh, f"{key} income") for key in ("business", "property", "transfer")}
"""Their English labels alone are words of a table."""
BUREAU_COMPONENTS = tuple(
    # costs of a business, interest, taxes and contributions paid are taken off; wages are what was received
    Component(key=key, label=LABELS[key], may_be_negative=key != "wages", as_income=_AS_INCOME.get(key, NO_TEXT))
    for key in BUREAU_KEYS
)
"""The four components of the National Bureau of Statistics, in its order."""
UNSPLIT = Component(key="unsplit", label=Text("未分项收入", "income not split"))
"""Income that nobody split, the whole of what a group has."""
FEWEST_COMPONENTS, MOST_COMPONENTS = 1, 8
"""One component is income that nobody split; more than eight cannot be told apart in a chart."""
URBAN_RURAL = GroupRatio(above="urban", below="rural", label=LABELS["urban_rural_ratio"])
CONCEPT_LABELS = {key: LABELS[key] for key in ("disposable_income", "net_income")}

_NUMBERS = {
    count: Text(zh, en)
    for count, (zh, en) in enumerate(
        zip("一两三四五六七八", ["one", "two", "three", "four", "five", "six", "seven", "eight"], strict=True), start=1
    )
}
_SEVERAL = Text("各项", "components")
_PARTS = {count: Text(f"{zh}项", "components") for count, zh in enumerate("两三四五六七八", start=2)}
_EACH = {
    2: Text("两项", "both"),
    3: Text("三项", "all three"),
    4: Text("四项", "all four"),
    5: Text("五项", "all five"),
    6: Text("六项", "all six"),
    7: Text("七项", "all seven"),
    8: Text("八项", "all eight"),
}
YUAN_WORD = Text("元", "yuan")
_PERSON = Text("人", "person")
_YEAR = Text("年", "year")
_PLAN = Text("方案", "plan")
_REGION = Text("地区", "region")
_PLACES = Text("地区", "regions")
_CALENDAR_YEAR = Template("{year}年", "{year}")
_IN_UNIT = Template("{name}（{unit}）", "{name} ({unit})")
_FULL_UNIT = Template("{unit}/{recipient}{period}", "{unit} per {recipient} and {period}")
_A_PERIOD = Template("{unit}/{period}", "{unit} a {period}")
_AMOUNT = Template("{figure}{unit}", "{figure} {unit}")
_RESIDENTS = Text("常住人口", "residents")
_PEOPLE = Text("人口", "population")
_POPULATION = Text("常住人口", "the population")
_ALL_INCOME = Template("全体居民人均可支配收入（{unit}）", "income of all residents ({unit})")
_INCOME_OF = Template("{name}的收入", "income of {name}")
_ALL_GROUPS = Text("全部人群", "all groups")
_URBAN_AND_RURAL = {"urban": Text("城镇", "urban"), "rural": Text("农村", "rural")}
_BOTH = Text("城乡", "urban and rural")
_SHORT_RATIO = Text("城乡居民收入比", "urban-rural ratio")


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Terms(Value):
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
    unit: Text = YUAN_WORD
    """The unit in which incomes are counted."""
    recipient: Text = _PERSON
    """Who has the income: a person, a household."""
    period: Text = _YEAR
    """The time over which an income is counted."""
    kind: Text = _PLAN
    """What the document is: 方案, 规划, 意见, 报告."""
    level: Text = _REGION
    """What the region is: 省, 市, 县, 乡."""
    places: Text = _PLACES
    """What the places within the region are: 各市, 各县."""
    region: Text = NO_TEXT
    """The name of the region; empty where only its key is known."""
    year: Template = _CALENDAR_YEAR
    """How a year is written, such as ``FY{year}``."""

    @property
    def group_keys(self) -> tuple[str, ...]:
        """Keys of the groups, in axis order."""
        # asked for every cell of a change: a list is made in half the time of a generator
        return tuple([group.key for group in self.groups])

    @property
    def component_keys(self) -> tuple[str, ...]:
        """Keys of the components, in axis order."""
        return tuple([component.key for component in self.components])

    @property
    def has_parts(self) -> bool:
        """Whether income has several components.

        Of one that is all income there is nothing to tell but the total.
        """
        return len(self.components) > 1

    @property
    def reported_items(self) -> tuple[str, ...]:
        """Keys of what is published of an income: its total, then its components where there are several."""
        return (TOTAL, *self.component_keys) if self.has_parts else (TOTAL,)

    @property
    def named_components(self) -> tuple[Keyed, ...]:
        """The components, in axis order, as table cells."""
        return tuple(component.named for component in self.components)

    @property
    def how_many(self) -> Text:
        """The number of components in words, less what nobody split."""
        return number_words(sum(component.key != UNSPLIT.key for component in self.components) or 1)

    @property
    def parts(self) -> Text:
        """What all components are called together."""
        return parts_words(len(self.components))

    @property
    def each(self) -> Text:
        """All components, by their number: 四项, all four."""
        return _EACH.get(len(self.components), _SEVERAL)

    @property
    def items(self) -> tuple[str, ...]:
        """Keys of the components, then that of their total."""
        return (*self.component_keys, TOTAL)

    def is_whole(self, component: str) -> bool:
        """Whether a component stands for all income of a group: the only one there is, or what nobody split.

        >>> Terms(groups=()).is_whole("wages")
        False
        """
        return len(self.components) == 1 or component == UNSPLIT.key

    def group(self, key: str) -> Group:
        """Return a group; raise `KeyError` for one that is not there."""
        return {group.key: group for group in self.groups}[key]

    def label(self, key: str) -> Text:
        """Return what a reader calls a group, a component, the total or a concept.

        Else the common word for the key.
        """
        names = {group.key: group.label for group in self.groups} | {
            component.key: component.label for component in self.components
        }
        return names.get(key) or self.concepts.get(key) or label_of(key)

    def income_of(self, component: str) -> Text:
        """Return what a component is called where it grows or adds to income: transfer income.

        >>> Terms(groups=()).income_of("transfer").en, Terms(groups=()).income_of("wages").en
        ('transfer income', 'wages')
        """
        return next((one.income for one in self.components if one.key == component), self.label(component))

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
        """Return the name of an income with its unit in brackets."""
        return _IN_UNIT.format(name=name, unit=self.income_unit)

    def in_money(self, name: Text) -> Text:
        """Return the name of a sum of money with its unit in brackets."""
        return _IN_UNIT.format(name=name, unit=self.unit)

    @property
    def income_unit(self) -> Text:
        """The unit of incomes, with their period where that is not a year, which needs no word.

        >>> Terms(groups=(), period=Text("月", "month")).income_unit
        Text(zh='元/月', en='yuan a month')
        """
        return self.unit if self.period == _YEAR else _A_PERIOD.format(unit=self.unit, period=self.period)

    def year_label(self, year: int | str | Text) -> Text:
        """Return a year as the plan writes it.

        >>> Terms(groups=(), year=Template("FY{year}", "FY{year}")).year_label(2022).en
        'FY2022'
        """
        if isinstance(year, str):
            year = Text(year.replace("-", "—"), year)
        return self.year.format(year=year)

    @property
    def counts_calendar_years(self) -> bool:
        """Whether its years are called by their number alone."""
        return self.year == _CALENDAR_YEAR

    @property
    def population(self) -> Text:
        """By what groups are weighted: how many people, or other recipients, each has."""
        return _POPULATION if self.counts_people else self.residents

    @property
    def all_income(self) -> Text:
        """What the income of all groups together is called, with its unit."""
        if self.counts_people and self.concepts.get("disposable_income") == CONCEPT_LABELS["disposable_income"]:
            return _ALL_INCOME.format(unit=self.income_unit)
        return self.in_unit(_INCOME_OF.format(name=self.everybody))

    @property
    def one_unit(self) -> Text:
        """One of the unit of incomes."""
        return Text(f"1{self.unit.zh}", f"unit of income ({self.unit.en})")

    @property
    def has_own_groups(self) -> bool:
        """Whether none of its groups bears the usual keys."""
        return set(self.group_keys).isdisjoint(URBAN_RURAL.keys)

    @property
    def example_group(self) -> str:
        """The key of a group, as a message shows it: the usual one, where the plan has it or is not known."""
        usual = URBAN_RURAL.below
        if not self.groups or usual in self.group_keys:
            return usual
        return self.ratio.below if self.ratio else self.group_keys[-1]

    @property
    def counts_people(self) -> bool:
        """Whether incomes are those of persons."""
        return self.recipient == _PERSON

    @property
    def residents(self) -> Text:
        """Those who are counted to weigh groups with, or among whom money is divided."""
        return _RESIDENTS if self.counts_people else Text(f"{self.recipient.zh}数", f"{self.recipient.en}s")

    def counted_recipients(self, figure: str) -> Text:
        """Return how many have the income: 常住人口300人, 300 residents."""
        return Text(f"{self.residents.zh}{figure}{self.recipient.zh}", f"{figure} {self.residents.en}")

    @property
    def each_year(self) -> Text:
        """For one of those who have the income, and one period: 每人每年."""
        return Text(f"每{self.recipient.zh}每{self.period.zh}", self.on_average.en)

    @property
    def on_average(self) -> Text:
        """On average of those who have the income, for one period: 人均每年."""
        return Text(f"{self.per_recipient.zh}每{self.period.zh}", f"a {self.recipient.en} and {self.period.en}")

    @property
    def all_groups(self) -> Text:
        """All groups, where growth of all is spoken of."""
        return Text("各类居民" if self.counts_people else "各人群", "all groups")

    @property
    def by_group(self) -> Text:
        """Whose income a chart is of, before and after what it is of: 各类居民收入, income by population."""
        return Text("各类居民", " by population") if len(self.groups) != 1 else self._of_one

    @property
    def of_group(self) -> Text:
        """The same where English names nobody as long as there are several."""
        return Text("各类居民", "") if len(self.groups) != 1 else self._of_one

    @property
    def _of_one(self) -> Text:
        (group,) = self.groups
        return Text(group.label.zh, f", {group.label.en}")

    @property
    def everybody(self) -> Text:
        """Those of all groups together."""
        return LABELS["all"] if self.counts_people else _ALL_GROUPS

    def span_label(self, first: int, last: int) -> Text:
        """Return several years as the plan writes them.

        >>> Terms(groups=(), year=Template("FY{year}", "FY{year}")).span_label(2022, 2024).en
        'FY2022-2024'
        """
        return self.year_label(f"{first}-{last}")

    @property
    def full_unit(self) -> Text:
        """The unit of incomes with who has them and over which time.

        >>> Terms(groups=(), recipient=Text("户", "household")).full_unit
        Text(zh='元/户年', en='yuan per household and year')
        """
        full = _FULL_UNIT.format(unit=self.unit, recipient=self.recipient, period=self.period)
        # 人均收入 of a year is told in 元 alone
        is_usual = (self.recipient.zh, self.period.zh) == ("人", "年")
        return Text(self.unit.zh, full.en) if is_usual else full

    def amount(self, figure: str | Text) -> Text:
        """Return an income that is written out with its unit."""
        return _AMOUNT.format(figure=figure, unit=self.income_unit)

    def money(self, figure: str) -> Text:
        """Return a sum of money that is written out with its unit."""
        return _AMOUNT.format(figure=figure, unit=self.unit)

    @property
    def per_recipient(self) -> Text:
        """What an income is called that is divided by those who have it: 人均, 户均."""
        zh = self.recipient.zh
        # 均 follows a single character; a longer word is preceded by 每
        return Text(f"{zh}均" if len(zh) == 1 else f"每{zh}", f"per {self.recipient.en}")

    @property
    def people(self) -> Text:
        """How many people, or other recipients, each group has, in a word."""
        return _PEOPLE if self.counts_people else self.residents

    @property
    def one_region(self) -> Text:
        """A region of the plan's level, as a sentence begins with it."""
        return Text(f"一{self.level.zh}", self.level.with_article().at_start().en)

    def short(self, key: str) -> Text:
        """Return what a group is called beside its counterpart: 城镇, 农村; else as in the names of its incomes."""
        usual = _URBAN_AND_RURAL.get(key) if self.compares_as_usual else None
        return usual or self.group(key).of_income

    @property
    def compares_as_usual(self) -> bool:
        """Whether it compares urban and rural residents."""
        return self.compared.keys == URBAN_RURAL.keys

    @property
    def both(self) -> Text:
        """The two groups that the plan compares, in one word."""
        if self.compares_as_usual:
            return _BOTH
        above, below = map(self.short, self.compared.keys)
        return Text(f"{above.zh}与{below.zh}", f"{above.en} and {below.en}")

    @property
    def short_ratio(self) -> Text:
        """What the ratio of the two groups is called in running text."""
        return _SHORT_RATIO if self.compared.label == URBAN_RURAL.label else self.compared.label

    def say(self, template: Template, **fields: object) -> Text:
        """Return a sentence with its fields filled in, and with the plan's own words where it asks for them.

        What may be asked for are the keys of `_OWN_WORDS`. Raises `InputError` for one
        that is there neither as a field nor as such a word, and for a field that the sentence has not.

        >>> Terms(groups=(), kind=Text("规划", "strategy")).say(Template("《{kind}》目标", "the {kind}'s goals")).en
        "the strategy's goals"
        """
        asked = template.fields - fields.keys()
        known = (*_OWN_WORDS, *fields)
        faults = [choice(_ASKED, name, known) for name in sorted(asked - _OWN_WORDS.keys())]
        faults += [choice(_FILLED, name, sorted(template.fields)) for name in sorted(fields.keys() - template.fields)]
        raise_faults(faults)
        return template.format(**fields, **{name: word(self) for name, word in _OWN_WORDS.items() if name in asked})


_ASKED = Text("句中所用的词", "what a sentence asks for")
_FILLED = Text("填入句中的项", "a field that is filled in")
_OWN_WORDS: dict[str, Callable[[Terms], Text]] = {
    "kind": lambda terms: terms.kind,
    "unit": lambda terms: terms.income_unit,
    "money": lambda terms: terms.unit,
    "full_unit": lambda terms: terms.full_unit,
    "per_recipient": lambda terms: terms.per_recipient,
    "people": lambda terms: terms.people,
    "everybody": lambda terms: terms.everybody,
    "by_group": lambda terms: terms.by_group,
    "of_group": lambda terms: terms.of_group,
    "residents": lambda terms: terms.residents,
    "recipient": lambda terms: terms.recipient,
    "unit_each": lambda terms: Text(terms.unit.zh, f"{terms.unit.en} per {terms.recipient.en}"),
    "one_region": lambda terms: terms.one_region,
    "both": lambda terms: terms.both,
    "above": lambda terms: terms.short(terms.compared.above),
    "below": lambda terms: terms.short(terms.compared.below),
    "ratio_name": lambda terms: terms.compared.label,
    "short_ratio": lambda terms: terms.short_ratio,
}
