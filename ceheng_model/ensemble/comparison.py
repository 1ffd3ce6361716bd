"""Compare two scenarios draw by draw, under the same shocks."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.doors import door
from ceheng_model.ensemble import words
from ceheng_model.ensemble.blocks import Layout, PairModel, Path
from ceheng_model.ensemble.ensemble_tables import RATIO, by_group
from ceheng_model.ensemble.fan import quantile_columns
from ceheng_model.ensemble.points import Method
from ceheng_model.ensemble.quantiles import Execution, gather
from ceheng_model.ensemble.random_streams import Seed, entropy_of
from ceheng_model.ensemble.sampling_errors import Counts
from ceheng_model.ensemble.settings import (
    DRAWS,
    QUANTILES,
    chosen_method,
    chosen_uncertainty,
    drawn_by,
    layout_of,
    require_settings,
    whole_draws,
)
from ceheng_model.ensemble.variables import Variables, known_to_base
from ceheng_model.errors import Fault, InputError
from ceheng_model.scenarios import Scenario, distinct_titles
from ceheng_model.tables import Cell, Column, Figure, Kind, Shown, Table
from ceheng_model.uncertainty import Uncertainty, conditional_on
from ceheng_model.vocabulary import Keyed, Text


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Comparison(Shown):
    """Hold how far the second of two scenarios lies from the first, over draws that share their shocks."""

    first: Scenario
    second: Scenario
    draws: int
    method: Method
    seed: int
    quantile_probabilities: tuple[float, ...]
    layout: Layout
    centre_rows: Array
    """Difference of the two scenarios' own paths, shape ``(row,)``."""
    mean_rows: Array
    spread_rows: Array
    quantile_rows: Array
    """Shape ``(quantile, row)``."""
    condition: Text
    """What its probabilities are conditional on."""
    higher: Counts
    """In how many draws the second lies above the first, shape ``(row,)``."""
    higher_errors: Array
    """Standard errors of these parts of the draws, same shape."""

    def tables(self) -> tuple[Table, ...]:
        """Return one row a quantity and year: the difference, its quantiles, how often the second is higher."""
        columns = (
            Column(key="quantity", heading=Text("指标", "quantity"), kind="label"),
            Column(key="year", heading=Text("年份", "year"), kind="year"),
            Column(key="path", heading=Text("情景之差", "difference"), kind="yuan"),
            Column(key="mean", heading=Text("均值", "mean"), kind="yuan", shown=False),
            Column(key="standard_deviation", heading=Text("标准差", "s.d."), kind="yuan"),
            *quantile_columns(self.quantile_probabilities, "yuan"),
            Column(key="higher", heading=Text("更高的概率", "higher"), kind="probability"),
            Column(key="standard_error", heading=Text("模拟误差", "std. error"), kind="percent", shown=False),
        )
        first, second = distinct_titles((self.first, self.second))
        title = words.DIFFERENCE.format(first=first, second=second)
        return (
            Table(name="comparison", title=title, columns=columns, rows=tuple(self._rows()), notes=(self.condition,)),
        )

    def frame_table(self) -> Table:
        """Return one row a group and year, and one a year of the ratio."""
        return by_group(self.tables()[0], self.first.terms)

    def _rows(self) -> list[tuple[Cell, ...]]:
        part = np.where(np.isnan(self.centre_rows), np.nan, self.higher / self.draws)
        errors = np.where(np.isnan(self.centre_rows), np.nan, self.higher_errors)
        statistics = np.vstack([self.centre_rows, self.mean_rows, self.spread_rows, self.quantile_rows, part, errors])
        totals, ratios, _ = self.layout.parts(statistics)
        rows = []
        for t, year in enumerate(self.first.years):
            for g, group in enumerate(self.first.groups):
                rows.append(self._row(group.named, year, "yuan", totals[:, g, t]))
            if self.layout.ratio is not None:
                ratio = Keyed(RATIO, self.first.terms.compared.label)
                rows.append(self._row(ratio, year, "ratio", ratios[:, t]))
        return rows

    def _row(self, name: Keyed, year: int, kind: Kind, values: Array) -> tuple[Cell, ...]:
        path, mean, spread, *quantiles, part, error = values.tolist()
        away = [Figure(value, kind, signed=True) for value in (path, mean, *quantiles)]
        return (name, year, *away[:2], Figure(spread, kind), *away[2:], part, error)


