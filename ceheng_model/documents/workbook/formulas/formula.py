"""Write arithmetic on the addresses of a workbook: a piece of a formula is reckoned with like a number."""

from dataclasses import dataclass
from typing import TypeAlias

_SUM, _PRODUCT, _POWER, _WHOLE = range(4)
"""How firmly a piece holds together, the loosest first."""

Operand: TypeAlias = "Formula | float"


@dataclass(frozen=True, slots=True)
class Formula:
    """Hold a piece of a formula; what is added, multiplied or divided by writes the longer one.

    A nought that is added and a one that is multiplied with are not written.

    >>> str((Formula("E9") / Formula("B9")).root(3) - 1.0)
    '(E9/B9)^(1/3)-1'
    >>> str((Formula("A1") - Formula("B1")) * 0.5 + 0.0)
    '(A1-B1)*0.5'
    """

    text: str
    firmness: int = _WHOLE
    is_zero: bool = False
    """Whether its cell holds zero, so that there is nothing to add."""

    def __str__(self) -> str:
        """Return the formula."""
        return self.text

    def __bool__(self) -> bool:
        """Return whether it may be other than zero."""
        return not self.is_zero

    def __add__(self, other: Operand) -> "Formula":
        """Return the sum."""
        if not other:
            return self
        if isinstance(other, float | int) and other < 0:
            return self - -other
        return Formula(f"{self.text}+{written(other)}", _SUM)

    def __radd__(self, other: float) -> "Formula":
        """Return the sum."""
        return self if not other else Formula(f"{written(other)}+{self.text}", _SUM)

    def __sub__(self, other: Operand) -> "Formula":
        """Return the difference; both sides of one between two pieces are held together."""
        if not other:
            return self
        if isinstance(other, float | int):
            return self + -other if other < 0 else Formula(f"{self.text}-{written(other)}", _SUM)
        return Formula(f"{self.held(_PRODUCT)}-{other.held(_PRODUCT)}", _SUM)

    def __rsub__(self, other: float) -> "Formula":
        """Return the difference."""
        return Formula(f"{written(other) if other else ''}-{self.held(_PRODUCT)}", _SUM)

    def __mul__(self, other: Operand) -> "Formula | float":
        """Return the product."""
        if isinstance(other, float | int) and other in (0.0, 1.0):
            return self if other else 0.0
        return Formula(f"{self.held(_PRODUCT)}*{held(other, _PRODUCT)}", _PRODUCT)

    def __rmul__(self, other: float) -> "Formula | float":
        """Return the product."""
        if other in (0.0, 1.0):
            return self if other else 0.0
        return Formula(f"{written(other)}*{self.held(_PRODUCT)}", _PRODUCT)

    def __truediv__(self, other: Operand) -> "Formula":
        """Return the quotient."""
        if isinstance(other, float | int) and other == 1.0:
            return self
        return Formula(f"{self.held(_PRODUCT)}/{held(other, _POWER)}", _PRODUCT)

    def __rtruediv__(self, other: float) -> "Formula":
        """Return the quotient."""
        return Formula(f"{written(other)}/{self.held(_POWER)}", _PRODUCT)

    def __pow__(self, degree: int) -> "Formula":
        """Return the power."""
        return self if degree == 1 else Formula(f"{self.held(_WHOLE)}^{degree}", _POWER)

    def root(self, degree: int) -> "Formula":
        """Return the root."""
        return Formula(f"({self.text})^(1/{degree})", _POWER)

    def held(self, firmness: int) -> str:
        """Return the piece, in brackets where it is looser than what it stands in."""
        return self.text if self.firmness >= firmness else f"({self.text})"


def held(value: Operand, firmness: int) -> str:
    """Return a piece or a number, in brackets where it is looser than what it stands in."""
    return value.held(firmness) if isinstance(value, Formula) else written(value)


def written(value: Operand) -> str:
    """Return a piece or a number as a formula writes it.

    >>> written(0.5), written(1.0)
    ('0.5', '1')
    """
    if isinstance(value, Formula):
        return value.text
    return f"{value:.0f}" if float(value).is_integer() else repr(float(value))
