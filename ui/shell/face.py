"""How the views sit in the window, on every screen, and who gets the keys."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.ports.clock import Clock
from ui.live.view import LiveView
from ui.packing.committed import CommittedPanel
from ui.packing.discrepancy import DiscrepancyPanel
from ui.packing.view import PackingView
from ui.packing.view_model import Stage
from ui.shell.banner import InstructionBanner
from ui.shell.scan_entry import ScanEntry
from ui.shell.top_bar import TopBar
from ui.status.view import StatusView
from ui.theme.style import stylesheet
from ui.theme.tokens import PALETTES, Sizes, sizes

_LEFT_SHARE = 62
_SANE_DOTS_PER_MM = (2.5, 12.0)


class StationFace(QWidget):
    """Views and layout; it neither knows the station nor decides anything."""

    def __init__(self, clock: Clock, theme: str, station_id: str) -> None:
        super().__init__()
        self.setObjectName("stationWindow")
        self.setWindowTitle("Countersign")
        self.setMinimumSize(1000, 580)
        self.resize(1366, 768)
        self._colours = PALETTES[theme]
        self._sizes = self._fitting_sizes()
        self._make_views(clock, station_id)
        self._lay_out()
        self.setStyleSheet(stylesheet(self._colours, self._sizes))

    def _make_views(self, clock: Clock, station_id: str) -> None:
        c, s = self._colours, self._sizes
        self.top_bar, self.banner = TopBar(station_id, s), InstructionBanner(c, s)
        self.live, self.packing, self.status = LiveView(clock, c, s), PackingView(c, s), StatusView(s)
        self.discrepancy, self.committed = DiscrepancyPanel(s), CommittedPanel(c, s)
        self.entry = ScanEntry(s)

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        self._pages: dict[Stage, QWidget] = {
            Stage.LIVE: self.live,
            Stage.DISCREPANCY: self.discrepancy,
            Stage.SUBMITTED: self.committed,
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

    def show_page(self, stage: Stage) -> None:
        """What fills the place of the picture; the keyboard stays where the operator types a remark."""
        self._stack.setCurrentWidget(self._pages[stage])
        if not self.discrepancy.remark.isVisible() or not self.discrepancy.remark.hasFocus():
            self.entry.setFocus()

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
