"""Write verdicts as formulas: printed intervals with the rounding and the noise that the library allows for."""

from ceheng_model.documents.workbook.book import DASH, literal
from ceheng_model.vocabulary import Language, Verdict
from ceheng_model.wording import ROUNDOFF, Wording

_NOISE = f"{ROUNDOFF:.0E}"


def verdict_formula(
    wording: Wording,
    value: str,
    *,
    low: str,
    high: str,
    language: Language,
    uncertainty: str | None = None,
    given: str | None = None,
) -> str:
    """Return the formula of a verdict on the quantity at `value`.

    `low` and `high` are the ends of the printed interval; `uncertainty` the address of the half-width left
    open by rounding; `given` the condition under which the statement can be judged.
    """
    words = {verdict: literal(verdict.label.in_language(language)) for verdict in Verdict}
    fine = words[Verdict.MET]
    # nothing goes beyond words that everything past a value meets
    if not (wording.strict or wording.is_open):
        fine = f"IF({_beyond(wording, value, low, high)},{words[Verdict.EXCEEDED]},{fine})"
    judged = f"IF({_holds(wording, value, low, high)},{fine},{words[Verdict.MISSED]})"
    if uncertainty is not None:
        here, below, above = (
            f"({_holds(wording, x, low, high)})"
            for x in (value, f"({value}-{uncertainty})", f"({value}+{uncertainty})")
        )
        judged = f"IF(OR({here}<>{below},{here}<>{above}),{words[Verdict.UNDECIDABLE]},{judged})"
    judged = f"IF({value}={literal(DASH)},{words[Verdict.UNDECIDABLE]},{judged})"
    return judged if given is None else f"IF({given},{judged},{words[Verdict.NOT_JUDGED]})"


def distance_formula(wording: Wording, value: str, *, low: str, high: str, aim: str | None) -> str:
    """Return the formula of the distance to the goal, whose printed value stands at `aim`; None for a sign."""
    if aim is None:
        room = value if wording.better == "up" else f"-{value}"
    else:
        room = f"{value}-{aim}" if wording.better == "up" else f"{aim}-{value}"
    told = f"IF({_holds(wording, value, low, high)},MAX({room},0),MIN({room},0))"
    return f"IF({value}={literal(DASH)},{literal(DASH)},{told})"


def _holds(wording: Wording, x: str, low: str, high: str) -> str:
    if wording.strict:
        return _on_side(wording, x)
    if wording.is_open:
        return f"{x}>{low}+{_noise(low)}"
    if wording.better == "up":
        return f"{x}>={low}-{_noise(low)}"
    return f"{x}<={high}+{_noise(high)}" if wording.closed else f"{x}<{high}-{_noise(high)}"


def _on_side(wording: Wording, x: str) -> str:
    """Return the condition of lying on a side of zero."""
    if not wording.is_open:
        return f"{x}>=-{_NOISE}"
    return f"{x}>{_NOISE}" if wording.better == "up" else f"{x}<-{_NOISE}"


def _beyond(wording: Wording, x: str, low: str, high: str) -> str:
    if wording.better == "down":
        return f"{x}<{low}-{_noise(low)}"
    return f"{x}>{high}+{_noise(high)}" if wording.closed else f"{x}>={high}-{_noise(high)}"


def _noise(bound: str) -> str:
    return f"{_NOISE}*MAX(ABS({bound}),1)"
