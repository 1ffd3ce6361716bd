"""Hold what a parameter asks for: which values are that, which are turned into it, and how it is called."""

import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from numbers import Integral, Real
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from ceheng_model.arguments.labelled import is_in_order, labels_of
from ceheng_model.arguments.public_kinds import KINDS, NOT_MEANT, Kind, names_of
from ceheng_model.names import choice_names, meant
from ceheng_model.values import unmasked
from ceheng_model.vocabulary import LANGUAGES, NO_TEXT, Template, Text

_EACH = Template("列表（每项为{item}）", "a list, each item {item}")
_CHOOSE_FROM = Template("可用：{options}", "choose from: {options}")
_THESE = Template("{items}这样的一组", "as many as {items}")
_NUMBERS = Text("数或数组", "a number or an array of numbers")
_CALLED = Template("{name} 对象", "a {name}")
_SEE = Template("用法见 help({name})", "see help({name})")


class Asked(ABC):
    """Say which values a parameter takes."""

    words: Text = NO_TEXT
    way_out: Text = NO_TEXT

    @abstractmethod
    def takes(self, value: Any) -> bool:
        """Return whether a value is what is asked for as it stands."""

    def made(self, value: Any) -> Any:
        """Return what a value plainly means; NOT_MEANT where it means nothing of the kind."""
        return value if self.takes(value) else NOT_MEANT

    def by_kind(self, value: Any) -> bool:  # noqa: ARG002
        """Return whether every value of that type would be taken as it stands."""
        return True


class Anything(Asked):
    """Take whatever comes."""

    def takes(self, value: Any) -> bool:  # noqa: ARG002
        """Return True."""
        return True


class Nothing(Asked):
    """Take None."""

    def takes(self, value: Any) -> bool:
        """Return whether the value is None."""
        return value is None


class Whole(Asked):
    """Take whole numbers, those of NumPy, too; a truth value or a float is none."""

    words = Text("整数", "a whole number")
    way_out = Text("写作 3 这样的整数", "write it like 3")

    def takes(self, value: Any) -> bool:
        """Return whether the value is a whole number of Python."""
        return isinstance(value, int) and not isinstance(value, bool)

    def made(self, value: Any) -> Any:
        """Return a whole number as one of Python."""
        number = _single(value)
        if isinstance(number, bool):
            return NOT_MEANT
        return operator.index(number) if isinstance(number, Integral) else NOT_MEANT


class Number(Asked):
    """Take numbers, exact ones and those of NumPy, too; a truth value is none."""

    words = Text("数", "a number")
    way_out = Text("写作 0.12 这样的数", "write it like 0.12")

    def takes(self, value: Any) -> bool:
        """Return whether the value is a number of Python."""
        return isinstance(value, float) or (isinstance(value, int) and not isinstance(value, bool))

    def made(self, value: Any) -> Any:
        """Return a number as one of Python."""
        number = _single(value)
        if isinstance(number, bool):
            return NOT_MEANT
        return number if self.takes(number) else float(number) if isinstance(number, Real | Decimal) else NOT_MEANT


class Truth(Asked):
    """Take True and False."""

    words = Text("True 或 False", "True or False")
    way_out = Text("写作 True 或 False", "write True or False")

    def takes(self, value: Any) -> bool:
        """Return whether the value is one of the two."""
        return isinstance(value, bool)

    def made(self, value: Any) -> Any:
        """Return a truth value of NumPy as one of Python."""
        single = _single(value)
        return single if isinstance(single, bool) else NOT_MEANT


