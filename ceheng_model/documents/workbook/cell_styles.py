"""How cells look: fonts by language, number formats, the colours of inputs and verdicts."""

from typing import Any

from ceheng_model.vocabulary import Language, Verdict

FONTS: dict[Language, str] = {"zh": "微软雅黑", "en": "Arial"}

_INPUT = {"locked": False, "bg_color": "#FFF2CC", "font_color": "#0000C0", "border": 1, "border_color": "#BF9000"}
_OPEN = {**_INPUT, "bg_color": "#FCE4D6"}
_OPTIONAL = {**_INPUT, "bg_color": "#E2EFDA"}
_GRID = {"border": 1, "border_color": "#D0D0D0"}
_TOTAL = {**_GRID, "bold": True, "bg_color": "#F2F2F2"}
_YUAN, _PERCENT, _RATIO = "#,##0.0", "0.00%", "0.000"

STYLES: dict[str, dict[str, Any]] = {
    "text": {"font_size": 10, "valign": "vcenter"},
    "title": {"font_size": 14, "bold": True},
    "section": {"font_size": 11, "bold": True, "font_color": "#1F3864"},
    "hint": {"font_size": 9, "font_color": "#595959"},
    "hint wrapped": {"font_size": 9, "font_color": "#595959", "text_wrap": True, "valign": "top"},
    "paragraph": {"text_wrap": True, "valign": "top"},
    "head": {**_GRID, "bold": True, "bg_color": "#D9E2F3", "align": "center", "text_wrap": True},
    "year": {**_GRID, "bold": True, "bg_color": "#D9E2F3", "align": "center", "num_format": "0"},
    "label": _GRID,
    "label wrapped": {**_GRID, "text_wrap": True},
    "small wrapped": {**_GRID, "font_size": 9, "text_wrap": True, "valign": "top"},
    "total count": {**_TOTAL, "num_format": "0", "align": "center"},
    "centred": {**_GRID, "align": "center"},
    "centred wrapped": {**_GRID, "font_size": 9, "align": "center", "text_wrap": True},
    "total label": _TOTAL,
    "plain year": {**_GRID, "num_format": "0", "align": "center"},
    "total year": {**_TOTAL, "num_format": "0", "align": "center"},
    "plain number": {**_GRID, "num_format": "0", "align": "center", "font_size": 9, "font_color": "#7F7F7F"},
    "switch": {**_INPUT, "bold": True, "font_size": 12, "align": "center", "text_wrap": True},
    "empty": {**_GRID, "bg_color": "#F2F2F2"},
    "key": {**_GRID, "font_size": 8, "font_color": "#7F7F7F"},
    "sentence": {"font_size": 12, "bold": True, "text_wrap": True, "valign": "vcenter"},
    "result label": {**_GRID, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#E7E6E6"},
    "result yuan": {**_GRID, "bold": True, "align": "center", "font_size": 12, "num_format": _YUAN},
    "result ratio": {**_GRID, "bold": True, "align": "center", "font_size": 12, "num_format": _RATIO},
    "result count": {**_GRID, "bold": True, "align": "center", "font_size": 12, "num_format": "0"},
    # rates lie below one, incomes and residents above
    "as typed": {**_GRID, "num_format": "[>=1]#,##0.0###;[>-1]0.00%;General", "align": "center"},
    "number": {**_GRID, "num_format": "General", "align": "right"},
    "zero as dash": {**_GRID, "num_format": '"–"', "align": "center"},
    "small": {**_GRID, "num_format": "0.000000", "align": "right"},
    "yuan": {**_GRID, "num_format": _YUAN, "align": "right"},
    "yuan 2": {**_GRID, "num_format": "#,##0.0##", "align": "right"},
    "map right": {**_GRID, "num_format": "0.00", "align": "right"},
    "percent": {**_GRID, "num_format": _PERCENT, "align": "right"},
    "percent 1": {**_GRID, "num_format": "0.0%", "align": "right"},
    "percent 3": {**_GRID, "num_format": "0.000%", "align": "right"},
    "points": {**_GRID, "num_format": _PERCENT, "align": "right"},
    "ratio": {**_GRID, "num_format": _RATIO, "align": "right"},
    "map": {**_GRID, "num_format": "0.00", "align": "center"},
    "total yuan": {**_TOTAL, "num_format": _YUAN, "align": "right"},
    "total percent": {**_TOTAL, "num_format": _PERCENT, "align": "right"},
    "total percent 1": {**_TOTAL, "num_format": "0.0%", "align": "right"},
    "total points": {**_TOTAL, "num_format": _PERCENT, "align": "right"},
    "total ratio": {**_TOTAL, "num_format": _RATIO, "align": "right"},
    "axis": {**_GRID, "bold": True, "bg_color": "#D9E2F3", "num_format": "0.00%", "align": "center"},
    "input percent": {**_INPUT, "num_format": _PERCENT, "align": "right"},
    "open percent": {**_OPEN, "num_format": _PERCENT, "align": "right"},
    "optional percent": {**_OPTIONAL, "num_format": _PERCENT, "align": "right"},
    "optional number": {**_OPTIONAL, "num_format": "#,##0.0###", "align": "right"},
    "input yuan": {**_INPUT, "num_format": "#,##0.0###", "align": "right"},
    "input text": {**_INPUT, "text_wrap": True},
    "met": {"bg_color": "#E2EFDA", "font_color": "#375623"},
    "missed": {"bg_color": "#F8CBAD", "font_color": "#9C0006", "bold": True},
    "undecidable": {"bg_color": "#FFEB9C", "font_color": "#7F6000"},
    "not judged": {"font_color": "#7F7F7F"},
    "changed": {"font_color": "#C00000", "bold": True, "italic": True},
    "low": {"font_color": "#9C0006"},
}

VERDICT_STYLES: dict[Verdict, str] = {
    Verdict.MET: "met",
    Verdict.EXCEEDED: "met",
    Verdict.MISSED: "missed",
    Verdict.UNDECIDABLE: "undecidable",
    Verdict.NOT_JUDGED: "not judged",
}
