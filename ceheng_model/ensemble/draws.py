"""Hold draws of one scenario in memory, to ask again and again what one target would do on them."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.ensemble.blocks import Path
from ceheng_model.ensemble.conditions import Condition
from ceheng_model.ensemble.criteria import of_target, published_of
from ceheng_model.ensemble.random_streams import BLOCK, Seed, entropy_of
from ceheng_model.ensemble.settings import chosen_uncertainty, require_settings
from ceheng_model.ensemble.variables import Variables, known_to_base
from ceheng_model.quantities import Target
from ceheng_model.scenarios import Scenario
from ceheng_model.uncertainty import Uncertainty


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Draws:
    """Hold shocks, the same that `simulate` draws from this seed, and one target to judge them by."""

    scenario: Scenario
    variables: Variables
    condition: Condition
    shocks: tuple[Array, ...]
    """Blocks of shape ``(year, n, draw)``."""
    draws: int
    seed: int

    @classmethod
    def of(cls, scenario: Scenario, target: Target, *, draws: int, seed: Seed, uncertainty: Uncertainty | None) -> Self:
        """Draw; raise `InputError` for draws, seeds and an uncertainty that cannot be."""
        require_settings(scenario, draws, (0.5,))
        entropy, scenario = entropy_of(seed), known_to_base(scenario)
        criterion = of_target(target, scenario)
        variables = Variables.of(
            scenario, uncertainty=chosen_uncertainty(scenario, uncertainty), compared=published_of((criterion,))
        )
        source = variables.shocks(entropy)
        blocks = [np.array(source.draw(number)[..., : draws - number * BLOCK]) for number in range(-(-draws // BLOCK))]
        (condition,) = criterion.conditions
        return cls(
            scenario=scenario, variables=variables, condition=condition, shocks=tuple(blocks), draws=draws, seed=entropy
        )

    def margins(self, growth: Array) -> Array:
        """Return in every draw how far the target's ratio lies on the good side of its threshold, shape ``(draw,)``."""
        scenario = self.scenario
        path = Path.on(scenario.baseline.levels, growth, self.variables, added=scenario.added)
        margins = []
        for shocks in self.shocks:
            # drawing works in place, and the shocks serve again
            drawn, _ = path.drawn(shocks.copy())
            margins.append(self.condition.margins(drawn))
        return np.concatenate(margins)