class Word(Asked):
    """Take a text; of options, those alone that no function names better."""

    words = Text("文字", "a text")
    way_out = Text('写在引号内，例如 "rural"', 'write it in quotes, such as "rural"')

    def __init__(self, options: tuple[str, ...] = ()) -> None:
        """Hold the options; none where any text will do."""
        self.options = options
        if options:
            self.words = Text("已知选项之一", "one of the known options")
            self.way_out = _CHOOSE_FROM.format(options=Text.listed(options))

    def takes(self, value: Any) -> bool:
        """Return whether the value is a text, of options one of them."""
        return isinstance(value, str) and (not self.options or value in self.options)

    def made(self, value: Any) -> Any:
        """Return the option that a text means; one that means none stays, for the function names its options better."""
        if not isinstance(value, str) or not self.options:
            return super().made(value)
        found = meant(value, choice_names(self.options))
        if len(found) == 1:
            return found[0].key
        return NOT_MEANT if self.options == LANGUAGES else value

    def by_kind(self, value: Any) -> bool:  # noqa: ARG002
        """Return whether the text does not matter."""
        return not self.options


class Instance(Asked):
    """Take what is of a class, and what is plainly turned into it."""

    def __init__(self, kind: type) -> None:
        """Hold the class with its words."""
        self.kind = kind
        self.called: Kind | None = KINDS.get(kind.__name__)
        name = kind.__name__
        self.words = _CALLED.format(name=name) if self.called is None else self.called.words
        self.way_out = _SEE.format(name=name) if self.called is None else self.called.way_out

    def takes(self, value: Any) -> bool:
        """Return whether the value is of the class."""
        return isinstance(value, self.kind) and not (self.called is not None and self.called.is_other(value))

    def made(self, value: Any) -> Any:
        """Return what the value is turned into."""
        if self.takes(value):
            return value
        made = _turned(value, self.called)
        return made if self.takes(made) else NOT_MEANT


class File(Instance):
    """Take a path, of whatever library."""

    def __init__(self) -> None:
        """Hold the words."""
        super().__init__(Path)

    def made(self, value: Any) -> Any:
        """Return any path that names itself in text as one of Python."""
        if not isinstance(value, PathLike):
            return NOT_MEANT
        written = value.__fspath__()
        return Path(written) if isinstance(written, str) else NOT_MEANT


class Foreign(Asked):
    """Take what is of a class of another library, which is not loaded for it."""

    def __init__(self, package: str, name: str) -> None:
        """Hold the name of the package and that of the class."""
        self.package, self.name = package, name
        self.words = Text.same(f"{package}.{name}") if name != "DataFrame" else Text("数据框", "a DataFrame")
        self.way_out = Text(f"用 {package}.{name}(…) 建立", f"make it with {package}.{name}(...)")

    def takes(self, value: Any) -> bool:
        """Return whether the value is of the class."""
        return any(
            base.__name__ == self.name and base.__module__.partition(".")[0] == self.package
            for base in type(value).__mro__
        )


class Shaped(Asked):
    """Take what has all that a protocol names, and what is turned into the kind that stands for it."""

    def __init__(self, protocol: type) -> None:
        """Hold the names, and what stands for the protocol."""
        self.names = [name for name in vars(protocol) if not name.startswith("_")]
        self.called = KINDS.get(protocol.__name__)
        name = protocol.__name__
        self.words = _CALLED.format(name=name) if self.called is None else self.called.words
        self.way_out = _SEE.format(name=name) if self.called is None else self.called.way_out

    def takes(self, value: Any) -> bool:
        """Return whether the value has all the names."""
        return all(hasattr(type(value), name) for name in self.names)

    def made(self, value: Any) -> Any:
        """Return the scenario that a value means."""
        if self.takes(value):
            return value
        made = _turned(value, self.called)
        return made if self.takes(made) else NOT_MEANT


class Called(Asked):
    """Take a function."""

    words = Text("函数", "a function")
    way_out = Text("给出函数", "give a function")

    def takes(self, value: Any) -> bool:
        """Return whether the value can be called."""
        return callable(value)


_A_LIST = Text("写作列表，如 [1, 2]", "write a list such as [1, 2]")


