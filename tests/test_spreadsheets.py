"""Workbooks as people have them: stored cells, number formats, what is hidden, and what is no workbook at all."""

import io
import random
import struct
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model.cli import program
from ceheng_model.files import YUAN, Unread, read_number, read_table
from ceheng_model.files.formats import Opening, open_book, open_grid
from ceheng_model.files.grid import FormattedNumber, Grid, Uncalculated
from ceheng_model.files.spreadsheets.archive import TABLE_LIMITS, open_archive
from ceheng_model.files.spreadsheets.number_format import formatted
from tests.office import convert, profile
from tests.workbooks import repacked

CASES = Path(__file__).parent / "cases" / "files"
SHEETS = ("xlsx", "ods", "xls")
PLAIN, MONEY = None, "元"
# a workbook knows no time zones
DAY, NOON, EVENING = (datetime(2023, 1, 20, *at) for at in ((), (12,), (18, 30)))  # noqa: DTZ001

# a stored number, its format, the unit that a reader sees (None: none), the number that it stands for in that unit
FORMATTED: list[tuple[float, str, str | None, float]] = [
    (0.123, "0.0%", "%", 0.123),
    (0.126, "0%", "%", 0.126),
    (0.05, "0.00%;[Red]-0.00%", "%", 0.05),
    # the word alone: the cell stores 12.3 and shows 12.3%
    (12.3, '0.0"%"', "%", 0.123),
    (12.3, '0.0"‰"', "‰", 12.3),
    (8.5, '0.0"个百分点"', "个百分点", 8.5),
    (3.65, '0.00"万"', "万", 3.65),
    (3.65, '0.00"万元"', "万元", 3.65),
    (-3.2, '0.0"万"', "万", -3.2),
    (36512, '#,##0"元"', MONEY, 36512),
    (1234567, '#,##0.0#"元"', MONEY, 1234567),
    (5, 'General"元"', MONEY, 5),
    (36512.5, '"¥"#,##0.00', MONEY, 36512.5),
    (36512.5, "[$¥-804]#,##0.00", MONEY, 36512.5),
    (2023, '0"年"', "年", 2023),
    (1.5, '"约"0.0', "约", 1.5),
    # made smaller before it is shown, and said so: the stored number is what is meant
    (36500, '0\\.0,"万"', PLAIN, 36500),
    (36500, '0"."0,"万元"', MONEY, 36500),
    (36500, '#,##0,"千元"', MONEY, 36500),
    (36500, "0.0,", PLAIN, 36500),
    (12405.1, "#,##0.0", PLAIN, 12405.1),
    (-5, "0.0;[Red]-0.0", PLAIN, -5),
    (1234.5, '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', PLAIN, 1234.5),
    (0, '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', PLAIN, 0),
    (12345, "0.00E+00", PLAIN, 12345),
    (0.5, "# ?/?", PLAIN, 0.5),
    (12, "00000", PLAIN, 12),
    (7, "@", PLAIN, 7),
]


def written(path: Path, rows: list[list[tuple[object, str | None]]], title: str = "数据") -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(title)
        for row, cells in enumerate(rows):
            for column, (value, code) in enumerate(cells):
                sheet.write(row, column, value, book.add_format({"num_format": code} if code else {}))
    return path


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], dict[str, Path]]:
    """Return what LibreOffice makes of a workbook: an .ods and an .xls of the same cells."""
    folder = tmp_path_factory.mktemp("office")
    user = profile(folder)

    def three(path: Path) -> dict[str, Path]:
        return {"xlsx": path, **{kind: convert([path], kind, folder / path.stem, user)[0] for kind in ("ods", "xls")}}

    return three


