"""One reader of tables: the same rows and the same faults from CSV, an Excel sheet and a frame, each with its place."""

import csv
import math
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ceheng_model as cm
from ceheng_model.errors import Fault, InputError
from ceheng_model.files import Opening, day_of, number, read_table, year_of
from ceheng_model.plan.catalogue_files import read_measures
from ceheng_model.plan.growth_table import GROWTH_COLUMNS, read_growth_table
from ceheng_model.tracking import read_actuals
from ceheng_model.vocabulary import BUREAU_KEYS, NO_TEXT, Text
from tests.effort import examples
from tests.tabular import FORMS, Form, Records, place, source

# one reader: what it is given beside the source, a table it accepts, and edits with the faults they make
BASE = [
    {
        "region": "x",
        "group": group,
        "component": component,
        "year": 2021,
        "share_case": "all" if component == "total" else "own",
        "value_yuan": value,
        "concept": "disposable_income",
        "status": "published",
        "source": "survey",
    }
    # 100 + 50.5 + 3 + 20 = 173.5
    for group in ("urban",)
    for component, value in zip((*BUREAU_KEYS, "total"), (100, 50.5, 3, 20, 173.5), strict=True)
]
REGIONS = [
    {"region": "520001", "group": group, "component": "total", "value_yuan": value}
    for group, value in (("urban", 36000), ("rural", 11000.5), ("lifted", 11000))
]
SERIES = [
    {"year": year, "group": "rural", "item": "wages", "level_yuan": level, "published_growth_percent": growth}
    | {"growth_basis": "nominal" if growth else None}
    for year, level, growth in ((2020, 6974, None), (2021, 7958, 14.1))
]
ACTUALS = [
    {
        "kind": "income",
        "group": "rural",
        "component": "total",
        "year": year,
        "quarter": quarter,
        "value": value,
        "published": day,
        "source": "survey",
    }
    for year, quarter, value, day in (
        (2022, None, 12200.5, date(2023, 1, 20)),
        (2023, 1, 3300, date(2023, 4, 18)),
    )
]
GROWTH = [
    {
        "year": year,
        "group": "urban",
        "component": component,
        "words": "10%左右",
        "type": "about",
        "value": 0.1,
        "precision": 0.01,
    }
    for year in (2022, 2023)
    for component in (*BUREAU_KEYS, "total")
]
DEPARTMENTS = [
    {"key": "school", "label_zh": "学校", "label_en": "school", "also_printed": "校；小学"},
    {"key": "8", "label_zh": "八处", "label_en": "office eight"},
]


def growth_table(given: Any) -> object:
    faults: list[Fault] = []
    terms = replace(cm.load_plan().terms, groups=cm.load_plan().groups[:1])
    cells = read_growth_table(given, terms, (2022, 2023), NO_TEXT, faults)
    if faults:
        raise cm.InputError(faults)
    return cells


def departments(given: Any) -> object:
    faults: list[Fault] = []
    measures = read_measures({"departments": given}, cm.Terms(groups=()), [], faults)
    if faults:
        raise cm.InputError(faults)
    return measures.departments


def actuals(given: Any) -> object:
    figures = read_actuals(given).figures
    return [(one.group, one.component, one.year, one.quarter, one.value, one.published) for one in figures]


def regions(given: Any) -> object:
    baseline = cm.scenario("plan").with_regions(given).baseline
    return baseline.regions, baseline.levels.tolist()


READERS: dict[str, tuple[Callable[[Any], object], Records]] = {
    "baselines": (lambda given: dict(cm.load_baselines(given).values), BASE),
    "regions": (regions, REGIONS),
    "series": (
        lambda given: (dict(cm.load_series(given).levels), dict(cm.load_series(given).published_growth)),
        SERIES,
    ),
    "actuals": (actuals, ACTUALS),
    "growth": (growth_table, GROWTH),
    "departments": (departments, DEPARTMENTS),
}
COLUMNS = {name: list(dict.fromkeys(key for row in records for key in row)) for name, (_, records) in READERS.items()}
COLUMNS["baselines"].append("note")
COLUMNS["growth"] = list(GROWTH_COLUMNS)


@pytest.mark.parametrize("reader", READERS)
def test_the_same_table_reads_the_same_from_every_source(tmp_path: Path, reader: str) -> None:
    read, records = READERS[reader]
    first, *others = (read(source(form, tmp_path, COLUMNS[reader], records)) for form in FORMS)
    assert first
    assert others == [first, first]


