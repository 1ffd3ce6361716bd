"""What a statistician tries first: texts for numbers, years as a table writes them, names as readers know them."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

import ceheng_model as cm

PLAN = cm.scenario("plan")
TOTALS = cm.project(PLAN).totals

NO_NUMBERS: list[tuple[str, Callable[[Any], object], Any, str]] = [
    ("growth", lambda value: PLAN.with_growth("rural", "wages", value), pd.Series(["10%", "12%"]), "got '10%'"),
    ("prices", PLAN.with_prices, pd.Series(["2%"] * 3, index=[2022, 2023, 2024]), "got '2%'"),
    ("product", lambda value: TOTALS * value, pd.Series({"urban": 1, "rural": "b", "lifted": 2}), "got 'b'"),
    ("quotient", lambda value: TOTALS / value, {"rural": 2.0}, "got 'dict'"),
    ("comparison", TOTALS.__le__, pd.Series({"urban": "a", "rural": "b", "lifted": "c"}), "got 'a'"),
]


@pytest.mark.parametrize(("call", "value", "came"), [row[1:] for row in NO_NUMBERS], ids=[row[0] for row in NO_NUMBERS])
def test_what_holds_no_numbers_is_refused_with_what_came(
    call: Callable[[Any], object], value: object, came: str
) -> None:
    with pytest.raises(cm.InputError, match=rf"must be numbers \({came}\); write 15 % as 0.15"):
        call(value)


@pytest.mark.parametrize("array", [np.ones(5), [1.0, 2.0], np.ones((2, 3, 4)), np.ones((4, 3))])
def test_an_array_of_another_shape_is_refused(array: Any) -> None:
    for combined in (TOTALS.__add__, TOTALS.__truediv__, TOTALS.__lt__):
        with pytest.raises(cm.InputError, match=r"the shape of an array must fit \(3, 4\)"):
            combined(array)


def test_an_array_that_fits_goes_by_its_places() -> None:
    bare = np.asarray(TOTALS)
    for array in (np.arange(1.0, 5.0), np.arange(1.0, 4.0)[:, np.newaxis], np.ones((3, 4)), np.array(2.0)):
        np.testing.assert_array_equal((TOTALS * array).values, bare * array)


def test_no_solution_is_told_in_one_language_at_a_time() -> None:
    with pytest.raises(cm.NoSolutionError, match=r"must be able to reach 1\.000") as caught:
        cm.required_growth(PLAN, "ratio=1", vary="rural.property", highest=0.1)
    assert " at " not in caught.value.text("zh")
    assert " set " not in caught.value.text("zh")
