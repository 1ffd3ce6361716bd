"""Official wording read as intervals."""

from fractions import Fraction
from math import floor
from typing import Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceheng_model.errors import InputError
from ceheng_model.vocabulary import Verdict
from ceheng_model.wording import (
    READINGS,
    WORDINGS,
    About,
    Above,
    AtLeast,
    AtMost,
    Between,
    Exceeds,
    Narrows,
    NotBelowPrevious,
    Positive,
    Reaches,
    Wording,
)

MET, EXCEEDED, MISSED = Verdict.MET, Verdict.EXCEEDED, Verdict.MISSED

CASES: list[tuple[Wording, float, Verdict]] = [
    # 15561 printed to 1 yuan is [15560.5, 15561.5)
    (Reaches(value=15561, precision=1), 15560.98, MET),
    (Reaches(value=15561, precision=1), 15560.5, MET),
    (Reaches(value=15561, precision=1), 15560.49, MISSED),
    (Reaches(value=15561, precision=1), 15561.5, EXCEEDED),
    # 48594.8 printed to 0.1 yuan is [48594.75, 48594.85)
    (Reaches(value=48594.8, precision=0.1), 48594.81, MET),
    (Reaches(value=48594.8, precision=0.1), 48594.74, MISSED),
    # without precision the bound is strict
    (Reaches(value=15561, precision=0), 15560.98, MISSED),
    # 12 % or more, published to 0.1 point: 11.95 % rounds to 12.0 %
    (AtLeast(value=0.12, precision=0.001), 0.1195, MET),
    (AtLeast(value=0.12, precision=0.001), 0.11949, MISSED),
    (AtLeast(value=0.12, precision=0.001), 0.15, EXCEEDED),
    # no more than 3 %
    (AtMost(value=0.03, precision=0.001), 0.0304, MET),
    (AtMost(value=0.03, precision=0.001), 0.0305, MISSED),
    (AtMost(value=0.03, precision=0.001), 0.02, EXCEEDED),
    # about 2.8, lower is better: [2.75, 2.85)
    (About(value=2.8, precision=0.1, better="down"), 2.8499, MET),
    (About(value=2.8, precision=0.1, better="down"), 2.85, MISSED),
    (About(value=2.8, precision=0.1, better="down"), 2.75, MET),
    (About(value=2.8, precision=0.1, better="down"), 2.7499, EXCEEDED),
    (About(value=2.8, precision=0.1, better="down"), 3.1229, MISSED),
    # a tolerance replaces the printed precision and includes both ends
    (About(value=2.8, precision=0.1, tolerance=0.2, better="down"), 3.0, MET),
    (About(value=2.8, precision=0.1, tolerance=0.2, better="down"), 3.0001, MISSED),
    # more than 30000 yuan, however it is printed: the value itself is not more
    (Exceeds(value=30000, precision=10000), 21222, MISSED),
    (Exceeds(value=30000, precision=10000), 29999.99, MISSED),
    (Exceeds(value=30000, precision=10000), 30000, MISSED),
    (Exceeds(value=30000, precision=10000), 30000.01, MET),
    (Exceeds(value=30000, precision=1), 90000, MET),
    (NotBelowPrevious(), 0.0, MET),
    (NotBelowPrevious(), 0.0001, MET),
    (NotBelowPrevious(), -0.0001, MISSED),
    (Above(), 0.0001, MET),
    (Above(), 0.0, MISSED),
    (Positive(), -0.01, MISSED),
    (Positive(), 0.01, MET),
    (Narrows(), -0.01, MET),
    (Narrows(), 0.0, MISSED),
]


@pytest.mark.parametrize(("wording", "quantity", "verdict"), CASES)
def test_verdict_is_what_the_words_say(wording: Wording, quantity: float, verdict: Verdict) -> None:
    assert wording.judge(quantity) is verdict
    assert wording.holds([quantity]).tolist() == [verdict is not MISSED]