class Several(Asked):
    """Take several values in order; arrays, series, iterators, and a single value that is no number, become several."""

    def __init__(self, item: Asked, *, is_ordered: bool, holds: Callable[[Any], bool]) -> None:
        """Hold what each item is, whether their order counts, and which collections are taken as they stand."""
        self.item, self.is_ordered, self.holds = item, is_ordered, holds
        is_plain = isinstance(item, Whole | Number | Word | Instance)
        self.words = _EACH.format(item=item.words) if is_plain else Text("列表", "a list")
        self.way_out = item.way_out or _A_LIST

    def takes(self, value: Any) -> bool:
        """Return whether the value is a collection of such items."""
        if not self.holds(value) or isinstance(value, str) or getattr(value, "ndim", 1) == 0:
            return False
        return all(map(self.item.takes, value))

    def made(self, value: Any) -> Any:
        """Return the items as a tuple."""
        if value is None or isinstance(self.item, Anything):
            return NOT_MEANT
        is_single = isinstance(value, str) or not isinstance(value, Iterable) or getattr(value, "ndim", 1) == 0
        if is_single or self.item.takes(value):
            single = NOT_MEANT if isinstance(self.item, Number | Whole) else self.item.made(value)
            return NOT_MEANT if single is NOT_MEANT else (single,)
        if self.is_ordered and isinstance(value, Mapping | AbstractSet):
            return NOT_MEANT
        labels = labels_of(value)
        if len(labels) > 1 or (isinstance(self.item, Number) and labels and not is_in_order(labels[0])):
            return NOT_MEANT
        made = [self.item.made(item) for item in value]
        return NOT_MEANT if any(item is NOT_MEANT for item in made) else tuple(made)

    def by_kind(self, value: Any) -> bool:  # noqa: ARG002
        """Return False: the items matter."""
        return False


class These(Asked):
    """Take as many values as are asked for, each of its kind."""

    def __init__(self, items: Sequence[Asked]) -> None:
        """Hold what each of them is."""
        self.items = items
        self.words = _THESE.format(items=Text.join(item.words for item in items))
        self.way_out = Text("写作元组", "write them as a tuple")

    def takes(self, value: Any) -> bool:
        """Return whether the value is a tuple of these."""
        fits = isinstance(value, tuple) and len(value) == len(self.items)
        return fits and all(item.takes(each) for item, each in zip(self.items, value, strict=True))

    def made(self, value: Any) -> Any:
        """Return a list of these as a tuple."""
        is_listed = isinstance(value, list | tuple) or (isinstance(value, np.ndarray) and value.ndim)
        if not is_listed or len(value) != len(self.items):
            return NOT_MEANT
        made = tuple(item.made(each) for item, each in zip(self.items, value, strict=True))
        return NOT_MEANT if any(item is NOT_MEANT for item in made) else made

    def by_kind(self, value: Any) -> bool:  # noqa: ARG002
        """Return False: the items matter."""
        return False


class Entries(Asked):
    """Take a mapping; a series of pandas is one by its labels, a frame one by its columns."""

    def __init__(self, key: Asked, held: Asked) -> None:
        """Hold what the keys are and what stands under them."""
        self.key, self.held = key, held
        self.words = Text("映射", "a mapping")
        self.way_out = Text("写作字典 {键: 值}", "write a dictionary {key: value}")

    def takes(self, value: Any) -> bool:
        """Return whether the value is a mapping of these."""
        return (
            isinstance(value, Mapping) and all(map(self.key.takes, value)) and all(map(self.held.takes, value.values()))
        )

    def made(self, value: Any) -> Any:
        """Return labels or columns with what stands under them."""
        if not hasattr(value, "items"):
            return NOT_MEANT
        labels = [] if isinstance(value, Mapping) else labels_of(value)
        if not isinstance(value, Mapping) and (not labels or len(set(labels[-1])) != len(labels[-1])):
            return NOT_MEANT
        made = {self.key.made(key): self.held.made(held) for key, held in value.items()}
        wrong = any(part is NOT_MEANT for part in (*made, *made.values()))
        return NOT_MEANT if wrong or len(made) != len(value if isinstance(value, Mapping) else labels[-1]) else made

    def by_kind(self, value: Any) -> bool:  # noqa: ARG002
        """Return False: keys and values matter."""
        return False


