"""Name the axes of batches: read the names that an array comes with, align by label, pick by label."""

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from ceheng_model.doors import door
from ceheng_model.errors import NOTHING, UNREPEATED, Fault, InputError, choice, raise_faults
from ceheng_model.names import find_key, known_name, meant, name_fault
from ceheng_model.values import Value, content_hash, same, unmasked
from ceheng_model.vocabulary import ALTERNATIVE, LABELS, Keyed, Name, Template, Text, label_of

REGION = "region"
YEAR = "year"
CELLS = ("group", "component", YEAR)
"""Names of the axes that every scenario has."""
TAKEN = frozenset(
    {
        *(REGION, *CELLS, "scenario", "quantile", "draw", "statement", "quantity", "first_year", "previous_year"),
        *("value", "distance_to_goal", "verdict", "level", "previous_level", "increment", "total", "total_increment"),
        *(
            "growth",
            "total_growth",
            "real_growth",
            "average_annual_growth",
            "share",
            "income_share",
            "population_share",
        ),
        *("contribution_rate", "contribution_points", "urban_rural_ratio", "all_residents", "since", "span"),
        *("gini", "theil", "mean_log_deviation", "within", "between", "within_yuan", "between_yuan"),
    }
)
"""Names of columns in frames, which an axis of alternatives would take."""
_NAMES_OF_ONE = 16
"""Twice the ways in which one group, component or year may be written, at most."""
_CELLS_CALLED = {word: name for name in CELLS for word in LABELS[name]}
_YEAR = re.compile(r"\s*(\d{4})\s*年?\s*")
AT_BASE_PRICES = "total_real_"
"""How the name of incomes at prices of a year begins."""

_THE_AXIS = Text("轴", "the axis")
_AXIS = Template("轴 {name}", "the axis {name}")
_LABELS = Template("轴 {name} 的标签", "the labels of the axis {name}")
_VALUES = Text("数组或序列中的值", "the values of an array or a series")
_NUMBERS = Text("均为数", "be numbers")
_AS_NUMBERS = Text(
    '15% 写作 0.15；文字先化为数，如 series.str.rstrip("%").astype(float) / 100',
    'write 15 % as 0.15; turn texts into numbers first, as in series.str.rstrip("%").astype(float) / 100',
)
_SAME_LABELS = Text("与已有的相同，次序不限", "be those that are there, in any order")
_EVERY_COMBINATION = Text("每种组合各一个数", "hold one number for every combination of its labels")
_ONE_BY_ONE = Text("补齐，或分次调用 with_growth", "complete it, or call with_growth once for each part")
_INDEX = Text("数值的索引", "the index of the values")
_ALL_OR_NONE = Template("全部为 {known}，或都不是", "be {known} throughout, or nowhere")
_EITHER = Template(
    "索引名写作 {name} 即各给一个数，写作 policy 等即为并列情形：series.rename_axis(...)",
    "name it {name} for one value each, or otherwise, such as policy, for alternatives: series.rename_axis(...)",
)
_ONE_MEANING = Text("只有一种含义", "have one meaning")
_ONE_OF_BOTH = Template("索引名写作 {names}：series.rename_axis(...)", "name it {names}: series.rename_axis(...)")
_GIVEN_LABELS = Text("为文字、数、日期或由其组成的元组", "be texts, numbers, days or tuples of them")
_FILL_IN = Text('补全标签，如 series.rename({None: "其他"})', 'fill them in, as in series.rename({None: "other"})')
_NOT_EMPTY = Text("至少一个", "be at least one")
_GIVE_SOME = Text("给出至少一个数", "give one number at least")
_A_MASK = Template("选取轴 {name} 的真假值", "the truth values that pick from the axis {name}")
_ONE_A_PLACE = Template("每处一个，共 {count} 个", "be one a place, {count} in all")
_TAKE_THE_LABELS = Text("改用标签的列表", "give a list of labels instead")
_PICKED = Template("从轴 {name} 选取的标签", "what is picked from the axis {name}")
_ORDERED = Text("有次序，如列表", "have an order, as a list has")
_STEP = Text("切片的步长", "the step of a slice")
_WHOLE_STEP = Text("为不等于零的整数", "be a whole number other than zero")
_BACKWARDS = Text("倒序写作 slice(None, None, -1)", "backwards it is slice(None, None, -1)")
_ONE_VARIABLE = Text('先取一个变量，如 dataset["名称"]', 'take one variable first, as in dataset["name"]')
_NAME_IT = Text(
    '选取相同的标签，或另命轴名：pd.Series(数值, index=pd.Index(标签, name="…"))',
    'pick the same ones, or name the axis: pd.Series(values, index=pd.Index(labels, name="..."))',
)


