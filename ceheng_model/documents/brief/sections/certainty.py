"""Say how sure the results are: bands, probabilities, and which assumption moves them most."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from ceheng_model.documents.brief import words
from ceheng_model.documents.brief.analysis import Analysis
from ceheng_model.documents.brief.prose import told_chance
from ceheng_model.documents.brief.recommendations import Repair
from ceheng_model.documents.brief.sections.part import Behind, Deferred, Part, Piece
from ceheng_model.documents.paper.content import Exhibit, Paragraph, Picture
from ceheng_model.documents.paper.figures import percent, ratio
from ceheng_model.ensemble import Chance, Ensemble
from ceheng_model.sensitivity import ProbabilityRanges, Tornado, VarianceShares
from ceheng_model.tables import NEARLY_ALWAYS, Figure, probability_text, written
from ceheng_model.uncertainty import IF_GROWTH_HOLDS
from ceheng_model.vocabulary import NO_TEXT, Template, Text, Verdict

_SHORT_RATIO = Template("{short_ratio}", "{short_ratio}")
_INCOME_FAN = Template("{group}收入的不确定范围", "{group}: range of income")
_QUANTILES = Template("不确定范围（分位数，{full_unit}）", "Quantiles ({full_unit})")
_RATIO_FAN = Template("{short_ratio}的不确定范围", "Range of the {short_ratio}")
_SHARES = Template("{goal}的不确定性来自哪些增速", "Where the uncertainty of {goal} comes from")
_TORNADO = Template("各项增速单独变动对{goal}的影响", "How growth, one input at a time, moves {goal}")
HALF = 0.5
"""A probability above which a goal is more likely met than missed."""
OFTEN = 0.01
"""A part of the draws that is worth a column."""
LEADING = 3
"""Inputs that the sentence names."""


def certainty(analysis: Analysis) -> Part:
    """Return the section on uncertainty, or why it cannot be said."""
    ensemble = analysis.ensemble
    if isinstance(ensemble, Text):
        blocks: tuple[Piece, ...] = (Paragraph(text=words.NO_CERTAINTY.format(why=ensemble)),)
    else:
        blocks = (
            _how_drawn(ensemble),
            *_bands(analysis, ensemble),
            *_chances(analysis, ensemble),
            Deferred(make=partial(_ranges_of, analysis)),
            *_ranking(analysis),
        )
    return Part(heading=Text("把握程度", "How sure it is"), pieces=blocks)


def chance_sentence(analysis: Analysis, ensemble: Ensemble) -> Text:
    """Return how probable it is that all goals hold, and which one is most likely missed."""
    together = ensemble.all_together.probability
    worst = _worst(analysis, ensemble)
    if together > 0.0:
        sentence = words.ALL_HOLD.format(part=told_chance(together), worst=worst)
    else:
        sentence = words.NEVER_ALL.format(worst=worst)
    return sentence + _under_trend(analysis, ensemble)


def _under_trend(analysis: Analysis, ensemble: Ensemble) -> Text:
    """Return how many goals are likely as assumed and under the trend, where there is one."""
    trend = None if ensemble.under_trend is None else ensemble.under_trend.chances
    if trend is None or isinstance(trend, Text):
        return NO_TEXT
    likely, of_trend = (sum(one.probability > HALF for one in some) for some in (ensemble.chances, trend[:-1]))
    more = len(_drawn_too(analysis, ensemble))
    among = words.DRAWN_TOO_COUNT.format(more=more) if more else NO_TEXT
    return words.LIKELY_UNDER_TREND.format(
        goals=len(ensemble.chances),
        among=among,
        likely=_how_many(likely, len(ensemble.chances), words.LIKELY),
        trend=_how_many(of_trend, len(ensemble.chances), words.LIKELY_BY_TREND),
    )


def _how_many(likely: int, goals: int, said: tuple[Text, Template, Text]) -> Text:
    none, some, every = said
    return none if not likely else every if likely == goals > 1 else some.format(count=likely)


def _worst(analysis: Analysis, ensemble: Ensemble) -> Text:
    worst = ensemble.most_likely_missed
    if worst is None:
        return NO_TEXT
    but = NO_TEXT
    if worst.id in _known_less(analysis, ensemble):
        (verdict,) = (checked.verdict for checked in analysis.headline if checked.statement.id == worst.id)
        but = words.CHECKED_ON_MORE.format(verdict=verdict.label, year=_known_until(ensemble))
    return words.MOST_LIKELY_MISSED.format(goal=_called(worst, ensemble), but=but)


def _called(chance: Chance, ensemble: Ensemble) -> Text:
    """Return what a sentence calls what a probability is of."""
    quantities = {criterion.id: criterion.quantity for criterion in ensemble.criteria}
    return quantities[chance.id].in_sentence(ensemble.scenario.terms)


def _known_less(analysis: Analysis, ensemble: Ensemble) -> set[str]:
    """Return the goals with a verdict that rests on published incomes of years that the draws take as unknown."""
    if ensemble.scenario.known_until is None or ensemble.scenario.known_until == analysis.scenario.known_until:
        return set()
    judged = {checked.statement.id for checked in analysis.headline if checked.verdict is not Verdict.NOT_JUDGED}
    return {criterion.id for criterion in ensemble.criteria if criterion.series} & judged


def _known_until(ensemble: Ensemble) -> Text:
    assert ensemble.scenario.known_until is not None
    return ensemble.scenario.terms.year_label(ensemble.scenario.known_until)


def _how_drawn(ensemble: Ensemble) -> Paragraph:
    return Paragraph(
        text=ensemble.scenario.terms.say(words.DRAWN, draws=f"{ensemble.draw_count:,}", **_spread_words(ensemble))
    )


def _spread_words(ensemble: Ensemble) -> dict[str, Text]:
    return {"source": ensemble.uncertainty.source, "condition": ensemble.condition.at_start()}


def _bands(analysis: Analysis, ensemble: Ensemble) -> Iterator[Piece]:
    terms = ensemble.scenario.terms
    low = ensemble.quantile_probabilities[0]
    high = ensemble.quantile_probabilities[-1]
    for year in dict.fromkeys((analysis.answered_year, analysis.scenario.headline_year)):
        sentence = words.BANDS.format(
            year=terms.year_label(year),
            inside=percent(high - low, 0),
            ranges=Text.join(_ranges(ensemble, year), zh="，"),
        )
        yield Paragraph(text=sentence)
    title = terms.say(_QUANTILES)
    # the years between the plan and its later targets are left out
    bands = ensemble.band_table(years=ensemble.scenario.years_told)
    yield Behind(shown=Exhibit(table=bands.narrowed(title=title)))
    yield from _fans(ensemble)


def _ranges(ensemble: Ensemble, year: int) -> Iterator[Text]:
    terms = ensemble.scenario.terms
    ends = [ensemble.quantile_probabilities[0], ensemble.quantile_probabilities[-1]]
    totals = ensemble.quantiles("total").sel(year=year)
    for group in ensemble.scenario.groups:
        low, high = (float(totals.sel(quantile=level, group=group.key).values) for level in ends)
        yield terms.say(words.INCOME_RANGE, group=group.label, low=_whole(low), high=_whole(high))
    if ensemble.layout.ratio is not None:
        path = ensemble.quantiles("ratio").sel(year=year)
        lowest, highest = (ratio(float(path.sel(quantile=level).values)) for level in ends)
        yield terms.say(words.RATIO_RANGE, low=lowest, high=highest)


def _whole(income: float) -> str:
    return written(Figure(income, "yuan", 0), "text")


def page_certainty(analysis: Analysis) -> Paragraph:
    """Return in one sentence how sure a leader may be: a band of what the answer turns on, and all goals together."""
    ensemble = analysis.ensemble
    if isinstance(ensemble, Text):
        return Paragraph(text=words.PAGE_NO_CERTAINTY)
    terms, year = ensemble.scenario.terms, analysis.answered_year
    ends = (ensemble.quantile_probabilities[0], ensemble.quantile_probabilities[-1])
    if ensemble.layout.ratio is not None:
        path = ensemble.quantiles("ratio").sel(year=year)
        values = [float(path.sel(quantile=level).values) for level in ends]
        what, shown = terms.say(_SHORT_RATIO), [Text.same(written(value, "ratio", decimals=2)) for value in values]
    else:
        group = ensemble.scenario.groups[0]
        path = ensemble.quantiles("total").sel(year=year, group=group.key)
        values = [float(path.sel(quantile=level).values) for level in ends]
        what = words.INCOME_OF_GROUP.format(group=group.label)
        shown = [terms.amount(_whole(value)) for value in values]
    form = words.PAGE_CERTAINTY if ensemble.chances else words.PAGE_BAND
    said: dict[str, object] = {"condition": IF_GROWTH_HOLDS, "year": terms.year_label(year), "what": what}
    said |= {"inside": percent(ends[1] - ends[0], 0), "low": shown[0], "high": shown[1]}
    if ensemble.chances:
        said["part"] = told_chance(ensemble.all_together.probability)
    return Paragraph(text=form.format(**said))


def page_risks(analysis: Analysis) -> Iterator[Paragraph]:
    """Yield in one sentence what may most likely go wrong: a goal that the projection meets, and the growth behind it.

    What is missed has been told, and so has a goal that a recommendation is about.
    """
    ensemble = analysis.ensemble
    if isinstance(ensemble, Text):
        return
    said = [*_risky_goal(analysis, ensemble), *_leading_input(analysis)]
    if said:
        yield Paragraph(text=words.RISKS.format(said=Text.join(said, zh="；", en="; ")))


def _risky_goal(analysis: Analysis, ensemble: Ensemble) -> Iterator[Text]:
    advised = {one.checked.statement.id for one in analysis.recommended if not isinstance(one, Repair)}
    holding = {one.statement.id for one in analysis.headline if one.holds}
    advised_on, met = holding & advised, holding - advised
    unsure = [chance for chance in ensemble.chances if chance.id in met and chance.probability < NEARLY_ALWAYS]
    if unsure:
        least = min(unsure, key=lambda chance: chance.probability)
        chance = told_chance(least.probability)
        told_before = any(one.id in advised_on for one in ensemble.chances)
        among = words.OTHER_GOALS if told_before else NO_TEXT
        yield words.RISK_OF_GOAL.format(among=among, goal=_called(least, ensemble), chance=chance)


def _leading_input(analysis: Analysis) -> Iterator[Text]:
    variance = analysis.variance
    if isinstance(variance, Text):
        return
    effects = np.nan_to_num(variance.shapley.effects)
    if effects.any():
        most = int(np.argmax(effects))
        yield words.RISK_OF_INPUT.format(
            goal=variance.subject.quantity.in_sentence(analysis.terms),
            input=variance.inputs[most].label,
            share=percent(float(effects[most]), 0),
        )


def _fans(ensemble: Ensemble) -> Iterator[Behind]:
    from ceheng_model import charts

    has_ratio = ensemble.layout.ratio is not None
    if has_ratio:
        caption = ensemble.scenario.terms.say(_RATIO_FAN)
        draw = partial(charts.fan, ensemble.fan("ratio"), ensemble=ensemble)
        yield Behind(shown=Picture(caption=caption, draw=draw))
    for group in ensemble.scenario.groups:
        if group.part_of is None:
            yield Behind(
                shown=Picture(
                    caption=_INCOME_FAN.format(group=group.label),
                    draw=partial(charts.fan, ensemble.fan("total", group=group.key), ensemble=ensemble),
                )
            )


def _chances(analysis: Analysis, ensemble: Ensemble) -> Iterator[Piece]:
    if ensemble.chances:
        yield Paragraph(text=chance_sentence(analysis, ensemble))
        yield Deferred(make=partial(_chance_tables, analysis, ensemble))


def _chance_tables(analysis: Analysis, ensemble: Ensemble) -> Iterator[Exhibit]:
    """Yield each probability with its range, and which goals fail together."""
    # the whole condition stands at the head of the section; the probabilities stand beside the verdicts
    notes = [
        IF_GROWTH_HOLDS,
        *ensemble.condition_notes[1:],
        *_apart_from_the_check(analysis, ensemble),
        words.CHANCES,
    ]
    table, ranges = ensemble.chance_table(), analysis.ranges
    if isinstance(ranges, ProbabilityRanges) and len(ranges.settings) > 1:
        table = ranges.beside(table, heading=words.RANGE_COLUMN)
        notes.insert(1, words.OF_THE_RANGE)
    often = any(chance.undecided >= OFTEN for chance in ensemble.chances)
    left_out = ("words", "force") if often else ("words", "force", "undecided")
    yield Exhibit(table=table.narrowed(without=left_out, notes=notes))
    failures = ensemble.failure_table()
    if not failures.is_empty:
        yield Exhibit(table=failures.narrowed())


def _apart_from_the_check(analysis: Analysis, ensemble: Ensemble) -> Iterator[Text]:
    """Yield where probabilities know less than verdicts, and which goals have the one without the other."""
    if _known_less(analysis, ensemble):
        yield words.KNOWN_LESS.format(year=_known_until(ensemble))
    if goals := _drawn_too(analysis, ensemble):
        yield words.DRAWN_TOO.format(goals=Text.join(goals))


def _drawn_too(analysis: Analysis, ensemble: Ensemble) -> list[Text]:
    """Return the goals that have a probability without a verdict: what was never published is drawn."""
    left = {checked.statement.id for checked in analysis.headline if checked.verdict is Verdict.NOT_JUDGED}
    return [chance.label for chance in ensemble.chances if chance.id in left]


def _ranges_of(analysis: Analysis) -> Iterator[Exhibit]:
    """Yield how far probabilities move over settings that nobody knows exactly."""
    ranges = analysis.ranges
    if isinstance(ranges, Text) or len(ranges.ranges) < 2:
        return
    widest = max(ranges.ranges[:-1], key=lambda found: found.highest - found.lowest)
    low, high = map(probability_text, (widest.lowest, widest.highest))
    told = words.RANGES.format(goal=widest.chance.label, low=low, high=high)
    table = ranges.table()
    left_out = ("force", "base", "probability")
    notes = (told, IF_GROWTH_HOLDS, *table.notes[1:])
    yield Exhibit(table=table.narrowed(without=left_out, notes=notes))


def _ranking(analysis: Analysis) -> Iterator[Piece]:
    """Yield which inputs matter most: shares of the variance first, then what each does by itself."""
    from ceheng_model import charts

    variance, swings = analysis.variance, analysis.swings
    if not isinstance(variance, VarianceShares) or not isinstance(swings, Tornado):
        return
    label = swings.subject.label
    goal = swings.subject.quantity.in_sentence(analysis.terms)
    effects = np.nan_to_num(variance.shapley.effects)
    if effects.any():
        leading = [
            words.SHARE_OF_INPUT.format(cells=variance.inputs[i].label, share=percent(float(effects[i]), 0))
            for i in np.argsort(-effects, kind="stable")[:LEADING].tolist()
        ]
        yield Paragraph(text=words.LARGEST_SHARES.format(goal=goal, inputs=Text.join(leading)))
        caption = _SHARES.format(goal=label)
        yield Behind(shown=Picture(caption=caption, draw=partial(charts.variance_shares, variance)))
        yield Behind(shown=Exhibit(table=variance.tables()[0].narrowed()))
    yield Behind(shown=Picture(caption=_TORNADO.format(goal=label), draw=partial(charts.tornado, swings)))
    yield Behind(shown=Exhibit(table=swings.table().narrowed()))
