"""Give a result its frame, its text and its HTML, whole or at a glance, all from its tables."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, cast

import numpy as np

from ceheng_model.doors import door
from ceheng_model.errors import Remark
from ceheng_model.tables.columns import SCENARIO
from ceheng_model.tables.glance import glance_html, glance_text
from ceheng_model.tables.table import Table
from ceheng_model.values import Value, field_names
from ceheng_model.vocabulary import Language, Template, Text, told_in

if TYPE_CHECKING:
    import pandas as pd

_OF_SCENARIO = Template("情景：{title}", "scenario: {title}")
_NOTHING = Text("没有可显示的内容", "nothing to show")
_IF_GROWTH_HOLDS = Template("{of}；以增速假设成立为条件", "{of}; if growth is as it assumes")


@door
class Shown(Value, ABC):
    """Give a result its frame, its text form and its HTML form, all from its tables."""

    __slots__ = ()

    @abstractmethod
    def tables(self) -> Sequence[Table]:
        """Return the tables that say what the result holds, the main one first."""

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What is to be said of the inputs that it rests on: that of every result it was made from, each once."""
        remarks: dict[Remark, None] = {}
        for name in field_names(type(self)):
            remarks |= dict.fromkeys(getattr(getattr(self, name), "remarks", ()))
        return tuple(remarks)

    @property
    def warnings(self) -> tuple[Remark, ...]:
        """The remarks that say that figures may be wrong."""
        return tuple(remark for remark in self.remarks if remark.is_warning)

    def frame_table(self) -> Table:
        """Return the table whose rows make up the frame: the main one."""
        return self.tables()[0]

    def to_frame(self, *, language: Language | None = None, wide: bool = False) -> "pd.DataFrame":
        """Return a tidy frame: one row a value, keys in front, texts in one language.

        The language is that set for all where None. Its `attrs` hold the warnings, where there are any. With `wide` a
        table for people: headings, labels for keys, years side by side where all else is numbers. The reference lists
        the columns of every result.
        """
        return self.completed(self.frame_table().to_frame(language=language, wide=wide), language, wide=wide)

    @property
    def frame_name(self) -> Text | None:
        """What frames call its scenario; None where it is of none, of several or of alternatives."""
        of = _scenario_of(self)
        return None if of is None else of.frame_name

    def completed(
        self, frame: "pd.DataFrame", language: Language | None = None, *, wide: bool = False
    ) -> "pd.DataFrame":
        """Put the scenario before all else, and the warnings into the `attrs` of a frame, under ``warnings``."""
        told = told_in(language)
        if not wide and SCENARIO not in frame.columns and (name := self.frame_name) is not None:
            import pandas as pd

            alike = np.zeros(len(frame), dtype=np.int8)
            called = pd.Index([name.in_language(told)], dtype="str")
            frame.insert(0, SCENARIO, pd.Categorical.from_codes(alike, categories=called))  # type: ignore[arg-type]
        if warnings := self.warnings:
            frame.attrs["warnings"] = [remark.sentence.in_language(told) for remark in warnings]
        return frame

    def to_text(self, language: Language | None = None) -> str:
        """Return the whole result as plain text for a terminal."""
        return "\n".join(table.to_text(language) for table in self.tables())

    def to_html(self, language: Language | None = None) -> str:
        """Return the whole result as HTML."""
        return "\n".join(table.to_html(language) for table in self.tables())

    @property
    def conditions(self) -> tuple[Text, ...]:
        """What its figures are conditional on, in words: the scenario, and that growth is as it assumes."""
        named = _scenario_of(self)
        title = None if named is None else named.title
        of = () if title is None else (_OF_SCENARIO.format(title=title),)
        condition = getattr(self, "condition", None)
        if isinstance(condition, Text):
            return (*of, condition)
        return () if title is None else (if_growth_holds(title),)

    def _repr_html_(self) -> str:
        return glance_html(self.tables(), self.conditions, told_in(None))

    def __str__(self) -> str:
        """Return the whole text form, in the language in use."""
        return self.to_text()

    def __repr__(self) -> str:
        """Return the result at a glance, as an interactive session shows it."""
        tables = self.tables()
        if not tables:
            return f"{type(self).__name__}({_NOTHING.in_language(told_in(None))})"
        return glance_text(tables, self.conditions, told_in(None)).rstrip("\n")


def if_growth_holds(title: Text) -> Text:
    """Return that figures are conditional on the growth of a scenario with this title.

    >>> if_growth_holds(Text("按方案", "the plan")).zh
    '情景：按方案；以增速假设成立为条件'
    """
    return _IF_GROWTH_HOLDS.format(of=_OF_SCENARIO.format(title=title))


class _Named(Protocol):
    """What a result asks of its scenario."""

    @property
    def title(self) -> Text: ...

    @property
    def frame_name(self) -> Text | None: ...


def _scenario_of(held: object) -> _Named | None:
    """Return the scenario that a result is of, or the projection that it is of."""
    named = getattr(held, "__dataclass_fields__", ())
    for name in ("scenario", "projection", "subject", "planned", "start", "origin"):
        if name in named and (inner := getattr(held, name)) is not None:
            if isinstance(getattr(inner, "title", None), Text):
                return cast("_Named", inner)
            if (found := _scenario_of(inner)) is not None:
                return found
    return None
