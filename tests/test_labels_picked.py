"""What stands along an axis is picked by label as pandas does it, and nothing is picked that was not meant."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

import ceheng_model as cm
from ceheng_model.tables import Shown
from ceheng_model.vocabulary import Language
from tests.specimens import specimens
from tests.walking import changeable

LETTERS = tuple("abcd")
NUMBERS = (1, 2, 5, 9)
ORDERS = {"letters": LETTERS, "numbers": NUMBERS, "numbered": range(4), "years": (2021, 2022, 2023, 2024)}


def at(labels: Any, wanted: object) -> list[Any]:
    axis = cm.Axis("policy", labels)
    places = axis.places(wanted)
    return [axis.labels[place] for place in ([places] if isinstance(places, int) else places)]


def batch(value: Any) -> cm.Scenario:
    return cm.scenario("plan").with_growth("rural", "wages", value)


# slices


@given(st.sampled_from(sorted(ORDERS)), st.data())
def test_a_slice_goes_from_label_to_label_in_either_direction_as_in_pandas(order: str, data: st.DataObject) -> None:
    labels = ORDERS[order]
    edge = st.one_of(st.none(), st.sampled_from(list(labels)))
    start, stop = data.draw(edge), data.draw(edge)
    step = data.draw(st.sampled_from([None, 1, 2, 3, -1, -2, -3]))
    by_hand = pd.Series(list(labels), index=pd.Index(list(labels))).loc[start:stop:step].tolist()
    if by_hand:
        assert at(labels, slice(start, stop, step)) == by_hand
    else:
        with pytest.raises(cm.InputError, match="the axis policy must be one of the known options"):
            at(labels, slice(start, stop, step))


def test_numbers_that_rise_are_cut_between_labels_too() -> None:
    assert at(NUMBERS, slice(1.5, 8)) == [2, 5]
    assert at(NUMBERS, slice(8, 1.5, -1)) == [5, 2]
    assert at(NUMBERS, slice(np.int64(2), None, np.int64(2))) == [2, 9]


@pytest.mark.parametrize("step", [0, 0.5, "x", True])
def test_a_step_is_a_whole_number(step: object) -> None:
    with pytest.raises(cm.InputError, match="the step of a slice must be a whole number other than zero"):
        at(LETTERS, slice(None, None, step))


@pytest.mark.parametrize("span", [slice("a", "z"), slice(1, None)])
def test_a_slice_ends_at_labels_that_are_there(span: slice) -> None:
    with pytest.raises(cm.InputError, match="policy must be one of the known options"):
        at(LETTERS, span)
    with pytest.raises(cm.InputError, match="policy must be one of the known options"):
        at(NUMBERS, slice("a", None))


# masks


@pytest.mark.parametrize("labels", ORDERS.values(), ids=ORDERS)
def test_a_mask_is_as_long_as_the_axis(labels: Any) -> None:
    """On a numbered axis, too, where truth values would be numbers of alternatives."""
    holds = [True, False, True, False]
    picked = [labels[0], labels[2]]
    for mask in (holds, tuple(holds), np.array(holds), pd.Series(holds), list(np.array(holds))):
        assert at(labels, mask) == picked
    for wrong in ([True], [True, False], [True] * 5, np.array([True, False, True]), pd.Series([False, True])):
        with pytest.raises(cm.InputError, match="must be one a place, 4 in all"):
            at(labels, wrong)
    for single in (True, np.True_):
        with pytest.raises(cm.InputError, match="policy must be one of the known options"):
            at(labels, single)


@pytest.mark.parametrize("labels", ORDERS.values(), ids=ORDERS)
def test_a_mask_with_labels_goes_by_them(labels: Any) -> None:
    turned = list(labels)[::-1]
    holds = [True, False, False, False]
    assert at(labels, pd.Series(holds, index=turned)) == [labels[3]]
    assert at(labels, xr.DataArray(holds, dims="policy", coords={"policy": turned})) == [labels[3]]
    with pytest.raises(cm.InputError, match="must be one a place, 4 in all"):
        at(labels, pd.Series(holds, index=["k", "l", "m", "n"]))


def test_truth_values_may_be_labels() -> None:
    assert at((True, False), False) == [False]
    assert at((True, False), [False]) == [False]
    assert at((True, False), [False, True]) == [False, True]
    assert at((True, False), np.array([False, True])) == [False]
    many = batch(pd.Series([0.1, 0.2], index=pd.Index([True, False], name="policy")))
    assert many.at(policy=slice(None, None, -1)) == many.at(policy=[False, True]) != many


# single labels


@pytest.mark.parametrize(
    ("labels", "wanted"),
    [
        (LETTERS, np.array("b")),
        (LETTERS, np.str_("b")),
        (LETTERS, xr.DataArray("b")),
        (range(4), np.array(1)),
        (range(4), np.int64(1)),
        (NUMBERS, xr.DataArray(2)),
    ],
)
def test_an_array_without_axes_is_a_label(labels: Any, wanted: object) -> None:
    assert cm.Axis("policy", labels).places(wanted) == 1


@pytest.mark.parametrize("wanted", [{"a", "b"}, {"a": 1}, frozenset("a")])
def test_what_has_no_order_picks_nothing(wanted: object) -> None:
    with pytest.raises(cm.InputError, match="what is picked from the axis policy must have an order"):
        at(LETTERS, wanted)


@pytest.mark.parametrize("wanted", [pd.NA, pd.NaT, None, np.nan, b"a", object(), [["a"]], [pd.NA], [{}]])
def test_what_is_no_label_is_refused_by_name(wanted: object) -> None:
    with pytest.raises(cm.InputError, match="policy must be one of the known options"):
        at(LETTERS, wanted)


def test_labels_may_come_one_by_one() -> None:
    many = batch(pd.Series([0.1, 0.2, 0.3], index=pd.Index(["a", "b", "c"], name="policy")))
    projection = cm.project(many)
    for picked in (many.at(policy=iter("ca")), projection.at(policy=iter("ca")).scenario):
        assert picked == many.at(policy=["c", "a"])
    assert projection.totals.sel(policy=iter("ca")) == projection.at(policy=["c", "a"]).totals


def test_an_axis_may_have_any_name() -> None:
    many = batch(pd.Series([0.1, 0.2], index=pd.Index(["a", "b"], name="self")))
    assert many.at(self="b").growth[1, 0, 0] == 0.2
    projection = cm.project(many)
    assert projection.at(self="b").totals == projection.totals.sel(self="b")


# labels and numbers given

MISSING: dict[str, Any] = {
    "None": pd.Index(["a", None], dtype=object, name="policy"),
    "NaN": pd.Index([1.0, np.nan], name="policy"),
    "NA": pd.Index([1, pd.NA], dtype="Int64", name="policy"),
    "NaT": pd.DatetimeIndex(["2024-01-01", None], name="policy"),
    "in a tuple": pd.Index([("a", 1), ("b", None)], tupleize_cols=False, name="policy"),
}


@pytest.mark.parametrize("index", MISSING.values(), ids=MISSING)
def test_every_place_has_a_label(index: Any) -> None:
    with pytest.raises(cm.InputError, match="the labels of the axis policy must be texts, numbers, days or tuples"):
        batch(pd.Series([0.1, 0.2], index=index))


@pytest.mark.parametrize("label", [[1], {}, np.array([1, 2])])
def test_a_label_cannot_be_changed(label: object) -> None:
    with pytest.raises(cm.InputError, match="the labels of the axis policy must be texts, numbers, days or tuples"):
        cm.Axis("policy", [label])


def test_days_are_labels() -> None:
    days = pd.date_range("2024-01-01", periods=2, name="day")
    many = batch(pd.Series([0.1, 0.2], index=days))
    assert many.at(day=pd.Timestamp("2024-01-02")).growth[1, 0, 0] == 0.2
    assert changeable(many, "many") == []
    assert at([date(2024, 1, 1), date(2024, 1, 2)], date(2024, 1, 2)) == [date(2024, 1, 2)]


@pytest.mark.parametrize(
    "value",
    [
        [],
        np.zeros((0, 3)),
        pd.Series([], dtype=float, index=pd.Index([], name="policy")),
        pd.Series([], dtype=float, index=pd.MultiIndex.from_arrays([[], []], names=["policy", "prices"])),
        xr.DataArray(np.zeros(0), dims="policy"),
    ],
)
def test_a_batch_has_one_alternative_at_least(value: Any) -> None:
    with pytest.raises(cm.InputError, match=r"the labels of the axis (policy|alternative) must be at least one"):
        batch(value)


@pytest.mark.parametrize(
    "value",
    [
        pd.Series(["8%", "12%"]),
        pd.Series(pd.date_range("2024-01-01", periods=2)),
        xr.Dataset({"growth": ("policy", [0.1, 0.2])}),
    ],
)
def test_what_holds_no_numbers_is_refused_in_a_sentence(value: Any) -> None:
    with pytest.raises(cm.InputError, match="the values of an array or a series must be numbers"):
        batch(value)


def test_what_a_masked_array_hides_is_not_taken() -> None:
    masked = np.ma.masked_array([0.1, 0.2, 0.3], mask=[False, True, False])
    with pytest.raises(cm.InputError, match="must be a finite number"):
        batch(masked)
    with pytest.raises(cm.InputError, match="consumer price growth"):
        cm.scenario("plan").with_prices(masked)
    assert batch(np.ma.masked_array([0.1, 0.2])) == batch([0.1, 0.2])


@pytest.mark.parametrize(
    "labels",
    [[1, "a"], ["1", 1], [True, 1.5], [1, 2.5], [("a", 1), ("b", 2)], ["甲", "乙"], [date(2024, 1, 1), "later"]],
    ids=str,
)
def test_labels_come_back_from_xarray_as_they_were(labels: list[Any]) -> None:
    many = batch(pd.Series([0.1, 0.2], index=pd.Index(labels, dtype=object, tupleize_cols=False, name="policy")))
    totals = cm.project(many).totals
    array = totals.to_xarray()
    assert array["policy"].to_index().tolist() == labels
    assert not (totals - array).values.any()
    assert many == batch(xr.DataArray([0.1, 0.2], dims="policy", coords={"policy": array["policy"]}))


# frames for people


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", [name for name, one in specimens().items() if isinstance(one, Shown)])
def test_no_two_columns_of_a_frame_have_one_name(name: str, language: Language) -> None:
    specimen: Any = specimens()[name]
    for wide in (False, True):
        assert specimen.to_frame(language=language, wide=wide).columns.is_unique


def test_an_axis_may_be_called_what_readers_call_another() -> None:
    own = cm.scenario("plan")
    baseline = replace(own.baseline, levels=np.stack([own.baseline.levels] * 2), regions=("a", "b"))
    named = pd.Series([0.1, 0.2], index=pd.Index(["低", "高"], name="地区"))
    many = replace(own, baseline=baseline).with_growth("rural", "wages", named)
    frame = cm.project(many).totals.to_frame(wide=True, language="zh")
    assert frame.columns.tolist() == ["地区 (地区)", "地区 (region)", "人群", 2021, 2022, 2023, 2024]
    assert frame["地区 (地区)"].unique().tolist() == ["低", "高"]
