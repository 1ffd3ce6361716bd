"""Write the sheet of targets: every statement and every growth cell, judged by formulas."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import nan

from ceheng_model.checks import CheckedStatement
from ceheng_model.documents.workbook import words
from ceheng_model.documents.workbook.book import DASH, Page, span
from ceheng_model.documents.workbook.formulas import cell_names
from ceheng_model.documents.workbook.formulas.named_constants import Constants
from ceheng_model.documents.workbook.formulas.quantity import (
    VALUE as OF_VALUE,
)
from ceheng_model.documents.workbook.formulas.quantity import (
    Cells,
    Places,
    Question,
    condition,
    forms_of,
    question,
)
from ceheng_model.documents.workbook.formulas.verdict import (
    Judged,
    Rows,
    distance_formula,
    room,
    sure_room,
    undecided_formula,
    verdict_formula,
)
from ceheng_model.documents.workbook.manuscript import Manuscript, Sheet
from ceheng_model.documents.workbook.sheets import constants, projection
from ceheng_model.documents.workbook.shown_scenario import Subject, printed_columns
from ceheng_model.plan import Statement
from ceheng_model.projection import Projection
from ceheng_model.quantities import Form, GdpFactor, KnownFigure, PricedShare, PriceFactor, ResidentsShare
from ceheng_model.tables import Kind
from ceheng_model.vocabulary import DISTANCE, NO_TEXT, Template, Text, Verdict, label_of
from ceheng_model.wording import ROUNDOFF, Wording

FIRST_ROW = 4
PRINTED, LOW, HIGH, VALUE, VERDICT, TO_GOAL, REQUIRED, OTHER, NOTE, HALF, UNSURE, ID = range(4, 16)
"""Columns after the quantity, the words, the place and the type."""
FURTHER = ID + 1
"""Column of the second printed value, where a statement of the plan prints a range."""
_HEADS = (
    Text("指标", "quantity"),
    words.WORDS_OF_THE_PLAN,
    Text("出处", "place"),
    Text("类型", "type"),
    Text("列明值", "printed"),
    Text("下限", "low"),
    Text("上限", "high"),
    Text("测算", "projected"),
    Text("判定", "verdict"),
    DISTANCE,
    Text("所需增速", "required"),
    Text("或", "or"),
    Text("说明", "note"),
    Text("半宽", "half width"),
    Text("舍入未定", "left open"),
    Text("条目", "statement"),
)
_TITLE = Template("目标校验：{kind}条目与增速表", "Targets: statements of the {kind} and its growth table")
_TITLE_WITHOUT_TABLE = Template("目标校验：{kind}条目", "Targets: statements of the {kind}")
_FURTHER_HEAD = Text("列明值上端", "printed, upper")
_WORKING_HEADS = (
    Text("方向（1=越高越好，-1=越低越好）", "side (1 = more is better, -1 = less is)"),
    Text("等于列明值算达到（1=是，-1=否）", "the value itself meets it (1 = yes, -1 = no)"),
    Text("算超过（1=越过，-1=到达，0=不设）", "is exceeded (1 = past, -1 = at, 0 = never)"),
    Text("判定界限", "limit"),
    Text("超过须越过的幅度", "room to exceed"),
    Text("可以判定（1=是）", "can be judged (1 = yes)"),
    Text("不能比较时", "where not compared"),
    Text("距界限", "room"),
    Text("扣除舍入后", "room, if sure"),
)
_STEP_HEAD = Template("分步{number}", "step {number}")
_QUOTED = 39
"""Width of the plan's words and of the place where they stand, together."""
_FEWEST, _MOST = 14, 28
"""What of it the words have at least and at most."""
_WIDTHS = (8, 10, 10, 10, 10, 9, 10, 10, 10, 28, 9, 9, 28)
"""Widths of the columns after them."""
_NARROWEST, _WIDEST = 28, 48.0
"""Width of the column of quantities; longer names take several lines."""


@dataclass(slots=True, kw_only=True)
class Judgement:
    """Hold where the row of a statement stands that other sheets speak of."""

    printed: str
    low: str
    high: str
    verdict: str
    side: str = ""
    limit: str = ""
    margin: str = ""
    given: str = ""
    undecided: str = ""
    value: str = ""
    distance: str = ""
    condition: Text | None = None
    """What has to be filled in before it can be judged, in words; None where it always can."""
    width: str = ""
    """What rounding leaves open, where that is the same on every path."""
    known: dict[KnownFigure, str] = field(default_factory=dict)
    """Where the known figures stand that it is worked out from."""


