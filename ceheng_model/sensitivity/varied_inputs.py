"""Put growth cells together into the inputs whose effect is asked for, and say how they vary."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.ensemble.variables import Variables
from ceheng_model.errors import InputError, choice
from ceheng_model.names import choice_names
from ceheng_model.sensitivity.studied_quantity import Subject
from ceheng_model.tables import Cell, Column, column, component_column, group_column
from ceheng_model.terms import Terms
from ceheng_model.uncertainty import Uncertainty
from ceheng_model.values import Value
from ceheng_model.vocabulary import NO_TEXT, Keyed, Template, Text

_OF_GROUP = Template("{group}{component}", "{component} of {group}")

By = Literal["component", "group", "year", "cell"]

_AXES: dict[str, tuple[str, ...]] = {
    "component": ("group", "component"),
    "group": ("group",),
    "year": ("year",),
    "cell": ("group", "component", "year"),
}
INPUTS: dict[str, Text] = {
    "component": Text(
        "一项输入为一个人群的一项构成，各年一起",
        "an input is one component of one group, all its years together",
    ),
    "group": Text(
        "一项输入为一个人群，各项构成和各年一起",
        "an input is one group, all its components and years together",
    ),
    "year": Text(
        "一项输入为一个年份，各人群和各项构成一起",
        "an input is one year, all groups and components together",
    ),
    "cell": Text(
        "一项输入为一个人群一项构成一年的增速",
        "an input is the growth of one component of one group in one year",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Input(Value):
    """Hold one input: growth cells that are moved, or asked about, together."""

    group: Keyed | None
    """The group, component and year that it is of; None where it takes in all of them."""
    component: Keyed | None
    year: int | None
    when: Text
    """How the plan writes the year; empty without one."""
    cells: NDArray[np.intp]
    """Positions among the cells that move the quantity."""
    income: Text = NO_TEXT
    """What its component is called where it is said to grow; nothing where the name of the component does."""

    @property
    def names(self) -> tuple[Cell, ...]:
        """Group, component and year, as far as the input has them: the cells of a table."""
        return tuple(name for name in (self.group, self.component, self.year) if name is not None)

    @property
    def words(self) -> tuple[Text, ...]:
        """The names of group and component, as far as the input has them."""
        group = () if self.group is None else (self.group.text,)
        component = () if self.component is None else (self.component.text,)
        return (*group, *component)

    @property
    def label(self) -> Text:
        """What a reader calls it: the year first in Chinese, last in English."""
        return self._with_year(self._in_sentence)

    @property
    def short(self) -> Text:
        """What it is called where room is short, as in the rows of a chart."""
        return self._with_year(Text.join(self.words, zh=""))

    @property
    def _in_sentence(self) -> Text:
        if self.group is not None and self.component is not None:
            return _OF_GROUP.format(group=self.group.text, component=self.income or self.component.text)
        return Text.join(self.words, zh="")

    def _with_year(self, label: Text) -> Text:
        if self.year is None:
            return label
        comma = Text("", ", ") if label else NO_TEXT
        return Text(self.when.zh, "") + label + comma + Text("", self.when.en)


def inputs_of(subject: Subject, by: By) -> tuple[Input, ...]:
    """Return the inputs that the moving cells make up, in axis order; raise `InputError` for an unknown `by`.

    >>> from ceheng_model.scenarios import scenario
    >>> from ceheng_model.sensitivity.studied_quantity import subject_of
    >>> [varied.cells.tolist() for varied in inputs_of(subject_of(scenario("plan"), "rural.2023"), "year")]
    [[0, 2, 4, 6], [1, 3, 5, 7]]
    """
    if by not in _AXES:
        raise InputError(choice(Text("输入的划分 by", "by"), by, choice_names(_AXES)))
    scenario = subject.scenario
    axes = _AXES[by]
    together: dict[tuple[int | None, int | None, int | None], list[int]] = {}
    for position, place in enumerate(np.argwhere(subject.moving).tolist()):
        own = [at if name in axes else None for name, at in zip(_AXES["cell"], place, strict=True)]
        together.setdefault((own[0], own[1], own[2]), []).append(position)
    return tuple(
        Input(
            group=None if g is None else scenario.groups[g].named,
            component=None if c is None else scenario.terms.named_components[c],
            income=NO_TEXT if c is None else scenario.terms.components[c].income,
            year=None if t is None else scenario.years[t],
            when=NO_TEXT if t is None else scenario.terms.year_label(scenario.years[t]),
            cells=np.array(cells),
        )
        for (g, c, t), cells in together.items()
    )


def input_columns(by: By, terms: Terms) -> tuple[Column, ...]:
    """Return the columns that name an input."""
    known = {"group": group_column(terms), "component": component_column(terms), "year": column("year", "year")}
    return tuple(known[axis] for axis in _AXES[by])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CellLaw:
    """Hold how the growth of the moving cells is drawn, as `simulate` draws it."""

    centre: Array
    """The scenario's growth with what is known of the shocks beforehand, ``(cell,)``."""
    drift: Array
    """What is added where all years are drawn, so that dependence between them leaves mean levels as they are."""
    factor: Array
    """How it answers to the normals of each year, ``(cell, year, normal)``, at a scale of one."""
    own: NDArray[np.bool_]
    """Which of a year's normals are those of the region's own shocks, with a scale of their own, ``(normal,)``."""
    squares: tuple[float, float]
    """Means of the squared scales of common and own shocks."""

    @property
    def covariance(self) -> Array:
        """Covariance of the cells as they are drawn, the error of the spreads in it, shape ``(cell, cell)``."""
        common, own = self.squares
        flat = (self.factor * np.sqrt(np.where(self.own, own, common))).reshape(len(self.factor), -1)
        covariance: Array = flat @ flat.T
        return covariance


def cell_law(subject: Subject, uncertainty: Uncertainty) -> CellLaw:
    r"""Return how the growth of the moving cells is drawn: the scenario's own, and shocks correlated over the years.

    Shocks of variables i, j in years s, t have the covariance :math:`C_{ij} \varphi^{|s - t|}`, and the error of the
    mean besides where growth is an estimated average; less what the years known to the scenario tell.
    """
    scenario, chosen = subject.scenario, subject.moving.ravel()
    variables = Variables.of(scenario, uncertainty=uncertainty)
    years, cells = len(scenario.years), subject.moving.size // len(scenario.years)
    shocks = variables.shocks(0)
    factor = shocks.factor.reshape(years, cells, years, shocks.width)
    drift = (variables.around(scenario.growth) - scenario.growth).ravel()
    centre = scenario.growth.reshape(cells, years) + variables.paths.shift.T
    by_cell = np.moveaxis(factor, 1, 0).reshape(-1, years, shocks.width)
    return CellLaw(
        centre=centre.ravel()[chosen],
        drift=drift[chosen],
        factor=by_cell[chosen],
        own=np.arange(shocks.width) >= shocks.common,
        squares=variables.squares,
    )
