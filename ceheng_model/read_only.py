"""Let what holds read-only mappings be copied deeply, pickled, and sent to another process."""

import copyreg
from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


def read_only(entries: Mapping[Key, Value]) -> MappingProxyType[Key, Value]:
    """Return a mapping that nobody can write to.

    >>> read_only({"urban": 1})
    mappingproxy({'urban': 1})
    """
    return MappingProxyType(dict(entries))


def _reduced(mapping: MappingProxyType[object, object]) -> tuple[object, ...]:
    return read_only, (dict(mapping),)


# Python knows no way of its own to pickle one
copyreg.pickle(MappingProxyType, _reduced)  # type: ignore[arg-type]
