"""The shipped plan in exact fractions: an oracle that shares no code with the library."""

from fractions import Fraction

BUREAU_KEYS = ("wages", "business", "property", "transfer")
TOTALS = {"urban": Fraction(36510), "rural": Fraction(11076), "lifted": Fraction(11500)}
SHARES = {
    "urban": ("0.6007", "0.1135", "0.1066", "0.1792"),
    "rural": ("0.3529", "0.3599", "0.0137", "0.2735"),
    "lifted": ("0.65", "0.14", "0.01", "0.20"),
}
STATED = {
    "urban": {"wages": Fraction(1, 10), "business": Fraction(1, 4)},
    "rural": {"wages": Fraction(1, 5)},
    "lifted": {"wages": Fraction(1, 5), "business": Fraction(13, 100)},
}
TOTAL_GROWTH = {"urban": Fraction(1, 10), "rural": Fraction(3, 25), "lifted": Fraction(4, 25)}
YEARS = (2022, 2023, 2024)

Levels = dict[str, Fraction]


def base(group: str, shares: tuple[str, ...] | None = None) -> Levels:
    """Return the levels of 2021."""
    return {c: TOTALS[group] * Fraction(s) for c, s in zip(BUREAU_KEYS, shares or SHARES[group], strict=True)}


def closed_year(group: str, levels: Levels) -> tuple[Fraction, Levels]:
    """Return the rate left for the open components and the levels one year later."""
    stated = STATED[group]
    needed = TOTAL_GROWTH[group] * sum(levels.values()) - sum(stated[c] * levels[c] for c in stated)
    rate = needed / sum(level for c, level in levels.items() if c not in stated)
    return rate, {c: level * (1 + stated.get(c, rate)) for c, level in levels.items()}


def plan_path(group: str, shares: tuple[str, ...] | None = None) -> tuple[list[Fraction], list[Levels]]:
    """Return the open rates and the levels of 2021 to 2024 when open cells close to the total."""
    path, rates = [base(group, shares)], []
    for _ in YEARS:
        rate, levels = closed_year(group, path[-1])
        rates.append(rate)
        path.append(levels)
    return rates, path
