"""Write plan folders whose components are their own: three of an American county, two, and eight."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

Groups = Sequence[tuple[str, str, str]]


class Part(NamedTuple):
    """One component of a plan, with its base-year levels by group and the yearly rates that the plan prints."""

    key: str
    zh: str
    en: str
    levels: tuple[int, int]
    rates: tuple[str, str]
    """In per cent; empty where the plan prints none."""
    is_net: bool = False


GROUPS = {
    "three": (("metro", "都市区居民", "metropolitan residents"), ("outside", "非都市区居民", "other residents")),
    "two": (("urban", "城里人", "townspeople"), ("rural", "乡下人", "country people")),
}
GROUPS["eight"] = GROUPS["two"]
"""Key, Chinese and English label; those of three compare no two groups."""
BASE_YEAR, YEARS = 2021, (2022, 2023, 2024)
SERIES_YEARS = range(2012, 2025)

THREE = (
    Part("earned", "劳动所得", "earnings", (50_000, 30_000), ("4%", "5%")),
    Part("owned", "资产所得", "property income", (-1_200, 900), ("2%", "3%"), is_net=True),
    Part("granted", "转移支付", "transfers", (12_000, 15_100), ("3%", "")),
)
TWO = (
    Part("in_cash", "现金所得", "cash income", (30_000, 12_000), ("6%", "8%")),
    Part("in_goods", "实物所得", "income in kind", (2_000, 3_000), ("1%", "")),
)
EIGHT = tuple(
    Part(
        f"part_{letter}", f"{word}类所得", f"{name} income", (9_000 - 900 * at, 5_000 - 450 * at), ("5%", "7%"), at == 5
    )
    for at, (letter, word, name) in enumerate(
        zip(
            "abcdefgh",
            "甲乙丙丁戊己庚辛",
            ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"],
            strict=True,
        )
    )
)
SETS: dict[str, tuple[Part, ...]] = {"three": THREE, "two": TWO, "eight": EIGHT}


def write_plan(folder: Path, kind: str) -> Path:
    """Write a plan with these components, a series of its own groups and components, and a measure; return its folder."""
    parts, groups = SETS[kind], GROUPS[kind]
    folder.mkdir(parents=True)
    (folder / "plan.toml").write_text("\n".join(_plan(parts, groups)) + "\n", encoding="utf-8")
    (folder / "levers.toml").write_text(_lever(parts[-1].key, groups[1][0]), encoding="utf-8")
    _write(folder / "growth.csv", "year,group,component,words,type,value,precision,tolerance", _growth(parts, groups))
    _write(
        folder / "base.csv",
        "region,group,component,year,share_case,value_yuan,concept,status,source,note,case_zh,case_en",
        _base(parts, groups),
    )
    _write(folder / "state.csv", "year,group,item,level_yuan", _series(parts, groups))
    return folder


def total(parts: Sequence[Part], group: int) -> int:
    """Return the base-year total of a group."""
    return sum(part.levels[group] for part in parts)


def _plan(parts: Sequence[Part], groups: Groups) -> Iterable[str]:
    yield 'format = 1\nid = "own"\nbase_year = 2021\nfirst_year = 2022\nlast_year = 2024\nissued = 2022-03-01'
    yield 'title = { zh = "某县收入计划", en = "income plan of a county" }'
    yield 'issuer = { zh = "某县政府", en = "the county" }\nlevers = "levers.toml"'
    yield '[baseline]\nfile = "base.csv"\nregion = "county"\n[baseline.shares]'
    yield from (f'{key} = "survey"' for key, _, _ in groups)
    yield '[series]\nstate = "state.csv"'
    yield '[growth]\nfile = "growth.csv"\nplace = { zh = "附表", en = "annex" }'
    for key, zh, en in groups:
        yield f'[[group]]\nkey = "{key}"\nlabel = {{ zh = "{zh}", en = "{en}" }}\nconcept = "disposable_income"'
        yield f'series = "state.{key}"'
    for part in parts:
        yield f'[[component]]\nkey = "{part.key}"\nlabel = {{ zh = "{part.zh}", en = "{part.en}" }}'
        if part.is_net:
            yield "may_be_negative = true"
    first, last = parts[0].key, parts[-1].key
    (upper, _, _), (lower, _, _) = groups
    reached = round(total(parts, 1) * 1.12, -2)
    yield _statement("income", f'group = "{lower}"\nvalue = {reached}\nprecision = 100', f"达到{reached}元", "reaches")
    yield _statement(
        "growth",
        f'group = "{upper}"\nvalue = 0.03\nprecision = 0.01',
        "增长3%以上",
        "at_least",
        "average_annual_growth",
    )
    yield _statement(
        "share",
        f'group = "{upper}"\ncomponent = "{first}"\nvalue = 0.4\nprecision = 0.1',
        "占40%以上",
        "at_least",
        "share",
    )
    yield _statement(
        "part",
        f'group = "{upper}"\ncomponent = "{last}"\nvalue = 1000\nprecision = 1',
        "1000元以上",
        "at_least",
        "income",
    )
    if upper == "urban":
        yield _statement("ratio", "value = 1.4\nprecision = 0.1", "缩小到1.4", "at_most", "urban_rural_ratio")
    yield _statement("gap", f'group = "{lower}"\nagainst = "state.{upper}"', "差距缩小", "narrows", "relative_gap")


def _statement(id: str, rest: str, words: str, kind: str, quantity: str = "income") -> str:
    place = 'place = { zh = "第一条", en = "article 1" }'
    return f'[[statement]]\nid = "{id}"\nquantity = "{quantity}"\ntype = "{kind}"\n{rest}\nwords = "{words}"\n{place}'


def _lever(component: str, group: str) -> str:
    return (
        f'[[lever]]\nid = "grant"\ntitle = {{ zh = "补助", en = "a grant" }}\ngroup = "{group}"\n'
        f'component = "{component}"\nneeded = []\nwords = "每人500元"\n'
        'place = { zh = "第二条", en = "article 2" }\n[lever.printed]\namount = 500\n'
    )


def _growth(parts: Sequence[Part], groups: Groups) -> Iterable[tuple[object, ...]]:
    for year in YEARS:
        for g, (group, _, _) in enumerate(groups):
            for part in parts:
                if part.rates[g]:
                    rate = float(part.rates[g].rstrip("%")) / 100
                    yield year, group, part.key, part.rates[g], "about", rate, 0.01, ""


def _base(parts: Sequence[Part], groups: Groups) -> Iterable[tuple[object, ...]]:
    for g, (group, _, _) in enumerate(groups):
        told = ("disposable_income", "published", "bureau", "", "本县调查", "survey of the county")
        yield "county", group, "total", BASE_YEAR, "all", total(parts, g), *told
        for part in parts:
            yield "county", group, part.key, BASE_YEAR, "survey", part.levels[g], *told


def _series(parts: Sequence[Part], groups: Groups) -> Iterable[tuple[object, ...]]:
    for t, year in enumerate(SERIES_YEARS):
        for g, (group, _, _) in enumerate(groups):
            levels = [
                # a series that grows and wavers, each component in its own way, and never reaches zero
                round((abs(part.levels[g]) + 500) * (1.0 + 0.04 * t) * (1.0 + 0.02 * ((t * (c + 2) + g) % 5 - 2)))
                for c, part in enumerate(parts)
            ]
            yield from ((year, group, part.key, level) for part, level in zip(parts, levels, strict=True))
            yield year, group, "total", sum(levels)


def _write(path: Path, headings: str, rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(headings.split(","))
        writer.writerows(rows)
