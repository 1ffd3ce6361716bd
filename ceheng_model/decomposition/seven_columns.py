"""Split growth over components: the Bureau's official seven columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ceheng_model import arithmetic
from ceheng_model.arithmetic import Array
from ceheng_model.axes import Axis
from ceheng_model.decomposition.spans import PREVIOUS_LEVEL, Span, chosen_spans, previous_level
from ceheng_model.doors import door
from ceheng_model.errors import choice, raise_faults
from ceheng_model.names import component_names, group_names
from ceheng_model.projection import Labelled, Projection
from ceheng_model.tables import (
    Cell,
    Column,
    Shown,
    Table,
    component_column,
    frame_over,
    group_column,
    one_or_range,
)
from ceheng_model.terms import Terms
from ceheng_model.values import Value
from ceheng_model.vocabulary import LABELS, TOTAL, Language, Template, Text
from ceheng_model.wording import ROUNDOFF

if TYPE_CHECKING:
    import pandas as pd

OFFICIAL_COLUMNS = (
    Column(key="level", heading=Text("本年", "level"), kind="yuan"),
    PREVIOUS_LEVEL,
    Column(key="increment", heading=Text("增加额", "increment"), kind="yuan"),
    Column(key="growth", heading=Text("增速", "growth"), kind="percent", decimals=1),
    Column(key="share", heading=Text("占比", "share"), kind="percent", decimals=1),
    Column(key="contribution_rate", heading=Text("贡献率", "contribution share"), kind="percent", decimals=1),
    Column(key="contribution_points", heading=Text("拉动", "points"), kind="points"),
)
_OFFICIAL_NOTE = Template(
    "本年、{before}、增加额：{unit}；拉动：百分点。由未取整的数计算，各项之和等于合计",
    "level, {before}, increment: {unit}; contribution share: part of the increment; "
    "points: contribution to growth in percentage points. "
    "Computed from unrounded figures; components add up to the total",
)
_DASHES = Template(
    "“–”：{before}为零的没有增速和拉动，合计为零的没有占比，合计不变的没有贡献率",
    "a dash: no growth and no points from a {before} level of zero, no share of a total of zero, "
    "no contribution to a total that does not change",
)
_TITLE = Text("收入构成与贡献", "Income by component and contributions to growth")


def official_note(terms: Terms, before: Text = PREVIOUS_LEVEL.heading) -> Text:
    """Return what the seven columns count; `before` heads the column of what is compared with."""
    return _OFFICIAL_NOTE.format(unit=terms.full_unit, before=before)


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Contribution(Value):
    """Hold what one component, or the total, of one group did over one span.

    NaN where a figure has no meaning.
    """

    level: float
    """Yuan per person, in the last year of the span."""
    previous_level: float
    """Yuan per person, in the first year."""
    increment: float
    """Yuan per person."""
    growth: float
    """Over the whole span, fraction."""
    share: float
    """Of the total in the last year, fraction."""
    contribution_rate: float
    """Of the increment of the total, fraction."""
    contribution_points: float
    """Part in the growth of the total, fraction."""


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Contributions(Shown):
    """Hold, for each span of years, every component's part in the growth of its group's total.

    >>> from ceheng_model.projection import project
    >>> from ceheng_model.scenarios import scenario
    >>> since_2021 = contributions(project(scenario("plan")), since=2021)
    >>> round(since_2021.part("rural", "wages").increment), since_2021.increments.values.shape
    (2846, (1, 3, 5))
    """

    projection: Projection
    spans: tuple[Span, ...]
    """Growth is over the whole span."""
    figures: Array
    """The seven figures in the order of `OFFICIAL_COLUMNS`, shape ``(..., span, group, component and total, 7)``.

    Leading axes are alternatives and regions.
    """

    @property
    def levels(self) -> Labelled:
        """Income in the last year of each span, ``(..., year, group, component)``, total last.

        All that follows has this shape.
        """
        return self._labelled("level")

    @property
    def previous_levels(self) -> Labelled:
        """Income in the first year of each span, yuan."""
        return self._labelled("previous_level")

    @property
    def increments(self) -> Labelled:
        """Change over each span, yuan."""
        return self._labelled("increment")

    @property
    def growth(self) -> Labelled:
        """Growth over each span, fraction."""
        return self._labelled("growth")

    @property
    def shares(self) -> Labelled:
        """Share in the total of the last year, fraction."""
        return self._labelled("share")

    @property
    def contribution_rates(self) -> Labelled:
        """Share in the increment of the total, fraction."""
        return self._labelled("contribution_rate")

    @property
    def contribution_points(self) -> Labelled:
        """Part in the growth of the total, fraction."""
        return self._labelled("contribution_points")

    def part(self, group: str, component: str = TOTAL, *, year: int | None = None) -> Contribution:
        """Return the seven figures of a component, or of the total, over the span that ends in a year.

        The last span where no year is named. Raises `InputError` for what does not exist, and for many paths at once.
        """
        self.projection.require_single()
        ends = [span.last_year for span in self.spans]
        asked: dict[str, tuple[str | int, Sequence[str | int]]] = {
            "year": (ends[-1] if year is None else year, ends),
            "group": (group, self.projection.scenario.group_keys),
            "component": (component, self.projection.scenario.terms.items),
        }
        terms = self.projection.scenario.terms
        listed: dict[str, Sequence[object]] = {
            "year": ends,
            "group": group_names(terms),
            "component": component_names(terms),
        }
        raise_faults(
            [choice(LABELS[axis], key, listed[axis]) for axis, (key, known) in asked.items() if key not in known]
        )
        figures = self.figures[tuple(known.index(key) for key, known in asked.values())]
        return Contribution(**{col.key: float(figure) for col, figure in zip(OFFICIAL_COLUMNS, figures, strict=True)})

    def tables(self) -> tuple[Table, ...]:
        """Return the seven columns, components and then the total of each group and span."""
        return (self.table(),)

    def table(
        self, *, group: str | None = None, title: Text = _TITLE, with_years: bool = True, assumed_mark: str = ""
    ) -> Table:
        """Return the seven columns of all groups or of one; without the years where the title names them.

        Components, and totals, whose figure of the base year is assumed are marked as asked for.
        """
        years = (
            Column(key="year", heading=Text("年份", "year"), kind="year"),
            Column(key="previous_year", heading=Text("基期年份", "previous year"), kind="year", shown=False),
        )
        rows: list[tuple[Cell, ...]] = [
            (
                *((span.last_year, span.first_year) if with_years else ()),
                listed.named,
                self._name(g, component, assumed_mark),
                *self._cells(t, g, c),
            )
            for t, span in enumerate(self.spans)
            for g, listed in enumerate(self.projection.scenario.groups)
            if group in (None, listed.key)
            for c, component in enumerate(self.projection.scenario.terms.items)
            if component in self.projection.scenario.baseline.told_items(listed.key)
        ]
        before = previous_level(self.spans)
        columns = (
            *(years if with_years else ()),
            group_column(self.projection.scenario.terms),
            component_column(self.projection.scenario.terms),
            *(before if col is PREVIOUS_LEVEL else col for col in OFFICIAL_COLUMNS),
        )
        note = official_note(self.projection.scenario.terms, before.heading)
        dashes = _DASHES.format(before=before.heading)
        notes = (note, dashes) if np.isnan(self.figures).any() else (note,)
        return Table(
            name="contributions",
            title=title,
            columns=columns,
            drops=("previous_level", "increment", "share"),
            rows=tuple(rows),
            notes=notes,
        )

    def to_frame(self, *, language: Language | None = None, wide: bool = False) -> "pd.DataFrame":
        """Return the seven columns as a frame; of many paths one row a path, group, component and year.

        With `wide` as `tables` shows them: of many paths the lowest and the highest figures.
        """
        if wide or not self.projection.leading_axes:
            return Shown.to_frame(self, language=language, wide=wide)
        growth = self.growth
        axes = [*growth.axes[:-3], *(growth.axes[at] for at in (-2, -1, -3))]
        shape = tuple(map(len, axes))
        since = np.broadcast_to([span.first_year for span in self.spans], shape)
        figures = {
            col.key: np.moveaxis(self.figures[..., position], -3, -1) for position, col in enumerate(OFFICIAL_COLUMNS)
        }
        members = [(axis.name, axis.coordinates) for axis in axes]
        frame = frame_over(members, {"previous_year": since, **figures})
        told = np.broadcast_to(self._told[..., np.newaxis], shape).ravel()
        return self.completed(frame[told].reset_index(drop=True), language)

    @property
    def _told(self) -> NDArray[np.bool_]:
        """Which components tables tell of each group, ``(group, component and total)``."""
        scenario = self.projection.scenario
        return np.array(
            [
                [item in scenario.baseline.told_items(key) for item in scenario.terms.items]
                for key in scenario.group_keys
            ]
        )

    def _cells(self, t: int, g: int, c: int) -> list[Cell]:
        figures = self.figures[..., t, g, c, :]
        if figures.ndim == 1:
            cells: list[Cell] = figures.tolist()
            return cells
        return [one_or_range(figures[..., position], col.kind) for position, col in enumerate(OFFICIAL_COLUMNS)]

    def _name(self, g: int, component: str, mark: str) -> Cell:
        baseline = self.projection.scenario.baseline
        source = (baseline.sources if component == TOTAL else baseline.share_sources)[g]
        named = baseline.terms.named(component)
        return named.text + Text.same(mark) if mark and source.status == "assumed" else named

    def _labelled(self, key: str) -> Labelled:
        position = [col.key for col in OFFICIAL_COLUMNS].index(key)
        col = OFFICIAL_COLUMNS[position]
        terms = self.projection.scenario.terms
        axes = (
            *self.projection.leading_axes,
            Axis("year", [span.last_year for span in self.spans]),
            Axis("group", [group.named for group in self.projection.scenario.groups]),
            Axis("component", list(map(terms.named, terms.items))),
        )
        return Labelled(
            name=key,
            title=col.heading,
            kind=col.kind,
            values=self.figures[..., position],
            axes=axes,
            remarks=self.remarks,
            of=self.conditions,
            of_scenario=self.frame_name,
        )


@door
def contributions(projection: Projection, *, year: int | None = None, since: int | None = None) -> Contributions:
    """Return contributions to growth in every year, in one year, or over a span of years.

    `since` is the year compared with: the year before by default. Of alternatives, or regions, every path is split.
    Raises `InputError` for years that are not projected.

    >>> from ceheng_model.projection import project
    >>> from ceheng_model.scenarios import scenario
    >>> frame = contributions(project(scenario("plan")), year=2022).to_frame()
    >>> wages = frame[(frame.group == "rural") & (frame.component == "wages")]
    >>> round(float(wages.contribution_points.item()), 5)
    0.07058
    """
    spans = chosen_spans(projection, year=year, since=since)
    ends = (span.positions(projection.years) for span in spans)
    levels = np.asarray(projection.values)
    figures = [_seven(levels[..., start], levels[..., end]) for start, end in ends]
    return Contributions(projection=projection, spans=spans, figures=np.stack(figures, axis=-4))


def _seven(start: Array, end: Array) -> Array:
    """Return the seven figures of components and total, ``(group, component and total, 7)``, from two years' levels."""
    change, whole = end - start, end.sum(axis=-1, keepdims=True)
    # the total's increment is the sum of its components', so that the column adds up to the last bit
    gained = change.sum(axis=-1, keepdims=True)
    # what is not there (NaN) has no shares either
    changed = np.abs(gained) > ROUNDOFF * np.maximum(np.abs(start), np.abs(end)).sum(axis=-1, keepdims=True)
    rates = np.where(changed, arithmetic.contribution_rates(start, end), np.nan)
    points = arithmetic.contribution_points(start, end)
    levels = np.stack([_with_total(start), _with_total(end)], axis=-1)
    columns = (
        levels[..., 1],
        levels[..., 0],
        np.concatenate([change, gained], axis=-1),
        arithmetic.growth_rates(levels)[..., 0],
        np.concatenate(
            [arithmetic.shares(end[..., np.newaxis])[..., 0], np.where(np.abs(whole) > 0.0, 1.0, np.nan)], axis=-1
        ),
        np.concatenate([rates, np.where(changed, 1.0, np.nan)], axis=-1),
        _with_total(points),
    )
    return np.stack(columns, axis=-1)


def _with_total(parts: Array) -> Array:
    return np.concatenate([parts, parts.sum(axis=-1, keepdims=True)], axis=-1)
