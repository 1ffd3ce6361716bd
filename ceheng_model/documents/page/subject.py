"""Gather what a page is made from: a scenario's plan, and the setting on which statements are written."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.scenarios import OfOnePlan, Scenario
from ceheng_model.vocabulary import Text

FURTHER_YEARS = 15
"""Years past the last one that a plan speaks of to which a page can project."""
_ANY_GROWTH = 0.05
"""Growth of the path on which statements are written: their forms read none of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject(OfOnePlan):
    """Hold the scenario that a page opens with, and its plan over all years that it can show."""

    scenario: Scenario
    setting: Scenario
    """What statements are written on: growth of GDP and prices, and residents count as given: they can be filled in."""

    @classmethod
    def of(cls, scenario: Scenario) -> "Subject":
        """Return the subject; raise `InputError` for many paths at once and for a scenario without a plan."""
        scenario.require_single()
        plan, base = scenario.require_dossier().plan, scenario.baseline
        last = max(plan.horizon, scenario.years[-1]) + FURTHER_YEARS
        years = tuple(range(scenario.years[0], last + 1))
        cells = (len(scenario.groups), len(scenario.terms.components), len(years))
        setting = Scenario(
            dossier=scenario.dossier,
            baseline=base,
            years=years,
            growth=np.full(cells, _ANY_GROWTH),
            price_growth=np.zeros(len(years)),
            gdp_growth=np.zeros(len(years)),
            population=np.ones((cells[0], len(years) + 1)),
            distributions=scenario.distributions,
            as_of=scenario.as_of,
        )
        return cls(scenario=scenario, setting=setting)


def both(text: Text) -> list[str]:
    """Return a text in both languages, the same once: a page looks for the second and takes the first without it."""
    return [text.zh] if text.zh == text.en else [text.zh, text.en]


def rounded_off(values: Array | None) -> Any:
    """Return an array as nested lists, with nothing for what is no number."""
    if values is None:
        return None
    return [_listed(one) for one in np.asarray(values, dtype=float).tolist()]


def _listed(value: Any) -> Any:
    if isinstance(value, list):
        return [_listed(one) for one in value]
    return None if value != value else value
