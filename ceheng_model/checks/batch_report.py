"""Hold and show the verdicts on every statement of a plan over many alternatives, or regions, at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.axes import Axis, placed
from ceheng_model.checks.across_regions import RegionalCheck
from ceheng_model.doors import door
from ceheng_model.errors import no_key
from ceheng_model.plan import Statement, spoken_of, words_column
from ceheng_model.projection import Labelled, Projection
from ceheng_model.tables import Cell, Column, Kind, Shown, Table, frame_over, written
from ceheng_model.values import Value
from ceheng_model.vocabulary import DISTANCE, Language, Missing, Template, Text, Verdict, told_in

if TYPE_CHECKING:
    import pandas as pd

VERDICTS = tuple(Verdict)
"""Verdicts in the order in which frames have them."""
_TITLE = Template("{kind}条目在{count}种情形下的判定", "Statements of the {kind} over {count} paths")
_CELLS = Template("增速表在{count}种情形下的判定", "Growth table over {count} paths")
_NOTE = Text(
    "各列为判定如此的情形数；数值为各情形中最低与最高的测算值",
    "each column counts the paths with that verdict; values are the lowest and the highest projected",
)
_HELD = {"value": "values", "distance_to_goal": "distances", "verdict": "verdicts"}
_RANGE = Template("{low} … {high}", "{low} … {high}")


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BatchStatement(Value):
    """Hold the verdicts on one statement, along the axes of the batch.

    Of a statement that compares regions they are along those of alternatives alone.
    """

    statement: Statement
    label: Text
    axes: tuple[Axis, ...]
    values: Array
    """The quantity as projected, in its own unit; NaN where it is not judged."""
    distances: Array
    """Distances from the bound that decides, positive where the statement is met."""
    verdicts: NDArray[np.int8]
    """Places of the verdicts among `Verdict`, in its order."""
    missing: tuple[Missing, ...] = ()
    """What was not given, so that it is not judged somewhere."""
    case_decides: NDArray[np.bool_] | None = None
    """Where the verdict changes with the share case; None where that was not asked for or cannot be."""

    @property
    def value(self) -> Labelled:
        """The quantity as projected."""
        return self._labelled("value", self.label, self.statement.quantity.unit, self.values)

    @property
    def distance_to_goal(self) -> Labelled:
        """Distance from the bound that decides, positive where the statement is met; of rates, a fraction."""
        unit = self.statement.quantity.unit
        kind: Kind = "points" if unit == "percent" else unit
        return self._labelled("distance_to_goal", DISTANCE, kind, self.distances)

    @property
    def verdict(self) -> NDArray[Any]:
        """The verdicts as texts, such as ``met``, along the axes of `value`."""
        return np.array([verdict.value for verdict in VERDICTS])[self.verdicts]

    @property
    def holds(self) -> NDArray[np.bool_]:
        """Where the statement is met or exceeded; of one axis a mask that `at` takes.

        >>> from ceheng_model.checks.batch_verdicts import check_batch
        >>> from ceheng_model.projection import project
        >>> from ceheng_model.scenarios import scenario
        >>> batch = scenario("plan").with_growth("rural", None, [0.14, 0.16, 0.18])
        >>> holds = check_batch(project(batch))["ratio_2024"].holds
        >>> batch.at(alternative=holds).alternatives[0].labels
        (1, 2)
        """
        return self.has(Verdict.MET, Verdict.EXCEEDED)

    def count(self, *verdicts: Verdict) -> int:
        """Return how many paths have one of some verdicts."""
        return int(self.has(*verdicts).sum())

    def has(self, *verdicts: Verdict) -> NDArray[np.bool_]:
        """Return where it has one of some verdicts."""
        return np.isin(self.verdicts, [VERDICTS.index(verdict) for verdict in verdicts])

    def _labelled(self, name: str, title: Text, kind: Kind, values: Array) -> Labelled:
        return Labelled(name=name, title=title, kind=kind, values=values, axes=self.axes)


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class BatchReport(Shown):
    """Hold the verdicts on every statement of a plan over many alternatives, regions or both.

    >>> from ceheng_model.checks.batch_verdicts import check_batch
    >>> from ceheng_model.projection import project
    >>> from ceheng_model.scenarios import scenario
    >>> report = check_batch(project(scenario("plan").with_growth("rural", None, [0.14, 0.16, 0.18])))
    >>> report["ratio_2024"].verdict.tolist()
    ['missed', 'met', 'exceeded']
    >>> report["ratio_2024"].value.values.round(3).tolist()
    [2.961, 2.811, 2.67]
    """

    projection: Projection
    checked: tuple[BatchStatement, ...]
    across: RegionalCheck | None = None
    """The verdicts that name the highest and the lowest region, where there is one path a region."""

    def __getitem__(self, id: str) -> BatchStatement:
        """Return the verdicts on one statement by its id; raise `InputError`, a `KeyError` too, when there is none."""
        for checked in self.checked:
            if checked.statement.id == id:
                return checked
        raise no_key(Text("条目", "the statement"), id, (checked.statement.id for checked in self.checked))

    def _ipython_key_completions_(self) -> list[str]:
        return [checked.statement.id for checked in self.checked]

    @property
    def axes(self) -> tuple[Axis, ...]:
        """The axes of the batch: alternatives, then regions."""
        return self.projection.leading_axes

    @property
    def headline(self) -> tuple[BatchStatement, ...]:
        """The statements of the plan's text."""
        return tuple(checked for checked in self.checked if checked.statement.headline)

    @property
    def cells(self) -> tuple[BatchStatement, ...]:
        """The cells of the growth table."""
        return tuple(checked for checked in self.checked if not checked.statement.headline)

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What was not given and some statement needs, each once."""
        return tuple(dict.fromkeys(missing for checked in self.checked for missing in checked.missing))

    @property
    def meets_all(self) -> NDArray[np.bool_]:
        """Where every headline statement that can be judged is met or exceeded, along the axes of the batch."""
        shape = tuple(map(len, self.axes))
        met = np.ones(shape, dtype=bool)
        for checked in self.headline:
            passed = checked.has(Verdict.MET, Verdict.EXCEEDED, Verdict.NOT_JUDGED)
            met &= np.broadcast_to(placed(passed, checked.axes, self.axes), shape)
        return met

    def tables(self) -> tuple[Table, ...]:
        """Return how many paths meet each headline statement and each cell of the growth table."""
        terms, count = self.projection.scenario.terms, f"{self._count:,}"
        tables = [self._table("statements", terms.say(_TITLE, count=count), self.headline)]
        if self.cells:
            tables.append(self._table("growth_cells", _CELLS.format(count=count), self.cells))
        return (*tables, *(() if self.across is None else self.across.tables()))

    def to_frame(self, *, language: Language | None = None, wide: bool = False) -> "pd.DataFrame":
        """Return one row a path and statement; with `wide` one a statement with counts, as `tables` does.

        Columns: one an axis, then ``group``, ``component``, ``year`` and ``first_year`` of which the statement speaks,
        ``statement`` (categories in the order of the plan), ``quantity`` (its name in the language asked for),
        ``value`` and ``distance_to_goal`` in its own unit, rates as fractions, and ``verdict`` (categories in the
        order of `Verdict`).
        """
        import pandas as pd

        if wide:
            return self.completed(pd.DataFrame(self._summed(told_in(language))), language, wide=True)
        statements = [checked.statement for checked in self.checked]
        about = spoken_of(statements, self.projection.scenario.terms).to_frame(language=language)
        held = {key: self._spread(name) for key, name in _HELD.items()}
        axes = [(axis.name, axis.coordinates) for axis in self.axes]
        frame = frame_over([*axes, ("statement", range(len(statements)))], held)
        verdicts = pd.Index([verdict.value for verdict in VERDICTS], dtype=str)
        frame["verdict"] = pd.Categorical.from_codes(frame["verdict"], categories=verdicts)
        keys, values = [axis.name for axis in self.axes], list(held)
        told = about.take(frame["statement"].to_numpy()).reset_index(drop=True)
        return self.completed(pd.concat([frame[keys], told, frame[values]], axis=1), language)

    @property
    def _count(self) -> int:
        return int(np.prod([len(axis) for axis in self.axes], dtype=int))

    def _spread(self, name: str) -> NDArray[Any]:
        """Return what every statement has along the axes of the batch, the statement last."""
        shape = tuple(map(len, self.axes))
        arrays = (placed(getattr(checked, name), checked.axes, self.axes) for checked in self.checked)
        return np.stack([np.broadcast_to(array, shape) for array in arrays], axis=-1)

    def _summed(self, language: Language) -> Iterator[dict[str, object]]:
        for table in self.tables()[:2]:
            shown = table.narrowed()
            heads = [col.heading.in_language(language) for col in shown.columns]
            for row in shown.rows:
                cells = (
                    cell if isinstance(cell, int) else written(cell, col.kind, language)
                    for cell, col in zip(row, shown.columns, strict=True)
                )
                yield dict(zip(heads, cells, strict=True))

    def _table(self, name: str, title: Text, chosen: Iterable[BatchStatement]) -> Table:
        chosen = tuple(chosen)
        columns = (
            Column(key="statement", heading=Text("条目", "statement"), shown=False),
            Column(key="quantity", heading=Text("指标", "quantity")),
            words_column(one.statement.words for one in chosen),
            *(Column(key=verdict.value, heading=verdict.label, kind="year") for verdict in VERDICTS),
            Column(key="value", heading=Text("测算", "projected")),
        )
        rows = tuple(
            (
                checked.statement.id,
                checked.label,
                checked.statement.words,
                *(checked.count(verdict) for verdict in VERDICTS),
                _range(checked),
            )
            for checked in chosen
        )
        return Table(name=name, title=title, columns=columns, rows=rows, notes=(_NOTE,))


def _range(checked: BatchStatement) -> Cell:
    every = np.asarray(checked.value)
    there = every[~np.isnan(every)]
    if not there.size:
        return None
    quantity = checked.statement.quantity
    low, high = (Text.same(written(quantity.figure(float(end)), "text")) for end in (there.min(), there.max()))
    return low if low == high else _RANGE.format(low=low, high=high)


def with_case(checked: BatchStatement, decides: NDArray[np.bool_] | None) -> BatchStatement:
    """Return the verdicts with where the share case decides them."""
    return replace(checked, case_decides=decides)
