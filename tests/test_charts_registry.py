"""The list of charts: what a chart says of itself is all that the command, the brief and the reference know."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from matplotlib.axes import Axes
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model import charts
from ceheng_model.charts.drawing.canvas import drawing
from ceheng_model.charts.registry import CHARTS, Ingredient, Material, Picture, chart, picture_names, pictures
from ceheng_model.cli import program
from ceheng_model.documents.brief import analyse, compose_brief
from ceheng_model.documents.paper import content
from ceheng_model.plan import shipped_plans
from ceheng_model.tables import Column, Table
from ceheng_model.vocabulary import LANGUAGES, Language, Text
from tests.charting import OUTTURN, frame

ROOM = Path(charts.__file__).parent


def test_every_file_of_the_room_is_a_chart_that_the_package_gives() -> None:
    files = {path.stem for path in ROOM.glob("*.py")} - {"__init__", "registry", "words"}
    assert set(CHARTS) == files
    for name, entry in CHARTS.items():
        assert entry.draw is getattr(charts, name)
        assert entry.draw.__module__ == f"ceheng_model.charts.{name}"
        assert name in charts.__all__


def test_pictures_begin_with_those_that_take_least() -> None:
    every = pictures(Material(scenario=cm.scenario("plan"), actual=frame(OUTTURN)))
    needs = [picture.needs for picture in every]
    assert needs == sorted(needs)
    assert every[-1].name == "plan_against_actual"
    assert len({picture.name for picture in every}) == len(every)


def test_without_outturn_no_picture_needs_it() -> None:
    plan = Material(scenario=cm.scenario("plan"))
    assert not plan.has(Ingredient.OUTTURN)
    assert plan.has(Ingredient.RATIO)
    assert "plan_against_actual" not in {picture.name for picture in pictures(plan)}


def test_beside_a_scenario_stand_the_shipped_ones_that_differ() -> None:
    # the plan stands first; the five others that ship can be made and give other incomes
    beside = Material(scenario=cm.scenario("plan")).projections
    assert [path.scenario.based_on for path in beside] == list(cm.ALTERNATIVES)
    alone = Material(scenario=cm.scenario("plan"), beside=())
    assert len(alone.projections) == 1


def test_many_paths_are_refused() -> None:
    many = cm.scenario("plan").with_growth("rural", None, [0.1, 0.2])
    with pytest.raises(cm.InputError, match="one"):
        _ = Material(scenario=many).projection


def last_incomes(
    projection: cm.Projection,
    *,
    ax: Axes | None = None,
    language: Language = "zh",
    size: charts.Size = "word",
    title: str | None = None,
) -> Axes:
    """Draw the incomes of the last year."""
    found = Text("末年收入", "Incomes of the last year")
    values = projection.totals.values[:, -1].tolist()
    with drawing(ax, terms=projection.scenario.terms, language=language, size=size, title=title) as pen:
        pen.ax.bar(range(len(values)), values)
        pen.title(found)
        columns = (Column(key="total", heading=found, kind="yuan"),)
        pen.keep(Table(name="last_incomes", title=found, columns=columns, rows=tuple((v,) for v in values)), found)
    return pen.ax


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> str:
    """One chart more, registered as the files of the room register theirs."""
    # what was not there before is taken out again
    monkeypatch.setitem(CHARTS, "last_incomes", CHARTS["income_paths"])

    @chart(last_incomes, Text("末年收入", "Incomes of the last year"))
    def _pictures(material: Material) -> Iterator[Picture]:
        for group in material.scenario.groups[:2]:
            draw = partial(last_incomes, material.projection)
            yield Picture(name=f"last_incomes_{group.key}", draw=draw, of=group.label)

    return "last_incomes"


def test_a_registered_chart_is_drawn_by_the_command(own: str, tmp_path: Path) -> None:
    arguments = ["charts", "-o", str(tmp_path), "--only", f"{own}_rural", "--numbers", "--dpi", "40", "--lang", "en"]
    done = CliRunner().invoke(program, arguments)
    assert done.exit_code == 0, done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {f"{own}_rural.png", f"{own}_rural.csv"}
    # the plan's own endpoints, yuan
    printed = [48594.8, 15561.0]
    values = [float(row) for row in (tmp_path / f"{own}_rural.csv").read_text(encoding="utf-8-sig").split()[1:]]
    assert values[:2] == pytest.approx(printed, abs=0.5)


def test_a_registered_chart_stands_in_the_annex_of_the_brief(own: str) -> None:
    assert own in CHARTS
    analysis = analyse(cm.scenario("plan"), draws=500)
    last = compose_brief(analysis, length="full").annexes[-1]
    pictures = [block for block in last.blocks if isinstance(block, content.Picture)]
    captions = [picture.caption for picture in pictures]
    assert captions[-2:] == [
        Text("城镇常住居民：末年收入", "urban residents: Incomes of the last year"),
        Text("农村常住居民：末年收入", "rural residents: Incomes of the last year"),
    ]
    ax = pictures[-1].draw(language="zh", size="word")
    assert charts.numbers(ax).name == own


@pytest.mark.parametrize("plan", shipped_plans())
def test_no_two_pictures_of_a_plan_are_called_alike(plan: str) -> None:
    material = Material(scenario=cm.scenario("plan", plan=plan), actual=frame(OUTTURN))
    names = picture_names(material)
    for language in LANGUAGES:
        assert len({name.label.in_language(language) for name in names}) == len(names)
