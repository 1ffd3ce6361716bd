"""Write a laid-out paper as one HTML page that asks nothing of any other file or machine."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path

from ceheng_model.characters import printable
from ceheng_model.documents.paper.balanced_lines import title_lines
from ceheng_model.documents.paper.column_widths import alignments, ems, fit
from ceheng_model.documents.paper.content import Paper
from ceheng_model.documents.paper.page_flow import Setting, figure_size, one_page
from ceheng_model.documents.paper.page_profile import Face, Profile
from ceheng_model.documents.paper.pictures import Drawn
from ceheng_model.documents.paper.reading_order import (
    CONTENTS,
    LEVELS,
    RUN,
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
from ceheng_model.documents.paper.tones import tones
from ceheng_model.vocabulary import Language

_TAGS = {"title": "h1", "heading_1": "h2", "heading_2": "h3", "annex_title": "h2", "annex_part": "h3"}
_LANGUAGES: dict[Language, str] = {"zh": "zh-CN", "en": "en"}
PADDING = 12.0
"""Space left and right of a cell's text together, points."""
LONG = 80.0
"""Sizes of type from which a cell's text asks for a wide column on a narrow screen."""
_RANGE = re.compile(r"[0-9]+(?:[-–—][0-9]+)+")
"""A day, or a range of months or years, which keeps its line."""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_SIGNED = ("signature", "day")


def html_page(paper: Paper, language: Language, profile: Profile, drawn: tuple[Drawn, ...]) -> str:
    """Return the paper as one page, every text escaped; `drawn` are its pictures in their order, with SVG."""
    mark = run_mark(paper, language, (one.alternative for one in drawn))
    items = list(laid_out(paper, language))
    shapes = [one.shape for one in drawn]
    setting = one_page(items, profile, language, shapes) if paper.one_page else Setting(profile=profile)
    title = _safe(paper.title.in_language(language))
    style = _variables(setting, language) + _css()
    blocks = "\n".join(_Page(items, language, setting.profile, drawn).blocks(listed=not paper.one_page))
    return (
        f'<!DOCTYPE html>\n<html lang="{_LANGUAGES[language]}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="keywords" content="{_safe(RUN.format(mark=mark).in_language(language))}">\n'
        f"<title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n{blocks}\n"
        "</main>\n</body>\n</html>\n"
    )


class _Page:
    """Write the blocks of a page one after the other; what is referred to has an anchor."""

    def __init__(self, items: Sequence[Item], language: Language, profile: Profile, drawn: Sequence[Drawn]) -> None:
        self.items, self.language, self.profile = items, language, profile
        self.drawn = iter(drawn)
        self.anchors = _anchors(items)

    def blocks(self, *, listed: bool) -> Iterator[str]:
        first = next((i for i, item in enumerate(self.items) if _level(item)), None) if listed else None
        signed = False
        for position, item in enumerate(self.items):
            if position == first:
                yield self.contents()
            signs = isinstance(item, Line) and item.role in _SIGNED
            if signs != signed:
                yield '<div class="signed">' if signs else "</div>"
            signed = signs
            yield self.block(position, item)
        if signed:
            yield "</div>"

    def block(self, position: int, item: Item) -> str:
        if isinstance(item, Line):
            return self.line(position, item)
        if isinstance(item, TableItem):
            return self.table(position, item)
        if isinstance(item, FiguresItem):
            return _figures(item, self.profile)
        drawn = next(self.drawn)
        svg = drawn.svg.replace("<svg", f'<svg role="img" aria-label="{_safe(drawn.alternative)}"', 1)
        named = f"caption-{position}"
        caption = f'<figcaption id="{named}">{self.caption(item)}</figcaption>'
        return f"<figure{self.anchor(item)}>\n{_scrolling(svg, named)}\n{caption}\n</figure>"

    def line(self, position: int, item: Line) -> str:
        tag = _TAGS.get(item.role, "p")
        text = _safe(item.mark) + self.spans(item.spans)
        if item.role == "title":
            face = self.profile.faces["title"]
            _, lines = title_lines(item.text, self.language, face, width=self.profile.page.text_width)
            # a narrow screen has lines of its own
            text = ("<br>" if self.language == "zh" else " <br>").join(map(_whole, lines))
        before = self.items[position - 1] if position else None
        further = item.role == "annexed" and isinstance(before, Line) and before.role == "annexed"
        anchor = f' id="part-{position}"' if _level(item) else ""
        return f'<{tag}{anchor} class="{item.role}{" next" if further else ""}">{text}</{tag}>'

    def spans(self, spans: Sequence[Span]) -> str:
        return "".join(
            f'<a href="#{self.anchors[span.key]}">{_safe(span.text)}</a>' if span.key else _safe(span.text)
            for span in spans
        )

    def caption(self, item: TableItem | PictureItem) -> str:
        return f"{_safe(item.numbered.label)}  {self.spans(item.numbered.title)}"

    def anchor(self, item: TableItem | PictureItem) -> str:
        return f' id="{self.anchors[item.numbered.key]}"' if item.numbered.key else ""

    def contents(self) -> str:
        entries = "\n".join(
            f'<li class="level_{entry.level}"><a href="#part-{entry.position}">{_safe(entry.text)}</a></li>'
            for entry in contents(self.items)
        )
        heading = _safe(CONTENTS.in_language(self.language))
        return f'<nav aria-labelledby="contents">\n<p id="contents">{heading}</p>\n<ol>\n{entries}\n</ol>\n</nav>'

    def table(self, position: int, item: TableItem) -> str:
        headings, *body = item.rows
        columns_of_cells = zip(*body, strict=True) if body else ((),) * len(headings)
        kinds = [
            f"{kind} long" if max(map(ems, cells), default=0.0) > LONG else kind
            for kind, cells in zip(alignments(item.table, self.language), columns_of_cells, strict=True)
        ]
        width, size = self.profile.page.text_width, self.profile.faces["table"].size
        widths = fit(item.table, self.language, width=width, size=size, padding=PADDING).widths
        columns = "".join(f'<col style="width: {100 * share / width:.1f}%">' for share in widths)
        head = "".join(f'<th scope="col">{_safe(heading)}</th>' for heading in headings)
        rows = "\n".join(
            "<tr>"
            + "".join(
                f'<td class="{kind if tone is None else f"{kind} {tone}"}">{_whole(cell)}</td>'
                for kind, cell, tone in zip(kinds, row, toned, strict=True)
            )
            + "</tr>"
            for row, toned in zip(body, tones(item.table), strict=True)
        )
        notes = "".join(f'\n<p class="note">{_safe(note)}</p>' for note in item.notes)
        named = f"caption-{position}"
        # a caption stays on a narrow screen while the table below it is moved
        written = (
            f'<table>\n<caption id="{named}"><span>{self.caption(item)}</span></caption>\n'
            f"<colgroup>{columns}</colgroup>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
        )
        return f'<div class="table"{self.anchor(item)}>\n{_scrolling(written, named)}{notes}\n</div>'


