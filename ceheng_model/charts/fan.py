"""Draw how sure a path is: quantiles by year, with the targets and their probabilities."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from matplotlib.axes import Axes

from ceheng_model.charts.drawing.canvas import drawing
from ceheng_model.charts.drawing.findings import found, plan_beside
from ceheng_model.charts.drawing.limits import Title, require
from ceheng_model.charts.drawing.pen import Pen
from ceheng_model.charts.drawing.shapes import line, reference
from ceheng_model.charts.drawing.source_line import capital, noted, source
from ceheng_model.charts.drawing.style import INK, REFERENCE, STROKES, Size
from ceheng_model.charts.registry import Ingredient, Material, Picture, chart
from ceheng_model.charts.words import DASHED_IS_PLAN, PLAN_VALUE, SPREAD_IS_ASSUMED
from ceheng_model.ensemble import Ensemble, Fan, TargetLine
from ceheng_model.ensemble.fan import What
from ceheng_model.errors import Fault, InputError
from ceheng_model.projection import Projection, project
from ceheng_model.tables import NEARLY_ALWAYS, NEARLY_NEVER, probability_text, written
from ceheng_model.uncertainty import IF_GROWTH_HOLDS
from ceheng_model.vocabulary import NO_TEXT, TOTAL, Language, Template, Text

_MORE = Template("线为情景本身，{bands}；{condition}", "line: the scenario itself; {bands}; {condition}")
_TOPIC = Template("{quantity}的模拟区间，{span}", "simulated bands of {quantity}, {span}")
_INCOME = Template("{group}收入", "the income of {group}")
_PART = Template("{group}{component}", "{component} of {group}")
_COMPARED = Template("{ratio}", "the {ratio}")
_BAND = Template(
    "{shade}为居中的{share}（{low}至{high}分位）", "{shade}: the middle {share} of draws ({low} to {high} quantile)"
)
_BETWEEN = Template("{shade}为{low}至{high}分位", "{shade}: {low} to {high} quantile of draws")
_LIGHT, _MIDDLE, _DARK = Text("浅色带", "light band"), Text("中间色带", "middle band"), Text("深色带", "dark band")
_ONLY = Text("色带", "band")
_SIMULATED = Text(
    "来源：按历史波动对情景增速的模拟；离散程度为假定。",
    "Source: simulation of the scenario's growth around its path; the spread is assumed.",
)
_DRAWN = Template("{spread}；模拟{draws:,}次，随机种子{seed}", "{spread}; {draws:,} draws, seed {seed}")
_SHARE_BETWEEN = Template("{share}的模拟在\n{low}至{high}", "{share} of draws\n{low} to {high}")
_QUANTILES_BETWEEN = Template("{first}至{last}分位\n{low}至{high}", "{first} to {last} quantile\n{low} to {high}")
_OWN = Template("情景 {value}", "scenario {value}")
_TARGET = Template("{year}目标 {value}\n达到的概率{chance}", "target {year}: {value}\nprobability {chance}")
_FINDING = Template(
    "{year}{quantity}有{share}的模拟结果在{low}至{high}之间",
    "{quantity} in {year} lies between {low} and {high} in {share} of draws",
)
_FINDING_QUANTILES = Template(
    "{year}{quantity}的{first}至{last}分位为{low}至{high}",
    "{quantity} in {year} lies between {low} and {high} from the {first} to the {last} quantile",
)
_FINDING_TARGET = Template(
    "{year}{quantity}达到目标{value}的概率{chance}",
    "the probability that {quantity} reaches the target of {value} in {year} is {chance}",
)
_SENTENCE = Template(
    "{title}：{year}情景为{path}，{first}至{last}分位为{low}至{high}{chances}。",
    "{title}: {path} in {year}, {low} to {high} between the {first} and {last} quantiles{chances}.",
)
_CHANCE = Template("；{year}达到目标{value}的概率{chance}", "; probability of reaching {value} in {year}: {chance}")
_CALL = "simulate(..., quantiles=(0.05, 0.5, 0.95))"

_SHADES = ("#D9E2EA", "#AFC3D4", "#86A4BE")
"""Bands from the outermost of three inwards; two take the inner shades."""
_EDGE, _EDGE_TEXT = "#5F7F9C", "#3F5E7C"
_SAME = 1e-9
"""Probabilities nearer than this are the same: they are given with a few digits."""


def fan(
    ensemble_fan: Fan,
    *,
    ensemble: Ensemble | None = None,
    ax: Axes | None = None,
    language: Language | None = None,
    size: Size = "word",
    title: Title | None = None,
) -> Axes:
    """Draw a path with its quantiles as bands, and each target with its probability.

    Given the ensemble as well, the footnote names its sources, draws and seed. Raises `InputError` for
    anything but a fan, and for a fan of fewer than two quantiles.

    >>> from ceheng_model.ensemble import simulate
    >>> from ceheng_model.scenarios import scenario
    >>> drawn = simulate(scenario("plan"), draws=2_000, seed=1)
    >>> ax = fan(drawn.fan("total", group="rural"), ensemble=drawn, language="en")
    >>> from ceheng_model.charts.drawing.numbers import numbers
    >>> numbers(ax).rows[0][:3]
    (2021, 11076.0, 11076.0)
    """
    require(ensemble_fan, Fan, "simulate(scenario).fan(...)")
    if ensemble is not None:
        require(ensemble, Ensemble, "cm.simulate(scenario)")
    if len(ensemble_fan.quantile_probabilities) < 2:
        raise InputError(_too_few(ensemble_fan))
    with drawing(ax, terms=ensemble_fan.terms, language=language, size=size, title=title) as pen:
        planned = _planned(ensemble_fan)
        left = _scale(pen, ensemble_fan, planned)
        bands = _bands(pen, ensemble_fan)
        labels = [*bands, *_own_line(pen, ensemble_fan, planned)]
        labels += [_target(pen, ensemble_fan, target) for target in ensemble_fan.targets]
        unit = pen.terms.unit if ensemble_fan.kind == "yuan" else NO_TEXT
        topic = _TOPIC.format(quantity=_quantity(ensemble_fan), span=pen.terms.span_label(*_ends_of(ensemble_fan)))
        pen.title(_finding(pen, ensemble_fan), topic=topic.at_start(), unit=unit, left=left, more=_more(ensemble_fan))
        pen.footnote(_note(ensemble_fan, ensemble, planned), left=left)
        pen.at_the_end(labels, x=ensemble_fan.years[-1])
        pen.keep(ensemble_fan.tables()[0], _sentence(pen, ensemble_fan))
    return pen.ax


@chart(fan, Text("模拟的区间", "Bands of simulated paths"))
def _pictures(material: Material) -> Iterator[Picture]:
    for group in material.scenario.groups:
        draw = partial(_simulated, material, "total", group.key)
        yield Picture(name=f"fan_{group.key}", draw=draw, of=group.label, of_spread=True)
    yield Picture(
        name="fan_ratio", draw=partial(_simulated, material, "ratio", None), needs=Ingredient.RATIO, of_spread=True
    )


def _simulated(material: Material, what: What, group: str | None, **style: Any) -> Axes:
    ensemble = material.ensemble
    return fan(ensemble.fan(what, group=group), ensemble=ensemble, **style)


def _decimals(drawn: Fan) -> int:
    return 3 if drawn.kind == "ratio" else 0


def _planned(drawn: Fan) -> Projection | None:
    """Return the plan beside a scenario that differs from it, where the plan goes on as long."""
    planned = plan_beside(project(drawn.scenario))
    return planned if planned is not None and planned.years == drawn.years else None


def _path_of(drawn: Fan, planned: Projection) -> list[float]:
    """Return the plan's path of what the fan shows."""
    if len(drawn.groups) > 1:
        return [float(value) for value in planned.urban_rural_ratio.values]
    levels = planned.totals.sel(group=drawn.groups[0])
    if drawn.component != TOTAL:
        levels = planned.levels.sel(group=drawn.groups[0], component=drawn.component)
    return [float(value) for value in levels.values]


