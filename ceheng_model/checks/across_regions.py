"""Judge statements that compare regions: one verdict for all regions of a projection."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.doors import door
from ceheng_model.errors import Fault, InputError, no_key
from ceheng_model.plan import Statement, words_column
from ceheng_model.projection import Projection
from ceheng_model.quantities import RegionalRatio
from ceheng_model.quantities.known import missing_residents
from ceheng_model.quantities.missing import horizon
from ceheng_model.quantities.regional_ratio import SEVERAL_REGIONS
from ceheng_model.tables import Column, Figure, Shown, Table
from ceheng_model.values import Value
from ceheng_model.vocabulary import GROUP_AXIS, NO_TEXT, Missing, Template, Text, Verdict

_ABSENT = Template("{count}个地区没有该人群的收入，未计入", "{count} regions give no such income and are left out")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AcrossRegions(Value):
    """Hold the verdict on one statement that compares regions."""

    statement: Statement
    label: Text
    verdict: Verdict
    value: float = nan
    """Highest over lowest income; NaN where it is not judged."""
    highest: str = ""
    """The region with the highest income."""
    lowest: str = ""
    left_out: int = 0
    """How many regions give no income of the group."""
    missing: Missing | None = None

    @property
    def note(self) -> Text:
        """Why it is not judged, or how many regions are left out."""
        if self.missing is not None:
            return self.missing.label
        return _ABSENT.format(count=self.left_out) if self.left_out else NO_TEXT


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class RegionalCheck(Shown):
    """Hold the verdicts on the statements of a plan that compare regions."""

    projection: Projection
    checked: tuple[AcrossRegions, ...]

    def __getitem__(self, id: str) -> AcrossRegions:
        """Return the verdict on one statement by its id; raise `InputError`, a `KeyError` too, when there is none."""
        for one in self.checked:
            if one.statement.id == id:
                return one
        raise no_key(Text("条目", "the statement"), id, (one.statement.id for one in self.checked))

    def _ipython_key_completions_(self) -> list[str]:
        return [one.statement.id for one in self.checked]

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What was not given and some statement needs, each once."""
        return tuple(dict.fromkeys(one.missing for one in self.checked if one.missing is not None))

    def tables(self) -> tuple[Table, ...]:
        """Return one row a statement; no table where the plan compares no regions."""
        return (self.frame_table(),) if self.checked else ()

    def frame_table(self) -> Table:
        """Return the same table, without rows where the plan compares no regions."""
        rows = tuple(
            (
                one.statement.id,
                one.label,
                one.statement.words,
                Figure(one.value, "ratio", 3),
                one.verdict,
                one.highest,
                one.lowest,
                one.note,
            )
            for one in self.checked
        )
        title = Text("地区之间的条目（各地区在一起判定）", "Statements that compare the regions (one verdict for all)")
        return Table(name="across_regions", title=title, columns=_columns(self.checked), rows=rows)


def _columns(checked: Sequence[AcrossRegions]) -> tuple[Column, ...]:
    return (
        Column(key="statement", heading=Text("条目", "statement"), shown=False),
        Column(key="quantity", heading=Text("指标", "quantity")),
        words_column(one.statement.words for one in checked),
        Column(key="value", heading=Text("测算", "projected"), kind="ratio"),
        Column(key="verdict", heading=Text("判定", "verdict"), kind="verdict"),
        Column(key="highest", heading=Text("最高地区", "highest")),
        Column(key="lowest", heading=Text("最低地区", "lowest")),
        Column(key="note", heading=Text("说明", "note")),
    )


@door
def check_across(projection: Projection) -> RegionalCheck:
    """Judge the statements of the projection's plan that compare regions, over all its regions together.

    Raises `InputError` for a projection without regions or with several alternatives a region.

    >>> import pandas as pd
    >>> from ceheng_model.projection import project
    >>> from ceheng_model.scenarios import scenario
    >>> frame = pd.DataFrame(
    ...     [(code, group, "total", value) for code, value in (("520001", 12000.0), ("520002", 10000.0))
    ...      for group in ("urban", "rural", "lifted")],
    ...     columns=["region", "group", "component", "value_yuan"])
    >>> check_across(project(scenario("plan").with_regions(frame))).checked
    ()
    """
    _require_regions(projection)
    plan = projection.scenario.require_dossier().plan
    return RegionalCheck(
        projection=projection,
        checked=tuple(
            _judged(one, one.quantity, projection) for one in plan.statements if isinstance(one.quantity, RegionalRatio)
        ),
    )


def _require_regions(projection: Projection) -> None:
    if not projection.scenario.baseline.regions or projection.values.ndim != -GROUP_AXIS + 1:
        raise InputError(
            Fault(
                what=Text("预测", "the projection"),
                rule=Text("含多个地区，每个地区一条路径", "hold several regions with one path each"),
                got=projection.values.shape,
                way_out=Text("用 scenario.with_regions(...)", "use scenario.with_regions(...)"),
            )
        )


def _judged(statement: Statement, quantity: RegionalRatio, projection: Projection) -> AcrossRegions:
    label = statement.label(projection.scenario.terms)
    missing = lacks(quantity, projection)
    if missing is not None:
        return AcrossRegions(statement=statement, label=label, verdict=Verdict.NOT_JUDGED, missing=missing)
    incomes, regions = incomes_of(quantity, projection), projection.scenario.baseline.regions
    highest, lowest = int(np.nanargmax(incomes)), int(np.nanargmin(incomes))
    value = float(incomes[highest] / incomes[lowest])
    return AcrossRegions(
        statement=statement,
        label=label,
        verdict=statement.wording.judge(value),
        value=value,
        highest=regions[highest],
        lowest=regions[lowest],
        left_out=int((~np.isfinite(incomes)).sum()),
    )


def lacks(quantity: RegionalRatio, projection: Projection) -> Missing | None:
    """Return what a comparison of regions lacks; None where it can be made."""
    if quantity.last_year not in projection.years:
        return horizon(quantity.last_year, projection.scenario.terms)
    if not quantity.group and (missing := missing_residents(projection.scenario, quantity.last_year)):
        return missing
    there = np.isfinite(incomes_of(quantity, projection)).sum(axis=-1)
    return SEVERAL_REGIONS if (there < 2).any() else None


def incomes_of(quantity: RegionalRatio, projection: Projection) -> Array:
    """Return the income of each region in the year of the statement, ``(..., region)``; NaN where one gives none."""
    t = projection.years.index(quantity.last_year)
    if not quantity.group:
        return projection.all_residents.values[..., t]
    g = projection.group_index(quantity.group)
    totals: Array = projection.totals.values[..., g, t]
    return totals
