"""Say what the figures rest on: published, derived or assumed, and what changes with the assumed split."""

from collections import Counter
from dataclasses import replace

from ceheng_model.arithmetic import Array
from ceheng_model.baselines import SourcedValue
from ceheng_model.documents.brief.analysis import Analysis
from ceheng_model.documents.brief.content import Block, Exhibit, Paragraph, Section, Subheading
from ceheng_model.documents.brief.words import joined, paragraph, table_in_words, yuan
from ceheng_model.ensemble import Ensemble
from ceheng_model.sensitivity import ShareCaseEffects
from ceheng_model.tables import Cell, Column, Table, column
from ceheng_model.vocabulary import COMPONENTS, LABELS, STATUSES, Text


def sources(found: Analysis) -> Section:
    """Return the section on data and their status."""
    blocks: list[Block] = [
        Subheading(text=Text("基年收入", "Income in the base year")),
        *_totals(found),
        Exhibit(table=_total_table(found)),
        Subheading(text=Text("收入构成", "Split into components")),
        _split(),
        Exhibit(table=_split_table(found)),
        Exhibit(table=_case_table(found), supporting=True),
        *_effects(found),
        Subheading(text=Text("方法说明", "Method")),
        *_method(found),
    ]
    return Section(heading=Text("数据来源与性质", "Data and their status"), blocks=tuple(blocks))


def status_sentence(found: Analysis) -> Text:
    """Return how many of the base-year totals and splits are published, derived and assumed."""
    base = found.scenario.baseline
    totals, splits = (Counter(one.status for one in group) for group in (base.sources, base.share_sources))
    count = len(base.groups)
    told = [
        joined(
            Text(f"{LABELS[status].zh}{counted[status]}项", f"{counted[status]} {LABELS[status].en}")
            for status in STATUSES
            if counted[status]
        )
        for counted in (totals, splits)
    ]
    return Text(
        f"{count}类人群的{base.year}年基年收入中，{told[0].zh}；收入构成中，{told[1].zh}",
        f"Incomes in the base year {base.year} ({count} groups): {told[0].en}; their splits into components: "
        f"{told[1].en}",
    )


def _totals(found: Analysis) -> list[Paragraph]:
    base = found.scenario.baseline
    parts = [
        Text(
            f"{group.label.zh}{LABELS[source.concept].zh}{yuan(source.value)}元（{LABELS[source.status].zh}）",
            f"{group.label.en} {yuan(source.value)} yuan {LABELS[source.concept].en} ({LABELS[source.status].en})",
        )
        for group, source in zip(base.groups, base.sources, strict=True)
    ]
    listed, status = joined(parts, zh="，", en="; "), status_sentence(found)
    return [
        paragraph(f"{status.zh}。{base.year}年，{listed.zh}。", f"{status.en}. In {base.year}: {listed.en}."),
        paragraph(
            "“公布”指所列来源直接发布的数，“推算”指由公布数按所列算式得出，“假定”指依据有限资料的判断。"
            "推算和假定的数不是调查结果，有公布数后应予替换。",
            "Published: printed by the source named. Derived: computed from published figures as stated. Assumed: a "
            "judgement from limited evidence. Derived and assumed figures are no survey results and should give way to "
            "published ones.",
        ),
    ]


def _total_table(found: Analysis) -> Table:
    base = found.scenario.baseline
    columns = (
        column("group"),
        Column(key="value", heading=Text("收入（元）", "income (yuan)"), kind="yuan"),
        Column(key="concept", heading=Text("口径", "concept"), kind="label"),
        Column(key="status", heading=Text("性质", "status"), kind="label"),
        Column(key="source", heading=Text("来源", "source")),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (group.named, source.value, source.concept, source.status, source.source)
        for group, source in zip(base.groups, base.sources, strict=True)
    )
    title = Text(f"{base.year}年基年收入", f"Income in the base year {base.year}")
    return Table(name="base_totals", title=title, columns=columns, rows=rows)


def _split() -> Paragraph:
    return paragraph(
        "各类人群的基年收入按所选构成案例拆分为四项，占比、性质和来源见下表；全部可选案例见附表。",
        "Income in the base year is split into four components by a share case for each group. The table below gives "
        "shares, status and source; the annex lists all cases.",
    )


