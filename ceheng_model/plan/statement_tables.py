"""Read the ``[[statement]]`` tables of ``plan.toml``: which quantity, in which words, of which years."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, cast

from ceheng_model.errors import (
    GIVEN,
    NOT_NEGATIVE,
    NOTHING,
    POSITIVE,
    Fault,
    between,
    choice,
)
from ceheng_model.files import Section
from ceheng_model.names import component_names
from ceheng_model.plan.growth_table import require_rate
from ceheng_model.plan.printed_figures import figures_in, swallowed, words_fault
from ceheng_model.plan.restatements import read_restatements
from ceheng_model.plan.statements import STAND_IN, Statement
from ceheng_model.quantities import GDP, QUANTITIES, WORDINGS_OF, Against, GrowthLead, Income, Quantity, stated_quantity
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import TOTAL, Force, Missing, Need, Template, Text
from ceheng_model.wording import WIDTHS, WORDINGS, Above, Better, Exceeds, Wording, value_keys

QUARTERS = (1, 2, 3, 4)
MOST_YEARS = 100
"""Years of a period: more is a slip of the pen."""
_NOT_AFTER = Template("不晚于 {year}", "not be after {year}")
_CHOOSE_FROM = Template("可用：{options}", "choose from: {options}")
_IN_UNIT = Template("以{unit}计", "in {unit}")


def series_groups(series_files: dict[str, Path], keys: Sequence[str]) -> list[str]:
    """Return the groups that series may have: the usual ones, and those of the plan."""
    held = dict.fromkeys(("urban", "rural", "all", *keys))
    return [f"{name}.{group}" for name in series_files for group in held]


def read_statement(section: Section, terms: Terms, years: tuple[int, ...], series: dict[str, Path]) -> Statement:
    """Return one statement; its faults go to those of the section."""
    known = QUANTITIES.get(section.option("quantity", tuple(QUANTITIES)))
    # what belongs to a quantity that does not exist cannot be said: it is read as the plainest
    named = known or Income
    keys = terms.group_keys
    _require_ratio(section, named, terms)
    wording = _wording(section, known)
    quantity = stated_quantity(named.kind, wording.kind, to_quarter="quarter" in section.table)
    first_year, last_year = _period(section, quantity, years)
    given = quantity.given
    statement = Statement(
        id=section.text("id"),
        quantity=quantity(
            group=_own_group(section, quantity, keys),
            component=_component(section, quantity, terms),
            first_year=first_year,
            last_year=last_year,
            against=_against(section, quantity, keys, series) if "against" in given else None,
            **_details(section, quantity, series_groups(series, keys), terms),
        ),
        wording=wording,
        words=section.quoted_to_fill("words"),
        place=section.texts_to_fill("place"),
        needs=Missing(what=section.texts("needs"), need=Need.OTHER) if "needs" in given else None,
        force=section.optional("force", partial(_force, section)),
        restated=read_restatements(section, wording.printed_values, is_rate=quantity.is_rate()),
        note=section.optional("note", section.texts),
        everybody=_everybody(section, quantity, keys),
    )
    section.finish()
    return statement


_EARLIEST = 1949
"""The first year before the base that a statement may refer to."""
_FROM = Template("为 {first} 至 {last} 的年份", "be a year from {first} to {last}")
_AS_PRINTED = Text("按原文所写的年份填写", "give the year that the words name")


def _period(section: Section, quantity: type[Quantity], years: tuple[int, ...]) -> tuple[int, int]:
    """Return the first and the last year of a statement; what a series of the past may give can begin earlier."""
    first_year = section.whole("first_year", years[0])
    last_year = section.whole("year", section.whole("last_year", years[-1]))
    # 到2035年翻一番: what is promised of later years is projected that far
    far = range(years[0], years[0] + MOST_YEARS)
    may_begin = range(_EARLIEST + 1, far.stop) if "past" in quantity.may_have and quantity.spans else far
    faults = len(section.faults)
    for key, year, options in (("first_year", first_year, may_begin), ("year", last_year, far)):
        if year not in options:
            rule = _FROM.format(first=options[0], last=options[-1])
            section.fault(key, rule, year, _AS_PRINTED)
    if quantity.spans and len(section.faults) == faults and first_year > last_year:
        section.fault("first_year", _NOT_AFTER.format(year=last_year), first_year, _AS_PRINTED)
    return first_year, last_year


def _own_group(section: Section, quantity: type[Quantity], keys: Sequence[str]) -> str:
    wanted = "group" in quantity.given or ("group" in quantity.may_have and "group" in section.table)
    return section.option("group", keys) if wanted else ""


def _component(section: Section, quantity: type[Quantity], terms: Terms) -> str:
    if "component" in quantity.given:
        return section.option("component", component_names(terms, total=False))
    return section.option("component", component_names(terms), TOTAL) if "component" in quantity.may_have else TOTAL


def _everybody(section: Section, quantity: type[Quantity], groups: Sequence[str]) -> bool:
    said = section.flag("all_residents", default=False)
    if said and (quantity.kind != GrowthLead.kind or section.table.get("against") in groups):
        way_out = Text("删去，或改为领先 gdp 或某序列的条目", "remove it, or compare growth with gdp or a series")
        rule = Text(
            "用于与经济增长或公布序列相比的增速之差", "be said of growth above that of gdp or a published series"
        )
        section.fault("all_residents", rule, quantity.kind, way_out)
    return said


def _force(section: Section, key: str) -> Force | None:
    named = section.option(key, tuple(Force))
    return Force(named) if named in tuple(Force) else None


def _details(section: Section, quantity: type[Quantity], in_series: list[str], terms: Terms) -> dict[str, Any]:
    """Return what a statement says of its quantity beside group, component, years and comparison."""
    readers: dict[str, Callable[[str], object]] = {
        "each_year": lambda key: section.flag(key, default=False),
        "in_all": lambda key: section.flag(key, default=False),
        "base_year": lambda key: _other_year(section, key),
        "past": lambda key: _series_group(section, key, in_series),
        "quarter": lambda key: _quarter(section, key),
        "threshold": lambda key: _above_zero(section, key, terms),
        "gini": lambda key: _gini(section, key),
        "gini_source": section.texts,
    }
    return {
        key: read(key)
        for key, read in readers.items()
        # without a key that it may have, the quantity says what is meant
        if key in quantity.given or (key in quantity.may_have and key in section.table)
    }


def _above_zero(section: Section, key: str, terms: Terms) -> float:
    value = section.number(key)
    if value <= 0.0:
        section.fault(key, POSITIVE, value, terms.say(_IN_UNIT))
        return 1.0
    return value


def _quarter(section: Section, key: str) -> int:
    quarter = section.whole(key)
    if quarter not in QUARTERS:
        section.faults.append(choice(Text.same(f"{section.name}{key}"), quarter, QUARTERS).at(section.place))
    return quarter


def _gini(section: Section, key: str) -> float:
    value = section.number(key)
    if value <= 0.0 or value >= 1.0:
        section.fault(key, between(0, 1), value, Text("例如 0.35", "for example 0.35"))
        return 0.5
    if "gini_source" not in section.table:
        # an assumption that nobody can trace says nothing
        way_out = Text('例如 { zh = "住户调查", en = "survey" }', 'such as { zh = "住户调查", en = "survey" }')
        section.fault("gini_source", GIVEN, NOTHING, way_out)
    return value


def _other_year(section: Section, key: str) -> int:
    year, last = section.whole(key), section.whole("year", section.whole("last_year", _EARLIEST + 1_000)) - 1
    if not _EARLIEST <= year <= last:
        section.fault(key, _FROM.format(first=_EARLIEST, last=last), year, _AS_PRINTED)
    return year


_LAST_DIGIT = Text("末位数字的单位，例如 0.1", "the unit of the last printed digit, such as 0.1")
_HAVE_GROUPS = Template("有 {groups} 人群", "have the groups {groups}")
_ADD_GROUPS = Template(
    "加入 {groups}，或用 [ratio] 写明相比的两个人群，或删去该条目",
    "add {groups}, or name the two groups to compare under [ratio], or remove the statement",
)


def _require_ratio(section: Section, quantity: type[Quantity], terms: Terms) -> None:
    if quantity.compares_groups and not terms.has_ratio:
        named = Text.all_of(map(Text.same, terms.compared.keys), zh=" 与 ")
        way_out = _ADD_GROUPS.format(groups=named)
        section.fault("quantity", _HAVE_GROUPS.format(groups=named), tuple(terms.group_keys), way_out)


def _against(section: Section, quantity: type[Quantity], groups: Sequence[str], series: dict[str, Path]) -> Against:
    sorts: dict[str, Sequence[str]] = {"group": groups, "gdp": [GDP], "series": series_groups(series, groups)}
    return _series_group(section, "against", [option for sort in quantity.compared_with for option in sorts[sort]])


def _series_group(section: Section, key: str, options: list[str]) -> Against:
    text = section.text(key)
    name, dot, group = text.rpartition(".")
    if text not in options:
        section.fault(
            key,
            Text("为人群、gdp 或“序列.人群”", "be a group, gdp, or SERIES.GROUP"),
            text,
            _CHOOSE_FROM.format(options=Text.listed(options)),
        )
    return Against(group=group, series=name if dot else None)


def _wording(section: Section, known: type[Quantity] | None) -> Wording:
    """Return the wording of a statement; of a quantity that does not exist any will do."""
    quantity = known or Income
    allowed = tuple(WORDINGS) if known is None else WORDINGS_OF[known.kind]
    kind = section.text("type")
    if kind == Above.kind and "value" in section.table and Exceeds.kind in allowed:
        # above a value is what 突破 and 超过 say of it
        kind = Exceeds.kind
    wording = WORDINGS.get(kind)
    if wording is None or kind not in allowed:
        passed = _passed(section, kind, known)
        if passed is not None:
            return passed
        section.faults.append(_pair_fault(section, kind, known, allowed))
        # what belongs to a type that cannot be cannot be said; every key of a wording may stand
        section.option("better", ("up", "down"), "up")
        section.present((*value_keys(), *WIDTHS), section.number)
        return STAND_IN
    better = section.option("better", wording.sides, wording.sides[0])
    numbers = _printed(section, wording, quantity) if wording.given else {}
    return STAND_IN if numbers is None else wording.from_numbers(numbers, better=cast("Better", better))


def _passed(section: Section, kind: str, known: type[Quantity] | None) -> Wording | None:
    """Return what 突破 says of the one figure in the words, where no value is given and nothing to compare with."""
    if kind != Above.kind or known is None or Exceeds.kind not in WORDINGS_OF[known.kind]:
        return None
    words = section.table.get("words")
    figures = figures_in(words) if isinstance(words, str) else ()
    if len(figures) != 1 or (known.is_rate() and require_rate(_AS_PRINTED, figures[0])):
        return None
    return Exceeds(value=figures[0])


_WITH_A_VALUE = Text("“突破”“超过”某个数值写作 exceeds", "'more than' a value is written exceeds")
_OF_QUANTITY = Template("{name}（{quantity}）", "{name} (of {quantity})")


def _pair_fault(section: Section, kind: str, known: type[Quantity] | None, allowed: Sequence[str]) -> Fault:
    """Return the fault of a wording that a quantity may not have, with those that it may."""
    name = Text.same(f"{section.name}type")
    if known is None or kind not in WORDINGS:
        return choice(name, kind, allowed).at(section.place)
    fault = choice(_OF_QUANTITY.format(name=name, quantity=known.kind), kind, allowed).at(section.place)
    if WORDINGS[kind].compares and Exceeds.kind in allowed:
        # 突破 and 超过 are said of another quantity, and of a value
        return replace(fault, way_out=Text.join((fault.way_out, _WITH_A_VALUE), zh="；", en="; "))
    return fault


def _printed(section: Section, wording: type[Wording], quantity: type[Quantity]) -> dict[str, float] | None:
    """Return the printed values and widths of a wording, or None where they have faults."""
    faults = len(section.faults)
    values = {key: section.number(_written_as(section, key)) for key in wording.given}
    # what has to be passed is the value itself
    more = () if wording.is_open else ("tolerance",)
    widths = {"precision": section.number("precision"), **section.present(more, section.number)}
    names = {key: Text.same(f"{section.name}{_written_as(section, key)}") for key in values}
    rates = {key: value for key, value in values.items() if quantity.is_rate() and not _says_all(value, quantity)}
    for key, rate in rates.items():
        section.faults.extend(map(_or_multiple, require_rate(names[key], rate, section.place)))
    section.faults.extend(fault.at(section.place) for fault in wording.order_faults(values, names=names))
    for key, width in widths.items():
        if width < 0.0:
            section.fault(key, NOT_NEGATIVE, width, _LAST_DIGIT)
    # what breaks a rule of its own need not agree with anything
    if len(section.faults) == faults:
        _require_agreement(section, values, widths, quantity)
    return values | widths if len(section.faults) == faults else None


def _says_all(value: float, quantity: type[Quantity]) -> bool:
    """Return whether a value stands for words such as 全部, which no figure says."""
    return quantity.words_say_all and value == 1.0


_OTHER_NAMES = {"low": "value", "high": "value_high"}
"""What the ends of a range may be called as well."""


def _written_as(section: Section, key: str) -> str:
    """Return the key under which a printed value stands."""
    return _OTHER_NAMES.get(key, key) if "value_high" in section.table else key


_DOUBLED = Text("翻一番、几倍写作 multiple", "what doubles is a multiple")
_DOUBLINGS = (1.0, 2.0)
"""Growth that was hardly meant in per cent: an income that doubles, or triples."""


def _or_multiple(fault: Fault) -> Fault:
    """Return the fault of a rate with the way to say that an income doubles, where the rate is that large."""
    if fault.got not in _DOUBLINGS:
        return fault
    return replace(fault, way_out=Text.join((fault.way_out, _DOUBLED), zh="；", en="; "))


def _require_agreement(
    section: Section, values: dict[str, float], widths: dict[str, float], quantity: type[Quantity]
) -> None:
    """Add the faults of values that are not in the words of the statement, and of widths that swallow them."""
    for key, rule in swallowed(list(values.values()), widths):
        section.fault(key, rule, widths[key], _LAST_DIGIT)
    words = section.table.get("words")
    for key, value in values.items():
        if _says_all(value, quantity):
            continue
        named = Text.same(f"{section.name}{key}")
        # words that are no text have a fault of their own
        fault = words_fault(words if isinstance(words, str) else "", [value], is_rate=quantity.is_rate(), what=named)
        if fault is not None:
            section.faults.append(fault.at(section.place))
