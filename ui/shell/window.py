"""The station's window: puts the views together, feeds them, and hands the operator's acts to the station."""

import logging

from PySide6.QtCore import QEvent, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.ports.clock import Clock
from app.settings import UiSettings
from app.use_cases.desk import DeskState
from app.use_cases.inspect import Inspected
from app.use_cases.station import Station
from ui.bridge import StationBridge
from ui.live.picture import PictureFeed
from ui.live.view import LiveView
from ui.live.view_model import seen_parts
from ui.packing.committed import CommittedPanel
from ui.packing.discrepancy import DiscrepancyPanel
from ui.packing.view import PackingView
from ui.packing.view_model import Stage, open_rows, packing_state, stage_after
from ui.shell.banner import InstructionBanner
from ui.shell.scan_entry import ScanEntry
from ui.shell.top_bar import TopBar
from ui.shell.view_model import instruction_state, top_bar_state
from ui.shell.watchdog import GuiWatchdog
from ui.status.view import StatusView
from ui.status.view_model import status_state
from ui.theme.style import stylesheet
from ui.theme.tokens import PALETTES, Sizes, sizes

log = logging.getLogger(__name__)
TICK_MS = 100
PATIENCE_MS = 300
_LEFT_SHARE = 62
_SANE_DOTS_PER_MM = (2.5, 12.0)


class StationWindow(QWidget):
    """Build, :meth:`present`, then ``station.start()``. Closing the window closes the station."""

    def __init__(
        self, station: Station, bridge: StationBridge, settings: UiSettings, station_id: str, clock: Clock
    ) -> None:
        super().__init__()
        self.setObjectName("stationWindow")
        self.setWindowTitle("Countersign")
        self.setMinimumSize(1000, 580)
        self.resize(1366, 768)
        self._station, self._bridge, self._settings, self._clock = station, bridge, settings, clock
        self._colours = PALETTES[settings.theme]
        self._sizes = self._fitting_sizes()
        self._desk, self._stage, self._bug = DeskState(), Stage.LIVE, False
        self._asked = self._looking_up = ""
        self._inspected: Inspected | None = None
        self._feed = PictureFeed(station.frames, bridge.show_picture)
        self._watchdog = GuiWatchdog()
        self._tick = QTimer(self, interval=TICK_MS)
        self._patience = QTimer(self, interval=PATIENCE_MS, singleShot=True)
        self._make_views(station_id)
        self._lay_out()
        self._connect()
        self.setStyleSheet(stylesheet(self._colours, self._sizes))
        self._show_desk(self._desk)

    def _make_views(self, station_id: str) -> None:
        c, s = self._colours, self._sizes
        self.top_bar, self.banner = TopBar(station_id, s), InstructionBanner(c, s)
        self.live, self.packing, self.status = LiveView(self._clock, c, s), PackingView(c, s), StatusView(s)
        self.discrepancy, self.committed = DiscrepancyPanel(s), CommittedPanel(c, s)
        self.entry = ScanEntry(s)

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        self._pages: dict[Stage, QWidget] = {
            Stage.LIVE: self.live,
            Stage.DISCREPANCY: self.discrepancy,
            Stage.COMMITTED: self.committed,
        }
        for page in self._pages.values():
            self._stack.addWidget(page)
        self._left = QVBoxLayout()
        self._left.addWidget(self._stack, 100)
        self._left.addWidget(self.entry, 1)
        self._sides = QHBoxLayout()
        self._sides.addLayout(self._left, _LEFT_SHARE)
        self._sides.addWidget(self.packing, 100 - _LEFT_SHARE)
        self._middle = QVBoxLayout()
        self._middle.addWidget(self.banner)
        self._middle.addLayout(self._sides, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.top_bar)
        whole.addLayout(self._middle, 1)
        whole.addWidget(self.status)
        self._space_out()

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
        self.committed.show_commit(state.packing_code, len(shown.parts), len(shown.labels))
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
        self._stack.setCurrentWidget(self._pages[self._stage])
        if not self.discrepancy.remark.isVisible() or not self.discrepancy.remark.hasFocus():
            self.entry.setFocus()

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

    # -- the window itself ------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key nobody wanted belongs to the scan entry."""
        self.entry.setFocus()
        self.entry.keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self.entry.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fitting = self._fitting_sizes()
        if fitting != self._sizes:
            self._apply(fitting)
        self._shape_picture()
        self._feed.set_room(self.live.room)

    def _shape_picture(self) -> None:
        """No higher than 16:9; what height is left over goes to the entry under it."""
        gaps = 3 * self._sizes.gap
        width = (self.width() - gaps) * _LEFT_SHARE // 100
        self._stack.setMaximumHeight(width * 9 // 16)

    def _apply(self, fitting: Sizes) -> None:
        self._sizes = fitting
        self.setStyleSheet(stylesheet(self._colours, fitting))
        for view in (self.top_bar, self.banner, self.live, self.packing, self.status):
            view.set_sizes(fitting)
        for panel in (self.discrepancy, self.committed, self.entry):
            panel.set_sizes(fitting)
        self._space_out()

    def _space_out(self) -> None:
        gap = self._sizes.gap
        self._middle.setContentsMargins(gap, gap, gap, gap)
        for layout in (self._middle, self._left, self._sides):
            layout.setSpacing(gap)

    def _fitting_sizes(self) -> Sizes:
        low, high = _SANE_DOTS_PER_MM
        dots = self.screen().physicalDotsPerInchY() / 25.4
        if not low <= dots <= high:
            dots = self.screen().logicalDotsPerInchY() / 25.4
        return sizes(self.width(), self.height(), dots)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The screen goes at once; then the station stops in its own order, and the threads of the screen after it."""
        self.hide()
        self._tick.stop()
        self._patience.stop()
        self._bridge.close()
        self._station.close()
        self._feed.join()
        self._watchdog.close()
        event.accept()
