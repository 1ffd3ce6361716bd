"""Hold growth assumptions: the shipped alternatives, changes on top of them, scenario files."""

from ceheng_model.scenarios.alternatives import ALTERNATIVES, Alternative, Closing
from ceheng_model.scenarios.changes import GrowthChange, How
from ceheng_model.scenarios.dossier import Dossier, load_dossier
from ceheng_model.scenarios.making import scenario
from ceheng_model.scenarios.model import Scenario
from ceheng_model.scenarios.scenario_files import compose, read_scenario, scenario_toml, write_scenario

__all__ = [
    "ALTERNATIVES",
    "Alternative",
    "Closing",
    "Dossier",
    "GrowthChange",
    "How",
    "Scenario",
    "compose",
    "load_dossier",
    "read_scenario",
    "scenario",
    "scenario_toml",
    "write_scenario",
]
