"""The doctor's page: everything a station needs, looked at side by side, with a verdict and an advice on each line."""

import queue
import threading
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from app.domain.health import Check, Finding
from app.ports.checks import Heard
from ui.doctor.rows import Lines
from ui.doctor.view_model import Page, begun, ended, heard
from ui.doctor.words import page_text, page_words
from ui.errand import Errand
from ui.theme.keys import answer_keys
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import ActionButton, ContentScroll, label, set_tone

Run = Callable[[Heard, Callable[[], bool]], object]
"""Runs every check on the thread it is called on, tells of each, and returns early once it is told to stop."""
_LIMIT_S = 25.0
"""Beyond what the checks themselves may take."""


class DoctorPage(QWidget):
    """GUI thread. ``bundle_asked``: the findings to put into it, none while they are incomplete. It runs whenever it
    comes into view anew, and stops when it leaves. Keys, where it has the focus: F5 runs, Escape stops, Ctrl+C copies,
    Ctrl+B makes a support bundle, PgUp and PgDown turn the pages."""

    bundle_asked = Signal(object)

    def __init__(self, run: Run, colours: Palette, sizes: Sizes) -> None:  # noqa: ARG002 (as every page)
        super().__init__()
        self.setObjectName("doctorPage")
        self._run, self._sizes = run, sizes
        self.page = Page()
        self._stop = threading.Event()
        self._told: queue.SimpleQueue[tuple[Check, Sequence[Finding]]] = queue.SimpleQueue()
        self._errand = Errand(self, "doctor")
        self._errand.going.connect(self._going)
        self._errand.done.connect(self._done)
        self._errand.failed.connect(self._done)
        self._errand.too_late.connect(self._late)
        self._make()
        self._build()
        self._keys: dict[str, Callable[[], object]] = {
            "F5": self.run,
            "Ctrl+C": self.copy,
            "Ctrl+B": self.ask_bundle,
            "PgUp": lambda: self._turn(-1),
            "PgDown": lambda: self._turn(1),
        }
        answer_keys(self, {**self._keys, "Esc": self.stop})
        self._show()

    def _make(self) -> None:
        self._title = label("title", self.tr("Check-up"), name="doctorTitle")
        self._said = label("strong", name="doctorSummary")
        self._lines = Lines(self._sizes)
        self._bar = QProgressBar()
        self._bar.setObjectName("doctorProgress")
        self._bar.setAccessibleName(self.tr("How much was looked at"))
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(self._sizes.bar)
        kept = self._bar.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # nothing moves when it comes and goes
        self._bar.setSizePolicy(kept)
        self._copy = self._button(self.tr("Copy"), "doctorCopy", self.copy)
        self._bundle = self._button(self.tr("Support bundle …"), "doctorBundle", self.ask_bundle)
        self._again = self._button("", "doctorAgain", self._run_or_stop, "deskPrimary")

    def _button(self, words: str, name: str, pressed: object, role: str = "plain") -> ActionButton:
        button = ActionButton(words, name, role)
        button.clicked.connect(pressed)
        button.setFixedHeight(round(44 * self._sizes.unit))
        button.setFixedWidth(round(200 * self._sizes.unit))
        return button

    def _build(self) -> None:
        s = self._sizes
        head = QHBoxLayout()
        head.setSpacing(s.touch_gap)
        head.addWidget(self._title, 1)
        for button in (self._copy, self._bundle, self._again):
            head.addWidget(button)
        self._scroll = ContentScroll()
        self._scroll.setWidget(self._lines)
        self._scroll.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(2 * s.gap, s.gap, 2 * s.gap, s.gap)
        whole.setSpacing(s.gap)
        whole.addLayout(head)
        whole.addWidget(self._said)
        whole.addWidget(self._bar)
        whole.addWidget(self._scroll, 1)

    # -- what the owner and the buttons ask -------------------------------------------------------------------------

    def refresh(self) -> None:
        """It came into view."""
        if not self._errand.running and not self.page.complete:
            self.run()

    def close_page(self) -> None:
        """What is under way stops, and leaves no process."""
        self.stop()

    @property
    def running(self) -> bool:
        return self._errand.running

    @Slot()
    def run(self) -> None:
        if self._errand.running:
            return
        stop = self._stop = threading.Event()
        told = self._told = queue.SimpleQueue()
        self.page = begun()
        self._errand.begin(lambda: self._run(lambda check, found: told.put((check, found)), stop.is_set), _LIMIT_S)
        self._show()

    @Slot()
    def stop(self) -> None:
        self._stop.set()
        if self._errand.running:
            self._errand.cancel()
            self._end()

    @Slot()
    def copy(self) -> None:
        QApplication.clipboard().setText(page_text(self.page))

    @Slot()
    def ask_bundle(self) -> None:
        self.bundle_asked.emit(self.page.findings if self.page.complete else ())

    def press(self, event: QKeyEvent) -> bool:
        """Whether the key is one of the page's, which is then done: for whoever has the focus instead. Escape stops
        what runs, and is the owner's otherwise."""
        act = self._keys.get(QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.PortableText))
        if event.key() == Qt.Key.Key_Escape and self._errand.running:
            act = self.stop
        if act is not None:
            act()
        return act is not None

    def _turn(self, pages: int) -> None:
        bar = self._scroll.verticalScrollBar()
        bar.setValue(bar.value() + pages * bar.pageStep())

    @Slot()
    def _run_or_stop(self) -> None:
        self.stop() if self._errand.running else self.run()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks any more; not when the whole window is made small."""
        if not event.spontaneous():
            self.stop()
        super().hideEvent(event)

    # -- what comes ---------------------------------------------------------------------------------------------------

    @Slot(float)
    def _going(self, _seconds: float) -> None:
        if self._take():
            self._show()

    @Slot(object)
    def _done(self, _result: object) -> None:
        self._take()
        self._end()

    @Slot()
    def _late(self) -> None:
        self._stop.set()
        self._take()
        self._end()

    def _take(self) -> bool:
        """Whether there was anything new."""
        before = self.page
        while not self._told.empty():
            check, findings = self._told.get()
            self.page = heard(self.page, check, findings)
        return self.page is not before

    def _end(self) -> None:
        self.page = ended(self.page)
        self._show()

    def _show(self) -> None:
        page = self.page
        words, tone = page_words(page)
        self._said.setText(words)
        set_tone(self._said, tone)
        self._bar.setRange(0, max(1, len(page.lines)))
        self._bar.setValue(page.done)
        self._bar.setVisible(not page.over)
        self._lines.show_page(page)
        self._again.setText(self.tr("Run again") if page.over else self.tr("Stop"))
        self._copy.setEnabled(page.over)
        self._bundle.setEnabled(page.over)
