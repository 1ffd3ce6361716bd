"""Pack files into archives whose bytes depend on their content alone."""

import io
import zipfile
from collections.abc import Mapping

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first time stamp that a zip file can hold: the same content gives the same bytes."""


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return files packed as one archive, in their order, all with one time stamp."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, date_time=EARLIEST)
            # pictures are compressed already: doing it again takes longer than writing all else
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            # the same on every system that writes it
            entry.create_system = 0
            archive.writestr(entry, content)
    return stream.getvalue()


def repacked(raw: bytes) -> bytes:
    """Return an Office file with the same parts in sorted order, the list of content types first.

    Its bytes depend on its content alone.
    """
    first = "[Content_Types].xml"
    with zipfile.ZipFile(io.BytesIO(raw)) as old:
        names = sorted(old.namelist(), key=lambda name: (name != first, name))
        return zipped({name: old.read(name) for name in names})
