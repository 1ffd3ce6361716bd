"""Take the pictures of the gallery: ``python -m tests.gallery``, or with a FOLDER and words of the pictures wanted.

Every picture is made by the line that stands above it on the page: a chart as it is written, the first page of a document
as LibreOffice prints it, a page as a browser shows it.
"""

import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from typer.testing import CliRunner

from ceheng_model.cli import program
from tests import picture_page
from tests.effort import PATIENCE
from tests.office import convert, profile

DOCS = Path(__file__).parent.parent / "docs"
PAGES = {"": DOCS / "gallery.md", "en": DOCS / "en" / "gallery.md"}
SHOWN = re.compile(r"```bash\n(?P<line>ceheng [^\n]*)\n```\n\n!\[(?P<words>[^\]]+)\]\((?P<picture>[^)]+)\)")
DOTS = 66
"""An inch of a printed page."""
SHADES = 32


@dataclass(frozen=True)
class Shown:
    """Hold a picture of the gallery: the line that makes it, what is said of it, and where it stands."""

    line: str
    words: str
    picture: Path

    @property
    def written(self) -> str:
        """What the line writes."""
        told = shlex.split(self.line)
        return told[told.index("-o") + 1] if "-o" in told else ""


def shown(language: str) -> list[Shown]:
    """Return the pictures of the gallery in one language, in order."""
    page = PAGES[language]
    text = page.read_text(encoding="utf-8")
    return [
        Shown(found["line"], found["words"], (page.parent / found["picture"]).resolve())
        for found in SHOWN.finditer(text)
    ]


def run(line: str, folder: Path) -> None:
    told = shlex.split(line)[1:]
    told[told.index("-o") + 1] = str(folder / told[told.index("-o") + 1])
    # a chart is drawn with the font that comes along, so that it looks the same wherever it is made
    drawn = ["--dpi", "110", "--font", "carried"] if told[0] == "charts" else []
    done = CliRunner().invoke(program, [*told, *drawn], prog_name="ceheng")
    assert done.exit_code == 0, f"{line}\n{done.output}"


def first_page(document: Path, folder: Path) -> Path:
    """Return the first page of a document as a picture."""
    (printed,) = convert([document], "pdf", folder / "printed", profile(folder))
    reader = shutil.which("pdftoppm")
    assert reader is not None
    picture = folder / "page"
    command = [reader, "-r", str(DOTS), "-png", "-f", "1", "-l", "1", "-singlefile", str(printed), str(picture)]
    subprocess.run(command, check=True, timeout=PATIENCE)
    printed_page = picture.with_suffix(".png")
    # a page is ink on paper: few shades do, in a third of the bytes
    Image.open(printed_page).quantize(SHADES, dither=Image.Dither.NONE).save(printed_page, optimize=True)
    return printed_page


def take(one: Shown, target: Path) -> None:
    with TemporaryDirectory() as place:
        folder = Path(place)
        run(one.line, folder)
        written = folder / one.written
        picture = written if written.suffix == ".png" else first_page(written, folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(picture, target)


def main(folder: Path, wanted: list[str]) -> None:
    for language in PAGES:
        for one in shown(language):
            # pages are taken by a browser, below
            if not one.picture.stem.startswith("page") and (not wanted or one.picture.stem in wanted):
                take(one, folder / language / one.picture.name)
    if not wanted or "page" in wanted:
        picture_page.main(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS / "pictures", sys.argv[2:])
