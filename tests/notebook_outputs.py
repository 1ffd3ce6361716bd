"""Run the notebooks and take what they show: for the gate that compares it, and to store it anew.

    python -m tests.notebook_outputs            every notebook whose text has changed
    python -m tests.notebook_outputs 03 07      those alone

A stored notebook keeps its cells, its outputs and no trace of the machine that ran it. Pictures are stored, not compared.
"""

import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

from tests.effort import PATIENCE

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))
KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
"""What a notebook says of where it is run: not which version of what."""


class _Text(HTMLParser):
    """Collect the text of HTML, a piece a tag, without what only lays it out."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces, self.is_style = list[str](), False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.is_style = tag in ("style", "script")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script"):
            self.is_style = False

    def handle_data(self, data: str) -> None:
        if data.strip() and not self.is_style:
            self.pieces.append(" ".join(data.split()))


def text_of_html(html: str) -> str:
    """Return the text of HTML, one line a piece."""
    parser = _Text()
    parser.feed(html)
    parser.close()
    return "\n".join(parser.pieces)


def read(path: Path) -> Any:
    """Return a notebook as it is stored."""
    return nbformat.read(path, as_version=4)


def code_cells(notebook: Any) -> list[Any]:
    """Return the cells that are run."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def rerun(path: Path) -> Any:
    """Return a notebook run from top to bottom in a process of its own, in the form in which it is stored."""
    notebook = read(path)
    for cell in code_cells(notebook):
        cell.outputs, cell.execution_count = [], None
    client = NotebookClient(
        notebook, timeout=int(PATIENCE), kernel_name="python3", record_timing=False, coalesce_streams=True
    )
    client.execute(cwd=str(path.parent))
    notebook.metadata = nbformat.from_dict(KERNEL)
    for number, cell in enumerate(code_cells(notebook), start=1):
        cell.metadata, cell.execution_count = nbformat.from_dict({}), number
        for output in cell.outputs:
            # numbers count how often a kernel was asked, which is no output
            if output.output_type == "execute_result":
                output.execution_count = number
            if "metadata" in output:
                output.metadata = nbformat.from_dict({})
    return notebook


def texts(cell: Any) -> Iterator[tuple[str, str]]:
    """Yield what a cell shows as text: streams, plain text and the text of HTML, each with its kind."""
    for output in cell.outputs:
        if output.output_type == "stream":
            yield output.name, output.text
        elif output.output_type == "error":
            yield "error", f"{output.ename}: {output.evalue}"
        else:
            for kind, shown in sorted(output.data.items()):
                if kind.startswith("image/"):
                    # only that there is one
                    yield kind, ""
                else:
                    yield kind, text_of_html(shown) if kind == "text/html" else str(shown)


def shown(notebook: Any) -> dict[str, list[tuple[str, str]]]:
    """Return what every cell shows as text, by the cell's id."""
    return {cell.id: list(texts(cell)) for cell in code_cells(notebook)}


def store(path: Path) -> bool:
    """Run a notebook, store it where its text is another or there is none, and say whether it was."""
    made, stored = rerun(path), read(path)
    if shown(made) == shown(stored):
        return False
    nbformat.write(made, path)
    return True


def main(names: list[str]) -> None:
    """Store the notebooks whose names begin so, all without a name."""
    chosen = [path for path in NOTEBOOKS if not names or path.stem.startswith(tuple(names))]
    if not chosen:
        sys.exit(f"no notebook begins with {', '.join(names)}")
    for path in chosen:
        print(f"{path.name}: {'stored anew' if store(path) else 'as it was'}")


if __name__ == "__main__":
    main(sys.argv[1:])
