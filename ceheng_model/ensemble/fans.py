"""Hold the numbers of a fan chart."""

from dataclasses import dataclass

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.tables import Column, Kind, Shown, Table
from ceheng_model.vocabulary import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetLine:
    """Hold one target to draw across a fan: the year it falls due, its printed value, how probable it is."""

    id: str
    label: Text
    year: int
    value: float
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Fan(Shown):
    """Hold a path with its quantiles by year, the base year first, and the targets on it."""

    title: Text
    kind: Kind
    years: tuple[int, ...]
    path: Array
    """The scenario's own path, shape ``(year,)``."""
    quantile_levels: tuple[float, ...]
    quantiles: Array
    """Shape ``(quantile, year)``; in the base year all are the base."""
    targets: tuple[TargetLine, ...]

    def __post_init__(self) -> None:
        """Make the arrays read-only."""
        for name in ("path", "quantiles"):
            array = np.array(getattr(self, name))
            array.setflags(write=False)
            object.__setattr__(self, name, array)

    def tables(self) -> tuple[Table, ...]:
        """Return one row a year, and the targets."""
        columns = (
            Column(key="year", heading=Text("年份", "year"), kind="year"),
            Column(key="path", heading=Text("情景", "scenario"), kind=self.kind),
            *quantile_columns(self.quantile_levels, self.kind),
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
            Column(key="probability", heading=Text("达到的概率", "probability"), kind="percent", decimals=1),
        )
        cells = tuple((line.label, line.year, line.value, line.probability) for line in self.targets)
        return (fan, Table(name="targets", title=Text("目标", "Targets"), columns=lines, rows=cells))


def quantile_columns(levels: tuple[float, ...], kind: Kind) -> list[Column]:
    """Return one column a quantile: ``q0.05`` in frames, 5% for readers."""
    return [
        Column(key=f"q{level:g}", heading=Text("中位数", "median") if level == 0.5 else _heading(level), kind=kind)
        for level in levels
    ]


def _heading(level: float) -> Text:
    return Text(f"{level * 100:g}%", f"{level * 100:g}%")
