"""Many scenarios from one table: what rows mean, how they stack, and what is wrong with them."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ceheng_model as cm

HEADINGS = ("情景", "基于", "类别", "人群", "收入构成", "年份", "改动方式", "数值")
Cells = Sequence[object]


def frame(*rows: Cells) -> pd.DataFrame:
    """Return a table under Chinese headings."""
    return pd.DataFrame([list(row) for row in rows], columns=list(HEADINGS), dtype=object)


def faults(*rows: Cells) -> list[str]:
    with pytest.raises(cm.InputError, match="must") as caught:
        cm.read_scenarios(frame(*rows))
    return [fault.text("en") for fault in caught.value.faults]


ROWS = (
    ("慢", "方案", "", "农村", "工资性收入", "2023—2024", "=", "12%"),
    ("", "", "增速", "农村常住居民", "经营净收入；转移净收入", "", "加", "1个百分点"),
    ("更慢", "慢", "", "rural", "wages", 2024, "*=", 0.5),
    ("", "", "", "", "合计", "2024年", "+=", "-0.01"),
    ("趋势", "按趋势", "", "", "", "", "", None),
)


def stacked(base: cm.Scenario) -> dict[str, np.ndarray]:
    """Return the growth that `ROWS` mean, cell by cell on the shipped plan's own table."""
    urban, rural, wages, business, transfer = 0, 1, 0, 1, 3
    slow = np.array(base.growth)
    slow[rural, wages, 1:] = 0.12
    slow[rural, [business, transfer]] += 0.01
    slower = slow.copy()
    slower[rural, wages, 2] *= 0.5
    slower[:, :, 2] -= 0.01
    assert slower[urban, wages, 2] == pytest.approx(0.09)
    return {"慢": slow, "更慢": slower}


def in_csv(folder: Path) -> Path:
    lines = ["2026年会议备选情景" + "," * 7, ",".join(HEADINGS)]
    lines += [",".join("" if cell is None else str(cell) for cell in row) for row in ROWS]
    path = folder / "会议.csv"
    path.write_text("\n".join(lines) + "\n", encoding="gb18030")
    return path


