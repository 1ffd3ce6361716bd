"""Measure inequality between the groups of a plan, weighted by population."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ceheng_model.arithmetic import Array, totals
from ceheng_model.axes import Axis
from ceheng_model.decomposition import splits, words
from ceheng_model.decomposition.comparable import counted_once, known_population, require_positive
from ceheng_model.doors import door
from ceheng_model.errors import Remark
from ceheng_model.projection import Projection
from ceheng_model.scenarios import Scenario
from ceheng_model.tables import Cell, Column, Kind, Shown, Table, column, frame_over, one_or_range
from ceheng_model.terms import URBAN_RURAL, Terms
from ceheng_model.values import read_only
from ceheng_model.vocabulary import Group, Keyed, Language, Template, Text

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = (
    Column(key="population_share", heading=Text("人口占比", "of population"), kind="percent", decimals=1),
    Column(key="income_share", heading=Text("收入占比", "of income"), kind="percent", decimals=1),
    Column(key="theil", heading=Text("泰尔指数", "Theil T"), kind="ratio"),
    Column(key="mean_log_deviation", heading=Text("平均对数离差", "mean log deviation"), kind="ratio"),
    Column(key="gini", heading=Text("基尼系数", "Gini"), kind="ratio"),
)
_USUAL_TITLE = Text("城乡之间的收入不平等", "Inequality between urban and rural residents")
_ONE_GROUP = Text("人群之间的收入不平等", "Inequality between groups")
_TITLE = Template("{groups}之间的收入不平等", "Inequality between {groups}")
_CLOSING = Keyed("between", Text("人群之间", "between the groups"))


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Inequality(Shown):
    """Hold inequality between groups by year: Theil's two indices as parts, and the Gini.

    The parts add up to the indices. Arrays have shape ``(..., group, year)`` with the base year first and are
    read-only; leading axes are alternatives, draws or regions.
    """

    years: tuple[int, ...]
    """Years in which the population is known, the base year first."""
    groups: tuple[Group, ...]
    """Groups that are not part of another, in axis order."""
    population_shares: Array
    """Shape ``(group, year)``."""
    income_shares: Array
    theil_parts: Array
    mean_log_deviation_parts: Array
    gini: Array
    """Gini coefficient between the groups, shape ``(..., year)``; it is no sum of parts."""
    terms: Terms
    """The terms of the plan."""
    axes: tuple[Axis, ...] = ()
    """Names and labels of the leading axes."""
    scenario: Scenario | None = field(default=None, compare=False)
    """The scenario; None of many alternatives."""
    left_out: Text | None = None
    """Years whose population nobody gave, in words."""
    remarks: tuple[Remark, ...] = ()
    """What is to be said of the inputs that it rests on."""

    @property
    def theil(self) -> Array:
        """Theil's T between the groups, shape ``(..., year)``."""
        return np.asarray(self.theil_parts.sum(axis=-2))

    @property
    def mean_log_deviation(self) -> Array:
        """Theil's L between the groups, shape ``(..., year)``."""
        return np.asarray(self.mean_log_deviation_parts.sum(axis=-2))

    @property
    def _title(self) -> Text:
        if {group.key for group in self.groups} == set(URBAN_RURAL.keys):
            return _USUAL_TITLE
        if len(self.groups) == 1:
            return _ONE_GROUP
        return _TITLE.format(groups=Text.all_of(group.label for group in self.groups))

    def tables(self) -> tuple[Table, ...]:
        """Return each group's shares and parts by year, and their sum.

        Ranges where there are many alternatives.
        """
        arrays: tuple[tuple[Array, Kind], ...] = (
            (self.population_shares, "percent"),
            (self.income_shares, "percent"),
            (self.theil_parts, "ratio"),
            (self.mean_log_deviation_parts, "ratio"),
        )
        rows: list[tuple[Cell, ...]] = []
        for t, year in enumerate(self.years):
            for g, group in enumerate(self.groups):
                cells = (one_or_range(array[..., g, t], kind) for array, kind in arrays)
                rows.append((year, group.named, *cells, None))
            whole = (one_or_range(array[..., t], "ratio") for array in (self.theil, self.mean_log_deviation, self.gini))
            rows.append((year, _CLOSING, 1.0, 1.0, *whole))
        columns = (column("year", "year"), column("group", among=tuple(group.key for group in self.groups)), *_COLUMNS)
        return (
            Table(
                name="inequality",
                title=self._title,
                columns=columns,
                drops=("mean_log_deviation", "population_share"),
                rows=tuple(rows),
                notes=(words.ONLY_BETWEEN, words.PARTS, *([self.left_out] if self.left_out else [])),
            ),
        )

    def to_frame(self, *, language: Language | None = None, wide: bool = False) -> "pd.DataFrame":
        """Return one row a path, group and year, the groups together last; with `wide` what `tables` shows."""
        if wide or not self.axes:
            return Shown.to_frame(self, language=language, wide=wide)
        lead = tuple(map(len, self.axes))
        closing = np.ones((*lead, 1, len(self.years)))
        parts = {
            "population_share": (self.population_shares, closing),
            "income_share": (self.income_shares, closing),
            "theil": (self.theil_parts, self.theil[..., np.newaxis, :]),
            "mean_log_deviation": (self.mean_log_deviation_parts, self.mean_log_deviation[..., np.newaxis, :]),
            "gini": (np.full((len(self.groups), len(self.years)), np.nan), self.gini[..., np.newaxis, :]),
        }
        held = {
            key: np.concatenate([np.broadcast_to(array, (*lead, *array.shape[-2:])) for array in pair], axis=-2)
            for key, pair in parts.items()
        }
        groups = ("group", [*(group.named for group in self.groups), _CLOSING])
        members = [*((axis.name, axis.coordinates) for axis in self.axes), groups, ("year", self.years)]
        return self.completed(frame_over(members, held), language)


