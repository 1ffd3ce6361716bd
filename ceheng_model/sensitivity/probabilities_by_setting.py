"""Say between which values a probability lies as the settings move that nobody knows exactly."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.baselines import base_cell, base_column, base_notes
from ceheng_model.doors import door
from ceheng_model.ensemble import DRAWS, Chance, Method, simulate
from ceheng_model.ensemble.random_streams import Seed, entropy_of
from ceheng_model.ensemble.settings import chosen_uncertainty
from ceheng_model.errors import InputError, Remark, choice, no_key
from ceheng_model.plan import force_cell, force_column
from ceheng_model.quantities import Target
from ceheng_model.scenarios import Scenario
from ceheng_model.sensitivity import words
from ceheng_model.sensitivity.varied_settings import Setting, settings_of
from ceheng_model.tables import Cell, Column, Shown, Table, probability_text
from ceheng_model.uncertainty import Uncertainty
from ceheng_model.values import Value
from ceheng_model.vocabulary import NO_TEXT, Template, Text

_TITLE = Text("达到概率的变动范围", "Between which values probabilities lie")
_OVER = Template("{settings}种设定，各变一项，其余不变：{labels}", "{settings} settings, one moved at a time: {labels}")


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ProbabilityRange(Value):
    """Hold the probability of one statement or target under every setting."""

    chance: Chance
    """As everything is set."""
    probabilities: Array
    """One a setting, read-only, the first as set."""
    circular: bool = False
    """Whether a base was computed back from the statement."""

    @property
    def lowest(self) -> float:
        """The lowest probability."""
        return float(self.probabilities.min())

    @property
    def highest(self) -> float:
        """The highest probability."""
        return float(self.probabilities.max())


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class ProbabilityRanges(Shown):
    """Hold, statement by statement, how far a probability moves over settings that nobody knows exactly."""

    scenario: Scenario
    settings: tuple[Setting, ...]
    """Those in use first; `ProbabilityRange.probabilities` has their order."""
    ranges: tuple[ProbabilityRange, ...]
    """In the order of the plan, targets after it, all together last."""
    condition: Text
    """What every probability here is conditional on, in words that follow the settings in use."""
    draws: int
    seed: int
    impossible: tuple[Text, ...] = ()
    """Share cases under which the scenario cannot be projected, and why."""

    def __getitem__(self, id: str) -> ProbabilityRange:
        """Return the range of one statement or target by its id, or of ``all``.

        Raises `InputError`, which is a `KeyError` too, when there is none.
        """
        for found in self.ranges:
            if found.chance.id == id:
                return found
        raise no_key(Text("条目或目标", "the statement or target"), id, (found.chance.id for found in self.ranges))

    def _ipython_key_completions_(self) -> list[str]:
        return [found.chance.id for found in self.ranges]

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What is to be said of the scenario's inputs."""
        return self.scenario.remarks

    def tables(self) -> tuple[Table, ...]:
        """Return the ranges."""
        return (self.table(),)

    def table(self) -> Table:
        """Return one row a statement: lowest and highest probability, and which setting gives it."""
        columns = (
            Column(key="criterion", heading=Text("条目", "statement"), shown=False),
            Column(key="quantity", heading=Text("指标", "quantity")),
            force_column(found.chance.force for found in self.ranges),
            base_column(found.circular for found in self.ranges),
            Column(key="probability", heading=Text("现用设定", "as set"), kind="probability"),
            Column(key="lowest", heading=Text("最低", "lowest"), kind="probability"),
            Column(key="lowest_setting", heading=Text("最低的设定", "lowest under")),
            Column(key="highest", heading=Text("最高", "highest"), kind="probability"),
            Column(key="highest_setting", heading=Text("最高的设定", "highest under")),
        )
        rows = tuple(map(self._row, self.ranges))
        return Table(
            name="probability_ranges",
            title=_TITLE,
            columns=columns,
            drops=("base", "force", "lowest_setting", "highest_setting"),
            rows=rows,
            notes=self._notes(),
        )

    def beside(self, table: Table, *, heading: Text) -> Table:
        """Return a table of these probabilities with a column of the ranges in which they lie, beside each."""
        keys = [column.key for column in table.columns]
        id_at, after = keys.index("criterion"), keys.index("probability") + 1
        columns = (*table.columns[:after], Column(key="range", heading=heading, kind="label"), *table.columns[after:])
        rows = tuple((*row[:after], self.sentence(str(row[id_at])), *row[after:]) for row in table.rows)
        return replace(table, columns=columns, rows=rows)

    def setting_table(self) -> Table:
        """Return one row a statement and setting with its probability."""
        rows = tuple(
            (found.chance.id, found.chance.label, setting.kind, setting.label, float(probability))
            for found in self.ranges
            for setting, probability in zip(self.settings, found.probabilities, strict=True)
        )
        columns = (
            Column(key="criterion", heading=Text("条目", "statement"), shown=False),
            Column(key="quantity", heading=Text("指标", "quantity")),
            Column(key="kind", heading=Text("类别", "kind"), shown=False),
            Column(key="setting", heading=Text("设定", "setting")),
            Column(key="probability", heading=Text("达到的概率", "probability"), kind="probability"),
        )
        title = Text("各设定下达到的概率", "Probabilities by setting")
        return Table(name="probabilities_by_setting", title=title, columns=columns, rows=rows)

    def _row(self, found: ProbabilityRange) -> tuple[Cell, ...]:
        low, high = int(np.argmin(found.probabilities)), int(np.argmax(found.probabilities))
        # ends that read alike are no range
        moves = probability_text(found.lowest) != probability_text(found.highest)
        return (
            found.chance.id,
            found.chance.label,
            force_cell(found.chance.force),
            base_cell(circular=found.circular),
            found.chance.probability,
            found.lowest,
            self.settings[low].label if moves else NO_TEXT,
            found.highest,
            self.settings[high].label if moves else NO_TEXT,
        )

    def _notes(self) -> tuple[Text, ...]:
        labels = Text.join((setting.label for setting in self.settings[1:]), zh="、", en=", ")
        over = _OVER.format(settings=len(self.settings), labels=labels)
        error = f"{50.0 / sqrt(self.draws):.2g}"
        same = words.SAME_NUMBERS.format(draws=f"{self.draws:,}", error=error)
        circular = base_notes(found.circular for found in self.ranges)
        return (self.condition, over, same, *circular, *self.impossible)

    def sentence(self, id: str = "all") -> Text:
        """Return the range of one probability in words."""
        known = [found.chance.id for found in self.ranges]
        if id not in known:
            raise InputError(choice(Text("条目", "the statement"), id, known))
        found = self[id]
        low, high = probability_text(found.lowest), probability_text(found.highest)
        return _BETWEEN.format(low=low, high=high) if low != high else low


