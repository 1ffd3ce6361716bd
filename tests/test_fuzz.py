"""Readers under spoilt inputs: nothing silently wrong, no traceback, no hang; the oracle is a second reading."""

import io
import json
import random
import re
import tomllib
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest.mock import ANY as ANYTHING
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import numpy as np
import openpyxl
import pytest

import ceheng_model as cm
from ceheng_model.documents.workbook import read_workbook, write_workbook
from ceheng_model.errors import Fault, InputError
from ceheng_model.files import day_of, year_of
from ceheng_model.files.number_reader import SHARE, YUAN, Unread, read_number
from ceheng_model.tracking import read_actuals
from ceheng_model.tracking.actuals_columns import HEADINGS
from ceheng_model.vocabulary import BUREAU_KEYS, LABELS, NO_TEXT, TOTAL
from tests.effort import LONG
from tests.fuzz import second_reading
from tests.fuzz.spoilt_inputs import day, figure, spoilt_bytes, spoilt_text, written, year
from tests.fuzz.tally import REFUSED, Tally
from tests.workbooks import cells as named_cells

ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""What no workbook can hold."""
INPUTS = 20_000 if LONG else 300
SEED = random.SystemRandom().randrange(2**32) if LONG else 20240101


def done(tally: Tally) -> None:
    """Report the counts, and fail with the first input that went wrong."""
    print(f"\n{tally} (seed {SEED})")
    assert not tally.wrong, tally.wrong[0]
    assert not tally.tracebacks, tally.tracebacks[0]
    assert not tally.hangs, tally.hangs[0]
    assert tally.inputs == INPUTS
    # a reader that refuses everything would pass all else
    assert tally.right > INPUTS // 50
    assert tally.needlessly <= tally.right


def refuse(text: str, unit: Any) -> float:
    """Read a number; raise where it is none, as the readers of tables do."""
    value = read_number(text, unit)
    if isinstance(value, Unread):
        raise InputError(Fault(what=NO_TEXT, rule=value.rule, got=text, way_out=value.way_out or value.rule))
    return value


@pytest.mark.parametrize(("unit", "written_units"), [(YUAN, second_reading.YUAN), (SHARE, second_reading.SHARE)])
def test_numbers(unit: Any, written_units: Any) -> None:
    chance, tally = random.Random(SEED), Tally("numbers")
    for _ in range(INPUTS):
        text = figure(chance)
        for _ in range(chance.choice([0, 0, 1, 1, 2])):
            text = spoilt_text(chance, text)

        def again(text: str = text) -> Any:
            value = second_reading.number(text, written_units)
            return REFUSED if value is None else float(value)

        tally.judge(text, lambda text=text: refuse(text, unit), again)  # type: ignore[misc]
    done(tally)


def given(value: Any) -> Any:
    """Return what was read; raise where it is nothing."""
    if value is None:
        raise InputError(Fault(what=NO_TEXT, rule=NO_TEXT, got=None, way_out=NO_TEXT))
    return value


@pytest.mark.parametrize(
    ("spelled", "read", "again"), [(day, day_of, second_reading.day), (year, year_of, second_reading.year)]
)
def test_days_and_years(spelled: Any, read: Any, again: Any) -> None:
    chance, tally = random.Random(SEED), Tally(read.__name__)
    for _ in range(INPUTS):
        text = spelled(chance)
        for _ in range(chance.choice([0, 0, 1, 1, 2])):
            text = spoilt_text(chance, text)

        def expected(text: str = text) -> Any:
            value = again(text)
            return REFUSED if value is None else value

        tally.judge(text, lambda text=text: given(read(text)), expected)  # type: ignore[misc]
    done(tally)


KINDS = {"收入": "income", "income": "income"}
ITEMS = {name: key for key in (*BUREAU_KEYS, TOTAL) for name in (key, *LABELS[key])}
QUARTERS = {"": None, "年": None, "全年": None, "上半年": 2, "前三季度": 3} | {
    form.format(sign): quarter
    for quarter, signs in enumerate(("1一", "2二", "3三", "4四"), start=1)
    for sign in signs
    for form in (("{}", "{}季度", "Q{}", "q{}") if sign.isascii() else ("{}季度",))
}
COLUMNS = {key: tuple(title) for key, title in HEADINGS.items()} | {"confirmed": ("已确认", "已核实")}
NEEDED = ("kind", "year", "value", "published", "source")
Figure = tuple[str, str, str, int, int | None, float, date]


def tracking_rows(chance: random.Random) -> list[list[str]]:
    """Return a heading and rows of income figures, most of them right."""
    keys = ["kind", "group", "component", "year", "quarter", "value", "published", "source"]
    if chance.random() < 0.5:
        chance.shuffle(keys)
    chinese = chance.random() < 0.5
    rows = [[HEADINGS[key].zh if chinese else key for key in keys]]
    for group in chance.sample(["rural", "urban", "农村常住居民"], chance.randrange(1, 4)):
        cells = {
            "kind": chance.choice(list(KINDS)),
            "group": group,
            "component": chance.choice(list(ITEMS)),
            "year": year(chance),
            "quarter": chance.choice(["", "", "", *QUARTERS]),
            "value": figure(chance, ("元", "元/人", "万", "万元", "千元", "亿元")),
            # after the end of every period
            "published": day(chance, date(2025, 2, 1)),
            "source": chance.choice(["县调查队", "年鉴, 表3-1", '“公报”"一"']),
        }
        rows.append([cells[key] for key in keys])
    return rows


def tracking_again(raw: bytes) -> Any:
    """Return the figures of a table, or `REFUSED` where one of its cells says nothing certain."""
    rows = second_reading.table(raw, COLUMNS, NEEDED)
    if rows is None:
        return REFUSED
    figures = [_figure(row) for row in rows if any(row.get(key) for key in ("value", "published", "source"))]
    return REFUSED if None in figures else figures


def _figure(row: second_reading.Record) -> Figure | None:
    value = second_reading.number(row["value"], second_reading.YUAN)
    when, published = second_reading.year(row["year"]), second_reading.day(row["published"])
    item = ITEMS.get(row.get("component", "") or TOTAL)
    quarter = row.get("quarter", "").translate(second_reading.WIDE)
    if None in (value, when, published, item) or row["kind"] not in KINDS or quarter not in QUARTERS:
        return None
    if not row.get("group") or not row["source"] or row.get("indicator"):
        return None
    assert value is not None
    assert when is not None
    assert published is not None
    assert item is not None
    return (KINDS[row["kind"]], row["group"], item, when, QUARTERS[quarter], float(value), published)


def figures_of(path: Path) -> list[Figure]:
    return [(f.kind, f.group, f.component, f.year, f.quarter, f.value, f.published) for f in read_actuals(path).figures]


def spoilt_rows(chance: random.Random, rows: list[list[str]]) -> list[list[str]]:
    """Return rows with a cell or two spoilt, or a row lost or doubled."""
    rows = [list(row) for row in rows]
    for _ in range(chance.choice([0, 0, 1, 1, 2])):
        row = chance.choice(rows)
        kind = chance.random()
        if kind < 0.9:
            at = chance.randrange(len(row))
            row[at] = spoilt_text(chance, row[at])
        elif kind < 0.95:
            row.append(chance.choice(["", "x", "12"]))
        else:
            row.pop()
        if not row:
            row.append("")
    return rows


def test_tables_of_actual_figures_as_csv(tmp_path: Path) -> None:
    chance, tally = random.Random(SEED), Tally("actual figures, CSV")
    path = tmp_path / "figures.csv"
    for _ in range(INPUTS):
        raw = written(chance, spoilt_rows(chance, tracking_rows(chance)))
        if chance.random() < 0.3:
            raw = spoilt_bytes(chance, raw)
        path.write_bytes(raw)
        tally.judge(raw, lambda: figures_of(path), lambda raw=raw: tracking_again(raw))  # type: ignore[misc]
    done(tally)


CELL_FORMATS = (*second_reading.PLAIN_FORMATS, *second_reading.SHOWN_UNITS)


def workbook_bytes(chance: random.Random, rows: list[list[str]]) -> bytes:
    """Return rows as a workbook: numbers and days typed or as texts, some with number formats that show a unit."""
    book = openpyxl.Workbook()
    sheet: Any = book.worksheets[0]
    for line, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            value: Any = ILLEGAL.sub("", text)
            number = second_reading.number(text, {"": 1})
            when = second_reading.day(text)
            if when is not None and chance.random() < 0.5:
                sheet.cell(line, column, when).number_format = "yyyy-mm-dd"
            elif number is not None and chance.random() < 0.7:
                sheet.cell(line, column, float(number)).number_format = chance.choice(
                    CELL_FORMATS if chance.random() < 0.2 else second_reading.PLAIN_FORMATS
                )
            elif value:
                sheet.cell(line, column, value).data_type = "s"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def spoilt_workbook(chance: random.Random, raw: bytes) -> bytes:
    """Return a workbook with one of its parts spoilt and packed again, or with its own bytes spoilt."""
    if chance.random() < 0.3:
        return spoilt_bytes(chance, raw)
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    name = chance.choice([*parts, *["xl/worksheets/sheet1.xml"] * 9])
    if chance.random() < 0.1:
        del parts[name]
    else:
        parts[name] = spoilt_bytes(chance, parts[name])
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for part, content in parts.items():
            packed.writestr(part, content)
    return stream.getvalue()


def sheet_again(raw: bytes) -> Any:
    rows = second_reading.sheet(raw)
    records = None if rows is None else second_reading.under_heading(rows, COLUMNS, NEEDED, notes_beside=True)
    if records is None:
        return REFUSED
    figures = [_figure(row) for row in records if any(row.get(key) for key in ("value", "published", "source"))]
    return REFUSED if None in figures else figures


def test_tables_of_actual_figures_as_workbooks(tmp_path: Path) -> None:
    chance, tally = random.Random(SEED), Tally("actual figures, Excel")
    path = tmp_path / "figures.xlsx"
    for _ in range(INPUTS):
        raw = workbook_bytes(chance, spoilt_rows(chance, tracking_rows(chance)))
        if chance.random() < 0.4:
            raw = spoilt_workbook(chance, raw)
        path.write_bytes(raw)
        tally.judge(raw, lambda: figures_of(path), lambda raw=raw: sheet_again(raw))  # type: ignore[misc]
    done(tally)


def region_rows(chance: random.Random) -> list[list[str]]:
    rows = [["region", "group", "component", "value_yuan"]]
    for code in ("520001", "520002")[: chance.choice([1, 2])]:
        for group, level in (("urban", 36510), ("rural", 11076), ("lifted", 11500)):
            amount = str(level + chance.randrange(-500, 500))
            if chance.random() < 0.3:
                amount = f"{Decimal(amount) / 10000}万元"
            elif chance.random() < 0.3:
                amount = f"{int(amount):,}元"
            rows.append([code, group, "total", amount])
    return rows


def regions_again(raw: bytes) -> Any:
    columns = dict.fromkeys(
        (
            "region",
            "group",
            "component",
            "year",
            "share_case",
            "value_yuan",
            "concept",
            "status",
            "source",
            "note",
            "confirmed",
        ),
        (),
    )
    rows = second_reading.table(raw, columns, ("region", "group", "component", "value_yuan"))
    if not rows:
        return REFUSED
    found = {}
    for row in rows:
        if row["value_yuan"] in ("", "-", "—", "…", "..."):
            # a group that the region does not have
            continue
        value = second_reading.number(row["value_yuan"], second_reading.YUAN)
        key = (row["region"], row["group"])
        if value is None or row["component"] != "total" or key in found:
            return REFUSED
        found[key] = float(value)
    return found


def regions_of(path: Path, plan: cm.Scenario) -> Any:
    baseline = plan.with_regions(path).baseline
    totals = np.atleast_2d(baseline.levels.sum(axis=-1))
    named = baseline.regions or (baseline.region,)
    return {
        (region, group.key): pytest.approx(total, rel=1e-12)
        for region, row in zip(named, totals.tolist(), strict=True)
        for group, total in zip(baseline.groups, row, strict=True)
        if total == total
    }


def test_tables_of_regions_as_csv(tmp_path: Path) -> None:
    chance, tally, plan = random.Random(SEED), Tally("regions, CSV"), cm.scenario("plan")
    path = tmp_path / "regions.csv"
    for _ in range(INPUTS):
        raw = written(chance, spoilt_rows(chance, region_rows(chance)))
        if chance.random() < 0.3:
            raw = spoilt_bytes(chance, raw)
        path.write_bytes(raw)
        tally.judge(raw, lambda: regions_of(path, plan), lambda raw=raw: regions_again(raw))  # type: ignore[misc]
    done(tally)


def recipe_text(chance: random.Random) -> str:
    """Return a scenario file with one change of growth."""
    value = chance.choice(["0.1", "0.125", "-0.02", "12e-2", "0", "+0.05"])
    years = chance.choice(["2023", "[2022, 2023]", "[ 2024 ]"])
    return (
        f'name = "{chance.choice(["会议", "a", "b#c"])}"\nbased_on = "plan"\n# 说明 / note\n[[growth]]\n'
        f'groups = ["rural"]\ncomponents = ["wages"]\nyears = {years}\nset = {value}\n'
    )


def recipe_again(raw: bytes) -> Any:
    """Return the changes of growth that the standard library's parser finds, where the file holds nothing else odd."""
    try:
        text = second_reading.decoded(raw)
        if text is None:
            return REFUSED
        found = _json(text) if text.lstrip().startswith("{") else tomllib.loads(text)
        if not set(found) <= {"name", "based_on", "growth", "format"}:
            return REFUSED
        return (found.get("name", "case"), [_change(change) for change in found.get("growth", [])])
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, RecursionError):
        return REFUSED


