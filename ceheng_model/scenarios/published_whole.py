"""Say how far the groups, weighted by residents, lie from the published income of all residents in the base year."""

import numpy as np

from ceheng_model.arithmetic import Array, weighted_mean
from ceheng_model.baselines import Baseline
from ceheng_model.tables import written
from ceheng_model.vocabulary import LABELS, Template, Text

ROUNDING = 0.5
"""Yuan within which a weighted mean is the published figure: it was rounded to the yuan."""

_ABOVE = Text("多", "above")
_BELOW = Text("少", "below")
_APART = Template(
    "{year}{everybody}收入：各人群按{residents}加权为{mean}，比公布的{published}（{status}，{source}）{side}{gap}（{rate}）。"
    "公布数由调查得出，不是加权所得；测算和判定按加权的数，未作调整",
    "income of {everybody} in {year}: the groups weighted by {residents} give {mean}, which is {gap} ({rate}) "
    "{side} the published {published} ({status}, {source}). That figure is surveyed and no weighted mean; "
    "results and verdicts rest on the weighted one as it is",
)


def apart_from_published(baseline: Baseline, population: Array | None) -> Text | None:
    """Return in words how far the weighted mean of the base year lies from the published income of all residents.

    None where either is not known, or where they are the same but for rounding. `population` has the shape
    ``(group, year)`` and begins in the base year.
    """
    published, levels = baseline.whole, baseline.levels
    if published is None or population is None or levels.ndim > 2 or population.ndim > 2:
        return None
    mean = float(weighted_mean(levels.sum(axis=-1)[:, np.newaxis], population[:, :1])[0])
    gap = mean - published.value
    # residents of the base year may not be known: NaN is no difference
    if not abs(gap) > ROUNDING:
        return None
    terms = baseline.terms
    return _APART.format(
        year=terms.year_label(baseline.year),
        everybody=terms.everybody,
        residents=terms.population,
        mean=terms.amount(written(mean, "yuan", decimals=0)),
        published=terms.amount(written(published.value, "yuan", decimals=0)),
        status=LABELS[published.status],
        source=published.source,
        side=_ABOVE if gap > 0.0 else _BELOW,
        gap=terms.amount(written(abs(gap), "yuan", decimals=0)),
        rate=written(abs(gap) / published.value, "percent", decimals=1),
    )
