"""Fill a plan's growth table: the six shipped alternatives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from ceheng_model.arithmetic import Array, average_annual_growth, compound, totals
from ceheng_model.baselines import Baseline
from ceheng_model.doors import door
from ceheng_model.errors import Fault, InputError
from ceheng_model.names import key_of
from ceheng_model.plan import Plan
from ceheng_model.scenarios.closing import Paths, at_rates, close_to_total
from ceheng_model.scenarios.dossier import Dossier
from ceheng_model.scenarios.followed_growth import Followed, followed_growth
from ceheng_model.terms import Terms
from ceheng_model.values import Abridged, FrozenMapping
from ceheng_model.vocabulary import Group, Name, Template, Text, series_label

_LEVELS = Template(
    "{series}{component}{first_year}和{last_year}的水平",
    "levels of {series}, {component}, {first_year} and {last_year}",
)
WHICH_SCENARIO = Text("情景", "the scenario")
_AT_TREND = Text(
    "增速表未写明的构成亦取公布序列基年前的年均增速",
    "components that the growth table does not state grow at the published average as well",
)
_TREND = Template(
    "各项构成均取公布序列基年前的年均增速", "every component grows at the published average up to the base year"
)
_NO_TABLE = Template(
    "合计增速按{printed}的年均增速或目标收入，各项构成取同一增速",
    "totals follow the {printed} average growth or income, all components growing alike",
)


@door
@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative(Abridged):
    """Describe one shipped way to fill the growth table, in the words of a plan."""

    name: str
    title: Text
    description: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Hold one shipped way to fill the growth table, described for any plan."""

    name: str
    title: Template
    description: Template
    fill: Callable[[Dossier, Baseline], Paths]
    without_table: Template | None = None
    """Its description for a plan that prints no growth table, where that differs."""

    def titled(self, terms: Terms) -> Text:
        """Return what a reader of a plan calls it."""
        return _in_words(self.title, terms)

    def descriptions(self, terms: Terms) -> tuple[Text, ...]:
        """Return all the descriptions that it may have."""
        forms = (self.description,) if self.without_table is None else (self.description, self.without_table)
        return tuple(_in_words(form, terms) for form in forms)


def alternative(name: str, plan: Plan) -> Alternative:
    """Return a shipped alternative as it is described for a plan."""
    name = alternative_key(name, plan.terms)
    way = ALTERNATIVES[name]
    usual, *without_table = way.descriptions(plan.terms)
    described = without_table[0] if without_table and not plan.growth else usual
    return Alternative(name=name, title=way.titled(plan.terms), description=described)


def alternative_names(terms: Terms) -> tuple[Name, ...]:
    """Return what a reader of a plan calls the shipped alternatives."""
    return tuple(Name(name, way.titled(terms)) for name, way in ALTERNATIVES.items())


def alternative_key(name: str, terms: Terms) -> str:
    """Return the key of a shipped alternative by its key or its title; raise `InputError` for any other name.

    >>> from ceheng_model.plan import load_plan
    >>> alternative_key("按趋势", load_plan().terms)
    'trend'
    """
    return name if name in ALTERNATIVES else key_of(WHICH_SCENARIO, name, alternative_names(terms))


def _in_words(form: Template, terms: Terms) -> Text:
    words = {
        "ratio": Text(f"{terms.both.zh}收入比", "the ratio"),
        "printed": Text(f"{terms.kind.zh}列明", "printed"),
    }
    return terms.say(form, **{name: word for name, word in words.items() if name in form.fields})


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
    return replace(paths, closing=replace(paths.closing, followed=said, silent=silent), lacking=followed.lacking)


