"""Write scenarios as TOML or JSON recipes, read them back identically, compose several left to right."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.characters import escaped
from ceheng_model.doors import door
from ceheng_model.errors import Fault, InputError, choice, raise_faults
from ceheng_model.files import Section, Written, read_settings, write_whole
from ceheng_model.files.format_versions import KEY, SCENARIO, take_format
from ceheng_model.levers import Lever, lever_table, read_lever
from ceheng_model.names import choice_names, component_names, group_names, meant, name_fault
from ceheng_model.plan.circumstance_table import RESIDENTS
from ceheng_model.plan.stated_distributions import KEY as DISTRIBUTION
from ceheng_model.plan.stated_distributions import distribution_tables, read_distributions
from ceheng_model.quantities import IncomeDistribution
from ceheng_model.scenarios import shipped
from ceheng_model.scenarios.alternatives import ALTERNATIVES, AS_PLANNED, WHICH_SCENARIO, alternative_names
from ceheng_model.scenarios.changes import HOWS, GrowthChange, growth_change, parse_change
from ceheng_model.scenarios.dossier import Dossier, load_dossier
from ceheng_model.scenarios.folder_circumstances import APPLIED_KINDS, SAME
from ceheng_model.scenarios.growth_paths import lacks_growth
from ceheng_model.scenarios.growth_scenario import Scenario
from ceheng_model.scenarios.words import named, one_path
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Template, Text

FILES = ("FILE.toml", "FILE.json")
"""How files that hold a scenario are called in messages."""
Rates = str | Mapping[int, float]
"""Growth by year, nothing of it where the folder's figures are left out; or the region whose figures are taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Hold what a scenario file, or a scenario of a table, says before it is applied to a plan."""

    place: Text
    """Where it stands."""
    name: Text
    description: Text
    based_on: str | None
    shares: Mapping[str, str]
    base: Mapping[str, float]
    """Base-year incomes instead of those of the plan's own file."""
    last_year: int | None
    changes: tuple[GrowthChange, ...]
    price_growth: Rates | None
    gdp_growth: Rates | None
    population: Mapping[str, Mapping[int, float]] | None
    """None where the file says nothing; empty where it says that the folder's figures are left out."""
    levers: tuple[Lever, ...]
    distributions: Mapping[str, IncomeDistribution]
    as_of: int | None
    """Up to which year published levels are known; None where the file says nothing."""


@door
def compose(
    items: Sequence[str | Path],
    *,
    plan: Dossier | Path | str | None = None,
    shares: Mapping[str, str] | None = None,
    last_year: int | None = None,
    changes: Sequence[str] = (),
) -> Scenario:
    """Return the scenario that names and files make together, applied from left to right.

    Each item is a shipped alternative or a TOML or JSON file. Only the first may say what it is based on:
    the later ones are changes on top of it. `shares` and `last_year` override the files, and `changes`, written as
    for `Scenario.with_change`, come after theirs; together they may say how groups grow of which the plan prints
    nothing.
    """
    dossier = plan if isinstance(plan, Dossier) else load_dossier(plan)
    first, *later = (
        None if name is not None else read_recipe(item, dossier)
        for item, name in ((item, _shipped_name(item, dossier)) for item in items or (AS_PLANNED,))
    )
    for item, recipe in zip(items[1:], later, strict=True):
        if recipe is None or recipe.based_on is not None:
            raise InputError(_second_base(str(item)))
    recipes = [recipe for recipe in (first, *later) if recipe is not None]
    based_on = (
        AS_PLANNED
        if not items
        else _shipped_name(items[0], dossier) or AS_PLANNED
        if first is None
        else first.based_on or AS_PLANNED
    )
    return composed(based_on, recipes, dossier, shares=shares, last_year=last_year, changes=changes)


