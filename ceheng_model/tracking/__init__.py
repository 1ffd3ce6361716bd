"""Follow a plan through its years: actual figures beside planned ones, what is still needed, what is due."""

from ceheng_model.tracking.figures import Actuals, Reported, Revision
from ceheng_model.tracking.following import track
from ceheng_model.tracking.reading import NATIONAL_EXAMPLE, read_actuals
from ceheng_model.tracking.report import TrackingReport
from ceheng_model.tracking.targets import Need, TargetState
from ceheng_model.tracking.templates import write_template

__all__ = [
    "NATIONAL_EXAMPLE",
    "Actuals",
    "Need",
    "Reported",
    "Revision",
    "TargetState",
    "TrackingReport",
    "read_actuals",
    "track",
    "write_template",
]
