"""Hold the incomes that a scenario leads to, and label what follows from them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ceheng_model import arithmetic
from ceheng_model.arithmetic import Array
from ceheng_model.axes import AT_BASE_PRICES, Axis, named_as
from ceheng_model.doors import door
from ceheng_model.errors import Fault, InputError, not_given, options_listed
from ceheng_model.names import group_names
from ceheng_model.projection.labelled import Labelled
from ceheng_model.projection.words import provenance, totals_note
from ceheng_model.quantities import PRICE_GROWTH
from ceheng_model.quantities import population as without_population
from ceheng_model.scenarios import Scenario, one_path
from ceheng_model.tables import Column, Frame, Kind, Shown, Table, one_or_range
from ceheng_model.values import Value, read_only
from ceheng_model.vocabulary import GROUP_AXIS, NO_TEXT, Language, Missing, Template, Text, label_of

_REAL_TOTAL = Template("收入合计（{year}价，{unit}）", "total income ({year} prices, {unit})")
_INCOME, _TOTAL = Text("收入", "income"), Text("收入合计", "total income")
_INCREMENT, _TOTAL_INCREMENT = Text("增加额", "increment"), Text("合计增加额", "increment of the total")
_TOTALS = Template("收入合计（{full_unit}）", "Total income ({full_unit})")
_IN_THE_PLAN = Template("在{kind}中", "be in the {kind}")
_OF_GROUP = Template("{group}，{title}", "{group}, {title}")
_PLAN_HAS = Template("{kind}中的人群：{groups}", "the {kind} has: {groups}")
_ONE_REGION = Template("用 {call} 预测一个地区", "project one region with {call}")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class YearlyPath(Value):
    """Hold one quantity by year, with the name that a reader sees."""

    label: Text
    kind: Kind
    values: Array
    """Shape ``(..., year)``, the base year first, read-only."""


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Projection(Shown):
    """Hold the incomes that a scenario leads to.

    `values` has shape ``(..., group, component, year)``, nominal, in the plan's unit, the base
    year first, read-only. Everything else is computed from it when asked for; quantities of change
    begin with the year after the base year and are labelled by the year in which they end.
    """

    scenario: Scenario
    values: Array

    @property
    def years(self) -> tuple[int, ...]:
        """The base year and the years projected."""
        return (self.scenario.baseline.year, *self.scenario.years)

    @property
    def levels(self) -> Labelled:
        """Income by component, ``(..., group, component, year)``."""
        return self._labelled("level", self.scenario.terms.in_unit(_INCOME), "yuan", self.values, components=True)

    @property
    def totals(self) -> Labelled:
        """Total income, ``(..., group, year)``."""
        return self._labelled("total", self.scenario.terms.in_unit(_TOTAL), "yuan", self._totals())

    @property
    def growth(self) -> Labelled:
        """Growth by component, fraction, ``(..., group, component, year)``."""
        values = arithmetic.growth_rates(self.values)
        return self._labelled("growth", Text("增速", "growth"), "percent", values, components=True, changes=True)

    @property
    def total_growth(self) -> Labelled:
        """Growth of the total, fraction, ``(..., group, year)``."""
        values = arithmetic.growth_rates(self._totals())
        return self._labelled("total_growth", Text("合计增速", "growth of the total"), "percent", values, changes=True)

    @property
    def shares(self) -> Labelled:
        """Share of each component in its group's total, fraction, ``(..., group, component, year)``."""
        values = arithmetic.shares(self.values)
        return self._labelled("share", Text("占比", "share"), "percent", values, components=True)

    @property
    def increments(self) -> Labelled:
        """Change against the year before, ``(..., group, component, year)``."""
        values = arithmetic.increments(self.values)
        return self._labelled(
            "increment", self.scenario.terms.in_unit(_INCREMENT), "yuan", values, components=True, changes=True
        )

    @property
    def total_increments(self) -> Labelled:
        """Change of the total against the year before, ``(..., group, year)``."""
        values = arithmetic.increments(self._totals())
        title = self.scenario.terms.in_unit(_TOTAL_INCREMENT)
        return self._labelled("total_increment", title, "yuan", values, changes=True)

    @property
    def average_annual_growth(self) -> Labelled:
        """Average annual growth of the total over all years projected, fraction, ``(..., group)``."""
        totals = self._totals()
        values = arithmetic.average_annual_growth(totals[..., 0], totals[..., -1], years=len(self.years) - 1)
        title = Text("年均增速", "average annual growth")
        return self._labelled_over("average_annual_growth", title, "percent", values, self._axes(components=False)[:-1])

    @property
    def urban_rural_ratio(self) -> Labelled:
        """Total of one of the two groups that the plan compares over that of the other, ``(..., year)``."""
        above, below = map(self.group_index, self.scenario.terms.compared.keys)
        totals = self._totals()
        values = arithmetic.income_ratio(totals[..., above, :], totals[..., below, :])
        title = self.scenario.terms.compared.label
        return self._labelled_over("urban_rural_ratio", title, "ratio", values, self._axes_by_year())

    @property
    def real_totals(self) -> Labelled:
        """Totals at prices of the base year, ``(..., group, year)``; needs `with_prices`."""
        if self.scenario.price_growth is None:
            raise InputError(_not_given(PRICE_GROWTH, "with_prices"))
        values = arithmetic.real_levels(self._totals(), self.scenario.price_growth)
        base = self.years[0]
        return self._labelled(
            f"{AT_BASE_PRICES}{base}",
            self.scenario.terms.say(_REAL_TOTAL, year=self.scenario.terms.year_label(base)),
            "yuan",
            values,
        )

    @property
    def real_growth(self) -> Labelled:
        """Real growth of the totals, ``(1 + nominal) / (1 + price change) - 1``; needs `with_prices`."""
        values = arithmetic.growth_rates(self.real_totals.values)
        return self._labelled("real_growth", Text("实际增速", "real growth"), "percent", values, changes=True)

    @property
    def all_residents(self) -> Labelled:
        """Income of all residents, ``(..., year)``, weighted by population; needs `with_population`."""
        population = self.scenario.population
        if population is None:
            raise InputError(_not_given(without_population(self.scenario.terms), "with_population"))
        values = arithmetic.weighted_mean(self._totals(), population)
        title = self.scenario.terms.all_income
        return self._labelled_over("all_residents", title, "yuan", values, self._axes_by_year())

    @property
    def has_ratio(self) -> bool:
        """Whether the plan compares two groups."""
        return self.scenario.terms.has_ratio

    @property
    def leading_axes(self) -> tuple[Axis, ...]:
        """The axes before the groups: the scenario's alternatives, then its regions; none of one path."""
        return self.scenario.leading_axes

    def at(self, /, **labels: object) -> "Projection":
        """Return the projection of one alternative or region by its label, or of several.

        Several by a list, a slice or a mask. One label takes its axis away, the others keep it. A slice runs from label
        to label, both included. Raises `InputError` for an axis or a label that does not exist.

        >>> from ceheng_model.projection.engine import project
        >>> from ceheng_model.scenarios import scenario
        >>> many = project(scenario("plan").with_growth("urban", None, [0.08, 0.09, 0.10]))
        >>> round(float(many.at(alternative=2).totals.sel(group="urban", year=2024)), 2)
        48594.81
        """
        values = self.values
        axes = list(self.leading_axes)
        # read twice below
        labels = {
            name: list(wanted) if isinstance(wanted, Iterator) else wanted
            for name, wanted in named_as(self.leading_axes, labels).items()
        }
        scenario = self.scenario.at(**labels)
        for name, wanted in labels.items():
            at = [axis.name for axis in axes].index(name)
            places = axes[at].places(wanted)
            values = np.take(values, places, axis=at)
            axes[at : at + 1] = [] if isinstance(places, int) else [axes[at].taken(places)]
        return Projection(scenario=scenario, values=read_only(values))

    def group_index(self, key: str) -> int:
        """Return the position of a group on its axis; raise `InputError` when there is none."""
        if key not in self.scenario.group_keys:
            rule = self.scenario.terms.say(_IN_THE_PLAN)
            way_out = self.scenario.terms.say(_PLAN_HAS, groups=options_listed(group_names(self.scenario.terms)))
            raise InputError(Fault(what=Text("人群", "the group"), rule=rule, got=key, way_out=way_out))
        return self.scenario.group_keys.index(key)

    def require_single(self) -> None:
        """Raise `InputError` for a projection of many alternatives at once."""
        if self.values.ndim > -GROUP_AXIS:
            raise InputError(
                Fault(
                    what=Text("预测", "the projection"),
                    rule=Text("只含一条路径", "hold one path only"),
                    got=self.values.shape,
                    way_out=self._way_to_one(),
                )
            )

    @property
    def paths(self) -> tuple[YearlyPath, ...]:
        """Totals by group, of all residents and at base-year prices where these are known, then the ratio."""
        totals = self.totals.values
        paths = [(group.label, totals[..., g, :]) for g, group in enumerate(self.scenario.groups)]
        if self.scenario.population is not None:
            paths.append((self.all_residents.title, self.all_residents.values))
        if self.scenario.price_growth is not None:
            real = self.real_totals
            for g, group in enumerate(self.scenario.groups):
                paths.append((_OF_GROUP.format(group=group.label, title=real.title), real.values[..., g, :]))
        incomes = (YearlyPath(label=label, kind="yuan", values=values) for label, values in paths)
        return (*incomes, self._ratio_path()) if self.has_ratio else tuple(incomes)

    def tables(self) -> tuple[Table, ...]:
        """Return totals by year and group, then the ratio.

        Ranges where there are many alternatives or regions.
        """
        title = self.scenario.terms.say(_TOTALS)
        incomes = [path for path in self.paths if path.kind == "yuan"]
        income = self._by_year("totals", title, incomes, notes=self.provenance())
        return (income, self.ratio_table()) if self.has_ratio else (income,)

    def to_frame(self, *, language: Language | None = None, wide: bool = False) -> Frame:
        """Return incomes by component as a tidy frame: one row a region, group, component and year.

        >>> from ceheng_model.projection.engine import project
        >>> from ceheng_model.scenarios import scenario
        >>> project(scenario("plan")).to_frame().columns.tolist()
        ['scenario', 'group', 'component', 'year', 'level']
        """
        return self.levels.to_frame(language=language, wide=wide)

    def ratio_table(self) -> Table:
        """Return the ratio of the two groups by year."""
        return self._by_year("ratio", Text("收入比路径", "Path of the ratio"), [self._ratio_path()])

    def provenance(self) -> tuple[Text, ...]:
        """Return in words where the base-year figures come from, and what of them is assumed."""
        return provenance(self.scenario.baseline, own=self._own_region)

    @property
    def totals_note(self) -> Text:
        """Where the totals of the base year come from, in words."""
        return totals_note(self.scenario.baseline, own=self._own_region)

    @property
    def _own_region(self) -> str:
        return self.scenario.plan.region if self.scenario.plan else ""

    def _ratio_path(self) -> YearlyPath:
        ratio = self.urban_rural_ratio
        return YearlyPath(label=ratio.title, kind="ratio", values=ratio.values)

    def _by_year(self, name: str, title: Text, paths: Sequence[YearlyPath], *, notes: tuple[Text, ...] = ()) -> Table:
        kind = paths[0].kind
        columns = [Column(key="quantity", heading=Text("指标", "quantity"))]
        told, terms = self.scenario.years_told, self.scenario.terms
        columns += [
            Column(key=str(year), heading=terms.year_label(year), kind=kind, shown=year in told) for year in self.years
        ]
        rows = tuple(
            (path.label, *(one_or_range(path.values[..., t], kind) for t in range(len(self.years)))) for path in paths
        )
        return Table(name=name, title=title, columns=tuple(columns), rows=rows, notes=notes)

    def _totals(self) -> Array:
        return arithmetic.totals(self.values)

    def _axes(self, *, components: bool, changes: bool = False) -> tuple[Axis, ...]:
        groups = Axis("group", [group.named for group in self.scenario.groups])
        years = Axis("year", self.scenario.years if changes else self.years)
        parts = (Axis("component", self.scenario.terms.named_components),) if components else ()
        return (*self.leading_axes, groups, *parts, years)

    def _axes_by_year(self) -> tuple[Axis, ...]:
        return (*self.leading_axes, Axis("year", self.years))

    def _way_to_one(self) -> Text:
        regions, alternatives = self.scenario.baseline.regions, self.scenario.alternatives
        if regions and not alternatives:
            return _ONE_REGION.format(call=f'project(scenario.at_region("{regions[0]}"))')
        return one_path("projection", alternatives, regions)

    def _labelled(
        self, name: str, title: Text, kind: Kind, values: Array, *, components: bool = False, changes: bool = False
    ) -> Labelled:
        axes = self._axes(components=components, changes=changes)
        return self._labelled_over(name, title, kind, values, axes)

    def _labelled_over(self, name: str, title: Text, kind: Kind, values: Array, axes: tuple[Axis, ...]) -> Labelled:
        return Labelled(
            name=name,
            title=title,
            kind=kind,
            # made here, or the projection's own
            values=read_only(np.asarray(values, dtype=float)),
            axes=axes,
            remarks=self.remarks,
            # the scenario finds its title when it is asked; one of many alternatives would be kept alive for it
            of=(_of_many(self.scenario),) if self.scenario.alternatives else (self.scenario,),
        )


_MANY = Template(
    "{of}{base}年基数，{axes}；以各情形的增速假设成立为条件",
    "{of}base year {base}, {axes}; if growth is as each of them assumes",
)
_OF_PLAN = Template("{title}，", "{title}, ")
_ALONG = Template("{count}种{name}（{first}至{last}）", "{count} of {name} ({first} to {last})")


def _of_many(scenario: Scenario) -> Text:
    """Return what the paths of many alternatives are conditional on: the plan, its base year and the alternatives."""
    of = NO_TEXT if scenario.plan is None else _OF_PLAN.format(title=scenario.plan.title)
    axes = [
        _ALONG.format(name=label_of(axis.name), count=len(axis), first=axis.labels[0], last=axis.labels[-1])
        for axis in scenario.alternatives
    ]
    return _MANY.format(of=of, base=scenario.base_year, axes=Text.join(axes, zh="、", en=", "))


_METHOD = Template("用 scenario.{method}(...)", "use scenario.{method}(...)")


def _not_given(missing: Missing, method: str) -> Fault:
    return not_given(missing, _METHOD.format(method=method))
