"""Read a plan folder: ``plan.toml`` and the files it names."""

import os
from pathlib import Path

from ceheng_model.doors import door
from ceheng_model.errors import (
    UNREPEATED,
    Fault,
    InputError,
    choice,
    raise_faults,
)
from ceheng_model.files import Section, path_or_named, read_settings, shipped
from ceheng_model.files.format_versions import PLAN, take_format
from ceheng_model.levers import LeverTemplate, read_templates
from ceheng_model.plan.catalogue_files import FILES, read_measures
from ceheng_model.plan.counts import read_count, read_numbering
from ceheng_model.plan.growth_table import read_growth_table
from ceheng_model.plan.plan import KNOWN, Plan
from ceheng_model.plan.stated_distributions import read_distributions
from ceheng_model.plan.stated_terms import read_terms
from ceheng_model.plan.statement_tables import MOST_YEARS, read_statement, series_groups
from ceheng_model.plan.statements import Statement
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Group, Name, Template, Text

SHIPPED_PLAN = "ceheng-2022-2024"
"""The plan that is meant where none is named."""
_AS = Template("为 {value}", "be {value}")
_NOT_BEFORE = Template("不早于 {year}", "not be before {year}")
_KEY_OF = Template("{group} 的 {key}", "{key} of {group}")


@door
def load_plan(path: Path | str | None = None) -> Plan:
    """Read a plan from its folder, or one that ships by its name; without either, the plan of Ceheng.

    Raises `InputError` with every fault of ``plan.toml``, of the growth table and of the measures, and for a name
    that is neither a folder nor that of a plan which ships.

    >>> load_plan("yunnan-rural-2022-2024").group_keys
    ('rural',)
    """
    file = _plan_file(path)
    faults: list[Fault] = []
    top = Section(file, "", read_settings(file), faults)
    take_format(top, PLAN)
    terms = read_terms(top)
    groups = terms.groups
    years = _years(top)
    baseline, growth = top.section("baseline"), top.optional("growth", top.section)
    shares = baseline.section("shares")
    series = top.section("series", {})
    series_files = {name: _beside(file, series.text(name)) for name in series.table}
    statements = tuple(read_statement(section, terms, years, series_files) for section in top.sections("statement"))
    counts = tuple(read_count(section) for section in top.sections("count"))
    fields = {
        "counts": counts,
        "numberings": tuple(read_numbering(section) for section in top.sections("numbering")),
        "id": top.text("id"),
        "title": top.texts_in_either("title"),
        "issuer": top.texts_in_either("issuer"),
        "issued": top.day("issued"),
        "known": top.option("known", KNOWN, default=KNOWN[0]),
        "region": baseline.text("region"),
        "baseline_file": _beside(file, baseline.text("file")),
        "distributions": read_distributions(top, terms.group_keys),
        "shares": {group.key: shares.text(group.key) for group in groups},
    }
    levers = top.optional("levers", top.text)
    circumstances = top.optional("circumstances", top.section)
    catalogue = _catalogue_files(top, file)
    table = None if growth is None else (_beside(file, growth.text("file")), growth.texts_to_fill("place"))
    surroundings = None if circumstances is None else _beside(file, circumstances.text("file"))
    for section in (top, baseline, shares, *(section for section in (growth, circumstances) if section is not None)):
        section.finish()
    _check_groups(top, groups, series_groups(series_files, terms.group_keys))
    _check_ids(top, statements)
    raise_faults(faults)
    measures = read_measures(catalogue, terms, [statement.id for statement in statements], faults, counts)
    cells = _growth_cells(table, terms, years, faults)
    return Plan(
        levers=_levers(file, levers, terms),
        folder=file.parent,
        base_year=years[0] - 1,
        years=years,
        terms=terms,
        series_files=series_files,
        statements=statements,
        growth=cells,
        measures=measures,
        circumstances_file=surroundings,
        **fields,  # type: ignore[arg-type]
    )


