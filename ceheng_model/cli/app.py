"""The command that opens the what-if page."""

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from ceheng_model.cli.options import Source
from ceheng_model.cli.output import messages
from ceheng_model.errors import NOTHING, Fault, InputError
from ceheng_model.scenarios import compose
from ceheng_model.vocabulary import Language, Text

_NEEDED = ("starlette", "uvicorn")


def app(
    plan: Annotated[
        list[Path] | None,
        typer.Option(
            help="随附方案的名称或方案文件夹，可重复（默认：随附的 ceheng-2022-2024）/ shipped plan or folder",
            metavar="NAME|PATH",
        ),
    ] = None,
    port: Annotated[
        int, typer.Option(help="端口（默认自选）/ port", metavar="PORT", min=0, max=65535, show_default=False)
    ] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="不打开浏览器 / open no browser")] = False,
    lang: Annotated[Language, typer.Option(help="语言 / language", is_eager=True, envvar="CEHENG_LANG")] = "zh",
) -> None:
    """在浏览器中打开“假如”页，只在本机，不连外网 / open the what-if page in the browser, on this machine only."""
    with messages(Source(lang=lang)):
        _require_installed()
        from ceheng_model.app.server import serve

        folders: list[Path | None] = [*(plan or [])] or [None]
        serve([compose([], plan=folder) for folder in folders], language=lang, port=port, browser=not no_browser)


def _require_installed() -> None:
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise InputError(
            Fault(
                what=Text.join(map(Text.same, missing)),
                rule=Text("已安装", "be installed"),
                got=NOTHING,
                way_out=Text.same('pip install "ceheng-model[app]"'),
            )
        )
