"""Hold the options that commands share and turn them into a scenario and the uncertainty around it."""

import inspect
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_type_hints

import typer

from ceheng_model.characters import printable
from ceheng_model.cli.endings import Format, form_of
from ceheng_model.cli.missing import in_own_words
from ceheng_model.cli.own_inputs import require_apart
from ceheng_model.cli.readings import form_fault, rate_of, rates_of, repeated_fault, unread_fault
from ceheng_model.cli.statuses import BAD_INPUT
from ceheng_model.errors import POSITIVE, CehengError, Fault, InputError, Remark, choice, raise_faults
from ceheng_model.files import (
    COUNT,
    POINTS,
    SHEETS,
    TIMES,
    Encoding,
    Unread,
    Written,
    plain,
    read_number,
    split_cells,
    year_of,
    years_of,
)
from ceheng_model.names import find_key, group_names, known_name, meant, name_fault, one_meant
from ceheng_model.plan.circumstance_table import GDP_RATES, PRICE_RATES
from ceheng_model.scenarios import (
    Dossier,
    Scenario,
    compose,
    lacks_growth,
    load_dossier,
    scenario_to_audit,
    write_scenario,
)
from ceheng_model.scenarios.changes import parse_cells
from ceheng_model.scenarios.scenario_files import FILES, unknown_scenario
from ceheng_model.vocabulary import Language, Template, Text, originals

if TYPE_CHECKING:
    from ceheng_model.uncertainty import SpreadHow, Uncertainty

RegionsOption = Annotated[
    Path | None, typer.Option(help="各地区基数文件 / baselines with a region column", metavar="FILE")
]
SheetOption = Annotated[str | None, typer.Option(help="工作簿中要读的工作表 / sheet to read", metavar="NAME")]
EncodingOption = Annotated[
    Encoding | None,
    typer.Option(
        help="文本数据表的编码；只有繁体 Big5 必须指明 / encoding of tables in text; only Big5 has to be named",
        show_default=False,
    ),
]
ConfirmOption = Annotated[
    bool,
    typer.Option(
        "--confirm",
        help="确认：收入与已知水平相差五倍以上的，已核对无误 / figures far from what is known are right",
    ),
]
ParquetOption = Annotated[
    Path | None, typer.Option(help="把结果写成 Parquet / write results as Parquet", metavar="FILE")
]


SEED = 0
"""Seed of a run that names none, so that the same command prints the same numbers."""
WITH_REGIONS = Text("与 --regions 同用", "be given with --regions")
WITH_TABLE = Text("与要读的数据表同用", "be given with a table that is read")
NOT_WITH_AGAINST = Text("不与 --against 同用", "not be given with --against")
WITH_MEANS = Text("与 --means 同用", "be given with --means")


_REMINDER = Template("提醒：{remark}", "please note: {remark}")
_ORIGINAL = Template(
    "{kind}没有英文译文，所引为原文",
    "the folder of the {kind} has no translation: its words are quoted in the original",
)
_READ = Template("说明：{remark}", "note: {remark}")


def spoken(remark: Remark) -> Text:
    """Return a remark as commands say it: a warning as a reminder, how an input was read as a note."""
    return (_REMINDER if remark.is_warning else _READ).format(remark=remark.sentence)


