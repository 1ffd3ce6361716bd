"""Read incomes of the base year, and how they are split, as they are typed or stand in an official table."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ceheng_model.cli.given.goals import pairs_of
from ceheng_model.cli.given.sheet import is_there
from ceheng_model.cli.readings import form_fault, number_of, repeated_fault
from ceheng_model.drafting import PublishedBase, published_base
from ceheng_model.errors import THERE, Fault, InputError, choice, raise_faults
from ceheng_model.files import PERCENT, YUAN, number
from ceheng_model.names import known_name, meant
from ceheng_model.terms import BUREAU_COMPONENTS, Component
from ceheng_model.vocabulary import Group, Template, Text

if TYPE_CHECKING:
    from ceheng_model.files import Encoding

NATIONAL = "national"
_LACKING = Template("还缺 {parts}；或只给合计", "{parts} are lacking; or give the total alone")
_NATION = (known_name(NATIONAL),)
"""Stands for China's residents, in place of a split and as the name of a series."""


def published(
    files: Sequence[str],
    opening: "tuple[str | None, Encoding | None]",
    region: str,
    year: int,
    groups: Collection[Group],
) -> PublishedBase | None:
    """Return what an official table has of the base year, or None where none is given."""
    sheet, encoding = opening
    if not files:
        return None
    if len(files) > 1:
        raise InputError(repeated_fault("--base", files[1]))
    path = Path(files[0])
    # an amount without its group has no ending that begins with a letter: 39000, 3.9万元
    if not is_there(files[0]) and path.suffix[1:2].isascii() and path.suffix[1:2].isalpha():
        what, way_out = Text("--base 的文件", "the file of --base"), Text("请检查路径", "check the path")
        raise InputError(Fault(what=what, rule=THERE, got=files[0], way_out=way_out))
    if not is_there(files[0]):
        raise InputError(
            form_fault("--base", files[0], "--base urban=36510", "--base rural.wages=5600", "--base 文件.csv")
        )
    return published_base(files[0], region=region, year=year, groups=groups, sheet=sheet, encoding=encoding)


def incomes_of(
    given: Sequence[str], declared: Sequence[Component], found: PublishedBase | None
) -> tuple[dict[str, float], dict[str, tuple[float, ...]]]:
    """Return total incomes and components by group: of a table, then as typed."""
    totals = dict(found.base) if found else {}
    parts: dict[str, dict[str, float]] = {}
    for cell, value in pairs_of(list(given), "--base"):
        key, dot, component = cell.partition(".")
        amount = number_of(value, YUAN, "--base", "--base urban=36510", "--base urban=3.65万元")
        if found and key in found.base:
            raise InputError(repeated_fault("--base", cell))
        if dot:
            parts.setdefault(key, {})[component] = amount
        else:
            totals[key] = amount
    # official tables are split as the Bureau splits
    components = dict(found.components) if found and tuple(declared) == BUREAU_COMPONENTS else {}
    keys = [component.key for component in declared]
    for key, amounts in parts.items():
        _require_all(key, amounts, keys)
        components[key] = tuple(amounts[part] for part in keys)
    return totals, components


def shares_of(text: str, count: int, what: str | Text, *examples: str) -> tuple[float, ...]:
    """Return shares written in per cent; raise `InputError` where they are not as many numbers."""
    parts = [number(part, PERCENT) for part in text.replace("，", ",").split(",")]
    if len(parts) != count or None in parts:
        raise InputError(form_fault(what, text, *examples))
    return tuple(part for part in parts if part is not None)


def is_nation(text: str) -> bool:
    """Return whether a word names the nation, in either language.

    >>> is_nation("全国"), is_nation("National"), is_nation("35,36,2,27")
    (True, True, False)
    """
    return bool(meant(text, _NATION))


def is_national(text: str) -> bool:
    """Return whether a split is that of China's residents."""
    return is_nation(text.rpartition("=")[2])


def national_split(split: Sequence[str], groups: Sequence[Group], components: Mapping[str, object]) -> tuple[str, ...]:
    """Return the groups that are split as China's residents: those named, or all whose split is not given."""
    asked = [text.rpartition("=")[0].strip() for text in split if is_national(text)]
    own = [text.partition("=")[0].strip() for text in split if not is_national(text)]
    named = [key for key in asked if key]
    everywhere = [group.key for group in groups if group.key not in (*own, *named, *components)] if "" in asked else []
    return (*named, *everywhere)


def national_series(series: Sequence[str]) -> bool:
    """Return whether China's series is asked for; raise `InputError` for any other name."""
    raise_faults([choice(Text.same("--series"), name, _NATION) for name in series if not is_nation(name)])
    return bool(series)


def _require_all(key: str, amounts: Mapping[str, float], keys: Sequence[str]) -> None:
    """Raise `InputError` where components of a group are unknown or lacking."""
    raise_faults([choice(Text.same(f"--base {key}"), part, keys) for part in amounts if part not in keys])
    missing = [part for part in keys if part not in amounts]
    if missing:
        what = Text(f"--base {key} 的构成", f"the components of --base {key}")
        way_out = _LACKING.format(parts=Text.listed(missing))
        raise InputError(Fault(what=what, rule=Text("给全", "be complete"), got=tuple(amounts), way_out=way_out))