def _quantity(drawn: Fan) -> Text:
    """Return what the fan shows, without its unit."""
    if len(drawn.groups) > 1:
        return _COMPARED.format(ratio=drawn.terms.compared.label)
    group = drawn.terms.label(drawn.groups[0])
    if drawn.component == TOTAL:
        return _INCOME.format(group=group)
    return _PART.format(group=group, component=drawn.terms.label(drawn.component))


def _ends_of(drawn: Fan) -> tuple[int, int]:
    return drawn.years[0], drawn.years[-1]


def _finding(pen: Pen, drawn: Fan) -> Text:
    """Return how probable the first target is, or between what values most draws lie where there is none."""
    quantity = _quantity(drawn)
    if drawn.targets:
        target = drawn.targets[0]
        value, chance = _target_value(drawn, target), _chance(target.probability)
        if drawn.kind == "yuan":
            value = pen.words(pen.terms.amount(value))
        year = pen.terms.year_label(target.year)
        return found(drawn.scenario, _FINDING_TARGET.format(year=year, quantity=quantity, value=value, chance=chance))
    ends = [pen.number(drawn.quantiles[i, -1], drawn.kind, _short(drawn)) for i in (0, -1)]
    low, high = map(pen.terms.amount if drawn.kind == "yuan" else Text.same, ends)
    share = _share_between(drawn, 0)
    said = {"year": pen.terms.year_label(drawn.years[-1]), "quantity": quantity, "low": low, "high": high}
    if share is not None:
        return found(drawn.scenario, _FINDING.format(**said, share=_percent(share)))
    first, last = (_percent(drawn.quantile_probabilities[i]) for i in (0, -1))
    return found(drawn.scenario, _FINDING_QUANTILES.format(**said, first=first, last=last))


