"""Names that try to act, a terminal's, a page's, a spreadsheet's: on every output they are only shown."""

import csv
import io
import json
import re
import unicodedata
import zipfile
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from typer.testing import CliRunner

import ceheng_model as cm
from ceheng_model import charts
from ceheng_model.characters import as_text, as_typed, begins_formula, escaped, printable
from ceheng_model.cli import program
from ceheng_model.documents.paper import Letterhead, load_profile
from ceheng_model.documents.paper.content import Exhibit, Paper, Paragraph, Section
from ceheng_model.documents.paper.html_page import html_page
from ceheng_model.documents.paper.line_breaks import JOINER
from ceheng_model.documents.paper.word_file import word_file
from ceheng_model.documents.workbook.workbook import write_workbook
from ceheng_model.drafting import Answers, group_of, write_plan_folder
from ceheng_model.errors import Fault, InputError, Remark
from ceheng_model.tables import Column, Table
from ceheng_model.tracking import read_actuals, write_template
from ceheng_model.vocabulary import LANGUAGES, Text
from tests.answered import stated

CASES = Path(__file__).parent / "cases" / "files"
HOSTILE = (
    "![x](http://127.0.0.1:18799/upload.png)",
    "[x](http://127.0.0.1/) <http://127.0.0.1/> `x` **x** ~~x~~ | x |",
    "[red]x[/red] [link=http://127.0.0.1]x[/link] :smile: :material/undo: :red[x]",
    "\x1b[31mred\x1b]8;;http://127.0.0.1\x07x",
    "\x9b31m\x90\x7f\x08",
    '=HYPERLINK("http://127.0.0.1")',
    "+1+cmd|' /C calc'!A0",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    "'=1+1",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>&amp;',
    r"$x^2$ $\frac{1}{0}$ \alpha $",
    "a\u202eb\u2066c\u200bd\u2028e\u2029f\ufeffg\u00adh",
    "a\nb\r\nc",
    "]]> --> <!-- %s {name} {{x}} &F&P _x0007_",
    "http://127.0.0.1/auto mailto:a@b.example internal:Sheet1!A1",
    "\ufffe\uffff\ufdd0",
    "长" * 300,
)
LONE = "a\ud800b"
"""From the name of a file that is no text; no file of text can hold it."""


def acts(text: str, *, lines: bool = True) -> list[str]:
    """Signs that steer a terminal, turn the direction or are not seen, by the tables of Unicode."""
    kept = "\n" if lines else ""
    return [sign for sign in text if unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and sign not in kept]


class Elements(HTMLParser):
    """Collect the elements of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.handlers: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on") or name in {"src", "href"}]


def table(name: str) -> Table:
    told = Text.same(name)
    return Table(
        name="t",
        title=told,
        columns=(Column(key="a", heading=told), Column(key="b", heading=told, kind="yuan")),
        rows=((told, -1.5), (name, 2.0)),
        notes=(told,),
    )


def named(name: str) -> cm.Scenario:
    return cm.scenario("plan").with_growth("rural", "wages", 0.15).with_name(name)


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan whose title, issuer and groups bear hostile names."""
    folder = tmp_path_factory.mktemp("plans") / "county"
    answers = Answers(
        region="x",
        title=Text.same(HOSTILE[0] + HOSTILE[3]),
        issuer=Text.same(HOSTILE[13]),
        issued=date(2024, 3, 1),
        base_year=2023,
        last_year=2025,
        groups=(
            group_of("urban", label=Text.same(HOSTILE[5] + HOSTILE[16]), concept="disposable_income", part_of=None),
            group_of("rural", label=Text.same(HOSTILE[2]), concept="disposable_income", part_of=None),
        ),
        base={"urban": 30000.0, "rural": 15000.0},
        shares={"urban": (0.5, 0.2, 0.1, 0.2), "rural": (0.4, 0.3, 0.1, 0.2)},
        statements=stated({"urban": "8.0%", "rural": "9.0%"}, endpoints={"rural": "18000"}, ratio="1.9"),
        national_series=True,
    )
    write_plan_folder(answers, folder)
    return folder