def _json(text: str) -> dict[str, Any]:
    """Return what a text of JSON holds; raise `ValueError` for keys that stand twice."""

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(items)) < len(items):
            raise ValueError
        return dict(items)

    found = json.loads(text, object_pairs_hook=pairs)
    if not isinstance(found, dict):
        raise TypeError
    return found


def recipe_json(chance: random.Random) -> str:
    """Return the same scenario file as JSON."""
    return json.dumps(tomllib.loads(recipe_text(chance)), ensure_ascii=False, indent=chance.choice([None, 1]))


def _change(change: dict[str, Any]) -> tuple[list[str], list[str], list[int], float]:
    cells = [change.get(key, []) for key in ("groups", "components", "years")]
    groups, components, years = (cell if isinstance(cell, list) else [cell] for cell in cells)
    if not set(change) <= {"groups", "components", "years", "set"} or type(change["set"]) not in (int, float):
        raise ValueError
    if not all(type(year) is int for year in years):
        raise ValueError
    return groups, components, years, float(change["set"])


def recipe_of(path: Path) -> Any:
    scenario = cm.read_scenario(path)
    return (
        scenario.name.zh,
        [([*c.groups], [*c.components], [*c.years], c.value) for c in scenario.changes],
    )


@pytest.mark.parametrize(("form", "recipe"), [("toml", recipe_text), ("json", recipe_json)])
def test_scenario_files(tmp_path: Path, form: str, recipe: Callable[[random.Random], str]) -> None:
    chance, tally = random.Random(SEED), Tally(f"scenario files, {form.upper()}")
    path = tmp_path / f"case.{form}"
    for _ in range(INPUTS):
        raw = recipe(chance).encode()
        if chance.random() < 0.7:
            raw = spoilt_bytes(chance, raw)
        path.write_bytes(raw)
        tally.judge(raw, lambda: recipe_of(path), lambda raw=raw: recipe_again(raw))  # type: ignore[misc]
    done(tally)


