"""Find, one after the other, the smallest sets that hit every one of some sets and contain none of some others.

Sets are bit masks. The search is by depth, and the depth only grows. What is asked for in the meantime, a further set
to hit or a further one not to contain, makes no set come back that was passed by: the search goes on where it stands.
"""

from collections.abc import Iterator
from functools import reduce
from operator import and_


class HittingSets:
    """Keep what is to be hit and what is not to be contained, and search."""

    def __init__(self) -> None:
        """Start with nothing to hit."""
        self.depth = 0
        """Size below which there is nothing left."""
        self._to_hit: list[int] = []
        self._barred: list[int] = []
        self._cut = False
        self._search = self._within(0, 0, 0, [], 0)

    def hit(self, members: int) -> None:
        """Ask that one of these members be in every set to come."""
        self._to_hit.append(members)

    def bar(self, members: int) -> None:
        """Ask that no set to come contain all these members."""
        self._barred.append(members)

    def smallest(self) -> int | None:
        """Return one of the smallest sets that are left; None where there is none."""
        while (found := next(self._search, None)) is None and self._cut:
            self.depth += 1
            self._cut = False
            self._search = self._within(0, 0, 0, [], self.depth)
        return found

    def _within(self, chosen: int, left_out: int, seen: int, open_sets: list[int], room: int) -> Iterator[int]:
        """Yield sets with what is chosen, without what is left out, of at most so many further members.

        `open_sets` holds those of the first `seen` sets to hit that nothing chosen hits.
        """
        if self._is_barred(chosen):
            return
        seen = self._add_new(chosen, seen, open_sets)
        if not open_sets:
            yield chosen
            # either this very set is barred by now, or there is something that it does not hit
            seen = self._add_new(chosen, seen, open_sets)
        if not open_sets or not self._has_room(left_out, open_sets, room):
            return
        narrowest = min((members & ~left_out for members in open_sets), key=int.bit_count)
        if room == 1:
            # the last member has to hit all that is open
            narrowest, self._cut = reduce(and_, open_sets, ~left_out), True
        while narrowest:
            member = narrowest & -narrowest
            narrowest ^= member
            seen = self._add_new(chosen, seen, open_sets)
            still = [members for members in open_sets if not members & member]
            yield from self._within(chosen | member, left_out, seen, still, room - 1)
            # every set with this member has been seen
            left_out |= member

    def _is_barred(self, chosen: int) -> bool:
        return any(barred & chosen == barred for barred in self._barred)

    def _add_new(self, chosen: int, seen: int, open_sets: list[int]) -> int:
        """Add what is to be hit since a search last looked; return how many sets it has seen then."""
        if seen < len(self._to_hit):
            open_sets += [members for members in self._to_hit[seen:] if not members & chosen]
        return len(self._to_hit)

    def _has_room(self, left_out: int, open_sets: list[int], room: int) -> bool:
        """Return whether so many members may hit all that is open; where they are too few, more may do."""
        if any(not members & ~left_out for members in open_sets):
            return False
        if room and _apart(open_sets, left_out, room) <= room:
            return True
        self._cut = True
        return False


def _apart(open_sets: list[int], left_out: int, enough: int) -> int:
    """Return how many of some sets share no member, as far as a first look tells: so many members it takes."""
    seen, count = left_out, 0
    for members in open_sets:
        own = members & ~left_out
        if not own & seen:
            seen |= own
            count += 1
            if count > enough:
                break
    return count
