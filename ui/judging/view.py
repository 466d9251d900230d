"""The page of judging: one question after another, and what the answers say."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.errors import OperationalError
from app.domain.judging import EscapeRow, Grouping, Question, Verdict
from app.domain.part_number import PartNumber
from app.domain.people import Actor
from app.ports.evidence_shelf import EvidenceShelf
from app.use_cases.judge import Judge, TrainingSetOutcome
from ui.errand import Errand
from ui.judging.asking import NOTHING_SEEN, Asking, Seen
from ui.judging.picture import picture_of
from ui.judging.results import Results
from ui.judging.view_model import KEYS, Round, Stage
from ui.judging.words import outcome_words
from ui.language import said_error
from ui.theme.keys import answer_keys
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import ActionButton, label, set_tone

LIMIT_S = 60.0
EXPORT_LIMIT_S = 6 * 3600.0


@dataclass(frozen=True, slots=True)
class _Now:
    """Where the round stands after a job, and what is seen of its question."""

    round: Round
    parts: tuple[PartNumber, ...]
    seen: Seen


class _Export:
    """What the thread that exports and the screen tell each other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.stopped = threading.Event()
        self.done = (0, 0)

    def going(self, done: int, total: int) -> bool:
        self.done = (done, total)
        return not self.stopped.is_set()


