"""Read what a plan prices, and turn it into levers with the numbers that the plan does not give."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import cast

from ceheng_model.doors import door
from ceheng_model.errors import FOUR_DIGITS, UNREPEATED, Fault, InputError, choice, raise_faults
from ceheng_model.files import (
    COUNT,
    SHARE,
    Section,
    Unit,
    Unread,
    money_unit,
    plain,
    read_number,
    read_settings,
    year_of,
)
from ceheng_model.levers.lever import COSTS, Cost, Lever
from ceheng_model.names import component_names, group_names, key_of, meant, name_fault, one_meant
from ceheng_model.tables import Column, Table, component_column, group_column
from ceheng_model.terms import Terms
from ceheng_model.values import Value
from ceheng_model.vocabulary import NO_TEXT, Name, Quoted, Template, Text

NUMBERS = (
    *("amount", "periods", "recipients", "quantity", "price"),
    *("investment", "share", "present_share", "take_up"),
)
_PLAN_SAYS = Template("原文：“{words}”", "the plan says: “{words}”")
YEARS = ("first_year", "last_year")
INPUTS = (*NUMBERS, "residents", *YEARS)
NEEDED = ("residents", "first_year")
"""Inputs that every lever needs and no plan prints."""
_MEANINGS: Mapping[str, Text | Template] = {
    "amount": Template("每人每次多少{unit}", "{unit} for a recipient and period"),
    "periods": Text("每年几个月、几天或几次", "months, days or times a year"),
    "recipients": Text("每年领取的人数", "people who get it in a year"),
    "quantity": Text("每年付价的数量，如亩数", "things that are paid for in a year, such as mu"),
    "price": Template("每单位每年多少{unit}", "{unit} for one of them a year"),
    "investment": Template("每年投资多少{unit}", "{unit} of investment a year"),
    "share": Text("劳务报酬占投资的比例", "labour's part of it"),
    "present_share": Text("现有的劳务报酬占比", "labour's part without the measure"),
    "take_up": Text("应领者中实际领取的比例", "part of those entitled who get it"),
    "residents": Text("该人群的常住人口", "people in the group"),
    "first_year": Text("从哪一年起", "from which year on"),
    "last_year": Text("到哪一年止", "up to which year"),
}
_INPUT_WORDS: Mapping[str, Text] = {
    "amount": Text("标准", "amount"),
    "periods": Text("次数", "periods"),
    "recipients": Text("领取人数", "recipients"),
    "quantity": Text("数量", "quantity"),
    "price": Text("单价", "price"),
    "investment": Text("投资", "investment"),
    "share": Text("劳务报酬占比", "share"),
    "present_share": Text("现有占比", "present share"),
    "take_up": Text("领取比例", "take-up"),
    "residents": Text("常住人口", "residents"),
    "first_year": Text("起始年", "first year"),
    "last_year": Text("截止年", "last year"),
}
"""What inputs are called in a word."""
_MONEY = ("amount", "price", "investment")
_SHARES = ("share", "present_share", "take_up")
_NO_YEAR = Unread(rule=FOUR_DIGITS, way_out=Text("例如 2023", "for example 2023"))
_NEEDS = Template("措施“{measure}”所需的数", "what the measure “{measure}” needs")
_INPUT = Template("{name}（{meaning}）", "{name} ({meaning})")
_ADD = Template("{kind}未给出，请补：{inputs}", "the {kind} does not say; add: {inputs}")
_PLAN_GIVES = Template("{kind}给出", "the {kind} gives")
_NONE_PRICED = Template("{kind}没有定价或定量的措施", "the {kind} gives no measure a price or an amount")
_PRICED = Template("{kind}定了价或定了量的措施", "Measures to which the {kind} gives a price or an amount")
_ONE_OF = Template("为 {options} 之一", "be {options}")
_RECIPIENTS_OF = Template("该人群的{residents}", "{residents} in the group")
_NOTE = Template("{name}：{note}", "{name}: {note}")
_GIVEN_AS = Template("{name}={value}", "{name}={value}")
_FORM = re.compile(r"(?P<id>[^:]+?)\s*(?::\s*(?P<inputs>.*))?")


@door
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LeverTemplate(Value):
    """Hold a measure with the prices that the plan prints; what it does not print is `needed`."""

    id: str
    title: Text
    group: str
    component: str
    printed: Mapping[str, float]
    """Numbers of the plan, by the name of the lever's field."""
    needed: tuple[str, ...]
    """Inputs that the user has to give."""
    cost: Cost
    words: str
    place: Text
    note: Text | None = None
    choices: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    """The values that the plan offers for an input, where one of several applies."""
    terms: Terms = field(default=Terms(groups=()), repr=False, compare=False)
    """The terms of the plan that prices it."""

    def lever(self, inputs: Mapping[str, float], *, group: str | None = None) -> Lever:
        """Return the lever with the user's numbers.

        Raises `InputError` naming every one that is missing, unknown, or not what the plan offers.
        """
        what = Text(f"{self.id} 的输入", f"an input of {self.id}")
        names = input_names(self.terms)
        faults = [name_fault(what, name, names, meant(name, names)) for name in inputs if name not in INPUTS]
        faults += self._not_offered(inputs)
        missing = [name for name in self.needed if name not in inputs]
        if missing:
            inputs_missing = (
                _INPUT.format(name=_word(name, self.terms), meaning=meaning(name, self.terms)) for name in missing
            )
            faults.append(
                Fault(
                    what=_NEEDS.format(measure=self.title),
                    rule=Text("全部给出", "be given in full"),
                    got=Text.join((_word(name, self.terms) for name in inputs if name in INPUTS), zh="、", en=", "),
                    way_out=self.terms.say(_ADD, inputs=Text.join(inputs_missing, zh="；", en="; ")),
                )
            )
        raise_faults(faults)
        given = {**self.printed, **inputs}
        numbers = {name: float(given[name]) for name in NUMBERS if name in given}
        return Lever(
            id=self.id,
            title=self.title,
            group=group or self.group,
            component=self.component,
            cost=self.cost,
            words=self.words,
            place=self.place,
            residents=float(given["residents"]),
            first_year=int(given["first_year"]),
            terms=self.terms,
            last_year=int(given["last_year"]) if "last_year" in given else None,
            **numbers,
        )

    @property
    def offered(self) -> tuple[tuple[str, str], ...]:
        """The inputs for which the plan offers values, with those as a reader sees them."""
        return tuple((name, " / ".join(f"{value:,.12g}" for value in values)) for name, values in self.choices.items())

    def _not_offered(self, inputs: Mapping[str, float]) -> list[Fault]:
        """Return a fault for each input that is none of the values which the plan offers."""
        return [
            Fault(
                what=Text(f"{self.id} 的 {name}", f"{name} of {self.id}"),
                rule=_ONE_OF.format(options=_alternatives(self.choices[name])),
                got=f"{value:,.12g}",
                way_out=_PLAN_SAYS.format(words=self.words),
            )
            for name, value in inputs.items()
            if name in self.choices and value not in self.choices[name]
        ]


