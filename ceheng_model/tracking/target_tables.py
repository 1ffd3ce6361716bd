"""Show how the targets stand and what the rest of the period needs."""

from collections.abc import Sequence

from ceheng_model.tables import Cell, Column, Figure, Table
from ceheng_model.tracking.forecast import Forecast
from ceheng_model.tracking.target_outlook import Need, State, TargetState
from ceheng_model.vocabulary import Keyed, Text, Verdict

_COLOURS = {
    State.REACHED: Verdict.EXCEEDED,
    State.ON_TRACK: Verdict.MET,
    State.OFF_TRACK: Verdict.MISSED,
    State.MISSED: Verdict.MISSED,
    State.NOT_JUDGED: Verdict.NOT_JUDGED,
}


def target_table(targets: Sequence[TargetState], forecast: Forecast | None) -> Table:
    """Return one row a headline statement: where it stands, and how probable it is."""
    columns = (
        Column(key="statement", heading=Text("条目", "statement"), shown=False),
        Column(key="quantity", heading=Text("目标", "target")),
        Column(key="words", heading=Text("原文", "words")),
        Column(key="printed", heading=Text("印定值", "printed"), shown=False),
        Column(key="outlook", heading=Text("展望", "outlook"), kind="yuan"),
        Column(key="state", heading=Text("进度", "state"), kind="label"),
        Column(key="verdict", heading=Text("判定", "verdict"), kind="verdict", shown=False),
        Column(key="decided", heading=Text("已定", "decided"), shown=False),
        Column(key="probability", heading=Text("达到的概率", "probability"), kind="percent", decimals=1),
        Column(key="why", heading=Text("未判定的原因", "why not judged"), shown=False),
    )
    chances = {one.target.statement.id: one.probability for one in forecast.chances} if forecast else {}
    rows = tuple(_target_row(one, chances.get(one.statement.id)) for one in targets)
    notes = (
        Text(
            "展望：已知年份为实际数，其余年份各人群合计按计划增速增长；进度：展望达到原文（含四舍五入）即为按进度，"
            "等于其余年份所需增速不高于计划增速；收入都已知的为已达到或未达到",
            "outlook: known years as they were, later ones with every group's total growing as planned; on track: the "
            "outlook meets the words, rounding included, so that the growth needed is not above the growth planned; "
            "reached or missed: every income in question is known",
        ),
        *_reasons(targets),
    )
    return Table(name="targets", title=Text("目标与进度", "Targets"), columns=columns, rows=rows, notes=notes)


def need_table(targets: Sequence[TargetState]) -> Table:
    """Return one row a target and group that could bring it about: growth needed and planned for the years left."""
    columns = (
        Column(key="statement", heading=Text("条目", "statement"), shown=False),
        Column(key="quantity", heading=Text("目标", "target")),
        Column(key="group", heading=Text("增长者", "whose growth"), kind="label"),
        Column(key="after", heading=Text("已知到", "known to"), kind="year"),
        Column(key="level", heading=Text("收入", "level"), kind="yuan"),
        Column(key="years", heading=Text("余年", "left"), kind="year"),
        Column(key="needed_growth", heading=Text("所需年均增速", "needed"), kind="percent", decimals=3),
        Column(
            key="needed_growth_to_bound", heading=Text("至界限", "to bound"), kind="percent", decimals=3, shown=False
        ),
        Column(key="planned_growth", heading=Text("计划年均增速", "planned"), kind="percent", decimals=3),
        Column(key="more", heading=Text("多需", "more"), kind="points"),
        Column(key="given", heading=Text("另一人群", "given"), kind="label", shown=False),
    )
    rows = tuple(_need_row(one, need) for one in targets for need in one.needs)
    notes = (
        Text(
            "所需：其余年份正好达到印定值的年均增速，四舍五入后仍算达到的最低值见 CSV 与 JSON；收入比与增速领先两项中，"
            "另一人群从其现有水平按计划增速增长",
            "needed: average annual growth of the years left that just reaches the printed value (CSV and JSON add the "
            "lowest that still rounds to it); for the ratio and for leads the other group grows as planned from there",
        ),
    )
    title = Text(
        "其余年份所需的增速（收入以元、多需以百分点计）",
        "Growth that the rest of the period needs (level in yuan, more in points)",
    )
    return Table(name="needed", title=title, columns=columns, rows=rows, notes=notes)


def _target_row(one: TargetState, probability: float | None) -> tuple[Cell, ...]:
    statement, wording = one.statement, one.statement.wording
    judged = one.state is not State.NOT_JUDGED
    return (
        statement.id,
        one.label,
        statement.words,
        wording.printed,
        one.outlook.figure(one.value) if judged else None,
        Keyed(one.state, one.state.label),
        _COLOURS[one.state],
        "yes" if one.decided else "no",
        probability,
        _reason(one),
    )


def _need_row(one: TargetState, need: Need) -> tuple[Cell, ...]:
    return (
        one.statement.id,
        one.label,
        need.group.named,
        need.after,
        need.level,
        need.years,
        need.growth,
        need.growth_to_bound,
        need.planned,
        Figure(need.more, "points", 2, signed=True),
        need.given.named if need.given else None,
    )


def _reason(one: TargetState) -> Text:
    if one.state is not State.NOT_JUDGED:
        return Text("", "")
    if one.outlook.verdict is Verdict.UNDECIDABLE:
        return Text("差额在公布数四舍五入的范围内", "the difference is within the rounding of published figures")
    if one.outlook.verdict is Verdict.NOT_JUDGED:
        return one.outlook.note or one.outlook.verdict.label
    last = one.statement.quantity.last
    return Text(f"用于比较的{last}年数尚未公布", f"the figures of {last} to compare with are not published yet")


def _reasons(targets: Sequence[TargetState]) -> list[Text]:
    by_reason: dict[Text, list[Text]] = {}
    for one in targets:
        if one.state is State.NOT_JUDGED:
            by_reason.setdefault(_reason(one), []).append(one.label)
    return [
        Text(
            f"· 未判定：{'、'.join(label.zh for label in labels)}：{why.zh}",
            f"· not judged: {', '.join(label.en for label in labels)}: {why.en}",
        )
        for why, labels in by_reason.items()
    ]
