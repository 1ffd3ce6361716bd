"""Take the settings that every kind of draws shares: how many, of what, which rows are kept."""

from collections.abc import Sequence

import numpy as np

from ceheng_model.ensemble.blocks import Layout, Path
from ceheng_model.ensemble.points import METHODS, Method, with_sobol_points
from ceheng_model.ensemble.random_streams import BLOCK, is_whole
from ceheng_model.ensemble.shocks import Shocks
from ceheng_model.ensemble.variables import known_to_base
from ceheng_model.errors import COUNT, Fault, InputError, choice, raise_faults
from ceheng_model.names import choice_names
from ceheng_model.scenarios import Scenario
from ceheng_model.scenarios.words import named
from ceheng_model.uncertainty import Uncertainty, estimate_uncertainty
from ceheng_model.vocabulary import GROUP_AXIS, Template, Text

# sixteen sets, whose scatter tells the error to a fifth; a probability of one half is then known to some 0.02 points
DRAWS = 16 * BLOCK
USUAL_METHOD: Method = "sobol"
"""How one region is drawn where nobody says."""
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
MOST_DRAWS = 2**31
"""Most draws: some minutes to an hour of all cores. A probability then stands to 0.001 points, which nothing prints."""
_DRAWS = Text("模拟次数", "the number of draws")
_AT_MOST = Text(f"不超过 {MOST_DRAWS:,}", f"be {MOST_DRAWS:,} at most")
_ENOUGH = Text(
    "再多也只改变打印不出的位数：一百万次时概率的标准误差已不超过0.05个百分点",
    "more would change digits that are not printed: of 1,000,000 a probability has a standard error of 0.05 points at "
    "most",
)
_IN_ORDER = Template("依次为 {groups}", "be {groups}, in this order")


def at_year(scenario: Scenario, as_of: int | None) -> Scenario:
    """Return a scenario that says up to which year series are known: the year given, its own, else its base year."""
    return known_to_base(scenario if as_of is None else scenario.with_as_of(as_of))


def chosen_method(method: Method | None, scenario: Scenario) -> Method:
    """Return how numbers are drawn: as asked, else Sobol' points for one region and random numbers for many.

    Raises `InputError` for a method that does not exist, and for points for many regions.
    """
    if method is None:
        return "random" if scenario.baseline.regions else USUAL_METHOD
    if method not in METHODS:
        raise InputError(choice(Text("取数方法", "the method"), method, choice_names(METHODS)))
    if method == "sobol" and scenario.baseline.regions:
        raise InputError(
            Fault(
                what=Text("多个地区的取数方法", "the method for many regions"),
                rule=Text(
                    "为 random：Sobol' 点按一个地区的收入排列维度，多个地区共用同一冲击",
                    "be random: Sobol' points are ordered by what moves the incomes of one region, and regions share "
                    "their shocks",
                ),
                got=method,
                way_out=Text("不指定方法，或逐个地区模拟", "leave the method out, or simulate one region at a time"),
            )
        )
    return method


def whole_draws(draws: int, method: Method, *, known: bool = False) -> int:
    """Return how many draws are made: of Sobol' points, and of what meets known incomes, whole sets, rather more.

    >>> whole_draws(10_000, "sobol"), whole_draws(10_000, "random")
    (16384, 10000)
    """
    # part of a set of points is not evenly spread, and draws taken again by weight stand in order of their originals
    return -(-int(draws) // BLOCK) * BLOCK if known or method == "sobol" else int(draws)


def drawn_by(method: Method, shocks: Shocks, *paths: Path) -> Shocks:
    """Return shocks drawn by a method, for the totals of some paths."""
    if method == "random":
        return shocks
    return with_sobol_points(shocks, np.concatenate([path.weights(shocks.size) for path in paths]))


def layout_of(scenario: Scenario, *, components: bool) -> Layout:
    """Return which rows are kept of every draw of a scenario."""
    keys = scenario.group_keys
    compared = scenario.terms.ratio
    return Layout(
        groups=len(keys),
        components=len(scenario.terms.components),
        years=len(scenario.years),
        ratio=None if compared is None else (keys.index(compared.above), keys.index(compared.below)),
        by_component=components,
    )


def chosen_uncertainty(scenario: Scenario, uncertainty: Uncertainty | None) -> Uncertainty:
    """Return the uncertainty given, or the one estimated; raise `InputError` for one of other groups."""
    chosen = estimate_uncertainty(scenario) if uncertainty is None else uncertainty
    if chosen.groups != scenario.group_keys:
        raise InputError(
            Fault(
                what=Text("不确定性的人群", "the groups of the uncertainty"),
                rule=_IN_ORDER.format(groups=Text.listed(scenario.group_keys)),
                got=tuple(chosen.groups),
                way_out=Text("按情景的人群给出", "give it for the scenario's groups"),
            )
        )
    return chosen


def require_settings(scenario: Scenario, draws: int, quantiles: Sequence[float]) -> None:
    """Raise `InputError` for draws and quantiles that cannot be, and for many alternatives at once."""
    faults: list[Fault] = []
    if not is_whole(draws) or draws < 1:
        faults.append(Fault(what=_DRAWS, rule=COUNT, got=draws, way_out=Text("例如 100000", "for example 100000")))
    elif draws > MOST_DRAWS:
        faults.append(Fault(what=_DRAWS, rule=_AT_MOST, got=draws, way_out=_ENOUGH))
    if not _are_rising_parts(quantiles):
        rule = Text("在 0 与 1 之间且由小到大", "lie between 0 and 1, in rising order")
        way_out = Text("例如 0.05, 0.5, 0.95", "for example 0.05, 0.5, 0.95")
        faults.append(Fault(what=Text("分位数", "the quantiles"), rule=rule, got=quantiles, way_out=way_out))
    raise_faults(faults)
    if not scenario.baseline.regions:
        scenario.require_single()
    elif scenario.growth.ndim > 1 - GROUP_AXIS:
        raise InputError(
            Fault(
                what=named(scenario.title),
                rule=Text("每个地区只含一条路径", "hold one path a region only"),
                got=scenario.growth.shape,
                way_out=Text("先选定其中一条", "take one of its alternatives"),
            )
        )


def _are_rising_parts(quantiles: Sequence[float]) -> bool:
    parts = np.asarray(quantiles, dtype=float)
    if parts.ndim != 1 or not parts.size:
        return False
    return bool(((parts >= 0) & (parts <= 1)).all() and (np.diff(parts) > 0).all())
