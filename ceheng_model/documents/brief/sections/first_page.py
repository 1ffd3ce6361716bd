"""Say on the first page what the brief finds: the answer, the figures it turns on, what to do, what is assumed."""

from collections.abc import Iterator
from functools import partial

from ceheng_model.auditing.opening import new_value
from ceheng_model.auditing.programme import Feasibility
from ceheng_model.auditing.words import bound_figure, said_with_force
from ceheng_model.checks import CheckedStatement
from ceheng_model.documents.brief import words
from ceheng_model.documents.brief.analysis import Analysis
from ceheng_model.documents.brief.prose import (
    gap_in_prose,
    goal_in_prose,
    in_sentence,
    rate,
    short,
    told_chance,
    value_in_prose,
)
from ceheng_model.documents.brief.recommendations import Assure, Raise, RaiseAll, Recommendation, Repair, Watch
from ceheng_model.documents.brief.sections.foundations import on_first_page, status_counts
from ceheng_model.documents.brief.sections.outlook import (
    beyond_the_plan,
    compared_projections,
    incomes_caption,
    ratios_caption,
)
from ceheng_model.documents.brief.shortfall import worst_first
from ceheng_model.documents.paper.content import KeyFigure, KeyFigures, Paragraph, Picture
from ceheng_model.documents.paper.figures import percent
from ceheng_model.documents.paper.reading_order import numeral
from ceheng_model.plan import unfilled_sentence
from ceheng_model.quantities import UrbanRuralRatio
from ceheng_model.scenarios.alternatives import ALTERNATIVES
from ceheng_model.tables import Figure, written
from ceheng_model.terms import Terms
from ceheng_model.uncertainty import IF_GROWTH_HOLDS
from ceheng_model.vocabulary import NO_TEXT, Group, Text, Verdict, counted

MOST_FIGURES = 4
"""Figures side by side that fit the width of a page."""
FEWEST_ADVISED = 2
"""Recommendations below which what is lacking is asked for as well."""
MOST_MISSED = 3
"""Missed goals that the first page names; the others are counted."""


def answer(analysis: Analysis) -> Paragraph:
    """Return in one sentence which goals are met, and by how much the worst are missed."""
    terms = analysis.terms
    basis = _basis(analysis)
    judged = [one for one in analysis.headline if one.verdict is not Verdict.NOT_JUDGED]
    missed = worst_first(analysis.headline)
    counts: dict[str, object] = {"basis": basis, "judged": counted(len(judged), "goal")}
    if not judged:
        return Paragraph(text=terms.say(words.NOTHING_JUDGED))
    if not missed:
        doubtful = [in_sentence(one, terms) for one in judged if one.verdict is Verdict.UNDECIDABLE]
        if doubtful:
            said = terms.say(words.ANSWER_IN_DOUBT, **counts, doubtful=Text.join(doubtful))
            return Paragraph(text=said.at_start())
        return Paragraph(text=terms.say(words.ANSWER_MET, **counts).at_start())
    # of several the figures below tell how far each falls short
    labels = (in_sentence(one, terms) for one in missed[:MOST_MISSED])
    # English names of goals hold commas
    named = Text.join(labels, zh="、", en="; ") if missed[1:] else _missed(missed[0], terms)
    if len(missed) == len(judged) == 1:
        return Paragraph(text=terms.say(words.ANSWER_ONE, basis=basis, named=named).at_start())
    left = len(missed) - MOST_MISSED
    form = words.ANSWER_MANY if left > 0 else words.ANSWER_MISSED
    counts |= {"missed": len(missed), "named": named} | ({"left": left} if left > 0 else {})
    return Paragraph(text=terms.say(form, **counts).at_start())


def key_figures(analysis: Analysis) -> Iterator[KeyFigures]:
    """Yield the figures that the answer turns on: what is missed first, then one of every group, at most four."""
    chosen = _chosen(analysis)
    if chosen:
        yield KeyFigures(figures=tuple(_key_figure(one, analysis.terms) for one in chosen))
        return
    figures = [_income(analysis, group) for group in analysis.scenario.groups[:MOST_FIGURES]]
    yield KeyFigures(figures=tuple(figures))


def main_chart(analysis: Analysis) -> Picture:
    """Return the one chart that shows the answer: the ratio where it is missed or promised, else the incomes."""
    from ceheng_model import charts

    missed = worst_first(analysis.headline)
    promised = [one.statement.quantity for one in (missed[:1] or analysis.headline)]
    if analysis.projection.has_ratio and any(isinstance(quantity, UrbanRuralRatio) for quantity in promised):
        draw = partial(charts.ratio_path, compared_projections(analysis))
        return Picture(caption=ratios_caption(analysis), draw=draw, key="answer")
    draw = partial(charts.income_paths, analysis.checked.projection)
    return Picture(caption=incomes_caption(analysis), draw=draw, key="answer")


