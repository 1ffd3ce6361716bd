"""Hold what a plan counts twice and how it numbers its measures."""

import re
from dataclasses import dataclass, replace
from itertools import combinations

from ceheng_model.errors import between
from ceheng_model.files import Section
from ceheng_model.plan.printed_figures import words_fault
from ceheng_model.vocabulary import Template, Text

_SPAN = re.compile(r"(\d+)(?:-(\d+))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Hold one number with the plan's words around it and the place they stand."""

    value: float
    words: str
    place: Text
    indicator: str = ""
    """Id of the figure of a measure that says the same; empty where there is none."""
    may_repeat: int | None = None
    """Number of the part, from 1, that it may say once more, being worded almost alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Hold a total that the plan states and the parts that it states elsewhere.

    >>> from ceheng_model.plan import load_plan
    >>> (trainings,) = load_plan().counts
    >>> trainings.total.value, trainings.sum_of_parts, trainings.sum_without_repeats
    (17000.0, 23000.0, 12000.0)
    """

    id: str
    label: Text
    unit: Text
    total: Said
    parts: tuple[Said, ...]
    annex: int | None = None
    """Number of the annex whose goal the total is; None in the main text."""

    @property
    def place(self) -> Text:
        """Where the total stands."""
        return self.total.place

    @property
    def sum_of_parts(self) -> float:
        """What the parts add up to."""
        return sum(part.value for part in self.parts)

    @property
    def sum_without_repeats(self) -> float | None:
        """What the parts add up to where those that may repeat another do so; None where none may."""
        alone = [part.value for part in self.parts if part.may_repeat is None]
        return None if len(alone) == len(self.parts) else sum(alone)

    @property
    def adds_up(self) -> bool:
        """Whether the parts add up to the stated total."""
        return self.sum_of_parts == self.total.value

    def parts_that_fit(self) -> tuple[tuple[Said, ...], ...]:
        """Return every choice of parts that adds up to the stated total."""
        sizes = range(1, len(self.parts) + 1)
        chosen = (parts for size in sizes for parts in combinations(self.parts, size))
        return tuple(parts for parts in chosen if sum(part.value for part in parts) == self.total.value)

    def repeats(self) -> tuple[Text, ...]:
        """Return in words what the parts add up to where one only repeats another, worded almost alike."""
        without = self.sum_without_repeats
        fit = _IS_TOTAL if without == self.total.value else _IS_NOT_TOTAL
        return tuple(
            _REPEATS.format(
                part=part.place,
                other=self.parts[part.may_repeat - 1].place,
                value=f"{part.value:,.10g}",
                whole=f"{without:,.10g}",
                fit=fit,
            )
            for part in self.parts
            if part.may_repeat is not None
        )


_REPEATS = Template(
    "{part}与{other}措辞几乎相同，若说的是同一个{value}，则分项之和为{whole}，{fit}",
    "{part}, is worded almost as {other}: if they mean one {value}, the sum is {whole}, {fit}",
)
_IS_TOTAL = Text("与总数相等", "which is the total")
_IS_NOT_TOTAL = Text("也不等于总数", "which is not the total either")


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """Hold the numbers that the measures of one annex carry."""

    place: Text
    numbers: tuple[int, ...]

    @property
    def missing(self) -> tuple[int, ...]:
        """Numbers between the first and the last that no measure carries."""
        return tuple(sorted(set(range(min(self.numbers), max(self.numbers) + 1)) - set(self.numbers)))

    @property
    def repeated(self) -> tuple[int, ...]:
        """Numbers that more than one measure carries."""
        return tuple(sorted({number for number in self.numbers if self.numbers.count(number) > 1}))

    @property
    def has_flaws(self) -> bool:
        """Whether a number is missing or repeated."""
        return bool(self.missing or self.repeated)


def read_count(section: Section) -> Count:
    """Return a count from its table in a plan file."""
    total = section.section("total")
    parts = section.sections("part")
    count = Count(
        id=section.text("id"),
        label=section.texts("label"),
        unit=section.texts("unit"),
        total=_said(total),
        parts=tuple(_part(part, number, len(parts)) for number, part in enumerate(parts, start=1)),
        annex=section.optional("annex", section.whole),
    )
    section.finish()
    return count


def read_numbering(section: Section) -> Numbering:
    """Return a numbering written as ``1-36,38``."""
    place, text = section.texts("place"), section.text("numbers")
    spans = [_SPAN.fullmatch(part.strip()) for part in text.split(",")]
    numbers: list[int] = []
    for span in spans:
        if span is None:
            way_out = Text("例如 1-36,38", "for example 1-36,38")
            section.fault("numbers", Text("为编号的列举", "be a list of numbers"), text, way_out)
            break
        numbers += range(int(span[1]), int(span[2] or span[1]) + 1)
    section.finish()
    return Numbering(place=place, numbers=tuple(numbers) or (1,))


def _part(section: Section, number: int, count: int) -> Said:
    repeated = section.optional("may_repeat", section.whole)
    if repeated is not None and (repeated == number or not 1 <= repeated <= count):
        way_out = Text("写另一分项的序号，从1起", "give the number of another part, from 1")
        section.fault("may_repeat", between(1, count), repeated, way_out)
        repeated = None
    said = _said(section, indicator=section.text("indicator", ""))
    return replace(said, may_repeat=repeated)


def _said(section: Section, *, indicator: str = "") -> Said:
    said = Said(
        value=section.number("value"),
        words=section.quoted("words"),
        place=section.texts("place"),
        indicator=indicator,
    )
    fault = words_fault(said.words, [said.value], is_rate=False, what=Text.same(f"{section.name}value"))
    if fault is not None:
        section.faults.append(fault.at(section.place))
    section.finish()
    return said
