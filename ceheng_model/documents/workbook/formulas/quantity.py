"""Write what a statement is about as a formula over levels, on any path of the workbook."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from math import isnan, nan
from typing import Protocol

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.documents.workbook.book import pinned, span
from ceheng_model.documents.workbook.formulas.addresses import Economy, Inputs, LevelPlaces
from ceheng_model.documents.workbook.formulas.formula import Formula, written
from ceheng_model.documents.workbook.formulas.named_constants import Constants
from ceheng_model.plan import Statement
from ceheng_model.projection import Projection
from ceheng_model.quantities import (
    Curve,
    Form,
    GdpFactor,
    KnownFigure,
    Level,
    LognormalCurve,
    Numbers,
    PricedShare,
    PriceFactor,
    PublishedLevel,
    QuantileCurve,
    Quantity,
    ResidentsShare,
    Setting,
    Sum,
    UndecidableError,
)
from ceheng_model.scenarios import Scenario
from ceheng_model.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Hold where the figures of one path stand."""

    levels: LevelPlaces
    economy: Economy
    inputs: Inputs
    constants: Constants
    setting: Setting
    """What statements are written on: growth of GDP and prices, and residents count as given: they can be filled in."""

    @classmethod
    def of(
        cls, scenario: Scenario, *, levels: LevelPlaces, economy: Economy, inputs: Inputs, constants: Constants
    ) -> "Places":
        """Return the places of a scenario's path."""
        gdp, prices = (
            np.zeros(len(scenario.years)) if rates is None else np.nan_to_num(rates)
            for rates in (scenario.gdp_growth, scenario.price_growth)
        )
        people = scenario.population
        if people is None:
            people = np.ones((len(scenario.groups), len(scenario.years) + 1))
        setting = replace(scenario, gdp_growth=gdp, price_growth=prices, population=people)
        return cls(levels=levels, economy=economy, inputs=inputs, constants=constants, setting=setting)


class Steps(Protocol):
    """Give cells to what a statement is worked out from, so that no formula grows long."""

    def known(self, known: KnownFigure, formula: str, value: float) -> str:
        """Return the address of a known figure; it stands there once."""

    def cell(self, formula: str, value: float) -> str:
        """Write a step into the next cell; return its address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Hold the formulas for one statement on one path."""

    value: str
    uncertainty: str | None = None
    """Half-width left open by rounding; None where there is none. It speaks of `VALUE`, the address of the value."""
    follows_levels: bool = False
    """Whether that half-width follows the incomes of the path."""
    required: tuple[str, ...] = ()
    """Growth that would just meet the printed value: one formula a group that could do it alone."""


VALUE = "\0"
"""Stands for the address of the value in the formula of what rounding leaves open."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Say at which addresses figures stand, and how growth and extremes of them are written."""

    places: Places
    steps: Steps
    known_by: Setting
    """What gives the known figures their numbers."""
    roots: list[float] | None = None
    """The roots to come, which stand in cells of their own; None where they are written where they are needed."""
    fills_right: bool = False
    """Whether formulas are filled over the columns of several paths, so that what all share stays where it is."""
    peaks: list[Sequence[float]] | None = None
    """The same of figures of which the highest is taken."""

    def level(self, level: Level) -> Formula:
        """Return the address of an income."""
        return Formula(self.places.levels.at(level.group, level.year, level.component))

    def known(self, known: KnownFigure) -> Formula | float:
        """Return the address of a known figure; the figure itself where it stands nowhere."""
        inputs, economy = self.places.inputs, self.places.economy
        if isinstance(known, PublishedLevel):
            address = inputs.published.get(known.against, {}).get(known.year)
            # a figure of a year that the workbook does not show is written itself
            return known.value(self.places.setting) if address is None else self._outside(address)
        if isinstance(known, ResidentsShare):
            return self._outside(economy.shares[known.group, known.year])
        dash = self.places.constants.dash
        if isinstance(known, GdpFactor):
            grown = economy.gdp
            formula = f"IF({grown.is_filled(known.start, known.end)},{grown.factor(known.start, known.end)},{dash})"
        elif isinstance(known, PriceFactor):
            # where prices are not given, income stays nominal, or nothing is said
            grown, otherwise = economy.prices, dash if known.needed else "1"
            formula = (
                f"IF({grown.is_filled(known.start, known.end)},{grown.factor(known.start, known.end)},{otherwise})"
            )
        elif isinstance(known, PricedShare):
            share, prices = self.known(known.share), self.known(known.prices)
            formula = f"IF(ISNUMBER({share})*ISNUMBER({prices}),{share}*{prices},{dash})"
        else:
            return known.value(self.places.setting)
        return Formula(self.steps.known(known, formula, _number(known, self.known_by)))

    def _outside(self, address: str) -> Formula:
        return Formula(pinned(address) if self.fills_right else address)

    def root(self, value: Formula, degree: int) -> Formula:
        """Return the root of a value."""
        if self.roots is None:
            return value.root(degree)
        return Formula(self.steps.cell(written(value.root(degree)), self.roots.pop(0)))

    def growth(self, start: Formula, end: Formula, years: int) -> Formula:
        """Return average annual growth, a dash where it starts from nothing."""
        return Formula(f"IF({start}=0,{self.places.constants.dash},{(end / start).root(years) - 1.0})")

    def highest(self, values: Sequence[Formula]) -> Formula:
        """Return the highest of some values."""
        if self.peaks is None:
            return Formula(f"MAX({','.join(map(str, values))})")
        pairs = zip(values, self.peaks.pop(0), strict=True)
        found = [self.steps.cell(written(value), number) for value, number in pairs]
        return Formula(f"MAX({span(found[0], found[-1])})")

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


