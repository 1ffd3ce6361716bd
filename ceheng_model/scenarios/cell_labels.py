"""Read values whose labels are groups, components or years: which cells of growth each of them is for."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.axes import CELLS, Axis
from ceheng_model.errors import Fault, InputError, choice, raise_faults
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Template, Text

Cells = Mapping[str, tuple[Any, ...]]
"""Keys of groups and components, and years; none means all of them."""
Part = tuple[Cells, Array, tuple[Axis, ...]]
"""Some cells, their value, and the axes that it has besides."""

_NAMES = Mapping[Hashable, Any]
_CALLED: Mapping[str, Text] = {
    "group": Text("人群", "the group"),
    "component": Text("收入构成", "the component"),
    "year": Text("年份", "the year"),
}
_INDEX = Text("数值的索引", "the index of the values")
_ALL_OR_NONE = Template("全部为 {known}，或都不是", "be {known} throughout, or nowhere")
_EITHER = Template(
    "索引名写作 {name} 即各给一个数，写作 policy 等即为并列情形：series.rename_axis(...)",
    "name it {name} for one value each, or otherwise, such as policy, for alternatives: series.rename_axis(...)",
)
_PLAIN = Text("只有一种含义", "have one meaning")
_ONE_OF_BOTH = Template("索引名写作 {names}：series.rename_axis(...)", "name it {names}: series.rename_axis(...)")
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
        self._known: Mapping[str, _NAMES] = {
            "group": {name: one.key for one in terms.groups for name in (*one.label, one.key)},
            "component": {name: one.key for one in terms.components for name in (*one.label, one.key)},
            "year": {year: year for year in years},
        }

    def meant(self, labels: Sequence[Any]) -> str | None:
        """Return which axis labels without a name are of; None where they are alternatives.

        Raises `InputError` where half of them or more, but not all, are labels of one axis, and where all are of two.
        """
        # numbered from 0
        if isinstance(labels, range) or not labels:
            return None
        fitting = {name: [label in known for label in labels] for name, known in self._known.items()}
        whole = [name for name, fits in fitting.items() if all(fits)]
        if len(whole) > 1:
            way_out = _ONE_OF_BOTH.format(names=Text.join(map(Text.same, whole), zh="或", en=" or "))
            raise InputError(Fault(what=_INDEX, rule=_PLAIN, got=labels[0], way_out=way_out))
        # fewer are names of alternatives of which one happens to be a label
        for name, fits in fitting.items():
            if not whole and 2 * sum(fits) >= len(labels):
                rule = _ALL_OR_NONE.format(known=", ".join(map(str, self._options(name))))
                got = labels[fits.index(False)]
                raise InputError(Fault(what=_INDEX, rule=rule, got=got, way_out=_EITHER.format(name=name)))
        return whole[0] if whole else None

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
        return tuple(dict.fromkeys(self._known[name].values()))

    def _keys(self, axis: Axis) -> tuple[Any, ...]:
        known = self._known[axis.name]
        lacking = [label for label in axis.labels if label not in known]
        raise_faults([choice(_CALLED[axis.name], label, self._options(axis.name)) for label in lacking])
        return Axis(axis.name, [known[label] for label in axis.labels]).labels  # type: ignore[return-value]


def _apart(name: str, keys: Sequence[Any], asked: Sequence[Any]) -> list[Fault]:
    """Return the fault of labels that are not those which the call itself names."""
    if not asked or set(asked) == set(keys):
        return []
    rule = _AS_ASKED.format(asked=", ".join(map(str, asked)))
    got = ", ".join(map(str, keys))
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