def advice(analysis: Analysis) -> Iterator[Paragraph]:
    """Yield the recommendations, each with what it would mean."""
    told = [_advice(one, analysis) for one in analysis.recommended]
    if len(told) < FEWEST_ADVISED:
        told += _supply(analysis)
    if not told and not isinstance(analysis.audited, Text):
        told = [analysis.terms.say(words.NOTHING_ADVISED)]
    if len(told) == 1:
        yield Paragraph(text=words.ONE_ADVICE.format(text=told[0].at_start()))
        return
    for number, text in enumerate(told, start=1):
        ordinal = Text(numeral(number), str(number))
        yield Paragraph(text=words.ADVICE.format(ordinal=ordinal, text=text.at_start()))


def assumed(analysis: Analysis) -> Paragraph:
    """Return what the results rest on."""
    base = analysis.scenario.baseline
    estimated = any(one.status != "published" for one in (*base.sources, *base.share_sources))
    form = words.RESTS_ON if estimated else words.ALL_PUBLISHED
    return Paragraph(text=form.format(status=status_counts(analysis)))


def cautions(analysis: Analysis) -> Iterator[Paragraph]:
    """Yield what may be wrong with the figures used: leaders read the first page only."""
    warnings = [warning.text for warning in analysis.scenario.warnings]
    if warnings:
        yield Paragraph(text=words.TO_CHECK.format(said=Text.join(warnings, zh="；", en="; ")))
    # verdicts on all residents hang on how far their base is from what was published
    apart = analysis.scenario.apart_from_published
    if apart is not None and on_first_page(analysis):
        yield Paragraph(text=words.OF_BASE.format(said=apart.at_start()))


def changed(analysis: Analysis) -> Iterator[Paragraph]:
    """Yield what a scenario changes of what the plan says, where the title does not tell it whole."""
    scenario = analysis.scenario
    changes = [*scenario.changed_from, *beyond_the_plan(analysis)]
    if scenario.based_on is not None and changes and (scenario.name or len(changes) > 1):
        title = ALTERNATIVES[scenario.based_on].titled(analysis.terms)
        listed = Text.join(changes, zh="；", en="; ")
        yield Paragraph(text=words.CHANGED_FROM.format(title=title.in_quotes(), changes=listed))


def unfilled(analysis: Analysis) -> Iterator[Paragraph]:
    """Yield how many places of the plan are still to be filled in, where any is: a reader has to know it first."""
    places = analysis.scenario.require_dossier().unfilled()
    if places:
        wordless = words.WORDLESS if any(one.key == "words" for one in places) else NO_TEXT
        said = {"sentence": unfilled_sentence(places), "wordless": wordless}
        yield Paragraph(text=analysis.terms.say(words.UNFILLED, **said))


def _basis(analysis: Analysis) -> Text:
    """Return by which numbers the answer speaks; what a changed scenario changes stands in the subtitle."""
    return analysis.terms.say(words.BY_OWN if analysis.scenario.is_as_planned else words.BY_SCENARIO)


def _missed(checked: CheckedStatement, terms: Terms) -> Text:
    """Return where one missed goal comes to, and what was asked for; the figures beside tell how far it falls short."""
    figure = {"label": in_sentence(checked, terms), "value": value_in_prose(checked, terms)}
    if not checked.statement.wording.printed_values:
        return words.MISSED_SIGN.format(**figure)
    return words.MISSED_BY.format(**figure, goal=goal_in_prose(checked.statement, terms))


def _chosen(analysis: Analysis) -> list[CheckedStatement]:
    """Return the goals that become figures: those missed, then the ratio, the whole, and one of every group."""
    missed = worst_first(analysis.headline)
    rank = {id(one): position for position, one in enumerate(missed)}
    met = [one for one in analysis.headline if one.verdict not in (Verdict.NOT_JUDGED, Verdict.MISSED)]
    candidates = [
        one
        for one in (*missed, *sorted(met, key=lambda one: -one.statement.quantity.telling))
        if one.statement.wording.printed_values
    ]
    chosen: list[CheckedStatement] = []
    seen: set[tuple[str, str]] = set()
    for one in candidates:
        whose = (
            type(one.statement.quantity).__name__ if not one.statement.quantity.group else "",
            one.statement.quantity.group,
        )
        if id(one) not in rank and whose in seen:
            continue
        seen.add(whose)
        chosen.append(one)
    # a plan that speaks of few fills the row with what else it promises
    return (chosen + [one for one in candidates if one not in chosen])[:MOST_FIGURES]


def _supply(analysis: Analysis) -> Iterator[Text]:
    """Yield what is lacking to judge the goals that were not judged, where any was not."""
    lacking = [one for one in analysis.headline if one.verdict is Verdict.NOT_JUDGED and one.missing is not None]
    if lacking:
        what = Text.join(dict.fromkeys(one.missing.what for one in lacking if one.missing), zh="；", en="; ")
        yield words.SUPPLY.format(count=counted(len(lacking), "goal"), what=what)


def _key_figure(checked: CheckedStatement, terms: Terms) -> KeyFigure:
    goal = goal_in_prose(checked.statement, terms)
    met = None if checked.verdict is Verdict.UNDECIDABLE else checked.holds
    form = words.FIGURE_MET if checked.holds else words.FIGURE_MISSED if met is False else words.FIGURE_OPEN
    fields = {"goal": goal, "gap": gap_in_prose(checked, terms)}
    target = form.format(**{key: fields[key] for key in form.fields})
    return KeyFigure(label=checked.label, value=value_in_prose(checked, terms), target=target, met=met)


