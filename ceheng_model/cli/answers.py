"""Answer the question of each command in a sentence or two, and say what the answer is conditional on."""

import re
from math import isclose, isnan, nan
from typing import TYPE_CHECKING

import numpy as np

from ceheng_model.arithmetic import average_annual_growth
from ceheng_model.checks import CheckReport, promise_sentence
from ceheng_model.projection import Projection, project
from ceheng_model.scenarios import Scenario, distinct_titles
from ceheng_model.tables import Shown, if_growth_holds, in_prose, probability_text, written
from ceheng_model.vocabulary import NO_TEXT, Template, Text, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ceheng_model.comparison import ScenarioComparison
    from ceheng_model.decomposition import Contributions, Difference, Inequality
    from ceheng_model.ensemble import Ensemble
    from ceheng_model.impact import GapClosed, LeverEffects
    from ceheng_model.plan import Plan
    from ceheng_model.sensitivity import Tornado, VarianceShares
    from ceheng_model.solving import RequiredRecipients, Solution, SolvedProbability
    from ceheng_model.tables import Table
    from ceheng_model.terms import Terms

_OF_GROUP = Template("{group}{value}{unit}", "{group} {value} {unit}")
_INCOMES = Template("{year}收入：{groups}{ratio}。", "Income in {year}: {groups}{ratio}.")
_RATIO = Template("；{label}{value}", "; {label} {value}")
_COUNTS = Template("{title}共{count}条，其中{parts}。", "{title}: {count} statements ({parts}).")
_COUNT = Template("{count}条{verdict}", "{count} {verdict}")
_CONDITION = Template("{condition}。", "{condition}.")
_NO_GROUPS = Text("没有可列的收入", "no incomes to list")


def conditions_of(result: Shown) -> list[Text]:
    """Return the sentence on the scenario of a result and what it is conditional on; none where it has none."""
    conditions = result.conditions
    return [_CONDITION.format(condition=Text.join(conditions, zh="；", en="; ").at_start())] if conditions else []


def conditional_on(scenario: Scenario) -> list[Text]:
    """Return the sentence on a scenario, and that growth is as it assumes."""
    return [_CONDITION.format(condition=if_growth_holds(scenario.title).at_start())]


def incomes_of(projection: Projection) -> list[Text]:
    """Return one sentence on the incomes of the year that matters, and the ratio; none for many alternatives."""
    if projection.scenario.leading_axes:
        return []
    terms, year = projection.scenario.terms, projection.scenario.headline_year
    at = projection.years.index(year)
    totals = np.asarray(projection.totals.values)[:, at]
    groups = [
        _OF_GROUP.format(group=group.label, value=f"{total:,.0f}", unit=terms.unit)
        for group, total in zip(projection.scenario.groups, totals, strict=True)
        if not isnan(total)
    ]
    ratio = NO_TEXT
    if projection.has_ratio:
        value = float(np.asarray(projection.urban_rural_ratio.values)[at])
        ratio = _RATIO.format(label=terms.short_ratio, value=written(value, "ratio", decimals=2))
    listed = Text.join(groups, zh="，", en=", ") if groups else _NO_GROUPS
    return [_INCOMES.format(year=terms.year_label(year), groups=listed, ratio=ratio)]


def verdicts_of(report: CheckReport) -> list[Text]:
    """Return how many statements have which verdict, and what the plan promises that its numbers do not give."""
    headline = [one for one in report.checked if one.statement.headline]
    counted = [(verdict, sum(one.verdict is verdict for one in headline)) for verdict in Verdict]
    parts = [_COUNT.format(count=count, verdict=verdict.label) for verdict, count in counted if count]
    plan = report.projection.scenario.plan
    if plan is None or not parts:
        return [promise_sentence(report)]
    told = _COUNTS.format(title=titled(plan), count=len(headline), parts=Text.join(parts))
    return [told, promise_sentence(report)]


