"""Say what growth would just meet a statement, in closed form."""

from dataclasses import dataclass

from ceheng_model.plan import Statement
from ceheng_model.quantities import Figures, Level, NeededGrowth
from ceheng_model.scenarios import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredGrowth:
    """Hold the growth of one group that would just meet a statement, all other paths as they are."""

    group: str
    component: str
    growth: float
    """Average annual growth that reaches the printed value, fraction."""
    growth_to_bound: float
    """The same for the lowest value that still rounds to the printed one."""
    present: float
    """Average annual growth as projected."""


def required_growth(statement: Statement, scenario: Scenario, figures: Figures) -> tuple[RequiredGrowth, ...]:
    """Return what would meet a statement that has a value: one entry a group that could do it alone."""
    quantity, wording = statement.quantity, statement.wording
    needed = (quantity.needed_growth(aim, scenario, figures) for aim in (wording.aim, wording.bound))
    return tuple(
        RequiredGrowth(
            group=to_value.group,
            component=to_value.component,
            growth=float(to_value.growth),
            growth_to_bound=float(to_bound.growth),
            present=_present(to_value, quantity.last_year, figures),
        )
        for to_value, to_bound in zip(*needed, strict=True)
    )


def _present(needed: NeededGrowth, last: int, figures: Figures) -> float:
    start, end = (figures.level(Level(needed.group, year, needed.component)) for year in (needed.after, last))
    return float(figures.growth(start, end, last - needed.after))
