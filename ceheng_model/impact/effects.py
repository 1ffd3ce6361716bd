"""Weigh measures one by one: what each does alone, and what it takes of public money."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

from ceheng_model.checks import check
from ceheng_model.doors import door
from ceheng_model.errors import InputError, not_given
from ceheng_model.impact.words import HOW_WEIGHED
from ceheng_model.levers import Lever
from ceheng_model.plan import Plan, force_cell, force_column
from ceheng_model.projection import Projection, project
from ceheng_model.scenarios import Scenario
from ceheng_model.tables import Cell, Column, Shown, Table, component_column, group_column
from ceheng_model.terms import Terms
from ceheng_model.values import Value
from ceheng_model.vocabulary import Keyed, Missing, Need, Template, Text, Verdict

_GAIN, _MONEY = Text("增收", "income"), Text("财政资金", "public money")
_PER_UNIT = Template("每增收{one}", "per {one}")


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LeverEffect(Value):
    """Hold what one measure does in the last year, all else as in the scenario."""

    lever: Lever
    income: float
    """What its component and its group's total gain a person."""
    ratio: float
    """Change of the ratio of two groups; NaN where the plan has none."""
    public_money: float
    """Public money a year."""
    changed: tuple[tuple[str, Verdict, Verdict], ...]
    """Statements whose verdict changes: id, before, after."""

    @property
    def money_per_yuan(self) -> float:
        """Public money for a yuan of residents' income; NaN where no income is gained."""
        gained = self.lever.income
        return self.public_money / gained if gained and self.income else nan

    @property
    def money_per_ratio_point(self) -> float:
        """Public money a year for 0.01 of the ratio on the better side; NaN where the ratio does not fall."""
        return self.public_money / (-self.ratio / 0.01) if self.ratio < 0.0 else nan


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class LeverEffects(Shown):
    """Hold what measures do one by one, and all together."""

    scenario: Scenario
    effects: tuple[LeverEffect, ...]
    """In the order of public money for a yuan of income, then for a point of the ratio."""
    before: Projection
    together: Projection

    def tables(self) -> tuple[Table, ...]:
        """Return one row a measure, all together last, and the statements whose verdict changes."""
        terms = self.scenario.terms
        names = {group.key: group.named for group in self.scenario.groups}
        year = self.scenario.years[-1]
        rows: list[tuple[Cell, ...]] = [
            (
                Keyed(effect.lever.id, effect.lever.title),
                names[effect.lever.group],
                self.scenario.terms.named(effect.lever.component),
                effect.income,
                effect.ratio,
                effect.public_money,
                effect.money_per_yuan,
                effect.money_per_ratio_point,
            )
            for effect in self.effects
        ]
        rows += self._together(names)
        columns = (
            Column(key="lever", heading=Text("措施", "measure")),
            group_column(terms),
            component_column(terms),
            Column(key="income", heading=Text(terms.in_unit(terms.per_recipient + _GAIN).zh, _GAIN.en), kind="yuan"),
            Column(key="ratio", heading=Text("收入比变动", "ratio"), kind="ratio", decimals=4),
            Column(key="public_money", heading=Text(terms.in_money(_MONEY).zh, _MONEY.en), kind="yuan", decimals=0),
            Column(key="money_per_yuan", heading=_PER_UNIT.format(one=terms.one_unit), kind="ratio", decimals=2),
            Column(key="money_per_ratio_point", heading=Text("每降0.01", "per 0.01"), kind="yuan", decimals=0),
        )
        title = Text("措施的作用", "What the measures do")
        effects = Table(
            name="levers",
            title=title,
            columns=columns,
            drops=("money_per_ratio_point", "money_per_yuan", "component"),
            rows=tuple(rows),
            notes=(_how_weighed(year, terms),),
        )
        return (effects, self._verdicts())

    def _together(self, names: dict[str, Keyed]) -> list[tuple[Cell, ...]]:
        rows: list[tuple[Cell, ...]] = []
        whole = Keyed("all", Text("以上全部", "all together"))
        money = sum(effect.public_money for effect in self.effects)
        for key in dict.fromkeys(effect.lever.group for effect in self.effects):
            gained = _total(self.together, key) - _total(self.before, key)
            rows.append(
                (whole, names[key], "total", gained, _ratio(self.together) - _ratio(self.before), money, nan, nan)
            )
        return rows

    def _verdicts(self) -> Table:
        rows = tuple(
            (Keyed(effect.lever.id, effect.lever.title), id, *self._named(id), before, after)
            for effect in self.effects
            for id, before, after in effect.changed
        )
        changed = {id for effect in self.effects for id, _, _ in effect.changed}
        columns = (
            Column(key="lever", heading=Text("措施", "measure"), kind="label"),
            Column(key="statement", heading=Text("条目", "statement"), shown=False),
            Column(key="quantity", heading=Text("指标", "quantity")),
            force_column(self._plan.statement(id).firmest for id in changed),
            Column(key="before", heading=Text("原判定", "before"), kind="verdict"),
            Column(key="after", heading=Text("有此措施后", "with it"), kind="verdict"),
        )
        none = Text("单独一项措施都不改变任何判定", "no measure alone changes a verdict")
        title = Text("改变的判定", "Verdicts that change")
        return Table(name="verdicts", title=title, columns=columns, rows=rows, notes=() if rows else (none,))

    def _named(self, id: str) -> tuple[Text, Keyed | None]:
        statement = self._plan.statement(id)
        return statement.label(self.scenario.terms), force_cell(statement.firmest)

    @property
    def _plan(self) -> Plan:
        return self.scenario.require_dossier().plan


