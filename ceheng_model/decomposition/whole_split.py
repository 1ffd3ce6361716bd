"""Split the growth of the income of all residents into growth within groups and people moving between them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from ceheng_model.arithmetic import Array, totals
from ceheng_model.axes import Axis
from ceheng_model.decomposition import splits, words
from ceheng_model.decomposition.comparable import counted_once, known_population
from ceheng_model.decomposition.spans import Span
from ceheng_model.doors import door
from ceheng_model.errors import Fault, InputError, Remark, choice, raise_faults
from ceheng_model.projection import Projection
from ceheng_model.scenarios import Scenario
from ceheng_model.scenarios.published_whole import WholeCompared
from ceheng_model.tables import Cell, Column, Shown, Table, column, frame_over, one_or_range
from ceheng_model.terms import Terms
from ceheng_model.values import read_only
from ceheng_model.vocabulary import Group, Keyed, Language, Template, Text, told_in

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = (
    Column(key="since", heading=Text("比", "since"), kind="year", shown=False),
    Column(key="year", heading=Text("年份", "year"), kind="year", shown=False),
    Column(key="span", heading=Text("时期", "span")),
    column("group"),
    Column(key="within_yuan", heading=Text("自身增长", "own growth"), kind="yuan"),
    Column(key="between_yuan", heading=Text("人口流动", "moving"), kind="yuan"),
    Column(key="within", heading=Text("自身拉动", "own, pp"), kind="points"),
    Column(key="between", heading=Text("流动拉动", "moving, pp"), kind="points"),
    Column(key="growth", heading=Text("合计拉动", "in all, pp"), kind="points"),
)
_TITLE = Template("{everybody}收入的增长：自身增长与人口流动", "Growth of the income of {everybody}: own and by moving")


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class ResidentsGrowth(Shown):
    """Hold the change of the income of all residents by span, as parts of groups that add up to it.

    Arrays are read-only; leading axes are alternatives, draws or regions.
    """

    spans: tuple[Span, ...]
    groups: tuple[Group, ...]
    """Groups that are not part of another, in axis order."""
    start: Array
    """Income of all residents in the first year of each span, weighted by population, shape ``(..., span)``."""
    within: Array
    """What each group's own growth adds to the income of all, yuan, shape ``(..., group, span)``."""
    between: Array
    """What the change of each group's share of the population adds, the same."""
    chained: bool
    terms: Terms
    compared: WholeCompared | None
    """The weighted income of the base year beside the surveyed one; None where none was surveyed."""
    axes: tuple[Axis, ...] = ()
    """Names and labels of the leading axes."""
    scenario: Scenario | None = field(default=None, compare=False)
    """The scenario; None of many alternatives."""
    notes: tuple[Text, ...] = ()
    remarks: tuple[Remark, ...] = ()
    """What is to be said of the inputs that it rests on."""

    @property
    def change(self) -> Array:
        """Change of the income of all residents, yuan, shape ``(..., span)``."""
        return np.asarray((self.within + self.between).sum(axis=-2))

    @property
    def growth(self) -> Array:
        """Growth of the income of all residents over each span, a fraction, shape ``(..., span)``."""
        return self.change / self.start

    def _named(self, span: Span) -> Text:
        return self.terms.span_label(*span)

    def tables(self) -> tuple[Table, ...]:
        """Return each group's two parts by span, in yuan and in points of growth, and their sums."""
        rows: list[tuple[Cell, ...]] = []
        everybody = Keyed("all", self.terms.everybody)
        for s, span in enumerate(self.spans):
            start = self.start[..., s]
            parts = [
                (group.named, self.within[..., g, s], self.between[..., g, s]) for g, group in enumerate(self.groups)
            ]
            sums = (everybody, self.within[..., s].sum(axis=-1), self.between[..., s].sum(axis=-1))
            for name, own, moving in (*parts, sums):
                yuan = (one_or_range(part, "yuan") for part in (own, moving))
                points = (one_or_range(part / start, "points") for part in (own, moving, own + moving))
                rows.append((*span, self._named(span), name, *yuan, *points))
        title = _TITLE.format(everybody=self.terms.everybody)
        return (Table(name="residents_growth", title=title, columns=_COLUMNS, rows=tuple(rows), notes=self.notes),)

    def to_frame(self, *, language: Language | None = None, wide: bool = False) -> "pd.DataFrame":
        """Return one row a path, group and span, all residents last; with `wide` what `tables` shows."""
        if wide or not self.axes:
            return Shown.to_frame(self, language=language, wide=wide)
        own, moving = (
            np.concatenate([part, part.sum(axis=-2, keepdims=True)], axis=-2) for part in (self.within, self.between)
        )
        start, told = self.start[..., np.newaxis, :], told_in(language)
        held = {
            "since": np.array([span.first_year for span in self.spans]),
            "span": np.array([self._named(span).in_language(told) for span in self.spans], dtype=object),
            "within_yuan": own,
            "between_yuan": moving,
            "within": own / start,
            "between": moving / start,
            "growth": (own + moving) / start,
        }
        groups = ("group", [*(group.named for group in self.groups), Keyed("all", self.terms.everybody)])
        ends = ("year", [span.last_year for span in self.spans])
        members = [*((axis.name, axis.coordinates) for axis in self.axes), groups, ends]
        return self.completed(frame_over(members, held), language)


