"""Write what a statement is about as a formula over levels, on any path of the workbook."""

from collections.abc import Callable
from dataclasses import dataclass

from ceheng_model.checks.evaluation import GDP_ROUNDING
from ceheng_model.documents.workbook.book import DASH, literal, span
from ceheng_model.documents.workbook.formulas.addresses import Economy, Inputs, Levels
from ceheng_model.plan import Quantity, Statement
from ceheng_model.plan.statements import GDP
from ceheng_model.series import ROUNDING

_DASH = literal(DASH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Hold where the figures of one path stand."""

    levels: Levels
    economy: Economy
    inputs: Inputs
    base_year: int
    last_year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Hold the formulas for one statement on one path."""

    value: str
    given: str | None = None
    """Condition under which the statement can be judged; None where it always can."""
    uncertainty: Callable[[str], str] | None = None
    """Half-width left open by rounding, from the address of the value; None where there is none."""
    required: tuple[str, ...] = ()
    """Growth that would just meet the printed value: one formula a group that could do it alone."""


def question(statement: Statement, places: Places, printed: str) -> Question | None:
    """Return the formulas of a statement, or None where the workbook has not what it needs.

    `printed` is the address of the printed value.
    """
    quantity = statement.quantity
    known = range(places.base_year + 1, places.last_year + 1)
    if statement.needs is not None or quantity.first not in known or quantity.last not in known:
        return None
    return _QUESTIONS[quantity.kind](quantity, places, printed)


def average(end: str, start: str, years: int) -> str:
    """Return the formula of average annual growth.

    >>> average("E9", "B9", 3)
    '(E9/B9)^(1/3)-1'
    """
    return f"({end}/{start})^(1/{years})-1"


def _own(quantity: Quantity, places: Places, first: int) -> tuple[str, str, int]:
    at = places.levels.at
    end, start = (at(quantity.group, year, quantity.component) for year in (quantity.last, first - 1))
    return end, start, quantity.last - first + 1


def _income(quantity: Quantity, places: Places, printed: str) -> Question:
    end, start, years = _own(quantity, places, places.base_year + 1)
    needed = f"IF({start}=0,{_DASH},{average(printed, start, years)})"
    return Question(value=end, required=(needed,))


def _average(quantity: Quantity, places: Places, printed: str) -> Question:
    first = quantity.last if quantity.kind == "growth" else quantity.first
    end, start, years = _own(quantity, places, first)
    return Question(value=f"IF({start}=0,{_DASH},{average(end, start, years)})", required=(printed,))


def _ratio(quantity: Quantity, places: Places, printed: str) -> Question:
    at, base = places.levels.at, places.base_year
    years = quantity.last - base
    urban, rural = at("urban", quantity.last), at("rural", quantity.last)
    return Question(
        value=f"{urban}/{rural}",
        required=(
            f"({urban}/{printed}/{at('rural', base)})^(1/{years})-1",
            f"({rural}*{printed}/{at('urban', base)})^(1/{years})-1",
        ),
    )


def _lead(quantity: Quantity, places: Places, _printed: str) -> Question | None:
    against = quantity.against
    assert against is not None
    first, last = quantity.first, quantity.last
    end, start, years = _own(quantity, places, first)
    own = f"({average(end, start, years)})"
    if against.group == GDP:
        return _lead_over_gdp(own, places, first, last)
    if against.series is None:
        at = places.levels.at
        other = average(at(against.group, last), at(against.group, first - 1), years)
        return Question(value=f"{own}-({other})", required=(other,))
    published = places.inputs.published[against]
    if any(year not in published for year in range(first - 1, last + 1)):
        return None
    since, until = published[first - 1], published[last]
    other = average(until, since, years)
    low, high = (
        f"(({until}{sign}{ROUNDING})/({since}{other_sign}{ROUNDING}))^(1/{years})"
        for sign, other_sign in (("-", "+"), ("+", "-"))
    )
    return Question(value=f"{own}-({other})", uncertainty=lambda _value: f"({high}-{low})/2", required=(other,))


def _lead_over_gdp(own: str, places: Places, first: int, last: int) -> Question:
    years, economy, inputs = last - first + 1, places.economy, places.inputs
    other = average(economy.gdp[last], economy.gdp[first - 1], years)
    inflation = f"({economy.prices[last]}/{economy.prices[first - 1]})^(1/{years})"
    given = inputs.gdp_given()
    value = f"IF({given},IF({inputs.prices_given()},(1+{own})/{inflation}-1,{own})-({other}),{_DASH})"
    return Question(
        value=value,
        given=given,
        uncertainty=lambda _value: repr(GDP_ROUNDING),
        required=(f"IF({given},{other},{_DASH})",),
    )


def _gap(quantity: Quantity, places: Places, _printed: str) -> Question | None:
    assert quantity.against is not None
    first, last = quantity.first, quantity.last
    published = places.inputs.published[quantity.against]
    if any(year not in published for year in range(first - 1, last + 1)):
        return None
    over = places.levels.over
    own, own_before = over(quantity.group, first, last), over(quantity.group, first - 1, last - 1)
    theirs, theirs_before = (
        span(published[year], published[until]) for year, until in ((first, last), (first - 1, last - 1))
    )
    # SUMPRODUCT makes plain formulas of what would be array formulas
    changes = f"({theirs}/{own}-{theirs_before}/{own_before})"

    def uncertainty(value: str) -> str:
        worst = f"({changes}={value})"
        return f"SUMPRODUCT({worst}*({ROUNDING}/{own}+{ROUNDING}/{own_before}))/SUMPRODUCT({worst}*1)"

    return Question(
        value=f"SUMPRODUCT(MAX({changes}))",
        uncertainty=uncertainty,
        required=(f"SUMPRODUCT(MAX({theirs}/{theirs_before}-1))",),
    )


_QUESTIONS: dict[str, Callable[[Quantity, Places, str], Question | None]] = {
    "income": _income,
    "growth": _average,
    "average_annual_growth": _average,
    "urban_rural_ratio": _ratio,
    "growth_lead": _lead,
    "relative_gap": _gap,
}
