"""The station's window: feeds the views, and hands the operator's acts to the station."""

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QCloseEvent

from app.ports.clock import Clock
from app.settings import UiSettings
from app.use_cases.desk import DeskState
from app.use_cases.inspect import Inspected
from app.use_cases.station import Station
from ui.bridge import StationBridge
from ui.live.picture import PictureFeed
from ui.live.view_model import seen_parts
from ui.packing.view_model import Stage, open_rows, packing_state, stage_after
from ui.shell.face import StationFace
from ui.shell.view_model import instruction_state, top_bar_state
from ui.shell.watchdog import GuiWatchdog
from ui.status.view_model import status_state

TICK_MS = 100
PATIENCE_MS = 300


class StationWindow(StationFace):
    """Build, :meth:`present`, then ``station.start()``. Closing the window closes the station."""

    def __init__(
        self, station: Station, bridge: StationBridge, settings: UiSettings, station_id: str, clock: Clock
    ) -> None:
        super().__init__(clock, settings.theme, station_id)
        self._station, self._bridge, self._settings, self._clock = station, bridge, settings, clock
        self._desk, self._stage, self._bug = DeskState(), Stage.LIVE, False
        self._asked = self._looking_up = ""
        self._inspected: Inspected | None = None
        self._feed = PictureFeed(station.frames, bridge.show_picture)
        self._watchdog = GuiWatchdog()
        self._tick = QTimer(self, interval=TICK_MS)
        self._patience = QTimer(self, interval=PATIENCE_MS, singleShot=True)
        self._closed = False
        self._connect()
        self._show_desk(self._desk)

    def _connect(self) -> None:
        self._bridge.desk_arrived.connect(self._show_desk)
        self._bridge.inspected_arrived.connect(self._show_inspected)
        self._bridge.picture_arrived.connect(self.live.add_picture)
        self._bridge.bug_arrived.connect(self._show_bug)
        self.entry.line_entered.connect(self._scan)
        self.packing.submit_asked.connect(self._submit)
        self.packing.new_note_asked.connect(self._new_note)
        self.packing.reopen_asked.connect(self._reopen)
        self.packing.take_back_asked.connect(self._take_back)
        self.discrepancy.confirmed.connect(self._confirm_discrepancy)
        self.discrepancy.cancelled.connect(self._leave_discrepancy)
        self._tick.timeout.connect(self._look_around)
        self._patience.timeout.connect(self._say_looking_up)

    def present(self) -> None:
        """Show the window and begin to watch; full screen when the settings say so."""
        if self._settings.full_screen:
            self.showFullScreen()
        else:
            self.show()
        self.entry.setFocus()
        self._feed.start()
        self._watchdog.start()
        self._tick.start()
        self._look_around()

    # -- what arrives -----------------------------------------------------------------------------------------------

    @Slot(object)
    def _show_desk(self, state: DeskState) -> None:
        self._desk = state
        self._asked = self._looking_up = ""
        self._patience.stop()
        self.top_bar.show_state(top_bar_state(state))
        self.entry.show_phase(state.phase)
        before, self._stage = self._stage, stage_after(self._stage, state)
        shown = packing_state(state, self._stage)
        self.packing.show_state(shown)
        self.committed.show_commit(state.packing_code, state.sent, len(shown.parts), len(shown.labels))
        if self._stage is Stage.DISCREPANCY:
            rows = open_rows(shown)
            self.discrepancy.show_parts(rows) if before is self._stage else self.discrepancy.ask(rows)
        self._show_stage()
        self._instruct()
        self._light_rows()

    @Slot(object)
    def _show_inspected(self, inspected: Inspected) -> None:
        self._inspected = inspected
        self.live.set_inspected(inspected)
        self._light_rows()

    @Slot()
    def _show_bug(self) -> None:
        self._bug = True
        self._instruct()

    @Slot()
    def _look_around(self) -> None:
        status = self._station.status()
        self.status.show_state(status_state(status))
        self.live.refresh(status.camera.state)
        self._feed.set_room(self.live.room)
        self._light_rows()

    @Slot()
    def _say_looking_up(self) -> None:
        self._looking_up = self._asked
        self._instruct()

    def _instruct(self) -> None:
        self.banner.show_state(instruction_state(self._desk, looking_up=self._looking_up, bug=self._bug))

    def _light_rows(self) -> None:
        self.packing.set_seen(seen_parts(self._inspected, self._desk.phase, self._clock.monotonic_s()))

    def _show_stage(self) -> None:
        self.show_page(self._stage)

    # -- what the operator does -------------------------------------------------------------------------------------

    @Slot(str)
    def _scan(self, line: str) -> None:
        self._expect(line)
        self._station.scan(line)

    @Slot()
    def _submit(self) -> None:
        self._station.submit()
        self.entry.setFocus()

    @Slot(str)
    def _confirm_discrepancy(self, reason: str) -> None:
        self._station.submit(reason)
        self.entry.setFocus()

    @Slot()
    def _leave_discrepancy(self) -> None:
        self._stage = Stage.LIVE
        self.packing.show_state(packing_state(self._desk, self._stage))
        self._show_stage()
        self.entry.setFocus()

    @Slot()
    def _new_note(self) -> None:
        self._station.leave_note()
        self.entry.setFocus()

    @Slot()
    def _reopen(self) -> None:
        self._station.reopen()
        self.entry.setFocus()

    @Slot(str)
    def _take_back(self, label_code: str) -> None:
        self._station.take_back(label_code)
        self.entry.setFocus()

    def _expect(self, line: str) -> None:
        self._asked = line
        self._patience.start()

    # -- the end ----------------------------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """The screen goes at once; then the station stops in its own order, and the threads of the screen after it."""
        event.accept()
        if self._closed:
            return
        self._closed = True
        self.hide()
        self._tick.stop()
        self._patience.stop()
        self._bridge.close()
        self._station.close()
        self._feed.join()
        self._watchdog.close()
