"""Hold the plans of many counties, the plan above them, and what could not be read."""

from collections.abc import Iterator
from dataclasses import dataclass

from ceheng_model.doors import door
from ceheng_model.errors import Fault, InputError, Remark, choice
from ceheng_model.names import find_key
from ceheng_model.plan_sets import words
from ceheng_model.plan_sets.county_plan import CountyPlan
from ceheng_model.tables import Cell, Column, Shown, Table
from ceheng_model.values import Value
from ceheng_model.vocabulary import Group, Keyed, Name, Text


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Refusal(Value):
    """Hold what is wrong with one county's input, and what of it is therefore not used."""

    county: Text
    costs: Text
    """What is left out because of it."""
    faults: tuple[Fault, ...]


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class PlanSet(Shown):
    """Hold the plans of many counties, in the order in which they were read, and the plan above them.

    >>> from ceheng_model.plan_sets import load_plans
    >>> from ceheng_model.files import shipped
    >>> plans = load_plans(shipped("plans"))
    >>> [county.key for county in plans.counties]
    ['ceheng', 'yunnan', 'zhejiang']
    """

    counties: tuple[CountyPlan, ...]
    above: CountyPlan | None = None
    refused: tuple[Refusal, ...] = ()
    """What could not be read or used: each costs itself alone."""
    noted: tuple[Remark, ...] = ()
    """What was said of tables when they were read, and of what does not fit together."""

    def __getitem__(self, county: str) -> CountyPlan:
        """Return the plan of one county by its key or name; raise `InputError` where there is none."""
        exact = next((one for one in self.counties if one.key == county), None)
        if exact is not None:
            return exact
        faults: list[Fault] = []
        names = [Name(one.key, one.label) for one in self.counties]
        found = find_key(Text("县", "the county"), county, names, faults)
        if faults:
            raise InputError(faults)
        return next(one for one in self.counties if one.key == found)

    def _ipython_key_completions_(self) -> list[str]:
        return [one.key for one in self.counties]

    def __len__(self) -> int:
        """Return the number of counties whose plans were read."""
        return len(self.counties)

    def __iter__(self) -> Iterator[CountyPlan]:
        """Yield the counties."""
        return iter(self.counties)

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups of the plan above, or those that any county has, each once."""
        plans = [self.above] if self.above is not None else self.counties
        found: dict[str, Group] = {}
        for one in plans:
            for group in one.plan.groups:
                found.setdefault(group.key, group)
        return tuple(found.values())

    def group(self, key: str) -> Group:
        """Return a group by its key; raise `InputError` for one that is not there."""
        for group in self.groups:
            if group.key == key:
                return group
        raise InputError(choice(Text("人群", "the group"), key, [group.key for group in self.groups]))

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What is to be said of the input: how many plans were not read first."""
        if not self.refused:
            return self.noted
        first = self.refused[0]
        told = words.SOME_REFUSED.format(
            all=len(self.counties) + sum(one.costs == words.WHOLE_PLAN for one in self.refused),
            count=len(self.refused),
            first=first.faults[0].reason,
        )
        return (Remark(text=told), *self.noted)

    def tables(self) -> tuple[Table, ...]:
        """Return one row a county, and what was not read."""
        return (self._county_table(), *self.refused_table())

    def refused_table(self) -> tuple[Table, ...]:
        """Return one row for every message on what was not read or used; no table where there is none."""
        rows = [
            (one.county, one.costs, fault.place or Text("", ""), fault.breach, fault.way_out)
            for one in self.refused
            for fault in one.faults
        ]
        if not rows:
            return ()
        columns = (
            Column(key="region", heading=words.COUNTY),
            Column(key="costs", heading=words.LEFT_OUT),
            Column(key="place", heading=words.PLACE),
            Column(key="fault", heading=words.MESSAGE),
            Column(key="way_out", heading=Text("怎么改", "way out")),
        )
        title = words.REFUSED_TITLE.format(count=len(rows))
        return (Table(name="refused", title=title, columns=columns, rows=tuple(rows), drops=("place", "costs")),)

    def _county_table(self) -> Table:
        groups = self.groups
        columns = [
            Column(key="region", heading=words.COUNTY),
            Column(key="base_year", heading=Text("基年", "base year"), kind="year"),
            Column(key="last_year", heading=Text("末年", "last year"), kind="year"),
            Column(key="statements", heading=Text("条目", "statements"), kind="year"),
        ]
        for group in groups:
            heading = Text(f"{group.of_income.zh}基数（元）", f"base, {group.of_income.en} (yuan)")
            columns.append(Column(key=f"{group.key}_base", heading=heading, kind="yuan"))
        for group in groups:
            heading = Text(f"{group.of_income.zh}人口", f"people, {group.of_income.en}")
            columns.append(Column(key=f"{group.key}_residents", heading=heading, kind="count"))
        columns.append(Column(key="place", heading=words.PLACE, shown=False))
        rows = tuple(_row(county, groups) for county in self.counties)
        above = self.above
        notes = () if above is None else (words.ABOVE_IS.format(label=above.label, title=above.plan.title),)
        return Table(
            name="counties",
            title=words.SET_TITLE.format(count=len(rows)),
            columns=tuple(columns),
            rows=rows,
            notes=notes,
            drops=tuple(f"{group.key}_residents" for group in groups),
        )


def _row(county: CountyPlan, groups: tuple[Group, ...]) -> tuple[Cell, ...]:
    plan = county.plan
    return (
        Keyed(county.key, county.label),
        plan.base_year,
        plan.years[-1],
        len(plan.statements),
        *(county.base(group.key) for group in groups),
        *(county.residents(group.key, plan.base_year) for group in groups),
        county.place,
    )