@dataclass(frozen=True)
class LiveWorkbook:
    """Hold a workbook with formulas as its parts, and where its stated growth and its base totals stand."""

    parts: dict[str, bytes]
    sheet: str
    """The part that holds the inputs."""
    cells: dict[str, tuple[str, ...]]
    """Cells by defined name."""
    open_cells: frozenset[str]
    """Those whose growth the plan leaves open: they are closed to the total anew, whatever stands in them."""

    @classmethod
    def written(cls, folder: Path) -> "LiveWorkbook":
        """Return the workbook of the plan that ships."""
        path = folder / "plan.xlsx"
        write_workbook(cm.scenario("plan"), path)
        with zipfile.ZipFile(path) as packed:
            parts = {name: packed.read(name) for name in packed.namelist()}
        inputs = openpyxl.load_workbook(path)
        names = [name for name in inputs.defined_names if re.match(r"growth_|base_total_", name)]
        cells = {name: tuple(cell.coordinate for cell in named_cells(inputs, name)) for name in names}
        titles = [sheet.title for sheet in inputs.worksheets]
        sheet = f"xl/worksheets/sheet{titles.index(named_cells(inputs, names[0])[0].parent.title) + 1}.xml"
        plan = cm.load_dossier().plan
        is_open = plan.stated_growth()[1]
        left = [
            cells[f"growth_{group}_{BUREAU_KEYS[c]}"][t]
            for g, group in enumerate(plan.group_keys)
            for c, t in np.argwhere(is_open[g]).tolist()
        ]
        return cls(parts=parts, sheet=sheet, cells=cells, open_cells=frozenset(left))

    def packed(self, changed: dict[str, bytes]) -> bytes:
        """Return the file with some of its parts changed."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, content in {**self.parts, **changed}.items():
                packed.writestr(name, content)
        return stream.getvalue()

    def typed(self, cell: str, text: str) -> bytes:
        """Return the part of the inputs with a text typed into a cell."""
        body = f'<c r="{cell}" t="inlineStr"><is><t xml:space="preserve">{escape(ILLEGAL.sub("", text))}</t></is></c>'
        page = self.parts[self.sheet].decode()
        changed, count = re.subn(rf'<c r="{cell}"[^>]*?(?:/>|>.*?</c>)', lambda _: body, page, count=1, flags=re.DOTALL)
        assert count == 1
        return changed.encode()

    def inputs(self, page: bytes) -> Any:
        """Return growth and base totals by cell as a part of the file holds them, or `REFUSED`."""
        try:
            held = {cell.attrib.get("r", ""): cell for cell in second_reading.elements(ET.fromstring(page), "c")}
            return {
                name: [
                    ANYTHING
                    if cell in self.open_cells
                    else second_reading.typed(held[cell], is_rate=name.startswith("growth"))
                    for cell in cells
                ]
                for name, cells in self.cells.items()
            }
        except (ET.ParseError, LookupError, ValueError):
            return REFUSED


def inputs_of(path: Path, live: LiveWorkbook) -> Any:
    scenario = read_workbook(path)
    read: dict[str, Any] = {}
    for g, group in enumerate(scenario.groups):
        read[f"base_total_{group.key}"] = [pytest.approx(scenario.baseline.levels[g].sum(), rel=1e-9)]
        for c, component in enumerate(BUREAU_KEYS):
            name = f"growth_{group.key}_{component}"
            rates = zip(live.cells[name], scenario.growth[g, c].tolist(), strict=True) if name in live.cells else ()
            read[name] = [
                ANYTHING if cell in live.open_cells else pytest.approx(rate, abs=1e-9) for cell, rate in rates
            ]
    return {name: read[name] for name in live.cells}


def test_live_workbooks(tmp_path: Path) -> None:
    chance, tally, live = random.Random(SEED), Tally("live workbooks"), LiveWorkbook.written(tmp_path)
    path = tmp_path / "edited.xlsx"
    names = list(live.cells)
    for _ in range(INPUTS):
        page = live.parts[live.sheet]
        if chance.random() < 0.6:
            name = chance.choice(names)
            rate = f"{chance.randrange(1, 30)}.{chance.randrange(10)}%"
            text = rate if name.startswith("growth") else f"{chance.randrange(9000, 14000):,}"
            page = live.typed(
                chance.choice(live.cells[name]), spoilt_text(chance, text) if chance.random() < 0.5 else text
            )
        elif chance.random() < 0.8:
            page = spoilt_bytes(chance, page)
        path.write_bytes(live.packed({live.sheet: page}))
        tally.judge(page, lambda: inputs_of(path, live), lambda page=page: live.inputs(page))  # type: ignore[misc]
    done(tally)
