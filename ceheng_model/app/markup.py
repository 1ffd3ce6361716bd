"""Write cards and tables as HTML that a screen reader reads; every text is escaped."""

from dataclasses import replace
from html import escape

from ceheng_model.app.words import word
from ceheng_model.characters import printable
from ceheng_model.checks import CheckedStatement, CheckReport
from ceheng_model.projection import Projection
from ceheng_model.quantities import AverageAnnualGrowth, Income, Quantity, UrbanRuralRatio
from ceheng_model.scenarios import Axes, GrowthChange, Scenario, change_in_words
from ceheng_model.tables import Cell, Table, written
from ceheng_model.vocabulary import Language, Text, Verdict

STYLE = """<style>
.ceheng-cards {display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: .6rem;}
.ceheng-card {border: 1px solid #c9ced6; border-left: .35rem solid #5a5a5a; border-radius: .4rem;}
.ceheng-card {padding: .55rem .8rem;}
.ceheng-card.good {border-left-color: #1f6f43;} .ceheng-card.bad {border-left-color: #a31f1a;}
.ceheng-card h3 {font-size: .92rem; font-weight: 600; margin: 0; padding: 0;}
.ceheng-card .figure {font-size: 1.75rem; font-weight: 600; line-height: 1.25; font-variant-numeric: tabular-nums;}
.ceheng-card p {font-size: .86rem; margin: 0; line-height: 1.4;}
.ceheng-card .good {color: #1f6f43;} .ceheng-card .bad {color: #a31f1a; font-weight: 600;}
.ceheng-note {font-size: .84rem; color: #4a4a4a; margin: .35rem 0 0 0; line-height: 1.45;}
.ceheng-table {overflow-x: auto; font-size: .88rem;}
.ceheng-table table {border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums;}
.ceheng-table th {border-bottom: 2px solid #8a9097; font-weight: 600;}
.ceheng-table td {border-bottom: 1px solid #e1e4e8;}
.ceheng-table h4 {font-size: 1rem; padding: .3rem 0;} .ceheng-table p {margin: .2rem 0; color: #4a4a4a;}
.ceheng-table .bad {color: #a31f1a; font-weight: 600;} .ceheng-table .good {color: #1f6f43;}
.ceheng-head {font-size: .92rem; color: #4a4a4a; margin: 0;}
.ceheng-head b {font-size: 1.35rem; color: #1a1a1a; margin-right: .8rem;}
div[data-testid="stMainBlockContainer"] {padding: 1.1rem 2.2rem 2rem 2.2rem;}
div[data-testid="stSidebarHeader"] {height: 2.2rem; margin: 0;}
div[data-testid="stSidebarUserContent"] {padding-top: .2rem;}
section[data-testid="stSidebar"] button[data-variant="segmented_control"] {padding: .2rem .3rem;}
section[data-testid="stSidebar"] button[data-variant="segmented_control"] p {font-size: .82rem;}
html[lang="zh-CN"] div[data-testid="InputInstructions"] {font-size: 0;}
html[lang="zh-CN"] div[data-testid="InputInstructions"]::after {content: "按回车生效"; font-size: .75rem;}
html[lang="zh-CN"] section[data-testid="stFileUploaderDropzone"] button p {font-size: 0;}
html[lang="zh-CN"] section[data-testid="stFileUploaderDropzone"] button p::after
{content: "选择文件"; font-size: .9rem;}
section[data-testid="stSidebar"] div[data-testid="stVerticalBlock"] {gap: .55rem;}
</style>"""

SIGNS = {
    Verdict.MET: "✓",
    Verdict.EXCEEDED: "✓",
    Verdict.MISSED: "✗",
    Verdict.UNDECIDABLE: "?",
    Verdict.NOT_JUDGED: "–",
}
"""A sign before each verdict: colour alone says nothing."""


def cards(report: CheckReport, language: Language) -> str:
    """Return the headline cards: where incomes and the ratio end, how far from the target, how many are missed."""
    projection, found = report.projection, []
    year = projection.years[-1]
    base = projection.scenario.baseline
    for group, origin in zip(base.groups, base.sources, strict=True):
        value = float(projection.totals.sel(group=group.key, year=year))
        mark = word("mark", language) if origin.status == "assumed" else ""
        name = Text(f"{year}年{group.label.zh}", f"{group.label.en} {year}").in_language(language) + mark
        found.append(_card(name, written(value, "yuan"), _about(report, group.key), language))
    if projection.has_ratio:
        ratio = float(projection.urban_rural_ratio.sel(year=year))
        name = Text(f"{year}年城乡收入比", f"urban-rural ratio {year}").in_language(language)
        found.append(_card(name, written(ratio, "ratio"), _about(report, ""), language))
    found.append(_count(report, language))
    return f'<div class="ceheng-cards" role="status" aria-live="polite">{"".join(found)}</div>'


