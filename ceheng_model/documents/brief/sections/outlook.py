"""Say what incomes the scenario leads to, and what other assumptions would give."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from ceheng_model.documents.brief.analysis import Alternative, Analysis
from ceheng_model.documents.brief.content import Block, Exhibit, Paragraph, Picture, Section, Subheading
from ceheng_model.documents.brief.words import grown, in_words, joined, paragraph, ratio, yuan
from ceheng_model.projection import Projection
from ceheng_model.quantities import UrbanRuralRatio
from ceheng_model.tables import Cell, Column, Figure, Table
from ceheng_model.vocabulary import LABELS, NO_TEXT, Template, Text, Verdict

_QUOTED = Template("“{title}”", "“{title}”")
_USED = Template(
    "本报告采用“{title}”情景{notes}。各项增速见附表。",
    "This report uses the scenario “{title}”{notes}. The annex gives every rate.",
)
HOLDS = (Verdict.MET, Verdict.EXCEEDED)


def outlook(found: Analysis) -> Section:
    """Return the section on the projection and the shipped alternatives."""
    from ceheng_model import charts

    projection = found.projection
    blocks: list[Block] = [
        Subheading(text=Text("增速假设", "Growth assumptions")),
        Paragraph(text=_USED.format(title=found.scenario.title.in_quotes(), notes=_listed(found.scenario.notes()))),
        Exhibit(table=_growth(found), supporting=True),
        Subheading(text=Text("测算结果", "Results")),
        *(income_sentence(found, key) for key in found.scenario.group_keys),
        ratio_sentence(found),
        Exhibit(table=_incomes(projection)),
        Picture(
            caption=Text("收入走势与方案目标", "Income paths and the plan's endpoints"),
            draw=partial(charts.income_paths, projection),
        ),
    ]
    return Section(heading=Text("收入测算", "The projection"), blocks=(*blocks, *_alternatives(found)))


def income_sentence(found: Analysis, key: str) -> Paragraph:
    """Return what one group's income comes to, against the base year."""
    projection = found.projection
    group = found.scenario.groups[projection.group_index(key)]
    base, last = projection.years[0], projection.years[-1]
    total = found.whole_span.part(key)
    average = grown(float(projection.average_annual_growth.sel(group=key).values))
    concept = LABELS[group.concept]
    gained = total.increment
    more = Text("增加", "more") if gained >= 0 else Text("减少", "less")
    return paragraph(
        f"{last}年，{group.label.zh}{concept.zh}为{yuan(total.level)}元，比{base}年{more.zh}{yuan(abs(gained))}元，"
        f"年均{average.zh}。",
        f"In {last} {concept.en} of {group.label.en} is {yuan(total.level)} yuan, {yuan(abs(gained))} yuan {more.en} "
        f"than in {base}; it {average.en} a year on average.",
    )


def ratio_sentence(found: Analysis) -> Paragraph:
    """Return where the urban-rural ratio goes, or why there is none."""
    projection = found.projection
    if not projection.has_ratio:
        return paragraph(
            "方案没有同时列出城镇和农村两类人群，不能计算城乡居民收入比。",
            "The plan does not have both an urban and a rural group, so there is no urban-rural ratio.",
        )
    path = projection.urban_rural_ratio.values
    first, last = float(path[0]), float(path[-1])
    base, end = projection.years[0], projection.years[-1]
    if ratio(first) == ratio(last):
        moved = Text("没有变化，仍为", "stays at")
        return paragraph(
            f"城乡居民收入比{base}-{end}年{moved.zh}{ratio(last)}。",
            f"The urban-rural ratio {moved.en} {ratio(last)} from {base} to {end}.",
        )
    moved = Text("降至", "falls") if last < first else Text("升至", "rises")
    return paragraph(
        f"城乡居民收入比由{base}年的{ratio(first)}{moved.zh}{end}年的{ratio(last)}。",
        f"The urban-rural ratio {moved.en} from {ratio(first)} in {base} to {ratio(last)} in {end}.",
    )


def _listed(notes: Sequence[Text]) -> Text:
    return Text("：", ": ") + Text.join(notes, zh="；", en="; ") if notes else NO_TEXT


def _growth(found: Analysis) -> Table:
    return replace(found.scenario.tables()[0], title=Text("各项收入增速假设", "Assumed growth by component"), notes=())


