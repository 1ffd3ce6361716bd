"""Project a scenario: compound its growth, and write what comes out where that is asked for."""

from pathlib import Path

from ceheng_model import arithmetic
from ceheng_model.projection.level_table import write_levels
from ceheng_model.projection.projection import Projection
from ceheng_model.scenarios import Scenario


def project(scenario: Scenario, *, path: Path | str | None = None) -> Projection:
    r"""Return the incomes a scenario leads to: :math:`L_t = L_{t-1} (1 + g_t)` by group and component.

    Leading axes of the growth and of the baseline are broadcast; the horizon is the scenario's. With a
    `path` the incomes are also written there as Parquet, see `write_levels`; raises `OutputError` where that
    cannot be.

    >>> from ceheng_model.scenarios import scenario
    >>> projection = project(scenario("plan"))
    >>> projection.totals.sel(group="urban", year=2024).values.round(2)
    np.float64(48594.81)
    """
    values = arithmetic.compound(scenario.baseline.levels, scenario.growth, scenario.added)
    values.setflags(write=False)
    projection = Projection(scenario=scenario, values=values)
    if path is not None:
        write_levels(projection, path)
    return projection