def composed(
    based_on: str,
    recipes: Sequence[Recipe],
    dossier: Dossier,
    *,
    shares: Mapping[str, str] | None = None,
    last_year: int | None = None,
    changes: Sequence[str] = (),
) -> Scenario:
    """Return the scenario that recipes make of a shipped alternative, one after the other, as `compose` does."""
    cases = {group: case for recipe in recipes for group, case in recipe.shares.items()} | dict(shares or {})
    horizons = [recipe.last_year for recipe in recipes if recipe.last_year is not None]
    try:
        scenario = shipped.scenario(based_on, plan=dossier, shares=cases)
    except InputError as error:
        if not lacks_growth(error):
            raise
        end = last_year or (horizons[-1] if horizons else dossier.plan.horizon)
        scenario = _with_growth_given(based_on, dossier, cases, recipes, changes, end)
        recipes, horizons, last_year, changes = [replace(one, changes=()) for one in recipes], [], None, ()
    if horizons:
        scenario = scenario.with_horizon(horizons[-1])
    scenario = _on_given_base(scenario, recipes)
    for recipe in recipes:
        scenario = _applied(scenario, recipe)
    if last_year is not None:
        scenario = scenario.with_horizon(last_year)
    for change in changes:
        scenario = scenario.with_change(change)
    return scenario


def _on_given_base(scenario: Scenario, recipes: Sequence[Recipe]) -> Scenario:
    for recipe in recipes:
        if recipe.base:
            try:
                scenario = scenario.with_base(recipe.base)
            except InputError as error:
                raise InputError([fault.at(recipe.place) for fault in error.faults]) from error
    return scenario


def _with_growth_given(
    name: str, dossier: Dossier, shares: Mapping[str, str], recipes: Sequence[Recipe], changes: Sequence[str], end: int
) -> Scenario:
    """Return an alternative of a plan that prints nothing of some growth, with all changes made at once."""
    terms, years = dossier.plan.terms, range(dossier.plan.years[0], end + 1)
    given = [change for recipe in recipes for change in recipe.changes]
    given += [parse_change(change, terms, years) for change in changes]
    return Scenario.of_alternative(name, dossier, dossier.baseline(shares), last_year=end, changes=given)


@door
def read_scenario(path: Path | str, *, plan: Dossier | Path | str | None = None) -> Scenario:
    """Read one scenario file, TOML or JSON with the same keys.

    Raises `InputError` with every fault, unknown keys included.
    """
    return compose([Path(path)], plan=plan)


def _shipped_name(item: str | Path, dossier: Dossier) -> str | None:
    """Return the key of the shipped alternative that an item names; None for a file."""
    if str(item) in ALTERNATIVES:
        return str(item)
    if isinstance(item, Path) or Path(item).suffix or _is_there(Path(item)):
        return None
    names = alternative_names(dossier.plan.terms)
    found = meant(item, names)
    if len(found) > 1:
        raise InputError(name_fault(WHICH_SCENARIO, item, names, found))
    return found[0].key if found else None


def unknown_scenario(item: Path | str, dossier: Dossier, *, files: Sequence[str] = FILES) -> Fault | None:
    """Return the fault of what names no shipped alternative and looks like no file, with the `files` that are read."""
    if _shipped_name(item, dossier) is not None or Path(item).suffix or _is_there(Path(item)):
        return None
    return choice(WHICH_SCENARIO, str(item), [*alternative_names(dossier.plan.terms), *files])