@runtime_checkable
class Named(Protocol):
    """An array with names and labels along its axes, as of xarray or of this library."""

    @property
    def dims(self) -> Sequence[Hashable]:
        """Names of the axes, in order."""

    @property
    def coords(self) -> Mapping[Any, Any]:
        """Labels by the name of the axis."""


@door
@dataclass(frozen=True, slots=True, eq=False)
class Axis(Value):
    """Name one axis and say what stands along it.

    >>> Axis("alternative", ["low", "high"]).labels
    ('low', 'high')
    """

    name: str
    coordinates: Sequence[Any]
    """What stands at each place, no label twice: texts, numbers, or keys with the names that readers see."""

    def __post_init__(self) -> None:
        """Fix the labels; raise `InputError` for one that is there twice, and for one that is none."""
        if isinstance(self.coordinates, range):
            return
        object.__setattr__(self, "coordinates", tuple(self.coordinates))
        labels = self.labels
        if wrong := _no_labels(labels):
            what = _LABELS.format(name=self.name)
            raise InputError(Fault(what=what, rule=_GIVEN_LABELS, got=wrong[0], way_out=_FILL_IN))
        if len(set(labels)) < len(labels):
            twice = next(label for label in labels if labels.count(label) > 1)
            raise InputError(
                Fault(
                    what=_LABELS.format(name=self.name),
                    rule=UNREPEATED,
                    got=twice,
                    way_out=Text("每处一个标签", "give each place a label of its own"),
                )
            )

    def __eq__(self, other: object) -> bool:
        """Return whether another axis has this name and the same at each place; numbers may stand in a range."""
        if not isinstance(other, Axis):
            return NotImplemented
        own, theirs = self.coordinates, other.coordinates
        if self.name != other.name or len(own) != len(theirs):
            return False
        # label by label only where that is not settled at once: there may be a million
        return bool(own == theirs) or same(tuple(own), tuple(theirs))

    def __hash__(self) -> int:
        """Return a hash of the name and of what stands at each place."""
        return hash((self.name, content_hash(tuple(self.coordinates))))

    def __len__(self) -> int:
        """Return how many places it has."""
        return len(self.coordinates)

    @property
    def labels(self) -> Sequence[Any]:
        """What each place is picked by: keys where there are keys."""
        # millions of numbered alternatives need no list
        if isinstance(self.coordinates, range):
            return self.coordinates
        return tuple(one.key if isinstance(one, Keyed) else one for one in self.coordinates)

    @property
    def label_array(self) -> NDArray[Any]:
        """The labels as an array; tuples, and labels of several kinds, as objects."""
        labels = self.labels
        if isinstance(labels, range):
            return np.asarray(labels)
        kinds = set(map(type, labels))
        if tuple not in kinds and (len(kinds) == 1 or kinds == {int, float}):
            return np.asarray(labels)
        array = np.empty(len(labels), dtype=object)
        array[:] = labels
        return array

    def places(self, wanted: object) -> int | list[int]:
        """Return where a label stands, or where those of a list, a slice or a mask of truth values stand.

        A slice runs from label to label, both included, with a negative step backwards. A mask that has labels goes by
        them. Raises `InputError` for labels that do not exist, and for a mask that is not as long as the axis.

        >>> years = Axis("year", range(2021, 2025))
        >>> years.places(2022), years.places([2024, 2021]), years.places(slice(2022, 2023))
        (1, [3, 0], [1, 2])
        >>> years.places(slice(2024, 2021, -2))
        [3, 1]
        """
        wanted = _single(wanted)
        if isinstance(wanted, slice):
            found = self._between(wanted)
        elif _is_label(wanted, self.labels):
            return self._place(wanted)
        else:
            found = self._several(wanted)
        if not found:
            raise InputError(choice(_AXIS.format(name=label_of(self.name)), wanted, self._names or self.labels))
        return found

    def meant(self, label: Any) -> Any:
        """Return the label that is meant: the key of a reader's name, the number of a year that is a text.

        What means nothing here, or may mean several, comes back as it is.

        >>> from ceheng_model.vocabulary import LABELS, Keyed
        >>> groups = Axis("group", [Keyed(key, LABELS[key]) for key in ("urban", "rural")])
        >>> groups.meant("农村"), groups.meant("rurla"), groups.meant("居民"), Axis("year", [2023]).meant("2023年")
        ('rural', 'rurla', '居民', 2023)
        """
        if self.name == YEAR:
            return year_meant(label)
        found = self._found(label)
        return found[0].key if len(found) == 1 else label

    def _found(self, label: Any) -> tuple[Name, ...]:
        """Return the names of places that a text may mean; a label that stands as it is needs no names."""
        if not isinstance(label, str) or label in self.labels:
            return ()
        return meant(label, self._names)

    @property
    def _names(self) -> list[Name]:
        """What readers call the places that are known by texts."""
        coordinates = () if isinstance(self.coordinates, range) else self.coordinates
        return [
            Name(one.key, one.text) if isinstance(one, Keyed) else known_name(one)
            for one in coordinates
            if isinstance(one, Keyed | str)
        ]

    def taken(self, places: Sequence[int]) -> "Axis":
        """Return the axis with some of its places."""
        return Axis(self.name, [self.coordinates[place] for place in places])

    def _several(self, wanted: Any) -> list[int]:
        """Return where the labels of a list stand, or where a mask holds."""
        if not isinstance(wanted, list) and isinstance(wanted, AbstractSet | Mapping):
            what, way_out = _PICKED.format(name=self.name), _TAKE_THE_LABELS
            raise InputError(Fault(what=what, rule=_ORDERED, got=type(wanted).__name__, way_out=way_out))
        several = _plain(wanted)
        are_bools = bool(several) and all(isinstance(one, bool | np.bool_) for one in several)
        # where truth values are labels, a list is of those, and an array a mask
        if are_bools and not (_has_bools(self.labels) and isinstance(wanted, list | tuple)):
            return [place for place, holds in enumerate(self._mask(wanted, several)) if holds]
        at = {label: place for place, label in enumerate(self.labels)}
        # a label that does not exist is refused by name
        return [at[one] if isinstance(one, Hashable) and one in at else self._place(one) for one in several]

    def _mask(self, wanted: Any, holds: Sequence[bool]) -> Sequence[bool]:
        """Return whether a mask holds at each place, put into the order of the axis where it has labels of its own."""
        named = _labels_of(wanted)
        if named is not None and list(named) != list(range(len(holds))):
            at = dict(zip(named, holds, strict=True))
            if at.keys() == set(self.labels):
                return [at[label] for label in self.labels]
        elif len(holds) == len(self):
            return holds
        what, rule = _A_MASK.format(name=self.name), _ONE_A_PLACE.format(count=len(self))
        raise InputError(Fault(what=what, rule=rule, got=len(holds), way_out=_TAKE_THE_LABELS))

    def _place(self, label: object) -> int:
        labels = self.labels
        # a truth value is no number of an alternative
        if isinstance(label, bool | np.bool_) and not _has_bools(labels):
            raise InputError(choice(label_of(self.name), label, labels))
        try:
            return labels.index(self.meant(label))
        except (ValueError, TypeError):
            pass
        names = self._names
        if len(names) < len(labels):
            raise InputError(choice(label_of(self.name), label, labels))
        raise InputError(name_fault(label_of(self.name), label, names, self._found(label)))

    def _between(self, span: slice) -> list[int]:
        step = 1 if span.step is None else _whole(span.step)
        if not step:
            raise InputError(Fault(what=_STEP, rule=_WHOLE_STEP, got=span.step, way_out=_BACKWARDS))
        low, high = (span.start, span.stop) if step > 0 else (span.stop, span.start)
        rises = _rise(self.labels)
        first = 0 if low is None else self._edge(low, "left") if rises else self._place(low)
        last = len(self) if high is None else self._edge(high, "right") if rises else self._place(high) + 1
        return list(range(first, last, step) if step > 0 else range(last - 1, first - 1, step))

    def _edge(self, label: Any, side: Literal["left", "right"]) -> int:
        """Return where a number would stand among the labels, which are numbers that rise."""
        number = self.meant(label)
        if not isinstance(number, int | float | np.number):
            return self._place(label)
        return int(np.searchsorted(np.asarray(self.labels), number, side=side))