@dataclass(slots=True, kw_only=True)
class Bounds:
    """Hold where the rows of the statements stand."""

    rows: dict[str, Judgement] = field(default_factory=dict)
    """By statement; those that are judged have a value."""
    first_working: int
    """Column of the first working beside the table."""
    most_steps: int = 0
    verdicts: str = ""
    """The block of verdicts on the statements of the plan's text."""
    missed: str = ""
    """The cell that counts the statements of the plan's text that are missed."""


@dataclass(slots=True, kw_only=True)
class RowSteps:
    """Write the steps of a statement into the cells behind its row."""

    page: Page
    row: int
    judgement: Judgement
    constants: Constants
    column: int

    def known(self, known: KnownFigure, formula: str, value: float) -> str:
        """Return the address of a known figure; it stands there once."""
        if known not in self.judgement.known:
            self.judgement.known[known] = self.cell(formula, value)
        return self.judgement.known[known]

    def cell(self, formula: str, value: float) -> str:
        """Write a step into the next cell; return its address."""
        address = self.page.count(self.row, self.column, self.constants.without_numbers(formula), value, "number")
        self.column += 1
        return address


def write_targets(page: Page, manuscript: Manuscript) -> Bounds:
    """Write the sheet and return where bounds and verdicts stand."""
    subject, places = manuscript.subject, projection.places_of(manuscript)
    further = range(1, len(printed_columns(subject.plan.all_statements)))
    quoted = _quoted_widths(page, subject)
    after = (*(10 for _ in further), *(12 for _ in _WORKING_HEADS))
    page.columns([_label_width(page, subject), *quoted, *_WIDTHS, *after])
    # by its ids the sheet is known again when it is read back; nobody reads them
    page.sheet.set_column(ID, ID, page.widths[ID], None, {"hidden": True})
    terms = subject.terms
    page.title(terms.say(_TITLE if subject.plan.growth else _TITLE_WITHOUT_TABLE))
    order = terms.say(words.ORDER_OF_THE_RATIO) if terms.has_ratio else NO_TEXT
    page.hint(1, words.HOW_CHECKS_READ.format(order=order), wide=NOTE + 1)
    _count_missed(page, subject, manuscript.written(constants.SHEET))
    heads = [head if isinstance(head, Text) else terms.say(head) for head in _HEADS]
    page.heads(FIRST_ROW - 1, [*heads, *(_FURTHER_HEAD for _ in further), *_WORKING_HEADS])
    bounds = Bounds(missed=page.at(2, 1), first_working=FURTHER + len(further))
    for row, checked in enumerate(subject.checked, start=FIRST_ROW):
        _statement(page, row, checked, places, bounds, subject.projection)
    if subject.headline:
        bounds.verdicts = page.block((FIRST_ROW, VERDICT), (FIRST_ROW + len(subject.headline) - 1, VERDICT))
    last = FIRST_ROW + len(subject.checked) - 1
    for position in (0, *further):
        column = _printed_column(position)
        page.name_cells(cell_names.printed(position), (FIRST_ROW, column), (last, column))
    page.name_cells(cell_names.HALF_WIDTHS, (FIRST_ROW, HALF), (last, HALF))
    # they repeat sentences that are judged above: beside the counts and the named blocks
    for row, checked in enumerate(subject.everybody, start=last + 2):
        _statement(page, row, checked, places, bounds, subject.projection)
    page.add_columns(bounds.most_steps, 12)
    for number in range(1, bounds.most_steps + 1):
        page.heads(
            FIRST_ROW - 1, [_STEP_HEAD.format(number=number)], bounds.first_working + len(_WORKING_HEADS) + number - 1
        )
    lowest = last + 1 + len(subject.everybody) if subject.everybody else last
    page.colour_verdicts((FIRST_ROW, VERDICT), (lowest, VERDICT))
    page.sheet.freeze_panes(FIRST_ROW, 1)
    page.prints(rows=(FIRST_ROW - 1, FIRST_ROW - 1), wide=NOTE + 1)
    return bounds


