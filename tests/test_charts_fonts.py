"""Chinese letters on any machine, nothing of the user's changed, the same bytes every time."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
from matplotlib import font_manager
from matplotlib.figure import Figure

import ceheng_model as cm
from ceheng_model import charts
from ceheng_model.charts.drawing import fonts
from ceheng_model.vocabulary import Language
from tests.charting import NAMES, shipped

MANAGER = font_manager.fontManager
OWN = [entry for entry in MANAGER.ttflist if entry.fname.startswith(mpl.get_data_path())]
"""The fonts that come with matplotlib."""


def forget() -> None:
    MANAGER._findfont_cached.cache_clear()  # type: ignore[attr-defined]


@pytest.fixture
def only_dejavu(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine without any font but those of matplotlib."""
    monkeypatch.setattr(MANAGER, "ttflist", [entry for entry in OWN if entry.name.startswith("DejaVu")])
    forget()
    yield
    monkeypatch.undo()
    forget()


def settings() -> dict[str, object]:
    # plain items: asking rcParams for its backend would choose one
    return dict(dict.items(mpl.rcParams))  # type: ignore[arg-type]


def figure_of(name: str, **style: str) -> Figure:
    figure = shipped()[name](**style).get_figure(root=True)
    assert isinstance(figure, Figure)
    return figure


@pytest.mark.usefixtures("only_dejavu")
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_no_character_is_missing_on_a_machine_without_chinese_fonts(name: str, language: Language) -> None:
    assert fonts.families() == (fonts.CARRIED, "DejaVu Sans")
    # a missing character is a warning, and warnings are errors
    figure_of(name, language=language).draw_without_rendering()


@pytest.mark.usefixtures("only_dejavu")
def test_a_missing_character_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ceheng_model.charts.drawing.canvas.families", lambda: ("DejaVu Sans",))
    with pytest.warns(UserWarning, match=r"Glyph .* missing from font"):
        figure_of("income_paths").draw_without_rendering()


@pytest.mark.usefixtures("only_dejavu")
@pytest.mark.parametrize("suffix", charts.FORMATS)
def test_files_hold_chinese_signs_and_true_minus(tmp_path: Path, suffix: str) -> None:
    falling = cm.project(cm.scenario("plan").with_growth("rural", None, -0.05))
    ax = charts.contribution_waterfall(falling, "rural")
    texts = "".join(text.get_text() for text in ax.texts)
    assert all(sign in texts for sign in "（）\N{MINUS SIGN}")
    path = charts.save(ax, tmp_path / f"chart.{suffix}")
    content = path.read_bytes()
    if suffix == "pdf":
        # an embedded TrueType subset that can be searched
        assert b"/FontFile2" in content
        assert b"/ToUnicode" in content
        assert b"/Type3" not in content
    elif suffix == "svg":
        assert b"<path" in content
        assert b"<text" not in content
    else:
        assert content.startswith(b"\x89PNG")


def entry(name: str) -> font_manager.FontEntry:
    return replace(OWN[0], name=name)


@pytest.mark.parametrize(
    ("installed", "taken"),
    [
        (("SimHei", "Noto Sans SC"), "Noto Sans SC"),
        (("WenQuanYi Zen Hei",), "WenQuanYi Zen Hei"),
        (("SimHei", "Microsoft YaHei", "PingFang SC"), "Microsoft YaHei"),
        ((), fonts.CARRIED),
    ],
)
def test_the_best_installed_font_is_taken(
    only_dejavu: None, monkeypatch: pytest.MonkeyPatch, installed: tuple[str, ...], taken: str
) -> None:
    monkeypatch.setattr(MANAGER, "ttflist", [*MANAGER.ttflist, *map(entry, installed)])
    assert fonts.families() == (taken, "DejaVu Sans")
    with charts.font("carried"):
        assert fonts.families() == (fonts.CARRIED, "DejaVu Sans")
        with charts.font("installed"):
            assert fonts.families()[0] == taken
    assert fonts.families()[0] == taken


@pytest.mark.usefixtures("only_dejavu")
def test_the_carried_font_is_registered_once_under_a_name_of_its_own() -> None:
    before = [(one.name, one.fname) for one in MANAGER.ttflist]
    for _ in range(3):
        figure_of("ratio_path")
    after = [(one.name, one.fname) for one in MANAGER.ttflist]
    assert after == [*before, (fonts.CARRIED, str(fonts.carried_file()))]
    # a user who asks for the family by its own name gets what was there before
    assert "Noto Sans SC" not in {name for name, _ in after}


