"""Hold what a plan counts twice and how it numbers its measures."""

import re
from dataclasses import dataclass
from itertools import combinations

from ceheng_model.files import Section
from ceheng_model.plan.printed_figures import words_fault
from ceheng_model.vocabulary import Text

_SPAN = re.compile(r"(\d+)(?:-(\d+))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Hold one number with the plan's words around it and the place they stand."""

    value: float
    words: str
    place: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Hold a total that the plan states and the parts that it states elsewhere."""

    id: str
    label: Text
    unit: Text
    total: Said
    parts: tuple[Said, ...]

    @property
    def sum_of_parts(self) -> float:
        """What the parts add up to."""
        return sum(part.value for part in self.parts)

    @property
    def adds_up(self) -> bool:
        """Whether the parts add up to the stated total."""
        return self.sum_of_parts == self.total.value

    def parts_that_fit(self) -> tuple[tuple[Said, ...], ...]:
        """Return every choice of parts that adds up to the stated total."""
        sizes = range(1, len(self.parts) + 1)
        chosen = (parts for size in sizes for parts in combinations(self.parts, size))
        return tuple(parts for parts in chosen if sum(part.value for part in parts) == self.total.value)


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
    count = Count(
        id=section.text("id"),
        label=section.texts("label"),
        unit=section.texts("unit"),
        total=_said(total),
        parts=tuple(_said(part) for part in section.sections("part")),
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


def _said(section: Section) -> Said:
    said = Said(value=section.number("value"), words=section.text("words"), place=section.texts("place"))
    fault = words_fault(said.words, [said.value], is_rate=False, what=Text.same(f"{section.name}value"))
    if fault is not None:
        section.faults.append(fault.at(section.place))
    section.finish()
    return said
