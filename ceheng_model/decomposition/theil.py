"""Measure inequality between the groups of a plan, weighted by population."""

from dataclasses import dataclass

import numpy as np

from ceheng_model.arithmetic import Array, totals
from ceheng_model.decomposition import splits, words
from ceheng_model.decomposition.comparable import require_positive
from ceheng_model.errors import InputError, Remark, not_given, raise_faults
from ceheng_model.projection import Projection
from ceheng_model.quantities import missing_residents
from ceheng_model.quantities import population as without_population
from ceheng_model.tables import Cell, Column, Kind, Shown, Table, column, one_or_range
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Group, Keyed, Template, Text

_COLUMNS = (
    Column(key="population_share", heading=Text("人口占比", "of population"), kind="percent", decimals=1),
    Column(key="income_share", heading=Text("收入占比", "of income"), kind="percent", decimals=1),
    Column(key="theil", heading=Text("泰尔指数", "Theil T"), kind="ratio"),
    Column(key="mean_log_deviation", heading=Text("平均对数离差", "mean log deviation"), kind="ratio"),
)
_USUAL_TITLE = Text("城乡之间的收入不平等", "Inequality between urban and rural residents")
_TITLE = Template("{groups}之间的收入不平等", "Inequality between {groups}")
_CLOSING = Keyed("between", Text("人群之间", "between the groups"))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class TheilBetween(Shown):
    """Hold inequality between groups by year, as parts of the groups that add up to it.

    Arrays have shape ``(..., group, year)`` with the base year first and are read-only; leading axes are
    alternatives, draws or regions.
    """

    years: tuple[int, ...]
    groups: tuple[Group, ...]
    """Groups that are not part of another, in axis order."""
    population_shares: Array
    """Shape ``(group, year)``."""
    income_shares: Array
    theil_parts: Array
    mean_log_deviation_parts: Array
    terms: Terms
    """The terms of the plan."""
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
        if self.terms.compares_as_usual:
            return _USUAL_TITLE
        return _TITLE.format(groups=Text.join((group.label for group in self.groups), zh="、", en=" and "))

    def tables(self) -> tuple[Table, ...]:
        """Return each group's shares and parts by year, and their sum; ranges where there are many alternatives."""
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
                rows.append((year, group.named, *cells))
            whole = (one_or_range(array[..., t], "ratio") for array in (self.theil, self.mean_log_deviation))
            rows.append((year, _CLOSING, 1.0, 1.0, *whole))
        columns = (column("year", "year"), column("group"), *_COLUMNS)
        return (
            Table(
                name="theil_between",
                title=self._title,
                columns=columns,
                rows=tuple(rows),
                notes=(words.ONLY_BETWEEN, words.PARTS),
            ),
        )


def theil_between(projection: Projection) -> TheilBetween:
    r"""Return Theil's T and the mean log deviation between the groups that are not part of another.

    :math:`T = \sum_g s_g \ln(s_g / p_g)` and :math:`L = \sum_g p_g \ln(p_g / s_g)` with a group's share :math:`p_g` of
    the population and :math:`s_g` of all income; both are 0 where all groups have the same income. They are
    the between-group term of the measures over persons: what inequality within the groups adds is not known
    here. Leading axes of the projection are kept. Needs `with_population`.

    Raises `InputError` without a population, and for incomes that are not above zero.
    Sources: H. Theil, Economics and Information Theory (1967); A. F. Shorrocks, Econometrica 48 (1980) 613-625.

    >>> from ceheng_model.projection import project
    >>> from ceheng_model.scenarios import scenario
    >>> peopled = scenario("plan").with_population({"urban": 21.0, "rural": 29.0})
    >>> theil_between(project(peopled)).theil.round(4)
    array([0.1654, 0.161 , 0.1565, 0.1522])
    """
    population = projection.scenario.population
    way_out = Text("用 scenario.with_population(...)", "use scenario.with_population(...)")
    if population is None:
        raise InputError(not_given(without_population(projection.scenario.terms), way_out))
    lacking = [missing for year in projection.years if (missing := missing_residents(projection.scenario, year))]
    raise_faults([not_given(missing, way_out) for missing in lacking])
    chosen = [g for g, group in enumerate(projection.scenario.groups) if group.part_of is None]
    groups = tuple(projection.scenario.groups[g] for g in chosen)
    incomes, people = totals(projection.values)[..., chosen, :], population[chosen]
    require_positive(incomes, groups, projection)
    earned = incomes * people
    arrays = (
        people / people.sum(axis=0),
        earned / earned.sum(axis=-2, keepdims=True),
        splits.theil_parts(incomes, people),
        splits.mean_log_deviation_parts(incomes, people),
    )
    for array in arrays:
        array.setflags(write=False)
    names = ("population_shares", "income_shares", "theil_parts", "mean_log_deviation_parts")
    by_name = dict(zip(names, arrays, strict=True))
    return TheilBetween(
        years=projection.years, groups=groups, terms=projection.scenario.terms, remarks=projection.remarks, **by_name
    )
