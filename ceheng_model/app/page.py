"""Lay out the page: what is quick first, what takes draws or a linear programme last."""

import streamlit as st

from ceheng_model.app import panels
from ceheng_model.app.aims import show_measures, show_solving
from ceheng_model.app.controls import say, show_controls
from ceheng_model.app.exchange import show_comparison, show_files
from ceheng_model.app.markup import STYLE, plain, safe
from ceheng_model.app.session import can_undo, open_view, told, view, write_address

_SIDE = 330
_PANELS = {
    "scorecard": panels.show_scorecard,
    "official": panels.show_official,
    "effects": panels.show_effects,
    "files": show_files,
    "compare": show_comparison,
    "chances": panels.show_chances,
    "clashes": panels.show_promises,
}
"""What fills each tab, in the order of the work it takes."""
_BEFORE_DRAWS = "compare"
_TABS = ("scorecard", "official", "clashes", "chances", "effects", "compare", "files")


def show() -> None:
    """Show the whole page for this browser."""
    st.set_page_config(page_title="ceheng", layout="wide", initial_sidebar_state=_SIDE)
    open_view()
    write_address()
    st.html(STYLE)
    st.html(_language_script(), unsafe_allow_javascript=True)
    _head()
    panels.show_headline()
    panels.show_charts()
    with st.sidebar:
        show_controls()
        show_solving()
        show_measures()
    places = dict(zip(_TABS, st.tabs([say(key) for key in _TABS], key="tabs"), strict=True))
    for key, show_one in _PANELS.items():
        with places[key], panels.told_where_missing():
            show_one()
        if key == _BEFORE_DRAWS:
            panels.fill_fan()


def _head() -> None:
    now = view()
    made = now.scenario
    plan = made.require_dossier().plan
    names = (safe(text.in_language(now.language)) for text in (plan.title, made.title))
    st.html(f'<p class="ceheng-head" role="heading" aria-level="1"><b>{say("title")}</b>{" · ".join(names)}</p>')
    with st.expander(say("intro"), expanded=not can_undo()):
        st.markdown("\n".join(f"{number}. {say(f'intro_{number}')}" for number in (1, 2, 3)))
    # a place of its own: a message that comes and goes moves nothing, so the browser keeps the tab that is open
    with st.container():
        _messages()


def _messages() -> None:
    sentence, fault = told()
    if sentence:
        st.success(plain(sentence))
    if fault is not None:
        key, error = fault
        lead = [say(key)] if key else []
        st.error("  \n".join(plain(line) for line in [*lead, *error.text(view().language).splitlines()]))


def _language_script() -> str:
    """Tell screen readers the language of the page."""
    tag = {"zh": "zh-CN", "en": "en"}[view().language]
    return f"<script>document.documentElement.lang = '{tag}';</script>"
