"""Write what a statement is about as a formula over levels, on any path of the workbook."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.documents.workbook.book import DASH, literal
from ceheng_model.documents.workbook.formulas.addresses import Economy, Inputs, Levels
from ceheng_model.documents.workbook.formulas.formula import Formula, written
from ceheng_model.plan import Statement
from ceheng_model.quantities import (
    Curve,
    Form,
    GdpFactor,
    KnownFigure,
    Level,
    LognormalCurve,
    PricedShare,
    PriceFactor,
    PublishedLevel,
    QuantileCurve,
    Quantity,
    ResidentsShare,
    Setting,
    UndecidableError,
)
from ceheng_model.scenarios import Scenario
from ceheng_model.wording import Wording

_DASH = literal(DASH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Hold where the figures of one path stand."""

    levels: Levels
    economy: Economy
    inputs: Inputs
    setting: Setting
    """What statements are written on: growth of GDP and prices, and residents count as given: they can be filled in."""

    @classmethod
    def of(cls, scenario: Scenario, *, levels: Levels, economy: Economy, inputs: Inputs) -> "Places":
        """Return the places of a scenario's path."""
        gdp, prices = (
            np.zeros(len(scenario.years)) if rates is None else np.nan_to_num(rates)
            for rates in (scenario.gdp_growth, scenario.price_growth)
        )
        people = scenario.population
        if people is None:
            people = np.ones((len(scenario.groups), len(scenario.years) + 1))
        setting = replace(scenario, gdp_growth=gdp, price_growth=prices, population=people)
        return cls(levels=levels, economy=economy, inputs=inputs, setting=setting)


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


@dataclass(frozen=True, slots=True)
class Cells:
    """Say at which addresses figures stand, and how growth and extremes of them are written."""

    places: Places

    def level(self, level: Level) -> Formula:
        """Return the address of an income."""
        return Formula(self.places.levels.at(level.group, level.year, level.component))

    def known(self, known: KnownFigure) -> Formula | float:
        """Return the address of a known figure; the figure itself where it stands nowhere."""
        inputs, economy = self.places.inputs, self.places.economy
        if isinstance(known, PublishedLevel):
            address = inputs.published.get(known.against, {}).get(known.year)
            # a figure of a year that the workbook does not show is written itself
            return known.value(self.places.setting) if address is None else Formula(address)
        if isinstance(known, GdpFactor):
            if economy.gdp_partly:
                return Formula(f"({_by_rates(inputs.gdp, known)})")
            return Formula(economy.gdp[known.end]) / Formula(economy.gdp[known.start])
        if isinstance(known, PriceFactor):
            factor = Formula(economy.prices[known.end]) / Formula(economy.prices[known.start])
            if economy.prices_partly:
                factor = Formula(f"({_by_rates(inputs.prices, known)})")
            # where prices are not given, income stays nominal, or nothing is said
            return factor if known.needed else Formula(f"IF({inputs.prices_given(known.start, known.end)},{factor},1)")
        if isinstance(known, ResidentsShare):
            people = "+".join(cell for (_, year), cell in inputs.population.items() if year == known.year)
            return Formula(f"({inputs.population[known.group, known.year]}/({people}))")
        if isinstance(known, PricedShare):
            share, prices = self.known(known.share), self.known(known.prices)
            return Formula(f"({share}*{prices})")
        return known.value(self.places.setting)

    def root(self, value: Formula, degree: int) -> Formula:
        """Return the root of a value."""
        return value.root(degree)

    def growth(self, start: Formula, end: Formula, years: int) -> Formula:
        """Return average annual growth, a dash where it starts from nothing."""
        return Formula(f"IF({start}=0,{_DASH},{(end / start).root(years) - 1.0})")

    def highest(self, values: Sequence[Formula]) -> Formula:
        """Return the highest of some values."""
        return Formula(f"MAX({','.join(map(str, values))})")

    def part_of_people(self, ratio: Formula, curve: Curve) -> Formula:
        """Return the part of people that a ratio stands for."""
        if isinstance(curve, LognormalCurve):
            part = f"NORMSDIST(LN({ratio})/{written(curve.sigma)}{_signed(curve.shift)})"
            return Formula(part) if curve.is_whole else _limited(curve.start, curve.scale, part)
        assert isinstance(curve, QuantileCurve)
        income = 1.0 / ratio * curve.line if curve.inverted else ratio * curve.line
        return _limited(curve.start, curve.scale, f"({_straight(income, curve.incomes, curve.parts)})")

    def ratio_of_people(self, part: Formula, curve: Curve) -> Formula:
        """Return the ratio that stands for a part of people."""
        assert isinstance(curve, LognormalCurve | QuantileCurve)
        inner = f"(({part}){_signed(-curve.start)})/{_bracketed(curve.scale)}"
        if isinstance(curve, LognormalCurve):
            inner = str(part) if curve.is_whole else inner
            return Formula(f"EXP({written(curve.sigma)}*(NORMSINV({inner}){_signed(-curve.shift)}))")
        income = f"({_straight(inner, curve.parts, curve.incomes)})"
        return Formula(f"{written(curve.line)}/{income}" if curve.inverted else f"{income}/{written(curve.line)}")


