"""Draw finished numbers on the axes given."""

from matplotlib.axes import Axes

from ceheng_model.charts.against import plan_against_actual
from ceheng_model.charts.drawn import alternative_text, numbers
from ceheng_model.charts.fans import fan
from ceheng_model.charts.fonts import font
from ceheng_model.charts.multiples import scenario_multiples
from ceheng_model.charts.paths import income_paths
from ceheng_model.charts.ratios import ratio_path
from ceheng_model.charts.saving import DPI, FORMATS, save
from ceheng_model.charts.scorecards import scorecard
from ceheng_model.charts.shares import component_shares
from ceheng_model.charts.stacks import components_by_year
from ceheng_model.charts.style import SIZES, Size
from ceheng_model.charts.tornados import tornado
from ceheng_model.charts.waterfalls import contribution_waterfall
from ceheng_model.charts.what_if import what_if_map

__all__ = [
    "DPI",
    "FORMATS",
    "SIZES",
    "Axes",
    "Size",
    "alternative_text",
    "component_shares",
    "components_by_year",
    "contribution_waterfall",
    "fan",
    "font",
    "income_paths",
    "numbers",
    "plan_against_actual",
    "ratio_path",
    "save",
    "scenario_multiples",
    "scorecard",
    "tornado",
    "what_if_map",
]