SHEET = Sheet(name=Text("目标校验", "Targets"), write=write_targets)


def kind_of(statement: Statement) -> Kind:
    """Return the unit in which a statement's quantity is shown."""
    return statement.quantity.figure(nan).kind


def missed_formula(verdicts: str, found: Constants) -> str:
    """Return the formula that counts the statements missed in a block of verdicts."""
    return f"COUNTIF({verdicts},{found.verdict(Verdict.MISSED)})"


def left_open(asked: Question, value: str) -> str | None:
    """Return the formula of the half-width that rounding leaves open; None where there is none."""
    return None if asked.uncertainty is None else asked.uncertainty.replace(OF_VALUE, value)


def _label_width(page: Page, subject: Subject) -> float:
    return min(
        _WIDEST,
        page.label_width((checked.label for checked in (*subject.checked, *subject.everybody)), least=_NARROWEST),
    )


def _quoted_widths(page: Page, subject: Subject) -> tuple[float, float]:
    """Return the widths of the plan's words and of their place: what short words leave goes to the place."""
    said = (checked.statement.words for checked in (*subject.checked, *subject.everybody))
    widest = min(_MOST, page.label_width(said, least=_FEWEST))
    return widest, _QUOTED - widest


def _count_missed(page: Page, subject: Subject, found: Constants) -> None:
    """Count what is missed, among the statements of the plan's text and among the cells of its growth table."""
    headline, cells = len(subject.headline), len(subject.plan.growth)
    middle = FIRST_ROW + headline
    blocks = (
        (
            Text("未达到的条目", "statements missed"),
            (FIRST_ROW, max(middle, FIRST_ROW + 1)),
            subject.checked[:headline],
        ),
        (Text("未达到的增速格", "growth cells missed"), (middle, middle + cells), subject.checked[headline:]),
    )
    # a plan without a growth table has no cells to count
    for column, (label, (first, after), checked) in zip((0, 2), blocks[: 1 + bool(cells)], strict=False):
        page.say(2, column, label, "result label")
        verdicts = span(page.at(first, VERDICT), page.at(after - 1, VERDICT))
        missed = sum(statement.verdict is Verdict.MISSED for statement in checked)
        page.count(2, column + 1, missed_formula(verdicts, found), missed, "result count")


def _statement(
    page: Page, row: int, checked: CheckedStatement, places: Places, bounds: Bounds, path: Projection
) -> None:
    """Write the row of a statement."""
    statement = checked.statement
    page.say(row, 0, checked.label, "label wrapped")
    page.say(row, 1, statement.words, "label wrapped")
    page.say(row, 2, statement.place, "label wrapped")
    if statement.firmest is None:
        page.say(row, 3, statement.wording.label, "centred")
    else:
        kinds = (statement.wording.label, statement.firmest.label)
        page.say(row, 3, Text.join(kinds, zh="；", en="; "), "centred wrapped")
    page.say(row, ID, statement.id, "key")
    _write_bounds(page, row, statement, bounds)
    forms = forms_of(statement, places)
    if forms is None:
        _not_judged(page, row, checked)
        return
    judgement, found = bounds.rows[statement.id], places.constants
    _working(page, row, statement, judgement, bounds, found)
    wanted = condition(forms, places)
    judgement.condition = _condition_in_words(forms)
    column = bounds.first_working + _GIVEN
    is_given = float(checked.verdict is not Verdict.NOT_JUDGED)
    formula = "1" if wanted is None else f"IF({wanted},1,0)"
    judgement.given = page.count(row, column, formula, is_given, "plain number")
    said = Verdict.UNDECIDABLE if is_given else Verdict.NOT_JUDGED
    formula = undecided_formula(judgement.given, constants=found)
    column = bounds.first_working + _UNDECIDED
    judgement.undecided = page.count(row, column, formula, page.words(said.label), "centred")
    steps = RowSteps(
        page=page, row=row, judgement=judgement, constants=found, column=bounds.first_working + len(_WORKING_HEADS)
    )
    asked = question(
        statement,
        forms,
        Cells(places, steps, path.scenario),
        printed=judgement.printed,
        given=judgement.given if judgement.condition else None,
        path=path,
    )
    bounds.most_steps = max(bounds.most_steps, steps.column - bounds.first_working - len(_WORKING_HEADS))
    _judged(page, row, checked, asked, (bounds, found))


