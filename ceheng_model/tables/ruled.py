"""The one line of a table in a terminal, below its headings; of hyphens where the encoding is not Unicode."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.box import Box
    from rich.console import ConsoleOptions


@cache
def ruled() -> "Box":
    """Return the lines of a table for Rich: none but one, as wide in every encoding."""
    # the library starts without it
    from rich.box import SIMPLE_HEAD, Box

    # consoles of code page 936 draw the sign of a line two columns wide
    hyphens = Box(str(SIMPLE_HEAD).replace("─", "-"), ascii=True)

    class Ruled(Box):
        def substitute(self, options: "ConsoleOptions", safe: bool = True) -> "Box":  # noqa: ARG002, FBT001, FBT002
            return hyphens if options.ascii_only or options.legacy_windows else self

    return Ruled(str(SIMPLE_HEAD))