def _split_table(found: Analysis) -> Table:
    base = found.scenario.baseline
    rows = [
        (group.named, *_split_cells(levels, source))
        for group, levels, source in zip(base.groups, base.levels, base.share_sources, strict=True)
    ]
    title = Text(f"{base.year}年收入构成", f"Split of income in {base.year}")
    return Table(name="base_shares", title=title, columns=(column("group"), *_SPLIT), rows=tuple(rows))


def _case_table(found: Analysis) -> Table:
    scenario = found.scenario
    base, dossier = scenario.baseline, scenario.require_dossier()
    rows: list[tuple[Cell, ...]] = []
    notes: list[Text] = []
    for g, group in enumerate(base.groups):
        for case in dossier.baselines.cases(dossier.plan.region, group.key, base.year):
            other = scenario.baseline_under({group.key: case})
            *shares, status, source = _split_cells(other.levels[g], other.share_sources[g])
            used = Text("采用", "used") if case == base.cases[g] else Text("", "")
            rows.append((group.named, case, *shares, status, used))
            notes.append(Text(f"{group.label.zh} {case}：{source}", f"{group.label.en} {case}: {source}"))
    columns = (
        column("group"),
        Column(key="case", heading=Text("案例", "case")),
        *_SPLIT[:-1],
        Column(key="used", heading=Text("本报告", "this report")),
    )
    title = Text("全部构成案例及来源", "All share cases and their sources")
    return Table(name="share_case_list", title=title, columns=columns, rows=tuple(rows), notes=tuple(notes))


def _split_cells(levels: Array, source: SourcedValue) -> tuple[Cell, ...]:
    return (*(levels / levels.sum()).tolist(), source.status, source.source)


_SPLIT = (
    *(Column(key=one, heading=LABELS[one], kind="percent", decimals=1) for one in COMPONENTS),
    Column(key="status", heading=Text("性质", "status"), kind="label"),
    Column(key="source", heading=Text("来源", "source")),
)


def _effects(found: Analysis) -> list[Block]:
    effects = found.share_cases
    heading = Subheading(text=Text("换用其他构成案例的影响", "What changes with the share case"))
    if not isinstance(effects, ShareCaseEffects):
        told = paragraph(f"本次未作比较：{effects.zh}。", f"No comparison was made: {effects.en}.")
        return [heading, told]
    count, results = len(effects.cases), len(effects.results)
    matter = [one for one in effects.results if one.matters]
    if count < 2:
        return [
            heading,
            paragraph(
                "各类人群只有一种构成案例，无从比较。",
                "There is only one share case for each group, and nothing to compare.",
            ),
        ]
    changed, groups = found.checked.depends_on_case(), found.scenario.groups
    zh = f"换用全部{count}种构成案例的组合，主要结果{results}项中有{len(matter)}项改变"
    en = f"Over all {count} combinations of share cases {len(matter)} of {results} main results change"
    zh += f"，目标和增速表的判定有{len(changed)}条改变" if changed else "，目标和增速表的判定均不改变"
    en += f", and {len(changed)} verdicts on goals and growth cells" if changed else ", and no verdict does"
    if matter or changed:
        zh, en = f"{zh}，明细见附表", f"{en}; the annex names them"
    blocks: list[Block] = [heading, paragraph(f"{zh}。", f"{en}.")]
    if matter:
        blocks.append(Exhibit(table=_effect_table(effects), supporting=True))
    if changed or found.checked.impossible_cases:
        table = found.checked.case_table(counted=False).narrowed()
        blocks.append(Exhibit(table=table_in_words(table, groups), supporting=True))
    return blocks


def _effect_table(effects: ShareCaseEffects) -> Table:
    title = Text("随构成案例而变的结果", "Results that depend on the share case")
    table = effects.table([one for one in effects.results if one.matters])
    return replace(table.narrowed(title=title, without=("spread", "verdicts")), notes=())


def _method(found: Analysis) -> list[Block]:
    groups = found.scenario.groups
    blocks: list[Block] = [
        paragraph(
            "各项收入由上年收入按当年增速逐年推算，均为名义值；合计为四项之和。收入单位为元/人年。",
            "Every component is last year's income raised by the growth of the year, in nominal terms; the total is "
            "the sum of four components. Income is in yuan per person and year.",
        )
    ]
    if isinstance(found.ensemble, Ensemble):
        blocks.append(Exhibit(table=table_in_words(found.ensemble.settings_table(), groups), supporting=True))
    return blocks
