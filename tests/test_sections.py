"""TOML tables key by key: what is needed, what may be left out, and what nobody asked for."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ceheng_model.errors import NOTHING, Fault
from ceheng_model.files import Section
from ceheng_model.vocabulary import Text


def section(**table: Any) -> tuple[Section, list[Fault]]:
    faults: list[Fault] = []
    return Section(Path("a.toml"), "", table, faults), faults


def told(faults: list[Fault]) -> list[str]:
    return [fault.text("en") for fault in faults]


READ: list[tuple[dict[str, Any], Callable[[Section], object], object]] = [
    ({"k": "x"}, lambda s: s.text("k"), "x"),
    ({}, lambda s: s.text("k", "usual"), "usual"),
    ({}, lambda s: s.optional("k", s.text), None),
    ({"k": "x"}, lambda s: s.optional("k", s.text), "x"),
    ({"k": 3}, lambda s: s.optional("k", s.number), 3.0),
    ({}, lambda s: s.optional("k", s.section), None),
    ({}, lambda s: s.optional("k", lambda key: s.option(key, ("a", "b"))), None),
    ({"k": "b"}, lambda s: s.optional("k", lambda key: s.option(key, ("a", "b"))), "b"),
    ({}, lambda s: s.option("k", ("a", "b"), "a"), "a"),
    ({"b": 2, "a": 1}, lambda s: s.present(("a", "b", "c"), s.number), {"a": 1.0, "b": 2.0}),
    ({"k": 2021}, lambda s: s.whole("k"), 2021),
    ({}, lambda s: s.whole("k", 7), 7),
    ({"k": True}, lambda s: s.flag("k", default=False), True),
    ({}, lambda s: s.flag("k", default=False), False),
    ({"k": date(2022, 9, 30)}, lambda s: s.day("k"), date(2022, 9, 30)),
    ({"k": {"zh": "甲", "en": "a"}}, lambda s: s.texts("k"), Text("甲", "a")),
    ({"k": "a"}, lambda s: s.options("k", ("a", "b")), ("a",)),
    ({"k": ["b", "a"]}, lambda s: s.options("k", ("a", "b")), ("b", "a")),
    ({}, lambda s: s.options("k", ("a", "b")), ()),
    ({"k": [2022, 2024]}, lambda s: s.years("k"), (2022, 2024)),
    ({"k": 2022}, lambda s: s.years("k"), (2022,)),
    ({"k": {"2022": 0.02, "2023": 1}}, lambda s: s.section("k").by_year(), {2022: 0.02, 2023: 1.0}),
    ({"k": {}}, lambda s: s.section("k").by_year(), {}),
    ({"k": [1]}, lambda s: s.raw("k"), [1]),
    ({}, lambda s: s.raw("k"), NOTHING),
]


@pytest.mark.parametrize(("table", "read", "expected"), READ)
def test_what_is_right_is_read_and_known(
    table: dict[str, Any], read: Callable[[Section], object], expected: object
) -> None:
    top, faults = section(**table)
    assert read(top) == expected
    top.finish()
    assert told(faults) == []


WRONG: list[tuple[dict[str, Any], Callable[[Section], object], object, str]] = [
    ({}, lambda s: s.text("k"), "", "a.toml: k must be text that is not empty (got nothing); write \"...\"."),
    ({"k": 5}, lambda s: s.text("k", "usual"), "", "k must be text that is not empty (got 5)"),
    ({"k": 5}, lambda s: s.optional("k", s.text), "", "k must be text that is not empty (got 5)"),
    ({"k": " "}, lambda s: s.optional("k", s.text), "", "k must be text that is not empty (got ' ')"),
    ({"k": "x"}, lambda s: s.optional("k", s.whole), 0, "k must be a whole number (got 'x'); for example 2021"),
    ({"k": True}, lambda s: s.whole("k", 7), 0, "k must be a whole number (got True)"),
    ({"k": "z"}, lambda s: s.option("k", ("a", "b"), "a"), "z", "k must be one of the known options (got 'z'); choose from: a, b."),
    ({}, lambda s: s.option("k", ("a", "b")), "", "k must be one of the known options (got nothing)"),
    ({"k": ["a"]}, lambda s: s.option("k", ("a", "b")), "", "k must be one of the known options (got ['a'])"),
    ({"a": "x"}, lambda s: list(s.present(("a", "b"), s.number)), ["a"], "a must be a finite number (got 'x')"),
    ({"k": 1}, lambda s: s.flag("k", default=False), False, "k must be true or false (got 1); such as false"),
    ({"k": "2022-09-30"}, lambda s: s.day("k"), date.min, "k must be a date (got '2022-09-30'); write 2022-09-30 without"),
    ({"k": 3}, lambda s: s.optional("k", s.section) is None, False, "k must be a table (got 3); write [k]."),
    ({"k": ["a", "z"]}, lambda s: s.options("k", ("a", "b")), (), "k must hold known names (got 'z'); choose from: a, b."),
    ({"k": [2022, True]}, lambda s: s.years("k"), (), "k must hold years (got True); choose from: 2022, 2023."),
    ({"k": {"soon": 1}}, lambda s: s.section("k").by_year(), {}, "the key must be known (got 'k.soon'); the keys are years"),
    ({"k": {"2022": "x"}}, lambda s: list(s.section("k").by_year()), [2022], "k.2022 must be a finite number (got 'x')"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "read", "expected", "message"), WRONG)
def test_what_is_wrong_is_one_fault(
    table: dict[str, Any], read: Callable[[Section], object], expected: object, message: str
) -> None:
    top, faults = section(**table)
    assert read(top) == expected
    top.finish()
    (line,) = told(faults)
    assert message in line
    assert "None" not in line


def test_what_nobody_asked_for_is_named_beside_what_is_known() -> None:
    top, faults = section(name="x", colour="red", speed=3)
    top.text("name")
    top.optional("based_on", top.text)
    top.present(("set", "add"), top.number)
    top.finish()
    assert told(faults) == [
        f"a.toml: the key must be known (got '{key}'); known here: name, based_on, set, add."
        for key in ("colour", "speed")
    ]
    inside, faults = section(k={"x": 1})
    inside.section("k").finish()
    assert told(faults) == ["a.toml: the key must be known (got 'k.x'); known here: (none)."]
