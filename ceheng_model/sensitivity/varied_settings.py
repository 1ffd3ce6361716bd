"""Vary one setting of a simulation at a time: spread, persistence, the region's own spread, the share case."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from ceheng_model.errors import InputError
from ceheng_model.scenarios import Scenario
from ceheng_model.uncertainty import Uncertainty
from ceheng_model.values import Value
from ceheng_model.vocabulary import Template, Text

NARROW, WIDE = 0.5, 1.5
"""Common spreads as parts of the one estimated: nine growth rates leave a spread uncertain by a quarter of itself,
and twice that is about 95 %."""
DOUBLE = 2.0
"""The region's own spread as a multiple of what a province shows, which is a lower bound."""
FURTHEST = 0.9
"""Persistence past which a path of some years is one shock."""
UNKNOWN = (-0.5, 0.5)
"""Persistence that is tried where no series tells anything of it."""

AS_SET = Text("现用设定", "as set")
_SPREAD = Template("随序列的波动{factor:g}倍", "common spread x {factor:g}")
_WITHOUT_PANDEMIC = Text("波动不含2020、2021年", "spread without 2020 and 2021")
_PERSISTENCE = Template("年度间相关{value:.2f}", "persistence {value:.2f}")
_NO_OWN = Text("不计本地自身的波动", "no spread of the region's own")
_OWN = Template("本地自身的波动{factor:g}倍", "the region's own spread x {factor:g}")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Setting(Value):
    """Hold one setting under which everything is drawn again."""

    kind: str
    """``as_set``, ``spread``, ``persistence``, ``own_spread`` or ``share_case``."""
    label: Text
    scenario: Scenario
    uncertainty: Uncertainty


def settings_of(scenario: Scenario, uncertainty: Uncertainty) -> tuple[tuple[Setting, ...], tuple[Text, ...]]:
    """Return the settings, those in use first, and in words what could not be varied."""
    settings = [Setting(kind="as_set", label=AS_SET, scenario=scenario, uncertainty=uncertainty)]
    for kind, label, changed in _spreads(uncertainty):
        settings.append(Setting(kind=kind, label=label, scenario=scenario, uncertainty=changed))
    cases, impossible = _share_cases(scenario)
    for label, other in cases:
        settings.append(Setting(kind="share_case", label=label, scenario=other, uncertainty=uncertainty))
    return tuple(settings), impossible


def _spreads(uncertainty: Uncertainty) -> Iterator[tuple[str, Text, Uncertainty]]:
    if uncertainty.standard_deviation.any():
        for factor in (NARROW, WIDE):
            yield "spread", _SPREAD.format(factor=factor), uncertainty.with_common_scaled(factor)
        without = None if uncertainty.estimate is None else uncertainty.estimate.without_pandemic
        if without is not None:
            yield "spread", _WITHOUT_PANDEMIC, uncertainty.with_common_scaled(without)
    for value in _persistences(uncertainty):
        yield "persistence", _PERSISTENCE.format(value=value), uncertainty.with_(persistence=value)
    if np.any(uncertainty.own_spread):
        yield "own_spread", _NO_OWN, uncertainty.with_(own_spread=0.0)
        doubled = uncertainty.with_(own_spread=DOUBLE * np.asarray(uncertainty.own_spread))
        yield "own_spread", _OWN.format(factor=DOUBLE), doubled


def _persistences(uncertainty: Uncertainty) -> tuple[float, ...]:
    """Return the ends of what the series say of persistence, with and without the years of the pandemic.

    The default is zero because the two disagree: with these years alone no positive value would be tried.
    """
    known = () if uncertainty.estimate is None else uncertainty.estimate.persistence
    lags = [lag for series in known for lag in (series.every_year, series.without_pandemic)]
    intervals = [lag.interval for lag in lags if lag is not None]
    low, high = (min(ends[0] for ends in intervals), max(ends[1] for ends in intervals)) if intervals else UNKNOWN
    ends = (float(np.clip(end, -FURTHEST, FURTHEST)) for end in (low, high))
    return tuple(end for end in ends if end != uncertainty.persistence)


def _share_cases(scenario: Scenario) -> tuple[list[tuple[Text, Scenario]], tuple[Text, ...]]:
    """Return the scenario under each other share case, one group at a time, and what cannot be projected."""
    dossier = scenario.dossier
    if dossier is None:
        return [], ()
    plan, chosen = dossier.plan, scenario.baseline.shares()
    found: list[tuple[Text, Scenario]] = []
    impossible: list[Text] = []
    for group in plan.group_keys:
        for case in dossier.baselines.cases(plan.region, group, plan.base_year):
            # a group that some region gives split itself has no share case
            if group not in chosen or case == chosen[group]:
                continue
            other: Mapping[str, str] = {group: case}
            label = dossier.shares_in_words(other)
            try:
                found.append((label, scenario.with_shares({**chosen, **other})))
            except InputError as error:
                impossible.append(_IMPOSSIBLE.format(case=label, why=error.reason))
    return found, tuple(impossible)


_IMPOSSIBLE = Template("{case}：{why}", "{case}: {why}")
