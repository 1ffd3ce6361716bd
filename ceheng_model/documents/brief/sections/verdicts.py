"""Say which goals are met, by what margin, and what the missed ones would take."""

from collections import Counter
from functools import partial

from ceheng_model.checks import CheckedStatement, promise_sentence
from ceheng_model.checks.check_report import required_text
from ceheng_model.documents.brief.analysis import Analysis
from ceheng_model.documents.brief.content import Block, Exhibit, Paragraph, Picture, Section
from ceheng_model.documents.brief.words import goal, joined, paragraph
from ceheng_model.tables import Cell, Column, Table
from ceheng_model.vocabulary import Group, Text, Verdict

_MARGIN = Text(
    "余量为测算值到达标界限的距离，界限含四舍五入，负数为未达到；收入以元计，增速领先以百分点计；"
    "所需增速为其他人群不变时正好达到目标值的年均增速",
    "margin: distance from the bound, rounding included, negative when missed; income in yuan, leads in points; "
    "required growth: average annual growth that just reaches the goal, all other groups unchanged",
)


def verdicts(found: Analysis) -> Section:
    """Return the section on the checks."""
    from ceheng_model import charts

    blocks: list[Block] = [
        paragraph(
            "判定规则：“达到”“以上”，测算值按目标值末位数字四舍五入后不低于目标值；“左右”和增速表中的数值，"
            "测算值四舍五入后等于或优于目标值；“高于”“快于”为严格大于；“正增长”为增速大于零。",
            "Rules: 达到 and 以上 hold when the figure, rounded to the last digit printed, is not below the goal; 左右 "
            "and bare numbers when it rounds to the goal or lies beyond it; 高于 and 快于 when it is strictly greater; "
            "正增长 when growth is above zero.",
        ),
        counts_sentence(found),
        Paragraph(text=promise_sentence(found.checked)),
        *_not_judged(found),
        Exhibit(table=_statements(found)),
        Picture(
            caption=Text("目标校验结果", "The goals and their margins"), draw=partial(charts.scorecard, found.checked)
        ),
    ]
    if found.checked.unmet_cells:
        title = Text("增速表中未达到或未判定的格", "Cells of the growth table that are not met")
        cells = found.checked.cell_table(met=False).narrowed(title=title, without=("required",))
        blocks.append(Exhibit(table=cells, supporting=True))
    return Section(heading=Text("目标校验", "The checks"), blocks=tuple(blocks))


def counts_sentence(found: Analysis) -> Paragraph:
    """Return how many goals and cells of the growth table have which verdict."""
    headline = Counter(one.verdict for one in found.headline)
    told = [
        Text(f"{verdict.label.zh}{headline[verdict]}条", f"{headline[verdict]} {verdict.label.en}")
        for verdict in Verdict
        if headline[verdict]
    ]
    cells, met = found.cells, sum(one.holds for one in found.cells)
    listed = joined(told)
    return paragraph(
        f"《方案》{len(found.headline)}条目标中，{listed.zh}；增速表{len(cells)}格中，达到{met}格。",
        f"Of the plan's {len(found.headline)} goals: {listed.en}; of the {len(cells)} cells of its growth table {met} "
        "are met.",
    )


def _not_judged(found: Analysis) -> list[Paragraph]:
    lacking: dict[Text, list[Text]] = {}
    for one in found.headline:
        if one.verdict is Verdict.NOT_JUDGED and one.missing is not None:
            lacking.setdefault(one.missing.what, []).append(one.label)
    if not lacking:
        return []
    parts = [
        Text(f"{joined(labels).zh}，缺{what.zh}", f"{joined(labels).en} (needs {what.en})")
        for what, labels in lacking.items()
    ]
    told = joined(parts, zh="；", en="; ")
    return [
        paragraph(f"未判定的目标及所缺资料：{told.zh}。", f"Goals that were not judged, and what they need: {told.en}.")
    ]


def _statements(found: Analysis) -> Table:
    groups = found.scenario.groups
    rows = tuple(_row(one, groups) for one in found.headline)
    kept = tuple(
        remark.text
        for remark in found.checked.remarks
        if any(one.verdict is not Verdict.NOT_JUDGED for one in remark.about)
    )
    columns = (
        Column(key="quantity", heading=Text("指标", "quantity")),
        Column(key="goal", heading=Text("目标值", "goal"), kind="ratio"),
        Column(key="value", heading=Text("测算值", "projected"), kind="ratio"),
        Column(key="verdict", heading=Text("判定", "verdict"), kind="verdict"),
        Column(key="margin", heading=Text("余量", "margin"), kind="ratio"),
        Column(key="required", heading=Text("所需年均增速", "required growth")),
    )
    title = Text("目标校验结果", "Verdicts on the goals")
    return Table(name="verdicts", title=title, columns=columns, rows=rows, notes=(*kept, _MARGIN))


def _row(one: CheckedStatement, groups: tuple[Group, ...]) -> tuple[Cell, ...]:
    return (
        one.label,
        goal(one.statement),
        one.figure(one.value),
        one.verdict,
        one.figure(one.margin, signed=True),
        required_text(one, groups),
    )
