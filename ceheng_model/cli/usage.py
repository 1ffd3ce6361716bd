"""Say what is wrong with a command line in the reader's language: its options, arguments and commands."""

import re
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import typer

from ceheng_model.characters import printable
from ceheng_model.cli.language import language_of, typed_in
from ceheng_model.cli.placeholders import placeholder
from ceheng_model.vocabulary import Name, Template, Text

if TYPE_CHECKING:
    from ceheng_model.errors import Fault

# typer brings a click of its own in some versions, and hands its error on under no name
ClickError: Any = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException")

_SEE = Template("见 {call} --help", "see {call} --help")
_NEAREST = Template("最相近的：{names}；全部见 {call} --help", "nearest: {names}; all of them: {call} --help")
_OPTION = Text("选项", "an option")
_KNOWN = Template("为 {call} 已有的选项", "be one that {call} has")
_WITH_VALUE = Text("带一个值", "have a value")
_WITHOUT_VALUE = Text("不带值", "have no value")
_GIVEN = Text("给出", "be given")
_ARGUMENTS = Template("{call} 的参数", "the arguments of {call}")
_NO_MORE = Text("不多于所需", "be no more than it takes")
_ARGUMENT = Template("参数 {name}", "the argument {name}")
_COMMAND = Text("命令", "the command")
_A_COMMAND = Text("为已有的命令", "be one that there is")
_OPTION_SIGN = Text("选项前的符号", "the sign before an option")
_HYPHENS = Text("写作两个半角连字符", "begin with two plain hyphens")
_WRITTEN = Template("写作 --{option}", "write --{option}")
_TYPESET_DASHES = re.compile(r"[\u2010-\u2015\u2212\uff0d-]+(?=\w)")
"""What text processors make of two hyphens."""
_COMMAND_LINE = Text("命令行", "the command line")
_READABLE = Text("能够读懂", "be readable")


class UsageError(ClickError):  # type: ignore[misc]
    """Hold a fault of a command line, told in the language of its reader."""

    exit_code = 2

    def __init__(self, error: Any, told: str) -> None:
        """Keep what is told, and where it was met."""
        super().__init__(told)
        self.ctx = getattr(error, "ctx", None)

    def show(self, file: Any = None) -> None:
        """Print it on standard error."""
        typer.echo(printable(self.message, lines=True), file=file, err=file is None)

    def format_message(self) -> str:
        """Return what is told."""
        return str(self.message)


def in_readers_language(error: Any, commands: Mapping[str, Name], ctx: Any) -> UsageError:
    """Return an error of the command line as its reader is told of it."""
    met = getattr(error, "ctx", None)
    # what is met among the options of a command does not always say of which
    call = met.command_path if met else f"{ctx.command_path} {ctx.invoked_subcommand or ''}".strip()
    met = met or ctx
    return UsageError(error, _fault(error, call, commands, typed_in(met)).text(language_of(met)))


def _fault(error: Any, call: str, commands: Mapping[str, Name], typed: Sequence[str]) -> "Fault":
    if "not take a value" in getattr(error, "message", ""):
        name = error.option_name
        got = next((one for one in typed if one.startswith(f"{name}=")), "")
        return _told(Text.same(name), _WITHOUT_VALUE, got, _SEE.format(call=call))
    for kind in type(error).__mro__:
        if told := _BY_KIND.get(kind.__name__):
            return told(error, call)
    message = error.format_message()
    if match := _NO_COMMAND.match(message):
        return no_command(match["got"], call, commands)
    if match := _TOO_MANY.match(message):
        if get_close_matches(match["got"], commands):
            # a command that was mistyped behind options
            return no_command(match["got"], call.partition(" ")[0], commands)
        if typeset := _typeset_option(match["got"]):
            return typeset
        return _told(_ARGUMENTS.format(call=call), _NO_MORE, match["got"], _SEE.format(call=call))
    return _told(_COMMAND_LINE, _READABLE, message, _SEE.format(call=call))


def no_command(got: str, call: str, commands: Mapping[str, Name]) -> "Fault":
    """Return the fault of a command that there is not, with those that are nearest to it."""
    from ceheng_model.names import meant

    if typeset := _typeset_option(got):
        return typeset
    near = [commands[name] for name in get_close_matches(got.casefold(), commands)] or list(
        meant(got, list(commands.values()))
    )
    way_out = _NEAREST.format(names=Text.join(name.listed for name in near), call=call) if near else None
    return _told(_COMMAND, _A_COMMAND, got, way_out or _SEE.format(call=call))


def _typeset_option(got: str) -> "Fault | None":
    """Return the fault of an option behind a dash: a text processor makes one of two hyphens."""
    for word in got.split():
        if dashes := _TYPESET_DASHES.match(word):
            return _told(_OPTION_SIGN, _HYPHENS, word, _WRITTEN.format(option=word[dashes.end() :]))
    return None


def _told(what: Text, rule: Text, got: object, way_out: Text) -> "Fault":
    from ceheng_model.errors import Fault

    return Fault(what=what, rule=rule, got=got, way_out=way_out)


def _no_option(error: Any, call: str) -> "Fault":
    near = error.possibilities or ()
    way_out = _NEAREST.format(names=Text.listed(sorted(near)), call=call) if near else _SEE.format(call=call)
    return _told(_OPTION, _KNOWN.format(call=call), error.option_name, way_out)


def _option_used(error: Any, call: str) -> "Fault":
    return _told(Text.same(error.option_name), _WITH_VALUE, "", _SEE.format(call=call))


def _missing(error: Any, call: str) -> "Fault":
    name = Text.same(error.param.opts[0]) if error.param is not None else _ARGUMENTS.format(call=call)
    if getattr(error.param, "param_type_name", "") != "argument":
        return _told(name, _GIVEN, "", _SEE.format(call=call))
    name = _ARGUMENT.format(name=placeholder(error.param.metavar or error.param.name.upper()))
    example = _EXAMPLES.get(call.rpartition(" ")[2])
    way_out = _SEE.format(call=call) if example is None else _FOR_EXAMPLE.format(call=call, given=example)
    return _told(name, _GIVEN, "", way_out)


_FOR_EXAMPLE = Template(
    "例如 {call} {given}；全部用法见 {call} --help", "for example {call} {given}; all of it: {call} --help"
)
_EXAMPLES = {
    "compare": Text.same("plan trend"),
    "data": Text("国家数据下载.xlsx", "downloaded.xlsx"),
    "init": Text("新县方案", "our-plan"),
}
"""What to write behind a command that cannot run without an argument."""


def _bad_value(error: Any, call: str) -> "Fault":
    name = Text.same(error.param.opts[0]) if error.param is not None else _COMMAND_LINE
    return _told(name, _READABLE, error.message, _SEE.format(call=call))


_BY_KIND: Mapping[str, Callable[[Any, str], "Fault"]] = {
    "NoSuchOption": _no_option,
    "BadOptionUsage": _option_used,
    "MissingParameter": _missing,
    "BadParameter": _bad_value,
}
_NO_COMMAND = re.compile(r"No such command '(?P<got>.*?)'\.")
_TOO_MANY = re.compile(r"Got unexpected extra argument\(?s?\)? \((?P<got>.*)\)")
