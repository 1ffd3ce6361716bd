"""Split the change of the ratio of two groups over the income components of both."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.decomposition import splits, words
from ceheng_model.decomposition.comparable import require_positive
from ceheng_model.decomposition.spans import Span, chosen_spans, previous_level
from ceheng_model.doors import door
from ceheng_model.projection import Projection
from ceheng_model.tables import Cell, Column, Figure, Shown, Table, component_column, group_column
from ceheng_model.vocabulary import TOTAL, Keyed, Template, Text
from ceheng_model.wording import ROUNDOFF

_TITLE = Template("{ratio}变动的构成", "What changed the {ratio}")
_COLUMNS = (
    Column(key="level", heading=Text("本年", "level"), kind="yuan"),
    Column(key="contribution", heading=Text("对收入比变动的影响", "part in the change"), kind="ratio"),
    Column(key="contribution_rate", heading=Text("占变动", "of the change"), kind="percent", decimals=1),
)


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class RatioChange(Shown):
    """Hold, by span of years, what every component of either group did to the ratio of the two."""

    projection: Projection
    spans: tuple[Span, ...]
    chained: bool = False
    """Whether a span is split year by year and added, instead of between its ends."""

    def parts(self, span: tuple[int, int]) -> Array:
        """Return the parts of one span in units of the ratio, shape ``(2, component)``, the upper group first."""
        before, after = self.ratios(span)
        first_year, last_year = span
        years = range(first_year, last_year + 1) if self.chained else span
        levels = _levels(self.projection)
        yearly = [levels[..., self.projection.years.index(year)] for year in years]
        parts = np.sum([splits.ratio_change_parts(start, end) for start, end in pairwise(yearly)], axis=0)
        return splits.closed(parts, after - before)

    def ratios(self, span: tuple[int, int]) -> tuple[float, float]:
        """Return the ratio in the first and in the last year of a span."""
        path = self.projection.urban_rural_ratio.values
        before, after = Span(*span).positions(self.projection.years)
        return float(path[before]), float(path[after])

    def rates(self, span: tuple[int, int]) -> Array:
        """Return each part as a share of the change, shape ``(2, component)``.

        NaN where the ratio does not change.
        """
        before, after = self.ratios(span)
        return splits.shares_of(self.parts(span), after - before, noise=ROUNDOFF * max(before, after))

    def tables(self) -> tuple[Table, ...]:
        """Return components, the sum of each side, and the change of the ratio for every span."""
        rows = [row for span in self.spans for row in self._rows(span)]
        year = Column(key="year", heading=Text("年份", "year"), kind="year")
        start = Column(key="previous_year", heading=Text("基期年份", "since"), kind="year")
        terms = self.projection.scenario.terms
        notes = [words.DIVISIA.format(below=terms.short(terms.compared.below).at_start())]
        if any(span.is_of_several_years for span in self.spans):
            notes.append(words.CHAINED if self.chained else words.DIRECT)
        if any(np.isnan(self.rates(span)).any() for span in self.spans):
            notes.append(words.UNCHANGED)
        title = _TITLE.format(ratio=terms.short_ratio)
        columns = (year, start, group_column(terms), component_column(terms), previous_level(self.spans), *_COLUMNS)
        return (
            Table(
                name="ratio_change",
                title=title,
                columns=columns,
                drops=("previous_year", "contribution_rate", "previous_level"),
                rows=tuple(rows),
                notes=tuple(notes),
            ),
        )

    def _rows(self, span: Span) -> list[tuple[Cell, ...]]:
        levels, parts, rates = _levels(self.projection), self.parts(span), self.rates(span)
        before, after = (levels[..., at] for at in span.positions(self.projection.years))
        figures = np.stack([before, after, parts, rates], axis=-1)
        figures = np.concatenate([figures, figures.sum(axis=1, keepdims=True)], axis=1)
        years = (span.last_year, span.first_year)
        terms = self.projection.scenario.terms
        groups = [terms.named(key) for key in terms.compared.keys]
        rows: list[tuple[Cell, ...]] = [
            (*years, group, component, *figures[g, c].tolist())
            for g, group in enumerate(groups)
            for c, component in enumerate(map(terms.named, terms.items))
            if component.key in self.projection.scenario.baseline.told_items(group.key)
        ]
        ratios = self.ratios(span)
        whole = np.nan if np.isnan(rates).any() else 1.0
        ends = (Figure(ratio, "ratio") for ratio in ratios)
        return [*rows, (*years, Keyed("ratio", terms.short_ratio), TOTAL, *ends, ratios[1] - ratios[0], whole)]


@door
def ratio_change(
    projection: Projection, *, year: int | None = None, since: int | None = None, chained: bool = False
) -> RatioChange:
    r"""Return the change of the ratio of two groups, split exactly over their components.

    Urban over rural as a rule. In every year, in one year, or over a span; `since` is the year compared with. With the
    logarithmic mean :math:`L(a, b) = (a - b) / \ln(a / b)` an urban component's part is :math:`L(R_1, R_0) / L(U_1,
    U_0) \cdot \Delta u_c`, a rural one's :math:`-L(R_1, R_0) / L(V_1, V_0) \cdot \Delta v_c`, in units of the ratio
    (`splits.ratio_change_parts`).

    This is the logarithmic mean Divisia index, additive form I. The Shapley value adds up as well, but its
    urban and rural sums change with the number of components that income is divided into, and its
    percentages differ between urban over rural and rural over urban; these do not. Exchanging the two
    years changes every sign, and a component may be zero.

    A span of several years is split between its ends. With `chained` every year is split and the parts
    are added, over the whole horizon where no years are named; the change is the same, its parts are not.

    Raises `InputError` for years that are not projected, projections of many alternatives, a plan
    that compares no two groups, and totals that are not above zero.
    Sources: B. W. Ang, Energy Policy 32 (2004) 1131-1139 and 33 (2005) 867-871; Y. O. Vartia, Scandinavian Journal of
    Statistics 3 (1976) 121-126; K. Sato, Review of Economics and Statistics 58 (1976) 223-228.

    >>> from ceheng_model.projection import project
    >>> from ceheng_model.scenarios import scenario
    >>> frame = ratio_change(project(scenario("plan")), since=2021).to_frame()
    >>> frame[frame.component == "total"].contribution.round(3).tolist()
    [0.917, -1.091, -0.173]
    """
    projection.require_single()
    spans = chosen_spans(projection, year=year, since=since)
    if chained and year is None and since is None:
        spans = (Span(projection.years[0], projection.years[-1]),)
    sides = projection.scenario.terms.compared.keys
    groups = [projection.scenario.groups[projection.group_index(side)] for side in sides]
    projection.scenario.require_bases(sides)
    require_positive(_levels(projection).sum(axis=1), groups, projection)
    return RatioChange(projection=projection, spans=spans, chained=chained)


def _levels(projection: Projection) -> Array:
    """Return the levels of both sides, ``(2, component, year)``."""
    return projection.values[[projection.group_index(side) for side in projection.scenario.terms.compared.keys]]
