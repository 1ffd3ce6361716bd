"""Draw again under the trend, when a table of probabilities asks: the same base, draws, seed and uncertainty."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Protocol

import numpy as np

from ceheng_model.ensemble.chances import Chance
from ceheng_model.scenarios import Scenario, companions
from ceheng_model.values import Value
from ceheng_model.vocabulary import Text

TREND = "trend"
"""Name of the shipped alternative."""
_SAME = Text("本情景即按趋势", "this scenario is the trend itself")
_NO_PLAN = Text("情景不属于任何方案", "the scenario belongs to no plan")


class Drawn(Protocol):
    """Hold probabilities, as an ensemble does."""

    @property
    def chances(self) -> tuple[Chance, ...]:
        """Of each statement and target."""

    @property
    def all_together(self) -> Chance:
        """Of all of them together."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Again(Value):
    """Draw a scenario with settings that stay as they were, whatever becomes of those that were given."""

    draw: Callable[..., Drawn]
    settings: Mapping[str, object]

    def __call__(self, scenario: Scenario) -> Drawn:
        """Draw."""
        return self.draw(scenario, **self.settings)


@dataclass(frozen=True, kw_only=True, eq=False)
class UnderTrend(Value):
    """Hold what the probabilities of a scenario are where growth goes on as published growth did; drawn when asked."""

    scenario: Scenario
    again: Callable[[Scenario], Drawn]
    """Draws another scenario with the same settings."""

    def __post_init__(self) -> None:
        """Keep the settings of a partial call from being changed."""
        if isinstance(self.again, partial):
            assert not self.again.args
            again = _Again(draw=self.again.func, settings=self.again.keywords)
            object.__setattr__(self, "again", again)

    @cached_property
    def chances(self) -> tuple[Chance, ...] | Text:
        """Those of each statement and target, all together last; or why there are none."""
        trend = self._trend()
        if isinstance(trend, Text):
            return trend
        drawn = self.again(trend)
        return (*drawn.chances, drawn.all_together)

    def _trend(self) -> Scenario | Text:
        own = self.scenario
        if own.dossier is None:
            return _NO_PLAN
        (companion,) = companions(own, (TREND,))
        if companion.scenario is None:
            assert companion.why_not is not None
            return companion.why_not
        trend = companion.scenario.with_as_of(own.as_of)
        if own.added is None and np.array_equal(trend.growth, own.growth):
            return _SAME
        return trend
