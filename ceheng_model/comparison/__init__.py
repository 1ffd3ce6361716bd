"""Set scenarios of one plan side by side: where they lead, what they meet, in which assumptions they differ."""

from ceheng_model.comparison.assumptions_apart import DifferingAssumption
from ceheng_model.comparison.scenario_comparison import DrawnTogether, ScenarioComparison
from ceheng_model.comparison.scenarios_compared import compare_scenarios

__all__ = ["DifferingAssumption", "DrawnTogether", "ScenarioComparison", "compare_scenarios"]
