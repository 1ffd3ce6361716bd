"""Hold what cannot be changed: values that are equal by what they hold, also after a copy or on another computer."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from itertools import islice
from operator import is_
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, TypeVar, Union, get_args, get_origin

import numpy as np

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Key = TypeVar("Key")
Held = TypeVar("Held")
AnyArray = TypeVar("AnyArray", bound="np.ndarray[Any, Any]")

MOST_SIGNS = 120
"""Signs of a line of `repr`."""
MOST_SHOWN = 8
"""Entries of tuples, arrays and mappings up to which all are shown."""
FEW_SHOWN = 3
DEEPEST = 3
"""How deep objects within objects show what they hold."""
_SETTLED: set[type] = {bool, bytes, float, int, str, type(None)}
"""Kinds of which nothing can be changed; all that hold no others join them when they are first seen."""


class Listed:
    """Give an object a `dir` of what is public, and of what has a meaning for Python, for whoever completes names.

    >>> class Path(Listed):
    ...     _years, years = 3, 4
    >>> [name for name in dir(Path()) if "years" in name]
    ['years']
    """

    __slots__ = ()

    def __dir__(self) -> list[str]:
        """Leave out names for use inside."""
        return [name for name in super().__dir__() if not name.startswith("_") or name.endswith("__")]


class FrozenMapping(Listed, Mapping[Key, Held]):
    """Hold a mapping that nobody can write to; equal to every mapping with the same entries.

    >>> shares = FrozenMapping({"urban": 0.6})
    >>> shares["urban"], shares == {"urban": 0.6}
    (0.6, True)
    >>> shares | {"rural": 0.4}
    FrozenMapping({'urban': 0.6, 'rural': 0.4})
    """

    __slots__ = ("_entries",)
    _entries: dict[Key, Held]

    def __init__(self, entries: Mapping[Key, Held] | None = None) -> None:
        """Copy the entries; lists, dictionaries, sets and arrays among them are frozen, too."""
        held = dict(entries or {})
        if not _SETTLED.issuperset(map(type, held.values())):
            held = {key: frozen(value) for key, value in held.items()}
        object.__setattr__(self, "_entries", held)

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse to be changed."""
        raise AttributeError(f"cannot assign to {name!r} of a FrozenMapping")

    def __getitem__(self, key: Key) -> Held:
        """Return what stands under a key; raise `KeyError` where nothing does."""
        return self._entries[key]

    def __contains__(self, key: object) -> bool:
        """Return whether something stands under a key."""
        return key in self._entries

    def __iter__(self) -> Iterator[Key]:
        """Yield the keys in the order in which they were given."""
        return iter(self._entries)

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self._entries)

    if not TYPE_CHECKING:
        # those of Mapping, which have the types, go key by key through Python

        def get(self, key, default=None):
            """Return what stands under a key, or the default where nothing does."""
            return self._entries.get(key, default)

        def items(self):
            """Return a view of keys with what stands under them."""
            return self._entries.items()

        def values(self):
            """Return a view of what stands under the keys."""
            return self._entries.values()

    def __or__(self, other: Mapping[Key, Held]) -> "FrozenMapping[Key, Held]":
        """Return the entries of both, those of the other where both have a key."""
        return FrozenMapping({**self, **other})

    def __ror__(self, other: Mapping[Key, Held]) -> "FrozenMapping[Key, Held]":
        """Return the entries of both, these where both have a key."""
        return FrozenMapping({**other, **self})

    def __eq__(self, other: object) -> bool:
        """Return whether another mapping has the same entries, in whatever order."""
        return _same_mappings(self, other) if isinstance(other, Mapping) else NotImplemented

    def __hash__(self) -> int:
        """Return a hash of the entries."""
        return _mapping_hash(self)

    def __copy__(self) -> "FrozenMapping[Key, Held]":
        """Return the mapping itself."""
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> "FrozenMapping[Key, Held]":
        """Return the mapping itself."""
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """Say how it is made again from bytes."""
        return FrozenMapping, (self._entries,)

    def _ipython_key_completions_(self) -> list[Key]:
        return list(self)

    def __repr__(self) -> str:
        """Return the entries as a dictionary shows them; of many, the first."""
        return f"FrozenMapping({_abridged_mapping(self._entries, MOST_SHOWN)})"


