"""The command that draws charts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from ceheng_model.cli.endings import disagreeing, document_ending, form_of
from ceheng_model.cli.missing import in_own_words
from ceheng_model.cli.options import SEED, DrawOptions, Source, takes
from ceheng_model.cli.output import emit, messages, say_written
from ceheng_model.errors import GIVEN, Fault, InputError, choice, raise_faults
from ceheng_model.files import Opening, make_folder, write_together
from ceheng_model.names import find_key, meant
from ceheng_model.scenarios import Scenario, companions, compose
from ceheng_model.scenarios.alternatives import alternative_names
from ceheng_model.tables import Cell, Column, Table
from ceheng_model.vocabulary import LANGUAGES, Template, Text

if TYPE_CHECKING:
    from ceheng_model.charts import Material, Picture

Axes = Any
"""Axes of matplotlib, which only charts import."""
_ENDINGS = (".png", ".svg", ".pdf")
"""Endings of the one picture that may be named in place of a folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartOptions(DrawOptions):
    """Hold the options that describe a scenario, draws around it and pictures of both."""

    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="写入文件夹，或一个 .png、.svg、.pdf 文件 / folder or one picture to write",
            metavar="DIR",
        ),
    ] = None
    only: Annotated[
        list[str] | None, typer.Option(help="只画这一幅，可重复 / draw this chart only, repeatable", metavar="CHART")
    ] = None
    picture: Annotated[
        list[str] | None,
        typer.Option(help="图片格式 png、svg、pdf，可重复 / kind of picture, repeatable", metavar="SUFFIX"),
    ] = None
    size: Annotated[Literal["word", "slide"], typer.Option(help="版心宽或幻灯片 / for a page or a slide")] = "word"
    dpi: Annotated[int, typer.Option(help="PNG 每英寸点数 / dots an inch of PNG", metavar="N")] = 300
    svg_text: Annotated[
        bool,
        typer.Option("--svg-text", help="SVG 中文字仍为文字，不转为路径 / keep the words of SVG as text, not as paths"),
    ] = False
    font: Annotated[
        Literal["installed", "carried"],
        typer.Option(help="先用已装字体，或只用自带字体 / installed fonts first, or the carried one only"),
    ] = "installed"
    against: Annotated[
        list[str] | None,
        typer.Option(help="并列的情景，可重复（默认全部随附情景）/ scenarios beside it", metavar="NAME|FILE"),
    ] = None
    actual: Annotated[
        Path | None,
        typer.Option(
            help="实际收入：填报的模板，或列为人群、年份、数值的表 / outturn beside the plan: the table that is "
            "tracked, or group, year, value",
            metavar="FILE",
        ),
    ] = None
    title: Annotated[
        str | None,
        typer.Option(
            help="这一幅图的标题，替代自动写出的结论；空文字则不写 / title of the one chart in place of its finding",
            metavar="TEXT",
        ),
    ] = None
    numbers: Annotated[
        bool, typer.Option("--numbers", help="另存每幅图的数字为 CSV / the numbers of each chart as CSV too")
    ] = False

    def require_output(self) -> None:
        """Raise `InputError` unless a folder is named, or one picture of one chart."""
        form_of(None, self.format)
        if self.output is None:
            raise InputError(_no_folder())
        ending = document_ending(self.output, _ENDINGS)
        if ending is None:
            return
        other = [kind for kind in self.picture or [] if f".{kind.lower()}" != ending]
        if other:
            raise InputError(disagreeing(other, self.output, option="--picture"))
        if len(set(self.only or [])) != 1:
            raise InputError(_one_chart(self.output))

    @property
    def kinds(self) -> list[str]:
        """The kinds of pictures, each once: that of the file that is named, else those asked for."""
        ending = None if self.output is None else document_ending(self.output, _ENDINGS)
        return list(dict.fromkeys(self.picture or ["png"])) if ending is None else [ending.removeprefix(".")]

    def place(self, name: str) -> tuple[Path, str]:
        """Return the folder in which a chart is written, and the name of its files without their ending."""
        assert self.output is not None
        if document_ending(self.output, _ENDINGS) is None:
            return self.output, name
        return self.output.parent, self.output.stem


@takes(ChartOptions)
def charts(request: ChartOptions) -> None:
    """画出简报用的全套图 / draw the charts for a briefing."""
    with messages(request):
        from ceheng_model import charts as drawn

        material = _material(request)
        pictures = {picture.name: picture for picture in drawn.pictures(material)}
        what, faults = Text("--only 的图", "the chart of --only"), list[Fault]()
        names = drawn.picture_names(material)
        only = [key for name in request.only or () if (key := find_key(what, name, names, faults)) is not None]
        chosen = list(dict.fromkeys(only if request.only else _possible(request, material, pictures)))
        suffixes = request.kinds
        suffix = Text("图片格式", "the kind of picture")
        raise_faults(
            [
                *faults,
                *(choice(suffix, kind, drawn.FORMATS) for kind in suffixes if kind not in drawn.FORMATS),
                *([_one_title(len(chosen))] if request.title is not None and len(chosen) != 1 and not faults else []),
            ]
        )
        make_folder(request.place("")[0])
        captions = {one.key: one.label for one in names}
        rows: list[tuple[Cell, ...]] = []
        with drawn.font(request.font):
            for name in chosen:
                ax = pictures[name].draw(language=request.lang, size=request.size, title=request.title)
                rows += _written(request, name, suffixes, ax, captions[name])
        remarks = material.scenario.remarks
        emit(Source(format=request.format, lang=request.lang), [_table(rows)], remarks=remarks)


