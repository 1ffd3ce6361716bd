"""Change growth cells: which cells, in which way, by how much."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ceheng_model.arithmetic import Array
from ceheng_model.axes import REGION, Axis, Named, is_taken, merged, picked, placed, read_values, unnamed_axes
from ceheng_model.doors import door
from ceheng_model.errors import FINITE, FOUR_DIGITS, Fault, InputError, between, choice, raise_faults
from ceheng_model.files import POINTS, RATE, TIMES, Unit, Unread, plain, read_number, split_cells, year_of, years_of
from ceheng_model.names import choice_names, component_names, find_key, group_names, meant, name_fault, names_in
from ceheng_model.plan import require_rate
from ceheng_model.scenarios.cell_labels import CellLabels, Cells
from ceheng_model.terms import Terms
from ceheng_model.values import Value, frozen_array
from ceheng_model.vocabulary import GROUP_AXIS, NO_TEXT, TOTAL, Name, Template, Text

How = Literal["set", "add", "multiply"]
HOWS: tuple[How, ...] = ("set", "add", "multiply")
_SIGNS: dict[str, How] = {"=": "set", "+=": "add", "*=": "multiply"}
UNITS: Mapping[How, Unit] = {"set": RATE, "add": POINTS, "multiply": TIMES}
"""What the number of a change counts."""
_OPTION = re.compile(r"(?P<cells>[^=+*]+?)\s*(?P<sign>\+=|\*=|=)\s*(?P<value>.+)")
_GROUP, _COMPONENT = Text("人群", "the group"), Text("收入构成", "the component")
_GROWTH = Template("{cells}增速", "growth for {cells}")
_PART = Template("“{text}”中的部分", "a part of '{text}'")
_AXES_THAT_FIT = Template("与情景已有的轴 {axes} 相合", "fit the axes {axes} that the scenario has")
_TURNED_ROUND = Template("写作 {last_year}-{first_year}", "write {last_year}-{first_year}")


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GrowthChange(Value):
    """Hold one change of growth cells; an empty tuple of groups, components or years means all.

    `value` is a rate (``set``), points as a fraction (``add``) or a factor (``multiply``); an array
    becomes leading axes of the scenario, under the names that its `axes` have.
    """

    groups: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    how: How = "set"
    value: float | Array
    axes: tuple[Axis, ...] = ()
    """Names and labels of the axes of an array; one that comes without is named as `over` says."""

    def __post_init__(self) -> None:
        """Keep an array as it is now."""
        if np.ndim(self.value):
            array, axes = read_values(self.value)
            object.__setattr__(self, "value", frozen_array(array))
            object.__setattr__(self, "axes", self.axes or axes)
        Value.__post_init__(self)

    def by_key(self, terms: Terms) -> "GrowthChange":
        """Return the change with its groups and components by their keys, however they are called in a plan.

        Raises `InputError` for what is no name, and for what may mean several.
        """
        if {*self.groups} <= {*terms.group_keys} and {*self.components} <= {*terms.component_keys}:
            return self
        faults: list[Fault] = []
        groups = [find_key(_GROUP, name, group_names(terms), faults) for name in self.groups]
        own, total = component_names(terms, total=False), component_names(terms)[-1:]
        parts = [find_key(_COMPONENT, name, own, faults) for name in self.components if not meant(name, total)]
        if len(parts) < len(self.components):
            faults.append(_total_is_a_result(terms))
        raise_faults(faults)
        return replace(self, groups=tuple(filter(None, groups)), components=tuple(filter(None, parts)))

    def over(self, regions: Sequence[str]) -> "GrowthChange":
        """Return the change with its axes named, in a scenario of these regions or of none.

        The last axis of a bare array is that of the regions where there are any; what stands before it is of
        alternatives, numbered from 0, and an axis of one place is shared.
        """
        value = np.asarray(self.value, dtype=float)
        if value.ndim == 0:
            return self
        if self.axes:
            raise_faults(_name_faults(self.axes, regions))
            return self
        if regions and value.shape[-1] not in (1, len(regions)):
            raise InputError(_not_by_region(value.shape, regions))
        named = [Axis(REGION, regions)] if regions else []
        axes = (*unnamed_axes(value.shape[: value.ndim - len(named)]), *named)
        shared = [place for place, size in enumerate(value.shape) if size == 1 and value.ndim > 1]
        taken = np.squeeze(value, axis=tuple(shared))
        kept = tuple(axis for place, axis in enumerate(axes) if place not in shared)
        return replace(self, value=taken if taken.ndim else float(taken), axes=kept)

    def apply(
        self,
        growth: Array,
        terms: Terms,
        years: Sequence[int],
        *,
        alternatives: tuple[Axis, ...] = (),
        regions: tuple[str, ...] = (),
    ) -> tuple[Array, tuple[Axis, ...]]:
        """Return a changed copy of growth, and the axes of its alternatives.

        Growth has the shape ``(..., group, component, year)``. Axes of one name are aligned by label, others stand
        beside one another. Raises `InputError` for cells that do not exist, rates that cannot be and labels that
        differ.
        """
        raise_faults([*self.faults(terms, years), *_shape_faults(growth, terms, years)])
        named = self.over(regions)
        value = np.asarray(named.value, dtype=float)
        if value.ndim == 0:
            changed = growth.copy()
        else:
            by_region = (Axis(REGION, regions),) if regions else ()
            own = (*alternatives, *by_region) if growth.ndim > -GROUP_AXIS else ()
            alternatives = merged(alternatives, [axis for axis in named.axes if axis.name != REGION])
            onto = (*alternatives, *by_region)
            growth, value = placed(growth, own, onto), placed(value, named.axes, merged(onto, named.axes))
            shape = np.broadcast_shapes(value.shape, growth.shape[:GROUP_AXIS])
            changed = np.array(np.broadcast_to(growth, (*shape, *growth.shape[GROUP_AXIS:])))
        chosen = self._mask(terms, years)
        by = value[..., np.newaxis]
        # what is beyond all numbers then is refused as a rate that is none
        with np.errstate(over="ignore"):
            if self.how == "set":
                changed[..., chosen] = by
            elif self.how == "add":
                changed[..., chosen] += by
            elif self.how == "multiply":
                changed[..., chosen] *= by
            else:
                raise InputError(choice(Text("改动方式", "how"), self.how, choice_names(HOWS)))
        return changed, alternatives

    def at(self, name: str, wanted: object) -> "GrowthChange":
        """Return the change at a label of one of its axes, or at several; itself where it has no such axis."""
        at = next((place for place, axis in enumerate(self.axes) if axis.name == name), None)
        if at is None:
            return self
        places = self.axes[at].places(wanted)
        value = picked(np.asarray(self.value, dtype=float), at, places)
        kept = () if isinstance(places, int) else (self.axes[at].taken(places),)
        axes = (*self.axes[:at], *kept, *self.axes[at + 1 :])
        return replace(self, value=value if value.ndim else float(value), axes=axes)

    def mask(self, terms: Terms, years: Sequence[int]) -> NDArray[np.bool_]:
        """Return which cells are named, shape ``(group, component, year)``.

        Raises `InputError` for unknown ones.
        """
        raise_faults(self._cell_faults(terms, years))
        return self._mask(terms, years)

    def faults(self, terms: Terms, years: Sequence[int]) -> list[Fault]:
        """Return what is wrong with the change on these axes: cells that do not exist, rates that cannot be."""
        faults = self._cell_faults(terms, years)
        value = np.asarray(self.value, dtype=float)
        # who reads Chinese is told by name whose growth it is, unless the names are the fault
        what = _GROWTH.format(cells=Text(f"{self.cells()} 的" if faults else self.label(terms).zh, self.cells()))
        if not np.isfinite(value).all():
            way_out = Text("例如 0.15", "for example 0.15")
            faults.append(Fault(what=what, rule=FINITE, got=self.value, way_out=way_out))
        elif self.how == "set":
            for extreme in dict.fromkeys((float(value.min()), float(value.max()))):
                faults += require_rate(what, extreme)
        elif self.how == "add" and np.abs(value).max() >= 1.0:
            points = Text("增加的百分点", f"points added to {self.cells()}")
            way_out = Text("2个百分点写作 0.02", "write 2 points as 0.02")
            rule = between(-1, 1)
            faults.append(Fault(what=points, rule=rule, got=self.value, way_out=way_out))
        return faults

    def _mask(self, terms: Terms, years: Sequence[int]) -> NDArray[np.bool_]:
        wanted = (self.groups, terms.group_keys), (self.components, terms.component_keys), (self.years, years)
        by_group, by_component, by_year = (
            np.array([not names or name in names for name in axis]) for names, axis in wanted
        )
        chosen: NDArray[np.bool_] = by_group[:, np.newaxis, np.newaxis] & by_component[:, np.newaxis] & by_year
        return chosen

    def _cell_faults(self, terms: Terms, years: Sequence[int]) -> list[Fault]:
        faults = [choice(_GROUP, key, group_names(terms)) for key in self.groups if key not in terms.group_keys]
        for key in self.components:
            if key == TOTAL:
                faults.append(_total_is_a_result(terms))
            elif key not in terms.component_keys:
                faults.append(choice(_COMPONENT, key, component_names(terms, total=False)))
        return faults + [choice(Text("年份", "the year"), year, years) for year in self.years if year not in years]

    def cells(self) -> str:
        """Return the cells in the form of an option, such as ``rural.wages.2023``."""
        years = [str(year) for year in self.years]
        parts = [",".join(part) for part in (self.groups, self.components, years) if part]
        return ".".join(parts) or "all"

    def label(self, terms: Terms) -> Text:
        """Return whose growth is changed, as a reader calls it; nothing is left out where all is changed.

        >>> from ceheng_model.plan import load_plan
        >>> plan = load_plan()
        >>> parse_change("rural.wages.2023=12%", plan.terms, plan.years).label(plan.terms)
        Text(zh='2023年农村常住居民工资性收入', en='rural residents, wages, 2023')
        """
        groups, parts = (Text.join(map(terms.label, keys)) for keys in (self.groups, self.components))
        years = terms.year_label(Text.join(map(Text.same, self.years))) if self.years else NO_TEXT
        if not (groups or parts or years):
            return terms.everybody
        return Text(years.zh + groups.zh + parts.zh, ", ".join(filter(None, (groups.en, parts.en, years.en))))

    def __str__(self) -> str:
        """Return the change in the form of an option."""
        sign = {how: sign for sign, how in _SIGNS.items()}[self.how]
        value = np.asarray(self.value)
        shown = f"{float(value):.15g}" if value.ndim == 0 else f"array{value.shape}"
        return f"{self.cells()}{sign}{shown}"


def _shape_faults(growth: Array, terms: Terms, years: Sequence[int]) -> list[Fault]:
    cells = (len(terms.groups), len(terms.components), len(years))
    if growth.shape[-3:] == cells:
        return []
    what, rule = Text("增速数组的形状", "the shape of growth"), Text(f"以 {cells} 结尾", f"end in {cells}")
    way_out = Text("按人群、收入构成、年份给出", "give (group, component, year)")
    return [Fault(what=what, rule=rule, got=growth.shape, way_out=way_out)]


def _not_by_region(shape: tuple[int, ...], regions: Sequence[str]) -> Fault:
    return Fault(
        what=Text("改动数组的形状", "the shape of a change"),
        rule=_AXES_THAT_FIT.format(axes=(len(regions),)),
        got=shape,
        way_out=Text(
            "按地区给出每地区一个；另加一组情形写作 value[:, None]",
            "give one a region; for alternatives beside them write value[:, None]",
        ),
    )


def _name_faults(axes: Sequence[Axis], regions: Sequence[str]) -> list[Fault]:
    return [axis_name_fault(axis) for axis in axes if is_taken(axis.name) and not (regions and axis.name == REGION)]


def axis_name_fault(axis: Axis) -> Fault:
    """Return the fault of an axis of alternatives whose name is that of a column."""
    return Fault(
        what=Text("情形轴的名称", "the name of an axis of alternatives"),
        rule=Text("不为已有含义的名称", "not be one that means something else"),
        got=axis.name,
        way_out=Text(
            '另命轴名，如 series.rename_axis("policy")；人群、构成、年份写在前面的参数中，各地区先用 with_regions',
            'give it another name, as in series.rename_axis("policy"); groups, components and years are arguments, '
            "and regions come by with_regions",
        ),
    )


def growth_change(
    groups: str | Sequence[str] | None,
    components: str | Sequence[str] | None,
    value: ArrayLike | Named | Mapping[Any, float],
    *,
    years: int | Sequence[int] | None,
    how: How,
) -> GrowthChange:
    """Return a change from single names, sequences or None (all)."""
    require_how(how)
    array, axes = read_values(_read(value, how) if isinstance(value, str) else value)
    return _change(_cells_of(groups, components, years), array, axes, how)


def growth_changes(
    groups: str | Sequence[str] | None,
    components: str | Sequence[str] | None,
    value: ArrayLike | Named | Mapping[Any, float],
    *,
    years: int | Sequence[int] | None,
    how: How,
    terms: Terms,
    horizon: Sequence[int],
) -> tuple[GrowthChange, ...]:
    """Return the changes that a value means: one, or one a cell where its labels are groups, components or years."""
    require_how(how)
    by_cell = CellLabels(terms, horizon)
    cells = by_cell.asked(_cells_of(groups, components, years))
    if isinstance(value, str):
        return (_change(cells, np.asarray(_read(value, how)), (), how),)
    array, axes = read_values(value, naming=by_cell.meant)
    parts = by_cell.split(array, axes, cells)
    return tuple(_change(names, part, others, how) for names, part, others in parts)


def _cells_of(
    groups: str | Sequence[str] | None, components: str | Sequence[str] | None, years: int | Sequence[int] | None
) -> Cells:
    chosen = () if years is None else _whole_years((years,) if isinstance(years, int | float) else years)
    return {"group": _names(groups), "component": _names(components), "year": chosen}


def _change(cells: Cells, array: Array, axes: tuple[Axis, ...], how: How) -> GrowthChange:
    return GrowthChange(
        groups=cells["group"],
        components=cells["component"],
        years=cells["year"],
        how=how,
        value=float(array) if array.ndim == 0 else array,
        axes=axes,
    )


def _read(text: str, how: How) -> float:
    """Return the number of a change that is written as in an option, such as 15%."""
    number = read_number(text, UNITS[how])
    if isinstance(number, Unread):
        raise InputError(
            number.fault(Text("增速改动的数值", "the value of a change"), got=text, way_out=UNITS[how].way_out)
        )
    return number


def _whole_years(years: Sequence[float]) -> tuple[int, ...]:
    """Return years as whole numbers; raise `InputError` for one that is none, which would stand for another year."""
    faults = [
        Fault(
            what=Text("年份", "the year"),
            rule=FOUR_DIGITS,
            got=year,
            way_out=Text("例如 2023", "for example 2023"),
        )
        for year in years
        if year_of(year) is None
    ]
    raise_faults(faults)
    return tuple(int(year) for year in years)


def require_how(how: str) -> None:
    """Raise `InputError` for a way to change growth that does not exist."""
    if how not in HOWS:
        raise InputError(choice(Text("改动方式", "how"), how, choice_names(HOWS)))


def parse_change(text: str, terms: Terms, years: Sequence[int]) -> GrowthChange:
    """Return the change written as ``rural.wages.2023=15%``, ``rural.wages+=2%`` or ``2024*=0.9``.

    The parts name groups, components and years (or ``2022-2024``), in any order; what is not named
    means all. Raises `InputError` for a part that is none of these.

    >>> from ceheng_model.plan import load_plan
    >>> str(parse_change("rural.wages.2022-2023=15%", load_plan().terms, [2022, 2023, 2024]))
    'rural.wages.2022,2023=0.15'
    """
    match = _OPTION.fullmatch(plain(text))
    if match is None:
        raise InputError(_option_form(text))
    how = _SIGNS[match["sign"]]
    value = read_number(match["value"], UNITS[how])
    if isinstance(value, Unread):
        form = _option_form(text)
        raise InputError(form if value.way_out is None else replace(form, rule=value.rule, way_out=value.way_out))
    cells = parse_cells(match["cells"], terms, years)
    change = replace(cells, how=how, value=value)
    raise_faults(change.faults(terms, years))
    return change


def parse_cells(text: str, terms: Terms, years: Sequence[int]) -> GrowthChange:
    """Return the cells written as ``rural.wages.2022-2024``, as a change that is still to get its value."""
    chosen_groups: list[str] = []
    chosen_components: list[str] = []
    chosen_years: list[int] = []
    groups, names = terms.group_keys, (*group_names(terms), *component_names(terms))
    for part in split_cells(text):
        if span := years_of(part):
            chosen_years += _years_of(part, *span)
            continue
        for name in _meant(part, names, text, years):
            (chosen_groups if name.key in groups else chosen_components).append(name.key)
    cells = growth_change(chosen_groups, chosen_components, 0.0, years=chosen_years, how="set")
    cells.mask(terms, years)
    return cells


def _meant(part: str, names: Sequence[Name], text: str, years: Sequence[int]) -> tuple[Name, ...]:
    """Return the group and the component that a part of a cell means; raise `InputError` where that is not clear."""
    found = meant(part, names)
    together = names_in(part, names) if not found else ()
    if together or len(found) == 1:
        return together or found
    # the total is a result: nobody is told to change it
    options = [*(name for name in names if name.key != TOTAL), *(Name(str(year), Text.same(year)) for year in years)]
    raise InputError(name_fault(_PART.format(text=text), part, options, found))


def _years_of(name: str, first_year: int, last_year: int) -> range:
    if last_year < first_year:
        raise InputError(_backwards(name, first_year, last_year))
    return range(first_year, last_year + 1)


def _backwards(name: str, first_year: int, last_year: int) -> Fault:
    return Fault(
        what=Text("年份", "the years"),
        rule=Text("由早到晚", "run from the earlier to the later"),
        got=name,
        way_out=_TURNED_ROUND.format(first_year=first_year, last_year=last_year),
    )


def _option_form(text: str) -> Fault:
    return Fault(
        what=Text("改动", "a change"),
        rule=Text("写作 人群.构成.年份=增速", "have the form GROUP.COMPONENT.YEAR=RATE"),
        got=text,
        way_out=Text(
            "例如 rural.wages.2023=15%，+= 为加百分点，*= 为乘倍数",
            "for example rural.wages.2023=15%; += adds points, *= multiplies",
        ),
    )


_ONE_OF = Template("为{count}项构成之一", "be one of the {count} components")
_SET_ALL = Template(
    "合计是结果；不写构成（如 rural.2023=12%）即令{each}同增",
    "the total is a result; name no component (rural.2023=12%) to set {each}",
)


def _total_is_a_result(terms: Terms) -> Fault:
    return Fault(
        what=Text("收入构成", "the component"),
        rule=_ONE_OF.format(count=terms.how_many),
        got=TOTAL,
        way_out=_SET_ALL.format(each=terms.each),
    )


def _names(names: str | Sequence[str] | None) -> tuple[str, ...]:
    return () if names is None else (names,) if isinstance(names, str) else tuple(names)