Naming = Callable[[Sequence[Any]], str | None]
"""Returns the name that an axis without one has by its labels; None where they say nothing."""


def read_values(value: object, *, naming: Naming = lambda _: None) -> tuple[NDArray[np.float64], tuple[Axis, ...]]:
    """Return numbers and the axes that they come with: none of a number and of a bare array.

    A pandas Series has the axis of its index, one for each level where the index holds every combination of them, else
    one of tuples; an index without a name is what `naming` makes of it, else of alternatives; so are the keys of a
    mapping. What has `dims` and `coords` has those.
    """
    array, axes = _read(value, naming)
    if not array.size:
        what = _LABELS.format(name=next((axis.name for axis in axes if not len(axis)), ALTERNATIVE))
        raise InputError(Fault(what=what, rule=_NOT_EMPTY, got=NOTHING, way_out=_GIVE_SOME))
    return array, axes


def _read(value: Any, naming: Naming) -> tuple[NDArray[np.float64], tuple[Axis, ...]]:
    if isinstance(value, Named):
        return _of_named(value)
    if isinstance(value, Mapping):
        keys = list(value)
        return _numbers(list(value.values())), (Axis(naming(keys) or ALTERNATIVE, keys),)
    # of pandas, without loading it
    if hasattr(value, "columns"):
        return _of_frame(value, naming)
    if hasattr(value, "index") and hasattr(value, "to_numpy"):
        return _of_series(value, naming)
    return _numbers(value), ()


