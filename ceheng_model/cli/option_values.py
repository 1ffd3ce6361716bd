"""Read the values of options as people write numbers and names, and say of a bad one what would be good."""

import sys
from collections.abc import Callable
from functools import partial
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import typer

from ceheng_model.characters import printable
from ceheng_model.cli.completion import completing_names
from ceheng_model.cli.language import language_of
from ceheng_model.cli.statuses import BAD_INPUT
from ceheng_model.errors import FOUR_DIGITS, IN_CALENDAR, Fault, InputError, between
from ceheng_model.files import CALENDAR, COUNT, PLAIN, RATE, Unit, Unread, plain, read_number, year_of
from ceheng_model.names import choice_names, key_of
from ceheng_model.vocabulary import Text

_WHOLE = Text("为整数", "be a whole number")
_UNITS = {"PHI": RATE, "NU": PLAIN, "S": PLAIN}
"""How fractions are written, by the word that stands for them in --help."""
_EXAMPLES = {
    "YEAR": Text("例如 2023", "for example 2023"),
    "N": Text("例如 100000 或 10万", "for example 100000 or 10万"),
    "PHI": Text("例如 0.5 或 50%", "for example 0.5 or 50%"),
    "NU": Text("例如 5", "for example 5"),
    "S": Text("例如 60", "for example 60"),
}
_DIGITS_OF_A_YEAR = 4
_ANY_NUMBER = Text("只写数，例如 8501", "write the number alone, for example 8501")


def reading_own_values(command: Any, function: Callable[..., Any]) -> Any:
    """Return a command that reads numbers and choices itself, after the annotations of its function.

    What typer says of a value that it cannot read is English alone, and names no way out.
    """
    hints = get_type_hints(function, include_extras=True)
    told = {parameter.name: _kind_and_option(hints.get(parameter.name)) for parameter in command.params}
    for parameter in command.params:
        kind, option = told[parameter.name]
        if kind in (int, float) or get_origin(kind) is Literal:
            parameter.process_value = partial(_process, parameter.process_value, parameter, kind, option)
    return completing_names(command, {name: kind for name, (kind, _) in told.items()})


def _kind_and_option(hint: Any) -> tuple[Any, Any]:
    """Return the type of one value of an option, and what typer is told of it."""
    kind, *told = get_args(hint) if get_origin(hint) is Annotated else (hint,)
    if get_origin(kind) in (Union, UnionType):
        (kind,) = [one for one in get_args(kind) if one is not NoneType] or [NoneType]
    return kind, told[0] if told else None


def _process(process: Callable[..., Any], parameter: Any, kind: Any, option: Any, ctx: Any, value: Any) -> Any:
    if isinstance(value, str):
        try:
            value = _read(value, parameter.opts[0], kind, option)
        except InputError as error:
            print(printable(error.text(language_of(ctx)), lines=True), file=sys.stderr)
            raise typer.Exit(BAD_INPUT) from error
    return process(ctx, value)


def _read(text: str, name: str, kind: Any, option: Any) -> Any:
    if get_origin(kind) is Literal:
        return _chosen(text, name, get_args(kind))
    if getattr(option, "metavar", None) == "YEAR":
        return _year(text, name)
    return _number(text, name, kind, option)


def _chosen(text: str, name: str, names: tuple[str, ...]) -> str:
    """Return which of some choices is meant, by its key or its name."""
    return key_of(Text.same(name), text, choice_names(names))


def _year(text: str, name: str) -> int:
    """Return a year that incomes can be of."""
    year = year_of(text)
    if year is not None and year in CALENDAR:
        return year
    digits = plain(text).strip().removesuffix("年")
    # of four digits or more what is wrong is not how many there are
    rule = IN_CALENDAR if digits.isdecimal() and len(digits) >= _DIGITS_OF_A_YEAR else FOUR_DIGITS
    raise InputError(Fault(what=Text.same(name), rule=rule, got=text, way_out=_EXAMPLES["YEAR"]))


def _number(text: str, name: str, kind: Any, option: Any) -> float:
    metavar = getattr(option, "metavar", None)
    unit: Unit = COUNT if kind is int else _UNITS.get(str(metavar), PLAIN)
    number, way_out = read_number(text, unit), _EXAMPLES.get(str(metavar), _ANY_NUMBER)
    if isinstance(number, Unread):
        raise InputError(number.fault(Text.same(name), got=text, way_out=way_out))
    if kind is int and not number.is_integer():
        raise InputError(Fault(what=Text.same(name), rule=_WHOLE, got=text, way_out=way_out))
    low, high = getattr(option, "min", None), getattr(option, "max", None)
    if low is not None and high is not None and not low <= number <= high:
        raise InputError(Fault(what=Text.same(name), rule=between(low, high), got=text, way_out=way_out))
    return _exact(text, number) if kind is int else number


def _exact(text: str, number: float) -> int:
    """Return a whole number; digits alone are taken as they stand, as a seed may have more than a float holds."""
    digits = plain(text).strip()
    return int(digits) if digits.removeprefix("-").isdecimal() else int(number)
