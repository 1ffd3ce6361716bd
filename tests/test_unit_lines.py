"""A unit above or below a tidy table that makes other numbers of those written is refused, never passed over."""

from pathlib import Path

import openpyxl
import pytest

import ceheng_model as cm
from ceheng_model.tracking import read_actuals

HEADINGS = "类别,人群,收入构成,年份,数值,公布日期,来源"
ROW = "收入,urban,工资性收入,2022,2.4,2023-01-20,公报"


@pytest.mark.parametrize(
    "line",
    [
        "单位：万元",
        "（单位：万元）",
        "册亨县居民收入（单位：千元）",
        "单 位 ： 万 人",
        "计量单位：亿元",
        "单位：元、万亩",
        "单位：%",
        "居民收入（万元）",
        "填报单位：统计局 单位：万元",
        "单位：美元",
    ],
)
@pytest.mark.parametrize("place", ["above", "below"])
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_unit_that_changes_the_numbers_is_refused(line: str, place: str, suffix: str, tmp_path: Path) -> None:
    if place == "below" and not line.startswith("单位"):
        line = f"注：{line}"
    rows = [line, HEADINGS, ROW] if place == "above" else [HEADINGS, ROW, line]
    path = write(rows, tmp_path / f"a{suffix}")
    where = "(line|row) 1" if place == "above" else "(line|row) 3"
    with pytest.raises(cm.InputError, match=f"{where}: the unit above or below the table must be a plain one"):
        read_actuals(path)


@pytest.mark.parametrize(
    "line", ["单位：元", "单位：元、%", "单位：元/人", "填报单位：万山区统计局", "注：增加2个百分点", "（元）"]
)
def test_a_plain_unit_is_said_and_changes_nothing(line: str, tmp_path: Path) -> None:
    actuals = read_actuals(write([line, HEADINGS, ROW.replace("2.4", "24000")], tmp_path / "a.csv"))
    assert [figure.value for figure in actuals.figures] == [24000.0]
    assert line in actuals.remarks[0].text.zh


def write(rows: list[str], path: Path) -> Path:
    if path.suffix == ".csv":
        path.write_text("\n".join(rows), encoding="utf-8")
        return path
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row.split(","))
    book.save(path)
    return path


@pytest.mark.parametrize("name", ["合计", "小 计", "平均"])
def test_a_line_of_sums_is_no_region(name: str, tmp_path: Path) -> None:
    rows = ["地区,人群,收入构成,数值", "甲县,urban,total,36000", f"{name},urban,total,36000"]
    with pytest.raises(cm.InputError, match="line 3, column 地区: the region must be a region, not a line of sums"):
        cm.scenario("plan").with_regions(write(rows, tmp_path / "a.csv"))
