"""Hold components against their printed total: rounding is stated, more is refused."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ceheng_model.errors import Fault, Remark
from ceheng_model.official.official_figures import Key, OfficialFigure
from ceheng_model.rounding import rounding_room
from ceheng_model.vocabulary import BUREAU_KEYS, TOTAL, Template, Text


def sum_faults(figures: Sequence[OfficialFigure]) -> Iterator[Fault]:
    """Yield a fault for each total that its components miss by more than rounding explains."""
    for total, parts, missed in _missed(figures):
        room = rounding_room(figure.step for figure in (total, *parts))
        if abs(missed) > Decimal(repr(room)):
            yield Fault(
                what=_SUM.format(name=total.name),
                rule=_EQUAL.format(total=f"{total.value:.12g}"),
                got=f"{float(total.exact + missed):.12g}",
                way_out=Text(
                    "看是否漏行、错行，或构成属于另一项收入",
                    "see whether a line is lost, or the parts are another income's",
                ),
                place=parts[0].place,
            )


def sum_remarks(figures: Sequence[OfficialFigure]) -> list[Remark]:
    """Return one remark on the totals that their components miss by rounding, none where there are none."""
    missed = list(_missed(figures))
    if not missed:
        return []
    total, _, difference = missed[0]
    said = _MISSED.format(
        count=len(missed),
        name=total.name,
        sum=f"{float(total.exact + difference):.12g}",
        total=f"{total.value:.12g}",
        most=f"{float(max(abs(by) for _, _, by in missed)):.12g}",
    )
    return [Remark(text=said, place=total.place, is_warning=False)]


def loose_parts(figures: Sequence[OfficialFigure]) -> list[OfficialFigure]:
    """Return the parts that only lines above them name, where no sum proves of what they are parts."""
    levels = _levels(figures)
    return [figure for figure in figures if figure.is_bare and len(levels.get(figure.whole, ())) <= len(BUREAU_KEYS)]


def _levels(figures: Sequence[OfficialFigure]) -> dict[Key, dict[str, OfficialFigure]]:
    levels: dict[Key, dict[str, OfficialFigure]] = {}
    for figure in figures:
        if figure.measure == "level":
            levels.setdefault(figure.whole, {})[figure.component] = figure
    return levels


def _missed(figures: Sequence[OfficialFigure]) -> Iterator[tuple[OfficialFigure, list[OfficialFigure], Decimal]]:
    """Yield each total whose four components are there and do not add up to it, with them and the difference."""
    for held in _levels(figures).values():
        if len(held) > len(BUREAU_KEYS):
            parts = [held[component] for component in BUREAU_KEYS]
            missed = sum((part.exact for part in parts), start=Decimal(0)) - held[TOTAL].exact
            if missed:
                yield held[TOTAL], parts, missed


_SUM = Template("{name}四项之和", "the sum of the components of {name}")
_EQUAL = Template("等于合计 {total}，相差只限于四舍五入", "equal the total {total}, rounding apart")
_MISSED = Template(
    "{count}处四项之和与公布的合计最多相差{most}元，系四舍五入，均按公布数保留；如{name}：{sum}与{total}",
    "{count} sums of components miss their published total by {most} yuan at most: rounding, and all are kept; such as "
    "{name}: {sum} and {total}",
)