def shipped_plans() -> tuple[str, ...]:
    """Return the names of the plans that ship, the one that is meant where none is named first.

    >>> shipped_plans()
    ('ceheng-2022-2024', 'yunnan-rural-2022-2024', 'zhejiang-2027')
    """
    names = sorted(file.parent.name for file in shipped("plans").glob("*/plan.toml"))
    return (SHIPPED_PLAN, *(name for name in names if name != SHIPPED_PLAN))


_PLAN = Text("方案（随附方案的名称，或方案文件夹的路径）", "the plan (the name of one that ships, or a path)")


def _plan_file(path: Path | str | None) -> Path:
    named = {name: shipped("plans", name) for name in shipped_plans()}
    folder = named[SHIPPED_PLAN] if path is None else path_or_named(path, named, what=_PLAN, names=plan_names)
    return folder if folder.suffix == ".toml" else folder / "plan.toml"


def plan_names() -> list[Name]:
    """Return what the plans that ship are called, by their keys and titles."""
    titles = {key: read_settings(shipped("plans", key) / "plan.toml").get("title") for key in shipped_plans()}
    return [Name(key, Text(title["zh"], title["en"])) for key, title in titles.items() if isinstance(title, dict)]


def _growth_cells(
    table: tuple[Path, Text] | None, terms: Terms, years: tuple[int, ...], faults: list[Fault]
) -> tuple[Statement, ...]:
    """Return the growth table, of its file and place; raise its faults together with those that are known already."""
    try:
        cells = () if table is None else read_growth_table(table[0], terms, years, table[1], faults)
    except InputError as error:
        raise InputError([*faults, *error.faults]) from error
    raise_faults(faults)
    return cells


def _levers(file: Path, name: str | None, terms: Terms) -> tuple[LeverTemplate, ...]:
    return () if name is None else read_templates(_beside(file, name), terms)


def _beside(file: Path, name: str) -> Path:
    return Path(os.path.normpath(file.parent / name))


def _catalogue_files(top: Section, file: Path) -> dict[str, Path]:
    named = top.optional("measures", top.section)
    if named is None:
        return {}
    # whoever names none of them is asked for the measures
    keys = sorted(FILES, key=lambda key: key != "measures")
    files = dict(named.present(keys, named.text)) or {"measures": named.text("measures")}
    named.finish()
    return {key: _beside(file, name) for key, name in files.items()}


def _years(top: Section) -> tuple[int, ...]:
    """Return the years of the plan; the base year, with no fault, is the one before the first."""
    first_year, last_year, base_year = (top.whole(key) for key in ("first_year", "last_year", "base_year"))
    if first_year != base_year + 1:
        way_out = Text("增速从基年的下一年起", "growth starts in the year after the base year")
        top.fault("first_year", _AS.format(value=base_year + 1), first_year, way_out)
    if last_year < first_year or last_year - first_year > MOST_YEARS:
        way_out = Text("期间为1至100年", "a period has 1 to 100 years")
        top.fault("last_year", _NOT_BEFORE.format(year=first_year), last_year, way_out)
        return (first_year,)
    return tuple(range(first_year, last_year + 1))


def _check_groups(top: Section, groups: tuple[Group, ...], series: list[str]) -> None:
    keys = [group.key for group in groups]
    if not keys or len(set(keys)) < len(keys):
        rule = Text("至少一个且键不重复", "be at least one, with keys that do not repeat")
        top.fault("group", rule, tuple(keys), Text("写作 [[group]]", "write [[group]]"))
    for group in groups:
        for key, value, options in (("part_of", group.part_of, keys), ("series", group.series, series)):
            if value is not None and value not in options:
                top.faults.append(choice(_KEY_OF.format(group=group.key, key=key), value, options).at(top.place))


def _check_ids(top: Section, statements: tuple[Statement, ...]) -> None:
    ids = [statement.id for statement in statements]
    for repeated in dict.fromkeys(id for id in ids if ids.count(id) > 1):
        top.fault("statement.id", UNREPEATED, repeated, Text("换一个名称", "choose another name"))