# reader, record, column, what is put there, what the message says after the place
SPOILT = [
    ("baselines", 1, "value_yuan", "lots", "the base of x urban business 2021 must be a finite number (got 'lots')"),
    ("baselines", 4, "value_yuan", 0, "the base of x urban total 2021 must be above zero (got 0); give yuan"),
    ("baselines", 0, "value_yuan", 103, "the sum of the components of x urban 2021 own must equal the total 173.5"),
    ("baselines", 2, "component", "luck", "component must be one of the known options (got 'luck'); choose from: wages"),
    ("baselines", 3, "share_case", "all", "share_case must be 'all' for totals and a case name for components"),
    ("baselines", 3, "source", None, "source must be filled in (got nothing); every figure says its source and case"),
    ("baselines", 0, "year", "soon", "the year must be a year of four digits (got 'soon')"),
    ("baselines", 3, "component", "wages", "the row must appear once (got "),
    ("regions", 0, "value_yuan", -1, "the base of 520001 urban total must be above zero (got -1)"),
    ("regions", 1, "value_yuan", "x1", "the base of 520001 rural total must be a finite number (got 'x1')"),
    ("regions", 2, "group", "moon", "group must be one of the known options (got 'moon'); choose from: urban (urban residents), rural"),
    ("series", 1, "level_yuan", "much", "rural wages 2021 must be a finite number (got 'much'); levels are in yuan"),
    ("series", 1, "year", 2020, "the row must appear once (got "),
    ("series", 1, "growth_basis", "seen", "growth_basis must be one of the known options (got 'seen')"),
    ("actuals", 0, "published", "soon", "published must be a date (got 'soon'); for example 2023-01-20"),
    ("actuals", 1, "quarter", 5, "quarter must be one of the known options (got "),
    ("actuals", 1, "value", "12%", "the value must be in yuan, not in '%' (got '12%'); write 36510, 36,510元 or 3.651万元"),
    ("actuals", 0, "published", date(2022, 12, 1), "published must be after 2022-12-31"),
    ("growth", 7, "value", 20, "growth for urban property 2023 must be below 1 (got 20); write 20 % as 0.20"),
    ("growth", 7, "words", None, "words must be filled in (got nothing); copy the plan's own words"),
    ("growth", 7, "tolerance", -0.5, "tolerance of growth for urban property 2023 must be zero or more (got -0.5)"),
    ("departments", 1, "label_en", None, "label_en must be filled in (got nothing); write what belongs there"),
    ("departments", 1, "key", "school", "the row must appear once (got "),
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("reader", "at", "column", "cell", "told"), SPOILT)
def test_a_fault_has_its_place_in_every_source(
    tmp_path: Path, form: Form, reader: str, at: int, column: str, cell: object, told: str
) -> None:
    read, records = READERS[reader]
    spoilt = [dict(record) for record in records]
    spoilt[at][column] = cell
    given = source(form, tmp_path, COLUMNS[reader], spoilt)
    with pytest.raises(cm.InputError, match="must") as caught:
        read(given)
    there = place(form, given, COLUMNS[reader], at, column)
    if reader == "departments" and form == "frame":
        there = there.replace("frame", "departments")
    lines = caught.value.text("en").splitlines()
    if told.startswith("the sum"):
        assert any(line.startswith(f"{there}: {told}") for line in lines), lines
    else:
        assert any(line.startswith(f"{there}: ") and told in line for line in lines), lines
    assert len(caught.value.text("zh").splitlines()) == len(lines)


@pytest.mark.parametrize("form", FORMS)
def test_a_row_that_stands_twice_names_the_first(tmp_path: Path, form: Form) -> None:
    given = source(form, tmp_path, ["year", "group", "item", "level_yuan"], [SERIES[0], SERIES[0]])
    first = {"csv": "line 2", "excel": "row 2", "frame": "frame.iloc[0]"}[form]
    with pytest.raises(cm.InputError, match="the row must appear once") as caught:
        cm.load_series(given)
    assert f"the row must appear once (got {first}); delete one of the two." in caught.value.text("en")
    assert {"csv": "（现为 第2行）", "excel": "（现为 第2行）"}.get(form, "frame.iloc[0]") in caught.value.text("zh")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("columns", "told"),
    [
        (["b"], "column a must be there (got nothing); the columns are: a, b, c"),
        (["a", "b", "d"], "the name of column 3 must be known and not repeated (got 'd'); the columns are: a, b, c"),
        (["a", "b", "b"], "the name of column 3 must be known and not repeated (got 'b')"),
        (["a", "", "b"], "the name of column 2 must be known and not repeated (got nothing)"),
    ],
)
def test_headings_are_known_and_not_repeated(tmp_path: Path, form: Form, columns: list[str], told: str) -> None:
    given = source("csv" if form == "csv" else form, tmp_path, columns, [dict.fromkeys(columns, 1)])
    with pytest.raises(cm.InputError, match=re.escape(told)) as caught:
        read_table(given, ("a", "b"), optional=("c",))
    head = {"csv": f"{given} line 1", "excel": f"{given} [Sheet] row 1", "frame": "frame"}[form]
    assert [line for line in caught.value.text("en").splitlines() if line.startswith(f"{head}: {told}")]
    assert "可用的列：a、b、c" in caught.value.text("zh")