def _ratio(dossier: Dossier, baseline: Baseline) -> Paths:
    plan = dossier.plan
    target = plan.ratio_target()
    followed = followed_growth(dossier)
    total_growth = followed.totals
    above, below = (plan.group_keys.index(key) for key in plan.terms.compared.keys)
    years = plan.years.index(target.quantity.last_year) + 1
    path = totals(compound(baseline.levels, _closed(dossier, baseline, followed).growth))
    needed = path[..., above, years] / target.wording.aim
    total_growth = np.array(np.broadcast_to(total_growth, (*path.shape[:-2], *total_growth.shape)))
    by_year = average_annual_growth(path[..., below, 0], needed, years=years)
    total_growth[..., below, :years] = np.expand_dims(by_year, -1)
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
            [_rates_of(dossier, group, component, spans) for component in dossier.plan.terms.component_keys]
            for group in dossier.plan.groups
        ]
    )


def _rates_of(dossier: Dossier, group: Group, component: str, spans: list[tuple[int | None, int]]) -> list[float]:
    (series, key), terms, name = dossier.series_of(group), dossier.plan.terms, group.series or ""
    item = series.item(key, component, is_whole=terms.is_whole(component))
    rates = []
    for start, last_year in spans:
        first_year = series.first_year(key, item, default=last_year) if start is None else start
        rate = None
        if first_year < last_year:
            rate = series.average_growth(key, item, first_year=first_year, last_year=last_year)
        if rate is None:
            raise InputError(
                _no_level(name, component, terms.year_label(first_year), terms.year_label(last_year), terms)
            )
        rates.append(rate)
    return rates


def _no_level(series: str, component: str, first_year: Text, last_year: Text, terms: Terms) -> Fault:
    return Fault(
        what=_LEVELS.format(
            series=series_label(*series.split(".", 1)),
            component=terms.label(component),
            first_year=first_year,
            last_year=last_year,
        ),
        rule=Text("在公布的序列中", "be in the published series"),
        got="",
        way_out=Text("补充序列文件，或选用其他情景", "add them to the series file, or choose another scenario"),
    )


AS_PLANNED = "plan"
"""The alternative that is the plan itself, by its own numbers."""

_WAYS = {
    way.name: way
    for way in (
        Way(
            name="plan",
            title=Template("按{kind}", "the {kind}"),
            description=Template(
                "增速表的数值照用；{kind}只写“正增长”的构成取同一增速，使合计增速等于表中数值",
                "printed rates as they stand; components for which the {kind} says only “positive growth” share the "
                "rate that gives the printed total",
            ),
            fill=_plan,
            without_table=_NO_TABLE,
        ),
        Way(
            name="components",
            title=Template("按构成", "by component"),
            description=Template(
                "增速表的构成数值照用；{kind}只写“正增长”的构成取公布序列基年前的年均增速，合计为结果",
                "printed component rates; those of which the {kind} says only “positive growth” grow at the published "
                "average up to the base year",
            ),
            fill=_components,
            without_table=_TREND,
        ),
        Way(
            name="trend",
            title=Template("按趋势", "trend"),
            description=_TREND,
            fill=_trend,
        ),
        Way(
            name="national_outturn",
            title=Template("按全国实际", "national outturn"),
            description=Template(
                "各项构成取公布序列在{kind}期内各年的实际增速",
                "every component grows as the published series did in each year of the {kind}",
            ),
            fill=_national_outturn,
        ),
        Way(
            name="ratio",
            title=Template("按收入比", "ratio"),
            description=Template(
                "{below}合计增速取使{ratio}达到目标值的年均增速，其余同“按{kind}”",
                "{below} total growth is what brings {ratio} to its target; all else as in the {kind}",
            ),
            fill=_ratio,
        ),
        Way(
            name="floor",
            title=Template("按下限", "floor"),
            description=Template(
                "增速表每个数值取四舍五入后仍算达到的最低值",
                "every rate of the growth table at the lowest value that still rounds to what is printed",
            ),
            fill=_floor,
            without_table=Template(
                "列明的年均增速或目标收入取四舍五入后仍算达到的最低值，各项构成取同一增速",
                "printed average growth or incomes at the lowest value that still rounds to them, "
                "all components growing alike",
            ),
        ),
    )
}
ALTERNATIVES: Mapping[str, Way] = FrozenMapping(_WAYS)
