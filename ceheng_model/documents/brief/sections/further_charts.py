"""Show in the annex the charts of the set that no section has a place for."""

from collections.abc import Iterator
from dataclasses import replace

from ceheng_model.documents.brief.analysis import Analysis
from ceheng_model.documents.paper.content import Picture
from ceheng_model.ensemble import Ensemble

PLACED = frozenset(
    {
        "income_paths",
        "components_by_year",
        "component_shares",
        "contribution_waterfall",
        "scorecard",
        "contradiction",
        "scenario_multiples",
        "ratio_path",
        "fan",
        "tornado",
        "variance_shares",
        "what_if_map",
    }
)
"""Charts that sections place themselves, beside the text that they belong to."""


def further_charts(analysis: Analysis) -> Iterator[Picture]:
    """Yield the pictures of every other chart, as far as there is what they take."""
    from ceheng_model import charts

    ensemble = analysis.ensemble
    beside = tuple(other.checked.projection.scenario for other in analysis.alternatives if other.checked is not None)
    material = charts.Material(scenario=analysis.scenario, beside=beside)
    if isinstance(ensemble, Ensemble):
        uncertainty, draws, seed = ensemble.uncertainty, ensemble.draw_count, ensemble.seed
        material = replace(material, estimate=lambda _: uncertainty, draws=draws, seed=seed)
    for name, chart in charts.CHARTS.items():
        if name not in PLACED:
            for picture in chart.pictures(material):
                if material.has(picture.needs):
                    yield Picture(caption=chart.caption(picture, analysis.terms), draw=picture.draw)
