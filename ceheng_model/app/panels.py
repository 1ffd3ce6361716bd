"""Show the results: cards, charts, tables, promises."""

from collections.abc import Iterator
from contextlib import contextmanager

import altair as alt
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ceheng_model.app import pictures
from ceheng_model.app.controls import say
from ceheng_model.app.figures import (
    audited,
    checked,
    checked_over_cases,
    contributed,
    measured,
    projected,
    promises,
    simulated,
)
from ceheng_model.app.mapping import averages, what_if_map
from ceheng_model.app.markup import assumed_note, cards, plain, table_html
from ceheng_model.app.promises import fewest, repairs, verdict
from ceheng_model.app.session import setting, view
from ceheng_model.auditing import AuditReport, Feasibility
from ceheng_model.auditing.words import said_with_force
from ceheng_model.checks import promise_sentence
from ceheng_model.errors import CehengError
from ceheng_model.plan import unfilled_sentence
from ceheng_model.projection import Projection, project
from ceheng_model.scenarios import scenario
from ceheng_model.tables import written
from ceheng_model.wording import READINGS


@contextmanager
def told_where_missing() -> Iterator[None]:
    """Say in its place why a part of the page cannot be shown, such as draws where a plan names no past figures."""
    try:
        yield
    except CehengError as error:
        st.info("  \n".join(plain(line) for line in error.text(view().language).splitlines()))


def show_headline() -> None:
    """Show the cards, what the plan promises beyond them, and what is assumed."""
    now = view()
    report = checked(now.recipe)
    st.html(cards(report, now.language) + assumed_note(report.projection, now.language))
    tone = st.warning if any(one.statement.headline for one in report.missed) else st.success
    tone(promise_sentence(report).in_language(now.language))
    if unfilled := unfilled_sentence(now.scenario.require_dossier().unfilled()):
        st.info(plain(unfilled.in_language(now.language)))
    if warned := [plain(one.sentence.in_language(now.language)) for one in now.scenario.warnings]:
        st.warning(f"{say('reminder')}{'；'.join(warned) if now.language == 'zh' else '; '.join(warned)}")


def show_charts() -> None:
    """Show incomes, the ratio and the map."""
    projection, language = projected(view().recipe), view().language
    left, right = st.columns(2)
    year = projection.years[-1]
    drawn = pictures.income_paths(projection, language)
    _chart(left, say("income_chart"), drawn, _incomes(projection), note="diamond", key="incomes")
    if not projection.has_ratio:
        return
    ratio = projection.urban_rural_ratio.values
    path = [f"{year} {written(float(value), 'ratio')}" for year, value in zip(projection.years, ratio, strict=True)]
    _chart(right, say("ratio_chart"), pictures.ratio_path(projection, language), ", ".join(path), note="", key="ratio")
    left, right = st.columns(2)
    with right:
        show_fan()
    urban, rural = (written(value, "percent") for value in averages(projection))
    growth = f"{say('urban_axis')} {urban}, {say('rural_axis')} {rural}"
    told = f"{say('present')}: {growth}, {written(float(ratio[-1]), 'ratio')}"
    shown = what_if_map(projection, _origin(), language)
    _chart(left, say("map_chart", year), shown, told, note="map_note", key="map")


def show_fan() -> None:
    """Reserve the place of the fan, which is filled when everything quicker stands."""
    st.session_state["fan_place"] = st.container()


