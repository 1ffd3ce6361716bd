"""Say in words what a probability is conditional on: the one place that every reader takes them from."""

import numpy as np

from ceheng_model.scenarios import Scenario
from ceheng_model.tables import Column
from ceheng_model.uncertainty.own_spread import PROVINCES
from ceheng_model.uncertainty.uncertainty import DISTRIBUTIONS, Uncertainty
from ceheng_model.vocabulary import Template, Text

IF_GROWTH_HOLDS = Text("若增速假设成立，仅含历史波动", "if growth is as assumed, with past variation alone")
"""The short form, for charts, headings and the middle of a sentence."""

_WHOLE = Template("概率的条件：{short}（{parts}）{left_out}", "probabilities hold {short} ({parts}){left_out}")
_OF_SERIES = Template("公布序列{span}的波动", "that of published series in {span}")
_GIVEN = Text("给定的波动", "the spread as given")
_CHANGED = Text("波动经使用者改动", "the spread as changed by the user")
_NOTHING = Text("没有波动", "no spread at all")
_OWN_OF_PROVINCE = Text("本地自身的波动取自一省", "the region's own spread as a province shows it")
_STRAYS_MORE = Template(
    "本地自身的波动取自一省、{region}通常更大",
    "the region's own spread as a province shows it, and {region} usually strays more",
)
_OWN = Text("本地自身的波动", "the region's own spread")
_NO_OWN = Text("不含本地自身的波动", "no spread of the region's own")
_ERROR = Text("含波动的估计误差", "the error of the estimate in it")
_BOTH_ERRORS = Text(
    "含波动与平均增速的估计误差", "the errors of the estimates of the spread and of average growth in it"
)
_NO_ERROR = Text("不含波动的估计误差", "the error of the estimate not in it")
_PERSISTENCE = Template("年度间相关{value:.2f}", "persistence {value:.2f}")
_AS_OF = Template(
    "公布的全国等收入的最近实际年份为{year}", "published incomes of the nation and others known up to {year}"
)
SAME_RATE = 1e-12
"""Growth this near the average of a series is that average: rates are some per cent, and floats exact to 1e-16."""
_NOT_IN_IT = Text(
    "；政策变化和未曾发生过的冲击不在其内", "; changes of policy and shocks that never happened before are not in it"
)


def conditional_on(uncertainty: Uncertainty, scenario: Scenario | None = None, *others: Scenario) -> Text:
    """Return what probabilities under an uncertainty are conditional on, and what the scenario takes as known.

    `others` are scenarios that are drawn with it. Where the growth of one of them is an average of past years, the
    error of that average is in the draws, too.

    >>> from ceheng_model.scenarios import scenario
    >>> from ceheng_model.uncertainty import estimate_uncertainty
    >>> print(conditional_on(estimate_uncertainty(scenario("plan"))).zh)
    概率的条件：若增速假设成立，仅含历史波动（公布序列2016—2024年的波动，本地自身的波动取自一省，含波动的估计误差）；\
政策变化和未曾发生过的冲击不在其内
    """
    parts = _parts(uncertainty, scenario, others)
    compares = scenario is not None and scenario.dossier is not None and bool(scenario.dossier.series)
    if compares and scenario is not None and scenario.known_until is not None:
        parts.append(_AS_OF.format(year=scenario.terms.year_label(scenario.known_until)))
    return _WHOLE.format(short=IF_GROWTH_HOLDS, parts=Text.join(parts, zh="，"), left_out=_NOT_IN_IT)


def condition_column() -> Column:
    """Return the column that repeats the condition in every row of a file; readers have it in a note."""
    return Column(key="condition", heading=Text("概率的条件", "condition"), shown=False)


def _parts(uncertainty: Uncertainty, scenario: Scenario | None, others: tuple[Scenario, ...]) -> list[Text]:
    """Return what is in the spread, in words that follow the settings."""
    is_common, is_own = (bool(np.any(spread)) for spread in (uncertainty.standard_deviation, uncertainty.own_spread))
    if not (is_common or is_own):
        return [_NOTHING]
    parts = [_common(uncertainty)] if is_common else []
    parts.append(_own(uncertainty, scenario) if is_own else _NO_OWN)
    freedoms = (uncertainty.estimation_freedom, uncertainty.own_freedom if is_own else None)
    drawn = others if scenario is None else (scenario, *others)
    # averages are drawn with their error where the spread of the series is
    has_both = freedoms[0] is not None and any(map(_grows_at_averages, drawn))
    parts.append(_NO_ERROR if freedoms == (None, None) else _BOTH_ERRORS if has_both else _ERROR)
    if uncertainty.persistence:
        parts.append(_PERSISTENCE.format(value=uncertainty.persistence))
    if uncertainty.distribution != "normal":
        parts.append(DISTRIBUTIONS[uncertainty.distribution])
    return parts


def _grows_at_averages(scenario: Scenario) -> bool:
    """Return whether any component grows in any year at the average of the series that its group follows."""
    dossier, base_year, terms = scenario.dossier, scenario.base_year, scenario.terms
    for g, group in enumerate(scenario.groups):
        name, _, key = (group.series or "").rpartition(".")
        if dossier is None or name not in dossier.series:
            continue
        series = dossier.series[name]
        for c, component in enumerate(terms.component_keys):
            item = series.item(key, component, is_whole=terms.is_whole(component))
            first = series.first_year(key, item, default=base_year)
            rate = (
                None if first >= base_year else series.average_growth(key, item, first_year=first, last_year=base_year)
            )
            if rate is not None and (np.abs(scenario.growth[..., g, c, :] - rate) <= SAME_RATE).any():
                return True
    return False


def _common(uncertainty: Uncertainty) -> Text:
    estimate, reference = uncertainty.estimate, uncertainty.reference
    if estimate is None:
        return _GIVEN
    if reference is None:
        return _CHANGED
    estimated = reference.standard_deviation[reference.position]
    # a group that follows another strays by a multiple of its series, which is an assumption and told elsewhere
    leads = reference.following == 1.0
    if not np.array_equal(uncertainty.standard_deviation[leads], estimated[leads]):
        return _CHANGED
    return _OF_SERIES.format(span=estimate.common.span)


def _own(uncertainty: Uncertainty, scenario: Scenario | None) -> Text:
    own = None if uncertainty.estimate is None else uncertainty.estimate.own
    # without figures of the region's own it is another province's
    if own is None or any(total.own_years for total in own.totals):
        return _OWN
    # a province strays as much as another; what is less than one strays more
    if scenario is None or scenario.terms.level.zh in PROVINCES:
        return _OWN_OF_PROVINCE
    level = scenario.terms.level
    return _STRAYS_MORE.format(region=Text(scenario.terms.one_region.zh, level.with_article().en))
