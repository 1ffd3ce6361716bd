"""Write a plan folder from answers: commented, self-contained, and read back before it is put in place."""

import json
from collections.abc import Iterator
from pathlib import Path

from ceheng_model.baselines.base_figures import BASELINE_COLUMNS, CONFIRMED, YES
from ceheng_model.characters import escaped
from ceheng_model.drafting.answers import Answers
from ceheng_model.drafting.circumstance_file import CIRCUMSTANCES, circumstances_text, csv_text
from ceheng_model.errors import Fault, OutputError, raise_faults
from ceheng_model.files import shipped, whole_folder, write_scratch
from ceheng_model.files.format_versions import KEY, PLAN
from ceheng_model.plan import Plan
from ceheng_model.plan.growth_table import GROWTH_COLUMNS
from ceheng_model.scenarios import load_dossier, scenario
from ceheng_model.series import load_series
from ceheng_model.system_messages import os_words
from ceheng_model.terms import BUREAU_COMPONENTS
from ceheng_model.vocabulary import TOTAL, Group, Text
from ceheng_model.wording import About, Reaches

SERIES = "nbs_income.csv"
_EXAMPLE = '出处 / where they stand: { zh = "第二部分", en = "part 2" }'
TO_FILL = ""
"""What is still to be filled in: nothing, which readers of the folder count and list."""


def write_plan_folder(answers: Answers, folder: Path | str, *, confirm: bool = False) -> Plan:
    """Write the folder of a plan and return the plan as it reads back.

    The folder holds ``plan.toml`` with comments, its words and places left empty, ``growth.csv`` with the yearly
    growth that the plan prints, where it prints any, ``baselines.csv``, and a copy of the national series. It appears
    complete or not at all. Raises
    `OutputError` for a folder that exists and holds files or cannot be written, `InputError` where the
    answers make no plan, and for base incomes beyond a factor of 5 from the nation's unless `confirm` is set.
    """
    doubts = answers.doubts(load_series())
    raise_faults([said for said in doubts if isinstance(said, Fault) and not confirm])
    place = Path(folder)
    try:
        if place.exists() and (not place.is_dir() or any(place.iterdir())):
            raise OutputError(_there(place))
        with whole_folder(place) as draft:
            for name, content in _files(answers, confirm=confirm).items():
                # the mark lets spreadsheets recognise UTF-8
                encoding = "utf-8-sig" if name.endswith(".csv") else "utf-8"
                write_scratch(draft / name, content.encode(encoding))
            write_scratch(draft / SERIES, shipped(SERIES).read_bytes())
            # what cannot be read, closed and projected is not handed over
            scenario("plan", plan=load_dossier(draft))
    except OSError as error:
        raise OutputError(_unwritable(place, error)) from error
    return load_dossier(place).plan


def _files(answers: Answers, *, confirm: bool) -> dict[str, str]:
    table = {"growth.csv": csv_text(GROWTH_COLUMNS, _growth(answers))} if answers.has_table else {}
    around = {CIRCUMSTANCES: circumstances_text(answers.circumstances)} if answers.circumstances else {}
    return {
        "plan.toml": "\n".join(_plan(answers)) + "\n",
        **table,
        **around,
        "baselines.csv": csv_text((*BASELINE_COLUMNS, CONFIRMED), _confirmed(answers))
        if confirm
        else csv_text(BASELINE_COLUMNS, _baselines(answers)),
    }


def _plan(answers: Answers) -> Iterator[str]:
    yield "# 方案的数据：它写明了什么，原文如何，出自何处 / the plan as data: what it says, in its own words"
    yield "# 增速为小数（12% 写作 0.12）；precision 为末位数字的单位 / rates are fractions; precision: the last digit"
    yield ""
    yield f"{KEY} = {PLAN.version}"
    yield f"id = {_quoted(f'{answers.region}-{answers.years[0]}-{answers.last_year}')}"
    yield f"base_year = {answers.base_year}"
    yield f"first_year = {answers.years[0]}"
    yield f"last_year = {answers.last_year}"
    yield f"issued = {answers.issued.isoformat()}"
    yield f"title = {_text(answers.title)}"
    yield f"issuer = {_text(answers.issuer)}"
    yield ""
    yield "# 基数文件与各人群所用的构成案例 / base-year file and the split of each group that is used"
    yield "[baseline]"
    yield 'file = "baselines.csv"'
    yield f"region = {_quoted(answers.region)}"
    yield "[baseline.shares]"
    yield from (f"{group.key} = {_quoted(_case(answers, group))}" for group in answers.groups)
    yield ""
    yield "# 公布的序列：与全国比较、估计不确定性时使用 / published series, for comparisons and for the spread"
    yield "[series]"
    yield f"national = {_quoted(SERIES)}"
    if answers.circumstances:
        yield ""
        yield "# 经济增长、物价、人口及对照序列的续年 / GDP, prices, residents, and series in years to come"
        yield "[circumstances]"
        yield f"file = {_quoted(CIRCUMSTANCES)}"
    if answers.has_table:
        yield ""
        yield "# 增速表：只列方案写明的格 / the growth table: only the cells that the plan states"
        yield "[growth]"
        yield 'file = "growth.csv"'
        yield f"place = {_quoted(TO_FILL)}  # 增速表在何处 / where the table stands"
    for group in answers.groups:
        yield from _group(group)
    if answers.declared != BUREAU_COMPONENTS:
        yield from _components(answers)
    yield ""
    yield "# 方案的承诺，一句一条；另有的请照此补上 / one statement for each thing that the plan promises"
    for group in answers.groups:
        if (group.key, TOTAL) in answers.growth:
            yield from _average(answers, group)
        if group.key in answers.endpoints:
            yield from _endpoint(answers, group)
    if answers.ratio is not None:
        yield from _ratio(answers, answers.ratio)