def _numbers(value: Any) -> NDArray[np.float64]:
    """Return numbers as a bare array, NaN for those that are not there; raise `InputError` for what is none."""
    kind = getattr(getattr(value, "dtype", None), "kind", "")
    try:
        # days would be numbers of nanoseconds
        if kind not in ("M", "m"):
            is_pandas = hasattr(value, "to_numpy") and hasattr(value, "index")
            array = value.to_numpy(dtype=float, na_value=np.nan) if is_pandas else unmasked(value)
            return np.asarray(array, dtype=float)
    except (TypeError, ValueError, OverflowError):
        pass
    way_out = _ONE_VARIABLE if hasattr(value, "data_vars") else _AS_NUMBERS
    raise InputError(Fault(what=_VALUES, rule=_NUMBERS, got=_first_other(value), way_out=way_out))


def _first_other(held: Any) -> object:
    """Return what stands first that is no number, or the kind of the whole."""
    for one in [] if hasattr(held, "data_vars") else np.asarray(held, dtype=object).ravel():
        try:
            float(one)
        except (TypeError, ValueError, OverflowError):
            return one if isinstance(one, str | Text) else type(one).__name__
    return type(held).__name__


def _of_named(value: Any) -> tuple[NDArray[np.float64], tuple[Axis, ...]]:
    array = _numbers(value)
    axes = []
    for name, size in zip(value.dims, array.shape, strict=True):
        coordinates: Any = value.coords[name] if name in value.coords else range(size)
        # times are read as such, not as numbers of nanoseconds
        if hasattr(coordinates, "to_index"):
            coordinates = coordinates.to_index().tolist()
        axes.append(Axis(_named(name), coordinates))
    return array, tuple(axes)


