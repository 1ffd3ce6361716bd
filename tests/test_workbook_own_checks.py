"""Workbooks that say themselves what is at fault, copied sheets, inserted rows: read, or refused with the cell."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

import ceheng_model as cm
from ceheng_model.documents.workbook import read_workbook, write_workbook
from tests.workbooks import cells, edited, put, repacked


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plain") / "plan.xlsx"
    write_workbook(cm.scenario("plan"), path)
    return path


def told(path: Path, checks: dict[str, tuple[int, str]]) -> Path:
    """Store what the checks of these names find, as a spreadsheet program does: how many, and the cell."""
    book = openpyxl.load_workbook(path)
    rows: Any = book["检查"]
    for name, (count, cell) in checks.items():
        (row,) = [row for row in rows.iter_rows(min_row=6) if row[0].value == name]
        row[2].value, row[6].value = count, cell
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("checks", "cell", "said"),
    [
        (
            {"农村常住居民：各年合计与情景库一致": (1, "$F$31"), "判定与情景比较一致": (2, "$I$5")},
            "工作表“预测”F31",
            "“检查”表的检查事项（农村常住居民：各年合计与情景库一致）必须正常（现为 1处错误）",
        ),
        ({"判定与情景比较一致": (1, "$I$5")}, "工作表“目标校验”I5", "（判定与情景比较一致）必须正常"),
        ({"“官方表”表没有出错的公式": (3, "$F$12")}, "工作表“官方表”F12", "“官方表”表没有出错的公式"),
        ({"“预测”表的行列没有增减": (1, "–")}, "工作表“预测”：", "“预测”表的行列没有增减"),
        (
            {"判定与情景比较一致": (7, "$I$16"), "“情景库”表的行列没有增减": (1, "–")},
            "工作表“情景库”：",
            "“情景库”表的行列没有增减",
        ),
        (
            {"农村常住居民：增速为数，大于 -100%、小于 100%": (1, "$D$34"), "“假设”表没有出错的公式": (4, "$D$40")},
            "工作表“假设”D34",
            "增速为数，大于 -100%、小于 100%",
        ),
    ],
)
def test_what_the_checks_found_is_refused_with_its_cell(
    checks: dict[str, tuple[int, str]], cell: str, said: str, plain: Path, tmp_path: Path
) -> None:
    path = told(edited(plain, tmp_path / "a.xlsx", {}), checks)
    with pytest.raises(cm.InputError, match=r"the check '.*' of the workbook must be sound") as raised:
        read_workbook(path)
    (fault,) = raised.value.faults
    assert cell in fault.text("zh")
    assert said in fault.text("zh")


def test_inputs_that_cannot_be_read_are_told_and_not_what_follows(plain: Path, tmp_path: Path) -> None:
    path = edited(plain, tmp_path / "a.xlsx", {"growth_rural_wages": ("快", 0.2, 0.2)})
    told(path, {"“预测”表没有出错的公式": (9, "$F$31")})
    with pytest.raises(cm.InputError, match="rural wages 2022 must be a finite number") as raised:
        read_workbook(path)
    assert len(raised.value.faults) == 1


def test_a_workbook_without_its_checks_is_refused(plain: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(plain)
    del book.defined_names["checks"]
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(cm.InputError, match=r"the cells named checks must be in the workbook \(got nothing\)"):
        read_workbook(tmp_path / "a.xlsx")


def with_row_before(book: openpyxl.Workbook, row: int) -> None:
    """Put a row into the sheet of assumptions as a spreadsheet program does: names and references follow."""
    sheet: Any = book["假设"]
    merged = [str(area) for area in sheet.merged_cells.ranges]
    for area in merged:
        sheet.unmerge_cells(area)
    sheet.insert_rows(row)
    for name in book.defined_names.values():
        head, sign, block = (name.attr_text or "").rpartition("!")
        if head == "'假设'":
            corners = [corner.split("$")[1:] for corner in block.split(":")]
            moved = [f"${letters}${int(line) + (int(line) >= row)}" for letters, line in corners]
            name.attr_text = head + sign + ":".join(moved)


@pytest.mark.parametrize(
    "before", ["growth_rural_wages", "growth_lifted_property", "population_rural", "base_total_rural"]
)
def test_rows_put_between_the_inputs_change_nothing(before: str, plain: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(plain)
    put(book, "growth_rural_business", 0.07)
    with_row_before(book, cells(book, before)[0].row)
    book.save(tmp_path / "a.xlsx")
    read = read_workbook(tmp_path / "a.xlsx")
    assert {str(change).partition("=")[2] for change in read.changes} == {"0.07"}
    # what the workbook says of them itself counts
    found = {"各行的名称与写出时相同": (1, "$A$29")}
    with pytest.raises(cm.InputError, match="the check '各行的名称与写出时相同' of the workbook must be sound"):
        read_workbook(told(tmp_path / "a.xlsx", found))


def test_rows_put_between_the_inputs_do_not_hide_what_other_sheets_tell(plain: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(plain)
    with_row_before(book, cells(book, "growth_rural_wages")[0].row)
    book.save(tmp_path / "a.xlsx")
    found = {"判定与情景比较一致": (1, "$I$5")}
    with pytest.raises(
        cm.InputError, match="sheet '目标校验', cell I5: the check '判定与情景比较一致' of the workbook"
    ):
        read_workbook(told(tmp_path / "a.xlsx", found))


def test_a_row_put_into_a_table_of_shares_is_left_out_while_it_is_empty(plain: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(plain)
    put(book, "share_case_rural", "2021年全国农村居民")
    shares = cells(book, "case_shares_rural")
    # between the first case and the second, so that the blocks widen
    with_row_before(book, shares[4].row)
    book.save(tmp_path / "a.xlsx")
    assert read_workbook(tmp_path / "a.xlsx").baseline.levels[1, 0] == pytest.approx(11076 * 0.4204)
    row = shares[0].row + 1
    sheet: Any = book["假设"]
    sheet.cell(row, shares[1].column).value = "备注"
    book.save(tmp_path / "b.xlsx")
    with pytest.raises(cm.InputError, match=rf"cell [A-Z]{row}: the share of .* it is no input"):
        read_workbook(tmp_path / "b.xlsx")


def test_a_column_put_between_shares_is_named(plain: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(plain)
    sheet: Any = book["假设"]
    shares = cells(book, "case_shares_rural")
    (last, *_) = [cell.column_letter for cell in shares[3:4]]
    row, column = shares[0].row, shares[3].column
    for name in book.defined_names.values():
        target = name.attr_text or ""
        if target.startswith("'假设'!") and target.endswith(f"${last}${shares[-1].row}"):
            name.attr_text = target.replace(f"${last}$", f"${sheet.cell(1, column + 1).column_letter}$")
    for line in range(row, shares[-1].row + 1):
        sheet.cell(line, column + 1).value, sheet.cell(line, column).value = sheet.cell(line, column).value, None
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(
        cm.InputError, match=rf"cell {last}{row}: the columns .* \(got column {last} was inserted\)"
    ) as raised:
        read_workbook(tmp_path / "a.xlsx")
    assert f"第{last}列是插入的" in raised.value.text("zh")


def test_copies_of_sheets_are_not_read(plain: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(plain)
    (first, *_) = cells(book, "growth_rural_wages")
    copy: Any = book.copy_worksheet(book["假设"])
    copy[first.coordinate] = 0.05
    # what spreadsheet programs make of a copied sheet: its names are its own
    for name, defined in book.defined_names.items():
        head, sign, block = (defined.attr_text or "").rpartition("!")
        if head == "'假设'":
            copy.defined_names[name] = DefinedName(name, attr_text=f"'{copy.title}'{sign}{block}")
    for at in (len(book.sheetnames) - 1, 0):
        book.move_sheet(copy, at - book.index(copy))
        book.save(tmp_path / "a.xlsx")
        assert read_workbook(tmp_path / "a.xlsx").changes == ()
    put(book, "growth_rural_wages", 0.2, 0.15, 0.2)
    copy.title = "备份"
    book.save(tmp_path / "a.xlsx")
    assert [str(change) for change in read_workbook(tmp_path / "a.xlsx").changes] == ["rural.wages.2023=0.15"]
    # the copy cannot stand in for the sheet itself
    del book["假设"]
    book.save(tmp_path / "b.xlsx")
    with pytest.raises(cm.InputError, match="sheet 假设 must be in the workbook"):
        read_workbook(tmp_path / "b.xlsx")


def test_merged_inputs_are_named(plain: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(plain)
    wages = cells(book, "growth_rural_wages")
    sheet: Any = wages[0].parent
    sheet.merge_cells(f"{wages[0].coordinate}:{wages[2].coordinate}")
    book.save(tmp_path / "a.xlsx")
    said = rf"rural wages 2023 must be a cell of its own \(got merged with {wages[0].coordinate}\); unmerge the cells"
    with pytest.raises(cm.InputError, match=said) as raised:
        read_workbook(tmp_path / "a.xlsx")
    assert [fault.text("zh").count(f"与 {wages[0].coordinate} 合并") for fault in raised.value.faults] == [1, 1]


def test_hidden_and_filtered_rows_are_read(plain: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(plain)
    put(book, "growth_rural_wages", 0.1)
    row = cells(book, "growth_rural_wages")[0].row
    sheet: Any = book["假设"]
    sheet.row_dimensions[row].hidden = True
    sheet.auto_filter.ref = f"A{row - 1}:F{row + 2}"
    book.save(tmp_path / "a.xlsx")
    assert [str(change) for change in read_workbook(tmp_path / "a.xlsx").changes] == ["rural.wages.2022,2023,2024=0.1"]


def test_sheets_of_another_workbook_put_in_are_told_once(plain: Path, tmp_path: Path) -> None:
    write_workbook(cm.scenario("plan", plan="yunnan-rural-2022-2024"), tmp_path / "yunnan.xlsx")
    book, other = openpyxl.load_workbook(plain), openpyxl.load_workbook(tmp_path / "yunnan.xlsx")
    beside: Any = book.create_sheet("假设 (云南)")
    over: Any = book["假设"]
    for area in [str(area) for area in over.merged_cells.ranges]:
        over.unmerge_cells(area)
    for row in other["假设"].iter_rows():
        for cell in row:
            beside[cell.coordinate].value = cell.value
    book.save(tmp_path / "a.xlsx")
    assert read_workbook(tmp_path / "a.xlsx").changes == ()
    over.delete_rows(1, over.max_row)
    for row in other["假设"].iter_rows():
        for cell in row:
            over[cell.coordinate].value = cell.value
    book.save(tmp_path / "b.xlsx")
    with pytest.raises(
        cm.InputError, match=r"the year of the heading must be 2021 \(got .*\); write the workbook"
    ) as raised:
        read_workbook(tmp_path / "b.xlsx")
    assert len(raised.value.faults) == 1


@pytest.mark.parametrize("suffix", ["xlsm", "zip"])
def test_macros_and_links_to_other_workbooks_are_not_looked_at(suffix: str, plain: Path, tmp_path: Path) -> None:
    link = b'<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"/>'

    def joined(parts: dict[str, bytes]) -> None:
        parts["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0"
        parts["xl/externalLinks/externalLink1.xml"] = b"<externalLink/>"
        more = link % (b"externalLink", b"externalLinks/externalLink1.xml") + link % (b"vbaProject", b"vbaProject.bin")
        more = more.replace(b"rIdX", b"rIdY", 1)
        where = "xl/_rels/workbook.xml.rels"
        parts[where] = parts[where].replace(b"</Relationships>", more + b"</Relationships>")

    assert read_workbook(repacked(plain, tmp_path / f"a.{suffix}", joined)).changes == ()


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1e308, r"must be below 1 \(got 1e\+308\); write 20 % as 0\.20\."),
        ("1e308", r"must be below 1 \(got 1e\+308\); write 20 % as 0\.20\."),
        ("=[1]假设!D34", r"formula with its result stored \(got '=\[1\]假设!D34'\)"),
        ("十二", r"must be a finite number \(got '十二'\)"),
    ],
)
def test_growth_that_is_no_growth_has_one_short_message(value: object, said: str, plain: Path, tmp_path: Path) -> None:
    path = edited(plain, tmp_path / "a.xlsx", {"growth_rural_wages": (value, 0.2, 0.2)})
    with pytest.raises(cm.InputError, match=said) as raised:
        read_workbook(path)
    assert len(raised.value.faults) == 1
    assert len(raised.value.text("zh")) < 300 + len(str(path))
