"""Say what growth the goals would take, to reach them just and with a probability."""

from functools import partial

from ceheng_model.documents.brief.analysis import Analysis
from ceheng_model.documents.brief.content import Block, Exhibit, Paragraph, Picture, Section
from ceheng_model.documents.brief.needed_growth import Needed
from ceheng_model.documents.brief.words import goal, paragraph, percent
from ceheng_model.quantities import UrbanRuralRatio
from ceheng_model.solving import Solution
from ceheng_model.tables import Cell, Column, Figure, Table, written
from ceheng_model.vocabulary import Text


def requirements(found: Analysis) -> Section:
    """Return the section on the growth that goals would take."""
    heading = Text("达到目标所需的增速", "What growth it would take")
    if not found.needed:
        none = paragraph(
            "《方案》在测算年份内没有可以求解的数值目标（收入、年均增速、城乡居民收入比）。",
            "In the years projected the plan has no goal in numbers (income, average growth, urban-rural ratio) to "
            "solve for.",
        )
        return Section(heading=heading, blocks=(none,))
    chance = percent(found.needed[0].probability, 0)
    blocks: list[Block] = [
        paragraph(
            "以下求出某一类人群各项收入、各年份取同一增速时，正好达到目标值所需的增速，其他人群不变。"
            f"增速有高有低，正好达到的增速大约只有一半把握，因此同时求出以{chance}的概率达到所需的增速。",
            "For one group at a time, with the same rate for every component and year and all other groups unchanged, "
            "the growth that just reaches each goal is found. Since growth varies, that reaches the goal in only about "
            f"half of all cases; so the growth that reaches it with a probability of {chance} is given as well.",
        ),
        *(Paragraph(text=sentence) for one in found.needed if one.missed and (sentence := needed_sentence(one))),
    ]
    if isinstance(found.ensemble, Text):
        blocks.append(
            paragraph(
                "按概率求解须先估计增速的离散程度，所需序列不全，本次不能给出。",
                "Growth for a probability needs the spread of growth, which cannot be estimated for want of series.",
            )
        )
    blocks += [Exhibit(table=_table(found)), *_map(found)]
    return Section(heading=heading, blocks=tuple(blocks))


def needed_sentence(one: Needed) -> Text:
    """Return what growth of one group a goal takes, just and with the probability, or that none will do."""
    label, group = one.checked.label, one.group.label
    value = written(goal(one.checked.statement), "text")
    if not isinstance(one.just, Solution):
        return Text(
            f"仅靠{group.zh}的增速，不能使{label.zh}达到{value}。",
            f"Growth of {group.en} alone cannot bring “{label.en}” to {value}.",
        )
    just, chance = percent(one.just.value, 3), percent(one.probability, 0)
    zh = f"要使{label.zh}达到{value}，{group.zh}收入须年均增长{just}"
    en = f"For “{label.en}” to come to {value}, income of {group.en} must grow by {just} a year"
    if isinstance(one.likely, Solution):
        likely = percent(one.likely.value, 3)
        zh, en = f"{zh}；要以{chance}的概率达到，须{likely}", f"{en}; with a probability of {chance}, by {likely}"
    return Text(f"{zh}。", f"{en}.")


def _table(found: Analysis) -> Table:
    chance = percent(found.needed[0].probability, 0)
    columns = (
        Column(key="target", heading=Text("目标", "goal")),
        Column(key="before", heading=Text("测算值", "projected"), kind="ratio"),
        Column(key="wanted", heading=Text("目标值", "to reach"), kind="ratio"),
        Column(key="group", heading=Text("变动的人群", "group that varies")),
        Column(key="just", heading=Text("正好达到所需增速", "growth that just reaches it"), kind="ratio"),
        Column(
            key="likely", heading=Text(f"以{chance}概率达到所需增速", f"with a probability of {chance}"), kind="ratio"
        ),
    )
    rows = tuple(_row(one) for one in found.needed)
    unsolved = any(isinstance(one.just, Text) for one in found.needed)
    dash = Text("“–”：在年增速100%以内无解", "a dash: no growth up to 100% a year reaches it")
    title = Text("达到各项目标所需的共同增速", "Common growth that each goal takes")
    return Table(name="needed", title=title, columns=columns, rows=rows, notes=(dash,) if unsolved else ())


def _row(one: Needed) -> tuple[Cell, ...]:
    rates = (
        Figure(answer.value, "percent", 3) if isinstance(answer, Solution) else None
        for answer in (one.just, one.likely)
    )
    figure = one.target.figure
    return (one.checked.label, figure(one.checked.value), goal(one.checked.statement), one.group.label, *rates)


def _map(found: Analysis) -> list[Block]:
    from ceheng_model import charts

    if not found.projection.has_ratio:
        return []
    solved = tuple(
        one.just
        for one in found.needed
        if isinstance(one.just, Solution) and isinstance(one.target.quantity, UrbanRuralRatio)
    )
    return [
        Picture(
            caption=Text("城乡收入增速与收入比", "Urban and rural growth and the ratio"),
            draw=partial(charts.what_if_map, found.scenario, solved=solved),
        )
    ]