_SIDE, _ITSELF, _BEYOND, _LIMIT, _MARGIN, _GIVEN, _UNDECIDED, _ROOM, _SURE = range(9)
"""Columns of the workings, from the first one on."""


def _working(
    page: Page, row: int, statement: Statement, judgement: Judgement, bounds: Bounds, found: Constants
) -> None:
    """Write how the statement is judged: its side, its limit and from where it is exceeded."""
    first, wording = bounds.first_working, statement.wording
    how = Judged.of(wording)
    side, itself, beyond = (
        page.put(row, first + column, value, "plain number")
        for column, value in ((_SIDE, how.side), (_ITSELF, how.itself), (_BEYOND, how.beyond))
    )
    formulas = Rows(constants=found, side=side, itself=itself, beyond=beyond, low=judgement.low, high=judgement.high)
    low, high = (0.0, 0.0) if wording.strict else wording.ends
    near, far = (low, high) if how.side > 0 else (high, low)
    limit = near - how.side * how.itself * ROUNDOFF * max(abs(near), 1.0)
    margin = how.side * (far - limit) + how.beyond * ROUNDOFF * max(abs(far), 1.0) if how.beyond else nan
    judgement.side = side
    judgement.limit = page.count(row, first + _LIMIT, formulas.limit(), limit, "number")
    judgement.margin = page.count(row, first + _MARGIN, formulas.margin(judgement.limit), margin, "number")


def _style(statement: Statement) -> str:
    kind = kind_of(statement)
    return kind if kind in ("yuan", "percent", "points", "ratio") else "number"


def _write_bounds(page: Page, row: int, statement: Statement, bounds: Bounds) -> None:
    """Write what the plan prints, and between which values it is met."""
    wording, style = statement.wording, _style(statement)
    # a sign prints no value, and its bound is nought
    values = wording.printed_values or (0.0,)
    fine = "zero as dash" if wording.strict else _fine(style)
    cells = [page.put(row, _printed_column(position), value, fine) for position, value in enumerate(values)]
    page.put(row, HALF, wording.half_width, "number")
    low, high = _ends(page, row, wording, cells, style)
    bounds.rows[statement.id] = Judgement(
        printed=cells[values.index(wording.aim)], low=low, high=high, verdict=page.at(row, VERDICT)
    )


def _judged(
    page: Page, row: int, checked: CheckedStatement, asked: Question, bounds_and_words: tuple[Bounds, Constants]
) -> None:
    """Write the value with its verdict, its distance to the goal and the growth that would just do."""
    statement, style = checked.statement, _style(checked.statement)
    bounds, found = bounds_and_words
    judgement, first = bounds.rows[statement.id], bounds.first_working
    value = page.count(row, VALUE, asked.value, checked.value, style)
    judgement.value = value
    width = _uncertainty(page, row, asked, value, checked)
    if asked.uncertainty is not None and not asked.follows_levels:
        judgement.width = page.at(row, UNSURE)
    left = room_left(statement.wording, checked.value)
    formula = room(value, side=judgement.side, limit=judgement.limit, constants=found)
    whole = page.count(row, first + _ROOM, formula, left, "number")
    sure = nan if width > abs(left) else left
    formula = sure_room(whole, page.at(row, UNSURE), constants=found)
    known = page.count(row, first + _SURE, formula, sure, "number")
    verdict = verdict_formula(known, margin=judgement.margin, undecided=judgement.undecided, constants=found)
    page.count(row, VERDICT, verdict, page.words(checked.verdict.label), "centred")
    distance = distance_formula(value, side=judgement.side, aim=judgement.printed, found=whole, constants=found)
    judgement.distance = page.count(row, TO_GOAL, distance, checked.distance_to_goal, style)
    for position, column in enumerate((REQUIRED, OTHER)):
        if position < len(asked.required):
            growth = checked.required[position].growth if position < len(checked.required) else nan
            page.count(row, column, asked.required[position], growth, "percent 3")
        else:
            page.blank(row, column, "empty")
    note = _with_what_it_rests_on(_note(checked, judgement.condition), checked.rests_on)
    page.say(row, NOTE, _with_how_it_is_read(note, checked), "label wrapped")


