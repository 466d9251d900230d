"""Keeps what a wedge scanner types away from every widget, whatever has the focus, and tells it as a code."""

import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from app.domain.keyboard_watch import CapsAndLayoutWatch
from app.domain.keystrokes import ENDS, Burst, Fate, Key, Listener, Step
from app.domain.teach_in import Learnt, RunListener
from app.domain.wedge import BurstRecogniser, BurstRules
from ui.scanner.keys import Arrival, Stamp, key_of, pressed_ms

SLACK_MS = 30
"""A key is on its way for some ms; a hold lasts that much longer than the gap, so that none comes too late."""

_KEYS = frozenset({QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride})


@dataclass(frozen=True, slots=True)
class _Focus:
    """``target`` had the focus, in ``within``. Without a hold on that, PySide would take a target that Qt itself has
    made (the line of a spin box, an open list) for gone."""

    target: QObject | None
    within: QObject

    @property
    def takes_text(self) -> bool:
        return isinstance(self.target, QWidget) and self.target.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


@dataclass(frozen=True, slots=True)
class _Held:
    """A press or release that was kept from what had the focus."""

    event: QKeyEvent
    focus: _Focus
    key: Key | None = None


class WedgeFilter(QObject):
    """Hand it to ``QApplication.installEventFilter``. Everything runs in the GUI thread.

    Qt brings a key to the window first and only then to the widget with the focus; it is decided at the window, once,
    before any shortcut. A shortcut on a bare character therefore never fires: a scanner would press it. Input methods
    come before Qt's keys, and are left alone.
    """

    scanned = Signal(str, float)
    """The code, and when its last key was pressed, in monotonic seconds."""
    suspect = Signal(str)
    """A KeyboardSuspicion, with every code that gives cause; after ``scanned``."""
    run_heard = Signal(object)
    """While ``listen_for_runs``: a Burst with all its keys, instead of ``scanned``."""

    def __init__(
        self, rules: BurstRules, stamp: Stamp | None = None, now_s: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self._stamp, self._arrival = stamp or pressed_ms(), Arrival(now_s)
        self._rules, self._watch = rules, CapsAndLayoutWatch()
        self._listener: Listener = BurstRecogniser(rules)
        self._held: list[_Held] = []
        self._out: deque[_Held] = deque()
        self._taken: set[int] = set()
        self._looked_again = False
        self._silence = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._silence.timeout.connect(self._gap_passed)

    def set_rules(self, rules: BurstRules) -> None:
        """As set in the settings."""
        self._rules = rules
        if isinstance(self._listener, BurstRecogniser):
            self._listen(BurstRecogniser(rules))

    def learn(self, learnt: Learnt) -> None:
        """As taught in: its rules, and which characters speak for a foreign layout from now on."""
        self._watch = CapsAndLayoutWatch(learnt.wrong)
        self.set_rules(learnt.rules)

    def listen_for_runs(self, on: bool) -> None:
        """For the teach-in: ``run_heard`` instead of ``scanned``, whatever the rules."""
        self._listen(RunListener() if on else BurstRecogniser(self._rules))

    def _listen(self, listener: Listener) -> None:
        self._settle(self._listener.gap_passed())
        self._listener = listener

    # -- what Qt brings ---------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind not in _KEYS or not isinstance(watched, QWindow) or not isinstance(event, QKeyEvent):
            return False
        if kind is QEvent.Type.KeyRelease:
            return self._released(watched, event)
        key = key_of(event, self._stamp(event))
        if key is None:
            return False
        if kind is QEvent.Type.ShortcutOverride:
            return self._overrides(key, event)
        return self._pressed(watched, event, key)

    def _overrides(self, key: Key, event: QKeyEvent) -> bool:
        """Accepted: Qt looks for no shortcut, and brings the key itself next."""
        claimed = self._listener.claims(key)
        if claimed:
            event.accept()
        return claimed

    def _pressed(self, window: QWindow, event: QKeyEvent, key: Key) -> bool:
        self._arrival.of(key.at_ms)
        focus = _focus(window)
        step = self._listener.feed(key)
        self._taken.discard(_which(event))
        if step.fate is Fate.HELD:
            self._settle(step, then_hold=_Held(_copied(event), focus, key))
            return True
        kept = step.fate is Fate.TAKEN or (step.fate is Fate.DOUBTFUL and not focus.takes_text)
        if kept:
            self._taken.add(_which(event))
        self._settle(step)
        return kept

    def _released(self, window: QWindow, event: QKeyEvent) -> bool:
        """Goes the way of its press."""
        which = _which(event)
        if which in self._taken:
            self._taken.discard(which)
            return True
        if any(held.key is not None and _which(held.event) == which for held in self._held):
            self._held.append(_Held(_copied(event), _focus(window)))
            return True
        return False

    @Slot()
    def _gap_passed(self) -> None:
        """The timer may come before keys that wait in the window system's queue, when the program was busy: the event
        loop gets one more turn, and a key that it brings starts the wait anew."""
        if self._looked_again:
            self._settle(self._listener.gap_passed())
        else:
            self._looked_again = True
            self._silence.start(0)

    # -- what becomes of it -----------------------------------------------------------------------------------------

    def _settle(self, step: Step, then_hold: _Held | None = None) -> None:
        """All state first: what is told and given back below may bring new keys, in a loop of its own."""
        if step.burst is not None:
            self._taken |= _still_down(self._held)
        elif step.given_back:
            self._out.extend(self._held)
        if step.burst is not None or step.given_back:
            self._held = []
        if then_hold is not None:
            self._held.append(then_hold)
        self._wait()
        self._give_back()
        if step.burst is not None:
            self._tell(step.burst)

    def _wait(self) -> None:
        self._looked_again = False
        if self._held:
            self._silence.start(self._listener.wait_ms + SLACK_MS)
        else:
            self._silence.stop()

    def _give_back(self) -> None:
        while self._out:
            held = self._out.popleft()
            target = held.focus.target
            if target is None or not isValid(target):
                continue
            if held.key is None or held.key.kind not in ENDS or held.focus.takes_text:
                QCoreApplication.sendEvent(target, held.event)

    def _tell(self, burst: Burst) -> None:
        if isinstance(self._listener, RunListener):
            self.run_heard.emit(burst)
            return
        self.scanned.emit(burst.text, self._arrival.of(burst.keys[-1].at_ms))
        for suspicion in self._watch.suspicions(burst):
            self.suspect.emit(suspicion.value)


def _copied(event: QKeyEvent) -> QKeyEvent:
    """To be kept. ``clone`` would do but that nobody owns what it makes: 3 KB a scan, for ever."""
    copied = QKeyEvent(
        event.type(),
        event.key(),
        event.modifiers(),
        event.nativeScanCode(),
        event.nativeVirtualKey(),
        event.nativeModifiers(),
        event.text(),
        event.isAutoRepeat(),
        event.count(),
    )
    copied.setTimestamp(event.timestamp())
    return copied


def _which(event: QKeyEvent) -> int:
    """The physical key, which is the same at press and release even when Shift was let go between them."""
    return event.nativeScanCode() or event.key()


def _still_down(events: Iterable[_Held]) -> set[int]:
    down: set[int] = set()
    for held in events:
        (down.add if held.key is not None else down.discard)(_which(held.event))
    return down


def _focus(window: QWindow) -> _Focus:
    """Where the window would bring a key: to what has its focus, or to an open list or menu."""
    popup = QApplication.activePopupWidget()
    if popup is not None:
        return _Focus(popup.focusWidget() or popup, popup)
    return _Focus(window.focusObject(), window)
