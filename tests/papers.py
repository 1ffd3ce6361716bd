"""Papers with everything that a paper can hold, and their Word files set on paper by LibreOffice."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path

import pytest

import ceheng_model as cm
from ceheng_model import charts
from ceheng_model.documents.paper.content import (
    Annex,
    Block,
    Draw,
    Exhibit,
    KeyFigure,
    KeyFigures,
    Letterhead,
    Paper,
    Paragraph,
    Picture,
    Section,
    Subheading,
    refer,
)
from ceheng_model.documents.paper.page_profile import Profile, profile_for
from ceheng_model.documents.paper.pictures import Drawn, draw_pictures
from ceheng_model.documents.paper.word_file import word_file
from ceheng_model.tables import Table, column
from ceheng_model.vocabulary import Language, Text
from tests.effort import PATIENCE

SERIF = ("仿宋_GB2312", "楷体_GB2312", "方正小标宋简体", "宋体", "Times New Roman")
SANS = ("黑体", "Arial")
MM = 72 / 25.4

_ZH = "按方案增速推算，2024年城镇居民人均可支配收入为48,594.8元，农村居民为15,563.0元，城乡收入比由2021年的3.38降至3.12，仍高于目标2.8，相差0.32；2021—2024年农村收入年均增长须达16.1%，比方案高1.2个百分点。"
_EN = "At the plan's growth rates urban income reaches 48,594.8 yuan in 2024 and rural income 15,563.0 yuan; the ratio falls from 3.38 in 2021 to 3.12, above the target of 2.8. Over 2021–2024 rural income must grow by 16.1% a year, 1.2 percentage points more than planned. "


def sentence(*, zh: str = _ZH, en: str = _EN) -> Paragraph:
    return Paragraph(text=Text(zh, en))


def table(rows: int = 4, name: str = "verdicts") -> Table:
    columns = (column("group"), column("year", "year"), column("status"))
    groups = ("urban", "rural")
    return Table(
        name=name,
        title=Text("目标校验", "Checks of the goals"),
        columns=columns,
        rows=tuple((groups[row % 2], 2021 + row, "assumed") for row in range(rows)),
        notes=(Text("收入为人均可支配收入，现价。", "Incomes are disposable incomes a head at current prices."),),
    )


@cache
def drawing() -> Draw:
    return partial(charts.ratio_path, cm.project(cm.scenario("plan")))


def picture(key: str = "", caption: Text | None = None) -> Picture:
    said = caption or Text("按方案增速，2024年城乡收入比仍高于目标", "The ratio of 2024 stays above its target")
    return Picture(caption=said, draw=drawing(), key=key)


FIGURES = KeyFigures(
    figures=(
        KeyFigure(
            label=Text("2024年城乡收入比", "Ratio of incomes, 2024"),
            value=Text("3.12", "3.12"),
            target=Text("目标2.8，高0.32", "target 2.8, 0.32 above"),
            met=False,
        ),
        KeyFigure(
            label=Text("2024年城镇收入", "Urban income, 2024"),
            value=Text("48,594.8元", "48,594.8 yuan"),
            target=Text("目标48,000元", "target 48,000 yuan"),
            met=True,
        ),
        KeyFigure(
            label=Text("2024年农村收入", "Rural income, 2024"),
            value=Text("15,563.0元", "15,563.0 yuan"),
            target=Text("目标约15,600元", "target about 15,600 yuan"),
            met=None,
        ),
        KeyFigure(label=Text("抽样次数", "Draws"), value=Text("20,000", "20,000"), target=Text("", ""), met=None),
    )
)


def letterhead(signed: str = "册亨县发展和改革局") -> Letterhead:
    return Letterhead(addressee="县人民政府", signed=signed, day=date(2022, 12, 1))


@cache
def full(*, sections: int = 6) -> Paper:
    """A long paper: contents, sections, tables and charts to which the text refers, two annexes, a signature."""
    parts = []
    for number in range(sections):
        blocks: list[Block] = [sentence(), Subheading(text=Text("增速与目标", "Growth and goals")), sentence()]
        blocks += [Exhibit(table=table(3 + 5 * number), key=f"table_{number}"), sentence(), sentence()]
        if number % 2:
            blocks.append(picture(f"chart_{number}"))
        parts.append(Section(heading=Text(f"第{number + 1}部分情况", f"Part {number + 1}"), blocks=tuple(blocks)))
    told = Text.join(
        [
            Text("详见", "See "),
            refer("table_0"),
            Text("、", ", "),
            refer("chart_1"),
            Text("和", " and "),
            refer("cells"),
        ],
        zh="",
        en="",
    )
    annexes = (
        Annex(title=Text("分人群测算明细", "Results by group"), blocks=(sentence(), Exhibit(table=table(30)))),
        Annex(
            title=Text("数据来源", "Where the data come from"),
            blocks=(
                Subheading(text=Text("公开数据", "Published data")),
                Exhibit(table=table(2)),
                Exhibit(table=table(4), key="cells"),
                picture(),
            ),
        ),
    )
    return Paper(
        title=Text("关于《册亨县促进居民增收三年行动方案（2022-2024）》的测算报告", "Report on the three-year plan"),
        subtitle=Text("情景：按方案", "Scenario: the plan"),
        opening=(sentence(), Paragraph(text=told + Text("。", "."))),
        front=(FIGURES,),
        sections=tuple(parts),
        letterhead=letterhead(),
        annexes=annexes,
        has_contents=True,
    )


@cache
def single(*, paragraphs: int = 3) -> Paper:
    """A paper of one page: one answer, key figures, a chart, recommendations, what is assumed."""
    advice = Section(heading=Text("建议", "Recommendations"), blocks=tuple(sentence() for _ in range(paragraphs)))
    return Paper(
        title=Text("册亨县居民增收目标测算：一页摘要", "Income goals of Ceheng: the page"),
        subtitle=None,
        opening=(sentence(),),
        front=(FIGURES, picture()),
        sections=(advice, Section(heading=Text("前提", "What is assumed"), blocks=(sentence(),))),
        letterhead=letterhead(),
        one_page=True,
    )


@cache
def drawn(paper: Paper, language: Language) -> tuple[Drawn, ...]:
    return draw_pictures(paper.pictures(), language, png=True, svg=True)


def word(paper: Paper, language: Language, profile: Profile | None = None) -> bytes:
    return word_file(paper, language, profile or profile_for(language), drawn(paper, language))


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Hold a word of a page and where it stands, points."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def office(folder: Path, source: Path, kind: str) -> Path:
    """Convert a file by LibreOffice, with fonts of this machine in place of the government's."""
    if shutil.which("soffice") is None or shutil.which("pdftotext") is None:
        pytest.skip("needs LibreOffice and poppler-utils")
    aliases = "".join(
        f'<alias binding="same"><family>{name}</family><prefer><family>Noto {kind} CJK SC</family></prefer></alias>'
        for kind, names in (("Serif", SERIF), ("Sans", SANS))
        for name in names
    )
    (folder / "fonts.conf").write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include>{aliases}</fontconfig>',
        encoding="utf-8",
    )
    out = folder / f"as_{kind}"
    command = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to", kind]
    done = subprocess.run(
        [*command, "--outdir", str(out), str(source)],
        env={
            "FONTCONFIG_FILE": str(folder / "fonts.conf"),
            "PATH": "/usr/bin:/bin:/usr/local/bin",
            "HOME": str(folder),
        },
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    made = out / f"{source.stem}.{kind}"
    assert made.is_file(), done.stderr
    return made


def on_paper(folder: Path, content: bytes, name: str = "paper") -> Path:
    """Return the PDF that LibreOffice makes of a Word file."""
    source = folder / f"{name}.docx"
    source.write_bytes(content)
    return office(folder, source, "pdf")


def pages(pdf: Path) -> list[str]:
    """Return the text of every page, line by line as it stands."""
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True)
    return done.stdout.split("\f")[:-1]


def boxes(pdf: Path) -> list[list[Box]]:
    """Return the words of every page with their places."""
    done = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, text=True, check=True)
    word = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
    return [
        [
            Box(text=text, left=float(left), top=float(top), right=float(right), bottom=float(bottom))
            for left, top, right, bottom, text in word.findall(page)
        ]
        for page in done.stdout.split("<page ")[1:]
    ]