def _number(known: KnownFigure, setting: Setting) -> float:
    try:
        return float(known.value(setting))
    except UndecidableError:
        return nan


def average(end: str, start: str, years: int) -> str:
    """Return the formula of average annual growth.

    >>> average("E9", "B9", 3)
    '(E9/B9)^(1/3)-1'
    """
    return written((Formula(end) / Formula(start)).root(years) - 1.0)


def forms_of(statement: Statement, places: Places) -> tuple[Form, ...] | None:
    """Return the forms of a statement, one a year; None where the workbook has not what it needs."""
    if statement.needs is not None:
        return None
    try:
        return tuple(statement.quantity.forms(places.setting))
    except UndecidableError:
        return None


def condition(forms: Sequence[Form], places: Places) -> str | None:
    """Return the condition under which forms can be judged; None where they always can."""
    every = [known for form in forms for known in form.known]
    conditions = [*_rates_given(every, places), *_residents_given(every, places)]
    return "*".join(conditions) if conditions else None


def question(
    statement: Statement,
    forms: Sequence[Form],
    cells: Cells,
    *,
    printed: str,
    given: str | None,
    path: Projection,
    rounds: bool = True,
) -> Question:
    """Return the formulas of a statement; without what rounding leaves open unless it `rounds`.

    `printed` is the address of the printed value, `given` that of whether the statement can be judged, None where it
    always can; `path` gives the numbers of the steps.
    """
    quantity, constants = statement.quantity, cells.places.constants
    numbers = Numbers(path.scenario, path.values)
    unknown = given is not None and any(_is_unknown(form, numbers) for form in forms)
    values = [_value(form, cells, None if unknown else numbers, given) for form in forms]
    rounding = [_rounding(quantity, form, path) if rounds else (0.0, [], False) for form in forms]
    widths = [
        _where(given, written(quantity.uncertainty(form, replace(cells, roots=roots))), constants) if width else ""
        for form, (width, roots, _) in zip(forms, rounding, strict=True)
    ]
    is_unsure = any(width for width, _, _ in rounding)
    if len(forms) == 1:
        value, uncertainty = _where(given, values[0], constants), widths[0]
    else:
        best = "MAX" if quantity.better == "down" else "MIN"
        found = [
            cells.steps.cell(_where(given, one, constants), nan if unknown else _figure(form, numbers))
            for form, one in zip(forms, values, strict=True)
        ]
        block = span(found[0], found[-1])
        value = f"IF(COUNT({block})<ROWS({block})*COLUMNS({block}),{constants.dash},{best}({block}))"
        if is_unsure:
            wide = [
                cells.steps.cell(one, nan if unknown else width)
                for one, (width, _, _) in zip(widths, rounding, strict=True)
            ]
            # that of the year that gives the value
            uncertainty = f"IFERROR(INDEX({span(wide[0], wide[-1])},MATCH({VALUE},{block},0)),{constants.dash})"
    required = _required(quantity, statement.wording, printed, cells, path)
    return Question(
        value=constants.without_numbers(value),
        uncertainty=constants.without_numbers(uncertainty) if is_unsure else None,
        follows_levels=len(forms) > 1 or any(reads for _, _, reads in rounding),
        required=tuple(constants.without_numbers(_where(given, growth, constants)) for growth in required),
    )