@pytest.mark.usefixtures("only_dejavu")
def test_without_any_chinese_font_the_way_out_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for found in (lambda _: None, lambda name: __import__("importlib.util").util.find_spec("json")):
        monkeypatch.setattr("ceheng_model.charts.drawing.fonts.find_spec", found)
        with pytest.raises(
            cm.InputError, match=r"a font with Chinese characters must be installed .*pip install zhplot"
        ):
            charts.ratio_path(cm.project(cm.scenario("plan")))


def test_a_font_that_does_not_exist_is_refused() -> None:
    with pytest.raises(
        cm.InputError,
        match=r"the font must be one of .*got 'pretty'\); choose from: installed \(installed fonts\), carried \(carried font\)",
    ):
        charts.font("pretty").__enter__()  # type: ignore[arg-type]


@pytest.mark.parametrize("name", NAMES)
def test_the_users_settings_stay(name: str, tmp_path: Path) -> None:
    with mpl.rc_context({"font.size": 31.0, "axes.unicode_minus": False, "svg.fonttype": "none"}):
        before = settings()
        charts.save(shipped()[name](), tmp_path / "chart.png", dpi=40)
        assert settings() == before
        with pytest.raises(cm.InputError, match="must be one of"), charts.font("carried"):
            shipped()[name](language="fr")
        with pytest.raises(cm.OutputError, match="must be writable"):
            charts.save(shipped()[name](), tmp_path / "no folder" / "chart.svg")
        assert settings() == before
        assert before["font.size"] == 31.0


def test_the_users_style_does_not_change_a_chart(tmp_path: Path) -> None:
    with charts.font("carried"):
        plain = charts.save(shipped()["income_paths"](), tmp_path / "plain.svg").read_bytes()
        styled: dict[Any, Any] = {
            "axes.facecolor": "black",
            "axes.grid": True,
            "axes.spines.top": True,
            "axes.unicode_minus": False,
            "font.family": "serif",
            "font.size": 30.0,
            "lines.linewidth": 9.0,
            "savefig.bbox": "tight",
            "svg.fonttype": "none",
            "text.usetex": True,
        }
        with mpl.rc_context(styled):
            again = charts.save(shipped()["income_paths"](), tmp_path / "again.svg").read_bytes()
    assert again == plain


TWICE = """
import hashlib, sys
import ceheng_model as cm
from ceheng_model import charts
with charts.font("carried"):
    drawn = cm.simulate(cm.scenario("plan"), draws=1000, seed=1)
    ax = charts.fan(drawn.fan("ratio"), ensemble=drawn)
    for suffix in charts.FORMATS:
        path = charts.save(ax, f"{sys.argv[1]}.{suffix}")
        print(hashlib.sha256(path.read_bytes()).hexdigest())
print("pyplot", "matplotlib.pyplot" in sys.modules, "zhplot", "zhplot" in sys.modules)
"""


def test_two_runs_give_the_same_bytes_without_pyplot_and_the_carrier(tmp_path: Path) -> None:
    found = []
    for run in ("1", "2"):
        command = [sys.executable, "-W", "error", "-c", TWICE, str(tmp_path / run)]
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": run, "PATH": ""},
            encoding="utf-8",
        )
        found.append(done.stdout.splitlines())
    assert found[0] == found[1]
    assert found[0][-1] == "pyplot False zhplot False"
    assert len(set(found[0])) == 4


@pytest.mark.parametrize("name", NAMES)
def test_the_same_chart_twice_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    for suffix in ("png", "svg"):
        first, second = (
            charts.save(shipped()[name](), tmp_path / f"{run}.{suffix}", dpi=60).read_bytes() for run in (1, 2)
        )
        assert first == second


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    ax = shipped()["ratio_path"]()
    with pytest.raises(cm.OutputError, match="the output file must be writable"):
        charts.save(ax, tmp_path / "no folder" / "chart.png", dpi=40)
    (tmp_path / "chart.svg").mkdir()
    with pytest.raises(cm.OutputError, match="the output file must be writable"):
        charts.save(ax, tmp_path / "chart.svg")
    assert [path.name for path in tmp_path.iterdir()] == ["chart.svg"]


def test_a_picture_shows_itself_in_a_notebook() -> None:
    figure = figure_of("ratio_path")
    assert figure._repr_png_().startswith(b"\x89PNG")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "code",
    ["import ceheng_model", "from ceheng_model.cli import program; program(['--version'], standalone_mode=False)"],
)
def test_matplotlib_stays_out_until_a_chart_is_drawn(code: str) -> None:
    code = f"{code}\nimport sys; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("False\n")