def _share_between(drawn: Fan, i: int) -> float | None:
    """Return the share of draws in a band whose ends lie as far from nought as from one; None of another."""
    low, high = drawn.quantile_probabilities[i], drawn.quantile_probabilities[-1 - i]
    return round(high - low, 9) if abs(low + high - 1.0) < _SAME else None


def _short(drawn: Fan) -> int:
    return 2 if drawn.kind == "ratio" else 0


def _scale(pen: Pen, drawn: Fan, planned: Projection | None) -> float:
    """Set the scales; return the room that the numbers at the left take."""
    values = [*drawn.quantiles.ravel().tolist(), *drawn.path.tolist(), *(target.value for target in drawn.targets)]
    values += [] if planned is None else _path_of(drawn, planned)
    low, high = min(values), max(values)
    # a path that does not move still gets a scale, and so does one that stays at zero
    room = max(0.08 * (high - low), 0.01 * abs(high), 1e-9)
    pen.ax.set_ylim(low - room, high + room)
    pen.frame("bottom")
    pen.years(drawn.years, after=0.035)
    if drawn.kind != "ratio":
        return pen.values(drawn.kind, 0)
    # steps of a tenth would leave less than three numbers on a shorter scale
    return pen.values(drawn.kind, 1 if high - low > 0.25 else 2)


