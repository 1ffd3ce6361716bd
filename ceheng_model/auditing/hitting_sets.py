"""Find, one after the other, the smallest sets that hit every one of some sets and contain none of some others.

Sets are bit masks. The search is by depth, and the depth only grows: what is asked for in the meantime, a further set
to hit or a further one not to contain, makes no smaller set come back.
"""


class HittingSets:
    """Keep what is to be hit and what is not to be contained, and search."""

    def __init__(self) -> None:
        """Start with nothing to hit."""
        self.depth = 0
        """Size below which there is nothing left."""
        self._to_hit: list[int] = []
        self._barred: list[int] = []
        self._cut = False

    def hit(self, members: int) -> None:
        """Ask that one of these members be in every set to come."""
        self._to_hit.append(members)

    def bar(self, members: int) -> None:
        """Ask that no set to come contain all these members."""
        self._barred.append(members)

    def smallest(self) -> int | None:
        """Return one of the smallest sets that are left; None where there is none."""
        while True:
            self._cut = False
            found = self._within(0, 0, self._to_hit, self.depth)
            if found is not None or not self._cut:
                return found
            self.depth += 1

    def _within(self, chosen: int, left_out: int, open_sets: list[int], room: int) -> int | None:
        """Return a set with what is chosen, without what is left out, of at most so many further members."""
        if any(barred & chosen == barred for barred in self._barred):
            return None
        if not open_sets:
            return chosen
        narrowest = min((members & ~left_out for members in open_sets), key=int.bit_count)
        if not narrowest:
            return None
        if _apart(open_sets, left_out, room) > room:
            self._cut = True
            return None
        while narrowest:
            member = narrowest & -narrowest
            narrowest ^= member
            still = [members for members in open_sets if not members & member]
            found = self._within(chosen | member, left_out, still, room - 1)
            if found is not None:
                return found
            # every set with this member has been seen
            left_out |= member
        return None


def _apart(open_sets: list[int], left_out: int, enough: int) -> int:
    """Return how many of some sets share no member, as far as a first look tells: so many members it takes."""
    seen, count = 0, 0
    for members in open_sets:
        if not members & ~left_out & seen:
            seen |= members & ~left_out
            count += 1
            if count > enough:
                break
    return count
