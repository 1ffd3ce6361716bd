"""Hold growth assumptions: the shipped alternatives, changes on top of them, scenario files."""

from ceheng_model.scenarios.alternatives import ALTERNATIVES, AS_PLANNED, Alternative, alternative
from ceheng_model.scenarios.changes import GrowthChange, How
from ceheng_model.scenarios.closing import Closing
from ceheng_model.scenarios.differences import Axes, change_in_words
from ceheng_model.scenarios.dossier import Dossier, load_dossier
from ceheng_model.scenarios.growth_paths import lacks_growth
from ceheng_model.scenarios.growth_scenario import Scenario
from ceheng_model.scenarios.of_one_plan import OfOnePlan
from ceheng_model.scenarios.regional_scenario import alike
from ceheng_model.scenarios.scenario_files import (
    compose,
    read_scenario,
    scenario_json,
    scenario_record,
    scenario_toml,
    write_scenario,
)
from ceheng_model.scenarios.scenario_table import ScenarioTable, read_scenarios
from ceheng_model.scenarios.shipped import Companion, companions, scenario, scenario_to_audit, shipped_alternatives
from ceheng_model.scenarios.titles import distinct_titles
from ceheng_model.scenarios.words import one_path

__all__ = [
    "ALTERNATIVES",
    "AS_PLANNED",
    "Alternative",
    "Axes",
    "Closing",
    "Companion",
    "Dossier",
    "GrowthChange",
    "How",
    "OfOnePlan",
    "Scenario",
    "ScenarioTable",
    "alike",
    "alternative",
    "change_in_words",
    "companions",
    "compose",
    "distinct_titles",
    "lacks_growth",
    "load_dossier",
    "one_path",
    "read_scenario",
    "read_scenarios",
    "scenario",
    "scenario_json",
    "scenario_record",
    "scenario_to_audit",
    "scenario_toml",
    "shipped_alternatives",
    "write_scenario",
]