@pytest.mark.parametrize("name", [*HOSTILE, LONE], ids=range(len(HOSTILE) + 1))
def test_tables_only_show_it(name: str) -> None:
    made = table(name)
    text = made.to_text("zh")
    assert acts(text) == []
    # what is markup to the library that draws the table stands there letter by letter
    if name == HOSTILE[2]:
        assert text.count("[red]x[/red]") == 6
        assert ":smile:" in text
    page = made.to_html("en")
    assert acts(page) == []
    assert set(Elements(page).found) <= {"h4", "table", "thead", "tbody", "tr", "th", "td", "p", "small", "div"}
    assert Elements(page).handlers == []


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_a_cell_of_a_csv_file_begins_no_formula(name: str) -> None:
    rows = list(csv.DictReader(io.StringIO(table(name).to_csv(), newline="")))
    # numbers stay numbers
    assert [row.pop("b") for row in rows] == ["-1.5", "2.0"]
    for cell in (cell for row in rows for cell in row.values()):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))
        assert acts(cell) == []
        assert as_typed(cell) in {printable(name, lines=True), ""}


@given(st.text())
def test_the_mark_of_a_text_is_taken_off_again(text: str) -> None:
    assert as_typed(as_text(text)) == text
    assert not begins_formula(as_text(text)) or as_text(text).startswith("'")
    assert printable(printable(text)) == printable(text)
    assert acts(printable(text), lines=False) == []
    assert acts(printable(text, lines=True)) == []
    assert json.loads(escaped(json.dumps([text], ensure_ascii=False))) == [text]


@pytest.mark.parametrize("name", [*HOSTILE, LONE], ids=range(len(HOSTILE) + 1))
def test_messages_only_show_it(name: str) -> None:
    told = Text.same(name)
    error = InputError(Fault(what=told, rule=told, got=name, way_out=told, place=told))
    for language in LANGUAGES:
        assert acts(error.text(language)) == []
        # a name cannot forge a second message
        assert error.text(language).count("\n") == 0
    assert acts("".join(Remark(text=told, place=told).sentence), lines=False) == []


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_a_scenario_file_gives_the_name_back_and_shows_nothing(name: str, tmp_path: Path) -> None:
    cm.write_scenario(named(name), tmp_path / "a.toml")
    assert acts((tmp_path / "a.toml").read_text(encoding="utf-8")) == []
    assert cm.read_scenario(tmp_path / "a.toml").name == named(name).name


@pytest.mark.parametrize("name", HOSTILE[:18:3], ids=range(6))
@pytest.mark.parametrize("format", ["table", "csv", "json"])
def test_the_command_line_only_shows_it(name: str, format: str, tmp_path: Path) -> None:
    cm.write_scenario(named(name), tmp_path / "a.toml")
    for command in ("project", "show"):
        given = ["--scenario", str(tmp_path / "a.toml")] if command == "project" else [str(tmp_path / "a.toml")]
        done = CliRunner().invoke(program, [command, *given, "--format", format])
        assert done.exit_code in {0, 2}, done.output
        assert acts(done.output) == []


def test_a_file_name_in_a_message_only_shows() -> None:
    done = CliRunner().invoke(program, ["--plan", "no\x1b[31m\u202e/\nfolder"])
    assert done.exit_code == 2
    assert acts(done.stderr) == []


@pytest.mark.parametrize("command", [["project"], ["check"], ["audit"], ["scenarios"], ["report"]])
def test_a_hostile_plan_only_shows(command: list[str], county: Path) -> None:
    for format in ("table", "csv", "json"):
        done = CliRunner().invoke(program, [*command, "--plan", str(county), "--format", format])
        assert done.exit_code in {0, 1}, done.output
        assert acts(done.output) == []


def test_the_case_of_an_image_is_seen_by_the_judge() -> None:
    name = cm.read_scenario(CASES / "image_in_name.toml").name.zh
    assert name == HOSTILE[0]
    (bare,) = [token for token in MarkdownIt("commonmark").parse(name) if token.type == "inline"]
    assert [token.type for token in bare.children or []] == ["image"]


def brief_on(name: str) -> Paper:
    told = Text.same(name)
    section = Section(heading=told, blocks=(Paragraph(text=told), Exhibit(table=table(name))))
    letterhead = Letterhead(addressee=name, signed=name, day=date(2024, 3, 1))
    return Paper(title=told, subtitle=told, opening=(Paragraph(text=told),), sections=(section,), letterhead=letterhead)


