"""Say how far the groups, weighted by residents, lie from the published income of all residents in the base year."""

from dataclasses import dataclass

import numpy as np

from ceheng_model.arithmetic import Array, weighted_mean
from ceheng_model.baselines import Baseline
from ceheng_model.baselines.baseline import SourcedValue
from ceheng_model.tables import written
from ceheng_model.values import Value
from ceheng_model.vocabulary import Template, Text

ROUNDING = 0.5
"""Yuan within which a weighted mean is the published figure: it was rounded to the yuan."""

_ABOVE = Text("多", "above")
_BELOW = Text("少", "below")
_APART = Template(
    "{year}{everybody}收入：各人群按{residents}加权为{mean}，比公布的{published}（{source}）{side}{gap}（{rate}）。"
    "公布数由调查得出，不是加权所得；测算和判定按加权的数，未作调整",
    "income of {everybody} in {year}: the groups weighted by {residents} give {mean}, which is {gap} ({rate}) "
    "{side} the published {published} ({source}). That figure is surveyed and no weighted mean; "
    "results and verdicts rest on the weighted one as it is",
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WholeCompared(Value):
    """Hold the mean of the groups, weighted by residents, beside the surveyed income of all residents of that year."""

    weighted: float
    """Yuan, or the plan's unit."""
    published: SourcedValue
    """What was surveyed, with its status and source."""

    @property
    def gap(self) -> float:
        """By how much the weighted mean lies above the surveyed figure; below zero where it lies below."""
        return self.weighted - self.published.value

    @property
    def relative_gap(self) -> float:
        """The gap as a fraction of the surveyed figure."""
        return self.gap / self.published.value

    @property
    def is_apart(self) -> bool:
        """Whether they differ by more than the rounding of the published figure."""
        # residents of the base year may not be known: NaN is no difference
        return abs(self.gap) > ROUNDING


def whole_compared(baseline: Baseline, population: Array | None) -> WholeCompared | None:
    """Return the weighted mean of the base year beside the published income of all residents; None where either lacks.

    `population` has the shape ``(group, year)`` and begins in the base year.
    """
    published, levels = baseline.whole, baseline.levels
    if published is None or population is None or levels.ndim > 2 or population.ndim > 2:
        return None
    mean = float(weighted_mean(levels.sum(axis=-1)[:, np.newaxis], population[:, :1])[0])
    return WholeCompared(weighted=mean, published=published)


def apart_from_published(baseline: Baseline, population: Array | None) -> Text | None:
    """Return in words how far the weighted mean of the base year lies from the published income of all residents.

    None where either is not known, or where they are the same but for rounding.
    """
    compared = whole_compared(baseline, population)
    if compared is None or not compared.is_apart:
        return None
    terms, published = baseline.terms, compared.published
    return _APART.format(
        year=terms.year_label(baseline.year),
        everybody=terms.everybody,
        residents=terms.population,
        mean=terms.amount(written(compared.weighted, "yuan", decimals=0)),
        published=terms.amount(written(published.value, "yuan", decimals=0)),
        source=published.source,
        side=_ABOVE if compared.gap > 0.0 else _BELOW,
        gap=terms.amount(written(abs(compared.gap), "yuan", decimals=0)),
        rate=written(abs(compared.relative_gap), "percent", decimals=1),
    )