@door
def lever_effects(scenario: Scenario, levers: Sequence[Lever | str] = ()) -> LeverEffects:
    """Return what each measure does alone on top of a scenario, and all of them together.

    Without `levers`, those that the scenario has. Raises `InputError` where there are none, for measures that
    do not exist and inputs that are missing, and for scenarios of many alternatives.

    >>> from ceheng_model.scenarios import scenario
    >>> text = "village_doctors:recipients=300,residents=120000,first_year=2023"
    >>> lever_effects(scenario("plan"), [text]).effects[0].income
    6.0
    """
    scenario.require_single()
    bare, chosen = without_levers(scenario, levers)
    before = project(bare)
    verdicts = _verdicts(before)
    effects = [_effect(lever, bare, before, verdicts) for lever in chosen]
    together = bare
    for lever in chosen:
        together = together.with_lever(lever)
    effects.sort(key=lambda effect: (effect.money_per_yuan, effect.money_per_ratio_point, effect.lever.id))
    return LeverEffects(scenario=bare, effects=tuple(effects), before=before, together=project(together))


def without_levers(scenario: Scenario, levers: Sequence[Lever | str]) -> tuple[Scenario, tuple[Lever, ...]]:
    """Return the scenario that measures are weighed against, and the measures themselves."""
    if levers:
        together = scenario
        for lever in levers:
            together = together.with_lever(lever)
        before = {lever.id for lever in scenario.levers}
        return scenario, tuple(lever for lever in together.levers if lever.id not in before)
    if not scenario.levers:
        missing = Missing(what=Text("措施", "measures"), need=Need.LEVERS)
        raise InputError(not_given(missing, Text("用 scenario.with_lever(...)", "use scenario.with_lever(...)")))
    return scenario.with_levers(()), scenario.levers


def _effect(lever: Lever, bare: Scenario, before: Projection, verdicts: dict[str, Verdict]) -> LeverEffect:
    after = project(bare.with_lever(lever))
    g, c = bare.group_keys.index(lever.group), bare.terms.component_keys.index(lever.component)
    judged = _verdicts(after)
    changed = tuple((id, verdicts[id], verdict) for id, verdict in judged.items() if verdict is not verdicts[id])
    return LeverEffect(
        lever=lever,
        income=float(after.values[g, c, -1] - before.values[g, c, -1]),
        ratio=_ratio(after) - _ratio(before),
        public_money=lever.public_money,
        changed=changed,
    )


def _verdicts(projection: Projection) -> dict[str, Verdict]:
    if projection.scenario.plan is None:
        return {}
    checked = check(projection, share_cases=False).checked
    return {statement.statement.id: statement.verdict for statement in checked}


def _how_weighed(year: int, terms: Terms) -> Text:
    each = Text(f"每{terms.recipient.zh}", terms.recipient.en)
    return terms.say(HOW_WEIGHED, year=terms.year_label(year), each=each, one=terms.one_unit)


def _ratio(projection: Projection) -> float:
    return float(projection.urban_rural_ratio.values[-1]) if projection.has_ratio else nan


def _total(projection: Projection, group: str) -> float:
    return float(projection.values[projection.group_index(group), :, -1].sum())
