"""Pack an Office file anew so that its bytes depend on its content alone."""

import io
import zipfile

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first time stamp that a zip file can hold."""
_FIRST = "[Content_Types].xml"


def repacked(raw: bytes) -> bytes:
    """Return the same parts in sorted order, the list of content types first, all with one time stamp."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != _FIRST, name)):
            entry = zipfile.ZipInfo(name, date_time=EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # the same on every system that writes it
            entry.create_system = 0
            new.writestr(entry, old.read(name))
    return stream.getvalue()
