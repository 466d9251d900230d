"""Around each page of the wizard: how far it is, what is asked, and the ways on."""

from PySide6.QtCore import Signal
from PySide6.QtSvgWidgets import QSvgWidget
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.setup.view_model import STEPS, SetupState
from ui.setup.words import step_asks, step_title
from ui.shell.top_bar import MARK
from ui.theme.tokens import Sizes
from ui.theme.widgets import ActionButton, label, set_tone


class SetupFrame(QWidget):
    next_asked = Signal()
    back_asked = Signal()
    skip_asked = Signal()

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("setupFrame")
        self._mark = QSvgWidget(str(MARK))
        self._of = label("strong", name="setupStep")
        self._asks = label("title", name="setupAsks")
        self._asks.setWordWrap(True)
        self._dots = [QFrame() for _ in STEPS]
        self._back = ActionButton(self.tr("Back"), "setupBack")
        self._skip = ActionButton(self.tr("Skip"), "setupSkip", "quiet")
        self._next = ActionButton("", "setupNext", "primary")
        self._keys = label("caption", name="setupKeys")
        self._keys.setWordWrap(True)
        for button in (self._back, self._skip, self._next):
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._build()
        self._back.clicked.connect(self.back_asked)
        self._skip.clicked.connect(self.skip_asked)
        self._next.clicked.connect(self.next_asked)
        self.set_sizes(sizes)

    def _build(self) -> None:
        self._bar = QFrame()
        self._bar.setProperty("role", "bar")
        self._top, self._bars, self._ends = QHBoxLayout(self._bar), QHBoxLayout(), QHBoxLayout()
        self._top.addWidget(self._mark)
        self._top.addWidget(label("brand", "Countersign"))
        self._top.addStretch(1)
        self._top.addWidget(self._of)
        self._top.addLayout(self._bars)
        for dot in self._dots:
            dot.setProperty("role", "stepDot")
            self._bars.addWidget(dot)
        self._ends.addWidget(self._back)
        self._ends.addWidget(self._skip)
        self._ends.addWidget(self._keys, 1)
        self._ends.addWidget(self._next)
        self._inside = QVBoxLayout()
        self._inside.addWidget(self._asks)
        self._inside.addLayout(self._ends)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._bar)
        whole.addLayout(self._inside, 1)

    def set_sizes(self, sizes: Sizes) -> None:
        u = sizes.unit
        self._mark.setFixedSize(round(34 * u), round(34 * u))
        self._top.setContentsMargins(round(20 * u), round(8 * u), round(20 * u), round(8 * u))
        self._top.setSpacing(round(12 * u))
        self._bars.setSpacing(round(4 * u))
        for dot in self._dots:
            dot.setFixedSize(round(26 * u), sizes.bar)
        self._inside.setContentsMargins(round(28 * u), round(14 * u), round(28 * u), round(18 * u))
        self._inside.setSpacing(round(12 * u))
        self._ends.setSpacing(sizes.touch_gap)
        for button, width in ((self._back, 170), (self._skip, 170), (self._next, 330)):
            button.setFixedHeight(sizes.secondary)
            button.setMinimumWidth(round(width * u))

    def show_step(self, state: SetupState, page: QWidget) -> None:
        """Once: a frame is built for each page."""
        of = self.tr("{title} · {number} of {total}")
        self._of.setText(of.format(title=step_title(state.step), number=state.number, total=len(STEPS)))
        self._asks.setText(step_asks(state.step))
        self._inside.insertWidget(1, page, 1)
        self._back.setVisible(state.may_go_back)
        self._skip.setVisible(state.may_skip and not state.page_skips)
        self._next.setText(self.tr("Save and begin") if state.last else self.tr("Next"))
        self._keys.setText(self._keys_words(state))
        for place, dot in enumerate(self._dots, 1):
            set_tone(dot, "done" if place < state.number else "now" if place == state.number else "plain")

    def _keys_words(self, state: SetupState) -> str:
        keys = (
            (True, self.tr("Alt+N next")),
            (state.may_go_back, self.tr("Alt+B back")),
            (state.may_skip, self.tr("Alt+K skip")),
            (state.may_test, self.tr("Alt+T test")),
            (state.may_choose, self.tr("Ctrl+1, Ctrl+2 … choose")),
        )
        return "   ".join(words for possible, words in keys if possible)

    def set_busy(self, *, busy: bool) -> None:
        for button in (self._back, self._next):
            button.setEnabled(not busy)
        self._next.setText(self.tr("Saving…") if busy else self.tr("Save and begin"))
