"""Many regions judged and solved at once have the figures that each has alone."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import ceheng_model as cm
from ceheng_model.scenarios import How
from tests.effort import LONG
from tests.random_plans import drawn
from tests.test_batch_checks import assert_as_alone

KINDS = ("plain", "alternatives", "residents", "distribution")


def regional(plan: cm.Scenario, seed: int, kind: str) -> cm.Scenario:
    """Return regions with bases of their own; some lack a group, and one may have the name of the plan's own."""
    rng = np.random.default_rng(seed)
    count = int(rng.integers(1, 6))
    names = [plan.plan.region if plan.plan and at == 0 and seed % 2 else f"r{at}" for at in range(count)]
    rows = []
    for name in names:
        lacking = rng.choice(["", "", *plan.group_keys]) if len(plan.group_keys) > 1 else ""
        rows += [
            (name, group, "total", np.nan if group == lacking else level * rng.uniform(0.6, 1.6), "yes")
            for group, level in zip(plan.group_keys, plan.base_levels.sum(axis=-1), strict=True)
        ]
    made = plan.with_regions(pd.DataFrame(rows, columns=["region", "group", "component", "value", "confirmed"]))
    if kind == "alternatives":
        rates = pd.Series([0.05, 0.2], index=pd.Index(["low", "high"], name="policy"))
        return made.with_growth(plan.group_keys[-1], None, rates)
    if kind == "residents":
        whole = [group.key for group in plan.groups if group.part_of is None]
        return made.with_population({key: rng.uniform(1.0, 9.0, count).tolist() for key in whole})
    if kind == "distribution":
        spread = cm.IncomeDistribution(gini=0.3)
        return made.with_distribution(plan.group_keys[-1], spread).with_prices(0.02)
    return made


def assert_each_as_alone(many: cm.Scenario) -> None:
    whole = cm.check_batch(cm.project(many))
    # what compares regions has no verdict of one
    report = replace(whole, checked=tuple(one for one in whole.checked if one.axes == whole.axes))
    kept = {one.statement.id for one in report.checked}
    missing = set()
    for region in many.baseline.regions:
        for label in many.alternatives[0].labels if many.alternatives else [None]:
            at = {"region": region} if label is None else {"region": region, "policy": label}
            alone = cm.check(cm.project(many.at(**at)), share_cases=False)
            told = tuple(one for one in alone.checked if one.statement.id in kept)
            assert_as_alone(report, replace(alone, checked=told), **at)
            missing |= {one.missing.label for one in told if one.missing and one.verdict is cm.Verdict.NOT_JUDGED}
    assert {one.label for one in report.missing} >= missing


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["ceheng", "zhejiang-2027"])
def test_regions_of_shipped_plans_are_judged_as_one_by_one(name: str, kind: str) -> None:
    plan = cm.scenario("plan") if name == "ceheng" else cm.scenario("plan", plan=name)
    for seed in range(20 if LONG else 2):
        assert_each_as_alone(regional(plan, seed, kind))


@pytest.mark.parametrize("seed", range(100 if LONG else 12))
def test_regions_of_random_plans_are_judged_as_one_by_one(tmp_path: Path, seed: int) -> None:
    plan = drawn(seed).scenario(tmp_path / "plan")
    assert_each_as_alone(regional(plan, seed, KINDS[seed % len(KINDS)]))


TARGETS = (
    ("ratio=2.8", "rural", "set"),
    ("rural.2024=17355", "rural.wages", "add"),
    ("rural.wages.share=45%", "rural.wages", "multiply"),
    ("urban.growth=9%", "urban", "set"),
)


@pytest.mark.parametrize(("target", "vary", "how"), TARGETS)
@pytest.mark.parametrize("kind", KINDS)
def test_growth_that_regions_need_is_found_as_one_by_one(target: str, vary: str, how: How, kind: str) -> None:
    plan = cm.scenario("plan")
    for seed in range(10 if LONG else 3):
        many = regional(plan, seed, kind)
        alone, fault = [], None
        for region in many.baseline.regions:
            try:
                one = cm.required_growth_batch(many.at_region(region), target, vary=vary, how=how)
            except cm.InputError as error:
                fault = fault or str(error)
                continue
            alone.append(one.values)
        if fault is not None:
            with pytest.raises(cm.InputError, match=re.escape(fault)):
                cm.required_growth_batch(many, target, vary=vary, how=how)
            continue
        solution = cm.required_growth_batch(many, target, vary=vary, how=how)
        np.testing.assert_array_equal(solution.values, np.stack(alone, axis=-1))
        assert solution.origin == many
        if solution.reached.all():
            reached = cm.project(solution.scenario)
            assert reached.leading_axes == many.leading_axes
