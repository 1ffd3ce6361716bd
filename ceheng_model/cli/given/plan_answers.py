"""Turn what was typed of a plan into the answers of which its folder is made."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ceheng_model.cli.given.circumstances import rates_around, residents_around
from ceheng_model.cli.given.forces import with_forces
from ceheng_model.cli.given.goals import Goals, cells_by_key, pairs_of
from ceheng_model.cli.given.incomes import (
    NATIONAL,
    incomes_of,
    is_national,
    national_series,
    national_split,
    published,
    shares_of,
)
from ceheng_model.cli.given.sheet import Sheet, is_no, is_yes
from ceheng_model.cli.given.terms import components_of, day_in, groups_of, year_in
from ceheng_model.cli.options import refuse
from ceheng_model.drafting import Answers, PublishedBase
from ceheng_model.errors import GIVEN, NOTHING, Fault, raise_faults
from ceheng_model.terms import BUREAU_COMPONENTS, Component
from ceheng_model.vocabulary import Group, Language, Text

if TYPE_CHECKING:
    from ceheng_model.plan import Circumstance


def goals_of(sheet: Sheet, groups: Sequence[Group] = (), declared: Sequence[Component] = BUREAU_COMPONENTS) -> Goals:
    """Return what the plan promises, as it was typed."""
    sheet = with_forces(sheet)
    names = ("growth", "endpoint", "ratio", "increment", "multiple", "statement")
    given = {name: sheet.options(name) or None for name in names}
    of_cells = [name for name in ("growth", "endpoint", "increment", "multiple") if groups and given[name]]
    given |= {name: cells_by_key(given[name] or (), groups, declared) for name in of_cells}
    return Goals(**given, groups=groups, declared=declared, words=sheet.under("words"), places=sheet.under("place"))


def answers_of(sheet: Sheet, language: Language) -> tuple[Answers, PublishedBase | None]:
    """Return the answers, and what was found in an official table; raise `InputError` with what is wrong or missing."""
    table = [sheet.table] if sheet.table else []
    opening = (sheet.sheet or None, sheet.encoding)
    if not table:
        with_table = Text("与 --base 文件 同用", "be given with --base FILE")
        refuse({"--sheet": opening[0], "--encoding": opening[1]}, with_table)
    raise_faults(_lacking(sheet))
    first = year_in(sheet.get("base_year"), Text("基年", "the base year"))
    last = year_in(sheet.get("last_year"), Text("方案末年", "the last year of the plan"))
    groups = groups_of(sheet.options("group"))
    declared = components_of(sheet.options("component"))
    found = published(table, opening, sheet.get("region"), first, groups)
    totals, components = incomes_of(cells_by_key(sheet.options("base"), groups, declared), declared, found)
    split, goals = cells_by_key(sheet.options("split"), groups, declared), goals_of(sheet, groups, declared)
    series = [name for name in sheet.options("series") if not is_no(name)]
    own = pairs_of([text for text in split if not is_national(text)], "--split")
    made = Answers(
        region=found.region if found else sheet.get("region"),
        title=Text.same(sheet.get("title")),
        issuer=Text.same(sheet.get("issuer")),
        issued=day_in(sheet.get("issued"), Text("发布日期（--issued）", "the date of issue (--issued)")),
        base_year=first,
        last_year=last,
        groups=groups,
        base=totals,
        declared=declared,
        shares={key: shares_of(text, len(declared), "--split", *_SPLITS) for key, text in own},
        national_split=national_split(split, groups, components),
        national_series=national_series([NATIONAL if is_yes(name) else name for name in series]),
        components=components,
        sources=found.sources if found else {},
        history=found.history if found else "",
        followed=found.followed if found else (),
        statements=tuple(goals.promises()),
        table=goals.table(),
        circumstances=tuple(_circumstances(sheet, first, last, groups)),
        language=language,
    )
    return made, found


def _lacking(sheet: Sheet) -> list[Fault]:
    """Return a fault for each thing that every plan needs and nobody gave, with the option that gives it."""
    return [
        Fault(what=what, rule=GIVEN, got=NOTHING, way_out=Text(f"例如 {option}", f"for example {option}"))
        for key, (what, option) in NEEDED.items()
        if not sheet.get(key).strip()
    ]


NEEDED = {
    "base_year": (Text("基年", "the base year"), "--base-year 2023"),
    "last_year": (Text("方案末年", "the last year of the plan"), "--last-year 2028"),
    "title": (Text("方案名称", "the title of the plan"), "--title 某省居民增收行动方案"),
    "issuer": (Text("发布机关", "the issuer of the plan"), "--issuer 某省人民政府"),
    "issued": (Text("发布日期", "the date of issue"), "--issued 2024-03-01"),
    "region": (Text("地区", "the region"), "--region 某省"),
}
"""What every plan needs, by the key of its answer, with the option that gives it."""


def _circumstances(sheet: Sheet, first: int, last: int, groups: Sequence[Group]) -> "list[Circumstance]":
    years = range(first + 1, last + 1)
    residents = pairs_of(cells_by_key(sheet.options("population"), groups, ()), "--population")
    return [
        *rates_around("gdp_growth", sheet.options("gdp"), "--gdp", years),
        *rates_around("price_growth", sheet.options("cpi"), "--cpi", years),
        *residents_around(residents, range(first, last + 1)),
    ]


_SPLITS = ("--split rural=35,36,2,27", "--split national")
