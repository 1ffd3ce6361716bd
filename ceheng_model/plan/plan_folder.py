"""Read a plan folder: ``plan.toml`` and the files it names."""

import os
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
    UNREPEATED,
    Fault,
    InputError,
    between,
    choice,
    raise_faults,
)
from ceheng_model.files import Section, read_settings, shipped
from ceheng_model.files.format_versions import PLAN, take_format
from ceheng_model.levers import LeverTemplate, read_templates
from ceheng_model.plan.catalogue_files import FILES, read_measures
from ceheng_model.plan.counts import read_count, read_numbering
from ceheng_model.plan.growth_table import read_growth_table, require_rate
from ceheng_model.plan.plan import Plan
from ceheng_model.plan.printed_figures import figures_in, swallowed, words_fault
from ceheng_model.plan.stated_terms import read_terms
from ceheng_model.plan.statements import STAND_IN, Statement
from ceheng_model.quantities import GDP, QUANTITIES, WORDINGS_OF, Against, Income, Quantity, stated_quantity
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import TOTAL, Force, Group, Missing, Need, Template, Text
from ceheng_model.wording import WIDTHS, WORDINGS, Above, Better, Exceeds, Wording, value_keys

SHIPPED_PLAN = "ceheng-2022-2024"
QUARTERS = (1, 2, 3, 4)
_MOST_YEARS = 100
"""Years of a period: more is a slip of the pen."""
_AS = Template("为 {value}", "be {value}")
_NOT_AFTER = Template("不晚于 {year}", "not be after {year}")
_NOT_BEFORE = Template("不早于 {year}", "not be before {year}")
_KEY_OF = Template("{group} 的 {key}", "{key} of {group}")
_CHOOSE_FROM = Template("可用：{options}", "choose from: {options}")


def load_plan(path: Path | str | None = None) -> Plan:
    """Read a plan from its folder; without a path, the plan that ships.

    Raises `InputError` with every fault of ``plan.toml``, of the growth table and of the measures.
    """
    file = _plan_file(path)
    faults: list[Fault] = []
    top = Section(file, "", read_settings(file), faults)
    take_format(top, PLAN)
    terms = read_terms(top)
    groups = terms.groups
    years = _years(top)
    baseline, growth = top.section("baseline"), top.optional("growth", top.section)
    shares = baseline.section("shares")
    series = top.section("series", {})
    series_files = {name: _beside(file, series.text(name)) for name in series.table}
    statements = tuple(_statement(section, terms, years, series_files) for section in top.sections("statement"))
    fields = {
        "counts": tuple(read_count(section) for section in top.sections("count")),
        "numberings": tuple(read_numbering(section) for section in top.sections("numbering")),
        "id": top.text("id"),
        "title": top.texts_in_either("title"),
        "issuer": top.texts_in_either("issuer"),
        "issued": top.day("issued"),
        "region": baseline.text("region"),
        "baseline_file": _beside(file, baseline.text("file")),
        "shares": {group.key: shares.text(group.key) for group in groups},
    }
    levers = top.optional("levers", top.text)
    circumstances = top.optional("circumstances", top.section)
    catalogue = _catalogue_files(top, file)
    table = None if growth is None else (_beside(file, growth.text("file")), growth.texts_to_fill("place"))
    surroundings = None if circumstances is None else _beside(file, circumstances.text("file"))
    for section in (top, baseline, shares, *(section for section in (growth, circumstances) if section is not None)):
        section.finish()
    _check_groups(top, groups, _series_groups(series_files, terms.group_keys))
    _check_ids(top, statements)
    raise_faults(faults)
    measures = read_measures(catalogue, terms, [statement.id for statement in statements], faults)
    cells = _growth_cells(table, terms, years, faults)
    return Plan(
        levers=_levers(file, levers, terms),
        folder=file.parent,
        base_year=years[0] - 1,
        years=years,
        terms=terms,
        series_files=series_files,
        statements=statements,
        growth=cells,
        measures=measures,
        circumstances_file=surroundings,
        **fields,  # type: ignore[arg-type]
    )


def _plan_file(path: Path | str | None) -> Path:
    folder = shipped("plans", SHIPPED_PLAN) if path is None else Path(path)
    return folder if folder.suffix == ".toml" else folder / "plan.toml"


def _growth_cells(
    table: tuple[Path, Text] | None, terms: Terms, years: tuple[int, ...], faults: list[Fault]
) -> tuple[Statement, ...]:
    """Return the growth table, of its file and place; raise its faults together with those that are known already."""
    try:
        cells = () if table is None else read_growth_table(table[0], terms, years, table[1], faults)
    except InputError as error:
        raise InputError([*faults, *error.faults]) from error
    raise_faults(faults)
    return cells


def _levers(file: Path, name: str | None, terms: Terms) -> tuple[LeverTemplate, ...]:
    return () if name is None else read_templates(_beside(file, name), terms)


def _beside(file: Path, name: str) -> Path:
    return Path(os.path.normpath(file.parent / name))


def _catalogue_files(top: Section, file: Path) -> dict[str, Path]:
    named = top.optional("measures", top.section)
    if named is None:
        return {}
    others = (key for key in FILES if key != "measures")
    files = {"measures": named.text("measures"), **named.present(others, named.text)}
    named.finish()
    return {key: _beside(file, name) for key, name in files.items()}