_MOVES = Template(
    "要使{quantity}由{before}变为{wanted}，{cells}{required}。",
    "For {quantity} to go from {before} to {wanted}, {cells} {required}.",
)
_HELD = Template(
    "{quantity}现为{wanted}，与目标值相同，{cells}增速无须调整{present}。",
    "{quantity} is {wanted} already, so that growth of {cells} needs no change{present}.",
)
_LIKELY = Template(
    "要使{quantity}以{chance}的概率达到{wanted}，{cells}{required}。",
    "For {quantity} to meet {wanted} with probability {chance}, {cells} {required}.",
)
_NOW = Template("（现为{present}）", " (now {present})")
_CELLS = Template("{parts}{income}", "{income}{parts}")
_TOTAL_INCOME = Text("收入", "the income of ")
_AT_LEAST = Template("年均增速须达到{value}（现为{present}）", "must grow by {value} a year (now {present})")
_AT_MOST = Template("年均增速须不高于{value}（现为{present}）", "may grow by at most {value} a year (now {present})")
_ENOUGH = Template("年均增速有{value}即可（现为{present}）", "may grow by as little as {value} a year (now {present})")
_UP_TO = Template("年均增速只要不高于{value}（现为{present}）", "may grow by up to {value} a year (now {present})")
_POINTS = Template("各年增速须加{value}个百分点", "must grow by {value} points more in every year")
_POINTS_LESS = Template("各年增速至少须减{value}个百分点", "must grow by at least {value} points less in every year")
_FACTOR = Template("各年增速须为现有的{value}倍", "must grow by {value} times the present growth in every year")
_FACTOR_LESS = Template(
    "各年增速至多为现有的{value}倍", "may grow by at most {value} times the present growth in every year"
)


def growth_needed(solution: "Solution") -> list[Text]:
    """Return what growth a target takes, as a ceiling where it lies below what is assumed."""
    target = solution.target
    if solution.probability is not None:
        return [_likely(solution, solution.probability)]
    figures = [in_prose(target.figure(value), solution.origin.terms) for value in (solution.before, target.value)]
    if figures[0] == figures[1]:
        present = _present(solution)
        return [
            _HELD.format(
                quantity=target.quantity.in_sentence(solution.origin.terms),
                wanted=figures[1],
                cells=_cells_of(solution),
                present=NO_TEXT if isnan(present) else _NOW.format(present=written(present, "percent", decimals=1)),
            )
        ]
    return [
        _MOVES.format(
            quantity=target.quantity.in_sentence(solution.origin.terms),
            before=figures[0],
            wanted=figures[1],
            cells=_cells_of(solution),
            required=_required(solution),
        )
    ]


def _likely(solution: "Solution", chances: "SolvedProbability") -> Text:
    """Return what growth a target takes to be met with a probability: at least, or at most, whichever helps it."""
    target, present = solution.target, _present(solution)
    required = _required(solution)
    if solution.change.how == "set" and not isnan(present) and chances.reached < chances.before:
        # there was room: where less growth took some of it, growth helps, else it harms
        required = (_ENOUGH if solution.value < present else _UP_TO).format(
            value=written(solution.value, "percent", decimals=1), present=written(present, "percent", decimals=1)
        )
    return _LIKELY.format(
        quantity=target.quantity.in_sentence(solution.origin.terms),
        chance=written(chances.wanted, "percent", decimals=_decimals_of(chances.wanted)),
        wanted=in_prose(target.figure(target.value), solution.origin.terms),
        cells=_cells_of(solution),
        required=required,
    )


def _decimals_of(chance: float) -> int:
    """Return how many decimals a probability in per cent needs: 80%, 99.5%."""
    return 0 if isclose(chance * 100.0, round(chance * 100.0), abs_tol=1e-9) else 1


def _cells_of(solution: "Solution") -> Text:
    """Return the growth that is varied, in words."""
    change, terms = solution.change, solution.origin.terms
    parts = [Text.all_of(map(terms.label, keys)) for keys in (change.groups, change.components) if keys]
    years = NO_TEXT
    if change.years:
        first, last = min(change.years), max(change.years)
        years = terms.year_label(first) if first == last else terms.span_label(first, last)
    told = _CELLS.format(parts=Text.join(parts, zh="", en=" "), income=NO_TEXT if change.components else _TOTAL_INCOME)
    return Text(years.zh + told.zh, told.en + (f" in {years.en}" if years.en else ""))


