"""Formulas against exact fractions, and their invariants."""

from fractions import Fraction
from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ceheng_model import arithmetic
from ceheng_model.arithmetic import Array

rates = st.floats(-0.5, 0.9, allow_nan=False)
bases = arrays(float, (2, 4), elements=st.floats(1.0, 1e5))
growths = arrays(float, (2, 4, 3), elements=rates)


def test_levels_are_exact_products_of_growth_factors() -> None:
    growth = [Fraction(1, 10), Fraction(1, 4), Fraction(-3, 100)]
    expected = [Fraction(36510)]
    for rate in growth:
        expected.append(expected[-1] * (1 + rate))
    levels = arithmetic.compound(np.array([36510.0]), np.array([growth], dtype=float))
    assert levels[0] == pytest.approx([float(level) for level in expected], rel=1e-15)


def test_compounding_broadcasts_leading_axes_of_both_arguments() -> None:
    base = np.array([[[100.0]], [[200.0]]])  # two regions, one group, one component
    growth = np.array([0.5, 0.25, 0.1]).reshape(3, 1, 1, 1, 1)  # three alternatives of one year
    levels = arithmetic.compound(base, growth)
    assert levels.shape == (3, 2, 1, 1, 2)
    # 200 * 1.25 = 250
    assert levels[1, 1, 0, 0, 1] == 250.0


def test_average_annual_growth_is_geometric_and_leaves_the_base_year_out() -> None:
    # 100 -> 100 * 1.2 * 1.05 = 126 over two years: sqrt(1.26) - 1
    assert arithmetic.average_annual_growth(100.0, 126.0, years=2) == pytest.approx(0.1224972160321824, rel=1e-14)


def test_contributions_follow_the_bureaus_definitions() -> None:
    start, end = np.array([60.0, 30.0, 10.0]), np.array([66.0, 33.0, 9.0])
    # changes 6, 3, -1 of a total that goes from 100 to 108
    assert arithmetic.contribution_points(start, end) == pytest.approx([0.06, 0.03, -0.01])
    assert arithmetic.contribution_rates(start, end) == pytest.approx([6 / 8, 3 / 8, -1 / 8])


def test_contribution_rate_of_an_unchanged_total_is_not_a_number() -> None:
    assert np.isnan(arithmetic.contribution_rates(np.array([5.0, 7.0]), np.array([7.0, 5.0]))).all()


def test_real_levels_divide_by_the_price_index() -> None:
    # 121 / (1.02 * 1.05) = 121 / 1.071
    real = arithmetic.real_levels(np.array([100.0, 110.0, 121.0]), np.array([0.02, 0.05]))
    assert real == pytest.approx([100.0, 110 / 1.02, 121 / 1.071], rel=1e-15)


def test_weighted_mean_can_grow_outside_the_range_of_its_groups() -> None:
    # urban 40 -> 44 (10 %), rural 10 -> 11 (10 %); one of three rural residents moves to town:
    # (40 + 3 * 10) / 4 = 17.5, (2 * 44 + 2 * 11) / 4 = 27.5
    mean = arithmetic.weighted_mean(np.array([[40.0, 44.0], [10.0, 11.0]]), np.array([[1.0, 2.0], [3.0, 2.0]]))
    assert mean.tolist() == [17.5, 27.5]


def test_closing_rate_gives_the_total_its_growth_exactly() -> None:
    previous, stated = np.array([50.0, 20.0, 10.0, 20.0]), np.array([0.2, 0.1, 0.0, 0.0])
    is_open = np.array([False, False, True, True])
    # total must gain 0.13 * 100 = 13; stated cells gain 10 + 2 = 12; open cells 1 on 30
    assert arithmetic.closing_rate(previous, stated, is_open, 0.13) == pytest.approx(1 / 30)
    assert isnan(arithmetic.closing_rate(previous, stated, np.zeros(4, dtype=bool), 0.13))
    # what stands in an open cell is not read
    unread = np.array([0.2, 0.1, np.nan, 7.0])
    assert arithmetic.closing_rate(previous, unread, is_open, 0.13) == pytest.approx(1 / 30)
    # two rows at once: the second, on twice the levels, gains 0.16 * 200 - 24 = 8 on 60
    both = arithmetic.closing_rate(np.stack([previous, 2 * previous]), stated, is_open, np.array([0.13, 0.16]))
    assert both == pytest.approx([1 / 30, 8 / 60])


@given(bases)
def test_zero_growth_keeps_the_level(base: Array) -> None:
    levels = arithmetic.compound(base, np.zeros((2, 4, 5)))
    assert (levels == base[..., np.newaxis]).all()


@given(bases, growths)
def test_two_legs_equal_one(base: Array, growth: Array) -> None:
    whole = arithmetic.compound(base, growth)
    first = arithmetic.compound(base, growth[..., :1])
    second = arithmetic.compound(first[..., -1], growth[..., 1:])
    assert (whole[..., 1:] == second).all()


@given(bases, growths)
def test_doubling_the_base_doubles_the_path(base: Array, growth: Array) -> None:
    assert (arithmetic.compound(2 * base, growth) == 2 * arithmetic.compound(base, growth)).all()


@given(bases, growths, rates)
def test_later_growth_does_not_change_earlier_years(base: Array, growth: Array, rate: float) -> None:
    changed = growth.copy()
    changed[..., -1] = rate
    assert (arithmetic.compound(base, growth)[..., :-1] == arithmetic.compound(base, changed)[..., :-1]).all()


@given(bases, growths, st.floats(0.0, 0.5))
def test_more_growth_never_lowers_income(base: Array, growth: Array, more: float) -> None:
    assert (arithmetic.compound(base, growth + more) >= arithmetic.compound(base, growth)).all()


@given(bases, growths)
def test_contribution_points_sum_to_the_growth_of_the_total(base: Array, growth: Array) -> None:
    levels = arithmetic.compound(base, growth)
    points = arithmetic.contribution_points(levels[..., 0], levels[..., 1]).sum(axis=-1)
    assert points == pytest.approx(arithmetic.growth_rates(arithmetic.totals(levels))[..., 0], abs=1e-12)


@given(bases, growths)
def test_shares_sum_to_one(base: Array, growth: Array) -> None:
    shares = arithmetic.shares(arithmetic.compound(base, growth))
    assert shares.sum(axis=-2) == pytest.approx(np.ones((2, 4)), abs=1e-12)


@given(bases, growths)
def test_growth_recovers_what_was_compounded(base: Array, growth: Array) -> None:
    recovered = arithmetic.growth_rates(arithmetic.compound(base, growth))
    assert recovered == pytest.approx(growth, abs=1e-12)


@given(bases, growths)
def test_swapping_start_and_end_flips_every_sign_of_the_change(base: Array, growth: Array) -> None:
    levels = arithmetic.compound(base, growth)
    there, back = (arithmetic.increments(pair) for pair in (levels[..., [0, 3]], levels[..., [3, 0]]))
    assert (there == -back).all()
