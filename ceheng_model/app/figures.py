"""Ask the library for the figures of a scenario, once for each scenario.

Results do not change and are named by what they are computed from, so sessions may share them.
"""

import tomllib
from functools import lru_cache

import tomli_w

from ceheng_model.app.recipes import Recipe
from ceheng_model.app.state import View
from ceheng_model.auditing import AuditReport, audit
from ceheng_model.characters import escaped
from ceheng_model.checks import CheckReport, check
from ceheng_model.decomposition import Contributions, Difference, contributions, explain_difference
from ceheng_model.ensemble import DRAWS, Ensemble, simulate
from ceheng_model.errors import choice, raise_faults
from ceheng_model.impact import LeverEffects, lever_effects
from ceheng_model.projection import Projection, project
from ceheng_model.vocabulary import Text
from ceheng_model.wording import WORDINGS, Reading

SEED = 0
"""The seed that the commands use, so that they print the same probabilities."""
_REASONED = ("shares", "last_year", "gdp_growth", "price_growth", "population")
"""Parts of a scenario that the audit reads."""


@lru_cache(maxsize=128)
def projected(recipe: Recipe) -> Projection:
    """Return the incomes of a scenario."""
    return project(recipe.scenario)


@lru_cache(maxsize=128)
def checked(recipe: Recipe) -> CheckReport:
    """Return the verdicts under the share cases in use."""
    return check(projected(recipe), share_cases=False)


@lru_cache(maxsize=32)
def checked_over_cases(recipe: Recipe) -> CheckReport:
    """Return the verdicts with what they owe to the share cases."""
    return check(projected(recipe))


@lru_cache(maxsize=32)
def contributed(recipe: Recipe, year: int) -> Contributions:
    """Return the official seven columns of one year."""
    return contributions(projected(recipe), year=year)


@lru_cache(maxsize=16)
def simulated(recipe: Recipe) -> Ensemble:
    """Return the ensemble around a scenario, with the draws and the seed of the commands."""
    return simulate(recipe.scenario, draws=DRAWS, seed=SEED, progress=False)


@lru_cache(maxsize=32)
def measured(recipe: Recipe) -> LeverEffects:
    """Return what the measures of a scenario do."""
    return lever_effects(recipe.scenario)


@lru_cache(maxsize=32)
def explained(first: Recipe, second: Recipe, quantity: str) -> Difference:
    """Return the difference of two scenarios, split over the assumptions in which they differ."""
    return explain_difference(first.scenario, second.scenario, quantity)


def audited(view: View) -> AuditReport:
    """Return the audit of the promises that the view takes, under its reading and share cases.

    Growth rates and measures are no part of what is asked, so moving them asks nothing again.
    """
    return _audited(reasoned(view.recipe), view.left_out, view.reading)


def promises(recipe: Recipe) -> AuditReport:
    """Return the audit of all promises: it lists what can be chosen from."""
    return _audited(reasoned(recipe), (), "value")


@lru_cache(maxsize=64)
def reasoned(recipe: Recipe) -> Recipe:
    """Return the part of a recipe that the audit reads, as a recipe of its own."""
    table = tomllib.loads(recipe.text)
    kept = {key: table[key] for key in _REASONED if key in table}
    return Recipe(folder=recipe.folder, text=escaped(tomli_w.dumps({"based_on": "plan", **kept})))


@lru_cache(maxsize=32)
def _audited(recipe: Recipe, left_out: tuple[str, ...], reading: Reading) -> AuditReport:
    chosen = None
    if left_out:
        known = [item.id for item in promises(recipe).items]
        raise_faults(
            [choice(Text("不计入的承诺", "a promise left out"), id, known) for id in left_out if id not in known]
        )
        chosen = [id for id in known if id not in left_out]
    changed = {} if reading == "value" else dict.fromkeys(WORDINGS, reading)
    return audit(recipe.scenario, reading=changed, statements=chosen)