def _alternatives(values: Sequence[float]) -> Text:
    return Text.join((Text.same(f"{value:,.12g}") for value in values), zh=" 或 ", en=" or ")


def _word(name: str, terms: Terms) -> Text:
    """Return what an input is called in a word, in a plan of its own terms."""
    return terms.residents if name == "residents" and not terms.counts_people else _INPUT_WORDS[name]


def meaning(name: str, terms: Terms) -> Text:
    """Return what a number of a lever is, in the unit of the plan."""
    if name == "residents" and not terms.counts_people:
        return _RECIPIENTS_OF.format(residents=terms.residents)
    form = _MEANINGS[name]
    return form if isinstance(form, Text) else form.format(unit=terms.unit)


def template_table(templates: Sequence[LeverTemplate], terms: Terms) -> Table:
    """Return one row a measure: what the plan prints, what is needed, its words and place."""
    columns = (
        Column(key="lever", heading=Text("编号", "key"), kind="label", shown=False),
        Column(key="title", heading=Text("措施", "measure")),
        group_column(terms),
        component_column(terms),
        Column(key="printed", heading=terms.say(_PLAN_GIVES)),
        Column(key="needed", heading=Text("须另给", "needed")),
        Column(key="words", heading=Text("原文", "words"), shown=False),
        Column(key="place", heading=Text("出处", "place")),
        Column(key="note", heading=Text("说明", "note"), shown=False),
    )
    rows = tuple(
        (
            template.id,
            template.title,
            template.group,
            terms.named(template.component),
            Text.join(
                [_GIVEN_AS.format(name=_word(name, terms), value=value) for name, value in _given(template)],
                zh="，",
                en=", ",
            ),
            Text.join((_word(name, terms) for name in template.needed), zh="、", en=", "),
            template.words,
            template.place,
            template.note or NO_TEXT,
        )
        for template in templates
    )
    names = dict.fromkeys(name for template in templates for name in template.needed)
    meanings = [_NOTE.format(name=_word(name, terms), note=meaning(name, terms)) for name in names]
    remarks = [_NOTE.format(name=template.title, note=template.note) for template in templates if template.note]
    if not templates:
        remarks.append(terms.say(_NONE_PRICED))
    title = terms.say(_PRICED)
    return Table(
        name="levers",
        title=title,
        columns=columns,
        drops=("place", "component", "group"),
        rows=rows,
        notes=(*meanings, *remarks),
    )


