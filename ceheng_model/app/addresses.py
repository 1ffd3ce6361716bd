"""Write a view as the query of an address, as differences from the named scenario, and read it back."""

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

import tomli_w

from ceheng_model.app.recipes import Recipe, recipe_of
from ceheng_model.app.state import MOST_KEPT, View, first_view
from ceheng_model.characters import escaped
from ceheng_model.errors import FOUR_DIGITS, Fault, InputError, choice, raise_faults
from ceheng_model.levers import Lever, lever_table, parse_lever
from ceheng_model.levers.templates import INPUTS
from ceheng_model.plan import Plan
from ceheng_model.scenarios import Scenario, scenario, scenario_toml
from ceheng_model.scenarios.changes import HOWS
from ceheng_model.vocabulary import LANGUAGES, Text
from ceheng_model.wording import READINGS

Query = Mapping[str, Sequence[str]]
_SIGNS = {"set": "=", "add": "+=", "multiply": "*="}
_OF_SCENARIO = ("scenario", "name", "shares", "horizon", "set", "lever", "more")
_FIELDS = {
    "reading": "reading",
    "target": "quantity",
    "aim": "aim",
    "vary": "vary",
    "how": "how",
    "group": "group",
    "period": "period",
    "fan": "fan",
    "year": "shown_year",
}
"""Parts of the address that are fields of the view."""
_OF_VIEW = ("lang", "plan", *_FIELDS, "leave", "keep")
LONGEST = 60_000
"""Characters of an address that is read."""


def to_query(view: View) -> dict[str, list[str]]:
    """Return the query of a view: only what differs from the named scenario and from the page as it opens.

    >>> from ceheng_model.app.state import moved
    >>> from ceheng_model.scenarios.changes import parse_change
    >>> view = first_view()
    >>> change = parse_change("rural.wages.2023=15%", view.scenario.terms, view.scenario.years)
    >>> to_query(moved(view, change))
    {'lang': ['zh'], 'scenario': ['plan'], 'set': ['rural.wages.2023=0.15']}
    """
    plain = first_view(folder=view.recipe.folder)
    query: dict[str, list[str]] = {"lang": [view.language]}
    if view.recipe.folder:
        query["plan"] = [view.recipe.dossier.plan.id]
    for key, value in differences(view.recipe):
        query.setdefault(key, []).append(value)
    given = {key: (getattr(view, name), getattr(plain, name)) for key, name in _FIELDS.items()}
    query |= {key: [value] for key, (value, usual) in given.items() if value != usual}
    if view.left_out:
        query["leave"] = list(view.left_out)
    if view.kept:
        query["keep"] = [urlencode(differences(recipe)) for recipe in view.kept]
    return query


def from_query(query: Query, folders: Mapping[str, str]) -> View:
    """Return the view of a query; `folders` names the folder of each plan by the plan's id, the first one usual.

    Raises `InputError` with the faults of the query, in the words of the library.

    >>> from_query({"scenario": ["trend"], "lang": ["en"]}, {"ceheng-2022-2024": ""}).scenario.based_on
    'trend'
    """
    if sum(len(text) for values in query.values() for text in values) > LONGEST:
        raise InputError(_too_long())
    faults = [
        choice(Text("网址中的项", "a part of the address"), key, (*_OF_VIEW, *_OF_SCENARIO))
        for key in query
        if key not in (*_OF_VIEW, *_OF_SCENARIO)
    ]
    told = {key: values[-1] for key, values in query.items() if values}
    language, plan = told.get("lang", "zh"), told.get("plan", next(iter(folders)))
    folder = folders.get(plan, "")
    faults += _unknown(told | {"lang": language, "plan": plan}, folders, Recipe(folder=folder, text="").dossier.plan)
    raise_faults(faults)
    plain = first_view(folder=folder, language=language)  # type: ignore[arg-type]
    pairs = [(key, value) for key in _OF_SCENARIO for value in query.get(key, ())]
    return replace(
        plain,
        recipe=recipe_from(pairs, folder),
        left_out=tuple(query.get("leave", ())),
        **{name: told[key] for key, name in _FIELDS.items() if key in told},  # type: ignore[arg-type]
        kept=tuple(recipe_from(_pairs(text), folder) for text in query.get("keep", ())[:MOST_KEPT]),
    )


