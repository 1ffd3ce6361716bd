"""Buffers hold what was in memory before until they are written: no figure comes of that."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import ceheng_model as cm
from ceheng_model.ensemble.known_incomes import Known
from ceheng_model.ensemble.workspaces import small_product, workspace

FILLS = (np.nan, 1.7e308)


@pytest.fixture(params=FILLS, ids=["nan", "huge"])
def filled(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return what makes every new buffer of floats hold a number that no result survives."""
    plain = np.empty

    def empty(*args: Any, **kwargs: Any) -> Any:
        made = plain(*args, **kwargs)
        if made.dtype.kind == "f":
            made.fill(request.param)
        return made

    return lambda: monkeypatch.setattr(np, "empty", empty)


def figures(ensemble: cm.Ensemble) -> list[Any]:
    return [
        ensemble.quantiles("total").values,
        ensemble.quantiles("level").values,
        [chance.probability for chance in ensemble.chances],
        [chance.standard_error for chance in ensemble.chances],
    ]


@pytest.mark.parametrize("method", ["sobol", "random"])
@pytest.mark.parametrize("law", ["usual", "t", "persistent"])
@pytest.mark.parametrize("known", [False, True], ids=["open", "known"])
def test_draws_are_the_same_whatever_memory_holds(
    filled: Callable[[], None], method: Any, law: str, known: bool
) -> None:
    scenario = cm.scenario("plan")
    uncertainty = cm.estimate_uncertainty(scenario)
    if law == "t":
        uncertainty = replace(uncertainty, degrees_of_freedom=5.0)
    if law == "persistent":
        uncertainty = replace(uncertainty, persistence=0.4)
    given = Known.nothing(scenario)
    if known:
        totals, levels = np.array(given.totals), np.array(given.levels)
        # totals of two groups in the first year, one component of the other in the second
        totals[:2, 0] = scenario.baseline.levels[:2].sum(axis=1) * 1.09
        levels[0, 0, 1] = scenario.baseline.levels[0, 0] * 1.2
        given = Known(totals=totals, levels=levels)

    def run() -> cm.Ensemble:
        return cm.simulate(
            scenario,
            draws=10_000,
            seed=3,
            uncertainty=uncertainty,
            method=method,
            components=True,
            workers=2,
            known=given,
        )

    expected = figures(run())
    filled()
    for found, before in zip(figures(run()), expected, strict=True):
        assert np.array_equal(found, before)


def test_products_are_the_same_whatever_memory_holds(filled: Callable[[], None]) -> None:
    matrix, columns = np.random.default_rng(1).normal(size=(3, 5)), np.random.default_rng(2).normal(size=(5, 77_777))
    filled()
    assert small_product(matrix, columns) == pytest.approx(matrix @ columns, rel=1e-12)
    assert small_product(matrix, columns, out=workspace("product", (3, 77_777))) == pytest.approx(matrix @ columns)
    assert small_product(matrix[:0], columns).shape == (0, 77_777)
    assert small_product(matrix[:, :0], columns[:0]).tolist() == np.zeros((3, 77_777)).tolist()
