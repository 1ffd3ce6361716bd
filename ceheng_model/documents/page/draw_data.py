"""Give what draws around a scenario are made from, so that a page makes the same points as the library."""

from typing import Any

from ceheng_model.documents.page.subject import Subject, both, rounded_off
from ceheng_model.documents.page.words import LATER_KNOWN
from ceheng_model.ensemble import QUANTILES
from ceheng_model.ensemble.direction_numbers import DIMENSIONS, direction_numbers
from ceheng_model.ensemble.random_streams import BLOCK, generator_of
from ceheng_model.ensemble.variables import yearly_law
from ceheng_model.errors import InputError
from ceheng_model.uncertainty import estimate_uncertainty

SEED = 2024
"""Seed of the draws of every page: those of ``simulate(..., draws=8192, seed=2024)``."""


def draw_data(subject: Subject, series: list[str]) -> dict[str, Any]:
    """Return the law of the shocks and the random numbers of one block, or why there are none."""
    if subject.scenario.as_of not in (None, subject.scenario.base_year):
        return {"why_not": both(LATER_KNOWN)}
    try:
        uncertainty = estimate_uncertainty(subject.scenario)
    except InputError as error:
        return {"why_not": both(error.reason)}
    compared = tuple((name, group) for name, _, group in (one.partition(".") for one in series))
    law = yearly_law(subject.setting, uncertainty, compared)
    state: Any = generator_of(SEED, (0,)).bit_generator.state
    return {
        "seed": SEED,
        "draws": BLOCK,
        "state": f"{state['state']['state']:x}",
        "increment": f"{state['state']['inc']:x}",
        "directions": direction_numbers(DIMENSIONS).astype(">u2").tobytes().hex(),
        "common": law.common.tolist(),
        "means": law.means.tolist(),
        "own": law.own.tolist(),
        "trends": rounded_off(law.trends),
        "grownOn": law.grown_on.astype(int).tolist(),
        "persistence": uncertainty.persistence,
        "freedom": uncertainty.estimation_freedom,
        "ownFreedom": uncertainty.own_freedom,
        "compared": {"base": law.centre.base.tolist(), "growth": law.centre.growth.tolist()},
        "quantiles": list(QUANTILES),
        "source": both(uncertainty.source),
    }