@pytest.mark.parametrize("wording", [case[0] for case in CASES])
def test_the_distance_has_the_sign_of_the_verdict_on_both_sides_of_the_bound(wording: Wording) -> None:
    step = 1e-6 if wording.better == "up" else -1e-6
    assert wording.distance_to_goal(wording.bound + step) >= 0
    assert wording.distance_to_goal(wording.bound - step) < 0
    assert wording.judge(wording.bound + step) is not MISSED
    assert wording.judge(wording.bound - step) is MISSED


def test_floating_point_noise_at_a_bound_decides_nothing() -> None:
    # 0.1 + 0.2 - 0.3 + 0.12 differs from 0.12 in the last bits only
    noisy = 0.12 - (0.1 + 0.2 - 0.3)
    assert noisy < 0.12
    assert AtLeast(value=0.12).judge(noisy) is MET


def test_rounding_of_published_inputs_can_leave_a_verdict_open() -> None:
    assert Above().judge(0.0004, uncertainty=0.0005) is Verdict.UNDECIDABLE
    assert Above().judge(-0.0004, uncertainty=0.0005) is Verdict.UNDECIDABLE
    assert Above().judge(0.0006, uncertainty=0.0005) is MET


def test_a_quantity_that_does_not_exist_meets_nothing() -> None:
    for kind in WORDINGS.values():
        numbers = {key: float(position) for position, key in enumerate(kind.given)}
        wording = kind.from_numbers(numbers | ({"precision": 0.1} if kind.given else {}))
        assert wording.judge(float("nan")) is Verdict.UNDECIDABLE
        assert not wording.holds(np.nan).any()


@pytest.mark.parametrize(("name", "width"), [("precision", -0.1), ("tolerance", -1.0), ("precision", float("nan"))])
def test_a_width_below_zero_is_refused(name: str, width: float) -> None:
    with pytest.raises(InputError, match=rf"{name} must be finite and not below zero \(got {width:g}\)"):
        About(**{"value": 1.0, name: width})  # type: ignore[arg-type]


# 8%—10% printed to one per cent is [7.5 %, 10.5 %); 2.5—2.8 printed to 0.1 is [2.45, 2.85)
GROWTH = Between(low=0.08, high=0.10, precision=0.01)
RATIO = Between(low=2.5, high=2.8, precision=0.1, better="down")
INCOME = Between(low=15000, high=16000, precision=1, tolerance=200)
RANGES = [
    (GROWTH, "0.0749", MISSED),
    (GROWTH, "0.075", MET),
    (GROWTH, "0.09", MET),
    (GROWTH, "0.1049", MET),
    (GROWTH, "0.105", EXCEEDED),
    (RATIO, "2.85", MISSED),
    (RATIO, "2.8499", MET),
    (RATIO, "2.45", MET),
    (RATIO, "2.4499", EXCEEDED),
    # a tolerance includes both ends
    (INCOME, "14799", MISSED),
    (INCOME, "14800", MET),
    (INCOME, "16200", MET),
    (INCOME, "16201", EXCEEDED),
    # exact ends belong to a range
    (Between(low=1.0, high=2.0), "2", MET),
]


@pytest.mark.parametrize(("wording", "printed", "verdict"), RANGES)
def test_a_range_is_met_between_its_printed_ends(wording: Between, printed: str, verdict: Verdict) -> None:
    quantity = float(Fraction(printed))
    assert wording.judge(quantity) is verdict
    assert wording.side(quantity) == {MISSED: -1, MET: 0, EXCEEDED: 1}[verdict]
    assert bool(wording.holds(quantity)) is (verdict is not MISSED)