def _present(solution: "Solution") -> float:
    """Return the average growth of what is varied as it stands; NaN where several groups are."""
    change, origin = solution.change, solution.origin
    if len(change.groups) != 1:
        return nan
    projection = project(origin)
    group = origin.group_keys.index(change.groups[0])
    chosen = [origin.terms.component_keys.index(key) for key in change.components] or slice(None)
    incomes = np.asarray(projection.levels.values)[group][chosen].sum(axis=0)
    years = change.years or origin.years
    first, last = (projection.years.index(year) for year in (min(years) - 1, max(years)))
    if incomes[first] <= 0.0:
        return nan
    return float(average_annual_growth(incomes[first], incomes[last], years=last - first))


def _required(solution: "Solution") -> Text:
    value = solution.value
    if solution.change.how == "add":
        form = _POINTS if value >= 0.0 else _POINTS_LESS
        return form.format(value=written(abs(value), "points"))
    if solution.change.how == "multiply":
        return (_FACTOR if value >= 1.0 else _FACTOR_LESS).format(value=written(value, "ratio"))
    present = _present(solution)
    form = _AT_LEAST if isnan(present) or value >= present else _AT_MOST
    return form.format(value=written(value, "percent", decimals=1), present=written(present, "percent", decimals=1))


_MISSED_MOST = Template(
    "最可能未达到的是{label}，达到的概率{part}；全部同时达到的概率{all}。",
    "Most likely missed: {label}, met with probability {part}; all together: {all}.",
)
_NEVER_MISSED = Text("各条在全部模拟中都达到。", "Everything holds in all draws.")


def chances_in(drawn: "Ensemble") -> list[Text]:
    """Return what is most likely missed, and how probable it is that everything holds."""
    if drawn.scenario.leading_axes or not drawn.criteria:
        return []
    worst = drawn.most_likely_missed
    if worst is None:
        return [_NEVER_MISSED]
    whole = drawn.all_together
    parts = [probability_text(chance.probability) for chance in (worst, whole)]
    return [_MISSED_MOST.format(label=worst.label, part=parts[0], all=parts[1])]


_LARGEST = Template("{group}为{component}，拉动{points}个百分点", "for {group}, {component} ({points} points)")
_LARGEST_OF = Template(
    "{year}对收入增长拉动最大的构成：{parts}。", "What adds most to the growth of income in {year}: {parts}."
)


def largest_parts(split: "Contributions") -> list[Text]:
    """Return the component that adds most to the growth of every group in the last span."""
    if split.projection.scenario.leading_axes or not split.spans:
        return []
    terms = split.projection.scenario.terms
    points = np.asarray(split.contribution_points.values)[-1, :, :-1]
    parts = [
        _LARGEST.format(
            group=group.label,
            component=terms.label(terms.items[int(np.nanargmax(row))]),
            points=written(float(np.nanmax(row)), "points"),
        )
        for group, row in zip(split.projection.scenario.groups, points, strict=True)
        if not np.isnan(row).all()
    ]
    span = split.spans[-1]
    year = terms.span_label(*span) if span.is_of_several_years else terms.year_label(span.last_year)
    return [_LARGEST_OF.format(year=year, parts=Text.join(parts, zh="；", en="; "))] if parts else []


_GINI = Template(
    "{year}人群之间的基尼系数{value}（{first}为{before}）。",
    "The Gini between groups is {value} in {year} ({before} in {first}).",
)


def gini_of(split: "Inequality") -> list[Text]:
    """Return the Gini between groups in the last year beside the first."""
    if split.axes:
        return []
    gini = np.asarray(split.gini)
    known = [i for i, value in enumerate(gini) if not isnan(value)]
    if not known:
        return []
    first, last = known[0], known[-1]
    return [
        _GINI.format(
            year=split.terms.year_label(split.years[last]),
            value=written(float(gini[last]), "ratio"),
            first=split.terms.year_label(split.years[first]),
            before=written(float(gini[first]), "ratio"),
        )
    ]


_APART = Template("与{first}相比，{title}在{year}：{parts}。", "Compared with {first}, {title} in {year}: {parts}.")
_MORE, _LESS = Template("{group}{value}{unit}", "{group} {value} {unit}"), Template("{label}{value}", "{label} {value}")
_MISSES = Template("{count}条未达到（{first}为{before}条）", "{count} statements missed ({first}: {before})")