class Abridged(Listed):
    """Give a dataclass a `repr` that fits a screen: long texts, arrays and tuples are cut, and objects within objects.

    >>> from dataclasses import dataclass
    >>> @dataclass(frozen=True, slots=True)
    ... class Path(Abridged):
    ...     name: str
    ...     levels: np.ndarray
    >>> Path("rural", np.zeros((3, 40)))
    Path(name='rural', levels=array of shape (3, 40))
    """

    __slots__ = ()

    def __init_subclass__(cls, **named: Any) -> None:
        """Keep dataclasses from writing a `repr` of their own."""
        super().__init_subclass__(**named)
        if "__repr__" not in cls.__dict__:
            cls.__repr__ = cls.__repr__  # type: ignore[method-assign]

    def __repr__(self) -> str:
        """Return the class with its fields, on one line where that is short."""
        shown = _shown_fields(self, within=1)
        name = type(self).__qualname__.rpartition(".")[-1]
        line = f"{name}({', '.join(shown)})"
        if len(line) <= MOST_SIGNS:
            return line
        return "\n".join([f"{name}(", *(f"    {part}," for part in shown), ")"])


class Value(Abridged):
    """Give a frozen dataclass with ``eq=False`` equality and a hash by what it holds, and keep it from being changed.

    Equal are two of one class whose fields are all equal: arrays by kind of number, shape and content, NaN being equal
    to NaN, mappings by their entries. A copy, deep or not, is the object itself. Arrays given are copied and read-only,
    lists become tuples, or arrays where the field is one, dictionaries and sets frozen ones, also where it was pickled.
    A class with a `__post_init__` of its own calls that of `Value` in it.

    >>> from dataclasses import dataclass
    >>> @dataclass(frozen=True, slots=True, kw_only=True, eq=False)
    ... class Path(Value):
    ...     levels: np.ndarray
    >>> given = np.array([1.0, np.nan])
    >>> path = Path(levels=given)
    >>> given[0] = 2.0
    >>> path.levels, path == Path(levels=[1.0, np.nan]), path == Path(levels=np.array([1, 2]))
    (array([ 1., nan]), True, False)
    """

    __slots__ = ()

    def __post_init__(self) -> None:
        """Freeze what was given."""
        kind: Any = type(self)
        examined, listed, arrays = _examined(kind)
        for name in arrays:
            # a list, a Series or a DataArray given for one
            if type(given := getattr(self, name)) is not np.ndarray and given is not None:
                object.__setattr__(self, name, frozen_array(given, None))
        for name in examined:
            given = getattr(self, name)
            if type(given) not in _SETTLED and (kept := frozen(given)) is not given:
                object.__setattr__(self, name, kept)
        for name in listed:
            if type(given := getattr(self, name)) is list:
                object.__setattr__(self, name, frozen(given))

    def __eq__(self, other: object) -> bool:
        """Return whether another is of the same class and holds the same."""
        if self is other:
            return True
        if type(self) is not type(other):
            return NotImplemented
        kind: Any = type(self)
        return all(same(getattr(self, name), getattr(other, name)) for name in _compared(kind))

    def __hash__(self) -> int:
        """Return a hash of all that is compared."""
        kind: Any = type(self)
        return hash((kind, *(content_hash(getattr(self, name)) for name in _compared(kind))))

    def __copy__(self) -> "Value":
        """Return the object itself."""
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> "Value":
        """Return the object itself."""
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """Say how it is made again from bytes: from its fields, which were examined once."""
        kind: Any = type(self)
        return _made_again, (kind, tuple(getattr(self, name) for name in field_names(kind)))


