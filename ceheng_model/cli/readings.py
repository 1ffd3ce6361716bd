"""Read what options and answers hold, and say what is wrong with those that lack their form."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ceheng_model.errors import IN_CALENDAR, UNREPEATED, Fault, InputError
from ceheng_model.files import CALENDAR, RATE, Unit, Unread, day_of, read_number, year_of
from ceheng_model.vocabulary import Text


def rate_of(text: str, option: str, *examples: str) -> float:
    """Return a rate written as ``1%`` or ``0.01``; raise `InputError` otherwise."""
    return number_of(text, RATE, option, *examples)


def number_of(text: str, unit: Unit, option: str | Text, *examples: str) -> float:
    """Return a number of a unit; raise `InputError` with examples of the option otherwise."""
    value = read_number(text, unit)
    if isinstance(value, Unread):
        raise InputError(unread_fault(value, option, text, *examples))
    return value


def unread_fault(why: Unread, option: str | Text, got: str, *examples: str) -> Fault:
    """Return the fault of an option that holds no number of its unit, with the reason or else examples of its form."""
    form = form_fault(option, got, *examples)
    return form if why.way_out is None else replace(form, rule=why.rule, way_out=why.way_out)


def repeated_fault(option: str | Text, got: str) -> Fault:
    """Return the fault of an option, or an answer, that says again what it said before."""
    return Fault(what=_named(option), rule=UNREPEATED, got=got, way_out=Text("同一项只给一次", "give each thing once"))


def _named(option: str | Text) -> Text:
    return Text.same(option) if isinstance(option, str) else option


def form_fault(name: str | Text, got: str | Sequence[str], *examples: str) -> Fault:
    """Return the fault of an option, or an answer, that lacks its form, with examples of it."""
    listed = " / ".join(examples)
    return Fault(
        what=_named(name),
        rule=Text("写作规定的形式", "have its form"),
        got=got if isinstance(got, str) else tuple(got),
        way_out=Text(f"例如 {listed}", f"for example {listed}"),
    )


def rates_of(options: list[str], name: str | Text) -> float | dict[int, float]:
    """Return rates written as ``2%`` for all years or ``2022=2%`` by year; raise `InputError` otherwise."""
    rates: dict[int, float] = {}
    for option in options:
        year, sign, rate = option.rpartition("=")
        value, key = number_of(rate, RATE, name, "2%", "2022=2%"), year_of(year)
        if (sign and key is None) or (not sign and len(options) > 1):
            raise InputError(form_fault(name, option, "2%", "2022=2%"))
        if key is None:
            return value
        if key in rates:
            raise InputError(repeated_fault(name, option))
        rates[key] = value
    return rates


def day_given(text: str | None, option: str) -> date | None:
    """Return the day that an option gives, None where it is not given; raise `InputError` for what is no day."""
    if text is None:
        return None
    day = day_of(text)
    if day is None or day.year not in CALENDAR:
        rule = Text("为日期", "be a date") if day is None else IN_CALENDAR
        way_out = Text("写作 2022-12-01", "write 2022-12-01")
        raise InputError(Fault(what=Text.same(option), rule=rule, got=text, way_out=way_out))
    return day