def _of_frame(frame: Any, naming: Naming) -> tuple[NDArray[np.float64], tuple[Axis, ...]]:
    columns, columns_name = _labelled(frame.columns, naming)
    if columns_name is None:
        raise InputError(
            Fault(
                what=Text("数据框的列轴", "the columns of a frame of values"),
                rule=Text("有轴名", "have a name"),
                got=Text("无名", "none"),
                way_out=Text('写作 frame.rename_axis(columns="…")', 'write frame.rename_axis(columns="...")'),
            )
        )
    array = _numbers(frame)
    rows, rows_name = _labelled(frame.index, naming)
    return array, (Axis(rows_name or ALTERNATIVE, rows), Axis(columns_name, columns))


def _labelled(index: Any, naming: Naming) -> tuple[Sequence[Any], str | None]:
    """Return the labels of an index of one level and its name, or what the labels say of it."""
    numbered = type(index).__name__ == "RangeIndex" and (index.start, index.step) == (0, 1)
    labels = range(len(index)) if numbered else index.tolist()
    return labels, naming(labels) if index.name is None else _named(index.name)


def _named(name: Hashable) -> str:
    """Return the name of an axis; what readers call the axes of every scenario stands for their names."""
    return _CELLS_CALLED.get(str(name), str(name))


def year_meant(label: Any) -> Any:
    """Return the year of a text, a period or a day as a whole number; anything else comes back as it is.

    >>> from datetime import date
    >>> year_meant("2023"), year_meant("２０２３年"), year_meant(date(2023, 12, 31)), year_meant("fast")
    (2023, 2023, 2023, 'fast')
    """
    if isinstance(label, str):
        match = _YEAR.fullmatch(label)
        return int(match[1]) if match else label
    year = getattr(label, "year", None)
    return year if isinstance(year, int) else label


def named_as(known: Sequence[Axis], labels: Mapping[str, object]) -> dict[str, object]:
    """Return labels under the names of the axes that are meant; raise `InputError` for one that is not there.

    >>> named_as([Axis("group", ["rural"]), Axis("year", [2023])], {"人群": "rural", "year": 2023})
    {'group': 'rural', 'year': 2023}
    """
    faults: list[Fault] = []
    names = [known_name(axis.name) for axis in known]
    keys = [find_key(_THE_AXIS, name, names, faults) for name in labels]
    raise_faults(faults)
    return {str(key): wanted for key, wanted in zip(keys, labels.values(), strict=True)}


def axis_meant(
    labels: Sequence[Any], known: Mapping[str, Callable[[Any], object]], options: Mapping[str, Sequence[Any]]
) -> str | None:
    """Return which axis labels without a name are of, each by what tells the key of a label; None: of alternatives.

    A message lists the options of an axis.

    Raises `InputError` where half of them or more, but not all, are labels of one axis, and where all are of two.
    """
    # numbered from 0, or so many that not half of them can be names: there may be a million
    if (
        isinstance(labels, range)
        or not labels
        or len(labels) > _NAMES_OF_ONE * max(map(len, options.values()), default=0)
    ):
        return None
    fitting = {name: [key_of(label) is not None for label in labels] for name, key_of in known.items()}
    whole = [name for name, fits in fitting.items() if all(fits)]
    if len(whole) > 1:
        way_out = _ONE_OF_BOTH.format(names=Text.join(map(Text.same, whole), zh="或", en=" or "))
        raise InputError(Fault(what=_INDEX, rule=_ONE_MEANING, got=labels[0], way_out=way_out))
    # fewer are names of alternatives of which one happens to be a label
    for name, fits in fitting.items():
        if not whole and 2 * sum(fits) >= len(labels):
            rule = _ALL_OR_NONE.format(known=Text.listed(options[name]))
            raise InputError(
                Fault(what=_INDEX, rule=rule, got=labels[fits.index(False)], way_out=_EITHER.format(name=name))
            )
    return whole[0] if whole else None


