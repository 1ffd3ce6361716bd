"""Compare reported incomes with the plan's path: years by level and growth, quarters by growth alone."""

from collections.abc import Iterator
from dataclasses import dataclass

from ceheng_model.projection import Projection, project
from ceheng_model.scenarios import Scenario
from ceheng_model.tracking.reported_figures import Actuals, Reported
from ceheng_model.values import Value
from ceheng_model.vocabulary import TOTAL, Group


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Distance(Value):
    """Hold how far one annual income is from the plan's path."""

    figure: Reported
    group: Group
    planned: float
    """What was planned."""
    growth: float | None
    """Against the year before, a fraction; None where that is not known."""
    planned_growth: float | None
    """None in the base year."""
    on_planned_base: bool
    """Whether the year before is the base year as the plan has it, for want of a reported one."""

    @property
    def actual(self) -> float:
        """The income as reported."""
        return self.figure.value

    @property
    def difference(self) -> float:
        """Actual less planned."""
        return self.actual - self.planned

    @property
    def relative(self) -> float:
        """The difference as a part of what was planned."""
        return self.difference / self.planned

    @property
    def lead(self) -> float | None:
        """Growth less planned growth, a fraction."""
        return _less(self.growth, self.planned_growth)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class QuarterGrowth(Value):
    """Hold the growth of a quarterly income against the same quarter a year before, and nothing else."""

    figure: Reported
    group: Group
    growth: float | None
    """None where the same quarter of the year before is not known."""
    planned_growth: float
    """Planned growth of the whole year, for information: another concept."""

    @property
    def lead(self) -> float | None:
        """Growth less the year's planned growth, a fraction."""
        return _less(self.growth, self.planned_growth)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NationalGrowth(Value):
    """Hold the growth of one group in one year beside that of the published series it follows."""

    group: Group
    year: int
    series: str
    growth: float
    published: float

    @property
    def lead(self) -> float:
        """Growth less published growth, a fraction."""
        return self.growth - self.published


def distances(planned: Scenario, actuals: Actuals) -> tuple[Distance, ...]:
    """Return the distance of every annual income, by group and year, the total before its components."""
    projection, incomes = project(planned), _incomes(planned, actuals)
    return tuple(_distance(figure, group, projection, actuals) for group, figure in incomes if figure.quarter is None)


def quarter_growth(planned: Scenario, actuals: Actuals) -> tuple[QuarterGrowth, ...]:
    """Return the growth of every quarterly income after the base year."""
    projection = project(planned)
    growths = []
    for group, figure in _incomes(planned, actuals):
        if figure.quarter is None or figure.year == planned.baseline.year:
            continue
        before = actuals.income(group.key, figure.year - 1, component=figure.component, quarter=figure.quarter)
        growth = figure.value / before.value - 1.0 if before is not None and before.value > 0.0 else None
        start, end = (
            planned_level(projection, figure.group, figure.component, year) for year in (figure.year - 1, figure.year)
        )
        growths.append(QuarterGrowth(figure=figure, group=group, growth=growth, planned_growth=end / start - 1.0))
    return tuple(growths)


def national_growth(rows: tuple[Distance, ...], planned: Scenario) -> tuple[NationalGrowth, ...]:
    """Return totals' growth beside that of the published series, for groups of the same concept."""
    dossier = planned.require_dossier()
    beside = []
    for distance in rows:
        group = distance.group
        is_alike = group.concept == "disposable_income" and distance.figure.component == TOTAL
        if group.series is None or distance.growth is None or not is_alike:
            continue
        series, key = dossier.series_of(group)
        published = series.growth(key, "disposable_income", distance.figure.year)
        if published is not None:
            beside.append(
                NationalGrowth(
                    group=group,
                    year=distance.figure.year,
                    series=group.series,
                    growth=distance.growth,
                    published=published,
                )
            )
    return tuple(beside)


def planned_level(projection: Projection, group: str, component: str, year: int) -> float:
    """Return the plan's level of a group's component or total in a year."""
    g, t = projection.group_index(group), projection.years.index(year)
    levels = projection.values[g, :, t]
    return float(
        levels.sum() if component == TOTAL else levels[projection.scenario.terms.component_keys.index(component)]
    )


def _distance(figure: Reported, group: Group, projection: Projection, actuals: Actuals) -> Distance:
    first = projection.years[0]
    planned = planned_level(projection, figure.group, figure.component, figure.year)
    growth = planned_growth = None
    before = actuals.income(figure.group, figure.year - 1, component=figure.component)
    on_planned_base = before is None and figure.year == first + 1
    # another region's figures are on the plan's base by construction, which the report says
    told = on_planned_base and not actuals.region
    if figure.year > first:
        expected = planned_level(projection, figure.group, figure.component, figure.year - 1)
        planned_growth = planned / expected - 1.0
        start = before.value if before is not None else expected if on_planned_base else 0.0
        growth = figure.value / start - 1.0 if start > 0.0 else None
    return Distance(
        figure=figure,
        group=group,
        planned=planned,
        growth=growth,
        planned_growth=planned_growth,
        on_planned_base=told,
    )


def _incomes(planned: Scenario, actuals: Actuals) -> Iterator[tuple[Group, Reported]]:
    order = (TOTAL, *planned.terms.component_keys)
    figures = [figure for figure in actuals.latest.values() if figure.kind == "income"]
    figures.sort(key=lambda figure: (figure.year, figure.quarter or 0, order.index(figure.component)))
    for group in planned.groups:
        yield from ((group, figure) for figure in figures if figure.group == group.key)


def _less(first: float | None, second: float | None) -> float | None:
    return None if first is None or second is None else first - second