NAMES = {"year": Text("年份", "year"), "value": Text("数值", "amount")}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("headings", [("数值", " 年份 "), ("Amount", "YEAR"), ("value", "year")])
def test_headings_may_be_names_in_either_language(tmp_path: Path, form: Form, headings: tuple[str, str]) -> None:
    given = source(form, tmp_path, headings, [dict(zip(headings, ("x", 2022), strict=True))])
    rows = read_table(given, ("year", "value"), headings=NAMES)
    assert [row.year("year") for row in rows] == [2022]
    assert rows[0].number("value", way_out=NO_TEXT) != 0.0
    # the place names the heading as it stands there
    there = rows.faults[0].place
    assert there is not None
    assert there.en == place(form, given, headings, 0, headings[0])


@pytest.mark.parametrize("form", FORMS)
def test_missing_headings_are_asked_for_by_name(tmp_path: Path, form: Form) -> None:
    given = source(form, tmp_path, ["年份"], [{"年份": 2022}])
    with pytest.raises(cm.InputError, match=r"column value must be there .*the columns are: year, amount") as caught:
        read_table(given, ("year", "value"), headings=NAMES)
    assert "“数值”列必须存在（现缺）；应有的列：年份、数值；该行已有：年份。" in caught.value.text("zh")


@pytest.mark.parametrize("form", FORMS)
def test_rows_without_content_are_passed_over_and_still_counted(tmp_path: Path, form: Form) -> None:
    records: Records = [{"a": 1}, {}, {"a": "  "}, {"b": "x"}]
    given = source(form, tmp_path, ["a", "b"], records)
    rows = read_table(given, ("a", "b"))
    assert [(row["a"] is None, row.text("b")) for row in rows] == [(False, ""), (True, "x")]
    assert rows[1].place("b").en == place(form, given, ["a", "b"], 3, "b")


@pytest.mark.parametrize("form", FORMS)
def test_an_optional_column_that_is_not_there_has_empty_cells(tmp_path: Path, form: Form) -> None:
    given = source(form, tmp_path, ["a"], [{"a": 1}])
    row = read_table(given, ("a",), optional=("b",))[0]
    assert (row["b"], row.text("b"), row.has("b"), row.optional_number("b", way_out=NO_TEXT)) == (None, "", False, None)
    assert (row.optional_year("b"), row.optional_day("b")) == (None, None)
    assert row.listed("b") == ()
    assert row.faults == []


cells = st.one_of(
    st.none(),
    st.integers(-(10**9), 10**9),
    # openpyxl writes 16 digits, which brings the smallest normal number below those that a reader of numbers takes
    st.floats(-1e9, 1e9, allow_nan=False, allow_subnormal=False)
    .filter(lambda value: value == 0.0 or abs(value) > 2 * sys.float_info.min)
    .map(lambda value: value + 0.0),
    st.dates(date(1950, 1, 1), date(2150, 12, 31)),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=8).map(str.strip),
)


def same(read: object, cell: object) -> bool:
    """Say whether what a file gives back is the cell: in CSV everything is text."""
    if cell in (None, "") or cell in ("nan", "NaT", "<NA>"):
        return read in (None, cell)
    if isinstance(cell, date):
        return day_of(read) == cell
    if isinstance(cell, int | float):
        value = number(read)
        return value is not None and math.isclose(value, cell, rel_tol=1e-15, abs_tol=0.0)
    return read == cell


