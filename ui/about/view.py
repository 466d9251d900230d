"""The page About: the versions at the left, whose work is inside in the middle, the text of one at the right."""

from collections.abc import Callable
from functools import partial
from math import ceil

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScroller,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.domain.about import AboutFacts, Piece, ticket
from app.domain.errors import OperationalError
from app.ports.about import About
from ui.about.view_model import AboutState, PieceRow, about_state
from ui.about.words import about_piece, fact_words, notice_title, row_words
from ui.errand import Errand
from ui.language import number, said_error
from ui.theme.grouped_list import GroupedList, ListRow, Spacing
from ui.theme.keys import answer_keys
from ui.theme.plain_text import shown
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import ActionButton, ContentScroll, label, set_tone

_LIMIT_S = 30.0
_LEFT, _MIDDLE, _RIGHT = 24, 27, 49
_PANEL = (1180, 620)


class AboutPage(QWidget):
    """GUI thread; the facts and the texts are read beside it. ``model_in_use``: name and version of the model that
    answers now, "" for none. ``closed``: it is not wanted any more.

    Keys: Up and Down choose, Page Up and Page Down turn the text, Ctrl+F searches, Ctrl+Shift+C copies the versions.
    """

    closed = Signal()

    def __init__(self, about: About, model_in_use: Callable[[], str], colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("aboutPage")
        self._about, self._model_in_use, self._sizes = about, model_in_use, sizes
        self._facts: AboutFacts | None = None
        self._state: AboutState | None = None
        self._read, self._fetch = Errand(self, "about"), Errand(self, "licence-text")
        self._make(colours)
        self._lay_out()
        self._connect()

    # -- built once -------------------------------------------------------------------------------------------------

    def _make(self, colours: Palette) -> None:
        s = self._sizes
        self._said = label("strong", name="aboutSaid")
        self._said.setWordWrap(True)
        self._count = label("muted", name="aboutCount")
        self.search = QLineEdit()
        self.search.setObjectName("aboutSearch")
        self.search.setProperty("role", "filter")
        self.search.setPlaceholderText(self.tr("Search name or licence"))
        self.search.setAccessibleName(self.tr("Search name or licence"))
        self.search.setMaxLength(100)
        self.search.setClearButtonEnabled(True)
        row = max(12, ceil((s.touch - 3 * s.body) / s.unit))
        self.list = GroupedList(colours, s, Spacing(row, 10))
        self.list.setObjectName("aboutList")
        self.list.setAccessibleName(self.tr("What is inside, and its licences"))
        self._heading, self._under = label("strong", name="aboutHeading"), label("muted", name="aboutUnder")
        for words in (self._heading, self._under):
            words.setWordWrap(True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text = QPlainTextEdit()
        self.text.setObjectName("aboutText")
        self.text.setProperty("role", "reading")
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.tr("The text of the licence"))
        for area in (self.list, self.text):
            QScroller.grabGesture(area.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self.copy_button = ActionButton(self.tr("Copy versions"), "aboutCopy")
        self.copy_button.setToolTip("Ctrl+Shift+C")
        self.close_button = ActionButton(self.tr("Close"), "aboutClose")
        for each in (self.search, self.copy_button, self.close_button):
            each.setFixedHeight(s.touch)

    def _lay_out(self) -> None:
        s = self._sizes
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(round(1.4 * s.gap))
        self._grid.setVerticalSpacing(s.gap)
        self._grid.setColumnStretch(1, 1)
        inside, left, middle, right, buttons = QWidget(), QVBoxLayout(), QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._grid)
        column.addStretch(1)
        facts = ContentScroll()
        facts.setWidget(inside)
        facts.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        left.addWidget(label("title", self.tr("About Countersign"), name="aboutTitle"))
        left.addWidget(self._said)
        left.addWidget(facts, 1)
        left.addWidget(self.copy_button)
        middle.addWidget(self.search)
        middle.addWidget(self.list, 1)
        middle.addWidget(self._count)
        right.addWidget(self._heading)
        right.addWidget(self._under)
        right.addWidget(self.text, 1)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        self.close_button.setFixedWidth(round(190 * s.text))
        right.addLayout(buttons)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2 * s.gap)
        for part, share in ((left, _LEFT), (middle, _MIDDLE), (right, _RIGHT)):
            part.setSpacing(s.gap)
            holder = QWidget()
            holder.setLayout(part)
            part.setContentsMargins(0, 0, 0, 0)
            whole.addWidget(holder, share)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._look)
        self.list.row_chosen.connect(self._chosen)
        self.copy_button.clicked.connect(self.copy_versions)
        self.close_button.clicked.connect(self.closed)
        self._read.done.connect(self._arrived)
        self._fetch.done.connect(self._show_text)
        for errand in (self._read, self._fetch):
            errand.failed.connect(self._failed)
            errand.too_late.connect(self._late)
        keys: dict[str, Callable[[], object]] = {"Ctrl+F": self._to_search, "Ctrl+Shift+C": self.copy_versions}
        answer_keys(self, keys)
        moves: dict[str, Callable[[], object]] = {"Down": partial(self._walk, 1), "Up": partial(self._walk, -1)}
        turns: dict[str, Callable[[], object]] = {"PgDown": partial(self._turn, 1), "PgUp": partial(self._turn, -1)}
        self._keys = {**keys, **moves, **turns}

    # -- what is seen -----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        self._say(self.tr("One moment…"))
        self._read.begin(self._about.facts, _LIMIT_S)

    def close_page(self) -> None:
        self._read.cancel()
        self._fetch.cancel()

    @Slot(object)
    def _arrived(self, facts: AboutFacts) -> None:
        self._facts = facts
        self._say("")
        self._look()
        self._show_facts()

    @Slot()
    def _look(self) -> None:
        if self._facts is None:
            return
        self._state = about_state(self._facts, self._model_in_use(), self.search.text())
        found = [_list_row(row) for row in self._state.rows]
        self.list.show_groups([(self.tr("Inside"), found)])
        pieces = sum(row.piece is not None for row in self._state.rows)
        words = self.tr("{shown} of {count}").format(shown=number(pieces), count=number(self._state.pieces))
        self._count.setText(words)

    def _show_facts(self) -> None:
        for place, row in enumerate(self._state.facts if self._state else ()):
            name, value = fact_words(row)
            told = label("body", value, name=f"about_{row.name}")
            told.setWordWrap(True)
            told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(label("muted", name), place, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(told, place, 1)

    @Slot()
    def _chosen(self) -> None:
        chosen = self.list.current_row
        row = chosen.value if chosen else None
        piece = row.piece if isinstance(row, PieceRow) else None
        self._fetch.cancel()
        self._head(piece, chosen=row is not None)
        self.text.clear()
        if piece is not None:
            self._fetch.begin(partial(self._about.text, piece), _LIMIT_S)
        elif row is not None and self._facts is not None:
            self._show_text(self._facts.notice)
        else:
            self.text.setPlainText(self.tr("Nothing is called so."))

    def _head(self, piece: Piece | None, *, chosen: bool) -> None:
        self._heading.setText(shown(piece.title, 80) if piece else notice_title())
        self._under.setText(about_piece(piece) if piece else "")
        self._heading.setVisible(chosen)
        self._under.setVisible(piece is not None)

    @Slot(object)
    def _show_text(self, text: str) -> None:
        self._say("")
        self.text.setPlainText(text or self.tr("It carries no text of its own; its licence is named in the list."))

    @Slot(object)
    def _failed(self, error: OperationalError) -> None:
        self._say(str(said_error(error)), "bad")

    @Slot()
    def _late(self) -> None:
        self._say(self.tr("There was no answer. Close the page and open it again."), "bad")

    def _say(self, words: str, tone: str = "plain") -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))
        set_tone(self._said, tone)

    # -- what is done -----------------------------------------------------------------------------------------------

    @Slot()
    def copy_versions(self) -> None:
        """For a support ticket."""
        if self._facts is not None:
            QGuiApplication.clipboard().setText(ticket(self._facts, self._model_in_use()))
            self._say(self.tr("Copied."), "good")

    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def press(self, event: QKeyEvent) -> bool:
        """Whether the key is one of the page's, which is then done: for whoever has the focus instead."""
        act = self._keys.get(QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.PortableText))
        if act is not None:
            act()
        return act is not None

    def _walk(self, step: int) -> None:
        rows = range(1, self.list.count())  # a heading stands above them
        if rows:
            self.list.setCurrentRow(max(rows[0], min(rows[-1], self.list.currentRow() + step)))

    def _turn(self, pages: int) -> None:
        bar = self.text.verticalScrollBar()
        bar.setValue(bar.value() + pages * bar.pageStep())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.press(event):
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """As a panel; as a page it gets what there is."""
        return QSize(round(_PANEL[0] * self._sizes.unit), round(_PANEL[1] * self._sizes.unit))


def _list_row(row: PieceRow) -> ListRow:
    first, second, aside = row_words(row)
    identity: Piece | str = row.piece or "notice"
    return ListRow(row, identity, first, second, f"{first}, {second}", aside)
