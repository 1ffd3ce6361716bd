"""Write the sheet of assumptions: everything a user may change, and the published figures beside it."""

from dataclasses import dataclass, field

from ceheng_model.documents.workbook.book import Page
from ceheng_model.documents.workbook.formulas import cell_names
from ceheng_model.documents.workbook.formulas.addresses import Inputs, Level
from ceheng_model.documents.workbook.sheets.assumptions_page import FIRST_YEAR, RESULT_ROWS, Sheet
from ceheng_model.documents.workbook.sheets.base_year import write_base
from ceheng_model.documents.workbook.sheets.circumstances import write_published, write_surroundings
from ceheng_model.documents.workbook.shown_scenario import Subject
from ceheng_model.plan import Statement
from ceheng_model.vocabulary import COMPONENTS, LABELS, TOTAL, Group, Template, Text

_TITLE = Template("假设：{title}", "Assumptions: {title}")
_WRITTEN = Template("写出时：情景“{title}”", "as written: scenario “{title}”")


def write_assumptions(page: Page, subject: Subject) -> tuple[Inputs, dict[str, int]]:
    """Write the sheet; return where the inputs stand, and the rows in which growth of the totals belongs."""
    years = subject.years
    page.columns(
        [page.label_width((group.label for group in subject.groups), least=16), 24, *[14] * max(len(years) + 1, 8)]
    )
    made = subject.made
    page.say(0, 0, _TITLE.format(title=made.title), "title")
    hint = Text(
        "有底色的格可以改：黄=基数与增速，橙=方案只写“正增长”的格，绿=可以不填。其他格都是公式或资料，改了也不读回。",
        "Coloured cells are yours to change: yellow for the base and growth, orange where the plan prints only a sign, "
        "green for what may stay empty. All others are formulas or sources and are not read back.",
    )
    page.hint(1, hint, wide=10)
    sheet = Sheet(page, subject)
    totals, base = write_base(sheet)
    closing = _closing(sheet)
    growth = _growth(sheet)
    prices, gdp, population = write_surroundings(sheet)
    added = _added(sheet)
    published = write_published(sheet)
    page.sheet.freeze_panes(RESULT_ROWS[1] + 1, 2)
    inputs = Inputs(
        totals=totals,
        base=base,
        growth=growth.typed,
        total_growth=growth.to_close,
        closing=closing,
        added=added,
        prices=prices,
        gdp=gdp,
        population=population,
        published=published,
    )
    return inputs, growth.result_rows


def _closing(sheet: Sheet) -> str | None:
    page, subject = sheet.page, sheet.subject
    hint = Text(
        "按年增速，20% 写作 20% 或 0.2。每格照填写的数计算，合计增速是结果。",
        "Growth against the year before; write 20 % as 20% or 0.2. Every cell counts as it stands; growth of the total "
        "is what results.",
    )
    page.breaks.append(sheet.row + 1)
    sheet.section(Text("二、增速", "2. Growth"), hint)
    if not subject.closes:
        return None
    page.say(sheet.row, 0, Text("未定构成的处理", "open cells"), "label")
    for column in (1, 2):
        page.blank(sheet.row, column, "input text")
    address = page.say(sheet.row, 1, cell_names.AS_TYPED, "input text")
    options = [text.in_language(page.book.language) for text in (cell_names.AS_TYPED, cell_names.TO_TOTAL)]
    page.sheet.data_validation(sheet.row, 1, sheet.row, 1, {"validate": "list", "source": options})
    page.name_cells(cell_names.CLOSING, (sheet.row, 1))
    more = Text(
        "改为“按合计推算”时，橙色格由公式取同一增速，使合计增速等于“合计（推算用）”行",
        "with 'to the total' the orange cells share the one rate, by formula, that gives the total the growth of "
        "its row",
    )
    page.say(sheet.row, 2, more, "hint")
    sheet.row += 1
    return address


@dataclass(slots=True)
class Growth:
    """Hold where growth stands: as typed, of the totals to close to, and the rows for growth that results."""

    typed: dict[Level, str] = field(default_factory=dict)
    to_close: dict[tuple[str, int], str] = field(default_factory=dict)
    result_rows: dict[str, int] = field(default_factory=dict)


