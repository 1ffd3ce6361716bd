"""Write a plan folder from answers: commented, self-contained, and read back before it is put in place."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from pathlib import Path

from ceheng_model.baselines.base_figures import BASELINE_COLUMNS, CONFIRMED, DERIVED_FROM, TRANSLATIONS, YES
from ceheng_model.doors import door
from ceheng_model.drafting.answers import Answers
from ceheng_model.drafting.circumstance_file import CIRCUMSTANCES, circumstances_text, csv_text
from ceheng_model.drafting.promises import Promise
from ceheng_model.drafting.title_words import kind_in_title, level_in_name
from ceheng_model.drafting.toml_text import bilingual, quoted, shown_number
from ceheng_model.drafting.typed_values import Typed
from ceheng_model.errors import NOTHING, Fault, InputError, OutputError, raise_faults
from ceheng_model.files import shipped, whole_folder, write_scratch
from ceheng_model.files.format_versions import KEY, PLAN
from ceheng_model.plan import Plan
from ceheng_model.plan.growth_table import GROWTH_COLUMNS
from ceheng_model.scenarios import Dossier, load_dossier, scenario
from ceheng_model.series import PublishedSeries, load_series
from ceheng_model.system_messages import os_words
from ceheng_model.terms import BUREAU_COMPONENTS, UNSPLIT
from ceheng_model.vocabulary import NO_TEXT, TOTAL, Group, Template, Text
from ceheng_model.wording import About

SERIES = "nbs_income.csv"
HISTORY = "history.csv"
"""Name of the series of the region itself in a folder that is made here."""
_BASELINE_COLUMNS = (*BASELINE_COLUMNS, DERIVED_FROM, *TRANSLATIONS)
_NOT_SPLIT = Text("构成未给出，全部列入未分项收入", "no split was given: all of it is income not split")
_OF_CHINA = Template(
    "国家统计局{year}年中国全国构成，按合计推算", "split of China's residents in {year} (NBS), applied to the total"
)


@door
def write_plan_folder(answers: Answers, folder: Path | str, *, confirm: bool = False) -> Plan:
    """Write the folder of a plan and return the plan as it reads back.

    The folder holds ``plan.toml`` with comments and words still to be filled in, ``growth.csv`` with the yearly
    growth that the plan prints, where it prints any, ``baselines.csv``, and the series that were asked for. It appears
    complete or not at all. A plan that prints too little to be projected is written all the same: growth is then
    given with a scenario. Raises `OutputError` for a folder that exists and holds files or cannot be written,
    `InputError` where the answers make no plan, and for base incomes beyond a factor of 5 from those of China, where
    its series is asked for, unless `confirm` is set.
    """
    doubts = answers.doubts(load_series())
    raise_faults([said for said in doubts if isinstance(said, Fault) and not confirm])
    place = Path(folder)
    try:
        require_free(place)
        with whole_folder(place) as draft:
            for name, content in _files(answers, confirm=confirm).items():
                # the mark lets spreadsheets recognise UTF-8
                encoding = "utf-8-sig" if name.endswith(".csv") else "utf-8"
                write_scratch(draft / name, content.encode(encoding))
            if answers.national_series:
                write_scratch(draft / SERIES, shipped(SERIES).read_bytes())
            # what cannot be read and closed is not handed over
            with _told_of(draft, place):
                left_open(load_dossier(draft))
    except OSError as error:
        raise OutputError(_unwritable(place, error)) from error
    return load_dossier(place).plan


@contextmanager
def _told_of(draft: Path, place: Path) -> Iterator[None]:
    """Say of faults of the draft that they lie in the folder that is to be made."""
    try:
        yield
    except InputError as error:
        faults = [
            fault.at(Text(*(part.replace(str(draft), str(place)) for part in (fault.place.zh, fault.place.en))))
            if fault.place
            else fault
            for fault in error.faults
        ]
        raise InputError(faults) from error


def require_free(place: Path) -> None:
    """Raise `OutputError` where a folder exists and holds files, or is none."""
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise OutputError(_there(place))


def left_open(dossier: Dossier) -> tuple[Fault, ...]:
    """Return what a plan would have to print besides, so that it can be projected without further assumptions.

    Raises `InputError` where what it prints cannot be closed.
    """
    try:
        scenario("plan", plan=dossier)
    except InputError as error:
        lacking = tuple(fault for fault in error.faults if fault.got is NOTHING or fault.got == "")
        if len(lacking) < len(error.faults):
            raise
        return lacking
    return ()


def _files(answers: Answers, *, confirm: bool) -> dict[str, str]:
    table = {"growth.csv": _growth_text(answers)} if answers.has_table else {}
    around = {CIRCUMSTANCES: circumstances_text(answers.circumstances)} if answers.circumstances else {}
    return {
        "plan.toml": "\n".join(_plan(answers)) + "\n",
        **table,
        **around,
        **({HISTORY: answers.history} if answers.followed else {}),
        "baselines.csv": csv_text((*_BASELINE_COLUMNS, CONFIRMED), _confirmed(answers))
        if confirm
        else csv_text(_BASELINE_COLUMNS, _baselines(answers)),
    }


def _plan(answers: Answers) -> Iterator[str]:
    yield "# 方案的数据：它写明了什么，原文如何，出自何处 / the plan as data: what it says, in its own words"
    yield "# words 为原文；words_en 为其英文译文，英文输出引用译文，留空则引用原文；表中的 source_en、note_en 同此"
    yield "# words as printed; words_en: their English, which English output quotes, or the original where it is empty;"
    yield "# source_en and note_en in the tables likewise"
    yield "# 增速为小数（12% 写作 0.12）；precision 为末位数字的单位 / rates are fractions; precision: the last digit"
    yield ""
    yield f"{KEY} = {PLAN.version}"
    yield f"id = {quoted(f'{answers.region}-{answers.years[0]}-{answers.last_year}')}"
    yield f"base_year = {answers.base_year}"
    yield f"first_year = {answers.years[0]}"
    yield f"last_year = {answers.last_year}"
    yield f"issued = {answers.issued.isoformat()}"
    yield f"title = {bilingual(answers.title)}"
    yield f"issuer = {bilingual(answers.issuer)}"
    if (kind := kind_in_title(answers.title)) is not None:
        yield f"kind = {bilingual(kind)}"
    yield ""
    yield "# 基数文件与各人群所用的构成案例 / base-year file and the split of each group that is used"
    yield "[baseline]"
    yield 'file = "baselines.csv"'
    yield f"region = {quoted(answers.region)}"
    yield "[baseline.shares]"
    yield from (f"{group.key} = {quoted(_case(answers, group))}" for group in answers.groups)
    if not answers.region.isascii():
        yield ""
        yield "[place]"
        yield f"name = {bilingual(Text.same(answers.region))}"
        if (level := level_in_name(Text.same(answers.region))) is not None:
            yield f"level = {bilingual(level)}"
    yield from _series(answers)
    if answers.circumstances:
        yield ""
        yield "# 经济增长、物价、人口及对照序列的续年 / GDP, prices, residents, and series in years to come"
        yield "[circumstances]"
        yield f"file = {quoted(CIRCUMSTANCES)}"
    if answers.has_table:
        yield ""
        yield "# 增速表：只列方案写明的格 / the growth table: only the cells that the plan states"
        yield "[growth]"
        yield 'file = "growth.csv"'
        yield 'place = ""'
    for group in answers.groups:
        yield from _group(answers, group)
    if answers.written != BUREAU_COMPONENTS:
        yield from _components(answers)
    yield ""
    yield "# 方案的承诺，一句一条；另有的请照此补上 / one statement for each thing that the plan promises"
    yield from statement_lines(answers.statements, taken=(), last_year=answers.last_year)


def statement_lines(promises: Iterable[Promise], *, taken: Sequence[str], last_year: int) -> Iterator[str]:
    """Yield the lines of statements in ``plan.toml``; those without an id get one that is not `taken`."""
    ids = list(taken)
    for promise in promises:
        named = promise.named(ids, last_year)
        ids.append(named.keys["id"])
        yield from named.lines()


def _series(answers: Answers) -> Iterator[str]:
    named = {"own": HISTORY} if answers.followed else {}
    named |= {"national": SERIES} if answers.national_series else {}
    if named:
        yield ""
        yield "# 公布的序列：比较、估计不确定性时使用 / published series, for comparisons and for the spread"
        if answers.national_series:
            yield "# national：中国全国居民（国家统计局）/ national: residents of China (National Bureau of Statistics)"
        yield "[series]"
        yield from (f"{name} = {quoted(file)}" for name, file in named.items())


def _group(answers: Answers, group: Group) -> Iterator[str]:
    yield ""
    yield "[[group]]"
    yield f"key = {quoted(group.key)}"
    yield f"concept = {quoted(group.concept)}"
    yield f"label = {bilingual(group.label)}"
    if group.part_of is not None:
        yield f"part_of = {quoted(group.part_of)}"
    if (series := answers.series(group)) is not None:
        yield f"series = {quoted(series)}"


def _components(answers: Answers) -> Iterator[str]:
    yield ""
    yield "# 收入构成，相加为合计 / components of income, which add up to the total"
    for component in answers.written:
        yield "[[component]]"
        yield f"key = {quoted(component.key)}"
        yield f"label = {bilingual(component.label)}"
        if component.may_be_negative:
            yield "may_be_negative = true"


def _growth_text(answers: Answers) -> str:
    """Return the growth table: a row for every yearly rate that is printed."""
    goals = answers.table.values()
    more = [*(("low", "high") if any(len(goal.values) > 1 for goal in goals) else ())]
    more += ["force"] if any(goal.force for goal in goals) else []
    columns = (*GROWTH_COLUMNS, *more, "words_en")
    rows = []
    for year, key, component in product(answers.years, answers.keys, answers.own):
        goal = answers.table.get((key, component))
        if goal is not None:
            rows.append(tuple(_cells(goal, year, key, component).get(column, "") for column in columns))
    return csv_text(columns, iter(rows))


def _cells(goal: Typed, year: int, key: str, component: str) -> dict[str, str]:
    return {
        "year": str(year),
        "group": key,
        "component": component,
        "words": goal.text,
        "type": goal.kind or About.kind,
        **{name: shown_number(value) for name, value in goal.numbers.items()},
        "precision": f"{goal.precision:.12g}",
        "force": goal.force.value if goal.force else "",
    }


def _baselines(answers: Answers) -> Iterator[tuple[str, ...]]:
    """Yield the rows of bases; from which goals one was computed back is left to be filled in: no answer says it."""
    national = load_series()
    for group in answers.groups:
        total = answers.total(group.key)
        head, year = (answers.region, group.key), str(answers.base_year)
        published = answers.sources.get(group.key)
        status, origin = ("published", published) if published else ("assumed", "")
        yield (*head, TOTAL, year, "all", shown_number(total), group.concept, status, origin, *[""] * 4)
        levels, case, made = _levels(answers, group, national)
        # a title stands as it is printed: nobody gave its translation, and the row needs its source in any language
        status, source = (status, Text.same(origin)) if made is None else ("assumed", made)
        note = _NOT_SPLIT if group.key in answers.unsplit else NO_TEXT
        told = [text.in_language(answers.language) for text in (source, note)]
        translated = [en if answers.language == "zh" and en != zh else "" for zh, en in (source, note)]
        for component, level in zip(answers.parts, levels, strict=True):
            yield (*head, component, year, case, shown_number(level), group.concept, status, *told, "", *translated)


def _levels(answers: Answers, group: Group, national: PublishedSeries) -> tuple[list[float], str, Text | None]:
    """Return the components of a group, the name of their case, and where an assumed split is from."""
    rest = [0.0] * (len(answers.parts) - len(answers.own))
    case = _case(answers, group)
    if group.key in answers.components:
        return [*answers.components[group.key], *rest], case, None
    total, (parts, origin) = answers.total(group.key), answers.split(group, national)
    if group.key in answers.unsplit:
        return [total * part for part in parts], case, None
    levels = [round(total * part, 4) for part in parts]
    # the last component that is declared takes the rounding, so that the parts add up
    last = len(answers.own) - 1
    levels[last] = round(total - sum(levels[:last]), 4)
    made = NO_TEXT if origin == "given" else _OF_CHINA.format(year=answers.base_year)
    return levels, case, made


def _confirmed(answers: Answers) -> Iterator[tuple[str, ...]]:
    """Yield the same rows with the word of their owner that they are right."""
    yield from ((*row, YES[0]) for row in _baselines(answers))


def _case(answers: Answers, group: Group) -> str:
    if group.key in answers.components:
        return "published" if group.key in answers.sources else "given"
    if group.key in answers.unsplit:
        return UNSPLIT.key
    return "given" if group.key in answers.shares else f"national_{answers.base_year}"


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
