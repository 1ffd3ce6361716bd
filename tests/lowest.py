"""Name the lowest version of everything that the library says it works with: ``python tests/lowest.py``."""

import re
import sys
import tomllib
from pathlib import Path

EXTRAS = ("app", "distributed", "parquet")
BOUND = re.compile(r"(?P<name>[A-Za-z0-9_.-]+(\[[a-z,]+\])?)>=(?P<version>[0-9.]+)")


def lowest(project: dict[str, object], extras: tuple[str, ...] = EXTRAS) -> list[str]:
    """Return what to install, each at its lower bound; raise `ValueError` for a requirement without one."""
    wanted: list[str] = list(project["dependencies"])  # type: ignore[call-overload]
    optional: dict[str, list[str]] = project["optional-dependencies"]  # type: ignore[assignment]
    for extra in extras:
        wanted += optional[extra]
    pins = []
    for requirement in wanted:
        found = BOUND.fullmatch(requirement)
        if found is None:
            message = f"{requirement} must have the form NAME>=VERSION"
            raise ValueError(message)
        pins.append(f"{found['name']}=={found['version']}")
    return pins


if __name__ == "__main__":
    with (Path(__file__).parent.parent / "pyproject.toml").open("rb") as file:
        sys.stdout.write("\n".join(lowest(tomllib.load(file)["project"])) + "\n")
