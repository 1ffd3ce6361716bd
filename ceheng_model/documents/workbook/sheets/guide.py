"""Write the sheet that says in words what the workbook is, how to use it, and where its figures come from."""

import sys

import tomli_w

from ceheng_model.baselines import SourcedValue
from ceheng_model.documents.workbook.book import Page
from ceheng_model.documents.workbook.formulas import cell_names
from ceheng_model.documents.workbook.sheets.base_year import splits
from ceheng_model.documents.workbook.shown_scenario import Subject
from ceheng_model.levers import lever_table
from ceheng_model.vocabulary import LABELS, Text


def write_about(page: Page, subject: Subject) -> None:
    """Write the sheet."""
    page.columns([34, 110])
    plan, made = subject.plan, subject.made
    page.say(0, 0, plan.title, "title")
    issued = plan.issued.isoformat()
    page.say(1, 0, Text(f"{plan.issuer.zh}，{issued}", f"{plan.issuer.en}, {issued}"), "hint")
    row = _paragraphs(page, 3, Text("怎么用", "How to use it"), _how_to(subject))
    row = _paragraphs(page, row, Text("怎么读", "How to read it"), _how_to_read(subject))
    written = [*made.notes(), *subject.projection.provenance()]
    row = _paragraphs(page, row, Text("写出时的情景", "The scenario as written"), written)
    row = _sources(page, row, subject)
    _identity(page, row, subject)
    page.prints(rows=None, wide=2)


def _paragraphs(page: Page, row: int, title: Text, paragraphs: list[Text]) -> int:
    page.say(row, 0, title, "section")
    for text in paragraphs:
        row += 1
        page.say(row, 1, text, "paragraph")
    return row + 2


def _how_to(subject: Subject) -> list[Text]:
    closing = Text(
        "方案只写“正增长”的格（橙色）已按情景填入数值，与其他格一样照数计算。把“未定构成的处理”改为“按合计推算”，"
        "橙色格就由公式取同一增速，使合计增速等于“合计（推算用）”行；这时改已定的格不改变合计。",
        "Cells for which the plan prints only a sign (orange) hold the scenario's rates and count as they stand. "
        "Set 'open "
        "cells' to 'to the total' and formulas give them the one rate with which the total grows as in its row; an "
        "edit of "
        "another cell then leaves the total unchanged.",
    )
    texts = [
        Text(
            "改“假设”表中有底色的格，其余各表、判定和图表随之变化（Excel、WPS、LibreOffice 都可以）。",
            "Change the coloured cells of the assumptions: all other sheets, verdicts and charts follow, in Excel, "
            "WPS and "
            "LibreOffice.",
        ),
        Text(
            "改好后可读回为情景。读回的只有有底色的格、情景名称和说明。单元格可以移动，工作表可以改名。",
            "An edited workbook can be read back as a scenario. Read back are the coloured cells, the scenario's name "
            "and its description. Cells may be moved and sheets renamed.",
        ),
        Text(
            "换构成案例或改基数时，增速表中的数值不变；要让未定构成随之重算，用“按合计推算”。",
            "Another share case or another base leaves the rates as they stand; to close open cells anew, use 'to "
            "the total'.",
        ),
    ]
    if subject.closes:
        texts.insert(1, closing)
    return texts


def _how_to_read(subject: Subject) -> list[Text]:
    texts = [
        Text(
            "印定的数是区间：15561（精确到1元）即 15560.5 至 15561.5；左右、以上、高于各按条目的精度和容差判定。",
            "A printed number is an interval: 15561 (to 1 yuan) is 15560.5 to 15561.5; 'about', 'at least' and "
            "'above' are "
            "judged with the precision and tolerance of each statement.",
        ),
        Text(
            "收入为名义值（元/人年）；增速相对上年；年均增速为几何平均，基年不计入年数。",
            "Income is nominal, yuan per person and year; growth is against the year before; average growth is "
            "geometric, "
            "the base year does not count.",
        ),
    ]
    inside = [group for group in subject.groups if group.part_of is not None]
    if inside:
        names_zh = "、".join(group.label.zh for group in inside)
        names_en = ", ".join(group.label.en for group in inside)
        texts.append(
            Text(
                f"{names_zh}是其他人群的一部分，不与其他人群相加，不进入收入比。",
                f"{names_en}: part of another group, never added to the others and not in the ratio.",
            )
        )
    texts.append(
        Text(
            "性质：公布=来源印出的数；推算=由公布数算出；假定=判断。增速都是假定，不说明它会实现。",
            "Status: published, printed by the source; derived, computed from published figures; assumed, a "
            "judgement. All "
            "growth is assumed: nothing here says that it will come true.",
        )
    )
    return texts


def _sources(page: Page, row: int, subject: Subject) -> int:
    base = subject.made.baseline
    page.say(row, 0, Text(f"{base.year}年基数的来源", f"Where the base of {base.year} comes from"), "section")
    for g, group in enumerate(subject.groups):
        row = _origin(page, row + 1, (group.label, LABELS["total"]), base.sources[g])
        row = _origin(page, row + 1, (group.label, LABELS["component"]), base.share_sources[g])
        for split in splits(subject.dossier, base, g):
            row += 1
            page.say(row, 0, Text(f"　可选：{split.name}", f"   case: {split.name}"), "paragraph")
            page.say(row, 1, split.source, "paragraph")
    return row + 2


def _origin(page: Page, row: int, what: tuple[Text, Text], origin: SourcedValue) -> int:
    group, part = what
    page.say(row, 0, Text(f"{group.zh}，{part.zh}", f"{group.en}, {part.en}"), "paragraph")
    status = LABELS[origin.status]
    more = f"；{origin.note}" if origin.note else ""
    page.say(row, 1, Text(f"{status.zh}：{origin.source}{more}", f"{status.en}: {origin.source}{more}"), "paragraph")
    return row


def _identity(page: Page, row: int, subject: Subject) -> None:
    made, plan = subject.made, subject.plan
    page.say(row, 0, Text("情景（名称与说明可以改）", "Scenario (name and description may be changed)"), "section")
    levers = tomli_w.dumps({"lever": [lever_table(lever) for lever in made.levers]}) if made.levers else "–"
    package = __name__.partition(".")[0]
    rows = [
        (Text("名称", "name"), cell_names.SCENARIO, made.name or "–", "input text"),
        (
            Text("说明（中文）", "description (Chinese)"),
            cell_names.DESCRIPTION_ZH,
            made.description.zh or "–",
            "input text",
        ),
        (
            Text("说明（英文）", "description (English)"),
            cell_names.DESCRIPTION_EN,
            made.description.en or "–",
            "input text",
        ),
        (Text("所基于的情景", "based on"), cell_names.BASED_ON, made.based_on or "plan", "small wrapped"),
        (Text("方案", "plan"), cell_names.PLAN, plan.id, "small wrapped"),
        (Text("地区", "region"), cell_names.REGION, made.baseline.region, "small wrapped"),
        (Text("措施", "measures"), cell_names.LEVERS, levers, "small wrapped"),
        (Text("格式", "format"), cell_names.IDENTITY, cell_names.FORMAT, "small wrapped"),
    ]
    for offset, (label, name, text, style) in enumerate(rows, start=1):
        page.say(row + offset, 0, label, "label")
        page.say(row + offset, 1, text, style)
        page.name_cells(name, (row + offset, 1))
    version = sys.modules[package].__version__
    page.say(
        row + len(rows) + 1, 0, Text(f"由 ceheng-model {version} 写出", f"written by ceheng-model {version}"), "hint"
    )
