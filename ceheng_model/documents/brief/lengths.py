"""Name the three lengths of a brief."""

from typing import Literal, get_args

from ceheng_model.errors import choice, raise_faults
from ceheng_model.names import choice_names
from ceheng_model.vocabulary import Text

Length = Literal["page", "brief", "full"]
"""One page for a leader; the brief of a few pages; the brief with annexes."""
LENGTHS: tuple[Length, ...] = get_args(Length)
DEFAULT_LENGTH: Length = "brief"


def require_length(length: str) -> None:
    """Raise `InputError` for a length that does not exist.

    >>> require_length("page")
    """
    if length not in LENGTHS:
        raise_faults([choice(Text("篇幅", "the length"), length, choice_names(LENGTHS))])
