"""Write a laid-out paper as a Word file."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import count

from ceheng_model.documents.paper.column_widths import alignments, ems, title_lines
from ceheng_model.documents.paper.content import Letterhead, Paper
from ceheng_model.documents.paper.page_flow import (
    AFTER_TABLE,
    Setting,
    figure_size,
    heading_pages,
    holds_on,
    one_page,
    rows_held,
    stands_apart,
    table_fit,
)
from ceheng_model.documents.paper.page_profile import Profile
from ceheng_model.documents.paper.pictures import Drawn
from ceheng_model.documents.paper.reading_order import (
    CONTENTS,
    RUN,
    Caption,
    Entry,
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
from ceheng_model.documents.paper.tones import in_tone, tones
from ceheng_model.documents.paper.word_package import PRODUCER, Properties, word_package
from ceheng_model.documents.paper.word_styles import STYLES, TABLE_STYLE, tracking
from ceheng_model.documents.paper.word_xml import bookmark, escaped, field, lines, paragraph, style_id, words
from ceheng_model.vocabulary import Language, Verdict

_EMU_A_POINT = 12_700
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_SHIFT = 2.0
"""Characters by which a day begins right of the signature above it (GB/T 9704-2012, 7.3.5.2)."""


def word_file(paper: Paper, language: Language, profile: Profile, drawn: tuple[Drawn, ...]) -> bytes:
    """Return the paper as a .docx file with real styles, tables and pictures; the same paper gives the same bytes.

    `drawn` are the paper's pictures in their order, with PNG data.
    """
    items = list(laid_out(paper, language))
    shapes = [one.shape for one in drawn]
    setting = one_page(items, profile, language, shapes) if paper.one_page else Setting(profile=profile)
    body = "".join(_Writer(paper, items, language, setting, drawn).elements())
    mark = run_mark(paper, language, (one.alternative for one in drawn))
    day = paper.letterhead.day
    properties = Properties(
        title=paper.title.in_language(language),
        author=paper.letterhead.signed or PRODUCER,
        keywords=RUN.format(mark=mark).in_language(language),
        written=None if day is None else datetime(day.year, day.month, day.day, tzinfo=UTC),
        language=language,
    )
    return word_package(body, [one.png for one in drawn], properties, setting.profile)


class _Writer:
    """Write the elements of a body one after the other; bookmarks and pictures are counted."""

    def __init__(
        self, paper: Paper, items: Sequence[Item], language: Language, setting: Setting, drawn: Sequence[Drawn]
    ) -> None:
        self.items, self.language, self.setting, self.profile = items, language, setting, setting.profile
        self.drawn = drawn
        self.bookmarks, self.pictures = count(1), count(1)
        self.entries = {entry.position: entry for entry in contents(items)} if paper.has_contents else {}
        self.named = _bookmark_names(items)
        self.starts = _signature_starts(paper.letterhead, language, self.profile)

    def elements(self) -> Iterator[str]:
        listed = min(self.entries, default=None)
        for position, item in enumerate(self.items):
            if position == listed:
                yield from self.contents(position)
            yield from self.item(position, item)

    def item(self, position: int, item: Item) -> Iterator[str]:
        if isinstance(item, Line):
            yield self.line(position, item)
        elif isinstance(item, TableItem):
            yield self.caption(item.numbered, above=True)
            yield self.table(item)
            yield from self.notes(item.notes or ("",))
        elif isinstance(item, FiguresItem):
            yield self.figures(item)
            yield from self.notes(("",))
        else:
            yield self.picture(item)
            yield self.caption(item.numbered, above=False)

    def line(self, position: int, item: Line) -> str:
        before = self.items[position - 1] if position else None
        following = self.items[position + 1] if position + 1 < len(self.items) else None
        properties = "<w:keepNext/>" if holds_on(item, following) else ""
        if stands_apart(item, before):
            pitch = round(self.profile.lines.pitch * 20)
            properties += f'<w:spacing w:before="{pitch}" w:after="0" w:line="{pitch}" w:lineRule="exact"/>'
        if item.role in self.starts:
            properties += f'<w:ind w:left="{self.starts[item.role]}" w:firstLineChars="0" w:firstLine="0"/>'
        elif item.role == "annexed":
            properties += self.annexed_indent(item)
        if item.role == "title":
            width, size = self.profile.page.text_width, self.profile.faces["title"].size
            content = lines(title_lines(item.text, width=width, size=size), self.language)
        else:
            content = words(item.mark, self.language) + self.spans(item.spans)
        if position in self.entries:
            content = bookmark(next(self.bookmarks), f"_Toc{position:09d}", content)
        if item.role == "annex" and position + 1 in self.entries:
            # the title of an annex stands in the list of contents with its mark before it
            quoted = self.entries[position + 1].text.replace('"', "”")
            content += field(f'TC "{quoted}" \\f C \\l "1"', "")
        return paragraph(STYLES[item.role], content, properties=properties)

    def annexed_indent(self, item: Line) -> str:
        """Return the indent of a line that names an annex: further lines begin below its name (7.3.4)."""
        size = self.profile.faces["body"].size
        own = ems(item.mark, 0.5) if self.language == "en" else _mark_width(item.mark)
        lead = 0.0 if not self.profile.lines.indent else self.profile.lines.indent
        names = [one for one in self.items if isinstance(one, Line) and one.role == "annexed"]
        first = names[0].mark
        widest = ems(first, 0.5) if self.language == "en" else _mark_width(first)
        left, hanging = round((lead + widest) * size * 20), round(own * size * 20)
        return f'<w:ind w:left="{left}" w:hanging="{hanging}"/>'

    def spans(self, spans: Sequence[Span]) -> str:
        return "".join(
            field(f"REF {self.named[span.key]} \\h", words(span.text, self.language))
            if span.key
            else words(span.text, self.language)
            for span in spans
        )

    def caption(self, item: Caption, *, above: bool) -> str:
        # the caption of a picture stands below it and holds on to nothing
        properties = "" if above else '<w:keepNext w:val="0"/>'
        sequence = item.lead.strip(" -.").replace(" ", "_")
        number = words(str(item.number), self.language)
        label = words(item.lead, self.language) + field(f"SEQ {sequence} \\* ARABIC", number)
        if item.key:
            label = bookmark(next(self.bookmarks), self.named[item.key], label)
        content = label + words("  ", self.language) + self.spans(item.title)
        return paragraph(STYLES["caption"], content, properties=properties)

    def notes(self, notes: Sequence[str]) -> Iterator[str]:
        for position, note in enumerate(notes, start=1):
            last = position == len(notes)
            after = f'<w:spacing w:after="{round(self.profile.lines.pitch * AFTER_TABLE * 20)}"/>' if last else ""
            yield paragraph(STYLES["note"], words(note, self.language), properties=after)

    def contents(self, first: int) -> Iterator[str]:
        """Yield the list of contents: one field over all of its lines, with a page number in each."""
        shapes = [one.shape for one in self.drawn]
        pages = heading_pages(self.items, self.setting, self.language, shapes, contents_at=first)
        yield paragraph(STYLES["contents"], words(CONTENTS.in_language(self.language), self.language))
        begin, end = field('TOC \\o "1-2" \\h \\z \\f C', "\x00").split("\x00")
        for number, entry in enumerate(self.entries.values(), start=1):
            content = self.entry(entry, pages[entry.position])
            content = (begin if number == 1 else "") + content + (end if number == len(self.entries) else "")
            yield paragraph(STYLES["contents_2" if entry.level == 2 else "contents_1"], content)

    def entry(self, entry: Entry, page: int) -> str:
        name = f"_Toc{entry.position:09d}"
        number = field(f"PAGEREF {name} \\h", words(str(page), self.language))
        text = words(entry.text, self.language)
        return f'<w:hyperlink w:anchor="{name}" w:history="1">{text}<w:r><w:tab/></w:r>{number}</w:hyperlink>'

    def picture(self, item: PictureItem) -> str:
        number = next(self.pictures)
        drawn = self.drawn[number - 1]
        width = self.profile.page.text_width * self.setting.charts
        extent = f'cx="{round(width * _EMU_A_POINT)}" cy="{round(width * drawn.shape * _EMU_A_POINT)}"'
        name, told = escaped(item.caption), escaped(drawn.alternative)
        described = f'id="{number}" name="{name}" descr="{told}"'
        shape = (
            f'<w:r><w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" '
            f'distR="0"><wp:extent {extent}/><wp:docPr {described}/><wp:cNvGraphicFramePr>'
            f'<a:graphicFrameLocks xmlns:a="{_DRAWING}/main" noChangeAspect="1"/></wp:cNvGraphicFramePr>'
            f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture"><pic:pic '
            f'xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr><pic:cNvPr {described}/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="rIdPicture{number}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
            "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )
        return paragraph(STYLES["picture"], shape)

    def table(self, item: TableItem) -> str:
        fitted = table_fit(item, self.profile, self.language)
        sides = alignments(item.table, self.language)
        usual = self.profile.faces["table"].size
        half = round(fitted.size * 2)
        smaller = f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>' if fitted.size != usual else ""
        widths = [round(width * 20) for width in fitted.widths]
        rows = item.rows
        held = rows_held(len(rows))
        styles = [STYLES[side] for side in sides]
        toned: list[list[Verdict | None]] = [[None] * len(sides), *tones(item.table)]
        written = []
        for number, row in enumerate(rows):
            keep = "<w:keepNext/>" if number < held else ""
            cells = "".join(
                _cell(
                    width,
                    paragraph(
                        style if number else STYLES["heading"],
                        words(text, self.language, properties=smaller if tone is None else in_tone(tone, smaller)),
                        properties=keep,
                    ),
                )
                for width, style, text, tone in zip(widths, styles, row, toned[number], strict=True)
            )
            heading = "" if number else "<w:tblHeader/>"
            written.append(f"<w:tr><w:trPr><w:cantSplit/>{heading}</w:trPr>{cells}</w:tr>")
        told = f'<w:tblCaption w:val="{escaped(item.caption)}"/>'
        style = f'<w:tblStyle w:val="{style_id(TABLE_STYLE)}"/>'
        return _table(style, told, widths, "".join(written))

    def figures(self, item: FiguresItem) -> str:
        """Return the key figures: one row without borders, a sign beside each target."""
        width = round(self.profile.page.text_width / len(item.figures) * 20)
        half = round(figure_size(item, self.profile) * 2)
        sized = f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
        cells = ""
        for one in item.figures:
            texts = (one.label, one.value, f"{one.sign} {one.target}" if one.target else "")
            styles = (STYLES["figure_label"], STYLES["figure_value"], STYLES["figure_target"])
            inside = "".join(
                paragraph(style, words(text, self.language, properties=sized if text is one.value else ""))
                for style, text in zip(styles, texts, strict=True)
            )
            cells += _cell(width, inside, side="top")
        row = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"
        margins = '<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>'
        return _table("", margins, [width] * len(item.figures), row)


def _table(style: str, last: str, widths: Sequence[int], rows: str) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr>{style}<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/>{last}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )


def _cell(width: int, content: str, *, side: str = "center") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="{side}"/></w:tcPr>{content}</w:tc>'


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