@door
def inequality(projection: Projection) -> Inequality:
    r"""Return the inequality between groups: Gini, Theil's T, mean log deviation.

    Between those that are not part of another. With a group's share :math:`p_g` of the population, its share
    :math:`s_g` of all income and the mean :math:`\mu` of all incomes :math:`y_g`:

    .. math::

        G = \frac{1}{2\mu} \sum_g \sum_h p_g p_h |y_g - y_h|, \quad
        T = \sum_g s_g \ln\frac{s_g}{p_g}, \quad L = \sum_g p_g \ln\frac{p_g}{s_g}.

    All are 0 where all groups have the same income. They are what the measures over persons would be if everybody had
    the mean of his group: inequality within the groups is not known here and adds to them. Leading axes of the
    projection are kept. A group inside another is left out, since its people are counted there, and so are years
    whose population is not known. Needs `with_population`.

    Raises `InputError` without a population, for incomes that are not above zero, and where the groups count
    different concepts of income.
    Sources: C. Gini, Variabilità e mutabilità (1912); H. Theil, Economics and Information Theory (1967);
    A. F. Shorrocks, Econometrica 48 (1980) 613-625.

    >>> from ceheng_model.projection import project
    >>> from ceheng_model.scenarios import scenario
    >>> peopled = scenario("plan").with_population({"urban": 21.0, "rural": 29.0})
    >>> between = inequality(project(peopled))
    >>> between.gini.round(4), between.theil.round(4)
    (array([0.2848, 0.281 , 0.2772, 0.2734]), array([0.1654, 0.161 , 0.1565, 0.1522]))
    """
    scenario = projection.scenario
    chosen = counted_once(projection)
    groups = tuple(scenario.groups[g] for g in chosen)
    years, population = known_population(projection)
    every = totals(projection.values)[..., chosen, :]
    require_positive(every, groups, projection)
    at = [projection.years.index(year) for year in years]
    incomes, people = every[..., at], population[..., chosen, :][..., at]
    earned = incomes * people
    arrays = {
        "population_shares": people / people.sum(axis=-2, keepdims=True),
        "income_shares": earned / earned.sum(axis=-2, keepdims=True),
        "theil_parts": splits.theil_parts(incomes, people),
        "mean_log_deviation_parts": splits.mean_log_deviation_parts(incomes, people),
        "gini": splits.gini(incomes, people),
    }
    arrays = {name: read_only(array) for name, array in arrays.items()}
    left_out = words.without_residents([year for year in projection.years if year not in years], scenario.terms)
    return Inequality(
        years=years,
        groups=groups,
        terms=scenario.terms,
        axes=projection.leading_axes,
        scenario=None if scenario.alternatives else scenario,
        left_out=left_out,
        remarks=projection.remarks,
        **arrays,
    )
