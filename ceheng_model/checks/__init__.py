"""Check a projection against every statement of its plan."""

from ceheng_model.checks.checking import check
from ceheng_model.checks.report import CheckedStatement, CheckReport
from ceheng_model.checks.requirements import RequiredGrowth
from ceheng_model.checks.sentences import promise_sentence

__all__ = [
    "CheckReport",
    "CheckedStatement",
    "RequiredGrowth",
    "check",
    "promise_sentence",
]