def test_a_number_format_counts_in_every_kind_of_workbook(
    tmp_path: Path, office: Callable[[Path], dict[str, Path]]
) -> None:
    path = written(tmp_path / "formats.xlsx", [[(value, code)] for value, code, _, _ in FORMATTED])
    read = {kind: open_grid(file) for kind, file in office(path).items()}
    for at, (_, code, unit, meant) in enumerate(FORMATTED):
        shown = set()
        for kind, grid in read.items():
            cell = grid.rows[at][0]
            if unit is None:
                assert (kind, code, cell) == (kind, code, meant)
            else:
                assert isinstance(cell, FormattedNumber), (kind, code, cell)
                assert (kind, code, cell.unit, cell.value) == (kind, code, unit, meant)
                shown.add(cell.shown)
        # LibreOffice wrote into the .ods what it shows
        assert len(shown) < 2, (code, shown)


@pytest.mark.parametrize(
    ("value", "code", "cell"),
    [
        # ! stands for the backslash in Chinese workbooks
        (36500, '0!.0,"万"', 36500),
        (123456789, '[>=100000000]0!.00,,"亿";[>=10000]0!.0,"万";0', 123456789),
        (36500, '[>=100000000]0!.00,,"亿";[>=10000]0!.0,"万";0', 36500),
        (12, '[>=100000000]0!.00,,"亿";[>=10000]0!.0,"万";0', 12),
        (44946, 'yyyy"年"m"月"d"日"', date(2023, 1, 20)),
        (44946.5, "yyyy/m/d h:mm", NOON),
        (44946, "[$-804]aaaa", date(2023, 1, 20)),
        (-1, "yyyy-mm-dd", "#####"),
        (5, "", 5),
        (5, ";;;", 5),
    ],
)
def test_formats_that_libreoffice_does_not_write(value: float, code: str, cell: object) -> None:
    assert formatted(value, code) == cell


@pytest.mark.parametrize(
    ("value", "code"),
    [
        # shows 36.5万 of 36500, which is 365,000 to a reader
        (36500, '0.0,"万"'), (36500, '0.0,"万元"'), (3.65, '0.00"亿美元"'), (36500, '0.0"约"0'), (36500, '"无"'),
        (0, '0;-0;"缺"'), (365, "0.0%%"), (3, '0.0"%左右"'), (12, '0"月"'), (36500, '[$$-409]#,##0'),
    ],
)  # fmt: skip
def test_a_unit_that_nobody_takes_is_refused_by_the_reader_of_numbers(value: float, code: str) -> None:
    assert isinstance(read_number(formatted(value, code), YUAN), Unread)


def test_days_errors_and_truths(tmp_path: Path, office: Callable[[Path], dict[str, Path]]) -> None:
    path = tmp_path / "kinds.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_datetime(0, 0, DAY, book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_datetime(0, 1, EVENING, book.add_format({"num_format": "yyyy/m/d h:mm"}))
        sheet.write_boolean(1, 0, True)
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
        sheet.write_formula(2, 0, "=40+2", None, 42)
        sheet.write_formula(2, 1, '="a"&"b"', None, "ab")
        sheet.write_string(3, 0, "  年份 ")
        sheet.write_string(3, 1, "520001")
        sheet.write_rich_string(4, 0, "收", book.add_format({"bold": True}), "入")
    for kind, file in office(path).items():
        rows = open_grid(file).rows
        assert rows[0] == [date(2023, 1, 20), EVENING], kind
        assert rows[1] == [True, "#DIV/0!"], kind
        assert rows[2] == [42, "ab"], kind
        assert rows[3] == ["年份", "520001"], kind
        assert rows[4] == ["收入"], kind


def test_days_count_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx", {"date_1904": True}) as book:
        book.add_worksheet().write_datetime(0, 0, DAY, book.add_format({"num_format": "yyyy-mm-dd"}))
    assert open_grid(tmp_path / "a.xlsx").rows == [[date(2023, 1, 20)]]


def test_a_formula_that_nobody_calculated_is_held_as_such(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["=1+1", "=A1"])
    book.save(tmp_path / "a.xlsx")
    assert open_grid(tmp_path / "a.xlsx").rows == [[Uncalculated("=1+1"), Uncalculated("=A1")]]


def told(grid: Grid, *, warning: bool) -> list[str]:
    return [remark.text.zh for remark in grid.remarks if remark.is_warning == warning]