def _limited(start: float, scale: float, part: str) -> Formula:
    """Return a share of those who are meant, not below nobody and not above everybody."""
    return Formula(f"MAX(0,MIN(1,{written(start)}{_signed(scale)}*{part}))")


def _bracketed(value: float) -> str:
    return f"({written(value)})" if value < 0.0 else written(value)


def _straight(value: object, knots: Array, heights: Array) -> str:
    """Return the formula of a line through points, level beyond the first and the last."""
    steps = zip(np.diff(heights).tolist(), knots[:-1].tolist(), np.diff(knots).tolist(), strict=True)
    parts = [f"{written(rise)}*MAX(0,MIN(1,(({value}){_signed(-at)})/{written(width)}))" for rise, at, width in steps]
    return "+".join([*([written(float(heights[0]))] if heights[0] else []), *parts])


def _signed(value: float) -> str:
    return f"{'-' if value < 0.0 else '+'}{written(abs(value))}"


def _by_rates(rates: Mapping[int, str], known: GdpFactor | PriceFactor) -> str:
    """Return the growth between two years by the rates of its own years: an index may break off before them."""
    return "*".join(f"(1+{rates[year]})" for year in range(known.start + 1, known.end + 1))


def average(end: str, start: str, years: int) -> str:
    """Return the formula of average annual growth.

    >>> average("E9", "B9", 3)
    '(E9/B9)^(1/3)-1'
    """
    return written((Formula(end) / Formula(start)).root(years) - 1.0)


def question(statement: Statement, places: Places, printed: str) -> Question | None:
    """Return the formulas of a statement, or None where the workbook has not what it needs.

    `printed` is the address of the printed value.
    """
    quantity, cells = statement.quantity, Cells(places)
    if statement.needs is not None:
        return None
    try:
        forms = quantity.forms(places.setting)
    except UndecidableError:
        return None
    given = _given(forms, places)
    values = [_value(form, cells) for form in forms]
    value = values[0] if len(values) == 1 else f"{'MAX' if quantity.better == 'down' else 'MIN'}({','.join(values)})"
    required = _required(quantity, statement.wording, printed, cells)
    return Question(
        value=_where(given, value),
        given=given,
        uncertainty=_uncertainty(quantity, forms, values, cells),
        required=tuple(_where(given, growth) for growth in required),
    )


def _given(forms: Sequence[Form], places: Places) -> str | None:
    every = [known for form in forms for known in form.known]
    conditions = [one for one in (_rates_given(every, places), _residents_given(every, places)) if one is not None]
    return f"AND({','.join(conditions)})" if len(conditions) > 1 else next(iter(conditions), None)


def _residents_given(every: Sequence[KnownFigure], places: Places) -> str | None:
    """Return the condition that every number of residents is there by which incomes are weighted."""
    shares = {one.share if isinstance(one, PricedShare) else one for one in every}
    years = sorted({one.year for one in shares if isinstance(one, ResidentsShare)})
    cells = [cell for year in years for (_, of), cell in places.inputs.population.items() if of == year]
    return f"AND({','.join(f'N({cell})>0' for cell in cells)})" if cells else None


def _rates_given(every: Sequence[KnownFigure], places: Places) -> str | None:
    gdp = [known for known in every if isinstance(known, GdpFactor)]
    if gdp:
        return places.inputs.gdp_given(min(known.start for known in gdp), max(known.end for known in gdp))
    prices = [known for known in every if isinstance(known, PriceFactor) and known.needed]
    if prices:
        return places.inputs.prices_given(min(known.start for known in prices), max(known.end for known in prices))
    return None


def _where(given: str | None, formula: str) -> str:
    return formula if given is None else f"IF({given},{formula},{_DASH})"


def _value(form: Form, cells: Cells) -> str:
    value = written(form.at(cells))
    # a base of nothing has no growth, and no ratio
    if form.other is None and form.own.below.levels:
        return f"IF({written(form.own.below.at(cells))}=0,{_DASH},{value})"
    return value


def _required(quantity: Quantity, wording: Wording, printed: str, cells: Cells) -> list[str]:
    aim = Formula(printed, is_zero=wording.strict)
    return [written(needed.growth) for needed in quantity.needed_growth(aim, cells.places.setting, cells)]


def _uncertainty(
    quantity: Quantity, forms: Sequence[Form], values: Sequence[str], cells: Cells
) -> Callable[[str], str] | None:
    widths = [quantity.uncertainty(form, cells) for form in forms]
    if not any(widths):
        return None

    def of(value: str) -> str:
        """Return the width of the year that gives the value."""
        formula = written(widths[-1])
        for in_year, width in zip(reversed(values[:-1]), reversed(widths[:-1]), strict=True):
            formula = f"IF({in_year}={value},{width},{formula})"
        return formula

    return of
