"""The scripted operator at the keyboard: types and presses as a person would, and steps back when a person does."""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from app.ports.clock import Clock
from app.use_cases.desk_state import DeskState
from ui.bridge import StationBridge
from ui.demo.caption import CaptionStrip
from ui.demo.script import Act, ActKind, AutopilotScript, Outlook, next_act
from ui.shell.window import StationWindow

__all__ = ["Autopilot", "AutopilotScript"]

_FIRST_STEP_MS = 1500
_ANNOUNCED_MS = 4500
_HANDED_OVER_MS = 8000
_BY_HAND = {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin}
_BUTTONS = {
    ActKind.ACKNOWLEDGE: "acknowledgeButton",
    ActKind.REOPEN: "reopenButton",
    ActKind.SUBMIT: "submitButton",
    ActKind.CHOOSE_REASON: "reason_short_delivery",
    ActKind.CONFIRM: "confirmDiscrepancyButton",
}
_TYPED = {ActKind.SCAN_BADGE, ActKind.SCAN_NOTE, ActKind.SCAN_LABEL, ActKind.SCAN_WRONG_LABEL}


class Autopilot(QObject):
    """GUI thread, except :meth:`announce`. ``may_submit`` lets the demo finish its own show before the end."""

    finished = Signal()
    handed_over = Signal()
    _announced = Signal(str)

    def __init__(
        self,
        window: StationWindow,
        bridge: StationBridge,
        script: AutopilotScript,
        clock: Clock,
        may_submit: Callable[[], bool] = lambda: True,
    ) -> None:
        super().__init__(window)
        self._window, self._script, self._clock, self._may_submit = window, script, clock, may_submit
        self._desk = DeskState()
        self._typed: frozenset[str] = frozenset()
        self._keys: deque[str] = deque()
        self._acting = self._active = False
        self._progress_s = clock.monotonic_s()
        self.caption = CaptionStrip()
        window.top_bar.guest.addWidget(self.caption)
        self._step = QTimer(self, interval=script.step_ms)
        self._key = QTimer(self, interval=script.key_ms)
        self._announcement = QTimer(self, interval=_ANNOUNCED_MS, singleShot=True)
        self._opening = QTimer(self, interval=_FIRST_STEP_MS, singleShot=True)
        self._farewell = QTimer(self, interval=_HANDED_OVER_MS, singleShot=True)
        self._opening.timeout.connect(self._begin)
        self._farewell.timeout.connect(self._hide_caption)
        self._step.timeout.connect(self._act)
        self._key.timeout.connect(self._press_key)
        self._announced.connect(self._show_announcement)
        bridge.desk_arrived.connect(self._desk_arrived)
        window.look_changed.connect(self._put_caption_back)

    def start(self) -> None:
        self._active = True
        app = QCoreApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        self._say(self.tr("A scripted operator works at this station. Press any key to take over."))
        self._opening.start()

    def announce(self, text: str) -> None:
        """Any thread: what happens around the station; stays a few seconds."""
        self._announced.emit(text)

    def stop(self) -> None:
        self._active = False
        for timer in (self._opening, self._step, self._key):
            timer.stop()
        self._keys.clear()
        app = QCoreApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    # -- what happens -----------------------------------------------------------------------------------------------

    @Slot(object)
    def _desk_arrived(self, state: DeskState) -> None:
        before, self._desk = self._desk, state
        if state.session != before.session:
            self._progress_s = self._clock.monotonic_s()

    @Slot(str)
    def _show_announcement(self, text: str) -> None:
        self.caption.say(QCoreApplication.translate("demo", text))
        self._announcement.start()

    @Slot(object)
    def _put_caption_back(self, _look: object) -> None:
        """The window has built its views anew, and with them the place of the caption."""
        former, self.caption = self.caption, CaptionStrip()
        self._window.top_bar.guest.addWidget(self.caption)
        self.caption.say(former.text())
        if former.isHidden():
            self.caption.hide()

    @Slot()
    def _hide_caption(self) -> None:
        self.caption.hide()

    def _say(self, text: str) -> None:
        if not self._announcement.isActive():
            self.caption.say(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() is QEvent.Type.Close:
            self.stop()
        if self._active and not self._acting and event.type() in _BY_HAND:
            self.stop()
            self.caption.say(self.tr("You have the station now."))
            self._farewell.start()
            self.handed_over.emit()
        return False

    @Slot()
    def _begin(self) -> None:
        self._step.start()

    # -- what it does -----------------------------------------------------------------------------------------------

    @Slot()
    def _act(self) -> None:
        if not self._active or self._key.isActive():
            return
        act = next_act(self._script, self._desk, self._outlook())
        self._say(self._words(act))
        if act.kind in _TYPED:
            self._typed |= {act.text}
            self._keys.extend(act.text)
            self._key.start()
        elif act.kind in _BUTTONS:
            self._click(_BUTTONS[act.kind])
        elif act.kind is ActKind.DONE:
            self.stop()
            self.finished.emit()

    def _outlook(self) -> Outlook:
        panel = self._window.discrepancy
        return Outlook(
            typed=self._typed,
            reason_chosen=bool(panel.reason),
            patient=self._clock.monotonic_s() - self._progress_s < self._script.patience_s,
            may_submit=self._may_submit(),
        )

    @Slot()
    def _press_key(self) -> None:
        """One key a beat, Enter last."""
        entry = self._window.entry
        self._acting = True
        try:
            if self._keys:
                QTest.keyClicks(entry, self._keys.popleft())
            else:
                self._key.stop()
                self._step.start()
                QTest.keyClick(entry, Qt.Key.Key_Return)
        finally:
            self._acting = False

    def _click(self, name: str) -> None:
        button = self._window.findChild(QAbstractButton, name)
        if not isinstance(button, QAbstractButton) or not button.isVisible() or not button.isEnabled():
            return
        self._acting = True
        try:
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        finally:
            self._acting = False

    def _words(self, act: Act) -> str:
        return {
            ActKind.SCAN_BADGE: self.tr("The operator signs in with a badge."),
            ActKind.ACKNOWLEDGE: self.tr("The refusal is understood."),
            ActKind.SCAN_NOTE: self.tr("The delivery note {text} is scanned."),
            ActKind.SCAN_LABEL: self.tr("Carton label {text} is scanned."),
            ActKind.SCAN_WRONG_LABEL: self.tr("A carton that must be refused is scanned: {text}."),
            ActKind.REOPEN: self.tr("The note was packed before; it is reopened."),
            ActKind.SUBMIT: self.tr("Submit is pressed."),
            ActKind.CHOOSE_REASON: self.tr("Some parts are open: a reason is chosen."),
            ActKind.CONFIRM: self.tr("The discrepancy is confirmed."),
            ActKind.WAIT_FOR_ANSWER: self.tr("The ERP is asked for the note."),
            ActKind.WAIT_FOR_PART: self.tr("The camera looks for {text}."),
            ActKind.WAIT_TO_SUBMIT: self.tr("Everything is labelled."),
            ActKind.WAIT_TO_LEAVE: self.tr("The submission can still be taken back."),
            ActKind.DONE: self.tr("Done: the note is committed."),
        }[act.kind].format(text=act.text)
