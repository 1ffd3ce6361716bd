"""Check a projection against every statement of its plan."""

from ceheng_model.checks.checking import check, check_as_planned
from ceheng_model.checks.evaluation import Evaluated, evaluate
from ceheng_model.checks.report import CheckedStatement, CheckReport
from ceheng_model.checks.requirements import RequiredGrowth
from ceheng_model.checks.sentences import basis_of, promise_sentence

__all__ = [
    "CheckReport",
    "CheckedStatement",
    "Evaluated",
    "RequiredGrowth",
    "basis_of",
    "check",
    "check_as_planned",
    "evaluate",
    "promise_sentence",
]
