"""Put growth cells together into the inputs whose effect is asked for, and say how they vary."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.errors import Fault, InputError, choice
from ceheng_model.scenarios import Scenario
from ceheng_model.sensitivity.subject import Subject
from ceheng_model.tables import Cell, Column, column
from ceheng_model.uncertainty import Uncertainty, estimate_uncertainty
from ceheng_model.vocabulary import COMPONENTS, Text

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
class Input:
    """Hold one input: growth cells that are moved, or asked about, together."""

    names: tuple[Cell, ...]
    """Group, component and year, as far as the input has them."""
    cells: NDArray[np.intp]
    """Positions among the cells that move the quantity."""


def inputs_of(subject: Subject, by: By) -> tuple[Input, ...]:
    """Return the inputs that the moving cells make up, in axis order; raise `InputError` for an unknown `by`.

    >>> from ceheng_model.scenarios import scenario
    >>> from ceheng_model.sensitivity.subject import subject_of
    >>> [one.cells.tolist() for one in inputs_of(subject_of(scenario("plan"), "rural.2023"), "year")]
    [[0, 2, 4, 6], [1, 3, 5, 7]]
    """
    if by not in _AXES:
        raise InputError(choice(Text("输入的划分 by", "by"), by, _AXES))
    scenario = subject.scenario
    together: dict[tuple[Cell, ...], list[int]] = {}
    for position, (g, c, t) in enumerate(np.argwhere(subject.moving)):
        named: dict[str, Cell] = {
            "group": scenario.groups[g].named,
            "component": COMPONENTS[c],
            "year": scenario.years[t],
        }
        together.setdefault(tuple(named[axis] for axis in _AXES[by]), []).append(position)
    return tuple(Input(names=names, cells=np.array(cells)) for names, cells in together.items())


def input_columns(by: By) -> tuple[Column, ...]:
    """Return the columns that name an input."""
    return tuple(column(axis, "year" if axis == "year" else "label") for axis in _AXES[by])


def uncertainty_for(scenario: Scenario, uncertainty: Uncertainty | None) -> Uncertainty:
    """Return the uncertainty given, or the estimated one; raise `InputError` for one of other groups."""
    if uncertainty is None:
        return estimate_uncertainty(scenario)
    if uncertainty.groups != scenario.group_keys:
        listed = ", ".join(scenario.group_keys)
        raise InputError(
            Fault(
                what=Text("不确定性的人群", "the groups of the uncertainty"),
                rule=Text(f"依次为 {listed}", f"be {listed}, in this order"),
                got=", ".join(uncertainty.groups),
                way_out=Text("用 estimate_uncertainty(scenario) 建立", "make it with estimate_uncertainty(scenario)"),
            )
        )
    return uncertainty


def cell_covariance(subject: Subject, uncertainty: Uncertainty) -> Array:
    r"""Return the covariance of the growth of the moving cells, shape ``(cell, cell)``.

    :math:`C_{ij} \varphi^{|s - t|}` for variables i, j in years s, t.
    """
    years = np.arange(len(subject.scenario.years))
    over_years = uncertainty.persistence ** np.abs(years[:, np.newaxis] - years).astype(float)
    chosen = subject.moving.ravel()
    covariance: Array = np.kron(uncertainty.covariance, over_years)[np.ix_(chosen, chosen)]
    return covariance