@door
def residents_growth(
    projection: Projection, *, year: int | None = None, since: int | None = None, chained: bool = False
) -> ResidentsGrowth:
    r"""Return the growth of the income of all residents, split exactly into own growth and people moving.

    With shares :math:`w_g` of the population and incomes :math:`y_g`, :math:`\mu = \sum_g w_g y_g` changes by

    .. math::

        \Delta\mu = \sum_g \bar w_g \Delta y_g + \sum_g \Delta w_g (\bar y_g - \bar\mu),

    with means of the two years, :math:`\bar w_g = (w_{g,0} + w_{g,1}) / 2` and so on. The weights are the symmetric
    ones, neither those of the first year nor those of the last: they leave no rest, exchanging the years changes the
    sign of every part and nothing else, and they are the Shapley value of the two causes.
    :math:`\bar\mu` takes nothing away from the sum, since the :math:`\Delta w_g` sum to zero: it makes a group's part
    positive where people come to one that earns more than the mean. Divided by :math:`\mu_0` the parts are points of
    growth. Moving is every change of the shares: people who move, births and deaths, land that becomes town.

    Without years every pair of adjacent years in which the population is known is split; with `year`, `since` or
    both one span, between its ends or with `chained` year by year, added up. Leading axes are kept.

    Raises `InputError` without a population in two years, for years that are not projected or whose population is
    not known, and where groups count different concepts of income.
    Sources: E. M. Kitagawa, Journal of the American Statistical Association 50 (1955) 1168-1194; as the Shapley
    value: A. F. Shorrocks, Journal of Economic Inequality 11 (2013) 99-126.

    >>> from ceheng_model.projection import project
    >>> from ceheng_model.scenarios import scenario
    >>> moving = {"urban": {2021: 42, 2022: 43, 2023: 44, 2024: 45}, "rural": {2021: 58, 2022: 57, 2023: 56, 2024: 55}}
    >>> split = residents_growth(project(scenario("plan").with_population(moving)), since=2021, year=2024)
    >>> [float(part.sum().round(1)) for part in (split.within, split.between, split.change)]
    [7790.9, 877.0, 8667.9]
    """
    scenario = projection.scenario
    chosen = counted_once(projection)
    known, population = known_population(projection, at_least=2)
    spans = _spans(known, year=year, since=since)
    at = [projection.years.index(one) for one in known]
    incomes, people = totals(projection.values)[..., chosen, :][..., at], population[..., chosen, :][..., at]
    weights = people / people.sum(axis=-2, keepdims=True)
    parts = [_parts(incomes, weights, span, known, chained=chained) for span in spans]
    within, between = (np.stack(part, axis=-1) for part in zip(*parts, strict=True))
    mean = (incomes * weights).sum(axis=-2)
    arrays = {
        "start": mean[..., [known.index(span.first_year) for span in spans]],
        "within": within,
        "between": between,
    }
    arrays = {name: read_only(array) for name, array in arrays.items()}
    apart = scenario.apart_from_published
    left_out = words.without_residents([one for one in projection.years if one not in known], scenario.terms)
    notes = (words.MEAN_WEIGHTS, words.MOVING, *([left_out] if left_out else []), *([apart] if apart else []))
    return ResidentsGrowth(
        spans=spans,
        groups=tuple(scenario.groups[g] for g in chosen),
        chained=chained,
        terms=scenario.terms,
        axes=projection.leading_axes,
        scenario=None if scenario.alternatives else scenario,
        compared=scenario.whole_compared,
        notes=notes,
        remarks=projection.remarks,
        **arrays,
    )


def _spans(known: Sequence[int], *, year: int | None, since: int | None) -> tuple[Span, ...]:
    asked = (("year", year, known[1:]), ("since", since, known[:-1]))
    raise_faults([choice(Text.same(name), value, those) for name, value, those in asked if value not in (None, *those)])
    if year is None and since is None:
        return tuple(Span(*pair) for pair in pairwise(known))
    last = known[-1] if year is None else year
    first = known[known.index(last) - 1] if since is None else since
    if first >= last:
        rule, way_out = Text("早于末年", "be before the last year"), Text("交换两个年份", "exchange the two years")
        raise InputError(Fault(what=Text.same("since"), rule=rule, got=first, way_out=way_out))
    return (Span(first, last),)


def _parts(incomes: Array, weights: Array, span: Span, known: Sequence[int], *, chained: bool) -> tuple[Array, Array]:
    first, last = span.positions(known)
    steps = list(pairwise(range(first, last + 1))) if chained else [(first, last)]
    split = [
        splits.within_and_between(incomes[..., a], incomes[..., b], weights[..., a], weights[..., b]) for a, b in steps
    ]
    own, moving = (np.sum(part, axis=0) for part in zip(*split, strict=True))
    return own, moving
