"""The supervisor's window: somebody signs in, gets the pages of their role, and is locked out when they are gone."""

from collections.abc import Callable
from typing import Protocol, cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.people import Actor
from app.ports.clock import Clock
from ui.language import speak
from ui.office.ask_person import AskPerson, Authenticate, centred
from ui.office.frame import OfficeBar, PageRail
from ui.office.view_model import PageName, Seat, is_idle, pages_for
from ui.shell.look import Look
from ui.shell.toast import Toast
from ui.theme.fitting import sizes_of
from ui.theme.style import repaint_palette, stylesheet
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import label

_LOOK_MS = 1000
_TOUCHES = {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel}


class OfficePage(Protocol):
    """A QWidget beside: ``refresh`` whenever it comes into view, ``close_page`` before it is taken down."""

    def refresh(self) -> None: ...
    def close_page(self) -> None: ...


MakePage = Callable[[PageName, Actor, Palette, Sizes, "OfficeWindow"], QWidget]


class OfficeWindow(QWidget):
    """GUI thread. ``make_page`` builds a page when it is first opened; ``signed_out`` tells who went (an Actor).
    ``about_asked``: what the program is, whoever asks. ``closed``: the window is gone.

    Keys: Ctrl and a digit opens a page, Ctrl+L locks, F1 asks what the program is, Escape closes a panel.
    """

    signed_out = Signal(object)
    about_asked = Signal()
    look_changed = Signal(object)
    closed = Signal()

    def __init__(
        self,
        authenticate: Authenticate,
        make_page: MakePage,
        look: Look,
        place: str,
        clock: Clock,
        idle_lock_s: float,
        *,
        without: frozenset[PageName] = frozenset(),
    ) -> None:
        super().__init__()
        self.setObjectName("officeWindow")
        self.setWindowTitle("Countersign")
        self.setMinimumSize(1000, 600)
        self.resize(1366, 768)
        self._authenticate, self._make_page, self._clock = authenticate, make_page, clock
        self._place, self.look, self._idle_lock_s = place, look, idle_lock_s
        self._without = without
        self.seat = Seat()
        self._pages: dict[PageName, QWidget] = {}
        self._page: PageName | None = None
        self._panel: QFrame | None = None
        self._touched_s = clock.monotonic_s()
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self._build()
        self._toast = Toast(self)
        self._watch = QTimer(self, interval=_LOOK_MS)
        self._watch.timeout.connect(self._lock_when_idle)
        self._watch.start()
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    # -- building ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            speak(application, self.look.language)
            repaint_palette(application, self.look.colours)
        self.sizes = sizes_of(self, self.look.text_percent)
        self._content = QWidget()
        self._content.setObjectName("officeContent")
        self._bar = OfficeBar(self._place, self.look, self.sizes)
        self._bar.about_asked.connect(self.about_asked)
        self._bar.language_asked.connect(self._other_language)
        self._bar.theme_asked.connect(self._other_theme)
        self._bar.lock_asked.connect(self.lock)
        self._bar.sign_out_asked.connect(self.sign_out)
        self._stack = QStackedWidget()
        self._ask = self._asking()
        self._stack.addWidget(centred(self._ask))
        self._row = QHBoxLayout()
        self._row.setSpacing(0)
        self._rail = PageRail((), self.look, self.sizes)
        self._row.addWidget(self._rail)
        self._row.addWidget(self._stack, 1)
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addLayout(self._row, 1)
        self._whole.addWidget(self._content)
        self.setStyleSheet(stylesheet(self.look.colours, self.sizes))
        self._show_seat()

    def _asking(self) -> AskPerson:
        why = self.tr("Supervisors and administrators sign in here with their badge and PIN.")
        panel = AskPerson(self._authenticate, self.sizes, title=self.tr("Who sits here?"), why=why, may_cancel=False)
        panel.agreed.connect(self.sit_down)
        return panel

    def change_look(self, look: Look) -> None:
        """Everything is built anew; pages load again what they show."""
        if look == self.look:
            return
        self.look = look
        page = self._page
        self._take_down()
        self._build()
        if self.seat.open and page is not None:
            self.open_page(page)
        self.look_changed.emit(look)

    def _take_down(self) -> None:
        self.close_panel()
        self._close_pages()
        self._ask.close_page()
        self._content.hide()
        self._whole.removeWidget(self._content)
        self._content.deleteLater()

    # -- who sits here ----------------------------------------------------------------------------------------------

    @Slot(object)
    def sit_down(self, actor: Actor) -> None:
        """Somebody has proved who they are."""
        kept = self.seat.keeps_pages(actor)
        if not kept:
            self._close_pages()
        self.seat = self.seat.taken_by(actor)
        self._touched_s = self._clock.monotonic_s()
        self._show_seat()
        pages = pages_for(actor.role, self._without)
        if pages:
            self.open_page(self._page if kept and self._page in pages else pages[0])

    @Slot()
    def lock(self) -> None:
        """Pages stay, unseen, until the same person is back."""
        if self.seat.open:
            self.close_panel()
            self.seat = Seat(self.seat.actor, locked=True)
            self._show_seat()

    @Slot()
    def sign_out(self) -> None:
        actor = self.seat.actor
        self.close_panel()
        self._close_pages()
        self.seat = Seat()
        self._show_seat()
        if actor is not None:
            self.signed_out.emit(actor)

    def take_code(self, code: str) -> None:
        """From a scanner: a badge, where one is asked for."""
        panel = self._panel.findChild(AskPerson) if self._panel else None
        page = self._pages.get(self._page) if self._page else None
        if panel is not None:
            panel.take_code(code)
        elif not self.seat.open:
            self._ask.take_code(code)
        elif page is not None and hasattr(page, "take_code"):
            page.take_code(code)

    def _show_seat(self) -> None:
        actor = self.seat.actor
        self._row.removeWidget(self._rail)
        self._rail.hide()
        self._rail.deleteLater()
        pages = pages_for(actor.role, self._without) if actor and self.seat.open else ()
        self._rail = PageRail(pages, self.look, self.sizes)
        self._rail.chosen.connect(self.open_page)
        self._row.insertWidget(0, self._rail)
        self._rail.setVisible(bool(pages))
        self._bar.show_person(actor if self.seat.open else None)
        if not self.seat.open:
            self._stack.setCurrentIndex(0)
            self._ask.ask(actor.user_name if actor else "")
        elif not pages:
            self._show_nothing_here()

    def _show_nothing_here(self) -> None:
        nothing = label("empty", self.tr("Your role has no page here. Operators work at the station's own screen."))
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(nothing)
        self._stack.setCurrentWidget(nothing)

    # -- pages and panels -------------------------------------------------------------------------------------------

    @Slot(object)
    def open_page(self, name: PageName) -> None:
        actor = self.seat.actor
        if actor is None or self.seat.locked or name not in pages_for(actor.role, self._without):
            return
        if name not in self._pages:
            page = self._make_page(name, actor, self.look.colours, self.sizes, self)
            self._pages[name] = page
            self._stack.addWidget(page)
        self._page = name
        self._rail.show_chosen(name)
        self._stack.setCurrentWidget(self._pages[name])
        self._pages[name].setFocus()
        cast(OfficePage, self._pages[name]).refresh()

    def page(self, name: PageName) -> QWidget | None:
        return self._pages.get(name)

    def refresh_page(self) -> None:
        """What it shows was changed on a panel."""
        if self.seat.open and self._page is not None:
            cast(OfficePage, self._pages[self._page]).refresh()

    def open_panel(self, panel: QWidget) -> None:
        """Over the page, until :meth:`close_panel`; one at a time."""
        self.close_panel()
        holder = QFrame(self)
        holder.setObjectName("officePanel")
        holder.setProperty("role", "popover")
        column = QVBoxLayout(holder)
        margin = 2 * self.sizes.gap
        column.setContentsMargins(margin, margin, margin, margin)
        column.addWidget(panel)
        self._panel = holder
        self._place_panel()
        holder.show()
        holder.raise_()
        panel.setFocus()

    @Slot()
    def close_panel(self) -> bool:
        """Whether there was one."""
        holder, self._panel = self._panel, None
        if holder is None:
            return False
        for child in holder.findChildren(QWidget):
            if hasattr(child, "close_page"):  # a panel ends what it has begun
                child.close_page()
        holder.hide()
        holder.deleteLater()
        return True

    def say(self, words: str, *, tone: str = "plain") -> None:
        self._toast.say(words, self.sizes, self._stack.geometry().translated(self._content.pos()), tone=tone)

    def _close_pages(self) -> None:
        for page in self._pages.values():
            cast(OfficePage, page).close_page()
            self._stack.removeWidget(page)
            page.deleteLater()
        self._pages = {}

    def _place_panel(self) -> None:
        if self._panel is None:
            return
        room = self.rect().adjusted(0, self._bar.height(), 0, 0)
        most = room.adjusted(*(4 * self.sizes.gap,) * 2, *(-4 * self.sizes.gap,) * 2)
        wanted = self._panel.sizeHint().expandedTo(self._panel.minimumSizeHint()).boundedTo(most.size())
        self._panel.resize(wanted)
        self._panel.move(room.center() - self._panel.rect().center())

    # -- looks, keys, time ------------------------------------------------------------------------------------------

    @Slot()
    def _other_language(self) -> None:
        self.change_look(self.look.with_other_language())

    @Slot()
    def _other_theme(self) -> None:
        self.change_look(self.look.with_other_theme())

    @Slot()
    def _lock_when_idle(self) -> None:
        if self.seat.open and is_idle(self._clock.monotonic_s(), self._touched_s, self._idle_lock_s):
            self.lock()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._touched_s = self._clock.monotonic_s()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        place = event.key() - Qt.Key.Key_1
        if event.key() == Qt.Key.Key_Escape and self.close_panel():
            return
        if control and event.key() == Qt.Key.Key_L:
            self.lock()
        elif event.key() == Qt.Key.Key_F1:
            self.about_asked.emit()
        elif control and 0 <= place < len(PageName):
            self.open_page(list(PageName)[place])
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_panel()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._watch.stop()
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self.close_panel()
        self._close_pages()
        self._ask.close_page()
        event.accept()
        self.closed.emit()
