"""Say what is wrong with the settings of an uncertainty, all of it at once."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.errors import Fault, choice
from ceheng_model.uncertainty.correlation import SYMMETRY, lowest_eigenvalue, not_finite, not_symmetric
from ceheng_model.vocabulary import COMPONENTS, STATUSES, Text

if TYPE_CHECKING:
    from ceheng_model.uncertainty.model import Uncertainty

SEMIDEFINITE = 1e-11
"""An eigenvalue no further below zero than this is rounding."""

_CORRELATION = Text("相关矩阵", "the correlation matrix")


def uncertainty_faults(settings: "Uncertainty", distributions: Sequence[str]) -> list[Fault]:
    """Return every fault of shape, size and option."""
    shape = (len(settings.groups), len(COMPONENTS))
    faults = [*_name_faults(settings.groups, settings.labels)]
    faults += _spread_faults(Text("标准差", "standard_deviation"), settings.standard_deviation, shape)
    faults += _spread_faults(Text("本地标准差", "county_spread"), np.asarray(settings.county_spread), shape)
    faults += _correlation_faults(settings.correlation, shape[0] * shape[1])
    faults += _number_faults(settings, shape[0] * shape[1])
    if settings.distribution not in distributions:
        faults.append(choice(Text("分布", "distribution"), settings.distribution, distributions))
    if settings.status not in STATUSES:
        faults.append(choice(Text("性质", "status"), settings.status, STATUSES))
    return faults


def shape_faults(what: Text, array: Array, shape: tuple[int, ...]) -> list[Fault]:
    """Return the fault of an array of another shape, or of one that holds no finite numbers only."""
    if array.shape != shape:
        way_out = Text("轴序为（人群，构成）", "the axes are (group, component)")
        rule = Text(f"形状为 {shape}", f"have the shape {shape}")
        return [Fault(what=what, rule=rule, got=array.shape, way_out=way_out)]
    return [] if np.isfinite(array).all() else [not_finite(what, array)]


def _name_faults(groups: tuple[str, ...], labels: tuple[Text, ...]) -> Iterator[Fault]:
    if not groups or len(set(groups)) != len(groups):
        rule, way_out = (
            Text("至少一个且不重复", "be at least one and not repeat"),
            Text("给出人群的键", "give the keys"),
        )
        yield Fault(what=Text("人群", "groups"), rule=rule, got=groups, way_out=way_out)
    if labels and len(labels) != len(groups):
        rule = Text(f"每个人群一个，共 {len(groups)} 个", f"be one a group, {len(groups)} in all")
        way_out = Text("逐一给出，或都不给", "give one for each, or none")
        yield Fault(what=Text("人群名称", "labels"), rule=rule, got=len(labels), way_out=way_out)


def _spread_faults(what: Text, spread: Array, shape: tuple[int, int]) -> list[Fault]:
    faults = shape_faults(what, spread, shape)
    if not faults and (spread < 0.0).any():
        rule, way_out = Text("不小于零", "be zero or more"), Text("2个百分点写作 0.02", "write 2 points as 0.02")
        faults.append(Fault(what=what, rule=rule, got=float(spread.min()), way_out=way_out))
    if not faults and (spread >= 1.0).any():
        rule, way_out = Text("小于 1", "be below 1"), Text("2个百分点写作 0.02", "write 2 points as 0.02")
        faults.append(Fault(what=what, rule=rule, got=float(spread.max()), way_out=way_out))
    return faults


def _correlation_faults(correlation: Array, count: int) -> Iterator[Fault]:
    if correlation.shape != (count, count):
        rule = Text(f"形状为 {(count, count)}", f"have the shape {(count, count)}")
        way_out = Text("按（人群，构成）逐行排列", "its order is row-major over (group, component)")
        yield Fault(what=_CORRELATION, rule=rule, got=correlation.shape, way_out=way_out)
        return
    if not np.isfinite(correlation).all():
        yield not_finite(_CORRELATION, correlation)
        return
    sound = True
    for fault in _cell_faults(correlation):
        sound = False
        yield fault
    if sound and (lowest := lowest_eigenvalue(correlation)) < -SEMIDEFINITE:
        rule = Text("半正定（最小特征值不小于零）", "be positive semidefinite (no eigenvalue below zero)")
        way_out = Text(
            "用 nearest_correlation(correlation) 取最接近的相关矩阵",
            "take the nearest one that is: nearest_correlation(correlation)",
        )
        yield Fault(what=_CORRELATION, rule=rule, got=f"lowest eigenvalue {lowest:.4g}", way_out=way_out)


def _cell_faults(correlation: Array) -> Iterator[Fault]:
    if np.abs(correlation - correlation.T).max() > SYMMETRY:
        yield not_symmetric(_CORRELATION, correlation)
    diagonal = np.diag(correlation)
    if np.abs(diagonal - 1.0).max() > SYMMETRY:
        worst = float(diagonal[np.abs(diagonal - 1.0).argmax()])
        rule, way_out = (
            Text("对角线为 1", "have ones on its diagonal"),
            Text("协方差先化为相关", "divide a covariance by its standard deviations"),
        )
        yield Fault(what=_CORRELATION, rule=rule, got=worst, way_out=way_out)
    elif np.abs(correlation).max() > 1.0 + SYMMETRY:
        worst = float(correlation.flat[np.abs(correlation).argmax()])
        rule, way_out = (
            Text("在 -1 与 1 之间", "lie between -1 and 1"),
            Text("协方差先化为相关", "divide a covariance by its standard deviations"),
        )
        yield Fault(what=_CORRELATION, rule=rule, got=worst, way_out=way_out)


def _number_faults(settings: "Uncertainty", count: int) -> Iterator[Fault]:
    least = -1.0 / max(count - 1, 1)
    if not 0.0 <= settings.persistence < 1.0:
        yield Fault(
            what=Text("年际持续性", "persistence"),
            rule=Text("在 [0, 1) 内", "lie in [0, 1)"),
            got=settings.persistence,
            way_out=Text("0 为各年独立", "0 makes the years independent"),
        )
    if not 2.0 < settings.degrees_of_freedom < np.inf:
        yield Fault(
            what=Text("自由度", "degrees_of_freedom"),
            rule=Text("大于 2 且有限，标准差才存在", "be above 2 and finite, so that there is a standard deviation"),
            got=settings.degrees_of_freedom,
            way_out=Text("例如 5；很大时用 normal", "for example 5; for very many take normal"),
        )
    if not least <= settings.county_correlation <= 1.0:
        yield Fault(
            what=Text("本地相关系数", "county_correlation"),
            rule=Text(f"在 {least:.4g} 与 1 之间", f"lie between {least:.4g} and 1"),
            got=settings.county_correlation,
            way_out=Text("0 为互不相关", "0 makes the region's shocks independent of one another"),
        )
