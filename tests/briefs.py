"""Make briefs once for all tests that look at them."""

import io
import zipfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import docx

import ceheng_model as cm
from ceheng_model.documents.brief import Analysis, analyse, compose_brief
from ceheng_model.documents.paper import Paper, load_profile, paper_files
from ceheng_model.documents.paper.line_breaks import JOINER, MAY_BREAK, NO_BREAK_SPACE
from ceheng_model.files import zipped
from ceheng_model.vocabulary import Language

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table

DRAWS = 2_000


@cache
def found() -> Analysis:
    """Return the analysis of the plan that ships."""
    return analyse(cm.scenario("plan"), draws=DRAWS)


@cache
def brief() -> Paper:
    """Return the brief on the plan that ships."""
    return compose_brief(found(), length="full")


@cache
def files(language: Language = "zh") -> dict[str, bytes]:
    """Return both files of that brief, by their suffix."""
    made = paper_files(brief(), stem="brief", language=language, profile=load_profile())
    return {name.rpartition(".")[2]: content for name, content in made.items()}


def opened(language: Language = "zh") -> "Document":
    """Return its Word file, opened by python-docx, without the signs that keep numbers and units on one line."""
    return docx.Document(io.BytesIO(without_joiners(files(language)["docx"])))


def words_of(file: Path) -> str:
    """Return all that a Word file says, in paragraphs and in tables, a line each."""
    document = docx.Document(io.BytesIO(without_joiners(file.read_bytes())))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join((*(paragraph.text for paragraph in document.paragraphs), *cells))


def without_joiners(content: bytes) -> bytes:
    """Return a Word file whose texts break wherever a reader would break them, to be compared with what was meant."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        texts = {name: parts.read(name) for name in parts.namelist()}
    body = texts["word/document.xml"].decode()
    body = body.replace(JOINER, "").replace(MAY_BREAK, "").replace(NO_BREAK_SPACE, " ")
    return zipped(texts | {"word/document.xml": body.encode()})


def table_after(document: "Document", caption: str) -> list[list[str]]:
    """Return the cells of the table below the caption that ends with these words."""
    body = list(document.iter_inner_content())
    at = next(i for i, block in enumerate(body) if getattr(block, "text", "").endswith(caption))
    table: Table = body[at + 1]  # type: ignore[assignment]
    return [[cell.text for cell in row.cells] for row in table.rows]


def one_line(text: str, language: Language) -> str:
    """Return a text that is set in lines as it was before."""
    return text.replace("\n", "" if language == "zh" else " ")