FORMAT_HELP = "输出格式（默认随 -o 的结尾；屏幕上为 table）/ form (default: by the ending of -o; else table)"
OUTPUT_HELP = (
    "写入文件，格式随结尾：.txt、.csv、.json、.xlsx、.md、.html / write to FILE, in the form that its ending says"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Hold the options that every command takes: which plan, in which form, where to."""

    plan: Annotated[
        Path | None,
        typer.Option(
            help="随附方案的名称或方案文件夹（默认：随附的 ceheng-2022-2024）/ shipped plan or folder",
            metavar="NAME|PATH",
        ),
    ] = None
    format: Annotated[Format | None, typer.Option(help=FORMAT_HELP, show_default=False)] = None
    lang: Annotated[Language, typer.Option(help="语言 / language", is_eager=True, envvar="CEHENG_LANG")] = "zh"
    original: Annotated[
        bool,
        typer.Option(
            "--original", help="英文输出在译文后附原文 / with the original behind the translation of quoted words"
        ),
    ] = False
    output: Annotated[Path | None, typer.Option("--output", "-o", help=OUTPUT_HELP, metavar="FILE")] = None
    full: Annotated[
        bool, typer.Option("--full", help="全部表格与说明（默认只答所问，附一张表）/ all tables and notes")
    ] = False

    @property
    def form(self) -> Format:
        """The form in which tables are written; raises `InputError` where the options say none that can be."""
        return form_of(self.output, self.format)

    def require_output(self) -> None:
        """Raise `InputError` where nothing could be written as the options ask, before anything is computed."""
        form_of(self.output, self.format)

    def say(self, text: Text) -> None:
        """Say something beside the result: on standard error, so that what is piped on stays clean."""
        # a reader of messages who is gone is no reason to end differently
        with suppress(OSError):
            print(printable(text.in_language(self.lang), lines=True), file=sys.stderr)

    def tell(self, remarks: Iterable[Remark]) -> None:
        """Say what is to be said of the inputs, beside the result."""
        for remark in remarks:
            self.say(spoken(remark))

    def dossier(self) -> Dossier:
        """Return the plan with its data."""
        found = load_dossier(self.plan)
        if self.lang == "en" and found.plan.is_untranslated:
            self.say(found.plan.terms.say(_ORIGINAL))
        return found

    def money(self) -> Text:
        """Return the unit of incomes of the plan."""
        return load_dossier(self.plan).plan.terms.income_unit


@contextmanager
def messages(source: Source) -> Iterator[None]:
    """Show a raised error in the reader's language and end with the status for bad input."""
    try:
        with originals(shown=source.original):
            yield
    except CehengError as error:
        source.say(in_own_words(error).message)
        raise typer.Exit(BAD_INPUT) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Source):
    """Hold the options that describe a scenario."""

    scenario: Annotated[
        list[str] | None,
        typer.Option(help="情景名或文件（TOML、JSON、.xlsx），可重复 / scenario, repeatable", metavar="NAME|FILE"),
    ] = None
    set: Annotated[
        list[str] | None,
        typer.Option(
            help="改动增速，如 农村.工资性收入.2023=15%；= 设为，+= 加百分点，*= 乘倍数；可重复 / "
            "change growth, such as rural.wages.2023=15%; = sets, += adds points, *= multiplies; repeatable",
            metavar="CELLS=RATE",
        ),
    ] = None
    shares: Annotated[
        list[str] | None,
        typer.Option(help="构成案例，如 农村=national_2021，可重复 / share case, repeatable", metavar="[GROUP=]CASE"),
    ] = None
    horizon: Annotated[int | None, typer.Option(help="预测到哪一年 / last year projected", metavar="YEAR")] = None
    cpi: Annotated[
        list[str] | None,
        typer.Option(
            help="居民消费价格涨幅，如 2%、2022=2%，或外部条件中的地区 / price growth", metavar="[YEAR=]RATE|REGION"
        ),
    ] = None
    gdp: Annotated[
        list[str] | None,
        typer.Option(help="经济增速，如 5%、2022=5%，或外部条件中的地区 / GDP growth", metavar="[YEAR=]RATE|REGION"),
    ] = None
    lever: Annotated[
        list[str] | None,
        typer.Option(
            help="措施，如 基础养老金:领取人数=3万,常住人口=12万,起始年=2023，可重复 / "
            "measure, such as "
            "basic_pension:recipients=30000,residents=120000,first_year=2023; repeatable",
            metavar="NAME:INPUTS",
        ),
    ] = None
    population: Annotated[
        list[str] | None,
        typer.Option(help="常住人口，如 urban=8 或 urban.2022=8.1 / residents", metavar="GROUP[.YEAR]=NUMBER"),
    ] = None

    distribution_of: Annotated[
        list[str] | None,
        typer.Option(
            "--distribution-of",
            help="人群内部的收入分布，如 lifted=lognormal:gini=0.35,floor=4000 或 lifted=quantiles:10%=5000,50%=9800 / "
            "incomes within a group",
            metavar="GROUP=KIND:VALUES",
        ),
    ] = None
    as_of: Annotated[
        int | None,
        typer.Option(
            help="所比较的公布收入已知到哪一年（模拟默认为基年）/ published figures are known up to this year",
            metavar="YEAR",
        ),
    ] = None
    confirm: ConfirmOption = False
    name: Annotated[str | None, typer.Option(help="情景的名称 / what the scenario is called", metavar="NAME")] = None

    def given(self) -> dict[str, object]:
        """Return the options given that describe a scenario, by their names; None of those that were not."""
        own = [field for field in fields(Request) if field.name not in {one.name for one in fields(Source)}]
        values = {f"--{field.name.replace('_', '-')}": getattr(self, field.name) for field in own}
        values["--plan"] = self.plan
        return {name: _as_typed(value) for name, value in values.items()}

    def compose(self) -> Scenario:
        """Return the scenario that the options describe; raise `InputError` for bad ones."""
        dossier = self.dossier()
        return self._surrounded(self._grown(dossier, self.set or []))

    def over(self, scenario: Scenario) -> Scenario:
        """Return a scenario that was read from a table, with what the options change of it."""
        changes = self.set or []
        _require_unrepeated(changes, "--set")
        shares = _shares(self.shares or [], scenario.require_dossier())
        return self._surrounded(_changed(scenario, shares, horizon=self.horizon, changes=changes))

    def without_growth(self) -> tuple[Scenario, list[Text]]:
        """Return the scenario for what no growth changes, and in words which growth is lacking.

        Where nothing says how some incomes grow, or the growth table of the plan cannot be, they stand still.
        """
        try:
            return self.compose(), []
        except InputError as error:
            if (self.scenario or self.set or self.lever) and not lacks_growth(error):
                raise
            dossier = self.dossier()
            standing = scenario_to_audit(dossier, _shares(self.shares or [], dossier))
            if self.horizon is not None:
                standing = standing.with_horizon(self.horizon)
            return self._surrounded(standing), [in_own_words(error).message]

    def _surrounded(self, scenario: Scenario) -> Scenario:
        """Return a scenario with the prices, growth of GDP, residents, measures and name that the options give it."""
        dossier = scenario.require_dossier()
        if self.cpi:
            regions = dossier.circumstances.regions(PRICE_RATES)
            scenario = scenario.with_prices(_of_region(self.cpi, regions) or rates_of(self.cpi, "--cpi"))
        if self.gdp:
            regions = dossier.circumstances.regions(GDP_RATES)
            scenario = scenario.with_gdp(_of_region(self.gdp, regions) or rates_of(self.gdp, "--gdp"))
        if self.population:
            scenario = scenario.with_population(_population(self.population, scenario))
        if self.distribution_of:
            from ceheng_model.cli.given.distributions import with_distributions

            scenario = with_distributions(scenario, self.distribution_of)
        for lever in self.lever or []:
            scenario = scenario.with_lever(lever)
        if self.as_of is not None:
            scenario = scenario.with_as_of(self.as_of)
        return scenario if self.name is None else scenario.with_name(self.name)

    def _grown(self, dossier: Dossier, changes: list[str]) -> Scenario:
        """Return the scenario before what surrounds it, with changes of growth."""
        shares = _shares(self.shares or [], dossier)
        _require_unrepeated(changes, "--set")
        return _composed(
            self.scenario or [], dossier, shares, confirm=self.confirm, horizon=self.horizon, changes=changes
        )

    def save(self, scenario: Scenario, path: Path) -> Written:
        """Write a scenario, named by its file unless the request names it; say what the file holds."""
        named = scenario.with_name(path.stem if self.name is None else self.name)
        return replace(write_scenario(named, path), holds=_SAVED.format(title=named.title))