@examples(60)
@given(table=st.lists(st.lists(cells, min_size=3, max_size=3), max_size=6))
def test_any_table_reads_the_same_from_every_source(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[object]]
) -> None:
    folder, columns = tmp_path_factory.mktemp("tables"), ["a", "b", "c"]
    records = [dict(zip(columns, row, strict=True)) for row in table]
    filled = [at for at, row in enumerate(table) if any(cell not in (None, "") for cell in row)]
    for form in FORMS:
        rows = read_table(source(form, folder, columns, records), columns)
        kept = [
            at for at in filled if form != "frame" or any(c not in (None, "", "nan", "NaT", "<NA>") for c in table[at])
        ]
        assert [row.line for row in rows] == [at if form == "frame" else at + 2 for at in kept]
        for row, at in zip(rows, kept, strict=True):
            assert all(same(row[column], cell) for column, cell in zip(columns, table[at], strict=True)), (form, at)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("36,510", 36510.0), ("3,6510", None), ("１２．５", 12.5), ("12.5%", None), ("−3", -3.0), ("1e3", 1000.0), ("nan", None),
        ("inf", None), ("", None), ("12%%", None), (True, None), (np.bool_(1), None), (float("nan"), None),
        (np.float64(2.5), 2.5), (np.int64(7), 7.0), (Decimal("0.1"), 0.1), (None, None), ([1], None),
        (date(2022, 1, 1), None), (pd.NA, None),
    ],
)  # fmt: skip
def test_numbers(value: object, expected: float | None) -> None:
    assert number(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2023-01-20", True), ("2023/1/20", True), ("2023.1.20", True), ("2023年1月20日", True), ("20230120", True),
        ("２０２３-１-２０", True), ("2023-01-20 00:00:00", True), ("2023-01-20T00:00", True), (date(2023, 1, 20), True),
        (datetime(2023, 1, 20, 8, tzinfo=UTC), True), (pd.Timestamp("2023-01-20"), True), (20230120, True), ("2023-02-30", False),
        ("soon", False), ("2023-01", False), ("", False), (None, False), (44946, True), ("44946", True), (44946.0, True), (44946.5, False), (12345, False), ("2023/1/20 0:00", True),
        ("2023-1/20", False), ("2023年1-20", False), ("2023-01-20 8:30:15", True), ("①2023-01-20", False), ("23-1-20", False),
    ],
)  # fmt: skip
def test_days(value: object, expected: bool) -> None:
    assert day_of(value) == (date(2023, 1, 20) if expected else None)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(2023, 2023), ("2023", 2023), (2023.0, 2023), ("2023.0", 2023), ("２０２３年", 2023), (2023.5, None), ("23", None),
     ("1823", None), (2022.5, None), ("2022.5", None), ("202①", None), ("２０２３.０", 2023), (None, None), (True, None), (" 2023 ", 2023)],
)  # fmt: skip
def test_years(value: object, expected: int | None) -> None:
    assert year_of(value) == expected


