"""Say where a stated distribution of incomes leaves nobody of whom a promise could speak."""

from collections.abc import Iterator, Mapping, Sequence

from ceheng_model.errors import Fault
from ceheng_model.plan import Statement
from ceheng_model.quantities import IncomeDistribution
from ceheng_model.quantities.people import ShareRaised
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Template, Text

_FLOOR = Template("{group}收入分布的下限 floor（低保线）", "the floor of the incomes of {group}, its subsistence line,")
_BELOW = Template(
    "低于承诺所说的 {line}{unit}：承诺所指为两者之间的人",
    "lie below {line} {unit}: the promise is on people between both",
)
_CHECK = Text("核对 floor，没有的不写", "check floor, or leave it out where there is none")


def floor_faults(
    distributions: Mapping[str, IncomeDistribution], statements: Sequence[Statement], terms: Terms
) -> Iterator[Fault]:
    """Yield the fault of every floor that is not below a line above which a statement promises to raise people."""
    told: set[tuple[str, float]] = set()
    for quantity in (statement.quantity for statement in statements):
        held = distributions.get(quantity.group)
        if not isinstance(quantity, ShareRaised) or held is None or held.floor is None:
            continue
        line = quantity.threshold
        if held.floor >= line and (quantity.group, line) not in told:
            told.add((quantity.group, line))
            what = _FLOOR.format(group=terms.label(quantity.group))
            rule = _BELOW.format(line=f"{line:.12g}", unit=terms.income_unit)
            yield Fault(what=what, rule=rule, got=held.floor, way_out=_CHECK)
