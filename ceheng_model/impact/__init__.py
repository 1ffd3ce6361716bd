"""Say what policy measures do: to incomes, to the ratio, to every promise, and for how much public money."""

from ceheng_model.impact.effects import LeverEffect, LeverEffects, lever_effects
from ceheng_model.impact.gaps import GapClosed, gap_to_measures

__all__ = ["GapClosed", "LeverEffect", "LeverEffects", "gap_to_measures", "lever_effects"]
