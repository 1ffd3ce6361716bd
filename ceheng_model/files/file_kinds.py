"""Know by its first bytes what a file is that holds no text."""

from collections.abc import Sequence

from ceheng_model.vocabulary import Text

ZIP = b"PK"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How old files of Office begin: folders of parts."""

_MARKS: Sequence[tuple[bytes, Text]] = (
    (b"PK\x03\x04", Text("压缩包或 .xlsx 工作簿", "a zip archive or an .xlsx workbook")),
    (COMPOUND[:4], Text("旧式 .xls、.et 或 .doc 文件", "an old .xls, .et or .doc file")),
    (b"%PDF", Text("PDF 文件", "a PDF file")),
    (b"Rar!", Text("RAR 压缩文件", "a RAR archive")),
    (b"7z\xbc\xaf", Text("7z 压缩文件", "a 7z archive")),
    (b"\x1f\x8b", Text("gzip 压缩文件", "a gzip file")),
    (b"{\\rtf", Text("RTF 文档", "an RTF document")),
    (b"\x89PNG", Text("图片", "a picture")),
    (b"\xff\xd8\xff", Text("图片", "a picture")),
    (b"GIF8", Text("图片", "a picture")),
    (b"PAR1", Text("Parquet 文件", "a Parquet file")),
    (b"SQLite", Text("数据库文件", "a database")),
)
_MARKUP: Sequence[tuple[bytes, Text]] = (
    *(
        (begin, Text("网页（HTML）", "a web page (HTML)"))
        for begin in (b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<body", b"<style")
    ),
    (b"mime-version:", Text("单个文件网页（MHTML）", "a web page in one file (MHTML)")),
    (b"<?xml", Text("XML 文件", "an XML file")),
    (b"<?mso", Text("XML 文件", "an XML file")),
)
_UTF_8_MARK = b"\xef\xbb\xbf"
_LONGEST = 4096
"""Bytes among which the first word of markup is looked for, behind empty lines."""


def kind_of(raw: bytes) -> Text | None:
    """Return what a file is, by the bytes that it begins with; None where it may be text.

    >>> kind_of(b"%PDF-1.7").en, kind_of(b" <HTML>").en, kind_of(b"year,value")
    ('a PDF file', 'a web page (HTML)', None)
    """
    for mark, kind in _MARKS:
        if raw.startswith(mark):
            return kind
    begin = raw[:_LONGEST].removeprefix(_UTF_8_MARK).lstrip().lower()
    return next((kind for word, kind in _MARKUP if begin.startswith(word)), None)
