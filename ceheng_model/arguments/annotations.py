"""Read annotations: what a parameter with one asks for."""

import builtins
import collections.abc
from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache
from importlib import import_module
from inspect import isclass
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import numpy as np
from numpy.typing import ArrayLike

from ceheng_model.arguments.asked import (
    Anything,
    Asked,
    Called,
    Entries,
    File,
    Foreign,
    Instance,
    Nothing,
    Number,
    Numbers,
    OneOf,
    Several,
    Shaped,
    These,
    Truth,
    Whole,
    Word,
)
from ceheng_model.values import spelled_out


def _members(annotation: Any) -> tuple[Any, ...]:
    """Return the members of a union, those of unions that stand in it by an alias too; else the annotation alone."""
    told = spelled_out(annotation)
    if get_origin(told) not in (Union, UnionType):
        return (told,)
    return tuple(one for member in get_args(told) for one in _members(member))


_ARRAY_LIKE = frozenset(_members(ArrayLike))
_LIBRARIES = {"pd": "pandas", "xr": "xarray"}
_COLLECTIONS = (
    collections.abc.Sequence,
    collections.abc.Collection,
    collections.abc.Iterable,
    collections.abc.Set,
    list,
    tuple,
    set,
    frozenset,
)
_PLAIN: Mapping[Any, Callable[[], Asked]] = {int: Whole, float: Number, bool: Truth, str: Word, Path: File}


class _Imagined:
    """Stand above classes of libraries that are not loaded."""


class _Library:
    """Give classes of a library by name without loading it."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __getattr__(self, name: str) -> type:
        return _imagined(self.name, name)


@cache
def _imagined(package: str, name: str) -> type:
    return type(name, (_Imagined,), {"package": package, "__class_getitem__": classmethod(lambda kind, _: kind)})


class _Names(dict[str, Any]):
    """Hold the names of a module; of those that it imports for type checkers alone, what they stand for."""

    def __getitem__(self, name: str) -> Any:
        found = super().__getitem__(name)
        # a union that names a class of pandas stands in quotes, too
        return eval(found, {}, self) if isinstance(found, str) else found  # noqa: S307

    def __missing__(self, name: str) -> Any:
        if hasattr(collections.abc, name):
            return getattr(collections.abc, name)
        if name in _LIBRARIES:
            return _Library(_LIBRARIES[name])
        if hasattr(builtins, name):
            return getattr(builtins, name)
        return getattr(import_module(__name__.partition(".")[0]), name)


def asked_by(annotation: Any, names: Mapping[str, Any], *, sees_labels: bool = False) -> Asked:
    """Return what a parameter with this annotation asks for; one in quotes is read with the names of its module.

    >>> asked_by("pd.DataFrame | int | None", {}).words.en
    'a DataFrame or a whole number'
    """
    if isinstance(annotation, str):
        annotation = eval(annotation, {}, _Names(names))  # noqa: S307
    return _asked(annotation, names, sees_labels=sees_labels)


def _asked(annotation: Any, names: Mapping[str, Any], *, sees_labels: bool) -> Asked:
    annotation = spelled_out(annotation)
    origin = get_origin(annotation)
    if annotation is None or annotation is type(None):
        return Nothing()
    if origin in (Union, UnionType):
        return _one_of(annotation, names, sees_labels=sees_labels)
    if origin is Literal:
        return _options(get_args(annotation))
    if origin is None:
        return _of_class(annotation)
    return _of_several(annotation, origin, names, sees_labels=sees_labels)


def _one_of(annotation: Any, names: Mapping[str, Any], *, sees_labels: bool) -> Asked:
    members = list(_members(annotation))
    asked: list[Asked] = []
    if set(members) >= _ARRAY_LIKE:
        members = [member for member in members if member not in _ARRAY_LIKE]
        asked = [Numbers(sees_labels=sees_labels, as_array=False)]
        if not members:
            return asked[0]
    return OneOf(asked + [asked_by(_unquoted(member), names, sees_labels=sees_labels) for member in members])


def _unquoted(annotation: Any) -> Any:
    return getattr(annotation, "__forward_arg__", annotation)


def _options(options: tuple[Any, ...]) -> Asked:
    return Word(options) if all(isinstance(option, str) for option in options) else Anything()


def _of_class(annotation: Any) -> Asked:
    if annotation in _PLAIN:
        return _PLAIN[annotation]()
    if annotation is Any or annotation is object or not isclass(annotation):
        return Anything()
    if issubclass(annotation, _Imagined):
        return Foreign(annotation.package, annotation.__name__)  # type: ignore[attr-defined]
    if getattr(annotation, "_is_protocol", False):
        return Shaped(annotation)
    if annotation in _COLLECTIONS or issubclass(annotation, Exception):
        return Anything()
    if issubclass(annotation, Enum) and not issubclass(annotation, str):
        return Anything()
    return Instance(annotation)


def _of_several(annotation: Any, origin: Any, names: Mapping[str, Any], *, sees_labels: bool) -> Asked:
    inner = [_unquoted(each) for each in get_args(annotation)]
    if origin is np.ndarray:
        return _array(inner, sees_labels=sees_labels)
    if origin is collections.abc.Callable:
        return Called()
    if origin is tuple and Ellipsis not in inner:
        return These([asked_by(each, names) for each in inner])
    if isclass(origin) and issubclass(origin, Mapping):
        return Entries(*(asked_by(each, names) for each in inner))
    if origin not in _COLLECTIONS:
        return Anything()
    return Several(
        asked_by(inner[0], names),
        is_ordered=origin in (collections.abc.Sequence, list, tuple),
        holds=_holder(origin),
    )


def _holder(origin: Any) -> Callable[[Any], bool]:
    if origin is tuple:
        return lambda value: isinstance(value, tuple)
    if origin in (list, set, frozenset):
        return lambda value: isinstance(value, origin)
    if origin is collections.abc.Iterable:
        # an iterator can be looked at only once, and becomes a tuple
        return lambda value: isinstance(value, collections.abc.Collection)
    return lambda value: isinstance(value, origin)


def _array(inner: list[Any], *, sees_labels: bool) -> Asked:
    kind = np.dtype(get_args(inner[1])[0]).kind if len(inner) > 1 and isclass(get_args(inner[1])[0]) else "f"
    if kind == "b":
        return Numbers(sees_labels=False, as_array=True, kinds="b")
    return Numbers(sees_labels=sees_labels, as_array=True) if kind in "fiu" else Anything()
