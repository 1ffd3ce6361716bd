"""Find what comes with the library by its name, where a path could stand as well."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ceheng_model.names import key_of, known_name
from ceheng_model.vocabulary import Name, Text


def path_or_named(
    given: Path | str, named: Mapping[str, Path], *, what: Text, names: Callable[[], Sequence[Name]] | None = None
) -> Path:
    """Return the path that is given, or that of a file or folder which ships where a bare name is no path.

    What ships goes by its key and by its `names`, which are asked for where no key fits.

    Raises `InputError` with the names for one that is neither. What has a folder or an ending is a path.

    >>> path_or_named("here/a.csv", {}, what=Text.same("it")).name
    'a.csv'
    """
    path = Path(given)
    if len(path.parts) != 1 or path.suffix or _is_there(path):
        return path
    if path.name in named:
        return named[path.name]
    known = [known_name(key) for key in named] if names is None else names()
    return named[key_of(what, path.name, known)]


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        # a name that no folder could hold: what reads it says why
        return True