def in_excel(folder: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("scenarios")
    sheet.append(HEADINGS)
    for row in ROWS:
        # typed as in a spreadsheet: numbers as numbers, per cent as a format, words for the signs
        *cells, how, value = row
        words = {"=": "设为", "*=": "乘", "+=": "加"}
        sheet.append([*cells, words.get(str(how), how), 0.12 if value == "12%" else value])
    sheet["H2"].number_format = "0%"
    sheet.merge_cells("A2:A3")
    path = folder / "会议.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("form", ["frame", "csv", "excel"])
def test_rows_apply_from_the_top_and_scenarios_stand_on_one_another(form: str, tmp_path: Path) -> None:
    makers: dict[str, Callable[[Path], pd.DataFrame | Path]] = {"csv": in_csv, "excel": in_excel}
    table = cm.read_scenarios(makers[form](tmp_path) if form in makers else frame(*ROWS))
    assert [scenario.title.zh for scenario in table] == ["慢", "更慢", "趋势"]
    for name, growth in stacked(cm.scenario("plan")).items():
        np.testing.assert_allclose(table[name].growth, growth, rtol=1e-14)
    np.testing.assert_array_equal(table["趋势"].growth, cm.scenario("trend").growth)
    assert (len(table), table[1].name.zh) == (3, "更慢")
    with pytest.raises(
        cm.InputError, match=r"the scenario must be one of the known options \(got '快'\); choose from: 慢"
    ):
        table["快"]


def test_a_table_says_what_was_left_out_of_it_and_shows_what_was_read(tmp_path: Path) -> None:
    table = cm.read_scenarios(in_csv(tmp_path))
    (remark,) = table.remarks
    assert "2026年会议备选情景" in remark.text.zh
    shown = table.tables()[0].records()
    assert [row["based_on_zh"] for row in shown] == ["按方案", "慢", "按趋势"]
    assert "2023—2024年农村工资性收入增速由20%调为12%" in shown[0]["changes_zh"]
    assert cm.compare_scenarios(cm.scenario("plan"), table).remarks[0] == remark


def test_a_table_means_what_a_scenario_file_of_the_same_changes_means(tmp_path: Path) -> None:
    file = tmp_path / "measures.toml"
    file.write_text(
        """
name = "甲"
last_year = 2025
as_of = 2022
gdp_growth = { 2022 = 0.05, 2023 = 0.05, 2024 = 0.06, 2025 = 0.06 }
price_growth = { 2022 = 0.02, 2023 = 0.02, 2024 = 0.02, 2025 = 0.02 }
[shares]
rural = "national_2021"
[population.urban]
2021 = 80_000
2022 = 80_000
2023 = 80_000
2024 = 80_000
2025 = 90_000
[population.rural]
2021 = 120_000
2022 = 120_000
2023 = 120_000
2024 = 120_000
2025 = 120_000
[distribution.lifted]
gini = 0.3
floor = 6500
source = "调查"
[distribution.rural]
quantiles = [[0.1, 5200], [0.5, 9800]]
[[growth]]
groups = ["rural"]
components = ["wages"]
years = [2025]
multiply = 0.9
""",
        encoding="utf-8",
    )
    written = cm.read_scenario(file).with_lever("village_doctors:recipients=300,residents=120000,first_year=2023")
    read = cm.read_scenarios(
        frame(
            ("甲", "", "末年", "", "", "", "", 2025),
            ("", "", "截至", "", "", "", "", "2022年"),
            ("", "", "GDP增速", "", "", "2022-2023", "", "5%"),
            ("", "", "gdp_growth", "", "", "2024；2025", "=", 0.06),
            ("", "", "物价", "", "", "", "", "2%"),
            ("", "", "构成案例", "农村", "", "", "", "2021年全国农村居民"),
            ("", "", "人口", "城镇", "", "2021-2024", "", "8万人"),
            ("", "", "population", "urban", "", 2025.0, "", 90_000),
            ("", "", "常住人口", "农村", "", "", "", "12万人"),
            ("", "", "措施", "", "", "", "", "village_doctors:recipients=300,residents=120000,first_year=2023"),
            ("", "", "收入分布", "脱贫人口", "", "", "", "lognormal:gini=30%,floor=6500元,source=调查"),
            ("", "", "distribution", "rural", "", "", "=", "quantiles: 10%=0.52万元, 50%=9800"),
            ("", "", "", "农村", "wages", "2025", "乘以", "90%"),
        )
    )["甲"]
    assert cm.scenario_toml(read) == cm.scenario_toml(written)
    np.testing.assert_array_equal(read.growth, written.growth)


def test_circumstances_of_a_scenario_go_on_where_those_it_stands_on_end() -> None:
    table = cm.read_scenarios(
        frame(
            ("甲", "", "GDP增速", "", "", "", "", "5%"),
            ("乙", "甲", "末年", "", "", "", "", 2026),
            ("", "", "GDP增速", "", "", "2024", "", "4%"),
            ("", "", "GDP增速", "", "", "2025—2026", "", "3%"),
            ("丙", "", "GDP增速", "", "", "", "", "贵州省"),
        )
    )
    np.testing.assert_array_equal(table["乙"].gdp_growth, [0.05, 0.05, 0.04, 0.03, 0.03])
    np.testing.assert_array_equal(table["丙"].gdp_growth, cm.scenario("plan").with_gdp("guizhou").gdp_growth)


def test_distributions_of_a_scenario_stand_over_those_it_stands_on() -> None:
    table = cm.read_scenarios(
        frame(
            ("甲", "", "收入分布", "lifted；rural", "", "", "", "lognormal:sigma=0.5"),
            ("乙", "甲", "收入分布", "农村", "", "", "", "lognormal:gini=0.4"),
        )
    )
    wide = cm.IncomeDistribution(sigma=0.5)
    assert table["甲"].distributions == {"lifted": wide, "rural": wide}
    assert table["乙"].distributions == {"lifted": wide, "rural": cm.IncomeDistribution(gini=0.4)}


@given(st.permutations(range(3)), st.integers(-500, 500), st.floats(0.5, 1.5))
def test_the_order_of_rows_is_the_order_of_changes(order: list[int], hundredths: int, factor: float) -> None:
    points = hundredths / 10_000
    rows = [
        ("甲", "rural", "wages", "=", 0.1),
        ("甲", "rural", "wages", "+=", points),
        ("甲", "rural", "wages", "*=", factor),
    ]
    columns = ["scenario", "group", "component", "how", "value"]
    read = cm.read_scenarios(pd.DataFrame([rows[at] for at in order], columns=columns))["甲"]
    rate = 0.2
    for at in order:
        rate = (0.1, rate + points, rate * factor)[at]
    np.testing.assert_allclose(read.growth[1, 0], rate, rtol=1e-12)


def test_every_fault_is_told_at_once_with_its_place() -> None:
    told = faults(
        ("甲", "无此", "", "农民", "工钱", "2023—2021", "", "15%"),
        ("", "", "", "", "", "2030", "除", 1),
        ("乙", "丙", "", "", "", "", "", "+2%"),
        ("丙", "乙", "物价", "农村", "", "", "加", "1%"),
        ("丁", "", "末年", "", "", "", "", "26"),
        ("", "", "甲类", "", "", "", "", 1),
        ("戊", "", "人口", "", "", "", "", 5),
        ("", "", "构成案例", "农村", "", "", "", "自定"),
        ("", "", "措施", "", "", "", "", "doctors"),
    )
    for place, part in (
        ("frame.iloc[0], column 基于", "must be one of the known options (got '无此')"),
        (
            "frame.iloc[0], column 人群",
            "(got '农民'); choose from: urban (urban residents), rural (rural residents), lifted",
        ),
        ("frame.iloc[0], column 收入构成", "(got '工钱')"),
        ("frame.iloc[0], column 年份", "run from the earlier to the later"),
        ("frame.iloc[1], column 年份", "choose from: 2022, 2023, 2024"),
        ("frame.iloc[1], column 改动方式", "(got '除')"),
        ("frame.iloc[2], column 数值", "be said under how (got '+2%')"),
        ("frame.iloc[2], column 基于", "not lead back to the scenario itself"),
        ("frame.iloc[3], column 基于", "not lead back to the scenario itself"),
        ("frame.iloc[3], column 人群", "must be empty"),
        ("frame.iloc[3], column 改动方式", "be = or empty"),
        ("frame.iloc[4], column 数值", "a year of four digits"),
        ("frame.iloc[5], column 类别", "choose from: growth, price_growth"),
        ("frame.iloc[6], column 人群", "must be given"),
        ("frame.iloc[7], column 数值", "national_2021 ("),
        ("frame.iloc[8], column 数值", "the measure must be one of the known options"),
    ):
        assert [text for text in told if text.startswith(place) and part in text], (place, part, told)
    assert len(told) == 16
    rows = [int(text.partition("]")[0].removeprefix("frame.iloc[")) for text in told]
    assert rows == sorted(rows)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("", "", "", "", "", "", "", 0.1)], "情景 must be filled in"),
        ([("甲", "", "", "农村", "", "", "", 12)], "growth for rural must be below 1 .got 12.; write 12 % as 0.12"),
        ([("甲", "", "", "农村", "", "", "+=", 2)], "points added to rural must lie between -1 and 1"),
        (
            [("甲", "", "", "农村", "", "", "=", "快")],
            "数值 must be a finite number .got '快'.; write 12 % as 12% or 0.12",
        ),
        (
            [("甲", "", "", "", "", "", "", 0.1), ("甲", "", "", "", "", "", "", 0.2)],
            "a rate set for the same cells must not repeat",
        ),
        ([("甲", "方案", "", "", "", "", "", 0.1), ("", "趋势", "", "", "", "", "", None)], "be the same in all rows"),
        ([("甲", "", "物价", "", "", "2022", "", 0.1)], "甲.*consumer price growth 2023 must be given"),
        (
            [("甲", "", "物价", "", "", "", "", 0.1), ("", "", "物价", "", "", "2022", "", 0.2)],
            "the figure of 2022 must not repeat",
        ),
        (
            [("甲", "", "GDP", "", "", "", "", "贵州省"), ("", "", "GDP", "", "", "", "", 0.2)],
            "growth of GDP must not repeat",
        ),
        (
            [("甲", "", "收入分布", "农村", "", "", "", "正态")],
            "the distribution of incomes must have its form .got '正态'.; for",
        ),
        ([("甲", "", "收入分布", "", "", "", "", "lognormal:gini=0.3")], "人群 must be given"),
        (
            [("甲", "", "收入分布", "lifted", "", "", "", "lognormal:gini=2")],
            "column 数值: gini must lie between 0 and 1",
        ),
        ([("甲", "", "收入分布", "lifted", "", "", "", "lognormal:gini=0.3，floor=1万元")], "lie below 10000 yuan"),
        (
            [("甲", "", "distribution", "农村", "", "", "", "lognormal:gini=0.3")] * 2,
            "column 数值: 数值 must not repeat",
        ),
        ([("甲", "", "人口", "城镇", "", "", "", 8)], "甲.*population of rural 2021, 2022, 2023, 2024 must be given"),
        (
            [("甲", "", "末年", "", "", "", "", 2025), ("", "", "末年", "", "", "", "", 2026)],
            "the row must appear once .got frame.iloc.0..; delete",
        ),
        (
            [("甲", "", "", "农村", "", "", "+=", -0.99), ("", "", "", "农村", "", "", "+=", -0.99)],
            "甲”: growth of wages of rural residents in 2022 must be above -1",
        ),
    ],
)
def test_what_cannot_be_is_refused(rows: list[Cells], message: str) -> None:
    with pytest.raises(cm.InputError, match=message):
        cm.read_scenarios(frame(*rows))