@door
def compare(
    first: Scenario,
    second: Scenario,
    *,
    draws: int = DRAWS,
    method: Method | None = None,
    seed: Seed = None,
    uncertainty: Uncertainty | None = None,
    executor: Executor | None = None,
    workers: int | None = None,
    quantiles: Sequence[float] = QUANTILES,
    progress: bool | None = None,
) -> Comparison:
    """Return how far the second scenario lies from the first, draw by draw under the same shocks.

    What the shocks do to both cancels, so that the difference is known far better than either path.
    Settings are those of `simulate`; the uncertainty is that of the first scenario where none is given.
    What is known is what one of the scenarios says, by default what was published up to the base year.
    Raises `InputError` for scenarios of other groups or years, and for two that say otherwise what is known.

    >>> from ceheng_model.scenarios import scenario
    >>> plan = scenario("plan")
    >>> frame = compare(plan, plan.with_growth("rural", "wages", 0.15), draws=2_000, seed=1).to_frame()
    >>> float(frame.query("group == 'rural' and year == 2024").higher.item())
    0.0
    """
    for scenario in (first, second):
        require_settings(scenario, draws, quantiles)
        scenario.require_single()
    if (first.group_keys, first.years) != (second.group_keys, second.years):
        raise InputError(
            Fault(
                what=Text("两个情景的人群与年份", "the groups and years of the two scenarios"),
                rule=Text("相同", "be the same"),
                got=f"{first.group_keys} {first.years} / {second.group_keys} {second.years}",
                way_out=Text("用 with_horizon 使末年一致", "make the last years equal with with_horizon"),
            )
        )
    first, second = _known_alike(first, second)
    layout = layout_of(first, components=False)
    chosen = chosen_uncertainty(first, uncertainty)
    variables = Variables.of(first, second, uncertainty=chosen)
    first_path, second_path = (Path.of(scenario, variables, number=n) for n, scenario in enumerate((first, second)))
    entropy, method = entropy_of(seed), chosen_method(method, first)
    draws = whole_draws(draws, method)
    centre = second_path.centre(layout) - first_path.centre(layout)
    shocks = variables.shocks(entropy)
    shocks = drawn_by(method, shocks, first_path, second_path)
    model = PairModel(shocks=shocks, first=first_path, second=second_path, layout=layout, centre=centre)
    probabilities = tuple(map(float, quantiles))
    execution = Execution(executor=executor, workers=workers, progress=progress)
    gathered = gather(model, draws, probabilities, execution)
    return Comparison(
        first=first,
        second=second,
        draws=draws,
        method=method,
        seed=entropy,
        quantile_probabilities=probabilities,
        layout=layout,
        centre_rows=centre,
        mean_rows=gathered.mean,
        spread_rows=gathered.spread,
        quantile_rows=gathered.quantiles,
        condition=conditional_on(chosen, first, second),
        higher=gathered.tally.above,
        higher_errors=gathered.part_errors,
    )


def _known_alike(first: Scenario, second: Scenario) -> tuple[Scenario, Scenario]:
    """Return both scenarios with what is known: what one of them says, or up to the base year."""
    if first.as_of is not None and second.as_of is not None and first.as_of != second.as_of:
        raise InputError(
            Fault(
                what=Text("两个情景公布数已知的末年", "the years up to which two scenarios know published figures"),
                rule=Text("相同", "be the same"),
                got=f"{first.as_of} / {second.as_of}",
                way_out=Text("用 with_as_of 使之一致", "make them equal with with_as_of"),
            )
        )
    as_of = known_to_base(first if first.as_of is not None else second).as_of
    return first.with_as_of(as_of), second.with_as_of(as_of)