def apart(compared: "ScenarioComparison") -> list[Text]:
    """Return how far each scenario lies from the first in its last year; the first two of many."""
    terms, titles = compared.terms, [title.in_quotes() for title in compared.titles]
    totals, year = np.asarray(compared.totals.values), compared.scenarios[0].headline_year
    at = compared.years.index(year)
    has_ratio = all(projection.has_ratio for projection in compared.projections)
    ratios = np.asarray(compared.urban_rural_ratio.values) if has_ratio else None
    missed = [sum(one.statement.headline for one in report.missed) for report in compared.checks]
    said = []
    for n in range(1, min(len(titles), 3)):
        parts = [
            _MORE.format(group=group.label, value=f"{less:+,.0f}", unit=terms.unit)
            for group, less in zip(terms.groups, totals[n, :, at] - totals[0, :, at], strict=True)
            if not isnan(less)
        ]
        if ratios is not None and not isnan(less := ratios[n, at] - ratios[0, at]):
            parts.append(_LESS.format(label=terms.short_ratio, value=f"{less:+.2f}"))
        if missed:
            parts.append(_MISSES.format(count=missed[n], first=titles[0], before=missed[0]))
        listed = Text.join(parts, zh="，", en=", ")
        said.append(_APART.format(first=titles[0], title=titles[n], year=terms.year_label(year), parts=listed))
    return said


_DOES = Template(
    "{what}，{year}：{parts}；每年财政资金{money}{unit}。",
    "{what}, {year}: {parts}; public money a year: {money} {unit}.",
)
_ALONE = Text("该项措施", "The measure")
_TOGETHER = Template("{count}项措施合计", "The {count} measures together")
_GAINS = Template("{group}{per}增收{value}{unit}", "{group} gain {value} {unit} {per}")


def gains_from(effects: "LeverEffects") -> list[Text]:
    """Return what measures do together, and the public money that they take."""
    terms = effects.scenario.terms
    labels = {group.key: group.label for group in effects.scenario.groups}
    after, before = (np.asarray(one.totals.values)[..., -1] for one in (effects.together, effects.before))
    keys = effects.scenario.group_keys
    parts = [
        _GAINS.format(
            group=labels[key],
            per=terms.per_recipient,
            value=written(float(after[i] - before[i]), "yuan"),
            unit=terms.unit,
        )
        for i, key in enumerate(keys)
        if key in {effect.lever.group for effect in effects.effects}
    ]
    money = sum(effect.public_money for effect in effects.effects)
    year = terms.year_label(effects.scenario.years[-1])
    return [
        _DOES.format(
            what=_ALONE if len(effects.effects) == 1 else _TOGETHER.format(count=len(effects.effects)),
            year=year,
            parts=Text.join(parts),
            money=f"{money:,.0f}",
            unit=terms.unit,
        )
    ]


_CLOSES = Template(
    "{quantity}由{before}变为{after}，目标为{wanted}，措施合计弥补缺口的{part}。",
    "{quantity} goes from {before} to {after}; the target is {wanted}; the measures close {part} of the gap.",
)
_REACHED_WITHOUT = Template(
    "{quantity}不计措施已为{before}，达到目标{wanted}。",
    "{quantity} is {before} without the measures: the target of {wanted} is reached.",
)


def gap_closed(closed: "GapClosed") -> list[Text]:
    """Return how much of the gap to a target the measures close together."""
    terms, target = closed.scenario.terms, closed.target
    before, after, wanted = (
        in_prose(target.figure(value), terms) for value in (closed.before, closed.after, target.value)
    )
    quantity = target.quantity.in_sentence(terms).at_start()
    if closed.gap <= 0.0:
        return [_REACHED_WITHOUT.format(quantity=quantity, before=before, wanted=wanted)]
    part = written(closed.closed, "percent", decimals=1)
    return [_CLOSES.format(quantity=quantity, before=before, after=after, wanted=wanted, part=part)]


