"""The frame of the supervisor's window: who sits there above, the list of pages at the left."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtSvgWidgets import QSvgWidget
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.people import Actor
from ui.office.view_model import PageName
from ui.office.words import page_words, role_words
from ui.shell.look import Look
from ui.shell.top_bar import MARK
from ui.theme.icons import icon
from ui.theme.plain_text import shown
from ui.theme.tokens import Sizes
from ui.theme.widgets import ActionButton, label

RAIL_WIDTH = 190


class OfficeBar(QFrame):
    """``about_asked``, ``language_asked``, ``theme_asked``, ``lock_asked``, ``sign_out_asked``: by their buttons."""

    about_asked = Signal()
    language_asked = Signal()
    theme_asked = Signal()
    lock_asked = Signal()
    sign_out_asked = Signal()

    def __init__(self, place: str, look: Look, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("officeBar")
        self.setProperty("role", "bar")
        self._look, self._sizes = look, sizes
        mark = QSvgWidget(str(MARK))
        mark.setFixedSize(round(30 * sizes.unit), round(30 * sizes.unit))
        self._person = label("pill", name="officePerson")
        self._lock = self._tool("officeLock", "lock", self.tr("Lock (Ctrl+L)"), self.lock_asked)
        self._out = self._tool("officeSignOut", "sign_out", self.tr("Sign out"), self.sign_out_asked)
        other = look.other_language.own_name
        row = QHBoxLayout(self)
        row.setContentsMargins(round(14 * sizes.unit), 0, round(6 * sizes.unit), 0)
        row.setSpacing(sizes.gap)
        for widget in (
            mark,
            label("brand", "Countersign", name="brandText"),
            label("pill", shown(place), name="place"),
        ):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._person)
        row.addWidget(self._tool("officeAbout", "about", self.tr("About (F1)"), self.about_asked))
        row.addWidget(self._tool("officeLanguage", "language", other, self.language_asked))
        row.addWidget(self._tool("officeTheme", "theme", self.tr("Light or dark"), self.theme_asked))
        row.addWidget(self._lock)
        row.addWidget(self._out)
        self.setFixedHeight(round(52 * sizes.unit))

    def show_person(self, actor: Actor | None) -> None:
        self._person.setText(f"{shown(actor.user_name, 40)} · {role_words(actor.role)}" if actor else "")
        for widget in (self._person, self._lock, self._out):
            widget.setVisible(actor is not None)

    def _tool(self, name: str, drawing: str, words: str, asked: object) -> ActionButton:
        button = ActionButton("", name, "tool")
        side = round(24 * self._sizes.unit)
        button.setFixedSize(round(40 * self._sizes.unit), round(40 * self._sizes.unit))
        button.setIcon(icon(drawing, self._look.colours.text, side))
        button.setIconSize(QSize(side, side))
        button.setAccessibleName(words)
        button.setToolTip(words)
        button.clicked.connect(asked)
        return button


class PageRail(QWidget):
    """``chosen``: a PageName."""

    chosen = Signal(object)

    def __init__(self, pages: tuple[PageName, ...], look: Look, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("pageRail")
        self.setFixedWidth(round(RAIL_WIDTH * sizes.unit))
        self._group = QButtonGroup(self)
        self._buttons = {page: self._button(page, look, sizes) for page in pages}
        column = QVBoxLayout(self)
        column.setContentsMargins(sizes.gap, sizes.gap, sizes.gap, sizes.gap)
        column.setSpacing(round(6 * sizes.unit))
        for button in self._buttons.values():
            column.addWidget(button)
        column.addStretch(1)

    def show_chosen(self, page: PageName) -> None:
        self._buttons[page].setChecked(True)

    def _button(self, page: PageName, look: Look, sizes: Sizes) -> ActionButton:
        button = ActionButton(page_words(page), f"page_{page.value}", "choice")
        side = round(22 * sizes.unit)
        button.setCheckable(True)
        button.setIcon(icon(f"office_{page.value}", look.colours.text, side))
        button.setIconSize(QSize(side, side))
        button.setFixedHeight(round(46 * sizes.unit))
        button.setToolTip(f"Ctrl+{list(PageName).index(page) + 1}")
        button.setProperty("page", page.value)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(self._choose)
        self._group.addButton(button)
        return button

    @Slot()
    def _choose(self) -> None:
        button = self.sender()
        if isinstance(button, ActionButton):
            self.chosen.emit(PageName(str(button.property("page"))))
