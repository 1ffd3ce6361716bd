"""Write the sheet that says in words what the workbook is, how to use it, and where its figures come from."""

from collections.abc import Iterator, Sequence

from ceheng_model.baselines import SourcedValue
from ceheng_model.documents.workbook import words
from ceheng_model.documents.workbook.book import DASH, Page
from ceheng_model.documents.workbook.formulas import cell_names
from ceheng_model.documents.workbook.manuscript import Manuscript, Sheet
from ceheng_model.documents.workbook.sheets.base_year import splits
from ceheng_model.documents.workbook.shown_scenario import Subject
from ceheng_model.plan import UNNAMED, Statement, unfilled_sentence
from ceheng_model.quantities import Income
from ceheng_model.vocabulary import LABELS, NO_TEXT, Template, Text

_ISSUED = Template("{issuer}，{day}", "{issuer}, {day}")
_SOURCES = Template("{year}基数的来源", "Where the base of {year} comes from")
_FIGURE = Template("{group}，{part}", "{group}, {part}")
_SOURCE = Template("{status}：{source}{note}", "{status}: {source}{note}")
_NOTE = Template("；{note}", "；{note}")
_CASE = Template("　可选：{title}", "   case: {title}")


def write_guide(page: Page, manuscript: Manuscript) -> None:
    """Write the sheet."""
    subject = manuscript.subject
    plan = subject.plan
    page.columns([34, 110])
    page.title(plan.title)
    page.say(1, 0, _ISSUED.format(issuer=plan.issuer, day=plan.issued.isoformat()), "hint")
    unfilled = unfilled_sentence(subject.dossier.unfilled())
    if unfilled:
        page.say(2, 0, words.UNFILLED.format(sentence=unfilled), "hint")
    row = _paragraphs(page, 3, Text("怎么用", "How to use it"), list(_how_to_use(subject)))
    row = _paragraphs(page, row, Text("怎么读", "How to read it"), list(_how_to_read(subject)))
    warnings = [words.TO_CHECK.format(said=warning.text) for warning in subject.scenario.warnings]
    as_written = [*warnings, *subject.scenario.notes(), *subject.projection.provenance()]
    row = _paragraphs(page, row, Text("写出时的情景", "The scenario as written"), as_written)
    row = _sources(page, row, subject)
    row = _identity(page, row, subject)
    _map_of_sheets(page, manuscript, row + 2)
    page.prints(rows=None, wide=2)


SHEET = Sheet(name=Text("说明", "Read me"), write=write_guide)


def _paragraphs(page: Page, row: int, title: Text, paragraphs: Sequence[Text]) -> int:
    page.say(row, 0, title, "section")
    for text in paragraphs:
        row += 1
        page.say(row, 1, text, "paragraph")
    return row + 2


def _how_to_use(subject: Subject) -> Iterator[Text]:
    yield words.EDIT_COLOURED_CELLS
    if subject.closes:
        yield subject.terms.say(words.OPEN_CELLS, prints=subject.prints)
    yield words.READ_BACK
    yield words.RATES_STAY


def _incomes_with_a_figure(subject: Subject) -> list[Statement]:
    """Return the statements on incomes that print figures of some precision."""
    incomes = [one for one in subject.headline if isinstance(one.quantity, Income)]
    return [one for one in incomes if one.wording.printed_values and one.wording.printed_step]


def _how_to_read(subject: Subject) -> Iterator[Text]:
    # the incomes are what the interval of a printed number is easiest seen on
    for statement in _incomes_with_a_figure(subject)[-1:]:
        value, half = statement.wording.printed_values[-1], statement.wording.printed_step / 2
        figures = {"value": value, "step": 2 * half, "low": value - half, "high": value + half}
        shown = {name: f"{figure:.12g}" for name, figure in figures.items()}
        yield subject.terms.say(words.PRINTED_IS_AN_INTERVAL, **shown)
    yield subject.terms.say(words.WHAT_FIGURES_ARE)
    inside = [group.label for group in subject.groups if group.part_of is not None]
    if inside:
        yield words.PART_OF_ANOTHER.format(groups=Text.join(inside))
    yield words.WHAT_STATUS_MEANS
    yield words.QUOTED


def _sources(page: Page, row: int, subject: Subject) -> int:
    base = subject.scenario.baseline
    page.say(row, 0, _SOURCES.format(year=subject.terms.year_label(base.year)), "section")
    for g, group in enumerate(subject.groups):
        row = _origin(page, row + 1, _FIGURE.format(group=group.label, part=LABELS["total"]), base.sources[g])
        row = _origin(page, row + 1, _FIGURE.format(group=group.label, part=LABELS["component"]), base.share_sources[g])
        for split in splits(subject.dossier, base, g):
            row += 1
            page.say(row, 0, _CASE.format(title=split.title), "paragraph")
            page.say(row, 1, split.source or UNNAMED, "paragraph")
    return row + 2


def _origin(page: Page, row: int, what: Text, origin: SourcedValue) -> int:
    page.say(row, 0, what, "paragraph")
    note = _NOTE.format(note=origin.note) if origin.note else NO_TEXT
    page.say(
        row, 1, _SOURCE.format(status=LABELS[origin.status], source=origin.source or UNNAMED, note=note), "paragraph"
    )
    return row


def _map_of_sheets(page: Page, manuscript: Manuscript, row: int) -> None:
    """List the sheets that a reader sees with what each holds, in the order of their tabs."""
    page.heads(row, [Text("工作表", "sheet"), Text("内容", "what it holds")])
    for sheet in manuscript.pages:
        if sheet.name.en in words.WHAT_SHEETS_HOLD:
            row += 1
            page.say(row, 0, sheet.name, "label")
            page.say(row, 1, words.WHAT_SHEETS_HOLD[sheet.name.en], "label wrapped")


def _identity(page: Page, row: int, subject: Subject) -> int:
    """Write the name and the description of the scenario, which are read back."""
    title = Text("情景（名称与说明可以改）", "Scenario (name and description may be changed)")
    page.say(row, 0, title, "section")
    rows = _rows(subject)
    for offset, (label, name, text, style) in enumerate(rows, start=1):
        page.say(row + offset, 0, label, "label")
        page.say(row + offset, 1, text or DASH, style)
        page.name_cells(name, (row + offset, 1))
    return row + len(rows)


def _rows(subject: Subject) -> list[tuple[Text, str, Text | str, str]]:
    """Return the rows: label, name of the cell, what stands in it, its style."""
    scenario = subject.scenario
    description = scenario.description
    zh, en = Text("说明（中文）", "description (Chinese)"), Text("说明（英文）", "description (English)")
    return [
        (Text("名称", "name"), cell_names.SCENARIO, scenario.name, "input text"),
        (zh, cell_names.DESCRIPTION_ZH, description.in_language("zh"), "input text"),
        (en, cell_names.DESCRIPTION_EN, description.in_language("en"), "input text"),
    ]
