"""What a notebook shows of anything is short, says what it rests on, and tells how to get the rest."""

import copy
import pickle
import threading
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pandas as pd
import pytest
from rich.cells import cell_len

import ceheng_model as cm
from ceheng_model import charts
from ceheng_model.charts.drawing.numbers import alternative_text
from ceheng_model.tables import WIDTH, Column, Shown, Table, column
from ceheng_model.values import Value
from ceheng_model.vocabulary import Text
from tests.specimens import specimens

MOST = 20
"""Lines of a result."""
MOST_OF_ANYTHING = 40
LONGEST = 4_000
"""Signs of anything: a screen full."""
SHOWN = sorted(name for name, one in specimens().items() if isinstance(one, Shown))


@pytest.fixture(autouse=True)
def chinese_at_first() -> Iterator[None]:
    yield
    cm.set_language("zh")


def within(held: object, seen: set[int]) -> Iterator[object]:
    """Yield an object and all objects of the library that can be reached from it, tuples a few at either end."""
    if id(held) in seen:
        return
    seen.add(id(held))
    yield held
    parts: list[Any] = []
    if isinstance(held, tuple | list):
        parts = [*held[:3], *held[-2:]]
    elif isinstance(held, dict):
        parts = list(held.values())[:5]
    elif is_dataclass(held):
        parts = [getattr(held, field.name) for field in fields(held)]
    for part in parts:
        yield from within(part, seen)


@pytest.mark.parametrize("name", sorted(specimens()))
def test_whatever_a_user_gets_is_written_in_less_than_forty_lines(name: str) -> None:
    seen: set[int] = set()
    for held in within(specimens()[name], seen):
        if isinstance(held, tuple | list | dict | pd.DataFrame | np.ndarray):
            continue
        written = repr(held)
        assert 0 < len(written) <= LONGEST, type(held)
        assert len(written.splitlines()) < MOST_OF_ANYTHING, type(held)


def test_public_constants_and_functions_are_written_in_less_than_forty_lines() -> None:
    for name in cm.__all__:
        written = repr(getattr(cm, name))
        assert len(written.splitlines()) < MOST_OF_ANYTHING, name
        assert len(written) < LONGEST, name


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", SHOWN)
def test_a_result_has_at_most_twenty_lines(name: str, language: Any) -> None:
    shown: Any = specimens()[name]
    cm.set_language(language)
    lines = repr(shown).splitlines()
    assert len(lines) <= MOST
    assert max(map(cell_len, lines)) <= WIDTH
    tables = shown.tables()
    if not tables:
        return
    assert "".join(tables[0].title.in_language(language).split()) in "".join(repr(shown).split())
    whole = shown.to_text(language)
    if len(whole.splitlines()) > MOST:
        assert ("Not shown" if language == "en" else "未显示") in repr(shown)
        assert "to_frame(), tables(), print()" in " ".join(lines[-2:])
    # print gives all
    assert str(shown) == whole


