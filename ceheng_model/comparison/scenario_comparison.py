"""Hold scenarios of one plan side by side, and show them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import nan
from typing import TYPE_CHECKING

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.axes import Axis
from ceheng_model.checks import CheckedStatement, CheckReport
from ceheng_model.comparison import scenario_records, side_by_side
from ceheng_model.comparison.assumptions_apart import DifferingAssumption
from ceheng_model.doors import door
from ceheng_model.ensemble import Chance, Comparison, Ensemble
from ceheng_model.errors import Remark
from ceheng_model.projection import Labelled, Projection
from ceheng_model.scenarios import Scenario, distinct_titles
from ceheng_model.tables import Shown, Table
from ceheng_model.terms import Terms
from ceheng_model.values import Value, read_only
from ceheng_model.vocabulary import Keyed, Language, Template, Text

if TYPE_CHECKING:
    import pandas as pd


_LESS_FIRST = Template("{title}，与第一个情景之差", "{title}, less that of the first scenario")
_IF_ALL_HOLD = Template(
    "{of}，{base}年基数；以各情景的增速假设成立为条件", "{of}, base year {base}; if growth is as each scenario assumes"
)


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DrawnTogether(Value):
    """Hold scenarios drawn from the same seed, and how far each lies from the first under the same shocks."""

    ensembles: tuple[Ensemble, ...]
    """Of each scenario, the first included."""
    differences: tuple[Comparison, ...]
    """Of every scenario but the first."""


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class ScenarioComparison(Shown):
    """Hold scenarios of one plan side by side: incomes, ratio, verdicts, differing assumptions."""

    scenarios: tuple[Scenario, ...]
    """The first is the one from which the others differ."""
    projections: tuple[Projection, ...]
    """Of each scenario."""
    checks: tuple[CheckReport, ...]
    """Of each scenario; none where they belong to no plan."""
    assumptions: tuple[DifferingAssumption, ...]
    """Every assumption in which some scenario differs from the first."""
    drawn: DrawnTogether | None = None
    """Probabilities and differences under the same shocks, where they were asked for."""
    read: tuple[Remark, ...] = ()
    """What is to be said of the tables from which the scenarios were read."""
    parents: tuple[str | None, ...] = ()
    """The scenario of its table on which each stands; None for those on a shipped alternative."""

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What is to be said of the inputs of all scenarios, each once."""
        own = (remark for projection in self.projections for remark in projection.remarks)
        return tuple(dict.fromkeys((*self.read, *own)))

    @property
    def terms(self) -> Terms:
        """Groups, components and the words for what is counted."""
        return self.scenarios[0].terms

    @property
    def titles(self) -> tuple[Text, ...]:
        """What readers call the scenarios, alike ones numbered."""
        return distinct_titles(self.scenarios)

    @property
    def conditions(self) -> tuple[Text, ...]:
        """What it is conditional on: plan, base year, growth of every scenario; of draws what they say."""
        first = self.scenarios[0]
        of = first.terms.kind if first.plan is None else first.plan.title
        drawn = () if self.drawn is None else (self.drawn.ensembles[0].condition,)
        return (_IF_ALL_HOLD.format(of=of, base=first.base_year), *drawn)

    @property
    def names(self) -> tuple[Keyed, ...]:
        """The scenarios as labels of an axis: by their names, shipped ones by theirs, others by their number."""
        named = [scenario.name.zh or self._shipped_name(scenario) for scenario in self.scenarios]
        titles = self.titles
        keys = (
            f"scenario_{number}" if name is None else title.zh if named.count(name) > 1 else name
            for number, (name, title) in enumerate(zip(named, titles, strict=True), start=1)
        )
        return tuple(map(Keyed, keys, titles))

    @staticmethod
    def _shipped_name(scenario: Scenario) -> str | None:
        return None if scenario.changed_from else scenario.based_on

    @property
    def years(self) -> tuple[int, ...]:
        """The base year and the years up to which the scenario goes that goes farthest."""
        return max((projection.years for projection in self.projections), key=len)

    @property
    def levels(self) -> Labelled:
        """Income by component, ``(scenario, group, component, year)``.

        NaN in years to which a scenario does not go.
        """
        return self._labelled(lambda projection: projection.levels)

    @property
    def totals(self) -> Labelled:
        """Total income, ``(scenario, group, year)``."""
        return self._labelled(lambda projection: projection.totals)

    @property
    def urban_rural_ratio(self) -> Labelled:
        """The ratio of the two groups that the plan compares, ``(scenario, year)``."""
        return self._labelled(lambda projection: projection.urban_rural_ratio)

    @property
    def level_differences(self) -> Labelled:
        """Income by component less that of the first scenario, ``(scenario, group, component, year)``."""
        return _less_first(self.levels)

    @property
    def total_differences(self) -> Labelled:
        """Total income less that of the first scenario, ``(scenario, group, year)``."""
        return _less_first(self.totals)

    @property
    def ratio_differences(self) -> Labelled:
        """The ratio less that of the first scenario, ``(scenario, year)``."""
        return _less_first(self.urban_rural_ratio)

    @property
    def has_ratio(self) -> bool:
        """Whether the plan compares two groups."""
        return self.terms.has_ratio

    @property
    def statements(self) -> tuple[tuple[CheckedStatement, ...], ...]:
        """The verdicts on each statement, scenario by scenario.

        Headline ones first, then all residents, then cells.
        """
        if not self.checks:
            return ()
        of_all = (report.everybody for report in self.checks)
        everybody = zip(*of_all, strict=True) if all(report.everybody for report in self.checks) else ()
        headline = zip(*(report.headline for report in self.checks), strict=True)
        cells = zip(*(report.cells for report in self.checks), strict=True)
        return (*headline, *everybody, *cells)

    @property
    def changed_verdicts(self) -> tuple[tuple[CheckedStatement, ...], ...]:
        """The statements on which some scenario has another verdict than the first."""
        return tuple(row for row in self.statements if any(one.verdict != row[0].verdict for one in row))

    @property
    def chances(self) -> tuple[tuple[Chance, ...], ...]:
        """The probability of each statement, scenario by scenario; nothing where none was asked for."""
        if self.drawn is None:
            return ()
        by_id = [{chance.id: chance for chance in ensemble.chances} for ensemble in self.drawn.ensembles]
        shared = [id for id in by_id[0] if all(id in chances for chances in by_id)]
        return tuple(tuple(chances[id] for chances in by_id) for id in shared)

    def tables(self) -> tuple[Table, ...]:
        """Return where each scenario leads, then incomes, verdicts and assumptions side by side."""
        heads, terms, first = side_by_side.Heads(titles=self.titles), self.terms, self.scenarios[0]
        ratio = self.urban_rural_ratio if self.has_ratio else None
        year = first.headline_year
        at = self.years.index(year)
        together = [ensemble.all_together.probability for ensemble in self._judging]
        results = side_by_side.result_table(
            heads, self.totals, ratio, self._missed, together, at=at, year=year, terms=terms
        )
        told = frozenset(year for scenario in self.scenarios for year in scenario.years_told)
        tables = [
            results,
            *side_by_side.path_tables(heads, self.totals, ratio, years=self.years, told=told, terms=terms),
        ]
        tables += side_by_side.component_tables(heads, self.levels, at=at, year=year, terms=terms)
        if self.statements:
            tables += side_by_side.verdict_tables(heads, self.statements, terms=terms)
        tables += side_by_side.assumption_tables(heads, self.assumptions)
        if self.drawn is not None:
            if self.chances:
                tables += side_by_side.chance_tables(heads, self.chances)
            tables += side_by_side.drawn_tables(self.drawn.differences)
        return tuple(tables)

    def records(self) -> tuple[Table, ...]:
        """Return the same one row a value: incomes, verdicts, assumptions, and what was drawn."""
        names, terms = self.names, self.terms
        ratio = self.urban_rural_ratio if self.has_ratio else None
        tables = [
            scenario_records.income_records(names, self.levels, self.totals, ratio, years=self.years, terms=terms),
            scenario_records.verdict_records(names, self.statements, terms),
            scenario_records.assumption_records(names, self.assumptions, terms),
            scenario_records.scenario_records(names, self.scenarios, self.parents),
        ]
        if self.drawn is not None:
            tables.append(self._chance_records())
            tables.append(scenario_records.drawn_records(names, self.drawn.differences))
        return tuple(tables)

    @property
    def _missed(self) -> list[int]:
        """How many headline statements each scenario misses."""
        return [sum(one.statement.headline for one in report.missed) for report in self.checks]

    @property
    def _judging(self) -> tuple[Ensemble, ...]:
        """The draws, where statements are judged on them."""
        return self.drawn.ensembles if self.drawn is not None and self.chances else ()

    def frame_table(self) -> Table:
        """Return one row an income or ratio, scenario and year, with its difference from the first."""
        return self.records()[0]

    def verdict_frame(self, *, language: Language | None = None, wide: bool = False) -> "pd.DataFrame":
        """Return one row a statement and a scenario: value, verdict, margin, difference from the first."""
        return self._framed(self.records()[1], language, wide=wide)

    def assumption_frame(self, *, language: Language | None = None, wide: bool = False) -> "pd.DataFrame":
        """Return one row an assumption, a scenario that differs and a cell: the old value and the new."""
        return self._framed(self.records()[2], language, wide=wide)

    def chance_frame(self, *, language: Language | None = None, wide: bool = False) -> "pd.DataFrame":
        """Return one row a statement and a scenario: its probability, and how far from the first's.

        Without rows where no probabilities were asked for.
        """
        return self._framed(self._chance_records(), language, wide=wide)

    def _framed(self, table: Table, language: Language | None, *, wide: bool) -> "pd.DataFrame":
        return self.completed(table.to_frame(language=language, wide=wide), language)

    def _chance_records(self) -> Table:
        judged = [row[0].statement for row in self.statements]
        return scenario_records.chance_records(self.names, self.chances, judged, self.terms)

    def _labelled(self, of: Callable[[Projection], Labelled]) -> Labelled:
        parts = [of(projection) for projection in self.projections]
        arrays = [np.asarray(part) for part in parts]
        longest = max(parts, key=lambda part: len(part.axes[-1]))
        stacked = np.full((len(parts), *np.shape(longest)), nan)
        for whole, array in zip(stacked, arrays, strict=True):
            whole[..., : array.shape[-1]] = array
        return _like(longest, stacked, (Axis("scenario", self.names), *longest.axes), self.remarks)


def _less_first(labelled: Labelled) -> Labelled:
    array = np.asarray(labelled)
    less = _like(labelled, array - array[0], labelled.axes, labelled.remarks)
    return replace(less, title=_LESS_FIRST.format(title=labelled.title))


def _like(labelled: Labelled, array: Array, axes: tuple[Axis, ...], remarks: tuple[Remark, ...]) -> Labelled:
    return Labelled(
        name=labelled.name,
        title=labelled.title,
        kind=labelled.kind,
        values=read_only(array),
        axes=axes,
        remarks=remarks,
    )
