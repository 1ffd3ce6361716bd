"""Hold draws of one scenario in memory, to ask again and again what one target would do on them."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.ensemble.blocks import Path
from ceheng_model.ensemble.conditions import Condition
from ceheng_model.ensemble.criteria import of_target, published_of
from ceheng_model.ensemble.points import Method
from ceheng_model.ensemble.random_streams import BLOCK, Seed, entropy_of
from ceheng_model.ensemble.sampling_errors import Scatter, errors_of_parts
from ceheng_model.ensemble.settings import chosen_method, chosen_uncertainty, drawn_by, require_settings, whole_draws
from ceheng_model.ensemble.variables import Variables, known_to_base
from ceheng_model.quantities import Target
from ceheng_model.scenarios import Scenario
from ceheng_model.uncertainty import Uncertainty, conditional_on
from ceheng_model.vocabulary import Text


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Draws:
    """Hold shocks, the same that `simulate` draws from this seed, and one target to judge them by."""

    scenario: Scenario
    variables: Variables
    condition: Condition
    shocks: tuple[Array, ...]
    """Blocks of shape ``(year, n, draw)``."""
    draws: int
    method: Method
    seed: int

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        target: Target,
        *,
        draws: int,
        method: Method | None = None,
        seed: Seed,
        uncertainty: Uncertainty | None,
    ) -> Self:
        """Draw; raise `InputError` for draws, seeds and an uncertainty that cannot be."""
        require_settings(scenario, draws, (0.5,))
        entropy, scenario = entropy_of(seed), known_to_base(scenario)
        criterion = of_target(target, scenario)
        variables = Variables.of(
            scenario, uncertainty=chosen_uncertainty(scenario, uncertainty), compared=published_of((criterion,))
        )
        method = chosen_method(method, scenario)
        draws, shocks = whole_draws(draws, method), variables.shocks(entropy)
        source = drawn_by(method, shocks, Path.of(scenario, variables))
        blocks = [np.array(source.draw(number)[..., : draws - number * BLOCK]) for number in range(-(-draws // BLOCK))]
        (condition,) = criterion.conditions
        return cls(
            scenario=scenario,
            variables=variables,
            condition=condition,
            shocks=tuple(blocks),
            draws=draws,
            method=method,
            seed=entropy,
        )

    @property
    def conditional(self) -> Text:
        """What the part of the draws in which the target holds is conditional on."""
        return conditional_on(self.variables.uncertainty, self.scenario)

    def standard_error(self, holds: NDArray[np.bool_]) -> float:
        """Return the standard error of the part of the draws in which something holds, ``(draw,)``."""
        part = np.array(np.count_nonzero(holds) / self.draws)
        if self.method == "random":
            return float(errors_of_parts(part, self.draws, None))
        by_set = np.count_nonzero(holds.reshape(-1, BLOCK), axis=1)
        return float(errors_of_parts(part, self.draws, Scatter.of_blocks(by_set)))

    def margins(self, growth: Array) -> Array:
        """Return in every draw how far the target's income is on the good side of what it asks, shape ``(draw,)``.

        The sign is that of `simulate`: below zero where the target is missed.
        """
        scenario = self.scenario
        path = Path.on(scenario.baseline.levels, growth, self.variables, added=scenario.added)
        margins = []
        for shocks in self.shocks:
            # drawing works in place, and the shocks serve again
            drawn, _ = path.drawn(shocks.copy())
            margins.append(self.condition.margins(drawn))
        return np.concatenate(margins)
