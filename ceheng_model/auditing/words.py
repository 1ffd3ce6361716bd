"""Say what an audit found in sentences that quote the plan."""

from collections.abc import Sequence

from ceheng_model.auditing.items import Item
from ceheng_model.auditing.repairs import Move
from ceheng_model.plan import Count, Numbering
from ceheng_model.tables import written
from ceheng_model.vocabulary import Text


def said(item: Item) -> Text:
    """Return an item in the plan's own words, with its quantity where the words are a bare cell of a table."""
    first = item.members[0]
    if not first.headline:
        return Text(f"{item.label.zh}“{item.words}”", f"{item.label.en} “{item.words}”")
    if first.quantity.named_with_words:
        return Text(f"“{item.words}”（{item.label.zh}）", f"“{item.words}” ({item.label.en})")
    return Text(f"“{item.words}”", f"“{item.words}”")


def interval(item: Item) -> Text:
    """Return the interval that an item allows, in words."""
    quantity, bounds = item.members[0].quantity, item.bounds
    low, high = (
        None if bound is None else written(quantity.figure(bound), "text") for bound in (bounds.low, bounds.high)
    )
    if low is not None and high is not None:
        return Text(f"{low} 至 {high}", f"{low} to {high}")
    if low is not None:
        return Text(f"不低于 {low}", f"{low} or more")
    return Text(f"不高于 {high}", f"{high} or less")


def count_sentence(count: Count) -> Text:
    """Return in words how a stated total differs from its parts."""
    parts = " + ".join(f"{part.value:g}" for part in count.parts)
    total, whole = f"{count.total.value:g}", f"{count.sum_of_parts:g}"
    fits = count.parts_that_fit()
    zh = "部分分项之和与之相等" if fits else "任何几项之和也都不等于它"
    en = "some of the parts add up to it" if fits else "no choice of parts adds up to it either"
    return Text(
        f"{count.label.zh}：总数 {total} {count.unit.zh}，分项 {parts} = {whole}；{zh}",
        f"{count.label.en}: {total} in all, but the parts are {parts} = {whole}; {en}",
    )


def numbering_sentence(numbering: Numbering) -> Text:
    """Return in words which numbers are missing or repeated."""
    missing, repeated = (", ".join(map(str, numbers)) for numbers in (numbering.missing, numbering.repeated))
    zh = [f"缺第{missing}条"] * bool(missing) + [f"第{repeated}条重复"] * bool(repeated)
    en = [f"no measure {missing}"] * bool(missing) + [f"measure {repeated} repeated"] * bool(repeated)
    return Text(f"编号{'，'.join(zh)}", f"numbering: {', '.join(en)}")


def sentence(members: Sequence[Item], moves: Sequence[Move]) -> Text:
    """Return why statements clash: what all but one of them force on the last."""
    ranked = sorted(range(len(members)), key=lambda i: (moves[i].possible, members[i].members[0].quantity.telling))
    chosen = ranked[-1]
    item, move = members[chosen], moves[chosen]
    others = [said(member) for position, member in enumerate(members) if position != chosen]
    if not move.possible:
        return Text("这些条目不能同时成立", "these statements cannot hold together")
    reached = written(item.members[0].quantity.figure(move.bound), "text")
    zh = "最低也是" if move.side == "high" else "最高只到"
    en = "is at least" if move.side == "high" else "is at most"
    allowed = interval(item)
    return Text(
        f"若{'、'.join(other.zh for other in others)}成立，则{item.label.zh}{zh} {reached}，"
        f"而{said(item).zh}要求{allowed.zh}",
        f"if {', '.join(other.en for other in others)} hold, {item.label.en} {en} {reached}, "
        f"but {said(item).en} asks for {allowed.en}",
    )