def _of_series(series: Any, naming: Naming) -> tuple[NDArray[np.float64], tuple[Axis, ...]]:
    index = series.index
    array = _numbers(series)
    if index.nlevels == 1:
        labels, name = _labelled(index, naming)
        return array, (Axis(name or ALTERNATIVE, labels),)
    whole = Axis(ALTERNATIVE, index.tolist())
    levels = [index.get_level_values(place).unique() for place in range(index.nlevels)]
    names = [_labelled(level, naming)[1] or f"level_{place}" for place, level in enumerate(levels)]
    shape = tuple(map(len, levels))
    if np.prod(shape) != len(index):
        if apart := [name for name in names if name in CELLS]:
            what = _LABELS.format(name=Text.listed(apart))
            raise InputError(Fault(what=what, rule=_EVERY_COMBINATION, got=len(index), way_out=_ONE_BY_ONE))
        return array, (whole,)
    at = tuple(level.get_indexer(index.get_level_values(place)) for place, level in enumerate(levels))
    ordered = np.empty(shape)
    ordered[at] = array
    return ordered, tuple(Axis(name, level.tolist()) for name, level in zip(names, levels, strict=True))


def is_taken(name: str) -> bool:
    """Return whether an axis of alternatives cannot have a name, since frames have a column of it.

    >>> is_taken("value"), is_taken("total_real_2021"), is_taken("policy")
    (True, True, False)
    """
    return name in TAKEN or name.startswith(AT_BASE_PRICES)


def unnamed_axes(shape: Sequence[int]) -> tuple[Axis, ...]:
    """Return numbered axes of alternatives for a shape without names: the last is `alternative`.

    >>> [axis.name for axis in unnamed_axes((8, 13))]
    ['alternative_2', 'alternative']
    """
    count = len(shape)
    return tuple(
        Axis(ALTERNATIVE if place == count - 1 else f"{ALTERNATIVE}_{count - place}", range(size))
        for place, size in enumerate(shape)
    )


def merged(first: Sequence[Axis], second: Sequence[Axis]) -> tuple[Axis, ...]:
    """Return the axes of two arrays that meet: those of the first, then those that only the second has.

    Raises `InputError` where an axis of both has other labels in the second.
    """
    there = {axis.name: axis for axis in first}
    for axis in second:
        if axis.name in there:
            _order(axis, there[axis.name])
    return (*first, *(axis for axis in second if axis.name not in there))


def placed(array: NDArray[Any], own: Sequence[Axis], onto: Sequence[Axis]) -> NDArray[Any]:
    """Return an array whose first axes are its `own` on other axes, with one place where it has none of them.

    Labels in another order are put into that of `onto`; an axis with one place is shared and stays as it is.

    >>> low, high = Axis("wages", ["low", "high"]), Axis("wages", ["high", "low"])
    >>> placed(np.array([1.0, 2.0]), (low,), (Axis("prices", [0.01, 0.02, 0.03]), high)).tolist()
    [[2.0, 1.0]]
    """
    if tuple(own) == tuple(onto):
        return array
    names = [axis.name for axis in own]
    kept = [axis for axis in onto if axis.name in names]
    moved = np.transpose(array, (*(names.index(axis.name) for axis in kept), *range(len(own), array.ndim)))
    for place, axis in enumerate(kept):
        if moved.shape[place] > 1 and (order := _order(own[names.index(axis.name)], axis)) is not None:
            moved = np.take(moved, order, axis=place)
    index = tuple(slice(None) if axis.name in names else np.newaxis for axis in onto)
    return moved[index]


