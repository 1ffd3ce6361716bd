"""Carry the numbers of one quantity together with its name, unit and axes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.axes import CELLS, YEAR, Axis, axis_meant, merged, placed, read_values
from ceheng_model.doors import door
from ceheng_model.errors import NOTHING, Fault, InputError, Remark, choice, raise_faults
from ceheng_model.tables import (
    SCENARIO,
    Cell,
    Column,
    Kind,
    Shown,
    Table,
    column,
    frame_over,
    grid_for_people,
    if_growth_holds,
)
from ceheng_model.values import FrozenMapping, read_only
from ceheng_model.vocabulary import Keyed, Language, Template, Text, label_of, told_in

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

    from ceheng_model.scenarios import Scenario

MOST_ROWS = 60
"""Rows that text and HTML show; frames hold all."""
_DIFFERENCE = Template("{title}之差", "difference of {title}")
_TAKEN = Template("{title}：{taken}", "{title}: {taken}")
_AT = Template("{axis} {label}", "{axis} {label}")
_COMPUTED = Text("计算值", "computed value")
_RIGHT_OF_XARRAY = Fault(
    what=Text("与 DataArray 一同运算的数", "what a DataArray is combined with"),
    rule=Text("为 DataArray", "be a DataArray"),
    got=Text.same("Labelled"),
    way_out=Text(
        "写作 array + labelled.to_xarray()，或把它放在左边：labelled + array",
        "write array + labelled.to_xarray(), or put it on the left: labelled + array",
    ),
)


class _Coordinates(FrozenMapping[str, Sequence[Any]]):
    """Hold the labels of each axis; xarray, which takes `coords` for its own, is told what to write instead."""

    __slots__ = ()

    @property
    def variables(self) -> Any:
        """Refuse to be merged by xarray, which goes by place and knows no axes but its own."""
        raise InputError(_RIGHT_OF_XARRAY)


Operand = Any
"""A number, a `Labelled`, or what `with_growth` takes."""


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Labelled(Shown):
    """Hold one quantity: `values`, read-only, along axes with names and labels.

    ``numpy.asarray`` gives the bare array, `sel` a part of it, `to_frame` a tidy frame, `to_xarray` a DataArray.
    Arithmetic aligns axes of one name by label, whatever their order; axes that only one side has stand beside the
    others. What is past all numbers is infinite, as in numpy. ``<``, ``<=``, ``>`` and ``>=`` give a bare array of
    truth values on the same axes; ``==`` compares whole objects.

    >>> from ceheng_model.projection import project
    >>> from ceheng_model.scenarios import scenario
    >>> totals = project(scenario("plan")).totals
    >>> totals.dims, totals.shape, totals.coords["year"]
    (('group', 'year'), (3, 4), (2021, 2022, 2023, 2024))
    >>> lead = totals.sel(group="urban") / totals.sel(group="rural")
    >>> round(float(lead.sel(year=2024)), 3), (lead < 3.2).tolist()
    (3.123, [False, False, True, True])
    """

    # so that numpy leaves a product of an array and one of these to it
    __array_priority__: ClassVar[int] = 1000
    # so do Series and frames, which would go by position: theirs is at most 4000
    __pandas_priority__: ClassVar[int] = 5000

    name: str
    title: Text
    kind: Kind
    values: Array
    axes: tuple[Axis, ...]
    """Names and labels of the axes, in order."""
    remarks: tuple[Remark, ...] = ()
    """What is to be said of the inputs that it rests on."""
    of: "tuple[Scenario | Text, ...]" = field(default=(), compare=False)
    """The scenarios whose growth the values are conditional on, or what they are conditional on in words."""
    of_scenario: Text | None = field(default=None, compare=False)
    """What frames call the scenario, where it is known only in words."""
    taken: tuple[Text, ...] = field(default=(), compare=False)
    """The labels of axes that `sel` took away."""

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Array:  # noqa: FBT001 - numpy's protocol
        """Return the bare array."""
        return np.array(self.values, dtype=dtype, copy=copy)

    def __float__(self) -> float:
        """Return the only value; raise `InputError` when there are several."""
        if self.values.size != 1:
            raise InputError(_several(self))
        return float(self.values.item())

    def __int__(self) -> int:
        """Return the only value without what stands behind the point; raise `InputError` when there are several."""
        return int(float(self))

    def __round__(self, digits: int | None = None) -> float:
        """Return the only value rounded; raise `InputError` when there are several."""
        return round(float(self), digits)

    def __format__(self, form: str) -> str:
        """Return the only value in a form such as ``.1f``, all as text where there is none."""
        return format(float(self), form) if form else str(self)

    @property
    def conditions(self) -> tuple[Text, ...]:
        """What the values are conditional on, in words: scenarios, and that growth is as they assume."""
        return tuple(dict.fromkeys(one if isinstance(one, Text) else if_growth_holds(one.title) for one in self.of))

    @property
    def frame_name(self) -> Text | None:
        """What frames call the scenario; None of several, and of alternatives."""
        if self.of_scenario is not None or SCENARIO in self.dims or len(self.of) != 1:
            return self.of_scenario
        return None if isinstance(self.of[0], Text) else self.of[0].frame_name

    def __reduce__(self) -> tuple[Any, ...]:
        """Say how it is made again from bytes: with what it is conditional on in words, and no whole scenario."""
        if self.conditions == self.of:
            return Shown.__reduce__(self)
        return replace(self, of=self.conditions, of_scenario=self.frame_name).__reduce__()

    @property
    def shape(self) -> tuple[int, ...]:
        """Sizes of the axes."""
        return self.values.shape

    @property
    def dims(self) -> tuple[str, ...]:
        """Names of the axes, in order."""
        return tuple(axis.name for axis in self.axes)

    @property
    def coords(self) -> Mapping[str, Sequence[Any]]:
        """Labels by the name of the axis, as `sel` takes them."""
        return _Coordinates({axis.name: axis.labels for axis in self.axes})

    def sel(self, /, **labels: object) -> "Labelled":
        """Return the part at the given labels, such as ``sel(group="rural", year=2024)``.

        One label takes its axis away; a list keeps it, in the order of the list, and so does a slice, which runs from
        label to label with both included, backwards with a negative step. Raises `InputError` for an axis or a label
        that does not exist.

        >>> from ceheng_model.projection import project
        >>> from ceheng_model.scenarios import scenario
        >>> totals = project(scenario("plan")).totals
        >>> totals.sel(group=["rural", "urban"], year=slice(2023, 2024)).values.round(1).tolist()
        [[13893.7, 15561.0], [44177.1, 48594.8]]
        """
        raise_faults([choice(Text("轴", "the axis"), name, self.dims) for name in labels if name not in self.dims])
        values, axes, taken = self.values, list(self.axes), list(self.taken)
        for name, wanted in labels.items():
            at = [axis.name for axis in axes].index(name)
            places = axes[at].places(wanted)
            values = np.take(values, places, axis=at)
            taken += [_told(axes[at], places)] if isinstance(places, int) else []
            axes[at : at + 1] = [] if isinstance(places, int) else [axes[at].taken(places)]
        return replace(self, values=_fixed(values), axes=tuple(axes), taken=tuple(taken))

    def to_xarray(self) -> "xr.DataArray":
        """Return an xarray DataArray with the same axes and labels; titles and kind are its `attrs`.

        Raises `InputError` where xarray is not installed.
        """
        try:
            import xarray as xr
        except ModuleNotFoundError:
            raise InputError(
                Fault(
                    what=Text("DataArray 所用的 xarray", "xarray, which holds DataArrays,"),
                    rule=Text("已安装", "be installed"),
                    got=NOTHING,
                    way_out=Text.same('pip install "ceheng-model[xarray]"'),
                )
            ) from None
        attrs = {"long_name": self.title.en, "title_zh": self.title.zh, "title_en": self.title.en, "kind": self.kind}
        # tuples are labels of their own, no levels
        coords = {axis.name: (axis.name, axis.label_array) for axis in self.axes}
        return xr.DataArray(np.array(self.values), dims=self.dims, coords=coords, name=self.name, attrs=attrs)

    def __add__(self, other: Operand) -> "Labelled":
        """Return the sum."""
        return self._combined(other, np.add, _of_sum)

    def __radd__(self, other: Operand) -> "Labelled":
        """Return the sum."""
        return self._combined(other, np.add, _of_sum)

    def __sub__(self, other: Operand) -> "Labelled":
        """Return the difference; rates differ by points."""
        return self._combined(other, np.subtract, _of_difference)

    def __rsub__(self, other: Operand) -> "Labelled":
        """Return the difference the other way round."""
        return self._combined(other, lambda own, theirs: np.subtract(theirs, own), _of_difference)

    def __mul__(self, other: Operand) -> "Labelled":
        """Return the product."""
        return self._combined(other, np.multiply, _of_product)

    def __rmul__(self, other: Operand) -> "Labelled":
        """Return the product."""
        return self._combined(other, np.multiply, _of_product)

    def __truediv__(self, other: Operand) -> "Labelled":
        """Return the quotient; infinite or NaN over nothing."""
        return self._combined(other, np.divide, _of_quotient)

    def __rtruediv__(self, other: Operand) -> "Labelled":
        """Return the quotient the other way round."""
        return self._combined(other, lambda own, theirs: np.divide(theirs, own), _of_inverse)

    def __neg__(self) -> "Labelled":
        """Return the values with their signs turned."""
        return replace(self, values=_fixed(-self.values))

    def __abs__(self) -> "Labelled":
        """Return the values without their signs."""
        return replace(self, values=_fixed(np.abs(self.values)))

    def __lt__(self, other: Operand) -> NDArray[np.bool_]:
        """Return where the values lie below another."""
        return self._compared(other, np.less)

    def __le__(self, other: Operand) -> NDArray[np.bool_]:
        """Return where the values do not lie above another."""
        return self._compared(other, np.less_equal)

    def __gt__(self, other: Operand) -> NDArray[np.bool_]:
        """Return where the values lie above another."""
        return self._compared(other, np.greater)

    def __ge__(self, other: Operand) -> NDArray[np.bool_]:
        """Return where the values do not lie below another."""
        return self._compared(other, np.greater_equal)

    def tables(self) -> tuple[Table, ...]:
        """Return one row a value, the labels of its axes before it; of very many, the first and the last."""
        columns = [_column(name) for name in self.dims]
        columns.append(Column(key=self.name, heading=self.title, kind=self.kind))
        size = self.values.size
        half = MOST_ROWS // 2
        positions = range(size) if size <= MOST_ROWS else [*range(half), *range(size - half, size)]
        return (
            Table(
                name=self.name,
                title=_TAKEN.format(title=self.title, taken=Text.join(self.taken)) if self.taken else self.title,
                columns=tuple(columns),
                rows=self._rows(positions),
                in_all=size if size > MOST_ROWS else None,
            ),
        )

    def to_frame(self, *, language: Language | None = None, wide: bool = False) -> "pd.DataFrame":
        """Return a tidy frame: one row a value, one column an axis, and the values under their name.

        Labels that are texts are categories in the order of the axis, years whole numbers, rates fractions. With
        `wide` it is a table for people: a column a year, the labels and headings in the language asked for, or in
        the one that is set.

        >>> from ceheng_model.projection import project
        >>> from ceheng_model.scenarios import scenario
        >>> project(scenario("plan")).totals.to_frame(wide=True, language="en").columns.tolist()
        ['group', 2021, 2022, 2023, 2024]
        """
        axes = [(axis.name, axis.coordinates) for axis in self.axes]
        if not wide:
            return self.completed(frame_over(axes, {self.name: self.values}), language)
        return self.completed(grid_for_people(axes, self.values, self.title, told_in(language)), language, wide=True)

    def _rows(self, positions: Sequence[int]) -> tuple[tuple[Cell, ...], ...]:
        """Return the values at some positions of the flat array, each after its labels."""
        rows = []
        for position in positions:
            index = np.unravel_index(position, self.values.shape)
            labels = (_cell(self.axes[axis].coordinates[int(i)]) for axis, i in enumerate(index))
            rows.append((*labels, float(self.values[index])))
        return tuple(rows)

    def _met(self, other: Operand) -> tuple[Array, Array, tuple[Axis, ...]]:
        """Return both arrays on the axes that they have together."""
        if isinstance(other, Labelled):
            theirs, axes = np.asarray(other), other.axes
        else:
            theirs, axes = read_values(other, naming=self._meant)
        if theirs.ndim and not axes:
            # a bare array goes by the places of its axes, as numpy has it
            if not _goes_with(theirs.shape, self.shape):
                raise InputError(_other_shape(theirs.shape, self.shape))
            return self.values, theirs, self.axes
        there = {axis.name: axis for axis in self.axes}
        axes = tuple(_as_known(axis, there[axis.name]) if axis.name in there else axis for axis in axes)
        onto = merged(self.axes, axes)
        return placed(self.values, self.axes, onto), placed(theirs, axes, onto), onto

    def _meant(self, labels: Sequence[Any]) -> str | None:
        """Return which of the axes of every scenario labels without a name are of; numbered ones are of none."""
        cells = [axis for axis in self.axes if axis.name in CELLS]
        return axis_meant(labels, {axis.name: partial(_key, axis) for axis in cells}, self.coords)

    def _combined(
        self, other: Operand, operation: Callable[[Array, Array], Any], kind_of: "Callable[[Kind, Kind | None], Kind]"
    ) -> "Labelled":
        if isinstance(other, str) or other is None:
            return cast("Labelled", NotImplemented)
        own, theirs, axes = self._met(other)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            values = np.asarray(operation(own, theirs), dtype=float)
        is_labelled = isinstance(other, Labelled)
        kind = kind_of(self.kind, other.kind if is_labelled else None)
        changed = kind != self.kind or (is_labelled and other.name != self.name)
        title = _COMPUTED if changed else self.title
        if is_labelled and other.name == self.name and kind_of is _of_difference:
            title = difference_title(self.title)
        return Labelled(
            name="value" if changed else self.name,
            title=title,
            kind=kind,
            values=_fixed(values),
            axes=axes,
            remarks=tuple(dict.fromkeys((*self.remarks, *(other.remarks if is_labelled else ())))),
            of=_each_once((*self.of, *other.of)) if is_labelled else self.of,
            of_scenario=self.of_scenario if not is_labelled or self.of_scenario == other.of_scenario else None,
            taken=tuple(one for one in self.taken if not is_labelled or one in other.taken),
        )

    def _compared(self, other: Operand, operation: Callable[[Array, Array], Any]) -> NDArray[np.bool_]:
        if isinstance(other, str) or other is None:
            return cast("NDArray[np.bool_]", NotImplemented)
        own, theirs, _ = self._met(other)
        return np.asarray(operation(own, theirs), dtype=bool)


def difference_title(title: Text) -> Text:
    """Return what readers call the difference of two values of one quantity.

    >>> difference_title(Text("收入合计（元）", "total income (yuan)")).en
    'difference of total income (yuan)'
    """
    return _DIFFERENCE.format(title=title)


def _told(axis: Axis, place: int) -> Text:
    """Return a place of an axis as a reader knows it: groups and years by themselves, others with the axis."""
    at = axis.coordinates[place]
    if isinstance(at, Keyed):
        return at.text
    return Text(f"{at}年", str(at)) if axis.name == YEAR else _AT.format(axis=label_of(axis.name), label=str(at))


def _key(axis: Axis, label: Any) -> Any:
    """Return the label of an axis that is meant, None where there is none."""
    meant = axis.meant(label)
    return meant if meant in axis.labels else None


def _as_known(axis: Axis, known: Axis) -> Axis:
    """Return an axis of every scenario with the labels of another where it has them as readers know them."""
    if axis.name not in CELLS or axis == known or isinstance(axis.coordinates, range):
        return axis
    return Axis(axis.name, [known.meant(label) for label in axis.labels])


def _each_once(sources: "tuple[Scenario | Text, ...]") -> "tuple[Scenario | Text, ...]":
    # the same scenario is the same object: to compare all that two hold takes longer than the sum
    return tuple({id(one): one for one in sources}.values())


def _of_sum(own: Kind, other: Kind | None) -> Kind:
    return own if other in (None, own) else "ratio"


def _of_difference(own: Kind, other: Kind | None) -> Kind:
    if own == other:
        return "points" if own == "percent" else own
    return own if other is None else "ratio"


def _of_product(own: Kind, other: Kind | None) -> Kind:
    if other is None:
        return own
    return "yuan" if "yuan" in (own, other) and own != other else "ratio"


def _of_quotient(own: Kind, other: Kind | None) -> Kind:
    if other is None:
        return own
    return "yuan" if own == "yuan" and other != "yuan" else "ratio"


def _of_inverse(own: Kind, other: Kind | None) -> Kind:  # noqa: ARG001 - one over a quantity has another unit
    return "ratio"


def _several(labelled: Labelled) -> Fault:
    labels = ", ".join(f"{axis.name}={_typed(axis.labels[0])}" for axis in labelled.axes if len(axis) > 1)
    return Fault(
        what=labelled.title,
        rule=Text("只有一个数", "be one number"),
        got=labelled.shape,
        way_out=Text(
            f"用 sel({labels}) 取其一；逐一取整用 np.round(…, 1)",
            f"take one with sel({labels}); to round each number, np.round(..., 1)",
        ),
    )


def _typed(label: Any) -> str:
    """Return a label as it is typed."""
    return repr(label.item() if isinstance(label, np.generic) else label)


def _goes_with(shape: tuple[int, ...], own: tuple[int, ...]) -> bool:
    """Return whether an array can be put beside one of another shape without an axis or a place more."""
    return len(shape) <= len(own) and all(
        size in (1, there) for size, there in zip(reversed(shape), reversed(own), strict=False)
    )


def _other_shape(shape: tuple[int, ...], own: tuple[int, ...]) -> Fault:
    return Fault(
        what=Text("数组的形状", "the shape of an array"),
        rule=Text(f"与 {own} 相合", f"fit {own}"),
        got=shape,
        way_out=Text("给出带轴名的数，如 Series", "give numbers with names of axes, such as a Series"),
    )


def _fixed(values: Any) -> Array:
    # made here, or the quantity's own
    return read_only(np.asarray(values, dtype=float))


def _column(name: str) -> Column:
    return column(name, "year" if name == "year" else "label")


def _cell(coordinate: Any) -> Cell:
    """Return what stands at a place as a cell: keys, texts and numbers as they are, all else by its text."""
    return coordinate if isinstance(coordinate, Keyed | str | int | float) else str(coordinate)
