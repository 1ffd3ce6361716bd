"""Turn counts of draws into probabilities."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import isnan, nan, sqrt

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.doors import door
from ceheng_model.ensemble.criteria import Criterion
from ceheng_model.ensemble.sampling_errors import Counts
from ceheng_model.values import Value
from ceheng_model.vocabulary import Force, Text


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chance(Value):
    """Hold how probable it is that a statement or target holds."""

    id: str
    label: Text
    words: str
    force: Force | None = None
    """How firmly the plan binds itself to it; None where it does not say, and for a target."""
    probability: float
    """Part of the draws in which it holds for sure; NaN where the region does not give the incomes that it reads."""
    standard_error: float
    """Standard error of that part by chance of the draws: of independent ones as of coin tosses, of Sobol' points from
    how the part scatters over their sets."""
    undecided: float = 0.0
    """Part of the draws in which rounding of published figures decides, or in which there is no value."""
    fails_in: tuple[tuple[int, float], ...] = ()
    """Of a promise of every year, each year with the part of the draws in which it is the first that is missed."""

    @property
    def missed(self) -> float:
        """Part of the draws in which it is missed for sure."""
        # the three parts are quotients, whose rounding is not to look like a part of its own
        return max(round(1.0 - self.probability - self.undecided, 12), 0.0)


def judged_in(criteria: Sequence[Criterion], absent: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which criteria a region can be judged by, ``(criterion,)``: those that read no `absent` group."""
    return np.array([not criterion.reads(absent) for criterion in criteria], dtype=bool)


def chances_of(
    criteria: Sequence[Criterion],
    *,
    held: Counts,
    undecided: Counts,
    failed_in: Counts,
    judged: NDArray[np.bool_],
    draws: int,
) -> tuple[Chance, ...]:
    """Return the probability of each criterion from counts of draws: ``(criterion,)``, failures ``(criterion, year)``.

    What cannot be judged has probabilities of NaN.
    """
    counts = (np.where(judged, count, np.nan).tolist() for count in (held, undecided))
    failures = np.where(judged[:, np.newaxis], failed_in, np.nan)
    return tuple(
        replace(
            _chance(criterion.id, criterion.label, criterion.words, held=holding, undecided=left_open, draws=draws),
            force=criterion.force,
            fails_in=criterion.dated(failing / draws),
        )
        for criterion, holding, left_open, failing in zip(criteria, *counts, failures, strict=True)
    )


def chance_of_all(together: int, undecided: int, *, judged: NDArray[np.bool_], draws: int) -> Chance:
    """Return the probability that all criteria that can be judged hold at once; NaN where none can.

    It is left open in the draws in which none fails and some are left open.
    """
    label = Text("以上全部", "all of them together")
    can_tell = not judged.size or bool(judged.any())
    held, left_open = (float(count) if can_tell else nan for count in (together, undecided))
    return _chance("all", label, "", held=held, undecided=left_open, draws=draws)


def most_likely_missed(chances: Sequence[Chance]) -> Chance | None:
    """Return the criterion that is missed in most draws, the first of several; None when nothing ever is.

    Where nothing is left open it is the one of the lowest probability.
    """
    judged = (chance for chance in chances if not isnan(chance.probability))
    worst = max(judged, key=lambda chance: chance.missed, default=None)
    return worst if worst is not None and worst.missed > 0.0 else None


def with_errors(chances: Iterable[Chance], errors: Array) -> tuple[Chance, ...]:
    """Return chances with their standard errors, ``(chance,)``; what cannot be judged has none."""
    return tuple(
        replace(chance, standard_error=nan if isnan(chance.probability) else error)
        for chance, error in zip(chances, errors.tolist(), strict=True)
    )


def _chance(id: str, label: Text, words: str, *, held: float, undecided: float, draws: int) -> Chance:
    probability = held / draws
    return Chance(
        id=id,
        label=label,
        words=words,
        probability=probability,
        standard_error=sqrt(probability * (1.0 - probability) / draws),
        undecided=undecided / draws,
    )
