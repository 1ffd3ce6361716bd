"""No module of the package imports, by whatever way round, a module that imports it.

Imports for type checking and imports inside functions count: they hide a circle, they do not open it.
"""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import ceheng_model

PACKAGE = Path(ceheng_model.__file__).parent

Imports = Mapping[str, set[str]]


def sources() -> dict[str, str]:
    """Return the text of every module by its name; a package has the name of its folder."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path.read_text(encoding="utf-8")
    return found


def imports(texts: Mapping[str, str]) -> Imports:
    """Return the modules among these that each of them imports anywhere in its text.

    A name taken from a package is the submodule of that name where there is one, else the package's own file.
    """
    return {name: (set(_imported(ast.parse(text), texts)) & texts.keys()) - {name} for name, text in texts.items()}


def _imported(tree: ast.AST, known: Mapping[str, str]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in known else str(node.module)


def circles(graph: Imports) -> set[frozenset[str]]:
    """Return the sets of modules that reach one another: each module's own set, less those of one module."""
    reached = {name: _reached(graph, name) for name in graph}
    found = {frozenset(other for other in reached[name] if name in reached[other]) for name in graph}
    return {some for some in found if len(some) > 1}


def _reached(graph: Imports, start: str) -> set[str]:
    seen: set[str] = set()
    ahead = [start]
    while ahead:
        for name in graph[ahead.pop()] - seen:
            seen.add(name)
            ahead.append(name)
    return seen


def test_no_module_imports_one_that_imports_it() -> None:
    assert circles(imports(sources())) == set()


def test_circles_are_found_however_they_are_hidden() -> None:
    texts = {
        "p": "from p.a import one",
        "p.a": "from p import b",
        "p.b": "def late():\n    from p.c import three",
        "p.c": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from p.a import one",
        "p.d": "from p import one\nimport p.e",
        "p.e": "import p.f",
        "p.f": "from p.e import five",
        "p.g": "import p.a",
    }
    # a name that the package's own file gives on is taken from that file, and closes no circle by itself
    assert circles(imports(texts)) == {frozenset({"p.a", "p.b", "p.c"}), frozenset({"p.e", "p.f"})}
