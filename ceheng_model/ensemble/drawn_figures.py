"""Evaluate a quantity in some draws of a block as a check evaluates it in one projection."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.ensemble.conditions import Drawn, Positions, Series
from ceheng_model.ensemble.linear_conditions import is_drawn, series_of
from ceheng_model.quantities import Form, KnownAlone, KnownFigure, Level, PublishedLevel, Quantity
from ceheng_model.scenarios import Scenario
from ceheng_model.values import Value
from ceheng_model.vocabulary import TOTAL


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WrittenQuantity(Value):
    """Hold a quantity with its forms and all that they read of a scenario, small enough to be sent to a worker."""

    quantity: Quantity
    forms: tuple[Form, ...]
    known: Mapping[KnownFigure, float]
    """The known figures that the forms read and that are not drawn."""
    groups: tuple[str, ...]
    components: tuple[str, ...]
    base_year: int

    @classmethod
    def of(cls, quantity: Quantity, scenario: Scenario) -> Self:
        """Return a quantity on a scenario; raise `UndecidableError` for what it lacks."""
        forms = quantity.forms(scenario)
        read = (known for form in forms for known in form.known)
        return cls(
            quantity=quantity,
            forms=forms,
            known={known: known.value(scenario) for known in read if not is_drawn(known, scenario)},
            groups=scenario.group_keys,
            components=scenario.terms.component_keys,
            base_year=scenario.base_year,
        )

    def evaluate(self, drawn: Drawn, at: Positions) -> tuple[Array, Array]:
        """Return the value of each form in some draws and its half-width, each of shape ``(form, draw)``."""
        figures = _DrawnFigures(self, drawn, at)
        with np.errstate(divide="ignore", invalid="ignore"):
            half_widths = [self.quantity.uncertainty(form, figures) for form in self.forms]
        return self.values(drawn, at), _in_draws(half_widths, at)

    def values(self, drawn: Drawn, at: Positions) -> Array:
        """Return the value of each form in some draws, shape ``(form, draw)``."""
        figures = _DrawnFigures(self, drawn, at)
        # an income of zero leaves a ratio without end, or none at all
        with np.errstate(divide="ignore", invalid="ignore"):
            return _in_draws([form.at(figures) for form in self.forms], at)

    @property
    def series(self) -> tuple[Series, ...]:
        """The published series of which it reads drawn totals, in order of first use."""
        read = (known for form in self.forms for known in form.known if known not in self.known)
        return tuple(dict.fromkeys(series_of(known) for known in read if isinstance(known, PublishedLevel)))


class _DrawnFigures(KnownAlone):
    """Look figures up in some draws of a block."""

    def __init__(self, written: WrittenQuantity, drawn: Drawn, at: Positions) -> None:
        self.written, self.drawn, self.at = written, drawn, at

    def level(self, level: Level) -> Array:
        written = self.written
        component = None if level.component == TOTAL else written.components.index(level.component)
        path = self.drawn.path(level.year - written.base_year, written.groups.index(level.group), component)
        return np.asarray(path[self.at] if path.ndim else path)

    def known(self, known: KnownFigure) -> Array:
        if known in self.written.known:
            return np.asarray(self.written.known[known])
        assert isinstance(known, PublishedLevel)
        return self.drawn.published_path(known.year - self.written.base_year, series_of(known))[self.at]

    def root(self, value: Array, degree: int) -> Array:
        return np.asarray(np.power(value, 1.0 / degree))


def _in_draws(by_form: Sequence[Array], at: Positions) -> Array:
    return np.array([np.broadcast_to(values, at.shape) for values in by_form])