def differences(recipe: Recipe) -> list[tuple[str, str]]:
    """Return what makes a scenario differ from the shipped alternative it is based on, as parts of a query."""
    made = recipe.scenario
    plan = recipe.dossier.plan
    pairs = [("scenario", str(made.based_on))]
    if made.name and made.name.zh == made.name.en:
        pairs.append(("name", made.name.zh))
    pairs += [("shares", f"{g}={case}") for g, case in made.baseline.shares().items() if case != plan.shares.get(g)]
    if made.years[-1] != plan.horizon:
        pairs.append(("horizon", str(made.years[-1])))
    for change in made.changes:
        cells = change.cells() if change.cells() != "all" else ",".join(made.group_keys)
        # repr keeps every digit of a rate that was solved for
        pairs.append(("set", f"{cells}{_SIGNS[change.how]}{float(change.value)!r}"))
    pairs += [("lever", text) for lever in made.levers if (text := _short(lever, plan)) is not None]
    if more := _more(recipe, pairs):
        pairs.append(("more", json.dumps(more, ensure_ascii=False, separators=(",", ":"))))
    return pairs


def recipe_from(pairs: Sequence[tuple[str, str]], folder: str) -> Recipe:
    """Return the recipe of a scenario from its parts; raise `InputError` with the library's message."""
    direct = _direct(pairs, folder)
    more = [value for key, value in pairs if key == "more"]
    table = tomllib.loads(scenario_toml(direct)) | (_object(more[-1]) if more else {})
    try:
        text = escaped(tomli_w.dumps(table))
    except (TypeError, ValueError, RecursionError) as error:
        raise InputError(_unreadable(more[-1])) from error
    # a file may hold less than a query can say, such as no empty name: what is opened can be saved
    return recipe_of(Recipe(folder=folder, text=text).scenario, folder=folder)


def _unknown(told: Mapping[str, str], folders: Mapping[str, str], plan: Plan) -> list[Fault]:
    """Return the faults of parts that must be one of a few options."""
    options: dict[str, Sequence[str]] = {
        "lang": LANGUAGES,
        "plan": list(folders),
        "reading": READINGS,
        "how": HOWS,
        "group": plan.group_keys,
        "fan": ("ratio", *plan.group_keys),
    }
    found = [(name, told[name], known) for name, known in options.items() if name in told and told[name] not in known]
    return [choice(Text(name, name), got, known) for name, got, known in found]


def _direct(pairs: Sequence[tuple[str, str]], folder: str) -> Scenario:
    def each(wanted: str) -> Iterator[str]:
        return (value for key, value in pairs if key == wanted)

    dossier = Recipe(folder=folder, text="").dossier
    shares = dict(_share(text) for text in each("shares"))
    made = scenario(next(each("scenario"), "plan"), plan=dossier, shares=shares)
    for year in each("horizon"):
        made = made.with_horizon(_year(year))
    for text in each("set"):
        made = made.with_change(text)
    for text in each("lever"):
        made = made.with_lever(text)
    for name in each("name"):
        made = made.with_name(name)
    return made


def _short(lever: Lever, plan: Plan) -> str | None:
    """Return a measure of the plan as its name and inputs, or None where the inputs do not say everything."""
    table = lever_table(lever)
    template = next((one for one in plan.levers if one.id == lever.id), None)
    if template is None:
        return None
    inputs = {name: table[name] for name in INPUTS if name in table and template.printed.get(name) != table[name]}
    if any(not isinstance(value, int | float) for value in inputs.values()):
        return None
    text = f"{lever.id}:{','.join(f'{name}={value!r}' for name, value in inputs.items())}"
    try:
        return text if parse_lever(text, plan.levers) == lever else None
    except InputError:
        return None


def _more(recipe: Recipe, pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return what the other parts leave unsaid, as it stands in the scenario file."""
    wanted, said = (tomllib.loads(text) for text in (recipe.text, recipe_from(pairs, recipe.folder).text))
    nothing: dict[str, Any] = {"description": "", "lever": []}
    left = {key: value for key, value in wanted.items() if value != said.get(key)}
    return left | {key: nothing[key] for key in said if key not in wanted}


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, strict_parsing=True)
    except ValueError as error:
        raise InputError(_unreadable(text)) from error


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(_unreadable(text)) from error
    if not isinstance(found, dict):
        raise InputError(_unreadable(text))
    return found


def _share(text: str) -> tuple[str, str]:
    group, _, case = text.partition("=")
    return group, case


def _year(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) == 4):
        rule, way_out = FOUR_DIGITS, Text("例如 2026", "for example 2026")
        raise InputError(Fault(what=Text("horizon", "horizon"), rule=rule, got=text, way_out=way_out))
    return int(text)


def _unreadable(text: str) -> Fault:
    return Fault(
        what=Text("网址", "the address"),
        rule=Text("由本页写出", "be written by this page"),
        got=text,
        way_out=Text("重新复制整个网址，或从原情景开始", "copy the whole address again, or start from a scenario"),
    )


def _too_long() -> Fault:
    return Fault(
        what=Text("网址的长度", "the length of the address"),
        rule=Text(f"不超过 {LONGEST} 个字符", f"be at most {LONGEST} characters"),
        got=Text("更长", "more"),
        way_out=Text("改用情景文件", "use a scenario file instead"),
    )
