"""Where a base was computed back from a goal, every verdict on that goal says so in its own line."""

from pathlib import Path
from shutil import copytree

import pytest

import ceheng_model as cm
from ceheng_model import charts
from ceheng_model.files import shipped
from ceheng_model.vocabulary import Language

GOALS = {"urban_growth", "rural_growth", "urban_income_2024", "rural_income_2024"}
"""The bases are 48594.8 / 1.10^3 and 15561 / 1.12^3: endpoints and average growth of both groups."""


def report() -> cm.CheckReport:
    return cm.check(cm.project(cm.scenario("plan")), share_cases=False)


def folder(place: Path, cell: str, *, status: str = "derived", component: str = "total") -> Path:
    """Return a copy of the shipped plan whose urban base says another `derived_from`."""
    own = place / "plans" / "own"
    copytree(shipped("plans", "ceheng-2022-2024"), own)
    for name in ("nbs_income.csv", "guizhou_published.csv"):
        (place / name).write_bytes(shipped(name).read_bytes())
    lines = shipped("baselines.csv").read_text(encoding="utf-8-sig").splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith(f"ceheng,urban,{component},"))
    cells = lines[at].split(",")
    cells[7], cells[-1] = status, cell
    lines[at] = ",".join(cells)
    (place / "baselines.csv").write_text("\n".join(lines), encoding="utf-8")
    return own


def test_the_shipped_bases_name_the_goals_that_they_were_computed_from() -> None:
    assert {checked.statement.id for checked in report().checked if checked.circular} == GOALS


@pytest.mark.parametrize(("language", "said"), [("zh", "由本条倒推"), ("en", "derived")])
def test_the_line_of_the_verdict_says_so(language: Language, said: str) -> None:
    table = report().statement_table()
    (at,) = (i for i, column in enumerate(c for c in table.columns if c.shown) if column.key == "base")
    headings, *rows = table.shown_rows(language)
    assert [row[at] for row in rows].count(said) == len(GOALS)
    assert len(headings) > at
    note = {"zh": "达到与否不是独立的检验", "en": "no independent test"}[language]
    assert any(note in text.in_language(language) for text in table.notes)


def test_a_plan_whose_bases_were_published_has_no_such_column() -> None:
    table = cm.check(cm.project(cm.scenario("plan", plan="zhejiang-2027"))).statement_table()
    assert not next(column for column in table.columns if column.key == "base").shown
    assert not any("independent test" in note.en for note in table.notes)


def test_another_base_is_tested_by_the_same_goals() -> None:
    plan = cm.scenario("plan")
    regions = [("甲", group, 2021, 30_000.0 if group == "urban" else 12_000.0) for group in ("urban", "rural")]
    import pandas as pd

    table = pd.DataFrame(
        [(region, group, "total", value) for region, group, _, value in regions],
        columns=["region", "group", "component", "value"],
    )
    one = plan.with_regions(table).at_region("甲")
    assert not any(checked.circular for checked in cm.check(cm.project(one), share_cases=False).checked)


def test_the_scorecard_marks_it() -> None:
    ax = charts.scorecard(report(), language="en")
    assert sum(text.get_text().endswith("*") for text in ax.texts) >= len(GOALS)


@pytest.mark.parametrize("cell", ["urban_income_2024;urban_growth", "urban_income_2024、urban_growth", "urban_growth"])
def test_ids_are_written_with_any_separator(tmp_path: Path, cell: str) -> None:
    scenario = cm.scenario("plan", plan=folder(tmp_path / "a", cell))
    named = {"urban_growth"} if cell == "urban_growth" else {"urban_growth", "urban_income_2024"}
    assert set(scenario.baseline.sources[0].derived_from) == named


def test_what_the_plan_does_not_have_and_what_was_published_is_refused(tmp_path: Path) -> None:
    with pytest.raises(cm.InputError, match=r"derived_from of the base of urban 2021.*got 'urban_goal'"):
        cm.scenario("plan", plan=folder(tmp_path / "a", "urban_goal"))
    with pytest.raises(cm.InputError, match="stand with totals only, and with none that is published"):
        cm.scenario("plan", plan=folder(tmp_path / "b", "urban_growth", status="published"))
    with pytest.raises(cm.InputError, match="stand with totals only"):
        cm.scenario("plan", plan=folder(tmp_path / "c", "urban_growth", status="assumed", component="wages"))
