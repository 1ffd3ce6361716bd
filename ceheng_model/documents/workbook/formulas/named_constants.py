"""Give every constant and word that formulas use a cell with a name: no formula holds one inside."""

import re
from dataclasses import dataclass, field

from ceheng_model.documents.workbook.book import DASH, Page
from ceheng_model.vocabulary import Text, Verdict
from ceheng_model.wording import ROUNDOFF

FIRST_ROW = 3
"""Row of the first constant."""
_NUMBER = re.compile(r"(?<![A-Za-z0-9_$.!'])\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.(!:])")
"""A number within a formula, and neither part of an address nor of a name."""
_LONGEST = 10
"""Signs of the name of a number that says which it is."""
_EXPONENT = re.compile(r"\^(?:\(1/)?$")


@dataclass(slots=True, kw_only=True)
class Constants:
    """Give every constant a cell, when a formula first asks for it."""

    page: Page
    cells: dict[tuple[str, str | float], str] = field(default_factory=dict)

    @property
    def dash(self) -> str:
        """The name of what stands where there is no number."""
        return self.word(Text.same(DASH), Text("没有数", "no number"), name="dash")

    @property
    def noise(self) -> str:
        """The name of the noise of floating-point arithmetic that every comparison allows for."""
        return self.number(ROUNDOFF, Text("舍入噪声", "rounding noise"), name="noise")

    def verdict(self, verdict: Verdict) -> str:
        """Return the name of the word for a verdict."""
        return self.word(verdict.label, Text("判定用语", "words of verdicts"), name=verdict.name.lower())

    def closing(self, choice: Text) -> str:
        """Return the name of a way in which open cells are filled."""
        return self.word(choice, Text("未定构成的处理", "open cells"), name=choice.en.replace(" ", "_"))

    def years(self, count: int) -> str:
        """Return the name of a number of years."""
        return self.number(count, Text("年数", "number of years"), name=f"years_{count}")

    def without_numbers(self, formula: str) -> str:
        """Return a formula with the name of a cell for every number but 0 and 1; exponents are numbers of years."""

        def named(found: re.Match[str]) -> str:
            value = float(found[0])
            if value in (0.0, 1.0):
                return found[0]
            if _EXPONENT.search(formula[: found.start()]):
                return self.years(int(value))
            label = Text("条目读法中的数（舍入的一半、区间端点）", "numbers by which statements are read (half a unit)")
            name = "number_" + re.sub(r"\W", "_", f"{value:.12g}")
            # one of many digits would make the formula too long to follow: it is numbered, and its cell shows it
            return self.number(value, label, name=name if len(name) <= _LONGEST else f"value_{len(self.cells)}")

        return _NUMBER.sub(named, formula)

    def word(self, text: Text, label: Text, *, name: str = "") -> str:
        """Return the name or the address of a text; it stands there once."""
        return self._at(self.page.words(text), label, name)

    def number(self, value: float, label: Text, *, name: str = "") -> str:
        """Return the name or the address of a number; it stands there once for each thing that it is."""
        return self._at(value, label, name)

    def finish(self) -> None:
        """Set the page up, once every sheet is written."""
        self.page.prints(rows=(FIRST_ROW - 1, FIRST_ROW - 1), wide=2)

    def _at(self, value: str | float, label: Text, name: str) -> str:
        key = (self.page.words(label), value)
        if key not in self.cells:
            row = FIRST_ROW + len(self.cells)
            self.page.say(row, 0, label, "label")
            if isinstance(value, str):
                address = self.page.say(row, 1, value, "label wrapped")
            else:
                address = self.page.put(row, 1, value, "number")
            self.cells[key] = name or self.page.pinned(address)
            if name:
                self.page.name_cells(name, (row, 1))
        return self.cells[key]
