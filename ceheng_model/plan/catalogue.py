"""Hold the measures of a plan together, and choose among them by component, department, annex or group."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar

from ceheng_model.errors import Fault, InputError, choice, raise_faults
from ceheng_model.plan.measure_tables import department_table, duty_table, indicator_table, measure_table
from ceheng_model.plan.measures import MEASURE_COMPONENTS, Department, Duty, Indicator, Measure
from ceheng_model.tables import Shown, Table
from ceheng_model.vocabulary import Text

Chosen = int | str | Iterable[int | str] | None
"""One value, several of which any will do, or no condition at all."""


class _Named(Protocol):
    @property
    def id(self) -> str: ...


_T = TypeVar("_T", bound=_Named)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Measures(Shown):
    """Hold the measures of a plan with their figures and duties: all of them, or those chosen.

    >>> from ceheng_model.plan import load_plan
    >>> measures = load_plan().measures
    >>> len(measures.measures), len(measures.where(annex=3, component="wages").measures)
    (68, 5)
    >>> [one.id for one in measures.where(department="县医保局").measures]
    ['urban.18', 'urban.19']
    """

    measures: tuple[Measure, ...] = ()
    """In the order of the file."""
    indicators: tuple[Indicator, ...] = ()
    duties: tuple[Duty, ...] = ()
    departments: tuple[Department, ...] = ()
    groups: Mapping[str, Text] = field(default_factory=dict)
    """Labels of the groups that measures are meant for."""

    def measure(self, id: str) -> Measure:
        """Return a measure by its id; raise `InputError` listing the ids otherwise."""
        return _by_id(Text("措施", "the measure"), id, self.measures)

    def indicator(self, id: str) -> Indicator:
        """Return an indicator by its id; raise `InputError` listing the ids otherwise."""
        return _by_id(Text("指标", "the indicator"), id, self.indicators)

    def duty(self, id: str) -> Duty:
        """Return a duty by its id; raise `InputError` listing the ids otherwise."""
        return _by_id(Text("职责", "the duty"), id, self.duties)

    def indicators_of(self, id: str) -> tuple[Indicator, ...]:
        """Return the indicators of a measure or duty."""
        return tuple(one for one in self.indicators if one.of == id)

    def where(
        self, *, component: Chosen = None, department: Chosen = None, annex: Chosen = None, group: Chosen = None
    ) -> "Measures":
        """Return the measures that fit every condition given, with their indicators and duties.

        Components, groups and departments go by key or by Chinese name. Duties that belong to an annex but to
        no measure of it stay where the annex alone is asked for. Raises `InputError` with every unknown
        value, listing the known ones.
        """
        faults: list[Fault] = []
        components = _chosen(Text("收入构成", "the component"), component, self._components(), faults)
        departments = _chosen(Text("责任单位", "the department"), department, self._departments(), faults)
        annexes = _chosen(Text("附件", "the annex"), annex, self._annexes(), faults)
        groups = _chosen(Text("人群", "the group"), group, self._groups(), faults)
        raise_faults(faults)
        narrow = not (components is departments is groups is None)
        if annexes is None and not narrow:
            return self
        kept = tuple(
            one
            for one in self.measures
            if (components is None or one.component in components)
            and (departments is None or departments & set(one.departments))
            and (annexes is None or str(one.annex) in annexes)
            and (groups is None or one.group in groups)
        )
        return self._only(kept, frozenset() if narrow else annexes or frozenset())

    def tables(self) -> tuple[Table, ...]:
        """Return the measures, their indicators and the duties."""
        return (self.measure_table(), self.indicator_table(), self.duty_table())

    def measure_table(self) -> Table:
        """Return one row a measure."""
        return measure_table(
            self.measures, indicators=self.indicators, departments=self.departments, groups=self.groups
        )

    def indicator_table(self) -> Table:
        """Return one row a figure of a measure or duty."""
        return indicator_table(self.indicators, owners=(*self.measures, *self.duties))

    def duty_table(self) -> Table:
        """Return one row a recurring duty."""
        return duty_table(self.duties)

    def by_department(self) -> Table:
        """Return how many measures each department answers for, by component."""
        return department_table(self.measures, departments=self.departments)

    def _only(self, kept: tuple[Measure, ...], annexes: frozenset[str]) -> "Measures":
        ids = {one.id for one in kept}
        duties = tuple(one for one in self.duties if one.measure in ids or str(one.annex) in annexes)
        ids.update(one.id for one in duties)
        indicators = tuple(one for one in self.indicators if one.of in ids)
        return replace(self, measures=kept, indicators=indicators, duties=duties)

    def _components(self) -> dict[str, tuple[str, ...]]:
        occurring = dict.fromkeys(one.component for one in self.measures)
        return {key: (key, MEASURE_COMPONENTS[key].zh) for key in occurring}

    def _departments(self) -> dict[str, tuple[str, ...]]:
        return {one.key: one.names for one in self.departments}

    def _annexes(self) -> dict[str, tuple[str, ...]]:
        return {key: (key, f"附件{key}") for key in dict.fromkeys(str(one.annex) for one in self.measures)}

    def _groups(self) -> dict[str, tuple[str, ...]]:
        return {key: (key, self.groups[key].zh) for key in dict.fromkeys(one.group for one in self.measures)}


def _by_id(what: Text, id: str, among: tuple[_T, ...]) -> _T:
    for one in among:
        if one.id == id:
            return one
    raise InputError(choice(what, id, (one.id for one in among)))


def _chosen(
    what: Text, given: Chosen, names: Mapping[str, tuple[str, ...]], faults: list[Fault]
) -> frozenset[str] | None:
    if given is None:
        return None
    asked = [given] if isinstance(given, int | str) else list(given)
    keys = {name: key for key, own in names.items() for name in own}
    shown = [" ".join(dict.fromkeys(own[:2])) for own in names.values()]
    faults.extend(choice(what, one, shown) for one in asked if str(one) not in keys)
    return frozenset(keys.get(str(one), "") for one in asked)
