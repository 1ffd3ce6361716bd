"""Say which goals contradict one another, and what the smallest repair is."""

from dataclasses import replace

from ceheng_model.auditing import AuditReport
from ceheng_model.auditing.items import Item
from ceheng_model.auditing.repairs import Move
from ceheng_model.auditing.words import count_sentence, numbering_sentence, said
from ceheng_model.documents.brief.analysis import Analysis
from ceheng_model.documents.brief.content import Block, Exhibit, Paragraph, Section, Subheading
from ceheng_model.documents.brief.words import joined, paragraph, yuan
from ceheng_model.tables import written
from ceheng_model.vocabulary import NO_TEXT, Text

_FEASIBLE = {
    "holds": Text("能同时成立", "can hold together"),
    "edge": Text("恰在边界上成立", "hold just at the edge"),
    "contradicts": Text("不能同时成立", "cannot hold together"),
}


def clashes(found: Analysis) -> Section:
    """Return the section on contradictions, repairs, and what the plan counts wrongly."""
    heading = Text("相互矛盾之处与修订", "What contradicts what, and the repairs")
    report = found.audited
    if isinstance(report, Text):
        why = paragraph(f"本次不能审查：{report.zh}。", f"No audit could be made: {report.en}.")
        return Section(heading=heading, blocks=(why,))
    blocks: list[Block] = [
        Subheading(text=Text("矛盾", "Contradictions")),
        paragraph(
            "审查只依据《方案》条目和基年收入，与情景的增速假设无关：逐一检查哪些条目不可能同时成立。"
            f"“达到”“左右”和增速表数值按定值读，{_FEASIBLE[report.as_values].zh}；"
            f"各条均按下限读，{_FEASIBLE[report.as_floors].zh}。",
            "The audit rests on the plan's statements and the base year alone, not on assumed growth: it asks which "
            "statements no growth can satisfy together. Endpoints and printed numbers read as values "
            f"{_FEASIBLE[report.as_values].en}; all read as floors, the statements {_FEASIBLE[report.as_floors].en}.",
        ),
        *_contradictions(report),
        *_repairs(report),
        *_wrong_counts(report),
    ]
    return Section(heading=heading, blocks=tuple(blocks))


def contradiction_sentence(report: AuditReport) -> Text:
    """Return how many contradictions there are, and which statement is in all of them."""
    count = len(report.contradictions)
    if not count:
        return Text(
            f"《方案》各条{_FEASIBLE[report.feasibility].zh}，没有发现矛盾",
            f"The plan's statements {_FEASIBLE[report.feasibility].en}: no contradiction was found",
        )
    more = Text("", "") if report.complete else Text("以上", " or more")
    zh, en = (
        f"《方案》条目之间存在矛盾{count}组{more.zh}",
        f"The plan's statements contain {count}{more.en} contradictions",
    )
    common = [
        item for item in report.contradictions[0].items if all(item in one.items for one in report.contradictions)
    ]
    if common and count > 1:
        names = joined(said(item) for item in common)
        zh, en = f"{zh}，各组均含{names.zh}", f"{en}; every one of them contains {names.en}"
    return Text(zh, en)


def _contradictions(report: AuditReport) -> list[Block]:
    told = contradiction_sentence(report)
    if not report.contradictions:
        return [paragraph(f"{told.zh}。", f"{told.en}.")]
    lead = paragraph(
        f"{told.zh}。每组去掉其中任何一条，其余即能成立。",
        f"{told.en}. Each can hold without any one of its members.",
    )
    title = Text("不能同时成立的条目", "Statements that cannot hold together")
    table = report.contradiction_table().narrowed(title=title, without=("words",))
    return [lead, Exhibit(table=replace(table, notes=()))]


def _repairs(report: AuditReport) -> list[Block]:
    if not report.contradictions:
        return []
    blocks: list[Block] = [
        Subheading(text=Text("修订", "Repairs")),
        paragraph(
            "每组矛盾中只修订一条、其余不变时，各条的最小修订幅度见附表。",
            "The annex gives, for each contradiction, the least change of every statement alone.",
        ),
        Exhibit(
            table=report.repair_table().narrowed(
                title=Text("各组矛盾的单独修订", "Repairs: one statement alone, the others hold")
            ),
            supporting=True,
        ),
    ]
    if report.repair:
        moves = joined((_moved(report.items[move.item], move) for move in report.repair), zh="，")
        blocks.append(
            paragraph(
                f"使全部条目一并成立，各条差额之和最小的修订是：{moves.zh}。各条最大差额合计{yuan(report.total_breach)}"
                f"元/人年；修订后《方案》各条{_FEASIBLE[report.repaired].zh}。",
                f"For all statements to hold at once, the least total change is: {moves.en}. The largest breaches of "
                f"the statements add up to {yuan(report.total_breach)} yuan per person and year; after it the "
                f"statements {_FEASIBLE[report.repaired].en}.",
            )
        )
    return blocks


def _moved(item: Item, move: Move) -> Text:
    quantity = item.members[0].quantity
    bound = written(quantity.fine_figure(move.bound), "text")
    unit = Text("元", " yuan") if quantity.unit == "yuan" else NO_TEXT
    return Text(f"{said(item).zh}改为{bound}{unit.zh}", f"{said(item).en} to {bound}{unit.en}")


def _wrong_counts(report: AuditReport) -> list[Block]:
    told = [
        Text(f"{place.zh}，{sentence.zh}", f"{place.en}: {sentence.en}")
        for place, sentence in (
            *((count.total.place, count_sentence(count)) for count in report.counts),
            *((one.place, numbering_sentence(one)) for one in report.numberings),
        )
    ]
    if not told:
        return []
    listed = joined(told, zh="；", en="; ")
    lead = Text("此外，文本中的数字和编号有以下不符", "Numbers and numbering in the text that do not fit")
    return [
        Subheading(text=Text("数字与编号", "Counts and numbering")),
        Paragraph(text=Text(f"{lead.zh}：{listed.zh}。", f"{lead.en}: {listed.en}.")),
    ]
