"""The command that lists plans."""

from pathlib import Path
from typing import Annotated

import typer

from ceheng_model.cli.answers import listed
from ceheng_model.cli.endings import Format
from ceheng_model.cli.options import FORMAT_HELP, OUTPUT_HELP, Source
from ceheng_model.cli.output import emit, messages
from ceheng_model.plan import plan_list
from ceheng_model.vocabulary import Language, Text

_HOW = Text("用 --plan 编号 选择，如 ceheng --plan zhejiang-2027", "choose one by its id: ceheng --plan zhejiang-2027")


def plans(
    format: Annotated[Format | None, typer.Option(help=FORMAT_HELP, show_default=False)] = None,
    lang: Annotated[Language, typer.Option(help="语言 / language", is_eager=True, envvar="CEHENG_LANG")] = "zh",
    output: Annotated[Path | None, typer.Option("--output", "-o", help=OUTPUT_HELP, metavar="FILE")] = None,
    full: Annotated[bool, typer.Option("--full", help="全部表格与说明 / all tables and notes")] = False,
) -> None:
    """随附的方案：编号、名称、地区、期间、条目数、人群 / the plans that ship, one a row."""
    source = Source(format=format, lang=lang, output=output, full=full)
    with messages(source):
        tables = plan_list().tables()
        emit(source, tables, answer=listed(tables), hints=[_HOW])