def _income(analysis: Analysis, group: Group) -> KeyFigure:
    projection = analysis.projection
    year = projection.years[-1]
    level = float(projection.totals.sel(group=group.key, year=year).values)
    label = words.INCOME_OF.format(year=analysis.terms.year_label(year), group=group.label)
    return KeyFigure(label=label, value=short(Figure(level, "yuan"), analysis.terms), target=NO_TEXT, met=None)


def _advice(recommendation: Recommendation, analysis: Analysis) -> Text:
    if isinstance(recommendation, Repair):
        return _repair(recommendation, analysis.terms)
    if isinstance(recommendation, Raise):
        return _raise(recommendation, analysis.terms)
    if isinstance(recommendation, RaiseAll):
        return _raise_all(recommendation, analysis)
    if isinstance(recommendation, Watch):
        return _watch(recommendation, analysis.terms)
    return _assure(recommendation, analysis.terms)


def _repair(repair: Repair, terms: Terms) -> Text:
    changes = []
    for change in repair.proposal.changes:
        item = repair.items[change.item]
        if change.after is None or change.move is None:
            changes.append(words.GIVE_UP.format(statement=said_with_force(item)))
            continue
        statement = item.members[0]
        shown = written(bound_figure(statement, change.move.bound), "text")
        edge = terms.amount(shown) if statement.quantity.unit == "yuan" else Text.same(shown)
        form = words.CHANGE_DOWN_TO if change.move.side == "high" else words.CHANGE_UP_TO
        changes.append(form.format(statement=said_with_force(item), value=new_value(change.after, terms), edge=edge))
    holds = words.OTHERS_HOLD if repair.proposal.audited is Feasibility.HOLDS else words.OTHERS_HOLD_JUST
    return words.REPAIR.format(changes=Text.join(changes, zh="；", en="; "), holds=holds)


def _raise(found: Raise, terms: Terms) -> Text:
    checked, required = found.checked, found.required
    fields = {
        "group": found.group.label,
        "present": rate(required.present),
        "rate": rate(required.growth),
        "label": in_sentence(checked, terms),
        "goal": goal_in_prose(checked.statement, terms),
        "edge": _edge(found),
        "part": NO_TEXT if found.is_tautology else _part(found, terms),
    }
    if not found.is_tautology:
        form = words.LOWER if found.is_ceiling else words.RAISE
        return form.format(**fields)
    assert found.part is not None
    alone = {"component": terms.income_of(found.component), "present": rate(found.component_present)}
    alone |= {"rate": rate(found.part.value), "group": found.group.label}
    form = words.PART_ALONE_LESS if found.is_ceiling else words.PART_ALONE
    return form.format(**alone, label=fields["label"], goal=fields["goal"])


def _edge(found: Raise) -> Text:
    """Return the growth that reaches the edge of what rounds to the goal, where it is another one."""
    edge = rate(found.required.growth_to_bound)
    return NO_TEXT if edge == rate(found.required.growth) else words.TO_THE_EDGE.format(edge=edge)


def _part(found: Raise, terms: Terms) -> Text:
    if found.part is None:
        return NO_TEXT
    form = words.PART_AT_MOST if found.is_ceiling else words.PART
    present = rate(found.component_present)
    return form.format(component=terms.income_of(found.component), rate=rate(found.part.value), present=present)


def _raise_all(found: RaiseAll, analysis: Analysis) -> Text:
    terms = analysis.terms
    fields = {
        "label": in_sentence(found.checked, terms),
        "goal": goal_in_prose(found.checked.statement, terms),
        "groups": Text.all_of(group.label for group in analysis.scenario.groups if group.part_of is None),
        "points": short(Figure(found.solution.value, "points", 2), terms),
    }
    if found.chance is None:
        return words.RAISE_ALL.format(**fields)
    chance = {"chance": told_chance(found.chance), "condition": IF_GROWTH_HOLDS}
    assert found.solution.probability is not None
    wanted = percent(found.solution.probability.wanted, 0)
    return words.ASSURE_ALL.format(**fields, **chance, wanted=wanted)


def _watch(found: Watch, terms: Terms) -> Text:
    label, goal = in_sentence(found.checked, terms), goal_in_prose(found.checked.statement, terms)
    chance = told_chance(found.chance)
    return words.WATCH.format(label=label, goal=goal, chance=chance, condition=IF_GROWTH_HOLDS)


def _assure(found: Assure, terms: Terms) -> Text:
    form = words.ASSURE if found.solution.value >= found.present else words.ASSURE_LOWER
    assert found.solution.probability is not None
    return form.format(
        label=in_sentence(found.checked, terms),
        goal=goal_in_prose(found.checked.statement, terms),
        chance=told_chance(found.chance),
        wanted=percent(found.solution.probability.wanted, 0),
        group=found.group.label,
        present=rate(found.present),
        rate=rate(found.solution.value),
        condition=IF_GROWTH_HOLDS,
    )
