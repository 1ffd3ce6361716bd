"""Find what comes with the library by its name, where a path could stand as well."""

from collections.abc import Mapping
from pathlib import Path

from ceheng_model.errors import InputError, choice
from ceheng_model.vocabulary import Text


def path_or_named(given: Path | str, named: Mapping[str, Path], *, what: Text) -> Path:
    """Return the path that is given, or that of a file or folder which ships where a bare name is no path.

    Raises `InputError` with the names for one that is neither. What has a folder or an ending is a path.

    >>> path_or_named("here/a.csv", {}, what=Text.same("it")).name
    'a.csv'
    """
    path = Path(given)
    if len(path.parts) != 1 or path.suffix or _is_there(path):
        return path
    if path.name not in named:
        raise InputError(choice(what, path.name, named))
    return named[path.name]


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        # a name that no folder could hold: what reads it says why
        return True
