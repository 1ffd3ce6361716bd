"""Write a laid-out paper as a Word file."""

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ceheng_model.characters import printable
from ceheng_model.documents.paper.column_widths import alignments, fit, title_lines
from ceheng_model.documents.paper.content import Paper
from ceheng_model.documents.paper.page_profile import Profile
from ceheng_model.documents.paper.pictures import Drawn
from ceheng_model.documents.paper.reading_order import (
    RUN,
    FiguresItem,
    Item,
    Line,
    PictureItem,
    TableItem,
    laid_out,
    run_mark,
)
from ceheng_model.documents.paper.tones import COLOURS, tones
from ceheng_model.files import repacked
from ceheng_model.vocabulary import Language, Verdict

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell, _Row
    from docx.text.run import Run

PRODUCER = "ceheng-model"
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""Day in the properties of a paper that names none: the same paper is the same bytes."""


def word_file(paper: Paper, language: Language, profile: Profile, drawn: tuple[Drawn, ...]) -> bytes:
    """Return the paper as a .docx file with real styles, tables and pictures; the same paper gives the same bytes.

    `drawn` are the paper's pictures in their order, with PNG data.
    """
    import docx

    from ceheng_model.documents.paper.word_styles import set_page, set_styles

    document = docx.Document()
    set_styles(document, profile, language)
    set_page(document, profile)
    pictures = iter(drawn)
    for item in laid_out(paper, language):
        _write(document, item, pictures, profile, language)
    _set_properties(document, paper, language)
    mark = run_mark(paper, language, (one.alternative for one in drawn))
    document.core_properties.keywords = RUN.format(mark=mark).in_language(language)
    stream = io.BytesIO()
    document.save(stream)
    return repacked(stream.getvalue())


def _write(document: "Document", item: Item, pictures: Any, profile: Profile, language: Language) -> None:
    from docx.shared import Pt

    from ceheng_model.documents.paper.word_styles import STYLES

    if isinstance(item, Line):
        text = printable(item.text)
        if item.role == "annexed":
            # the line that names the annex does not stand on a page by itself
            document.paragraphs[-1].paragraph_format.keep_with_next = True
        if item.role == "title":
            text = "\n".join(title_lines(text, width=profile.page.text_width, size=profile.faces["title"].size))
        document.add_paragraph(text, style=STYLES[item.role])
    elif isinstance(item, TableItem):
        document.add_paragraph(printable(item.caption), style=STYLES["caption"])
        _table(document, item, profile, language)
        for note in item.notes or ("",):
            last = document.add_paragraph(printable(note), style=STYLES["note"])
        last.paragraph_format.space_after = Pt(profile.lines.pitch * AFTER_TABLE)
    elif isinstance(item, FiguresItem):
        table = document.add_table(rows=3, cols=len(item.figures))
        for column, one in enumerate(item.figures):
            texts = (one.label, one.value, f"{one.sign} {one.target}".strip())
            for row, text in enumerate(texts):
                paragraph = table.cell(row, column).paragraphs[0]
                paragraph.style = STYLES["heading"]
                paragraph.add_run(printable(text)).font.size = Pt(18 if row == 1 else 9)
    else:
        _picture(document, item, next(pictures), profile)


def _picture(document: "Document", item: PictureItem, drawn: Drawn, profile: Profile) -> None:
    from docx.shared import Pt

    from ceheng_model.documents.paper.word_styles import STYLES

    paragraph = document.add_paragraph(style=STYLES["picture"])
    shape = paragraph.add_run().add_picture(io.BytesIO(drawn.png), width=Pt(profile.page.text_width))
    properties = shape._inline.docPr  # noqa: SLF001
    properties.set("name", printable(item.caption))
    properties.set("descr", printable(drawn.alternative))
    caption = document.add_paragraph(printable(item.caption), style=STYLES["caption"])
    # the caption of a picture stands below it and holds on to nothing
    caption.paragraph_format.keep_with_next = False


def _table(document: "Document", item: TableItem, profile: Profile, language: Language) -> None:
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.shared import Pt, RGBColor

    from ceheng_model.documents.paper.word_styles import CELL_MARGIN, STYLES, TABLE_STYLE

    rows = item.table.shown_rows(language)
    sides = alignments(item.table, language)
    face = profile.faces["table"]
    fitted = fit(item.table, language, width=profile.page.text_width, size=face.size, padding=CELL_MARGIN / 10 + 1)
    table = document.add_table(rows=len(rows), cols=len(sides), style=TABLE_STYLE)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for position, width in enumerate(fitted.widths):
        table.columns[position].width = Pt(width)
    toned: list[list[Verdict | None]] = [[None] * len(sides), *tones(item.table)]
    for number, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
        _keep_whole(row, heading=number == 0)
        # the heading stays with the first row, and short tables stay whole
        held = number < _held(len(rows))
        looks = zip(sides, fitted.widths, toned[number], strict=True)
        for cell, text, (side, width, tone) in zip(row.cells, texts, looks, strict=True):
            cell.width = Pt(width)
            run = _cell(cell, text, style=STYLES[side if number else "heading"], held=held)
            if fitted.size != face.size:
                run.font.size = Pt(fitted.size)
            if tone is not None:
                run.font.color.rgb = RGBColor.from_string(COLOURS[tone][0])


def _keep_whole(row: "_Row", *, heading: bool) -> None:
    """Let no page break inside a row, and repeat the heading on every page."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()  # noqa: SLF001
    properties.append(OxmlElement("w:cantSplit"))
    if heading:
        properties.append(OxmlElement("w:tblHeader"))


def _cell(cell: "_Cell", text: str, *, style: str, held: bool) -> "Run":
    """Write one cell, centred from top to bottom; `held` keeps it on the page of the next row."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph = cell.paragraphs[0]
    paragraph.style = style
    paragraph.paragraph_format.keep_with_next = True if held else None
    centred = OxmlElement("w:vAlign")
    centred.set(qn("w:val"), "center")
    cell._tc.get_or_add_tcPr().append(centred)  # noqa: SLF001
    run: Run = paragraph.add_run(printable(text))
    return run


def _held(rows: int) -> int:
    return rows - 1 if rows <= SHORT else TOGETHER


_MOST_IN_PROPERTY = 255
"""Characters that a property of a Word file may have."""
AFTER_TABLE = 0.4
"""Space below a table and its notes, in lines of the text."""
TOGETHER = 3
"""Rows of a long table, its heading among them, that stay together at a page's end."""
SHORT = 8
"""Rows up to which a table is kept on one page."""


def _set_properties(document: "Document", paper: Paper, language: Language) -> None:
    properties = document.core_properties
    day = paper.letterhead.day
    written = UNDATED if day is None else datetime(day.year, day.month, day.day, tzinfo=UTC)
    properties.title = printable(paper.title.in_language(language))[:_MOST_IN_PROPERTY]
    signed = printable(paper.letterhead.signed)[:_MOST_IN_PROPERTY]
    properties.author = properties.last_modified_by = signed or PRODUCER
    properties.comments = ""
    properties.language = {"zh": "zh-CN", "en": "en-GB"}[language]
    properties.created = properties.modified = written
    properties.revision = 1
