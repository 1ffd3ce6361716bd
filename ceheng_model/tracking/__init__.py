"""Follow a plan through its years: actual figures beside planned ones, what is still needed, what is due."""

from ceheng_model.tracking.actuals import NATIONAL_EXAMPLE, national_example, read_actuals
from ceheng_model.tracking.blank_form import write_template
from ceheng_model.tracking.forecast import DRAWS
from ceheng_model.tracking.reported_figures import Actuals, Reported, Revision
from ceheng_model.tracking.review import track
from ceheng_model.tracking.target_outlook import Need, TargetState
from ceheng_model.tracking.tracking_report import TrackingReport

__all__ = [
    "DRAWS",
    "NATIONAL_EXAMPLE",
    "Actuals",
    "Need",
    "Reported",
    "Revision",
    "TargetState",
    "TrackingReport",
    "national_example",
    "read_actuals",
    "track",
    "write_template",
]