def _possible(request: ChartOptions, material: "Material", pictures: Mapping[str, "Picture"]) -> list[str]:
    """Return the charts that can be drawn of a plan; say which cannot where nothing tells how far growth strays."""
    lacking = [name for name, picture in pictures.items() if picture.of_spread]
    if not lacking or request.history is not None or material.without_spread is None:
        return list(pictures)
    request.say(_NOT_DRAWN.format(charts=Text.listed(lacking), why=in_own_words(material.without_spread).message))
    return [name for name in pictures if name not in lacking]


_NOT_DRAWN = Template("未画 {charts}：{why}", "not drawn: {charts}. {why}")


def _table(rows: list[tuple[Cell, ...]]) -> Table:
    columns = (
        Column(key="chart", heading=Text("图", "chart"), kind="text"),
        Column(key="file", heading=Text("文件", "file"), kind="text"),
        Column(key="alternative_text", heading=Text("图中内容", "what it shows")),
    )
    return Table(name="charts", title=Text("已画的图", "Charts drawn"), columns=columns, rows=tuple(rows))


def _material(request: ChartOptions) -> "Material":
    """Return what the pictures are drawn from: the scenario, those beside it, the outturn, the way of drawing."""
    from ceheng_model import ensemble
    from ceheng_model.charts import Material
    from ceheng_model.tracking.outturn import annual_outturn

    scenario = request.compose(request.actual)
    return Material(
        scenario=scenario,
        beside=_beside(request, scenario),
        actual=None
        if request.actual is None
        else annual_outturn(request.actual, scenario, Opening(encoding=request.encoding)),
        estimate=request.uncertainty,
        draws=ensemble.DRAWS if request.draws is None else request.draws,
        seed=SEED if request.seed is None else request.seed,
    )


def _beside(request: ChartOptions, scenario: Scenario) -> tuple[Scenario, ...] | None:
    """Return the scenarios asked for; None where none are, and the shipped ones stand beside it."""
    if request.against is None:
        return None
    return tuple(_against(request, scenario, item) for item in request.against)


def _against(request: ChartOptions, scenario: Scenario, item: str) -> Scenario:
    """Return a scenario to stand beside; raise `InputError` for one that cannot be made."""
    if len(meant(item, alternative_names(scenario.terms))) == 1 and not Path(item).exists():
        (companion,) = companions(scenario, [item])
        if companion.scenario is None:
            assert companion.error is not None
            raise companion.error
        return companion.scenario
    other = compose([item], plan=request.dossier(), shares=scenario.baseline.shares())
    return other if request.horizon is None else other.with_horizon(request.horizon)


def _written(
    request: ChartOptions, name: str, suffixes: Sequence[str], ax: Axes, caption: Text
) -> list[tuple[Cell, ...]]:
    """Write a chart in every form asked for; return a row for each file."""
    from ceheng_model import charts as drawn
    from ceheng_model.charts.drawing.picture_file import numbers_file, picture_files

    text = Text(*(drawn.alternative_text(ax, language) for language in LANGUAGES))
    folder, stem = request.place(name)
    drawn_files = picture_files(ax, suffixes, dpi=request.dpi, svg_text=request.svg_text)
    files = {f"{stem}.{suffix}": content for suffix, content in drawn_files.items()}
    if request.numbers:
        files[f"{stem}.csv"] = numbers_file(ax)
    for one in write_together(folder, files):
        say_written(request, one, holds=_NUMBERS.format(caption=caption) if one.path.suffix == ".csv" else caption)
    return [(name, file, text) for file in files]


_NUMBERS = Template("“{caption}”图中的数字", 'the numbers of the chart "{caption}"')


def _one_chart(output: Path) -> Fault:
    return Fault(
        what=Text.same("--only"),
        rule=Text("选定一幅图", "choose one chart"),
        got=output.name,
        way_out=Text("例如 --only ratio_paths；全部图写入文件夹", "for example --only ratio_paths; all go to a folder"),
    )


def _one_title(count: int) -> Fault:
    return Fault(
        what=Text.same("--title"),
        rule=Text("只用于一幅图", "go with one chart"),
        got=Text(f"{count} 幅图", f"{count} charts"),
        way_out=Text("用 --only 选定一幅", "choose one with --only"),
    )


def _no_folder() -> Fault:
    return Fault(
        what=Text.same("--output"),
        rule=GIVEN,
        got="",
        way_out=Text("例如 ceheng charts -o charts", "for example ceheng charts -o charts"),
    )
