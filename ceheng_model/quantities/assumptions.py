"""Say what quantities rest on beside incomes, each assumption once with all that rest on it."""

from collections.abc import Iterable

from ceheng_model.quantities.kinds import Quantity
from ceheng_model.quantities.known import Setting
from ceheng_model.vocabulary import Template, Text

_ABOUT = Template("· {labels}：{assumed}", "· {labels}: {assumed}")


def assumed_notes(labelled: Iterable[tuple[Text, Quantity]], setting: Setting) -> tuple[Text, ...]:
    """Return the assumptions of quantities, given with their labels, as lines of a list."""
    about: dict[Text, list[Text]] = {}
    for label, quantity in labelled:
        assumed = quantity.assumed(setting)
        if assumed is not None:
            about.setdefault(assumed, []).append(label)
    return tuple(_ABOUT.format(labels=Text.join(labels), assumed=assumed) for assumed, labels in about.items())
