"""The page of help that lies over the screen: for the screen in front, the colours, or the keys."""

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QScroller, QVBoxLayout, QWidget

from ui.help.legend import Legend
from ui.help.topics import Topic, help_texts, key_rows
from ui.theme.tokens import Sizes
from ui.theme.widgets import ActionButton, label

_TURNS: dict[int, int] = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
_SCROLLS: dict[int, int] = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 3, Qt.Key.Key_PageUp: -3}


class HelpPanel(QFrame):
    """``closed``: it is not wanted any more. ``topic`` is the page in front. A finger scrolls it, the arrow keys turn
    and scroll it."""

    closed = Signal()

    def __init__(self, topic: Topic, sizes: Sizes, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("helpPanel")
        self.setProperty("role", "popover")
        self._sizes, self._home = sizes, topic
        self._title = label("title", name="helpTitle")
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        QScroller.grabGesture(self._scroll.viewport(), QScroller.ScrollerGestureType.LeftMouseButtonGesture)
        self._texts = help_texts()
        self._pages = {
            Topic.COLOURS: ActionButton(self.tr("What the colours mean"), "helpColours"),
            Topic.KEYS: ActionButton(self.tr("Keys and codes"), "helpKeys"),
        }
        self._this = ActionButton(self.tr("This screen"), "helpThis")
        self._close = ActionButton(self.tr("Close"), "helpClose", "primary")
        self._build()
        self._this.clicked.connect(self._show_home)
        self._pages[Topic.COLOURS].clicked.connect(self._show_colours)
        self._pages[Topic.KEYS].clicked.connect(self._show_keys)
        self._close.clicked.connect(self.closed)
        self.show_topic(topic)

    def _build(self) -> None:
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.addWidget(self._title)
        column.addWidget(self._scroll, 1)
        for button in (self._this, *self._pages.values(), self._close):
            button.setFixedHeight(self._sizes.touch)
            row.addWidget(button)
        row.setSpacing(self._sizes.touch_gap)
        column.addLayout(row)
        margin = round(22 * self._sizes.unit)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(round(12 * self._sizes.unit))

    def stand(self, room: QRect) -> None:
        """In the middle, with the screen's edges still to be seen."""
        edge = room.width() // 10
        self.setGeometry(room.adjusted(edge, 0, -edge, 0))

    def press(self, event: QKeyEvent) -> bool:
        """Whether the key turned or scrolled the page."""
        turned = _TURNS.get(event.key(), 0)
        scrolled = _SCROLLS.get(event.key(), 0)
        if turned:
            topics = [self._home, *self._pages]
            self.show_topic(topics[(topics.index(self.topic) + turned) % len(topics)])
        bar = self._scroll.verticalScrollBar()
        bar.setValue(bar.value() + scrolled * self._scroll.height() // 3)
        return bool(turned or scrolled)

    def show_topic(self, topic: Topic) -> None:
        self.topic = topic
        text = self._texts[topic]
        self._title.setText(text.title)
        page = {Topic.COLOURS: self._colours, Topic.KEYS: self._keys}.get(topic, self._steps)()
        self._scroll.setWidget(page)
        self.setAccessibleName(" ".join((text.title, *text.steps)))

    @Slot()
    def _show_home(self) -> None:
        self.show_topic(self._home)

    @Slot()
    def _show_colours(self) -> None:
        self.show_topic(Topic.COLOURS)

    @Slot()
    def _show_keys(self) -> None:
        self.show_topic(Topic.KEYS)

    # -- pages --------------------------------------------------------------------------------------------------------

    def _colours(self) -> QWidget:
        return self._page(Legend(self._sizes))

    def _steps(self) -> QWidget:
        grid_holder = QWidget()
        grid = QGridLayout(grid_holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(round(12 * self._sizes.unit))
        grid.setHorizontalSpacing(round(14 * self._sizes.unit))
        for number, step in enumerate(self._texts[self.topic].steps, start=1):
            words = label("helpStep", step)
            words.setWordWrap(True)
            grid.addWidget(label("stepNumber", str(number)), number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words, number, 1)
        grid.setColumnStretch(1, 1)
        return self._page(grid_holder)

    def _keys(self) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        for row, (key, meaning) in enumerate(key_rows()):
            grid.addWidget(label("pill", key), row, 0)
            grid.addWidget(label("helpStep", meaning), row, 1)
        grid.setColumnStretch(1, 1)
        return self._page(holder)

    def _page(self, content: QWidget) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(content)
        column.addStretch(1)
        return page