def test_the_end_of_a_range_that_is_reached_first_decides() -> None:
    # 0.08 - 0.01 / 2; 2.8 + 0.1 / 2
    assert (GROWTH.aim, RATIO.aim) == (0.08, 2.8)
    assert (GROWTH.bound, RATIO.bound) == pytest.approx(
        (float(Fraction(75, 1000)), float(Fraction(285, 100))), abs=1e-15
    )
    # x - 0.08, and nothing where 0.0775 rounds to it; 2.8 - x
    assert GROWTH.distance_to_goal([0.07, 0.0775, 0.09, 0.13]) == pytest.approx([-0.01, 0.0, 0.01, 0.05])
    assert RATIO.distance_to_goal([3.1, 2.84, 2.6]) == pytest.approx([-0.3, 0.0, 0.2])
    assert (GROWTH.printed, RATIO.printed, INCOME.printed) == ("0.08—0.1", "2.5—2.8", "15000—16000")


def test_a_range_read_as_a_value_binds_at_both_ends_and_as_a_floor_at_the_worse_one() -> None:
    value, lowest = GROWTH.bounds("value"), GROWTH.bounds("floor")
    assert (value.low, value.high) == pytest.approx((0.075, 0.105))
    assert lowest.low == pytest.approx(0.075)
    assert lowest.high is None
    down = RATIO.bounds("floor", tolerance=0.3)
    # 2.8 + 0.3
    assert down.low is None
    assert down.high == pytest.approx(3.1)
    assert (Above().bounds("value", tolerance=1.0).low, Narrows().bounds("floor").high) == (0.0, 0.0)


def test_what_a_sign_says_of_values_is_that_there_are_none() -> None:
    assert (Above().printed_values, Above().printed, Above().bound, Above().aim) == ((), None, 0.0, 0.0)
    # down to narrow: 0.02 of room
    assert Narrows().distance_to_goal(-0.02) == 0.02
    assert not hasattr(Positive(), "value")


@pytest.mark.parametrize(
    ("wording", "quantity", "told"),
    [
        (Reaches(value=15561, precision=1), 15560.98, True),
        (AtMost(value=3, precision=1), 3.4, False),
        (About(value=0.1, precision=0.01), 0.099, False),
        (GROWTH, 0.079, True),
        (GROWTH, 0.08, False),
        (GROWTH, 0.104, False),
        (RATIO, 2.84, True),
        (Above(), 1.0, False),
    ],
)
def test_meeting_by_rounding_alone_is_told_of_what_is_to_be_reached(
    wording: Wording, quantity: float, told: bool
) -> None:
    assert wording.meets_by_rounding(quantity) is told


@given(
    low=st.integers(-50, 200),
    width=st.integers(1, 50),
    digits=st.sampled_from([0, 1, 3]),
    numerator=st.integers(-4000, 16000),
    better=st.sampled_from(["up", "down"]),
)
def test_a_range_holds_as_rounding_by_hand_says(
    low: int, width: int, digits: int, numerator: int, better: Literal["up", "down"]
) -> None:
    scale = 10**digits
    quantity = Fraction(numerator, 64 * scale)
    # half up, in whole numbers
    rounded = floor(quantity * scale + Fraction(1, 2))
    wording = Between(low=low / scale, high=(low + width) / scale, precision=1 / scale, better=better)
    holds = rounded >= low if better == "up" else rounded <= low + width
    assert bool(wording.holds(float(quantity))) is holds
    bound, itself = wording.accepted
    own = float(quantity)
    reached = (own >= bound if itself else own > bound) if better == "up" else (own <= bound if itself else own < bound)
    assert reached is holds


@pytest.mark.parametrize(("low", "high"), [(0.1, 0.08), (0.1, 0.1)])
def test_the_ends_of_a_range_rise(low: float, high: float) -> None:
    with pytest.raises(InputError, match=rf"low must be below high \(got {low}\); give the lower end first"):
        Between(low=low, high=high)


def test_every_wording_says_all_that_it_means() -> None:
    for kind, wording in WORDINGS.items():
        assert wording.kind == kind
        assert wording.label
        assert wording.usual_reading in READINGS
        # what prints values speaks of them, what prints none does not
        assert ("value" in wording.phrase.fields) is bool(wording.given) is not wording.strict
