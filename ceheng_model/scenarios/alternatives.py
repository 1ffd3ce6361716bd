"""Fill a plan's growth table: the six shipped alternatives."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from ceheng_model.arithmetic import Array, average_annual_growth, compound, totals
from ceheng_model.baselines import Baseline
from ceheng_model.errors import Fault, InputError
from ceheng_model.plan import Plan
from ceheng_model.scenarios.closing import Paths, at_rates, close_to_total
from ceheng_model.scenarios.dossier import Dossier
from ceheng_model.scenarios.followed_growth import Followed, followed_growth
from ceheng_model.series import PublishedSeries
from ceheng_model.vocabulary import COMPONENTS, LABELS, Template, Text, series_label

_LEVELS = Template(
    "{series}{component}{first_year}年和{last_year}年的水平",
    "levels of {series}, {component}, {first_year} and {last_year}",
)
_AT_TREND = Text(
    "增速表未写明的构成亦取公布序列基年前的年均增速",
    "components that the growth table does not state grow at the published average as well",
)
_TREND = Text(
    "各项构成均取公布序列基年前的年均增速", "every component grows at the published average up to the base year"
)
_NO_TABLE = Text(
    "合计增速按方案印出的年均增速或目标收入，各项构成取同一增速",
    "totals follow the printed average growth or income, all components growing alike",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Describe one shipped way to fill the growth table."""

    name: str
    title: Text
    description: Text
    fill: Callable[[Dossier, Baseline], Paths]
    without_table: Text | None = None
    """Its description for a plan that prints no growth table, where that differs."""

    @property
    def descriptions(self) -> tuple[Text, ...]:
        """All the descriptions that it may have."""
        return (self.description,) if self.without_table is None else (self.description, self.without_table)


def alternative(name: str, plan: Plan) -> Alternative:
    """Return a shipped alternative as it is described for a plan."""
    shipped = ALTERNATIVES[name]
    if plan.growth or shipped.without_table is None:
        return shipped
    return replace(shipped, description=shipped.without_table)


def _plan(dossier: Dossier, baseline: Baseline) -> Paths:
    return _closed(dossier, baseline, followed_growth(dossier))


def _floor(dossier: Dossier, baseline: Baseline) -> Paths:
    return _closed(dossier, baseline, followed_growth(dossier, lowest=True), lowest=True)


def _closed(
    dossier: Dossier,
    baseline: Baseline,
    followed: Followed,
    *,
    lowest: bool = False,
    totals: Array | None = None,
    apart: str = "",
) -> Paths:
    """Return the table closed to the totals that are followed, or to others, of which one group stands apart."""
    plan = dossier.plan
    stated, is_open, printed = plan.stated_growth(lowest=lowest)
    paths = close_to_total(baseline.levels, stated, is_open, followed.totals if totals is None else totals)
    silent = plan.not_stated().any(axis=1) | np.isnan(printed)
    said = followed.sentence(without=(apart,))
    return replace(paths, closing=replace(paths.closing, followed=said, silent=silent))


def _ratio(dossier: Dossier, baseline: Baseline) -> Paths:
    plan = dossier.plan
    target = plan.ratio_target()
    followed = followed_growth(dossier)
    total_growth = followed.totals
    urban, rural = (plan.group_keys.index(key) for key in plan.terms.compared.keys)
    years = plan.years.index(target.quantity.last_year) + 1
    path = totals(compound(baseline.levels, _closed(dossier, baseline, followed).growth))
    needed = path[..., urban, years] / target.wording.aim
    total_growth = np.array(np.broadcast_to(total_growth, (*path.shape[:-2], *total_growth.shape)))
    by_year = average_annual_growth(path[..., rural, 0], needed, years=years)
    total_growth[..., rural, :years] = np.expand_dims(by_year, -1)
    apart = plan.terms.compared.below if years == len(plan.years) else ""
    return _closed(dossier, baseline, followed, totals=total_growth, apart=apart)


def _components(dossier: Dossier, _baseline: Baseline) -> Paths:
    plan = dossier.plan
    stated, is_open, _ = plan.stated_growth()
    paths = at_rates(np.where(is_open, _trend_rates(dossier), stated), is_open)
    if not plan.growth or not plan.not_stated().any():
        return paths
    return replace(paths, closing=replace(paths.closing, followed=_AT_TREND))


