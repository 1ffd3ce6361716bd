"""Hold growth assumptions on a baseline, and change them into other scenarios."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from ceheng_model.arithmetic import Array
from ceheng_model.baselines import Baseline
from ceheng_model.errors import Fault, InputError, choice
from ceheng_model.plan import Plan
from ceheng_model.scenarios.alternatives import ALTERNATIVES, Closing
from ceheng_model.scenarios.changes import GrowthChange, How, growth_change, parse_change
from ceheng_model.scenarios.circumstances import ByYear, population_by_year, rates_by_year
from ceheng_model.scenarios.dossier import Dossier, load_dossier
from ceheng_model.tables import Column, Shown, Table, column, one_or_range
from ceheng_model.vocabulary import COMPONENT_AXIS, COMPONENTS, GROUP_AXIS, Group, Text

NO_TEXT = Text("", "")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Scenario(Shown):
    """Hold growth by group, component and year on a baseline.

    `growth` has shape ``(..., group, component, year)``, fractions, read-only; leading axes are
    alternatives, draws or regions. A scenario made by `scenario` also knows its plan and its recipe:
    the shipped alternative it is `based_on` and the `changes` since.
    """

    name: str
    description: Text = NO_TEXT
    based_on: str | None = None
    dossier: Dossier | None = None
    baseline: Baseline
    years: tuple[int, ...]
    growth: Array
    closing: Closing | None = None
    changes: tuple[GrowthChange, ...] = ()
    price_growth: Array | None = None
    """Growth of consumer prices, shape ``(year,)``."""
    gdp_growth: Array | None = None
    """Growth of the region's gross domestic product, shape ``(year,)``."""
    population: Array | None = None
    """Residents, shape ``(group, year)`` with the base year first; 0 for groups inside another."""

    def __post_init__(self) -> None:
        """Make the arrays read-only; raise `InputError` for shapes and rates that cannot be."""
        growth = _frozen(self.growth)
        object.__setattr__(self, "growth", growth)
        shape = (len(self.baseline.groups), len(COMPONENTS), len(self.years))
        if growth.shape[GROUP_AXIS:] != shape:
            rule = Text(f"以 {shape} 结尾", f"end with {shape}")
            way_out = Text("轴序为（人群，构成，年份）", "the axes are (group, component, year)")
            raise InputError(
                Fault(what=Text("增速数组的形状", "the shape of growth"), rule=rule, got=growth.shape, way_out=way_out)
            )
        if not (growth > -1.0).all() or np.isinf(growth).any():
            raise InputError(self._bad_rate(growth))
        for name in ("price_growth", "gdp_growth", "population"):
            if (array := getattr(self, name)) is not None:
                object.__setattr__(self, name, _frozen(array))

    @property
    def groups(self) -> tuple[Group, ...]:
        """Groups, in axis order."""
        return self.baseline.groups

    @property
    def group_keys(self) -> tuple[str, ...]:
        """Keys of the groups, in axis order."""
        return tuple(group.key for group in self.baseline.groups)

    @property
    def plan(self) -> Plan | None:
        """The plan the scenario belongs to, if any."""
        return self.dossier.plan if self.dossier else None

    def with_growth(
        self,
        groups: str | Sequence[str] | None,
        components: str | Sequence[str] | None,
        value: ArrayLike,
        *,
        years: int | Sequence[int] | None = None,
        how: How = "set",
    ) -> "Scenario":
        """Return a copy with some growth cells set, raised by points or multiplied.

        None for groups, components or years means all. Cells that are not named keep their growth,
        so the total is what results. An array `value` becomes leading axes.

        >>> from ceheng_model.scenarios import scenario
        >>> slow = scenario("plan").with_growth("rural", "wages", 0.15, years=[2023, 2024])
        >>> slow.growth[1, 0].tolist()
        [0.2, 0.15, 0.15]
        """
        change = growth_change(groups, components, value, years=years, how=how)
        return self.with_change(change)

    def with_change(self, change: GrowthChange | str) -> "Scenario":
        """Return a copy with one change, given as an object or as ``rural.wages.2023=15%``."""
        if isinstance(change, str):
            change = parse_change(change, self.group_keys, self.years)
        growth = change.apply(self.growth, self.group_keys, self.years)
        return replace(self, growth=growth, changes=(*self.changes, change))

    def with_name(self, name: str, *, description: Text | str = "") -> "Scenario":
        """Return a copy under another name, with a description."""
        text = description if isinstance(description, Text) else Text(description, description)
        return replace(self, name=name, description=text)

    def with_shares(self, shares: Mapping[str, str]) -> "Scenario":
        """Return the scenario on other share cases: open cells closed anew, changes made again."""
        return self._rebuilt({**self.baseline.shares(), **shares}, self.years[-1])

    def with_horizon(self, last_year: int) -> "Scenario":
        """Return the scenario up to another year.

        Years after the plan keep the growth of the plan's last year, before changes are made again.
        """
        return self._rebuilt(self.baseline.shares(), last_year)

    def with_prices(self, growth: ByYear) -> "Scenario":
        """Return a copy with consumer price growth: one rate, a rate a year, or rates by year."""
        return replace(
            self, price_growth=rates_by_year(growth, self.years, Text("居民消费价格涨幅", "consumer price growth"))
        )

    def with_gdp(self, growth: ByYear) -> "Scenario":
        """Return a copy with growth of gross domestic product, given as for `with_prices`."""
        return replace(self, gdp_growth=rates_by_year(growth, self.years, Text("地区生产总值增速", "growth of GDP")))

    def with_population(self, population: Mapping[str, float | Mapping[int, float]]) -> "Scenario":
        """Return a copy with the residents of every group that is not part of another.

        Any unit will do, as long as it is the same for all groups. A mapping gives the base year and
        every year after it; a number stays for all years.
        """
        years = (self.baseline.year, *self.years)
        return replace(self, population=population_by_year(population, self.groups, years))

    def tables(self) -> tuple[Table, ...]:
        """Return growth by group and component, one column a year, and how open cells were filled."""
        rows = [
            (
                group.named,
                component,
                *(one_or_range(self.growth[..., g, c, t], "percent") for t in range(len(self.years))),
            )
            for g, group in enumerate(self.groups)
            for c, component in enumerate(COMPONENTS)
        ]
        years = (Column(key=str(year), heading=Text(f"{year}年", str(year)), kind="percent") for year in self.years)
        title = Text(f"增速假设：{self.name}", f"Growth assumptions: {self.name}")
        columns = (column("group"), column("component"), *years)
        return (Table(name="growth", title=title, columns=columns, rows=tuple(rows), notes=self.notes()),)

    def notes(self) -> tuple[Text, ...]:
        """Return in words what the scenario assumes and where its own table cannot hold."""
        notes = [self.description] if self.description.zh else []
        if self.changes:
            listed = "; ".join(str(change) for change in self.changes)
            notes.append(Text(f"改动：{listed}", f"changes: {listed}"))
        if self.closing is not None:
            for g, t in np.argwhere(self.closing.rates <= 0.0):
                group, year, rate = self.groups[g], self.years[t], self.closing.rates[g, t]
                notes.append(
                    Text(
                        f"{year}年{group.label.zh}：未定构成的增速须为{rate:.2%}，“正增长”与合计增速不能同时成立",
                        f"{group.label.en} {year}: the open components would have to grow by {rate:.2%}, "
                        "so positive growth and the printed total cannot both hold",
                    )
                )
        return tuple(notes)

    def require_dossier(self) -> Dossier:
        """Return the plan's dossier; raise `InputError` for a scenario made from bare arrays."""
        if self.dossier is None:
            raise InputError(
                Fault(
                    what=Text(f"情景 {self.name}", f"scenario {self.name}"),
                    rule=Text("来自方案", "come from a plan"),
                    got="growth array",
                    way_out=Text("用 scenario(名称) 建立", "make it with scenario(name)"),
                )
            )
        return self.dossier

    def require_single(self) -> None:
        """Raise `InputError` for a scenario of many alternatives or regions at once."""
        if self.growth.ndim > -GROUP_AXIS or self.baseline.levels.ndim > -COMPONENT_AXIS:
            raise InputError(
                Fault(
                    what=Text(f"情景 {self.name}", f"scenario {self.name}"),
                    rule=Text("只含一条路径", "hold one path only"),
                    got=self.growth.shape,
                    way_out=Text("先选定其中一条", "take one of its alternatives"),
                )
            )

    def _rebuilt(self, shares: Mapping[str, str], last_year: int) -> "Scenario":
        dossier = self.require_dossier()
        assert self.based_on is not None
        fresh = scenario(self.based_on, plan=dossier, shares=shares)
        if last_year != fresh.years[-1]:
            fresh = _extended(fresh, last_year)
        for change in self.changes:
            fresh = fresh.with_change(change)
        named = replace(fresh, name=self.name, description=self.description)
        count = len(named.years)
        for name, array in self._circumstances().items():
            # a population has the base year before the others
            wanted = count + 1 if name == "population" else count
            if array.shape[-1] < wanted:
                raise InputError(
                    Fault(
                        what=Text(f"{name} 到{last_year}年的数", f"{name} up to {last_year}"),
                        rule=Text("给出", "be given"),
                        got=self.years[-1],
                        way_out=Text("先定末年，再给出各年的数", "set the horizon first, then give every year"),
                    )
                )
            named = replace(named, **{name: array[..., :wanted]})  # type: ignore[arg-type]
        return named

    def _circumstances(self) -> dict[str, Array]:
        given = {
            "price_growth": self.price_growth,
            "gdp_growth": self.gdp_growth,
            "population": self.population,
        }
        return {name: array for name, array in given.items() if array is not None}

    def _bad_rate(self, growth: Array) -> Fault:
        bad = ~(growth > -1.0) | np.isinf(growth)
        *_, g, c, t = np.argwhere(bad)[0]
        cell = (self.group_keys[g], COMPONENTS[c], self.years[t])
        return Fault(
            what=Text(f"{cell[2]}年 {cell[0]} {cell[1]} 增速", f"growth for {cell[0]} {cell[1]} {cell[2]}"),
            rule=Text("大于 -1 且有限", "be above -1 and finite"),
            got=growth[tuple(np.argwhere(bad)[0])],
            way_out=Text("20% 写作 0.20", "write 20 % as 0.20"),
        )


