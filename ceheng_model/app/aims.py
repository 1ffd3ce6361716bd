"""The controls that solve for growth, and those that add measures."""

from collections.abc import Mapping

import streamlit as st

from ceheng_model.app.controls import say
from ceheng_model.app.markup import plain
from ceheng_model.app.session import act, setting, tell, view
from ceheng_model.app.state import View, with_lever, without_lever
from ceheng_model.levers import LeverTemplate
from ceheng_model.levers.templates import YEARS, meaning
from ceheng_model.scenarios import Scenario
from ceheng_model.scenarios.changes import HOWS
from ceheng_model.solving import required_growth
from ceheng_model.tables import written


def show_solving() -> None:
    """Show a target, the cells that may move, and the button that solves."""
    made = view().scenario
    with st.expander(say("solve"), expanded=bool(view().aim)):
        _field("quantity", say("quantity"), quantities(made))
        st.session_state["aim"] = view().aim
        st.text_input(say("aim"), key="aim", on_change=setting("aim"))
        _field("vary", say("vary"), varying(made))
        _field("how", say("how"), {how: say(how) for how in HOWS})
        st.button(say("solve_button"), key="solve", on_click=_solve, type="primary", width="stretch")


def quantities(made: Scenario) -> dict[str, str]:
    """Return what can be a target, as the library writes it, with its name."""
    found = {"ratio": say("ratio")} if {"urban", "rural"} <= set(made.group_keys) else {}
    for group in made.groups:
        name = group.label.in_language(view().language)
        found |= {group.key: say("income_of", name), f"{group.key}.average_growth": say("average_of", name)}
    return found


def varying(made: Scenario) -> dict[str, str]:
    """Return which growth can be solved for, as the library writes it, with its name."""
    found = {}
    for group in made.groups:
        name = group.label.in_language(view().language)
        found[group.key] = say("all_of", name, made.terms.each.in_language(view().language))
        for component in made.terms.components:
            found[f"{group.key}.{component.key}"] = f"{name} {component.label.in_language(view().language)}"
    return found


def solved(now: View) -> View:
    """Return the view with the growth that reaches its target; raise the library's error where none does."""
    solution = required_growth(now.scenario, f"{now.quantity}={now.aim}", vary=now.vary, how=now.how)
    return now.with_scenario(solution.scenario)


def _field(field: str, label: str, names: Mapping[str, str]) -> None:
    # an address may name cells that are not in the list, such as one year's
    options = dict(names) | (
        {} if getattr(view(), field) in names else {getattr(view(), field): getattr(view(), field)}
    )
    st.session_state[field] = getattr(view(), field)
    st.selectbox(label, list(options), key=field, format_func=options.__getitem__, on_change=setting(field))


def _solve() -> None:
    before = view()
    if act(solved) and view() != before:
        change = view().scenario.changes[-1]
        kind = {"set": "percent", "add": "percent", "multiply": "ratio"}[change.how]
        value = written(float(change.value), kind, decimals=3)  # type: ignore[arg-type]
        tell(say("solved", f"{varying(before.scenario).get(before.vary, before.vary)}，{say(before.how)} {value}"))


def show_measures() -> None:
    """Show the measures that the plan prices, what they need, and those added."""
    made = view().scenario
    plan = made.require_dossier().plan
    if not plan.levers:
        return
    with st.expander(say("measures"), expanded=bool(made.levers)):
        for lever in made.levers:
            title = lever.title.in_language(view().language)
            st.button(
                plain(say("remove", title)),
                key=f"remove_{lever.id}",
                on_click=_remove,
                args=(lever.id,),
                width="stretch",
            )
        titles = {one.id: one.title.in_language(view().language) for one in plan.levers}
        chosen = st.selectbox(say("measure"), list(titles), key="measure", format_func=titles.__getitem__)
        _inputs(next(one for one in plan.levers if one.id == chosen), made)


def _inputs(template: LeverTemplate, made: Scenario) -> None:
    language = view().language
    printed = ", ".join(
        f"{meaning(name, template.terms).in_language(language)} {value:,g}" for name, value in template.printed.items()
    )
    st.caption(plain(f"{say('paid', template.words)}（{template.place.in_language(language)}）"))
    if printed:
        st.caption(plain(printed))
    with st.form(f"form_{template.id}", border=False):
        for name in template.needed:
            asked, key = meaning(name, template.terms).in_language(language), f"{template.id}_{name}"
            if name in YEARS:
                st.selectbox(asked, made.years, key=key)
            elif name in template.choices:
                st.selectbox(asked, template.choices[name], index=None, key=key, format_func="{:,g}".format)
            else:
                st.number_input(asked, value=None, min_value=0.0, format="%.10g", key=key)
        st.caption(say("assumed_numbers"))
        st.form_submit_button(say("add_measure"), on_click=_add, args=(template,), width="stretch")


def _add(template: LeverTemplate) -> None:
    given = {name: st.session_state.get(f"{template.id}_{name}") for name in template.needed}
    inputs = {name: float(value) for name, value in given.items() if value is not None}
    act(lambda now: with_lever(now, template.lever(inputs)))


def _remove(id: str) -> None:
    act(lambda now: without_lever(now, id))
