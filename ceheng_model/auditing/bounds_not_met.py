"""Find statements that can hold with the others only at a bound that does not meet them."""

from collections.abc import Sequence

from ceheng_model.auditing.items import Item
from ceheng_model.auditing.programme import Programme
from ceheng_model.auditing.readings import Readings
from ceheng_model.auditing.rows import Row

_ROOM = 1e-6
"""Room in yuan above what the solver leaves of none (1e-7), far below a fen."""


def held_at_a_bound(programme: Programme, weighed: Sequence[Item], read: Readings) -> tuple[Item, ...]:
    """Return the items one of whose bounds does not belong to what is allowed, and is all that the others leave.

    The programme takes every bound as reached where it is met, so that this is told apart where nothing has room.
    """
    everything = frozenset(range(len(weighed)))
    found = []
    for position, item in enumerate(weighed):
        rows = _open_rows(item, read)
        own = {number: row for number, row in programme.rows_of(position).items() if row in rows}
        answer = programme.ask_beside(everything - {position}, own) if own else None
        if answer is not None and answer.gap > -_ROOM:
            found.append(item)
    return tuple(found)


def _open_rows(item: Item, read: Readings) -> list[Row]:
    """Return the rows of an item whose bound does not belong to what is allowed."""
    wording = item.members[0].wording
    if wording.is_open:
        return list(item.rows)
    # rounding is half up: the upper end of a printed interval rounds to the next value
    upper_belongs = wording.strict or wording.closed or item.id in read.tolerance
    return [] if upper_belongs else [row for row in item.rows if row.side == "high"]
