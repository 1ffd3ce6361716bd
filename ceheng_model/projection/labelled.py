"""Carry the numbers of one quantity together with its name, unit and axes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.baselines import listed
from ceheng_model.doors import door
from ceheng_model.errors import Remark, choice, raise_faults
from ceheng_model.tables import Cell, Column, Kind, Shown, Table, column
from ceheng_model.vocabulary import Keyed, Text

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 60
"""Rows that text and HTML show; frames hold all."""

Axis = tuple[str, tuple[Keyed | str | float, ...]]


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Labelled(Shown):
    """Hold one quantity: `values`, read-only, whose last axes are named.

    Leading axes without a name are alternatives or draws. ``numpy.asarray`` gives the bare
    array, `sel` a part of it, `to_frame` a tidy frame.
    """

    name: str
    title: Text
    kind: Kind
    values: Array
    axes: tuple[Axis, ...]
    """Names and labels of the last axes, in order."""
    remarks: tuple[Remark, ...] = ()
    """What is to be said of the inputs that it rests on."""

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Array:  # noqa: FBT001 - numpy's protocol
        """Return the bare array."""
        return np.array(self.values, dtype=dtype, copy=copy)

    def __float__(self) -> float:
        """Return the only value; raise `TypeError` when there are several."""
        return float(self.values)

    @property
    def leading_shape(self) -> tuple[int, ...]:
        """Shape of the axes without a name."""
        return self.values.shape[: self.values.ndim - len(self.axes)]

    def sel(self, **labels: str | float) -> "Labelled":
        """Return the part at the given labels, such as ``sel(group="rural", year=2024)``.

        Raises `InputError` for an axis or a label that does not exist.
        """
        names = [name for name, _ in self.axes]
        faults = [choice(Text("轴", "the axis"), name, names) for name in labels if name not in names]
        raise_faults(faults)
        index: list[Any] = [...]
        kept: list[Axis] = []
        for name, members in self.axes:
            if name not in labels:
                index.append(slice(None))
                kept.append((name, members))
                continue
            keys = [_key(member) for member in members]
            if labels[name] not in keys:
                raise_faults([choice(Text.same(name), labels[name], listed([str(key) for key in keys]))])
            index.append(keys.index(labels[name]))
        return replace(self, values=self.values[tuple(index)], axes=tuple(kept))

    def tables(self) -> tuple[Table, ...]:
        """Return one row a value, the labels of its axes before it; of very many, the first and the last."""
        leading = [f"axis_{position}" for position in range(len(self.leading_shape))]
        columns = [Column(key=name, heading=Text.same(name), kind="year") for name in leading]
        columns += [column(name, "year" if name == "year" else "label") for name, _ in self.axes]
        columns.append(Column(key=self.name, heading=self.title, kind=self.kind))
        size = self.values.size
        half = MOST_ROWS // 2
        positions = range(size) if size <= MOST_ROWS else [*range(half), *range(size - half, size)]
        left_out = Text(f"共{size}行，显示首尾{MOST_ROWS}行", f"{size} rows, the first and last of them shown")
        return (
            Table(
                name=self.name,
                title=self.title,
                columns=tuple(columns),
                rows=self._rows(positions),
                notes=(left_out,) if size > MOST_ROWS else (),
            ),
        )

    def to_frame(self) -> "pd.DataFrame":
        """Return a tidy frame: one row a value."""
        import pandas as pd

        sizes = [range(size) for size in self.leading_shape]
        keys = [[_key(member) for member in labels] for _, labels in self.axes]
        names = [f"axis_{position}" for position in range(len(sizes))] + [name for name, _ in self.axes]
        if not names:
            return self.warned(pd.DataFrame({self.name: [float(self.values)]}))
        index = pd.MultiIndex.from_product([*sizes, *keys], names=names)
        return self.warned(pd.DataFrame({self.name: self.values.ravel()}, index=index).reset_index())

    def _rows(self, positions: Sequence[int]) -> tuple[tuple[Cell, ...], ...]:
        """Return the values at some positions of the flat array, each after its labels."""
        members: list[Sequence[Cell]] = [range(size) for size in self.leading_shape]
        members += [labels for _, labels in self.axes]
        rows = []
        for position in positions:
            index = np.unravel_index(position, self.values.shape)
            labels = (members[axis][int(i)] for axis, i in enumerate(index))
            rows.append((*labels, float(self.values[index])))
        return tuple(rows)


def _key(member: Keyed | str | float) -> str | float:
    return member.key if isinstance(member, Keyed) else member
