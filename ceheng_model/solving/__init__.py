"""Find what growth reaches a target."""

from ceheng_model.solving.batch_growth import BatchSolution, required_growth_batch
from ceheng_model.solving.needed_growth import Solution, required_growth
from ceheng_model.solving.needed_recipients import RequiredRecipients, required_recipients
from ceheng_model.solving.probable_growth import SolvedProbability
from ceheng_model.solving.problem import NoSolutionError
from ceheng_model.solving.ratio_frontier import Frontier, frontier
from ceheng_model.solving.reconciliation import reconcile

__all__ = [
    "BatchSolution",
    "Frontier",
    "NoSolutionError",
    "RequiredRecipients",
    "Solution",
    "SolvedProbability",
    "frontier",
    "reconcile",
    "required_growth",
    "required_growth_batch",
    "required_recipients",
]
