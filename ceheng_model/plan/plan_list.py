"""List plans: what each is called, where and when it holds, what it states of whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from ceheng_model.plan.plan import Plan
from ceheng_model.plan.plan_folder import load_plan, shipped_plans
from ceheng_model.tables import Cell, Column, Shown, Table
from ceheng_model.vocabulary import Text


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class PlanList(Shown):
    """Hold plans beside one another, in the order in which they are listed.

    >>> [plan.id for plan in plan_list().plans]
    ['ceheng-2022-2024', 'yunnan-rural-2022-2024', 'zhejiang-2027']
    """

    plans: tuple[Plan, ...]

    def tables(self) -> tuple[Table, ...]:
        """Return one row a plan."""
        return (
            Table(
                name="plans",
                title=Text("方案", "Plans"),
                columns=_COLUMNS,
                drops=("groups", "statements"),
                rows=tuple(map(_row, self.plans)),
            ),
        )

    def frame_table(self) -> Table:
        """Return one row a plan, its first and its last year as numbers."""
        ends = (
            Column(key="first_year", heading=Text("起始年", "first year"), kind="year"),
            Column(key="last_year", heading=Text("末年", "last year"), kind="year"),
        )
        (table,) = self.tables()
        return table.led_by(ends, [(plan.years[0], plan.years[-1]) for plan in self.plans])


def plan_list(plans: Sequence[Plan] | None = None) -> PlanList:
    """Return plans as a list: those that ship where none are given.

    >>> plan_list().tables()[0].rows[1][2].en
    'Yunnan Province'
    """
    return PlanList(plans=tuple(map(load_plan, shipped_plans())) if plans is None else tuple(plans))


_COLUMNS = (
    Column(key="id", heading=Text("编号", "id")),
    Column(key="title", heading=Text("名称", "title")),
    Column(key="region", heading=Text("地区", "region"), holds="text"),
    Column(key="years", heading=Text("期间", "years")),
    Column(key="statements", heading=Text("条目", "statements"), kind="year"),
    Column(key="groups", heading=Text("人群", "groups")),
)


def _row(plan: Plan) -> tuple[Cell, ...]:
    terms = plan.terms
    place = terms.region or Text.same(plan.region)
    years = terms.span_label(plan.years[0], plan.years[-1])
    groups = Text.join(group.label for group in plan.groups)
    return (plan.id, plan.title, place, years, len(plan.statements), groups)
