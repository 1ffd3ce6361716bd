"""Hold an interview on a terminal: ask, tell mistakes at once, go back, and show everything before it is written."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ceheng_model.characters import printable
from ceheng_model.cli.given.forces import goals_in
from ceheng_model.cli.given.sheet import OF_A_GROUP, YES, Sheet
from ceheng_model.cli.interview.questions import Question, questions
from ceheng_model.cli.interview.replies import SuspicionError
from ceheng_model.cli.interview.so_far import SoFar
from ceheng_model.cli.missing import in_own_words
from ceheng_model.errors import FILLED, NOTHING, CehengError, Fault, InputError, choice
from ceheng_model.files import Written
from ceheng_model.vocabulary import NO_TEXT, Language, Template, Text

BACK = ("<", "返回", "back")
"""What takes one back to the question before."""
HELP = ("?", "？")
"""What shows how an interview is led."""
NONE = ("无", "none", "-")
"""What stands for an empty answer where another one is offered."""


@dataclass(slots=True, kw_only=True)
class Interview:
    """Lead somebody through the questions on a plan; the answers are kept whatever happens."""

    sheet: Sheet
    language: Language
    file: Path | None = None
    """Where the answers are kept, as they are given."""
    _asked: list[str] = field(default_factory=list)
    _right: dict[tuple[str, str], Text] = field(default_factory=dict)
    """Answers that were found to be some, with how they are read."""
    _sure: set[tuple[str, str]] = field(default_factory=set)
    """Answers that look like slips and were given twice."""
    _earlier: dict[str, str] = field(default_factory=dict)
    """Answers that were taken back, to be offered again."""

    def hold(self, write: Callable[[Sheet], None]) -> None:
        """Ask until everything is answered, show it, and write it once it is agreed to.

        Where it cannot be written the reason is told, and it is shown again. Raises `EOFError` or `KeyboardInterrupt`
        where it is broken off.
        """
        if self.file is not None:
            # a file that cannot be written is known before anything is asked
            self.save(self.file)
        self._say(_OPENING)
        while True:
            self._ask_all()
            changed = self._reviewed()
            if changed is not None:
                self._take_back(changed)
                continue
            try:
                write(self.sheet)
            except CehengError as error:
                self._tell(error)
                if not isinstance(error, InputError):
                    raise
                continue
            return

    def save(self, path: Path) -> Written:
        """Write the answers so far into a file."""
        notes = {question.key: question.ask for question in self._answered()}
        return self.sheet.write(path, notes, self.language)

    def _ask_all(self) -> None:
        while (question := self._next()) is not None:
            self._answer(question)
            if self.file is not None:
                self.save(self.file)

    def _next(self) -> Question | None:
        """Return the first question without a right answer; None where all have one."""
        for question in questions(self.sheet):
            if question.key not in self.sheet:
                return question
            given = (question.key, self.sheet.get(question.key))
            if given in self._right:
                continue
            try:
                self._check(question, given[1])
            except InputError as error:
                self._tell(error)
                return question
        return None

    def _answered(self) -> list[Question]:
        listed = []
        for question in questions(self.sheet):
            if question.key not in self.sheet:
                break
            listed.append(question)
        return listed

    def _answer(self, question: Question) -> None:
        """Ask one question until it has an answer, or lead back to the one before."""
        offered = self._earlier.get(question.key, self.sheet.get(question.key) or question.default)
        first = True
        if question.listed:
            self._say(question.listed)
        while True:
            typed = self._line(question, offered, hinted=first)
            first = False
            if typed in HELP:
                self._say(_HELP)
                first = True
                continue
            if typed.lower() in BACK:
                self._back()
                return
            text = "" if typed.lower() in NONE else typed or offered
            try:
                read = self._check(question, text)
            except InputError as error:
                self._tell(error)
                # what is offered stays, unless it is the mistake
                offered = "" if text == offered else offered
                continue
            if read:
                self._say(_SAID.format(read=read))
            self._keep(question, text)
            return

    def _check(self, question: Question, text: str) -> Text:
        """Return how an answer is read; raise `InputError` where it is none."""
        if question.needed and not text.strip():
            raise InputError(Fault(what=question.ask, rule=FILLED, got=NOTHING, way_out=question.hint))
        if not text.isprintable():
            way_out = Text("去掉看不见的字符", "leave out signs that cannot be seen")
            raise InputError(Fault(what=question.ask, rule=_VISIBLE, got=text, way_out=way_out))
        given = (question.key, text)
        try:
            read = question.reply(text, question.ask, SoFar(sheet=self.sheet))
        except SuspicionError:
            if given not in self._sure:
                self._sure.add(given)
                raise
            read = NO_TEXT
        self._right[given] = read
        return read

    def _keep(self, question: Question, text: str) -> None:
        key = question.key
        kept = {**question.kept(text, SoFar(sheet=self.sheet))}
        if key == "series" and (key, text) in self._sure:
            # base incomes that were confirmed here are not asked about when they are written
            kept["confirm"] = YES.in_language(self.language)
        told = self.sheet.held(key)
        goals, sheet = goals_in(self.sheet), self.sheet.without(told)
        for name, answer in kept.items():
            sheet = sheet.with_answer(name, answer)
        sheet = sheet.without(_of_groups_gone(sheet)) if key == "group" else sheet
        # numbers that name goals are those of a list that stands no more
        self.sheet = sheet if goals_in(sheet) == goals else sheet.without([*sheet.held("force")])
        self._earlier.pop(key, None)
        if key in self._asked:
            self._asked.remove(key)
        self._asked.append(key)

    def _back(self) -> None:
        """Take back the answer before, to be given again."""
        if self._asked:
            self._take_back(self._asked.pop())
        else:
            self._say(_FIRST)

    def _take_back(self, key: str) -> None:
        self._earlier[key] = self.sheet.get(key)
        self.sheet = self.sheet.without(self.sheet.held(key))
        # what was right may rest on what is changed
        self._right.clear()

    def _reviewed(self) -> str | None:
        """Show all answers; return the key of one that is to be changed, None where they are agreed to."""
        listed = self._answered()
        self._say(_REVIEW)
        for at, question in enumerate(listed, start=1):
            text = self.sheet.get(question.key)
            shown = Text.same(printable(text)) if text else _NOTHING
            read = self._right.get((question.key, text), NO_TEXT)
            if read and "\n" not in read.zh:
                shown = _READ.format(text=shown, read=read)
            self._say(_ROW.format(at=f"{at:3d}", ask=question.ask, text=shown))
        while True:
            typed = self._read(_AGREE.in_language(self.language)).strip()
            if not typed:
                return None
            if typed.isdecimal() and 1 <= int(typed) <= len(listed):
                return listed[int(typed) - 1].key
            if typed.lower() in BACK:
                return listed[-1].key
            known = [Text.same(f"1-{len(listed)}").in_language(self.language), "<"]
            self._tell(InputError(choice(_AT, typed, known)))

    def _line(self, question: Question, offered: str, *, hinted: bool) -> str:
        shown = _OFFERED.format(offered=printable(offered)) if offered else NO_TEXT
        hint = _HINT.format(hint=question.hint) if hinted else NO_TEXT
        prompt = _PROMPT.format(ask=question.ask, hint=hint, offered=shown)
        return self._read(prompt.in_language(self.language)).strip()

    def _read(self, prompt: str) -> str:
        return input(printable(prompt, lines=True))

    def _say(self, text: Text) -> None:
        print(printable(text.in_language(self.language), lines=True), flush=True)

    def _tell(self, error: CehengError) -> None:
        self._say(_MISTAKE.format(message=in_own_words(error).message))


def _of_groups_gone(sheet: Sheet) -> list[str]:
    """Return the keys of answers on groups that the plan is not about."""
    keys = {group.key for group in SoFar(sheet=sheet).groups}
    return [key for key in sheet.answers if (name := _group_in(key)) is not None and name not in keys]


def _group_in(key: str) -> str | None:
    """Return the group that the key of an answer names, if it names one."""
    parts = key.split(".")
    if parts[0] in ("force", "words", "place"):
        parts = parts[1:]
    return parts[1] if len(parts) > 1 and parts[0] in OF_A_GROUP else None


_OPENING = Text(
    "逐项回答；输入 < 返回上一项，? 看说明，Ctrl-D 中断并保存已填的答案。写入之前可以核对和修改。",
    "Answer one by one; < goes back, ? shows help, Ctrl-D breaks off and keeps the answers. All is shown before it is "
    "written.",
)
_HELP = Text(
    "照方案原文填写数字和措辞：8%以上、2.7万元左右、力争突破3万元、2.5以内、1.9:1。\n"
    "其他承诺写作一句话：人群、哪一项收入、年份、说的是什么、多少，如 农村2026年实际增长7%、\n"
    "农村增速高于城镇1个百分点、农村收入与经济增长同步；句子说不清的写 键=值，如\n"
    "quantity=relative_level; group=rural; against=national.all; value=66%（见说明书“方案可以说什么”一页）。\n"
    "没有写的直接回车，不会补上任何数字。方括号中的答案按回车采用，输入 无 即清空。\n"
    "输入 <（或 返回）回到上一项；Ctrl-D 或 Ctrl-C 中断，已填的答案存入文件，下次用 --answers 接着填。",
    "Type figures and wording as the plan prints them: 8% or more, about 27000, at most 2.5, strive for more than 3%.\n"
    "Anything else is one sentence: who, which component, the year, what, how much, such as\n"
    "rural real growth 2026 7%, rural growth above urban; or KEY=VALUE, such as\n"
    "quantity=relative_level; group=rural; against=national.all; value=66% (see the page What a plan may say).\n"
    "What it does not say is left empty; nothing is made up. Enter takes what stands in brackets, none clears it.\n"
    "< (or back) goes back one question; Ctrl-D or Ctrl-C breaks off: the answers are kept, go on with --answers.",
)
_PROMPT = Template("{ask}{hint}{offered}：", "{ask}{hint}{offered}: ")
_HINT = Template("（{hint}）", " ({hint})")
_OFFERED = Template("[{offered}]", " [{offered}]")
_SAID = Template("  {read}", "  {read}")
_MISTAKE = Template("  ✗ {message}", "  ✗ {message}")
_FIRST = Text("  已是第一项", "  this is the first question")
_VISIBLE = Text("只含看得见的字符", "hold signs that are seen")
_REVIEW = Text("\n请核对：", "\nPlease check:")
_ROW = Template("{at} {ask}：{text}", "{at} {ask}: {text}")
_READ = Template("{text}（{read}）", "{text} ({read})")
_NOTHING = Text("（没有）", "(nothing)")
_AGREE = Text("回车写入；修改哪一项，输入其序号：", "Enter writes it; type a number to change that answer: ")
_AT = Text("序号", "the number")
