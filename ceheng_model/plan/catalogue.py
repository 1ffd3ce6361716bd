"""Hold the measures of a plan together, and choose among them by component, department, annex or group."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar

from ceheng_model.doors import door
from ceheng_model.errors import Fault, InputError, choice, raise_faults
from ceheng_model.names import find_key
from ceheng_model.plan.circulation import AnsweringDepartment, answering_departments, body_table, circulation_table
from ceheng_model.plan.counts import Count
from ceheng_model.plan.deliverables import Deliverable, deliverable_table
from ceheng_model.plan.measure_tables import department_table, duty_table, indicator_table, measure_table
from ceheng_model.plan.measures import Department, Duty, Indicator, Measure
from ceheng_model.plan.organisation import Body
from ceheng_model.tables import Shown, Table
from ceheng_model.vocabulary import Name, Template, Text

Chosen = int | str | Iterable[int | str] | None
"""One value, several of which any will do, or no condition at all."""


class _Named(Protocol):
    @property
    def id(self) -> str: ...


_ANNEX = Template("附件{number}", "annex {number}")
_T = TypeVar("_T", bound=_Named)


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Measures(Shown):
    """Hold the measures of a plan with their figures and duties: all of them, or those chosen.

    >>> from ceheng_model.plan import load_plan
    >>> measures = load_plan().measures
    >>> len(measures.measures), len(measures.where(annexes=3, components="wages").measures)
    (68, 5)
    >>> [measure.id for measure in measures.where(departments="县医保局").measures]
    ['urban.18', 'urban.19']
    """

    measures: tuple[Measure, ...] = ()
    """In the order of the file."""
    indicators: tuple[Indicator, ...] = ()
    duties: tuple[Duty, ...] = ()
    totals: tuple[Count, ...] = ()
    """Totals over several measures, of which indicators may be."""
    departments: tuple[Department, ...] = ()
    bodies: tuple[Body, ...] = ()
    """The leading group, task forces and offices that carry the plan out; those above come first."""
    deliverables: tuple[Deliverable, ...] = ()
    """Documents and systems that the plan says will be made."""
    groups: Mapping[str, Text] = field(default_factory=dict)
    """Labels of the groups that measures are meant for."""
    components: Mapping[str, Text] = field(default_factory=dict)
    """Labels of what they are for: components, and what else there is."""

    def measure(self, id: str) -> Measure:
        """Return a measure by its id; raise `InputError` listing the ids otherwise."""
        return _by_id(Text("措施", "the measure"), id, self.measures)

    def indicator(self, id: str) -> Indicator:
        """Return an indicator by its id; raise `InputError` listing the ids otherwise."""
        return _by_id(Text("指标", "the indicator"), id, self.indicators)

    def duty(self, id: str) -> Duty:
        """Return a duty by its id; raise `InputError` listing the ids otherwise."""
        return _by_id(Text("职责", "the duty"), id, self.duties)

    def body(self, id: str) -> Body:
        """Return a body by its id; raise `InputError` listing the ids otherwise."""
        return _by_id(Text("机构", "the body"), id, self.bodies)

    def deliverable(self, id: str) -> Deliverable:
        """Return a deliverable by its id; raise `InputError` listing the ids otherwise."""
        return _by_id(Text("销号事项", "the deliverable"), id, self.deliverables)

    def indicators_of(self, id: str) -> tuple[Indicator, ...]:
        """Return the indicators of a measure, of a duty or of a total over several measures."""
        return tuple(indicator for indicator in self.indicators if indicator.of == id)

    def where(
        self, *, components: Chosen = None, departments: Chosen = None, annexes: Chosen = None, groups: Chosen = None
    ) -> "Measures":
        """Return the measures that fit every condition given, with their indicators and duties.

        Everything goes by key or by name, in either language, departments by a part of theirs, too. Duties, totals
        and deliverables that belong to an annex but to no measure of it stay where the annex alone is asked for,
        deliverables also where a department that answers for them is. Raises `InputError` with every unknown
        value, listing the known ones.
        """
        faults: list[Fault] = []
        of_components = _chosen(Text("收入构成", "the component"), components, self._components(), faults)
        of_departments = _chosen(Text("责任单位", "the department"), departments, self._departments(), faults)
        of_annexes = _chosen(Text("附件", "the annex"), annexes, self._annexes(), faults)
        of_groups = _chosen(Text("人群", "the group"), groups, self._groups(), faults)
        raise_faults(faults)
        narrow = not (of_components is of_departments is of_groups is None)
        if of_annexes is None and not narrow:
            return self
        kept = tuple(
            measure
            for measure in self.measures
            if _fits(of_components, measure.component)
            and _fits(of_departments, *measure.departments)
            and _fits(of_annexes, str(measure.annex))
            and _fits(of_groups, measure.group)
        )
        annexes_whole = frozenset() if narrow else of_annexes or frozenset()
        departments = of_departments if of_components is of_groups is of_annexes is None else None
        return self._only(kept, annexes_whole, departments or frozenset())

    def tables(self) -> tuple[Table, ...]:
        """Return the measures, their indicators and the duties."""
        return (self.measure_table(), self.indicator_table(), self.duty_table())

    def measure_table(self) -> Table:
        """Return one row a measure."""
        return measure_table(
            self.measures,
            indicators=self.indicators,
            departments=self.departments,
            groups=self.groups,
            components=self.components,
        )

    def indicator_table(self) -> Table:
        """Return one row a figure of a measure or duty."""
        return indicator_table(self.indicators, owners=(*self.measures, *self.duties, *self.totals))

    def duty_table(self) -> Table:
        """Return one row a recurring duty."""
        return duty_table(self.duties)

    def by_department(self) -> Table:
        """Return how many measures each department answers for, by component."""
        return department_table(self.measures, departments=self.departments, components=self.components)

    def body_table(self) -> Table:
        """Return one row a body: what it is, where its office sits, which departments are its members."""
        return body_table(self.bodies, self.departments)

    def answering_departments(self) -> tuple[AnsweringDepartment, ...]:
        """Return the departments that answer for measures, by the body that carries them out."""
        return answering_departments(self.measures, bodies=self.bodies, departments=self.departments)

    def circulation(self) -> Table:
        """Return one row a department and body: how many measures it answers for, and how.

        Named first, alone, and whether it sits in the body.
        """
        return circulation_table(self.answering_departments())

    def deliverable_table(self) -> Table:
        """Return one row a document or system that will be made."""
        return deliverable_table(
            self.deliverables, {department.key: department.label for department in self.departments}
        )

    def _only(self, kept: tuple[Measure, ...], annexes: frozenset[str], departments: frozenset[str]) -> "Measures":
        ids = {measure.id for measure in kept}
        duties = tuple(duty for duty in self.duties if duty.measure in ids or str(duty.annex) in annexes)
        totals = tuple(total for total in self.totals if str(total.annex) in annexes)
        owners = ids | {duty.id for duty in duties} | {total.id for total in totals}
        indicators = tuple(indicator for indicator in self.indicators if indicator.of in owners)
        deliverables = tuple(
            one
            for one in self.deliverables
            if one.measure in ids
            or str(one.annex) in annexes
            or (not one.measure and not departments.isdisjoint(one.departments))
        )
        return replace(
            self, measures=kept, indicators=indicators, duties=duties, totals=totals, deliverables=deliverables
        )

    def _components(self) -> list[Name]:
        occurring = dict.fromkeys(measure.component for measure in self.measures)
        return [Name(key, self.components[key]) for key in occurring]

    def _departments(self) -> list[Name]:
        return [Name(department.key, department.label, department.names) for department in self.departments]

    def _annexes(self) -> list[Name]:
        occurring = dict.fromkeys(str(measure.annex) for measure in self.measures)
        return [Name(key, _ANNEX.format(number=key)) for key in occurring]

    def _groups(self) -> list[Name]:
        occurring = dict.fromkeys(measure.group for measure in self.measures)
        return [Name(key, self.groups[key]) for key in occurring]


def _by_id(what: Text, id: str, among: tuple[_T, ...]) -> _T:
    by_id = {named.id: named for named in among}
    if id not in by_id:
        raise InputError(choice(what, id, by_id))
    return by_id[id]


def _fits(chosen: frozenset[str] | None, *keys: str) -> bool:
    """Return whether any of the keys is chosen, or nothing was asked for."""
    return chosen is None or not chosen.isdisjoint(keys)


def _chosen(what: Text, given: Chosen, names: Sequence[Name], faults: list[Fault]) -> frozenset[str] | None:
    if given is None:
        return None
    asked = [given] if isinstance(given, int | str) else list(given)
    return frozenset(find_key(what, name, names, faults) or "" for name in asked)
