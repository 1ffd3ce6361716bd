"""Official tables are recognised or refused, and every number taken is the published one."""

import csv
import io
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner, Result

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.drafting import group_of, published_base
from ceheng_model.official.names import said_by
from ceheng_model.vocabulary import Text
from tests.answered import stated
from tests.effort import LONG
from tests.office import SOFFICE, convert, profile

FOLDER = Path(__file__).parent / "official"
ITEMS = {"disposable_income": "total"}
BUREAU_KEYS = ("wages", "business", "property", "transfer")
Key = tuple[str, str, str, int, int | None, str]
"""Region, group, component, year, quarter, measure."""
Rows = list[list[str]]


def judge(name: str, region: str) -> dict[Key, Fraction]:
    """Return published figures, read by the standard csv module: yuan, growth as a fraction."""
    known: dict[Key, Fraction] = {}
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            is_median = row["item"] == "median"
            component = "total" if is_median else ITEMS.get(row["item"], row["item"])
            named = (region, row["group"], component, int(row["year"]), None)
            known[*named, "median" if is_median else "level"] = Fraction(row["level_yuan"])
            if row.get("published_growth_percent"):
                measure = "median_growth" if is_median else "growth"
                known[*named, measure] = Fraction(row["published_growth_percent"]) / 100
    return known


NATION, FUJIAN = judge("judge_nbs.csv", "全国"), judge("judge_fujian.csv", "福建省")
# the Bureau's releases on the first half of 2022 and of 2024
HALVES: dict[Key, Fraction] = {
    ("全国", group, component, year, 2, "level"): Fraction(value)
    for year, group, component, value in [
        (2024, "all", "total", 20733),
        (2024, "all", "wages", 11950),
        (2024, "all", "business", 3235),
        (2024, "all", "property", 1780),
        (2024, "all", "transfer", 3768),
        (2024, "urban", "total", 27561),
        (2024, "rural", "total", 11272),
        (2022, "all", "total", 18463),
        (2022, "all", "wages", 10576),
        (2022, "all", "business", 2841),
        (2022, "all", "property", 1665),
        (2022, "all", "transfer", 3382),
        (2022, "urban", "total", 25003),
        (2022, "rural", "total", 9787),
    ]
}
GUIZHOU: dict[Key, Fraction] = {("贵州省", "rural", "total", 2020, None, "level"): Fraction(11642)}
KNOWN = NATION | FUJIAN | HALVES | GUIZHOU


def expected(name: str) -> dict[Key, Fraction]:
    """Return what a table of the folder holds, by the judges."""
    wanted: Mapping[str, Callable[[Key], bool]] = {
        "nbs_annual_export.csv": lambda key: key in NATION,
        "nbs_quarters_export.csv": lambda key: key in HALVES,
        "half_years.csv": lambda key: (
            key[0] == "全国" and key[2] == "total" and key[5] == "level" and key[3] in (2022, 2024)
        ),
        "fujian_6-3_urban.csv": lambda key: key in FUJIAN and key[1] == "urban",
        "fujian_6-10_rural.csv": lambda key: key in FUJIAN and key[1] == "rural",
        "bulletin_2023.csv": lambda key: key in NATION and key[3] == 2023 and "median" not in key[5],
        "regions_2020.csv": lambda key: key[3] == 2020 and key[4] is None and key[1] != "all" and key[5] == "level",
        "years_rural.csv": lambda key: key in NATION and key[1] == "rural" and key[5] == "level",
    }
    return {key: value for key, value in KNOWN.items() if wanted[name](key)}


NAMES = [
    "nbs_annual_export.csv",
    "nbs_quarters_export.csv",
    "half_years.csv",
    "fujian_6-3_urban.csv",
    "fujian_6-10_rural.csv",
    "bulletin_2023.csv",
    "regions_2020.csv",
    "years_rural.csv",
]
REGION = {"fujian_6-3_urban.csv": "福建省", "fujian_6-10_rural.csv": "福建省", "years_rural.csv": "全国"}
"""What is stated of the tables that name no region."""


def rows_of(name: str) -> Rows:
    return list(csv.reader(io.StringIO((FOLDER / name).read_text(encoding="utf-8"), newline="")))


def as_csv(rows: Sequence[Sequence[str]], path: Path, encoding: str = "utf-8") -> Path:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(rows)
    path.write_bytes(stream.getvalue().encode(encoding))
    return path


