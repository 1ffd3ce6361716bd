"""Every chart as a picture, compared with the one that was looked at and found good.

`pytest --mpl-generate-path=tests/pictures tests/test_charts_pictures.py` draws them anew; look at each before it is kept.
"""

import re
from pathlib import Path

import pytest
from matplotlib.figure import Figure
from matplotlib.testing.compare import compare_images
from typer.testing import CliRunner

from ceheng_model import charts
from ceheng_model.cli import program
from ceheng_model.vocabulary import Language
from tests.charting import NAMES, OF_COUNTIES, drawn_of

PICTURES = Path(__file__).parent / "pictures"
TOLERANCE = 0.5
DPI = 72
HOW = pytest.mark.mpl_image_compare(
    baseline_dir="pictures", tolerance=TOLERANCE, style="default", savefig_kwargs={"dpi": DPI}
)


def picture(name: str, language: Language, size: charts.Size) -> Figure:
    with charts.font("carried"):
        figure = drawn_of(name)(language=language, size=size).get_figure(root=True)
    assert isinstance(figure, Figure)
    return figure


@HOW
@pytest.mark.parametrize("name", [*NAMES, *OF_COUNTIES])
def test_chinese_for_a_page(name: str) -> Figure:
    return picture(name, "zh", "word")


@HOW
@pytest.mark.parametrize("name", [*NAMES, *OF_COUNTIES])
def test_english_for_a_slide(name: str) -> Figure:
    return picture(name, "en", "slide")


def test_one_digit_of_a_title_is_seen(tmp_path: Path) -> None:
    figure = picture("ratio_path", "zh", "word")
    kept = PICTURES / "test_chinese_for_a_page_ratio_path.png"
    same, other = tmp_path / "same.png", tmp_path / "other.png"
    figure.savefig(same, dpi=DPI)
    assert compare_images(str(kept), str(same), TOLERANCE) is None
    (title,) = (
        text for text in figure.axes[0].texts if re.search(r"收入比.*3\.12，.*2\.8", text.get_text(), re.DOTALL)
    )
    title.set_text(title.get_text().replace("3.12", "3.18"))
    figure.savefig(other, dpi=DPI)
    assert compare_images(str(kept), str(other), TOLERANCE) is not None


@pytest.mark.slow
@pytest.mark.parametrize(("folder", "language"), [("pictures", "zh"), ("pictures/en", "en")])
def test_pictures_of_the_pages_are_those_of_the_command(folder: str, language: Language, tmp_path: Path) -> None:
    kept = Path(__file__).parent.parent / "docs" / folder
    # pages of documents come out of a browser and an office program
    documents = ("page", "brief", "bulletin", "workbook")
    names = sorted(path.stem for path in kept.glob("*.png") if not path.stem.startswith(documents))
    assert len(names) == 10
    chosen = [part for name in names for part in ("--only", name)]
    arguments = ["charts", "-o", str(tmp_path), "--lang", language, "--font", "carried", "--dpi", "110", *chosen]
    assert CliRunner().invoke(program, arguments).exit_code == 0
    for name in names:
        assert compare_images(str(kept / f"{name}.png"), str(tmp_path / f"{name}.png"), TOLERANCE) is None
