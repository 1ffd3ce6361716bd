"""A frame of published figures reads as a file of the same columns does, faults included."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

import ceheng_model as cm
from ceheng_model.files import shipped


@pytest.fixture
def national() -> pd.DataFrame:
    return pd.read_csv(shipped("nbs_income.csv"))


def levels(**columns: Any) -> pd.DataFrame:
    return pd.DataFrame(
        {"year": [2020, 2021], "group": "rural", "item": "wages", "level_yuan": [100.0, 110.0]} | columns
    )


def test_the_shipped_file_reads_the_same_through_a_frame(national: pd.DataFrame) -> None:
    read, loaded = cm.load_series(national, name="national"), cm.load_series()
    assert read.levels == loaded.levels
    assert read.published_growth == loaded.published_growth
    assert read.growth_basis == loaded.growth_basis
    assert read.to_text("en") == loaded.to_text("en")


def test_growth_columns_may_be_left_out(national: pd.DataFrame) -> None:
    read = cm.load_series(national[["level_yuan", "item", "group", "year"]])
    assert read.levels == cm.load_series().levels
    assert not read.published_growth
    assert read.name == "frame"


def with_gaps(frame: pd.DataFrame) -> pd.DataFrame:
    """Years become floats, and a level is missing."""
    return pd.concat(
        [frame, pd.DataFrame({"year": [np.nan, 2025], "group": [None, "rural"], "item": [pd.NA, "wages"]})]
    )


def as_text(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype(str).replace("nan", "")


def as_float32(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype({"year": "float32", "level_yuan": "float32"})


def as_nullable(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.convert_dtypes()


@pytest.mark.parametrize("change", [with_gaps, as_text, as_float32, as_nullable])
def test_frames_as_pandas_makes_them_are_read(
    national: pd.DataFrame, change: Callable[[pd.DataFrame], pd.DataFrame]
) -> None:
    changed = change(national)
    assert not changed.equals(national)
    read = cm.load_series(changed)
    assert read.levels == cm.load_series().levels
    assert read.published_growth == cm.load_series().published_growth


def test_per_cent_is_per_cent_with_and_without_the_sign() -> None:
    frame = levels(published_growth_percent=[8.0, "8%"], growth_basis="nominal")
    assert set(cm.load_series(frame).published_growth.values()) == {0.08}


FAULTS = [
    (levels(year=["2020", "soon"]), r"frame.iloc\[1\], column year: the year must be a year of four digits \(got 'soon'\)"),
    (levels(year=[2020, 2020.5]), r"frame.iloc\[1\], column year: the year must be a year of four digits \(got 2020.5\)"),
    (levels(year=2020), r"frame.iloc\[1\], column year: the row must appear once \(got frame.iloc\[0\]\); delete one"),
    (levels(group="peasants"), r"frame.iloc\[0\], column group and elsewhere \(2 in all\): group must be one of the known options \(got 'peasants'\)"),
    (levels(item="rent"), r"frame.iloc\[0\], column item and elsewhere \(2 in all\): item must be one of the known options \(got 'rent'\)"),
    (levels(item=None), r"frame.iloc\[0\], column item: item must be one of the known options \(got nothing\)"),
    (levels(level_yuan=["much", 1]), r"column level_yuan: rural wages 2020 must be a finite number \(got 'much'\)"),
    (levels(level_yuan=np.inf), r"rural wages 2020 must be a finite number \(got inf\); levels are in yuan"),
    (levels(level_yuan=[True, False]), r"rural wages 2020 must be a finite number \(got True\)"),
    (levels(level_yuan=[[1, 2], [3, 4]]), r"rural wages 2020 must be a finite number \(got \[1, 2\]\)"),
    (levels(published_growth_percent=5.0), r"growth_basis must be one of the known options \(got nothing\); .*nominal, real"),
    (levels().drop(columns="item"), r"frame: column item must be there \(got nothing\); the columns are: year, group"),
    (levels(mood="good"), r"frame: the name of column 5 must be known and not repeated \(got 'mood'\)"),
    (
        levels(level_yuan=[1.0, 2.0]).set_axis(["year", "group", "item", "year"], axis=1),
        r"the name of column 4 must be known and not repeated \(got 'year'\)",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("frame", "expected"), FAULTS)
def test_a_fault_in_a_frame_is_named_with_its_row_and_the_way_out(frame: pd.DataFrame, expected: str) -> None:
    with pytest.raises(cm.InputError, match=expected):
        cm.load_series(frame)


def test_all_faults_of_a_frame_come_at_once_under_its_name() -> None:
    frame = levels(year=[2020, "soon"], item=["rent", "wages"])
    with pytest.raises(cm.InputError, match=r"past\.iloc\[0\], column item") as caught:
        cm.load_series(frame, name="past")
    assert [line.split(":")[0] for line in caught.value.text("en").splitlines()] == [
        "past.iloc[0], column item",
        "past.iloc[1], column year",
    ]
    assert caught.value.text("zh").startswith("past.iloc[0] item 列：item 列必须为已知选项之一")
