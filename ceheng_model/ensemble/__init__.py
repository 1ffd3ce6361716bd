"""Draw growth jointly around a scenario and say how sure its results are."""

from ceheng_model.ensemble.chances import Chance
from ceheng_model.ensemble.comparison import Comparison, compare
from ceheng_model.ensemble.draws import Draws
from ceheng_model.ensemble.ensemble import Ensemble
from ceheng_model.ensemble.fan import Fan, TargetLine
from ceheng_model.ensemble.known_incomes import Known
from ceheng_model.ensemble.points import METHODS, Method
from ceheng_model.ensemble.random_streams import Seed
from ceheng_model.ensemble.settings import DRAWS, QUANTILES
from ceheng_model.ensemble.simulation import simulate

__all__ = [
    "DRAWS",
    "METHODS",
    "QUANTILES",
    "Chance",
    "Comparison",
    "Draws",
    "Ensemble",
    "Fan",
    "Known",
    "Method",
    "Seed",
    "TargetLine",
    "compare",
    "simulate",
]
