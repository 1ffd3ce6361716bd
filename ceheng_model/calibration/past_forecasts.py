"""Hold one forecast of the past, and what is counted and averaged over several."""

from dataclasses import dataclass
from math import sqrt

from ceheng_model.doors import door
from ceheng_model.errors import COUNT, Fault, InputError
from ceheng_model.values import Value
from ceheng_model.vocabulary import Text

# draws leave a position uncertain by one standard error; three are almost never exceeded
ERRORS = 3.0
"""Standard errors of a position within which an outcome is at the end of a band."""


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PastForecast(Value):
    """Hold one forecast of a total, made with what was known at its origin, and what came."""

    group: str
    origin: int
    """The last year known to it."""
    years_ahead: int
    growth_years: int
    """Years of growth that it rests on."""
    low: float
    """End of the 90 % band, in the unit of the series."""
    median: float
    high: float
    actual: float
    pit: float
    """Part of the draws below what came: uniform over 0 to 1 where forecasts are right."""
    crps: float
    """Score in average annual growth from the origin, a fraction; the lower the better."""
    crps_last_growth: float
    """Score of the origin's own growth carried on: how far off it was."""
    crps_known_spread: float
    """Score of normal draws as if mean growth and spread were known exactly."""

    @property
    def year(self) -> int:
        """The year that is forecast."""
        return self.origin + self.years_ahead

    def is_within(self, nominal: float) -> bool:
        """Return whether what came lies in the middle band of this nominal coverage."""
        return abs(self.pit - 0.5) <= nominal / 2.0

    def is_at_end(self, nominal: float, draws: int) -> bool:
        """Return whether what came lies so near an end of this band that the draws decide.

        That is, whether it is within.
        """
        if draws < 1:
            way_out = Text("例如 16384", "for example 16384")
            raise InputError(Fault(what=Text("模拟次数", "draws"), rule=COUNT, got=draws, way_out=way_out))
        error = sqrt(self.pit * (1.0 - self.pit) / draws)
        return abs(abs(self.pit - 0.5) - nominal / 2.0) < ERRORS * error


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BandCoverage(Value):
    """Hold how many of some forecasts a band covered, and what that can show."""

    group: str
    years_ahead: int
    nominal: float
    forecasts: int
    covered: int
    below: int
    """How many came below the median of their forecast."""
    expected: tuple[int, int]
    """Counts between which nine in ten histories of this length lie where the bands are right."""
    interval: tuple[float, float] | None
    """Exact 95 % interval of the coverage, as if forecasts were independent; None where they overlap."""

    @property
    def share(self) -> float:
        """Part of the forecasts that the band covered."""
        return self.covered / self.forecasts


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MeanScore(Value):
    """Hold mean scores over the forecasts of one group that reach as many years ahead."""

    group: str
    years_ahead: int
    forecasts: int
    pit: float
    """Mean position of what came in the draws."""
    crps: float
    crps_last_growth: float
    crps_known_spread: float
