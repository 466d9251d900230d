"""The labels, newest first, each with its take-back button: those of the session, or those of the chosen line."""

from collections.abc import Hashable

from PySide6.QtCore import (
    QCoreApplication,
    QDateTime,
    QLocale,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from ui.packing.row_model import Index, RowModel
from ui.packing.touch_list import TouchList
from ui.packing.type_face import TypeFace
from ui.packing.view_model import LabelRow
from ui.theme.tokens import Palette, Sizes

STEADY_MS = 300


def scanned_words(row: LabelRow) -> str:
    """When, in local time: the time of day, and of an earlier session's label the day before it."""
    moment = QDateTime.fromString(row.scanned_at, Qt.DateFormat.ISODate).toLocalTime()
    short = QLocale.FormatType.ShortFormat
    if not moment.isValid():
        return ""
    return QLocale().toString(moment if row.recorded else moment.time(), short)


def label_words(row: LabelRow) -> str:
    """A row read aloud."""
    words = QCoreApplication.translate("LabelsList", "Label {code}: {quantity} × {name}, {when}")
    return words.format(code=row.code, quantity=row.quantity, name=row.name, when=scanned_words(row))


class LabelsList(TouchList):
    """``take_back_asked``: a label's code. Rule V15: for 0.3 s after rows have moved no button takes a press: a second
    tap of the same finger would take back the carton that slid under it."""

    take_back_asked = Signal(str)

    def __init__(self, colours: Palette, sizes: Sizes) -> None:
        model = RowModel(_code_of, label_words)
        super().__init__("labelsList", model)
        self._labels = model
        self._colours = colours
        self._empty_words = ""
        self._moving = QTimer(self, interval=STEADY_MS, singleShot=True)
        for moved in (self._labels.rowsInserted, self._labels.rowsRemoved):
            moved.connect(self._moving.start)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Carton labels"))
        self.set_sizes(sizes)

    def set_sizes(self, sizes: Sizes) -> None:
        self._sizes = sizes
        self._code = TypeFace(sizes.strong, QFont.Weight.DemiBold, tabular=True)
        self._detail = TypeFace(sizes.body, tabular=True)
        self._quantity = TypeFace(round(22 * sizes.text), QFont.Weight.DemiBold, tabular=True)
        self._button = TypeFace(sizes.body, QFont.Weight.DemiBold)
        self.set_row_height(sizes.touch, sizes.touch_gap)

    def show_rows(self, rows: tuple[LabelRow, ...], empty_words: str) -> None:
        """``empty_words`` stand in the place of no rows."""
        newest_before = self._labels.rows[:1]
        self._empty_words = empty_words
        self.setAccessibleDescription("" if rows else empty_words)
        self._labels.show_rows(rows)
        if rows and rows[:1] != newest_before and not self.scrolled_by_hand:
            self.scrollToTop()
        self.viewport().update()

    def minimumSizeHint(self) -> QSize:
        """The parts come first: labels get what height is left, one row and the gap under it at least."""
        return QSize(200, self._sizes.touch + self._sizes.touch_gap // 2)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    # -- what it shows ------------------------------------------------------------------------------------------------

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(row.code for row in self._labels.rows)

    @property
    def steady(self) -> bool:
        """Rule V15: no row has moved under a finger just now."""
        return not self._moving.isActive()

    def take_back_place(self, code: str) -> QRect:
        """Of a label's button, in the viewport; empty where there is none."""
        row = self._labels.row(code)
        if row is None or not row.may_take_back:
            return QRect()
        return self._button_place(QRectF(self.visualRect(self._labels.place(code)))).toAlignedRect()

    def _button_place(self, place: QRectF) -> QRectF:
        u = self._sizes.unit
        width = max(132 * u, self._button.width(self.tr("↺ Take back")) + 28 * u)
        return QRectF(place.right() - width, place.top(), width, self._sizes.touch)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._labels.rows:
            return
        painter = QPainter(self.viewport())
        painter.setFont(self._detail.font)
        painter.setPen(QColor(self._colours.muted))
        painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignLeft, self._empty_words)

    def paint_row(self, painter: QPainter, place: QRectF, index: Index) -> None:
        row, c, u = self._labels.rows[index.row()], self._colours, self._sizes.unit
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(c.text), 2.0, Qt.PenStyle.DashLine) if self.walked(index) else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.surface))
        painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), self._sizes.radius, self._sizes.radius)
        right = place.right() - 14 * u
        if row.may_take_back:
            button = self._button_place(place)
            self._paint_button(painter, button, pressed=row.code == self.pressed_key)
            right = button.left() - 12 * u
        words = place.adjusted(12 * u, 0, 0, 0)
        words.setRight(right)
        self._write(painter, words, row)

    def _write(self, painter: QPainter, room: QRectF, row: LabelRow) -> None:
        c, gap = self._colours, 8 * self._sizes.unit
        quantity = str(row.quantity)
        taken = self._quantity.width(quantity)
        middle = room.center().y()
        self._quantity.write(painter, room.right() - taken, middle + self._quantity.cap_height / 2, quantity, c.text)
        left = room.width() - taken - gap
        upper = middle - (gap + self._detail.cap_height - self._code.cap_height) / 2
        self._code.write(painter, room.left(), upper, self._code.fitted(row.code, left), c.text)
        details = f"{row.name}   {scanned_words(row)}"
        lower = upper + gap + self._detail.cap_height
        self._detail.write(painter, room.left(), lower, self._detail.fitted(details, left), c.muted)

    def _paint_button(self, painter: QPainter, place: QRectF, *, pressed: bool) -> None:
        c = self._colours
        whole = place.adjusted(1, 1, -1, -1)
        painter.setPen(QPen(QColor(c.muted if pressed else c.line), 2.0))
        painter.setBrush(QColor(c.line if pressed else c.raised))
        painter.drawRoundedRect(whole, self._sizes.radius, self._sizes.radius)
        painter.setFont(self._button.font)
        painter.setPen(QColor(c.text))
        words = self._button.fitted(self.tr("↺ Take back"), whole.width() - 8 * self._sizes.unit)
        painter.drawText(whole, Qt.AlignmentFlag.AlignCenter, words)

    # -- what is done to it -------------------------------------------------------------------------------------------

    def choose_current(self) -> None:
        """Take back the label that was walked to, and no other: without a walk there is nothing to choose."""
        index = self.currentIndex()
        if self.walked(index) and self._labels.rows[index.row()].may_take_back:
            self.take_back_asked.emit(self._labels.rows[index.row()].code)

    def key_at(self, point: QPoint) -> Hashable:
        """Of a label whose button is there; of none while rows move."""
        code = super().key_at(point)
        return code if self.steady and self.take_back_place(str(code)).contains(point) else None

    def tapped(self, key: Hashable) -> None:
        self.take_back_asked.emit(key)


def _code_of(row: LabelRow) -> str:
    return row.code
