"""Up to which year series are known, as readers are told: never later than anything was published."""

import pytest

import ceheng_model as cm


@pytest.mark.parametrize(("as_of", "told"), [(2021, 2021), (2023, 2023), (2024, 2024), (2030, 2024)])
def test_no_year_is_told_as_known_that_nothing_was_published_of(as_of: int, told: int) -> None:
    plan = cm.scenario("plan").with_as_of(as_of)
    last = max(year for series in plan.require_dossier().series.values() for _, _, year in series.levels)
    assert plan.known_until == min(as_of, last) == told
    drawn = cm.simulate(plan, draws=100, seed=0, method="random")
    known = next(row for row in drawn.settings_table().rows if getattr(row[0], "key", row[0]) == "as_of")
    assert str(told) in known[1].en  # type: ignore[union-attr]
    assert any(f"known up to {told}" in note.en for note in drawn.condition_notes)


def test_without_a_year_all_that_is_published_is_known() -> None:
    assert cm.scenario("plan").known_until is None
