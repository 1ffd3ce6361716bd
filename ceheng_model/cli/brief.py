"""The command that writes a government brief."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ceheng_model.cli.endings import disagreeing, document_ending
from ceheng_model.cli.options import SEED, DrawOptions, takes
from ceheng_model.cli.output import messages, say_written
from ceheng_model.cli.readings import day_given, rate_of
from ceheng_model.errors import GIVEN, NOTHING, Fault, InputError, raise_faults
from ceheng_model.vocabulary import Text

if TYPE_CHECKING:
    from ceheng_model.scenarios import Scenario
    from ceheng_model.tracking import TrackingReport

_ENDINGS = (".docx", ".html")
"""Endings of the one file of a brief that may be named in place of a folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefOptions(DrawOptions):
    """Hold the options of a brief: files of documents, not of tables."""

    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="写到哪个文件夹，或一个 .docx、.html 文件（必填）/ folder or one file to write, needed",
            metavar="DIR",
        ),
    ] = None
    format: Annotated[
        list[str] | None,
        typer.Option(help="docx 或 html，可重复（默认都写）/ kind of file", metavar="KIND", show_default=False),
    ] = None  # type: ignore[assignment]

    def require_output(self) -> None:
        """Raise `InputError` unless a folder is named, or one file that ends like the kind asked for."""
        output = _folder(self.output)
        ending = document_ending(output, _ENDINGS)
        other = [kind for kind in self.format or [] if f".{kind}" != ending]
        if ending is not None and other:
            raise InputError(disagreeing(other, output))


@takes(BriefOptions, without=("full",))
def brief(
    request: BriefOptions,
    profile: Annotated[
        str | None,
        typer.Option(help="版式：名称或 TOML 文件 / layout: a name or a TOML file", metavar="NAME|FILE"),
    ] = None,
    probability: Annotated[
        str, typer.Option(help="按多大概率求所需增速 / probability that growth is solved for", metavar="RATE")
    ] = "80%",
    to: Annotated[str, typer.Option(help="主送机关 / to whom", metavar="TEXT")] = "",
    signed: Annotated[str, typer.Option(help="署名 / who signs", metavar="TEXT")] = "",
    on: Annotated[str | None, typer.Option("--date", help="成文日期，如 2022-12-01 / date", metavar="DATE")] = None,
    length: Annotated[
        Literal["page", "brief", "full"],
        typer.Option(help="篇幅：一页、简报（8页以内）、全文（附明细）/ one page, a brief, or with annexes"),
    ] = "brief",
    actual: Annotated[
        Path | None,
        typer.Option(help="实际数的表，加写执行进度 / actual figures, for the progress so far", metavar="FILE"),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="不显示写到哪里 / say nothing")] = False,
) -> None:
    """写出公文格式的测算报告：Word 文件和内容相同的网页 / a brief as a Word file and a web page; needs -o DIR."""
    with messages(request):
        folder = _folder(request.output)
        from ceheng_model.documents import brief as briefs
        from ceheng_model.documents import paper

        scenario = request.compose(actual)
        written = briefs.write_brief(
            scenario,
            folder,
            language=request.lang,
            profile=profile,
            formats=request.format or paper.FORMATS,  # type: ignore[arg-type]
            letterhead=paper.Letterhead(addressee=to, signed=signed, day=day_given(on, "--date")),
            seed=SEED if request.seed is None else request.seed,
            draws=briefs.DRAWS if request.draws is None else request.draws,
            probability=rate_of(probability, "--probability", "80%"),
            uncertainty=request.uncertainty(scenario) if request.describes_draws() else None,
            length=length,
            tracked=None if actual is None else _tracked(request, scenario, actual),
        )
        request.tell(scenario.warnings)
        if not quiet:
            say_written(request, *(replace(one, holds=_HOLDS[one.path.suffix.lower()]) for one in written.written))


def _tracked(request: BriefOptions, scenario: "Scenario", file: Path) -> "TrackingReport":
    """Return how the plan is being carried out by the actual figures of a table."""
    from ceheng_model import tracking

    return tracking.track(
        scenario,
        file,
        encoding=request.encoding,
        confirm=request.confirm,
        uncertainty=(lambda year: request.uncertainty(scenario, until=year)) if request.describes_draws() else None,
        draws=tracking.DRAWS if request.draws is None else request.draws,
        seed=SEED if request.seed is None else request.seed,
    )


_HOLDS = {
    ".docx": Text("测算报告（公文版式的 Word 文件）", "the brief as a Word file"),
    ".html": Text("测算报告（网页）", "the brief as a web page"),
}


def _folder(output: Path | None) -> Path:
    if output is None:
        what, rule = Text("-o（写到哪个文件夹）", "-o, the folder to write to,"), GIVEN
        way_out = Text("例如 -o 报告", "for example -o briefing")
        raise_faults([Fault(what=what, rule=rule, got=NOTHING, way_out=way_out)])
    assert output is not None
    return output
