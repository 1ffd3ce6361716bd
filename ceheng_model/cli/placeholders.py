"""Say in the reader's language what stands for a value on pages of help and in messages: FILE, YEAR, RATE."""

import re

from ceheng_model.vocabulary import Text

_TYPE = re.compile(r" <(?:path|str|int|float|list\[\w+\])( range)?>")
"""What typer writes of a value beside the word that stands for it: the kind that Python keeps it in."""
_BRACKETED = re.compile(r"\[\[(?P<inside>[^\[\]]*)\]\]|\{(?P<several>[^{}]*)\.\.\.\}\.\.\.")
_WORD = re.compile(r"(?<![A-Za-z-])[A-Z][A-Z_]*(?![a-z])")
_WORDS = {
    "AMOUNT": "金额",
    "CASE": "案例",
    "CELLS": "人群.构成.年份",
    "CHART": "图名",
    "COMPONENT": "构成",
    "CONCEPT": "口径",
    "COUNTY": "县名",
    "DATE": "日期",
    "DEPARTMENT": "部门",
    "DIR": "文件夹",
    "EN": "英文名",
    "FILE": "文件",
    "FOLDER": "文件夹",
    "GROUP": "人群",
    "ID": "编号",
    "INCOME": "收入",
    "INPUTS": "参数",
    "KEY": "代码",
    "KIND": "种类",
    "MEAN": "均值",
    "METHOD": "方法",
    "N": "整数",
    "NAME": "名称",
    "NU": "自由度",
    "NUMBER": "数",
    "PART": "构成",
    "PART_OF": "所属人群",
    "PATH": "路径",
    "PHI": "系数",
    "PORT": "端口号",
    "QUANTITY": "指标",
    "RATE": "百分比",
    "RATIO": "比值",
    "READING": "理解",
    "REGION": "地区",
    "S": "秒",
    "SHARE": "比重",
    "SUFFIX": "后缀",
    "TARGET": "目标",
    "TEXT": "文字",
    "TIMES": "倍数",
    "UNIT": "单位",
    "VALUE": "值",
    "VALUES": "值",
    "WHAT": "内容",
    "WIDTH": "宽度",
    "YEAR": "年份",
    "YEARS": "年份",
    "ZH": "中文名",
}


def placeholder(written: str) -> Text:
    """Return an option or argument with the words that stand for its values, by language.

    >>> placeholder("--base-year YEAR").zh, placeholder("--cpi [YEAR=]RATE|REGION").zh
    ('--base-year 年份', '--cpi [年份=]百分比|地区')
    >>> placeholder("DIR|FILE <path>").en, placeholder("DIR|FILE <path>").zh
    ('DIR|FILE', '文件夹|文件')
    """
    told = _BRACKETED.sub(_once, _TYPE.sub("", written))
    return Text(_WORD.sub(lambda word: _WORDS.get(word[0], word[0]), told), told)


def _once(found: re.Match[str]) -> str:
    """Return a word that stands in brackets of its own with one pair of them."""
    return f"[{found['inside']}]" if found["inside"] is not None else f"{{{found['several']}}}..."