def _scrolling(written: str, named: str) -> str:
    """Return what a narrow screen moves sideways: the keyboard reaches it, and it says what it is."""
    return f'<div class="scroll" tabindex="0" role="group" aria-labelledby="{named}">\n{written}\n</div>'


def _level(item: Item) -> int:
    return LEVELS.get(item.role, 0) if isinstance(item, Line) else 0


def _anchors(items: Sequence[Item]) -> Mapping[str, str]:
    keys = [item.numbered.key for item in items if isinstance(item, TableItem | PictureItem) and item.numbered.key]
    return {key: f"shown-{number}" for number, key in enumerate(keys, start=1)}


_FIGURE_SIZE = "figure-size"
"""Name by which the style sheet knows the size of figures side by side."""


def _figures(item: FiguresItem, profile: Profile) -> str:
    """Return the figures side by side, each a term with what is said of it."""
    cells = []
    for one in item.figures:
        sign = {True: "met", False: "missed", None: "open"}[one.met]
        target = f'<dd class="target {sign}">{_safe(one.signed_target)}</dd>' if one.target else ""
        cells.append(f'<div><dt>{_safe(one.label)}</dt><dd class="value">{_safe(one.value)}</dd>{target}</div>')
    size = f"--{_FIGURE_SIZE}: {figure_size(item, profile):g}pt"
    return f'<dl class="figures" style="{size}">\n' + "\n".join(cells) + "\n</dl>"


def _safe(text: str) -> str:
    return escape(printable(text))


def _whole(text: str) -> str:
    """Return a text of which no line breaks inside a range of numbers."""
    return _RANGE.sub(r'<span class="whole">\g<0></span>', _safe(text))


@cache
def _css() -> str:
    return Path(__file__).with_name("paper.css").read_text(encoding="utf-8")


def _variables(setting: Setting, language: Language) -> str:
    """Return what the profile says, in the words of the style sheet."""
    page, faces, lines = setting.profile.page, setting.profile.faces, setting.profile.lines
    margins = " ".join(f"{side:g}mm" for side in (page.top, page.right, page.bottom, page.left))
    values = {
        **{name.replace("_", "-"): _font(face, language) for name, face in faces.items()},
        "leading": f"{lines.pitch / faces['body'].size:.3g}",
        "width": f"{page.width:g}mm",
        "margins": margins,
        "indent": f"{lines.indent:g}em",
        "after": f"{lines.after:g}pt",
        "middle": "center" if lines.centred else "left",
        "sides": "justify" if lines.centred else "left",
        "charts": f"{setting.charts:.1%}",
        # a paper is signed two characters from the right, a letter in Western typography on the left
        "signed-right": "2em" if lines.indent else "auto",
        "signed-left": "auto" if lines.indent else "0",
    }
    listed = "".join(f"  --{name}: {value};\n" for name, value in values.items())
    return f"@page {{ size: {page.width:g}mm {page.height:g}mm; margin: {margins}; }}\n:root {{\n{listed}}}\n"


def _font(face: Face, language: Language) -> str:
    latin, east_asian, *screen = map(_family, (face.latin, face.east_asian, *face.screen.split(",")))
    # English does not take its quotation marks from an East Asian font while there is another one
    families = [latin, east_asian, *screen] if language == "zh" else [latin, *screen[:-1], east_asian, screen[-1]]
    return f"{'bold' if face.bold else 'normal'} {face.size:g}pt {', '.join(families)}"


def _family(name: str) -> str:
    bare = name.strip()
    return bare if bare in ("serif", "sans-serif", "monospace", "cursive", "system-ui") else f'"{bare}"'
