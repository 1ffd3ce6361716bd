"""Turn what options say of GDP, prices and residents into figures of a plan's folder."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ceheng_model.cli.readings import form_fault, number_of, rates_of, repeated_fault
from ceheng_model.errors import POSITIVE, InputError
from ceheng_model.files import COUNT, year_of
from ceheng_model.plan.circumstance_table import RESIDENTS, Circumstance, CircumstanceKind
from ceheng_model.vocabulary import Text

_ABOUT = re.compile(r"(?<![^=])\s*(?:大约|约为|约|about|around)\s*|\s*(?:左右|上下)\s*$", re.IGNORECASE)
_FORMS = ("urban=8", "urban.2024=8.1")
_ANSWERS = ("8万人", "2024=8万人; 2025=8.1万人")


def rates_around(
    kind: CircumstanceKind, options: Sequence[str] | None, name: str | Text, years: range
) -> Iterator[Circumstance]:
    """Yield one figure a year of growth written as ``5%`` or ``2024=5%``; nobody has published them, so far as told."""
    # about 5 % is 5 % to what is reckoned with it
    rates = rates_of([_ABOUT.sub("", option) for option in options], name) if options else {}
    by_year = rates if isinstance(rates, dict) else dict.fromkeys(years, rates)
    for year, rate in sorted(by_year.items()):
        yield Circumstance(kind=kind, year=year, value=rate, status="assumed", source="")


def residents_around(
    pairs: Sequence[tuple[str, str]], years: range, name: str | Text = "--population"
) -> Iterator[Circumstance]:
    """Yield one figure a group and year of residents written as ``urban=8`` or ``urban.2024=8.1``."""
    # an answer is about one group
    forms = _FORMS if isinstance(name, str) else _ANSWERS
    counts: dict[tuple[str, int], float] = {}
    whole: dict[str, float] = {}
    for cell, text in pairs:
        group, dot, written = cell.partition(".")
        value, year = number_of(text, COUNT, name, *forms), year_of(written)
        if not value > 0.0:
            raise InputError(replace(form_fault(name, f"{cell}={text}", forms[0]), rule=POSITIVE))
        if dot and year is None:
            raise InputError(form_fault(name, f"{cell}={text}", *forms))
        if year is None:
            whole[group] = value
        elif (group, year) in counts:
            raise InputError(repeated_fault(name, f"{cell}={text}"))
        else:
            counts[group, year] = value
    everywhere = {(group, year): value for group, value in whole.items() for year in years}
    for (group, year), value in sorted((everywhere | counts).items()):
        yield Circumstance(kind=RESIDENTS, group=group, year=year, value=value, status="assumed", source="")
