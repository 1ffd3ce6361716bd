"""Follow what a plan prints of its groups together, a ratio or the income of all, where nothing is printed of one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.plan import Plan, Statement
from ceheng_model.plan.circumstance_table import RESIDENTS
from ceheng_model.quantities import AllResidents, Quantity, UrbanRuralRatio
from ceheng_model.scenarios.dossier import Dossier
from ceheng_model.tables import written
from ceheng_model.vocabulary import NO_TEXT, Template, Text
from ceheng_model.wording import Exceeds

_GROWS = Template("{group}合计每年增长{rate}", "the total of {group} grows by {rate} a year")
_TO = Template("{growth}，使{aims}", "{growth}, to {aims}")
_RATIO = Template("{year}{ratio}为列明的{value}", "the printed {ratio} of {value} in {year}")
_ALL = Template(
    "{year}{everybody}收入为列明的{level}{end}", "the printed income of {everybody} of {level} in {year}{end}"
)
JUST_ABOVE = Text("（略高于此数）", " (just above it)")


def beyond(statement: Statement) -> float:
    """Return how far above its printed value a path has to go: the least that tables show, where words exclude it."""
    if not isinstance(statement.wording, Exceeds):
        return 0.0
    quantity = statement.quantity
    return 10.0**-quantity.decimals * (0.01 if quantity.unit == "percent" else 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Find the growth of groups of which nothing is printed by itself."""

    dossier: Dossier
    totals: Array
    """Growth of totals by group and year; NaN throughout for a group of which nothing is printed."""
    missing: tuple[str, ...]
    lowest: bool
    """Whether the least ambitious value that each wording accepts is followed."""

    def follow(self) -> dict[str, tuple[Text, ...]]:
        """Fill the growth that can be found, alike in all years; return in words what each group follows.

        With the income of all residents, its ratio of the same year and residents of the folder both of two groups
        follow; with the income alone all missing ones grow alike; with the ratio alone the one follows the other.
        """
        whole, ratio = self._last(AllResidents), self._last(UrbanRuralRatio)
        ways: tuple[tuple[Statement, ...], ...] = tuple(
            tuple(one for one in way if one is not None)
            for way in ((whole, ratio), (whole,), (ratio,))
            if None not in way
        )
        for way in ways:
            levels = self._levels(way)
            if levels is not None and all(level > 0.0 for level in levels.values()):
                return self._filled(levels, way)
        return {}

    def _last(self, kind: type[Quantity]) -> Statement | None:
        """Return the statement on the last of the plan's years that prints a value above zero."""
        plan = self.dossier.plan
        found = [
            statement
            for statement in plan.statements
            if isinstance(statement.quantity, kind)
            and statement.quantity.last_year in plan.years
            and (statement.wording.printed_values or (0.0,))[0] > 0.0
        ]
        return max(found, key=lambda statement: statement.quantity.last_year, default=None)

    def _levels(self, way: Sequence[Statement]) -> dict[str, float] | None:
        """Return the incomes of the missing groups in the year of the statements; None where they do not give them."""
        year = way[0].quantity.last_year
        if any(statement.quantity.last_year != year for statement in way):
            return None
        aims = [self._aim(statement) for statement in way]
        if isinstance(way[0].quantity, UrbanRuralRatio):
            return self._by_ratio(aims[0], year)
        weights = self._weights(year)
        if weights is None:
            return None
        rest = aims[0] - sum(
            weight * self._reached(key, year) for key, weight in weights.items() if key not in self.missing
        )
        ratio = self.dossier.plan.terms.compared
        if len(way) == 1:
            parts = {key: self._base(key) for key in self.missing}
        elif set(self.missing) == set(ratio.keys):
            parts = {ratio.above: aims[1], ratio.below: 1.0}
        else:
            return None
        factor = rest / sum(weights[key] * part for key, part in parts.items())
        return {key: factor * part for key, part in parts.items()}

    def _by_ratio(self, aim: float, year: int) -> dict[str, float] | None:
        ratio = self.dossier.plan.terms.compared
        if self.missing == (ratio.above,):
            return {ratio.above: aim * self._reached(ratio.below, year)}
        if self.missing == (ratio.below,):
            return {ratio.below: self._reached(ratio.above, year) / aim}
        return None

    def _weights(self, year: int) -> dict[str, float] | None:
        """Return each group's part of the residents; None where they, or who is missing, are not counted."""
        circumstances = self.dossier.circumstances
        counted = {
            group.key: circumstances.of(RESIDENTS, group=group.key).get(year)
            for group in self.dossier.plan.groups
            if group.part_of is None
        }
        residents = {key: figure.value for key, figure in counted.items() if figure is not None}
        if len(residents) < len(counted) or not set(self.missing) <= set(residents):
            return None
        return {key: number / sum(residents.values()) for key, number in residents.items()}

    def _row(self, key: str) -> int:
        return self.dossier.plan.terms.group_keys.index(key)

    def _base(self, key: str) -> float:
        return float(self.dossier.baseline().levels[self._row(key)].sum())

    def _reached(self, key: str, year: int) -> float:
        """Return the income to which the growth of a group leads."""
        years = year - self.dossier.plan.base_year
        return self._base(key) * float(np.prod(1.0 + self.totals[self._row(key), :years]))

    def _aim(self, statement: Statement) -> float:
        wording = statement.wording
        # the upper end of what rounds to a ratio is beyond it already
        lowest = self.lowest and bool(wording.holds(wording.bound))
        return (wording.bound if lowest else wording.aim) + beyond(statement)

    def _filled(self, levels: Mapping[str, float], way: Sequence[Statement]) -> dict[str, tuple[Text, ...]]:
        plan = self.dossier.plan
        years = way[0].quantity.last_year - plan.base_year
        aims = Text.all_of(_aims(plan, way))
        told: dict[str, tuple[Text, ...]] = {}
        for key, level in levels.items():
            rate = (level / self._base(key)) ** (1.0 / years) - 1.0
            self.totals[self._row(key)] = rate
            label = plan.groups[self._row(key)].label
            told[key] = (_GROWS.format(group=label, rate=written(rate, "percent")),)
        # what all of them lead to is said once, behind the last
        told[key] = (_TO.format(growth=told[key][0], aims=aims),)
        return told


def _aims(plan: Plan, way: Sequence[Statement]) -> Iterator[Text]:
    terms = plan.terms
    for statement in way:
        year, value = terms.year_label(statement.quantity.last_year), statement.printed_text
        if isinstance(statement.quantity, UrbanRuralRatio):
            yield _RATIO.format(year=year, ratio=terms.compared.label, value=value)
        else:
            end = JUST_ABOVE if beyond(statement) else NO_TEXT
            yield _ALL.format(year=year, everybody=terms.everybody, level=terms.amount(value), end=end)
