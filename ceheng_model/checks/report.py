"""Check a projection against every statement of its plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING

from ceheng_model.checks.evaluation import evaluate
from ceheng_model.checks.requirements import RequiredGrowth, required_growth
from ceheng_model.errors import Fault, InputError
from ceheng_model.plan import Statement
from ceheng_model.projection import Projection, project
from ceheng_model.tables import Cell, Column, Figure, Kind, Shown, Table, written
from ceheng_model.vocabulary import Group, Keyed, Text, Verdict
from ceheng_model.wording import ROUNDOFF

if TYPE_CHECKING:
    import pandas as pd

_UNITS: dict[str, tuple[Kind, int]] = {
    "income": ("yuan", 1),
    "growth": ("percent", 2),
    "average_annual_growth": ("percent", 2),
    "urban_rural_ratio": ("ratio", 3),
    "growth_lead": ("points", 2),
    "relative_gap": ("ratio", 3),
}
Shares = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedStatement:
    """Hold the verdict on one statement."""

    statement: Statement
    label: Text
    verdict: Verdict
    value: float
    """The quantity as projected; NaN when it was not judged."""
    difference: float
    """The quantity less the printed value; for comparisons, the quantity itself."""
    margin: float
    """Distance from the bound that decides, positive when the statement is met."""
    required: tuple[RequiredGrowth, ...]
    note: Text | None

    def figure(self, value: float, *, signed: bool = False) -> Figure:
        """Return a number in the unit of the statement's quantity."""
        kind, decimals = _UNITS.get(self.statement.quantity.kind, ("text", 0))
        return Figure(value, kind, decimals, signed)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport(Shown):
    """Hold the verdicts on every statement of a plan, and what they owe to the assumed shares."""

    projection: Projection
    checked: tuple[CheckedStatement, ...]
    by_case: tuple[tuple[Shares, Mapping[str, Verdict]], ...]
    """Verdicts by statement id for every combination of share cases."""
    impossible_cases: tuple[tuple[Shares, Text], ...] = ()
    """Combinations of share cases under which the scenario cannot be projected, and why."""

    def __getitem__(self, id: str) -> CheckedStatement:
        """Return the verdict on one statement by its id; raise `KeyError` when there is none."""
        for checked in self.checked:
            if checked.statement.id == id:
                return checked
        raise KeyError(id)

    @property
    def missed(self) -> tuple[CheckedStatement, ...]:
        """The statements that are missed, headline ones first."""
        return tuple(checked for checked in self.checked if checked.verdict is Verdict.MISSED)

    def depends_on_case(self) -> dict[str, dict[Verdict, list[Shares]]]:
        """Return the statements whose verdict changes with the share case, and which case gives which."""
        found: dict[str, dict[Verdict, list[Shares]]] = {}
        for checked in self.checked:
            id = checked.statement.id
            cases: dict[Verdict, list[Shares]] = {}
            for shares, verdicts in self.by_case:
                cases.setdefault(verdicts[id], []).append(shares)
            if len(cases) > 1:
                found[id] = cases
        return found

    def tables(self) -> tuple[Table, ...]:
        """Return the headline statements, the growth table, and what depends on the share case."""
        headline = self._table(Text("方案条目", "Statements of the plan"), headline=True)
        cells = self._table(Text("增速表", "Growth table"), headline=False)
        return (headline, cells, self.case_table())

    def to_frame(self) -> "pd.DataFrame":
        """Return one row a statement, headline statements first."""
        import pandas as pd

        return pd.DataFrame.from_records([record for table in self.tables()[:2] for record in table.records()])

    def summary(self) -> tuple[Table, ...]:
        """Return the headline statements and the cells of the growth table that are not met."""
        headline, cells, cases = self.tables()
        verdict = [column.key for column in cells.columns].index("verdict")
        fine = (Verdict.MET, Verdict.EXCEEDED)
        rows = tuple(row for row in cells.rows if row[verdict] not in fine)
        met = len(cells.rows) - len(rows)
        note = Text(f"增速表{len(cells.rows)}格，达到{met}格", f"growth table: {met} of {len(cells.rows)} cells met")
        headline = Table(
            title=headline.title, columns=headline.columns, rows=headline.rows, notes=(*headline.notes, note)
        )
        shown = (Table(title=cells.title, columns=cells.columns, rows=rows),) if rows else ()
        return (headline, *shown, cases)

    def case_table(self) -> Table:
        """Return the statements whose verdict depends on the assumed shares."""
        ids = self.depends_on_case()
        rows: list[tuple[Cell, ...]] = []
        for id, cases in ids.items():
            for verdict, shares in cases.items():
                listed = "; ".join(_case_name(case, self._varied()) for case in shares)
                rows.append((id, self[id].label, verdict, listed))
        columns = (
            Column(key="statement", heading=Text("条目", "statement"), shown=False),
            Column(key="quantity", heading=Text("指标", "quantity")),
            Column(key="verdict", heading=Text("判定", "verdict"), kind="verdict"),
            Column(key="share_cases", heading=Text("构成案例", "share cases")),
        )
        notes = [
            Text(f"{_case_name(shares, self._varied())}：{why.zh}", f"{_case_name(shares, self._varied())}: {why.en}")
            for shares, why in self.impossible_cases
        ]
        if not rows:
            count = len(self.by_case)
            notes.append(
                Text(f"换用全部{count}种构成案例，判定都不变", f"no verdict changes over all {count} combinations of share cases")
            )
        title = Text("随构成案例而变的判定", "Verdicts that depend on the share case")
        return Table(title=title, columns=columns, rows=tuple(rows), notes=tuple(notes))

    def _varied(self) -> list[str]:
        cases = [shares for shares, _ in (*self.by_case, *self.impossible_cases)]
        return [group for group in cases[0] if len({shares[group] for shares in cases}) > 1] if cases else []

    def _table(self, title: Text, *, headline: bool) -> Table:
        groups = self.projection.scenario.groups
        rows = tuple(_row(c, groups) for c in self.checked if c.statement.headline is headline)
        note = Text(
            "余量为到达标界限的距离，界限含四舍五入，负数为未达到；所需增速为其他路径不变时正好达到印定值的年均增速",
            "margin: distance from the bound, rounding included, negative when missed; "
            "required growth: average annual growth that just reaches the printed value, other paths unchanged",
        )
        return Table(title=title, columns=_COLUMNS, rows=rows, notes=(note,) if headline else ())