_SAVED = Template("情景“{title}”的增速假设", 'the growth that the scenario "{title}" assumes')


def _as_typed(value: object) -> object:
    """Return what was given for an option as it was typed; None where nothing was."""
    if isinstance(value, list):
        return ", ".join(map(str, value)) or None
    return None if value is False or value is None else str(value)


MethodOption = Annotated[
    Literal["sobol", "random"] | None,
    typer.Option(
        "--method",
        help="取数方法：Sobol' 点（一个地区时默认）或独立随机数 / points or random numbers",
        show_default=False,
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawOptions(Request):
    """Hold the options that describe a scenario and draws around it."""

    draws: Annotated[
        int | None, typer.Option(help="模拟次数（默认 131072）/ number of draws", metavar="N", show_default=False)
    ] = None
    seed: Annotated[int | None, typer.Option(help="随机种子（默认 0）/ seed", metavar="N", show_default=False)] = None
    history: Annotated[
        Path | None,
        typer.Option(
            help="据以估计离散程度的序列：national、fujian 或文件 / past figures to estimate the spread from",
            metavar="NAME|FILE",
        ),
    ] = None
    history_sheet: Annotated[
        str | None, typer.Option(help="--history 工作簿中要读的工作表 / sheet of --history", metavar="NAME")
    ] = None
    encoding: EncodingOption = None
    own_history: Annotated[
        Path | None,
        typer.Option(
            help="本地历年收入（合计即可），据以估计本地自身的波动 / the region's own past incomes, for its own spread",
            metavar="FILE",
        ),
    ] = None
    spread_years: Annotated[
        str | None,
        typer.Option(
            help="据以估计离散程度的年增速，如 2016-2021（默认：序列的全部年份）/ growth years to estimate the spread "
            "from (default: all of the series)",
            metavar="YEARS",
        ),
    ] = None
    spread: Annotated[
        list[str] | None,
        typer.Option(
            help="增速的标准差，如 rural.wages=3% 或 rural*=1.5，可重复 / standard deviation", metavar="CELLS=RATE"
        ),
    ] = None
    persistence: Annotated[
        float | None,
        typer.Option(
            help="年度间相关，-1 与 1 之间（默认 0，估计的区间不含 0 时用估计值）/ persistence, "
            "between -1 and 1 (default: 0 unless the estimate excludes it)",
            metavar="PHI",
        ),
    ] = None
    distribution: Annotated[
        Literal["normal", "student_t"] | None, typer.Option(help="分布 / distribution", show_default=False)
    ] = None
    degrees: Annotated[float | None, typer.Option(help="student_t 的自由度 / degrees of freedom", metavar="NU")] = None
    own_spread: Annotated[
        str | None,
        typer.Option(
            help="本地自身的波动：各人群合计增速的标准差，如 1%（默认：福建与全国之差）/ the region's own spread of "
            "each total (default: Fujian less the nation)",
            metavar="RATE",
        ),
    ] = None
    no_estimation_error: Annotated[
        bool,
        typer.Option(
            "--no-estimation-error",
            help="视离散程度为确知，不计其估计误差 / take the spread as known exactly",
            show_default=False,
        ),
    ] = False

    def compose(self, *tables: Path | None) -> Scenario:
        """Return the scenario that the options describe; `tables` are those that are read beside --history."""
        if not any([self.history, self.own_history, *tables]):
            refuse({"--encoding": self.encoding}, WITH_TABLE)
        # the dataclass with slots is another class than the one that a bare super() would look for
        return Request.compose(self)

    def uncertainty(self, scenario: Scenario, *, until: int | None = None) -> "Uncertainty":
        """Return the uncertainty that the options describe; raise `InputError` for bad ones.

        Years `until` one estimate the spread where no option says which.
        """
        from ceheng_model.series import SHIPPED_SERIES, load_series
        from ceheng_model.uncertainty import estimate_uncertainty, plan_shares, stated_spread

        if self.degrees is not None and self.distribution != "student_t":
            raise InputError(_degrees_alone(self.degrees))
        if self.history is None:
            refuse({"--history-sheet": self.history_sheet}, Text("与 --history 同用", "be given with --history"))
        elif str(self.history) in SHIPPED_SERIES:
            refuse({"--history-sheet": self.history_sheet}, WITH_TABLE)
        history = None
        if self.history is not None:
            history = load_series(self.history, terms=scenario.terms, sheet=self.history_sheet, encoding=self.encoding)
        own = None
        if self.own_history is not None:
            own = load_series(self.own_history, terms=scenario.terms, encoding=self.encoding)
        self.tell([remark for series in (history, own) if series is not None for remark in series.remarks])
        first_year, last_year = span_of(self.spread_years)
        last_year = until if last_year is None else last_year
        try:
            uncertainty = estimate_uncertainty(
                scenario,
                history=history,
                own=own,
                first_year=first_year,
                last_year=last_year,
                estimation_error=not self.no_estimation_error,
            )
        except InputError:
            if any((history, own, self.spread_years)) or not self._states_every_spread(scenario):
                raise
            uncertainty = stated_spread(scenario)
        for option in self.spread or []:
            uncertainty = _with_spread(uncertainty, option, scenario)
        if self.own_spread is not None:
            own_total = rate_of(self.own_spread, "--own-spread", "1%")
            uncertainty = uncertainty.with_own_totals(own_total, plan_shares(scenario))
        return uncertainty.with_(
            persistence=self.persistence, distribution=self.distribution, degrees_of_freedom=self.degrees
        )

    def _states_every_spread(self, scenario: Scenario) -> bool:
        """Return whether the spread of every income is set, so that no series has to tell it."""
        stated = ~(scenario.baseline.levels > 0.0)
        for option in self.spread or []:
            name = plain(option).partition("=")[0]
            if not name.endswith(("+", "*")):
                stated |= parse_cells(name, scenario.terms, scenario.years).mask(scenario.terms, scenario.years)[..., 0]
        return bool(stated.all())

    def describes_draws(self) -> bool:
        """Return whether any option says how the spread is to be taken."""
        given = (
            self.history,
            self.history_sheet,
            self.own_history,
            self.spread_years,
            self.spread,
            self.persistence,
            self.distribution,
            self.degrees,
            self.own_spread,
        )
        return self.no_estimation_error or any(option is not None for option in given)


def takes(
    options: type[Source], *, without: Sequence[str] = ()
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a decorator that gives a command the options of a class and hands them over as one object.

    The command has no use for the fields `without`, which stay at their defaults. Typer reads a command's signature;
    this writes the class's fields into it.
    """

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        own = list(inspect.signature(command).parameters.values())[1:]
        # an option of the command's own stands in place of a shared one of its name
        taken = {*without, *(parameter.name for parameter in own)}
        common = [field for field in fields(options) if field.name not in taken]
        names = [field.name for field in common]
        hints = get_type_hints(options, include_extras=True)
        own_hints = get_type_hints(command, include_extras=True)

        def run(**given: Any) -> None:
            everything = dict(given)
            source = options(**{name: given.pop(name) for name in names})
            with messages(source):
                require_apart(everything)
                source.require_output()
            command(source, **given)

        kind = inspect.Parameter.KEYWORD_ONLY
        shared = [
            inspect.Parameter(field.name, kind, default=field.default, annotation=hints[field.name]) for field in common
        ]
        mine = [parameter.replace(kind=kind, annotation=own_hints[parameter.name]) for parameter in own]
        run.__signature__ = inspect.Signature([*mine, *shared])  # type: ignore[attr-defined]
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in [*mine, *shared]}
        run.__name__, run.__doc__ = command.__name__, command.__doc__
        return run

    return decorate


def refuse(given: Mapping[str, object], rule: Text) -> None:
    """Raise one fault, with this rule, for each option that was given."""
    way_out = Text("见 --help", "see --help")
    raise_faults(
        [
            Fault(what=Text.same(name), rule=rule, got=value, way_out=way_out)
            for name, value in given.items()
            if value is not None
        ]
    )


def _require_unrepeated(options: list[str], name: str) -> None:
    """Raise `InputError` where the same cells are set twice; steps and factors add to what stands there."""
    cells = [plain(option).partition("=")[0].strip() for option in options]
    for at, cell in enumerate(cells):
        if cell in cells[:at] and not cell.endswith(("+", "*")):
            raise InputError(repeated_fault(name, options[at]))


def _composed(
    items: list[str],
    dossier: Dossier,
    shares: dict[str, str],
    *,
    confirm: bool,
    horizon: int | None,
    changes: Sequence[str],
) -> Scenario:
    unknown = [unknown_scenario(item, dossier, files=(*FILES, "FILE.xlsx")) for item in items]
    raise_faults([fault for fault in unknown if fault is not None])
    if not any(Path(item).suffix.lower() in SHEETS for item in items):
        return compose(items, plan=dossier, shares=shares, last_year=horizon, changes=changes)
    if len(items) > 1:
        way_out = Text("其他改动用 --set", "make other changes with --set")
        what, rule = Text("作为情景的工作簿", "a workbook as scenario"), Text("单独给出", "be given alone")
        raise InputError(Fault(what=what, rule=rule, got=tuple(items), way_out=way_out))
    from ceheng_model.documents.workbook import read_workbook

    scenario = read_workbook(items[0], plan=dossier, confirm=confirm)
    return _changed(scenario, shares, horizon=horizon, changes=changes)


def _changed(scenario: Scenario, shares: dict[str, str], *, horizon: int | None, changes: Sequence[str]) -> Scenario:
    scenario = scenario.with_shares(shares) if shares else scenario
    scenario = scenario if horizon is None else scenario.with_horizon(horizon)
    for change in changes:
        scenario = scenario.with_change(change)
    return scenario


def _shares(options: list[str], dossier: Dossier) -> dict[str, str]:
    chosen: dict[str, str] = {}
    for option in options:
        group, sign, case = plain(option).rpartition("=")
        for key, name in dossier.shares_by_key({group: case}).items() if sign else _in_any_group(case, dossier):
            if chosen.setdefault(key, name) != name:
                raise InputError(repeated_fault("--shares", option))
    return chosen


def _in_any_group(case: str, dossier: Dossier) -> list[tuple[str, str]]:
    """Return every group that has a share case of this name, with the key of the case."""
    what = Text("构成案例", "the share case")
    names = {key: dossier.case_names(key) for key in dossier.plan.group_keys}
    found = {key: meant(case, cases) for key, cases in names.items()}
    unclear = [name_fault(what, case, (), cases) for cases in found.values() if len(cases) > 1]
    if not any(found.values()):
        unclear = [choice(what, case, dict.fromkeys(name for cases in names.values() for name in cases))]
    raise_faults(unclear)
    return [(key, cases[0].key) for key, cases in found.items() if cases]


def _of_region(options: list[str], regions: tuple[str, ...]) -> str | None:
    """Return the region of the circumstances that an option names by its key or label; None where it names none."""
    return one_meant(options[0], [known_name(region) for region in regions]) if len(options) == 1 else None


def _population(options: list[str], scenario: Scenario) -> dict[str, float | dict[int, float]]:
    years = (scenario.baseline.year, *scenario.years)
    residents: dict[str, float | dict[int, float]] = {}
    said: set[str] = set()
    faults: list[Fault] = []
    for option in options:
        cell, _, text = (part.strip() for part in plain(option).partition("="))
        name, *years_named = split_cells(cell)
        year = ".".join(years_named)
        group = find_key(_COUNTED, name, group_names(scenario.terms), faults)
        if group is None:
            continue
        cell = f"{group}.{year_of(year) or year}"
        value, key = read_number(text, COUNT), year_of(year)
        if cell in said:
            faults.append(repeated_fault("--population", option))
        elif isinstance(value, Unread):
            faults.append(unread_fault(value, "--population", option, "urban=8", "urban.2022=8.1"))
        elif year and key is None:
            faults.append(form_fault("--population", option, "urban=8", "urban.2022=8.1"))
        elif not value > 0.0:
            faults.append(replace(form_fault("--population", option, "urban=8"), rule=POSITIVE))
        elif key is None:
            residents[group] = value
        elif key not in years:
            faults.append(choice(Text("--population 的年份", "the year of --population"), year, years))
        else:
            by_year = residents.setdefault(group, {})
            if isinstance(by_year, dict):
                by_year[key] = value
            else:
                residents[group] = dict.fromkeys(years, by_year) | {key: value}
        said.add(cell)
    raise_faults(faults)
    return residents


_COUNTED = Text("--population 的人群", "the group of --population")


def _with_spread(uncertainty: "Uncertainty", option: str, scenario: Scenario) -> "Uncertainty":
    """Return the uncertainty with a spread written as ``rural.wages=3%``, or as ``rural*=1.5`` for a factor."""
    name, sign, value = plain(option).partition("=")
    spread = read_number(value, TIMES if name.endswith("*") else POINTS)
    if not sign or isinstance(spread, Unread) or name.endswith("+"):
        raise InputError(_spread_form(option))
    cells = parse_cells(name.removesuffix("*"), scenario.terms, scenario.years)
    if cells.years:
        raise InputError(_spread_form(option))
    how: SpreadHow = "multiply" if name.endswith("*") else "set"
    return uncertainty.with_spread(cells.groups or None, cells.components or None, spread, how=how)


def span_of(years: str | None) -> tuple[int, int] | tuple[None, None]:
    """Return the first and the last of years written as ``2016-2021``; none where none are given."""
    if years is None:
        return None, None
    span = years_of(years)
    # a year alone is no span
    if span is None or year_of(years) is not None:
        raise InputError(form_fault("--spread-years", years, "2016-2021"))
    if span[0] > span[1]:
        raise InputError(Fault(what=Text.same("--spread-years"), rule=_IN_ORDER, got=years, way_out=_FROM_TO))
    return span


_IN_ORDER = Text("首年不晚于末年", "not begin after they end")
_FROM_TO = Text("例如 2016-2021", "for example 2016-2021")


def _spread_form(got: str) -> Fault:
    return Fault(
        what=Text.same("--spread"),
        rule=Text("写作 人群.构成=标准差，不带年份", "have the form GROUP.COMPONENT=RATE, without a year"),
        got=got,
        way_out=Text("例如 rural.wages=3%，*= 为乘倍数", "for example rural.wages=3%; *= multiplies"),
    )


def _degrees_alone(got: float) -> Fault:
    return Fault(
        what=Text.same("--degrees"),
        rule=Text("与 --distribution student_t 同用", "be given with --distribution student_t"),
        got=got,
        way_out=Text("正态分布没有自由度", "a normal distribution has no degrees of freedom"),
    )
