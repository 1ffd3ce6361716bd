"""Quantiles by brackets are those of all values ordered, to the last bit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceheng_model.ensemble import bracketed_quantiles
from ceheng_model.ensemble.bracketed_quantiles import MANY, row_quantiles
from tests.effort import examples

PROBABILITIES = (0.05, 0.25, 0.5, 0.75, 0.95)


@examples(20)
@given(
    seed=st.integers(0, 10**6),
    probabilities=st.lists(st.floats(0.0, 1.0), min_size=1, max_size=4, unique=True).map(sorted),
    decimals=st.sampled_from([None, 0, 3]),
    size=st.integers(MANY, MANY + 50_000),
)
def test_they_are_those_of_numpy(seed: int, probabilities: list[float], decimals: int | None, size: int) -> None:
    values = np.random.default_rng(seed).standard_t(3, size=size)
    # rounded, many values are the same
    values = values if decimals is None else values.round(decimals)
    assert (row_quantiles(values.copy(), probabilities) == np.quantile(values, probabilities)).all()


def test_brackets_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(1).normal(size=300_000)
    expected = np.quantile(values, PROBABILITIES)
    monkeypatch.setattr(np, "quantile", None)
    assert (row_quantiles(values, PROBABILITIES) == expected).all()


def test_values_that_rise_miss_every_bracket_and_are_ordered() -> None:
    values = np.arange(float(MANY))
    assert bracketed_quantiles._bracketed(values, PROBABILITIES) is None
    assert row_quantiles(values.copy(), PROBABILITIES).tolist() == np.quantile(values, PROBABILITIES).tolist()


@pytest.mark.parametrize(("odd", "share"), [(np.nan, 0.0001), (np.inf, 0.3), (-np.inf, 0.3), (np.inf, 0.9)])
def test_what_is_no_number_and_what_has_no_end(odd: float, share: float) -> None:
    generator = np.random.default_rng(2)
    values = np.where(generator.random(MANY) < share, odd, generator.normal(size=MANY))
    with np.errstate(invalid="ignore"):
        expected = np.quantile(values, PROBABILITIES)
    np.testing.assert_array_equal(row_quantiles(values.copy(), PROBABILITIES), expected)
