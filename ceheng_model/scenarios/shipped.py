"""Make the shipped alternatives of a plan: one by its name, or all of them beside a scenario."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from ceheng_model.doors import door
from ceheng_model.errors import InputError
from ceheng_model.scenarios.alternatives import ALTERNATIVES, AS_PLANNED, Alternative, alternative, alternative_key
from ceheng_model.scenarios.changes import GrowthChange, parse_change
from ceheng_model.scenarios.dossier import Dossier, load_dossier
from ceheng_model.scenarios.growth_scenario import Scenario
from ceheng_model.values import Abridged
from ceheng_model.vocabulary import Text


@door
@dataclass(frozen=True, slots=True, kw_only=True)
class Companion(Abridged):
    """Hold one shipped alternative beside a scenario, or the error that says why it cannot be made."""

    alternative: Alternative
    scenario: Scenario | None
    error: InputError | None = None

    @property
    def why_not(self) -> Text | None:
        """All that is lacking or stands in its way, for readers who cannot take the way out."""
        return (
            None if self.error is None else Text.join((fault.reason for fault in self.error.faults), zh="；", en="; ")
        )


@door
def scenario(
    name: str = AS_PLANNED,
    *,
    plan: Dossier | Path | str | None = None,
    shares: Mapping[str, str] | None = None,
    changes: Sequence[GrowthChange | str] = (),
) -> Scenario:
    """Return a shipped alternative on a plan: the one that ships, or the one in a folder.

    `changes` are made on it, as by `Scenario.with_change`; given here they may also say how groups grow of which the
    plan prints nothing, such as ``urban=7%``.

    Raises `InputError` for an unknown alternative, share case or group, for bad files, and where neither the plan
    nor a change says how a group grows.

    >>> scenario("plan").growth.shape
    (3, 4, 3)
    """
    if name not in ALTERNATIVES:
        # a start goes without what looks at arguments
        from ceheng_model.arguments.public_kinds import require_no_file

        require_no_file(name)
    dossier = plan if isinstance(plan, Dossier) else load_dossier(plan)
    name = alternative_key(name, dossier.plan.terms)
    terms, years = dossier.plan.terms, range(dossier.plan.years[0], dossier.plan.horizon + 1)
    parsed = [parse_change(one, terms, years) if isinstance(one, str) else one for one in changes]
    return Scenario.of_alternative(name, dossier, dossier.baseline(shares), changes=parsed)


def scenario_to_audit(dossier: Dossier, shares: Mapping[str, str] | None = None) -> Scenario:
    """Return the plan as a scenario; where its growth table cannot be, one in which incomes stay as they are.

    An audit asks what any growth could bring about, so that the rates do not matter to it. Raises `InputError` for an
    unknown share case or group.
    """
    try:
        return scenario(plan=dossier, shares=shares)
    except InputError:
        baseline, years = dossier.baseline(shares), dossier.plan.years
        growth = np.zeros((len(baseline.groups), len(baseline.terms.components), len(years)))
        kind = dossier.plan.terms.kind
        return Scenario(name=kind, baseline=baseline, years=years, growth=growth, dossier=dossier)


def shipped_alternatives(dossier: Dossier) -> tuple[Companion, ...]:
    """Return every shipped alternative of a plan, on its own base and over its own years."""
    return tuple(
        _companion(alternative(name, dossier.plan), partial(scenario, name, plan=dossier)) for name in ALTERNATIVES
    )


@door
def companions(beside: Scenario, names: Sequence[str] = tuple(ALTERNATIVES)) -> tuple[Companion, ...]:
    """Return shipped alternatives on a scenario's base, horizon and circumstances.

    Without its changes and measures. They go by the titles of the alternatives: what they share with the scenario is
    not said of each.

    >>> plan, by_component, *others = companions(scenario("trend").with_horizon(2026))
    >>> plan.scenario.title.en, by_component.scenario.title.en, plan.scenario.years[-1]
    ('the plan', 'by component', 2026)
    """
    plan = beside.require_dossier().plan
    keys = [alternative_key(name, plan.terms) for name in names]
    return tuple(_companion(alternative(key, plan), partial(beside.with_alternative, key)) for key in keys)


def _companion(shipped: Alternative, make: Callable[[], Scenario]) -> Companion:
    try:
        nameless = make()
    except InputError as error:
        return Companion(alternative=shipped, scenario=None, error=error)
    return Companion(alternative=shipped, scenario=nameless.with_name(shipped.title))
