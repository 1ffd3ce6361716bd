"""Lead from what stands on one scenario of a plan to the plan, its data and its words."""

from typing import Protocol

from ceheng_model.plan import Plan
from ceheng_model.scenarios.dossier import Dossier
from ceheng_model.scenarios.growth_scenario import Scenario
from ceheng_model.terms import Terms


class _OnScenario(Protocol):
    @property
    def scenario(self) -> Scenario: ...


class OfOnePlan:
    """Tell what a document's material, which has a `scenario` of a plan, belongs to."""

    __slots__ = ()

    @property
    def dossier(self: _OnScenario) -> Dossier:
        """The plan with its data."""
        return self.scenario.require_dossier()

    @property
    def plan(self: _OnScenario) -> Plan:
        """The plan that the scenario belongs to."""
        return self.scenario.require_dossier().plan

    @property
    def terms(self: _OnScenario) -> Terms:
        """The words in which the plan counts."""
        return self.scenario.terms
