"""Smallest hitting sets against all subsets, with sets to hit and sets not to contain that come while it is asked."""

from itertools import combinations

import numpy as np
import pytest

from ceheng_model.auditing.hitting_sets import HittingSets


@pytest.mark.parametrize("seed", range(60))
def test_sets_come_smallest_first_and_none_is_left_out(seed: int) -> None:
    chance = np.random.default_rng(seed)
    size = int(chance.integers(3, 9))

    def drawn() -> int:
        return sum(1 << int(member) for member in chance.choice(size, size=chance.integers(1, size), replace=False))

    search = HittingSets()
    to_hit: list[int] = []
    barred: list[int] = []
    for _ in range(200):
        found = search.smallest()
        left = [
            mask
            for count in range(size + 1)
            for mask in (sum(1 << member for member in chosen) for chosen in combinations(range(size), count))
            if all(mask & one for one in to_hit) and not any(mask & one == one for one in barred)
        ]
        if found is None:
            assert left == []
            return
        # one of the smallest that are left
        assert found in left
        assert found.bit_count() == left[0].bit_count()
        if chance.random() < 0.5 and (new := drawn() & ~found):
            search.hit(new)
            to_hit.append(new)
        else:
            search.bar(found)
            barred.append(found)
    message = "the search did not come to its end"
    raise AssertionError(message)
