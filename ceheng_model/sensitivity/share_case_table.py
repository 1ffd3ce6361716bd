"""Hold and show what every headline result is under each combination of share cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.doors import door
from ceheng_model.errors import no_key
from ceheng_model.plan import force_cell, force_column
from ceheng_model.quantities import Quantity
from ceheng_model.scenarios import Scenario
from ceheng_model.sensitivity import words
from ceheng_model.tables import Cell, Column, Figure, Shown, Table
from ceheng_model.values import Value
from ceheng_model.vocabulary import NO_TEXT, Force, Keyed, Template, Text, Verdict

Shares = Mapping[str, str]

_WHY = Template("{case}：{why}", "{case}: {why}")
_ASSUMED = Template("现用案例：{case}", "as assumed: {case}")
_IN_CASES = Template("{verdict}{count}种", "{verdict} in {count}")

# equal results under two splits of one total part by rounding alone, about 1e-12 of their size
ROUNDING = 1e-9
"""Values that differ by less than this part of their size are the same."""


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CaseResult(Value):
    """Hold one headline result under every combination of share cases."""

    name: str
    """Statement id, or a name such as ``rural.2024`` or ``rural.2023.open_rate``."""
    label: Text
    quantity: Quantity | None
    """None for the rate of the open components."""
    assumed: float
    values: Array
    """One value a combination, read-only."""
    verdict: Verdict | None = None
    """Verdict as assumed; None where no statement speaks of the result."""
    verdicts: tuple[Verdict, ...] = ()
    """One verdict a combination."""
    force: Force | None = None
    """How firmly the plan binds itself to the statement; None where it does not say, or none speaks of the result."""

    @property
    def spread(self) -> float:
        """Highest less lowest value."""
        return float(np.ptp(self.values))

    @property
    def effect(self) -> float:
        """The spread, of incomes and of the ratio relative to the result as assumed."""
        sized = self.quantity is not None and self.quantity.sized
        return self.spread / abs(self.assumed) if sized else self.spread

    @property
    def matters(self) -> bool:
        """Whether the split changes the result by more than rounding."""
        return self.spread > ROUNDING * max(1.0, abs(self.assumed))

    @property
    def verdict_changes(self) -> bool:
        """Whether some combination gives another verdict."""
        return len(set(self.verdicts)) > 1

    def figure(self, value: float) -> Figure:
        """Return a value in the result's unit."""
        return Figure(value, "percent") if self.quantity is None else self.quantity.figure(value)

    @property
    def spread_figure(self) -> Figure:
        """The spread in the result's unit; rates differ by points."""
        figure = self.figure(self.spread)
        return figure._replace(kind="points") if figure.kind == "percent" else figure


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class ShareCaseEffects(Shown):
    """Hold every headline result over all combinations of share cases, the most affected first."""

    scenario: Scenario
    cases: tuple[Shares, ...]
    """Combinations under which the scenario can be projected, in the order of each result's `values`."""
    results: tuple[CaseResult, ...]
    """Results whose verdict changes, then by effect."""
    impossible: tuple[tuple[Shares, Text], ...] = ()
    """Combinations under which it cannot be projected, and why."""

    def __getitem__(self, name: str) -> CaseResult:
        """Return one result by its name; raise `InputError`, a `KeyError` too, when there is none."""
        for result in self.results:
            if result.name == name:
                return result
        raise no_key(Text("结果", "the result"), name, (result.name for result in self.results))

    def _ipython_key_completions_(self) -> list[str]:
        return [result.name for result in self.results]

    def case_of(self, result: CaseResult, index: int) -> Shares:
        """Return a combination, named by those groups alone whose split matters to the result."""
        return {group: self.cases[index][group] for group in self._deciding(result)}

    def tables(self) -> tuple[Table, ...]:
        """Return one row a result that the split changes; the notes count the others."""
        return (self.table(self.affected),)

    @property
    def affected(self) -> tuple[CaseResult, ...]:
        """The results that the split changes."""
        return tuple(result for result in self.results if result.matters or result.verdict_changes)

    def table(self, results: Sequence[CaseResult]) -> Table:
        """Return one row for each of these results."""
        columns = (
            Column(key="result", heading=Text("名称", "name"), shown=False),
            Column(key="quantity", heading=Text("指标", "quantity")),
            force_column(result.force for result in results),
            Column(key="assumed", heading=Text("现用", "as assumed"), kind="ratio"),
            Column(key="lowest", heading=Text("最低", "lowest"), kind="ratio"),
            Column(key="highest", heading=Text("最高", "highest"), kind="ratio"),
            Column(key="spread", heading=Text("高低差", "spread"), kind="ratio"),
            Column(key="effect", heading=Text("影响", "effect"), kind="percent", shown=False),
            Column(key="lowest_case", heading=Text("最低的案例", "lowest under")),
            Column(key="highest_case", heading=Text("最高的案例", "highest under")),
            Column(key="verdict", heading=Text("判定", "verdict"), kind="verdict", shown=False),
            Column(key="verdict_changes", heading=Text("判定改变", "verdict changes"), shown=False, holds="flag"),
            Column(key="verdicts", heading=Text("判定", "verdict")),
        )
        title = Text("构成案例对各项结果的影响", "How much the assumed share case matters")
        rows = tuple(self._row(result) for result in results)
        return Table(
            name="share_case_effects",
            title=title,
            columns=columns,
            drops=("spread", "lowest_case", "highest_case"),
            rows=rows,
            notes=self._notes(),
        )

    def _row(self, result: CaseResult) -> tuple[Cell, ...]:
        low, high = int(np.argmin(result.values)), int(np.argmax(result.values))
        return (
            result.name,
            result.label,
            force_cell(result.force),
            result.figure(result.assumed),
            result.figure(float(result.values[low])),
            result.figure(float(result.values[high])),
            result.spread_figure,
            result.effect,
            *(self._case_cell(self.case_of(result, index)) for index in (low, high)),
            result.verdict,
            result.verdict_changes,
            _verdicts_in_words(result.verdicts),
        )

    def _case_cell(self, case: Shares) -> Keyed | None:
        """Return a combination for a table; where one group decides, it is the one that the result names."""
        dossier = self.scenario.require_dossier()
        if len(case) > 1:
            return Keyed(", ".join(f"{group}={name}" for group, name in case.items()), dossier.shares_in_words(case))
        for group in self.scenario.groups:
            if group.key in case:
                return Keyed(case[group.key], dossier.case_title(group, case[group.key]))
        return None

    def _deciding(self, result: CaseResult) -> list[str]:
        """Return the groups whose case alone, all others the same, changes the result."""
        tolerance = ROUNDING * max(1.0, abs(result.assumed))
        deciding = []
        for group in self.cases[0]:
            others: dict[tuple[str, ...], list[float]] = {}
            for shares, value in zip(self.cases, result.values.tolist(), strict=True):
                others.setdefault(tuple(shares[key] for key in shares if key != group), []).append(value)
            if any(max(values) - min(values) > tolerance for values in others.values()):
                deciding.append(group)
        return deciding

    def _notes(self) -> tuple[Text, ...]:
        dossier = self.scenario.require_dossier()
        assumed = dossier.shares_in_words(self.scenario.baseline.shares())
        changed = sum(result.verdict_changes for result in self.results)
        matter = sum(result.matters for result in self.results)
        notes = [_WHY.format(case=dossier.shares_in_words(shares), why=why) for shares, why in self.impossible]
        same = len(self.results) - len(self.affected)
        return (
            *notes,
            _ASSUMED.format(case=assumed),
            words.CASES.format(
                cases=len(self.cases),
                results=len(self.results),
                matter=matter,
                changed=Text(f"{changed}条", str(changed)) if changed else Text("没有", "no"),
            ),
            *([words.SAME_IN_EVERY_CASE.format(count=same)] if same else []),
            *([words.ORDER_OF_RESULTS] if matter > 1 else []),
        )


def _verdicts_in_words(verdicts: tuple[Verdict, ...]) -> Text:
    """Return the verdicts in words, with how many combinations give each where they differ."""
    counts = {verdict: verdicts.count(verdict) for verdict in dict.fromkeys(verdicts)}
    if len(counts) <= 1:
        return verdicts[0].label if verdicts else NO_TEXT
    return Text.join(_IN_CASES.format(verdict=verdict.label, count=count) for verdict, count in counts.items())
