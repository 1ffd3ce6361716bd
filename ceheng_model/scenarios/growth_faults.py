"""Say which growth cannot stand on a baseline: shapes that do not fit, rates that cannot be."""

from collections.abc import Sequence

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.baselines import Baseline
from ceheng_model.errors import Fault
from ceheng_model.scenarios.closing import Closing
from ceheng_model.vocabulary import GROUP_AXIS, NO_TEXT, Template, Text

_ENDS_WITH = Template("以 {shape} 结尾", "end with {shape}")
_REGIONS_BEFORE = Template("在人群轴之前有 {count} 个地区", "have {count} regions before the groups")
_IN_REGION = Template("{region}的", "{region}: ")
_GROWTH = Template("{region}{year}年{group}{component}增速", "{region}growth of {component} of {group} in {year}")
_RULE = Text("大于 -1 且有限", "be above -1 and finite")
_PERCENT = Text("20% 写作 0.20", "write 20 % as 0.20")
_OPEN_CELLS = Text(
    "基数中未定的构成撑不起合计增速；改用 components 情景，或更正基数",
    "the open components of the base cannot carry the growth of the total; "
    "use the scenario components, or correct the base",
)


def growth_faults(growth: Array, baseline: Baseline, *, years: Sequence[int], closing: Closing | None) -> list[Fault]:
    """Return what is wrong with growth of shape ``(..., group, component, year)`` on a baseline.

    `closing` is given where the open cells are as they came out of it.
    """
    shape = (len(baseline.groups), len(baseline.terms.components), len(years))
    what = Text("增速数组的形状", "the shape of growth")
    if growth.shape[GROUP_AXIS:] != shape:
        rule = _ENDS_WITH.format(shape=shape)
        way_out = Text("轴序为（人群，构成，年份）", "the axes are (group, component, year)")
        return [Fault(what=what, rule=rule, got=growth.shape, way_out=way_out)]
    count = len(baseline.regions)
    if count and growth.ndim > -GROUP_AXIS and growth.shape[GROUP_AXIS - 1] not in (1, count):
        rule = _REGIONS_BEFORE.format(count=count)
        way_out = Text("其他情形的轴放在地区之前", "axes of alternatives stand before the regions")
        return [Fault(what=what, rule=rule, got=growth.shape, way_out=way_out)]
    # a group without a base has no growth that could close to its total
    there = ~baseline.absent[..., np.newaxis, np.newaxis] | ~np.isnan(growth)
    if ((growth > -1.0) | ~there).all() and not np.isinf(growth).any():
        return []
    return _bad_rates(growth, baseline, years, closing)


def _bad_rates(growth: Array, baseline: Baseline, years: Sequence[int], closing: Closing | None) -> list[Fault]:
    by_region = bool(baseline.regions) and growth.ndim > -GROUP_AXIS and growth.shape[GROUP_AXIS - 1] > 1
    first = growth.ndim + GROUP_AXIS - by_region
    # one fault a cell, however many alternatives break it
    rates: dict[tuple[int, ...], float] = {}
    absent = np.broadcast_to(baseline.absent[..., np.newaxis, np.newaxis] & np.isnan(growth), growth.shape)
    for index in np.argwhere((~(growth > -1.0) | np.isinf(growth)) & ~absent):
        rates.setdefault(tuple(map(int, index[first:])), float(growth[tuple(index)]))
    faults = []
    for (*at, g, c, t), rate in rates.items():
        region = _IN_REGION.format(region=baseline.regions[at[0]]) if at else NO_TEXT
        group, component = baseline.groups[g].of_income, baseline.terms.components[c].label
        what = _GROWTH.format(region=region, group=group, component=component, year=years[t])
        is_open = closing is not None and closing.is_open[g, c, min(t, closing.is_open.shape[-1] - 1)]
        faults.append(Fault(what=what, rule=_RULE, got=rate, way_out=_OPEN_CELLS if is_open else _PERCENT))
    return faults
