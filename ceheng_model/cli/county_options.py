"""Hold the options by which commands on many counties name their input."""

from pathlib import Path
from typing import Annotated

import typer

AboveOption = Annotated[
    Path | None,
    typer.Option(
        "--above",
        help="上级方案：文件夹或随附方案的名称 / the plan above: a folder or one that ships",
        metavar="NAME|PATH",
    ),
]
TableOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--table", help="各县的表，可重复：人口、历年增速等 / further tables of counties; repeatable", metavar="FILE"
    ),
]
BaseYearOption = Annotated[
    int | None,
    typer.Option("--base-year", help="表中未写明时的基年 / base year of rows that name none", metavar="YEAR"),
]
LastYearOption = Annotated[
    int | None,
    typer.Option("--last-year", help="表中未写明时的末年 / last year of rows that name none", metavar="YEAR"),
]
