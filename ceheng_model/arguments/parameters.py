"""What is said of single parameters: what to write for one, and which of them look at labels."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from numpy.typing import ArrayLike

from ceheng_model.arguments.public_kinds import public
from ceheng_model.names import component_names, group_names
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Name, Text

_A_YEAR = Text("写作 2024", "write it like 2024")

WAYS_OUT: Mapping[str, Text] = {
    "target": Text('写作 "ratio=2.8" 这样的目标', 'give a target such as "ratio=2.8"'),
    "targets": Text('写作 ["ratio=2.8"] 这样的目标', 'give targets such as ["ratio=2.8"]'),
    "quantity": Text('写作 "ratio" 这样的指标', 'give a quantity such as "ratio"'),
    "vary": Text('写作 "rural.wages" 这样的增速', 'give growth such as "rural.wages"'),
    **dict.fromkeys(
        ("year", "base_year", "first_year", "last_year", "as_of", "since", "first_origin", "Terms.span_label.first"),
        _A_YEAR,
    ),
    **dict.fromkeys(("Terms.span_label.last", "PublishedSeries.first_year.default"), _A_YEAR),
    "track.as_of": Text("写作 datetime.date(2024, 6, 30)", "write datetime.date(2024, 6, 30)"),
    "draws": Text("写作 10_000", "write it like 10_000"),
    "years": Text("写作 2023 或 [2023, 2024]", "write 2023 or [2023, 2024]"),
    "groups": Text('写作 "rural" 或 ["urban", "rural"]', 'write "rural" or ["urban", "rural"]'),
    "components": Text('写作 "wages" 或 ["wages", "transfer"]', 'write "wages" or ["wages", "transfer"]'),
    "shares": Text('写作 {"rural": "official"} 这样的构成案例', 'write share cases like {"rural": "official"}'),
    "seed": Text("写作 0 这样的整数，或 None", "write a whole number such as 0, or None"),
    "probability": Text("写作 0.8", "write it like 0.8"),
    "changes": Text('写作 ["rural.wages=15%"]', 'write ["rural.wages=15%"]'),
    "levers": Text("给出 Lever 对象的列表", "give a list of Lever objects"),
    "Scenario.with_growth.value": Text('写作 0.15 或 "15%"', 'write 0.15 or "15%"'),
    "promise_sentence.report": Text(
        "用 check(测算结果) 核对；多种情形先取一条：check(projection.at(alternative=...))",
        "make one with check(projection); of many paths take one first: check(projection.at(alternative=...))",
    ),
    "Scenario.with_prices.growth": Text("写作 0.02 或 {2023: 0.02}", "write 0.02 or {2023: 0.02}"),
    "Scenario.with_gdp.growth": Text("写作 0.05 或 {2023: 0.05}", "write 0.05 or {2023: 0.05}"),
    "Scenario.with_population.population": Text(
        '写作 {"urban": {2021: 36.5, …}, …}', 'write {"urban": {2021: 36.5, ...}, ...}'
    ),
}
"""By the name of a parameter, or by that of its function and its own; of others the kind says it."""

SEES_LABELS = frozenset(
    {
        "Scenario.with_growth.value",
        "Scenario.with_prices.growth",
        "Scenario.with_gdp.growth",
        "GrowthChange.value",
        "frontier.growth",
        "nearest_correlation.correlation",
        *(
            f"{call}.{name}"
            for call in ("Uncertainty", "Uncertainty.with_")
            for name in ("standard_deviation", "correlation", "own_spread", "own_correlation")
        ),
        *(
            f"Uncertainty.{name}"
            for name in ("total_spread.shares", "with_own_totals.shares", "with_common_scaled.factor")
        ),
        *(f"{kind}.{method}.quantity" for kind in ("Wording", "Printed", "Sign") for method in ("holds", "side")),
    }
)
"""Parameters of arrays that are aligned by label, or whose order does not matter; others take no labels."""


INSTEAD: Mapping[str, Any] = {
    "Quantity.needed_levels.aim": ArrayLike,
    "Quantity.needed_growth.aim": ArrayLike,
}
"""What is asked of callers from outside where the library itself gives formulas, too."""

OPTIONS: Mapping[str, Callable[[Any], Collection[Any]]] = {
    "DifferingAssumption.differs.scenario": lambda assumption: range(len(assumption.values)),
    "Answers.total.key": lambda answers: {*answers.base, *answers.components},
    "Scenario.of_alternative.name": lambda _: public("ALTERNATIVES"),
    "Terms.group.key": lambda terms: terms.group_keys,
    "Terms.short.key": lambda terms: (*terms.group_keys, *terms.compared.keys),
}
"""Names and positions that a method knows, asked of its object; other functions refuse names themselves."""

NAMED: Mapping[str, Callable[[Terms], Sequence[Name]]] = {
    **dict.fromkeys(("group", "groups", "Projection.group_index.key", "reconcile.totals"), group_names),
    **dict.fromkeys(("Terms.group.key", "Terms.short.key", "Baseline.is_split.key"), group_names),
    **dict.fromkeys(("component", "components", "Terms.is_whole.component"), component_names),
    "Terms.label.key": lambda terms: (*group_names(terms), *component_names(terms)),
    "Terms.named.key": lambda terms: (*group_names(terms), *component_names(terms)),
}
"""What the names of parameters are, by their own name or with that of their function; keys of mappings, too."""

READS_TEXT = frozenset({"Scenario.with_growth.value"})
"""Parameters of numbers whose text the function reads itself."""
