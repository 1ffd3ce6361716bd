"""Hold the arguments of a call against what its parameters ask for."""

import reprlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from inspect import Parameter, Signature, signature
from typing import Any

import numpy as np

from ceheng_model.arguments.annotations import asked_by
from ceheng_model.arguments.asked import Anything, Asked, OneOf, Word
from ceheng_model.arguments.labelled import labels_of
from ceheng_model.arguments.parameters import INSTEAD, NAMED, OPTIONS, READS_TEXT, SEES_LABELS, WAYS_OUT
from ceheng_model.arguments.public_kinds import KINDS, NOT_MEANT, names_of
from ceheng_model.errors import Fault, choice, raise_faults
from ceheng_model.names import choice_names, meant, name_fault
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Name, Template, Text

_WHAT = Template("{call} 的参数 {name} ", "{name} of {call}")
_BE = Template("为{words}", "be {words}")
_LIST_OF = Template("{name}，含 {item}", "{name} with {item}")
_ONE = Template("{kind} {name}", "{kind}, {name}")

_WITHOUT_LABELS = Text(
    "标签不作对照，请按顺序用 .to_numpy() 给出", "labels are not looked at here: give .to_numpy() in order"
)
_LANGUAGE = Text("语言", "the language")
_ANYTHING = Anything()


@dataclass(frozen=True, slots=True)
class _Parameters:
    """Hold what the parameters of one function ask for."""

    call: str
    """What a reader calls the function: a method by its name alone, a constructor by that of its class."""
    whole_call: str
    signature: Signature
    asked: Mapping[str, Asked]
    options: Mapping[str, Callable[[Any], Collection[Any]]]
    named: Mapping[str, Callable[[Terms], Sequence[Name]]]


def let_in(
    function: Callable[..., Any], args: tuple[Any, ...], given: Mapping[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any], bool]:
    """Return the arguments as the function asks for them, and whether calls with such types need not be looked at.

    Raises `InputError` with every argument that is none of what its parameter asks for.
    """
    parameters = _parameters(function)
    try:
        bound = parameters.signature.bind_partial(*args, **given)
    except TypeError:
        # too many, or an unknown name: the call itself says so
        return args, dict(given), False
    faults: list[Fault] = []
    by_kind = True
    for name, value in bound.arguments.items():
        made, is_by_kind = _held(parameters, name, value, faults)
        bound.arguments[name] = made
        by_kind = by_kind and is_by_kind
    # whose names are asked for is known to be what it should be
    raise_faults(faults)
    bound.arguments.update(_keyed(parameters, bound.arguments, faults))
    raise_faults(faults)
    raise_faults(list(_unknown(parameters, bound.arguments)))
    return bound.args, bound.kwargs, by_kind


def _unknown(parameters: _Parameters, given: Mapping[str, Any]) -> Iterator[Fault]:
    for name, options in parameters.options.items():
        known = options(given.get("self"))
        if given.get(name) not in known:
            yield choice(_WHAT.format(call=parameters.call, name=name), given.get(name), known)


def _keyed(parameters: _Parameters, given: Mapping[str, Any], faults: list[Fault]) -> dict[str, Any]:
    """Return the groups and components that are given by what readers call them under their keys.

    Names that mean nothing stay, for the function to refuse.
    """
    named = [name for name in parameters.named if name in given]
    terms = next(filter(None, map(_terms_of, given.values())), None) if named else None
    if terms is None:
        return {}
    return {
        name: _keys(given[name], parameters.named[name](terms), _WHAT.format(call=parameters.call, name=name), faults)
        for name in named
    }


def _terms_of(held: Any) -> Terms | None:
    """Return the words in which something counts that was given, or the scenario, projection or plan that it is of."""
    owners = [held, *(getattr(held, name, None) for name in ("scenario", "plan"))]
    owners.append(getattr(getattr(held, "projection", None), "scenario", None))
    words = [held, *(getattr(owner, "terms", None) for owner in owners)]
    return next((one for one in words if isinstance(one, Terms)), None)