def _bands(pen: Pen, drawn: Fan) -> list[tuple[float, str, str]]:
    """Draw the bands; return for each one label, at its upper edge."""
    labels, count = [], len(drawn.quantile_probabilities)
    for i in range(count // 2):
        low, high = drawn.quantiles[i], drawn.quantiles[count - 1 - i]
        pen.ax.fill_between(drawn.years, low, high, color=_shade(i), linewidth=0.0, zorder=1)
        for edge in (low, high):
            pen.ax.plot(drawn.years, edge, color=_EDGE, linewidth=0.6, linestyle=(0, (4.0, 2.0)), zorder=2)
        ends = {
            "low": pen.number(low[-1], drawn.kind, _decimals(drawn)),
            "high": pen.number(high[-1], drawn.kind, _decimals(drawn)),
        }
        share = _share_between(drawn, i)
        first, last = (_percent(drawn.quantile_probabilities[end]) for end in (i, -1 - i))
        text = _QUANTILES_BETWEEN.format(first=first, last=last, **ends)
        if share is not None:
            text = _SHARE_BETWEEN.format(share=_percent(share), **ends)
        labels.append((float(high[-1]), pen.words(text), _EDGE_TEXT))
    return labels


def _shade(i: int) -> str:
    """Return the shade of a band, by its place from the outermost."""
    return _SHADES[min(i, len(_SHADES) - 1)]


def _own_line(pen: Pen, drawn: Fan, planned: Projection | None) -> list[tuple[float, str, str]]:
    """Draw the scenario's own path, and the plan's beside it where it differs; return their labels."""
    line(pen, drawn.years, drawn.path.tolist(), STROKES[0])
    end = float(drawn.path[-1])
    value = pen.number(end, drawn.kind, _decimals(drawn))
    as_planned = drawn.scenario.is_as_planned
    own = pen.say(PLAN_VALUE, value=value) if as_planned else _OWN.format(value=value)
    labels = [(end, pen.words(own), STROKES[0].text)]
    if planned is not None:
        path = _path_of(drawn, planned)
        reference(pen, drawn.years, path)
        value = pen.number(path[-1], drawn.kind, _decimals(drawn))
        labels.append((path[-1], pen.words(pen.say(PLAN_VALUE, value=value)), REFERENCE.text))
    return labels


def _percent(probability: float) -> str:
    return f"{probability * 100:g}%"


def _target(pen: Pen, drawn: Fan, target: TargetLine) -> tuple[float, str, str]:
    """Draw a target across the years; return its label."""
    years, level = (drawn.years[0], drawn.years[-1]), target.value
    pen.ax.plot(years, [level] * 2, color=INK, linewidth=pen.sheet.line * 0.8, linestyle=(0, (2.0, 1.5)), zorder=2)
    pen.ax.plot(
        [target.year],
        [level],
        marker="D",
        markersize=pen.sheet.mark * 1.7,
        markerfacecolor="none",
        markeredgecolor=INK,
        linestyle="none",
        zorder=4,
        clip_on=False,
    )
    value, chance = _target_value(drawn, target), _chance(target.probability)
    return level, pen.words(_TARGET.format(year=pen.terms.year_label(target.year), value=value, chance=chance)), INK


def _target_value(drawn: Fan, target: TargetLine) -> str:
    text = written(target.value, drawn.kind, decimals=3 if drawn.kind == "ratio" else 1)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _chance(probability: float) -> Text:
    """Return a probability as the end of a sentence: a bound stands alone, a figure after a verb."""
    chance = probability_text(probability)
    return chance if probability < NEARLY_NEVER or probability >= NEARLY_ALWAYS else Text("为", "") + chance


def _more(drawn: Fan) -> Text:
    """Return what the line and the bands are, the innermost band first."""
    bands = []
    for i in reversed(range(len(drawn.quantile_probabilities) // 2)):
        low, high = (_percent(drawn.quantile_probabilities[end]) for end in (i, -1 - i))
        share, name = _share_between(drawn, i), _name(i, len(drawn.quantile_probabilities) // 2)
        named = {"shade": name, "low": low, "high": high}
        bands.append(_BETWEEN.format(**named) if share is None else _BAND.format(**named, share=_percent(share)))
    return _MORE.format(bands=Text.join(bands, zh="，", en="; "), condition=IF_GROWTH_HOLDS)


def _name(i: int, count: int) -> Text:
    """Return what a band is called, by its place from the outermost."""
    if count == 1:
        return _ONLY
    return _LIGHT if i == 0 else _DARK if i == count - 1 else _MIDDLE


def _note(drawn: Fan, ensemble: Ensemble | None, planned: Projection | None) -> Text:
    if ensemble is None:
        return _SIMULATED
    more = _DRAWN.format(spread=SPREAD_IS_ASSUMED, draws=ensemble.draw_count, seed=ensemble.seed)
    dashed = None if planned is None else drawn.terms.say(DASHED_IS_PLAN)
    return source(ensemble.scenario, groups=drawn.groups, more=noted(dashed, more))


def _sentence(pen: Pen, drawn: Fan) -> Text:
    """Return where the path and the draws end, and the chances of targets beyond the one of which the finding tells."""
    low, high = (pen.number(drawn.quantiles[i, -1], drawn.kind, _decimals(drawn)) for i in (0, -1))
    chances = [
        _CHANCE.format(
            year=pen.terms.year_label(target.year),
            value=_target_value(drawn, target),
            chance=_chance(target.probability),
        )
        for target in drawn.targets[1:]
    ]
    return _SENTENCE.format(
        title=capital(drawn.title),
        year=pen.terms.year_label(drawn.years[-1]),
        path=pen.number(drawn.path[-1], drawn.kind, _decimals(drawn)),
        first=_percent(drawn.quantile_probabilities[0]),
        last=_percent(drawn.quantile_probabilities[-1]),
        low=low,
        high=high,
        chances=Text.join(chances, zh="", en=""),
    )


def _too_few(drawn: Fan) -> Fault:
    return Fault(
        what=Text("扇形图的分位数", "the quantiles of a fan chart"),
        rule=Text("至少两个", "be at least two"),
        got=len(drawn.quantile_probabilities),
        way_out=Text.same(_CALL),
    )