def test_a_table_without_rows_or_columns_is_refused() -> None:
    with pytest.raises(cm.InputError, match="scenarios must be there in one row at least"):
        cm.read_scenarios(frame())
    with pytest.raises(cm.InputError, match=r"column scenario must be there \(got nothing\); the columns are"):
        cm.read_scenarios(pd.DataFrame({"value": [1.0]}))
    with pytest.raises(
        cm.InputError, match=r"source of read_scenarios must be a DataFrame or a path or a text \(got list with tuple\)"
    ):
        cm.read_scenarios([("甲", 0.1)])  # type: ignore[arg-type]


def test_the_mark_at_the_beginning_of_a_file_is_no_part_of_the_first_heading(tmp_path: Path) -> None:
    """Read as plain UTF-8, a file that Excel wrote has it there."""
    path = tmp_path / "scenarios.csv"
    path.write_text("情景,人群,收入构成,数值\n甲,农村,工资性收入,12%\n", encoding="utf-8-sig")
    frame = pd.read_csv(path, encoding="utf-8")
    frame.columns = [f"\ufeff{frame.columns[0].lstrip(chr(0xFEFF))}", *frame.columns[1:]]
    assert cm.read_scenarios(frame)["甲"] == cm.read_scenarios(path)["甲"]


def test_what_multiplies_beyond_all_numbers_is_refused() -> None:
    rows = [("a", "rural", "wages", "*=", 1e308)] * 2
    frame = pd.DataFrame(rows, columns=["scenario", "group", "component", "how", "value"])
    with pytest.raises(cm.InputError, match="must be above -1 and finite"):
        cm.read_scenarios(frame)


