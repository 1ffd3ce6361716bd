"""Read the numbers of an official table: what is printed, in the unit that its headings name, and nothing near it."""

from decimal import Decimal
from numbers import Real

from ceheng_model.errors import Fault
from ceheng_model.files.grid import FormattedNumber, Uncalculated
from ceheng_model.files.number_reader import PERCENT, YUAN, Unread, narrow, read_number
from ceheng_model.files.number_reader import Unit as Written
from ceheng_model.official.facets import Unit
from ceheng_model.vocabulary import Text

_TEN_THOUSANDS = Written(
    rule=Text("以万元计", "be in ten thousand yuan"),
    way_out=Text("写作 3.651 或 3.651万元", "write 3.651 or 3.651万元"),
    powers={**YUAN.powers, "": 4},
)
_WRITTEN: dict[Unit, Written] = {"yuan": YUAN, "ten_thousand_yuan": _TEN_THOUSANDS, "percent": PERCENT}
_GAPS = frozenset({"", "空", "缺", "无", "NA", "N/A", "n/a", "NaN"})
_DASHES = "-—–\uff0d…./·*"


def is_number_like(cell: object) -> bool:
    """Return whether a cell holds a number or what looks like one, and so has to be accounted for."""
    if isinstance(cell, str):
        return any(sign.isdigit() for sign in cell)
    return isinstance(cell, Real | Decimal | FormattedNumber | Uncalculated)


def is_gap(cell: object) -> bool:
    """Return whether a cell holds a mark for a number that is not there.

    >>> is_gap("—"), is_gap("..."), is_gap("-120")
    (True, True, False)
    """
    return isinstance(cell, str) and cell.strip(_DASHES) in _GAPS


def amount(cell: object, unit: Unit) -> float | Unread:
    """Return the number of a cell in yuan, or as a fraction where its unit is per cent; or why it holds none.

    >>> amount("3.651", "ten_thousand_yuan"), amount("12,405.1", "yuan"), amount("8.1", "percent")
    (36510.0, 12405.1, 0.081)
    """
    return read_number(cell, _WRITTEN[unit])


def is_number(cell: object) -> bool:
    """Return whether a cell is a number and nothing else."""
    return isinstance(read_number(cell, YUAN), float)


def last_digit(cell: object, unit: Unit) -> Decimal:
    """Return what one unit of the last digit that a cell prints comes to, in yuan; a whole number counts ones.

    >>> last_digit("36510", "yuan"), last_digit("3.65万元", "yuan"), last_digit(28173.9, "yuan")
    (Decimal('1'), Decimal('1E+2'), Decimal('0.1'))
    """
    text = repr(cell.value) if isinstance(cell, FormattedNumber) else narrow(str(cell))
    # a sheet stores 36510 as 36510.0
    text = text if isinstance(cell, str) else text.removesuffix(".0")
    decimals = len("".join(filter(str.isdigit, text.partition(".")[2])))
    scale = 4 if unit == "ten_thousand_yuan" or "万" in str(cell) else 0
    return Decimal(1).scaleb(scale - decimals)


def unreadable(cell: object, unread: Unread, place: Text) -> Fault:
    """Return the fault of a cell that should hold a number and holds none."""
    got = cell.formula if isinstance(cell, Uncalculated) else cell.shown if isinstance(cell, FormattedNumber) else cell
    way_out = Text("只写数字；没有数的写“-”或留空", "leave the digits only; '-' or nothing where there is no figure")
    return unread.fault(Text("单元格", "the cell"), got=got, way_out=way_out, place=place)
