"""A session's timeline as a list: an item model, rows painted as they come into sight."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QFont, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.domain.notices import Tone
from app.domain.timeline import PictureRef, TimelineEvent
from ui.language import day
from ui.review.pictures import Proof
from ui.review.thumbnails import Thumbnails
from ui.review.view_model import event_tone
from ui.review.words import event_detail, event_title, moment_of
from ui.theme.plain_text import shown
from ui.theme.style import font
from ui.theme.tokens import GLYPHS, Palette, Sizes

Index = QModelIndex | QPersistentModelIndex
Words = tuple[str, str, str, str]
"""Time, title, detail, and who."""


class Timeline(QAbstractListModel):
    """GUI thread. An event's words are made once, when it first comes into sight."""

    def __init__(self) -> None:
        super().__init__()
        self.events: Sequence[TimelineEvent] = ()
        self._words: dict[int, Words] = {}

    def show_events(self, events: Sequence[TimelineEvent]) -> None:
        self.beginResetModel()
        self.events = events
        self._words.clear()
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.events)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return ", ".join(each for each in self.words(index.row()) if each)
        return None

    def words(self, row: int) -> Words:
        words = self._words.get(row)
        if words is None:
            event = self.events[row]
            told = (self._time(event), event_title(event), event_detail(event), shown(event.by, 40))
            words = self._words[row] = told
        return words

    def _time(self, event: TimelineEvent) -> str:
        """To the second, on the wall's clock; behind it the day, where it is another one than that of the beginning."""
        at = moment_of(event.at)
        if at is None:
            return ""
        begun = next((when for each in self.events if (when := moment_of(each.at))), at)
        clock = f"{at.astimezone():%H:%M:%S}"
        return clock if at.astimezone().date() == begun.astimezone().date() else f"{clock}\n{day(at)}"


