"""Official wording read as intervals."""

import numpy as np
import pytest

from ceheng_model.errors import InputError
from ceheng_model.vocabulary import Verdict
from ceheng_model.wording import WORDINGS, About, Above, AtLeast, AtMost, Narrows, Positive, Reaches, Wording

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
def test_margin_is_positive_just_inside_the_bound_and_negative_just_outside(wording: Wording) -> None:
    step = 1e-6 if wording.better == "up" else -1e-6
    assert wording.margin(wording.bound + step) > 0
    assert wording.margin(wording.bound - step) < 0
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
    with pytest.raises(InputError, match=rf"{name} must be finite and not below zero \(got {width}\)"):
        About(**{"value": 1.0, name: width})  # type: ignore[arg-type]
