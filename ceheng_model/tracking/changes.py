"""Say what changed from one report to the next: figures that came, were revised or went, and what stands otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass

from ceheng_model.tables import Cell, Column, Figure, Table
from ceheng_model.tracking.deliverable_states import Standing
from ceheng_model.tracking.lights import light_of
from ceheng_model.tracking.reported_figures import Key, Reported, value_figure
from ceheng_model.tracking.tracking_report import TrackingReport
from ceheng_model.values import Abridged
from ceheng_model.vocabulary import Keyed, Text, label_of


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureChange(Abridged):
    """Hold one figure as it was and as it is; None where it was not, or is no longer, there."""

    label: Text
    """The group and component, or the indicator."""
    before: Reported | None
    after: Reported | None
    is_share: bool = False
    """Whether it is the share of something, shown in per cent."""

    @property
    def figure(self) -> Reported:
        """The figure that holds, or held last."""
        figure = self.after or self.before
        assert figure is not None, "a change is one of a figure"
        return figure

    @property
    def kind(self) -> Keyed:
        """How it changed."""
        if self.before is None:
            return Keyed("new", Text("新报告", "newly reported"))
        if self.after is None:
            return Keyed("gone", Text("不再列出", "no longer there"))
        return Keyed("revised", Text("修订", "revised"))


@dataclass(frozen=True, slots=True, kw_only=True)
class StateChange(Abridged):
    """Hold what stood one way and stands another: a target, an indicator, or what will be made."""

    label: Text
    before: Keyed
    after: Keyed


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes(Abridged):
    """Hold what changed from an earlier report to a later one."""

    earlier: TrackingReport
    later: TrackingReport
    figures: tuple[FigureChange, ...]
    """Revised ones first, then those that are gone, then new ones."""
    states: tuple[StateChange, ...]

    @property
    def are_none(self) -> bool:
        """Whether nothing changed."""
        return not self.figures and not self.states

    def of(self, kind: str) -> tuple[FigureChange, ...]:
        """Return the figures that changed so: ``new``, ``revised`` or ``gone``."""
        return tuple(change for change in self.figures if change.kind.key == kind)

    def figure_table(self) -> Table:
        """Return one row a figure that changed: as it was, as it is, and the difference."""
        columns = (
            Column(key="of", heading=Text("收入或指标", "income or indicator")),
            Column(key="period", heading=Text("时期", "period")),
            Column(key="change", heading=Text("变化", "change"), kind="label"),
            Column(key="before", heading=Text("上期", "before"), kind="yuan"),
            Column(key="after", heading=Text("本期", "now"), kind="yuan"),
            Column(key="difference", heading=Text("差额", "difference"), kind="yuan"),
            Column(key="published", heading=Text("公布日期", "published"), kind="label", holds="date"),
        )
        rows = tuple(_figure_row(change) for change in self.figures)
        title = Text("与上期相比变化的数", "Figures that changed since the last bulletin")
        return Table(name="changed_figures", title=title, columns=columns, rows=rows, drops=("published",))

    def state_table(self) -> Table:
        """Return one row a target, indicator or deliverable that stands otherwise."""
        columns = (
            Column(key="of", heading=Text("目标、指标或事项", "target, indicator or deliverable")),
            Column(key="before", heading=Text("上期", "before"), kind="label"),
            Column(key="after", heading=Text("本期", "now"), kind="label"),
        )
        rows = tuple((change.label, change.before, change.after) for change in self.states)
        title = Text("与上期相比变化的进度", "What stands otherwise than in the last bulletin")
        return Table(name="changed_states", title=title, columns=columns, rows=rows)


def changes_between(earlier: TrackingReport, later: TrackingReport) -> Changes:
    """Return what changed from an earlier report of a plan to a later one, figure by figure and target by target."""
    found = list(_figures(earlier, later))
    order = {"revised": 0, "gone": 1, "new": 2}
    found.sort(key=lambda change: order[change.kind.key])
    return Changes(earlier=earlier, later=later, figures=tuple(found), states=tuple(_states(earlier, later)))


def _figures(earlier: TrackingReport, later: TrackingReport) -> Iterator[FigureChange]:
    before, after = earlier.actuals.latest, later.actuals.latest
    indicators = later.planned.require_dossier().plan.measures.indicators
    shares = {indicator.id for indicator in indicators if indicator.is_share}
    for key in dict.fromkeys((*after, *before)):
        was, now = before.get(key), after.get(key)
        if was is not None and now is not None and was.value == now.value:
            continue
        yield FigureChange(label=_label(key, later), before=was, after=now, is_share=key.indicator in shares)


def _label(key: Key, report: TrackingReport) -> Text:
    labels, terms = report.actuals.labels, report.planned.terms
    name = key.group or key.indicator
    label = labels.get(name) or label_of(name)
    return Text.join([label, terms.label(key.component)], zh="", en=", ") if key.component else label


def _states(earlier: TrackingReport, later: TrackingReport) -> Iterator[StateChange]:
    stood = {target.statement.id: target.state for target in earlier.targets}
    for target in later.targets:
        was = stood.get(target.statement.id, target.state)
        if was is not target.state:
            before, after = (light_of(state).signed(state.label) for state in (was, target.state))
            yield StateChange(label=target.label, before=before, after=after)
    paces = {one.indicator.id: one.pace for one in earlier.progress}
    for one in later.progress:
        pace = paces.get(one.indicator.id, one.pace)
        if pace is not one.pace:
            before, after = (light_of(shown).signed(shown.label) for shown in (pace, one.pace))
            yield StateChange(label=one.indicator.counted, before=before, after=after)
    stands = {one.deliverable.id: one for one in earlier.deliverables}
    for made in later.deliverables:
        before, after = _standing(stands.get(made.deliverable.id, made)), _standing(made)
        if before != after:
            yield StateChange(label=made.deliverable.label, before=before, after=after)


def _standing(one: Standing) -> Keyed:
    return light_of(one).signed(one.state.text)


def _figure_row(change: FigureChange) -> tuple[Cell, ...]:
    figure, before, after = change.figure, change.before, change.after
    return (
        change.label,
        figure.period,
        change.kind,
        None if before is None else _shown(change, before.value),
        None if after is None else _shown(change, after.value),
        None if before is None or after is None else _difference(change, after.value - before.value),
        figure.published.isoformat(),
    )


def _shown(change: FigureChange, value: float) -> Figure:
    return Figure(value, "percent", 1) if change.is_share else value_figure(change.figure.kind, value)


def _difference(change: FigureChange, value: float) -> Figure:
    if change.is_share:
        return Figure(value, "points", 1, signed=True)
    return value_figure(change.figure.kind, value, signed=True)
