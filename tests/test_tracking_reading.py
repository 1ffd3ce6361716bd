"""Tables of actual figures: forms, places of faults, templates that read back, the command."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from openpyxl.utils import get_column_letter
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.tracking import Actuals, read_actuals, track, write_template
from ceheng_model.vocabulary import BUREAU_KEYS, Language

HEAD = "kind,group,component,indicator,year,quarter,value,published,source,note"
GOOD = "income,rural,total,,2022,,12200,2023-01-20,survey team,"


def table(folder: Path, *rows: str, head: str = HEAD, encoding: str = "utf-8") -> Path:
    path = folder / "figures.csv"
    path.write_bytes("\r\n".join([head, *rows, ""]).encode(encoding))
    return path


def ceheng(*arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(program, list(arguments))
    assert done.exit_code == code, done.output
    return done.stdout if code == 0 else done.output


def test_a_day_that_no_calendar_of_ours_has_is_refused_at_its_cell(tmp_path: Path) -> None:
    path = tmp_path / "actual.csv"
    path.write_text(
        "kind,group,component,year,value,published,source\nincome,rural,total,2022,12800,9999-12-31,sample\n",
        encoding="utf-8",
    )
    with pytest.raises(cm.InputError, match="line 2, column published: published must lie between 1900 and 2099"):
        read_actuals(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_chinese_headings_words_and_spreadsheet_numbers_are_understood(tmp_path: Path, encoding: str) -> None:
    head = "公布日期,类别,人群,收入构成,年份,季度,数值,来源,备注"
    rows = (
        '2023/1/20,收入,农村常住居民,合计,2022年,,"12,200.5",县调查队,初值',
        "2023年4月20日,收入,农村常住居民,工资性收入,２０２３,一季度,１２００,县调查队,",
        "2023.7.20,收入,rural,total,2023,上半年,5600,县调查队,",
        ",收入,rural,total,2024,,,,尚未公布",
        ",,,,,,,,",
    )
    actuals = read_actuals(table(tmp_path, *rows, head=head, encoding=encoding))
    found = [(one.component, one.year, one.quarter, one.value, one.published) for one in actuals.figures]
    assert found == [
        ("total", 2022, None, 12200.5, date(2023, 1, 20)),
        ("wages", 2023, 1, 1200.0, date(2023, 4, 20)),
        ("total", 2023, 2, 5600.0, date(2023, 7, 20)),
    ]
    # groups by name become the plan's keys
    assert {one.group for one in track(cm.scenario("plan"), actuals, draws=16, seed=0).actuals.figures} == {"rural"}


def test_a_frame_may_hold_gaps_days_and_numbers() -> None:
    frame = pd.DataFrame(
        {
            "kind": ["income", "indicator"],
            "group": ["rural", None],
            "component": ["total", None],
            "indicator": [None, "training.6.skilled_share"],
            "year": [2022.0, 2022],
            "quarter": [float("nan"), 4],
            "value": [12200.25, 0.2],
            "published": [pd.Timestamp("2023-01-20"), date(2022, 12, 30)],
            "source": "survey team",
            "note": [pd.NA, pd.NaT],
        }
    )
    first, second = read_actuals(frame).figures
    assert (first.value, first.quarter, first.published, first.note) == (12200.25, None, date(2023, 1, 20), "")
    assert (second.value, second.quarter, second.indicator) == (0.2, 4, "training.6.skilled_share")


def test_every_fault_of_a_table_comes_at_once_with_its_place(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "wage,rural,total,,2022,,1,2023-01-20,x,",
        "income,,salary,id,22,5,much,soon,,",
        "indicator,rural,total,,2022,,-1,2021-12-31,x,",
        "income,rural,total,,2022,,12%,2023-01-20,x,",
        "income,rural,total,,2022,,0,2023-01-20,x,",
    )
    with pytest.raises(cm.InputError, match="the kind must be one of the known options") as caught:
        read_actuals(path)
    text = caught.value.text("en")
    for part in (
        f"{path} line 2, column kind: the kind must be one of the known options (got 'wage'); choose from: income, 收入, indicator, 指标, deliverable, 销号事项.",
        f"{path} line 3, column year: the year must be a year of four digits (got '22'); for example 2023.",
        f"{path} line 3, column quarter: quarter must be one of the known options (got '5')",
        f"{path} line 3, column published: published must be a date (got 'soon'); for example 2023-01-20",
        f"{path} line 3, column value: the value must be a finite number (got 'much'); write yuan per person, not growth.",
        f"{path} line 3, column group: group must be filled in (got nothing); for example rural.",
        f"{path} line 3, column indicator: indicator must be empty (got 'id'); an income has no indicator.",
        f"{path} line 3, column component: component must be one of the known options (got 'salary')",
        f"{path} line 3, column source: source must be filled in (got nothing); say where the figure comes from.",
        f"{path} line 4, column indicator: indicator must be filled in (got nothing); the plan's measures.indicators lists them.",
        f"{path} line 4, column group: group must be empty (got 'rural'); an indicator needs none.",
        f"{path} line 4, column component: component must be empty (got 'total'); an indicator needs none.",
        f"{path} line 4, column value: the value must be zero or more (got '-1'); check the figure.",
        f"{path} line 5, column value: the value must be in yuan, not in '%' (got '12%')",
        f"{path} line 6, column value: the value must be above zero (got '0')",
    ):
        assert part in text, part
    assert "第3行 year 列：“年份”必须为四位数的年份（现为 “22”）" in caught.value.text("zh")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            ["indicator,,,training.5.trainings,2022,,14.8万①,2023-01-20,x,"],
            r"the value must have no footnote mark behind it .*put what it says into the note",
        ),
        (
            ["income,rural,total,,2022,,12200,2022-12-20,x,"],
            r"line 2, column published: published must be after 2022-12-31 .got '2022-12-20'.; the figure is for 2022",
        ),
        (
            ["income,rural,total,,2022,2,5200,2022-06-30,x,"],
            r"published must be after 2022-06-30 .*the figure is for Jan-Jun 2022",
        ),
        (
            ["indicator,,,training.5.trainings,2022,3,10,2022-06-30,x,"],
            r"published must not be before 2022-07-01 .*the figure is for Jan-Sep 2022",
        ),
        (
            [GOOD, GOOD],
            r"line 3, column value: a figure of one day must stand once .got .*line 2, column value.; give a revised figure the day of its revision",
        ),
        (
            ["income,rural,total,,2022,1,3000,2022-04-20,x,", "income,rural,total,,2022,2,2600,2022-07-20,x,"],
            r"line 3, column value: income of Jan-Jun 2022 must be above 3000, Jan-Mar 2022 .got 2600.; give the figure from January on, not the quarter alone",
        ),
        (
            [f"income,rural,total,,2022,{q},{v},2023-01-10,x," for q, v in enumerate((1000, 2000, 3000, 4000), start=1)]
            + ["income,rural,total,,2022,,10000,2023-01-20,x,"],
            r"income of 2022 must be the annual figure of the survey .got 10000, the sum of the four quarters.; quarters leave out what households",
        ),
        (
            ["income,rural,total,,2022,,12200,2023-01-20,x,"]
            + [
                f"income,rural,{c},,2022,,{v},2023-01-20,x,"
                for c, v in zip(BUREAU_KEYS, (4500, 4200, 160, 3343), strict=True)
            ],
            r"the total of rural 2022 must agree with its components, 12203 together .got 12200.; rounding explains 2.5 yuan at most",
        ),
        (
            ["income,rural,total,,2022,,12200,2023-01-20"],
            r"line 2: the number of cells must be 10 .got 8.; put quotes around",
        ),
    ],
)
def test_what_cannot_be(tmp_path: Path, rows: list[str], message: str) -> None:
    with pytest.raises(cm.InputError, match=message):
        read_actuals(table(tmp_path, *rows))


def test_sums_within_rounding_and_of_other_days_are_left_alone(tmp_path: Path) -> None:
    parts = [
        f"income,rural,{c},,2022,,{v},2023-01-20,x," for c, v in zip(BUREAU_KEYS, (4500, 4200, 160, 3342), strict=True)
    ]
    # 12202 together: 2 yuan of rounding; a total revised later is not that of the components' day
    rows = ["income,rural,total,,2022,,12200,2023-01-20,x,", "income,rural,total,,2022,,12300,2024-01-20,x,", *parts]
    assert len(read_actuals(table(tmp_path, *rows)).figures) == 6
    # the fourth quarter is not the year, even where both are the same
    rows = [f"income,rural,total,,2022,{q},{v},2023-01-10,x," for q, v in ((1, 1000), (4, 12200))]
    assert len(read_actuals(table(tmp_path, *rows, GOOD)).figures) == 3


def test_headings_are_known_and_not_repeated(tmp_path: Path) -> None:
    path = table(tmp_path, head="kind,year,amount,published,source,kind")
    with pytest.raises(cm.InputError, match="column value must be there") as caught:
        read_actuals(path)
    text = caught.value.text("en")
    assert f"{path} line 1: column value must be there (got nothing); the columns are: kind, group" in text
    assert "the name of column 3 must be known and not repeated (got 'amount')" in text
    assert "the name of column 6 must be known and not repeated (got 'kind')" in text
    # where nothing stands there is one thing to say, and not one a column
    with pytest.raises(cm.InputError, match="the row of headings must be among the first 20 rows") as caught:
        read_actuals(table(tmp_path, head=""))
    assert len(caught.value.text("en").splitlines()) == 1


def test_figures_of_several_regions_do_not_mix(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "national," + GOOD,
        "," + GOOD.replace("2022", "2023", 1).replace("2023-01", "2024-01"),
        head="region," + HEAD,
    )
    with pytest.raises(
        cm.InputError, match=r"line 3, column region: region must be the same in every row .*one file a region"
    ):
        read_actuals(path)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "income,village,total,,2022,,12200,2023-01-20,x,",
            r"line 2, column value: the group must be one of the known options .got 'village'.; choose from: urban \(urban residents\), rural \(rural residents\), lifted \(people lifted out of poverty\)",
        ),
        (
            "income,rural,total,,2026,,12200,2027-01-20,x,",
            r"the year must be one of the known options .got 2026.; choose from: 2021, 2022, 2023, 2024",
        ),
        (
            "indicator,,,training.5,2022,,1,2023-01-20,x,",
            r"the indicator must be one of the known options .got 'training.5'.; choose from: rural.1",
        ),
    ],
)
def test_what_the_plan_does_not_have(tmp_path: Path, row: str, message: str) -> None:
    with pytest.raises(cm.InputError, match=message):
        track(cm.scenario("plan"), table(tmp_path, row), draws=16)


def test_the_same_group_by_two_names_is_one_group(tmp_path: Path) -> None:
    path = table(tmp_path, GOOD, GOOD.replace("rural", "农村常住居民"))
    with pytest.raises(cm.InputError, match="a figure of one day must stand once"):
        track(cm.scenario("plan"), path, draws=16)


def test_sums_since_the_plan_began_do_not_fall(tmp_path: Path) -> None:
    rows = [
        f"indicator,,,training.5.trainings,{year},,{value},{year + 1}-01-20,x,"
        for year, value in ((2022, 5000), (2023, 4000))
    ]
    with pytest.raises(
        cm.InputError,
        match=r"line 3, .*training.5.trainings up to 2023 must not be below 5000, 2022 .got 4000.; give the sum since the plan began",
    ):
        track(cm.scenario("plan"), table(tmp_path, *rows), draws=16)
    # a year's own number may fall
    rows = [row.replace("training.5.trainings", "rural.11.pigs") for row in rows]
    assert track(cm.scenario("plan"), table(tmp_path, *rows), draws=16).progress


def test_another_regions_growth_needs_its_base_year(tmp_path: Path) -> None:
    path = table(tmp_path, "national," + GOOD, head="region," + HEAD)
    with pytest.raises(
        cm.InputError,
        match=r"national in 2021 \(rural residents: total\) must be given to start from .*only growth is taken from",
    ):
        track(cm.scenario("plan"), path, draws=16)


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        cm.InputError, match=r"actuals of track must be reported figures or a path or .* .got list .1.."
    ):
        track(cm.scenario("plan"), [1])  # type: ignore[arg-type]
    with pytest.raises(cm.InputError, match=r"the input file must be readable .*check the path"):
        read_actuals(tmp_path / "none.csv")
    with pytest.raises(cm.InputError, match=r"the input file must be readable .*check the path"):
        read_actuals(tmp_path / "none.xlsx")
    for content, told in (
        (b"", "must be a workbook .*an empty file.*save it again"),
        (b"kind,group", "the columns year, value, published, source must be there"),
    ):
        (tmp_path / "text.xlsx").write_bytes(content)
        with pytest.raises(cm.InputError, match=told):
            read_actuals(tmp_path / "text.xlsx")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_template_reads_back_empty_and_then_as_it_was_filled_in(
    tmp_path: Path, suffix: str, language: Language
) -> None:
    path = tmp_path / f"template{suffix}"
    write_template(cm.scenario("plan"), path, language=language)
    again = tmp_path / f"again{suffix}"
    write_template(None, again, language=language)
    assert path.read_bytes() == again.read_bytes()
    assert read_actuals(path).figures == ()
    fill = _fill_csv if suffix == ".csv" else _fill_excel
    rural = "农村常住居民" if language == "zh" else "rural"
    filled = fill(path, {("total" if language == "en" else "合计", rural, 2022): 12200.5}, "training.5.trainings")
    report = track(cm.scenario("plan"), path, draws=16, seed=0)
    assert filled == 2
    assert report.actuals.annual("rural", 2022).value == 12200.5
    # a text that begins like a formula stays the text it is
    assert report.actuals.annual("rural", 2022).source == "=县调查队"
    assert [one.figure.value for one in report.progress if one.figure] == [5000.0]


def _fill_csv(path: Path, values: dict[tuple[str, str, int], float], id: str) -> int:
    text = path.read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
    count = 0
    for row in rows[1:]:
        # a deliverable has no year
        key = (row[2], row[1], int(row[4] or 0))
        if row[3] == id and row[4] == "2022":
            row[6:9], count = ["5,000", "2023/1/5", "人社局"], count + 1
        elif key in values and row[5] == "":
            row[6:9], count = [str(values[key]), "2023/1/20", "'=县调查队"], count + 1
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    # as a spreadsheet on a Chinese machine saves it
    path.write_bytes(stream.getvalue().encode("gb18030"))
    return count


def _fill_excel(path: Path, values: dict[tuple[str, str, int], float], id: str) -> int:
    """Fill in the cells by the hidden keys at the end of the rows: kind, group, component, indicator."""
    book = openpyxl.load_workbook(path)
    keys = {("total" if part == "合计" else part, "rural", year): value for (part, _, year), value in values.items()}
    count = 0
    for sheet in book.worksheets[1:]:
        for row in sheet.iter_rows(min_row=3):
            cells: list[Any] = [cell.value for cell in row]
            if cells[15] == id and cells[3] == 2022:
                row[5].value, row[6].value, row[8].value, count = 5000, "2023-01-05", "人社局", count + 1
            elif (cells[14], cells[13], cells[3]) in keys and cells[4] is None:
                row[5].value, row[6].value = keys[cells[14], cells[13], cells[3]], date(2023, 1, 20)
                row[8].value, row[8].data_type, count = "=县调查队", "s", count + 1
    book.save(path)
    return count


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_template_prints_as_wide_as_a_page_under_repeated_headings(tmp_path: Path, language: Language) -> None:
    path = tmp_path / "template.xlsx"
    write_template(None, path, language=language)
    book = openpyxl.load_workbook(path)
    for sheet in book:
        assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
        properties = sheet.sheet_properties.pageSetUpPr
        assert properties is not None
        assert properties.fitToPage
        # as many pages down as it takes
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    for sheet in book.worksheets[1:]:
        assert sheet.print_title_rows == "$1:$1"
        runs = [(one.min or 0, one.max or 0) for one in sheet.column_dimensions.values() if one.hidden]
        hidden = {at for first, last in runs for at in range(first, last + 1)}
        widths = {
            at: sheet.column_dimensions[get_column_letter(at)].width
            for at in range(1, sheet.max_column + 1)
            if at not in hidden
        }
        # landscape A4 holds some 130 digits of the usual size; at less than 0.6 of it nobody reads
        assert sum(widths.values()) < 130 / 0.6
        for line, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            lines = (sheet.row_dimensions[line].height or 15) / 15
            for at, width in widths.items():
                wide = sum(2 if sign > "\u2e80" else 1 for sign in str(row[at - 1] or ""))
                assert wide <= width * lines, row[at - 1]


MEASURE_16 = ("beautiful_roads", "tourism_villages", "standard_villages", "guesthouses", "farm_restaurants")


def test_a_template_asks_for_every_income_and_followed_indicator(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_template(None, path)
    book = openpyxl.load_workbook(path)
    # the day of the plan, not of the run
    assert str(book.properties.created) == "2022-09-30 00:00:00"
    heads = [str(cell.value).rstrip("*") for cell in book.worksheets[1][1]]
    # the columns of the table, whatever their order on the sheets
    order = (
        "类别",
        "人群",
        "收入构成",
        "指标编号",
        "年份",
        "季度",
        "数值",
        "公布日期",
        "来源",
        "备注",
        "核对无误",
        "进展",
    )
    places = [heads.index(key) for key in (*order, "填写说明")]
    sheets = book.worksheets[1:]
    rows: list[Any] = [
        [row[at] for at in places] for sheet in sheets for row in sheet.iter_rows(min_row=3, values_only=True)
    ]
    incomes = [row for row in rows if row[0] == "收入"]
    # 3 groups, 4 years, 5 figures a year; 2 groups of disposable income, 4 years, 3 quarters
    assert len(incomes) == 3 * 4 * 5 + 2 * 4 * 3
    # rural total 2022: 11076 * 1.12
    told = next(row[12] for row in incomes if row[1:3] == ["rural", "total"] and row[4] == 2022 and row[5] is None)
    assert told == "农村常住居民人均可支配收入，合计，2022年，元；方案路径 12,405.1"
    lifted = next(row[12] for row in incomes if row[1] == "lifted")
    assert "人均纯收入" in lifted
    indicators = {row[3] for row in rows if row[0] == "指标"}
    measures = cm.load_plan().measures
    with_figure = {one.id for one in measures.indicators if one.role == "target" and one.value is not None}
    # of what the plan's statements say as well, growth on average alone is asked for: it may be reported as such
    assert indicators == with_figure - {"rural.18.lifted_over_10000"}
    asked = {(row[3], row[4]): row[12] for row in rows if row[0] == "指标"}
    # the sums whose first year is not printed ask for what there was before the first year
    started = {id for id, year in asked if year == 2021}
    assert started == {f"rural.16.{id}" for id in MEASURE_16}
    assert "未写从哪一年起" in asked["rural.16.beautiful_roads", 2021]
    assert "含起始前已有的" in asked["rural.16.beautiful_roads", 2022]
    assert asked["rural.18.lifted_growth", 2023].endswith("填当年增速，按整个期间的年均判定")
    assert "期末，力争" in asked["rural.14.processing_rate", 2022]
    assert "每年，约束性" in asked["urban.1.households_without_work", 2022]
    assert "17,000 人次" in asked["trainings.total", 2024]
    assert {row[3] for row in rows if row[0] == "销号事项"} == {one.id for one in measures.deliverables}
    assert all("公式" not in str(cell) and not str(cell or "").startswith("=") for row in rows for cell in row)
    notes = {cell.value: cell.comment.text for cell in book.worksheets[1][1] if cell.comment}
    assert "季度不相加为全年" in notes["季度"]


def test_risky_texts_stay_texts_in_a_template(tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    folder.mkdir()
    source = cm.load_plan().folder
    for file in source.iterdir():
        text = file.read_text(encoding="utf-8").replace("../../", f"{source.parent.parent.as_posix()}/")
        if file.name == "plan.toml":
            text = text.replace(
                'label = { zh = "农村常住居民", en = "rural residents" }', 'label = { zh = "=1+1", en = "=1+1" }'
            )
        (folder / file.name).write_text(text, encoding="utf-8")
    for suffix in (".csv", ".xlsx"):
        write_template(folder, tmp_path / f"t{suffix}")
        assert read_actuals(tmp_path / f"t{suffix}").figures == ()
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    kinds = {
        cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=")
    }
    assert kinds == {"s"}
    assert "\n收入,'=1+1," in (tmp_path / "t.csv").read_text(encoding="utf-8-sig")


def test_a_formula_that_nobody_has_calculated_is_told(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_template(None, path, language="en")
    book = openpyxl.load_workbook(path)
    book["incomes"]["F3"] = "=36000+510"
    book["incomes"]["G3"], book["incomes"]["I3"] = "2022-01-20", "x"
    book.save(path)
    with pytest.raises(
        cm.InputError,
        match=r"\[incomes\] cell F3: the cell must hold the result of its formula .got '=36000\+510'.; open and save it",
    ):
        read_actuals(path)


def test_places_of_a_workbook_are_cells_and_of_a_frame_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append([*HEAD.split(","), " "])  # type: ignore[union-attr]
    book.active.append(["income", "rural", "total", None, 2022, None, "much", "2023-01-20", "x"])  # type: ignore[union-attr]
    book.save(tmp_path / "own.xlsx")
    with pytest.raises(cm.InputError, match=r"own.xlsx \[Sheet\] cell G2: the value must be a finite number"):
        read_actuals(tmp_path / "own.xlsx")
    frame = pd.DataFrame([{"kind": "income", "year": 2022, "value": 1, "published": "2023-01-20", "source": "x"}])
    with pytest.raises(cm.InputError, match=r"frame.iloc\[0\], column group: group must be filled in"):
        read_actuals(frame)


def test_a_template_has_a_known_suffix_and_language(tmp_path: Path) -> None:
    with pytest.raises(cm.InputError, match=r"the suffix of a template must be one of the known options .got '.xls'."):
        write_template(None, tmp_path / "t.xls")
    with pytest.raises(cm.InputError, match=r"language of write_template must be one of the known options .got 'fr'."):
        write_template(None, tmp_path / "t.csv", language="fr")  # type: ignore[arg-type]
    with pytest.raises(cm.OutputError, match="the output file must be writable"):
        write_template(None, tmp_path / "none" / "t.csv")


def test_the_command_tracks_writes_templates_and_is_strict(tmp_path: Path) -> None:
    path = table(tmp_path, GOOD)
    content = json.loads(ceheng("track", str(path), "--as-of", "2023-02-01", "--draws", "200", "--format", "json"))
    made = track(cm.scenario("plan"), path, as_of="2023-02-01", draws=200, seed=0)
    assert content["distances"][0]["difference"] == made.distances[0].difference
    assert content["targets"][4]["probability"] == pytest.approx(made.forecast["rural_income_2024"].probability)  # type: ignore[index]
    assert content["due"][0]["due"] == "2023-03-18"
    ceheng("track", str(path), "--draws", "200", "--strict", code=1)
    # the ratio scenario, with lifted people ahead of rural residents, has everything on track
    assert "off_track" not in ceheng(
        "track", "--scenario", "ratio", "--set", "lifted=17%", "--draws", "200", "--strict", "--format", "csv"
    )
    text = ceheng("track", str(path), "--lang", "en", "--draws", "200", "--spread", "rural.wages=0%")
    assert "rural residents: income 2024" in text
    output = tmp_path / "out.csv"
    ceheng("track", str(path), "--draws", "200", "--format", "csv", "-o", str(output))
    assert output.read_text(encoding="utf-8-sig").startswith("目标,原文,")
    ceheng("track", "--template", str(tmp_path / "t.xlsx"))
    assert ceheng("track", str(tmp_path / "t.xlsx"), "--draws", "200").count("尚无已知的收入数")
    assert "those of the nation" in ceheng(
        "track", "--example", "--as-of", "2024-02-01", "--draws", "200", "--lang", "en"
    )
    for arguments, message in (
        (
            (str(path), "--template", str(tmp_path / "u.csv")),
            "FILE / --template / --example 必须只给一个（现为 “FILE、--template”）",
        ),
        ((str(path), "--as-of", "soon"), "截止日期必须为日期"),
        ((str(tmp_path / "none.csv"),), "可以读取"),
        (("--template", str(tmp_path / "u.doc")), "模板的后缀"),
    ):
        assert message in ceheng("track", *arguments, code=2)


def test_actuals_without_a_plan_show_themselves(tmp_path: Path) -> None:
    actuals = read_actuals(table(tmp_path, GOOD, "indicator,,,rural.14.losses,2022,,12.5%,2023-01-20,x,"))
    assert [row["value"] for row in actuals.to_frame().to_dict("records")] == [12200.0, 0.125]
    assert "0.125" in actuals.to_text("en")
    assert Actuals(name="none").to_frame().empty


def test_other_objects_than_paths_keep_their_type(tmp_path: Path) -> None:
    made: Any = read_actuals(str(table(tmp_path, GOOD)))
    assert made.name.endswith("figures.csv")
    assert made.latest[made.figures[0].key] is made.figures[0]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_template_has_and_explains_the_column_that_confirms(tmp_path: Path, language: Language) -> None:
    path = tmp_path / "template.xlsx"
    write_template(None, path, language=language)
    book = openpyxl.load_workbook(path)
    heading, yes = {"zh": ("核对无误", "是"), "en": ("confirmed", "yes")}[language]
    about, sheet, *_ = book.worksheets
    heads = [str(cell.value).rstrip("*") for cell in sheet[1]]
    column = heads.index(heading) + 1
    told = {row[0].value: str(row[1].value) for row in about.iter_rows(min_row=3)}
    numbers = {"zh": ("年份", "数值", "公布日期", "来源"), "en": ("year", "value", "published", "source")}[language]
    year, *filled = (heads.index(key) + 1 for key in numbers)
    assert yes in told[heading]
    # a year's income in another currency's place: 3.98 for 39,800 is refused, and taken where its owner confirms it
    at = next(row for row in range(3, 20) if sheet.cell(row, year).value == 2022)
    cells: tuple[float | date | str, ...] = (3.98, date(2023, 1, 20), "survey team")
    for key, cell in zip(filled, cells, strict=True):
        sheet.cell(at, key).value = cell
    book.save(path)
    with pytest.raises(cm.InputError, match="write yes in the column confirmed"):
        track(cm.scenario("plan"), path, draws=16)
    sheet.cell(at, column).value = yes
    book.save(path)
    assert track(cm.scenario("plan"), path, draws=16).warnings


def test_all_faults_of_a_table_are_told_in_one_round(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    lines = [
        "kind,group,component,indicator,year,quarter,value,published,source",
        "income,rural,total,,2022,,abc,2023-01-20,x",
        # both of one row
        "income,rural,total,,2019,,abc,2023-01-20,x",
        "income,urban,total,,2031,,42000,2032-01-20,x",
        "income,village,total,,2022,,42000,2023-01-20,x",
        "income,urban,total,,2022,,4.2,2023-01-20,x",
        "indicator,,,nosuch,2022,,42,2023-01-20,x",
        "indicator,,,rural.10.grain_area,2022,,42公里,2023-01-20,x",
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(cm.InputError, match="must be a finite number") as caught:
        track(cm.scenario("plan"), file, draws=16, seed=0)
    told = sorted((fault.place.en.partition(" line ")[2][0], fault.what.en) for fault in caught.value.faults)  # type: ignore[union-attr]
    assert told == [
        ("2", "the value"),
        ("3", "the value"),
        ("3", "the year"),
        ("4", "the year"),
        ("5", "the group"),
        ("6", "income of urban residents, 2022"),
        ("7", "the indicator"),
        ("8", "area sown to grain"),
    ]


def test_a_sum_that_is_off_by_a_unit_is_told_once(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    parts = {"wages": 7000, "business": 3000, "property": 100, "transfer": 2305, "total": 1.2405}
    rows = [f"income,rural,{part},2022,{value},2023-01-20,x" for part, value in parts.items()]
    file.write_text("\n".join(["kind,group,component,year,value,published,source", *rows]), encoding="utf-8")
    with pytest.raises(cm.InputError, match="2022") as caught:
        track(cm.scenario("plan"), file, draws=16, seed=0)
    assert len(caught.value.faults) == 1
