"""Check a projection against every statement of its plan."""

from ceheng_model.checks.across_regions import AcrossRegions, RegionalCheck, check_across
from ceheng_model.checks.batch_report import BatchReport, BatchStatement
from ceheng_model.checks.batch_verdicts import check_batch
from ceheng_model.checks.check_report import CheckedStatement, CheckReport, RequiredGrowth
from ceheng_model.checks.verdicts import check, check_as_planned, check_everybody
from ceheng_model.checks.words import basis_of, promise_sentence

__all__ = [
    "AcrossRegions",
    "BatchReport",
    "BatchStatement",
    "CheckReport",
    "CheckedStatement",
    "RegionalCheck",
    "RequiredGrowth",
    "basis_of",
    "check",
    "check_across",
    "check_as_planned",
    "check_batch",
    "check_everybody",
    "promise_sentence",
]
