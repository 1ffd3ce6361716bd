"""Hold the arguments of a call against what its parameters ask for."""

import reprlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from inspect import Parameter, Signature, signature
from typing import Any

from ceheng_model.arguments.annotations import asked_by
from ceheng_model.arguments.asked import Anything, Asked
from ceheng_model.arguments.parameters import SEES_LABELS, WAYS_OUT
from ceheng_model.arguments.public_kinds import KINDS, NOT_MEANT, names_of
from ceheng_model.errors import Fault, raise_faults
from ceheng_model.vocabulary import Template

_WHAT = Template("{call} 的参数 {name}", "{name} of {call}")
_BE = Template("为{words}", "be {words}")
_LABELLED = Template("带标签的 {name}", "a {name} with labels")
_ONE = Template("{kind} {name}", "{kind}, {name}")

_ANYTHING = Anything()


@dataclass(frozen=True, slots=True)
class _Parameters:
    """Hold what the parameters of one function ask for."""

    call: str
    signature: Signature
    asked: Mapping[str, Asked]


def let_in(
    function: Callable[..., Any], args: tuple[Any, ...], given: Mapping[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any], bool]:
    """Return the arguments as the function asks for them, and whether calls with such types need not be looked at.

    Raises `InputError` with every argument that is none of what its parameter asks for.
    """
    parameters = _parameters(function)
    try:
        bound = parameters.signature.bind(*args, **given)
    except TypeError:
        # too many, too few, or an unknown name: the call itself says so
        return args, dict(given), False
    faults: list[Fault] = []
    by_kind = True
    for name, value in bound.arguments.items():
        made, is_by_kind = _held(parameters, name, value, faults)
        bound.arguments[name] = made
        by_kind = by_kind and is_by_kind
    raise_faults(faults)
    return bound.args, bound.kwargs, by_kind


def _held(parameters: _Parameters, name: str, value: Any, faults: list[Fault]) -> tuple[Any, bool]:
    parameter, asked = parameters.signature.parameters[name], parameters.asked[name]
    if parameter.kind is Parameter.VAR_POSITIONAL:
        return tuple(_taken(parameters, name, asked, each, faults) for each in value), False
    if parameter.kind is Parameter.VAR_KEYWORD:
        return {key: _taken(parameters, key, asked, each, faults) for key, each in value.items()}, False
    if value is parameter.default:
        return value, asked.takes(value) and asked.by_kind(value)
    if asked.takes(value):
        return value, asked.by_kind(value)
    return _taken(parameters, name, asked, value, faults), False


def _taken(parameters: _Parameters, name: str, asked: Asked, value: Any, faults: list[Fault]) -> Any:
    made = asked.made(value)
    if made is not NOT_MEANT:
        return made
    own = f"{parameters.call}.{name}"
    faults.append(
        Fault(
            what=_WHAT.format(call=parameters.call, name=name),
            rule=_BE.format(words=asked.words),
            got=_came(value),
            way_out=WAYS_OUT.get(own) or WAYS_OUT.get(name) or asked.way_out,
        )
    )
    return value


def _came(value: object) -> object:
    """Return what came as a message shows it: a short value itself, of anything else what it is."""
    if value is None or isinstance(value, str | int | float):
        return repr(value) if not isinstance(value, str) or not value else value
    if type(value) in (list, tuple, dict, set, frozenset):
        return reprlib.repr(value)
    name = type(value).__name__
    shape = getattr(value, "shape", None)
    if isinstance(shape, tuple):
        return f"{name} {shape}"
    known = next((KINDS[each] for each in names_of(value) if each in KINDS), None)
    return name if known is None else _ONE.format(kind=known.words, name=name)


@cache
def _parameters(function: Callable[..., Any]) -> _Parameters:
    read = signature(function)
    call = function.__qualname__.removesuffix(".__init__")
    return _Parameters(call=call, signature=read, asked=dict(_asked(function, call, read)))


def _asked(function: Callable[..., Any], call: str, read: Signature) -> Iterator[tuple[str, Asked]]:
    for name, parameter in read.parameters.items():
        if parameter.annotation is Parameter.empty:
            yield name, _ANYTHING
        else:
            sees_labels = f"{call}.{name}" in SEES_LABELS
            yield name, asked_by(parameter.annotation, function.__globals__, sees_labels=sees_labels)
