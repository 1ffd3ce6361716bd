"""The yardstick: a page with as many widgets, charts and tables of the same size, and nothing behind them."""

import altair as alt
import pandas as pd
import streamlit as st

st.set_page_config(page_title="bare", layout="wide", initial_sidebar_state=330)
moved = float(st.session_state.get("slide_0", 20.0))
st.html(f'<div class="ceheng-card"><div class="figure">{moved:,.1f}</div></div>')


def chart(key: str) -> None:
    rows = [
        {"year": year, "value": moved + 3 * g + year - 2021, "group": g} for g in range(3) for year in range(2021, 2025)
    ]
    base = alt.Chart(pd.DataFrame(rows)).encode(x="year:O", y="value:Q", color="group:N")
    drawn = alt.LayerChart(layer=[base.mark_line(), base.mark_point()], height=300)
    st.altair_chart(drawn, width="stretch", theme=None, alt=f"value {moved:.1f}", key=key)


for row in range(2):
    for place, column in enumerate(st.columns(2)):
        with column:
            st.subheader("chart")
            chart(f"chart_{'fan' if (row, place) == (1, 1) else f'{row}{place}'}")
            st.caption("note")
with st.sidebar:
    st.segmented_control("language", ["zh", "en"], key="language", default="zh")
    for key in ("undo", "restart", "solve"):
        st.button(key, key=key)
    for key in ("scenario", "urban", "rural", "lifted", "quantity", "vary", "how", "measure"):
        st.selectbox(key, ["a", "b", "c"], key=key)
    for number in range(5):
        st.slider(f"row {number}", -10.0, 40.0, 20.0, step=0.1, key=f"slide_{number}")
        st.number_input(f"exact {number}", value=20.0, step=0.1, key=f"exact_{number}")
rows = "".join(f"<tr>{'<td>figure</td>' * 7}</tr>" for _ in range(17))
for tab in st.tabs([f"tab {number}" for number in range(7)]):
    with tab:
        st.html(f"<table>{rows}</table>")
        st.html(f"<table>{rows}</table>")
