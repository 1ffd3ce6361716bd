"""Refuse incomes that have no logarithm."""

from collections.abc import Sequence

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.errors import POSITIVE, Fault, raise_faults
from ceheng_model.vocabulary import Group, Text


def require_positive(totals: Array, groups: Sequence[Group], years: Sequence[int]) -> None:
    """Raise `InputError` for every total, ``(..., group, year)``, that is not above zero."""
    raise_faults(
        [
            Fault(
                what=Text(f"{years[t]}年{groups[g].label.zh}收入合计", f"total income of {groups[g].key} {years[t]}"),
                rule=POSITIVE,
                got=float(totals[(*leading, g, t)]),
                way_out=Text("改正基数：分解须取对数", "correct the base; the split takes logarithms"),
            )
            for *leading, g, t in np.argwhere(~(totals > 0.0)).tolist()
        ]
    )
