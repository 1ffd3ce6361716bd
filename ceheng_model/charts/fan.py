"""Draw how sure a path is: quantiles by year, with the targets and their probabilities."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from matplotlib.axes import Axes

from ceheng_model.charts.catalogue import Material, Need, Picture, chart
from ceheng_model.charts.drawing.canvas import drawing
from ceheng_model.charts.drawing.limits import require
from ceheng_model.charts.drawing.pen import Pen
from ceheng_model.charts.drawing.shapes import line
from ceheng_model.charts.drawing.source_line import capital, source
from ceheng_model.charts.drawing.style import INK, STROKES, Size
from ceheng_model.ensemble import Ensemble, Fan, TargetLine
from ceheng_model.ensemble.fan import What
from ceheng_model.errors import Fault, InputError
from ceheng_model.tables import NEARLY_ALWAYS, NEARLY_NEVER, probability_text, written
from ceheng_model.vocabulary import Language, Text

_SHADES = ("#D9E2EA", "#AFC3D4", "#86A4BE")
"""Bands from the outermost inwards."""


def fan(
    ensemble_fan: Fan,
    *,
    ensemble: Ensemble | None = None,
    ax: Axes | None = None,
    language: Language = "zh",
    size: Size = "word",
) -> Axes:
    """Draw the quantiles of a path as bands, the scenario's own path, and each target with its probability.

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
    found = require(ensemble_fan, Fan, "simulate(scenario).fan(...)")
    if ensemble is not None:
        require(ensemble, Ensemble, "cm.simulate(scenario)")
    if len(found.quantile_probabilities) < 2:
        raise InputError(_too_few(found))
    with drawing(ax, language=language, size=size) as pen:
        left = _scale(pen, found)
        _bands(pen, found)
        line(pen, found.years, found.path.tolist(), STROKES[0])
        ends = [*_ends(pen, found), *(_target(pen, found, one) for one in found.targets)]
        pen.at_the_end(ends, x=found.years[-1])
        pen.title(capital(found.title), left=left, more=_more(found))
        pen.footnote(_note(found, ensemble), left=left)
        pen.keep(found.tables()[0], _sentence(pen, found))
    return pen.ax


@chart(fan, Text("模拟的区间", "Bands of simulated paths"))
def _pictures(material: Material) -> Iterator[Picture]:
    for key in material.scenario.group_keys:
        yield Picture(name=f"fan_{key}", draw=partial(_simulated, material, "total", key))
    yield Picture(name="fan_ratio", draw=partial(_simulated, material, "ratio", None), needs=Need.RATIO)


def _simulated(material: Material, what: What, group: str | None, **style: Any) -> Axes:
    ensemble = material.ensemble
    return fan(ensemble.fan(what, group=group), ensemble=ensemble, **style)


def _decimals(found: Fan) -> int:
    return 3 if found.kind == "ratio" else 0


def _scale(pen: Pen, found: Fan) -> float:
    values = [*found.quantiles.ravel().tolist(), *found.path.tolist(), *(one.value for one in found.targets)]
    low, high = min(values), max(values)
    room = max(0.08 * (high - low), 0.01 * abs(high), 1e-9)
    pen.ax.set_ylim(low - room, high + room)
    pen.frame("bottom")
    pen.years(found.years, after=0.035)
    tens = found.kind == "ratio" and high - low <= 0.25
    return pen.values(found.kind, 2 if tens else 1 if found.kind == "ratio" else 0)