class JudgingPage(QWidget):
    """GUI thread; everything slow is one errand at a time, but for an export, which goes on beside them.

    Keys: 1 to 4 answer, Space shows the cover close up, Z takes the last verdict back, Enter goes on with the next
    round, R shows the rates and Q the queue, F5 loads again.
    """

    def __init__(self, judge: Judge, shelf: EvidenceShelf, actor: Actor, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("judgingPage")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._judge, self._shelf, self._actor, self._sizes = judge, shelf, actor, sizes
        self._round, self._seen = Round(), NOTHING_SEEN
        self._parts: tuple[PartNumber, ...] = ()
        self._grouping = Grouping.PART
        self._export: _Export | None = None
        self._errand = Errand(self, "judging")
        self._exporting = Errand(self, "training-set")
        self.asking = Asking(colours, sizes)
        self.results = Results(colours, sizes)
        self._said = label("strong", name="judgingSaid")
        self._said.setWordWrap(True)
        self._build()
        self._connect()
        self._show()

    def refresh(self) -> None:
        """A round that somebody is in the middle of goes on."""
        self.setFocus()
        if self._stack.currentWidget() is self.results:
            self._load_rates()
        elif self._round.stage is not Stage.ASKING:
            self.load()

    def close_page(self) -> None:
        """An export under way is stopped."""
        self.stop_export()
        self._errand.cancel()
        self._exporting.cancel()

    # -- built once -------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        unit, tabs = self._sizes.unit, QHBoxLayout()
        self._stack = QStackedWidget()
        self._tabs = QButtonGroup(self)
        for name, words, page in (
            ("judgingQueue", self.tr("Queue (Q)"), self.asking),
            ("judgingRates", self.tr("Escape rate (R)"), self.results),
        ):
            button = ActionButton(words, name, "segment")
            button.setCheckable(True)
            button.setChecked(page is self.asking)
            button.setFixedSize(round(170 * unit), round(36 * unit))
            self._tabs.addButton(button, self._stack.addWidget(page))
            tabs.addWidget(button)
        tabs.setSpacing(round(4 * unit))
        tabs.addWidget(self._said, 1)
        column, margin = QVBoxLayout(self), round(12 * unit)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(round(10 * unit))
        column.addLayout(tabs)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._tabs.idClicked.connect(self._open)
        self.asking.answered.connect(self._answer)
        self.asking.part_chosen.connect(self._answer_part)
        self.asking.take_back_asked.connect(self.take_back)
        self.asking.more_asked.connect(self.load)
        self.results.grouping_asked.connect(self._group)
        self.results.export_asked.connect(self._ask_folder)
        self.results.stop_asked.connect(self.stop_export)
        self._errand.done.connect(self._come)
        self._exporting.done.connect(self._exported)
        self._exporting.going.connect(self._show_export)
        for errand in (self._errand, self._exporting):
            errand.failed.connect(self._failed)
            errand.too_late.connect(self._no_answer)
        answer_keys(
            self,
            {
                "Space": self.asking.toggle_zoom,
                "Z": self.take_back,
                "Return": self._go_on,
                "Enter": self._go_on,
                "Q": self._open_queue,
                "R": self._open_rates,
                "F5": self.load,
                **{key: partial(self._pressed, verdict) for verdict, key in KEYS.items()},
            },
        )

    # -- the queue --------------------------------------------------------------------------------------------------

    @Slot()
    def load(self) -> None:
        if self._stack.currentWidget() is self.results:
            self._load_rates()
        else:
            self._begin(self._loaded)

    def _loaded(self) -> _Now:
        queue = self._judge.queue(self._actor)
        parts = self._judge.parts(self._actor) if queue.questions else ()
        now = Round(queue.questions, more=queue.more, unseen=queue.unseen, loaded=True)
        return _Now(now, parts, self._look(now.question))

    def _look(self, asked: Question | None) -> Seen:
        """On the errand's thread."""
        if asked is None:
            return NOTHING_SEEN
        picture = picture_of(self._shelf, asked.picture)
        example = self._judge.example(self._actor, asked.claimed)
        if example is None:
            return picture, NOTHING_SEEN[1], None
        return picture, picture_of(self._shelf, example.picture), example.box

    @Slot(object)
    def _answer(self, verdict: Verdict) -> None:
        self._say_verdict(verdict, None)

    @Slot(object)
    def _answer_part(self, part: PartNumber) -> None:
        self._say_verdict(Verdict.WRONG_PART, part)

    def _say_verdict(self, verdict: Verdict, part: PartNumber | None) -> None:
        asked, after, parts = self._round.question, self._round.judged(), self._parts
        if asked is None or self._errand.running:
            return

        def judged() -> _Now:
            self._judge.judge(self._actor, asked, verdict, part)
            return _Now(after, parts, self._look(after.question))

        self._begin(judged)

    @Slot()
    def take_back(self) -> None:
        """The last verdict; its question is asked again."""
        last = self._round.last
        if last is None or self._errand.running or self._stack.currentWidget() is not self.asking:
            return
        after, parts = self._round.taken_back(), self._parts

        def taken_back() -> _Now:
            self._judge.take_back(self._actor, last)
            return _Now(after, parts, self._look(after.question))

        self._begin(taken_back)

    @Slot()
    def _go_on(self) -> None:
        if self._stack.currentWidget() is self.asking:
            self.asking.confirm()

    def _pressed(self, verdict: Verdict) -> None:
        if self._stack.currentWidget() is self.asking:
            self.asking.answer(verdict)

    # -- the rates --------------------------------------------------------------------------------------------------

    @Slot(int)
    def _open(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        self._tabs.button(place).setChecked(True)
        self._say("")
        self.refresh()

    @Slot()
    def _open_queue(self) -> None:
        self._open(self._stack.indexOf(self.asking))

    @Slot()
    def _open_rates(self) -> None:
        self._open(self._stack.indexOf(self.results))

    @Slot(object)
    def _group(self, by: Grouping) -> None:
        self._grouping = by
        self._load_rates()

    def _load_rates(self) -> None:
        by = self._grouping
        self._begin(lambda: self._judge.rates(self._actor, by))

    @Slot()
    def _ask_folder(self) -> None:
        """The dialog names a folder that is not there yet."""
        words = self.tr("A folder for the training set, which is not there yet")
        name, _ = QFileDialog.getSaveFileName(self, words, str(Path.home() / "training-set"))
        if name:
            self.export_to(Path(name))

    def export_to(self, folder: Path) -> None:
        if self._exporting.running:
            return
        export = self._export = _Export(folder)
        self._say("")
        self._show_export(0.0)
        self._exporting.begin(lambda: self._judge.export(self._actor, folder, export.going), EXPORT_LIMIT_S)

    @Slot()
    def stop_export(self) -> None:
        if self._export is not None:
            self._export.stopped.set()

    @Slot(float)
    def _show_export(self, waited_s: float) -> None:  # noqa: ARG002  # the signal's
        self.results.show_export(self._export.done if self._export else None)

    @Slot(object)
    def _exported(self, outcome: TrainingSetOutcome) -> None:
        folder = str(self._export.folder) if self._export else ""
        self._export = None
        self._show_export(0.0)
        self._say(outcome_words(outcome, folder), "good" if outcome.written else "plain")

    # -- errands ----------------------------------------------------------------------------------------------------

    def _begin(self, job: Callable[[], object]) -> None:
        self._say("")
        self._errand.begin(job, LIMIT_S)
        self._show()

    @Slot(object)
    def _come(self, brought: _Now | tuple[EscapeRow, ...]) -> None:
        if isinstance(brought, _Now):
            self._round, self._parts, self._seen = brought.round, brought.parts, brought.seen
        else:
            self.results.show_rows(brought, self._grouping)
        self._show()

    @Slot(object)
    def _failed(self, error: OperationalError) -> None:
        if self.sender() is self._exporting:
            self._export = None
            self._show_export(0.0)
        self._say(str(said_error(error)), "bad")
        self._show()

    @Slot()
    def _no_answer(self) -> None:
        self.stop_export()
        self._export = None
        self._show_export(0.0)
        self._say(self.tr("No answer. Try again (F5)."), "bad")
        self._show()

    def _show(self) -> None:
        self.asking.show_round(self._round, self._parts, self._seen, busy=self._errand.running)

    def _say(self, words: str, tone: str = "plain") -> None:
        self._said.setText(words)
        set_tone(self._said, tone)