def _is_there(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError:
        # no file can have such a name
        return False


def read_recipe(path: Path | str, dossier: Dossier) -> Recipe:
    """Read a scenario file without applying it; raise `InputError` with every fault."""
    file = Path(path)
    unknown = unknown_scenario(path, dossier)
    if unknown is not None:
        raise InputError(unknown)
    faults: list[Fault] = []
    top = Section(file, "", read_settings(file), faults)
    take_format(top, SCENARIO)
    terms = dossier.plan.terms
    groups = group_names(terms)
    based_on = top.optional("based_on", lambda key: top.option(key, alternative_names(terms)))
    shares = top.section("shares", {})
    base = top.section("base", {})
    population = top.optional("population", top.section)
    recipe = Recipe(
        place=Text.same(file),
        name=_either(top, "name", file.stem),
        description=_either(top, "description", ""),
        based_on=based_on,
        shares=shares.present(groups, shares.text),
        base=base.present(groups, base.number),
        last_year=top.optional("last_year", top.whole),
        changes=tuple(_change(section, terms) for section in top.sections("growth")),
        price_growth=top.optional("price_growth", lambda key: _rates(top, key)),
        gdp_growth=top.optional("gdp_growth", lambda key: _rates(top, key)),
        levers=_levers(top, terms),
        distributions=read_distributions(top, groups),
        as_of=top.optional("as_of", top.whole),
        population=None
        if population is None
        else population.present(groups, lambda group: population.section(group).by_year()),
    )
    for section in (shares, base, top, *([] if population is None else [population])):
        section.finish()
    raise_faults(faults)
    return recipe


@door
def write_scenario(scenario: Scenario, path: Path | str) -> Written:
    """Write the recipe of a scenario whole or not at all, as JSON for .json, else as TOML; say where.

    It is named by the file where it has no name. Raises `InputError` for a scenario that has no recipe (a bare growth
    array, a change by an array) and for one on a table of regions.
    """
    file = Path(path)
    named = scenario if scenario.name else scenario.with_name(file.stem)
    return write_whole(file, (scenario_json if file.suffix.lower() == ".json" else scenario_toml)(named))


@door
def scenario_toml(scenario: Scenario) -> str:
    """Return the recipe of a scenario as TOML text; raise `InputError` as `write_scenario` does."""
    import tomli_w

    return escaped(tomli_w.dumps(scenario_record(scenario)))


@door
def scenario_json(scenario: Scenario) -> str:
    """Return the recipe of a scenario as JSON text, keys as in TOML; raise as `write_scenario` does.

    >>> from ceheng_model.scenarios import scenario
    >>> print(scenario_json(scenario("plan").with_change("rural.wages.2023=12%")).splitlines()[1].strip())
    "format": 1,
    """
    return json.dumps(scenario_record(scenario), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def scenario_record(scenario: Scenario) -> dict[str, Any]:
    """Return the recipe of a scenario by the keys of a scenario file; raise `InputError` as `write_scenario` does."""
    _require_recipe(scenario)
    recipe: dict[str, Any] = {KEY: SCENARIO.version}
    if scenario.name:
        recipe["name"] = _name(scenario.name)
    recipe["based_on"] = scenario.based_on
    if scenario.description:
        recipe["description"] = asdict(scenario.description)
    if scenario.plan is not None and scenario.years[-1] != scenario.plan.horizon:
        recipe["last_year"] = scenario.years[-1]
    if scenario.as_of is not None:
        recipe["as_of"] = scenario.as_of
    recipe["shares"] = dict(scenario.baseline.shares())
    if scenario.baseline.given_totals:
        recipe["base"] = dict(scenario.baseline.given_totals)
    recipe |= _circumstances(scenario)
    if scenario.distributions:
        recipe[DISTRIBUTION] = distribution_tables(scenario.distributions)
    if scenario.levers:
        recipe["lever"] = [lever_table(lever) for lever in scenario.levers]
    if scenario.changes:
        recipe["growth"] = [_written(change) for change in scenario.changes]
    return recipe


_OWN_BASELINE = Template("用{kind}自己的基数", "be on the {kind}'s own baseline")


def _require_recipe(scenario: Scenario) -> None:
    what = named(scenario.title)
    if scenario.baseline.by_case is not None:
        raise InputError(
            Fault(
                what=what,
                rule=scenario.terms.say(_OWN_BASELINE),
                got=scenario.baseline.region,
                way_out=Text(
                    "保存 with_regions 之前的情景，读回后再给出各地区的表",
                    "save the scenario from before with_regions, and give the table of regions again after reading it",
                ),
            )
        )
    if scenario.based_on is None or any(np.ndim(change.value) for change in scenario.changes):
        raise InputError(
            Fault(
                what=what,
                rule=Text(
                    f"由{scenario.terms.kind.zh}情景和单个数值的改动组成",
                    "be a shipped alternative with changes by single numbers",
                ),
                got=Text("增速数组", "a growth array"),
                way_out=one_path("scenario", scenario.alternatives, scenario.baseline.regions)
                if scenario.alternatives
                else Text("逐个写出，或保存数组", "write its members one by one, or save the array"),
            )
        )


def _circumstances(scenario: Scenario) -> dict[str, Any]:
    """Return prices, GDP and population by year; what is the folder's stays there and is read from it."""
    tables: dict[str, Any] = {}
    folder, held = scenario.folder, scenario.surroundings
    for kind in APPLIED_KINDS:
        array, whose = held.of(kind), folder.whose(kind, held.of(kind))
        if whose == folder.circumstances.region:
            continue
        if whose is not None and kind != RESIDENTS:
            tables[kind] = whose
        elif array is None:
            tables[kind] = {}
        elif kind != RESIDENTS:
            tables[kind] = _apart(scenario.years, array, folder.figures(kind))
    if scenario.population is not None and folder.whose(RESIDENTS, scenario.population) is None:
        years = (scenario.baseline.year, *scenario.years)
        tables["population"] = {
            group.key: _by_year(years, residents)
            for group, residents in zip(scenario.groups, scenario.population, strict=True)
            if group.part_of is None
        }
    return tables


def _apart(years: Sequence[int], rates: Array, known: Array | None) -> dict[str, float]:
    """Return the rates by year, less those that the folder gives alike."""
    if known is None:
        return _by_year(years, rates)
    differs = ~np.isclose(rates, known, rtol=SAME, atol=SAME, equal_nan=True)
    return _by_year([year for year, apart in zip(years, differs, strict=True) if apart], rates[differs])


def _by_year(years: Sequence[int], values: Array) -> dict[str, float]:
    return {str(year): value for year, value in zip(years, values.tolist(), strict=True)}


def _written(change: GrowthChange) -> dict[str, Any]:
    cells = {"groups": change.groups, "components": change.components, "years": change.years}
    return {key: list(names) for key, names in cells.items() if names} | {change.how: change.value}


def _applied(scenario: Scenario, recipe: Recipe) -> Scenario:
    try:
        for change in recipe.changes:
            scenario = scenario.with_change(change)
        if recipe.price_growth is not None:
            scenario = scenario.with_prices(recipe.price_growth or None)
        if recipe.gdp_growth is not None:
            scenario = scenario.with_gdp(recipe.gdp_growth or None)
        if recipe.population is not None:
            scenario = scenario.with_population(recipe.population or None)
        for group, distribution in recipe.distributions.items():
            scenario = scenario.with_distribution(group, distribution)
        for lever in recipe.levers:
            scenario = scenario.with_lever(lever)
        if recipe.as_of is not None:
            scenario = scenario.with_as_of(recipe.as_of)
    except InputError as error:
        raise InputError([fault.at(recipe.place) for fault in error.faults]) from error
    return replace(scenario, name=recipe.name, description=recipe.description)


def _rates(top: Section, key: str) -> Rates:
    """Return growth by year, or the region of the folder's circumstances that a text names."""
    return top.text(key) if isinstance(top.table[key], str) else top.section(key).by_year()


def _name(name: Text) -> str | dict[str, str]:
    zh, en = name
    return zh if zh == en else asdict(name)


def _levers(top: Section, terms: Terms) -> tuple[Lever, ...]:
    levers = [read_lever(section, terms) for section in top.sections("lever")]
    return tuple(lever for lever in levers if lever is not None)


def _either(top: Section, key: str, usual: str) -> Text:
    """Return a text that is given once for both languages, or in each of them."""
    return top.texts(key) if isinstance(top.table.get(key), dict) else Text.same(top.text(key, usual))


def _change(section: Section, terms: Terms) -> GrowthChange:
    values = section.present(choice_names(HOWS), section.number)
    if len(values) != 1:
        rule = Text("恰有一个", "be there exactly once")
        way_out = Text("例如 set = 0.15", "for example set = 0.15")
        section.fault("set | add | multiply", rule, tuple(values), way_out)
    how = next((how for how in HOWS if how in values), HOWS[0])
    change = growth_change(
        section.options("groups", group_names(terms)),
        section.options("components", component_names(terms, total=False)),
        values.get(how, 0.0),
        years=section.years("years"),
        how=how,
    )
    section.finish()
    return change


def _second_base(item: str) -> Fault:
    return Fault(
        what=Text("第二个及以后的情景", "a scenario after the first"),
        rule=Text("只含改动，不含 based_on", "hold changes only, without based_on"),
        got=item,
        way_out=Text("将其放在最前，或删去 based_on", "put it first, or remove based_on"),
    )