def _years(top: Section) -> tuple[int, ...]:
    """Return the years of the plan; the base year, with no fault, is the one before the first."""
    first_year, last_year, base_year = (top.whole(key) for key in ("first_year", "last_year", "base_year"))
    if first_year != base_year + 1:
        way_out = Text("增速从基年的下一年起", "growth starts in the year after the base year")
        top.fault("first_year", _AS.format(value=base_year + 1), first_year, way_out)
    if last_year < first_year or last_year - first_year > _MOST_YEARS:
        way_out = Text("期间为1至100年", "a period has 1 to 100 years")
        top.fault("last_year", _NOT_BEFORE.format(year=first_year), last_year, way_out)
        return (first_year,)
    return tuple(range(first_year, last_year + 1))


def _series_groups(series_files: dict[str, Path], keys: Sequence[str]) -> list[str]:
    """Return the groups that series may have: the usual ones, and those of the plan."""
    held = dict.fromkeys(("urban", "rural", "all", *keys))
    return [f"{name}.{group}" for name in series_files for group in held]


def _check_groups(top: Section, groups: tuple[Group, ...], series: list[str]) -> None:
    keys = [group.key for group in groups]
    if not keys or len(set(keys)) < len(keys):
        rule = Text("至少一个且键不重复", "be at least one, with keys that do not repeat")
        top.fault("group", rule, ", ".join(keys), Text("写作 [[group]]", "write [[group]]"))
    for group in groups:
        for key, value, options in (("part_of", group.part_of, keys), ("series", group.series, series)):
            if value is not None and value not in options:
                top.faults.append(choice(_KEY_OF.format(group=group.key, key=key), value, options).at(top.place))


def _check_ids(top: Section, statements: tuple[Statement, ...]) -> None:
    ids = [statement.id for statement in statements]
    for repeated in dict.fromkeys(id for id in ids if ids.count(id) > 1):
        top.fault("statement.id", UNREPEATED, repeated, Text("换一个名称", "choose another name"))


def _statement(section: Section, terms: Terms, years: tuple[int, ...], series: dict[str, Path]) -> Statement:
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
            **_details(section, quantity, _series_groups(series, keys)),
        ),
        wording=wording,
        words=section.text_to_fill("words"),
        place=section.texts_to_fill("place"),
        needs=Missing(what=section.texts("needs"), need=Need.OTHER) if "needs" in given else None,
        force=section.optional("force", partial(_force, section)),
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
    far = range(years[0], years[0] + _MOST_YEARS)
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
        return section.option("component", terms.component_keys)
    return section.option("component", terms.items, TOTAL) if "component" in quantity.may_have else TOTAL


def _force(section: Section, key: str) -> Force | None:
    named = section.option(key, tuple(Force))
    return Force(named) if named in tuple(Force) else None


def _details(section: Section, quantity: type[Quantity], series_groups: list[str]) -> dict[str, Any]:
    """Return what a statement says of its quantity beside group, component, years and comparison."""
    readers: dict[str, Callable[[str], object]] = {
        "each_year": lambda key: section.flag(key, default=False),
        "in_all": lambda key: section.flag(key, default=False),
        "base_year": lambda key: _other_year(section, key),
        "past": lambda key: _series_group(section, key, series_groups),
        "quarter": lambda key: _quarter(section, key),
        "threshold": lambda key: _above_zero(section, key),
        "gini": lambda key: _gini(section, key),
        "gini_source": section.texts,
    }
    return {
        key: read(key)
        for key, read in readers.items()
        # without a key that it may have, the quantity says what is meant
        if key in quantity.given or (key in quantity.may_have and key in section.table)
    }


def _above_zero(section: Section, key: str) -> float:
    value = section.number(key)
    if value <= 0.0:
        section.fault(key, POSITIVE, value, Text("以元计", "in yuan"))
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
        named = Text.join(map(Text.same, terms.compared.keys), zh=" 与 ", en=" and ")
        way_out = _ADD_GROUPS.format(groups=named)
        section.fault("quantity", _HAVE_GROUPS.format(groups=named), ", ".join(terms.group_keys), way_out)


def _against(section: Section, quantity: type[Quantity], groups: Sequence[str], series: dict[str, Path]) -> Against:
    sorts: dict[str, Sequence[str]] = {"group": groups, "gdp": [GDP], "series": _series_groups(series, groups)}
    return _series_group(section, "against", [option for sort in quantity.compared_with for option in sorts[sort]])


def _series_group(section: Section, key: str, options: list[str]) -> Against:
    text = section.text(key)
    name, dot, group = text.rpartition(".")
    if text not in options:
        section.fault(
            key,
            Text("为人群、gdp 或“序列.人群”", "be a group, gdp, or SERIES.GROUP"),
            text,
            _CHOOSE_FROM.format(options=", ".join(options)),
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
    rates = values if quantity.is_rate() else {}
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
        named = Text.same(f"{section.name}{key}")
        # words that are no text have a fault of their own
        fault = words_fault(words if isinstance(words, str) else "", [value], is_rate=quantity.is_rate(), what=named)
        if fault is not None:
            section.faults.append(fault.at(section.place))
