"""Name a scenario by its plan's folder and its text, so that it can be compared, kept, addressed and shared."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from ceheng_model.errors import Fault, InputError
from ceheng_model.files import read_settings, write_scratch
from ceheng_model.scenarios import Dossier, Scenario, load_dossier, read_scenario, scenario_toml
from ceheng_model.vocabulary import Text

FILE = "scenario.toml"
"""Name under which every text is read: no path comes from a name that somebody chose."""
JSON_FILE = "scenario.json"
"""Name under which a text in JSON is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Hold a scenario file as text, and the folder of its plan.

    >>> from ceheng_model.scenarios import scenario
    >>> recipe = recipe_of(scenario("plan").with_growth("rural", "wages", 0.15))
    >>> recipe.scenario.growth[1, 0].tolist(), recipe == recipe_of(recipe.scenario)
    ([0.15, 0.15, 0.15], True)
    """

    folder: str = ""
    """Folder of the plan; empty for the one that ships."""
    text: str

    @property
    def scenario(self) -> Scenario:
        """The scenario; raises `InputError` with every fault of the text."""
        return _made(self)

    @property
    def dossier(self) -> Dossier:
        """The plan with its data."""
        return dossier_of(self.folder)


def recipe_of(scenario: Scenario, *, folder: str = "") -> Recipe:
    """Return the recipe of a scenario; raise `InputError` for one that no scenario file can hold."""
    if scenario.baseline.by_case is not None:
        raise InputError(_other_base())
    return Recipe(folder=folder, text=scenario_toml(scenario))


@lru_cache(maxsize=16)
def dossier_of(folder: str) -> Dossier:
    """Return the plan of a folder, read once; the one that ships for an empty name."""
    return load_dossier(folder or None)


def placed(error: InputError, folder: Path | str) -> InputError:
    """Return an error whose places no longer name a folder of the server."""
    inside = f"{folder}/"
    faults = []
    for fault in error.faults:
        if fault.place is None:
            faults.append(fault)
        else:
            faults.append(fault.at(Text(*(text.replace("\\", "/").replace(inside, "") for text in fault.place))))
    return InputError(faults)


def scenario_in(content: bytes | str, dossier: Dossier, *, name: str = FILE) -> Scenario:
    """Return the scenario that the content of a file holds; raise `InputError` with every fault of it.

    >>> scenario_in('{"based_on": "trend"}', dossier_of(""), name=JSON_FILE).based_on
    'trend'
    """
    with TemporaryDirectory() as folder:
        file = Path(folder) / name
        write_scratch(file, content)
        try:
            made = read_scenario(file, plan=dossier)
            is_named = "name" in read_settings(file)
        except InputError as error:
            raise placed(error, Path(folder).as_posix()) from error
    # the file read has no name of its own that anybody chose
    return made if is_named else made.with_name("")


@lru_cache(maxsize=256)
def _made(recipe: Recipe) -> Scenario:
    return scenario_in(recipe.text, recipe.dossier)


def _other_base() -> Fault:
    return Fault(
        what=Text("在页面上打开的情景", "a scenario on this page"),
        rule=Text("用原有的基年收入", "stand on the plan's own base-year incomes"),
        got=Text("改过的基数", "edited base-year incomes"),
        way_out=Text(
            "把工作簿中的基数改回，或用 ceheng project 另行测算",
            "put the base back in the workbook, or use the workbook itself for another base",
        ),
    )
