"""Say how sure the results are: bands, probabilities, and which assumption moves them most."""

from dataclasses import replace
from functools import partial

import numpy as np

from ceheng_model.documents.brief.analysis import Analysis
from ceheng_model.documents.brief.content import Block, Exhibit, Paragraph, Picture, Section, Subheading
from ceheng_model.documents.brief.words import in_words, joined, paragraph, percent, ratio, yuan
from ceheng_model.ensemble import Ensemble
from ceheng_model.sensitivity import Tornado
from ceheng_model.tables import Table, written
from ceheng_model.vocabulary import Text


def certainty(found: Analysis) -> Section:
    """Return the section on uncertainty, or why it cannot be said."""
    heading = Text("把握程度", "How sure it is")
    ensemble = found.ensemble
    if isinstance(ensemble, Text):
        why = paragraph(
            f"本次不能说明把握程度。增速的离散程度须由公布的历史序列估计，而所需序列不全：{ensemble.zh}。",
            "How sure the results are cannot be said: the spread of growth is estimated from published series, and "
            f"these are not at hand: {ensemble.en}.",
        )
        return Section(heading=heading, blocks=(why,))
    blocks: list[Block] = [
        _how_drawn(ensemble),
        Subheading(text=Text("不确定范围", "How far results may spread")),
        *_bands(ensemble),
        Exhibit(table=_band_table(ensemble), supporting=True),
        *_fans(ensemble),
    ]
    if ensemble.chances:
        blocks += [
            Subheading(text=Text("目标达到的概率", "Probability of reaching the goals")),
            Paragraph(text=chance_sentence(ensemble)),
            Exhibit(table=_chances(ensemble)),
        ]
    if isinstance(found.swings, Tornado):
        blocks += _swings(found.swings)
    return Section(heading=heading, blocks=tuple(blocks))


def chance_sentence(ensemble: Ensemble) -> Text:
    """Return how probable it is that all goals hold, and which one fails first."""
    together, draws = ensemble.all_together.probability, f"{ensemble.draws:,}"
    if together > 0.0:
        part = percent(together, 1)
        zh = f"在{draws}次抽样中，能判定的各条目标同时达到的占{part}"
        en = f"In {part} of {draws} draws all goals that can be judged hold together"
    else:
        zh = f"在{draws}次抽样中，能判定的各条目标没有一次同时达到"
        en = f"In none of {draws} draws do all goals that can be judged hold together"
    worst = ensemble.first_to_fail
    if worst is None:
        return Text(f"{zh}。", f"{en}.")
    part, alone = percent(worst.fails_first, 1), percent(worst.probability, 1)
    return Text(
        f"{zh}；最常先落空的是“{worst.label.zh}”（占{part}），该条单独达到的概率为{alone}。",
        f"{en}; the goal that most often fails first is “{worst.label.en}” (in {part}), which alone holds with a "
        f"probability of {alone}.",
    )


def _how_drawn(ensemble: Ensemble) -> Paragraph:
    source = in_words(ensemble.uncertainty.source, ensemble.scenario.groups)
    return paragraph(
        f"围绕情景增速作{ensemble.draws:,}次随机抽样。增速的离散程度：{source.zh}。"
        "一县的波动通常大于所参照的序列，下列范围宜视为偏窄，概率宜从严掌握。",
        f"Growth is drawn {ensemble.draws:,} times around the scenario. Its spread: {source.en}. A county usually "
        "varies more than the series it follows, so the ranges below are rather too narrow, and the probabilities too "
        "certain.",
    )


def _bands(ensemble: Ensemble) -> list[Paragraph]:
    low, high = ensemble.quantile_probabilities[0], ensemble.quantile_probabilities[-1]
    inside = percent(high - low, 0)
    last = ensemble.scenario.years[-1]
    totals = ensemble.quantiles("total")
    parts = []
    for group in ensemble.scenario.groups:
        ends = [float(totals.sel(quantile=level, group=group.key, year=last).values) for level in (low, high)]
        parts.append(
            Text(
                f"{group.label.zh}收入在{yuan(ends[0])}元至{yuan(ends[1])}元之间",
                f"income of {group.label.en} between {yuan(ends[0])} and {yuan(ends[1])} yuan",
            )
        )
    if ensemble.layout.ratio is not None:
        path = ensemble.quantiles("ratio")
        low_end, high_end = (ratio(float(path.sel(quantile=level, year=last).values)) for level in (low, high))
        parts.append(
            Text(
                f"城乡居民收入比在{low_end}至{high_end}之间",
                f"the urban-rural ratio between {low_end} and {high_end}",
            )
        )
    listed = joined(parts, zh="，")
    return [
        paragraph(
            f"{last}年，抽样结果的{inside}落在以下范围：{listed.zh}。各年分位数见附表。",
            f"In {last} {inside} of the draws lie within these ranges: {listed.en}. The annex gives quantiles of "
            "every year.",
        )
    ]


def _band_table(ensemble: Ensemble) -> Table:
    title = Text("不确定范围（分位数，元/人年）", "Quantiles (yuan per person and year)")
    return ensemble.band_table().narrowed(title=title)


def _fans(ensemble: Ensemble) -> list[Block]:
    from ceheng_model import charts

    pictures: list[Block] = [
        Picture(
            caption=Text(f"{group.label.zh}收入的不确定范围", f"{group.label.en}: range of income"),
            draw=partial(charts.fan, ensemble.fan("total", group=group.key)),
            # the ratio sums the incomes up
            supporting=ensemble.layout.ratio is not None,
        )
        for group in ensemble.scenario.groups
        if group.part_of is None
    ]
    if ensemble.layout.ratio is not None:
        caption = Text("城乡居民收入比的不确定范围", "Range of the urban-rural ratio")
        pictures.insert(0, Picture(caption=caption, draw=partial(charts.fan, ensemble.fan("ratio"))))
    return pictures


def _chances(ensemble: Ensemble) -> Table:
    note = Text(
        "抽样误差为概率的标准误；最先落空，指年份最早、同年中按自身标准差计差得最远；"
        "抽样中从未出现或每次都出现的，概率仍可能略高于零或略低于百分之百",
        "std. error: of the probability; fails first: the earliest year, and in one year the farthest short in its own "
        "standard deviations; what never or always happened may still have a probability just above 0 or below 100%",
    )
    return replace(ensemble.chance_table().narrowed(without=("words",)), notes=(note,))


def _swings(swings: Tornado) -> list[Block]:
    from ceheng_model import charts

    widest = int(np.argmax(np.abs(swings.swing)))
    cells = joined(swings.inputs[widest].words, zh="", en=" ")
    low, high = (written(swings.subject.figure(float(end[widest])), "text") for end in (swings.low, swings.high))
    label = swings.subject.label
    return [
        Subheading(text=Text("哪项假设影响最大", "Which assumption matters most")),
        paragraph(
            f"逐项变动各项增速，对{label.zh}影响最大的是{cells.zh}的增速：该增速偏低时{label.zh}为{low}，偏高时为{high}。"
            "各项摆幅见附表。",
            f"Moving one growth rate at a time, “{label.en}” depends most on the growth of {cells.en}: it is {low} "
            f"when that growth is low and {high} when it is high. The annex gives the swing of every rate.",
        ),
        Picture(
            caption=Text(f"各项增速对{label.zh}的影响", f"How growth moves {label.en}"),
            draw=partial(charts.tornado, swings),
        ),
        Exhibit(table=swings.tables()[0].narrowed(), supporting=True),
    ]