def _given(template: LeverTemplate) -> Iterator[tuple[str, str]]:
    """Yield what a plan prints of a measure: the names of inputs, and their values or those to choose from."""
    yield from ((name, f"{value:,.12g}") for name, value in template.printed.items())
    yield from template.offered


def parse_lever(text: str, templates: Sequence[LeverTemplate]) -> Lever:
    """Return the lever written as ``village_doctors:recipients=300,residents=120000,first_year=2023``.

    Raises `InputError` for measures and inputs that do not exist, inputs that are no numbers, and those
    that are missing.
    """
    match = _FORM.fullmatch(plain(text))
    known = {template.id: template for template in templates}
    names = [Name(template.id, template.title) for template in templates]
    id = key_of(Text("措施", "the measure"), match["id"] if match else text, names)
    inputs: dict[str, float] = {}
    faults: list[Fault] = []
    for part in filter(None, re.split(r"[,;、；]\s*", (match and match["inputs"]) or "")):
        name, _, value = (piece.strip() for piece in part.partition("="))
        name = one_meant(name, input_names(known[id].terms)) or name
        amount = _input(name, value, known[id].terms)
        if name in inputs:
            faults.append(_input_fault(part, UNREPEATED, value, Text("只留一个", "keep one")))
        elif isinstance(amount, Unread):
            rule = amount.rule if amount.way_out else Text("写作 名称=数值", "have the form NAME=NUMBER")
            way_out = amount.way_out or Text("例如 recipients=300", "for example recipients=300")
            faults.append(_input_fault(part, rule, value, way_out))
        else:
            inputs[name] = amount
    raise_faults(faults)
    return known[id].lever(inputs)


def input_names(terms: Terms) -> list[Name]:
    """Return what the inputs of a lever are called: the key, a word for it, and what it is.

    >>> [name.key for name in input_names(Terms(groups=())) if "领取人数" in name.words]
    ['recipients']
    """
    return [Name(key, _word(key, terms), (*word, *meaning(key, terms))) for key, word in _INPUT_WORDS.items()]


def _input(name: str, text: str, terms: Terms) -> float | Unread:
    if name not in YEARS:
        return read_number(text, _unit(name, terms))
    year = year_of(text)
    return _NO_YEAR if year is None else float(year)


def _unit(name: str, terms: Terms) -> Unit:
    if name in _MONEY:
        return money_unit(terms.unit)
    return SHARE if name in _SHARES else COUNT


def _input_fault(part: str, rule: Text, got: str, way_out: Text) -> Fault:
    return Fault(what=Text(f"“{part}”", f"'{part}'"), rule=rule, got=got, way_out=way_out)


def read_templates(path: Path, terms: Terms) -> tuple[LeverTemplate, ...]:
    """Read the measures that a plan prices; raise `InputError` with every fault of the file."""
    faults: list[Fault] = []
    top = Section(path, "", read_settings(path), faults)
    templates = tuple(_template(section, terms) for section in top.sections("lever"))
    top.finish()
    ids = [template.id for template in templates]
    for repeated in dict.fromkeys(id for id in ids if ids.count(id) > 1):
        top.fault("lever.id", UNREPEATED, repeated, Text("换一个名称", "choose another name"))
    raise_faults(faults)
    return templates