def in_form(rows: Sequence[Cells], form: str, folder: Path) -> pd.DataFrame | Path:
    if form == "frame":
        return frame(*rows)
    path = folder / f"会议.{form}"
    if form == "csv":
        frame(*rows).to_csv(path, index=False, encoding="utf-8")
    else:
        frame(*rows).to_excel(path, sheet_name="scenarios", index=False)
    return path


@pytest.mark.parametrize("form", ["frame", "csv", "xlsx"])
def test_what_a_scenario_of_the_table_stands_on_is_named_wherever_it_is_shown(form: str, tmp_path: Path) -> None:
    rows = (
        ("慢", "trend", "", "rural", "wages", "", "设为", "12%"),
        ("更慢", "慢", "", "rural", "wages", "", "设为", "10%"),
        ("最慢", "更慢", "", "rural", "wages", "", "设为", "8%"),
    )
    table = cm.read_scenarios(in_form(rows, form, tmp_path))
    assert [row["based_on_zh"] for row in table.tables()[0].records()] == ["按趋势", "慢", "更慢"]
    assert table.to_frame()["based_on"].tolist() == ["trend", "慢", "更慢"]
    assert table.to_frame(wide=True)["基于"].tolist() == ["按趋势", "慢", "更慢"]
    compared = cm.compare_scenarios(cm.scenario("plan"), table)
    (told,) = (one for one in compared.records() if one.name == "scenarios")
    assert [row["based_on"] for row in told.records()] == ["plan", "trend", "慢", "更慢"]


def test_what_merged_cells_hold_counts_in_each_of_their_rows(tmp_path: Path) -> None:
    rows = [
        ("慢", "", "", "农村", "工资性收入", 2023, "设为", 0.12),
        (None, "", "", None, "经营净收入", 2023, "设为", 0.05),
        (None, "", "", "城镇", "工资性收入", None, "设为", 0.07),
        (None, "", "", "城镇", "经营净收入", 2024, "设为", 0.06),
    ]
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADINGS, *rows):
        sheet.append([*row])
    for area in ("A2:A5", "D2:D3", "F2:F4"):
        sheet.merge_cells(area)
    book.save(tmp_path / "会议.xlsx")
    (slow,) = table = cm.read_scenarios(tmp_path / "会议.xlsx")
    urban, rural, wages, business = 0, 1, 0, 1
    expected = np.array(cm.scenario("plan").growth)
    expected[rural, wages, 1], expected[rural, business, 1] = 0.12, 0.05
    expected[urban, wages, 1], expected[urban, business, 2] = 0.07, 0.06
    np.testing.assert_array_equal(slow.growth, expected)
    (remark,) = table.remarks
    areas, said = remark.text.zh.split(" ", 1)
    # in the order of the file, which is the writer's
    assert sorted(areas.split("、")) == ["A2:A5", "D2:D3", "F2:F4"]
    assert (said, remark.is_warning) == ("是合并单元格，内容算在所跨的各行", False)
