"""The list of the note's parts: one row per part, lit while the camera sees it, flashing when its label counts."""

from PySide6.QtCore import QRectF, QSize, Qt, QVariantAnimation, Slot
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.notices import Tone
from app.domain.packing_session import LineStatus
from app.domain.part_number import PartNumber
from ui.packing.view_model import Flash, PartRow
from ui.theme.style import font
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import ContentScroll, label, set_tone

_FLASH_MS = 1200
_STATUS_GLYPHS = {LineStatus.FULFILLED: "✓", LineStatus.OPEN: "○"}
_STATUS_TONES = {LineStatus.FULFILLED: "good", LineStatus.OPEN: "caution"}


def _tone(row: PartRow) -> str:
    if not row.known:
        return "caution"
    return "plain" if row.labelled == 0 else _STATUS_TONES[row.status]


class PartRowView(QFrame):
    """The name, the numbers and the word are labels; tick, rail, bar and flash are painted."""

    def __init__(self, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self._colours, self._sizes = colours, sizes
        self._row: PartRow | None = None
        self._seen = False
        self._flash = QVariantAnimation(self, startValue=1.0, endValue=0.0, duration=_FLASH_MS)
        self._flash.valueChanged.connect(self._repaint)
        self._flashed = 0
        self.short = label("part")
        self.distinction = label("distinction")
        self.part_number = label("caption")
        self.quantity = label("quantity", tabular=True)
        self.status = label("strong")
        self._build()

    def _build(self) -> None:
        name = QHBoxLayout()
        name.setSpacing(8)
        name.addWidget(self.short)
        name.addWidget(self.distinction, 0, Qt.AlignmentFlag.AlignBottom)
        name.addStretch(1)
        grid = QGridLayout(self)
        grid.setVerticalSpacing(0)
        grid.addLayout(name, 0, 0)
        grid.addWidget(self.part_number, 1, 0)
        right = Qt.AlignmentFlag.AlignRight
        grid.addWidget(self.quantity, 0, 1, right | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.status, 1, 1, right | Qt.AlignmentFlag.AlignVCenter)
        grid.setColumnStretch(0, 1)
        self.set_sizes(self._sizes)

    def set_sizes(self, sizes: Sizes) -> None:
        self._sizes = sizes
        u = sizes.unit
        margins = (round(60 * u), round(3 * u), round(14 * u), round(6 * u) + sizes.bar)
        for big in (self.short, self.quantity):
            big.setFixedHeight(round(40 * u))
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(*margins)

    def show_row(self, row: PartRow) -> None:
        self._row = row
        self.short.setText(row.short)
        self.distinction.setText(row.distinction)
        self.part_number.setText(str(row.part))
        self.quantity.setText(row.quantity)
        known = f"{_STATUS_GLYPHS[row.status]} {row.status.value}"
        self.status.setText(known if row.known else self.tr("⚠ not checked yet"))
        set_tone(self.status, _tone(row))
        self._start_flash(row.flash)
        self.update()

    def _start_flash(self, flash: Flash | None) -> None:
        if flash is None or flash.revision == self._flashed:
            return
        self._flashed = flash.revision
        self._flash.stop()
        self._flash.start()

    def set_seen(self, seen: bool) -> None:
        if seen != self._seen:
            self._seen = seen
            self.update()

    @property
    def seen(self) -> bool:
        return self._seen

    @property
    def inspected(self) -> bool:
        return bool(self._row and self._row.inspected)

    @property
    def flashing(self) -> bool:
        return self._flash.state() is QVariantAnimation.State.Running

    @Slot()
    def _repaint(self) -> None:
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._row is None:
            return
        c, s = self._colours, self._sizes
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(QColor(c.accent if self._seen else c.line), 2.5 if self._seen else 1.0))
        painter.setBrush(QColor(c.selected if self._seen else c.surface))
        painter.drawRoundedRect(whole, s.radius, s.radius)
        self._paint_flash(painter, whole)
        self._paint_tick(painter, self._row.inspected)
        self._paint_progress(painter, whole, self._row)

    def _paint_flash(self, painter: QPainter, whole: QRectF) -> None:
        if not self.flashing or self._row is None or self._row.flash is None:
            return
        good = self._row.flash.tone is Tone.GOOD
        glow = QColor(self._colours.good if good else self._colours.bad)
        glow.setAlphaF(0.4 * float(self._flash.currentValue()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(glow)
        painter.drawRoundedRect(whole, self._sizes.radius, self._sizes.radius)

    def _paint_tick(self, painter: QPainter, inspected: bool) -> None:
        """Filled with a tick once the camera has accepted the part, an empty dashed ring before."""
        c, side = self._colours, 34 * self._sizes.unit
        ring = QRectF(13 * self._sizes.unit, (self.height() - self._sizes.bar - side) / 2, side, side)
        if not inspected:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(c.muted), 1.8, Qt.PenStyle.DashLine))
            painter.drawEllipse(ring)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.good))
        painter.drawEllipse(ring)
        painter.setPen(QColor(c.on_accent))
        painter.setFont(font(round(side * 0.68), QFont.Weight.Bold))
        painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, "✓")

    def _paint_progress(self, painter: QPainter, whole: QRectF, row: PartRow) -> None:
        c, s = self._colours, self._sizes
        bar = QRectF(whole.left() + s.radius, whole.bottom() - s.bar - 3, whole.width() - 2 * s.radius, s.bar)
        painter.setPen(Qt.PenStyle.NoPen)
        track = QColor(c.text)
        track.setAlpha(38)
        painter.setBrush(track)
        painter.drawRoundedRect(bar, s.bar / 2, s.bar / 2)
        if row.fraction > 0:
            bar.setWidth(max(float(s.bar), bar.width() * row.fraction))
            painter.setBrush(QColor(c.good if row.status is LineStatus.FULFILLED else c.caution))
            painter.drawRoundedRect(bar, s.bar / 2, s.bar / 2)


class PartsList(ContentScroll):
    def __init__(self, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("partsList")
        self._colours, self._sizes = colours, sizes
        self.rows: dict[PartNumber, PartRowView] = {}
        body = QWidget()
        self._layout = QVBoxLayout(body)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addStretch(1)
        self.setWidget(body)
        self.set_sizes(sizes)

    def set_sizes(self, sizes: Sizes) -> None:
        self._sizes = sizes
        self._layout.setSpacing(round(6 * sizes.unit))
        for row in self.rows.values():
            row.set_sizes(sizes)

    def show_rows(self, rows: tuple[PartRow, ...]) -> None:
        if tuple(self.rows) != tuple(row.part for row in rows):
            self._rebuild(rows)
        for row in rows:
            self.rows[row.part].show_row(row)

    def set_seen(self, seen: frozenset[PartNumber]) -> None:
        for part, row in self.rows.items():
            row.set_seen(part in seen)

    def _rebuild(self, rows: tuple[PartRow, ...]) -> None:
        for old in self.rows.values():
            self._layout.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.rows = {row.part: PartRowView(self._colours, self._sizes) for row in rows}
        for place, view in enumerate(self.rows.values()):
            self._layout.insertWidget(place, view)
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        return QSize(200, round(75 * self._sizes.unit) * min(2, len(self.rows)))
