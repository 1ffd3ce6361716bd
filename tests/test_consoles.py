"""What is printed where the encoding lacks signs: nothing fails, and what stands for them says the same."""

import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from ceheng_model.cli.consoles import HANDLER, SPOKEN, in_signs_of
from ceheng_model.cli.entry import COMMANDS, program
from ceheng_model.plan import shipped_plans
from ceheng_model.vocabulary import LANGUAGES, Language

CALLS = [
    *(["report"], ["project"], ["check"], ["scenarios"], ["compare", "plan", "trend"], ["plans"], ["audit"], ["solve"]),
    *(["show", what] for what in ("plan", "baseline", "scenario", "series", "circumstances", "uncertainty")),
    *(["measures"], ["levers"], ["simulate", "--draws", "500"], ["sensitivity", "--draws", "256"], ["decompose"]),
    *(["calibrate", "--first-origin", "2021"], ["inequality", "--means", "6000,9000"], ["track", "--example"]),
    *([command, "--help"] for command in COMMANDS),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("plan", shipped_plans())
def test_no_command_prints_what_code_page_936_cannot_say(plan: str, language: Language) -> None:
    lost = {}
    for call in CALLS:
        of_plan = [] if call[0] in ("plans", "calibrate", "inequality") or "--help" in call else ["--plan", plan]
        language_too = [] if "--help" in call else ["--lang", language]
        text = CliRunner().invoke(program, [*call, *of_plan, *language_too]).output
        shown = text.encode("cp936", errors=HANDLER).decode("cp936")
        # a question mark that was not there stands for a sign that nothing stands for
        if shown.count("?") != text.count("?"):
            lost[" ".join(call)] = {sign for sign in text if in_signs_of(sign, "cp936") == "?"} - {"?"}
    assert lost == {}


@pytest.mark.parametrize(
    ("environment", "encoding"),
    [
        ({"PYTHONIOENCODING": "gbk:strict", "PYTHONUTF8": "0"}, "gbk"),
        ({"PYTHONIOENCODING": "cp936", "PYTHONUTF8": "0"}, "gbk"),
        ({"PYTHONUTF8": "1"}, "utf-8"),
        # a pipe is UTF-8 where nothing else is asked for, whatever the locale
        ({"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}, "utf-8"),
        ({"PYTHONUTF8": "0", "LC_ALL": "zh_CN.GBK"}, "utf-8"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pipe_has_the_encoding_that_is_asked_for_else_utf_8(
    environment: dict[str, str], encoding: str, language: Language
) -> None:
    clean = {name: value for name, value in os.environ.items() if name not in ("PYTHONIOENCODING", "PYTHONUTF8")}
    command = [sys.executable, "-m", "ceheng_model", "check", "--original", "--lang", language]
    done = subprocess.run(command, capture_output=True, env={**clean, **environment}, check=False)
    assert done.returncode == 0, done.stderr
    text = done.stdout.decode(encoding)
    # one rule below the headings: a console of code page 936 draws the sign of a line two columns wide
    assert ("─" in text) == (encoding == "utf-8")
    assert "+--" not in text
    assert "|" not in text
    assert {"zh": "未达到", "en": "missed"}[language] in text
    assert "城乡居民收入比下降到2.8左右" in text.replace("\n", "")


def test_what_stands_for_a_sign_says_the_same() -> None:
    told = {"✓": "√", "✗": "\N{MULTIPLICATION SIGN}", "−": "-", "²": "^2", "³": "^3", "€": "EUR ", "•": "·", "é": "é"}
    assert {sign: in_signs_of(sign, "gbk") for sign in told} == told
    # what the code page has stays as it is
    kept = "※—–·\N{MULTIPLICATION SIGN}…“”≤≥℃→"
    assert in_signs_of(kept, "cp936") == kept
    # in the poorest encoding every sign of the list is still said
    assert {sign: in_signs_of(sign, "ascii") for sign in SPOKEN if "?" in in_signs_of(sign, "ascii")} == {"\ufffd": "?"}
    assert in_signs_of("Zoë", "ascii") == "Zoe"
    assert in_signs_of("\U00020bb7", "gbk") == "?"
