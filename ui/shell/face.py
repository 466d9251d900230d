"""How the views sit in the window, on every screen, and who gets the keys."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.ports.clock import Clock
from ui.help.topics import Topic
from ui.help.tour import TourOverlay
from ui.help.view import HelpPanel
from ui.language import speak
from ui.live.view import LiveView
from ui.packing.committed import CommittedPanel
from ui.packing.discrepancy import DiscrepancyPanel
from ui.packing.view import PackingView
from ui.packing.view_model import Stage
from ui.shell.banner import InstructionBanner
from ui.shell.keypad import Keypad
from ui.shell.look import Look
from ui.shell.menu import MenuPanel
from ui.shell.scan_entry import ScanEntry
from ui.shell.sign_in import SignInPanel
from ui.shell.toast import Toast
from ui.shell.top_bar import TopBar
from ui.status.view import LampPanel, StatusView
from ui.status.view_model import Lamp
from ui.theme.fitting import sizes_of
from ui.theme.icons import icon
from ui.theme.style import repaint_palette, stylesheet
from ui.theme.tokens import Sizes
from ui.theme.widgets import ActionButton

_LEFT_SHARE = 62
Press = Callable[[QKeyEvent], bool]


class PageHolder(QFrame):
    """A page as a popover."""

    def __init__(self, page: QWidget, margin: int, press: Press | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("pageHolder")
        self.setProperty("role", "popover")
        self._press = press
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, margin, margin, margin)
        column.addWidget(page)

    def press(self, event: QKeyEvent) -> bool:
        """Whether the page has a use for the key."""
        return self._press is not None and self._press(event)


class StationFace(QWidget):
    """Views and layout; it neither knows the station nor decides anything. Another look builds every view anew: a view
    speaks the language, and has the colours, of its making. At most one popover lies over them, made when it is asked
    for; the instruction stays in sight above it."""

    menu_chosen = Signal(object)

    def __init__(self, clock: Clock, look: Look, station_id: str) -> None:
        super().__init__()
        self.setObjectName("stationWindow")
        self.setWindowTitle("Countersign")
        self.setMinimumSize(1000, 580)
        self.resize(1366, 768)
        self._face_clock, self._station_id, self.look = clock, station_id, look
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._popover: QWidget | None = None
        self._build()
        self._toast = Toast(self)

    # -- building ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        """Every view, in the look of now. Who feeds them connects and feeds them afterwards."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            speak(application, self.look.language)
            repaint_palette(application, self.look.colours)
        self._sizes = sizes_of(self, self.look.text_percent)
        self._content = QWidget()
        self._content.setObjectName("content")
        self._make_views()
        self._lay_out(self._content)
        self._whole.addWidget(self._content)
        self.setStyleSheet(stylesheet(self.look.colours, self._sizes))
        self._shape_picture()

    def _take_down(self) -> None:
        self.close_popover()
        self._content.hide()
        self._whole.removeWidget(self._content)
        self._content.deleteLater()

    def _make_views(self) -> None:
        c, s = self.look.colours, self._sizes
        self.top_bar, self.banner = TopBar(self._station_id, c, s), InstructionBanner(c, s)
        self.live, self.packing, self.status = LiveView(self._face_clock, c, s), PackingView(c, s), StatusView(c, s)
        self.packing.setObjectName("packingView")
        self.live.setAccessibleName(self.tr("Camera picture"))
        self.discrepancy, self.committed = DiscrepancyPanel(s), CommittedPanel(c, s)
        self.sign_in = SignInPanel(c, s)
        self.entry = ScanEntry(s)
        self.entry.installEventFilter(self)
        self.keypad_button = ActionButton("", "keypadButton", "tool")
        self.keypad_button.setAccessibleName(self.tr("Keys on the screen"))
        self.keypad_button.setToolTip(self.tr("Keys on the screen"))
        self.keypad_button.clicked.connect(self.show_keypad)
        self.top_bar.menu_asked.connect(self.show_menu)
        self.status.lamp_asked.connect(self.show_lamp)

    def _lay_out(self, content: QWidget) -> None:
        self._stack = QStackedWidget()
        self._pages: dict[Stage, QWidget] = {
            Stage.SIGN_IN: self.sign_in,
            Stage.LIVE: self.live,
            Stage.DISCREPANCY: self.discrepancy,
            Stage.SUBMITTED: self.committed,
        }
        for page in self._pages.values():
            self._stack.addWidget(page)
        self._line = QHBoxLayout()
        self._line.addWidget(self.entry, 1)
        self._line.addWidget(self.keypad_button)
        self._left = QVBoxLayout()
        self._left.addWidget(self._stack, 100)
        self._left.addLayout(self._line, 1)
        self._sides = QHBoxLayout()
        self._sides.addLayout(self._left, _LEFT_SHARE)
        self._sides.addWidget(self.packing, 100 - _LEFT_SHARE)
        self._middle = QVBoxLayout()
        self._middle.addWidget(self.banner)
        self._middle.addLayout(self._sides, 1)
        whole = QVBoxLayout(content)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.top_bar)
        whole.addLayout(self._middle, 1)
        whole.addWidget(self.status)
        self._space_out()

    # -- what is in front -------------------------------------------------------------------------------------------

    def show_page(self, stage: Stage) -> None:
        """What fills the place of the picture; the keyboard stays where the operator types a remark."""
        self._stack.setCurrentWidget(self._pages[stage])
        if not self.discrepancy.remark.isVisible() or not self.discrepancy.remark.hasFocus():
            self.entry.setFocus()

    @Slot(object)
    def show_lamp(self, lamp: Lamp) -> None:
        """The sentence behind a lamp; asked again, it goes."""
        same = isinstance(self._popover, LampPanel) and self._popover.lamp is lamp
        self.close_popover()
        explained = self.status.explain(lamp)
        if explained is None or same:
            return
        panel = LampPanel(*explained, self._sizes, self)
        panel.closed.connect(self.close_popover)
        button = self.status.lamps[lamp]
        self._open(panel)
        panel.stand_over(QRectF(button.mapTo(self, button.rect().topLeft()), QSize(button.size())))

    @Slot()
    def show_menu(self) -> None:
        """Open, or close again."""
        if self._closed_one(MenuPanel):
            return
        menu = MenuPanel(self.look, self._sizes, self, self._room, kiosk=self.kiosk)
        menu.chosen.connect(self.close_popover)
        menu.chosen.connect(self.menu_chosen)
        self._open(menu)
        menu.stand(self._room)

    @Slot()
    def show_keypad(self) -> None:
        """Open, or close again."""
        if self._closed_one(Keypad):
            return
        remark = self.discrepancy.remark
        keypad = Keypad(remark if remark.isVisible() else self.entry, self._sizes, self)
        keypad.closed.connect(self.close_popover)
        self._open(keypad)
        keypad.stand()

    def show_help_about(self, topic: Topic) -> None:
        """Open, or close again."""
        if self._closed_one(HelpPanel):
            return
        panel = HelpPanel(topic, self._sizes, self)
        panel.closed.connect(self.close_popover)
        self._open(panel)
        panel.stand(self._room)

    def open_page(self, page: QWidget, press: Press | None = None) -> None:
        """``page`` over all that is under the instruction, as a popover. ``press``: what it does with keys, while the
        scan entry has the focus."""
        self.close_popover()
        holder = PageHolder(page, 2 * self._sizes.gap, press, self)
        self._open(holder)
        holder.setGeometry(self._room)

    def say(self, words: str, *, tone: str = "plain") -> None:
        """Something the operator has asked for was done, or not."""
        room = QRect(self._stack.mapTo(self, QPoint(0, 0)), self._stack.size())
        self._toast.say(words, self._sizes, room, tone=tone)

    @property
    def kiosk(self) -> bool:
        return False

    @property
    def sizes(self) -> Sizes:
        return self._sizes

    def start_tour(self) -> None:
        self.close_popover()
        tour = TourOverlay(self, self.look.colours, self._sizes)
        tour.closed.connect(self.close_popover)
        self._open(tour)
        tour.stand()

    @property
    def tour(self) -> TourOverlay | None:
        return self._popover if isinstance(self._popover, TourOverlay) else None

    def _closed_one(self, kind: type[QWidget]) -> bool:
        same = isinstance(self._popover, kind)
        self.close_popover()
        return same

    def _open(self, popover: QWidget) -> None:
        self._popover = popover
        self.entry.setFocus()
        popover.show()
        popover.raise_()

    @property
    def _room(self) -> QRect:
        """What popovers may cover: everything under the instruction."""
        gap = self._sizes.gap
        top = self.banner.mapTo(self, QPoint(0, self.banner.height())).y()
        return self.rect().adjusted(gap, top + gap, -gap, -gap)

    @Slot()
    def close_popover(self) -> bool:
        """Whether there was one."""
        popover, self._popover = self._popover, None
        if popover is None:
            return False
        popover.hide()
        popover.deleteLater()
        self.entry.setFocus()
        return True

    # -- keys and sizes ---------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What lies over the screen is asked before the entry is."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and self.popover_takes(event):
            return True
        return super().eventFilter(watched, event)

    def popover_takes(self, event: QKeyEvent) -> bool:
        """Whether what is open has a use for the key."""
        takers = MenuPanel | HelpPanel | TourOverlay | PageHolder
        return isinstance(self._popover, takers) and self._popover.press(event)

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
        fitting = sizes_of(self, self.look.text_percent)
        if fitting != self._sizes:
            self._apply(fitting)
        self._shape_picture()
        self.close_popover()

    def _shape_picture(self) -> None:
        """No higher than 16:9; what height is left over goes to the entry under it."""
        gaps = 2 * self._sizes.gap + self._sizes.touch_gap
        width = (self.width() - gaps) * _LEFT_SHARE // 100
        self._stack.setMaximumHeight(width * 9 // 16)

    def _apply(self, fitting: Sizes) -> None:
        self._sizes = fitting
        self.setStyleSheet(stylesheet(self.look.colours, fitting))
        for view in (self.top_bar, self.banner, self.live, self.packing, self.status):
            view.set_sizes(fitting)
        for panel in (self.discrepancy, self.committed, self.entry, self.sign_in):
            panel.set_sizes(fitting)
        self._space_out()

    def _space_out(self) -> None:
        s = self._sizes
        self._middle.setContentsMargins(s.gap, s.gap, s.gap, s.touch_gap)
        self._middle.setSpacing(s.gap)
        for layout in (self._sides, self._left, self._line):
            layout.setSpacing(s.touch_gap)
        side = round(30 * s.unit)
        self.keypad_button.setFixedWidth(round(1.3 * s.touch))
        self.keypad_button.setMinimumHeight(s.touch)
        self.keypad_button.setMaximumHeight(2 * s.touch)
        self.keypad_button.setIcon(icon("keyboard", self.look.colours.text, side))
        self.keypad_button.setIconSize(QSize(side, side))