def _incomes(projection: Projection) -> Table:
    columns = (
        Column(key="quantity", heading=Text("指标", "quantity")),
        *(Column(key=str(year), heading=Text(f"{year}年", str(year)), kind="yuan") for year in projection.years),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (path.label, *(Figure(value, path.kind) for value in path.values.tolist())) for path in projection.paths
    )
    title = Text("收入测算结果（元/人年）", "Projected income (yuan per person and year)")
    return Table(name="incomes", title=title, columns=columns, rows=rows, notes=projection.provenance()[:1])


def _alternatives(found: Analysis) -> list[Block]:
    from ceheng_model import charts

    blocks: list[Block] = [
        Subheading(text=Text("不同增速假设的比较", "Other growth assumptions compared")),
        _compared(found),
        Exhibit(table=_alternative_table(found)),
    ]
    shown = [one.checked.projection for one in found.compared if one.checked is not None]
    if found.projection.has_ratio:
        blocks.append(
            Picture(
                caption=Text("各情景的城乡居民收入比", "Urban-rural ratio of the scenarios"),
                draw=partial(charts.ratio_path, shown),
            )
        )
    blocks.append(
        Picture(
            caption=Text("各情景的收入走势", "Income paths of the scenarios"),
            draw=partial(charts.scenario_multiples, shown),
            supporting=True,
        )
    )
    return blocks


def _compared(found: Analysis) -> Paragraph:
    done = [one for one in found.compared if one.checked is not None]
    left = len(found.compared) - len(done)
    rest = Text(f"另有{left}种因缺少数据不能测算", f"{left} cannot be projected for want of data")
    zh = f"同一基年收入下，按{len(done)}种增速假设测算的结果列于下表{f'；{rest.zh}' if left else ''}。"
    en = (
        f"The table below gives what {len(done)} assumptions on growth lead to from the same base"
        f"{f'; {rest.en}' if left else ''}."
    )
    if not any(_ratio_verdicts(one) for one in done):
        return paragraph(zh, en)
    reaching = [one.title for one in done if (verdicts := _ratio_verdicts(one)) and set(verdicts) <= set(HOLDS)]
    names = joined(_QUOTED.format(title=title.in_quotes()) for title in reaching)
    zh += f"其中{names.zh}达到方案的收入比目标。" if reaching else "各种假设均未达到方案的收入比目标。"
    en += (
        f" The plan's goal for the ratio is reached under {names.en}."
        if reaching
        else (" None of them reaches the plan's goal for the ratio.")
    )
    return paragraph(zh, en)


def _ratio_verdicts(one: Alternative) -> list[Verdict]:
    if one.checked is None:
        return []
    return [
        checked.verdict
        for checked in one.checked.checked
        if isinstance(checked.statement.quantity, UrbanRuralRatio) and checked.verdict is not Verdict.NOT_JUDGED
    ]


def _alternative_table(found: Analysis) -> Table:
    groups, last = found.scenario.groups, found.projection.years[-1]
    columns = [
        Column(key="title", heading=Text("情景", "scenario")),
        Column(key="description", heading=Text("含义", "meaning")),
        *(Column(key=group.key, heading=group.label, kind="yuan") for group in groups),
    ]
    if found.projection.has_ratio:
        columns.append(Column(key="ratio", heading=Text("收入比", "ratio"), kind="ratio"))
    columns.append(Column(key="missed", heading=Text("未达到（条）", "goals missed"), kind="year"))
    rows: list[tuple[Cell, ...]] = []
    for one in found.compared:
        if one.checked is None:
            assert one.why_not is not None
            rows.append((one.title, _cannot(in_words(one.why_not, groups)), *[None] * (len(columns) - 2)))
            continue
        projection = one.checked.projection
        totals = np.asarray(projection.totals.values)[:, -1]
        own = [float(projection.urban_rural_ratio.values[-1])] if projection.has_ratio else []
        missed = sum(checked.statement.headline for checked in one.checked.missed)
        rows.append((one.title, one.description, *map(float, totals), *own, missed))
    title = Text(f"各情景{last}年结果（元/人年）", f"The scenarios in {last} (yuan per person and year)")
    return Table(name="alternatives", title=title, columns=tuple(columns), rows=tuple(rows))


def _cannot(why: Text) -> Text:
    return Text(f"不能测算：{why.zh}", f"cannot be projected: {why.en}")