def test_a_long_cell_that_csv_cannot_hold_is_told(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("a\n" + "x" * (csv.field_size_limit() + 1), encoding="utf-8")
    with pytest.raises(
        cm.InputError,
        match=r"long.csv line 2: the cell must have at most [\d,]+ characters .*is a quotation mark missing",
    ):
        read_table(path, ("a",))


def test_a_sheet_is_found_by_its_name_or_is_the_first(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["a"])
    book.create_sheet("mine").append(["b"])
    book.save(tmp_path / "a.xlsx")
    for asked, usual, column, title in (
        ("mine", None, "b", "mine"),
        (None, "mine", "b", "mine"),
        (None, "yours", "a", "Sheet"),
        ("Sheet", "mine", "a", "Sheet"),
    ):
        rows = read_table(tmp_path / "a.xlsx", (column,), opening=Opening(sheet=asked, usual_sheet=usual))
        assert rows.name == f"{tmp_path / 'a.xlsx'} [{title}]"
    with pytest.raises(cm.InputError, match=r"the sheet must be one of .* \(got 'yours'\); choose from: Sheet, mine"):
        read_table(tmp_path / "a.xlsx", ("a",), opening=Opening(sheet="yours"))


def test_a_workbook_without_a_sheet_of_cells_lacks_every_column(tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        data = book.add_worksheet("data")
        data.write(0, 0, 1)
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=data!$A$1"})
        book.add_chartsheet("chart").set_chart(chart)
    again = openpyxl.load_workbook(tmp_path / "a.xlsx")
    del again["data"]
    again.save(tmp_path / "b.xlsx")
    with pytest.raises(cm.InputError, match="column a must be there"):
        read_table(tmp_path / "b.xlsx", ("a",))


@pytest.mark.parametrize("reader", [cm.load_series, cm.load_baselines, read_actuals])
@pytest.mark.parametrize("given", [7, [1], b"x"])
def test_what_is_neither_path_nor_frame_is_refused(reader: Callable[[Any], object], given: object) -> None:
    kinds = r"source of \w+ must be a path or a text or a DataFrame( or an official table)?"
    with pytest.raises(cm.InputError, match=kinds + r" \(got (7|list \[1\]|bytes)\)"):
        reader(given)


def test_a_plan_may_keep_its_tables_in_workbooks(tmp_path: Path) -> None:
    plan = cm.load_plan()
    for file in plan.folder.iterdir():
        text = file.read_text(encoding="utf-8").replace("../../", f"{plan.folder.parent.parent.as_posix()}/")
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    rows = list(csv.reader((plan.folder / "growth.csv").read_text(encoding="utf-8").splitlines()))
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append([number(cell) if number(cell) is not None and at != 3 else cell or None
                                   for at, cell in enumerate(row)])  # fmt: skip
    book.save(tmp_path / "growth.xlsx")
    toml = (tmp_path / "plan.toml").read_text(encoding="utf-8")
    (tmp_path / "plan.toml").write_text(toml.replace('"growth.csv"', '"growth.xlsx"'), encoding="utf-8")
    assert cm.load_plan(tmp_path).growth == plan.growth


@pytest.mark.parametrize("form", ["csv", "excel"])
def test_titles_above_and_notes_below_are_left_out_and_said(tmp_path: Path, form: Form) -> None:
    columns: list[Any] = ["册亨县居民收入", None, None]
    records: list[list[Any]] = [["单位：元"], ["年份", "数值", None], [2022, 5], ["x", 6], ["注：2022年为初步数。"]]
    if form == "csv":
        path = tmp_path / "a.csv"
        lines = [columns, *records]
        path.write_text("\n".join(",".join(str(cell or "") for cell in line) for line in lines), encoding="utf-8")
    else:
        path, book = tmp_path / "a.xlsx", openpyxl.Workbook()
        for line in [columns, *records]:
            book.worksheets[0].append(line)
        book.save(path)
    rows = read_table(path, ("year", "value"), headings=NAMES)
    assert [(row.line, row.text("year"), row.number("value", way_out=NO_TEXT)) for row in rows] == [
        (4, "2022", 5),
        (5, "x", 6),
    ]
    word = "row" if form == "excel" else "line"
    assert [remark.text.en for remark in rows.remarks] == [
        f"{word} 1 stands above the headings and was not read: '册亨县居民收入'",
        f"{word} 2 stands above the headings and was not read: '单位：元'",
        f"{word} 6 is a note below the table and was not read: '注：2022年为初步数。'",
    ]
    assert not any(remark.is_warning for remark in rows.remarks)


@pytest.mark.parametrize("last", ["注,6", "x,", ",6", "册亨县,", "数据,5"])
def test_a_row_of_data_is_never_taken_for_a_note(tmp_path: Path, last: str) -> None:
    (tmp_path / "a.csv").write_text(f"a,b\n1,2\n{last}\n", encoding="utf-8")
    rows = read_table(tmp_path / "a.csv", ("a", "b"))
    assert (len(rows), rows.remarks) == (2, [])


def test_a_heading_that_is_not_found_is_told_with_what_was_found(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("title,,\nyear,group,x\n2022,rural,5\n", encoding="utf-8")
    message = (
        r"a.csv line 2: column value must be there .*the columns are: year, group, value; there already: year, group"
    )
    with pytest.raises(cm.InputError, match=message):
        read_table(tmp_path / "a.csv", ("year", "group", "value"))
    (tmp_path / "b.csv").write_text("one,two\n1,2\n", encoding="utf-8")
    message = r"b.csv line 1: the row of headings must be among the first 20 rows \(got the row is one, two\)"
    with pytest.raises(cm.InputError, match=message):
        read_table(tmp_path / "b.csv", ("year", "value"))


@pytest.mark.parametrize("form", ["csv", "excel"])
def test_empty_columns_are_passed_over_and_addresses_stay(tmp_path: Path, form: Form) -> None:
    lines: list[list[Any]] = [[None, "a", None, "b", None], [None, 1, None, "x", None]]
    if form == "csv":
        path = tmp_path / "a.csv"
        path.write_text("\n".join(",".join(str(cell or "") for cell in line) for line in lines), encoding="utf-8")
    else:
        path, book = tmp_path / "a.xlsx", openpyxl.Workbook()
        for line in lines:
            book.worksheets[0].append(line)
        book.save(path)
    (row,) = read_table(path, ("a", "b"))
    assert (row.text("a"), row.text("b")) == ("1", "x")
    assert row.place("b").en.endswith("cell D2" if form == "excel" else "line 2, column b")


def test_a_column_with_cells_and_no_heading_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,,b\n1,5,2\n", encoding="utf-8")
    with pytest.raises(cm.InputError, match=r"the name of column 2 must be known and not repeated"):
        read_table(tmp_path / "a.csv", ("a", "b"))


@pytest.mark.parametrize(("cell", "expected"), [("是", True), ("YES", True), ("1", True), ("否", False), ("", False)])
def test_a_flag_says_yes_or_no(tmp_path: Path, cell: str, expected: bool) -> None:
    (tmp_path / "a.csv").write_text(f"a,b\n1,{cell}\n2,maybe\n", encoding="utf-8")
    rows = read_table(tmp_path / "a.csv", ("a", "b"))
    assert rows[0].flag("b") is expected
    assert rows.faults == []
    assert rows[1].flag("b") is False
    assert "b must be one of the known options (got 'maybe')" in rows.faults[0].text("en")


def test_cells_beside_the_headings_of_a_sheet_are_said(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.worksheets[0]
    for row in (["year", "value"], [2022, 1.5], [2023, 2.5, None, "待核"], [None, None, "x"]):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    rows = read_table(tmp_path / "a.xlsx", ("year", "value"))
    assert [(row["year"], row["value"]) for row in rows] == [(2022, 1.5), (2023, 2.5)]
    (remark,) = rows.remarks
    assert remark.text.zh == "列名以外的 2 个单元格未读入：D3、C4"
    assert not remark.is_warning


@pytest.mark.parametrize(
    "value",
    [10**400, -(10**5000), Fraction(10**400), Decimal("sNaN"), Decimal("NaN"), Decimal("1e999999"), 1j],
    ids=["400 digits", "5000 digits", "fraction", "signalling", "no number", "exponent", "complex"],
)
@pytest.mark.parametrize("column", ["year", "value"])
def test_numbers_that_no_float_holds_are_refused_in_every_column(value: object, column: str) -> None:
    cells = {"year": [2022], "value": [1.0], "group": ["urban"]} | {column: [value]}
    frame = pd.DataFrame({name: pd.Series(cell, dtype=object) for name, cell in cells.items()})
    (row,) = read_table(frame, ("year", "value", "group"))
    row.year("year")
    row.number("value", way_out=Text("", ""))
    assert len(row.faults) == 1
    raised = InputError(row.faults)
    assert column in raised.text("en")


@pytest.mark.parametrize("form", FORMS)
def test_columns_that_number_rows_or_remark_on_them_are_left_out_and_said(tmp_path: Path, form: Form) -> None:
    records: Records = [
        {"序号": 1, "年份": 2022, "数值": 5, "备注": "初步数"},
        {"序号": 2, "年份": 2023, "数值": 6, "备注": None},
        {"序号": "合计", "年份": None, "数值": 11, "备注": None},
        {"序号": 4, "年份": None, "数值": None, "备注": None},
    ]
    rows = read_table(source(form, tmp_path, list(records[0]), records), ("year", "value"), headings=NAMES)
    read = [(row.text("year"), row.number("value", way_out=NO_TEXT)) for row in rows]
    # the words that stand over both columns are kept, and a row that is only numbered is no row
    assert read == [("2022", 5), ("2023", 6), ("合计", 11)]
    assert [(remark.text.zh, remark.is_warning) for remark in rows.remarks] == [("“序号”“备注”列未读入", False)]
    at = 1 if form == "frame" else 3
    assert [row.line for row in rows][1] == at
    bad = next(iter(rows)).place("value")
    assert "C2" in bad.en if form == "excel" else "数值" in bad.zh


@pytest.mark.parametrize("form", FORMS)
def test_a_column_of_remarks_that_a_table_has_is_read(tmp_path: Path, form: Form) -> None:
    given_rows = source(form, tmp_path, ("year", "备注"), [{"year": 2022, "备注": "初步数"}])
    names = {**NAMES, "note": Text("备注", "note")}
    rows = read_table(given_rows, ("year",), optional=("note",), headings=names)
    assert [row.text("note") for row in rows] == ["初步数"]
    assert rows.remarks == []
