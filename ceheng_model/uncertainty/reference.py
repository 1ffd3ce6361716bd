"""Hold the published series behind the common shocks: how they stray, and which group follows which."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.errors import Fault, between, raise_faults
from ceheng_model.uncertainty.validity import cell_faults, shape_faults
from ceheng_model.values import Value, frozen_array
from ceheng_model.vocabulary import Template, Text

_POSITIONS = Template("为 0 至 {last} 的序号", "be numbers from 0 to {last}")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reference(Value):
    """Hold the joint distribution of the series that the groups follow; K records of C components, G groups.

    The order of `correlation` is row-major over ``(record, component)``. Arrays are read-only copies.
    Raises `InputError` with every fault of shape, size and order.

    >>> reference = Reference(
    ...     names=("national.town",), standard_deviation=[[0.03, 0.02]], correlation=np.eye(2),
    ...     position=[0], following=[1.0])
    >>> reference.covariance.round(6).tolist()
    [[0.0009, 0.0], [0.0, 0.0004]]
    """

    names: tuple[str, ...]
    """Identifiers of the records, such as ``national.urban``."""
    standard_deviation: Array
    """Spread of yearly growth, shape ``(record, component)``, fraction."""
    correlation: Array
    """Shape ``(n, n)`` with n records times components."""
    position: NDArray[np.int_]
    """Which record each group follows, shape ``(group,)``, whole numbers."""
    following: Array
    """Correlation of each group's common shocks with those of its record, component by component, 0 to 1."""

    def __post_init__(self) -> None:
        """Make the arrays read-only copies; raise `InputError` for whatever cannot be."""
        for name in ("standard_deviation", "correlation", "position", "following"):
            kind = int if name == "position" else float
            object.__setattr__(self, name, frozen_array(getattr(self, name), kind))
        Value.__post_init__(self)
        raise_faults(self._faults())

    @property
    def covariance(self) -> Array:
        """Covariance of the records' shocks, shape ``(n, n)``."""
        deviation = self.standard_deviation.ravel()
        covariance: Array = self.correlation * np.outer(deviation, deviation)
        return covariance

    def covariance_with(self, standard_deviation: Array) -> Array:
        """Return the covariance of the groups' common shocks with those of the records.

        `standard_deviation` are the groups' common spreads, shape ``(group, component)``; the result has the
        shape ``(group * component, record * component)``.
        """
        parts = self.standard_deviation.shape[1]
        cells = (self.position[:, np.newaxis] * parts + np.arange(parts)).ravel()
        scale = (standard_deviation * self.following[:, np.newaxis]).ravel()
        covariance: Array = self.correlation[cells] * np.outer(scale, self.standard_deviation.ravel())
        return covariance

    def scaled(self, factors: Array) -> "Reference":
        """Return the series as many times as wide as the groups that follow them, `factors` of shape ``(group,)``.

        Of several groups on one record those that follow it most closely count, and of these the first.
        """
        of_records = np.ones(len(self.names))
        for record in range(len(self.names)):
            followers = np.flatnonzero(self.position == record)
            if followers.size:
                of_records[record] = factors[followers[np.argmax(self.following[followers])]]
        return replace(self, standard_deviation=self.standard_deviation * of_records[:, np.newaxis])

    def _faults(self) -> list[Fault]:
        count = len(self.names)
        faults = cell_faults(
            groups=self.names,
            components=self.standard_deviation.shape[-1],
            standard_deviation=self.standard_deviation,
            correlation=self.correlation,
        )
        faults += shape_faults(Text("跟随程度", "following"), self.following, self.position.shape)
        outside = (self.position < 0) | (self.position >= count)
        if outside.any():
            what, way_out = Text("所参照的序列", "position"), Text("每个人群一个", "give one a group")
            rule = _POSITIONS.format(last=count - 1)
            faults.append(Fault(what=what, rule=rule, got=self.position.tolist(), way_out=way_out))
        if not faults and not ((self.following >= 0.0) & (self.following <= 1.0)).all():
            way_out = Text("1 为完全跟随", "1 follows wholly")
            faults.append(
                Fault(
                    what=Text("跟随程度", "following"),
                    rule=between(0, 1),
                    got=self.following.tolist(),
                    way_out=way_out,
                )
            )
        return faults
