"""Make the files that the page hands out: scenario, workbook, brief, charts and data."""

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from ceheng_model.app.figures import SEED, checked_over_cases, contributed, measured, projected, simulated
from ceheng_model.app.recipes import Recipe
from ceheng_model.files import zipped
from ceheng_model.scenarios import scenario_toml
from ceheng_model.tables import Shown
from ceheng_model.vocabulary import Language

Maker = Callable[[], bytes]

MIME = {
    "toml": "application/toml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "zip": "application/zip",
}


def scenario_file(recipe: Recipe) -> bytes:
    """Return the scenario file, which ``ceheng project --scenario`` reads."""
    return scenario_toml(recipe.scenario).encode()


def workbook_file(recipe: Recipe, language: Language) -> bytes:
    """Return the live workbook."""
    from ceheng_model.documents.workbook import write_workbook

    with TemporaryDirectory() as folder:
        file = Path(folder) / "workbook.xlsx"
        write_workbook(recipe.scenario, file, language=language)
        return file.read_bytes()


def brief_file(recipe: Recipe, language: Language) -> bytes:
    """Return the brief as a Word file."""
    from ceheng_model.documents.brief import write_brief

    with TemporaryDirectory() as folder:
        written = write_brief(recipe.scenario, folder, language=language, formats=["docx"], seed=SEED)
        return written.files[0].read_bytes()


def chart_files(recipe: Recipe, language: Language) -> bytes:
    """Return the charts of the page for print, as PNG and SVG with their numbers, in one archive."""
    from ceheng_model import charts
    from ceheng_model.charts.drawing.picture_file import numbers_file, picture_files

    projection, ensemble = projected(recipe), simulated(recipe)
    drawn = {"income": charts.income_paths(projection, language=language)}
    if projection.has_ratio:
        drawn["ratio"] = charts.ratio_path(projection, language=language)
        drawn["map"] = charts.what_if_map(recipe.scenario, language=language)
        drawn["fan"] = charts.fan(ensemble.fan("ratio"), ensemble=ensemble, language=language)
    drawn["scorecard"] = charts.scorecard(checked_over_cases(recipe), language=language)
    files: dict[str, bytes] = {}
    for name, ax in drawn.items():
        for suffix, content in picture_files(ax, ("png", "svg")).items():
            files[f"{name}.{suffix}"] = content
        files[f"{name}.csv"] = numbers_file(ax)
    return zipped(files)


def data_files(recipe: Recipe) -> bytes:
    """Return every table of the page as CSV that spreadsheets open, in one archive."""
    files = {}
    for stem, shown in _results(recipe):
        for table in shown.tables():
            files[f"{stem}-{table.name}.csv"] = table.to_csv().encode("utf-8-sig", errors="replace")
    return zipped(files)


def _results(recipe: Recipe) -> Iterator[tuple[str, Shown]]:
    projection = projected(recipe)
    yield "assumptions", recipe.scenario
    yield "baseline", recipe.scenario.baseline
    yield "projection", projection
    yield "levels", projection.levels
    for year in recipe.scenario.years:
        yield f"official-{year}", contributed(recipe, year)
    yield "checks", checked_over_cases(recipe)
    yield "probabilities", simulated(recipe)
    if recipe.scenario.levers:
        yield "measures", measured(recipe)
