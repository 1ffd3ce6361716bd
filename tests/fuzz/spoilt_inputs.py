"""Make inputs in many right spellings, and spoil them as people, programs and disks do."""

import csv
import io
import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta

MARKS = ("①", "②", "¹", "²", "*", "†", "[1]", "(1)", "注", "a", "r", "#", "？")
UNITS = ("%", "‰", "元", "万", "万元", "亿元", "个百分点", "元/人", "人", "万人", "倍", "kg", "$")
WIDE = str.maketrans("0123456789.,+-%", "０１２３４５６７８９．，＋－％")
BYTES = (0x00, 0x09, 0x0A, 0x0D, 0x1A, 0x22, 0x2C, 0x3B, 0x7F, 0x80, 0xFE, 0xFF)
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")


def figure(chance: random.Random, units: Sequence[str] = UNITS) -> str:
    """Return a number in one of the spellings that people use, with one of the units behind it or none."""
    whole = chance.choice([chance.randrange(10), chance.randrange(1000), chance.randrange(10**6)])
    places = chance.choice([0, 0, 1, 2, 5])
    text = f"{whole:,}" if chance.random() < 0.4 else str(whole)
    text += f".{chance.randrange(10**places):0{places}d}" if places else ""
    if chance.random() < 0.1:
        text = chance.choice("+-−－") + text
    if chance.random() < 0.05:
        text += f"e{chance.randrange(-3, 4)}"
    if chance.random() < 0.2:
        text = text.translate(WIDE)
    if chance.random() < 0.3:
        text += chance.choice(["", " "]) + chance.choice(units)
    return f" {text} " if chance.random() < 0.1 else text


def day(chance: random.Random, first: date = date(2022, 1, 1)) -> str:
    """Return a day in one of the spellings that people use, within three years of the first."""
    when = first + timedelta(days=chance.randrange(1200))
    y, m, d = when.year, when.month, when.day
    spellings = (f"{when}", f"{y}/{m}/{d}", f"{y}.{m}.{d}", f"{when:%Y%m%d}", f"{y}年{m}月{d}日", f"{y}/{m}/{d} 0:00")
    text = chance.choice(spellings)
    return text.translate(WIDE) if chance.random() < 0.1 else text


def year(chance: random.Random, first: int = 2022, last: int = 2024) -> str:
    """Return a year in one of the spellings that people use."""
    when = chance.randrange(first, last + 1)
    return chance.choice([f"{when}", f"{when}", f"{when}年", f"{when}.0", f"{when}".translate(WIDE)])


def spoilt_text(chance: random.Random, text: str) -> str:
    """Return a text with one thing wrong that a person or a program puts into it."""
    at = chance.randrange(len(text) + 1)
    wrong: Sequence[Callable[[], str]] = (
        lambda: text + chance.choice(MARKS),
        lambda: text[:at] + chance.choice(MARKS) + text[at:],
        lambda: text + chance.choice(UNITS),
        lambda: text[:at] + chance.choice(",.，． \u00a0\u2009'eE+-") + text[at:],
        lambda: text[:at] + text[at + 1 :],
        lambda: text[:at] + text[at:] * 2,
        lambda: text[:at] + chance.choice("0123456789") * chance.randrange(1, 50) + text[at:],
        lambda: text[:at] + chance.choice('\0\x1b\u200b\u202e\ufeff\n"') + text[at:],
        lambda: chance.choice(
            ["", "-", "—", "…", "nan", "inf", "-inf", "1e400", "1e-400", "#N/A", "=1+1", "None", "０"]
        ),
        lambda: text.translate(WIDE),
        lambda: text[:at] + chance.choice("一二三千百①Ⅷ৩") + text[at:],
    )
    return chance.choice(wrong)()


def written(chance: random.Random, rows: Sequence[Sequence[str]]) -> bytes:
    """Return rows as the bytes of a CSV file, in one of the ways in which programs write it."""
    stream = io.StringIO(newline="")
    separator = chance.choice([",", ",", ",", ";", "\t"])
    ends = chance.choice(["\n", "\r\n"])
    if chance.random() < 0.5:
        writer = csv.writer(stream, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator=ends)
    else:
        writer = csv.writer(stream, delimiter=separator, lineterminator=ends)
    wide = max(map(len, rows))
    if chance.random() < 0.1:
        rows = [[*row, *[""] * (wide + 2 - len(row))] for row in rows]
    if chance.random() < 0.1:
        rows = [["册亨县居民收入", *[""] * (wide - 1)], *rows]
    if chance.random() < 0.1:
        rows = [*rows, [""] * wide, ["注：数据来源于县调查队。"]]
    writer.writerows(rows)
    text = stream.getvalue()
    if chance.random() < 0.05:
        text = f"sep={separator}\n{text}"
    if chance.random() < 0.05:
        text = "\ufeff" + text
    return text.encode(chance.choice(ENCODINGS))


def spoilt_bytes(chance: random.Random, raw: bytes) -> bytes:
    """Return bytes with something wrong that a disk, a copy or an editor does to them."""
    at, end = sorted(chance.randrange(len(raw) + 1) for _ in range(2))
    wrong: Sequence[Callable[[], bytes]] = (
        lambda: raw[:at] + bytes([chance.choice(BYTES)]) + raw[at:],
        lambda: raw[:at] + bytes([chance.randrange(256)]) + raw[at + 1 :],
        lambda: raw[:at] + raw[at + 1 :],
        lambda: raw[:at] + raw[end:],
        lambda: raw[:end] + raw[at:end] + raw[end:],
        lambda: raw[:at],
        lambda: raw[:at] + b'"' + raw[at:],
        lambda: bytes(chance.randrange(256) for _ in range(chance.randrange(200))),
    )
    return chance.choice(wrong)()
