"""Teaches the station what is special about its wedge scanner: four bar codes on the screen, one after the other."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.keystrokes import Burst
from app.domain.teach_in import CODES, TeachIn
from ui.scanner.code_card import CodeCard
from ui.scanner.view_model import TeachInState, teach_in_state
from ui.scanner.wedge_filter import WedgeFilter
from ui.scanner.words import learnt_words, refusal_words, warning_words
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import ActionButton, label, set_tone


class TeachInView(QWidget):
    """While it is to be seen, the filter tells it what is scanned, and nobody else. What it has learnt it tells once;
    who hears it gives it to the filter (``WedgeFilter.learn``) and keeps it in the settings."""

    learnt = Signal(object)
    """A Learnt."""
    skipped = Signal()

    def __init__(self, filter: WedgeFilter, _colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("teachIn")
        self._filter, self._teaching = filter, TeachIn()
        self._ask = label("title", name="teachInAsk")
        self._said = label("strong", name="teachInSaid")
        self._warning = label("strong", name="teachInWarning")
        self._card = CodeCard(sizes)
        self._pips = tuple(QFrame() for _ in CODES)
        self._again = ActionButton(self.tr("Start again"), "teachInAgain")
        self._skip = ActionButton(self.tr("Skip the teach-in"), "teachInSkip", "quiet")
        self._build()
        self._again.clicked.connect(self._start_again)
        self._skip.clicked.connect(self.skipped)
        filter.run_heard.connect(self._hear)
        self.set_sizes(sizes)
        self._show(teach_in_state(self._teaching))

    def _build(self) -> None:
        for each in (self._ask, self._said, self._warning):
            each.setWordWrap(True)
        for pip in self._pips:
            pip.setProperty("role", "stepDot")
        self._top, self._ends, self._column = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        self._top.addWidget(self._ask, 1)
        for pip in self._pips:
            self._top.addWidget(pip)
        self._ends.addWidget(self._again)
        self._ends.addWidget(self._skip)
        self._ends.addStretch(1)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._top)
        self._column.addWidget(self._card, 100)
        self._column.addWidget(self._said)
        self._column.addWidget(self._warning)
        self._column.addStretch(1)
        self._column.addLayout(self._ends)

    def set_sizes(self, sizes: Sizes) -> None:
        self._card.set_sizes(sizes)
        self._column.setSpacing(sizes.gap)
        self._top.setSpacing(sizes.gap)
        self._ends.setSpacing(sizes.touch_gap)
        for pip in self._pips:
            pip.setFixedSize(round(34 * sizes.unit), sizes.bar)
        for button in (self._again, self._skip):
            button.setFixedSize(round(230 * sizes.text), sizes.touch)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._filter.listen_for_runs(self._teaching.code is not None)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._filter.listen_for_runs(False)

    @Slot(object)
    def _hear(self, run: Burst) -> None:
        if not self.isVisible():
            return
        self._take(self._teaching.hear(run))
        found = self._teaching.learnt
        if found is not None:
            self.learnt.emit(found)

    @Slot()
    def _start_again(self) -> None:
        self._take(TeachIn())

    def _take(self, teaching: TeachIn) -> None:
        self._teaching = teaching
        self._filter.listen_for_runs(teaching.code is not None)
        self._show(teach_in_state(teaching))

    def _show(self, state: TeachInState) -> None:
        self._show_words(state)
        self._card.setVisible(state.code is not None)
        self._card.show_code(state.code or "")
        self._again.setEnabled(state.may_restart)
        self._skip.setVisible(state.code is not None)
        for pip, tone in zip(self._pips, state.pips, strict=True):
            set_tone(pip, tone)

    def _show_words(self, state: TeachInState) -> None:
        asks = self.tr("Scan this code from the screen ({number} of {total})")
        self._ask.setText(asks.format(number=state.number, total=len(CODES)))
        said, tone = self.tr("Hold the scanner a hand's breadth away."), "plain"
        if state.refusal is not None:
            said, tone = f"✗ {refusal_words(state.refusal)}", "bad"
        elif state.learnt is not None:
            self._ask.setText(self.tr("✓ The scanner is understood"))
            said = learnt_words(state.learnt)
        elif state.may_restart:
            said, tone = self.tr("✓ Understood. Now this one."), "good"
        self._said.setText(said)
        set_tone(self._said, tone)
        warnings = warning_words(state.learnt) if state.learnt is not None else ()
        self._warning.setText("\n".join(warnings))
        self._warning.setVisible(bool(warnings))
        set_tone(self._warning, "caution")
