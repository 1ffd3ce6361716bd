"""Generated counties, named so that nobody takes them for real ones."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import ceheng_model as cm

YEARS = {"base_year": 2021, "last_year": 2024}


def frame(count: int = 6, *, seed: int = 0) -> pd.DataFrame:
    """Return a table with one row a county: incomes, targets, residents and past growth drawn at random."""
    random = np.random.default_rng(seed)
    rows: list[dict[str, Any]] = []
    for number in range(1, count + 1):
        urban = float(random.integers(28_000, 40_000))
        rural = float(round(urban / random.uniform(2.2, 3.3)))
        fast, slow = random.uniform(0.08, 0.13), random.uniform(0.06, 0.1)
        rows.append(
            {
                "county": f"示例县{number:02d}",
                **YEARS,
                "urban_base": urban,
                "rural_base": rural,
                "urban_target": float(round(urban * (1 + slow) ** 3)),
                "rural_target": float(round(rural * (1 + fast) ** 3)),
                "urban_residents": int(random.integers(50_000, 300_000)),
                "rural_residents": int(random.integers(100_000, 600_000)),
                "urban_past": round(float(random.uniform(0.06, 0.09)), 4),
                "rural_past": round(float(random.uniform(0.08, 0.12)), 4),
            }
        )
    return pd.DataFrame(rows)


def changed(table: pd.DataFrame, row: int, **cells: object) -> pd.DataFrame:
    """Return the table with other cells in one row."""
    rows: list[dict[Any, Any]] = table.to_dict("records")
    rows[row].update(cells)
    return pd.DataFrame(rows)


def above_folder(place: Path, **changes: object) -> Path:
    """Write the plan of a generated prefecture above the counties, with residents of its own."""
    given = {"urban": 40_000.0, "rural": 14_000.0, "base_year": 2021, **changes}
    urban, rural, year = float(str(given["urban"])), float(str(given["rural"])), int(str(given["base_year"]))
    rural_goal = str(given.get("goal", "18000元"))
    groups = tuple(
        cm.Group(key=key, label=cm.Text(zh, en), concept="disposable_income")
        for key, zh, en in (("urban", "城镇常住居民", "urban residents"), ("rural", "农村常住居民", "rural residents"))
    )
    goals: list[cm.Promise] = [
        cm.promise("income", "50000元", what=cm.Text.same("goal"), group="urban", year=2024),
        cm.promise("income", rural_goal, what=cm.Text.same("goal"), group="rural", year=2024),
        cm.promise("urban_rural_ratio", "2.8左右", what=cm.Text.same("goal"), year=2024),
    ]
    cm.write_plan_folder(
        cm.Answers(
            region="示例州",
            title=cm.Text("示例州居民增收方案", "Plan of a sample prefecture"),
            issuer=cm.Text("示例州", "sample prefecture"),
            issued=pd.Timestamp(2022, 1, 1).date(),
            base_year=year,
            last_year=2024,
            groups=groups,
            base={"urban": urban, "rural": rural},
            statements=tuple(goals),
        ),
        place,
    )
    return place


def actual(count: int = 6, *, year: int = 2022) -> pd.DataFrame:
    """Return generated actual incomes of a year, of both groups: every second county is behind."""
    rows: list[dict[str, Any]] = []
    for number, row in enumerate(frame(count).to_dict("records"), start=1):
        for group in ("urban", "rural"):
            base, target = float(row[f"{group}_base"]), float(row[f"{group}_target"])
            path = base * (target / base) ** ((year - 2021) / 3)
            value = float(round(path * (0.98 if number % 2 == 0 else 1.01)))
            rows.append(
                {
                    "county": row["county"],
                    "group": group,
                    "year": year,
                    "value": value,
                    "published": f"{year + 1}-01-20",
                    "source": "示例",
                }
            )
    return pd.DataFrame(rows)


GAPS = ("rural_target", "urban_target", "rural_base", "urban_base")


def with_gaps(seed: int) -> tuple[pd.DataFrame, dict[int, str]]:
    """Return five counties, three of which lack something of one group, with what they lack by row."""
    random = np.random.default_rng(seed)
    places = random.choice(5, size=3, replace=False)
    lacking = {int(row): str(random.choice(GAPS)) for row in places}
    table = frame(5, seed=seed).drop(columns=["urban_past", "rural_past"])
    for row, cell in lacking.items():
        table = changed(table, row, **{cell: None})
    return table, lacking
