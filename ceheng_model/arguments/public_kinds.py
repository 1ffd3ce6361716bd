"""The table of kinds: how each is called, how it is made, and what is plainly turned into it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from importlib import import_module
from pathlib import PurePath
from typing import Any

from ceheng_model.errors import Fault, InputError
from ceheng_model.files import day_of
from ceheng_model.vocabulary import Template, Text

NOT_MEANT = object()
"""Stands for what is plainly turned into nothing of the kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Say what a kind of object is called, what to call for one, and what is turned into one."""

    words: Text
    way_out: Text
    turned: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    """By the name of the class of what came."""
    other: type | None = None
    """A class below this one whose objects are something else."""

    def is_other(self, value: object) -> bool:
        """Return whether a value is of the class that is something else."""
        return self.other is not None and isinstance(value, self.other)


def public(name: str) -> Any:
    """Return a public function or class by its name: it stands on a floor above."""
    return getattr(import_module(__name__.partition(".")[0]), name)


def names_of(value: object) -> list[str]:
    """Return the names of the classes of a value that are the library's or Python's own, the nearest first."""
    own = __name__.partition(".")[0]
    known = (own, "builtins", "datetime", "pathlib")
    return [base.__name__ for base in type(value).__mro__[:-1] if base.__module__.partition(".")[0] in known]


def _part(*names: str) -> Callable[[Any], Any]:
    def found(value: Any) -> Any:
        for name in names:
            value = NOT_MEANT if value is None else getattr(value, name)
        return NOT_MEANT if value is None else value

    return found


def _member(name: str) -> Callable[[str], Any]:
    def found(text: str) -> Any:
        members = public(name)
        return members(text) if text in list(members) else NOT_MEANT

    return found


def require_no_file(name: Any) -> None:
    """Raise `InputError` where the name of a file stands for a scenario: it says which function reads such files."""
    suffix = PurePath(str(name)).suffix.lower()
    if suffix in _TABLES or suffix in _SCENARIO_FILES or not isinstance(name, str):
        reader = "read_scenarios" if suffix in _TABLES else "read_scenario"
        way_out = _READ_FIRST.format(call=f'{reader}("{name}")')
        raise InputError(Fault(what=_THE_SCENARIO, rule=_NO_FILE, got=str(name), way_out=way_out))


_TABLES = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".et", ".ods"})
_SCENARIO_FILES = frozenset({".toml", ".json"})
_THE_SCENARIO = Text("情景", "the scenario")
_NO_FILE = Text("为随附情景的名称，或情景本身", "be the name of a shipped one, or a scenario itself")
_READ_FIRST = Template("文件先用 {call} 读取", "read the file first with {call}")


def _shipped(name: Any) -> Any:
    require_no_file(name)
    return public("scenario")(name)


def _projected(value: Any) -> Any:
    return public("project")(value)


def _checked(projection: Any) -> Any:
    return public("check")(projection)


def _dossier(plan: Any) -> Any:
    return replace(public("load_dossier")(plan.folder), plan=plan)


def _kind(zh: str, en: str, way_zh: str, way_en: str, **turned: Callable[[Any], Any]) -> Kind:
    return Kind(words=Text(zh, en), way_out=Text(way_zh, way_en), turned=turned)


_TO_SCENARIO = {
    "str": _shipped,
    "PurePath": require_no_file,
    "Projection": _part("scenario"),
    "CheckReport": _part("projection", "scenario"),
}

_SCENARIO = _kind("情景", "a scenario", '用 scenario("plan") 建立', 'make one with scenario("plan")', **_TO_SCENARIO)
KINDS: Mapping[str, Kind] = {
    "Scenario": _SCENARIO,
    # what quantities ask of a scenario
    "Setting": _SCENARIO,
    "Named": _kind(
        "带轴名的数组",
        "an array with named axes",
        '用 pd.Series(数值, index=pd.Index(标签, name="…")) 建立',
        'make one with pd.Series(values, index=pd.Index(labels, name="..."))',
    ),
    "ScenarioTable": _kind(
        "情景表", "a table of scenarios", "用 read_scenarios(表) 读取", "read one with read_scenarios(table)"
    ),
    "Projection": _kind(
        "测算结果",
        "a projection",
        "用 project(情景) 测算",
        "make one with project(scenario)",
        str=lambda name: _projected(_shipped(name)),
        PurePath=require_no_file,
        Scenario=_projected,
        CheckReport=_part("projection"),
    ),
    "CheckReport": _kind(
        "核对结果",
        "a check report",
        "用 check(测算结果) 核对",
        "make one with check(projection)",
        str=lambda name: _checked(_projected(_shipped(name))),
        PurePath=require_no_file,
        Scenario=lambda scenario: _checked(_projected(scenario)),
        Projection=_checked,
    ),
    "Dossier": _kind(
        "方案资料",
        "a dossier",
        "用 load_dossier(文件夹) 读取",
        "read one with load_dossier(folder)",
        Plan=_dossier,
        Scenario=_part("dossier"),
        Projection=_part("scenario", "dossier"),
    ),
    "Plan": _kind(
        "方案",
        "a plan",
        "用 load_plan(文件夹) 读取",
        "read one with load_plan(folder)",
        Dossier=_part("plan"),
        Scenario=_part("plan"),
        Projection=_part("scenario", "plan"),
    ),
    "Measures": _kind(
        "措施",
        "the measures of a plan",
        "用 load_plan(文件夹).measures",
        "give load_plan(folder).measures",
        Plan=_part("measures"),
        Dossier=_part("plan", "measures"),
        Scenario=_part("plan", "measures"),
    ),
    "Terms": _kind(
        "方案用语",
        "the terms of a plan",
        "用 load_plan(文件夹).terms",
        "give load_plan(folder).terms",
        Plan=_part("terms"),
        Scenario=_part("terms"),
        Baseline=_part("terms"),
        Dossier=_part("plan", "terms"),
        Projection=_part("scenario", "terms"),
    ),
    "Text": _kind("文字", "a text", '写作 Text("中文", "English")', 'write Text("中文", "English")', str=Text.same),
    "Target": _kind("指标目标", "a target", '写作 "ratio=2.8" 这样的目标', 'give a target such as "ratio=2.8"'),
    "Quantity": _kind("指标", "a quantity", '写作 "ratio" 这样的指标', 'give a quantity such as "ratio"'),
    "Uncertainty": _kind(
        "不确定性",
        "an uncertainty",
        "用 estimate_uncertainty(情景) 估计",
        "make one with estimate_uncertainty(scenario)",
    ),
    "Lever": _kind(
        "措施",
        "a lever",
        "用 Lever(…) 建立",
        "make one with Lever(...)",
    ),
    "Group": _kind("人群", "a group", '用 scenario.terms.group("rural")', 'give scenario.terms.group("rural")'),
    "Baseline": _kind(
        "基数", "a baseline", "用 scenario.baseline", "give scenario.baseline", Scenario=_part("baseline")
    ),
    "PublishedSeries": _kind(
        "公布的序列", "a published series", "用 load_series(文件) 读取", "read one with load_series(file)"
    ),
    "OfficialTable": _kind(
        "官方数据表", "an official table", "用 read_official(文件) 读取", "read one with read_official(file)"
    ),
    "Actuals": _kind("实际数", "reported figures", "用 read_actuals(文件) 读取", "read them with read_actuals(file)"),
    "Known": _kind("已知数", "known incomes", "用 Known(…) 建立", "make them with Known(...)"),
    "GrowthChange": _kind(
        "增速改动", "a change", '写作 "rural.wages.2023=15%"', 'write it like "rural.wages.2023=15%"'
    ),
    "IncomeDistribution": _kind(
        "收入分布",
        "an income distribution",
        "用 IncomeDistribution(gini=0.3) 建立",
        "make one with IncomeDistribution(gini=0.3)",
    ),
    "Generator": _kind("随机数发生器", "a random generator", "给出整数或 None", "give a whole number or None"),
    "Executor": _kind(
        "执行器", "an executor", "给出 concurrent.futures 的执行器", "give an executor of concurrent.futures"
    ),
    "Path": _kind("文件路径", "a path", '写作 "文件夹/文件名"', 'write it like "folder/file"'),
    "date": Kind(
        words=Text("日期", "a date"),
        way_out=Text("写作 datetime.date(2024, 6, 30)", "write datetime.date(2024, 6, 30)"),
        turned={"datetime": datetime.date, "str": lambda text: day_of(text) or NOT_MEANT},
        # it is a date to Python, and cannot be compared with one
        other=datetime,
    ),
    "Verdict": _kind("结论", "a verdict", '写作 Verdict("met")', 'write Verdict("met")', str=_member("Verdict")),
    "Force": _kind("约束力", "a force", '写作 Force("binding")', 'write Force("binding")', str=_member("Force")),
}
"""By the name of the class."""
