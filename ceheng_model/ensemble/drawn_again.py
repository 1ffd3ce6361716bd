"""Draw the draws of an ensemble again, block by block from its seed, and read quantities in them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.ensemble.blocks import Path, Source
from ceheng_model.ensemble.conditions import Series
from ceheng_model.ensemble.drawn_figures import WrittenQuantity
from ceheng_model.ensemble.execution import IN_FLIGHT
from ceheng_model.ensemble.known_incomes import ConditionedShocks, Known
from ceheng_model.ensemble.points import Method
from ceheng_model.ensemble.quantiles import Execution
from ceheng_model.ensemble.random_streams import BLOCK
from ceheng_model.ensemble.regional_draws import region_drawn
from ceheng_model.ensemble.settings import drawn_by
from ceheng_model.ensemble.variables import Variables
from ceheng_model.errors import NOTHING, Fault, InputError, raise_faults
from ceheng_model.quantities import Quantity, Target, UndecidableError
from ceheng_model.quantities import quantity as read_quantity
from ceheng_model.scenarios import Scenario
from ceheng_model.tables import Kind
from ceheng_model.uncertainty import Uncertainty
from ceheng_model.values import Value
from ceheng_model.vocabulary import Template, Text

WINDOW = 4
"""Blocks a thread that may wait for one before them."""
_IN_YEAR = Template("{label}（{year}）", "{label} ({year})")
_NEEDED = Template("给出{what}", "give {what}")
_DRAWN_BESIDE = Template("随收入一起模拟{series}", "draw {series} beside the incomes")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Origin(Value):
    """Hold all that the draws of an ensemble follow from; the same gives the same draws on any number of workers."""

    scenario: Scenario
    """Of all regions that were drawn together."""
    uncertainty: Uncertainty
    method: Method
    seed: int
    compared: tuple[Series, ...]
    """The published series that are drawn beside the incomes, in their order."""
    known: Known | None
    averaged: tuple[str, ...]
    region: int | None = None
    """The number of the region that is meant, of several."""

    def drawn_from(self) -> tuple[Source, Path]:
        """Return the shocks and the path that they are added to."""
        scenario = self.scenario
        variables = Variables.of(scenario, uncertainty=self.uncertainty, compared=self.compared, averaged=self.averaged)
        if self.region is not None:
            return region_drawn(scenario, variables, seed=self.seed, region=self.region)
        path = Path.of(scenario, variables)
        shocks = drawn_by(self.method, variables.shocks(self.seed), path)
        observed = () if self.known is None else self.known.observed(path.added)
        if not observed:
            return shocks, path
        around = path.around.reshape(path.base.size, -1)
        return ConditionedShocks.of(shocks, base=path.base.ravel(), growth=around, observed=observed), path


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Name one quantity that is read in every draw."""

    name: str
    """As it was asked for."""
    label: Text
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Hold what is read in every draw: quantities, one column each, or one a year where they speak of every year."""

    columns: tuple[Column, ...]
    written: tuple[WrittenQuantity, ...]

    @classmethod
    def of(cls, wanted: Sequence[Quantity | Target | str], scenario: Scenario, compared: Sequence[Series]) -> Self:
        """Return what is to be read in the draws of a scenario; raise `InputError` for what cannot be."""
        if not wanted:
            raise InputError(_NOTHING_ASKED)
        columns: list[Column] = []
        written: list[WrittenQuantity] = []
        for one in wanted:
            quantity, name = _read(one, scenario)
            own = _written(quantity, scenario)
            _require_drawn(own, compared)
            written.append(own)
            columns += _columns(quantity, name, own, scenario)
        names = [column.name for column in columns]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise InputError(_asked_twice(twice))
        return cls(columns=tuple(columns), written=tuple(written))

    def block(self, source: Source, path: Path, number: int, count: int) -> Array:
        """Return the first values of one block, shape ``(draw, column)``."""
        drawn, _ = path.drawn(source.draw(number)[..., :count])
        at = np.arange(count)
        # the buffers that the incomes stand in serve the next block
        return np.ascontiguousarray(np.concatenate([one.values(drawn, at) for one in self.written]).T)

    @property
    def kind(self) -> Kind:
        """The unit of all columns, a plain number where they have several."""
        kinds = {column.kind for column in self.columns}
        return kinds.pop() if len(kinds) == 1 else "ratio"


def value_blocks(reading: Reading, origin: Origin, draws: int, execution: Execution) -> Iterator[Array]:
    """Yield the values of block after block, each ``(draw, column)``, with few blocks in memory at one time."""
    source, path = origin.drawn_from()
    starts = range(0, draws, BLOCK)
    tasks: list[tuple[Any, ...]] = [
        (reading, source, path, number, min(BLOCK, draws - start)) for number, start in enumerate(starts)
    ]
    ahead = IN_FLIGHT if execution.executor is not None else WINDOW * execution.threads
    for first in range(0, len(tasks), ahead):
        window = tasks[first : first + ahead]
        values = dict(execution.results(_block, window))
        yield from (values.pop(number) for number in range(len(window)))


def _block(reading: Reading, source: Source, path: Path, number: int, count: int) -> Array:
    return reading.block(source, path, number, count)


def _read(wanted: Quantity | Target | str, scenario: Scenario) -> tuple[Quantity, str]:
    """Return a quantity with the name under which it was asked for; of a target the quantity that it is about."""
    if isinstance(wanted, str):
        return read_quantity(wanted.partition("=")[0], scenario), wanted
    quantity = wanted.quantity if isinstance(wanted, Target) else wanted
    raise_faults(quantity.faults(scenario))
    return quantity, quantity.label(scenario.terms).en


def _written(quantity: Quantity, scenario: Scenario) -> WrittenQuantity:
    try:
        return WrittenQuantity.of(quantity, scenario)
    except UndecidableError as error:
        label, way_out = quantity.label(scenario.terms), _NEEDED.format(what=error.missing.what)
        rule = Text("可以算出", "be computable")
        raise InputError(Fault(what=label, rule=rule, got=NOTHING, way_out=way_out, missing=error.missing)) from error


def _require_drawn(written: WrittenQuantity, compared: Sequence[Series]) -> None:
    lacking = [series for series in written.series if series not in compared]
    if not lacking:
        return
    series = Text.listed(".".join(one) for one in lacking)
    raise InputError(
        Fault(
            what=Text("模拟", "the simulation"),
            rule=_DRAWN_BESIDE.format(series=series),
            got=NOTHING,
            way_out=Text('用 simulate(..., statements="all")', 'use simulate(..., statements="all")'),
        )
    )


def _columns(quantity: Quantity, name: str, written: WrittenQuantity, scenario: Scenario) -> list[Column]:
    label = quantity.label(scenario.terms)
    if len(written.forms) == 1:
        return [Column(name=name, label=label, kind=quantity.unit)]
    return [
        Column(name=f"{name}.{form.year}", label=_IN_YEAR.format(label=label, year=form.year), kind=quantity.unit)
        for form in written.forms
    ]


_NOTHING_ASKED = Fault(
    what=Text("要取出的指标", "the quantities to read in the draws"),
    rule=Text("至少一项", "be at least one"),
    got=NOTHING,
    way_out=Text('例如 draws("ratio.2024")', 'for example draws("ratio.2024")'),
)


def _asked_twice(name: str) -> Fault:
    return Fault(
        what=Text("要取出的指标", "the quantities to read in the draws"),
        rule=Text("各不相同", "differ from one another"),
        got=name,
        way_out=Text("每项只写一次", "name each once"),
    )
