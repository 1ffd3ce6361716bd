"""Write scenarios as TOML recipes, read them back identically, compose several left to right."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ceheng_model.errors import Fault, InputError, choice, raise_faults
from ceheng_model.files import Section, read_toml, write_whole
from ceheng_model.levers import Lever, lever_table, read_lever
from ceheng_model.scenarios.alternatives import ALTERNATIVES, AS_PLANNED
from ceheng_model.scenarios.changes import HOWS, GrowthChange, growth_change
from ceheng_model.scenarios.dossier import Dossier, load_dossier
from ceheng_model.scenarios.growth_scenario import Scenario
from ceheng_model.scenarios.shipped import scenario
from ceheng_model.vocabulary import COMPONENTS, Template, Text

_NAMED = Template("情景“{title}”", "scenario “{title}”")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Hold what a scenario file says, before it is applied to a plan."""

    path: Path
    name: Text
    description: Text
    based_on: str | None
    shares: Mapping[str, str]
    last_year: int | None
    changes: tuple[GrowthChange, ...]
    price_growth: Mapping[int, float] | None
    gdp_growth: Mapping[int, float] | None
    population: Mapping[str, Mapping[int, float]] | None
    levers: tuple[Lever, ...]


def compose(
    items: Sequence[str | Path],
    *,
    plan: Dossier | Path | str | None = None,
    shares: Mapping[str, str] | None = None,
) -> Scenario:
    """Return the scenario that names and files make together, applied from left to right.

    Each item is a shipped alternative or a TOML file. Only the first may say what it is based on:
    the later ones are changes on top of it. `shares` overrides the files.
    """
    dossier = plan if isinstance(plan, Dossier) else load_dossier(plan)
    if not items:
        return scenario(AS_PLANNED, plan=dossier, shares=shares)
    recipes = [None if str(item) in ALTERNATIVES else read_recipe(item, dossier) for item in items]
    for item, recipe in list(zip(items, recipes, strict=True))[1:]:
        if recipe is None or recipe.based_on is not None:
            raise InputError(_second_base(str(item)))
    given = [recipe for recipe in recipes if recipe is not None]
    based_on = str(items[0]) if recipes[0] is None else recipes[0].based_on or AS_PLANNED
    chosen = {group: case for recipe in given for group, case in recipe.shares.items()} | dict(shares or {})
    made = scenario(based_on, plan=dossier, shares=chosen)
    horizons = [recipe.last_year for recipe in given if recipe.last_year is not None]
    if horizons:
        made = made.with_horizon(horizons[-1])
    for recipe in given:
        made = _applied(made, recipe)
    return made


def read_scenario(path: Path | str, *, plan: Dossier | Path | str | None = None) -> Scenario:
    """Read one scenario file; raise `InputError` with every fault, unknown keys included."""
    return compose([Path(path)], plan=plan)


def read_recipe(path: Path | str, dossier: Dossier) -> Recipe:
    """Read a scenario file without applying it; raise `InputError` with every fault."""
    file = Path(path)
    if not file.is_file() and file.suffix == "":
        options = [*ALTERNATIVES, "FILE.toml"]
        raise InputError(choice(Text("情景", "the scenario"), str(path), options))
    faults: list[Fault] = []
    top = Section(file, "", read_toml(file), faults)
    groups = dossier.plan.group_keys
    based_on = top.optional("based_on", lambda key: top.option(key, ALTERNATIVES))
    shares = top.section("shares", {})
    population = top.section("population", {})
    recipe = Recipe(
        path=file,
        name=_either(top, "name", file.stem),
        description=_either(top, "description", ""),
        based_on=based_on,
        shares=shares.present(groups, shares.text),
        last_year=top.optional("last_year", top.whole),
        changes=tuple(_change(section, groups) for section in top.sections("growth")),
        price_growth=top.section("price_growth", {}).by_year() or None,
        gdp_growth=top.section("gdp_growth", {}).by_year() or None,
        levers=tuple(lever for one in top.sections("lever") if (lever := read_lever(one, groups)) is not None),
        population=population.present(groups, lambda group: population.section(group).by_year()) or None,
    )
    for section in (shares, population, top):
        section.finish()
    raise_faults(faults)
    return recipe


