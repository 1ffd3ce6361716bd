"""Write a laid-out paper as one HTML page that asks nothing of any other file or machine."""

from collections.abc import Iterator
from html import escape

from ceheng_model.characters import printable
from ceheng_model.documents.paper.column_widths import alignments, fit, title_lines
from ceheng_model.documents.paper.content import Paper
from ceheng_model.documents.paper.page_profile import Face, Profile
from ceheng_model.documents.paper.pictures import Drawn
from ceheng_model.documents.paper.reading_order import RUN, FiguresItem, Item, Line, TableItem, laid_out, run_mark
from ceheng_model.documents.paper.tones import tone_rules, tones
from ceheng_model.vocabulary import Language

_TAGS = {"title": "h1", "heading_1": "h2", "heading_2": "h3", "annex_title": "h2", "annex_part": "h3"}
_LANGUAGES: dict[Language, str] = {"zh": "zh-CN", "en": "en"}
PADDING = 12.0
"""Space left and right of a cell's text together, points."""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def html_page(paper: Paper, language: Language, profile: Profile, drawn: tuple[Drawn, ...]) -> str:
    """Return the paper as one page, every text escaped; `drawn` are its pictures in their order, with SVG."""
    mark = run_mark(paper, language, (one.alternative for one in drawn))
    pictures = iter(drawn)
    title = _safe(paper.title.in_language(language))
    blocks = "\n".join(_block(item, pictures, profile, language) for item in laid_out(paper, language))
    return (
        f'<!DOCTYPE html>\n<html lang="{_LANGUAGES[language]}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="keywords" content="{_safe(RUN.format(mark=mark).in_language(language))}">\n'
        f"<title>{title}</title>\n<style>\n{_css(profile)}{tone_rules()}</style>\n</head>\n<body>\n<main>\n{blocks}\n"
        "</main>\n</body>\n</html>\n"
    )


def _block(item: Item, pictures: Iterator[Drawn], profile: Profile, language: Language) -> str:
    if isinstance(item, Line):
        tag = _TAGS.get(item.role, "p")
        text = _safe(item.text)
        if item.role == "title":
            size = profile.faces["title"].size
            text = "<br>".join(map(_safe, title_lines(item.text, width=profile.page.text_width, size=size)))
        return f'<{tag} class="{item.role}">{text}</{tag}>'
    if isinstance(item, TableItem):
        return _table(item, profile, language)
    if isinstance(item, FiguresItem):
        return _figures(item)
    drawn = next(pictures)
    svg = drawn.svg.replace("<svg", f'<svg role="img" aria-label="{_safe(drawn.alternative)}"', 1)
    return f"<figure>\n{svg}\n<figcaption>{_safe(item.caption)}</figcaption>\n</figure>"


def _figures(item: FiguresItem) -> str:
    """Return the figures side by side, each a term with what is said of it."""
    cells = []
    for one in item.figures:
        sign = {True: "met", False: "missed", None: "open"}[one.met]
        target = f'<dd class="target {sign}">{_safe(f"{one.sign} {one.target}".strip())}</dd>' if one.target else ""
        cells.append(f'<div><dt>{_safe(one.label)}</dt><dd class="value">{_safe(one.value)}</dd>{target}</div>')
    return '<dl class="figures">\n' + "\n".join(cells) + "\n</dl>"


def _table(item: TableItem, profile: Profile, language: Language) -> str:
    headings, *body = item.table.shown_rows(language)
    classes = alignments(item.table, language)
    width = profile.page.text_width
    widths = fit(item.table, language, width=width, size=profile.faces["table"].size, padding=PADDING).widths
    columns = "".join(f'<col style="width: {100 * share / width:.1f}%">' for share in widths)
    head = "".join(f'<th scope="col">{_safe(heading)}</th>' for heading in headings)
    rows = "\n".join(
        "<tr>"
        + "".join(
            f'<td class="{kind if tone is None else f"{kind} tone-{tone}"}">{_safe(cell)}</td>'
            for kind, cell, tone in zip(classes, row, toned, strict=True)
        )
        + "</tr>"
        for row, toned in zip(body, tones(item.table), strict=True)
    )
    notes = "".join(f'\n<p class="note">{_safe(note)}</p>' for note in item.notes)
    return (
        f'<div class="table">\n<table>\n<caption>{_safe(item.caption)}</caption>\n'
        f"<colgroup>{columns}</colgroup>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{rows}\n</tbody>\n</table>{notes}\n</div>"
    )