def room_left(wording: Wording, value: float) -> float:
    """Return how far a value lies past the limit at which words are just met."""
    how = Judged.of(wording)
    low, high = (0.0, 0.0) if wording.strict else wording.ends
    near = low if how.side > 0 else high
    return how.side * (value - (near - how.side * how.itself * ROUNDOFF * max(abs(near), 1.0)))


def _uncertainty(page: Page, row: int, asked: Question, value: str, checked: CheckedStatement) -> float:
    """Write what rounding leaves open; return it, zero where there is none."""
    formula = left_open(asked, value)
    if formula is None:
        page.blank(row, UNSURE, "empty")
        return 0.0
    width = nan if checked.verdict is Verdict.NOT_JUDGED else checked.uncertainty
    page.count(row, UNSURE, formula, width, "small")
    return width


def _printed_column(position: int) -> int:
    return PRINTED if position == 0 else FURTHER + position - 1


def _ends(page: Page, row: int, wording: Wording, printed: Sequence[str], style: str) -> tuple[str, str]:
    half, fine = page.at(row, HALF), _fine(style)
    low, high = wording.ends
    sides = (
        (LOW, f"{printed[0]}-{half}", low, wording.better == "up"),
        (HIGH, f"{printed[-1]}+{half}", high, wording.better == "down"),
    )
    addresses = [
        page.say(row, column, DASH, "centred")
        if wording.strict and (not shown or style == "number")
        else page.count(row, column, formula, end, fine)
        for column, formula, end, shown in sides
    ]
    return addresses[0], addresses[1]


def _fine(style: str) -> str:
    """Return the style that shows the ends of an interval in full."""
    return {"yuan": "yuan 2", "percent": "percent", "points": "points", "ratio": "map right"}.get(style, style)


def _not_judged(page: Page, row: int, checked: CheckedStatement) -> None:
    page.say(row, VALUE, DASH, "centred")
    page.say(row, VERDICT, checked.verdict.label, "centred")
    for column in (TO_GOAL, REQUIRED, OTHER, UNSURE):
        page.blank(row, column, "empty")
    page.say(row, NOTE, _with_how_it_is_read(checked.note or "", checked), "label wrapped")


def _with_how_it_is_read(note: Text | str, checked: CheckedStatement) -> Text | str:
    """Return a note with what the plan's folder says of base and words, and where else they bind more firmly."""
    base = words.BASE_DERIVED if checked.circular else None
    more = [said for said in (base, checked.statement.note, checked.statement.firmer_note) if said is not None]
    first = [note if isinstance(note, Text) else Text.same(note)] if note else []
    return Text.join([*first, *more], zh="；", en="; ") if more else note


def _with_what_it_rests_on(note: Text | str, rests_on: Text | None) -> Text | str:
    """Return a note with the levels that nobody has published; some notes name them already."""
    said = note if isinstance(note, Text) else Text.same(note)
    if rests_on is None or rests_on.zh in said.zh:
        return note
    return Text.join([said, rests_on], zh="；", en="; ") if said else rests_on


def _condition_in_words(forms: Sequence[Form]) -> Text | None:
    """Return what has to be filled in before forms can be judged, and how it enters; None where nothing has."""
    known = [one for form in forms for one in form.known]
    if any(isinstance(one, GdpFactor) for one in known):
        return words.REAL_OR_NOMINAL
    if any(isinstance(one, PriceFactor) and one.needed for one in known):
        return words.IF_PRICES
    shares = (one.share if isinstance(one, PricedShare) else one for one in known)
    return words.IF_RESIDENTS if any(isinstance(one, ResidentsShare) for one in shares) else None


def _note(checked: CheckedStatement, condition_in_words: Text | None) -> Text | str:
    """Return what to mind about a statement, leaving out what an edit of the inputs makes untrue."""
    against = checked.statement.quantity.against
    if checked.statement.quantity.remark is not None:
        return checked.statement.quantity.remark
    if condition_in_words is not None:
        return condition_in_words
    if against is not None and checked.note is not None:
        return checked.note
    if against is not None and against.series is not None and checked.rests_on is None:
        return words.REGION_AS_PUBLISHED.format(region=label_of(against.series))
    return ""
