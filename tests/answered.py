"""Answers for the folder of a plan, in a few words."""

from collections.abc import Mapping

from ceheng_model.drafting import Promise, Typed, promise, read_typed
from ceheng_model.files import RATE
from ceheng_model.vocabulary import Text


def stated(
    growth: Mapping[str, str], *, endpoints: Mapping[str, str] | None = None, ratio: str | None = None
) -> tuple[Promise, ...]:
    """Return what a plan says of average growth, incomes of its last year and their ratio, as typed."""
    what = Text.same("x")
    made = [promise("average_annual_growth", typed, what=what, group=key) for key, typed in growth.items()]
    made += [promise("income", typed, what=what, group=key) for key, typed in (endpoints or {}).items()]
    made += [promise("urban_rural_ratio", ratio, what=what)] if ratio else []
    return tuple(made)


def printed(rate: str) -> Typed:
    """Return what a growth table prints in a cell."""
    return read_typed(rate, RATE, Text.same("x"), examples="8%")
