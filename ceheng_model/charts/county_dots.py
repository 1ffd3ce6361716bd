"""Draw the incomes of many counties beside one another, from the base year to the last one."""

from collections.abc import Iterator, Sequence
from math import isnan

from matplotlib.axes import Axes

from ceheng_model.charts.drawing.canvas import drawing
from ceheng_model.charts.drawing.limits import Title, require, require_size
from ceheng_model.charts.drawing.pen import Pen
from ceheng_model.charts.drawing.placement import width
from ceheng_model.charts.drawing.style import RULE, SHEETS, STROKES, Size, Stroke
from ceheng_model.charts.registry import Material, Picture, chart
from ceheng_model.errors import Fault, InputError
from ceheng_model.plan_sets import CountyReview, PlansReview
from ceheng_model.vocabulary import Group, Language, Template, Text

_FINDING = Template(
    "按各县方案，{group}末年收入最低{low}（{lowest}），最高{high}（{highest}）",
    "by each plan, last-year income of {group} runs from {low} in {lowest} to {high} in {highest}",
)
_ONE_FINDING = Template(
    "按{county}的方案，{group}末年收入为{income}", "by the plan of {county}, last-year income of {group} is {income}"
)
_TOPIC = Template("{count}个县的收入：基年至末年", "incomes of {count} counties, base year to last year")
_MARKS = Template(
    "{marks}；空心为基年，实心为末年（按各县方案）", "{marks}; hollow: base year, filled: last year by each plan"
)
_MARK = Template("{group}：{mark}", "{group}: {mark}")
_NOTE = Text("各县方案；收入为名义值", "the counties' plans; incomes are nominal")
_LEFT_OUT = Template(
    "{note}；所画为列表中前{shown}个县，另有{count}个县未画出",
    "{note}; drawn are the first {shown} of the list, {count} more counties are not",
)
_SENTENCE = Template("{count}个县；{spans}。", "{count} counties; {spans}.")
_SPAN = Template(
    "{group}末年收入最低{low}（{lowest}），最高{high}（{highest}）", "{group}: {low} ({lowest}) to {high} ({highest})"
)

MOST_COUNTIES: dict[Size, int] = {"word": 45, "slide": 18}
"""Counties that a page has room for, and a slide."""


def county_dots(
    plans_review: PlansReview,
    *,
    ax: Axes | None = None,
    language: Language | None = None,
    size: Size = "word",
    title: Title | None = None,
) -> Axes:
    """Draw for every county its base-year and last-year income, in the order of the review.

    Of more counties than there is room for the first are drawn and the rest is counted; `numbers` has all. Raises
    `InputError` for anything but the result of `review_plans`, and where no plan can be projected.

    >>> from ceheng_model.files import shipped
    >>> from ceheng_model.plan_sets import load_plans, review_plans
    >>> ax = county_dots(review_plans(load_plans(shipped("plans")), audits=False))
    >>> len(ax.get_lines()) > 0
    True
    """
    review = require(plans_review, PlansReview, "cm.review_plans(plans)")
    there = [one for one in review.counties if one.incomes]
    if not there:
        raise InputError(_empty())
    shown = there[: MOST_COUNTIES[require_size(size)]]
    groups = [group for group in review.plans.groups if any(group.key in one.incomes for one in there)]
    height = len(shown) * SHEETS[size].body * 1.6 / 72.0 + 1.2
    terms = shown[0].county.plan.terms
    with drawing(ax, terms=terms, language=language, size=size, height=max(height, 2.6), title=title) as pen:
        left = _rows(pen, shown, groups)
        marks = Text.join(
            (
                _MARK.format(group=group.of_income, mark=stroke.called)
                for group, stroke in zip(groups, STROKES, strict=False)
            ),
            zh="，",
            en=", ",
        )
        topic = _TOPIC.format(count=len(there)).at_start()
        finding = _finding(pen, there, groups[-1]).at_start()
        pen.title(finding, topic=topic, unit=terms.unit, left=left, more=_MARKS.format(marks=marks))
        rest = len(there) - len(shown)
        pen.footnote(_LEFT_OUT.format(note=_NOTE, shown=len(shown), count=rest) if rest else _NOTE, left=left)
        pen.keep(review.tables()[0], _sentence(pen, there, groups))
    return pen.ax