def write_scenario(made: Scenario, path: Path | str) -> None:
    """Write the recipe of a scenario as TOML, whole or not at all, named by the file where it has no name.

    Raises `InputError` for a scenario that has no recipe (a bare growth array, a change by an array) and for
    one on a table of regions.
    """
    write_whole(Path(path), scenario_toml(made if made.name else made.with_name(Path(path).stem)))


def scenario_toml(made: Scenario) -> str:
    """Return the recipe of a scenario as TOML text."""
    import tomli_w

    if made.baseline.by_case is not None:
        raise InputError(
            Fault(
                what=_NAMED.format(title=made.title.in_quotes()),
                rule=Text("用方案自己的基数", "be on the plan's own baseline"),
                got=made.baseline.region,
                way_out=Text(
                    "保存 with_regions 之前的情景，读回后再给出各地区的表",
                    "save the scenario from before with_regions, and give the table of regions again after reading it",
                ),
            )
        )
    if made.based_on is None or any(np.ndim(change.value) for change in made.changes):
        raise InputError(
            Fault(
                what=_NAMED.format(title=made.title.in_quotes()),
                rule=Text("由方案情景和单个数值的改动组成", "be a shipped alternative with changes by single numbers"),
                got=Text("增速数组", "a growth array"),
                way_out=Text("逐个写出，或保存数组", "write its members one by one, or save the array"),
            )
        )
    recipe: dict[str, Any] = {"name": _name(made.name)} if made.name else {}
    recipe["based_on"] = made.based_on
    if made.description:
        recipe["description"] = asdict(made.description)
    if made.plan is not None and made.years[-1] != made.plan.years[-1]:
        recipe["last_year"] = made.years[-1]
    recipe["shares"] = dict(made.baseline.shares())
    for key, array in (("price_growth", made.price_growth), ("gdp_growth", made.gdp_growth)):
        if array is not None:
            recipe[key] = {str(year): float(rate) for year, rate in zip(made.years, array, strict=True)}
    if made.population is not None:
        years = (made.baseline.year, *made.years)
        recipe["population"] = {
            group.key: {str(year): float(value) for year, value in zip(years, row, strict=True)}
            for group, row in zip(made.groups, made.population, strict=True)
            if group.part_of is None
        }
    if made.levers:
        recipe["lever"] = [lever_table(lever) for lever in made.levers]
    if made.changes:
        recipe["growth"] = [_written(change) for change in made.changes]
    return tomli_w.dumps(recipe)


def _written(change: GrowthChange) -> dict[str, Any]:
    cells = {"groups": change.groups, "components": change.components, "years": change.years}
    return {key: list(names) for key, names in cells.items() if names} | {change.how: change.value}


def _applied(made: Scenario, recipe: Recipe) -> Scenario:
    try:
        for change in recipe.changes:
            made = made.with_change(change)
        if recipe.price_growth:
            made = made.with_prices(recipe.price_growth)
        if recipe.gdp_growth:
            made = made.with_gdp(recipe.gdp_growth)
        if recipe.population:
            made = made.with_population(recipe.population)
        for lever in recipe.levers:
            made = made.with_lever(lever)
    except InputError as error:
        place = Text(str(recipe.path), str(recipe.path))
        raise InputError([fault.at(place) for fault in error.faults]) from error
    return replace(made, name=recipe.name, description=recipe.description)


def _name(name: Text) -> str | dict[str, str]:
    return name.zh if name.zh == name.en else asdict(name)


def _either(top: Section, key: str, usual: str) -> Text:
    """Return a text that is given once for both languages, or in each of them."""
    return top.texts(key) if isinstance(top.table.get(key), dict) else Text.same(top.text(key, usual))


def _change(section: Section, groups: Sequence[str]) -> GrowthChange:
    given = section.present(HOWS, section.number)
    if len(given) != 1:
        rule = Text("恰有一个", "be there exactly once")
        way_out = Text("例如 set = 0.15", "for example set = 0.15")
        section.fault("set | add | multiply", rule, ", ".join(given), way_out)
    how = next((how for how in HOWS if how in given), HOWS[0])
    change = growth_change(
        section.options("groups", groups),
        section.options("components", COMPONENTS),
        given.get(how, 0.0),
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
