"""Read from ``plan.toml`` the terms in which a plan counts: groups, components, ratio, unit, kind, level, years."""

import re
from collections.abc import Mapping, Sequence
from string import Formatter

from ceheng_model.errors import UNREPEATED
from ceheng_model.files import Section
from ceheng_model.terms import (
    BUREAU_COMPONENTS,
    CONCEPT_LABELS,
    FEWEST_COMPONENTS,
    MOST_COMPONENTS,
    URBAN_RURAL,
    Component,
    GroupRatio,
    Terms,
)
from ceheng_model.vocabulary import NO_TEXT, TOTAL, Group, Template, Text

_COUNT = Template("为 {fewest} 至 {most} 个", "be {fewest} to {most}")
_LIST_THEM = Text("每个构成写一个 [[component]]", "write one [[component]] for each")
_KEY = re.compile(r"[^\W\d][\w-]*")
_OF_LETTERS = Text("以字母或汉字开头，由字母、数字、_、- 组成", "begin with a letter and hold letters, digits, _ and -")
_LIKE_KEY = Text("例如 property_income", "for example property_income")
_OTHER_KEY = Text("换一个键", "choose another key")
_HOLDS_YEAR = Text("只含一个 {year}", "hold {year} and no other field")
_LIKE_YEAR = Text(
    '写作 year = { zh = "{year}财年", en = "FY{year}" }', 'write year = { zh = "{year}财年", en = "FY{year}" }'
)
_RATIO_OF = Template("{above}与{below}收入比", "ratio of incomes, {above} to {below}")
_ANOTHER_GROUP = Text("与 above 不同", "differ from above")
_COMPARED = Text("收入比为 above 的收入除以 below 的收入", "the ratio is the income of above over that of below")


def read_terms(top: Section) -> Terms:
    """Return the terms of a plan; what its file does not say is as in a plan that counts as the Bureau does.

    Faults go to those of the section: more than eight components, keys that repeat, a ratio of
    groups that are not there, a form of years without the year.
    """
    income, place = top.section("income", {}), top.section("place", {})
    concepts = {**CONCEPT_LABELS, **_concepts(income)}
    groups = tuple(_group(section, tuple(concepts)) for section in top.sections("group"))
    words = {
        **income.present(("unit", "recipient", "period"), income.texts),
        **place.present(("level", "places"), place.texts),
        **top.present(("kind",), top.texts),
    }
    terms = Terms(
        groups=groups,
        components=_components(top, [group.key for group in groups]),
        ratio=_ratio(top, {group.key: group.of_income for group in groups}),
        concepts=concepts,
        region=place.optional("name", place.texts) or NO_TEXT,
        year=_year(income),
        **words,
    )
    income.finish()
    place.finish()
    return terms


def _concepts(income: Section) -> dict[str, Text]:
    own = income.section("concepts", {})
    concepts = own.present(own.table, own.texts)
    own.finish()
    return concepts


def _group(section: Section, concepts: Sequence[str]) -> Group:
    group = Group(
        key=section.text("key"),
        label=section.texts("label"),
        concept=section.option("concept", concepts),
        part_of=section.optional("part_of", section.text),
        series=section.optional("series", section.text),
        short=section.optional("short", section.texts) or NO_TEXT,
    )
    section.finish()
    return group


def _components(top: Section, groups: Sequence[str]) -> tuple[Component, ...]:
    """Return the components that a plan declares, else the four of the Bureau."""
    sections = top.sections("component")
    if not sections:
        return BUREAU_COMPONENTS
    components = tuple(_component(section) for section in sections)
    if not FEWEST_COMPONENTS <= len(components) <= MOST_COMPONENTS:
        rule = _COUNT.format(fewest=FEWEST_COMPONENTS, most=MOST_COMPONENTS)
        top.fault("component", rule, len(components), _LIST_THEM)
    keys = [component.key for component in components]
    # cells are written GROUP.COMPONENT.YEAR, in any order
    taken = (TOTAL, *groups)
    for repeated in dict.fromkeys(key for key in keys if keys.count(key) > 1 or key in taken):
        top.fault("component.key", UNREPEATED, repeated, _OTHER_KEY)
    for key in keys:
        if not _KEY.fullmatch(key):
            top.fault("component.key", _OF_LETTERS, key, _LIKE_KEY)
    return components


def _component(section: Section) -> Component:
    component = Component(
        key=section.text("key"),
        label=section.texts("label"),
        may_be_negative=section.flag("may_be_negative", default=False),
    )
    section.finish()
    return component


def _ratio(top: Section, names: Mapping[str, Text]) -> GroupRatio | None:
    """Return the two groups that the plan compares: those that it names, else urban and rural where it has both."""
    section = top.optional("ratio", top.section)
    if section is None:
        return URBAN_RURAL if set(URBAN_RURAL.keys) <= set(names) else None
    above, below = section.option("above", list(names)), section.option("below", list(names))
    if above == below:
        section.fault("below", _ANOTHER_GROUP, below, _COMPARED)
    label = section.optional("label", section.texts)
    section.finish()
    if label is None and (above, below) != URBAN_RURAL.keys:
        above_name, below_name = (names.get(key, NO_TEXT) for key in (above, below))
        label = _RATIO_OF.format(above=above_name, below=below_name)
    return GroupRatio(above=above, below=below, label=label or URBAN_RURAL.label)


def _year(income: Section) -> Template:
    form = income.optional("year", income.texts)
    usual = Terms(groups=()).year
    if form is None:
        return usual
    if any(_fields(text) != ["year"] for text in form):
        income.fault("year", _HOLDS_YEAR, f"{form.zh} / {form.en}", _LIKE_YEAR)
        return usual
    return Template.of(form)


def _fields(text: str) -> list[str | None]:
    """Return the fields of a form; none where its brackets do not close."""
    try:
        return [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    except ValueError:
        return []