def _growth(sheet: Sheet) -> Growth:
    page, subject = sheet.page, sheet.subject
    years = subject.made.years
    page.heads(sheet.row, [LABELS["group"], LABELS["component"], ""])
    page.year_heads(sheet.row, FIRST_YEAR, years)
    page.heads(sheet.row, [Text("方案原文", "the plan's words")], FIRST_YEAR + len(years))
    sheet.row += 1
    found = Growth()
    parts = cell_names.group_parts(subject.made.group_keys)
    for g, group in enumerate(subject.groups):
        for c, component in enumerate(COMPONENTS):
            _labels(sheet, group, LABELS[component])
            _typed(sheet, (g, c), found)
            _finish(sheet, cell_names.of_group("growth", parts[g], component), _words(subject, group.key, component))
        if subject.is_open[g].any():
            _labels(sheet, group, Text("合计（推算用）", "total (to close to)"))
            for t, year in enumerate(years):
                rate = float(subject.total_growth[g, t])
                found.to_close[group.key, year] = page.put(sheet.row, FIRST_YEAR + t, rate, "input percent")
            _finish(sheet, cell_names.of_group("total_growth", parts[g]), _words(subject, group.key, TOTAL))
        _labels(sheet, group, Text("合计增速（结果）", "total (result)"), "total label")
        found.result_rows[group.key] = sheet.row
        sheet.row += 1
    return found


def _labels(sheet: Sheet, group: Group, second: Text, style: str = "label") -> None:
    sheet.page.say(sheet.row, 0, group.label, style)
    sheet.page.say(sheet.row, 1, second, style)
    sheet.page.blank(sheet.row, 2, "empty")


def _typed(sheet: Sheet, place: tuple[int, int], found: Growth) -> None:
    page, subject = sheet.page, sheet.subject
    cells = {one.id: one for one in subject.plan.growth}
    group, component = subject.groups[place[0]].key, COMPONENTS[place[1]]
    for t, year in enumerate(subject.made.years):
        column = FIRST_YEAR + t
        style = "open percent" if subject.is_open[(*place, t)] else "input percent"
        rate = float(subject.made.growth[(*place, t)])
        found.typed[group, component, year] = page.put(sheet.row, column, rate, style)
        page.note(sheet.row, column, _origin(subject, cells.get(f"growth.{group}.{component}.{year}")))


def _finish(sheet: Sheet, name: str, words: str) -> None:
    _name_years(sheet, name)
    sheet.page.say(sheet.row, FIRST_YEAR + len(sheet.subject.made.years), words, "label")
    sheet.row += 1


def _name_years(sheet: Sheet, name: str) -> None:
    last = FIRST_YEAR + len(sheet.subject.made.years) - 1
    sheet.page.name_cells(name, (sheet.row, FIRST_YEAR), (sheet.row, last))
    sheet.validate_rates()


def _origin(subject: Subject, statement: Statement | None) -> Text:
    made = subject.made
    how = _WRITTEN.format(title=made.title.in_quotes())
    status = Text("性质：假定", "status: assumed")
    if statement is None:
        return Text(
            f"方案期外：沿用末年\n{how.zh}\n{status.zh}", f"after the plan: as its last year\n{how.en}\n{status.en}"
        )
    place, words = statement.place, statement.words
    return Text(
        f"方案（{place.zh}）：{words}\n{how.zh}\n{status.zh}", f"plan ({place.en}): {words}\n{how.en}\n{status.en}"
    )


def _words(subject: Subject, group: str, component: str) -> str:
    printed = [s.words for s in subject.plan.growth if (s.quantity.group, s.quantity.component) == (group, component)]
    return printed[0] if len(set(printed)) == 1 else " / ".join(printed)


def _added(sheet: Sheet) -> dict[tuple[str, str, int], str]:
    page, subject, added = sheet.page, sheet.subject, sheet.subject.made.added
    if added is None:
        return {}
    hint = Text(
        "由措施算出，元/人年；叠加在增长之上，不随增速变化。要改请改情景文件",
        "From measures, yuan per person and year; on top of growth. Change them in the scenario file",
    )
    sheet.section(Text("四、措施增加的收入", "4. What measures add"), hint)
    page.heads(sheet.row, [LABELS["group"], LABELS["component"], ""])
    page.year_heads(sheet.row, FIRST_YEAR, subject.made.years)
    sheet.row += 1
    found = {}
    for g, group in enumerate(subject.groups):
        for c, component in enumerate(COMPONENTS):
            if not added[g, c].any():
                continue
            page.say(sheet.row, 0, group.label, "label")
            page.say(sheet.row, 1, LABELS[component], "label")
            page.blank(sheet.row, 2, "empty")
            for t, year in enumerate(subject.made.years):
                found[group.key, component, year] = page.put(sheet.row, FIRST_YEAR + t, float(added[g, c, t]), "yuan")
            sheet.row += 1
    return found