def _bands(pen: Pen, found: Fan) -> None:
    count = len(found.quantile_probabilities)
    for i in range(count // 2):
        low, high = found.quantiles[i], found.quantiles[count - 1 - i]
        shade = _SHADES[min(i, len(_SHADES) - 1)]
        pen.ax.fill_between(found.years, low, high, color=shade, linewidth=0.0, zorder=1)
        for edge in (low, high):
            pen.ax.plot(found.years, edge, color="#5F7F9C", linewidth=0.6, linestyle=(0, (4.0, 2.0)), zorder=2)


def _ends(pen: Pen, found: Fan) -> list[tuple[float, str, str]]:
    decimals, labels = _decimals(found), []
    for level, path in zip(found.quantile_probabilities, found.quantiles, strict=True):
        name = Text("中位数", "median") if level == 0.5 else Text(f"{level * 100:g}%", f"{level * 100:g}%")
        value = pen.number(path[-1], found.kind, decimals)
        labels.append((float(path[-1]), f"{pen.words(name)}  {value}", STROKES[0].text))
    return labels


def _target(pen: Pen, found: Fan, one: TargetLine) -> tuple[float, str, str]:
    years = (found.years[0], found.years[-1])
    pen.ax.plot(years, [one.value] * 2, color=INK, linewidth=pen.sheet.line * 0.8, linestyle=(0, (2.0, 1.5)), zorder=2)
    style = {"markerfacecolor": "none", "markeredgecolor": INK, "linestyle": "none", "zorder": 4, "clip_on": False}
    pen.ax.plot([one.year], [one.value], marker="D", markersize=pen.sheet.mark * 1.7, **style)  # type: ignore[arg-type]
    value, chance = _target_value(found, one), _chance(one.probability)
    text = Text(
        f"{one.year}年目标 {value}\n达到的概率{chance.zh}", f"target {one.year}: {value}\nprobability {chance.en}"
    )
    return one.value, pen.words(text), INK


def _target_value(found: Fan, one: TargetLine) -> str:
    text = written(one.value, found.kind, decimals=3 if found.kind == "ratio" else 1)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _chance(probability: float) -> Text:
    """Return a probability as the end of a sentence: a bound stands alone, a figure after a verb."""
    said = probability_text(probability)
    return said if probability < NEARLY_NEVER or probability >= NEARLY_ALWAYS else Text("为", "") + said


def _more(found: Fan) -> Text:
    levels = [f"{level * 100:g}%" for level in found.quantile_probabilities]
    pairs = [(levels[i], levels[-1 - i]) for i in range(len(levels) // 2)]
    zh = "、".join(f"{low}至{high}" for low, high in pairs)
    en = ", ".join(f"{low} to {high}" for low, high in pairs)
    return Text(
        f"深线为情景本身；色带为模拟的分位数：{zh}", f"dark line: the scenario itself; bands of quantiles: {en}"
    )


def _note(found: Fan, ensemble: Ensemble | None) -> Text:
    if ensemble is None:
        return Text(
            "来源：按历史波动对情景增速的模拟；离散程度为假定。",
            "Source: simulation of the scenario's growth around its path; the spread is assumed.",
        )
    draws, seed = ensemble.draws, ensemble.seed
    more = Text(
        f"离散程度由公布的序列估计，其适用于本地为假定；抽样{draws:,}次，种子 {seed}",
        f"spread estimated from published series, assumed to hold here; {draws:,} draws, seed {seed}",
    )
    return source(ensemble.scenario, groups=found.groups, more=more)


def _sentence(pen: Pen, found: Fan) -> Text:
    decimals, last = _decimals(found), found.years[-1]
    low, high = (pen.number(found.quantiles[i, -1], found.kind, decimals) for i in (0, -1))
    ends = [f"{found.quantile_probabilities[i] * 100:g}%" for i in (0, -1)]
    path = pen.number(found.path[-1], found.kind, decimals)
    chances = [(one, _target_value(found, one), _chance(one.probability)) for one in found.targets]
    zh = "".join(f"；{one.year}年达到目标{value}的概率{chance.zh}" for one, value, chance in chances)
    en = "".join(f"; probability of reaching {value} in {one.year}: {chance.en}" for one, value, chance in chances)
    title = capital(found.title)
    return Text(
        f"{title.zh}：{last}年情景为{path}，{ends[0]}至{ends[1]}分位为{low}至{high}{zh}。",
        f"{title.en}: {path} in {last}, {low} to {high} between the {ends[0]} and {ends[1]} quantiles{en}.",
    )


def _too_few(found: Fan) -> Fault:
    return Fault(
        what=Text("扇形图的分位数", "the quantiles of a fan chart"),
        rule=Text("至少两个", "be at least two"),
        got=len(found.quantile_probabilities),
        way_out=Text("simulate(..., quantiles=(0.05, 0.5, 0.95))", "simulate(..., quantiles=(0.05, 0.5, 0.95))"),
    )
