"""The controls at the side: language, scenario, share cases, growth."""

from math import ceil, floor

import numpy as np
import streamlit as st

from ceheng_model.app.figures import projected
from ceheng_model.app.markup import plain, told_change
from ceheng_model.app.pictures import group_names
from ceheng_model.app.recipes import dossier_of
from ceheng_model.app.session import act, can_undo, folders, say_in, setting, step, undo, view
from ceheng_model.app.state import based_on, first_view, moved, percent, rate, with_economy, without_changes
from ceheng_model.app.words import word
from ceheng_model.scenarios import ALTERNATIVES, Scenario, alternative
from ceheng_model.scenarios.changes import growth_change
from ceheng_model.vocabulary import LANGUAGES, TOTAL

_LANGUAGES = {"zh": "中文", "en": "English"}
_RANGE = (-10.0, 40.0)
"""Ends of the sliders, per cent; they widen for rates beyond them."""
_STEP = 0.1
_DECIMALS = 1


def say(key: str, *inserted: object) -> str:
    """Return a text of the page in this browser's language."""
    return word(key, view().language, *inserted)


def show_controls() -> None:
    """Show the controls that describe the scenario."""
    _language()
    _steps()
    _plan_and_scenario()
    _growth()


def _language() -> None:
    st.session_state["language"] = view().language
    st.segmented_control(
        say("language"),
        LANGUAGES,
        key="language",
        format_func=_LANGUAGES.__getitem__,
        on_change=lambda: say_in(st.session_state["language"] or view().language),
        label_visibility="collapsed",
        required=True,
    )


def _steps() -> None:
    left, right = st.columns(2)
    left.button(
        say("undo"), key="undo", on_click=undo, disabled=not can_undo(), width="stretch", icon=":material/undo:"
    )
    right.button(
        say("restart"),
        key="restart",
        on_click=step(without_changes),
        disabled=not view().scenario.changes,
        width="stretch",
    )


def _plan_and_scenario() -> None:
    known, made = folders(), view().scenario
    if len(known) > 1:
        ids = {folder: id for id, folder in known.items()}
        st.session_state["plan"] = ids[view().recipe.folder]
        titles = {id: dossier_of(folder).plan.title.in_language(view().language) for id, folder in known.items()}
        st.selectbox(say("plan"), list(known), key="plan", format_func=titles.__getitem__, on_change=_choose_plan)
    st.session_state["scenario"] = made.based_on
    st.selectbox(
        say("scenario"),
        tuple(ALTERNATIVES),
        key="scenario",
        format_func={
            name: one.titled(made.terms).in_language(view().language) for name, one in ALTERNATIVES.items()
        }.__getitem__,
        on_change=step(lambda now: based_on(now, st.session_state["scenario"])),
        help=alternative(str(made.based_on), made.require_dossier().plan).description.in_language(view().language),
    )
    with st.expander(say("shares")):
        _share_cases(made)
        _economy(made)


def _choose_plan() -> None:
    folder = folders()[st.session_state["plan"]]
    act(lambda now: first_view(folder=folder, language=now.language))


def _share_cases(made: Scenario) -> None:
    dossier = made.require_dossier()
    for group in made.groups:
        key = f"shares_{group.key}"
        st.session_state[key] = made.baseline.shares()[group.key]
        st.selectbox(
            plain(group.label.in_language(view().language)),
            dossier.baselines.cases(dossier.plan.region, group.key, dossier.plan.base_year),
            key=key,
            on_change=_choose_case,
            args=(group.key, key),
        )


def _choose_case(group: str, key: str) -> None:
    act(lambda now: now.with_scenario(now.scenario.with_shares({group: st.session_state[key]})))


def _economy(made: Scenario) -> None:
    """Show growth of GDP, one rate for every year: some promises cannot be judged without it."""
    given = made.gdp_growth
    # the field holds one rate for every year: rates that differ, or are not known throughout, leave it empty
    alike = given is not None and len(set(given.tolist())) == 1 and not np.isnan(given).any()
    st.session_state["gdp"] = percent(float(given[0])) if given is not None and alike else None
    st.number_input(say("gdp"), value=None, min_value=-99.0, max_value=99.9, step=_STEP, key="gdp", on_change=_set_gdp)


def _set_gdp() -> None:
    value = st.session_state["gdp"]
    act(lambda now: with_economy(now, None if value is None else rate(float(value))))


def _growth() -> None:
    now = view()
    made, language = now.scenario, now.language
    st.subheader(say("growth"))
    names = dict(zip(made.group_keys, group_names(projected(now.recipe), language), strict=True))
    _chooser("group", "group", list(names), names, say("group"))
    years = {"": say("every_year")} | {str(year): str(year) for year in made.years}
    _chooser("period", "period", list(years), years, say("period"))
    for component in made.terms.components:
        _row(made, component.key, component.label.in_language(language))
    _row(made, TOTAL, say("all_components", made.terms.each.in_language(language)))
    changed = "；".join(told_change(change, made, language) for change in made.changes)
    st.caption(plain(say("changes", changed)) if changed else say("no_changes"))


def _chooser(key: str, field: str, options: list[str], names: dict[str, str], label: str) -> None:
    now = getattr(view(), field)
    st.session_state[key] = now if now in options else options[0]
    st.segmented_control(
        label,
        options,
        key=key,
        format_func=lambda key: plain(names[key]),
        on_change=setting(field, key=key),
        required=True,
        width="stretch",
        label_visibility="collapsed",
    )


def _row(made: Scenario, component: str, name: str) -> None:
    """Show a slider and a field for exact entry that move the same cells."""
    shown = _present(made, component)
    low, high = min(_RANGE[0], floor(shown[0])), max(_RANGE[1], ceil(shown[0]))
    slider, field = f"slide_{component}", f"exact_{component}"
    # a browser snaps a slider to its steps and would send that back as a change; the field holds the exact rate
    st.session_state[slider] = round(shown[0], _DECIMALS)
    st.session_state[field] = shown[0]
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    left.slider(
        name,
        float(low),
        float(high),
        step=_STEP,
        key=slider,
        format="%.1f",
        on_change=_move,
        args=(component, slider),
    )
    right.number_input(
        say("exact", name),
        min_value=-99.0,
        max_value=99.9,
        step=_STEP,
        format="%.6g",
        key=field,
        on_change=_move,
        args=(component, field),
        label_visibility="collapsed",
    )
    _differing(shown)


def _differing(shown: list[float]) -> None:
    """Say in a place of its own, so that nothing moves, where the years of a row differ."""
    with st.container():
        if len(set(shown)) > 1:
            st.caption(say("differs", " / ".join(f"{value:.2f}" for value in shown)))


def _present(made: Scenario, component: str) -> list[float]:
    """Return the growth that a row shows, per cent: one number a year chosen."""
    g = made.group_keys.index(view().group)
    years = [made.years.index(int(view().period))] if view().period in map(str, made.years) else range(len(made.years))
    rows = made.growth[g]
    if component == TOTAL:
        totals = projected(view().recipe).total_growth.values[g]
        return [percent(float(totals[t])) for t in years]
    return [percent(float(rows[made.terms.component_keys.index(component), t])) for t in years]


def _move(component: str, key: str) -> None:
    now = view()
    if key.startswith("slide_") and st.session_state[key] == round(_present(now.scenario, component)[0], _DECIMALS):
        return
    years = int(now.period) if now.period in map(str, now.scenario.years) else None
    components = None if component == TOTAL else component
    value = rate(float(st.session_state[key]))
    act(lambda was: moved(was, growth_change(was.group, components, value, years=years, how="set")))
