"""Decide in exact fractions whether statements on two groups over two years can hold together.

Fourier-Motzkin elimination over the few totals and components that the statements speak of: an oracle
that shares no code, no solver and no floating-point number with the library.
"""

from collections.abc import Sequence
from fractions import Fraction

from ceheng_model.plan import Statement
from ceheng_model.quantities import Quantity

Row = tuple[dict[str, Fraction], Fraction]
"""Coefficients and limit of ``sum(coefficient * variable) <= limit``."""

BASE = {
    "urban": Fraction(36510),
    "rural": Fraction(11076),
    "rural.wages": Fraction("0.3529") * 11076,
}
LEFT = Fraction(1, 100)
"""Part of its base that every income keeps in an audit: of nothing over nothing any ratio would hold."""


def feasible(statements: Sequence[Statement], floors: set[str]) -> bool:
    """Return whether the statements hold for some levels; `floors` are read on their better side only."""
    rows: list[Row] = [structure for year in (2022, 2023) for structure in _structure(year)]
    for statement in statements:
        rows += _rows(statement, floor=statement.id in floors)
    variables = sorted({name for coefficients, _ in rows for name in coefficients})
    for variable in variables:
        rows = _eliminated(rows, variable)
    return all(limit >= 0 for _, limit in rows)


def _structure(year: int) -> list[Row]:
    kept: list[Row] = [({f"{name}.{year}": Fraction(-1)}, -LEFT * base) for name, base in BASE.items()]
    # wages are a part of the total, and the other parts keep something as well
    rest = BASE["rural"] - BASE["rural.wages"]
    return [*kept, ({f"rural.wages.{year}": Fraction(1), f"rural.{year}": Fraction(-1)}, -LEFT * rest)]


def _rows(statement: Statement, *, floor: bool) -> list[Row]:
    wording, quantity = statement.wording, statement.quantity
    floor = floor or wording.kind in ("exceeds", "at_least", "at_most")
    if wording.kind == "narrows":
        return [_known(*_change(quantity))]
    # what has to be passed is the value as printed; the programme closes it
    half = Fraction(0) if wording.kind == "exceeds" else Fraction(str(wording.printed_step)) / 2
    lowest, *_, highest = [Fraction(str(value)) for value in wording.printed_values * 2]
    low, high = lowest - half, highest + half
    years = quantity.last_year - 2021
    if quantity.kind == "urban_rural_ratio":
        top, bottom = f"urban.{quantity.last_year}", f"rural.{quantity.last_year}"
    elif quantity.kind == "relative_level":
        top, bottom = f"rural.{quantity.last_year}", f"urban.{quantity.last_year}"
    elif quantity.kind == "share":
        top, bottom = f"rural.wages.{quantity.last_year}", f"rural.{quantity.last_year}"
    else:
        name = quantity.group if quantity.component == "total" else f"{quantity.group}.{quantity.component}"
        top, bottom = f"{name}.{quantity.last_year}", f"{name}.{quantity.last_year - 1}"
        if quantity.kind == "average_annual_growth":
            low, high, bottom = (1 + low) ** years, (1 + high) ** years, f"{name}.2021"
        elif quantity.kind == "growth":
            low, high = 1 + low, 1 + high
        elif quantity.kind == "multiple":
            bottom = f"{name}.2021"
        elif quantity.kind == "increment":
            # on average over the years
            return _increase(f"{name}.{quantity.last_year}", f"{name}.2021", years * low, years * high, floor=floor)
        else:
            bottom = ""
    keep_low, keep_high = (not floor or wording.better == "up"), (not floor or wording.better == "down")
    found = []
    if keep_low:
        found.append(_known({top: Fraction(-1)}, {bottom: low}))
    if keep_high:
        found.append(_known({top: Fraction(1)}, {bottom: -high}))
    return found


def _increase(end: str, start: str, low: Fraction, high: Fraction, *, floor: bool) -> list[Row]:
    """Return the rows of a rise from one income to another, which is to be at least so much, or just that."""
    least = _known({end: Fraction(-1)}, {start: Fraction(1), "": low})
    most = _known({end: Fraction(1)}, {start: Fraction(-1), "": -high})
    return [least] if floor else [least, most]


def _change(quantity: Quantity) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
    """Return what is to be at most zero where a gap, or the ratio, is to be no wider than in 2021."""
    urban, rural = f"urban.{quantity.last_year}", f"rural.{quantity.last_year}"
    if quantity.kind == "absolute_gap":
        return {urban: Fraction(1), rural: Fraction(-1)}, {"urban.2021": Fraction(-1), "rural.2021": Fraction(1)}
    # the relative gap of rural to urban residents is the ratio
    return {urban: BASE["rural"]}, {rural: -BASE["urban"]}


def _known(top: dict[str, Fraction], bottom: dict[str, Fraction]) -> Row:
    """Return the row ``top + bottom <= 0`` with base-year levels and the constant moved to the limit."""
    coefficients, limit = dict(top), Fraction(0)
    for name, factor in bottom.items():
        if name == "":
            limit -= factor
        elif name.endswith(".2021"):
            limit -= factor * BASE[name.removesuffix(".2021")]
        else:
            coefficients[name] = coefficients.get(name, Fraction(0)) + factor
    return coefficients, limit


def _eliminated(rows: list[Row], variable: str) -> list[Row]:
    above = [row for row in rows if row[0].get(variable, 0) > 0]
    below = [row for row in rows if row[0].get(variable, 0) < 0]
    kept = [row for row in rows if row[0].get(variable, 0) == 0]
    for upper, upper_limit in above:
        for lower, lower_limit in below:
            up, down = upper[variable], -lower[variable]
            names = {*upper, *lower} - {variable}
            mixed = {name: down * upper.get(name, Fraction(0)) + up * lower.get(name, Fraction(0)) for name in names}
            row = ({name: value for name, value in mixed.items() if value != 0}, down * upper_limit + up * lower_limit)
            if row not in kept:
                kept.append(row)
    return kept
