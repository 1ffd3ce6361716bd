"""Turn what options say of a plan's goals into its statements, and into cells of its growth table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ceheng_model.cli.readings import form_fault, repeated_fault
from ceheng_model.errors import FOUR_DIGITS, Fault, InputError, choice
from ceheng_model.files import RATE, split_cells, year_of
from ceheng_model.names import component_names, group_names, one_meant
from ceheng_model.terms import BUREAU_COMPONENTS, Component, Terms
from ceheng_model.vocabulary import TOTAL, Group, Text
from ceheng_model.wording import WORDINGS

if TYPE_CHECKING:
    from ceheng_model.drafting import Promise, Typed

Many = list[str] | None
_FORMS = ("--base urban=36510", "--growth rural=12%以上", "--endpoint rural=2.7万元", "--split rural=35,36,2,27")


@dataclass(frozen=True, slots=True, kw_only=True)
class Goals:
    """Hold the options that say what a plan promises, as they were typed."""

    growth: Many = None
    endpoint: Many = None
    ratio: Many = None
    increment: Many = None
    multiple: Many = None
    statement: Many = None
    groups: Sequence[Group] = ()
    """Those of the plan, so that statements may name them in words."""
    declared: Sequence[Component] = BUREAU_COMPONENTS
    words: Mapping[str, str] = field(default_factory=dict)
    """The plan's own words, by goal: ``endpoint.rural``."""
    places: Mapping[str, str] = field(default_factory=dict)
    """Where the plan says it, by goal."""

    def promises(self) -> "list[Promise]":
        """Return a statement for each goal; raise `InputError` with every one that cannot be read."""
        made: list[Promise] = []
        faults: list[Fault] = []
        for quantity, option, cell, typed in self._goals():
            try:
                made.append(self._quoted(_promise(quantity, option, cell, typed), option, cell))
            except InputError as error:
                faults += error.faults
        for text in self.statement or []:
            try:
                made.append(self.said(text, Text.same("--statement")))
            except InputError as error:
                faults += error.faults
        if faults:
            raise InputError(faults)
        return made

    def said(self, text: str, what: Text) -> "Promise":
        """Return a statement that was typed by its keys, or in words where it is known of whom a plan speaks."""
        from ceheng_model.drafting import read_promise, read_sentence

        if "=" in text or not self.groups:
            return read_promise(text, what=what)
        return read_sentence(text, self.groups, self.declared, what=what)

    def table(self) -> "Mapping[tuple[str, str], Typed]":
        """Return what the growth table prints of components for every year."""
        from ceheng_model.drafting import read_typed

        cells: dict[tuple[str, str], Typed] = {}
        for cell, typed in pairs_of(self.growth, "--growth"):
            key, _, component = cell.partition(".")
            if not _is_total(cell):
                what = Text.same(f"--growth {cell}")
                goal = read_typed(typed, RATE, what, examples=f"--growth {cell}=20%")
                if goal.kind is not None and not WORDINGS[goal.kind].in_growth_table:
                    options = [kind for kind, wording in WORDINGS.items() if wording.in_growth_table and wording.given]
                    raise InputError(choice(what, goal.kind, options))
                cells[key, component] = goal
        return cells

    def _quoted(self, made: "Promise", option: str, cell: str) -> "Promise":
        """Return a statement with the words and the place that were given for its goal."""
        name, group = option.removeprefix("--"), cell.partition(".")[0]
        goals = (f"{name}.{cell}", f"{name}.{group}", name)
        said = {"words": self.words, "place": self.places}
        given = {key: texts[goal] for key, texts in said.items() for goal in reversed(goals) if goal in texts}
        return replace(made, keys={**made.keys, **given}) if given else made

    def _goals(self) -> list[tuple[str, str, str, str]]:
        """Return quantity, option, what it is of, and what was typed, in the order of the statements."""
        growth = [(cell, typed) for cell, typed in pairs_of(self.growth, "--growth") if _is_total(cell)]
        named = [cell.partition(".")[0] for cell, _ in growth if _growth_of(cell) != "growth"]
        for cell in named:
            if named.count(cell) > 1:
                raise InputError(repeated_fault("--growth", f"{cell}.{TOTAL}"))
        ratios = [text.rpartition("=") for text in self.ratio or []]
        return [
            *((_growth_of(cell), "--growth", cell, typed) for cell, typed in growth),
            *(("income", "--endpoint", *pair) for pair in pairs_of(self.endpoint, "--endpoint")),
            *(("urban_rural_ratio", "--ratio", year, typed) for year, _, typed in ratios),
            *(("increment", "--increment", *pair) for pair in pairs_of(self.increment, "--increment")),
            *(("multiple", "--multiple", *pair) for pair in pairs_of(self.multiple, "--multiple")),
        ]


def cells_by_key(given: Sequence[str], groups: Sequence[Group], declared: Sequence[Component]) -> list[str]:
    """Return options of a plan that is being described with its groups and components by their keys.

    What is no name of theirs stays, and is refused where it is read.

    >>> from ceheng_model.cli.given.terms import groups_of
    >>> cells_by_key(["农村.工资性收入=5600", "城镇＝3.65万元"], groups_of([]), BUREAU_COMPONENTS)
    ['rural.wages=5600', 'urban=3.65万元']
    """
    terms = Terms(groups=tuple(groups), components=tuple(declared))
    names = (*group_names(terms), *component_names(terms))

    def by_key(part: str) -> str:
        return one_meant(part, names) or part

    split = [(text, text.replace("＝", "=").partition("=")) for text in given]
    return [
        f"{'.'.join(map(by_key, split_cells(cell)))}={typed}" if sign else text for text, (cell, sign, typed) in split
    ]


def pairs_of(given: Many, option: str) -> list[tuple[str, str]]:
    """Return what stands before and behind the sign of equality; raise `InputError` where there is none.

    A sign of comparison, as in rural>=8%, belongs to what is typed of it.
    """
    pairs: list[tuple[str, str]] = []
    for text in given or []:
        key, sign, value = text.replace("＝", "=").partition("=")
        if not sign or not key.strip() or not value.strip() or key.strip()[-1] in "<>":
            raise InputError(form_fault(option, text, *_FORMS))
        if key.strip() in (earlier for earlier, _ in pairs):
            raise InputError(repeated_fault(option, text))
        pairs.append((key.strip(), value.strip()))
    return pairs


def _is_total(cell: str) -> bool:
    of = cell.partition(".")[2]
    return of in ("", TOTAL) or year_of(of) is not None


def _growth_of(cell: str) -> str:
    """Return the quantity that growth of a cell is: that of a year where one is named."""
    return "average_annual_growth" if cell.partition(".")[2] in ("", TOTAL) else "growth"


def _promise(quantity: str, option: str, cell: str, typed: str) -> "Promise":
    from ceheng_model.drafting import promise

    if quantity == "urban_rural_ratio":
        group, when = "", cell
    else:
        group, _, when = cell.partition(".")
    keys: dict[str, object] = {"group": group} if group else {}
    if when and when != TOTAL:
        year = year_of(when)
        if year is None:
            way_out = Text("例如 2025", "for example 2025")
            raise InputError(Fault(what=Text.same(option), rule=FOUR_DIGITS, got=when, way_out=way_out))
        keys["year"] = year
    return promise(quantity, typed, what=Text.same(f"{option} {cell}".rstrip()), **keys)
