"""Let into public functions what they ask for; what is plainly meant is turned into it, all else refused."""

import dataclasses
from collections.abc import Callable, Mapping
from functools import wraps
from importlib import import_module
from inspect import CO_VARARGS, CO_VARKEYWORDS, isfunction
from os import sep
from pathlib import Path
from sys import _getframe
from typing import Any, TypeVar

Public = TypeVar("Public")

_MARK = "__asks__"
_INSIDE = f"{Path(__file__).parent}{sep}"
_REPLACING = dataclasses.__file__
_LISTED = CO_VARARGS | CO_VARKEYWORDS


def door(target: Public) -> Public:
    """Return a function, or a class with its public methods, that asks for what its annotations say.

    A class that examines its own fields asks for them, too; others are made by the library in great numbers.

    What came is held against the annotation of its parameter (`ceheng_model.arguments`): a text for a scenario becomes
    the shipped one of that name, a NumPy number one of Python; anything else raises one `InputError` that says what was
    expected, what came and what to call. A wrong number of arguments, or a name that is none, stays a `TypeError`.
    Calls from within the library pass: type checkers see to them.

    >>> @door
    ... def doubled(count: int) -> int:
    ...     return 2 * count
    >>> import numpy as np
    >>> type(doubled(np.int64(4)))
    <class 'int'>
    >>> doubled("4")
    Traceback (most recent call last):
    ceheng_model.errors.InputError: count of doubled must be a whole number (got '4'); write it like 3.
    doubled 的参数 count 必须为整数（现为 “4”）；写作 3 这样的整数。
    """
    if isinstance(target, type):
        for name, held in list(vars(target).items()):
            if _is_public(name, held) and (name != "__init__" or _examines(target)):
                setattr(target, name, _guarded(held))
        return target
    guarded: Public = _guarded(target)
    return guarded


def is_guarded(function: object) -> bool:
    """Return whether a function, or the function of a class method, has a door."""
    return hasattr(getattr(function, "__func__", function), _MARK)


def _is_public(name: str, held: object) -> bool:
    function = getattr(held, "__func__", held)
    if not isfunction(function) or getattr(function, "__isabstractmethod__", False):
        return False
    code = function.__code__
    takes_some = code.co_argcount > 1 or code.co_kwonlyargcount or code.co_flags & _LISTED
    return bool(takes_some) and (name == "__init__" or not name.startswith("_"))


def _examines(target: type) -> bool:
    own = [base for base in target.__mro__ if base.__name__ != "Value"]
    return issubclass(target, Exception) or any("__post_init__" in vars(base) for base in own)


def _guarded(held: Any) -> Any:
    if isinstance(held, classmethod | staticmethod):
        return type(held)(_guarded(held.__func__))
    return held if is_guarded(held) else _with_door(held)


def _with_door(function: Callable[..., Any]) -> Callable[..., Any]:
    # kinds alone decide of most calls: what was let in once is known by the types of its arguments
    known: set[tuple[object, ...]] = set()

    @wraps(function)
    def entered(*args: Any, **given: Any) -> Any:
        caller = _getframe(1)
        # a field is replaced through Python's own module, by one of its functions or by two
        while caller.f_code.co_filename == _REPLACING and caller.f_back is not None:
            caller = caller.f_back
        if caller.f_code.co_filename.startswith(_INSIDE):
            return function(*args, **given)
        key = (*map(type, args), *given, *map(type, given.values()))
        if key in known:
            return function(*args, **given)
        args, given, by_kind = _let_in(function, args, given)
        if by_kind:
            known.add(key)
        return function(*args, **given)

    setattr(entered, _MARK, True)
    return entered


def _let_in(
    function: Callable[..., Any], args: tuple[Any, ...], given: Mapping[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any], bool]:
    # what is asked for has words and messages, which stand on higher floors; most programs come here a few times
    arguments = import_module("ceheng_model.arguments")
    let_in: tuple[tuple[Any, ...], dict[str, Any], bool] = arguments.let_in(function, args, given)
    return let_in
