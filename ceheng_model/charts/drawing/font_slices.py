"""Cut the letters that a picture uses out of a font file: what a PDF embeds of ten megabytes."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from struct import calcsize, pack, unpack_from
from typing import BinaryIO

_COLLECTION = b"ttcf"
_KEPT = ("head", "hhea", "maxp", "hmtx", "loca", "glyf", "cvt ", "fpgm", "prep")
"""Tables that draw letters whose numbers are known; the others lay text out, which is done by then."""
_OPTIONAL = frozenset(("cvt ", "fpgm", "prep"))
_FOREVER = 0xFFFFFFFF
_WHOLE_SUM = 0xB1B0AFBA
"""What the sums of a font's words and of its head's correction come to, by the OpenType specification."""

_WORDS, _SCALE, _MORE, _TWO_SCALES, _MATRIX = 0x1, 0x8, 0x20, 0x40, 0x80
"""Flags of a part of a letter: long numbers; a scale; another part follows; two scales; a matrix of four."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """Hold a small font, and where each letter of the large one stands in it."""

    content: bytes
    glyph_index_map: Mapping[int, int]

    @property
    def font(self) -> "Slice":
        """The font itself, as what embeds it asks for it."""
        return self


@contextmanager
def opened(path: Path, face: int, glyphs: Iterable[int]) -> Iterator[Slice]:
    """Give a slice for as long as it is used, as matplotlib asks for one."""
    yield cut(path, face, glyphs)


def has_outlines(path: Path, face: int) -> bool:
    """Return whether a face draws its letters with TrueType outlines, the only kind that can be cut out here.

    >>> from ceheng_model.charts.drawing.fonts import carried_file
    >>> has_outlines(carried_file(), 0)
    True
    """
    with path.open("rb") as file:
        tables = _tables(file, face)
    return set(_KEPT) - _OPTIONAL <= set(tables)


def cut(path: Path, face: int, glyphs: Iterable[int]) -> Slice:
    """Return the font of these letters, by their numbers in the file, and of the parts that they are made of.

    Letters keep their order and are numbered anew. The font has outlines, widths and the program that fits them to
    dots, and no names: what embeds it knows its letters by number.

    >>> from ceheng_model.charts.drawing.fonts import carried_file
    >>> small = cut(carried_file(), 0, {40, 7})
    >>> dict(small.glyph_index_map), len(small.content) < 2000
    ({0: 0, 7: 1, 40: 2}, True)
    """
    with path.open("rb") as file:
        tables = _tables(file, face)
        kept = {tag: _read(file, *tables[tag]) for tag in _KEPT if tag in tables and tag != "glyf"}
        outlines = _outlines(file, tables["glyf"][0], kept, glyphs)
    order = sorted(outlines)
    places = {old: new for new, old in enumerate(order)}
    drawn = [_renumbered(outlines[old], places) for old in order]
    starts = [0]
    for outline in drawn:
        starts.append(starts[-1] + len(outline))
    kept["hmtx"] = b"".join(_metrics(kept, old) for old in order)
    kept["glyf"] = b"".join(drawn)
    kept["loca"] = pack(f">{len(starts)}L", *starts)
    # long places of letters, and a check sum that is computed last
    kept["head"] = kept["head"][:8] + bytes(4) + kept["head"][12:50] + pack(">h", 1) + kept["head"][52:]
    kept["hhea"] = kept["hhea"][:34] + pack(">H", len(order))
    kept["maxp"] = kept["maxp"][:4] + pack(">H", len(order)) + kept["maxp"][6:]
    return Slice(content=_font_of(kept), glyph_index_map=places)


def _tables(file: BinaryIO, face: int) -> dict[str, tuple[int, int]]:
    """Return where the tables of one face begin and how long they are."""
    at = 0
    if _read(file, 0, 4) == _COLLECTION:
        (at,) = unpack_from(">L", _read(file, 12 + 4 * face, 4))
    (count,) = unpack_from(">H", _read(file, at + 4, 2))
    found = {}
    for entry in range(count):
        tag, _, start, length = unpack_from(">4sLLL", _read(file, at + 12 + 16 * entry, 16))
        found[tag.decode("latin-1")] = (start, length)
    return found


def _read(file: BinaryIO, start: int, length: int) -> bytes:
    file.seek(start)
    return file.read(length)


def _outlines(file: BinaryIO, start: int, kept: Mapping[str, bytes], glyphs: Iterable[int]) -> dict[int, bytes]:
    """Return the outlines of letters and of their parts, and of the sign for a missing one, which comes first."""
    long = unpack_from(">h", kept["head"], 50)[0] == 1
    found: dict[int, bytes] = {}
    wanted = [0, *map(int, glyphs)]
    while wanted:
        glyph = wanted.pop()
        if glyph in found:
            continue
        if long:
            low, high = unpack_from(">2L", kept["loca"], 4 * glyph)
        else:
            low, high = (2 * half for half in unpack_from(">2H", kept["loca"], 2 * glyph))
        outline = _read(file, start + low, high - low)
        # a letter begins on a word
        found[glyph] = outline + bytes(-len(outline) % 4)
        wanted += [part for _, part in _parts(outline)]
    return found


def _parts(outline: bytes) -> Iterator[tuple[int, int]]:
    """Give of every part of a letter where its number stands, and the number."""
    if not outline or unpack_from(">h", outline)[0] >= 0:
        return
    at, more = 10, True
    while more:
        flags, part = unpack_from(">2H", outline, at)
        yield at + 2, part
        at += 4 + (4 if flags & _WORDS else 2)
        at += 2 if flags & _SCALE else 4 if flags & _TWO_SCALES else 8 if flags & _MATRIX else 0
        more = bool(flags & _MORE)


def _renumbered(outline: bytes, places: Mapping[int, int]) -> bytes:
    changed = bytearray(outline)
    for at, part in _parts(outline):
        changed[at : at + 2] = pack(">H", places[part])
    return bytes(changed)


def _metrics(kept: Mapping[str, bytes], glyph: int) -> bytes:
    """Return the width of a letter and how far it stands from the left."""
    (wide,) = unpack_from(">H", kept["hhea"], 34)
    if glyph < wide:
        return kept["hmtx"][4 * glyph : 4 * glyph + 4]
    # letters past these share the last width
    last, bearing = 4 * (wide - 1), 4 * wide + 2 * (glyph - wide)
    return kept["hmtx"][last : last + 2] + kept["hmtx"][bearing : bearing + 2]


def _font_of(tables: Mapping[str, bytes]) -> bytes:
    """Return a font file of these tables, with its check sums."""
    count, stream, body = len(tables), BytesIO(), BytesIO()
    largest = 1 << (count.bit_length() - 1)
    stream.write(pack(">L4H", 0x00010000, count, 16 * largest, largest.bit_length() - 1, 16 * (count - largest)))
    first, corrected = calcsize(">L4H") + 16 * count, 0
    for tag in sorted(tables):
        content = tables[tag] + bytes(-len(tables[tag]) % 4)
        place = first + body.tell()
        if tag == "head":
            corrected = place + 8
        stream.write(pack(">4s3L", tag.encode("latin-1"), _sum(content), place, len(tables[tag])))
        body.write(content)
    whole = bytearray(stream.getvalue() + body.getvalue())
    whole[corrected : corrected + 4] = pack(">L", (_WHOLE_SUM - _sum(bytes(whole))) & _FOREVER)
    return bytes(whole)


def _sum(content: bytes) -> int:
    return int(sum(unpack_from(f">{len(content) // 4}L", content))) & _FOREVER
