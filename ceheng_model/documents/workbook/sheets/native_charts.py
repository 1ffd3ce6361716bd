"""Draw native charts over the cells of the projection: they follow every edit and every choice."""

from dataclasses import dataclass
from typing import Any

from ceheng_model.documents.workbook.book import Page
from ceheng_model.documents.workbook.manuscript import Manuscript, Sheet
from ceheng_model.documents.workbook.sheets import projection
from ceheng_model.documents.workbook.sheets.projection import Projected
from ceheng_model.documents.workbook.sheets.rows import BASE_YEAR
from ceheng_model.documents.workbook.shown_scenario import Subject
from ceheng_model.vocabulary import Group, Template, Text

_OF_CONCEPT = Template("{group}（{concept}）", "{group} ({concept})")
_COMPONENTS = Template("{group}收入构成（{unit}）", "{group}: income by component ({unit})")
_TOTALS = Template("收入合计（{full_unit}）", "Total income ({full_unit})")
_LOWER_IS_ONE = Template("{below}=1", "{below} = 1")

COLOURS = ("#1F77B4", "#D55E00", "#7F7F7F", "#009E73", "#CC79A7", "#56B4E9")
"""Told apart by colour-blind readers; dashes tell them apart in grey print."""
DASHES = ("solid", "dash", "square_dot", "long_dash", "dash_dot", "round_dot")
COMPONENT_COLOURS = ("#08519C", "#6BAED6", "#FDAE6B", "#BDBDBD", "#74A57F", "#E8CFA0", "#7A4468", "#B5541C")

_DARK = (0, 6, 7)
"""Components whose colour takes white figures."""
_LEAST_LABELLED = 0.05
"""Share of the total below which a component has no label."""