def _keys(value: Any, names: Sequence[Name], what: Text, faults: list[Fault]) -> Any:
    if isinstance(value, str):
        found = meant(value, names)
        if len(found) > 1:
            faults.append(name_fault(what, value, names, found))
        return found[0].key if len(found) == 1 else value
    if isinstance(value, Mapping):
        return {_keys(key, names, what, faults): held for key, held in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return type(value)(_keys(each, names, what, faults) for each in value)
    return value


def _held(parameters: _Parameters, name: str, value: Any, faults: list[Fault]) -> tuple[Any, bool]:
    parameter, asked = parameters.signature.parameters[name], parameters.asked[name]
    if parameter.kind is Parameter.VAR_POSITIONAL:
        return tuple(_taken(parameters, name, asked, each, faults) for each in value), False
    if parameter.kind is Parameter.VAR_KEYWORD:
        return {key: _taken(parameters, key, asked, each, faults) for key, each in value.items()}, False
    if value is parameter.default:
        return value, asked.takes(value) and asked.by_kind(value)
    if asked.takes(value):
        looks = name in parameters.options or name in parameters.named
        return value, asked.by_kind(value) and not looks
    return _taken(parameters, name, asked, value, faults), False


def _taken(parameters: _Parameters, name: str, asked: Asked, value: Any, faults: list[Fault]) -> Any:
    made = asked.made(_whole_years(value) if "year" in name else value)
    if made is not NOT_MEANT:
        return made
    if isinstance(value, str) and isinstance(asked, Word):
        faults.append(choice(_LANGUAGE, value, choice_names(asked.options)))
        return value
    faults.append(
        Fault(
            what=_WHAT.format(call=parameters.call, name=name),
            rule=_BE.format(words=asked.words),
            got=_came(value),
            way_out=_way_out(parameters, name, asked, value),
        )
    )
    return value


def _whole_years(value: Any) -> Any:
    """Return years that a table gave as floats as whole numbers; one with a fraction stays."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if labels_of(value):
        value = np.asarray(value)
    if isinstance(value, list | tuple) or (isinstance(value, np.ndarray) and value.ndim == 1):
        return [_whole_years(each) for each in value]
    return value


def _way_out(parameters: _Parameters, name: str, asked: Asked, value: Any) -> Text:
    if labels_of(value) and asked.made(np.asarray(value)) is not NOT_MEANT:
        return _WITHOUT_LABELS
    return WAYS_OUT.get(f"{parameters.whole_call}.{name}") or WAYS_OUT.get(name) or asked.way_out


def _came(value: object) -> object:
    """Return what came as a message shows it: a short value itself, of anything else what it is."""
    if isinstance(value, str):
        return value or Text.same(repr(value))
    if value is None or isinstance(value, int | float):
        return Text.same(value)
    name = type(value).__name__
    if type(value) in (list, tuple, dict, set, frozenset):
        return _collection(name, list(value))  # type: ignore[call-overload]
    shape = getattr(value, "shape", None)
    if isinstance(shape, tuple):
        return Text.same(f"{name} {shape}")
    known = next((KINDS[each] for each in names_of(value) if each in KINDS), None)
    return Text.same(name) if known is None else _ONE.format(kind=known.words, name=name)


def _collection(name: str, items: list[Any]) -> Text:
    """Return a collection by its items where they are short, else by what they are."""
    if all(item is None or isinstance(item, str | int | float) for item in items):
        return Text.same(f"{name} {reprlib.repr(items)}")
    kinds = ", ".join(dict.fromkeys(type(item).__name__ for item in items))
    return _LIST_OF.format(name=name, item=kinds)


@cache
def _parameters(function: Callable[..., Any]) -> _Parameters:
    read = signature(function)
    whole_call = function.__qualname__.removesuffix(".__init__")
    return _Parameters(
        call=whole_call.rpartition(".")[2],
        whole_call=whole_call,
        signature=read,
        options={name: OPTIONS[key] for name in read.parameters if (key := f"{whole_call}.{name}") in OPTIONS},
        named={name: NAMED.get(f"{whole_call}.{name}") or NAMED[name] for name in _named(read, whole_call)},
        asked={name: _asked(function, f"{whole_call}.{name}", each) for name, each in read.parameters.items()},
    )


def _named(read: Signature, whole_call: str) -> list[str]:
    return [name for name in read.parameters if name in NAMED or f"{whole_call}.{name}" in NAMED]


def _asked(function: Callable[..., Any], name: str, parameter: Parameter) -> Asked:
    if parameter.annotation is Parameter.empty:
        return _ANYTHING
    asked = asked_by(INSTEAD.get(name, parameter.annotation), function.__globals__, sees_labels=name in SEES_LABELS)
    return OneOf([asked, Word()]) if name in READS_TEXT else asked
