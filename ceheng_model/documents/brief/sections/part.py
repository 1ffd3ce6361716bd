"""Hold a section of a brief with what stands behind its text, before the length says whether annexes are shown."""

from dataclasses import dataclass

from ceheng_model.documents.paper.content import Block, Exhibit, Picture
from ceheng_model.vocabulary import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """Hold a table or chart that tells in detail what the text says: it stands in an annex, if at all."""

    shown: Exhibit | Picture


Piece = Block | Behind


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Hold a section of the text, and among its blocks what stands behind it."""

    heading: Text
    pieces: tuple[Piece, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """What stands in the text."""
        return tuple(piece for piece in self.pieces if not isinstance(piece, Behind))

    @property
    def behind(self) -> tuple[Exhibit | Picture, ...]:
        """What stands in the annex."""
        return tuple(piece.shown for piece in self.pieces if isinstance(piece, Behind))
