"""Say what is wrong with the settings of an uncertainty, all of it at once."""

from collections.abc import Iterator

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.errors import NOT_NEGATIVE, Fault, between
from ceheng_model.uncertainty.correlation import SYMMETRY, lowest_eigenvalue, not_finite, not_symmetric
from ceheng_model.vocabulary import Template, Text

# eigenvalues are of the order of one and come out with errors of about 1e-15 times their number
SEMIDEFINITE = 1e-11
"""An eigenvalue no further below zero than this is rounding."""

_CORRELATION = Text("相关矩阵", "the correlation matrix")
_SHAPE = Template("形状为 {shape}", "have the shape {shape}")
_ONE_A_GROUP = Template("每个人群一个，共 {count} 个", "be one a group, {count} in all")
_AS_FRACTION = Text("2个百分点写作 0.02", "write 2 points as 0.02")
_NORMALISE = Text("协方差先化为相关", "divide a covariance by its standard deviations")


def cell_faults(
    *, groups: tuple[str, ...], components: int, standard_deviation: Array, correlation: Array
) -> list[Fault]:
    """Return every fault of shape and size of what is given by group and component; `components` is their number."""
    shape = (len(groups), components)
    return [
        *_spread_faults(Text("标准差", "standard_deviation"), standard_deviation, shape),
        *_correlation_faults(_CORRELATION, correlation, shape[0] * shape[1]),
    ]


def own_faults(spread: Array, correlation: Array | float, shape: tuple[int, int]) -> list[Fault]:
    """Return every fault of the region's own spread, and of its correlation: one number or a matrix."""
    faults = _spread_faults(Text("本地标准差", "own_spread"), spread, shape)
    what, count = Text("本地相关系数", "own_correlation"), shape[0] * shape[1]
    if not isinstance(correlation, float | int):
        return [*faults, *_correlation_faults(what, np.asarray(correlation), count)]
    # any number of shocks cannot all be correlated below -1 / (count - 1)
    least = -1.0 / max(count - 1, 1)
    if not least <= correlation <= 1.0:
        way_out = Text("0 为互不相关", "0 makes the region's shocks independent of one another")
        faults.append(Fault(what=what, rule=between(f"{least:.4g}", 1), got=correlation, way_out=way_out))
    return faults


_OWN_TOTAL = Text("本地自身的波动（合计增速的标准差）", "the own spread of each total")
_WIDEST = Template(
    "使各项构成的标准差都小于 1，按此分到构成上最大为 {largest:.2f}",
    "leave every component a standard deviation below 1, not one of {largest:.2f} as it does",
)


def own_total_faults(spread: float) -> list[Fault]:
    """Return the fault of a spread of totals that is none."""
    if 0.0 <= spread < 1.0:
        return []
    rule = Text("不小于零且小于 1", "lie between 0 and 1, below 1")
    return [Fault(what=_OWN_TOTAL, rule=rule, got=spread, way_out=_AS_FRACTION)]


def too_wide(spread: float, largest: float) -> Fault:
    """Return the fault of a spread of totals that components cannot have: growth strays by less than all of it."""
    rule = _WIDEST.format(largest=largest)
    return Fault(what=_OWN_TOTAL, rule=rule, got=spread, way_out=_AS_FRACTION)


def shape_faults(what: Text, array: Array, shape: tuple[int, ...]) -> list[Fault]:
    """Return the fault of an array of another shape, or of one that holds no finite numbers only."""
    if array.shape != shape:
        way_out = Text("轴序为（人群，构成）", "the axes are (group, component)")
        rule = _SHAPE.format(shape=shape)
        return [Fault(what=what, rule=rule, got=array.shape, way_out=way_out)]
    return [] if np.isfinite(array).all() else [not_finite(what, array)]


def name_faults(groups: tuple[str, ...], labels: tuple[Text, ...]) -> Iterator[Fault]:
    """Yield the faults of group keys and of their names."""
    if not groups or len(set(groups)) != len(groups):
        rule = Text("至少一个且不重复", "be at least one and not repeat")
        way_out = Text("给出人群的键", "give the keys")
        yield Fault(what=Text("人群", "groups"), rule=rule, got=groups, way_out=way_out)
    if labels and len(labels) != len(groups):
        rule = _ONE_A_GROUP.format(count=len(groups))
        way_out = Text("逐一给出，或都不给", "give one for each, or none")
        yield Fault(what=Text("人群名称", "labels"), rule=rule, got=len(labels), way_out=way_out)


