"""The command that reads an official table and writes it in tidy form."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ceheng_model.cli.options import EncodingOption, SheetOption, Source, takes
from ceheng_model.cli.output import emit, messages
from ceheng_model.official import OfficialTable, read_official
from ceheng_model.vocabulary import Template, Text

if TYPE_CHECKING:
    from ceheng_model.tables import Table

Use = Literal["history", "regions", "actuals"]


@takes(Source)
def data(
    source: Source,
    file: Annotated[
        Path,
        typer.Argument(help="官方数据表（CSV 或工作簿）/ official table (CSV or workbook)", metavar="FILE"),
    ],
    use: Annotated[
        Use | None,
        typer.Option(
            "--for",
            help="整理成哪种输入：history 历年序列、regions 各地区基数、actuals 实际数 / in the form of which input",
            show_default=False,
        ),
    ] = None,
    sheet: SheetOption = None,
    encoding: EncodingOption = None,
    region: Annotated[
        str | None, typer.Option(help="取哪个地区；表中没有地区名称的，写明其名称 / region", metavar="NAME")
    ] = None,
    group: Annotated[
        str | None, typer.Option(help="表中未写明的人群，如 all、urban、rural / group, such as rural", metavar="GROUP")
    ] = None,
    concept: Annotated[
        str | None,
        typer.Option(help="表中未写明的口径：disposable_income、net_income / concept", metavar="CONCEPT"),
    ] = None,
    unit: Annotated[
        str | None, typer.Option(help="表中未写明的单位，如 元、万元 / unit, such as 元", metavar="UNIT")
    ] = None,
    year: Annotated[
        int | None, typer.Option(help="表中未写明的年份；--for regions 时为基年 / year", metavar="YEAR")
    ] = None,
    published: Annotated[
        str | None, typer.Option(help="表中未注明的公布日期 / day of publication", metavar="DATE")
    ] = None,
) -> None:
    """识别官方数据表，说明读到什么、略去什么，并整理成表 / recognise an official table and write it in tidy form."""
    with messages(source):
        table = read_official(
            file,
            sheet=sheet,
            encoding=encoding,
            region=region,
            group=group,
            concept=concept,
            unit=unit,
            year=year,
            published=published,
        )
        shown, summary, *left = table.tables()
        if use is not None:
            shown = _for(use, table, year)
        if source.form == "csv":
            source.tell(table.remarks)
        # what commands read again stands alone in its file
        alone = source.form in ("csv", "xlsx")
        emit(source, [shown] if alone else [shown, summary, *left], answer=[] if alone else _lead(table))


def _for(use: Use, table: OfficialTable, year: int | None) -> "Table":
    from ceheng_model.official.tidy_rows import (
        ACTUALS,
        HISTORY,
        REGIONS,
        actual_rows,
        as_table,
        history_rows,
        regional_rows,
    )

    if use == "history":
        return as_table(history_rows(table), HISTORY)
    if use == "actuals":
        return as_table(actual_rows(table), ACTUALS)
    if use == "regions":
        return as_table(regional_rows(table, year or table.years[-1], table.groups), REGIONS)
    raise AssertionError(use)


def _lead(table: OfficialTable) -> list[Text]:
    taken, left = len(table.figures), len(table.left_out)
    return [_LEAD.format(layout=table.layout, taken=taken, left=left)]


_LEAD = Template(
    "识别为“{layout}”，读入{taken}个数，未读入{left}个",
    "Recognised as {layout}; {taken} figures taken, {left} numbers left out",
)