def abridged(held: Any, *, within: int = 1) -> str:
    """Return on one line how something is written; `within` says how deep objects in objects are.

    >>> abridged(tuple(range(20))), abridged(np.zeros(3)), abridged("a" * 99)[-9:]
    ('(0, 1, 2, … 20 in all)', '[0.0, 0.0, 0.0]', "aaaaaaa…'")
    """
    if isinstance(held, str) and not isinstance(held, Enum):
        return repr(held if len(held) <= MOST_SIGNS // 2 else held[: MOST_SIGNS // 2] + "…")
    if isinstance(held, np.ndarray):
        return str(held.tolist()) if held.size <= MOST_SHOWN else f"array of shape {held.shape}"
    if isinstance(held, Mapping):
        return _abridged_mapping(held, FEW_SHOWN, within)
    if type(held) is tuple or isinstance(held, list | frozenset):
        return _abridged_sequence(held, within)
    if is_dataclass(held) and not isinstance(held, type):
        name = type(held).__qualname__.rpartition(".")[-1]
        line = f"{name}({', '.join(_shown_fields(held, within + 1))})" if within < DEEPEST else ""
        return line if 0 < len(line) <= MOST_SIGNS else f"{name}({_identified(held)}…)"
    line = " ".join(repr(held).split())
    return line if len(line) <= MOST_SIGNS else line[: MOST_SIGNS - 1] + "…"


def _identified(held: Any) -> str:
    """Return the field by which an object is told from others, with a comma; nothing where it has none."""
    named = {field.name for field in fields(held)}
    names = [name for name in ("id", "key", "title", "name") if name in named]
    return f"{names[0]}={abridged(getattr(held, names[0]), within=DEEPEST)}, " if names else ""


def _abridged_sequence(held: Any, within: int) -> str:
    first = [abridged(part, within=within + 1) for part in islice(held, FEW_SHOWN if len(held) > MOST_SHOWN else None)]
    line = ", ".join(first)
    if len(held) > MOST_SHOWN or len(line) > MOST_SIGNS:
        while len(first) > 1 and len(", ".join(first)) > MOST_SIGNS:
            first.pop()
        more = "" if len(first) == len(held) else f", … {len(held)} in all"
        return f"({', '.join(first)}{more})"
    return f"({line},)" if len(held) == 1 else f"({line})"


def _abridged_mapping(held: Mapping[Any, Any], most: int, within: int = 1) -> str:
    entries = [f"{abridged(key)}: {abridged(one, within=within + 1)}" for key, one in islice(held.items(), most)]
    more = [f"… {len(held)} in all"] if len(held) > most else []
    return f"{{{', '.join([*entries, *more])}}}"


def _shown_fields(held: Any, within: int) -> list[str]:
    """Return the fields that a dataclass shows."""
    return [
        f"{field.name}={abridged(getattr(held, field.name), within=within)}" for field in fields(held) if field.repr
    ]


def read_only(array: AnyArray) -> AnyArray:
    """Return an array that was just made so that nobody can write to it; it is not copied.

    Never give it an array that somebody else holds: what it is a part of becomes read-only, too.

    >>> read_only(np.zeros(2)).setflags(write=True)
    Traceback (most recent call last):
    ValueError: cannot set WRITEABLE flag to True of this array
    """
    array.setflags(write=False)
    owner: Any = array.base
    # whoever owns its numbers could make it writable again
    if not isinstance(owner, np.ndarray):
        return array.view()
    while isinstance(owner, np.ndarray):
        owner.setflags(write=False)
        owner = owner.base
    return array


def frozen_array(numbers: Any, dtype: type | None = float) -> "np.ndarray[Any, Any]":
    """Return numbers as an array that nobody can write to, of one kind of number, or of their own where None.

    A copy, unless they are such an array already. What a masked array hides is NaN.
    """
    if isinstance(numbers, np.ndarray) and dtype in (None, numbers.dtype) and _is_read_only(numbers):
        return numbers
    return read_only(np.array(unmasked(numbers), dtype=dtype))


def unmasked(numbers: Any) -> Any:
    """Return a masked array as a bare one with NaN for what it hides, and all else as it is.

    >>> unmasked(np.ma.masked_array([1.0, 2.0], mask=[False, True])).tolist()
    [1.0, nan]
    """
    is_masked = isinstance(numbers, np.ndarray) and hasattr(numbers, "filled")
    return numbers.astype(float).filled(np.nan) if is_masked else numbers


def frozen(given: Any) -> Any:
    """Return what was given so that nothing in it can be changed; itself where that is so already.

    >>> frozen([1, {"a": [2.0]}])
    (1, FrozenMapping({'a': (2.0,)}))
    """
    kind = type(given)
    if (kind is np.ndarray and _is_read_only(given)) or kind in _SETTLED:
        return given
    if kind is tuple:
        # names of thousands of regions are passed over as fast as they can be
        parts = given if _SETTLED.issuperset(map(type, given)) else tuple(map(frozen, given))
        return given if all(map(is_, given, parts)) else parts
    if isinstance(given, np.ndarray):
        return frozen_array(given, None)
    if isinstance(given, list):
        return tuple(map(frozen, given))
    if isinstance(given, set):
        return frozenset(given)
    if isinstance(given, Mapping) and kind is not FrozenMapping:
        return FrozenMapping(given)
    if hasattr(kind, "__array__") and not issubclass(kind, np.generic) and not is_dataclass(kind):
        # of pandas and xarray, whose numbers can be written to
        return frozen_array(given, None)
    if not isinstance(given, tuple):
        _SETTLED.add(kind)
    return given


@cache
def field_names(kind: Any) -> tuple[str, ...]:
    """Return the names of the fields of a dataclass."""
    return tuple(field.name for field in fields(kind))


def same(first: Any, second: Any) -> bool:
    """Return whether two things hold the same; NaN is the same as NaN, of whatever kind of number or day.

    >>> same((1, float("nan")), (1, float("nan"))), same(np.zeros(2), np.zeros(3))
    (True, False)
    """
    if first is second:
        return True
    if isinstance(first, np.ndarray) or isinstance(second, np.ndarray):
        return _same_arrays(first, second)
    if isinstance(first, float) and isinstance(second, float):
        return first == second or (first != first and second != second)
    if isinstance(first, tuple) and isinstance(second, tuple):
        return len(first) == len(second) and all(map(same, first, second))
    if isinstance(first, Mapping) and isinstance(second, Mapping):
        return _same_mappings(first, second)
    try:
        return bool(first == second) or (_is_nan(first) and _is_nan(second))
    except (TypeError, ValueError):
        # what has no truth value, as pandas' NA beside anything else
        return False


def content_hash(held: Any) -> int:
    """Return a hash that is the same for all that `same` calls the same."""
    if isinstance(held, str):
        return hash(held)
    if isinstance(held, np.ndarray):
        return _array_hash(held)
    if isinstance(held, tuple):
        return hash(tuple(map(content_hash, held)))
    if isinstance(held, Mapping):
        return _mapping_hash(held)
    # a hash of NaN tells one from another
    return hash(None if _is_nan(held) else held)


def _is_nan(held: Any) -> bool:
    """Return whether something is no number or no day: it alone is not even equal to itself."""
    try:
        return bool(held != held)
    except (TypeError, ValueError):
        return False


def _same_mappings(first: Mapping[Any, Any], second: Mapping[Any, Any]) -> bool:
    return len(first) == len(second) and all(key in second and same(held, second[key]) for key, held in first.items())


def _mapping_hash(mapping: Mapping[Any, Any]) -> int:
    return hash(frozenset((key, content_hash(held)) for key, held in mapping.items()))


def _same_arrays(first: Any, second: Any) -> bool:
    if not (isinstance(first, np.ndarray) and isinstance(second, np.ndarray)):
        return False
    if (first.dtype.kind, first.shape) != (second.dtype.kind, second.shape):
        return False
    if first.dtype.kind == "O":
        return same(tuple(first.ravel()), tuple(second.ravel()))
    return np.array_equal(first, second, equal_nan=first.dtype.kind in "fcmM")


def _array_hash(array: "np.ndarray[Any, Any]") -> int:
    kind = str(array.dtype.kind)
    if kind not in "biuf":
        return hash((kind, array.shape, content_hash(tuple(array.ravel().tolist()))))
    # one width for all numbers of a kind, one zero and one NaN: equal arrays have equal bytes
    numbers: np.ndarray[Any, Any] = array.astype(_WIDEST[kind])
    if kind == "f":
        numbers += 0.0
        numbers[np.isnan(numbers)] = np.nan
    return hash((kind, array.shape, numbers.tobytes()))


_WIDEST = {"b": np.bool_, "i": np.int64, "u": np.uint64, "f": np.float64}


def _is_read_only(array: "np.ndarray[Any, Any]") -> bool:
    """Return whether nobody can write to an array: a view of one that is read-only as well."""
    base: Any = array.base
    if type(array) is not np.ndarray or type(base) is not np.ndarray or array.flags.writeable:
        return False
    while isinstance(base, np.ndarray):
        if base.flags.writeable:
            return False
        base = base.base
    return True


def _made_again(kind: Any, held: tuple[Any, ...]) -> Any:
    """Return an object with these fields, which an equal one had; numpy forgets that arrays were read-only."""
    value = object.__new__(kind)
    for name, given in zip(field_names(kind), held, strict=True):
        object.__setattr__(value, name, _sealed(given))
    return value


def _sealed(held: Any) -> Any:
    """Return what came out of bytes with its arrays read-only; there is nobody else who holds them."""
    if isinstance(held, np.ndarray):
        return read_only(held)
    if type(held) is tuple:
        parts = tuple(map(_sealed, held))
        return held if all(map(is_, held, parts)) else parts
    return held


@cache
def _compared(kind: "type[DataclassInstance]") -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.compare)


