"""Make the frame of the base-year figures of many regions, column by column."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.tables import Frame
from ceheng_model.vocabulary import STATUSES

if TYPE_CHECKING:
    import pandas as pd


def regional_frame(
    levels: Array,
    axes: Mapping[str, Sequence[str]],
    *,
    year: int,
    told: Mapping[str, tuple[Sequence[str], Sequence[str]]],
) -> Frame:
    """Return one row a region, group and component, the total last.

    `levels` has shape ``(region, group, component)``, `axes` the keys along each and the total, in this order. `told`
    holds what is said of the components of each region's groups, one group after the other, and of their total.

    >>> axes = {"region": ("a",), "group": ("rural",), "component": ("wages", "rest", "total")}
    >>> frame = regional_frame(np.array([[[3.0, 4.0]]]), axes, year=2021, told={"source": (["x"], ["y"])})
    >>> frame[["component", "value", "source"]].values.tolist()
    [['wages', 3.0, 'x'], ['rest', 4.0, 'x'], ['total', 7.0, 'y']]
    """
    import pandas as pd

    values = np.concatenate([levels, levels.sum(axis=-1, keepdims=True)], axis=-1)
    held: dict[str, object] = {}
    for axis, (name, keys) in enumerate(axes.items()):
        codes = np.arange(len(keys)).reshape([-1 if at == axis else 1 for at in range(3)])
        held[name] = pd.Categorical.from_codes(np.broadcast_to(codes, values.shape).ravel(), _labels(keys))
    held |= {"year": np.full(values.size, year, dtype=np.int64), "value": values.ravel()}
    for name, (of_parts, of_total) in told.items():
        known = dict.fromkeys([*(STATUSES if name == "status" else ()), *of_parts, *of_total])
        number = {text: code for code, text in enumerate(known)}
        codes = np.empty((len(of_parts), values.shape[-1]), dtype=np.int64)
        codes[:, :-1] = np.array([number[text] for text in of_parts])[:, np.newaxis]
        codes[:, -1] = [number[text] for text in of_total]
        if name == "status":
            # no status where there is no figure
            categories = _labels([text for text in known if text])
            held[name] = pd.Categorical.from_codes(
                categories.get_indexer(_labels(list(known)))[codes.ravel()], categories
            )
        else:
            held[name] = _labels(list(known)).take(codes.ravel())
    return pd.DataFrame(held)


def _labels(keys: Sequence[str]) -> "pd.Index[str]":
    import pandas as pd

    return pd.Index(list(keys), dtype="str")
