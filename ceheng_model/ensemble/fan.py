"""Hold the numbers of a fan chart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.doors import door
from ceheng_model.ensemble.chances import Chance
from ceheng_model.ensemble.criteria import Criterion
from ceheng_model.errors import Fault, InputError, choice, raise_faults
from ceheng_model.names import choice_names, component_names, group_names
from ceheng_model.projection import Labelled, project
from ceheng_model.quantities import Income, Quantity, UrbanRuralRatio
from ceheng_model.scenarios import Scenario
from ceheng_model.tables import Column, Kind, Shown, Table, component_column, group_column
from ceheng_model.terms import Terms
from ceheng_model.values import Value
from ceheng_model.vocabulary import TOTAL, Template, Text, label_of

What = Literal["total", "ratio", "level"]
WHATS: tuple[What, ...] = ("total", "ratio", "level")
_INCOMES = {"total": Text("收入合计", "total income"), "level": Text("收入", "income")}
_UNIT = Template("（{unit}）", "{unit}")
_OF_A_FAN = Template("扇形图的 {name}", "{name} of a fan")
_COMPONENT_OF = Template("{what} 扇形图的构成", "the component of a fan of {what}")


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TargetLine(Value):
    """Hold one target to draw across a fan: the year it falls due, its printed value, how probable it is."""

    id: str
    label: Text
    year: int
    value: float
    probability: float


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Fan(Shown):
    """Hold a path with its quantiles by year, the base year first, and the targets on it."""

    title: Text
    kind: Kind
    groups: tuple[str, ...]
    """Keys of the groups whose income it shows: one, or the two that the ratio compares."""
    component: str
    """Key of the component, the total of all where it is that of a whole; of the ratio the total, too."""
    years: tuple[int, ...]
    path: Array
    """The scenario's own path, shape ``(year,)``."""
    quantile_probabilities: tuple[float, ...]
    quantiles: Array
    """Shape ``(quantile, year)``; in the base year all are the base."""
    targets: tuple[TargetLine, ...]
    terms: Terms
    """The words in which the plan counts."""
    condition: Text
    """What the probabilities of its targets are conditional on."""
    scenario: Scenario

    def frame_table(self) -> Table:
        """Return one row a year, with the group and component of the fan; that of the ratio has none."""
        table, keys = self.tables()[0], []
        if len(self.groups) == 1:
            keys = [(group_column(self.terms), self.groups[0]), (component_column(self.terms), self.component)]
        return table.led_by([col for col, _ in keys], [tuple(key for _, key in keys)] * len(table.rows))

    def tables(self) -> tuple[Table, ...]:
        """Return one row a year, and the targets."""
        columns = (
            Column(key="year", heading=Text("年份", "year"), kind="year"),
            Column(key="path", heading=Text("情景", "scenario"), kind=self.kind),
            *quantile_columns(self.quantile_probabilities, self.kind),
        )
        rows = tuple(
            (year, float(self.path[t]), *map(float, self.quantiles[:, t])) for t, year in enumerate(self.years)
        )
        fan = Table(name="fan", title=self.title, columns=columns, rows=rows)
        if not self.targets:
            return (fan,)
        lines = (
            Column(key="target", heading=Text("目标", "target")),
            Column(key="year", heading=Text("年份", "year"), kind="year"),
            Column(key="value", heading=Text("目标值", "value"), kind=self.kind),
            Column(key="probability", heading=Text("达到的概率", "probability"), kind="probability"),
        )
        cells = tuple((line.label, line.year, line.value, line.probability) for line in self.targets)
        return (
            fan,
            Table(name="targets", title=Text("目标", "Targets"), columns=lines, rows=cells, notes=(self.condition,)),
        )


def title_of(what: What, terms: Terms) -> Text:
    """Return what a reader calls a fan of many groups."""
    return terms.compared.label if what == "ratio" else terms.in_unit(_INCOMES[what])


def require_fan(what: What, group: str | None, component: str | None, scenario: Scenario) -> dict[str, str]:
    """Return the labels that single out what a fan shows; raise `InputError` for one missing or too many."""
    wanted = {"total": ("group",), "ratio": (), "level": ("group", "component")}.get(what)
    if wanted is None:
        raise InputError(choice(Text("哪个指标", "what"), what, choice_names(WHATS)))
    if what != "level" and component is not None:
        raise InputError(_only_levels(what, component))
    terms = scenario.terms
    labels = (("group", group, group_names(terms)), ("component", component, component_names(terms, total=False)))
    faults = []
    for name, label, options in labels:
        known = options if name in wanted else ()
        if label not in [one.key for one in known] and (name in wanted or label is not None):
            faults.append(choice(_OF_A_FAN.format(name=label_of(name)), label or "", known))
    raise_faults(faults)
    return {name: str(label) for name, label, _ in labels if name in wanted}


def fan_of(
    scenario: Scenario,
    what: What,
    labels: Mapping[str, str],
    *,
    quantiles: Labelled,
    criteria: Sequence[Criterion],
    chances: Sequence[Chance],
    condition: Text,
) -> Fan:
    """Return the fan of one total, component or ratio, the base year before the drawn ones.

    `chances` are those of the criteria, in their order.
    """
    projection = project(scenario)
    source = {"total": "totals", "ratio": "urban_rural_ratio", "level": "levels"}[what]
    path, drawn = getattr(projection, source).sel(**labels), quantiles.sel(**labels).values
    quantity: type[Quantity] = UrbanRuralRatio if what == "ratio" else Income
    shown = (quantity, labels.get("group", ""), labels.get("component", TOTAL))
    return Fan(
        title=_title(scenario, what, labels),
        kind=path.kind,
        groups=scenario.terms.compared.keys if quantity.compares_groups else (labels["group"],),
        component=labels.get("component", TOTAL),
        years=projection.years,
        path=path.values,
        quantile_probabilities=tuple(map(float, quantiles.coords["quantile"])),
        quantiles=np.concatenate([np.full((len(drawn), 1), path.values[0]), drawn], axis=-1),
        targets=tuple(
            _line(criterion, chance)
            for criterion, chance in zip(criteria, chances, strict=True)
            if (type(criterion.quantity), criterion.quantity.group, criterion.quantity.component) == shown
        ),
        terms=scenario.terms,
        condition=condition,
        scenario=scenario,
    )


def quantile_columns(probabilities: tuple[float, ...], kind: Kind) -> list[Column]:
    """Return one column a quantile: ``q0.05`` in frames, 5% for readers."""
    return [Column(key=f"q{part:g}", heading=_heading(part), kind=kind) for part in probabilities]


def _heading(probability: float) -> Text:
    return Text("中位数", "median") if probability == 0.5 else Text.same(f"{probability * 100:g}%")


def _title(scenario: Scenario, what: What, labels: Mapping[str, str]) -> Text:
    terms = scenario.terms
    unit = _UNIT.format(unit=terms.income_unit) if what == "level" else title_of(what, terms)
    return Text.join([*map(terms.label, labels.values()), unit], zh="")


def _line(criterion: Criterion, chance: Chance) -> TargetLine:
    return TargetLine(
        id=criterion.id,
        label=criterion.label,
        year=criterion.quantity.last_year,
        value=criterion.printed,
        probability=chance.probability,
    )


def _only_levels(what: str, component: str) -> Fault:
    return Fault(
        what=_COMPONENT_OF.format(what=what),
        rule=Text("不给出", "not be given"),
        got=component,
        way_out=Text(
            'fan("level", group=..., component=...)，模拟时用 components=True',
            'fan("level", group=..., component=...), after simulate(..., components=True)',
        ),
    )
