"""The station's window: feeds the views, and hands the operator's acts to the station."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent

from app.domain.command import REASONS, Command
from app.domain.notices import InfoCode
from app.domain.part_number import PartNumber
from app.domain.program_version import Standing
from app.ports.clock import Clock
from app.runtime.clock_watch import ClockWatch
from app.use_cases.desk_state import AWAY, DeskState, Phase
from app.use_cases.inspect import Inspected
from app.use_cases.station import Station
from ui.bridge import StationBridge
from ui.help.topics import topic_of
from ui.language import SCREEN
from ui.live.picture import Picture, PictureFeed
from ui.live.view_model import seen_parts
from ui.packing.focus import chosen_after
from ui.packing.submission import submission
from ui.packing.view_model import Stage, open_rows, packing_state, stage_of
from ui.shell.face import StationFace
from ui.shell.look import Look
from ui.shell.menu import MenuItem
from ui.shell.touches import Touches
from ui.shell.view_model import instruction_state, sign_in_state, top_bar_state
from ui.shell.watchdog import GuiWatchdog
from ui.status.view_model import Bench, Condition, Lamp, status_state
from ui.status.words import program_words

TICK_MS = 100
_KIOSK = Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
PATIENCE_MS = 300
_REASON_KEYS = (Qt.Key.Key_F5, Qt.Key.Key_F6, Qt.Key.Key_F7, Qt.Key.Key_F8, Qt.Key.Key_F9)
_LAMP_KEYS = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5, Qt.Key.Key_6)


@dataclass(frozen=True, slots=True)
class WindowRules:
    """``undo_s``: as the station has it, for the ring that runs out. ``kiosk``: the window fills the screen, above all
    others, and cannot be closed or made smaller before :meth:`StationWindow.leave_kiosk`."""

    station_id: str = "station-1"
    look: Look = field(default_factory=Look)
    full_screen: bool = False
    undo_s: float = 0.0
    kiosk: bool = False


class StationWindow(StationFace):
    """Build, :meth:`present`, then ``station.start()``. Closing the window closes the station. What the window itself
    has no answer to is asked of whoever made it: ``settings_asked``, ``slip_asked`` (the submitted DeskState),
    ``sheet_asked``, ``look_changed`` (to keep it). ``desk_shown``: a state stands on the screen. ``closing``: it is
    about to stop the station, which may take a while."""

    settings_asked = Signal()
    slip_asked = Signal(object)
    sheet_asked = Signal()
    shift_asked = Signal()
    office_asked = Signal()
    doctor_asked = Signal()
    about_asked = Signal()
    look_changed = Signal(object)
    desk_shown = Signal(object)
    closing = Signal()
    leave_asked = Signal()

    def __init__(self, station: Station, bridge: StationBridge, rules: WindowRules, clock: Clock) -> None:
        self._station, self._bridge, self._rules, self._clock = station, bridge, rules, clock
        self._desk, self._stage, self._bug = DeskState(), Stage.LIVE, False
        self._other_asked = False
        self._kiosk = rules.kiosk
        self._chosen: PartNumber | None = None
        self._asked = self._looking_up = ""
        self._inspected: Inspected | None = None
        self._picture: Picture | None = None
        self._wedge_codes, self._suspicion = 0, ""
        self._program = (Standing.FINE, "")
        self._clock_watch = ClockWatch(clock)
        super().__init__(clock, rules.look, rules.station_id)
        self._feed = PictureFeed(station.frames, bridge.show_picture)
        self._watchdog = GuiWatchdog()
        self._tick = QTimer(self, interval=TICK_MS)
        self._patience = QTimer(self, interval=PATIENCE_MS, singleShot=True)
        self._closed = False
        self._touches = Touches(self)
        self._touches.touched.connect(self._station.touched)
        self._bridge.desk_arrived.connect(self._show_desk)
        self._bridge.inspected_arrived.connect(self._show_inspected)
        self._bridge.picture_arrived.connect(self._show_picture)
        self._bridge.bug_arrived.connect(self._show_bug)
        self._tick.timeout.connect(self._look_around)
        self._patience.timeout.connect(self._say_looking_up)
        self.menu_chosen.connect(self._from_menu)
        self._connect_views()
        self._show_everything()

    def _connect_views(self) -> None:
        self.entry.line_entered.connect(self._typed)
        self.entry.secret_entered.connect(self._station.enter_secret)
        self.sign_in.pad.typed.connect(self.entry.insert)
        self.sign_in.pad.deleted.connect(self.entry.backspace)
        self.sign_in.pad.entered.connect(self.entry.returnPressed)
        self.sign_in.stepped_back.connect(self._not_this_badge)
        self.sign_in.other_asked.connect(self._ask_other)
        self.banner.understood.connect(self._confirm)
        self.packing.submit_asked.connect(self._confirm)
        self.packing.reopen_asked.connect(self._confirm)
        self.packing.new_note_asked.connect(self._next_note)
        self.packing.take_back_asked.connect(self._take_back)
        self.packing.part_chosen.connect(self._choose_part)
        self.discrepancy.reason_changed.connect(self._set_reason)
        self.discrepancy.confirmed.connect(self._confirm)
        self.discrepancy.cancelled.connect(self._undo)
        self.committed.undo_asked.connect(self._undo)
        self.committed.next_asked.connect(self._next_note)
        self.committed.slip_asked.connect(self._ask_slip)
        self.top_bar.help_asked.connect(self.show_help)

    @property
    def desk(self) -> DeskState:
        """What stands on the screen."""
        return self._desk

    @property
    def operator(self) -> str:
        """The badge of who works here now; "" for nobody."""
        return "" if self._desk.phase in AWAY else self._desk.operator

    @property
    def model_in_use(self) -> str:
        """Name and version of the model that answers now; "" for none."""
        model = self._station.status().detector.model
        return str(model) if model else ""

    def present(self) -> None:
        """Show the window and begin to watch; full screen when the settings say so."""
        if self._kiosk:
            self.setWindowFlags(_KIOSK)
        if self._kiosk or self._rules.full_screen:
            self.showFullScreen()
        else:
            self.show()
        self.entry.setFocus()
        self._touches.watch()
        self._feed.start()
        self._watchdog.start()
        self._tick.start()
        self._look_around()

    def change_look(self, look: Look) -> None:
        """Another language, other colours or another size of the text, at once: every view is built anew, and what was
        typed so far stands in it again."""
        if look == self.look:
            return
        typed, reason = "" if self.entry.hides else self.entry.text(), self.discrepancy.reason
        self.look = look
        self._take_down()
        self._build()
        self._connect_views()
        self._show_everything()
        self.entry.setText(typed)
        if self._stage is Stage.DISCREPANCY:
            self.discrepancy.restore(reason)
        self.look_changed.emit(look)

    # -- what arrives -----------------------------------------------------------------------------------------------

    @Slot(object)
    def _show_desk(self, state: DeskState) -> None:
        before, self._desk = self._desk, state
        self._asked = self._looking_up = ""
        self._patience.stop()
        self._chosen = chosen_after(self._chosen, before, state)
        if state.phase is not before.phase:
            self._other_asked = False
            if state.phase is Phase.LOCKED:
                self.close_popover()
        self._show_state(asked_before=before.asking_reason)
        self.desk_shown.emit(state)

    def _show_state(self, *, asked_before: bool = False) -> None:
        state = self._desk
        self._stage = stage_of(state)
        self.top_bar.show_state(top_bar_state(state))
        self._show_sign_in()
        self._show_packing()
        self._show_submission()
        self.discrepancy.setEnabled(not state.held)
        self.show_page(self._stage)
        if self._stage is Stage.DISCREPANCY:
            rows = open_rows(packing_state(state, self._stage))
            self.discrepancy.show_parts(rows) if asked_before else self.discrepancy.ask(rows)
            if state.notice.code is InfoCode.REASON_CHOSEN:
                self.discrepancy.show_reason(state.reason)
        self._instruct()
        self._light_rows()

    def _show_everything(self) -> None:
        """What is known, to views that were just made."""
        if self._picture is not None:
            self.live.add_picture(self._picture)
        if self._inspected is not None:
            self.live.set_inspected(self._inspected)
        self._show_state()
        if self.isVisible():
            self._look_around()

    def _show_sign_in(self) -> None:
        asked = sign_in_state(self._desk, self._clock.monotonic_s(), other=self._other_asked)
        self.sign_in.show_state(asked)
        self.entry.hide_typing(asked.asks_secret)
        self.entry.show_phase(self._desk.phase)

    def _show_packing(self) -> None:
        self.packing.show_state(packing_state(self._desk, self._stage, self._chosen))

    def _show_submission(self) -> None:
        self.committed.show_submission(submission(self._desk, self._rules.undo_s, self._clock.monotonic_s()))

    @Slot(object)
    def _show_inspected(self, inspected: Inspected) -> None:
        self._inspected = inspected
        self.live.set_inspected(inspected)
        self._light_rows()

    @Slot(object)
    def _show_picture(self, picture: Picture) -> None:
        self._picture = picture
        self.live.add_picture(picture)

    @Slot()
    def _show_bug(self) -> None:
        self._bug = True
        self._instruct()

    @Slot()
    def _look_around(self) -> None:
        status = self._station.status()
        suspicion = Condition(self._suspicion) if self._suspicion else None
        bench = Bench(self._clock.utc(), self._wedge_codes, suspicion, self._clock_watch.jump_s())
        shown = status_state(status, bench)
        self.status.show_state(shown)
        self._tell_program(shown.program, shown.wanted)
        self.live.refresh(status.camera.state)
        self._feed.set_room(self.live.room)
        if self._stage is Stage.SUBMITTED:
            self._show_submission()
        if self.sign_in.state.wait_s:
            self._show_sign_in()
        if self._looking_up:
            self._say_looking_up()
        self._light_rows()

    def _tell_program(self, program: Standing, wanted: str) -> None:
        """Once, when it becomes known."""
        if (program, wanted) != self._program and program is not Standing.FINE:
            self.say(program_words(program, wanted))
        self._program = (program, wanted)

    @Slot()
    def _say_looking_up(self) -> None:
        """As long as it lasts: a bounce is answered by nothing."""
        self._looking_up = self._asked if self._station.busy else ""
        self._instruct()

    def _instruct(self) -> None:
        said = instruction_state(
            self._desk, looking_up=self._looking_up, reason=self.discrepancy.reason, bug=self._bug, wording=SCREEN
        )
        self.banner.show_state(said)

    def _light_rows(self) -> None:
        self.packing.set_seen(seen_parts(self._inspected, self._desk.phase, self._clock.monotonic_s()))

    # -- what the operator does -------------------------------------------------------------------------------------

    @Slot(str, float)
    def take_code(self, code: str, at_s: float) -> None:
        """From a scanner that types: ``at_s`` is when its last key was pressed, monotonic seconds."""
        self._wedge_codes += 1
        self._suspicion = ""
        self._expect(code)
        self._station.scan(code, at_s)

    @Slot(str)
    def suspect(self, kind: str) -> None:
        """A KeyboardSuspicion that goes with the newest code."""
        self._suspicion = kind

    @Slot(str)
    def _typed(self, line: str) -> None:
        self._expect(line)
        self._station.scan(line)

    @Slot()
    def _not_this_badge(self) -> None:
        if self._other_asked:
            self._other_asked = False
            self._show_sign_in()
        else:
            self._undo()
        self.entry.setFocus()

    @Slot()
    def _ask_other(self) -> None:
        self._other_asked = True
        self._show_sign_in()
        self.entry.setFocus()

    @Slot()
    def _confirm(self) -> None:
        self._do(Command.CONFIRM)

    @Slot()
    def _undo(self) -> None:
        self._do(Command.UNDO)

    @Slot()
    def _next_note(self) -> None:
        self._do(Command.NEXT)

    def _do(self, command: Command) -> None:
        self._station.do(command)
        self.entry.setFocus()

    @Slot(str)
    def _set_reason(self, reason: str) -> None:
        self._station.set_reason(reason)
        self._instruct()

    @Slot(str)
    def _take_back(self, label_code: str) -> None:
        self._station.take_back(label_code)
        self.entry.setFocus()

    @Slot(object)
    def _choose_part(self, part: PartNumber | None) -> None:
        self._chosen = part
        self._show_packing()
        self.entry.setFocus()

    @Slot()
    def _ask_slip(self) -> None:
        self.slip_asked.emit(self._desk)

    @Slot()
    def shift_changed(self) -> None:
        """The check of the shift was gone over, or something was handed over."""
        self._station.look_at_shift()

    @Slot()
    def show_help(self) -> None:
        """What the screen in front is for."""
        self.show_help_about(topic_of(self._desk))

    @Slot(object)
    def _from_menu(self, item: MenuItem) -> None:
        acts: dict[MenuItem, Callable[[], object]] = {
            MenuItem.LANGUAGE: lambda: self.change_look(self.look.with_other_language()),
            MenuItem.THEME: lambda: self.change_look(self.look.with_other_theme()),
            MenuItem.TEXT: lambda: self.change_look(self.look.with_next_text()),
            MenuItem.FULL_SCREEN: self._toggle_full_screen,
            MenuItem.COMMANDS: self.sheet_asked.emit,
            MenuItem.SETTINGS: self.settings_asked.emit,
            MenuItem.SHIFT: self.shift_asked.emit,
            MenuItem.OFFICE: self.office_asked.emit,
            MenuItem.DOCTOR: self.doctor_asked.emit,
            MenuItem.HELP: self.show_help,
            MenuItem.TOUR: self.start_tour,
            MenuItem.ABOUT: self.about_asked.emit,
            MenuItem.SIGN_OUT: lambda: self._do(Command.SIGN_OUT),
        }
        acts.get(item, lambda: None)()

    def _toggle_full_screen(self) -> None:
        if self._kiosk:
            self.leave_asked.emit()
        else:
            self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    @property
    def kiosk(self) -> bool:
        """The window can neither be closed nor made smaller now."""
        return self._kiosk

    @Slot()
    def leave_kiosk(self) -> None:
        """An ordinary window from now on, until the next start."""
        self._kiosk = False
        self.close_popover()
        self.setWindowFlags(Qt.WindowType.Window)
        self.showNormal()

    @Slot()
    def close_for_good(self) -> None:
        """Close also a kiosk: what the system or a restart wants is not asked about."""
        self._kiosk = False
        self.close()

    def _expect(self, line: str) -> None:
        self._asked = line
        self._patience.start()

    def changeEvent(self, event: QEvent) -> None:
        """A kiosk that a window manager has made smaller fills the screen again."""
        super().changeEvent(event)
        smaller = self.isMinimized() or not self.isFullScreen()
        if event.type() is QEvent.Type.WindowStateChange and self._kiosk and smaller:
            QTimer.singleShot(0, self._fill_again)

    @Slot()
    def _fill_again(self) -> None:
        if self._kiosk and not self._closed:
            self.showFullScreen()
            self.activateWindow()

    # -- keys -------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that no scanner types do what the buttons do; every other one belongs to the scan entry."""
        if not self.popover_takes(event) and not self._acted_on(event):
            super().keyPressEvent(event)

    def _acted_on(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _REASON_KEYS:
            self._do(REASONS[_REASON_KEYS.index(key)])
            return True
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        act = (self._with_control() if control else self._alone()).get(key)
        if act is not None:
            act()
        return act is not None

    def _alone(self) -> dict[Qt.Key, Callable[[], object]]:
        return {
            Qt.Key.Key_Escape: self._step_back,
            Qt.Key.Key_F1: self.show_help,
            Qt.Key.Key_F2: self._next_note,
            Qt.Key.Key_F3: self._ask_reason,
            Qt.Key.Key_F4: self.packing.choose_current,
            Qt.Key.Key_F10: self.show_menu,
            Qt.Key.Key_F11: self._toggle_full_screen,
            Qt.Key.Key_F12: lambda: self._do(Command.SIGN_OUT),
            Qt.Key.Key_Up: lambda: self.packing.walk(-1),
            Qt.Key.Key_Down: lambda: self.packing.walk(1),
        }

    def _with_control(self) -> dict[Qt.Key, Callable[[], object]]:
        return {
            Qt.Key.Key_Return: self._confirm,
            Qt.Key.Key_Enter: self._confirm,
            Qt.Key.Key_Z: self._undo,
            **{key: partial(self.show_lamp, lamp) for key, lamp in zip(_LAMP_KEYS, Lamp, strict=True)},
        }

    def _ask_reason(self) -> None:
        """Submit with open parts; once the screen asks why, type it."""
        if self._stage is Stage.DISCREPANCY:
            self.discrepancy.remark.setFocus()
        else:
            self._do(Command.DISCREPANCY)

    def _step_back(self) -> None:
        """Close what lies over the screen; else drop a line half typed; else back from a line's labels; else take back
        what was done last, where the screen offers that."""
        if self.close_popover():
            return
        if self.entry.text():
            self.entry.clear()
        elif self._stage is Stage.SIGN_IN and self.sign_in.state.may_step_back:
            self._not_this_badge()
        elif self._chosen is not None:
            self._choose_part(None)
        elif self._stage in {Stage.DISCREPANCY, Stage.SUBMITTED}:
            self._undo()

    # -- the end ----------------------------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """The screen goes at once; then the station stops in its own order, and the threads of the screen after it. A
        kiosk stays, and asks who wants to leave it."""
        if self._kiosk and not self._closed:
            event.ignore()
            self.leave_asked.emit()
            return
        event.accept()
        if self._closed:
            return
        self._closed = True
        self.closing.emit()
        self._touches.close()
        self.hide()
        self._tick.stop()
        self._patience.stop()
        self._bridge.close()
        self._station.close()
        self._feed.join()
        self._watchdog.close()
