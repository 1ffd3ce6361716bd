"""Hold a section of a brief with what stands behind its text, before the length says whether annexes are shown."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ceheng_model.documents.paper.content import Block, Exhibit, Picture
from ceheng_model.vocabulary import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """Hold a table or chart that tells in detail what the text says: it stands in an annex, if at all."""

    shown: Exhibit | Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferred:
    """Hold what makes the tables and charts of an annex whose results take long: nothing is computed without it."""

    make: Callable[[], Iterable[Exhibit | Picture]]


Piece = Block | Behind | Deferred


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Hold a section of the text, and among its blocks what stands behind it."""

    heading: Text
    pieces: tuple[Piece, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """What stands in the text."""
        return tuple(piece for piece in self.pieces if not isinstance(piece, Behind | Deferred))

    @property
    def behind(self) -> tuple[Exhibit | Picture, ...]:
        """What stands in the annex."""
        shown: list[Exhibit | Picture] = []
        for piece in self.pieces:
            if isinstance(piece, Behind):
                shown.append(piece.shown)
            elif isinstance(piece, Deferred):
                shown.extend(piece.make())
        return tuple(shown)