def test_what_is_hidden_or_merged_is_said(tmp_path: Path, office: Callable[[Path], dict[str, Path]]) -> None:
    path = tmp_path / "hidden.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("表一")
        sheet.merge_range("A1:D1", "各地区收入")
        sheet.write_row(1, 0, ["region", "value", "note", "more"])
        for row in range(2, 9):
            sheet.write_row(row, 0, [f"地区{row}", 100.0 + row, "x", 1])
        sheet.merge_range("A10:A12", "合并的地区")
        sheet.write_column(9, 1, [1, 2, 3])
        for row in (2, 4, 5, 6, 19):
            sheet.set_row(row, None, None, {"hidden": True})
        sheet.set_column(3, 3, None, None, {"hidden": True})
    for kind, file in office(path).items():
        grid = open_grid(file)
        assert told(grid, warning=True) == [
            "第3、5—7行是隐藏行，已读入",
            "D列是隐藏列，已读入",
            "A10:A12 是合并单元格，内容只算在首行，其余各行按空处理",
        ], kind
        assert told(grid, warning=False) == ["A1:D1 是合并单元格，内容算在首列"], kind
        assert grid.lines == list(range(1, 13)), kind


def two_sheets(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("说明").write(0, 0, "只有文字")
        hidden = book.add_worksheet("隐藏")
        hidden.write(0, 0, 1)
        hidden.hide()
        book.add_worksheet("甲").write(0, 0, 2)
        book.add_worksheet("乙").write(0, 0, 3)
    return path


def test_the_sheet_that_is_read_is_said(tmp_path: Path, office: Callable[[Path], dict[str, Path]]) -> None:
    for kind, file in office(two_sheets(tmp_path / "two.xlsx")).items():
        first = open_grid(file)
        assert first.name == f"{file} [说明]", kind
        assert told(first, warning=False) == ["读取的是工作表“说明”；另有工作表含数字，未读：隐藏、甲、乙"], kind
        assert told(open_grid(file, Opening(usual_sheet="甲")), warning=False)[0].startswith("读取的是工作表“甲”"), kind
        asked = open_grid(file, Opening(sheet="乙", usual_sheet="甲"))
        assert (asked.name, asked.rows, asked.remarks) == (f"{file} [乙]", [[3]], []), kind
        with pytest.raises(
            cm.InputError, match=r"the sheet must be one of .* \(got '丙'\); choose from: 说明, 隐藏, 甲, 乙"
        ):
            open_grid(file, Opening(sheet="丙"))


def test_a_sheet_is_asked_for_in_workbooks_only(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(cm.InputError, match="the sheet must be asked for in workbooks only"):
        open_grid(tmp_path / "a.csv", Opening(sheet="a"))


def test_chart_sheets_are_passed_over() -> None:
    assert open_grid(CASES / "chartsheet.xlsx").rows[1][5] == 12405.1


def test_strict_workbooks_read_the_same(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", [[("a", None), (0.5, "0%")], [(2, None), (44946, "yyyy-mm-dd")]])

    def strict(parts: dict[str, bytes]) -> None:
        for name, content in parts.items():
            parts[name] = content.replace(
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                b"http://purl.oclc.org/ooxml/spreadsheetml/main",
            ).replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            )

    again = open_grid(repacked(path, tmp_path / "strict.xlsx", strict))
    assert again.rows == open_grid(path).rows
    assert again.rows[1] == [2, date(2023, 1, 20)]


@pytest.mark.parametrize("name", ["stray_last.xlsx", "stray_corner.xlsx"])
def test_a_stray_blank_costs_nothing(name: str) -> None:
    tracemalloc.start()
    grid = open_grid(CASES / name)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [len(row) for row in grid.rows] == [8, 8]
    # a row of 16,384 cells takes 131 kB, a million rows 8 MB
    assert peak < 1_000_000


def test_a_table_that_is_mostly_gaps_is_refused(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx", {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        # 1,300 rows of 16,384 cells are more than 20 million
        for row in range(1300):
            sheet.write_number(row, 16_383, 1)
    with pytest.raises(cm.InputError, match="the size of the table must be at most 20000000 cells"):
        open_grid(tmp_path / "a.xlsx")


def ods(path: Path, body: str, *, doctype: str = "", kind: str = "spreadsheet") -> Path:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = f"{doctype}<office:document-content {spaces}><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        packed.writestr("content.xml", content)
    return path


CELL = '<table:table-cell office:value-type="float" office:value="1"{}><text:p>1</text:p></table:table-cell>'


def test_repeated_cells_of_an_ods_are_bounded(tmp_path: Path) -> None:
    def table(row: str, cell: str) -> str:
        return f'<table:table table:name="a"><table:table-row{row}>{CELL.format(cell)}</table:table-row></table:table>'

    few = ods(tmp_path / "a.ods", table(' table:number-rows-repeated="2"', ' table:number-columns-repeated="3"'))
    assert open_grid(few).rows == [[1, 1, 1], [1, 1, 1]]
    for row, cell in ((1_000_000, 1000), (1, 10**9), (10**9, 1)):
        many = table(f' table:number-rows-repeated="{row}"', f' table:number-columns-repeated="{cell}"')
        with pytest.raises(cm.InputError, match=r"the workbook file must be whole .*more than 20000000 cells"):
            open_grid(ods(tmp_path / "a.ods", many))
    blank = '<table:table-row table:number-rows-repeated="1048575"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    assert open_grid(
        ods(tmp_path / "a.ods", table("", "").replace("</table:table>", blank + "</table:table>"))
    ).rows == [[1]]


def test_an_ods_with_a_document_type_or_another_content_is_refused(tmp_path: Path) -> None:
    with pytest.raises(cm.InputError, match=r"content.xml in the workbook must have no document type"):
        open_grid(ods(tmp_path / "a.ods", "", doctype='<!DOCTYPE a [<!ENTITY b "c">]>'))
    with pytest.raises(cm.InputError, match=r"must be a workbook .* \(got another document \(application"):
        open_grid(ods(tmp_path / "a.ods", "", kind="text"))


def test_a_note_beside_a_cell_of_an_ods_is_not_in_it(tmp_path: Path) -> None:
    note = "<office:annotation><text:p>注</text:p></office:annotation>"
    cell = f'<table:table-cell office:value-type="string">{note}<text:p>甲<text:s text:c="2"/>乙</text:p><text:p>丙</text:p></table:table-cell>'
    body = f'<table:table table:name="a"><table:table-row>{cell}</table:table-row></table:table>'
    assert open_grid(ods(tmp_path / "a.ods", body)).rows == [["甲  乙\n丙"]]


def test_an_ods_as_scenario_is_answered_with_the_form_to_save_it_in(tmp_path: Path) -> None:
    body = f'<table:table table:name="a"><table:table-row>{CELL.format("")}</table:table-row></table:table>'
    answered = CliRunner().invoke(program, ["--scenario", str(ods(tmp_path / "a.ods", body))])
    assert answered.exit_code == 2
    assert "a.ods：工作簿必须存为 .xlsx（现为 “.ods”）；用保存它的程序打开，另存为 .xlsx" in answered.stderr


def test_a_copy_of_a_live_workbook_set_beside_others_is_answered_alike(tmp_path: Path) -> None:
    sheet = '<table:table table:name="{}"><table:table-row><table:table-cell/></table:table-row></table:table>'
    copy = ods(tmp_path / "a.ods", sheet.format("概览") + sheet.format("假设"))
    answered = CliRunner().invoke(program, ["compare", str(copy), "plan"])
    assert answered.exit_code == 2
    assert "a.ods：工作簿必须存为 .xlsx（现为 “.ods”）；用保存它的程序打开，另存为 .xlsx" in answered.stderr


def zip_of(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return stream.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NO_TABLES: list[tuple[str, bytes, str]] = [
    ("a.csv", zip_of(a=b"x"), r"\(got an archive \(zip\)\)"),
    ("a.csv", b"PK\x03\x04", "the workbook file must be whole"),
    ("a.docx", zip_of(**{"word/document.xml": b"x"}), r"\(got a Word document\)"),
    ("a.xlsb", zip_of(**{"xl/workbook.bin": b"x"}), r"\(got a binary workbook \(.xlsb\)\)"),
    ("a.numbers", zip_of(**{"Index/Document.iwa": b"x"}), r"\(got a file of Numbers or Pages\); save it again as .xlsx"),
    ("a.et", OLE + b"\0" * 600, r"\(got a spreadsheet of WPS \(.et\)\); save it again as .xlsx"),
    ("a.wps", OLE + b"\0" * 600, r"\(got a document of WPS \(.wps\)\)"),
    ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), r"must have no password \(got an encrypted workbook\)"),
    ("a.xls", OLE + "WordDocument".encode("utf-16-le"), r"\(got a Word document \(.doc\)\)"),
    ("a.xls", OLE + b"\0" * 600, "the workbook file must be whole"),
    ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", r"\(got a web page \(HTML\)\); open it in Excel or WPS"),
    ("a.xlsx", b"\xef\xbb\xbf\r\n<!DOCTYPE html>", r"\(got a web page \(HTML\)\)"),
    ("a.xls", b"MIME-Version: 1.0\r\n", r"\(got a web page in one file"),
    ("a.xls", b'<?xml version="1.0"?><Workbook/>', r"\(got an XML file\)"),
    ("a.csv", b"%PDF-1.7", r"\(got a PDF file\)"),
    ("a.xlsx", b"Rar!\x1a", r"\(got a RAR archive\)"),
    ("a.xlsx", b"", r"\(got an empty file\)"),
    ("a.csv", b"\x1f\x8b\x08", r"\(got a gzip file\)"),
    ("a.csv", b"PAR1", r"\(got a Parquet file\)"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "raw", "message"), NO_TABLES)
def test_what_is_no_table_is_called_what_it_is(tmp_path: Path, name: str, raw: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(cm.InputError, match=message) as caught:
        open_grid(tmp_path / name)
    assert "编码" not in caught.value.text("zh")


def test_text_under_the_name_of_a_workbook_is_read_as_text_and_said(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_text("a,b\n1,2\n", encoding="utf-8")
    grid = open_grid(tmp_path / "a.xls")
    assert grid.rows == [["a", "b"], ["1", "2"]]
    assert told(grid, warning=False) == ["文件名以 .xls 结尾，内容是文本，按 CSV 读入"]


def test_a_workbook_under_the_name_of_text_is_read_as_a_workbook(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", [[("a", None)], [(1, None)]])
    assert open_grid(path.rename(tmp_path / "a.csv")).rows == [["a"], [1]]


def test_bombs_are_refused_before_they_unfold(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", [[(1, None)]])

    def swollen(parts: dict[str, bytes]) -> None:
        parts["xl/worksheets/sheet1.xml"] = b" " * (TABLE_LIMITS.unpacked // 4)
        parts.update({f"xl/media/{n}": b" " * (TABLE_LIMITS.unpacked // 4) for n in range(4)})

    with pytest.raises(cm.InputError, match="the size of the workbook must be at most 500 MB"):
        open_grid(repacked(path, tmp_path / "b.xlsx", swollen))


def test_a_part_that_unpacks_further_than_it_says_is_broken(tmp_path: Path) -> None:
    raw = bytearray(written(tmp_path / "a.xlsx", [[(1, None)]]).read_bytes())
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        names = [part.filename for part in packed.infolist()]
    at = -1
    for name in names:
        at = raw.index(b"PK\x01\x02", at + 1)
        if name == "xl/worksheets/sheet1.xml":
            # its size in the list of parts
            struct.pack_into("<I", raw, at + 24, 10)
    (tmp_path / "b.xlsx").write_bytes(raw)
    with pytest.raises(cm.InputError, match="the workbook file must be whole"):
        open_grid(tmp_path / "b.xlsx")


def test_parts_packed_in_another_way_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as packed:
        packed.writestr("xl/workbook.xml", b"<workbook/>")
    with pytest.raises(cm.InputError, match="the workbook file must be whole"):
        open_archive(path, path.read_bytes(), TABLE_LIMITS)


@pytest.mark.parametrize("gone", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels", "xl/workbook.xml"])  # fmt: skip
def test_a_missing_part_is_told(tmp_path: Path, gone: str) -> None:
    path = written(tmp_path / "a.xlsx", [[("a", None)], [(1, None)]])

    def without(parts: dict[str, bytes]) -> None:
        del parts[gone]

    changed = repacked(path, tmp_path / "b.xlsx", without)
    if gone == "xl/_rels/workbook.xml.rels":
        # no sheet can be found
        assert open_grid(changed).rows == ()
        return
    with pytest.raises(cm.InputError, match="must be"):
        open_grid(changed)


def spoilt(raw: bytes, seed: int) -> Iterator[bytes]:
    """Yield the bytes with something wrong: bits turned, the end cut off, a stretch overwritten or left out."""
    chance = random.Random(seed)
    while True:
        body = bytearray(raw)
        kind = chance.randrange(4)
        at = chance.randrange(len(body))
        if kind == 0:
            for _ in range(chance.randrange(1, 4)):
                body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del body[at:]
        elif kind == 2:
            body[at : at + 8] = chance.randbytes(8)
        else:
            del body[at : at + chance.randrange(1, 64)]
        yield bytes(body)


def unpacked_and_spoilt(raw: bytes, seed: int) -> Iterator[bytes]:
    """Yield workbooks that are whole archives with one part spoilt: what no check sum finds."""
    chance = random.Random(seed)
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    while True:
        name = chance.choice([name for name, content in parts.items() if content])
        yield zip_of(**{**parts, name: next(spoilt(parts[name], chance.randrange(2**32)))})


@pytest.mark.parametrize("kind", SHEETS)
def test_no_spoilt_workbook_is_more_than_a_fault(
    tmp_path: Path, office: Callable[[Path], dict[str, Path]], kind: str
) -> None:
    rows: list[list[tuple[object, str | None]]] = [[("region", None), ("value", None), ("day", None)]]
    rows += [[(f"地区{n}", None), (100.5 + n, '0.0"元"'), (44946 + n, "yyyy-mm-dd")] for n in range(30)]
    raw = office(written(tmp_path / f"fuzz-{kind}.xlsx", rows))[kind].read_bytes()
    sources = [spoilt(raw, 7)] + ([unpacked_and_spoilt(raw, 11)] if kind != "xls" else [])
    refused = 0
    for source in sources:
        for _ in range(150):
            (tmp_path / f"a.{kind}").write_bytes(next(source))
            try:
                open_grid(tmp_path / f"a.{kind}")
            except cm.InputError:
                refused += 1
    assert refused > 100 if kind != "xls" else refused > 20


def test_the_names_of_a_workbook_are_read(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("甲").write(0, 0, 1)
        book.define_name("here", "='甲'!$A$1")
        book.define_name("甲!there", "='甲'!$A$2")
    book = open_book(tmp_path / "a.xlsx")
    assert dict(book.names) == {"here": "'甲'!$A$1"} or dict(book.names) == {"here": "甲!$A$1"}


def test_a_cell_that_stands_twice_is_refused(tmp_path: Path) -> None:
    plain = tmp_path / "plain.xlsx"
    book = openpyxl.Workbook()
    book.worksheets[0].append(["year", "value"])
    book.worksheets[0].append([2022, 1.5])
    book.save(plain)

    def twice(parts: dict[str, bytes]) -> None:
        page = parts["xl/worksheets/sheet1.xml"]
        parts["xl/worksheets/sheet1.xml"] = page.replace(
            b"</c></row></sheetData>", b'</c><c r="B2"><v>2</v></c></row></sheetData>'
        )

    path = repacked(plain, tmp_path / "twice.xlsx", twice)
    assert path.read_bytes() != plain.read_bytes()
    with pytest.raises(cm.InputError, match=r"the workbook file must be whole \(got damaged content .*cell B2 twice"):
        read_table(path, ("year", "value"))
