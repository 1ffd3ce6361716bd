"""Walk over everything that an object holds, and tell what in it could be changed."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

import numpy as np

UNCHANGEABLE = (
    str, bytes, int, float, complex, range, type(None), date, Path, Enum, np.generic, type, FunctionType,
    BuiltinFunctionType,
)  # fmt: skip


def held(thing: object) -> Iterator[tuple[str, Any]]:
    """Yield what an object holds, each with how it is reached."""
    if is_dataclass(thing) and not isinstance(thing, type):
        yield from ((f".{field.name}", getattr(thing, field.name)) for field in fields(thing))
    # what is computed when it is asked for stands there, too, and what an error carries
    yield from ((f".__dict__[{name!r}]", value) for name, value in getattr(thing, "__dict__", {}).items())
    if isinstance(thing, Mapping):
        yield from ((f"[{key!r}]", value) for key, value in thing.items())
        yield from ((f".key({key!r})", key) for key in thing)
    if isinstance(thing, tuple | frozenset):
        yield from ((f"[{at}]", value) for at, value in enumerate(thing))
    if isinstance(thing, np.ndarray):
        yield ".base", thing.base
    if isinstance(thing, MethodType):
        yield ".__self__", thing.__self__


def walk(thing: object, path: str) -> Iterator[tuple[str, Any]]:
    """Yield an object and everything that can be reached from it, each once, with how it is reached."""
    seen: dict[int, object] = {}
    left: list[tuple[str, Any]] = [(path, thing)]
    while left:
        path, thing = left.pop()
        if isinstance(thing, UNCHANGEABLE) or id(thing) in seen:
            continue
        seen[id(thing)] = thing
        yield path, thing
        left += [(path + step, inner) for step, inner in held(thing)]


def changeable(thing: object, path: str) -> list[str]:
    """Return how everything is reached that could be changed from outside: also what the walk does not know."""
    return [f"{path}: {type(inner).__name__}" for path, inner in walk(thing, path) if not _is_frozen(inner)]


def _is_frozen(thing: object) -> bool:
    if isinstance(thing, np.ndarray):
        return not thing.flags.writeable
    if is_dataclass(thing):
        parameters: Any = vars(type(thing))["__dataclass_params__"]
        return bool(parameters.frozen)
    if isinstance(thing, Mapping):
        return not hasattr(thing, "__setitem__")
    return isinstance(thing, tuple | frozenset | BaseException | MethodType)
