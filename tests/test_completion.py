"""An editor completes public names with one line on each and with types."""

import inspect
import sys
from collections.abc import Callable, Iterator
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

import ceheng_model as cm
from ceheng_model import charts
from tests.specimens import specimens

WIDTH = 100
"""Signs of a line that an editor shows beside a name."""
ROOT = Path(__file__).parent.parent
CHAINS = {
    "cm.project(cm.scenario()).urban_rural_ratio.sel": "function",
    "cm.project(cm.scenario()).totals.to_frame": "function",
    "cm.scenario().with_growth('rural', 'wages', 0.1).with_prices(0.02).with_name": "function",
    "cm.scenario().baseline.levels": "statement",
    "cm.check(cm.project(cm.scenario()))['ratio_2024'].distance_to_goal": "statement",
    "cm.audit().contradictions": "statement",
    "cm.required_growth(cm.scenario(), 'ratio=2.8', vary='rural').value": "property",
    "cm.simulate(cm.scenario()).fan('ratio').targets": "statement",
    "cm.load_plan().terms.label": "function",
    "cm.load_series().name": "statement",
}
"""What is written in a session, and of which sort the last name is."""


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
    for name in charts.__all__:
        held = getattr(charts, name)
        if getattr(held, "__module__", "").startswith("ceheng_model"):
            found[f"charts.{name}"] = held
    return found


OFFERED = offered()


@pytest.mark.parametrize("name", OFFERED)
def test_the_first_line_says_what_it_is(name: str) -> None:
    told = inspect.getdoc(OFFERED[name])
    assert told, name
    first, *others = told.splitlines()
    assert len(first) <= WIDTH
    assert first.endswith("."), first
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
    assert not told.startswith(f"{name.rpartition('.')[2]}(")


def seen_by_an_editor(written: str) -> dict[str, Any]:
    """Return what an editor offers behind what is written, by name; it reads the files and runs nothing."""
    jedi = pytest.importorskip("jedi")
    script = jedi.Script(f"import ceheng_model as cm\n{written}", project=jedi.Project(ROOT, added_sys_path=sys.path))
    return {found.name: found for found in script.complete()}


@pytest.mark.slow
def test_an_editor_resolves_every_public_name_to_its_signature_and_line() -> None:
    found = seen_by_an_editor("cm.")
    for name in cm.__all__:
        held = getattr(cm, name)
        assert name in found
        if isinstance(held, type):
            assert found[name].type == "class", name
        elif inspect.isfunction(held):
            (signature,) = found[name].get_signatures()
            assert [one.name for one in signature.params] == list(inspect.signature(held).parameters), name
            assert "->" in signature.to_string(), name
        if callable(held):
            assert found[name].docstring(raw=True).splitlines()[0] == str(held.__doc__).splitlines()[0], name


@pytest.mark.slow
@pytest.mark.parametrize("written", CHAINS)
def test_an_editor_follows_types_from_call_to_call(written: str) -> None:
    last = written.rpartition(".")[2]
    assert seen_by_an_editor(written)[last].type == CHAINS[written]


def internal(names: list[str]) -> list[str]:
    return [name for name in names if name.startswith("_") and not (name.startswith("__") and name.endswith("__"))]


def test_the_names_listed_are_the_public_ones() -> None:
    assert [name for name in dir(cm) if not name.startswith("__")] == sorted(cm.__all__)
    # what an enumeration lists is Python's own affair
    listed = {name: internal(dir(held)) for name, held in specimens().items() if not isinstance(held, Enum)}
    assert {name: names for name, names in listed.items() if names} == {}
    assert {"levels", "urban_rural_ratio", "to_frame", "at"} <= set(dir(specimens()["Projection"]))
    assert internal(dir(cm.ALTERNATIVES)) == []


def test_keys_complete_where_something_stands_under_them() -> None:
    keyed: list[Any] = [
        held for held in specimens().values() if hasattr(type(held), "__getitem__") and not isinstance(held, str)
    ]
    assert len(keyed) >= 8
    projection = cm.project(cm.scenario("plan"))
    others: list[Any] = [cm.ALTERNATIVES, projection.totals.coords, cm.check(projection)]
    for held in (*keyed, *others):
        keys = held._ipython_key_completions_()
        assert len(set(keys)) == len(keys)
        for key in keys:
            assert held[key] is not None
    stated = {statement.id for statement in projection.scenario.require_dossier().plan.statements}
    assert stated <= set(others[-1]._ipython_key_completions_())
