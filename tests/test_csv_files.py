"""One opener of CSV: whatever separates cells, in every encoding that is met; what is broken or huge is refused."""

import codecs
import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ceheng_model as cm
from ceheng_model.files import csv_file
from ceheng_model.files.csv_file import open_csv
from ceheng_model.files.encodings import Encoding
from tests.effort import examples

ROWS = [
    ["地区", "人群", "数值", "备注"],
    ["册亨县", "rural", "12,300.5", "一；二"],
    ["望谟县", "urban", "31000", "a\nb"],
]


def written(rows: list[list[str]], sign: str, ending: str = "\n") -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=sign, lineterminator=ending, quoting=csv.QUOTE_NONNUMERIC).writerows(rows)
    return stream.getvalue()


@pytest.mark.parametrize("sign", [",", ";", "\t", "|", "，"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_the_separator_is_found(tmp_path: Path, sign: str, ending: str) -> None:
    (tmp_path / "a.csv").write_bytes(written(ROWS, sign, ending).encode())
    assert open_csv(tmp_path / "a.csv").rows == ROWS


@pytest.mark.parametrize(
    "encoded",
    [
        written(ROWS, ",").encode(),
        written(ROWS, ",").encode("utf-8-sig"),
        codecs.BOM_UTF8 * 2 + written(ROWS, ",").encode(),
        written(ROWS, ",").encode("gb18030"),
        written(ROWS, ",").encode("utf-16"),
        codecs.BOM_UTF16_BE + written(ROWS, ",").encode("utf-16-be"),
    ],
)
def test_the_encoding_is_found(tmp_path: Path, encoded: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(encoded)
    assert open_csv(tmp_path / "a.csv").rows == ROWS


def test_big5_is_read_on_request_only(tmp_path: Path) -> None:
    rows = [["地區", "數值"], ["臺灣", "1"]]
    (tmp_path / "a.csv").write_bytes(written(rows, ",").encode("big5"))
    assert open_csv(tmp_path / "a.csv", encoding="big5").rows == rows
    (tmp_path / "b.csv").write_bytes(b"a\n\xff\xff\n")
    with pytest.raises(cm.InputError, match=r"b.csv: the file's encoding must be UTF-8, GB18030 .*encoding big5"):
        open_csv(tmp_path / "b.csv")
    with pytest.raises(cm.InputError, match="the file's encoding must be big5, as asked for"):
        open_csv(tmp_path / "b.csv", encoding="big5")
    unknown: Encoding = "latin-1"  # type: ignore[assignment]
    with pytest.raises(cm.InputError, match=r"the encoding must be one of .* \(got 'latin-1'\); choose from: utf-8"):
        open_csv(tmp_path / "b.csv", encoding=unknown)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"PK\x03\x04", "a zip archive or an .xlsx workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old .xls, .et or .doc file"),
        (b"%PDF-1.7", "a PDF file"),
        (b"\xef\xbb\xbf<html><table>", "a web page"),
        (b"<?xml version='1.0'?>", "an XML file"),
        (b"\x1f\x8b\x08", "a gzip file"),
    ],
)
def test_what_is_no_text_is_told_for_what_it_is(tmp_path: Path, raw: bytes, kind: str) -> None:
    (tmp_path / "a.csv").write_bytes(raw + b"\x00" * 20)
    with pytest.raises(cm.InputError, match=rf"a.csv: the file must be a CSV text \(got {kind}") as caught:
        open_csv(tmp_path / "a.csv")
    assert "UTF-8 或 GB18030" not in caught.value.text("zh")


def test_empty_bytes_are_refused_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"a,b\nccc,d\x00eeeeee\n")
    with pytest.raises(cm.InputError, match=r"a.csv line 2: the text must hold no NUL bytes"):
        open_csv(tmp_path / "a.csv")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('a,b,c,d\n1,2,3,"see\n5,6,7,8\n', 2),
        ('a,b,c,d\n1,2,3,4\n1,2,3,"see\n5,6,7,8\n9,10,11,"x"\n', 3),
        ('a,b,c,d\n"x\ny",2,3,4\n1,2,3,"see\n5,6,7,8\n', 4),
        # the second mark ends a row by chance: the rows between would be gone
        ('a,b,c,d\n1,2,3,"see\n5,6,7,8\n9,10,11,12"\n', 2),
        ('a,b,c,d\n1,2,3,"x"y\n', 2),
    ],
)
def test_an_open_quotation_mark_is_told_where_its_record_begins(tmp_path: Path, text: str, line: int) -> None:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    with pytest.raises(cm.InputError, match=rf"a.csv line {line}: the quotation mark must be closed \(got "):
        open_csv(tmp_path / "a.csv")


@pytest.mark.parametrize(("first", "sign"), [('"sep=;"', ";"), ("sep=;", ";"), ("SEP=,,,,", ","), ("sep=\t", "\t")])
def test_a_first_line_may_name_the_separator(tmp_path: Path, first: str, sign: str) -> None:
    (tmp_path / "a.csv").write_text(f"{first}\r\na{sign}b\r\n1{sign}2\r\n", encoding="utf-8-sig", newline="")
    grid = open_csv(tmp_path / "a.csv")
    assert (grid.rows, grid.lines) == ([["a", "b"], ["1", "2"]], [2, 3])
    assert [remark.is_warning for remark in grid.remarks] == [False]
    assert "line 1 names the separator" in grid.remarks[0].sentence.en


def test_rows_that_hold_nothing_are_passed_over_and_counted(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n,\n\n  , \n1,2\n,,\n", encoding="utf-8")
    grid = open_csv(tmp_path / "a.csv")
    assert (grid.rows, grid.lines) == ([["a", "b"], ["1", "2"]], [1, 5])


@pytest.mark.parametrize(
    ("name", "most", "text", "message"),
    [
        ("MOST_BYTES", 10, "a,b\n1,2\n3,4\n", r"the size of the file in bytes must be at most 10 \(got 12\)"),
        ("MOST_LINES", 2, "a,b\n1,2\n3,4\n", r"the number of lines must be at most 2 \(got 3\)"),
        ("MOST_CELLS", 2, "a,b\n1,2\n3,4\n", r"the number of cells must be at most 2 \(got 3\)"),
        ("MOST_COLUMNS", 3, "a,b,c,d\n", r"the number of columns must be at most 3 \(got 4\)"),
    ],
)
def test_a_file_beyond_the_limits_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, most: int, text: str, message: str
) -> None:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    monkeypatch.setattr(csv_file, name, most)
    with pytest.raises(cm.InputError, match=message):
        open_csv(tmp_path / "a.csv")


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n", exclude_categories=["Cs"]), max_size=6)


@examples(100)
@given(
    table=st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=5),
    sign=st.sampled_from([",", ";", "\t"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_was_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[str]], sign: str, encoding: str
) -> None:
    head = [["kind", "year", "value"]] * 6
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    path.write_bytes(written([*head, *table], sign).encode(encoding))
    kept = [[cell.strip() or None for cell in row] for row in table if any(cell.strip() for cell in row)]
    assert open_csv(path).rows == [*head, *kept]
