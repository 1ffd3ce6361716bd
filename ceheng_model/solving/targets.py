"""Name what is to be reached: an income, a growth, a ratio, a share, the income of all residents."""

import re
import unicodedata
from dataclasses import dataclass
from math import isfinite
from typing import Literal

import numpy as np

from ceheng_model.arithmetic import Array
from ceheng_model.errors import Fault, InputError, choice, raise_faults
from ceheng_model.files import number
from ceheng_model.scenarios import Scenario
from ceheng_model.tables import Figure, Kind
from ceheng_model.vocabulary import COMPONENTS, LABELS, TOTAL, Text

TargetKind = Literal["income", "growth", "average_annual_growth", "ratio", "share", "all_residents"]
TARGET_KINDS: tuple[TargetKind, ...] = (
    "income",
    "growth",
    "average_annual_growth",
    "ratio",
    "share",
    "all_residents",
)
_UNITS: dict[str, tuple[Kind, int]] = {
    "income": ("yuan", 2),
    "growth": ("percent", 3),
    "average_annual_growth": ("percent", 3),
    "ratio": ("ratio", 3),
    "share": ("percent", 2),
    "all_residents": ("yuan", 2),
}
_WORDS = {
    "income": Text("收入", "income"),
    "growth": Text("增速", "growth"),
    "average_annual_growth": Text("年均增速", "average annual growth"),
    "ratio": Text("城乡居民收入比", "urban-rural income ratio"),
    "share": Text("占比", "share"),
    "all_residents": Text("全体居民收入", "income of all residents"),
}
_FORM = re.compile(r"(?P<name>[^=]+?)\s*=\s*(?P<value>.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Hold a quantity and the value it is to reach.

    Every quantity is a ratio of two sums of levels: an income is a sum over 1, growth a sum over the
    year before, the ratio urban over rural, a share a component over its total. Average growth runs
    from the base year to `year`.
    """

    kind: TargetKind
    value: float
    """Yuan, fraction or ratio."""
    group: str = ""
    component: str = TOTAL
    year: int

    def figure(self, value: float) -> Figure:
        """Return a value in the target's unit."""
        return Figure(value, *_UNITS[self.kind])

    def label(self, scenario: Scenario) -> Text:
        """Return what is to be reached in words."""
        names = {group.key: group.label for group in scenario.groups}
        group = names.get(self.group, Text("", ""))
        component = Text("", "") if self.component == TOTAL else LABELS[self.component]
        word = _WORDS[self.kind]
        return Text(
            f"{self.year}年{group.zh}{component.zh}{word.zh}",
            " ".join(part for part in (group.en, component.en, word.en, str(self.year)) if part),
        )

    def forms(self, scenario: Scenario) -> tuple[Array, Array, float]:
        """Return the two linear forms over ``(group, component, year)`` and the ratio they are to reach.

        The denominator of an income is all zeros: it stands for the constant 1.
        """
        shape = (len(scenario.groups), len(COMPONENTS), len(scenario.years) + 1)
        above, below = np.zeros(shape), np.zeros(shape)
        t = self.year - scenario.baseline.year
        if self.kind == "ratio":
            above[scenario.group_keys.index("urban"), :, t] = 1.0
            below[scenario.group_keys.index("rural"), :, t] = 1.0
            return above, below, self.value
        if self.kind == "all_residents":
            assert scenario.population is not None
            residents = scenario.population[:, t]
            above[..., t] = (residents / residents.sum())[:, np.newaxis]
            return above, below, self.value
        g = scenario.group_keys.index(self.group)
        cells = slice(None) if self.component == TOTAL else COMPONENTS.index(self.component)
        above[g, cells, t] = 1.0
        if self.kind == "growth":
            below[g, cells, t - 1] = 1.0
            return above, below, 1.0 + self.value
        if self.kind == "average_annual_growth":
            below[g, cells, 0] = 1.0
            return above, below, float((1.0 + self.value) ** t)
        if self.kind == "share":
            below[g, :, t] = 1.0
        return above, below, self.value

    def of_ratio(self, ratio: float, scenario: Scenario) -> float:
        """Return the quantity that a ratio of the two forms stands for."""
        if self.kind == "growth":
            return ratio - 1.0
        if self.kind == "average_annual_growth":
            return float(ratio ** (1.0 / (self.year - scenario.baseline.year))) - 1.0
        return ratio

    def quantity(self, levels: Array, scenario: Scenario) -> float:
        """Return the quantity at given levels, shape ``(group, component, year)``."""
        above, below, _ = self.forms(scenario)
        ratio = float((above * levels).sum()) / (float((below * levels).sum()) if below.any() else 1.0)
        return self.of_ratio(ratio, scenario)


def target(text: str, scenario: Scenario) -> Target:
    """Return the target written as ``ratio=2.8``, ``rural.2024=17355``, ``rural.wages.share=45%`` and the like.

    The name is ``ratio``, ``all`` (income of all residents) or a group, with a component, one of
    ``growth``, ``average_growth`` and ``share``, and a year, in any order; the year is the last one
    where none is named. Raises `InputError` for a part that is none of these.

    >>> from ceheng_model.scenarios import scenario
    >>> target("rural.average_growth=16%", scenario("plan")).value
    0.16
    """
    match = _FORM.fullmatch(unicodedata.normalize("NFKC", text).strip())
    value = number(match["value"]) if match else None
    if match is None or value is None:
        rule = Text("写作 指标=数值", "have the form QUANTITY=VALUE")
        examples = "ratio=2.8 / rural.2024=17355 / rural.average_growth=16% / rural.wages.share=45%"
        way_out = Text(f"例如 {examples}", f"for example {examples}")
        raise InputError(Fault(what=Text("目标", "a target"), rule=rule, got=text, way_out=way_out))
    found: dict[str, str] = {}
    kinds = {"ratio": "ratio", "all": "all_residents", "growth": "growth", "share": "share"}
    kinds["average_growth"] = "average_annual_growth"
    for part in match["name"].split("."):
        if part in scenario.group_keys:
            found["group"] = part
        elif part in (*COMPONENTS, TOTAL):
            found["component"] = part
        elif part in kinds:
            found["kind"] = kinds[part]
        elif re.fullmatch(r"\d{4}", part):
            found["year"] = part
        else:
            options = [*scenario.group_keys, *COMPONENTS, *kinds, *map(str, scenario.years)]
            raise InputError(choice(Text(f"“{text}”中的部分", f"a part of '{text}'"), part, options))
    made = Target(
        kind=found.get("kind", "income"),  # type: ignore[arg-type]
        value=value,
        group=found.get("group", ""),
        component=found.get("component", TOTAL),
        year=int(found.get("year", scenario.years[-1])),
    )
    require_target(made, scenario)
    return made


def require_target(target: Target, scenario: Scenario) -> None:
    """Raise `InputError` for a target that the scenario does not have."""
    faults: list[Fault] = []
    if target.kind not in TARGET_KINDS:
        faults.append(choice(Text("目标的种类", "the kind of a target"), target.kind, TARGET_KINDS))
    if target.year not in scenario.years:
        faults.append(choice(Text("目标的年份", "the year of a target"), target.year, scenario.years))
    if target.component not in (*COMPONENTS, TOTAL):
        faults.append(choice(Text("收入构成", "the component"), target.component, COMPONENTS))
    if target.kind == "ratio":
        faults += [
            choice(Text("人群", "the group"), k, scenario.group_keys)
            for k in ("urban", "rural")
            if k not in scenario.group_keys
        ]
    elif target.kind == "all_residents":
        if scenario.population is None:
            way_out = Text(
                "用 scenario.with_population(...) 或 --population", "use scenario.with_population(...) or --population"
            )
            what, rule = Text("常住人口", "the population"), Text("给出", "be given")
            faults.append(Fault(what=what, rule=rule, got="", way_out=way_out))
    elif target.group not in scenario.group_keys:
        faults.append(choice(Text("目标的人群", "the group of a target"), target.group, scenario.group_keys))
    faults += _value_faults(target)
    raise_faults(faults)


def _value_faults(target: Target) -> list[Fault]:
    if target.kind in ("growth", "average_annual_growth"):
        low, high = -1.0, 1.0
    elif target.kind == "share":
        low, high = 0.0, 1.0
    else:
        low, high = 0.0, float("inf")
    if isfinite(target.value) and low < target.value < high:
        return []
    rule = Text(f"在 {low:g} 与 {high:g} 之间", f"lie between {low:g} and {high:g}")
    way_out = Text("收入以元计，20% 写作 0.20", "income in yuan; write 20 % as 0.20")
    return [Fault(what=Text("目标值", "the value of a target"), rule=rule, got=target.value, way_out=way_out)]