_COLUMNS = (
    Column(key="statement", heading=Text("条目", "statement"), shown=False),
    Column(key="quantity", heading=Text("指标", "quantity")),
    Column(key="words", heading=Text("原文", "words")),
    Column(key="place", heading=Text("出处", "place"), shown=False),
    Column(key="type", heading=Text("类型", "type"), shown=False),
    Column(key="printed", heading=Text("印定值", "printed"), kind="ratio", shown=False),
    Column(key="value", heading=Text("测算", "projected"), kind="ratio"),
    Column(key="verdict", heading=Text("判定", "verdict"), kind="verdict"),
    Column(key="difference", heading=Text("与印定值之差", "difference"), kind="ratio"),
    Column(key="margin", heading=Text("余量", "margin"), kind="ratio"),
    Column(key="required", heading=Text("所需增速", "required growth")),
    Column(key="required_group", heading=Text("人群", "group"), shown=False),
    Column(key="required_growth", heading=Text("所需增速", "required growth"), kind="percent", shown=False),
    Column(key="required_growth_to_bound", heading=Text("至界限", "to bound"), kind="percent", shown=False),
    Column(key="note", heading=Text("说明", "note")),
)


def check(projection: Projection, *, share_cases: bool = True) -> CheckReport:
    """Judge every statement of the projection's plan.

    With `share_cases`, the scenario is projected again under every combination of share cases, so
    that the report can say which verdicts owe to the assumed split. Raises `InputError` for a
    scenario without a plan and for many alternatives at once.

    >>> from ceheng_model.scenarios import scenario
    >>> report = check(project(scenario("plan")))
    >>> [checked.statement.id for checked in report.missed]
    ['ratio_2024']
    >>> round(report["ratio_2024"].required[0].growth, 5)
    0.16149
    """
    projection.require_single()
    dossier = projection.scenario.dossier
    if dossier is None:
        rule, way_out = Text("来自方案", "come from a plan"), Text("用 scenario(名称) 建立", "make it with scenario(name)")
        raise InputError(Fault(what=Text("情景", "the scenario"), rule=rule, got="growth array", way_out=way_out))
    checked = tuple(_checked(statement, projection) for statement in dossier.plan.all_statements)
    by_case: list[tuple[Shares, Mapping[str, Verdict]]] = []
    impossible: list[tuple[Shares, Text]] = []
    plan = dossier.plan
    choices = dossier.baselines.share_choices(plan.region, plan.group_keys, plan.base_year) if share_cases else ()
    for shares in choices:
        try:
            other = project(projection.scenario.with_shares(shares))
        except InputError as error:
            impossible.append((shares, Text(error.text("zh"), error.text("en"))))
            continue
        by_case.append((shares, {s.id: _checked(s, other).verdict for s in plan.all_statements}))
    return CheckReport(
        projection=projection, checked=checked, by_case=tuple(by_case), impossible_cases=tuple(impossible)
    )


