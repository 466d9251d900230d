"""A list for gloved fingers: rows of one height, flicked by hand, and never a taker of the scanner's keys."""

from collections.abc import Hashable
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QScroller,
    QScrollerProperties,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from ui.packing.row_model import NOWHERE, Index, RowModel

HAND_MS = 5000
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class TouchList(QListView):
    """Shows a :class:`RowModel`. Rule V14: it scrolls by itself to the row that matters, unless somebody has scrolled
    it by hand within the last 5 s."""

    def __init__(self, name: str, model: RowModel[Any]) -> None:
        super().__init__()
        self.setObjectName(name)
        self._model = model
        model.setParent(self)
        self.setModel(model)
        self.setItemDelegate(_RowDelegate(self))
        self.walking = False
        self.pressed_key: Hashable = None
        self._row_height, self._row_gap = 1, 0
        self._with_bar = True
        self._wanted: Hashable = None
        self._by_hand = QTimer(self, interval=HAND_MS, singleShot=True)
        self._set_up()
        self._flick_by_finger()
        for changed in (model.rowsInserted, model.rowsRemoved):
            changed.connect(self.updateGeometry)
            changed.connect(self._fit)

    def _set_up(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setUniformItemSizes(True)
        self.setAutoScroll(False)

    def _flick_by_finger(self) -> None:
        """The left button too: many a panel says mouse where it means finger."""
        scroller = QScroller.scroller(self.viewport())
        made = scroller.scrollerProperties()
        never = QScrollerProperties.OvershootPolicy.OvershootAlwaysOff
        made.setScrollMetric(QScrollerProperties.ScrollMetric.VerticalOvershootPolicy, never)
        made.setScrollMetric(QScrollerProperties.ScrollMetric.HorizontalOvershootPolicy, never)
        made.setScrollMetric(QScrollerProperties.ScrollMetric.MousePressEventDelay, 0.0)
        scroller.setScrollerProperties(made)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.LeftMouseButtonGesture)
        scroller.stateChanged.connect(self._finger_moved)
        self.verticalScrollBar().actionTriggered.connect(self._bar_moved)

    # -- its size -----------------------------------------------------------------------------------------------------

    def paint_row(self, painter: QPainter, place: QRectF, index: Index) -> None:
        """The one row at ``place``, without the gap under it."""
        raise NotImplementedError

    def set_row_height(self, pixels: int, gap: int) -> None:
        """``pixels`` of a row, and the gap under it."""
        self._row_height, self._row_gap = pixels + gap, gap
        self.scheduleDelayedItemsLayout()
        self.updateGeometry()
        self._fit()

    def sizeHint(self) -> QSize:
        """All rows: as high as its content where there is room."""
        return QSize(200, self._height_of(self._model.rowCount()))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self._height_of(min(2, self._model.rowCount())))

    def _height_of(self, rows: int) -> int:
        return max(0, self._row_height * rows - self._row_gap)

    def show_bar(self, shown: bool) -> None:
        """Without one the rows have the whole width; a finger scrolls all the same."""
        self._with_bar = shown
        self._fit()

    @Slot()
    def _fit(self) -> None:
        """No bar for the gap under the last row alone."""
        needed = self._with_bar and self._height_of(self._model.rowCount()) > self.viewport().height()
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if needed else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if policy is not self.verticalScrollBarPolicy():
            self.setVerticalScrollBarPolicy(policy)

    # -- where it stands ----------------------------------------------------------------------------------------------

    @property
    def scrolled_by_hand(self) -> bool:
        scrolling = QScroller.scroller(self.viewport()).state() is not QScroller.State.Inactive
        return scrolling or self._by_hand.isActive()

    def reveal(self, key: Hashable) -> None:
        """Rule V14; a row that is in sight already stays where it is."""
        self._wanted = key
        if not self.scrolled_by_hand:
            self.bring(key)

    def bring(self, key: Hashable) -> None:
        """Into sight, whoever has scrolled."""
        index = self._model.place(key)
        if index.isValid() and not self._in_sight(index):
            self.scrollTo(index, QListView.ScrollHint.PositionAtCenter)

    def _in_sight(self, index: QModelIndex) -> bool:
        row = self.visualRect(index).adjusted(0, 0, 0, -self._row_gap)
        return self.viewport().rect().contains(row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self.reveal(self._wanted)

    def hideEvent(self, event: QHideEvent) -> None:
        """A list that still runs out when it is deleted would swallow the next press anywhere (QScroller's gesture
        outlives it)."""
        super().hideEvent(event)
        QScroller.scroller(self.viewport()).stop()

    @Slot(int)
    def _bar_moved(self, _action: int) -> None:
        self._by_hand.start()

    @Slot(QScroller.State)
    def _finger_moved(self, state: QScroller.State) -> None:
        if state in (QScroller.State.Dragging, QScroller.State.Scrolling):
            self._by_hand.start()
            self._press(None)

    # -- keys and fingers ---------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Only what no scanner sends; a scanner's Enter goes on to the window."""
        key = Qt.Key(event.key())
        page = max(1, self.viewport().height() // self._row_height - 1)
        steps = _STEPS.get(key, page * _PAGES.get(key, 0))
        if not steps:
            event.ignore()
            return
        self.walk(steps)

    def walk(self, delta: int) -> None:
        """Go ``delta`` rows down (up, when negative) from where the last walk ended; the first step goes to the row
        that was revealed last. A row that is walked to is marked until a finger comes."""
        last = self._model.rowCount() - 1
        if last < 0:
            return
        before = self.currentIndex() if self.walking else NOWHERE
        wanted = self._model.place(self._wanted)
        start = wanted.row() if wanted.isValid() else 0
        row = before.row() + delta if before.isValid() else start
        self.walking = True
        self.setCurrentIndex(self._model.index(min(last, max(0, row))))
        self.scrollTo(self.currentIndex())
        self._by_hand.start()
        self.viewport().update()

    def walked(self, index: Index) -> bool:
        return self.walking and index == self.currentIndex()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.walking = False
        self._press(self.key_at(event.position().toPoint()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Nothing is selected by dragging."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Pressed and let go on one row, which may have moved meanwhile; a finger that scrolled has pressed nothing."""
        pressed = self.pressed_key
        self._press(None)
        if pressed is not None and self.key_at(event.position().toPoint()) == pressed:
            self.tapped(pressed)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second of two quick taps is a tap."""
        self.mousePressEvent(event)

    def key_at(self, point: QPoint) -> Hashable:
        """Of the row that takes a press there, None: nothing does."""
        return self._model.key_at(self.indexAt(point))

    def tapped(self, key: Hashable) -> None:
        """A row was pressed and let go."""
        raise NotImplementedError

    def _press(self, key: Hashable) -> None:
        self.pressed_key = key
        self.viewport().update()


class _RowDelegate(QStyledItemDelegate):
    """Asks the list to paint: what a row looks like hangs on the list's state too."""

    def __init__(self, rows: TouchList) -> None:
        super().__init__(rows)
        self._rows = rows

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(0, self._rows._row_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        place = QRectF(option.rect).adjusted(0, 0, 0, -self._rows._row_gap)
        self._rows.paint_row(painter, place, index)
