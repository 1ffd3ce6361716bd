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


def margin_formula(wording: Wording, value: str, *, low: str, high: str) -> str:
    """Return the formula of the distance from the bound that decides, positive when the statement is met."""
    near, far = ("", "-") if wording.strict else (f"-{low}", f"{high}-")
    distance = f"{value}{near}" if wording.better == "up" else f"{far}{value}"
    return f"IF({value}={literal(DASH)},{literal(DASH)},{distance})"


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
