"""Hold how far yearly growth may stray from a scenario, and what moves together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from ceheng_model.arithmetic import Array
from ceheng_model.doors import door
from ceheng_model.errors import Fault, choice, raise_faults
from ceheng_model.names import choice_names, find_key
from ceheng_model.tables import Cell, Figure, Shown, Table, written
from ceheng_model.terms import BUREAU_COMPONENTS, Component
from ceheng_model.uncertainty import words
from ceheng_model.uncertainty.aligned import (
    Names,
    cells_in_order,
    component_names,
    group_names,
    groups_in_order,
    square_in_order,
)
from ceheng_model.uncertainty.correlation import correlation_of, scaled_to, semidefinite_factor
from ceheng_model.uncertainty.estimate import Estimate
from ceheng_model.uncertainty.reference import Reference
from ceheng_model.uncertainty.uncertainty_tables import CellName, correlation_table, settings_table, spread_table
from ceheng_model.uncertainty.validity import (
    cell_faults,
    name_faults,
    number_faults,
    own_faults,
    own_total_faults,
    shape_faults,
    too_wide,
)
from ceheng_model.values import Value, frozen_array
from ceheng_model.vocabulary import NO_TEXT, STATUSES, Keyed, Name, Status, Template, Text, label_of

Distribution = Literal["normal", "student_t"]
SpreadHow = Literal["set", "multiply"]
SPREAD_HOWS: tuple[SpreadHow, ...] = ("set", "multiply")

DISTRIBUTIONS = {"normal": Text("正态", "normal"), "student_t": Text("学生 t", "Student's t")}
GIVEN = Text("本次测算设定，非由公布序列估计", "set for this projection, not estimated from published series")

_SHARES = Text("构成占比", "shares")
_POINTS = Template("{points}个百分点", "{points} points")
FIELDS = {
    "standard_deviation": Text("标准差", "standard deviations"),
    "correlation": Text("相关系数", "correlations"),
    "persistence": Text("年度间相关", "persistence"),
    "distribution": Text("分布", "distribution"),
    "degrees_of_freedom": Text("自由度", "degrees of freedom"),
    "own_spread": Text("本地标准差", "the region's own spread"),
    "own_correlation": Text("本地相关系数", "the region's own correlation"),
    "estimation_freedom": Text("估计的自由度", "degrees of freedom of the estimate"),
    "own_freedom": Text("本地标准差的自由度", "degrees of freedom of the region's own spread"),
    "status": Text("性质", "status"),
    "source": Text("离散程度的来源", "source of the spread"),
}


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Uncertainty(Shown):
    r"""Hold the joint distribution of the yearly shocks that are added to a scenario's growth.

    With :math:`z_t` of covariance `covariance`, the shocks of the years are stationary:
    :math:`e_1 = z_1,\; e_t = \phi e_{t-1} + \sqrt{1 - \phi^2} z_t`, with :math:`\phi` the `persistence`.
    The order of `correlation` is row-major over ``(group, component)``. Arrays are read-only copies.
    Raises `InputError` with every fault of shape, size or option, and for a correlation that is not
    positive semidefinite; `nearest_correlation` gives the nearest one that is. Frames are taken by their labels:
    groups and components, of correlations ``(group, component)`` or ``rural.wages``, in whatever order.

    >>> uncertainty = Uncertainty(
    ...     groups=("town",), standard_deviation=[[0.03, 0.02, 0.0, 0.0]], correlation=np.eye(4))
    >>> uncertainty.total_spread([[0.4, 0.8, 0.0, 0.0]]).round(12)
    array([0.02])
    """

    groups: tuple[str, ...]
    """Keys of the groups, in axis order."""
    standard_deviation: Array
    """Spread of yearly growth, shape ``(group, component)``, fraction."""
    correlation: Array
    """Shape ``(n, n)`` with n groups times components."""
    persistence: float = 0.0
    """Correlation of a year's shocks with those of the year before, above -1 and below 1."""
    distribution: Distribution = "normal"
    degrees_of_freedom: float = 5.0
    """Of ``student_t``, above 2. One chi-square a year for all components; shocks keep the stated spread."""
    own_spread: Array | float = 0.0
    """The region's own spread of yearly growth on top, ``(group, component)`` or one number; variances add."""
    own_correlation: Array | float = 0.0
    """Correlation of the region's own shocks: between any two one number, -1/(n-1) to 1, or shape ``(n, n)``."""
    estimation_freedom: float | None = None
    """Degrees of freedom of the estimate, above 2: one chi-square a draw scales the common shocks of its whole path, so
    that the band holds the error of the spread. None takes the spread as known exactly."""
    own_freedom: float | None = None
    """The same of the region's own spread, whose chi-square is one of its own. None takes it as known exactly: so it is
    where the user states it."""
    reference: Reference | None = None
    """The published series behind the common shocks; None where the shocks are no series'."""
    status: Status = "assumed"
    source: Text = GIVEN
    notes: tuple[Text, ...] = ()
    without_own_spread: Text = NO_TEXT
    """What is said where the region's own spread was taken away."""
    estimate: Estimate | None = None
    """What the figures rest on; None where they are no estimate."""
    labels: tuple[Text, ...] = ()
    """Names of the groups for readers; the vocabulary's where left out."""
    components: tuple[Component, ...] = BUREAU_COMPONENTS
    """Components, in axis order; those of the Bureau where left out."""

    def __post_init__(self) -> None:
        """Make the arrays read-only copies; raise `InputError` for whatever cannot be."""
        for name, in_order in (
            ("standard_deviation", cells_in_order),
            ("correlation", square_in_order),
            ("own_spread", cells_in_order),
            ("own_correlation", square_in_order),
        ):
            aligned = in_order(FIELDS[name], getattr(self, name), *self._names)
            object.__setattr__(self, name, aligned)
        shape = (len(self.groups), len(self.components))
        own = self.own_spread if np.ndim(self.own_spread) else np.full(shape, self.own_spread, dtype=float)
        object.__setattr__(self, "own_spread", own)
        for name in ("standard_deviation", "correlation", "own_spread", "own_correlation"):
            if np.ndim(getattr(self, name)) or not name.startswith("own"):
                object.__setattr__(self, name, frozen_array(getattr(self, name)))
        Value.__post_init__(self)
        raise_faults(self._faults())
        if not self.labels:
            object.__setattr__(self, "labels", tuple(label_of(key) for key in self.groups))

    @property
    def _names(self) -> tuple[Names, Names]:
        return group_names(self.groups, self.labels), component_names(self.components)

    @property
    def told(self) -> tuple[Text, ...]:
        """The notes, and what the region's own spread rests on or its lack means."""
        if self.estimate is not None and self.estimate.own is not None:
            return (*self.notes, *self.estimate.own.notes)
        if not self.without_own_spread or np.any(self.own_spread):
            return self.notes
        return (*self.notes, self.without_own_spread)

    @property
    def common_covariance(self) -> Array:
        """Covariance of the common shocks, shape ``(n, n)``."""
        deviation = self.standard_deviation.ravel()
        covariance: Array = self.correlation * np.outer(deviation, deviation)
        return covariance

    @property
    def own_covariance(self) -> Array:
        """Covariance of the region's own shocks, shape ``(n, n)``."""
        deviation = np.ravel(self.own_spread)
        correlation = np.array(np.broadcast_to(self.own_correlation, (deviation.size, deviation.size)))
        np.fill_diagonal(correlation, 1.0)
        covariance: Array = correlation * np.outer(deviation, deviation)
        return covariance

    @property
    def covariance(self) -> Array:
        """Covariance of a year's shocks, common and the region's own, shape ``(n, n)``."""
        return self.common_covariance + self.own_covariance

    @property
    def reference_covariance(self) -> Array | None:
        """Covariance of the common shocks with those of `reference`, shape ``(n, record * component)``."""
        return None if self.reference is None else self.reference.covariance_with(self.standard_deviation)

    @property
    def common_factor(self) -> Array:
        """Lower-triangular A with A Aᵀ the covariance of the common shocks, shape ``(n, n)``."""
        return semidefinite_factor(self.common_covariance)

    @property
    def own_factor(self) -> Array:
        """Lower-triangular A with A Aᵀ the covariance of the region's own shocks, shape ``(n, n)``."""
        return semidefinite_factor(self.own_covariance)

    @property
    def factor(self) -> Array:
        """Lower-triangular A with A Aᵀ the covariance of a year's shocks, shape ``(n, n)``."""
        return semidefinite_factor(self.covariance)

    def total_spread(self, shares: ArrayLike) -> Array:
        r"""Return the spread of yearly growth of each group's total, a fraction, shape ``(group,)``.

        :math:`\sqrt{w_g' C_{gg} w_g}`, with `shares` :math:`w` of shape ``(group, component)`` the parts
        of the total in the year before. Raises `InputError` for another shape.
        """
        weights = np.asarray(cells_in_order(_SHARES, shares, *self._names), dtype=float)
        shape = self.standard_deviation.shape
        raise_faults(shape_faults(_SHARES, weights, shape))
        blocks = self.covariance.reshape(*shape, *shape)
        spread: Array = np.sqrt(np.einsum("gc,gcgd,gd->g", weights, blocks, weights))
        return spread

    def with_(
        self,
        *,
        standard_deviation: ArrayLike | None = None,
        correlation: ArrayLike | None = None,
        persistence: float | None = None,
        distribution: Distribution | None = None,
        degrees_of_freedom: float | None = None,
        own_spread: ArrayLike | None = None,
        own_correlation: ArrayLike | None = None,
        estimation_freedom: float | None = None,
        own_freedom: float | None = None,
        source: Text | None = None,
    ) -> "Uncertainty":
        """Return a copy with some settings changed; the notes say which.

        An own spread or own correlation that is changed is an estimate no more: it is taken as known exactly, unless
        `own_freedom` says otherwise.

        >>> from ceheng_model.uncertainty.estimation import estimate_uncertainty
        >>> from ceheng_model.scenarios import scenario
        >>> estimate_uncertainty(scenario("plan")).with_(persistence=0.3).notes[-1].en
        'changed by the user: persistence 0.3'
        """
        settings = {
            "standard_deviation": standard_deviation,
            "correlation": correlation,
            "persistence": persistence,
            "distribution": distribution,
            "degrees_of_freedom": degrees_of_freedom,
            "own_spread": own_spread,
            "own_correlation": own_correlation,
            "estimation_freedom": estimation_freedom,
            "own_freedom": own_freedom,
        }
        changes: dict[str, Any] = {name: value for name, value in settings.items() if value is not None}
        if changes:
            of_changes = [words.setting_note(FIELDS[name], _in_words(value)) for name, value in changes.items()]
            changes["notes"] = (*self.notes, *of_changes)
        if source is not None:
            changes["source"] = source
        if correlation is not None:
            # what goes with the series is told by correlations that are no longer there
            changes["reference"] = None
        if not (own_spread is None and own_correlation is None):
            changes["own_freedom"] = own_freedom
            if self.estimate is not None:
                changes["estimate"] = replace(self.estimate, own=None)
        return replace(self, **changes)

    def with_spread(
        self,
        groups: str | Sequence[str] | None,
        components: str | Sequence[str] | None,
        value: float,
        *,
        how: SpreadHow = "set",
    ) -> "Uncertainty":
        """Return a copy with some standard deviations set or multiplied; None means all.

        Raises `InputError` for groups, components and ways that do not exist and for negative spreads.

        >>> calm = Uncertainty(groups=("town",), standard_deviation=np.full((1, 4), 0.04), correlation=np.eye(4))
        >>> calm.with_spread("town", ["wages", "transfer"], 0.5, how="multiply").standard_deviation.tolist()
        [[0.02, 0.04, 0.04, 0.02]]
        """
        parts = [component.key for component in self.components]
        known = [Name(key, label) for key, label in zip(self.groups, self.labels, strict=True)]
        own = [Name(part.key, part.label, tuple(part.income)) for part in self.components]
        faults: list[Fault] = []
        what, which = Text("人群", "the group"), Text("收入构成", "the component")
        rows = [find_key(what, name, known, faults) or name for name in _named(groups, self.groups)]
        columns = [find_key(which, name, own, faults) or name for name in _named(components, parts)]
        if how not in SPREAD_HOWS:
            faults.append(choice(Text("改动方式", "how"), how, choice_names(SPREAD_HOWS)))
        raise_faults(faults)
        cells = np.ix_([self.groups.index(name) for name in rows], [parts.index(name) for name in columns])
        spread = self.standard_deviation.copy()
        spread[cells] = value if how == "set" else spread[cells] * value
        changed = self.with_(standard_deviation=spread)
        labels = dict(zip(self.groups, self.labels, strict=True))
        named = [labels[key] for key in rows] if groups is not None else []
        called = [self.components[parts.index(name)].label for name in columns] if components is not None else []
        note = words.spread_note(named, called, value, how)
        return replace(changed, notes=(*self.notes, note))

    def with_common_scaled(self, factor: ArrayLike) -> "Uncertainty":
        """Return a copy whose common shocks, and those of the series behind them, are as many times as wide.

        `factor` is one number, or one a group, shape ``(group,)``: a record is widened as the groups that follow it
        wholly. What the region and its series have in common goes on cancelling where the two are compared.
        Raises `InputError` for another shape and a factor below zero.

        >>> from ceheng_model.uncertainty.estimation import estimate_uncertainty
        >>> from ceheng_model.scenarios import scenario
        >>> estimated = estimate_uncertainty(scenario("plan"))
        >>> wider = estimated.with_common_scaled(1.5)
        >>> bool(np.allclose(wider.reference.covariance, 2.25 * estimated.reference.covariance))
        True
        """
        factors = np.array(groups_in_order(Text("倍数", "the factor"), factor, self._names[0]), dtype=float)
        if factors.ndim == 0:
            factors = np.full(len(self.groups), factors)
        raise_faults(shape_faults(Text("倍数", "the factor"), factors, (len(self.groups),)))
        changed = self.with_(standard_deviation=self.standard_deviation * factors[:, np.newaxis])
        if self.reference is None:
            return changed
        return replace(changed, reference=self.reference.scaled(factors))

    def with_own_totals(self, spread: float, shares: ArrayLike) -> "Uncertainty":
        """Return a copy whose own shocks let each group's total stray by a standard deviation, a fraction.

        The covariance of the own shocks is scaled, group by group; components of a group that has none move
        together. `shares` of shape ``(group, component)`` are the parts of the totals. Raises `InputError` for
        another shape, a negative spread, and one that components cannot have.

        >>> town = Uncertainty(groups=("town",), standard_deviation=np.zeros((1, 4)), correlation=np.eye(4))
        >>> town.with_own_totals(0.02, [[0.4, 0.3, 0.2, 0.1]]).total_spread([[0.4, 0.3, 0.2, 0.1]]).round(12).tolist()
        [0.02]
        """
        weights = np.asarray(cells_in_order(_SHARES, shares, *self._names), dtype=float)
        raise_faults([*shape_faults(_SHARES, weights, self.standard_deviation.shape)])
        raise_faults(own_total_faults(spread))
        covariance = scaled_to(self.own_covariance, weights, dict.fromkeys(range(len(self.groups)), spread))
        if (largest := float(np.diag(covariance).max())) >= 1.0:
            raise_faults([too_wide(spread, float(np.sqrt(largest)))])
        changed = self.with_(
            own_spread=np.sqrt(np.diag(covariance)).reshape(weights.shape), own_correlation=correlation_of(covariance)
        )
        return replace(changed, notes=(*self.notes, words.own_totals_note(spread)))

    def without_estimation_error(self) -> "Uncertainty":
        """Return a copy whose spread, common and own, is taken as known exactly."""
        if self.estimation_freedom is None and self.own_freedom is None:
            return self
        notes = (*self.notes, words.NO_ESTIMATION_ERROR)
        return replace(self, estimation_freedom=None, own_freedom=None, notes=notes)

    def without_correlation(self) -> "Uncertainty":
        """Return a copy whose components move independently: the spread of totals is then too small."""
        return self.with_(correlation=np.eye(len(self.correlation)), own_correlation=0.0)

    def tables(self) -> tuple[Table, ...]:
        """Return spreads by group and component, correlations, settings with notes."""
        cells = self._cells()
        both = np.sqrt(np.diag(self.covariance))
        return (
            spread_table(cells, self.standard_deviation, np.asarray(self.own_spread), both),
            correlation_table(cells, self.correlation),
            settings_table(self.settings(), self.told),
        )

    def _faults(self) -> list[Fault]:
        faults = [
            *name_faults(self.groups, self.labels),
            *cell_faults(
                groups=self.groups,
                components=len(self.components),
                standard_deviation=self.standard_deviation,
                correlation=self.correlation,
            ),
            *own_faults(np.asarray(self.own_spread), self.own_correlation, (len(self.groups), len(self.components))),
            *number_faults(
                persistence=self.persistence,
                degrees_of_freedom=self.degrees_of_freedom,
                estimation_freedom=self.estimation_freedom,
                own_freedom=self.own_freedom,
            ),
        ]
        options = (
            (Text("分布", "distribution"), self.distribution, tuple(DISTRIBUTIONS)),
            (Text("性质", "status"), self.status, STATUSES),
        )
        return faults + [choice(what, got, known) for what, got, known in options if got not in known]

    def _cells(self) -> list[CellName]:
        named = [Keyed(key, text) for key, text in zip(self.groups, self.labels, strict=True)]
        pairs = [(group, component.named) for group in named for component in self.components]
        return [CellName(number, *pair) for number, pair in enumerate(pairs, start=1)]

    def settings(self, *, with_estimate: bool = True) -> list[tuple[Keyed, Cell]]:
        """Return one row a setting, and, where asked, one a fact on which the estimate rests."""
        freedom, own_freedom = (
            words.AS_KNOWN if degrees is None else Text.same(f"{degrees:g}")
            for degrees in (self.estimation_freedom, self.own_freedom)
        )
        cells: dict[str, Cell] = {
            "distribution": Keyed(self.distribution, DISTRIBUTIONS[self.distribution]),
            "degrees_of_freedom": self.degrees_of_freedom if self.distribution == "student_t" else None,
            "estimation_freedom": freedom,
            "persistence": Figure(self.persistence, "ratio", decimals=2),
            "own_spread": _range(np.asarray(self.own_spread)),
            "own_correlation": words.own_correlation_cell(self.own_correlation) if np.any(self.own_spread) else None,
            "own_freedom": own_freedom if np.any(self.own_spread) else None,
            "status": Keyed(self.status, label_of(self.status)),
            "source": self.source,
        }
        rows = [(Keyed(key, FIELDS[key]), cell) for key, cell in cells.items() if cell is not None]
        return rows + (self.estimate.rows() if with_estimate and self.estimate is not None else [])


def _range(spread: Array) -> Text:
    """Return the only spread, or the lowest and the highest, in points."""
    low, high = (written(float(end), "points") for end in (spread.min(), spread.max()))
    said = Text.same(low) if low == high else Text(f"{low}至{high}", f"{low} to {high}")
    return _POINTS.format(points=said)


def _in_words(value: object) -> object:
    """Return a setting as a reader sees it: a distribution by its title."""
    return DISTRIBUTIONS.get(value, value) if isinstance(value, str) else value


def _named(names: str | Sequence[str] | None, options: Sequence[str]) -> Sequence[str]:
    """Return the names asked for: a single one, several, or None for all."""
    return [names] if isinstance(names, str) else options if names is None else names
