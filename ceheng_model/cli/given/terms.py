"""Read the groups, the components, the day of issue and the period of a plan as they are typed."""

from collections.abc import Sequence
from datetime import date

from ceheng_model.drafting import group_of
from ceheng_model.errors import FOUR_DIGITS, IN_CALENDAR, NOTHING, Fault, InputError, raise_faults
from ceheng_model.files import CALENDAR, day_of, plain, year_of
from ceheng_model.terms import BUREAU_COMPONENTS, Component
from ceheng_model.vocabulary import Concept, Group, Text, label_of

_URBAN, _RURAL = "urban:城镇常住居民:urban residents", "rural:农村常住居民:rural residents"
_USUAL = {"1": (_URBAN, _RURAL), "2": (_RURAL,), "3": (_URBAN,), "4": ("all:全体居民:all residents",)}
"""Groups that most plans are about, by the number under which an interview lists them."""
_NET = "net"
_DIGITS_OF_A_DAY = 8


def groups_of(given: Sequence[str]) -> tuple[Group, ...]:
    """Return the groups written as ``KEY:ZH:EN:PART_OF``, as names, or by a number; urban and rural where none is.

    >>> [group.key for group in groups_of(["牧民", "town:城关居民:town"])]
    ['group1', 'town']
    """
    number = plain(given[0]) if len(given) == 1 else ""
    return tuple(map(_group, _USUAL.get(number) or _keyed("group", given) or _USUAL["1"]))


def components_of(given: Sequence[str]) -> tuple[Component, ...]:
    """Return the components written as ``KEY:ZH:EN:net``; those of the Bureau where none is."""
    return tuple(map(_component, _keyed("part", given))) if given else BUREAU_COMPONENTS


def year_in(text: str, what: Text) -> int:
    """Return a year; raise `InputError` where there is none."""
    year = year_of(text)
    if year is None or year not in CALENDAR:
        rule, way_out = FOUR_DIGITS if year is None else IN_CALENDAR, Text("例如 2023 或 2023年", "for example 2023")
        raise InputError(Fault(what=what, rule=rule, got=text, way_out=way_out))
    return year


def day_in(text: str, what: Text) -> date:
    """Return the day of issue; raise `InputError` where there is none."""
    # a number of five digits is a day to a spreadsheet, and hardly one that anybody types
    day = None if text.strip().isdigit() and len(text.strip()) != _DIGITS_OF_A_DAY else day_of(text)
    if day is None or day.year not in CALENDAR:
        rule = Text("为日期", "be a date") if day is None else IN_CALENDAR
        way_out = Text("例如 2024年3月1日或 2024-03-01", "for example 2024-03-01")
        raise InputError(Fault(what=what, rule=rule, got=text or NOTHING, way_out=way_out))
    return day


def require_apart(groups: Sequence[Group | Component], what: Text) -> None:
    """Raise `InputError` where a key stands twice, or is no key."""
    keys = [group.key for group in groups]
    way_out = Text("例如 north:北部居民:northern residents", "for example north:北部居民:northern residents")
    raise_faults(
        [
            Fault(what=what, rule=Text("以不重复的字母键开头", "begin with a key of its own"), got=key, way_out=way_out)
            for at, key in enumerate(keys)
            if not key.isidentifier() or not key.isascii() or key in keys[:at]
        ]
    )


def _keyed(stem: str, given: Sequence[str]) -> list[str]:
    """Return what was given, a name that stands alone and is no key with one of its own before it."""
    alone = {
        text for text in given if ":" not in text.replace("：", ":") and not (text.isidentifier() and text.isascii())
    }
    return [f"{stem}{at}:{text}:{text}" if text in alone else text for at, text in enumerate(given, start=1)]


def _group(text: str) -> Group:
    key, label, rest = _parts(text)
    # people lifted out of poverty are counted by net income
    concept: Concept = "net_income" if key == "lifted" else "disposable_income"
    return group_of(key, label=label, concept=concept, part_of=rest[0] if rest else None)


def _component(text: str) -> Component:
    key, label, rest = _parts(text)
    if rest not in ([], [_NET]):
        what, rule = (
            Text("--component 的第四部分", "the fourth part of --component"),
            Text("为 net 或不写", "be net or left out"),
        )
        way_out = Text("net 表示可为负", "net says that it may be negative")
        raise InputError(Fault(what=what, rule=rule, got=":".join(rest), way_out=way_out))
    return Component(key=key, label=label, may_be_negative=rest == [_NET])


def _parts(text: str) -> tuple[str, Text, list[str]]:
    """Return the key, the label, which is the usual one of the key where it is left out, and what stands behind."""
    key, *rest = (part.strip() for part in text.replace("：", ":").split(":"))
    label = Text(*(rest[at] if at < len(rest) else usual for at, usual in enumerate(label_of(key))))
    return key, label, rest[2:]
