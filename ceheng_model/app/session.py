"""Keep the view of one browser: open it from the address, change it, undo, write the address."""

import sys
from collections.abc import Callable, Mapping

import streamlit as st

from ceheng_model.app.addresses import from_query, to_query
from ceheng_model.app.recipes import dossier_of
from ceheng_model.app.state import MOST_UNDONE, View, first_view, with_field
from ceheng_model.errors import CehengError
from ceheng_model.vocabulary import Language

_VIEW, _PAST, _FAULT, _TOLD = "view", "past", "fault", "told"


def folders() -> Mapping[str, str]:
    """Return the folder of each plan that the page was started with, by the plan's id; the first one opens."""
    given = sys.argv[1:] or [""]
    return {dossier_of(folder).plan.id: folder for folder in given}


def open_view() -> None:
    """Open the view of this browser from its address, if it has none; a bad address is told and left."""
    if _VIEW in st.session_state:
        return
    query = {key: st.query_params.get_all(key) for key in st.query_params}
    st.session_state[_PAST] = ()
    try:
        st.session_state[_VIEW] = from_query(query, folders())
    except CehengError as error:
        language: Language = "en" if query.get("lang") == ["en"] else "zh"
        st.session_state[_VIEW] = first_view(folder=next(iter(folders().values())), language=language)
        st.session_state[_FAULT] = ("start_over", error)


def view() -> View:
    """Return what this browser's page shows."""
    found: View = st.session_state[_VIEW]
    return found


def act(change: Callable[[View], View], *, remember: bool = True) -> bool:
    """Change the view, or keep it and tell the fault; return whether it changed without one."""
    before = view()
    try:
        after = change(before)
    except CehengError as error:
        st.session_state[_FAULT] = ("", error)
        return False
    if after != before:
        st.session_state[_VIEW] = after
        if remember:
            st.session_state[_PAST] = (*st.session_state[_PAST], before)[-MOST_UNDONE:]
    return True


def step(change: Callable[[View], View], *, remember: bool = True) -> Callable[[], None]:
    """Return what a widget calls to change the view."""

    def run() -> None:
        act(change, remember=remember)

    return run


def setting(field: str, *, key: str = "", remember: bool = False) -> Callable[[], None]:
    """Return what a widget calls to put its value into a field of the view; a choice taken back is an empty text."""
    return step(lambda now: with_field(now, field, _value(key or field)), remember=remember)


def _value(key: str) -> object:
    value = st.session_state[key]
    return "" if value is None else tuple(value) if isinstance(value, list) else value


def undo() -> None:
    """Go back one step; the language stays."""
    *earlier, last = st.session_state[_PAST]
    st.session_state[_PAST] = tuple(earlier)
    language = view().language
    act(lambda _: last, remember=False)
    say_in(language)


def say_in(language: Language) -> None:
    """Show the page in a language; no step of its own."""
    act(lambda now: with_field(now, "language", language), remember=False)


def can_undo() -> bool:
    """Return whether there is a step to go back."""
    return bool(st.session_state[_PAST])


def tell(text: str) -> None:
    """Say something on the page once."""
    st.session_state[_TOLD] = text


def told() -> tuple[str, tuple[str, CehengError] | None]:
    """Return what is to be said once: a sentence, and a fault with the key of what stands before it."""
    return st.session_state.pop(_TOLD, ""), st.session_state.pop(_FAULT, None)


def write_address() -> None:
    """Bring the address into line with the view."""
    wanted = to_query(view())
    if {key: st.query_params.get_all(key) for key in st.query_params} != wanted:
        st.query_params.from_dict(wanted)