_WIDTH, _HEIGHT = 600, 350
"""Pixels of a chart."""
_COLUMN, _ROW = 8, 18
"""Cells that one chart takes, at the usual width of columns and height of rows, with a little space between."""
_PLACED = {"x_offset": 6, "y_offset": 4, "object_position": 3}
_SMALLER = {**_PLACED, "x_scale": 0.76, "y_scale": 0.85}
"""As wide as the columns of the summary that a chart stands over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Canvas:
    """Hold what every chart needs: where it stands, and the cells it draws."""

    page: Page
    source: Page
    subject: Subject
    projected: Projected

    @property
    def years(self) -> list[object]:
        """The cells of the years."""
        row = self.projected.rows["growth heads"]
        return self.cells(row)

    def cells(self, row: int) -> list[object]:
        """Return the cells of a row over all years."""
        return [self.source.name, row, BASE_YEAR, row, BASE_YEAR + len(self.subject.years) - 1]

    def chart(self, kind: dict[str, str], title: Text, unit: Text, number: str) -> Any:
        """Return an empty chart with its title and axes."""
        font, words = self.page.book.font, self.page.words
        small = {"name": font, "size": 9, "bold": False}
        chart = self.page.book.handle.add_chart(kind)
        chart.set_title({"name": words(title), "name_font": {"name": font, "size": 12, "bold": True}})
        chart.set_x_axis({"num_font": small, "num_format": self.page.book.plain_year, "text_axis": True})
        grid = {"visible": True, "line": {"color": "#E0E0E0"}}
        chart.set_y_axis(
            {
                "name": words(unit),
                "name_font": small,
                "num_font": small,
                "num_format": number,
                "major_gridlines": grid,
            }
        )
        chart.set_legend({"position": "bottom", "font": small})
        chart.set_size({"width": _WIDTH, "height": _HEIGHT})
        return chart

    def label_font(self) -> dict[str, object]:
        """Return the font of data labels."""
        return {"name": self.page.book.font, "size": 8}


def write_charts(page: Page, manuscript: Manuscript) -> None:
    """Write the sheet of charts: components of every group."""
    subject, projected = manuscript.subject, manuscript.written(projection.SHEET)
    page.columns([10.5] * (2 * _COLUMN))
    page.title(Text("收入构成图（随当前情景变化）", "Incomes by component (they follow the scenario in use)"))
    canvas = Canvas(page=page, source=manuscript.pages[projection.SHEET], subject=subject, projected=projected)
    charts = [_components(canvas, group) for group in subject.groups]
    for position, chart in enumerate(charts):
        row, column = 2 + (position // 2) * _ROW, (position % 2) * _COLUMN
        page.sheet.insert_chart(row, column, chart, _PLACED)
    rows = 2 + -(-len(charts) // 2) * _ROW
    page.last_row = rows - 1
    page.prints(rows=None, wide=2 * _COLUMN)


def insert_chief_charts(page: Page, manuscript: Manuscript, row: int) -> None:
    """Put the charts of incomes and of the ratio on another page, side by side."""
    subject, projected = manuscript.subject, manuscript.written(projection.SHEET)
    canvas = Canvas(page=page, source=manuscript.pages[projection.SHEET], subject=subject, projected=projected)
    page.sheet.insert_chart(row, 0, _incomes(canvas), _SMALLER)
    if projected.ratio:
        page.sheet.insert_chart(row, 2, _ratio(canvas), _SMALLER)
    page.last_row = max(page.last_row, row + _ROW)


SHEET = Sheet(name=Text("图表", "Charts"), write=write_charts)


def _incomes(canvas: Canvas) -> Any:
    terms = canvas.subject.terms
    title = terms.say(_TOTALS)
    chart = canvas.chart({"type": "line"}, title, terms.unit, "#,##0")
    concepts = {group.concept for group in canvas.subject.groups}
    lowest = int(canvas.subject.projection.totals.values[:, 0].argmin())
    for g, group in enumerate(canvas.subject.groups):
        colour = COLOURS[g % len(COLOURS)]
        row = canvas.projected.rows[f"total {group.key}"]
        name: object = [canvas.source.name, row, 0]
        if len(concepts) > 1:
            name = canvas.page.words(_OF_CONCEPT.format(group=group.label, concept=terms.label(group.concept)))
        series = _line(canvas, row, name, colour, DASHES[g % len(DASHES)], "#,##0")
        # paths close to one another keep their labels apart
        series["data_labels"]["position"] = "below" if g == lowest else "above"
        chart.add_series(series)
    return chart


def _ratio(canvas: Canvas) -> Any:
    terms = canvas.subject.terms
    title = terms.compared.label.at_start()
    chart = canvas.chart({"type": "line"}, title, terms.say(_LOWER_IS_ONE), "0.0")
    rows, source = canvas.projected.rows, canvas.source.name
    last = canvas.subject.projection.urban_rural_ratio.values[-1]
    aims = [statement.wording.aim for statement in projection.ratio_targets(canvas.subject)]
    # a target stands on the other side of its line from what is projected
    is_above = not aims or last >= aims[-1]
    path = _line(canvas, rows["ratio"], [source, rows["ratio"], 1], COLOURS[0], "solid", "0.00")
    path["data_labels"]["position"] = "above" if is_above else "below"
    chart.add_series(path)
    targets = [row for name, row in rows.items() if name.startswith("target ")]
    for position, row in enumerate(targets, start=1):
        colour, dash = COLOURS[position % len(COLOURS)], DASHES[position % len(DASHES)]
        target = _line(canvas, row, [source, row, 1], colour, dash, "0.0")
        target["marker"] = {"type": "diamond", "size": 9, "fill": {"color": colour}, "border": {"color": colour}}
        target["data_labels"].pop("custom")
        target["data_labels"]["position"] = "below" if is_above else "above"
        chart.add_series(target)
    return chart


def _components(canvas: Canvas, group: Group) -> Any:
    terms = canvas.subject.terms
    unit = Text(terms.full_unit.zh, terms.unit.en)
    title, kind = _COMPONENTS.format(group=group.label, unit=unit), {"type": "column", "subtype": "stacked"}
    chart = canvas.chart(kind, title, terms.unit, "#,##0")
    first = canvas.projected.rows[f"levels {group.key}"]
    for c in range(len(canvas.subject.scenario.terms.components)):
        chart.add_series(
            {
                "name": [canvas.source.name, first + c, 1],
                "categories": canvas.years,
                "values": canvas.cells(first + c),
                "fill": {"color": COMPONENT_COLOURS[c]},
                "border": {"color": "#FFFFFF", "width": 0.5},
                "gap": 60,
                **_inside(canvas, group, c),
            }
        )
    return chart


def _inside(canvas: Canvas, group: Group, c: int) -> dict[str, Any]:
    """Return the labels inside the columns, none where a component is too small to hold one."""
    shares = canvas.subject.projection.shares.values[canvas.subject.projection.group_index(group.key), c]
    if shares.max() < _LEAST_LABELLED:
        return {}
    font = {**canvas.label_font(), "color": "#FFFFFF" if c in _DARK else "#000000"}
    return {"data_labels": {"value": True, "num_format": "#,##0", "font": font}}


def _line(canvas: Canvas, row: int, name: object, colour: str, dash: str, number: str) -> dict[str, Any]:
    count = len(canvas.subject.years)
    # only the ends are labelled: the axis tells the rest
    custom = [{} if position in (0, count - 1) else {"delete": True} for position in range(count)]
    return {
        "name": name,
        "categories": canvas.years,
        "values": canvas.cells(row),
        "line": {"color": colour, "width": 2.25, "dash_type": dash},
        "marker": {"type": "circle", "size": 5, "fill": {"color": colour}, "border": {"color": colour}},
        "data_labels": {
            "value": True,
            "num_format": number,
            "position": "above",
            "font": canvas.label_font(),
            "custom": custom,
        },
    }
