"""Reason about a plan: which promises can hold together, and what the smallest repair is."""

from ceheng_model.auditing.audit_report import AuditReport, Contradiction
from ceheng_model.auditing.auditor import audit
from ceheng_model.auditing.contradictions import Limits
from ceheng_model.auditing.fewest_changes import FewestChanges, fewest_changes
from ceheng_model.auditing.programme import Feasibility

__all__ = ["AuditReport", "Contradiction", "Feasibility", "FewestChanges", "Limits", "audit", "fewest_changes"]
