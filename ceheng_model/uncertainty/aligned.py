"""Put arrays with labels of their own into the order of groups and components, or say which labels they lack."""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np

from ceheng_model.arguments import telling_labels
from ceheng_model.arithmetic import Array
from ceheng_model.errors import Fault, InputError
from ceheng_model.terms import Component
from ceheng_model.vocabulary import Template, Text, label_of

_LABELS = Template("{what}的标签", "the labels of {what}")
_THESE = Template("恰为 {labels}", "be exactly {labels}")
_IN_ORDER = Text(
    "改正标签，或按顺序用 .to_numpy() 给出", "correct the labels, or give .to_numpy() in the order of the groups"
)

Names = Mapping[object, str]
"""What stands for each key: itself, and what a reader calls it in either language."""


def group_names(groups: Sequence[str], labels: Sequence[Text] = ()) -> Names:
    """Return what may be written for each group."""
    texts = labels or [label_of(key) for key in groups]
    return {name: key for key, text in zip(groups, texts, strict=False) for name in (*text, key)}


def component_names(components: Sequence[Component]) -> Names:
    """Return what may be written for each component."""
    return {name: component.key for component in components for name in (*component.label, component.key)}


def cells_in_order(what: Text, value: Any, groups: Names, components: Names) -> Any:
    """Return an array by group and component, shape ``(group, component)``; what has no labels as it stands.

    Either axis may come first, and a series may be labelled by pairs. Raises `InputError` for labels that are not
    those of all groups and components.

    >>> import pandas as pd
    >>> frame = pd.DataFrame([[0.1, 0.2]], index=["town"], columns=["transfer", "wages"])
    >>> cells_in_order(Text.same("x"), frame, {"town": "town"}, {"wages": "wages", "transfer": "transfer"}).tolist()
    [[0.2, 0.1]]
    """
    labels = telling_labels(value)
    if not labels:
        return value
    if len(labels) == 1:
        pairs = _pairs(groups, components)
        flat = _placed(what, _array(value), labels, [pairs])
        return flat.reshape(len(set(groups.values())), -1)
    if len(labels) == 2 and set(labels[0]) <= set(components) and set(labels[1]) <= set(groups):
        return _placed(what, _array(value).T, labels[::-1], [groups, components])
    return _placed(what, _array(value), labels, [groups, components])


def square_in_order(what: Text, value: Any, groups: Names, components: Names) -> Any:
    """Return an array of pairs of cells, row-major over group and component; what has no labels as it stands.

    A cell is labelled ``(group, component)`` or ``group.component``.
    """
    labels = telling_labels(value)
    if not labels:
        return value
    pairs = _pairs(groups, components)
    return _placed(what, _array(value), labels, [pairs, pairs])


def groups_in_order(what: Text, value: Any, groups: Names) -> Any:
    """Return an array of one a group; what has no labels as it stands."""
    labels = telling_labels(value)
    return _placed(what, _array(value), labels, [groups]) if labels else value


def _array(value: Any) -> Array:
    return np.asarray(value, dtype=float)


def _pairs(groups: Names, components: Names) -> Names:
    written = ((group, component) for group, component in product(groups, components))
    return {
        name: f"{groups[group]}.{components[component]}"
        for group, component in written
        for name in ((group, component), f"{group}.{component}")
    }


def _placed(what: Text, array: Array, labels: Sequence[Sequence[Any]], axes: Sequence[Names]) -> Array:
    if len(labels) != len(axes):
        raise InputError(_wrong(what, labels[0], axes[0]))
    for axis, (given, names) in enumerate(zip(labels, axes, strict=True)):
        keys = list(dict.fromkeys(names.values()))
        found = [names.get(label) for label in given]
        if sorted(found, key=str) != sorted(keys):
            raise InputError(_wrong(what, given, names))
        array = np.take(array, [found.index(key) for key in keys], axis=axis)
    return array


def _wrong(what: Text, given: Sequence[Any], names: Names) -> Fault:
    wanted = Text.listed(dict.fromkeys(names.values()))
    return Fault(
        what=_LABELS.format(what=what),
        rule=_THESE.format(labels=wanted),
        got=tuple(map(str, given)),
        way_out=_IN_ORDER,
    )
