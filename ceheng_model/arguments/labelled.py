"""See whether what is given as an array carries labels of its own."""

from collections.abc import Sequence
from typing import Any


def labels_of(value: Any) -> list[Sequence[Any]]:
    """Return the labels of a series or frame of pandas, or of an array of xarray, axis by axis; none of anything else.

    >>> import pandas as pd
    >>> [list(labels) for labels in labels_of(pd.DataFrame({"wages": [0.1]}, index=["rural"]))]
    [['rural'], ['wages']]
    """
    if hasattr(value, "dims") and hasattr(value, "coords"):
        # one without coordinates still has named axes
        return [_listed(value.coords[name]) if name in value.coords else [name] for name in value.dims]
    axes = getattr(value, "axes", None)
    if not isinstance(axes, list) or not hasattr(value, "to_numpy"):
        return []
    return [_listed(axis) for axis in axes]


def telling_labels(value: Any) -> list[Sequence[Any]]:
    """Return the labels of a value, axis by axis; none where they only number what they stand at.

    >>> import pandas as pd
    >>> telling_labels(pd.Series([0.1, 0.2])), telling_labels(pd.Series([0.1], index=["rural"]))
    ([], [['rural']])
    """
    labels = labels_of(value)
    return [] if all(map(is_in_order, labels)) else labels


def is_in_order(labels: Sequence[Any]) -> bool:
    """Return whether labels only number what they stand at, from 0 on."""
    return list(labels) == list(range(len(labels)))


def _listed(labels: Any) -> list[Any]:
    return list(labels.tolist() if hasattr(labels, "tolist") else labels)