@cache
def _examined(kind: "type[DataclassInstance]") -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return which fields may hold what can be changed by their types, which hold tuples of what cannot, and arrays.

    Objects are made by the million: to look into every tuple of texts takes longer than to make what holds it.
    """
    settled = [field for field in fields(kind) if _is_settled(field.type)]
    tuples = tuple(field.name for field in settled if "tuple[" in str(field.type))
    arrays = tuple(field.name for field in fields(kind) if _is_array(field.type))
    return tuple(field.name for field in fields(kind) if field not in settled), tuples, arrays


def spelled_out(kind: Any) -> Any:
    """Return what an alias of a type stands for: libraries write aliases as unions, or by the `type` statement."""
    while hasattr(kind, "__value__"):
        given = get_args(kind)
        kind = kind.__value__[given] if given else kind.__value__
    return kind


def _is_array(kind: Any) -> bool:
    """Return whether what has a type is an array, or nothing."""
    kind = spelled_out(kind)
    if get_origin(kind) in (Union, UnionType):
        return all(part is type(None) or _is_array(part) for part in get_args(kind))
    return kind is np.ndarray or get_origin(kind) is np.ndarray


def _is_settled(kind: Any) -> bool:
    """Return whether nothing can be changed in what has a type."""
    origin = get_origin(kind)
    if origin in (Union, UnionType, tuple):
        return all(_is_settled(part) for part in get_args(kind) if part is not Ellipsis)
    if origin is Literal or kind in _SETTLED:
        return True
    if not isinstance(kind, type):
        return False
    parameters = getattr(kind, "__dataclass_params__", None)
    return issubclass(kind, Enum | date | Path | tuple) or bool(parameters and parameters.frozen)
