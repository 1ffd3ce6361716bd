"""Read values whose labels are groups, components or years: which cells of growth each of them is for."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import product
from typing import Any

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.axes import CELLS, Axis, axis_meant, year_meant
from ceheng_model.errors import Fault, choice, raise_faults
from ceheng_model.names import component_names, group_names, one_meant
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Name, Template, Text

Cells = Mapping[str, tuple[Any, ...]]
"""Keys of groups and components, and years; none means all of them."""
Part = tuple[Cells, Array, tuple[Axis, ...]]
"""Some cells, their value, and the axes that it has besides."""

_CALLED: Mapping[str, Text] = {
    "group": Text("人群", "the group"),
    "component": Text("收入构成", "the component"),
    "year": Text("年份", "the year"),
}
_LABELS = Template("轴 {name} 的标签", "the labels of the axis {name}")
_AS_ASKED = Template("与参数中的 {asked} 相同，次序不限", "be those that are asked for, {asked}, in any order")
_OR_ALTERNATIVES = Text(
    '各给一个数即改参数或标签；若为并列情形，另命轴名，如 series.rename_axis("policy")',
    'for one value each change either; for alternatives give the axis another name, as in series.rename_axis("policy")',
)


class CellLabels:
    """Know what may be written for the groups, components and years of a scenario."""

    def __init__(self, terms: Terms, years: Sequence[int]) -> None:
        """Take keys, and what readers call them in either language."""
        self._names: Mapping[str, Sequence[Name]] = {
            "group": group_names(terms),
            "component": component_names(terms, total=False),
        }
        self._years = tuple(years)

    def meant(self, labels: Sequence[Any]) -> str | None:
        """Return which axis labels without a name are of; None where they are alternatives.

        Raises `InputError` where half of them or more, but not all, are labels of one axis, and where all are of two.
        """
        keys = {name: partial(self._key, name) for name in CELLS}
        return axis_meant(labels, keys, {name: self._options(name) for name in CELLS})

    def asked(self, cells: Cells) -> Cells:
        """Return the cells that a call names by key, where it names them as readers do; unknown names stay."""
        return {
            name: tuple(found if (found := self._key(name, one)) is not None else one for one in each)
            for name, each in cells.items()
        }

    def _key(self, name: str, label: Any) -> Any:
        """Return the key of what may be written for it; None where it is none."""
        if name == "year":
            year = year_meant(label)
            return next((known for known in self._years if known == year), None)
        return one_meant(label, self._names[name]) if isinstance(label, str) else None

    def split(self, array: Array, axes: tuple[Axis, ...], asked: Cells) -> Iterator[Part]:
        """Yield the value of each cell that labels name, one for several years where it is the same.

        Raises `InputError` for labels that do not exist, and for others than those that are asked for.
        """
        named = [axis.name for axis in axes if axis.name in CELLS]
        if not named:
            return iter([(asked, array, axes)])
        keys = {axis.name: self._keys(axis) for axis in axes if axis.name in CELLS}
        raise_faults([fault for name in named for fault in _apart(name, keys[name], asked[name])])
        others = tuple(axis for axis in axes if axis.name not in CELLS)
        places = [axis.name for axis in axes]
        moved = np.moveaxis(array, [places.index(name) for name in named], range(len(named)))
        # in the order of the plan, so that the order in which labels came makes no difference
        for place, name in enumerate(named):
            order = np.argsort([self._options(name).index(key) for key in keys[name]])
            moved = np.take(moved, order, axis=place)
            keys[name] = tuple(keys[name][at] for at in order)
        return _parts(moved, keys, asked, others)

    def _options(self, name: str) -> tuple[Any, ...]:
        return self._years if name == "year" else tuple(one.key for one in self._names[name])

    def _keys(self, axis: Axis) -> tuple[Any, ...]:
        keys = [self._key(axis.name, label) for label in axis.labels]
        lacking = [label for label, key in zip(axis.labels, keys, strict=True) if key is None]
        options = self._names.get(axis.name, self._years)
        raise_faults([choice(_CALLED[axis.name], label, options) for label in lacking])
        return Axis(axis.name, keys).labels  # type: ignore[return-value]


def _apart(name: str, keys: Sequence[Any], asked: Sequence[Any]) -> list[Fault]:
    """Return the fault of labels that are not those which the call itself names."""
    if not asked or set(asked) == set(keys):
        return []
    rule = _AS_ASKED.format(asked=Text.listed(asked))
    got = tuple(map(str, keys))
    return [Fault(what=_LABELS.format(name=name), rule=rule, got=got, way_out=_OR_ALTERNATIVES)]


def _parts(array: Array, keys: Mapping[str, tuple[Any, ...]], asked: Cells, others: tuple[Axis, ...]) -> Iterator[Part]:
    """Yield the parts of an array whose first axes have these keys."""
    outer = [name for name in keys if name != "year"]
    for cell in product(*(range(len(keys[name])) for name in keys if name != "year")):
        chosen = {**asked, **{name: (keys[name][place],) for name, place in zip(outer, cell, strict=True)}}
        at = iter(cell)
        part = array[tuple(slice(None) if name == "year" else next(at) for name in keys)]
        if "year" not in keys:
            yield chosen, part, others
            continue
        alike: dict[bytes, list[int]] = {}
        for t in range(len(part)):
            alike.setdefault(part[t].tobytes(), []).append(t)
        for together in alike.values():
            yield {**chosen, "year": tuple(keys["year"][t] for t in together)}, part[together[0]], others