def _trend(dossier: Dossier, _baseline: Baseline) -> Paths:
    growth = _trend_rates(dossier)
    return at_rates(growth, np.ones(growth.shape, dtype=bool))


def _national_outturn(dossier: Dossier, _baseline: Baseline) -> Paths:
    plan = dossier.plan
    growth = _rates(dossier, [(year - 1, year) for year in plan.years])
    return at_rates(growth, np.ones(growth.shape, dtype=bool))


def _trend_rates(dossier: Dossier) -> Array:
    return _rates(dossier, [(None, dossier.plan.base_year)] * len(dossier.plan.years))


def _rates(dossier: Dossier, spans: list[tuple[int | None, int]]) -> Array:
    """Return average growth of the published series over each span; one without a first year begins with the series."""
    return np.array(
        [
            [_rates_of(*dossier.series_of(group), group.series or "", component, spans) for component in COMPONENTS]
            for group in dossier.plan.groups
        ]
    )


def _rates_of(
    series: PublishedSeries, key: str, name: str, component: str, spans: list[tuple[int | None, int]]
) -> list[float]:
    rates = []
    for start, last_year in spans:
        first_year = series.first_year(key, component, default=last_year) if start is None else start
        rate = None
        if first_year < last_year:
            rate = series.average_growth(key, component, first_year=first_year, last_year=last_year)
        if rate is None:
            raise InputError(_no_level(name, component, first_year, last_year))
        rates.append(rate)
    return rates


def _no_level(series: str, component: str, first_year: int, last_year: int) -> Fault:
    return Fault(
        what=_LEVELS.format(
            series=series_label(*series.split(".", 1)),
            component=LABELS[component],
            first_year=first_year,
            last_year=last_year,
        ),
        rule=Text("在公布的序列中", "be in the published series"),
        got="",
        way_out=Text("补充序列文件，或选用其他情景", "add them to the series file, or choose another scenario"),
    )


AS_PLANNED = "plan"
"""The alternative that is the plan itself, by its own numbers."""

ALTERNATIVES: dict[str, Alternative] = {
    alternative.name: alternative
    for alternative in (
        Alternative(
            name="plan",
            title=Text("按方案", "the plan"),
            description=Text(
                "增速表的数值照用；只写“正增长”的构成取同一增速，使合计增速等于表中数值",
                "printed rates as they stand; components with only a sign share the rate that gives the printed total",
            ),
            fill=_plan,
            without_table=_NO_TABLE,
        ),
        Alternative(
            name="components",
            title=Text("按构成", "by component"),
            description=Text(
                "增速表的构成数值照用；只写“正增长”的构成取公布序列基年前的年均增速，合计为结果",
                "printed component rates; those with only a sign grow at the published average up to the base year",
            ),
            fill=_components,
            without_table=_TREND,
        ),
        Alternative(
            name="trend",
            title=Text("按趋势", "trend"),
            description=_TREND,
            fill=_trend,
        ),
        Alternative(
            name="national_outturn",
            title=Text("按全国实际", "national outturn"),
            description=Text(
                "各项构成取公布序列在方案期内各年的实际增速",
                "every component grows as the published series did in each year of the plan",
            ),
            fill=_national_outturn,
        ),
        Alternative(
            name="ratio",
            title=Text("按收入比", "ratio"),
            description=Text(
                "农村合计增速取使城乡收入比达到目标值的年均增速，其余同“按方案”",
                "rural total growth is what brings the ratio to its target; all else as in the plan",
            ),
            fill=_ratio,
        ),
        Alternative(
            name="floor",
            title=Text("按下限", "floor"),
            description=Text(
                "增速表每个数值取四舍五入后仍算达到的最低值",
                "every rate of the growth table at the lowest value that still rounds to what is printed",
            ),
            fill=_floor,
            without_table=Text(
                "印出的年均增速或目标收入取四舍五入后仍算达到的最低值，各项构成取同一增速",
                "printed average growth or incomes at the lowest value that still rounds to them, "
                "all components growing alike",
            ),
        ),
    )
}
