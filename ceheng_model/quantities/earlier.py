"""Incomes of years before the base, which a published series of the same residents gives."""

from ceheng_model.quantities.forms import Sum, income, of_known
from ceheng_model.quantities.kinds import Quantity
from ceheng_model.quantities.known import Against, PublishedLevel, Setting, require_published
from ceheng_model.quantities.missing import UndecidableError
from ceheng_model.vocabulary import TOTAL, Missing, Need, Template

_BEFORE = Template(
    "{year}的收入（早于基年，须用 past 指明公布的序列）",
    "income of {year}, which lies before the base year (name a published series as past)",
)
_COMPONENT_BEFORE = Template(
    "{year}的分项收入（公布的序列只有合计）", "a component of {year}: published series give totals only"
)


def earlier_income(quantity: Quantity, year: int, past: Against | None, setting: Setting) -> Sum:
    """Return an income of the scenario, or one that a series gives where the year lies before the base.

    Raises `UndecidableError` where no series gives it.
    """
    if year >= setting.base_year:
        return income(quantity.group, year, quantity.component)
    if past is None or quantity.component != TOTAL:
        why = _BEFORE if past is None else _COMPONENT_BEFORE
        raise UndecidableError(Missing(what=why.format(year=setting.terms.year_label(year)), need=Need.OTHER))
    require_published(past, setting, year, year)
    return of_known(PublishedLevel(against=past, year=year))