def as_workbook(rows: Sequence[Sequence[str]], path: Path) -> Path:
    """Write a sheet in which numbers are numbers, as a spreadsheet makes them of what is typed."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line, cells in enumerate(rows, start=1):
        for column, cell in enumerate(cells, start=1):
            if cell:
                is_number = re.fullmatch(r"-?\d+(\.\d+)?", cell) is not None
                sheet.cell(line, column, float(cell) if is_number else cell)
    book.save(path)
    return path


FORMS: Mapping[str, Callable[[Rows, Path], Path]] = {
    "utf-8": lambda rows, folder: as_csv(rows, folder / "t.csv"),
    "utf-8-sig": lambda rows, folder: as_csv(rows, folder / "t.csv", "utf-8-sig"),
    "gb18030": lambda rows, folder: as_csv(rows, folder / "t.csv", "gb18030"),
    "xlsx": lambda rows, folder: as_workbook(rows, folder / "t.xlsx"),
}


def found(table: cm.OfficialTable) -> dict[Key, Fraction]:
    """Return the figures that were taken; a figure that stands twice fails."""
    taken: dict[Key, Fraction] = {}
    for figure in table.figures:
        key = (figure.region, figure.group, figure.component, figure.year, figure.quarter, figure.measure)
        assert key not in taken
        # floats are the nearest to what is printed: a fraction of few digits comes back exactly
        taken[key] = Fraction(repr(figure.value))
    return taken


def at_place(table: cm.OfficialTable, path: Path) -> None:
    """Assert that each number taken stands where the table says it does."""
    if path.suffix == ".csv":
        text = path.read_bytes()
        encoding = "utf-8-sig" if _is_utf8(text) else "gb18030"
        cells = list(csv.reader(io.StringIO(text.decode(encoding), newline="")))
    for figure in table.figures:
        place = figure.place.en
        if path.suffix == ".csv":
            match = re.search(r"line (\d+), column (\d+)$", place)
            assert match, place
            printed = cells[int(match[1]) - 1][int(match[2]) - 1]
        else:
            match = re.search(r"cell ([A-Z]+\d+)$", place)
            assert match, place
            cell: Any = openpyxl.load_workbook(path).worksheets[0][match[1]]
            printed = str(cell.value)
        scale = 100 if figure.is_rate else 1
        assert Fraction(repr(figure.value)) * scale == Fraction(printed), place


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NAMES)
def test_every_layout_is_read_in_every_form_and_gives_the_published_figures(
    name: str, form: str, tmp_path: Path
) -> None:
    path = FORMS[form](rows_of(name), tmp_path)
    table = cm.read_official(path, region=REGION.get(name))
    assert found(table) == expected(name)
    if form != "xlsx" or name == "bulletin_2023.csv":
        at_place(table, path)


@pytest.mark.parametrize("name", NAMES)
def test_every_number_of_a_table_is_taken_or_left_out_with_its_reason(name: str) -> None:
    table = cm.read_official(FOLDER / name)
    head = next(at for at, row in enumerate(rows_of(name)) if row[0] in ("指标", "项目", "地区", "年份"))
    numbers = sum(
        re.fullmatch(r"-?\d+(\.\d+)?|-", cell) is not None for row in rows_of(name)[head + 1 :] for cell in row[1:]
    )
    assert numbers == len(table.figures) + len(table.left_out)
    assert all(left.reason.zh and left.reason.en and left.place for left in table.left_out)


def test_the_bureaus_rule_says_what_growth_is_nominal_and_other_tables_do_not_say_it() -> None:
    export = cm.read_official(FOLDER / "nbs_annual_export.csv")
    basis = {(figure.component, figure.measure): figure.basis for figure in export.figures}
    assert basis["total", "growth"] == "real"
    assert {basis[component, "growth"] for component in BUREAU_KEYS} == {basis["total", "median_growth"]} == {"nominal"}
    bulletin = cm.read_official(FOLDER / "bulletin_2023.csv")
    assert {figure.basis for figure in bulletin.figures} == {None}


def test_what_was_recognised_is_said_in_both_languages() -> None:
    table = cm.read_official(FOLDER / "fujian_6-3_urban.csv")
    shown = table.to_text("zh")
    for words in ("年鉴表", "城镇常住居民", "2015、2016、2017、2018、2019、2020", "人均可支配收入", "未读入的数"):
        assert words in shown
    assert "构成百分数由水平算出，不读入" in shown
    # 20714 + 4571 + 3822 + 4167 = 33274, and 33275 is printed
    assert "33274与33275" in shown
    assert "yearbook table" in table.to_text("en")
    assert "<table>" in table.to_html()
    keys = ["region", "group", "component", "year"]
    told = ["quarter", "measure", "basis", "value", "concept", "place"]
    assert list(table.to_frame().columns) == [*keys, *told]


def test_published_components_stay_as_published() -> None:
    table = cm.read_official(FOLDER / "fujian_6-3_urban.csv")
    parts = {figure.component: figure.value for figure in table.figures if figure.year == 2015}
    assert parts["total"] == 33275
    assert sum(parts[component] for component in BUREAU_KEYS) == 33274


# -- what is not recognised with certainty


def tables(*rows: str) -> Rows:
    return [line.split("|") for line in rows]


ITEM_ROWS = ("可支配收入|33275|36014", "工资性收入|20714|22213", "经营净收入|4571|4919")
REST = ("财产净收入|3822|4199", "转移净收入|4167|4682")
YEARBOOK = ("城镇居民人均可支配收入及构成", "单位：元", "项目|2015|2016", *ITEM_ROWS, *REST)

FOREIGN = {
    "World Bank": tables(
        "Data Source|World Development Indicators",
        "Last Updated Date|2024-06-28",
        "Country Name|Country Code|Indicator Name|Indicator Code|2022|2023",
        "China|CHN|GNI per capita (current US$)|NY.GNP.PCAP.CD|12850|13400",
    ),
    "Eurostat": tables("freq,unit,indic_il,geo\\TIME_PERIOD|2022|2023", "A,EUR,MED_E,DE|24925|26274"),
    "ILO": tables("ref_area.label|source.label|indicator.label|time|obs_value", "China|LFS|Earnings|2022|9500"),
    "OECD": tables("LOCATION|INDICATOR|SUBJECT|TIME|Value", "CHN|HHDI|TOT|2022|100"),
    "United Nations": tables("Country or Area|Year|Item|Value", "China|2022|GNI|100"),
    "IMF": tables("WEO Country Code|ISO|WEO Subject Code|2022", "924|CHN|NGDPPC|85310"),
}


@pytest.mark.parametrize("publisher", FOREIGN)
def test_tables_of_other_publishers_are_refused_with_what_was_found(publisher: str, tmp_path: Path) -> None:
    path = as_csv(FOREIGN[publisher], tmp_path / "t.csv")
    with pytest.raises(cm.InputError, match=rf"got a table of (the )?{publisher}, headed "):
        cm.read_official(path)
    # the readers of tidy tables say the same
    with pytest.raises(cm.InputError, match=f"{publisher}, headed "):
        cm.load_series(path)


ASKED = [
    # without the unit, the group, the concept, the year
    (("城镇居民人均可支配收入", *YEARBOOK[2:]), "the unit must be said in the table", {"unit": "元"}),
    (("人均可支配收入及构成", *YEARBOOK[1:]), "the group must be said in the table", {"group": "urban"}),
    (
        ("城镇居民收入", "单位：元", "指标|2015", "城镇居民人均收入|", "工资性收入|20714", "经营净收入|4571"),
        "the concept of income must be said in the table",
        {"concept": "disposable_income"},
    ),
    (
        ("居民收入", "指标|绝对量(元)", "城镇居民人均可支配收入|33275"),
        "the year must be said in the table",
        {"year": 2015},
    ),
]


@pytest.mark.parametrize(("rows", "message", "stated"), ASKED)
def test_what_a_table_does_not_say_is_asked_and_may_be_stated(
    rows: tuple[str, ...], message: str, stated: dict[str, Any], tmp_path: Path
) -> None:
    path = as_csv(tables(*rows), tmp_path / "t.csv")
    with pytest.raises(cm.InputError, match=message):
        cm.read_official(path)
    if "concept" in stated:
        # two components of four prove nothing
        with pytest.raises(cm.InputError, match="cannot be proved of which income it is a part"):
            cm.read_official(path, **stated)
        return
    table = cm.read_official(path, **stated)
    values = {(figure.group, figure.component, figure.year): figure.value for figure in table.figures}
    assert values["urban", "total", 2015] == 33275


@pytest.mark.parametrize(
    ("stated", "message"),
    [
        ({"group": "peasants"}, "the group must be one of the known options"),
        ({"concept": "cash"}, "the concept of income must be one of the known options"),
        ({"unit": "%"}, "the unit must be one of the known options"),
        ({"year": "soon"}, "the year must be a year of four digits"),
        ({"published": "soon"}, "the day of publication must be a date"),
        ({"region": "册亨县"}, r"the region must be one of the known options \(got '册亨县'\)"),
        ({"group": "rural"}, r"the group must be said alike \(got 'urban / rural'\)"),
        ({"concept": "net_income"}, "the concept of income must be said alike"),
    ],
)
def test_an_answer_that_is_unknown_or_contradicts_the_table_is_refused(
    stated: dict[str, Any], message: str, tmp_path: Path
) -> None:
    rows = ("全国城镇居民人均可支配收入", *YEARBOOK[1:])
    with pytest.raises(cm.InputError, match=message):
        cm.read_official(as_csv(tables(*rows), tmp_path / "t.csv"), **stated)


def test_ten_thousands_of_yuan_are_converted_and_a_unit_is_never_guessed(tmp_path: Path) -> None:
    rows = tables("2021年城镇居民人均可支配收入", "单位：万元", "地区|可支配收入", "甲县|3.651", "乙县|3.12万元")
    table = cm.read_official(as_csv(rows, tmp_path / "t.csv"))
    assert [figure.value for figure in table.figures] == [36510.0, 31200.0]
    rows[1][0] = "单位：亿元"
    with pytest.raises(cm.InputError, match="the unit must be said in the table"):
        cm.read_official(as_csv(rows, tmp_path / "t.csv"))


REFUSED = [
    # a second table, by its heading
    (
        (*YEARBOOK, "项目|2017|2018", "可支配收入|39001|42121"),
        r"t.csv line 9: the tables of one sheet or file must be one",
    ),
    # the same line twice
    ((*YEARBOOK, YEARBOOK[4]), r"line 9, column 2: .*must appear once \(got .*line 5, column 2\)"),
    # a footnote mark, a share, a word, a date
    ((*YEARBOOK[:4], "工资性收入|20714①|22213"), "line 5, column 2: the cell must have no footnote mark behind it"),
    ((*YEARBOOK[:3], "可支配收入|33275%|36014"), "the cell must be in yuan, not in '%'"),
    ((*YEARBOOK[:3], "可支配收入|约三万|36014"), "line 4, column 2: the cell must be a finite number"),
    # components of something else
    (
        (*YEARBOOK[:4], "工资性收入|62.3|61.7", "经营净收入|13.7|13.7", *REST),
        "must equal the total 33275, rounding apart",
    ),
    # line and title disagree
    (
        ("城镇居民人均可支配收入", "单位：元", "项目|2015", "农村居民人均可支配收入|13793"),
        r"the group must be said alike \(got 'rural / urban'\)",
    ),
    # numbers without a name
    (("单位：元", "33275", *YEARBOOK[2:]), "line 2, column 1: a number outside the table must have a label"),
    # nothing known
    (("单位：元", "项目|2015", "居民消费水平|18857"), "'居民消费水平' is none of the incomes"),
    (
        ("一些数", "x|y", "1|2"),
        "the layout of the table must be that of|be an NBS export, a yearbook or bulletin table",
    ),
    (("单位：元", "项目|总平均|最高收入户", "可支配收入|1|2"), "be an NBS export"),
    # a quarter that may be the quarter alone
    (("单位：元", "指标|2023年二季度", "城镇居民人均可支配收入|1"), "whether quarters are cumulative must be said"),
    # a percentage that is not called growth
    (("2023年居民收入", "指标|绝对量(%)", "城镇居民人均可支配收入|1"), "the measure must be said in the table"),
]


@pytest.mark.parametrize(("rows", "message"), REFUSED)
def test_what_is_uncertain_is_refused_with_its_place(rows: tuple[str, ...], message: str, tmp_path: Path) -> None:
    with pytest.raises(cm.InputError, match=message):
        cm.read_official(as_csv(tables(*rows), tmp_path / "t.csv"))


LEFT_OUT = [
    (("人均消费支出|21392|23079",), "spending is no income"),
    (("现金可支配收入|31000|33000", "工资性收入|20000|21000"), "cash disposable income is another concept"),
    (("第一产业经营净收入|301|302",), "none of the incomes"),
    (("恩格尔系数(%)|33.4|33.2",), "none of the incomes"),
    # a part below an unknown line may be a part of anything
    (
        ("总收入|40000|43000", "转移性收入|5000|5100", "工资性收入|23000|24000"),
        "so that it is not certain what it is a part of",
    ),
    # a name that is only near
    (("可支配收人|1|2",), "'可支配收人' is none of the incomes"),
]


@pytest.mark.parametrize(("more", "reason"), LEFT_OUT)
def test_other_lines_are_left_out_with_the_reason_and_change_nothing(
    more: tuple[str, ...], reason: str, tmp_path: Path
) -> None:
    plain = cm.read_official(as_csv(tables(*YEARBOOK), tmp_path / "t.csv"))
    table = cm.read_official(as_csv(tables(*YEARBOOK, *more), tmp_path / "t.csv"))
    assert found(table) == found(plain)
    assert len(table.left_out) == 2 * len(more)
    assert reason in " ".join(left.reason.en for left in table.left_out)


def test_months_are_left_out_and_cumulative_quarters_stay_quarters(tmp_path: Path) -> None:
    rows = tables(
        "单位：元", "指标|2023年一季度|2023年1-6月|2023年前三季度|2023年", "农村居民人均可支配收入|1000|2000|3000|4000"
    )
    table = cm.read_official(as_csv(rows, tmp_path / "t.csv"))
    assert [(figure.quarter, figure.value) for figure in table.figures] == [
        (1, 1000.0),
        (2, 2000.0),
        (3, 3000.0),
        (None, 4000.0),
    ]
    of_months = tables("2023年5月居民收入", "单位：元", "指标|2023年", "农村居民人均可支配收入|1000")
    with pytest.raises(cm.InputError, match="neither a year nor quarters from January on"):
        cm.read_official(as_csv(of_months, tmp_path / "t.csv"))
    # a title's quarter holds for the years below it
    of_quarters = tables("2023年前三季度居民收入", "单位：元", "指标|2023年|2022年", "农村居民人均可支配收入|2000|1000")
    table = cm.read_official(as_csv(of_quarters, tmp_path / "t.csv"))
    assert {(figure.year, figure.quarter) for figure in table.figures} == {(2023, 3), (2022, 3)}


def test_net_income_is_another_concept(tmp_path: Path) -> None:
    rows = tables("数据库：年度数据", "指标|2012年|2011年", "农村居民人均纯收入(元)|7917|6977")
    table = cm.read_official(as_csv(rows, tmp_path / "t.csv"))
    assert {figure.concept for figure in table.figures} == {"net_income"}
    # a published series holds disposable income alone
    series = cm.load_series(tmp_path / "t.csv")
    assert not series.levels
    assert "2 more have no use here" in series.remarks[0].text.en


def test_rural_figures_of_before_the_joint_survey_are_warned_of(tmp_path: Path) -> None:
    rows = tables("农村居民人均可支配收入", "单位：元", "年份|可支配收入", "2012|7917", "2014|10489")
    (warning,) = cm.read_official(as_csv(rows, tmp_path / "t.csv")).remarks
    assert warning.is_warning
    assert "line 4, column 2: rural incomes published for years before 2013" in warning.sentence.en


def test_growth_beside_its_level_belongs_to_the_income_at_its_left(tmp_path: Path) -> None:
    rows = tables(
        "2023年各地居民收入",
        "地区|城镇居民人均可支配收入（元）|名义增长（%）|农村居民人均可支配收入（元）|实际增长（%）|总人口（万人）",
        "甲县|48364|4.6|23640|7.8|12",
    )
    table = cm.read_official(as_csv(rows, tmp_path / "t.csv"))
    assert [(figure.group, figure.measure, figure.basis, figure.value) for figure in table.figures] == [
        ("urban", "level", None, 48364.0),
        ("urban", "growth", "nominal", 0.046),
        ("rural", "level", None, 23640.0),
        ("rural", "growth", "real", 0.078),
    ]
    assert len(table.left_out) == 1


def test_a_bulletin_of_two_years_takes_the_levels_and_leaves_what_follows_from_them(tmp_path: Path) -> None:
    rows = tables(
        "2023年居民收支情况",
        "指标|2023年水平（元）|2022年水平（元）|增量（元）|同比增长（%）|构成（%）|拉动增长（百分点）",
        "农村居民||||||",
        "可支配收入|21691|20133|1558|7.7||",
        "一、工资性收入|9163|8449|714|8.4|42.2|3.5",
        "二、经营净收入|7431|6972|459|6.6|34.3|2.3",
        "三、财产净收入|540|509|31|6.1|2.5|0.2",
        "四、转移净收入|4557|4203|354|8.4|21.0|1.8",
        "消费支出|18175|16632|1543|9.3||",
        "一、食品烟酒|5880|5485|395|7.2|32.4|2.4",
    )
    table = cm.read_official(as_csv(rows, tmp_path / "t.csv"))
    levels = {key: value for key, value in found(table).items() if key[5] == "level"}
    wanted = {
        ("", *key[1:]): value
        for key, value in NATION.items()
        if key[1] == "rural" and key[3] in (2022, 2023) and key[5] == "level"
    }
    assert levels == wanted
    assert sum(figure.measure == "growth" for figure in table.figures) == 5
    assert len(table.left_out) == 5 + 4 * 2 + 2 * 4 + 2


@pytest.mark.parametrize(
    "name",
    [
        "农村居民人均可支配收人",
        "农民人均可支配收入",
        "城镇居民家庭人均可支配收入额",
        "居民可支配收入总额",
        "财产性收入",
        "GDP",
    ],
)
def test_a_near_name_is_not_taken(name: str) -> None:
    assert said_by(name) is None


def test_spaces_brackets_numbering_and_translations_do_not_matter() -> None:
    plain = said_by("农村居民人均可支配收入(元)")
    for name in (
        "农村居民人均可支配收入（元）",
        "1. 农村居民 人均可支配收入 ( 元 )",
        "农村居民人均可支配收入（元） Rural (yuan)",
    ):
        assert said_by(name) == plain


# -- line by line: what is lost or moved never gives a silently different number


def second_reading(rows: Rows) -> dict[tuple[str, str, str], set[str]]:
    """Read a bulletin again by its own words: the texts that stand for group, item and heading."""
    groups = {"全体居民": "all", "城镇居民": "urban", "农村居民": "rural"}
    items = {"可支配收入": "total", "工资性收入": "wages", "经营净收入": "business"} | {
        "财产净收入": "property",
        "转移净收入": "transfer",
    }
    group, said = "", dict[tuple[str, str, str], set[str]]()
    for row in rows:
        label = row[0].removeprefix("一、").removeprefix("二、").removeprefix("三、").removeprefix("四、")
        if label in groups:
            group = groups[label]
        elif label in items:
            for measure, cell in zip(("level", "growth"), row[1:], strict=True):
                said.setdefault((group, items[label], measure), set()).add(cell)
    return said


def mutated(rows: Rows, chance: random.Random) -> Rows:
    kept = [list(row) for row in rows]
    for _ in range(chance.randint(1, 4)):
        if not kept:
            return kept
        at = chance.randrange(len(kept))
        kind = chance.choice(["drop", "swap", "shuffle", "twice", "move"])
        if kind == "drop":
            del kept[at]
        elif kind == "twice":
            kept.insert(chance.randrange(len(kept) + 1), list(kept[at]))
        elif kind == "swap":
            other = chance.randrange(len(kept))
            kept[at], kept[other] = kept[other], kept[at]
        elif kind == "move":
            kept.insert(chance.randrange(len(kept)), kept.pop(at))
        else:
            chance.shuffle(kept)
    return kept


@pytest.mark.parametrize("name", NAMES)
def test_lines_lost_or_moved_never_give_another_number(name: str, tmp_path: Path) -> None:
    chance, right = random.Random(name), expected(name)
    accepted = 0
    for _ in range(3000 if LONG else 60):
        rows = mutated(rows_of(name), chance)
        path = as_csv(rows, tmp_path / "t.csv")
        try:
            table = cm.read_official(path, region=REGION.get(name))
        except cm.InputError:
            continue
        accepted += 1
        at_place(table, path)
        for key, value in found(table).items():
            if name == "bulletin_2023.csv":
                scale = 100 if key[5] == "growth" else 1
                assert {Fraction(cell) for cell in second_reading(rows).get((key[1], key[2], key[5]), ())} == {
                    value * scale
                }
            elif key[0] or not REGION.get(name):
                # a title that is lost takes its region with it
                assert right.get(("全国" if not key[0] else key[0], *key[1:])) == value, (key, rows)
    assert accepted


# -- the same through every door


def tidy(table: cm.OfficialTable, use: str, path: Path, folder: Path, *more: str) -> Path:
    written = folder / f"{use}.csv"
    done = run("data", str(path), "--for", use, "-o", str(written), *more)
    assert done.exit_code == 0, done.output
    return written


def run(*words: str) -> Result:
    return CliRunner().invoke(program, list(words), prog_name="ceheng")


@pytest.mark.parametrize("form", FORMS)
def test_a_history_is_the_same_directly_and_through_the_tidy_table(form: str, tmp_path: Path) -> None:
    path = FORMS[form](rows_of("nbs_annual_export.csv"), tmp_path)
    direct = cm.load_series(path)
    through = cm.load_series(tidy(cm.read_official(path), "history", path, tmp_path))
    shipped = cm.load_series()
    for series in (direct, through):
        assert series.levels == shipped.levels
        assert series.published_growth == shipped.published_growth
        assert series.growth_basis == shipped.growth_basis
    assert "360 figures are used" in direct.remarks[0].text.en
    assert not through.remarks
    assert cm.load_series(cm.read_official(path)).levels == shipped.levels


def test_a_history_of_several_regions_is_asked_for_one(tmp_path: Path) -> None:
    path = FOLDER / "regions_2020.csv"
    with pytest.raises(cm.InputError, match="the region that is wanted must be one of the known options"):
        cm.load_series(path)
    series = cm.load_series(cm.read_official(path, region="福建省"))
    assert series.level("urban", "disposable_income", 2020) == 47160.0
    told = run("simulate", "--history", str(path), "--lang", "en")
    assert told.exit_code == 2
    assert "say it with ceheng data FILE" in told.stderr


def test_the_spread_from_an_official_history_is_that_of_the_series(tmp_path: Path) -> None:
    line = ("simulate", "--draws", "500", "--format", "csv")
    direct = run(*line, "--history", str(FOLDER / "nbs_annual_export.csv"))
    usual = run(*line, "--history", str(FOLDER.parent.parent / "data" / "nbs_income.csv"))
    assert direct.exit_code == usual.exit_code == 0, direct.output
    assert direct.stdout == usual.stdout
    assert "识别为“国家统计局数据网站导出的表”" in direct.stderr


@pytest.fixture
def plan_2020(tmp_path: Path) -> cm.Dossier:
    """A plan of two groups whose base year is 2020."""
    answers = cm.Answers(
        region="甲县",
        title=cm.Text.same("甲县方案"),
        issuer=cm.Text.same("甲县人民政府"),
        issued=pd.Timestamp(2021, 3, 1).date(),
        base_year=2020,
        last_year=2023,
        groups=cm.load_dossier().plan.groups[:2],
        base={"urban": 30000.0, "rural": 12000.0},
        statements=stated({"urban": "8%", "rural": "10%"}),
        national_split=("urban", "rural"),
        national_series=True,
    )
    cm.write_plan_folder(answers, tmp_path / "plan")
    return cm.load_dossier(tmp_path / "plan")


REGIONS = ("2020年居民人均可支配收入", "单位：元", "地区|城镇居民|农村居民")


def test_regions_are_the_same_directly_and_through_the_tidy_table(plan_2020: cm.Dossier, tmp_path: Path) -> None:
    # the nation's and Fujian's incomes of 2020
    rows = tables(*REGIONS, "全国|43834|17131", "福建省|47160|20880")
    for form in FORMS:
        path = FORMS[form](rows, tmp_path)
        scenario = cm.scenario("plan", plan=plan_2020)
        direct = scenario.with_regions(path)
        through = scenario.with_regions(tidy(cm.read_official(path), "regions", path, tmp_path))
        assert direct.baseline.regions == through.baseline.regions == ("全国", "福建省")
        assert (direct.baseline.levels == through.baseline.levels).all()
        totals = direct.baseline.levels.sum(axis=-1).round(6).tolist()
        assert totals == [[43834.0, 17131.0], [47160.0, 20880.0]]
        assert (scenario.with_regions(cm.read_official(path)).baseline.levels == direct.baseline.levels).all()


def test_regions_of_another_year_or_without_names_are_refused(plan_2020: cm.Dossier, tmp_path: Path) -> None:
    scenario = cm.scenario("plan", plan=plan_2020)
    rows = tables("2019年居民人均可支配收入", *REGIONS[1:], "全国|42359|16021")
    with pytest.raises(
        cm.InputError, match=r"the year must be one of the known options \(got 2020\); choose from: 2019"
    ):
        scenario.with_regions(as_csv(rows, tmp_path / "t.csv"))
    with pytest.raises(cm.InputError, match="the region must be given"):
        scenario.with_regions(FOLDER / "fujian_6-3_urban.csv")


def test_actual_figures_are_the_same_directly_and_through_the_tidy_table(tmp_path: Path) -> None:
    path = FOLDER / "half_years.csv"
    with pytest.raises(cm.InputError, match="the day of publication must be given"):
        cm.read_actuals(path)
    direct = cm.read_actuals(path, published="2025-01-17")
    through = cm.read_actuals(tidy(cm.read_official(path), "actuals", path, tmp_path, "--published", "2025-01-17"))
    for actuals in (direct, through):
        figures = {
            ("全国", f.group, f.component, f.year, f.quarter, "level"): Fraction(repr(f.value)) for f in actuals.figures
        }
        assert figures == expected("half_years.csv")
        assert actuals.region == "全国"
        assert {f.published.isoformat() for f in actuals.figures} == {"2025-01-17"}
    with pytest.raises(cm.InputError, match="be given of official tables only"):
        cm.read_actuals(tmp_path / "actuals.csv", published="2025-01-17")


def test_a_fault_of_the_figures_names_the_place_in_the_official_table() -> None:
    path = FOLDER / "half_years.csv"
    with pytest.raises(cm.InputError, match=r"half_years.csv line 4, column 4"):
        # the first half of 2024 was not over
        cm.read_actuals(path, published="2024-01-17")


def test_a_tidy_table_with_a_column_missing_has_the_message_of_tidy_tables(
    plan_2020: cm.Dossier, tmp_path: Path
) -> None:
    rows = tables("地区|人群|收入构成", "甲县|城镇常住居民|合计")
    path = as_csv(rows, tmp_path / "t.csv")
    with pytest.raises(cm.InputError, match="column value"):
        cm.scenario("plan", plan=plan_2020).with_regions(path)
    with pytest.raises(cm.InputError, match="the row of headings must be among the first 20 rows"):
        cm.load_series(path)


def test_the_sheet_asked_for_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in tables(*YEARBOOK):
        book.worksheets[0].append([float(cell) if cell.isdigit() else cell for cell in row])
    other = book.create_sheet("农村")
    for row in tables("农村居民人均可支配收入", "单位：元", "年份|可支配收入", "2015|13793"):
        other.append([float(cell) if cell.isdigit() else cell for cell in row])
    book.save(tmp_path / "t.xlsx")
    assert cm.read_official(tmp_path / "t.xlsx").groups == ("urban",)
    table = cm.read_official(tmp_path / "t.xlsx", sheet="农村")
    assert table.groups == ("rural",)
    assert table.figures[0].place.en.endswith("[农村] cell B4")
    assert cm.load_series(tmp_path / "t.xlsx", sheet="农村").level("rural", "disposable_income", 2015) == 13793.0


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice")
@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_old_and_open_workbooks_are_read(suffix: str, tmp_path: Path) -> None:
    names = ("nbs_annual_export.csv", "bulletin_2023.csv")
    books = [as_workbook(rows_of(name), tmp_path / f"{Path(name).stem}.xlsx") for name in names]
    for name, path in zip(names, convert(books, suffix, tmp_path / "made", profile(tmp_path)), strict=True):
        assert found(cm.read_official(path)) == expected(name)


def test_tracking_takes_the_countys_own_bulletin(tmp_path: Path) -> None:
    bulletin = tables(
        "册亨县2022年居民人均可支配收入",
        "指标|绝对量（元）|比上年增长（%）",
        "城镇居民|38700|6.0",
        "农村居民|12200|10.1",
        "数据来源：册亨调查队",
        "发布日期：2023-01-20",
    )
    path = as_csv(bulletin, tmp_path / "t.csv")
    report = cm.track(cm.load_dossier(), path, draws=500, seed=1)
    same = pd.DataFrame(
        {
            "kind": "income",
            "group": ["urban", "rural"],
            "component": "total",
            "year": 2022,
            "value": [38700.0, 12200.0],
            "published": "2023-01-20",
            "source": "册亨调查队",
        }
    )
    assert not report.actuals.region
    other = cm.track(cm.load_dossier(), same, draws=500, seed=1)
    assert report.to_text().replace(str(path), "") == other.to_text().replace("frame", "")
    done = run("track", str(path), "--draws", "500", "--full")
    assert done.exit_code == 0, done.output
    assert "识别为“公报表：水平与增速并列”" in done.stdout.replace("\n", "")


def test_a_new_plan_takes_its_base_from_an_official_table(tmp_path: Path) -> None:
    options = (
        "--title",
        "甲",
        "--issuer",
        "乙",
        "--issued",
        "2021-03-01",
        "--base-year",
        "2020",
        "--last-year",
        "2023",
    )
    growth = ("--growth", "urban=8%", "--group", "urban")
    path = FOLDER / "fujian_6-3_urban.csv"
    done = run("init", str(tmp_path / "a"), *options, *growth, "--region", "福建省", "--base", str(path))
    assert done.exit_code == 0, done.output
    assert "识别为“年鉴表：项目在左，年份在上”" in done.stderr
    with (tmp_path / "a" / "baselines.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    written = {row["component"]: Fraction(row["value"]) for row in rows}
    assert written == {key[2]: value for key, value in FUJIAN.items() if key[1] == "urban" and key[3] == 2020}
    # its other years are the region's own series, as the table prints them
    own = cm.load_plan(tmp_path / "a").series_files
    assert {name: path.name for name, path in own.items()} == {"own": "history.csv"}
    history = cm.load_series(own["own"])
    for year in range(2015, 2021):
        (printed,) = {float(v) for k, v in FUJIAN.items() if k[1:4] == ("urban", "total", year) and k[5] == "level"}
        assert history.level("urban", "disposable_income", year) == printed
    assert {row["status"] for row in rows} == {"published"}
    assert {row["source"] for row in rows} == {"fujian_6-3_urban.csv"}
    # the nation's rural components of 2021 miss their total by one yuan: 7958 + 6566 + 469 + 3937 = 18930
    national = (
        "--title",
        "甲",
        "--issuer",
        "乙",
        "--issued",
        "2022-03-01",
        "--base-year",
        "2021",
        "--last-year",
        "2023",
    )
    rates = ("--growth", "urban=8%", "--growth", "rural=9%", "--region", "全国", "--base", str(FOLDER / NAMES[0]))
    done = run("init", str(tmp_path / "n"), *national, *rates)
    assert done.exit_code == 0, done.output
    with (tmp_path / "n" / "baselines.csv").open(encoding="utf-8-sig", newline="") as stream:
        kept = {(row["group"], row["component"]): Fraction(row["value"]) for row in csv.DictReader(stream)}
    assert kept == {
        key[1:3]: value for key, value in NATION.items() if key[3] == 2021 and key[5] == "level" and key[1] != "all"
    }
    twice = run(
        "init", str(tmp_path / "b"), *options, *growth, "--region", "x", "--base", str(path), "--base", "urban=1"
    )
    assert twice.exit_code == 2
    assert "--base" in twice.stderr
    other = run("init", str(tmp_path / "c"), *options, *growth, "--region", "甲县", "--base", str(FOLDER / NAMES[0]))
    assert other.exit_code == 2
    assert "全国" in other.stderr
    assert not (tmp_path / "c").exists()


def test_the_command_shows_what_was_recognised_and_refuses_unknown_options(tmp_path: Path) -> None:
    shown = run("data", str(FOLDER / "bulletin_2023.csv"))
    assert shown.exit_code == 0
    assert "识别为“公报表：水平与增速并列”，读入30个数，未读入0个" in shown.stdout
    assert run("data", str(FOLDER / "bulletin_2023.csv"), "--for", "anything").exit_code == 2
    refused = run("data", str(as_csv(FOREIGN["World Bank"], tmp_path / "t.csv")))
    assert refused.exit_code == 2
    assert "世界银行的表，列名 Country Name、Country Code" in refused.stderr
    tidy_table = run("data", str(FOLDER / "bulletin_2023.csv"), "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(tidy_table.stdout)))
    assert {Fraction(row["value"]) for row in rows} == set(expected("bulletin_2023.csv").values())


@pytest.mark.parametrize(
    "title",
    [
        "2022年册亨县城乡居民人均可支配收入",
        "6-12 2022年册亨县城乡居民人均可支配收入",
        "表6-12 册亨县城乡居民人均可支配收入（2022年）",
        "表5　2022年度册亨县城乡居民人均可支配收入",
    ],
)
def test_the_number_and_the_year_of_a_title_are_no_part_of_its_region(title: str, tmp_path: Path) -> None:
    path = tmp_path / "title.csv"
    path.write_text(
        f"{title}\n单位：元\n指标,2022年\n城镇居民人均可支配收入,38700\n农村居民人均可支配收入,12300\n",
        encoding="utf-8",
    )
    table = cm.read_official(path)
    assert {figure.region for figure in table.figures} == {"册亨县"}
    assert [figure.value for figure in table.figures] == [38700.0, 12300.0]


@pytest.mark.parametrize("who", ["各县居民人均", "各县（市、区）城乡居民人均", "各地区城乡居民人均"])
def test_a_title_on_many_regions_may_name_its_year_behind(who: str, tmp_path: Path) -> None:
    path = tmp_path / "regions.csv"
    path.write_text(
        f"{who}可支配收入（2021年）\n单位：元\n地区,城镇居民,农村居民\n甲县,36510,11076\n乙县,-,10120\n",
        encoding="utf-8",
    )
    said = {(figure.region, figure.group, figure.year): figure.value for figure in cm.read_official(path).figures}
    assert said == {
        ("甲县", "urban", 2021): 36510.0,
        ("甲县", "rural", 2021): 11076.0,
        ("乙县", "rural", 2021): 10120.0,
    }


def test_residents_without_a_group_are_asked_for_it(tmp_path: Path) -> None:
    path = tmp_path / "regions.csv"
    path.write_text("各县居民人均可支配收入\n单位：元\n地区,2021年\n甲县,20000\n", encoding="utf-8")
    with pytest.raises(cm.InputError, match="the group must be said in the table"):
        cm.read_official(path)


def test_a_base_is_of_the_concept_of_its_group(tmp_path: Path) -> None:
    path = tmp_path / "net.csv"
    rural = group_of("rural", label=Text("农村居民", "rural"), concept="disposable_income", part_of=None)
    net = "册亨县农村居民收入\n单位：元\n指标,2013年,2014年\n农村居民人均纯收入,5600,6400\n"
    path.write_text(net, encoding="utf-8")
    with pytest.raises(
        cm.InputError, match=r"net.csv line 4, column 3: the concept of .* must be per capita disposable income \(got"
    ):
        published_base(path, region="册亨县", year=2014, groups=[rural])
    own = published_base(path, region="册亨县", year=2014, groups=[replace(rural, concept="net_income")])
    assert own.base == {"rural": 6400.0}
    # where a table has both, that of the group counts, whichever stands last
    path.write_text(
        net.replace("农村居民人均纯收入", "农村居民人均可支配收入,5900,6700\n农村居民人均纯收入"), encoding="utf-8"
    )
    assert published_base(path, region="册亨县", year=2014, groups=[rural]).base == {"rural": 6700.0}


TOWN = "城镇居民人均可支配收入"


@pytest.mark.parametrize(
    "lines",
    [
        (f"{TOWN}（单位：万元）", "年份|可支配收入", "2022|4.0161"),
        (f"{TOWN}|单位：万元", "年份|可支配收入", "2022|4.0161"),
        (f"{TOWN}|单位：|万元", "年份|可支配收入", "2022|4.0161"),
        (f"{TOWN}（万元）", "年份|可支配收入", "2022|4.0161"),
        ("指标（万元）|2022年", f"{TOWN}|4.0161"),
        ("指标|2022年", f"{TOWN}|4.0161", "注：本表单位为万元。"),
        ("指标|2022年", f"{TOWN}|4.0161", "单位：万元"),
    ],
)
def test_a_unit_counts_wherever_it_stands_around_a_table(tmp_path: Path, lines: tuple[str, ...]) -> None:
    path = as_csv(tables(*lines), tmp_path / "t.csv")
    figure = cm.read_official(path).figures[0]
    # 4.0161 x 10,000
    assert figure.value == 40161.0
    with pytest.raises(cm.InputError, match="the unit must be said alike"):
        cm.read_official(path, unit="元")


@pytest.mark.parametrize(
    ("lines", "stated", "message"),
    [
        (("单位：千元", "指标|2022年", f"{TOWN}|40.161"), "元", "must be said in the table .got '千元'"),
        (("单位：元、千元", "指标|2022年", f"{TOWN}|40.161"), None, "must be said in the table .got '千元'"),
        (("指标|2022年", f"{TOWN}(元)|4.0161"), "万元", "the unit must be said alike"),
        (("指标|单位|2022年", f"{TOWN}(元)|万元|4.0161"), None, "the line names two units"),
        (
            ("单位：元", "指标|单位|2022年", f"{TOWN}|万元|4", "农村居民人均可支配收入||1.2"),
            None,
            "the unit must be said",
        ),
        (("单位：元", "指标|2022年|2021年", f"{TOWN}|4.0161|36510"), None, "check the unit"),
        (("单位：元", "指标|2022年", f"{TOWN}|4.0161", "农村居民人均可支配收入|12405"), None, "check the unit"),
        (("单位：元", "指标|2022年", f"{TOWN}(万元)|40161"), None, "lie between 30 and 1,000,000 yuan"),
        (("指标|单位|2022年", f"{TOWN}|元|40161", f"{TOWN}比上年增长|元|8"), None, "the unit must be said"),
        (("单位：元、%", "指标|2022年", f"{TOWN}比上年增长(%)|108.1"), None, "must lie within 50% of zero"),
        (("单位：元|单位：万元", "指标|2022年", f"{TOWN}|4"), None, "the unit must be said"),
    ],
)
def test_units_that_contradict_each_other_are_refused(
    tmp_path: Path, lines: tuple[str, ...], stated: str | None, message: str
) -> None:
    with pytest.raises(cm.InputError, match=message):
        cm.read_official(as_csv(tables(*lines), tmp_path / "t.csv"), unit=stated)


def test_a_line_in_another_unit_than_its_table_is_taken_with_a_warning(tmp_path: Path) -> None:
    table = cm.read_official(as_csv(tables("单位：万元", "指标|2022年", f"{TOWN}(元)|40161"), tmp_path / "t.csv"))
    assert table.figures[0].value == 40161.0
    assert [remark.is_warning for remark in table.remarks] == [True]
    assert "says yuan and is read as such" in table.remarks[0].text.en


def test_growth_that_its_levels_do_not_show_is_a_warning(tmp_path: Path) -> None:
    lines = ("单位：元", "指标|2022年|2021年", f"{TOWN}|40161|36510", f"{TOWN}比上年名义增长(%)|0.1|")
    (remark,) = cm.read_official(as_csv(tables(*lines), tmp_path / "t.csv")).remarks
    # 40161 / 36510 - 1 = 0.1000
    assert remark.is_warning
    assert "0.1% and 10.0%" in remark.text.en
    right = (*lines[:3], f"{TOWN}比上年名义增长(%)|10.0|")
    assert not cm.read_official(as_csv(tables(*right), tmp_path / "t.csv")).remarks


def test_lines_of_sums_are_no_regions_and_a_year_is_no_part_of_a_name(tmp_path: Path) -> None:
    rows = tables("2022年居民人均可支配收入", "单位：元", "地区|城镇居民", "甲县|40161", "合计|40161", "平 均|40161")
    table = cm.read_official(as_csv(rows, tmp_path / "t.csv"))
    assert table.regions == ("甲县",)
    assert [left.reason.en for left in table.left_out] == ["'合计' is no region", "'平均' is no region"]
    named = tables("2022年册亨县城镇居民人均可支配收入", "单位：元", "年份|可支配收入", "2022|40161")
    assert cm.read_official(as_csv(named, tmp_path / "t.csv")).regions == ("册亨县",)
