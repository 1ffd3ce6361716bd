"""Read an edited workbook back as a scenario."""

from pathlib import Path

from ceheng_model.arithmetic import Array
from ceheng_model.documents.workbook.formulas import cell_names
from ceheng_model.documents.workbook.reading.base import on_base
from ceheng_model.documents.workbook.reading.inputs import Read, read_inputs, read_years
from ceheng_model.documents.workbook.reading.named_cells import Cells
from ceheng_model.documents.workbook.reading.plan_figures import require_unchanged
from ceheng_model.documents.workbook.shown_scenario import openings
from ceheng_model.errors import Fault, InputError, choice, raise_faults
from ceheng_model.files import Limits, Section, open_workbook
from ceheng_model.levers import Lever, read_lever
from ceheng_model.scenarios import ALTERNATIVES, Dossier, GrowthChange, Scenario, load_dossier, scenario
from ceheng_model.scenarios.alternatives import close_to_total
from ceheng_model.vocabulary import COMPONENTS, Missing, Need, Text
from ceheng_model.wording import ROUNDOFF

NO_TEXT = "–"
LIMITS = Limits(packed=5_000_000, unpacked=12_000_000)
"""A workbook of a three-year plan unpacks to 0.4 MB, one of a hundred years to 4 MB."""
_OWN = Text("给出本程序写出的 .xlsx 工作簿", "give an .xlsx workbook that this program wrote")


def read_workbook(path: Path | str, *, plan: Dossier | Path | str | None = None) -> Scenario:
    """Read the inputs of a workbook that `write_workbook` wrote and a user edited.

    The scenario is the one the workbook is based on, with a change for every growth cell that differs from it
    by more than 1e-12, so that it can be saved as TOML. Cells are found by their defined names: they may be
    moved and sheets renamed. A base total that was edited makes the baseline the user's own. Numbers typed as
    text ("12%") are understood; a formula typed into an input counts with the result stored for it.

    `plan` is the plan the workbook belongs to: the one that ships, a folder or a `Dossier`.

    Raises `InputError` with every fault: a file that is no workbook, is broken or unpacks too large, another
    plan's workbook, missing names and sheets, empty cells, text where numbers belong, rates that cannot be,
    formulas without a stored result, and figures of the plan that were changed.
    """
    dossier = plan if isinstance(plan, Dossier) else load_dossier(plan)
    cells = Cells(opened=open_workbook(Path(path), what=Text("工作簿", "the workbook"), limits=LIMITS, way_out=_OWN))
    _require_own(cells, dossier)
    years = read_years(cells, dossier)
    if years is None:
        raise InputError(cells.faults)
    read = read_inputs(cells, dossier, years)
    require_unchanged(cells, dossier, years)
    raise_faults(cells.faults)
    return _named(_changed(_based(cells, dossier, read), read), cells)


def _require_own(cells: Cells, dossier: Dossier) -> None:
    place = Text.same(cells.file)
    rule = Text("由本程序写出", "be written by this program")
    if not cells.has(cell_names.IDENTITY):
        got = Text("其他工作簿", "another workbook")
        raise InputError(Fault(what=Text("工作簿", "the workbook"), rule=rule, got=got, way_out=_OWN, place=place))
    if (told := cells.text(cell_names.IDENTITY)) != cell_names.FORMAT:
        raise_faults(cells.faults)
        what = Text("工作簿的格式", "the format of the workbook")
        rule = Text(f"为 {cell_names.FORMAT}", f"be {cell_names.FORMAT}")
        raise InputError(Fault(what=what, rule=rule, got=told, way_out=_OWN, place=place))
    if (told := cells.text(cell_names.PLAN)) != dossier.plan.id:
        raise_faults(cells.faults)
        what = Text("工作簿的方案", "the plan of the workbook")
        rule = Text(f"为 {dossier.plan.id}", f"be {dossier.plan.id}")
        way_out = Text("用 plan=文件夹 指明其方案", "name its plan with plan=FOLDER")
        missing = Missing(what=what, need=Need.PLAN)
        raise InputError(Fault(what=what, rule=rule, got=told, way_out=way_out, place=place, missing=missing))


def _based(cells: Cells, dossier: Dossier, read: Read) -> Scenario:
    based_on = cells.text(cell_names.BASED_ON)
    if based_on not in ALTERNATIVES:
        place = Text.same(cells.file)
        raise InputError(choice(Text("所基于的情景", "the scenario it is based on"), based_on, ALTERNATIVES).at(place))
    made = scenario(based_on, plan=dossier, shares=read.own_cases)
    if read.years[-1] != made.years[-1]:
        made = made.with_horizon(read.years[-1])
    made = on_base(made, read, cells.file)
    if read.prices is not None:
        made = made.with_prices(read.prices)
    if read.gdp is not None:
        made = made.with_gdp(read.gdp)
    if read.population is not None:
        made = made.with_population(read.population)
    for lever in _levers(cells, dossier):
        made = made.with_lever(lever)
    return made


def _changed(made: Scenario, read: Read) -> Scenario:
    growth = _growth_in_use(made, read)
    groups = made.group_keys
    for g, group in enumerate(groups):
        for c, component in enumerate(COMPONENTS):
            by_value: dict[float, list[int]] = {}
            for t, year in enumerate(made.years):
                if abs(growth[g, c, t] - made.growth[g, c, t]) > ROUNDOFF:
                    by_value.setdefault(float(growth[g, c, t]), []).append(year)
            for value, years in by_value.items():
                change = GrowthChange(groups=(group,), components=(component,), years=tuple(years), value=value)
                made = made.with_change(change)
    return made


def _growth_in_use(made: Scenario, read: Read) -> Array:
    if not read.closes:
        return read.growth
    is_open, _ = openings(made)
    return close_to_total(made.baseline.levels, read.growth, is_open, read.total_growth).growth


def _named(made: Scenario, cells: Cells) -> Scenario:
    name, zh, en = (
        cells.text(key) for key in (cell_names.SCENARIO, cell_names.DESCRIPTION_ZH, cell_names.DESCRIPTION_EN)
    )
    raise_faults(cells.faults)
    given = Text(*("" if text == NO_TEXT else text for text in (zh, en)))
    shipped = ALTERNATIVES[made.based_on].description if made.based_on else None
    # the description of a shipped alternative holds only as long as nothing is changed
    kept = made.description if given == shipped and made.changes else given
    return made.with_name(cells.file.stem if name in ("", NO_TEXT) else name, description=kept)


def _levers(cells: Cells, dossier: Dossier) -> list[Lever]:
    import tomllib

    told = cells.text(cell_names.LEVERS)
    if told in ("", NO_TEXT):
        return []
    faults: list[Fault] = []
    try:
        tables = Section(cells.file, "", tomllib.loads(told), faults).sections("lever")
    except tomllib.TOMLDecodeError as error:
        what, rule = Text("工作簿中的措施", "the measures in the workbook"), Text("为写出时的文字", "be as written")
        way_out = Text("改情景文件中的措施，再写出工作簿", "change the measures of the scenario file and write again")
        place = Text.same(cells.file)
        raise InputError(Fault(what=what, rule=rule, got=str(error), way_out=way_out, place=place)) from error
    found = [read_lever(table, dossier.plan.group_keys) for table in tables]
    raise_faults(faults)
    return [lever for lever in found if lever is not None]