_BETWEEN = Template("{low}至{high}", "{low} to {high}")


@door
def probability_ranges(
    scenario: Scenario,
    *,
    uncertainty: Uncertainty | None = None,
    draws: int = DRAWS,
    seed: Seed = None,
    method: Method | None = None,
    statements: str | Sequence[str] = "headline",
    targets: Sequence[Target | str] = (),
) -> ProbabilityRanges:
    """Return between which values every probability lies as settings move that nobody knows exactly.

    One setting moves at a time, all else as it is: the common spread, of the region and of the series behind it, to
    half and to one and a half times, and to what it is without 2020 and 2021; persistence to both ends of what the
    series say of it with and without these years; the region's own spread to none and to twice; the share case of
    each group to every other one. All are drawn from the same random numbers, so that what differs is the setting.
    `draws` are made for each of them, as `simulate` makes them by default, so that the probability as set is the one
    that it gives for the same seed, number and `method`. The uncertainty is estimated from published series where none
    is given.
    Raises `InputError` for a scenario of many alternatives or regions, and as `simulate` does.

    >>> from ceheng_model.scenarios import scenario
    >>> ranges = probability_ranges(scenario("plan"), draws=2_000, seed=1)
    >>> found = ranges["rural_income_2024"]
    >>> found.lowest <= found.chance.probability <= found.highest
    True
    """
    scenario.require_single()
    uncertainty = chosen_uncertainty(scenario, uncertainty)
    settings, impossible = settings_of(scenario, uncertainty)
    entropy = entropy_of(seed)
    drawn = [
        simulate(
            setting.scenario,
            draws=draws,
            seed=entropy,
            method=method,
            uncertainty=setting.uncertainty,
            statements=statements,
            targets=targets,
            progress=False,
        )
        for setting in settings
    ]
    by_setting = [(*ensemble.chances, ensemble.all_together) for ensemble in drawn]
    probabilities = np.array([[chance.probability for chance in chances] for chances in by_setting]).T
    ranges = tuple(
        ProbabilityRange(chance=chance, probabilities=row, circular=scenario.baseline.is_derived_from(chance.id))
        for chance, row in zip(by_setting[0], probabilities, strict=True)
    )
    return ProbabilityRanges(
        scenario=scenario,
        settings=settings,
        ranges=ranges,
        condition=drawn[0].condition,
        draws=drawn[0].draw_count,
        seed=entropy,
        impossible=impossible,
    )