@chart(county_dots, Text("各县收入", "Incomes of counties"))
def _pictures(material: Material) -> Iterator[Picture]:  # noqa: ARG001 - a single plan has no counties
    return iter(())


def _rows(pen: Pen, shown: Sequence[CountyReview], groups: Sequence[Group]) -> float:
    names = [pen.words(one.county.label) for one in shown]
    size = pen.sheet.mark
    for row, (one, name) in enumerate(zip(shown, names, strict=True)):
        pen.ax.axhline(-row, color=RULE, linewidth=0.6, zorder=0)
        for group, stroke in zip(groups, STROKES, strict=False):
            base, income = one.county.base(group.key), one.incomes.get(group.key)
            if base is None or income is None or isnan(income):
                continue
            pen.ax.plot([base, income], [-row, -row], color=stroke.colour, linewidth=pen.sheet.line * 0.7, zorder=2)
            _dot(pen, base, -row, stroke, filled=False, size=size)
            _dot(pen, income, -row, stroke, filled=True, size=size)
        pen.write(0.0, -row, name, ha="right", by=(-5.0, 0.0), on=pen.ax.get_yaxis_transform())
    pen.ax.set_ylim(-len(shown) + 0.4, 0.6)
    low, high = pen.ax.get_xlim()
    pen.ax.set_xlim(max(0.0, low), high)
    pen.frame("bottom")
    pen.ax.set_yticks([])
    pen.values("yuan", 0, axis="x")
    pen.ax.grid(visible=False, axis="y")
    return max(width(name, pen.points("body")) for name in names) + 5.0


def _dot(pen: Pen, x: float, y: float, stroke: Stroke, *, filled: bool, size: float) -> None:
    pen.ax.plot(
        [x],
        [y],
        marker=stroke.mark,
        markersize=size,
        markerfacecolor=stroke.colour if filled else "white",
        markeredgecolor=stroke.colour,
        linestyle="none",
        zorder=3,
    )


def _ends(there: Sequence[CountyReview], group: Group) -> tuple[CountyReview, CountyReview]:
    """Return the counties where the last income of a group is lowest and highest."""
    held = sorted((one for one in there if group.key in one.incomes), key=lambda one: one.incomes[group.key])
    return held[0], held[-1]


def _told(pen: Pen, one: CountyReview, group: Group) -> Text:
    return pen.terms.amount(pen.number(one.incomes[group.key], "yuan", 0))


def _finding(pen: Pen, there: Sequence[CountyReview], group: Group) -> Text:
    """Return how far apart the counties end, of the group that a plan lifts, which comes last."""
    low, high = _ends(there, group)
    if low is high:
        return _ONE_FINDING.format(county=low.county.label, group=group.label, income=_told(pen, low, group))
    ends = {"low": _told(pen, low, group), "high": _told(pen, high, group)}
    return _FINDING.format(group=group.label, lowest=low.county.label, highest=high.county.label, **ends)


def _sentence(pen: Pen, there: Sequence[CountyReview], groups: Sequence[Group]) -> Text:
    spans = []
    for group in groups:
        low, high = _ends(there, group)
        spans.append(
            _SPAN.format(
                group=group.of_income,
                low=_told(pen, low, group),
                lowest=low.county.label,
                high=_told(pen, high, group),
                highest=high.county.label,
            )
        )
    return _SENTENCE.format(count=len(there), spans=Text.join(spans, zh="；", en="; "))


def _empty() -> Fault:
    return Fault(
        what=Text("可测算的县", "the counties that can be projected"),
        rule=Text("至少一个", "be at least one"),
        got=0,
        way_out=Text("补上目标或增速", "give targets or growth"),
    )
