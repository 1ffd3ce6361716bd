"""Hold what an estimated uncertainty rests on, as its settings show it."""

from collections.abc import Sequence
from dataclasses import dataclass

from ceheng_model.arithmetic import Array
from ceheng_model.tables import Cell
from ceheng_model.uncertainty import words
from ceheng_model.uncertainty.own_spread import OwnSpread
from ceheng_model.uncertainty.persistence import LagOne, PersistenceEstimate
from ceheng_model.values import Value
from ceheng_model.vocabulary import NO_TEXT, Keyed, Text


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SpreadOfTotals(Value):
    """Say how far the totals stray according to some growth years."""

    years: tuple[int, ...]
    span: Text
    """The years for readers."""
    spreads: Array
    """Standard deviation of yearly growth of each group's total with this plan's shares, ``(group,)``, a fraction."""

    @property
    def count(self) -> Text:
        """The years with their number, for readers."""
        return words.YEARS_COUNTED.format(span=self.span, count=len(self.years))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Estimate(Value):
    """Hold which years tell the spread, what the totals' spreads are, and what the years say of persistence."""

    groups: tuple[Text, ...]
    common: SpreadOfTotals
    """From the years of the estimate."""
    known: SpreadOfTotals | None
    """From those of these years that were known at `as_of`; None where they are the same, or too few."""
    as_of: int
    own: OwnSpread | None
    """The region's own spread; None where it is not the one estimated."""
    persistence: tuple[PersistenceEstimate, ...]
    """One a published series."""
    without_pandemic: Array | None = None
    """The totals' spreads without 2020 and 2021 as parts of those with them, ``(group,)``; None where these are not
    among the years, or too few are left."""

    def rows(self) -> list[tuple[Keyed, Cell]]:
        """Return one row a fact on which the estimate rests."""
        rows: list[tuple[Keyed, Cell]] = [
            (Keyed("spread_years", words.SPREAD_YEARS), self.common.count),
            (Keyed("common_totals", words.COMMON_TOTALS), _points(self.groups, self.common.spreads.tolist())),
        ]
        if self.known is not None:
            named = words.TOTALS_AS_OF.format(as_of=self.as_of)
            totals = words.FROM_SPAN.format(
                totals=_points(self.groups, self.known.spreads.tolist()), span=self.known.count
            )
            rows.append((Keyed("common_totals_as_of", named), totals))
        if self.own is not None and self.own.totals:
            rows.append((Keyed("own_totals", words.OWN_TOTALS), self._own_totals()))
        rows += [
            (Keyed("lag_one", words.LAG_ONE.format(series=series.label)), _lag_text(series))
            for series in self.persistence
        ]
        return rows

    def _own_totals(self) -> Text:
        totals = self.own.totals if self.own is not None else ()
        parts = [
            words.OWN_TOTAL.format(
                group=total.group,
                spread=100 * total.spread,
                low=100 * total.interval[0],
                high=100 * total.interval[1],
                freedom=total.freedom,
            )
            for total in totals
        ]
        return Text.join(parts, zh="；", en="; ")


def _points(groups: Sequence[Text], spreads: Sequence[float]) -> Text:
    """Return what each group's total strays by, in points."""
    parts = [
        words.STRAYS.format(group=group, spread=100 * spread) for group, spread in zip(groups, spreads, strict=True)
    ]
    return words.IN_POINTS.format(parts=Text.join(parts))


def _lag_text(series: PersistenceEstimate) -> Text:
    every = words.TOO_FEW_PAIRS if series.every_year is None else _lag(series.every_year)
    without = NO_TEXT
    if series.every_year is not None and len(series.calm_years) < len(series.every_year.years):
        calm = words.TOO_FEW_PAIRS if series.without_pandemic is None else _lag(series.without_pandemic)
        without = words.WITHOUT_PANDEMIC.format(lag=calm)
    return every + without


def _lag(lag: LagOne) -> Text:
    low, high = lag.interval
    # at the edge a line cannot be told from a random walk
    form = words.LAG if abs(lag.unbiased) < 1.0 else words.LAG_AT_EDGE
    fields = {"unbiased": lag.unbiased} if form is words.LAG else {}
    return form.format(observed=lag.observed, low=low, high=high, **fields)