def picked(array: NDArray[Any], first: int, places: int | Sequence[int]) -> NDArray[Any]:
    """Return the part of an array at some places of an axis; an axis with one place is shared by all."""
    if array.shape[first] == 1:
        return np.take(array, 0, axis=first) if isinstance(places, int) else array
    return np.take(array, places, axis=first)


def _order(own: Axis, onto: Axis) -> list[int] | None:
    """Return where the labels of an axis stand in another; None where both stand in one order."""
    have, wanted = own.labels, onto.labels
    if have == wanted or (len(have) == len(wanted) and tuple(have) == tuple(wanted)):
        return None
    at = {label: place for place, label in enumerate(have)}
    there = set(wanted)
    apart = [label for label in wanted if label not in at] or [label for label in have if label not in there]
    if apart:
        raise InputError(Fault(what=_LABELS.format(name=own.name), rule=_SAME_LABELS, got=apart[0], way_out=_NAME_IT))
    return [at[label] for label in wanted]


def _is_label(wanted: object, labels: Sequence[Any]) -> bool:
    """Return whether something stands for one label: a tuple does where tuples are labels."""
    if isinstance(wanted, tuple):
        return bool(labels) and isinstance(labels[0], tuple) and not (wanted and isinstance(wanted[0], tuple))
    return isinstance(wanted, str | bytes) or not hasattr(wanted, "__iter__")


def _no_labels(labels: Sequence[Any]) -> list[Any]:
    """Return those that are no labels; of texts and numbers, of which there may be a million, NaN alone is none."""
    if {str, int, float}.issuperset(map(type, labels)):
        return [label for label in labels if label != label]
    return [label for label in labels if _is_no_label(label)]


def _is_no_label(label: Any) -> bool:
    """Return whether something cannot be picked again: what can be changed, None, NaN, pandas' NA and NaT."""
    if isinstance(label, tuple):
        return any(map(_is_no_label, label))
    try:
        return label is None or hash(label) is None or bool(label != label)
    except (TypeError, ValueError):
        return True


def _has_bools(labels: Sequence[Any]) -> bool:
    return not isinstance(labels, range) and any(isinstance(label, bool | np.bool_) for label in labels)


def _single(wanted: Any) -> Any:
    """Return the only label of an array without axes, of NumPy or xarray; all else as it is."""
    return wanted.item() if getattr(wanted, "ndim", None) == 0 and not isinstance(wanted, np.generic) else wanted


def _labels_of(several: Any) -> Sequence[Any] | None:
    """Return the labels that a Series or a DataArray of one axis has; None of anything else."""
    if hasattr(several, "index") and hasattr(several, "to_numpy"):
        return _plain(several.index)
    if isinstance(several, Named) and len(several.dims) == 1 and several.dims[0] in several.coords:
        return _plain(np.asarray(several.coords[several.dims[0]]))
    return None


def _whole(number: Any) -> int:
    """Return a whole number as Python's own, zero for anything else."""
    return int(number) if isinstance(number, int | np.integer) and not isinstance(number, bool) else 0


def _plain(several: Any) -> list[Any]:
    """Return labels as Python's own objects, which equal those of another array."""
    if isinstance(several, list):
        return several
    several = np.asarray(several) if isinstance(several, Named) else several
    return list(several.tolist() if hasattr(several, "tolist") else several)


def _rise(labels: Sequence[Any]) -> bool:
    """Return whether labels are numbers from the lowest to the highest."""
    if isinstance(labels, range):
        return labels.step > 0
    numbers = all(isinstance(label, int | float) for label in labels)
    return numbers and all(first < second for first, second in pairwise(labels))