def scenario(
    name: str = "plan", *, plan: Dossier | Path | str | None = None, shares: Mapping[str, str] | None = None
) -> Scenario:
    """Return a shipped alternative on a plan: the one that ships, or the one in a folder.

    Raises `InputError` for an unknown alternative, share case or group, and for bad files.

    >>> scenario("plan").growth.shape
    (3, 4, 3)
    """
    if name not in ALTERNATIVES:
        raise InputError(choice(Text("情景", "the scenario"), name, ALTERNATIVES))
    dossier = plan if isinstance(plan, Dossier) else load_dossier(plan)
    alternative, baseline = ALTERNATIVES[name], dossier.baseline(shares)
    paths = alternative.fill(dossier, baseline)
    return Scenario(
        name=name,
        description=alternative.description,
        based_on=name,
        dossier=dossier,
        baseline=baseline,
        years=dossier.plan.years,
        growth=paths.growth,
        closing=paths.closing,
    )


def _extended(fresh: Scenario, last_year: int) -> Scenario:
    first = fresh.years[0]
    if last_year < first:
        raise InputError(
            Fault(
                what=Text("末年", "the last year"),
                rule=Text(f"不早于 {first}", f"not be before {first}"),
                got=last_year,
                way_out=Text("给出方案期内或其后的年份", "give a year of the plan or after it"),
            )
        )
    years = tuple(range(first, last_year + 1))
    source = np.minimum(np.arange(len(years)), len(fresh.years) - 1)
    return replace(fresh, years=years, growth=fresh.growth[..., source])


def _frozen(array: ArrayLike) -> Array:
    copy = np.array(array, dtype=float)
    copy.setflags(write=False)
    return copy
