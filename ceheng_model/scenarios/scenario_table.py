"""Read many scenarios from one table, one row a change: a CSV file, a sheet of a workbook or a pandas frame."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ceheng_model.doors import door
from ceheng_model.errors import NOTHING, Fault, InputError, Remark, choice, raise_faults
from ceheng_model.files import Encoding, Opening, Row, Rows, read_table
from ceheng_model.names import meant, name_fault
from ceheng_model.scenarios.alternatives import ALTERNATIVES, AS_PLANNED, alternative_names
from ceheng_model.scenarios.dossier import Dossier, load_dossier
from ceheng_model.scenarios.growth_scenario import Scenario
from ceheng_model.scenarios.scenario_files import Recipe, composed
from ceheng_model.scenarios.scenario_rows import AS_OF, LAST_YEAR, RowReader, kind_of, stacked
from ceheng_model.scenarios.words import named
from ceheng_model.tables import Column, Shown, Table
from ceheng_model.terms import Terms
from ceheng_model.vocabulary import Keyed, Name, Template, Text

if TYPE_CHECKING:
    import pandas as pd

SHEET = "scenarios"
"""Name of the sheet that is read; the first that a reader sees where none has it."""
HEADINGS: Mapping[str, Text] = {
    "scenario": Text("情景", "scenario"),
    "based_on": Text("基于", "based_on"),
    "kind": Text("类别", "kind"),
    "group": Text("人群", "group"),
    "component": Text("收入构成", "component"),
    "year": Text("年份", "years"),
    "how": Text("改动方式", "how"),
    "value": Text("数值", "value"),
    "description": Text("说明", "description"),
    "note": Text("备注", "note"),
}
NEEDED = ("scenario", "value")

_TABLE = Text("情景表", "the table of scenarios")
_FIRST_ROW = Text(
    "写情景的名称；以下各行留空即沿用", "write the name of the scenario; rows below may leave it out and follow on"
)
_PLACE = Template("{table} {scenario}", "{table} {scenario}")
_ALIKE = Text("在同一情景的各行中相同", "be the same in all rows of a scenario")
_ONCE = Text("只在一行中写明，其余留空", "write it in one row and leave the others empty")
_NO_CIRCLE = Text("不绕回情景自身", "not lead back to the scenario itself")
_TO_A_SHIPPED_ONE = Text("其中一个改为基于随附的情景", "let one of them be based on a shipped scenario")
_ROWS = Text("情景", "scenarios")
_ONE_ROW = Text("至少一行", "be there in one row at least")
_WRITE_ONE = Text("每行写一项改动", "write one change in each row")
_TITLE = Text("所读入的情景", "Scenarios read")


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class ScenarioTable(Shown):
    """Hold the scenarios of one table, in the order in which they are first named there."""

    scenarios: tuple[Scenario, ...]
    remarks: tuple[Remark, ...] = ()
    """What is to be said of the table: which sheet was read, which lines are no rows of it."""
    parents: tuple[str | None, ...] = ()
    """The scenario of the table on which each stands; None for those on a shipped alternative."""

    def __post_init__(self) -> None:
        """Freeze what was given; scenarios without a word of what they stand on stand on shipped ones."""
        Shown.__post_init__(self)
        if not self.parents:
            object.__setattr__(self, "parents", (None,) * len(self.scenarios))

    def __iter__(self) -> Iterator[Scenario]:
        """Yield the scenarios."""
        return iter(self.scenarios)

    def __len__(self) -> int:
        """Return the number of scenarios."""
        return len(self.scenarios)

    def __getitem__(self, key: str | int) -> Scenario:
        """Return a scenario by its name or its position; raise `InputError` for a name that is not there."""
        if isinstance(key, int):
            return self.scenarios[key]
        by_name = {name: scenario for scenario in self.scenarios for name in scenario.name}
        if key not in by_name:
            raise InputError(choice(Text("情景", "the scenario"), key, by_name))
        return by_name[key]

    def _ipython_key_completions_(self) -> list[str]:
        return [name for scenario in self.scenarios for name in dict.fromkeys(scenario.name)]

    def tables(self) -> tuple[Table, ...]:
        """Return one row a scenario: what it is based on, and all that differs from the shipped alternative."""
        columns = (
            Column(key="scenario", heading=Text("情景", "scenario"), kind="label"),
            Column(key="based_on", heading=Text("基于", "based on"), kind="label"),
            Column(key="changes", heading=Text("改动", "changes")),
        )
        rows = tuple(
            (
                scenario.title,
                _base_of(scenario, parent).text,
                Text.join(scenario.changed_from, zh="；", en="; "),
            )
            for scenario, parent in zip(self.scenarios, self.parents, strict=True)
        )
        return (Table(name="scenarios", title=_TITLE, columns=columns, rows=rows),)

    def frame_table(self) -> Table:
        """Return the same with the names of the scenarios and of what they are based on.

        No language changes those.
        """
        table = self.tables()[0]
        rows = tuple(
            (scenario.name.zh, _base_of(scenario, parent), *row[2:])
            for scenario, parent, row in zip(self.scenarios, self.parents, table.rows, strict=True)
        )
        return replace(table, rows=rows)


def _base_of(scenario: Scenario, parent: str | None) -> Keyed:
    """Return the name and the title of what a scenario stands on, one of its table or a shipped one."""
    if parent is not None:
        return Keyed(parent, Text.same(parent))
    shipped = scenario.based_on or AS_PLANNED
    return Keyed(shipped, ALTERNATIVES[shipped].titled(scenario.terms))


@door
def read_scenarios(
    source: "pd.DataFrame | Path | str",
    *,
    plan: Dossier | Path | str | None = None,
    shares: Mapping[str, str] | None = None,
    sheet: str | None = None,
    encoding: Encoding | None = None,
) -> ScenarioTable:
    """Return the scenarios of a table that holds one change a row.

    `source` is a frame, a CSV file or a workbook with the columns scenario and value and, if wanted, based_on, kind,
    group, component, years, how, description and note, under these names or the Chinese ones. Rows of one scenario
    apply from the top: what a later row adds or multiplies is what the rows above it made.

    - ``scenario``: the name; an empty cell goes on with the scenario above.
    - ``based_on``: a shipped alternative, or another scenario of the table, whose rows then apply first.
    - ``kind``: ``growth`` where empty, else ``price_growth``, ``gdp_growth``, ``population``, ``shares``,
      ``distribution``, ``lever``, ``last_year`` or ``as_of``.
    - ``group``, ``component``, ``years``: which cells; several between semicolons, years also as 2022-2024; empty
      means all, and so does ``total``: all components of a group grow alike.
    - ``how``: ``=`` sets a rate, ``+=`` adds points, ``*=`` multiplies; ``set``, ``add``, ``multiply`` in words.
    - ``value``: the rate, the points or the factor; residents; a share case; a distribution of
      incomes within a group, such as ``lognormal:gini=0.35,floor=4000``; a lever as for `Scenario.with_lever`.

    Of a workbook the `sheet` asked for is read, else the one called ``scenarios``, else the first that is seen;
    `shares` are the share cases of all scenarios, which their own rows override. Raises `InputError` with every
    fault of the table and of the scenarios that it makes.

    >>> import pandas as pd
    >>> slow = ("slow", "rural", "wages")
    >>> rows = [(*slow, "=", "15%"), (*slow, "*=", 0.9), ("up", "", "", "+=", 0.01)]
    >>> frame = pd.DataFrame(rows, columns=["scenario", "group", "component", "how", "value"])
    >>> table = read_scenarios(frame)
    >>> len(table), table["slow"].growth[1, 0].round(4).tolist()
    (2, [0.135, 0.135, 0.135])
    """
    dossier = plan if isinstance(plan, Dossier) else load_dossier(plan)
    faults: list[Fault] = []
    opening = Opening(sheet=sheet, usual_sheet=SHEET, encoding=encoding, fills_merged=True)
    optional = [key for key in HEADINGS if key not in NEEDED]
    rows = read_table(source, NEEDED, optional=optional, headings=HEADINGS, opening=opening, what=_TABLE, faults=faults)
    blocks = _blocks(rows, dossier.plan.terms)
    if not len(rows):
        what, place = _ROWS, Text.same(rows.name)
        faults.append(Fault(what=what, rule=_ONE_ROW, got=NOTHING, way_out=_WRITE_ONE, place=place))
    chains = {name: _chain(name, blocks) for name in blocks}
    recipes = {name: _recipe(blocks[name], chains[name], blocks, dossier) for name in blocks}
    # a scenario is made only of rows that hold
    raise_faults(rows.top_down(faults))
    scenarios = []
    for name, chain in chains.items():
        based_on = blocks[chain[0]].alternative
        try:
            scenarios.append(composed(based_on, [stacked([recipes[key] for key in chain])], dossier, shares=shares))
        except InputError as error:
            place = recipes[name].place
            faults += [fault if fault.place is not None else fault.at(place) for fault in error.faults]
    raise_faults(faults)
    parents = tuple(block.parent for block in blocks.values())
    return ScenarioTable(scenarios=tuple(scenarios), remarks=tuple(rows.remarks), parents=parents)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Block:
    """Hold the rows of one scenario, with what it is based on."""

    name: str
    rows: Sequence[Row]
    kinds: Sequence[str]
    """Of each row."""
    parent: str | None
    """The scenario of the table on which it stands."""
    alternative: str
    """The shipped alternative on which it stands, where that is none of the table."""
    last_year: int | None
    as_of: int | None


def _blocks(rows: Rows, terms: Terms) -> dict[str, _Block]:
    of: dict[str, list[Row]] = {}
    name = ""
    for row in rows:
        if not name or row.has("scenario"):
            name = row.filled("scenario", way_out=_FIRST_ROW).strip()
        of.setdefault(name, []).append(row)
    blocks = {}
    for name, own in of.items():
        parent, alternative = _base(name, own, of, terms)
        kinds = [kind_of(row) for row in own]
        blocks[name] = _Block(
            name=name,
            rows=own,
            kinds=kinds,
            parent=parent,
            alternative=alternative,
            last_year=_year(LAST_YEAR, own, kinds),
            as_of=_year(AS_OF, own, kinds),
        )
    return blocks


def _year(kind: str, rows: Sequence[Row], kinds: Sequence[str]) -> int | None:
    """Return the year that the row of a kind gives; None where there is no such row."""
    stated = [row for row, of in zip(rows, kinds, strict=True) if of == kind]
    for row in stated[1:]:
        row.repeated("value", stated[0])
    return stated[0].year("value") or None if stated else None


def _base(name: str, rows: Sequence[Row], names: Mapping[str, object], terms: Terms) -> tuple[str | None, str]:
    """Return the scenario of the table on which another stands, or None and the shipped alternative."""
    stated = [row for row in rows if row.has("based_on")]
    if not stated:
        return None, AS_PLANNED
    first = stated[0]
    base = first.text("based_on").strip()
    for row in stated[1:]:
        if row.text("based_on").strip() != base:
            row.fault("based_on", _ALIKE, _ONCE)
    if base in names and base != name:
        return base, AS_PLANNED
    shipped = alternative_names(terms)
    found = meant(base, shipped)
    if len(found) == 1:
        return None, found[0].key
    options = [*shipped, *(Name(other, Text.same(other)) for other in names if other != name)]
    what = Text("所基于的情景", "based_on")
    first.faults.append(name_fault(what, base, options, found).at(first.place("based_on")))
    return None, AS_PLANNED


def _chain(name: str, blocks: Mapping[str, _Block]) -> list[str]:
    """Return the scenarios whose rows apply, from the first one to the scenario itself."""
    chain = [name]
    while (parent := blocks[chain[0]].parent) is not None and parent not in chain:
        chain.insert(0, parent)
    if parent == name:
        row = next(row for row in blocks[name].rows if row.has("based_on"))
        row.fault("based_on", _NO_CIRCLE, _TO_A_SHIPPED_ONE)
    return chain


def _recipe(block: _Block, chain: Sequence[str], blocks: Mapping[str, _Block], dossier: Dossier) -> Recipe:
    """Return what the rows of one scenario say; years are those up to which it goes or what it stands on does."""
    horizons = (blocks[name].last_year for name in reversed(chain))
    horizon = next((year for year in horizons if year is not None), dossier.plan.horizon)
    reader = RowReader(dossier=dossier, last_year=horizon)
    for row, kind in zip(block.rows, block.kinds, strict=True):
        reader.read(row, kind)
    first = block.rows[0]
    description = next((row.text("description") for row in block.rows if row.has("description")), "")
    return Recipe(
        place=_PLACE.format(table=first.table.name, scenario=named(Text.same(block.name))),
        name=Text.same(block.name),
        description=Text.same(description),
        based_on=None,
        base={},
        last_year=block.last_year,
        as_of=block.as_of,
        **reader.told(),
    )