_RECIPIENTS = Template(
    "要使{quantity}达到{wanted}，措施“{lever}”每年须有{count}人领取，占{residents}的{part}，每年财政资金{money}{unit}。",
    "For {quantity} to reach {wanted}, the measure “{lever}” needs {count} recipients a year ({part} of "
    "{residents}) and {money} {unit} of public money.",
)
_TOO_MANY = Template(
    "所需人数超过该人群的{residents}，单靠此项措施不能达到。",
    "The group does not have so many {residents}: this measure alone cannot do it.",
)


def recipients_needed(needed: "RequiredRecipients") -> list[Text]:
    """Return how many people must get a measure so that a target is reached."""
    terms, target = needed.origin.terms, needed.target
    said = _RECIPIENTS.format(
        quantity=target.quantity.in_sentence(terms),
        wanted=in_prose(target.figure(target.value), terms),
        lever=needed.lever.title,
        count=f"{needed.recipients:,.0f}",
        residents=terms.residents,
        part=written(needed.part_of_residents, "percent", decimals=1),
        money=f"{needed.lever.public_money:,.0f}",
        unit=terms.unit,
    )
    return [said, terms.say(_TOO_MANY)] if needed.part_of_residents > 1.0 else [said]


_MATTERS = Template(
    "对{quantity}影响最大的假设是{what}增速：{how}。", "What matters most to {quantity} is growth of {what}: {how}."
)
_VARIANCE = Template("占其方差的{part}", "{part} of its variance")
_SWING = Template("单独变动时由{low}到{high}", "by itself it moves it from {low} to {high}")


def widest_variance(shares: "VarianceShares") -> list[Text]:
    """Return the input that accounts for most of a quantity's variance."""
    effects = np.asarray(shares.shapley.effects)
    if np.isnan(effects).all():
        return []
    most = int(np.nanargmax(effects))
    how = _VARIANCE.format(part=written(float(effects[most]), "percent", decimals=1))
    return [
        _MATTERS.format(
            quantity=shares.subject.quantity.in_sentence(shares.subject.scenario.terms),
            what=shares.inputs[most].label,
            how=how,
        )
    ]


def widest_swing(tornado: "Tornado") -> list[Text]:
    """Return the input whose own range moves a quantity most."""
    swings = np.abs(np.asarray(tornado.swing))
    if not swings.size or np.isnan(swings).all():
        return []
    most = int(np.nanargmax(swings))
    low, high = (
        in_prose(tornado.subject.figure(float(end[most])), tornado.subject.scenario.terms)
        for end in (tornado.low, tornado.high)
    )
    how = _SWING.format(low=low, high=high)
    return [
        _MATTERS.format(
            quantity=tornado.subject.quantity.in_sentence(tornado.subject.scenario.terms),
            what=tornado.inputs[most].label,
            how=how,
        )
    ]


def what_matters(results: "Iterable[Shown]") -> list[Text]:
    """Return what the first result that ranks assumptions puts first."""
    from ceheng_model.sensitivity import Tornado, VarianceShares

    for result in results:
        if isinstance(result, VarianceShares) and (said := widest_variance(result)):
            return said
        if isinstance(result, Tornado) and (said := widest_swing(result)):
            return said
    return []


GROWTH_HOLDS = Text("各情景均以其增速假设成立为条件。", "Each scenario is conditional on growth as it assumes.")
_DIFFERENCE = Template(
    "{label}：{second}较{first}{value}，其中{assumption}影响最大（{effect}）。",
    "{label}: {second} less {first} is {value}, most of it by {assumption} ({effect}).",
)
_HIGHER, _LOWER = Template("高{value}", "{value}"), Template("低{value}", "{value}")
_NO_DIFFERENCE = Template("{label}：两情景相同。", "{label}: the two scenarios are alike.")


def difference_of(split: "Difference") -> list[Text]:
    """Return how far two scenarios lie apart, and the assumption that does most to it."""
    label = split.quantity.label(split.first.terms).at_start()
    if not split.effects:
        return [_NO_DIFFERENCE.format(label=label), GROWTH_HOLDS]
    most = split.effects[0]
    first, second = distinct_titles((split.first, split.second))
    figures = [
        in_prose(split.quantity.difference_figure(value), split.first.terms) for value in (split.value, most.value)
    ]
    told = _DIFFERENCE.format(
        label=label,
        first=first,
        second=second,
        value=_apart(split.value, figures[0]),
        assumption=most.assumption.name,
        effect=figures[1],
    )
    return [told, GROWTH_HOLDS]