def _figure(form: Form, numbers: Numbers) -> float:
    try:
        with np.errstate(all="ignore"):
            if form.other is None and form.own.below.levels and form.own.below.at(numbers) == 0.0:
                return nan
            return float(form.at(numbers))
    except UndecidableError:
        return nan


def _is_unknown(form: Form, numbers: Numbers) -> bool:
    """Return whether a figure is lacking that the form needs, other than that a base of nothing has no growth."""
    return isnan(_figure(form, numbers)) and _sum(form.own.below, numbers) != 0.0


class _Recorded(Numbers):
    """Look figures up, and keep the roots that were taken and whether incomes were read."""

    def __init__(self, path: Projection) -> None:
        """Start with nothing read."""
        super().__init__(path.scenario, path.values)
        self.roots: list[float] = []
        self.peaks: list[Sequence[float]] = []
        self.reads_levels = False

    def level(self, level: Level) -> float:
        """Return an income of the projection."""
        self.reads_levels = True
        return float(super().level(level))

    def root(self, value: float, degree: int) -> float:
        """Return the root of a value."""
        self.roots.append(float(super().root(value, degree)))
        return self.roots[-1]

    def highest(self, values: Sequence[float]) -> float:
        """Return the highest of some values."""
        self.peaks.append([float(value) for value in values])
        return float(super().highest(values))


def _rounding(quantity: Quantity, form: Form, path: Projection) -> tuple[float, list[float], bool]:
    """Return what rounding leaves open of a form, the roots that it is worked out from, whether it reads incomes."""
    recorded = _Recorded(path)
    try:
        with np.errstate(all="ignore"):
            return float(quantity.uncertainty(form, recorded)), recorded.roots, recorded.reads_levels
    except UndecidableError:
        return nan, recorded.roots, recorded.reads_levels


def _residents_given(every: Sequence[KnownFigure], places: Places) -> list[str]:
    """Return the conditions that every number of residents is there by which incomes are weighted."""
    shares = {one.share if isinstance(one, PricedShare) else one for one in every}
    years = sorted({one.year for one in shares if isinstance(one, ResidentsShare)})
    return [f"ISNUMBER({places.economy.people[year]})" for year in years]


def _rates_given(every: Sequence[KnownFigure], places: Places) -> list[str]:
    gdp = [known for known in every if isinstance(known, GdpFactor)]
    prices = [known for known in every if isinstance(known, PriceFactor) and known.needed]
    return [
        f"({index.is_filled(min(one.start for one in factors), max(one.end for one in factors))})"
        for index, factors in ((places.economy.gdp, gdp), (places.economy.prices, prices))
        if factors
    ]


def _where(given: str | None, formula: str, constants: Constants) -> str:
    return formula if given is None else f"IF({given}=0,{constants.dash},{formula})"


def _value(form: Form, cells: Cells, numbers: Numbers | None, given: str | None) -> str:
    """Return the formula of the value; steps hold dashes where there are no numbers to work them out from."""
    own, dash = form.own, cells.places.constants.dash
    # sums on both sides are steps of their own
    if min(len(own.above.terms), len(own.below.terms)) > 1:
        above, below = (
            Formula(
                cells.steps.cell(_where(given, written(part.at(cells)), cells.places.constants), _sum(part, numbers))
            )
            for part in (own.above, own.below)
        )
        rooted = cells.root(above / below, own.root) if own.root > 1 else above / below
        value = rooted - own.shift if form.other is None else rooted - own.shift - form.other.at(cells)
        return f"IF({below}=0,{dash},{written(value)})"
    value = written(form.at(cells))
    # a base of nothing has no growth, and no ratio
    if form.other is None and own.below.levels:
        return f"IF({written(own.below.at(cells))}=0,{dash},{value})"
    return value


def _sum(part: Sum, numbers: Numbers | None) -> float:
    if numbers is None:
        return nan
    try:
        return float(part.at(numbers))
    except UndecidableError:
        return nan


def _required(quantity: Quantity, wording: Wording, printed: str, cells: Cells, path: Projection) -> list[str]:
    aim, recorded = Formula(printed, is_zero=wording.strict), _Recorded(path)
    with np.errstate(all="ignore"), suppress(UndecidableError):
        quantity.needed_growth(wording.aim, cells.places.setting, recorded)
    stepping = replace(cells, peaks=recorded.peaks or None)
    return [written(needed.growth) for needed in quantity.needed_growth(aim, cells.places.setting, stepping)]
