"""Say how sure the results are: bands, probabilities, and which assumption moves them most."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from ceheng_model.documents.brief import words
from ceheng_model.documents.brief.analysis import Analysis
from ceheng_model.documents.brief.content import Block, Exhibit, Paragraph, Picture, Section, Subheading
from ceheng_model.documents.brief.figures import percent, ratio, with_unit, yuan
from ceheng_model.ensemble import Ensemble
from ceheng_model.sensitivity import Tornado
from ceheng_model.tables import probability_text
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import NO_TEXT, Template, Text

_INCOME_FAN = Template("{group}收入的不确定范围", "{group}: range of income")
_QUANTILES = Template("不确定范围（分位数，{full_unit}）", "Quantiles ({full_unit})")
_RATIO_FAN = Template("{short_ratio}的不确定范围", "Range of the {short_ratio}")
_TORNADO = Template("各项增速对{goal}的影响", "How growth moves {goal}")


def certainty(analysis: Analysis) -> Section:
    """Return the section on uncertainty, or why it cannot be said."""
    ensemble = analysis.ensemble
    if isinstance(ensemble, Text):
        blocks: tuple[Block, ...] = (Paragraph(text=words.NO_CERTAINTY.format(why=ensemble)),)
    else:
        swings = _swings(analysis.swings, analysis.terms) if isinstance(analysis.swings, Tornado) else ()
        blocks = (_how_drawn(ensemble), *_bands(ensemble), *_chances(ensemble), *swings)
    return Section(heading=Text("把握程度", "How sure it is"), blocks=blocks)


def chance_sentence(ensemble: Ensemble) -> Text:
    """Return how probable it is that all goals hold, and which one is most likely missed."""
    together = ensemble.all_together.probability
    draws = f"{ensemble.draws:,}"
    worst = _worst(ensemble)
    if together > 0.0:
        return words.ALL_HOLD.format(draws=draws, part=probability_text(together), worst=worst)
    return words.NEVER_ALL.format(draws=draws, worst=worst)


def _worst(ensemble: Ensemble) -> Text:
    worst = ensemble.most_likely_missed
    if worst is None:
        return NO_TEXT
    return words.MOST_LIKELY_MISSED.format(goal=worst.label, alone=probability_text(worst.probability))


def _how_drawn(ensemble: Ensemble) -> Paragraph:
    return Paragraph(
        text=ensemble.scenario.terms.say(words.DRAWN, draws=f"{ensemble.draws:,}", source=ensemble.uncertainty.source)
    )


def _bands(ensemble: Ensemble) -> Iterator[Block]:
    yield Subheading(text=Text("不确定范围", "How far results may spread"))
    terms = ensemble.scenario.terms
    low = ensemble.quantile_probabilities[0]
    high = ensemble.quantile_probabilities[-1]
    sentence = words.BANDS.format(
        year=terms.year_label(ensemble.scenario.headline_year),
        inside=percent(high - low, 0),
        ranges=Text.join(_ranges(ensemble), zh="，"),
    )
    yield Paragraph(text=sentence)
    title = terms.say(_QUANTILES)
    # the years between the plan and its later targets are left out
    bands = ensemble.band_table(years=ensemble.scenario.years_told)
    yield Exhibit(table=bands.narrowed(title=title), supporting=True)
    yield from _fans(ensemble)


def _ranges(ensemble: Ensemble) -> Iterator[Text]:
    terms, last = ensemble.scenario.terms, ensemble.scenario.headline_year
    ends = [ensemble.quantile_probabilities[0], ensemble.quantile_probabilities[-1]]
    totals = ensemble.quantiles("total").sel(year=last)
    for group in ensemble.scenario.groups:
        low, high = (float(totals.sel(quantile=level, group=group.key).values) for level in ends)
        yield terms.say(words.INCOME_RANGE, group=group.label, low=yuan(low), high=yuan(high))
    if ensemble.layout.ratio is not None:
        path = ensemble.quantiles("ratio").sel(year=last)
        lowest, highest = (ratio(float(path.sel(quantile=level).values)) for level in ends)
        yield terms.say(words.RATIO_RANGE, low=lowest, high=highest)


def _fans(ensemble: Ensemble) -> Iterator[Picture]:
    from ceheng_model import charts

    has_ratio = ensemble.layout.ratio is not None
    if has_ratio:
        caption = ensemble.scenario.terms.say(_RATIO_FAN)
        yield Picture(caption=caption, draw=partial(charts.fan, ensemble.fan("ratio")))
    for group in ensemble.scenario.groups:
        if group.part_of is None:
            yield Picture(
                caption=_INCOME_FAN.format(group=group.label),
                draw=partial(charts.fan, ensemble.fan("total", group=group.key)),
                # the ratio sums the incomes up
                supporting=has_ratio,
            )


def _chances(ensemble: Ensemble) -> Iterator[Block]:
    if ensemble.chances:
        yield Subheading(text=Text("目标达到的概率", "Probability of reaching the goals"))
        yield Paragraph(text=chance_sentence(ensemble))
        yield Exhibit(table=ensemble.chance_table().narrowed(without=("words", "force"), notes=(words.CHANCES,)))
        if any(chance.fails_in for chance in ensemble.chances):
            yield Exhibit(table=ensemble.failure_table().narrowed(), supporting=True)


def _swings(swings: Tornado, terms: Terms) -> Iterator[Block]:
    from ceheng_model import charts

    label = swings.subject.label
    widest = int(np.argmax(np.abs(swings.swing)))
    low, high = (with_unit(swings.subject.figure(float(end[widest])), terms) for end in (swings.low, swings.high))
    cells = Text.join(swings.inputs[widest].words, zh="", en=" ")
    yield Subheading(text=Text("哪项假设影响最大", "Which assumption matters most"))
    yield Paragraph(text=words.WIDEST_SWING.format(goal=label, cells=cells, low=low, high=high))
    yield Picture(caption=_TORNADO.format(goal=label), draw=partial(charts.tornado, swings))
    yield Exhibit(table=swings.table().narrowed(), supporting=True)