def fill_fan() -> None:
    """Show the fan and the probabilities of each target."""
    now, place = view(), st.session_state.pop("fan_place", None)
    with place if place is not None else st.container(), told_where_missing():
        st.subheader(say("fan_chart"))
        ensemble = simulated(now.recipe)
        names = {"ratio": say("ratio_chart")} if projected(now.recipe).has_ratio else {}
        names |= dict(
            zip(now.scenario.group_keys, pictures.group_names(projected(now.recipe), now.language), strict=True)
        )
        st.session_state["fan"] = now.fan if now.fan in names else next(iter(names))
        st.segmented_control(
            say("fan_of"),
            list(names),
            key="fan",
            format_func=lambda key: plain(names[key]),
            on_change=setting("fan"),
            label_visibility="collapsed",
            required=True,
        )
        chosen = st.session_state["fan"]
        found = ensemble.fan("ratio") if chosen == "ratio" else ensemble.fan("total", group=chosen)
        ends = [float(found.quantiles[q, -1]) for q in (0, len(found.quantile_probabilities) // 2, -1)]
        told = f"{names[chosen]} {found.years[-1]}: " + ", ".join(written(end, found.kind) for end in ends)
        st.altair_chart(pictures.fan(found), width="stretch", theme=None, alt=told, key="chart_fan")
        st.caption(say("fan_note", ensemble.draw_count))


def show_scorecard() -> None:
    """Show the verdict on every headline statement, cells of the growth table that are missed, share cases."""
    for table in checked_over_cases(view().recipe).summary():
        st.html(table_html(table, view().language))


def show_official() -> None:
    """Show the Bureau's seven columns of one year."""
    now = view()
    years = [str(year) for year in now.scenario.years]
    st.session_state["shown_year"] = now.shown_year if now.shown_year in years else years[-1]
    st.segmented_control(
        say("period"),
        years,
        key="shown_year",
        on_change=setting("shown_year"),
        label_visibility="collapsed",
        required=True,
    )
    table = contributed(now.recipe, int(st.session_state["shown_year"])).table(assumed_mark=say("mark"))
    st.html(table_html(table, now.language))
    for table in projected(now.recipe).tables():
        st.html(table_html(table, now.language))


def show_effects() -> None:
    """Show what the measures do."""
    now = view()
    if not now.scenario.levers:
        st.info(say("no_measures"))
        return
    for table in measured(now.recipe).tables():
        st.html(table_html(table, now.language))


def show_chances() -> None:
    """Show the probability of each target and of all together."""
    for table in simulated(view().recipe).tables()[1:]:
        st.html(table_html(table, view().language))


def show_promises() -> None:
    """Show which promises clash under which reading, and the repairs."""
    now, language = view(), view().language
    items = {item.id: said_with_force(item).in_language(language) for item in promises(now.recipe).items}
    left, right = st.columns([3, 2])
    st.session_state["left_out"] = [id for id in now.left_out if id in items]
    left.multiselect(
        say("leave"),
        list(items),
        key="left_out",
        format_func=items.__getitem__,
        placeholder="–",
        on_change=setting("left_out", remember=True),
    )
    st.session_state["reading"] = now.reading
    right.radio(
        say("reading"),
        READINGS,
        key="reading",
        format_func={one: say(one) for one in READINGS}.__getitem__,
        on_change=setting("reading", remember=True),
    )
    report = audited(now)
    (st.success if report.feasibility is Feasibility.HOLDS else st.warning)(verdict(report, language))
    _clashes(report)


def _clashes(report: AuditReport) -> None:
    language = view().language
    for number, clash in enumerate(report.contradictions, start=1):
        st.markdown(f"**{say('clash', number)}**　{plain(clash.sentence.in_language(language))}")
        st.markdown(say("any_one") + "\n" + "\n".join(f"- {plain(one)}" for one in repairs(clash, language)))
    if report.proposals:
        st.markdown(f"**{say('least')}**\n" + "\n".join(f"- {plain(one)}" for one in fewest(report, language)))


def _chart(place: DeltaGenerator, title: str, chart: alt.LayerChart, told: str, *, note: str, key: str) -> None:
    with place:
        st.subheader(title)
        st.altair_chart(chart, width="stretch", theme=None, alt=f"{title}: {told}", key=f"chart_{key}")
        if note:
            st.caption(say(note))


def _incomes(projection: Projection) -> str:
    language, year = view().language, projection.years[-1]
    ends = zip(projection.scenario.groups, projection.totals.values[:, -1], strict=True)
    parts = [f"{group.label.in_language(language)} {written(float(end), 'yuan')}" for group, end in ends]
    return f"{year} {', '.join(parts)}"


def _origin() -> Projection:
    """Return the named scenario as it stands, under the same share cases and horizon."""
    made = view().scenario
    return project(scenario(str(made.based_on), plan=made.dossier, shares=made.baseline.shares()))