def _safe(text: str) -> str:
    return escape(printable(text))


def _css(profile: Profile) -> str:
    page = profile.page
    faces = profile.faces
    lines = profile.lines
    margins = " ".join(f"{side:g}mm" for side in (page.top, page.right, page.bottom, page.left))
    leading = lines.pitch / faces["body"].size
    return f"""
@page {{ size: {page.width:g}mm {page.height:g}mm; margin: {margins}; }}
* {{ box-sizing: border-box; }}
body {{ margin: 0; background: #f2f2f0; color: #000; {_font(faces["body"])} line-height: {leading:.3g}; }}
main {{ max-width: {page.width:g}mm; margin: 0 auto; padding: {margins}; background: #fff; }}
h1, h2, h3, p {{ margin: 0; font-weight: normal; }}
h1 {{ {_font(faces["title"])} text-align: center; line-height: 1.5; margin-bottom: 1em; text-wrap: balance; }}
h2 {{ {_font(faces["heading_1"])} text-indent: {lines.indent:g}em; margin-top: 0.6em; break-after: avoid; }}
h3 {{ {_font(faces["heading_2"])} text-indent: {lines.indent:g}em; break-after: avoid; }}
p.annex {{ {_font(faces["heading_1"])} margin-top: 2em; break-before: page; }}
h2.annex_title {{ {_font(faces["title"])} text-indent: 0; text-align: center; line-height: 1.5; margin: 1em 0; }}
dl.figures {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(8em, 1fr)); gap: 0.8em; margin: 0.8em 0; }}
dl.figures dt, dl.figures dd {{ margin: 0; text-align: center; {_font(faces["table"])} line-height: 1.4; }}
dl.figures dd.value {{ font-size: 1.6em; font-weight: bold; }}
p.subtitle {{ {_font(faces["heading_2"])} text-align: center; margin-bottom: 1em; }}
p.body, p.annexed {{ text-indent: {lines.indent:g}em; text-align: justify; }}
p.annexed {{ margin-top: 1em; }}
p.signature, p.day {{ text-align: right; padding-right: 4em; }}
p.signature {{ margin-top: 1em; }}
.table {{ margin: 0.8em 0; overflow-x: auto; }}
table {{ border-collapse: collapse; width: 100%; {_font(faces["table"])} line-height: 1.35; }}
table {{ border-top: 1.5pt solid; border-bottom: 1.5pt solid; }}
caption, figcaption {{ {_font(faces["caption"])} line-height: 1.4; text-align: center; padding: 0.3em 0; }}
th, td {{ padding: 0.25em 0.5em; border-top: 0.5pt solid #777; font-weight: normal; vertical-align: middle; }}
th {{ text-align: center; }}
td.figures {{ text-align: right; white-space: nowrap; }}
td.words {{ text-align: left; }}
td.short {{ text-align: center; white-space: nowrap; }}
thead {{ display: table-header-group; }}
tr, figure {{ break-inside: avoid; }}
p.note {{ {_font(faces["note"])} line-height: 1.4; margin-top: 0.3em; }}
figure {{ margin: 0.8em 0; }}
svg {{ display: block; width: 100%; height: auto; }}
@media print {{
body {{ background: none; }}
main {{ max-width: none; padding: 0; }}
.table {{ overflow-x: visible; }}
}}
@media screen and (max-width: 60em) {{
main {{ padding: 1em; }}
body {{ font-size: 12pt; }}
h1 {{ font-size: 16pt; }}
h2, h3 {{ font-size: 13pt; }}
td.words {{ min-width: 6em; }}
}}
"""


def _font(face: Face) -> str:
    families = ", ".join((f'"{face.latin}"', f'"{face.east_asian}"', *map(_family, face.screen.split(","))))
    weight = "bold" if face.bold else "normal"
    return f"font-family: {families}; font-size: {face.size:g}pt; font-weight: {weight};"


def _family(name: str) -> str:
    bare = name.strip()
    return bare if bare in ("serif", "sans-serif", "monospace", "cursive", "system-ui") else f'"{bare}"'