class Numbers(Asked):
    """Take numbers in whatever array; one whose labels could be meant for the axes only where they are seen to."""

    words = _NUMBERS
    way_out = Text("给出数，或 numpy 数组", "give a number or a NumPy array")

    def __init__(self, *, sees_labels: bool, as_array: bool, kinds: str = "fiu") -> None:
        """Hold whether the function looks at labels, whether it has to be an array, and of which kinds of number."""
        self.sees_labels, self.as_array, self.kinds = sees_labels, as_array, kinds
        if as_array:
            self.words = Text("数组", "an array of numbers")

    def takes(self, value: Any) -> bool:
        """Return whether the value is an array of numbers, or a single number."""
        if type(value) is np.ndarray:
            return value.dtype.kind in self.kinds
        return not self.as_array and Number().takes(value)

    def made(self, value: Any) -> Any:
        """Return lists as arrays; what has labels as it stands, where the function sees them."""
        if self.takes(value):
            return value
        labels = labels_of(value)
        if labels and not self.sees_labels and not all(map(is_in_order, labels)):
            return NOT_MEANT
        array = _numeric(value, self.kinds)
        if array is None or (self.as_array and not array.ndim):
            return NOT_MEANT
        return value if labels and self.sees_labels else array

    def by_kind(self, value: Any) -> bool:
        """Return whether it is a single number."""
        return isinstance(value, float | int)


class OneOf(Asked):
    """Take what one of several takes."""

    def __init__(self, members: Collection[Asked]) -> None:
        """Hold them."""
        self.members = members
        spoken = dict.fromkeys(member.words for member in members if member.words)
        *first, last = (words.zh for words in spoken)
        self.words = Text("或".join(filter(None, ("、".join(first), last))), " or ".join(words.en for words in spoken))
        self.way_out = next((member.way_out for member in members if member.way_out), NO_TEXT)

    def takes(self, value: Any) -> bool:
        """Return whether one takes it as it stands."""
        return any(member.takes(value) for member in self.members)

    def made(self, value: Any) -> Any:
        """Return what the first makes of it to which it means something."""
        if self.takes(value):
            return value
        made = (member.made(value) for member in self.members)
        return next((each for each in made if each is not NOT_MEANT), NOT_MEANT)

    def by_kind(self, value: Any) -> bool:
        """Return whether all values of the type would be taken."""
        return any(member.by_kind(value) for member in self.members if member.takes(value))


def _turned(value: Any, kind: Kind | None) -> Any:
    """Return what a value is turned into where one of its classes is in the table of a kind."""
    ways = () if kind is None else (kind.turned[name] for name in names_of(value) if name in kind.turned)
    turned = next(iter(ways), None)
    return NOT_MEANT if turned is None else turned(value)


def _single(value: Any) -> Any:
    """Return the only number of an array without axes, and numbers of NumPy as those of Python."""
    return value.item() if isinstance(value, np.generic) or (type(value) is np.ndarray and not value.ndim) else value


def _numeric(value: Any, kinds: str) -> Any:
    if isinstance(value, str | bytes | Mapping | AbstractSet) or value is None:
        return None
    try:
        array = np.asarray(unmasked(value))
        if array.dtype.kind == "O" and all(Number().made(each) is not NOT_MEANT for each in array.flat):
            array = array.astype(float)
    except (TypeError, ValueError):
        # rows of unequal length, or an object that is no array
        return None
    return array if array.dtype.kind in kinds else array.astype(float) if not array.size else None