class TimelineView(QListView):
    """``chosen``: another event is the current one (its number). ``full_asked``: its picture as large as can be."""

    chosen = Signal(int)
    full_asked = Signal()

    def __init__(self, model: Timeline, thumbnails: Thumbnails, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("timeline")
        self.setProperty("role", "timeline")
        self.setAccessibleName(self.tr("Timeline"))
        self._timeline, self._thumbnails = model, thumbnails
        self.setModel(model)
        self.setItemDelegate(_Rows(self, model, thumbnails, colours, sizes))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().valueChanged.connect(self._ask_for_pictures)
        thumbnails.brought.connect(self._repaint)
        self.doubleClicked.connect(self.full_asked)

    def keyboardSearch(self, search: str) -> None:
        """Letters are the page's own keys."""

    def show_events(self, events: Sequence[TimelineEvent], chosen: int) -> None:
        self._timeline.show_events(events)
        if events:
            self.choose(chosen)
        self._ask_for_pictures()

    def choose(self, row: int) -> None:
        self.setCurrentIndex(self._timeline.index(row))

    def step_picture(self, by: int) -> None:
        """To the next event that has a picture, forwards (1) or back (-1)."""
        row = self.currentIndex().row() + by
        while 0 <= row < len(self._timeline.events):
            if self._timeline.events[row].picture is not None:
                self.choose(row)
                return
            row += by

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._ask_for_pictures()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self.chosen.emit(current.row())

    @Slot()
    def _repaint(self) -> None:
        self.viewport().update()

    @Slot()
    def _ask_for_pictures(self) -> None:
        self._thumbnails.want(self._in_sight())

    def _in_sight(self) -> list[PictureRef]:
        events = self._timeline.events
        first = self.indexAt(QPoint(1, 1)).row()
        if first < 0:
            return []
        height = max(1, self.sizeHintForRow(0))
        last = min(len(events), first + self.viewport().height() // height + 2)
        return [ref for event in events[first:last] if (ref := event.picture)]


class _Rows(QStyledItemDelegate):
    def __init__(
        self, view: TimelineView, model: Timeline, thumbnails: Thumbnails, colours: Palette, sizes: Sizes
    ) -> None:
        super().__init__(view)
        self._model, self._thumbnails, self._colours = model, thumbnails, colours
        self._height, self._gap = round(46 * sizes.text), round(8 * sizes.unit)
        self._thumb = QSize(round(72 * sizes.unit), round(40.5 * sizes.unit))
        self._small = font(sizes.caption, tabular=True)
        self._strong = font(sizes.body, QFont.Weight.DemiBold)
        self._glyph = font(sizes.strong, QFont.Weight.Bold)
        self._time_width, self._glyph_width = round(80 * sizes.text), round(24 * sizes.text)
        self._inks = {Tone.GOOD: colours.good, Tone.TROUBLE: colours.caution, Tone.REFUSED: colours.bad}

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, self._height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: QRect = option.rect
        event, words = self._model.events[index.row()], self._model.words(index.row())
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        self._paint_ground(painter, row, selected=selected, focused=focused)
        left = row.left() + self._gap
        self._paint_time(painter, QRect(left, row.top(), self._time_width, row.height()), words[0])
        left += self._time_width
        self._paint_glyph(painter, QRect(left, row.top(), self._glyph_width, row.height()), event)
        left += self._glyph_width
        right = row.right() - self._gap
        if event.picture is not None:
            right -= self._thumb.width() + self._gap
            self._paint_thumb(painter, QRect(QPoint(right + self._gap, 0), self._thumb), row, event.picture)
        self._paint_words(painter, QRect(left, row.top(), max(0, right - left), row.height()), words)
        painter.restore()

    def _paint_ground(self, painter: QPainter, row: QRect, *, selected: bool, focused: bool) -> None:
        if selected:
            painter.fillRect(row, QColor(self._colours.selected))
            bar = QRect(row.left(), row.top(), max(3, self._gap // 2), row.height())
            painter.fillRect(bar, QColor(self._colours.accent if focused else self._colours.muted))
        painter.setPen(QColor(self._colours.line))
        painter.drawLine(row.bottomLeft(), row.bottomRight())

    def _paint_time(self, painter: QPainter, room: QRect, text: str) -> None:
        painter.setFont(self._small)
        painter.setPen(QColor(self._colours.muted))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_glyph(self, painter: QPainter, room: QRect, event: TimelineEvent) -> None:
        tone = event_tone(event)
        if tone is not None:
            painter.setFont(self._glyph)
            painter.setPen(QColor(self._inks.get(tone, self._colours.text)))
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, GLYPHS[tone])

    def _paint_words(self, painter: QPainter, room: QRect, words: Words) -> None:
        _, title, detail, by = words
        half = room.height() // 2
        above = QRect(room.left(), room.top() + 2, room.width(), half)
        below = QRect(room.left(), room.top() + half, room.width(), half - 4)
        self._text(painter, above, title, self._strong, self._colours.text)
        self._text(painter, below, " · ".join(each for each in (by, detail) if each), self._small)

    def _text(self, painter: QPainter, room: QRect, text: str, made: QFont, ink: str = "") -> None:
        painter.setFont(made)
        painter.setPen(QColor(ink or self._colours.muted))
        elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, elided)

    def _paint_thumb(self, painter: QPainter, room: QRect, row: QRect, ref: PictureRef) -> None:
        room.moveTop(row.top() + (row.height() - room.height()) // 2)
        painter.fillRect(room, QColor(self._colours.raised))
        found = self._thumbnails.of(ref)
        if found is not None and found.image is not None:
            size = found.image.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect(QPoint(0, 0), size)
            place.moveCenter(room.center())
            painter.drawImage(place, found.image)
        if found is not None and found.proof in {Proof.ALTERED, Proof.UNREADABLE, Proof.ABSENT}:
            self._paint_mark(painter, QRectF(room), bad=found.proof is not Proof.ABSENT)

    def _paint_mark(self, painter: QPainter, room: QRectF, *, bad: bool) -> None:
        painter.setFont(self._glyph)
        painter.setPen(QColor(self._colours.bad if bad else self._colours.muted))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, "✗" if bad else "–")
