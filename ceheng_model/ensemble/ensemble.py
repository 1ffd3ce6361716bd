"""Hold and show what many draws of a scenario give."""

from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from math import sqrt
from pathlib import Path as FilePath
from typing import overload

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.axes import Axis
from ceheng_model.baselines import region_meant
from ceheng_model.doors import door
from ceheng_model.ensemble import words
from ceheng_model.ensemble.blocks import INCOME_WIDTH, RATIO_WIDTH, Layout
from ceheng_model.ensemble.chances import Chance, chance_of_all, chances_of, judged_in, most_likely_missed, with_errors
from ceheng_model.ensemble.criteria import Criterion, NotJudged, published_of
from ceheng_model.ensemble.draw_table import result_metadata, write_draws
from ceheng_model.ensemble.drawn_again import Origin, Reading, value_blocks
from ceheng_model.ensemble.ensemble_tables import (
    band_table,
    by_group,
    chance_table,
    condition_notes,
    failure_table,
    not_judged_table,
    settings_table,
)
from ceheng_model.ensemble.fan import WHATS, Fan, What, fan_of, require_fan, title_of
from ceheng_model.ensemble.points import Method
from ceheng_model.ensemble.quantiles import Execution
from ceheng_model.ensemble.random_streams import BLOCK
from ceheng_model.ensemble.sampling_errors import FEWEST_SETS, Counts
from ceheng_model.ensemble.under_trend import UnderTrend
from ceheng_model.errors import Fault, InputError, choice, no_key, raise_faults
from ceheng_model.names import choice_names
from ceheng_model.projection import Labelled
from ceheng_model.quantities import Quantity, Target, assumed_notes
from ceheng_model.scenarios import Scenario
from ceheng_model.tables import Kind, Shown, Table
from ceheng_model.uncertainty import Uncertainty, conditional_on
from ceheng_model.values import Value, frozen_array, read_only
from ceheng_model.vocabulary import Keyed, Missing, Template, Text

_ROWS = ("quantile_rows", "quantile_error_rows", "mean_rows", "spread_rows", "chance_errors")
"""What is said of every quantity, and of every statement and target."""
_COUNTS = ("held", "undecided", "failed_in", "together", "together_undecided", "at_zero")
"""What is counted over the draws."""
_DRAWN = Text("各次模拟的指标", "quantities in every draw")
_STATISTIC = Template("{title}，{statistic}", "{title}, {statistic}")


