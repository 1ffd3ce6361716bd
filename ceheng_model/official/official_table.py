"""Hold an official table as recognised: its figures in tidy form, what they are, and what was left out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ceheng_model.doors import door
from ceheng_model.errors import Remark
from ceheng_model.official.official_figures import MEASURE_NAMES, LeftOut, OfficialFigure
from ceheng_model.tables import Cell, Column, Figure, Shown, Table, column
from ceheng_model.vocabulary import BUREAU_KEYS, TOTAL, Keyed, Template, Text, label_of

_ORDER = (TOTAL, *BUREAU_KEYS)
_MOST_REGIONS = 8
"""Regions that the summary names; the figures name all."""


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class OfficialTable(Shown):
    """Hold what was recognised in an official table, every figure as published and with its place.

    Columns of the tidy frame: region, group, component, year, quarter (1 to 4 for January to the end of that
    quarter, none for a year), measure (level, growth, median, median_growth), basis (nominal, real, or nothing
    where the table does not say it), value (yuan; growth as a fraction), concept, place.
    """

    name: str
    """The file, with its sheet."""
    layout: Text
    """Which of the known layouts it has."""
    title: str
    figures: tuple[OfficialFigure, ...]
    left_out: tuple[LeftOut, ...]
    """Every number that was not taken, with the reason."""
    source: str
    """As the table names it, else the name of the file."""
    published: date | None
    """Day on which the figures were published, where it is said."""
    remarks: tuple[Remark, ...] = ()

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions as printed; one empty text where the table names none."""
        return tuple(dict.fromkeys(figure.region for figure in self.figures))

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups that have figures."""
        return _present(("all", "urban", "rural"), (figure.group for figure in self.figures))

    @property
    def components(self) -> tuple[str, ...]:
        """The components that have figures, the total first."""
        return _present(_ORDER, (figure.component for figure in self.figures))

    @property
    def years(self) -> tuple[int, ...]:
        """The years that have figures, the first first."""
        return tuple(sorted({figure.year for figure in self.figures}))

    @property
    def summary(self) -> Table:
        """What was recognised, one line for each thing."""
        rows: list[tuple[Cell, ...]] = [
            (Text("版式", "layout"), self.layout),
            (Text("标题", "title"), Text.same(self.title)),
            (Text("地区", "regions"), self._regions_text()),
            (Text("人群", "groups"), Text.join(map(label_of, self.groups))),
            (Text("收入构成", "components"), Text.join(map(label_of, self.components))),
            (Text("时期", "periods"), Text.join(self._periods(), zh="、")),
            (Text("指标", "measures"), Text.join(self._measures())),
            (Text("收入口径", "concept"), Text.join(map(label_of, self._each(lambda figure: figure.concept)))),
            (Text("单位", "unit"), Text("元；增速为百分数", "yuan; growth in per cent")),
            (Text("来源", "source"), Text.same(self.source)),
            (Text("公布日期", "published"), Text.same(self.published.isoformat()) if self.published else _NOT_SAID),
            (Text("读入的数", "figures taken"), Text.same(len(self.figures))),
            (Text("未读入的数", "numbers left out"), Text.same(len(self.left_out))),
        ]
        columns = (
            Column(key="item", heading=Text("项目", "item"), kind="text"),
            Column(key="recognised", heading=Text("识别结果", "recognised"), kind="text"),
        )
        title = Text(f"{self.name} 的识别结果", f"What was recognised in {self.name}")
        return Table(name="recognised", title=title, columns=columns, rows=tuple(rows), notes=self._notes())

    def tables(self) -> tuple[Table, ...]:
        """Return the figures, what was recognised, and what was left out."""
        left = (self._left_table(),) if self.left_out else ()
        return (self.figure_table, self.summary, *left)

    @property
    def figure_table(self) -> Table:
        """The figures in tidy form, one row each."""
        rows = tuple(_row(figure) for figure in self.figures)
        return Table(
            name="figures",
            title=Text("读入的数", "Figures taken"),
            columns=_COLUMNS,
            rows=rows,
            most_shown=60,
            is_input=True,
        )

    def _left_table(self) -> Table:
        reasons: dict[Text, list[LeftOut]] = {}
        for left in self.left_out:
            reasons.setdefault(left.reason, []).append(left)
        rows = tuple((reason, len(held), held[0].place) for reason, held in reasons.items())
        columns = (
            Column(key="reason", heading=Text("原因", "why"), kind="text"),
            Column(key="count", heading=Text("个数", "numbers"), kind="year"),
            Column(key="first", heading=Text("第一处", "the first"), kind="text"),
        )
        title = Text(f"未读入的数（{len(self.left_out)}个）", f"Numbers left out ({len(self.left_out)})")
        return Table(name="left_out", title=title, columns=columns, rows=rows)

    def _each(self, of: Callable[[OfficialFigure], str]) -> list[str]:
        return list(dict.fromkeys(map(of, self.figures)))

    def _regions_text(self) -> Text:
        named = [Text.same(region) if region else _NOT_SAID for region in self.regions]
        more = len(named) - _MOST_REGIONS
        listed = Text.join(named[:_MOST_REGIONS])
        return listed + Text(f"等{len(named)}个", f" and {more} more") if more > 0 else listed

    def _periods(self) -> list[Text]:
        whole = sorted({figure.year for figure in self.figures if figure.quarter is None})
        parts = sorted({(figure.year, figure.quarter) for figure in self.figures if figure.quarter is not None})
        return [*map(Text.same, whole), *(_QUARTERS.format(year=year, quarter=quarter) for year, quarter in parts)]

    def _measures(self) -> list[Text]:
        kinds = dict.fromkeys((figure.measure, figure.basis) for figure in self.figures)
        named = {"level": Text("收入", "level")}
        return [
            named.get(measure, MEASURE_NAMES[measure])
            + (_BASIS.format(basis=label_of(basis)) if basis else Text("", ""))
            for measure, basis in kinds
        ]

    def _notes(self) -> tuple[Text, ...]:
        return tuple(remark.sentence for remark in self.remarks)


def _present(order: Sequence[str], found: Iterable[str]) -> tuple[str, ...]:
    there = set(found)
    return tuple(key for key in order if key in there)


def _row(figure: OfficialFigure) -> tuple[Cell, ...]:
    value = Figure(figure.value, "percent", 1) if figure.is_rate else Figure(figure.value, "yuan", 1)
    return (
        figure.region,
        figure.group,
        figure.component,
        figure.year,
        figure.quarter,
        Keyed(figure.measure, MEASURE_NAMES[figure.measure] if figure.measure != "level" else _LEVEL),
        figure.basis,
        value,
        figure.concept,
        figure.place,
    )


_COLUMNS = (
    column("region"),
    column("group"),
    column("component", among=(*BUREAU_KEYS, TOTAL)),
    column("year", "year"),
    Column(key="quarter", heading=Text("季度", "quarter"), kind="year", may_lack=True),
    Column(key="measure", heading=Text("指标", "measure"), kind="label"),
    Column(key="basis", heading=Text("增速口径", "basis"), kind="label"),
    Column(key="value", heading=Text("数值", "value"), kind="yuan"),
    Column(key="concept", heading=Text("收入口径", "concept"), kind="label", shown=False),
    Column(key="place", heading=Text("位置", "place"), kind="text", shown=False),
)
_LEVEL = Text("收入", "level")
_NOT_SAID = Text("未写明", "not said")
_QUARTERS = Template("{year}年1—{quarter}季度", "{year} Q1-Q{quarter}")
_BASIS = Template("（{basis}）", " ({basis})")
