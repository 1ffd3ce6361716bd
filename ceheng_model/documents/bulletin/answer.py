"""Say in one sentence how a plan is being carried out, and give the figures of its first page."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ceheng_model.documents.bulletin import words
from ceheng_model.documents.bulletin.target_annex import as_printed
from ceheng_model.documents.paper.content import KeyFigure
from ceheng_model.documents.paper.figures import day_in_words, percent
from ceheng_model.quantities import UrbanRuralRatio
from ceheng_model.tables import Figure, written
from ceheng_model.terms import Terms
from ceheng_model.tracking.distances import Distance
from ceheng_model.tracking.lights import Light, light_of
from ceheng_model.tracking.progress import followed
from ceheng_model.tracking.target_outlook import TargetState
from ceheng_model.tracking.tracking_report import TrackingReport
from ceheng_model.vocabulary import NO_TEXT, TOTAL, Template, Text

MOST_FIGURES = 4
"""Figures side by side on the first page."""


def answer_sentence(report: TrackingReport) -> Text:
    """Return how many targets, indicators and deliverables are on schedule, behind, not reported or open."""
    parts = [_of_targets(report)]
    wanted = {one.id for one in followed(report.planned.require_dossier().plan)}
    indicators = [light_of(one.pace) for one in report.progress if one.indicator.id in wanted]
    if indicators:
        if len(set(indicators)) == 1:
            parts.append(words.ALL_INDICATORS.format(**_alike(indicators)))
        else:
            parts.append(words.OF_INDICATORS.format(count=len(indicators), states=_states(indicators, _ITEMS)))
    if report.deliverables:
        made = [light_of(one) for one in report.deliverables]
        if len(set(made)) == 1:
            parts.append(words.ALL_DELIVERABLES.format(**_alike(made, forms=_OF_MADE)))
        else:
            states = _states(made, _ITEMS, forms=_OF_MADE)
            parts.append(words.OF_DELIVERABLES.format(count=len(made), states=states))
    said = Text.join(parts, zh="；", en="; ")
    return words.ANSWER.format(day=day_in_words(report.as_of), parts=said)


def _of_targets(report: TrackingReport) -> Text:
    terms, lights = report.planned.terms, [light_of(target.state) for target in report.targets]
    if not lights:
        return terms.say(words.NO_TARGETS)
    if len(set(lights)) == 1:
        return terms.say(words.ALL_TARGETS, **_alike(lights))
    return terms.say(words.OF_TARGETS, count=len(lights), states=_states(lights, _TARGETS))


_TARGETS, _ITEMS = "条", "项"
_FORMS: Mapping[Light, Template] = {
    Light.ON_SCHEDULE: words.ON_SCHEDULE,
    Light.BEHIND: words.BEHIND,
    Light.NOT_REPORTED: words.NOT_REPORTED,
    Light.OPEN: words.OPEN,
}
_OF_MADE: Mapping[Light, Template] = {
    Light.ON_SCHEDULE: words.DONE,
    Light.BEHIND: words.OVERDUE,
    Light.NOT_REPORTED: words.NOT_REPORTED,
    Light.OPEN: words.UNDER_WAY,
}


def _states(lights: Iterable[Light], one: str, *, forms: Mapping[Light, Template] = _FORMS) -> Text:
    counts = Counter(lights)
    said = (form.format(count=_count(counts[light], one)) for light, form in forms.items() if counts[light])
    return Text.join(said, zh="、", en=", ")


def _alike(lights: Sequence[Light], *, forms: Mapping[Light, Template] = _FORMS) -> dict[str, object]:
    """Return how many there are and how all of them stand."""
    state = forms[lights[0]].format(count=NO_TEXT)
    alike = words.ALIKE if len(lights) > 1 else words.ALONE
    return {"count": len(lights), "alike": alike, "state": Text(state.zh, state.en.strip())}


def _count(count: int, one: str) -> Text:
    return Text(f"{count}{one}", f"{count} {'is' if count == 1 else 'are'}")


def key_figures(report: TrackingReport) -> tuple[KeyFigure, ...]:
    """Return the last known income of every group beside the plan's, and the ratio where both groups are known."""
    last = _last_totals(report)
    figures = [*(_income(distance, report) for distance in last.values()), *_ratio(last, report)]
    # the ratio is what the incomes are compared by: of many groups it stays
    return tuple(figures if len(figures) <= MOST_FIGURES else [*figures[: MOST_FIGURES - 1], figures[-1]])


def _last_totals(report: TrackingReport) -> dict[str, Distance]:
    """Return the distance of each group's latest annual total after the base year."""
    base, last = report.planned.base_year, dict[str, Distance]()
    for distance in report.distances:
        if distance.figure.component != TOTAL or distance.figure.year == base:
            continue
        known = last.get(distance.group.key)
        if known is None or known.figure.year < distance.figure.year:
            last[distance.group.key] = distance
    return last


def _income(distance: Distance, report: TrackingReport) -> KeyFigure:
    terms = report.planned.terms
    gap = _signed(percent(distance.relative, 1))
    return KeyFigure(
        label=words.INCOME_OF.format(
            year=terms.year_label(distance.figure.year),
            group=Text(terms.short(distance.group.key).zh, distance.group.label.en),
        ),
        value=_whole(distance.actual, terms),
        target=words.AGAINST_PATH.format(planned=_whole(distance.planned, terms), gap=gap),
        met=distance.difference >= -_ROUNDING,
    )


def _ratio(last: Mapping[str, Distance], report: TrackingReport) -> Iterator[KeyFigure]:
    terms = report.planned.terms
    if not terms.has_ratio:
        return
    above, below = (last.get(key) for key in terms.compared.keys)
    if above is None or below is None or above.figure.year != below.figure.year:
        return
    actual, planned = above.actual / below.actual, above.planned / below.planned
    path = words.AGAINST_PATH.format(planned=_ratio_in_words(planned), gap=_signed(f"{actual - planned:.2f}"))
    goals = [target for target in report.targets if _is_ratio_of(target, above.figure.year)]
    yield KeyFigure(
        label=terms.say(words.RATIO_OF, year=terms.year_label(above.figure.year)),
        value=Text.same(_ratio_in_words(actual)),
        target=words.AGAINST_GOAL.format(path=path, goal=as_printed(goals[0])) if goals else path,
        # a path that misses the goal of its year is no measure of success
        met=round(actual, 2) <= round(planned, 2) and all(light_of(one.state) is not Light.BEHIND for one in goals),
    )


def _is_ratio_of(target: TargetState, year: int) -> bool:
    """Whether a target is a bound on the ratio of one year."""
    quantity = target.statement.quantity
    return isinstance(quantity, UrbanRuralRatio) and quantity.last_year == year


def _whole(income: float, terms: Terms) -> Text:
    """Return an income in whole units, as a sentence has it."""
    return terms.amount(written(Figure(income, "yuan", 0), "yuan"))


def _ratio_in_words(value: float) -> str:
    return written(value, "ratio", decimals=2)


def _signed(figure: str) -> str:
    # a true minus sign: a hyphen may end a line
    return figure.replace("-", "\N{MINUS SIGN}") if figure.startswith("-") else f"+{figure}"


_ROUNDING = 0.05
"""Yuan below which a level is the planned one: incomes are published to a tenth."""
