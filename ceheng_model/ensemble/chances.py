"""Turn counts of draws into probabilities."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import isnan, nan, sqrt

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.ensemble.criteria import Criterion
from ceheng_model.ensemble.tallies import Counts
from ceheng_model.vocabulary import Force, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """Hold how probable it is that a statement or target holds."""

    id: str
    label: Text
    words: str
    force: Force | None = None
    """How firmly the plan binds itself to it; None where it does not say, and for a target."""
    probability: float
    """Part of the draws in which it holds; NaN where the region does not give the incomes that it reads."""
    standard_error: float
    """Standard error of that part by chance of the draws: of independent ones as of coin tosses, of Sobol' points from
    how the part scatters over their sets."""
    fails_first: float
    """Part of the draws in which it is the first to fail."""


def judged_in(criteria: Sequence[Criterion], absent: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which criteria a region can be judged by, ``(criterion,)``: those that read no `absent` group."""
    return np.array([not criterion.reads(absent) for criterion in criteria], dtype=bool)


def chances_of(
    criteria: Sequence[Criterion], *, held: Counts, first: Counts, judged: NDArray[np.bool_], draws: int
) -> tuple[Chance, ...]:
    """Return the probability of each criterion from how often it held and was the first to fail, ``(criterion,)``."""
    return tuple(
        replace(
            _chance(criterion.id, criterion.label, criterion.words, held=holding, first=failing, draws=draws),
            force=criterion.force,
        )
        for criterion, holding, failing in zip(
            criteria, np.where(judged, held, np.nan).tolist(), np.where(judged, first, np.nan).tolist(), strict=True
        )
    )


def chance_of_all(together: int, *, judged: NDArray[np.bool_], draws: int) -> Chance:
    """Return the probability that all criteria that can be judged hold at once; NaN where none can.

    One of them is the first to fail wherever they do not.
    """
    label = Text("以上全部", "all of them together")
    held = nan if judged.size and not judged.any() else together
    return _chance("all", label, "", held=held, first=draws - held, draws=draws)


def first_to_fail(chances: Sequence[Chance]) -> Chance | None:
    """Return the criterion that is most often the first to fail; None when nothing ever fails."""
    judged = (chance for chance in chances if not isnan(chance.fails_first))
    worst = max(judged, key=lambda chance: chance.fails_first, default=None)
    return worst if worst is not None and worst.fails_first > 0.0 else None


def with_errors(chances: Iterable[Chance], errors: Array) -> tuple[Chance, ...]:
    """Return chances with their standard errors, ``(chance,)``; what cannot be judged has none."""
    return tuple(
        replace(chance, standard_error=nan if isnan(chance.probability) else error)
        for chance, error in zip(chances, errors.tolist(), strict=True)
    )


def _chance(id: str, label: Text, words: str, *, held: float, first: float, draws: int) -> Chance:
    probability = held / draws
    return Chance(
        id=id,
        label=label,
        words=words,
        probability=probability,
        standard_error=sqrt(probability * (1.0 - probability) / draws),
        fails_first=first / draws,
    )
