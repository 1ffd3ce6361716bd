"""Draw how sure a path is: quantiles by year, with the targets and their probabilities."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from matplotlib.axes import Axes

from ceheng_model.charts.drawing.canvas import drawing
from ceheng_model.charts.drawing.limits import Title, require
from ceheng_model.charts.drawing.pen import Pen
from ceheng_model.charts.drawing.shapes import line
from ceheng_model.charts.drawing.source_line import capital, source
from ceheng_model.charts.drawing.style import INK, STROKES, Size
from ceheng_model.charts.registry import Ingredient, Material, Picture, chart
from ceheng_model.charts.words import SPREAD_IS_ASSUMED
from ceheng_model.ensemble import Ensemble, Fan, TargetLine
from ceheng_model.ensemble.fan import What
from ceheng_model.errors import Fault, InputError
from ceheng_model.tables import NEARLY_ALWAYS, NEARLY_NEVER, probability_text, written
from ceheng_model.uncertainty import IF_GROWTH_HOLDS
from ceheng_model.vocabulary import LABELS, Language, Template, Text

_MORE = Template(
    "深线为情景本身；色带为模拟的分位数：{pairs}；{condition}",
    "dark line: the scenario; bands: quantiles {pairs}; {condition}",
)
_PAIR = Template("{low}至{high}", "{low} to {high}")
_SIMULATED = Text(
    "来源：按历史波动对情景增速的模拟；离散程度为假定。",
    "Source: simulation of the scenario's growth around its path; the spread is assumed.",
)
_DRAWN = Template("{spread}；模拟{draws:,}次，随机种子{seed}", "{spread}; {draws:,} draws, seed {seed}")
_TARGET = Template("{year}目标 {value}\n达到的概率{chance}", "target {year}: {value}\nprobability {chance}")
_SENTENCE = Template(
    "{title}：{year}情景为{path}，{first}至{last}分位为{low}至{high}{chances}。",
    "{title}: {path} in {year}, {low} to {high} between the {first} and {last} quantiles{chances}.",
)
_CHANCE = Template("；{year}达到目标{value}的概率{chance}", "; probability of reaching {value} in {year}: {chance}")
_CALL = "simulate(..., quantiles=(0.05, 0.5, 0.95))"

_SHADES = ("#D9E2EA", "#AFC3D4", "#86A4BE")
"""Bands from the outermost inwards."""


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
        left = _scale(pen, ensemble_fan)
        _bands(pen, ensemble_fan)
        line(pen, ensemble_fan.years, ensemble_fan.path.tolist(), STROKES[0])
        targets = [_target(pen, ensemble_fan, target) for target in ensemble_fan.targets]
        pen.at_the_end([*_ends(pen, ensemble_fan), *targets], x=ensemble_fan.years[-1])
        pen.title(capital(ensemble_fan.title), left=left, more=_more(ensemble_fan))
        pen.footnote(_note(ensemble_fan, ensemble), left=left)
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


def _scale(pen: Pen, drawn: Fan) -> float:
    """Set the scales; return the room that the numbers at the left take."""
    values = [*drawn.quantiles.ravel().tolist(), *drawn.path.tolist(), *(target.value for target in drawn.targets)]
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


def _bands(pen: Pen, drawn: Fan) -> None:
    count = len(drawn.quantile_probabilities)
    for i in range(count // 2):
        low, high = drawn.quantiles[i], drawn.quantiles[count - 1 - i]
        shade = _SHADES[min(i, len(_SHADES) - 1)]
        pen.ax.fill_between(drawn.years, low, high, color=shade, linewidth=0.0, zorder=1)
        for edge in (low, high):
            pen.ax.plot(drawn.years, edge, color="#5F7F9C", linewidth=0.6, linestyle=(0, (4.0, 2.0)), zorder=2)


def _ends(pen: Pen, drawn: Fan) -> list[tuple[float, str, str]]:
    labels = []
    for probability, path in zip(drawn.quantile_probabilities, drawn.quantiles, strict=True):
        name = LABELS["median"] if probability == 0.5 else _percent(probability)
        value = pen.number(path[-1], drawn.kind, _decimals(drawn))
        labels.append((float(path[-1]), f"{pen.words(name)}  {value}", STROKES[0].text))
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
    ends = [_percent(probability) for probability in drawn.quantile_probabilities]
    pairs = [_PAIR.format(low=ends[i], high=ends[-1 - i]) for i in range(len(ends) // 2)]
    return _MORE.format(pairs=Text.join(pairs), condition=IF_GROWTH_HOLDS)


def _note(drawn: Fan, ensemble: Ensemble | None) -> Text:
    if ensemble is None:
        return _SIMULATED
    more = _DRAWN.format(spread=SPREAD_IS_ASSUMED, draws=ensemble.draw_count, seed=ensemble.seed)
    return source(ensemble.scenario, groups=drawn.groups, more=more)


def _sentence(pen: Pen, drawn: Fan) -> Text:
    low, high = (pen.number(drawn.quantiles[i, -1], drawn.kind, _decimals(drawn)) for i in (0, -1))
    chances = [
        _CHANCE.format(
            year=pen.terms.year_label(target.year),
            value=_target_value(drawn, target),
            chance=_chance(target.probability),
        )
        for target in drawn.targets
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
