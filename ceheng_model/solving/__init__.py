"""Find what growth reaches a target."""

from ceheng_model.solving.probable import SolvedProbability
from ceheng_model.solving.problem import NoSolutionError
from ceheng_model.solving.ratio_frontier import Frontier, frontier
from ceheng_model.solving.recipients import RequiredRecipients, required_recipients
from ceheng_model.solving.reconciling import reconcile
from ceheng_model.solving.requiring import Solution, required_growth

__all__ = [
    "Frontier",
    "NoSolutionError",
    "RequiredRecipients",
    "Solution",
    "SolvedProbability",
    "frontier",
    "reconcile",
    "required_growth",
    "required_recipients",
]
