"""Complete what is typed in a shell: commands, options, and names in both languages."""

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import partial
from io import StringIO
from typing import Any, Literal, get_args, get_origin

from ceheng_model.cli.language import both, language_of
from ceheng_model.vocabulary import Name, Template

_INSTALLED = re.compile(r"(?P<shell>\S+) completion installed in (?P<path>\S.*)")
_INSTALLED_IN = Template(
    "已为 {shell} 装好补全（{path}），重新打开终端后生效。",
    "completion for {shell} is installed in {path}; it works once the terminal is opened again.",
)


@dataclass(frozen=True, slots=True)
class Completed:
    """Hold a word that a shell is offered, under the names that every version of typer and click reads."""

    value: str
    help: str
    type: str = "plain"


def commands_and_options(commands: Mapping[str, Name], main: Any, ctx: Any, incomplete: str) -> list[Any]:
    """Return the commands that begin with what was typed, or the options of the command that runs unnamed."""
    language = language_of(ctx)
    if incomplete.startswith("-"):
        return [
            Completed(option, help=both(parameter.help or "").in_language(language))
            for parameter in (*ctx.command.params, *main.params)
            for option in getattr(parameter, "opts", ())
            if option.startswith(incomplete)
        ]
    return [
        Completed(name, help=known.label.in_language(language))
        for name, known in commands.items()
        if name.startswith(incomplete.casefold())
    ]


def tell_installation(command: Any) -> None:
    """Have the installation of completion told in the reader's language; what is said otherwise stays as it came."""
    for parameter in command.params:
        if parameter.name == "install_completion":
            parameter.callback = partial(_installed, parameter.callback)


def _installed(install: Callable[..., Any], ctx: Any, parameter: Any, value: Any) -> Any:
    if not value or ctx.resilient_parsing:
        return value
    said = StringIO()
    try:
        with redirect_stdout(said):
            return install(ctx, parameter, value)
    finally:
        told = said.getvalue()
        if match := _INSTALLED.search(told):
            told = _INSTALLED_IN.format(**match.groupdict()).in_language(language_of(ctx)) + "\n"
        print(told, end="")


def completing_names(command: Any, kinds: Mapping[str, Any]) -> Any:
    """Return a command whose options and arguments complete names, after the kinds of its parameters."""
    for parameter in command.params:
        kind = kinds.get(parameter.name)
        options = get_args(kind) if get_origin(kind) is Literal else ()
        asked = partial(_choices, options) if options else _NAMES.get(parameter.name)
        if asked is not None:
            parameter._custom_shell_complete = partial(_completed, asked)  # noqa: SLF001 - typer asks here
    return command


def _completed(asked: Callable[[Any], Iterable[Name]], ctx: Any, _: Any, incomplete: str) -> list[Any]:
    """Return every word that begins with what was typed; behind a point or a comma, that part alone."""
    from ceheng_model.errors import CehengError
    from ceheng_model.names import folded

    stem, part = _split(incomplete)
    language = language_of(ctx)
    try:
        names = list(asked(ctx))
    except CehengError:
        # a plan that cannot be read has no names
        return []
    return [
        Completed(stem + word, help=name.label.in_language(language))
        for name in names
        for word in name.words
        if " " not in word and folded(word).startswith(folded(part))
    ]


def _split(incomplete: str) -> tuple[str, str]:
    at = max(incomplete.rfind(sign) for sign in ".,。，=")
    return incomplete[: at + 1], incomplete[at + 1 :]


def _choices(options: Iterable[str], _: Any) -> Iterable[Name]:
    from ceheng_model.names import choice_names

    return choice_names(options)


def _dossier(ctx: Any) -> Any:
    from ceheng_model.scenarios import load_dossier

    return load_dossier(ctx.params.get("plan"))


def _cells(ctx: Any) -> Iterable[Name]:
    from ceheng_model.names import component_names, group_names

    terms = _dossier(ctx).plan.terms
    return (*group_names(terms), *component_names(terms, total=False))


def _quantities(ctx: Any) -> Iterable[Name]:
    from ceheng_model.quantities.targets import kind_names

    return (*_cells(ctx), *kind_names(_dossier(ctx).plan.terms))


def _groups(ctx: Any) -> Iterable[Name]:
    from ceheng_model.names import group_names

    return group_names(_dossier(ctx).plan.terms)


def _scenarios(ctx: Any) -> Iterable[Name]:
    from ceheng_model.scenarios.alternatives import alternative_names

    return alternative_names(_dossier(ctx).plan.terms)


def _share_cases(ctx: Any) -> Iterable[Name]:
    dossier = _dossier(ctx)
    return (name for key in dossier.plan.group_keys for name in dossier.case_names(key))


def _levers(ctx: Any) -> Iterable[Name]:
    return (Name(template.id, template.title) for template in _dossier(ctx).plan.levers)


def _components(ctx: Any) -> Iterable[Name]:
    return (Name(key, label) for key, label in _dossier(ctx).plan.require_measures().components.items())


def _departments(ctx: Any) -> Iterable[Name]:
    measures = _dossier(ctx).plan.require_measures()
    return (Name(one.key, one.label, one.names) for one in measures.departments)


def _plans(_: Any) -> Iterable[Name]:
    from ceheng_model.plan.plan_folder import plan_names

    return plan_names()


def _series(_: Any) -> Iterable[Name]:
    from ceheng_model.names import known_name
    from ceheng_model.series import SHIPPED_SERIES

    return map(known_name, SHIPPED_SERIES)


def _statements(ctx: Any) -> Iterable[Name]:
    names: Iterable[Name] = _dossier(ctx).plan.statement_names
    return names


def _methods(_: Any) -> Iterable[Name]:
    from ceheng_model.cli.sensitivity import METHODS
    from ceheng_model.names import choice_names

    return choice_names(METHODS)


_NAMES: Mapping[str, Callable[[Any], Iterable[Name]]] = {
    "scenario": _scenarios,
    "against": _scenarios,
    "items": _scenarios,
    "set": _cells,
    "vary": _cells,
    "spread": _cells,
    "target": _quantities,
    "quantity": _quantities,
    "shares": _share_cases,
    "lever": _levers,
    "population": _groups,
    "distribution_of": _groups,
    "group": _groups,
    "component": _components,
    "department": _departments,
    "plan": _plans,
    "history": _series,
    "statement": _statements,
    "reading": _statements,
    "tolerance": _statements,
    "method": _methods,
}
"""What parameters take, by their names; choices are known by their kind."""
