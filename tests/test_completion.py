"""An editor completes public names with one line on each and with types."""

import inspect
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

import pytest

import ceheng_model as cm

WIDTH = 120
"""Signs of a line that an editor shows beside a name."""


def functions(kind: type) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield the methods and properties that a class of the library offers, its own and those it inherits."""
    for name in dir(kind):
        if name.startswith("_"):
            continue
        held = inspect.getattr_static(kind, name)
        if isinstance(held, staticmethod | classmethod):
            held = held.__func__
        elif isinstance(held, property):
            held = held.fget
        elif isinstance(held, cached_property):
            held = held.func
        if inspect.isfunction(held) and held.__module__.startswith("ceheng_model"):
            yield f"{kind.__name__}.{name}", held


def offered() -> dict[str, Any]:
    """Return every public class, function, method and property by its name."""
    found: dict[str, Any] = {}
    for name in cm.__all__:
        held = getattr(cm, name)
        if isinstance(held, type):
            found[name] = held
            found |= dict(functions(held))
        elif inspect.isfunction(held):
            found[name] = held
    return found


OFFERED = offered()


@pytest.mark.parametrize("name", OFFERED)
def test_the_first_line_says_what_it_is(name: str) -> None:
    told = inspect.getdoc(OFFERED[name])
    assert told, name
    first, *others = told.splitlines()
    assert len(first) < WIDTH
    assert first.endswith((".", ":", "?")), first
    assert not others or not others[0], "one line, then an empty one"


@pytest.mark.parametrize("name", [name for name, held in OFFERED.items() if inspect.isfunction(held)])
def test_all_that_it_takes_and_gives_has_a_type(name: str) -> None:
    signature = inspect.signature(OFFERED[name])
    assert signature.return_annotation is not inspect.Signature.empty
    parameters = [one for one in signature.parameters.values() if one.name not in ("self", "cls")]
    assert [one.name for one in parameters if one.annotation is inspect.Parameter.empty] == []


@pytest.mark.parametrize("name", [name for name, held in OFFERED.items() if isinstance(held, type)])
def test_a_class_is_told_in_words_of_its_own(name: str) -> None:
    """Not by the signature that a dataclass has where nobody wrote a line."""
    told = OFFERED[name].__doc__
    assert told
    assert not told.startswith(f"{name}(")
