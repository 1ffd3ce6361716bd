"""Write a laid-out paper as a Word file."""

import io
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import count
from typing import Any

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor, Twips
from docx.text.paragraph import Paragraph
from docx.text.parfmt import ParagraphFormat
from docx.text.run import Run

from ceheng_model.characters import printable
from ceheng_model.documents.paper.balanced_lines import balanced_lines, with_last_sign_held
from ceheng_model.documents.paper.column_widths import alignments, ems
from ceheng_model.documents.paper.content import Letterhead, Paper
from ceheng_model.documents.paper.line_breaks import JOINER, MAY_BREAK, NO_BREAK_SPACE, unbroken
from ceheng_model.documents.paper.page_flow import (
    AFTER_TABLE,
    ALONE,
    CELL_MARGIN,
    Setting,
    alone,
    figure_lines,
    figure_size,
    heading_pages,
    holds_on,
    label_spaces,
    one_page,
    rows_held,
    stands_apart,
    table_fit,
    tracking,
    with_charts_fitted,
)
from ceheng_model.documents.paper.page_profile import Profile
from ceheng_model.documents.paper.pictures import Drawn
from ceheng_model.documents.paper.reading_order import (
    CONTENTS,
    RUN,
    Caption,
    FiguresItem,
    Item,
    Line,
    PictureItem,
    Span,
    TableItem,
    contents,
    laid_out,
    run_mark,
)
from ceheng_model.documents.paper.tones import COLOURS, tones
from ceheng_model.documents.paper.word_styles import (
    PRODUCER,
    STYLES,
    TABLE_STYLE,
    element,
    empty_document,
    set_size,
    style_id,
)
from ceheng_model.files import repacked
from ceheng_model.vocabulary import Language, Verdict

UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""Day in the properties of a paper that names none: the same paper is the same bytes."""
_MOST_IN_PROPERTY = 255
"""Characters that a property of a Word file may have."""
_TAGS: dict[Language, str] = {"zh": "zh-CN", "en": "en-GB"}
_SIDES = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}
_SHIFT = 2.0
"""Characters by which a day begins right of the signature above it (GB/T 9704-2012, 7.3.5.2)."""
_EDGES = ("distT", "distB", "distL", "distR")
"""Space round a picture: where it is not told, LibreOffice moves the picture an eighth of an inch into the margin."""
_SHARED = re.compile("([“”‘’—…·]+)")
"""Signs that both scripts have: without a hint Word sets them narrow, in the font of Latin letters."""
_JOINED = re.compile(
    rf"([第件表图0-9][0-9,.%]*(?:[{JOINER}{NO_BREAK_SPACE}](?:[0-9][0-9,.%]*|[^0-9{JOINER}]))+[，。；、：）》”’！？]*"
    rf"|[一-龥]{JOINER}[一-龥][，。；：！？）》”]*$)"
)
"""Under a Chinese tag LibreOffice 7 breaks lines where a joiner forbids it, also one sign before a closing mark."""
_PARTED = re.compile(rf"(?<={JOINER}[一-龥][，。；、：])(?=[0-9][0-9,.%]*{JOINER})")
"""Between two such parts: under one tag they would keep one line, and stretch the line before."""


def word_file(paper: Paper, language: Language, profile: Profile, drawn: tuple[Drawn, ...]) -> bytes:
    """Return the paper as a .docx file with real styles, tables and pictures; the same paper gives the same bytes.

    `drawn` are the paper's pictures in their order, with PNG data.
    """
    items = list(laid_out(paper, language))
    shapes = [one.shape for one in drawn]
    if paper.one_page:
        setting = one_page(items, profile, language, shapes)
    else:
        first = min((entry.position for entry in contents(items)), default=None) if paper.has_contents else None
        setting = with_charts_fitted(items, Setting(profile=profile), language, shapes, contents_at=first)
    writer = _Writer(paper, items, language, setting, drawn)
    writer.number_pages()
    writer.write()
    mark = run_mark(paper, language, (one.alternative for one in drawn))
    _set_properties(writer.document, paper, language, RUN.format(mark=mark).in_language(language))
    stream = io.BytesIO()
    writer.document.save(stream)
    return repacked(stream.getvalue())


class _Writer:
    """Write the items of a paper one after the other; bookmarks and pictures are counted.

    A style is set by its identifier: python-docx looks through all styles where it is given a name.
    """

    def __init__(
        self, paper: Paper, items: Sequence[Item], language: Language, setting: Setting, drawn: Sequence[Drawn]
    ) -> None:
        self.items, self.language, self.setting, self.profile = items, language, setting, setting.profile
        self.document, self.bookmarks = empty_document(setting.profile), count(1)
        self.drawn, self.pictures = drawn, iter(drawn)
        self.entries = {entry.position: entry for entry in contents(items)} if paper.has_contents else {}
        self.named = _bookmark_names(items)
        self.starts = _signature_starts(paper.letterhead, language, self.profile)

    def write(self) -> None:
        listed = min(self.entries, default=None)
        for position, item in enumerate(self.items):
            if position == listed:
                self.contents(position)
            if isinstance(item, Line):
                self.line(position, item)
            elif isinstance(item, TableItem):
                self.caption(item.numbered)
                self.table(item)
                self.notes(item.notes or ("",))
            elif isinstance(item, FiguresItem):
                self.figures(item)
                self.notes(("",))
            else:
                self.picture(position, item)
                # the caption of a picture stands below it and holds on to nothing
                self.caption(item.numbered).paragraph_format.keep_with_next = False

    def number_pages(self) -> None:
        """Write the page number at the foot of every page, on the outer side where the profile has it there."""
        place, section = self.profile.page_number.place, self.document.sections[0]
        if place == "outer":
            self.document.settings.odd_and_even_pages_header_footer = True
            self.page_number(section.even_page_footer, "left")
        if place != "none":
            self.page_number(section.footer, "center" if place == "centre" else "right")

    def page_number(self, footer: Any, side: str) -> None:
        footer.is_linked_to_previous = False
        number = footer.paragraphs[0]
        number.alignment = _SIDES[side]
        if side != "center":
            # one character from the side
            setattr(number.paragraph_format, f"{side}_indent", Pt(self.profile.faces["page_number"].size))
            number._p.pPr.ind.set(qn(f"w:{side}Chars"), "100")
        before, after = self.profile.page_number.form.split("{page}")
        self.words(number._p, before)
        self.field(number._p, "PAGE", "1")
        self.words(number._p, after)

    def paragraph(self, kind: str, text: str = "") -> Paragraph:
        written = self.document.add_paragraph()
        self.fill(written, kind, text)
        return written

    def fill(self, paragraph: Paragraph, kind: str, *lines: str, **look: Any) -> None:
        paragraph._p.style = style_id(STYLES[kind])
        self.lines(paragraph, lines, **look)

    def words(
        self,
        parent: Any,
        text: str,
        *,
        size: float = 0.0,
        tone: Verdict | None = None,
        room: float = 0.0,
        before: float = 0.0,
    ) -> None:
        """Add the runs of a text in which numbers keep their units, quotation marks East Asian in Chinese.

        `room` is that of a line, where a text ends with this one, and `before` what stands before it, in characters.
        """
        whole = unbroken(printable(text), self.language)
        if room and self.language == "zh":
            whole = with_last_sign_held(whole, room=room, before=before)
        shared = self.language == "zh" and not whole.isascii()
        if shared:
            whole = _PARTED.sub(MAY_BREAK, whole)
        for joined, part in enumerate(_JOINED.split(whole) if shared else [whole]):
            for hinted, piece in enumerate(_SHARED.split(part) if shared else [part]):
                if not piece:
                    continue
                run = Run(parent.add_r(), self.document)
                run.add_text(piece)
                if hinted % 2:
                    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")
                if tone is not None:
                    run.font.color.rgb = RGBColor.from_string(COLOURS[tone])
                if size:
                    set_size(run.font, size)
                if joined % 2:
                    run._r.get_or_add_rPr().append(element("lang", eastAsia="en-US"))

    def field(self, parent: Any, instruction: str, shown: str) -> None:
        """Add a field with the result that stands until Word computes it again."""
        _begin_field(parent, instruction)
        self.words(parent, shown)
        _mark_field(parent, "end")

    def bookmark(self, parent: Any, name: str) -> None:
        """Give a name to all that stands in a paragraph until now, to which fields refer."""
        number = next(self.bookmarks)
        parent.pPr.addnext(element("bookmarkStart", id=number, name=name))
        parent.append(element("bookmarkEnd", id=number))

    def line(self, position: int, item: Line) -> None:
        before = self.items[position - 1] if position else None
        following = self.items[position + 1] if position + 1 < len(self.items) else None
        written = self.paragraph(item.role)
        shape, own = written.paragraph_format, written._p
        if holds_on(item, following):
            shape.keep_with_next = True
        if stands_apart(item, before):
            shape.space_before = Pt(self.profile.lines.pitch)
        if item.role in self.starts:
            shape.left_indent = Twips(self.starts[item.role])
        elif item.role == "annexed":
            self.indent_annexed(shape, item)
        if item.role in ALONE:
            self.alone(written, item)
        else:
            self.words(own, item.mark)
            self.spans(own, item.spans, room=self.line_room(item))
        if position in self.entries:
            self.bookmark(own, _contents_name(position))
        if item.role == "annex" and position + 1 in self.entries:
            # the title of an annex stands in the list of contents with its mark before it
            quoted = printable(self.entries[position + 1].text).replace('"', "”")
            self.field(own, f'TC "{quoted}" \\f C \\l "1"', "")

    def alone(self, paragraph: Paragraph, item: Line) -> None:
        size, lines = alone(item, self.profile, self.language)
        # only the paper's own title may be smaller than its style
        self.lines(paragraph, lines, size=size if item.role == "title" else 0.0)

    def lines(self, paragraph: Paragraph, lines: Sequence[str], **look: Any) -> None:
        for number, text in enumerate(lines):
            if number:
                paragraph.add_run().add_break()
            self.words(paragraph._p, text, **look)

    def indent_annexed(self, shape: ParagraphFormat, item: Line) -> None:
        """Indent a line that names an annex: further lines begin below its name (7.3.4)."""
        size = self.profile.faces["body"].size
        first = next(one for one in self.items if isinstance(one, Line) and one.role == "annexed")
        own, widest = (
            ems(mark, 0.5) if self.language == "en" else _mark_width(mark) for mark in (item.mark, first.mark)
        )
        shape.left_indent = Pt((self.profile.lines.indent + widest) * size)
        shape.first_line_indent = Pt(-own * size)

    def line_room(self, item: Line) -> float:
        """Return how many characters stand on a line of a paragraph, 0 for other lines."""
        face = self.profile.faces["body"]
        filled = self.profile.page.text_width / (face.size + tracking(self.profile, face) / 20)
        return filled if item.role == "body" else 0.0

    def spans(self, parent: Any, spans: Sequence[Span], *, room: float = 0.0) -> None:
        before = self.profile.lines.indent
        for number, span in enumerate(spans, start=1):
            if span.key:
                self.field(parent, f"REF {self.named[span.key]} \\h", span.text)
            else:
                self.words(parent, span.text, room=room if number == len(spans) else 0.0, before=before)
            before += ems(span.text)

    def caption(self, item: Caption) -> Paragraph:
        written = self.paragraph("caption", item.lead)
        sequence = item.lead.strip(" -.").replace(" ", "_")
        self.field(written._p, f"SEQ {sequence} \\* ARABIC", str(item.number))
        if item.key:
            self.bookmark(written._p, self.named[item.key])
        self.words(written._p, "  ")
        self.spans(written._p, item.title)
        return written

    def notes(self, notes: Sequence[str]) -> None:
        for note in notes:
            written = self.paragraph("note", note)
        written.paragraph_format.space_after = Pt(self.profile.lines.pitch * AFTER_TABLE)

    def contents(self, first: int) -> None:
        """Write the list of contents: one field over all of its lines, with a page number in each."""
        shapes = [one.shape for one in self.drawn]
        pages = heading_pages(self.items, self.setting, self.language, shapes, contents_at=first)
        self.paragraph("contents", CONTENTS.in_language(self.language))
        for entry in self.entries.values():
            written = self.paragraph("contents_2" if entry.level == 2 else "contents_1")
            if entry.position == first:
                _begin_field(written._p, 'TOC \\o "1-2" \\h \\z \\f C')
            name = _contents_name(entry.position)
            link = element("hyperlink", anchor=name, history=1)
            written._p.append(link)
            self.words(link, entry.text)
            link.add_r().append(element("tab"))
            self.field(link, f"PAGEREF {name} \\h", str(pages[entry.position]))
        _mark_field(written._p, "end")

    def picture(self, position: int, item: PictureItem) -> None:
        drawn, width = next(self.pictures), self.setting.chart_width(position)
        run = self.paragraph("picture").add_run()
        shape = run.add_picture(io.BytesIO(drawn.png), width=Pt(width), height=Pt(width * drawn.shape))
        for side in _EDGES:
            shape._inline.set(side, "0")
        shape._inline.docPr.set("name", printable(item.caption))
        shape._inline.docPr.set("descr", printable(drawn.alternative))

    def table(self, item: TableItem) -> None:
        fitted = table_fit(item, self.profile, self.language)
        size = fitted.size if fitted.size != self.profile.faces["table"].size else 0.0
        sides = alignments(item.table, self.language)
        table = self.empty_table(len(item.rows), fitted.widths)
        table.style = TABLE_STYLE
        table._tbl.tblPr.append(element("tblCaption", val=printable(item.caption)))
        held = rows_held(item)
        toned: list[list[Verdict | None]] = [[None] * len(sides), *tones(item.table)]
        for number, (row, texts) in enumerate(zip(table.rows, item.rows, strict=True)):
            if not number:
                row._tr.trPr.append(element("tblHeader"))
            for cell, side, text, tone, width in zip(
                row.cells, sides, texts, toned[number], fitted.widths, strict=True
            ):
                cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
                written = cell.paragraphs[0]
                room = (width - CELL_MARGIN / 10) / fitted.size
                if number:
                    self.fill(written, side, text, size=size, tone=tone, room=room)
                else:
                    self.fill(written, "heading", *balanced_lines(text, self.language, room=room), size=size)
                if held[number]:
                    written.paragraph_format.keep_with_next = True

    def figures(self, item: FiguresItem) -> None:
        """Write the key figures: one row without borders, a sign beside each target."""
        width = self.profile.page.text_width / len(item.figures)
        table = self.empty_table(1, [width] * len(item.figures))
        margins = element("tblCellMar")
        margins.extend(element(side, w=CELL_MARGIN, type="dxa") for side in ("left", "right"))
        table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)
        broken = partial(figure_lines, item=item, profile=self.profile, language=self.language)
        labels = [broken(one.label) for one in item.figures]
        for cell, label, above, one in zip(
            table.rows[0].cells, labels, label_spaces(labels, self.profile), item.figures, strict=True
        ):
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.TOP
            self.fill(cell.paragraphs[0], "figure_label", *label)
            cell.paragraphs[0].paragraph_format.space_before = Pt(above)
            self.fill(cell.add_paragraph(), "figure_value", one.value, size=figure_size(item, self.profile))
            self.fill(cell.add_paragraph(), "figure_target", *broken(one.signed_target))

    def empty_table(self, rows: int, widths: Sequence[float]) -> Any:
        """Return a new table of these widths, points, whose rows no page breaks."""
        table = self.document.add_table(rows=rows, cols=len(widths))
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        whole = table._tbl.tblPr.find(qn("w:tblW"))
        whole.set(qn("w:type"), "dxa")
        whole.set(qn("w:w"), str(sum(round(width * 20) for width in widths)))
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Pt(width)
        for row in table.rows:
            row._tr.get_or_add_trPr().append(element("cantSplit"))
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Pt(width)
        return table


def _set_properties(document: Document, paper: Paper, language: Language, keywords: str) -> None:
    properties, day = document.core_properties, paper.letterhead.day
    told = (paper.title.in_language(language), paper.letterhead.signed or PRODUCER, keywords)
    properties.title, properties.author, properties.keywords = (printable(text)[:_MOST_IN_PROPERTY] for text in told)
    properties.last_modified_by = properties.author
    properties.created = UNDATED if day is None else datetime(day.year, day.month, day.day, tzinfo=UTC)
    properties.modified = properties.created
    properties.language = _TAGS[language]
    properties.revision = 1


def _begin_field(parent: Any, instruction: str) -> None:
    _mark_field(parent, "begin")
    told = element("instrText")
    told.text = f" {instruction} "
    told.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    parent.add_r().append(told)
    _mark_field(parent, "separate")


def _mark_field(parent: Any, kind: str) -> None:
    parent.add_r().append(element("fldChar", fldCharType=kind))


def _contents_name(position: int) -> str:
    return f"_Toc{position:09d}"


def _bookmark_names(items: Sequence[Item]) -> Mapping[str, str]:
    keys = [item.numbered.key for item in items if isinstance(item, TableItem | PictureItem) and item.numbered.key]
    return {key: f"_Ref{number:09d}" for number, key in enumerate(keys, start=1)}


def _mark_width(mark: str) -> float:
    """Return the width of 附件：1. in characters: digits take a half, a full stop and a space a quarter each."""
    return sum(0.5 if sign.isdigit() else 0.25 if sign in ". " else 1.0 for sign in mark)


def _signature_starts(letterhead: Letterhead, language: Language, profile: Profile) -> Mapping[str, int]:
    """Return where signature and day begin, twentieths of a point from the left, as papers without a seal have them.

    The signature ends two characters from the right, the day begins two characters right of it; a longer day ends two
    characters from the right, and the signature moves (GB/T 9704-2012, 7.3.5.2). A report in Western typography has
    both on the left.
    """
    if not profile.lines.indent:
        return {}
    face = profile.faces["body"]
    unit = face.size + tracking(profile, face) / 20
    line = profile.page.text_width / unit
    signed, dated = (ems(text, 0.5) for text in (letterhead.signed, letterhead.dated.in_language(language)))
    start = line - _SHIFT - (max(signed, dated + _SHIFT) if dated > signed else signed)
    starts = {"signature": max(start, 0.0)}
    starts["day"] = starts["signature"] + _SHIFT if letterhead.signed else max(line - _SHIFT - dated, 0.0)
    return {role: round(at * unit * 20) for role, at in starts.items()}