class _Html(HTMLParser):
    """Count what stands in HTML, and look whether every tag is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.lines, self.tables, self.open, self.first = 0, 0, list[str](), ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.first = self.first or f"{tag} {dict(attrs).get('style')}"
        self.open.append(tag)
        self.lines += tag in ("tr", "h4", "p")
        self.tables += tag == "table"

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("name", SHOWN)
def test_html_has_at_most_twenty_lines_in_a_box_of_its_own(name: str) -> None:
    shown: Any = specimens()[name]
    html = _Html()
    html.feed(shown._repr_html_())
    assert html.open == []
    assert html.lines <= MOST
    assert html.first.startswith("div max-width: 100%; max-height: 36em; overflow: auto")


def test_a_long_table_shows_both_ends_and_says_how_much_is_between() -> None:
    rows = tuple((f"place {number}", number) for number in range(1, 201))
    columns = (column("region"), column("year", "year"))

    class Places(Shown):
        def tables(self) -> tuple[Table, ...]:
            return (Table(name="places", title=Text("地区表", "Places"), columns=columns, rows=rows),)

    cm.set_language("en")
    written = repr(Places())
    assert len(written.splitlines()) <= MOST
    numbers = [int(line.split()[-1]) for line in written.splitlines() if line.strip().startswith("place ")]
    assert numbers[0] == 1
    assert numbers[-1] == 200
    assert f"200 rows, {200 - len(numbers)} in the middle left out" in written
    html = Places()._repr_html_()
    assert html.count("<td") // 2 - 1 == 200 - int(html.partition("200 rows, ")[2].split()[0])


def test_names_that_could_act_in_a_notebook_are_escaped() -> None:
    rows = (("<script>alert(1)</script>", 1),)

    class Places(Shown):
        def tables(self) -> tuple[Table, ...]:
            title = Text.same("<b>title</b>")
            return (Table(name="places", title=title, columns=(column("region"), column("year", "year")), rows=rows),)

    html = Places()._repr_html_()
    assert "<script" not in html
    assert "<b>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Projection", "scenario: the plan"),
        ("CheckReport", "if growth is as it assumes"),
        ("Ensemble", "probabilities hold if growth is as assumed"),
        ("Fan", "probabilities hold if growth is as assumed"),
        ("Contributions", "scenario: the plan"),
        ("Tornado", "scenario: the plan"),
        ("Labelled", "scenario: the plan"),
    ],
)
def test_a_result_says_what_it_is_conditional_on(name: str, said: str) -> None:
    cm.set_language("en")
    assert said in " ".join(repr(specimens()[name]).split())
    shown: Any = specimens()[name]
    assert said in shown._repr_html_()


def test_long_fields_of_values_are_cut() -> None:
    uncertain = repr(cm.Known(totals=np.zeros((3, 50)), levels=np.zeros((3, 4, 50))))
    assert uncertain == "Known(totals=array of shape (3, 50), levels=array of shape (3, 4, 50))"
    assert isinstance(specimens()["Chance"], Value)
    wording = cm.AtLeast(value=0.12, precision=0.01)
    assert repr(wording).startswith("AtLeast(")


# the language


def test_a_language_that_is_set_once_is_that_of_all_that_names_none() -> None:
    projection = cm.project(cm.scenario("plan"))
    assert cm.language() == "zh"
    assert cm.set_language("en") == "zh"
    assert cm.language() == "en"
    assert "urban residents" in projection.to_text() == str(projection)
    assert "urban residents" in repr(projection)
    assert "urban residents" in projection._repr_html_()
    assert "urban residents" in projection.to_html()
    assert projection.to_frame(wide=True).columns[0] == "group"
    assert "in 2024" in alternative_text(charts.ratio_path(projection))
    # a call that names one has it
    assert "城镇常住居民" in projection.to_text("zh")
    assert projection.to_frame(wide=True, language="zh").columns[0] == "人群"
    assert cm.set_language("zh") == "en"
    assert "城镇常住居民" in repr(projection)


def test_documents_follow_the_language_as_well(tmp_path: Any) -> None:
    cm.set_language("en")
    written = cm.write_brief(cm.scenario("plan"), tmp_path, formats=["html"], draws=1_000)
    assert [path.name for path in written.files] == ["brief.en.html"]


def test_a_block_has_a_language_of_its_own() -> None:
    with cm.set_language("en") as told:
        assert (told, cm.language()) == ("en", "en")
        with cm.set_language("zh"):
            assert cm.language() == "zh"
        assert cm.language() == "en"
        cm.set_language("zh")
        assert cm.language() == "zh"
    assert cm.language() == "zh"
    with pytest.raises(ZeroDivisionError, match="inside"), cm.set_language("en"):
        raise ZeroDivisionError("inside")
    assert cm.language() == "zh"


def test_a_thread_has_the_language_that_is_set_and_not_that_of_a_block_elsewhere() -> None:
    found: list[str] = []

    def look() -> None:
        found.append(cm.language())

    def in_thread() -> None:
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()

    with cm.set_language("en"):
        in_thread()
    cm.set_language("en")
    in_thread()
    assert found == ["zh", "en"]


def test_blocks_of_several_threads_leave_the_process_its_language() -> None:
    """Each begins between the call and the block of another: none puts back what the other set."""
    blocks = [cm.set_language("en"), cm.set_language("en"), cm.set_language("en")]
    inside: list[str] = []

    def work(block: Any) -> None:
        with block:
            inside.append(cm.language())

    for block in (blocks[1], blocks[0], blocks[2]):
        thread = threading.Thread(target=work, args=(block,))
        thread.start()
        thread.join()
    assert inside == ["en"] * 3
    assert cm.language() == "zh"
    # what was set for good stays, however many blocks come after it
    for _ in range(200):
        cm.set_language("en")
    for _ in range(200):
        with cm.set_language("zh"):
            pass
    assert cm.language() == "en"


def test_a_copy_of_the_language_before_is_a_text_and_sets_none() -> None:
    before = cm.set_language("en")
    for twin in (copy.copy(before), copy.deepcopy(before), pickle.loads(pickle.dumps(before))):
        assert twin == "zh"
        assert cm.language() == "en"


def test_the_command_line_has_a_language_of_its_own() -> None:
    from typer.testing import CliRunner

    from ceheng_model.cli import program

    cm.set_language("en")
    assert "城镇常住居民" in CliRunner().invoke(program, ["project"]).output


def test_another_language_is_refused() -> None:
    with pytest.raises(cm.InputError, match="the language must be one of the known options"):
        cm.set_language("fr")  # type: ignore[arg-type]


def test_an_error_says_both_and_one_where_it_is_asked() -> None:
    with pytest.raises(cm.InputError, match="village") as caught:
        cm.scenario("plan").with_growth("village", "wages", 0.1)
    english, chinese = str(caught.value).splitlines()
    cm.set_language("en")
    assert caught.value.text() == english
    assert caught.value.text("zh") == chinese


KEYS = {"urban", "rural", "lifted", "wages", "business", "property", "transfer", "total"}
CASES = {"national_2021", "poverty_counties_2019", "register_2021", "unsplit", "given", "actuals"}


@pytest.mark.parametrize("name", sorted(name for name, one in specimens().items() if isinstance(one, Shown)))
def test_no_table_for_people_shows_a_key(name: str) -> None:
    frame = specimens()[name].to_frame(wide=True, language="zh")  # type: ignore[attr-defined]
    shown = {str(cell) for column in frame for cell in frame[column]} | set(map(str, frame.columns))
    assert not shown & (KEYS | CASES), name


def test_a_table_by_itself_fits_a_cell() -> None:
    rows = tuple((f"region {n}", float(n)) for n in range(1000))
    columns = (
        Column(key="region", heading=cm.Text("地区", "region")),
        Column(key="value", heading=cm.Text("数", "value")),
    )
    table = Table(name="x", title=cm.Text("表", "Table"), columns=columns, rows=rows)
    html = table._repr_html_()
    assert 2 < html.count("<tr>") <= 20
    assert "region 0<" in html
    assert "共1000行" in html
    assert len(repr(table).splitlines()) <= 20
    assert "region 999" in repr(table)