_ONE_REGION = Template('先用 ensemble.at_region("{region}") 取其中一个', 'take one with ensemble.at_region("{region}")')


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Ensemble(Shown):
    """Hold quantiles, moments and probabilities over many draws of a scenario.

    Arrays have the axes ``(..., row)`` with regions before them where the scenario has regions; the
    methods `quantiles`, `means` and `spreads` label them.
    """

    scenario: Scenario
    uncertainty: Uncertainty
    draw_count: int
    """How many draws there are; `draws` gives them."""
    method: Method
    """How the numbers were drawn."""
    seed: int
    """What the streams were spawned from: given as a seed, it repeats the run."""
    origin: Origin
    """What the draws follow from, and can be made from again."""
    quantile_probabilities: tuple[float, ...]
    exact: bool
    """Whether quantiles are those of the draws; False when they come from histograms."""
    layout: Layout
    quantile_rows: Array
    """Shape ``(..., quantile, row)``."""
    quantile_error_rows: Array
    """Standard errors of the quantiles by chance of the draws, same shape."""
    mean_rows: Array
    spread_rows: Array
    criteria: tuple[Criterion, ...]
    held: Counts
    """In how many draws each criterion holds, shape ``(..., criterion)``."""
    undecided: Counts
    """In how many draws it is left open whether each holds, shape ``(..., criterion)``."""
    failed_in: Counts
    """In how many draws each criterion of every year first fails in a year, shape ``(..., criterion, year)``."""
    together: Counts
    """In how many draws all criteria hold, shape ``(...)``."""
    together_undecided: Counts
    """In how many draws none fails and some are left open, shape ``(...)``."""
    at_zero: Counts
    """How many growth factors were drawn below zero and held at zero, shape ``(...)``."""
    chance_errors: Array
    """Standard errors of the parts in which each criterion holds, and all do, shape ``(..., criterion + 1)``."""
    not_judged: tuple[NotJudged, ...]
    worth: float = 1.0
    """Part of the draws that they are worth where what is known weighs them, 0 to 1."""
    under_trend: UnderTrend | None = None
    """Its probabilities under the trend, drawn when they are asked for; None of many regions and of known incomes."""
    independent: bool = True
    """Whether draws know nothing of one another; those of evenly spread points, or drawn again by weight, do."""

    def __post_init__(self) -> None:
        """Freeze the figures; those of one region are arrays without axes."""
        for name in (*_ROWS, *_COUNTS):
            object.__setattr__(self, name, frozen_array(getattr(self, name), None))
        Value.__post_init__(self)

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What was not given and some statement needs to be judged, each once."""
        return tuple(dict.fromkeys(left.missing for left in self.not_judged))

    def quantiles(self, what: What = "total") -> Labelled:
        """Return quantiles of the years after the base year.

        ``total``: ``(..., quantile, group, year)``; ``ratio``: ``(..., quantile, year)``; ``level``:
        ``(..., quantile, group, component, year)``, where components were asked for.
        """
        axis = Axis("quantile", self.quantile_probabilities)
        return self._labelled(what, f"{what}_quantile", Text("分位数", "quantile"), self.quantile_rows, (axis,))

    def quantile_errors(self, what: What = "total") -> Labelled:
        """Return standard errors of the quantiles by chance of the draws, axes as of `quantiles`.

        Of independent draws they are those of order statistics; of eight sets of Sobol' points or more, they follow
        from how the part of the draws below each quantile scatters over the sets. NaN for the least and the greatest.
        """
        axis = Axis("quantile", self.quantile_probabilities)
        label = Text("分位数的模拟误差", "standard error of the quantile")
        return self._labelled(
            what, f"{what}_quantile_error", label, self.quantile_error_rows / self._worth_of_errors, (axis,)
        )

    def means(self, what: What = "total") -> Labelled:
        """Return means over the draws, axes as of `quantiles` without the quantile."""
        return self._labelled(what, f"{what}_mean", Text("均值", "mean"), self.mean_rows, ())

    def spreads(self, what: What = "total") -> Labelled:
        """Return standard deviations over the draws, axes as of `quantiles` without the quantile."""
        return self._labelled(what, f"{what}_spread", Text("标准差", "standard deviation"), self.spread_rows, ())

    def error_bound(self, what: What = "total") -> float:
        """Return how far a quantile may be from that of the draws: 0 when exact, else half a bin."""
        self._require(what)
        return 0.0 if self.exact else (RATIO_WIDTH if what == "ratio" else INCOME_WIDTH) / 2

    @property
    def effective_draws(self) -> float:
        """How many independent draws those that meet what is known are worth.

        All of them where nothing is known.
        """
        return self.draw_count * self.worth

    @property
    def judged(self) -> NDArray[np.bool_]:
        """By which criteria each region can be judged, shape ``(..., criterion)``.

        Those whose incomes it gives.
        """
        absent = self.scenario.baseline.absent
        by_region = [judged_in(self.criteria, groups) for groups in np.atleast_2d(absent)]
        return np.array(by_region).reshape(*absent.shape[:-1], len(self.criteria))

    @property
    def chances(self) -> tuple[Chance, ...]:
        """The probability of each statement and target, in the order of the plan, targets last."""
        self._require_one_region()
        return self._chances_by_region()[0][:-1]

    @property
    def all_together(self) -> Chance:
        """The probability that all of them hold at once."""
        self._require_one_region()
        return self._chances_by_region()[0][-1]

    @property
    def most_likely_missed(self) -> Chance | None:
        """The statement or target that is missed in most draws; None when nothing ever is."""
        return most_likely_missed(self.chances)

    def __getitem__(self, id: str) -> Chance:
        """Return the probability of one statement or target by its id.

        Raises `InputError`, which is a `KeyError` too, when there is none.
        """
        for chance in self.chances:
            if chance.id == id:
                return chance
        raise no_key(Text("条目或目标", "the statement or target"), id, (chance.id for chance in self.chances))

    def _ipython_key_completions_(self) -> list[str]:
        return [criterion.id for criterion in self.criteria]

    def fan(self, what: What = "total", *, group: str | None = None, component: str | None = None) -> Fan:
        """Return the numbers of a fan chart: path, quantiles from the base year on, and target lines.

        A total needs a group, a level a group and a component. Raises `InputError` for what does not exist.
        """
        self._require_one_region()
        wanted = require_fan(what, group, component, self.scenario)
        return fan_of(
            self.scenario,
            what,
            wanted,
            quantiles=self.quantiles(what),
            criteria=self.criteria,
            chances=self.chances,
            condition=self.condition,
        )

    def at_region(self, region: str) -> "Ensemble":
        """Return the ensemble of one region; raise `InputError` for one that does not exist."""
        regions = self.scenario.baseline.regions
        region = region_meant(region, regions)
        r = regions.index(region)
        arrays = {name: getattr(self, name)[r] for name in (*_ROWS, *_COUNTS)}
        origin = replace(self.origin, region=r)
        return replace(self, scenario=self.scenario.at_region(region), origin=origin, **arrays)

    @overload
    def draws(
        self,
        *quantities: Quantity | Target | str,
        path: None = None,
        executor: Executor | None = None,
        workers: int | None = None,
    ) -> Labelled: ...

    @overload
    def draws(
        self,
        *quantities: Quantity | Target | str,
        path: FilePath | str,
        executor: Executor | None = None,
        workers: int | None = None,
    ) -> FilePath: ...

    def draws(
        self,
        *quantities: Quantity | Target | str,
        path: FilePath | str | None = None,
        executor: Executor | None = None,
        workers: int | None = None,
    ) -> Labelled | FilePath:
        """Return quantities such as ``ratio.2024`` in every draw.

        They are drawn again from the seed: those counted here. What `quantity` reads, a quantity, or a target, whose
        value is not looked at. One quantity has the axis ``draw``, several ``(draw, quantity)``. The numbers are the
        same for any number of `workers` and any `executor`. With `path` they go to a Parquet file instead, a column a
        quantity, some blocks of 8,192 draws in memory at a time; its path is returned. Raises `InputError` for what
        cannot be read in the draws and for many regions, `OutputError` for a file that cannot be written.

        >>> from ceheng_model.ensemble import simulate
        >>> from ceheng_model.scenarios import scenario
        >>> ensemble = simulate(scenario("plan"), draws=8_192, seed=1)
        >>> ratio = ensemble.draws("ratio.2024")
        >>> ratio.dims, ratio.shape
        (('draw',), (8192,))
        >>> float(np.quantile(ratio, 0.5)) == float(ensemble.quantiles("ratio").sel(quantile=0.5, year=2024))
        True
        """
        reading, blocks = self._redrawn(quantities, Execution(executor=executor, workers=workers, progress=False))
        if path is not None:
            return write_draws(path, reading, blocks, metadata=result_metadata(self.scenario, self.settings_table()))
        values = np.empty((self.draw_count, len(reading.columns)))
        start = 0
        for block in blocks:
            values[start : start + len(block)] = block
            start += len(block)
        return self._in_draws(reading, values, range(self.draw_count))

    def draw_blocks(
        self, *quantities: Quantity | Target | str, executor: Executor | None = None, workers: int | None = None
    ) -> Iterator[Labelled]:
        """Yield what `draws` gives block by block, 8,192 draws each, in their order.

        Few are in memory at a time.

        >>> from ceheng_model.ensemble import simulate
        >>> from ceheng_model.scenarios import scenario
        >>> ensemble = simulate(scenario("plan"), draws=16_384, seed=1)
        >>> [block.coords["draw"] for block in ensemble.draw_blocks("ratio.2024", "rural.2024")]
        [range(0, 8192), range(8192, 16384)]
        """
        reading, blocks = self._redrawn(quantities, Execution(executor=executor, workers=workers, progress=False))
        return self._labelled_blocks(reading, blocks)

    def _labelled_blocks(self, reading: Reading, blocks: Iterable[Array]) -> Iterator[Labelled]:
        start = 0
        for block in blocks:
            yield self._in_draws(reading, block, range(start, start + len(block)))
            start += len(block)

    def _redrawn(
        self, quantities: tuple[Quantity | Target | str, ...], execution: Execution
    ) -> tuple[Reading, Iterator[Array]]:
        self._require_one_region()
        reading = Reading.of(quantities, self.scenario, self.origin.compared)
        return reading, value_blocks(reading, self.origin, self.draw_count, execution)

    def _in_draws(self, reading: Reading, values: Array, draws: range) -> Labelled:
        axes = [Axis("draw", draws)]
        if several := len(reading.columns) > 1:
            axes.append(Axis("quantity", [Keyed(column.name, column.label) for column in reading.columns]))
        first = reading.columns[0]
        return Labelled(
            name="value" if several else first.name,
            title=_DRAWN if several else first.label,
            kind=reading.kind,
            values=read_only(values if several else values[:, 0]),
            axes=tuple(axes),
            remarks=self.remarks,
            of=self.conditions,
            of_scenario=self.frame_name,
        )

    def tables(self) -> tuple[Table, ...]:
        """Return the bands, the probabilities, when promises fail, what was not judged, and how it was drawn."""
        judged = [self.chance_table()] if self.criteria else []
        if any(criterion.dated_years for criterion in self.criteria):
            judged.append(self.failure_table())
        left = [not_judged_table(self.not_judged)] if self.not_judged else []
        return (self.band_table(), *judged, *left, self.settings_table(with_estimate=False))

    def frame_table(self) -> Table:
        """Return one row a region, group, component and year, and one a year of the ratio."""
        return by_group(self.band_table(), self.scenario.terms)

    def band_table(self, *, years: Collection[int] | None = None) -> Table:
        """Return one row a region, quantity and year: path, mean, standard deviation, quantiles.

        Of `years` only.
        """
        statistics = [self.mean_rows[..., np.newaxis, :], self.spread_rows[..., np.newaxis, :], self.quantile_rows]
        notes = []
        if not self.exact:
            ratio = 0.0 if self.layout.ratio is None else self.error_bound("ratio")
            notes.append(
                words.BOUND.format(income=self.error_bound("total"), ratio=ratio, unit=self.scenario.terms.unit)
            )
        if lost := int(self.at_zero.sum()):
            notes.append(words.LOST.format(count=lost))
        return band_table(
            self.scenario,
            self.layout,
            np.concatenate(statistics, axis=-2),
            quantile_probabilities=self.quantile_probabilities,
            notes=notes,
            years=years,
        )

    def chance_table(self) -> Table:
        """Return one row a region and criterion with its probability, all together last."""
        regions = self.scenario.baseline.regions
        return chance_table(
            self._chances_by_region(),
            regions=regions,
            independent_draws=self.draw_count if self.independent else None,
            worst=None if regions else self.most_likely_missed,
            terms=self.scenario.terms if any(one.statement is not None for one in self.criteria) else None,
            condition=self.condition,
            circular=self._circular(),
            assumed=self.assumed_notes,
            under_trend=None if self.under_trend is None else self.under_trend.chances,
        )

    @property
    def condition(self) -> Text:
        """What every probability here is conditional on, in words that follow the settings."""
        return conditional_on(self.uncertainty, self.scenario)

    @property
    def condition_notes(self) -> tuple[Text, ...]:
        """The notes that a table of these probabilities begins with.

        What they are conditional on, and the trend.
        """
        under_trend = None if self.under_trend is None else self.under_trend.chances
        return condition_notes(self.condition, under_trend=under_trend, circular=[bool(self._circular())])

    @property
    def assumed_notes(self) -> tuple[Text, ...]:
        """What criteria rest on beside incomes, such as how incomes are spread within a group."""
        return assumed_notes(((one.label, one.quantity) for one in self.criteria), self.scenario)

    def _circular(self) -> list[str]:
        """Return the statements from which a base was computed back."""
        return [one.id for one in self.criteria if self.scenario.baseline.is_derived_from(one.id)]

    def failure_table(self) -> Table:
        """Return one row a region, promise of every year and year: how often it is the first missed."""
        return failure_table(self._chances_by_region(), regions=self.scenario.baseline.regions)

    def settings_table(self, *, with_estimate: bool = True) -> Table:
        """Return how the draws were made, and what the spread was estimated from where asked."""
        return settings_table(
            self.scenario,
            self.uncertainty,
            draws=self.draw_count,
            method=self.method,
            seed=self.seed,
            compared=published_of(self.criteria),
            with_estimate=with_estimate,
        )

    def _chances_by_region(self) -> list[tuple[Chance, ...]]:
        """Return the probabilities of each region, or of the only one: those of all together last."""
        counts = map(np.atleast_2d, (self.held, self.undecided, self.judged))
        failed_in = self.failed_in if self.scenario.baseline.regions else self.failed_in[np.newaxis]
        together = (np.atleast_1d(array).tolist() for array in (self.together, self.together_undecided))
        return [
            with_errors(
                (
                    *chances_of(
                        self.criteria,
                        held=held,
                        undecided=left_open,
                        failed_in=failing,
                        judged=judged,
                        draws=self.draw_count,
                    ),
                    chance_of_all(all_held, all_open, judged=judged, draws=self.draw_count),
                ),
                errors,
            )
            for held, left_open, judged, failing, all_held, all_open, errors in zip(
                *counts, failed_in, *together, np.atleast_2d(self.chance_errors / self._worth_of_errors), strict=True
            )
        ]

    def _labelled(self, what: What, name: str, statistic: Text, rows: Array, lead: tuple[Axis, ...]) -> Labelled:
        self._require(what)
        values = self.layout.parts(rows)[WHATS.index(what)]
        regions = self.scenario.baseline.regions
        axes = [Axis("region", regions)] if regions else []
        axes += lead
        if what != "ratio":
            axes.append(Axis("group", [group.named for group in self.scenario.groups]))
        if what == "level":
            axes.append(Axis("component", self.scenario.terms.named_components))
        kind: Kind = "ratio" if what == "ratio" else "yuan"
        return Labelled(
            name=name,
            title=_STATISTIC.format(title=title_of(what, self.scenario.terms), statistic=statistic),
            kind=kind,
            values=values,
            axes=(*axes, Axis("year", self.scenario.years)),
            remarks=self.remarks,
            of=self.conditions,
            of_scenario=self.frame_name,
        )

    def _require(self, what: str) -> None:
        faults: list[Fault] = []
        if what not in WHATS:
            faults.append(choice(Text("哪个指标", "what"), what, choice_names(WHATS)))
        elif what == "level" and not self.layout.by_component:
            faults.append(
                Fault(
                    what=Text("各项构成", "components"),
                    rule=Text("在模拟时要求", "be asked for when simulating"),
                    got="",
                    way_out=Text.same("simulate(..., components=True)"),
                )
            )
        elif what == "ratio" and self.layout.ratio is None:
            faults.append(choice(Text("哪个指标", "what"), what, choice_names(("total",))))
        raise_faults(faults)

    @property
    def _worth_of_errors(self) -> float:
        """By how much errors as of coin tosses are too small where draws are worth fewer; scatter knows it."""
        if not self.independent and self.draw_count >= FEWEST_SETS * BLOCK:
            return 1.0
        # worth nothing, the error is that of one draw
        return sqrt(max(self.worth, 1.0 / self.draw_count))

    def _require_one_region(self) -> None:
        if self.scenario.baseline.regions:
            raise InputError(
                Fault(
                    what=Text("模拟结果", "the ensemble"),
                    rule=Text("只含一个地区", "hold one region only"),
                    got=len(self.scenario.baseline.regions),
                    way_out=_ONE_REGION.format(region=self.scenario.baseline.regions[0]),
                )
            )