def read_lever(section: Section, terms: Terms) -> Lever | None:
    """Return a whole lever from its table in a scenario file, or None where it has faults."""
    before = len(section.faults)
    fields: dict[str, object] = {
        "id": section.text("id"),
        "title": section.texts("title"),
        "group": section.option("group", group_names(terms)),
        "component": section.option("component", component_names(terms, total=False)),
        "cost": section.option("cost", COSTS, "income"),
        "words": section.quoted("words", ""),
        "first_year": section.whole("first_year"),
        "residents": _residents(section),
        "terms": terms,
    }
    fields |= section.present(NUMBERS, section.number)
    fields |= section.present(["place"], section.texts)
    fields |= section.present(["last_year"], section.whole)
    section.finish()
    if len(section.faults) > before:
        return None
    try:
        return Lever(**fields)  # type: ignore[arg-type]
    except InputError as error:
        section.faults += [fault.at(section.place) for fault in error.faults]
        return None


def lever_table(lever: Lever) -> dict[str, object]:
    """Return a lever as its table in a scenario file."""
    residents = lever.residents
    people = {str(y): float(n) for y, n in residents.items()} if isinstance(residents, Mapping) else float(residents)
    table: dict[str, object] = {
        "id": lever.id,
        "title": asdict(lever.title),
        "group": lever.group,
        "component": lever.component,
        "first_year": lever.first_year,
        "cost": lever.cost,
        "residents": people,
    }
    defaults = {"periods": 1.0, "take_up": 1.0}
    table |= {name: float(getattr(lever, name)) for name in NUMBERS if getattr(lever, name) != defaults.get(name, 0.0)}
    if lever.last_year is not None:
        table["last_year"] = lever.last_year
    if lever.words:
        table["words"] = str(lever.words)
        if isinstance(lever.words, Quoted) and lever.words.translation:
            table["words_en"] = lever.words.translation
    if lever.place:
        table["place"] = asdict(lever.place)
    return table


def _residents(section: Section) -> float | dict[int, float]:
    if not isinstance(section.table.get("residents"), dict):
        return section.number("residents")
    return section.section("residents").by_year()


def _numbers(section: Section) -> Callable[[str], list[float]]:
    """Return what reads a list of numbers from a key."""

    def read(key: str) -> list[float]:
        values = section.raw(key)
        listed = values if isinstance(values, list) else []
        numbers = [float(value) for value in listed if isinstance(value, int | float) and not isinstance(value, bool)]
        if not numbers or len(numbers) < len(listed):
            section.fault(
                key, Text("为数的列表", "be a list of numbers"), values, Text("例如 [500, 1000]", "such as [500, 1000]")
            )
        return numbers

    return read


def _template(section: Section, terms: Terms) -> LeverTemplate:
    printed = section.section("printed", {})
    numbers = printed.present(NUMBERS, printed.number)
    printed.finish()
    offered = section.section("choices", {})
    choices = {name: tuple(values) for name, values in offered.present(NUMBERS, _numbers(offered)).items()}
    offered.finish()
    needed = section.raw("needed")
    for name in needed if isinstance(needed, list) else [needed]:
        if name not in INPUTS:
            fault = choice(Text.same("needed"), name, INPUTS)
            section.fault("needed", Text("为已知的输入", "hold known inputs"), name, fault.way_out)
    template = LeverTemplate(
        id=section.text("id"),
        title=section.texts("title"),
        group=section.option("group", group_names(terms)),
        component=section.option("component", component_names(terms, total=False)),
        printed=numbers,
        needed=(*(name for name in needed if name not in NEEDED), *NEEDED) if isinstance(needed, list) else NEEDED,
        cost=cast("Cost", section.option("cost", COSTS, "income")),
        words=section.quoted("words"),
        place=section.texts("place"),
        note=section.optional("note", section.texts),
        choices=choices,
        terms=terms,
    )
    section.finish()
    return template
