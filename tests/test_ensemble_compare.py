"""Two scenarios on the same draws: the difference of two runs, far better known than either."""

from dataclasses import replace
from math import sqrt

import numpy as np
import pandas as pd
import pytest

import ceheng_model as cm
from ceheng_model.terms import Terms
from tests import exact_draws
from tests.exact_draws import Array

pytestmark = pytest.mark.usefixtures("random_numbers")

DRAWS = 20_001
LEVELS = (0.1, 0.5, 0.9)


@pytest.fixture(scope="module")
def plan() -> cm.Scenario:
    return cm.scenario("plan")


@pytest.fixture(scope="module")
def usual(plan: cm.Scenario) -> cm.Uncertainty:
    return cm.estimate_uncertainty(plan).with_(persistence=0.3, distribution="student_t", degrees_of_freedom=6.0)


def drawn(scenario: cm.Scenario, uncertainty: cm.Uncertainty, *, seed: int) -> dict[str, Array]:
    made = exact_draws.shocks(uncertainty, years=len(scenario.years), draws=DRAWS, seed=seed)
    return exact_draws.rows(scenario, exact_draws.levels(scenario, made, uncertainty))


def by_place(frame: pd.DataFrame) -> dict[tuple[str, int], dict[str, float]]:
    named = frame.group.astype(object).where(frame.quantity == "income", "urban_rural_ratio")
    return dict(zip(zip(named, frame.year, strict=True), frame.to_dict("records"), strict=True))  # type: ignore[arg-type]


def both(plan: cm.Scenario) -> tuple[cm.Scenario, cm.Scenario]:
    more = plan.with_name("more").with_growth("rural", "wages", 0.25, years=[2023]).with_growth("urban", None, 0.09)
    return plan, more


@pytest.mark.parametrize("workers", [1, 2])
def test_a_comparison_is_the_difference_of_two_runs(plan: cm.Scenario, usual: cm.Uncertainty, workers: int) -> None:
    one, other = both(plan)
    found = cm.compare(one, other, draws=DRAWS, seed=34, uncertainty=usual, workers=workers, quantiles=LEVELS)
    rows = by_place(found.to_frame())
    first, second = (drawn(s, usual, seed=34) for s in (one, other))
    runs = [cm.simulate(s, draws=DRAWS, seed=34, uncertainty=usual, statements="none") for s in (one, other)]
    assert len(rows) == 12
    for (key, year), row in rows.items():
        t, what = year - 2022, "ratio" if key == "urban_rural_ratio" else "total"
        at = (t,) if what == "ratio" else (plan.group_keys.index(key), t)
        away, noise = second[what][at] - first[what][at], 1e-9 * first[what][at].mean()
        assert row["mean"] == pytest.approx(away.mean(), abs=noise)
        apart = runs[1].means(what).values[at] - runs[0].means(what).values[at]  # type: ignore[arg-type]
        assert row["mean"] == pytest.approx(float(apart), abs=noise)
        assert row["standard_deviation"] == pytest.approx(away.std(ddof=1), abs=noise)
        assert [row[f"q{level}"] for level in LEVELS] == pytest.approx(np.quantile(away, LEVELS), abs=noise)
        assert row["higher"] == (away > 0.0).mean()
        assert row["standard_error"] == pytest.approx(sqrt(row["higher"] * (1 - row["higher"]) / DRAWS), abs=1e-15)


def test_a_comparison_holds_the_paths_and_is_sharper_than_two_runs(plan: cm.Scenario, usual: cm.Uncertainty) -> None:
    one, other = both(plan)
    rows = by_place(cm.compare(one, other, draws=DRAWS, seed=34, uncertainty=usual).to_frame())
    paths = [cm.project(s) for s in (one, other)]
    runs = [cm.simulate(s, draws=DRAWS, seed=34, uncertainty=usual, statements="none") for s in (one, other)]
    for t, year in enumerate(plan.years):
        ratio = paths[1].urban_rural_ratio.values[t + 1] - paths[0].urban_rural_ratio.values[t + 1]
        assert rows["urban_rural_ratio", year]["path"] == pytest.approx(float(ratio), abs=1e-12)
        for g, key in enumerate(plan.group_keys):
            path = float(paths[1].totals.values[g, t + 1] - paths[0].totals.values[g, t + 1])
            assert rows[key, year]["path"] == pytest.approx(path, abs=1e-9)
            # what the shocks do to both cancels
            unpaired = sqrt(sum(float(run.spreads("total").values[g, t]) ** 2 for run in runs))
            assert rows[key, year]["standard_deviation"] < unpaired / 4


def test_identical_scenarios_differ_by_exactly_nothing(plan: cm.Scenario, usual: cm.Uncertainty) -> None:
    found = cm.compare(plan, plan.with_name("again"), draws=DRAWS, seed=35, uncertainty=usual)
    frame = found.to_frame()
    assert len(frame) == 12
    assert (frame.drop(columns=["group", "quantity", "year"]).to_numpy(float) == 0.0).all()
    assert found.tables()[0].title.en == "again less the plan, same draws"
    assert "again 减 按方案，同一组随机数" in found.to_html()


def test_a_comparison_takes_the_uncertainty_of_the_first(plan: cm.Scenario) -> None:
    one, other = both(plan)
    given = cm.compare(one, other, draws=500, seed=36, uncertainty=cm.estimate_uncertainty(one))
    assert cm.compare(one, other, draws=500, seed=36).to_frame().equals(given.to_frame())
    assert given.seed == 36


def test_scenarios_of_other_years_or_of_many_paths_are_not_compared(plan: cm.Scenario) -> None:
    with pytest.raises(cm.InputError, match=r"groups and years of the two scenarios must be the same .*with_horizon"):
        cm.compare(plan, cm.scenario("plan").with_horizon(2023), draws=10)
    many = plan.with_growth("rural", "wages", [0.1, 0.2])
    for pair in ((plan, many), (many, plan)):
        with pytest.raises(cm.InputError, match=r"must hold one path only \(got \(2, 3, 4, 3\)\)"):
            cm.compare(*pair, draws=10)
    with pytest.raises(cm.InputError, match=r"the number of draws must be a whole number from 1 on \(got 0\)"):
        cm.compare(plan, plan, draws=0)


def test_groups_without_an_urban_rural_pair_have_no_ratio(plan: cm.Scenario) -> None:
    town = replace(plan.baseline.groups[0], key="town", part_of=None)
    baseline = replace(
        plan.baseline, terms=Terms(groups=(town,)), levels=plan.baseline.levels[:1], cases=("own",),
        sources=plan.baseline.sources[:1], share_sources=plan.baseline.share_sources[:1],
    )  # fmt: skip
    alone = cm.Scenario(name=cm.Text.same("town"), baseline=baseline, years=(2022,), growth=np.full((1, 4, 1), 0.1))
    uncertainty = cm.Uncertainty(groups=("town",), standard_deviation=np.full((1, 4), 0.02), correlation=np.eye(4))
    made = cm.simulate(alone, draws=100, seed=1, uncertainty=uncertainty)
    assert made.quantiles("total").values.shape == (5, 1, 1)
    assert made.chances == ()
    with pytest.raises(
        cm.InputError, match=r"what must be one of the known options \(got 'ratio'\); choose from: total"
    ):
        made.quantiles("ratio")
    frame = cm.compare(alone, alone, draws=10, seed=1, uncertainty=uncertainty).to_frame()
    assert (set(frame.group), set(frame.quantity)) == ({"town"}, {"income"})
