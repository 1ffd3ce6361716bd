"""The list of licences in the documentation names whatever is installed with the library, as its packages say it."""

import re
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "licences.md"
EXTRAS = {"app", "distributed", "parquet", "xarray"}
FAMILIES = ("Apache", "BSD", "CMU", "ISC", "MIT", "PSF")
COPYLEFT = re.compile(r"\b[AL]?GPL|\bGNU\b|copyleft|\bMPL\b|\bEUPL\b", re.IGNORECASE)


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def reached(name: str, extras: frozenset[str], seen: dict[str, metadata.Distribution]) -> Iterator[str]:
    """What a package brings along here, by what the packages themselves ask for."""
    for line in metadata.requires(name) or []:
        asked = Requirement(line)
        if asked.marker is None or any(asked.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            if plain(asked.name) not in seen or asked.extras:
                seen[plain(asked.name)] = metadata.distribution(asked.name)
                yield from reached(asked.name, frozenset(asked.extras), seen)
            yield plain(asked.name)


def listed(heading: str = "") -> dict[str, str]:
    (part,) = (part for part in PAGE.read_text(encoding="utf-8").split("\n## ") if part.startswith(heading))
    return dict(re.findall(r"^\| ([a-z0-9-]+) \| ([^|]+) \|", part, re.MULTILINE)[1:])


def brought(*extras: str) -> dict[str, metadata.Distribution]:
    seen: dict[str, metadata.Distribution] = {}
    names = set(reached("ceheng-model", frozenset(extras), seen))
    return {name: seen[name] for name in names}


def test_every_package_that_is_installed_is_listed() -> None:
    assert set(brought()) - set(listed("Always")) == set()
    assert set(brought(*EXTRAS)) - set(listed("Always")) - set(listed("With extras")) == set()


def said(package: metadata.Distribution) -> str:
    """What a package says of its licence: the expression, else the classifiers, else the field's first words."""
    told = package.metadata
    expressions = told.get_all("License-Expression")
    if expressions:
        return str(expressions[0])
    names = [line for line in told.get_all("Classifier") or [] if line.startswith("License ::")]
    return " ".join([*names, *(text.strip()[:60] for text in told.get_all("License") or [])])


@pytest.mark.parametrize("name", sorted(brought(*EXTRAS)))
def test_each_licence_is_what_the_package_says(name: str) -> None:
    ours = {**listed("Always"), **listed("With extras")}[name]
    theirs = said(metadata.distribution(name))
    theirs = theirs.replace("Python Software Foundation", "PSF")
    assert not COPYLEFT.search(theirs), theirs
    assert any(family in ours and family in theirs for family in FAMILIES), (ours, theirs)