def number_faults(
    *, persistence: float, degrees_of_freedom: float, estimation_freedom: float | None, own_freedom: float | None
) -> Iterator[Fault]:
    """Yield the faults of single numbers."""
    if not -1.0 < persistence < 1.0:
        yield Fault(
            what=Text("年度间相关", "persistence"),
            rule=Text("在 (-1, 1) 内", "lie in (-1, 1)"),
            got=persistence,
            way_out=Text("0 为各年独立", "0 makes the years independent"),
        )
    freedoms = [
        (
            Text("自由度", "degrees_of_freedom"),
            degrees_of_freedom,
            Text("例如 5；很大时用 normal", "for example 5; for very many take normal"),
        )
    ]
    way_out = Text("不计估计误差时为 None", "None takes the spread as known exactly")
    if estimation_freedom is not None:
        freedoms.append((Text("估计的自由度", "estimation_freedom"), estimation_freedom, way_out))
    if own_freedom is not None:
        freedoms.append((Text("本地标准差的自由度", "own_freedom"), own_freedom, way_out))
    for what, freedom, way_out in freedoms:
        if not 2.0 < freedom < np.inf:
            rule = Text("大于 2 且有限，标准差才存在", "be above 2 and finite, so that there is a standard deviation")
            yield Fault(what=what, rule=rule, got=freedom, way_out=way_out)


def _spread_faults(what: Text, spread: Array, shape: tuple[int, int]) -> list[Fault]:
    faults = shape_faults(what, spread, shape)
    if not faults and (spread < 0.0).any():
        faults.append(Fault(what=what, rule=NOT_NEGATIVE, got=float(spread.min()), way_out=_AS_FRACTION))
    if not faults and (spread >= 1.0).any():
        rule = Text("小于 1", "be below 1")
        faults.append(Fault(what=what, rule=rule, got=float(spread.max()), way_out=_AS_FRACTION))
    return faults


def _correlation_faults(what: Text, correlation: Array, count: int) -> Iterator[Fault]:
    if correlation.shape != (count, count):
        rule = _SHAPE.format(shape=(count, count))
        way_out = Text("按（人群，构成）逐行排列", "its order is row-major over (group, component)")
        yield Fault(what=what, rule=rule, got=correlation.shape, way_out=way_out)
        return
    if not np.isfinite(correlation).all():
        yield not_finite(what, correlation)
        return
    sound = True
    for fault in _entry_faults(what, correlation):
        sound = False
        yield fault
    if sound and (lowest := lowest_eigenvalue(correlation)) < -SEMIDEFINITE:
        rule = Text("半正定（最小特征值不小于零）", "be positive semidefinite (no eigenvalue below zero)")
        way_out = Text(
            "用 nearest_correlation(correlation) 取最接近的相关矩阵",
            "take the nearest one that is: nearest_correlation(correlation)",
        )
        yield Fault(what=what, rule=rule, got=f"lowest eigenvalue {lowest:.4g}", way_out=way_out)


def _entry_faults(what: Text, correlation: Array) -> Iterator[Fault]:
    if np.abs(correlation - correlation.T).max() > SYMMETRY:
        yield not_symmetric(what, correlation)
    diagonal = np.diag(correlation)
    if np.abs(diagonal - 1.0).max() > SYMMETRY:
        worst = float(diagonal[np.abs(diagonal - 1.0).argmax()])
        rule = Text("对角线为 1", "have ones on its diagonal")
        yield Fault(what=what, rule=rule, got=worst, way_out=_NORMALISE)
    elif np.abs(correlation).max() > 1.0 + SYMMETRY:
        worst = float(correlation.flat[np.abs(correlation).argmax()])
        yield Fault(what=what, rule=between(-1, 1), got=worst, way_out=_NORMALISE)