def _group(group: Group) -> Iterator[str]:
    yield ""
    yield "[[group]]"
    yield f"key = {_quoted(group.key)}"
    yield f"concept = {_quoted(group.concept)}"
    yield f"label = {_text(group.label)}"
    if group.part_of is not None:
        yield f"part_of = {_quoted(group.part_of)}"
    if group.series is not None:
        yield f"series = {_quoted(group.series)}"


def _components(answers: Answers) -> Iterator[str]:
    yield ""
    yield "# 收入构成，相加为合计 / components of income, which add up to the total"
    for component in answers.declared:
        yield "[[component]]"
        yield f"key = {_quoted(component.key)}"
        yield f"label = {_text(component.label)}"
        if component.may_be_negative:
            yield "may_be_negative = true"


def _average(answers: Answers, group: Group) -> Iterator[str]:
    rate = answers.growth[group.key, TOTAL]
    yield from _statement(f"{group.key}_growth", "average_annual_growth", group.key, About.kind, _number(rate), 0.001)


def _endpoint(answers: Answers, group: Group) -> Iterator[str]:
    value = _number(answers.endpoints[group.key])
    yield from _statement(
        f"{group.key}_income_{answers.last_year}", "income", group.key, Reaches.kind, value, _unit(value)
    )


def _ratio(answers: Answers, ratio: float) -> Iterator[str]:
    value = _number(ratio)
    yield from _statement(
        f"ratio_{answers.last_year}", "urban_rural_ratio", None, About.kind, value, _unit(value), better="down"
    )


def _statement(
    id: str, quantity: str, group: str | None, kind: str, value: str, precision: float, *, better: str = "up"
) -> Iterator[str]:
    yield ""
    yield "[[statement]]"
    yield f"id = {_quoted(id)}"
    yield f"quantity = {_quoted(quantity)}"
    if group is not None:
        yield f"group = {_quoted(group)}"
    yield f"type = {_quoted(kind)}"
    yield f"value = {value}"
    yield f"precision = {precision:.12g}"
    if better != "up":
        yield f"better = {_quoted(better)}"
    yield f"words = {_quoted(TO_FILL)}  # 抄录方案原文 / the plan's own words"
    yield f"place = {_quoted(TO_FILL)}  # {_EXAMPLE}"


def _growth(answers: Answers) -> Iterator[tuple[str, ...]]:
    """Yield a row for every yearly rate that is printed."""
    for year in answers.years:
        for key in answers.keys:
            for component in answers.parts:
                rate = answers.growth.get((key, component))
                if rate is not None:
                    shown = f"{rate * 100:.10g}%"
                    unit = f"{_unit(shown[:-1]) / 100:g}"
                    yield (str(year), key, component, shown, About.kind, _number(rate), unit, "")


def _baselines(answers: Answers) -> Iterator[tuple[str, ...]]:
    national = load_series()
    for group in answers.groups:
        total = answers.base[group.key]
        head = (answers.region, group.key)
        year, assumed = str(answers.base_year), "assumed"
        published = answers.sources.get(group.key)
        status, origin = ("published", published) if published else (assumed, TO_FILL)
        yield (*head, TOTAL, year, "all", _number(total), group.concept, status, origin, "")
        if group.key in answers.components:
            for component, level in zip(answers.parts, answers.components[group.key], strict=True):
                case = _case(answers, group)
                yield (*head, component, year, case, _number(level), group.concept, status, origin, "")
            continue
        parts, origin = answers.split(group, national)
        source = TO_FILL if origin == "given" else f"国家统计局{answers.base_year}年全国构成，按合计推算"
        levels = [round(total * part, 4) for part in parts]
        # the last component takes the rounding, so that the parts add up
        levels[-1] = round(total - sum(levels[:-1]), 4)
        for component, level in zip(answers.parts, levels, strict=True):
            yield (*head, component, year, _case(answers, group), _number(level), group.concept, assumed, source, "")


def _confirmed(answers: Answers) -> Iterator[tuple[str, ...]]:
    """Yield the same rows with the word of their owner that they are right."""
    yield from ((*row, YES[0]) for row in _baselines(answers))


def _case(answers: Answers, group: Group) -> str:
    if group.key in answers.components:
        return "published"
    return "given" if group.key in answers.shares else f"national_{answers.base_year}"


def _quoted(text: str) -> str:
    """Return a TOML string: its escapes are those of JSON."""
    return escaped(json.dumps(text, ensure_ascii=False))


def _text(text: Text) -> str:
    return f"{{ zh = {_quoted(text.zh)}, en = {_quoted(text.en)} }}"


def _number(value: float) -> str:
    return f"{value:.15g}"


def _unit(written: str) -> float:
    """Return the unit of the last digit that is written: 0.1 for 48594.8, 1 for 15561."""
    return float(f"1e-{len(written.partition('.')[2])}")


def _there(place: Path) -> Fault:
    return Fault(
        what=Text("方案文件夹", "the plan folder"),
        rule=Text("尚不存在或为空", "not exist yet, or be empty"),
        got=str(place),
        way_out=Text("换一个名称；已有的文件不会被覆盖", "choose another name; nothing that is there is overwritten"),
    )


def _unwritable(place: Path, error: OSError) -> Fault:
    return Fault(
        what=Text("方案文件夹", "the plan folder"),
        rule=Text("可以写入", "be writable"),
        got=os_words(error),
        way_out=Text("请检查上级目录与权限", "check the folder above it and the permissions"),
        place=Text.same(place),
    )