@pytest.mark.parametrize("name", [*HOSTILE, LONE], ids=range(len(HOSTILE) + 1))
def test_a_brief_only_shows_it(name: str) -> None:
    raw = word_file(brief_on(name), "zh", load_profile(), ())
    opened = docx.Document(io.BytesIO(raw))
    # a title breaks into lines
    assert all(acts(paragraph.text.replace(JOINER, "")) == [] for paragraph in opened.paragraphs)
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        body = parts.read("word/document.xml").decode()
        ET.fromstring(body)
        # the only fields are the numbers of captions
        fields = re.findall(r"<w:instrText[^>]*>(.*?)</w:instrText>", body)
        assert set(fields) <= {r" SEQ 表 \* ARABIC "}
        assert "w:hyperlink" not in body
        assert b"127.0.0.1" not in parts.read("word/_rels/document.xml.rels")
    page = html_page(brief_on(name), "zh", load_profile(), ())
    assert acts(page) == []
    assert not {"script", "img", "svg"} & set(Elements(page).found)
    # the only link is that of the list of contents to the only section
    assert Elements(page).handlers == ["href"]
    assert re.findall(r"<a [^>]*href=\"([^\"]*)", page) == ["#part-4"]


def test_the_files_of_a_brief_name_their_run() -> None:
    def marks(name: str) -> set[str]:
        brief = brief_on(name)
        keywords = docx.Document(io.BytesIO(word_file(brief, "zh", load_profile(), ()))).core_properties.keywords
        page = html_page(brief, "zh", load_profile(), ())
        assert f'<meta name="keywords" content="{keywords}">' in page
        return {keywords}

    assert len(marks("a") | marks("b") | marks("a")) == 2


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_a_workbook_holds_no_formula_but_its_own(name: str, tmp_path: Path) -> None:
    def formulas(called: str) -> set[tuple[str, str]]:
        write_workbook(named(called), tmp_path / "a.xlsx")
        book = openpyxl.load_workbook(tmp_path / "a.xlsx")
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert all(cell.hyperlink is None for cell in cells)
        assert all(acts(cell.value) == [] for cell in cells if isinstance(cell.value, str))
        return {(cell.parent.title, cell.coordinate) for cell in cells if cell.data_type == "f"}

    assert formulas(name) == formulas("harmless")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as parts:
        assert not [one for one in parts.namelist() if one.endswith(".rels") and b"127.0.0.1" in parts.read(one)]


def test_a_template_of_a_hostile_plan_is_read_again(county: Path, tmp_path: Path) -> None:
    for suffix in ("csv", "xlsx"):
        write_template(county, tmp_path / f"a.{suffix}")
        assert read_actuals(tmp_path / f"a.{suffix}").figures == ()
    rows = csv.reader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8-sig"), newline=""))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


@pytest.mark.parametrize("name", HOSTILE[:17], ids=range(17))
def test_pictures_show_it_as_it_stands(name: str, tmp_path: Path) -> None:
    with charts.font("carried"):
        ax = charts.income_paths(cm.project(named(name)), language="zh")
        charts.save(ax, tmp_path / "a.svg")
        charts.save(ax, tmp_path / "a.pdf")
        charts.save(ax, tmp_path / "a.png", dpi=20)
    tree = ET.parse(tmp_path / "a.svg")
    tags = {element.tag.rpartition("}")[2] for element in tree.iter()}
    assert not tags & {"script", "a", "image", "foreignObject"}
    assert acts((tmp_path / "a.svg").read_text(encoding="utf-8")) == []
    # a link would be an annotation of the page
    assert b"/URI" not in (tmp_path / "a.pdf").read_bytes()


def test_a_picture_names_the_numbers_it_was_drawn_from(tmp_path: Path) -> None:
    from hashlib import sha256

    for growth in ("15%", "16%"):
        place = tmp_path / growth
        options = ["--only", "income_paths", "--numbers", "--dpi", "20", "--font", "carried"]
        kinds = ["--picture", "svg", "--picture", "png", "--picture", "pdf"]
        done = CliRunner().invoke(
            program, ["charts", "-o", str(place), "--set", f"rural.wages={growth}", *options, *kinds]
        )
        assert done.exit_code == 0, done.output
    for own, other in (("15%", "16%"), ("16%", "15%")):
        mark = sha256((tmp_path / own / "income_paths.csv").read_bytes()).hexdigest()[:16].encode()
        for suffix in ("svg", "png", "pdf"):
            assert mark in (tmp_path / own / f"income_paths.{suffix}").read_bytes()
            # the picture of one run beside the numbers of another is seen
            assert mark not in (tmp_path / other / f"income_paths.{suffix}").read_bytes()
