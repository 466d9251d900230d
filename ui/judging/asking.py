"""One question: the picture, the part it is said to be with another picture of that part, and the four answers."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.detection import Box
from app.domain.judging import Question, Verdict
from app.domain.part_number import PartNumber
from ui.judging.parts import PartChooser
from ui.judging.picture import CoverPicture
from ui.judging.view_model import KEYS, Round, Stage
from ui.judging.words import verdict_words
from ui.language import number
from ui.theme.plain_text import shown
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import ActionButton, label

Seen = tuple[QImage, QImage, Box | None]
"""The question's picture, another one of the claimed part, and where in that the cover lies."""
NOTHING_SEEN: Seen = (QImage(), QImage(), None)
_SIDE = 330


class Asking(QWidget):
    """``answered``: a Verdict. ``part_chosen``: the PartNumber that it is instead. ``take_back_asked``, ``more_asked``.
    What may be pressed when is told by the round."""

    answered = Signal(object)
    part_chosen = Signal(object)
    take_back_asked = Signal()
    more_asked = Signal()

    def __init__(self, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("judgingAsking")
        self._sizes = sizes
        self.picture = CoverPicture("judgedPicture", self.tr("The picture to judge"), colours, sizes)
        self.example = CoverPicture("examplePicture", self.tr("The part for comparison"), colours, sizes, marked=False)
        self.example.set_zoomed(True)
        self._round = Round()
        self._parts: tuple[PartNumber, ...] = ()
        self._busy = False
        self.chooser = PartChooser(sizes)
        self.chooser.chosen.connect(self.part_chosen)
        self.chooser.left.connect(self.close_chooser)
        self._build()

    # -- built once -------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        unit = self._sizes.unit
        self._side = QStackedWidget()
        self._side.setFixedWidth(round(_SIDE * self._sizes.text))
        self._side.addWidget(self._answers())
        self._side.addWidget(self.chooser)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(round(14 * unit))
        row.addWidget(self.picture, 1)
        row.addWidget(self._side)

    def _answers(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(round(8 * self._sizes.unit))
        self._left = label("muted", name="judgingLeft")
        self._left.setWordWrap(True)
        self._claim = label("section", self.tr("The camera's word: this is"))
        self._short = label("title", name="judgingShort")
        self._part = label("strong", name="judgingPart")
        self._part.setWordWrap(True)
        self.buttons = {verdict: self._button(verdict) for verdict in KEYS}
        self.back = self._action(self.tr("Z   Take back"), "judgingBack", "quiet")
        self.zoom = self._action(self.tr("Space   Close up"), "judgingZoom", "quiet")
        self.more = self._action(self.tr("Enter   Go on"), "judgingMore", "deskPrimary")
        self.back.clicked.connect(self.take_back_asked)
        self.zoom.clicked.connect(self.toggle_zoom)
        self.more.clicked.connect(self.more_asked)
        for widget in (self._left, self._claim, self._short, self._part):
            column.addWidget(widget)
        column.addWidget(self.example, 1)
        column.addStretch(0)
        for button in (*self.buttons.values(), self.more):
            column.addWidget(button)
        below = QHBoxLayout()
        below.setSpacing(column.spacing())
        below.addWidget(self.zoom)
        below.addWidget(self.back)
        column.addLayout(below)
        return side

    def _button(self, verdict: Verdict) -> ActionButton:
        words = verdict_words(verdict)
        button = self._action(f"{KEYS[verdict]}   {words}", f"judge_{verdict.value}", "choice")
        button.setAccessibleName(words)
        button.setProperty("verdict", verdict.value)
        button.clicked.connect(self._pressed)
        return button

    def _action(self, words: str, name: str, role: str) -> ActionButton:
        button = ActionButton(words, name, role)
        button.setFixedHeight(round(44 * self._sizes.unit))
        return button

    # -- what is seen -----------------------------------------------------------------------------------------------

    def show_round(self, now: Round, parts: tuple[PartNumber, ...], seen: Seen, *, busy: bool) -> None:
        """``busy``: something is under way, and nothing can be pressed."""
        if now.question != self._round.question:
            self.picture.set_zoomed(False)
            self._side.setCurrentIndex(0)
        self._round, self._parts, self._busy = now, parts, busy
        self._left.setText(self._left_words(now))
        self._show_claim(now.question)
        self.picture.show_picture(seen[0], now.question.box if now.question else None, self._picture_words(now))
        self.example.show_picture(seen[1], seen[2], self.tr("No picture of this part was judged correct yet."))
        asking = now.stage is Stage.ASKING
        for widget in (self._claim, self._short, self._part, self.example, self.zoom, *self.buttons.values()):
            widget.setVisible(asking)
        for verdict, button in self.buttons.items():
            button.setEnabled(self.may_answer(verdict))
        self.zoom.setEnabled(asking and not seen[0].isNull())
        self.more.setVisible(now.stage is Stage.DONE)
        self.back.setEnabled(not busy and now.last is not None)

    def may_answer(self, verdict: Verdict) -> bool:
        """Of a picture that nobody sees only that it is a bad one can be said."""
        asking = self._round.stage is Stage.ASKING and not self._busy
        return asking and (not self.picture.picture.isNull() or verdict is Verdict.BAD_PICTURE)

    def _show_claim(self, asked: Question | None) -> None:
        part = asked.claimed if asked else PartNumber("")
        self._short.setText(shown(part.short, 20))
        self._part.setText(shown(part.text, 100))

    def _left_words(self, now: Round) -> str:
        if now.stage is Stage.LOADING:
            return ""
        told = self.tr("{left} left") if not now.more else self.tr("{left} left, and more behind them")
        left = told.format(left=number(now.left))
        if not now.unseen:
            return left
        elsewhere = self.tr("{count} others have no picture on this machine.").format(count=number(now.unseen))
        return f"{left}. {elsewhere}"

    def _picture_words(self, now: Round) -> str:
        return {
            Stage.LOADING: self.tr("Loading…"),
            Stage.ASKING: self.tr("Loading…") if self._busy else self.tr("This picture cannot be shown."),
            Stage.DONE: self.tr("This round is done. Others wait behind it."),
            Stage.NOTHING: self.tr(
                "Nothing waits to be judged: of the last days every doubtful cover, and every one of the blind sample, "
                "has its verdict."
            ),
        }[now.stage]

    # -- what is pressed --------------------------------------------------------------------------------------------

    @Slot()
    def toggle_zoom(self) -> None:
        self.picture.set_zoomed(not self.picture.zoomed)

    def answer(self, verdict: Verdict) -> None:
        """A wrong part asks which it is first."""
        if not self.may_answer(verdict) or self._side.currentIndex():
            return
        if verdict is Verdict.WRONG_PART and self._round.question is not None:
            self._side.setCurrentIndex(1)
            self.chooser.ask(self._parts, self._round.question.claimed)
        else:
            self.answered.emit(verdict)

    def confirm(self) -> None:
        """What Enter means now."""
        if self._side.currentIndex():
            self.chooser.choose()
        elif self._round.stage is Stage.DONE:
            self.more_asked.emit()

    @Slot()
    def close_chooser(self) -> None:
        self._side.setCurrentIndex(0)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _pressed(self) -> None:
        button = self.sender()
        if isinstance(button, ActionButton):
            self.answer(Verdict(str(button.property("verdict"))))