def _checked(statement: Statement, projection: Projection) -> CheckedStatement:
    evaluated, wording = evaluate(statement, projection), statement.wording
    label = statement.label(projection.scenario.groups)
    if evaluated.missing is not None:
        needs = Text(f"缺：{evaluated.missing.zh}", f"needs {evaluated.missing.en}")
        verdict = Verdict.NOT_JUDGED
        return CheckedStatement(
            statement=statement, label=label, verdict=verdict, value=nan, difference=nan, margin=nan, required=(), note=needs
        )
    value = evaluated.value
    verdict = wording.judge(value, uncertainty=evaluated.uncertainty)
    note = evaluated.note
    short = value - wording.value if wording.better == "up" else wording.value - value
    if verdict is Verdict.MET and wording.kind in ("reaches", "at_least") and short < -ROUNDOFF * max(1.0, abs(wording.value)):
        note = Text("四舍五入后达到", "met after rounding")
    return CheckedStatement(
        statement=statement,
        label=label,
        verdict=verdict,
        value=value,
        difference=value - wording.value,
        margin=wording.margin(value),
        required=required_growth(statement, evaluated, projection),
        note=note,
    )


def _row(checked: CheckedStatement, groups: tuple[Group, ...]) -> tuple[Cell, ...]:
    statement, wording = checked.statement, checked.statement.wording
    printed = wording.value if wording.precision or wording.tolerance else None
    first = checked.required[0] if checked.required else None
    return (
        statement.id,
        checked.label,
        statement.words,
        statement.place,
        wording.kind,
        printed,
        checked.figure(checked.value),
        checked.verdict,
        checked.figure(checked.difference, signed=True),
        checked.figure(checked.margin, signed=True),
        required_text(checked, groups),
        first.group if first else None,
        first.growth if first else None,
        first.growth_to_bound if first else None,
        checked.note or Text("", ""),
    )


def required_text(checked: CheckedStatement, groups: tuple[Group, ...]) -> Text:
    """Return the required growth in words: one group, or either of two."""
    labels = {group.key: Keyed(group.key, group.label) for group in groups}
    several = len(checked.required) > 1
    parts = []
    for required in checked.required:
        rate = written(required.growth, "percent", decimals=3)
        name = labels[required.group].text if several else Text("", "")
        parts.append(Text(f"{name.zh}{rate}", f"{name.en} {rate}".strip()))
    return Text("或".join(part.zh for part in parts), " or ".join(part.en for part in parts))


def _case_name(shares: Shares, varied: list[str]) -> str:
    return ", ".join(f"{group}={shares[group]}" for group in varied)
