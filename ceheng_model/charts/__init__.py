"""Draw finished numbers on the axes given."""

from matplotlib.axes import Axes

from ceheng_model.charts.drawing.fonts import font
from ceheng_model.charts.drawing.map_points import MOST_POINTS
from ceheng_model.charts.drawing.numbers import alternative_text, finding, numbers
from ceheng_model.charts.drawing.picture_file import DPI, FORMATS, save
from ceheng_model.charts.drawing.style import SIZES, Size
from ceheng_model.charts.registry import CHARTS, Chart, Ingredient, Material, Picture, picture_names, pictures

# a line here registers a chart; they are drawn in this order
# isort: off
from ceheng_model.charts.income_paths import income_paths as income_paths
from ceheng_model.charts.components_by_year import components_by_year as components_by_year
from ceheng_model.charts.component_shares import component_shares as component_shares
from ceheng_model.charts.contribution_waterfall import contribution_waterfall as contribution_waterfall
from ceheng_model.charts.scorecard import scorecard as scorecard
from ceheng_model.charts.contradiction import contradiction as contradiction
from ceheng_model.charts.scenario_multiples import scenario_multiples as scenario_multiples
from ceheng_model.charts.ratio_path import ratio_path as ratio_path
from ceheng_model.charts.fan import fan as fan
from ceheng_model.charts.variance_shares import variance_shares as variance_shares
from ceheng_model.charts.tornado import tornado as tornado
from ceheng_model.charts.what_if_map import what_if_map as what_if_map
from ceheng_model.charts.growth_still_needed import growth_still_needed as growth_still_needed
from ceheng_model.charts.plan_against_actual import plan_against_actual as plan_against_actual
from ceheng_model.charts.county_dots import county_dots as county_dots
from ceheng_model.charts.county_ladder import county_ladder as county_ladder
# isort: on

__all__ = [
    "CHARTS",
    "DPI",
    "FORMATS",
    "MOST_POINTS",
    "SIZES",
    "Axes",
    "Chart",
    "Ingredient",
    "Material",
    "Picture",
    "Size",
    "alternative_text",
    "finding",
    "font",
    "numbers",
    "picture_names",
    "pictures",
    "save",
]
__all__ += list(CHARTS)