def assumed_note(projection: Projection, language: Language) -> str:
    """Return in words which figures behind the cards are assumed."""
    parts = [text.in_language(language) for text in projection.provenance()]
    joined = ("；" if language == "zh" else "; ").join([*parts, word("assumed_growth", language)])
    return f'<p class="ceheng-note">{safe(word("assumed", language, joined))}</p>'


def told_change(change: GrowthChange, made: Scenario, language: Language) -> str:
    """Return a change of growth in words.

    >>> from ceheng_model.scenarios import scenario
    >>> made = scenario("plan").with_change("rural.wages.2023-2024=15%")
    >>> told_change(made.changes[0], made, "en")
    'wages of rural residents growing by 15% in 2023–2024'
    """
    return change_in_words(change, Axes(terms=made.terms, years=made.years)).in_language(language)


def safe(text: str) -> str:
    """Return a text that HTML shows as it stands.

    >>> safe("a<b")
    'a&lt;b'
    """
    return escape(printable(text))


def plain(text: str) -> str:
    r"""Return a text that Markdown shows as it stands.

    >>> plain("a*b")
    'a\\*b'
    """
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()#+-.!|<>~$:&" else sign for sign in printable(text))


def table_html(table: Table, language: Language) -> str:
    """Return a table in a frame that the keyboard can scroll, with verdicts marked by sign and colour."""
    rows = tuple(tuple(_cell(cell) for cell in row) for row in table.rows)
    # verdicts are texts with their sign
    columns = tuple(replace(col, kind="text") if col.kind == "verdict" else col for col in table.columns)
    html = replace(table, columns=columns, rows=rows).to_html(language)
    for verdict, sign in SIGNS.items():
        text = safe(f"{sign} {verdict.label.in_language(language)}")
        tone = "bad" if verdict is Verdict.MISSED else "good" if sign == "✓" else ""
        html = html.replace(f">{text}<", f' class="{tone}">{text}<')
    label = safe(table.title.in_language(language))
    return f'<div class="ceheng-table" role="region" tabindex="0" aria-label="{label}">{html}</div>'


def _about(report: CheckReport, group: str) -> CheckedStatement | None:
    """Return the headline statement that a card shows: the endpoint, else the growth, or the ratio."""
    wanted: tuple[type[Quantity], ...] = (Income, AverageAnnualGrowth) if group else (UrbanRuralRatio,)
    for kind in wanted:
        for one in report.checked:
            quantity = one.statement.quantity
            if one.statement.headline and isinstance(quantity, kind) and quantity.group == group:
                return one
    return None


def _card(name: str, value: str, about: CheckedStatement | None, language: Language) -> str:
    if about is None:
        return _framed(name, value, f"<p>{safe(word('no_target', language))}</p>", "")
    aim = about.figure(about.statement.wording.aim)
    target = word("target", language, written(aim, "text"))
    away = word("away", language, about.distance_in_words(about.to_target).in_language(language))
    if isinstance(about.statement.quantity, AverageAnnualGrowth):
        target = word("average", language, written(about.figure(about.value), "text"), written(aim, "text"))
    tone = _tone(about.verdict)
    verdict = f"{SIGNS[about.verdict]} {about.verdict.label.in_language(language)}"
    lines = f'<p>{safe(target)}</p><p class="{tone}">{safe(verdict)} · {safe(away)}</p>'
    return _framed(name, value, lines, tone)


def _count(report: CheckReport, language: Language) -> str:
    headline = [one for one in report.checked if one.statement.headline]
    judged = [one for one in headline if one.verdict is not Verdict.NOT_JUDGED]
    missed = [one for one in judged if one.verdict is Verdict.MISSED]
    tone = "bad" if missed else "good"
    lines = f"<p>{safe(word('of_judged', language, len(judged)))}</p>"
    return _framed(word("missed", language), str(len(missed)), lines, tone)


def _framed(name: str, value: str, lines: str, tone: str) -> str:
    inside = f'<h3>{safe(name)}</h3><div class="figure">{safe(value)}</div>{lines}'
    return f'<div class="ceheng-card {tone}" role="group" aria-label="{safe(name)}">{inside}</div>'


def _tone(verdict: Verdict) -> str:
    return {Verdict.MISSED: "bad", Verdict.MET: "good", Verdict.EXCEEDED: "good"}.get(verdict, "")


def _cell(cell: Cell) -> Cell:
    if isinstance(cell, Verdict):
        return Text(f"{SIGNS[cell]} {cell.label.zh}", f"{SIGNS[cell]} {cell.label.en}")
    return cell
