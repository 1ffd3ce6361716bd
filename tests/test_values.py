"""What is held is equal by what it holds, cannot be changed, and survives copies, bytes and other processes."""

import copy
import pickle
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, timedelta
from enum import Enum
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import ceheng_model as cm
from ceheng_model.values import FrozenMapping, Value
from tests.specimens import specimens
from tests.walking import changeable, walk

NAMES = sorted(name for name in cm.__all__ if isinstance(getattr(cm, name), type))
ERRORS = ("CehengError", "InputError", "NoSolutionError", "OutputError")
KEPT = [name for name in NAMES if name not in ERRORS]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Held(Value):
    """Hold anything."""

    one: Any
    other: Any = None


def through_bytes(thing: Any) -> Any:
    return pickle.loads(pickle.dumps(thing))


@cache
def pickled(name: str) -> Any:
    """Return the specimen of a class as it comes out of bytes."""
    return through_bytes(specimens()[name])


def with_field(value: Any, name: str, held: Any) -> Any:
    """Return a value with another field, whatever its class thinks of it."""
    twin = object.__new__(type(value))
    for field in fields(value):
        object.__setattr__(twin, field.name, held if field.name == name else getattr(value, field.name))
    return twin


# every public class


def test_there_is_a_specimen_of_every_public_class() -> None:
    found = specimens()
    assert sorted(found) == NAMES
    for name, specimen in found.items():
        assert isinstance(specimen, getattr(cm, name))


@pytest.mark.parametrize("name", KEPT)
def test_copies_are_equal_and_have_the_same_hash(name: str) -> None:
    """Also one that went through bytes."""
    specimen = specimens()[name]
    for twin in (copy.copy(specimen), copy.deepcopy(specimen), pickled(name)):
        assert type(twin) is type(specimen)
        assert twin == specimen
        assert hash(twin) == hash(specimen)
        assert repr(twin) == repr(specimen)
    if isinstance(specimen, Value):
        assert copy.copy(specimen) is copy.deepcopy(specimen) is specimen


@pytest.mark.parametrize("name", KEPT)
def test_a_copy_that_went_through_bytes_is_told_alike(name: str) -> None:
    specimen: Any = specimens()[name]
    if hasattr(specimen, "to_text"):
        assert pickled(name).to_text("en") == specimen.to_text("en")


@pytest.mark.parametrize("name", NAMES)
def test_nothing_in_it_can_be_changed(name: str) -> None:
    """Neither in it nor in what a copy of it holds that went through bytes."""
    specimen = specimens()[name]
    assert changeable(specimen, name) == []
    assert changeable(pickled(name), name) == []


@pytest.mark.parametrize("name", KEPT)
def test_whatever_differs_in_one_field_is_not_equal(name: str) -> None:
    specimen: Any = specimens()[name]
    if not is_dataclass(specimen):
        pytest.skip("holds no fields")
    for field in fields(specimen):
        if field.compare:
            twin = with_field(specimen, field.name, altered(getattr(specimen, field.name)))
            assert twin != specimen, field.name
            assert specimen != twin, field.name


def altered(held: Any) -> Any:
    """Return something of the same kind that is not equal."""
    if isinstance(held, bool):
        return not held
    if isinstance(held, Enum):
        return next(one for one in type(held) if one is not held)
    if isinstance(held, int | float):
        return 1.0 if held != held else held + 1
    if isinstance(held, str):
        return held + "x"
    if isinstance(held, date):
        return held + timedelta(days=1)
    if isinstance(held, Path):
        return held / "x"
    if isinstance(held, np.ndarray):
        return altered_array(held)
    if isinstance(held, Mapping):
        return altered_mapping(held)
    if type(held) is tuple:
        return (*held[:-1], altered(held[-1])) if held else (1,)
    if is_dataclass(held) and fields(held):
        return altered_value(held)
    return "something else"


def altered_array(held: np.ndarray[Any, Any]) -> Any:
    if not held.size:
        return np.zeros((*held.shape, 1))
    changed = held.copy()
    changed.flat[-1] = altered(held.flat[-1].item())
    return changed


def altered_mapping(held: Mapping[Any, Any]) -> Mapping[Any, Any]:
    return {**held, **{key: altered(value) for key, value in list(held.items())[-1:]}} if held else {"x": 1}


def altered_value(held: Any) -> Any:
    first = next(field.name for field in fields(held) if field.compare)
    return with_field(held, first, altered(getattr(held, first)))


def test_the_walk_finds_what_can_be_changed() -> None:
    """An array under a read-only view of it, a list in a tuple, a dictionary in a call, an object that it does not know."""
    array = np.zeros(2)
    view = array[:]
    view.setflags(write=False)
    twin = object.__new__(Held)
    object.__setattr__(twin, "one", (view, [1]))
    object.__setattr__(twin, "other", FrozenMapping({"a": partial(print, end="")}))
    assert sorted(changeable(twin, "held")) == [
        "held.one[0].base: ndarray",
        "held.one[1]: list",
        "held.other['a']: partial",
    ]
    assert "frame: DataFrame" in changeable(pd.DataFrame(), "frame")


def test_every_array_is_read_only_for_good() -> None:
    """numpy lets whoever owns the numbers make them writable again."""
    arrays = [
        inner
        for name, specimen in specimens().items()
        for _, inner in walk(specimen, name)
        if isinstance(inner, np.ndarray) and isinstance(inner.base, np.ndarray)
    ]
    assert arrays
    for array in arrays:
        with pytest.raises(ValueError, match="cannot set WRITEABLE flag"):
            array.setflags(write=True)
