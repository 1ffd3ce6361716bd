"""Hold what the page shows, and change it step by step: plain values, no browser."""

from dataclasses import dataclass, replace
from typing import Any

from ceheng_model.app.recipes import Recipe, recipe_of
from ceheng_model.errors import Fault, InputError
from ceheng_model.files import PERCENT, number
from ceheng_model.levers import Lever
from ceheng_model.scenarios import GrowthChange, How, Scenario, scenario
from ceheng_model.vocabulary import Language, Text
from ceheng_model.wording import Reading

MOST_KEPT = 4
MOST_UNDONE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Hold everything that the page shows and that its address says."""

    language: Language = "zh"
    recipe: Recipe
    left_out: tuple[str, ...] = ()
    """Promises that the audit leaves out, by the id of the audit's item."""
    reading: Reading = "value"
    """How the audit takes round numbers and endpoints."""
    quantity: str = "ratio"
    """What is to reach a target, such as ``rural.average_growth``."""
    aim: str = ""
    """The target's value as typed, such as ``2.8`` or ``16%``; empty for none."""
    vary: str = "rural"
    """The growth cells that may move, such as ``rural.wages``."""
    how: How = "set"
    group: str = "rural"
    """Group whose growth the sliders move."""
    period: str = ""
    """Year that they move; empty for every year."""
    fan: str = "ratio"
    """What the fan shows: the ratio or a group."""
    shown_year: str = ""
    """Year of the official table; empty for the last one."""
    kept: tuple[Recipe, ...] = ()
    """Scenarios kept for comparison."""

    @property
    def scenario(self) -> Scenario:
        """The scenario on the page."""
        return self.recipe.scenario

    def with_scenario(self, made: Scenario) -> "View":
        """Return the view on another scenario of the same plan."""
        return replace(self, recipe=recipe_of(made, folder=self.recipe.folder))


def first_view(*, folder: str = "", language: Language = "zh", name: str = "plan") -> View:
    """Return the page as it opens: a shipped alternative as it stands.

    >>> first_view().scenario.title.en
    'the plan'
    """
    dossier = Recipe(folder=folder, text="").dossier
    recipe, keys = recipe_of(scenario(name, plan=dossier), folder=folder), dossier.plan.group_keys
    if {"urban", "rural"} <= set(keys):
        return View(language=language, recipe=recipe)
    # a plan of other groups has no ratio: the page opens on the first of them
    return View(language=language, recipe=recipe, quantity=keys[0], vary=keys[0], group=keys[0], fan=keys[0])


def with_field(view: View, field: str, value: Any) -> View:
    """Return the view with one of its fields changed."""
    return replace(view, **{field: value})


def moved(view: View, change: GrowthChange) -> View:
    """Return the view with one change of growth; earlier changes of exactly the same cells give way to a rate.

    >>> from ceheng_model.scenarios.changes import growth_change
    >>> view = first_view()
    >>> for rate in (0.15, 0.16, 0.17):
    ...     view = moved(view, growth_change("rural", "wages", rate, years=2023, how="set"))
    >>> [str(change) for change in view.scenario.changes]
    ['rural.wages.2023=0.17']
    """
    made = view.scenario
    if change.how == "set":
        kept = [one for one in made.changes if one.cells() != change.cells()]
        if len(kept) < len(made.changes):
            made = _again(made, kept)
    return view.with_scenario(made.with_change(change))


def without_changes(view: View) -> View:
    """Return the view on its named scenario as it stands, share cases and measures kept."""
    return view.with_scenario(_again(view.scenario, []))


def based_on(view: View, name: str) -> View:
    """Return the view on another shipped alternative under the same share cases and with the same measures."""
    made, shares = view.scenario, view.scenario.baseline.shares()
    fresh = scenario(name, plan=view.recipe.dossier, shares=shares)
    return view.with_scenario(_surrounded(fresh, made).with_levers(made.levers))


def with_lever(view: View, lever: Lever) -> View:
    """Return the view with one more measure."""
    return view.with_scenario(view.scenario.with_lever(lever))


def without_lever(view: View, id: str) -> View:
    """Return the view without one measure."""
    made = view.scenario
    return view.with_scenario(made.with_levers([lever for lever in made.levers if lever.id != id]))


def with_economy(view: View, growth: float | None) -> View:
    """Return the view with one growth of GDP for every year, or without any."""
    made = view.scenario
    return view.with_scenario(made.with_gdp(growth))


def named(view: View, name: str) -> View:
    """Return the view with its scenario under another name."""
    made = view.scenario
    return view.with_scenario(made.with_name(name.strip()))


def keeping(view: View, name: str) -> View:
    """Return the view with its scenario kept for comparison under a name; raise `InputError` when there is no room."""
    if len(view.kept) >= MOST_KEPT:
        rule, way_out = Text(f"不超过 {MOST_KEPT} 个", f"be at most {MOST_KEPT}"), Text("先去掉一个", "drop one first")
        what = Text("留作比较的情景", "the scenarios kept for comparison")
        raise InputError(Fault(what=what, rule=rule, got=len(view.kept) + 1, way_out=way_out))
    return replace(view, kept=(*view.kept, named(view, name).recipe))


def dropping(view: View, place: int) -> View:
    """Return the view without one of the kept scenarios."""
    return replace(view, kept=(*view.kept[:place], *view.kept[place + 1 :]))


def rate(percent: float) -> float:
    """Return a rate typed in per cent as a fraction, read as the decimal that it shows.

    >>> rate(15.1), rate(-0.3)
    (0.151, -0.003)
    """
    found = number(percent, PERCENT)
    assert found is not None
    return found


def percent(fraction: float) -> float:
    """Return a fraction in per cent such that `rate` gives it back wherever that can be.

    >>> percent(0.151), percent(0.07)
    (15.1, 7.0)
    """
    return float(f"{fraction * 100:.13g}")


def _again(made: Scenario, changes: list[GrowthChange]) -> Scenario:
    """Return the scenario with these changes instead of its own, everything else as it is."""
    assert made.based_on is not None
    fresh = scenario(made.based_on, plan=made.dossier, shares=made.baseline.shares())
    if made.years[-1] != fresh.years[-1]:
        fresh = fresh.with_horizon(made.years[-1])
    if made.name:
        fresh = fresh.with_name(made.name, description=made.description)
    for change in changes:
        fresh = fresh.with_change(change)
    return _surrounded(fresh, made).with_levers(made.levers)


def _surrounded(fresh: Scenario, made: Scenario) -> Scenario:
    """Return a scenario with the horizon, prices, GDP and population of another one."""
    if made.years[-1] != fresh.years[-1]:
        fresh = fresh.with_horizon(made.years[-1])
    return replace(fresh, price_growth=made.price_growth, gdp_growth=made.gdp_growth, population=made.population)
