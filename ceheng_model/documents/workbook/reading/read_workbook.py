"""Read an edited workbook back as a scenario."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import nan
from pathlib import Path

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.documents.workbook.book import DASH
from ceheng_model.documents.workbook.formulas import cell_names
from ceheng_model.documents.workbook.reading.inputs import InputValues, read_inputs, read_years
from ceheng_model.documents.workbook.reading.named_cells import Cells
from ceheng_model.documents.workbook.reading.own_checks import require_sound
from ceheng_model.documents.workbook.reading.plan_figures import known_year, require_unchanged
from ceheng_model.documents.workbook.shown_scenario import openings
from ceheng_model.doors import door
from ceheng_model.errors import Fault, InputError, choice, raise_faults
from ceheng_model.files import Limits, Section, format_versions, open_book, settings_in
from ceheng_model.levers import Lever, read_lever
from ceheng_model.scenarios import ALTERNATIVES, Dossier, GrowthChange, Scenario, load_dossier, scenario
from ceheng_model.scenarios.closing import close_to_total
from ceheng_model.vocabulary import TOTAL, Missing, Need, Template, Text
from ceheng_model.wording import ROUNDOFF

LIMITS = Limits(packed=5_000_000, unpacked=12_000_000)
"""A workbook of a three-year plan unpacks to 0.6 MB, one of a hundred years to 7 MB."""
_OTHER_KINDS = (".ods", ".xls", ".et")
"""Kinds in which the names of cells are not read, by which inputs are found."""
_SAVE_AS = Text(
    "用保存它的程序打开，另存为 .xlsx（Excel 工作簿）",
    "open it in the program that saved it, and save it as .xlsx (Excel workbook)",
)
_BE = Template("为 {value}", "be {value}")
_OWN = Text("给出本程序写出的 .xlsx 工作簿", "give an .xlsx workbook that this program wrote")


@door
def read_workbook(path: Path | str, *, plan: Dossier | Path | str | None = None, confirm: bool = False) -> Scenario:
    """Read the inputs of a workbook that `write_workbook` wrote and a user edited.

    The scenario is the one the workbook is based on, with a change for every growth cell that differs from it
    by more than 1e-12, so that it can be saved as TOML. Cells are found by their defined names: they may be
    moved, sheets renamed and copied, and rows put between the inputs; copies of sheets are not read. A base total that
    was edited is given as by `Scenario.with_base`. Numbers typed as text ("12%") are understood where no program has
    worked the workbook out; a formula typed into an input counts with the result stored for it.

    `plan` is the plan the workbook belongs to: the one that ships, a folder or a `Dossier`.

    Base totals beyond a factor of 5 from both the plan's base and the nation's figure are refused unless `confirm` is
    set; off by half and more they are told in `Scenario.warnings`.

    Raises `InputError` with every fault: a file that is no workbook, is broken or unpacks too large, another
    plan's workbook, missing names and sheets, empty cells, text where numbers belong, rates that cannot be,
    formulas without a stored result, merged inputs, columns put between, figures of the plan that were changed, and
    what the workbook's own checks found at fault, with the cell.
    """
    dossier = plan if isinstance(plan, Dossier) else load_dossier(plan)
    cells = Cells(opened=open_book(Path(path), what=Text("工作簿", "the workbook"), limits=LIMITS, way_out=_OWN))
    _require_own(cells, dossier)
    years = read_years(cells, dossier)
    if years is None:
        raise InputError(cells.faults)
    values = read_inputs(cells, dossier, years, confirm=confirm)
    require_unchanged(cells, dossier, years)
    require_sound(cells)
    raise_faults(cells.faults)
    return _named(_changed(_based(cells, dossier, values), values), cells)


def _require_own(cells: Cells, dossier: Dossier) -> None:
    """Raise `InputError` for a workbook that this program did not write, or of another plan."""
    place = Text.same(cells.file)
    if cells.file.suffix.lower() in _OTHER_KINDS and not cells.opened.names:
        what, rule = Text("工作簿", "the workbook"), Text("存为 .xlsx", "be saved as .xlsx")
        raise InputError(Fault(what=what, rule=rule, got=cells.file.suffix, way_out=_SAVE_AS, place=place))
    if not cells.has(cell_names.IDENTITY):
        what, rule = Text("工作簿", "the workbook"), Text("由本程序写出", "be written by this program")
        got = Text("其他工作簿", "another workbook")
        raise InputError(Fault(what=what, rule=rule, got=got, way_out=_OWN, place=place))
    form = cells.text(cell_names.IDENTITY)
    raise_faults(cells.faults)
    fault = format_versions.mark_fault(form, format_versions.WORKBOOK, place)
    if fault is not None:
        raise InputError(fault)
    plan = cells.text(cell_names.PLAN)
    if plan != dossier.plan.id:
        raise_faults(cells.faults)
        kind = dossier.plan.terms.kind
        what, rule = Text(f"工作簿的{kind.zh}", f"the {kind.en} of the workbook"), _BE.format(value=dossier.plan.id)
        way_out = Text(f"用 plan=文件夹 指明其{kind.zh}", f"name its {kind.en} with plan=FOLDER")
        missing = Missing(what=what, need=Need.PLAN)
        raise InputError(Fault(what=what, rule=rule, got=plan, way_out=way_out, place=place, missing=missing))


def _based(cells: Cells, dossier: Dossier, values: InputValues) -> Scenario:
    """Return the scenario that the workbook is based on, on its base and in its circumstances."""
    based_on = cells.text(cell_names.BASED_ON)
    if based_on not in ALTERNATIVES:
        place = Text.same(cells.file)
        raise InputError(choice(Text("所基于的情景", "the scenario it is based on"), based_on, ALTERNATIVES).at(place))
    base = scenario(based_on, plan=dossier, shares=values.own_cases)
    if values.years[-1] != base.years[-1]:
        base = base.with_horizon(values.years[-1])
    base = _on_base(base, values, cells.file)
    base = replace(
        base,
        price_growth=_by_year(values.prices, values.years),
        gdp_growth=_by_year(values.gdp, values.years),
        population=_residents(values, base),
    )
    for lever in _levers(cells, dossier):
        base = base.with_lever(lever)
    return base.with_as_of(known_year(cells, dossier, (base.base_year, *values.years)))


def _by_year(numbers: Mapping[int, float] | None, years: Sequence[int]) -> Array | None:
    """Return numbers by year, NaN where there is none; None where there is none at all."""
    return np.array([numbers.get(year, nan) for year in years]) if numbers else None


def _residents(values: InputValues, base: Scenario) -> Array | None:
    """Return residents by group and year, 0 for groups inside another; None where there are none."""
    if not values.population:
        return None
    years = (base.base_year, *values.years)
    nobody: Mapping[int, float] = dict.fromkeys(years, 0.0)
    rows = [nobody if group.part_of is not None else values.population.get(group.key, {}) for group in base.groups]
    return np.array([[row.get(year, nan) for year in years] for row in rows])


def _on_base(named: Scenario, values: InputValues, file: Path) -> Scenario:
    """Return the scenario on the base that was read; unchanged where that is the plan's own.

    Totals that differ from the plan's are assumed; open cells of the named scenario are closed anew. Another region, or
    one with a split of its own, has the workbook as the source of its totals.
    """
    base, plan = named.baseline, named.require_dossier().plan
    own = base.levels.sum(axis=-1)
    edited = np.abs(values.totals - own) > ROUNDOFF * own
    if not values.given_shares and values.region == plan.region:
        totals = zip(named.group_keys, values.totals.tolist(), edited, strict=True)
        given = {group: total for group, total, differs in totals if differs}
        if not given:
            return named
        based = named.with_base(given)
        doubts = (values.doubts[group] for group in given if group in values.doubts)
        return replace(based, baseline=replace(based.baseline, noted=(*based.baseline.noted, *doubts)))
    import pandas as pd

    rows = []
    for g, group in enumerate(base.groups):
        source = base.sources[g]
        origin = ("assumed", str(file), "") if edited[g] else (source.status, source.source, source.note)
        total, shares = float(values.totals[g]), values.given_shares.get(group.key)
        amounts = [(TOTAL, total)]
        if shares is not None:
            amounts = [
                (component, total * share) for component, share in zip(base.terms.component_keys, shares, strict=True)
            ]
        case = "" if shares is None else values.cases[g]
        rows += [(values.region, group.key, component, value, case, *origin) for component, value in amounts]
    columns = ["region", "group", "component", "value", "share_case", "status", "source", "note"]
    based = named.with_regions(pd.DataFrame(rows, columns=columns), confirm=True).at_region(values.region)
    noted = tuple(replace(remark, place=Text.same(file)) for remark in based.baseline.noted)
    return replace(based, baseline=replace(based.baseline, noted=noted))


def _changed(base: Scenario, values: InputValues) -> Scenario:
    """Return the scenario with a change for every rate that differs, years of one rate together."""
    growth = _growth_in_use(base, values)
    changed = base
    for g, group in enumerate(base.group_keys):
        for c, component in enumerate(base.terms.component_keys):
            by_rate: dict[float, list[int]] = {}
            for t, year in enumerate(base.years):
                if abs(growth[g, c, t] - base.growth[g, c, t]) > ROUNDOFF:
                    by_rate.setdefault(float(growth[g, c, t]), []).append(year)
            for rate, years in by_rate.items():
                change = GrowthChange(groups=(group,), components=(component,), years=tuple(years), value=rate)
                changed = changed.with_change(change)
    return changed


def _growth_in_use(base: Scenario, values: InputValues) -> Array:
    if not values.closes:
        return values.growth
    is_open, _ = openings(base)
    is_open = is_open & ~np.isin(base.group_keys, list(values.every_year))[:, np.newaxis, np.newaxis]
    return close_to_total(base.baseline.levels, values.growth, is_open, values.total_growth).growth


def _named(changed: Scenario, cells: Cells) -> Scenario:
    """Return the scenario with the name and the description that the workbook gives it."""
    names = (cell_names.SCENARIO, cell_names.DESCRIPTION_ZH, cell_names.DESCRIPTION_EN)
    name, zh, en = ("" if text == DASH else text for text in map(cells.text, names))
    raise_faults(cells.faults)
    given = Text(zh, en)
    shipped = ALTERNATIVES[changed.based_on].descriptions(changed.terms) if changed.based_on else ()
    # the description of a shipped alternative holds only as long as nothing is changed
    kept = changed.description if given in shipped and changed.changes else given
    return changed.with_name(name or cells.file.stem, description=kept)


def _levers(cells: Cells, dossier: Dossier) -> list[Lever]:
    """Return the measures; raise `InputError` where their text is not as it was written."""
    text = cells.text(cell_names.LEVERS)
    if text in ("", DASH):
        return []
    faults: list[Fault] = []
    try:
        tables = Section(cells.file, "", settings_in(text, Text.same(cells.file)), faults).sections("lever")
    except InputError as error:
        what, rule = Text("工作簿中的措施", "the measures in the workbook"), Text("为写出时的文字", "be as written")
        way_out = Text("改情景文件中的措施，再写出工作簿", "change the measures of the scenario file and write again")
        place = Text.same(cells.file)
        raise InputError(Fault(what=what, rule=rule, got=error.faults[0].got, way_out=way_out, place=place)) from error
    levers = [read_lever(table, dossier.plan.terms) for table in tables]
    raise_faults(faults)
    return [lever for lever in levers if lever is not None]
