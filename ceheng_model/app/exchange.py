"""Compare kept scenarios; open and save files."""

from collections.abc import Sequence

import streamlit as st

from ceheng_model.app import downloads, pictures
from ceheng_model.app.aims import quantities
from ceheng_model.app.controls import say
from ceheng_model.app.figures import checked, explained, projected
from ceheng_model.app.markup import plain, table_html
from ceheng_model.app.recipes import Recipe
from ceheng_model.app.session import act, tell, view
from ceheng_model.app.state import MOST_KEPT, dropping, keeping, named, with_field
from ceheng_model.app.uploads import FORMATS, MOST_BYTES, read_upload
from ceheng_model.baselines.baseline import SourcedValue
from ceheng_model.scenarios import distinct_titles
from ceheng_model.tables import Cell, Column, Figure, Table
from ceheng_model.vocabulary import Group, Text


def show_comparison() -> None:
    """Show the kept scenarios beside the page's own, and what makes the difference between two of them."""
    now = view()
    with st.form("keep", border=False):
        left, right = st.columns([3, 1], vertical_alignment="bottom")
        name = now.scenario.name.in_language(now.language)
        left.text_input(say("keep_name"), value=name, max_chars=60, key="keep_name")
        right.form_submit_button(say("keep"), on_click=_keep, disabled=len(now.kept) >= MOST_KEPT, width="stretch")
    if not now.kept:
        st.info(say("no_kept"))
        return
    standing = [*now.kept, now.recipe]
    titles = [title.in_language(now.language) for title in distinct_titles([one.scenario for one in standing])]
    for number, (place, title) in enumerate(zip(st.columns(MOST_KEPT), titles[:-1], strict=False)):
        place.button(plain(say("drop", title)), key=f"drop_{number}", on_click=_drop, args=(number,), width="stretch")
    st.html(table_html(comparison(standing), now.language))
    _difference(dict(zip(titles, standing, strict=True)))


def comparison(standing: Sequence[Recipe]) -> Table:
    """Return one row a scenario: where incomes and the ratio end, and how many promises are missed."""
    rows: list[tuple[Cell, ...]] = []
    first = projected(standing[0])
    titles = distinct_titles([recipe.scenario for recipe in standing])
    for title, recipe in zip(titles, standing, strict=True):
        projection, report = projected(recipe), checked(recipe)
        missed = sum(one.statement.headline for one in report.missed)
        ratio = float(projection.urban_rural_ratio.values[-1]) if projection.has_ratio else None
        ends = (float(value) for value in projection.totals.values[:, -1])
        rows.append((title, projection.years[-1], *ends, ratio, Figure(missed, "count")))
    named = zip(first.scenario.groups, first.scenario.baseline.sources, strict=True)
    columns = (
        Column(key="scenario", heading=Text("情景", "scenario")),
        Column(key="year", heading=Text("年份", "year"), kind="year"),
        *(Column(key=group.key, heading=_heading(group, origin), kind="yuan") for group, origin in named),
        Column(key="ratio", heading=Text("收入比", "ratio"), kind="ratio"),
        Column(key="missed", heading=Text("未达到", "missed"), kind="count"),
    )
    title = Text("并列比较（元）", "Side by side (yuan per person and year)")
    return Table(name="comparison", title=title, columns=columns, rows=tuple(rows))


def _heading(group: Group, origin: SourcedValue) -> Text:
    mark = "※" if origin.status == "assumed" else ""
    return Text(group.label.zh + mark, group.label.en + mark)


def _difference(standing: dict[str, Recipe]) -> None:
    st.subheader(say("difference"))
    names = list(standing)
    left, middle, right = st.columns(3)
    first = left.selectbox(say("from"), names, key="from")
    second = middle.selectbox(say("to"), names, index=len(names) - 1, key="to")
    asked = quantities(view().scenario)
    quantity = right.selectbox(say("quantity"), list(asked), key="split", format_func=asked.__getitem__)
    # names may be gone that a browser still holds
    pair = [standing.get(name, view().recipe) for name in (first, second)]
    shown = quantity.partition(".")[0]
    chart = pictures.beside([(name, projected(one)) for name, one in standing.items()], shown)
    st.altair_chart(chart, width="stretch", theme=None, alt=asked[quantity], key="chart_beside")
    for table in explained(pair[0], pair[1], quantity).tables():
        st.html(table_html(table, view().language))


def _keep() -> None:
    act(lambda now: keeping(now, st.session_state["keep_name"]))


def _drop(place: int) -> None:
    act(lambda now: dropping(now, place))


def show_files() -> None:
    """Show what opens a file and what saves the page's results."""
    now = view()
    left, right = st.columns(2)
    with left:
        most = max(MOST_BYTES.values()) // 1_000_000
        key = f"upload_{st.session_state.get('uploads', 0)}"
        st.file_uploader(say("open"), type=list(FORMATS), key=key, on_change=_open, args=(key,), max_upload_size=most)
        st.session_state["scenario_name"] = now.scenario.name.in_language(now.language)
        st.text_input(say("save_name"), key="scenario_name", max_chars=60, on_change=_rename)
    with right:
        recipe, language = now.recipe, now.language
        _download("save", "scenario.toml", lambda: downloads.scenario_file(recipe))
        _download("workbook", "workbook.xlsx", lambda: downloads.workbook_file(recipe, language))
        _download("brief", "brief.docx", lambda: downloads.brief_file(recipe, language))
        _download("charts", "charts.zip", lambda: downloads.chart_files(recipe, language))
        _download("data", "data.zip", lambda: downloads.data_files(recipe))
        st.caption(say("wait"))


def _download(key: str, name: str, make: "downloads.Maker") -> None:
    mime = downloads.MIME[name.rpartition(".")[2]]
    st.download_button(say(key), make, name, mime, key=f"download_{key}", on_click="ignore", width="stretch")


def _open(key: str) -> None:
    sent = st.session_state.get(key)
    if sent is None:
        return
    # another key empties the field: the file is read once
    st.session_state["uploads"] = st.session_state.get("uploads", 0) + 1
    name, content = sent.name, sent.getvalue()
    if act(lambda now: with_field(now, "recipe", read_upload(name, content, folder=now.recipe.folder))):
        tell(say("opened", view().scenario.title.in_language(view().language)))


def _rename() -> None:
    act(lambda now: named(now, st.session_state["scenario_name"]))
