"""Draw finished numbers on the axes given."""

from matplotlib.axes import Axes

from ceheng_model.charts.component_shares import component_shares
from ceheng_model.charts.components_by_year import components_by_year
from ceheng_model.charts.contribution_waterfall import contribution_waterfall
from ceheng_model.charts.drawing.fonts import font
from ceheng_model.charts.drawing.numbers import alternative_text, numbers
from ceheng_model.charts.drawing.picture_file import DPI, FORMATS, save
from ceheng_model.charts.drawing.style import SIZES, Size
from ceheng_model.charts.fan import fan
from ceheng_model.charts.income_paths import income_paths
from ceheng_model.charts.plan_against_actual import plan_against_actual
from ceheng_model.charts.ratio_path import ratio_path
from ceheng_model.charts.scenario_multiples import scenario_multiples
from ceheng_model.charts.scorecard import scorecard
from ceheng_model.charts.tornado import tornado
from ceheng_model.charts.what_if_map import what_if_map

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