def _apart(value: float, shown: Text) -> Text:
    """Return a signed difference as it is said of the second of two: in Chinese higher or lower by so much."""
    return Text((_HIGHER if value >= 0.0 else _LOWER).format(value=shown.zh.lstrip("+-")).zh, shown.en)


_LISTED = Template("{title}，共{count}项。", "{title}: {count} entries.")
_COUNTED = Template("{title}。", "{title}.")
_ALTERNATIVES = Template("随附情景{count}个{ratios}。", "{count} scenarios ship{ratios}.")
_RATIOS = Template(
    "，{year}{label}最低{low}（{lowest}），最高{high}（{highest}）",
    "; {label} in {year} from {low} ({lowest}) to {high} ({highest})",
)


_PLAN_HOLDS = Template("{title}列出目标{count}条{cells}。", "{title}: {count} statements{cells}.")
_CELLS_OF_TABLE = Template("、增速表数值{count}个", " and {count} cells of the growth table")
_MEASURES_HELD = Template("{title}列出措施{count}条。", "{title}: {count} measures.")


def statements_in(plan: "Plan") -> list[Text]:
    """Return how many statements a plan makes, and how many cells its growth table has."""
    cells = _CELLS_OF_TABLE.format(count=len(plan.growth)) if plan.growth else NO_TEXT
    return [_PLAN_HOLDS.format(title=titled(plan), count=len(plan.statements), cells=cells)]


def measures_in(plan: "Plan", count: int) -> list[Text]:
    """Return how many measures of a plan are listed."""
    return [_MEASURES_HELD.format(title=titled(plan), count=count)]


def titled(plan: "Plan") -> Text:
    """Return the title of a plan as it stands in a sentence."""
    return Text(f"《{plan.title.zh}》", plan.title.en)


def listed(tables: "Sequence[Table]") -> list[Text]:
    """Return what the first table with rows lists, and how many entries it has."""
    table = next((table for table in tables if table.rows), None)
    if table is None:
        return []
    # titles of some tables count already
    is_counted = re.search(rf"（{len(table.rows)}[项条]）$", table.title.zh)
    return [
        _COUNTED.format(title=table.title) if is_counted else _LISTED.format(title=table.title, count=len(table.rows))
    ]


def alternatives_in(
    ends: "Mapping[Text, float]", what: Text, year: Text, count: int, terms: "Terms | None" = None
) -> list[Text]:
    """Return how many scenarios ship, and between which a figure of the last year lies; `ends` by their titles.

    The figure is an income in the unit of the `terms`, a ratio where none are given.
    """
    known = {title: end for title, end in ends.items() if not isnan(end)}
    if not known:
        return [_ALTERNATIVES.format(count=count, ratios=NO_TEXT), GROWTH_HOLDS]
    low, high = min(known, key=lambda title: known[title]), max(known, key=lambda title: known[title])
    told = _RATIOS.format(
        year=year,
        label=what,
        low=_end(known[low], terms),
        lowest=low,
        high=_end(known[high], terms),
        highest=high,
    )
    return [_ALTERNATIVES.format(count=count, ratios=told), GROWTH_HOLDS]


def _end(value: float, terms: "Terms | None") -> Text:
    return (
        Text.same(written(value, "ratio", decimals=2))
        if terms is None
        else terms.amount(written(value, "yuan", decimals=0))
    )


_BOUNDS = Template("{index}在{low}与{high}之间。", "{index}: between {low} and {high}.")


def bounds_of(table: "Table") -> list[Text]:
    """Return the bounds of the first index that incomes by groups leave open."""
    index, low, high = (cell for col, cell in zip(table.columns, table.rows[0], strict=True) if col.shown)
    parts = [Text(written(cell, "ratio", "zh"), written(cell, "ratio", "en")) for cell in (low, high)]
    named = Text(written(index, "label", "zh"), written(index, "label", "en"))
    return [_BOUNDS.format(index=named, low=parts[0], high=parts[1]), GROUPS_AS_GIVEN]


GROUPS_AS_GIVEN = Text(
    "以所给分组的收入和占比为条件。", "Conditional on the groups, their incomes and shares as given."
)
