"""One line of the note, painted: in the list and, larger, on the card of the current line."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen

from app.domain.packing_session import LineStatus
from ui.packing.type_face import TypeFace
from ui.packing.view_model import PartRow
from ui.theme.tokens import Palette, Sizes

_STATUS_GLYPHS = {LineStatus.FULFILLED: "✓", LineStatus.OPEN: "○"}


def status_words(row: PartRow) -> str:
    """Glyph and the factory's own word; of a note nobody has seen, that nothing was compared yet."""
    if not row.known:
        return QCoreApplication.translate("PartsList", "⚠ not checked yet")
    return f"{_STATUS_GLYPHS[row.status]} {row.status.value}"


@dataclass(frozen=True, slots=True)
class PartLook:
    """Pixels. ``least``: height, whatever the text needs; ``stripe``: the left end, which is filled while the camera
    sees the part; ``gap``: between the lines of text, ``air``: around them; ``chevron``: it opens when it is tapped."""

    least: int
    name: int
    aside: int
    caption: int
    quantity: int
    status: int
    ring: float
    stripe: float
    margin: float
    gap: float
    air: float
    bar: float
    radius: float
    chevron: float


def list_look(sizes: Sizes) -> PartLook:
    """A line in the list: high enough to be tapped."""
    u = sizes.unit
    return PartLook(
        sizes.touch, round(28 * sizes.text), sizes.strong, sizes.caption, round(25 * sizes.text), sizes.body,
        28 * u, 24 * u, 10 * u, 7 * u, 14 * u, max(4.0, 5 * u), sizes.radius, 7 * u,
    )  # fmt: skip


def card_look(sizes: Sizes) -> PartLook:
    """The line being worked on, to be read from two metres."""
    u = sizes.unit
    return PartLook(
        sizes.touch, sizes.hero, sizes.title, sizes.caption, round(42 * sizes.text), sizes.strong,
        44 * u, 30 * u, 12 * u, 11 * u, 22 * u, max(6.0, 9 * u), sizes.radius, 0.0,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Marks:
    """What is shown of a line besides itself. ``glow``: opacity of the last label's flash, ``good`` its kind."""

    seen: bool = False
    glow: float = 0.0
    good: bool = True
    walked: bool = False
    pressed: bool = False


_GLARE = 0.1
"""Opacity of a flash from which on small type is written in the plain colour."""
_SHARES = (
    (1, 1, 1),
    (1, 1, 0.82),
    (1, 0.8, 0.66),
    (0.85, 0.66, 0.6),
    (0.7, 0.6, 0.5),
    (0.55, 0.5, 0.42),
    (0.45, 0.4, 0.36),
)
"""Of the sizes of name, distinction and quantity. Where room is short the quantity gives way first, and all are made
smaller long before anything is cut."""


class UpperLine:
    """Name, what tells it from its namesake, and the numbers, in sizes that go together."""

    def __init__(self, look: PartLook, name: float, aside: float, quantity: float) -> None:
        self.name = TypeFace(round(look.name * name), QFont.Weight.Bold)
        self.aside = TypeFace(round(look.aside * aside), QFont.Weight.DemiBold)
        self.quantity = TypeFace(round(look.quantity * quantity), QFont.Weight.DemiBold, tabular=True)
        self._gap = look.margin

    def width(self, row: PartRow) -> float:
        aside = self.aside.width(row.distinction) + self._gap if row.distinction else 0.0
        return self.name.width(row.short) + aside + self._gap + self.quantity.width(row.quantity)

    def write(self, painter: QPainter, room: QRectF, baseline: float, row: PartRow, colour: str) -> None:
        right = room.right() - self.quantity.width(row.quantity)
        self.quantity.write(painter, right, baseline, row.quantity, colour)
        right -= self._gap
        if row.distinction:
            aside = self.aside.width(row.distinction)
            after = min(room.left() + self.name.width(row.short) + self._gap, right - aside)
            self.aside.write(painter, after, baseline, row.distinction, colour)
            right = after - self._gap
        self.name.write(painter, room.left(), baseline, self.name.fitted(row.short, right - room.left()), colour)


class PartPainter:
    """Fonts and measures are made once per size."""

    def __init__(self, colours: Palette, look: PartLook) -> None:
        self._c, self.look = colours, look
        self._upper = [UpperLine(look, *shares) for shares in _SHARES]
        self._caption = TypeFace(look.caption)
        self._status = TypeFace(look.status, QFont.Weight.DemiBold)
        self._tick = TypeFace(round(look.ring * 0.68), QFont.Weight.Bold)
        text = self._upper[0].name.cap_height + look.gap + self._status.cap_height
        self.height = max(look.least, round(text + look.air + 2 * look.bar))

    def paint(self, painter: QPainter, place: QRectF, row: PartRow, marks: Marks) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look, whole = self.look, place.adjusted(1.5, 1.5, -1.5, -1.5)
        self._paint_ground(painter, whole, marks)
        bar = QRectF(whole.left() + look.stripe, whole.bottom() - look.bar * 2, 0, look.bar)
        bar.setRight(whole.right() - look.margin)
        content = QRectF(bar.left(), whole.top(), bar.width(), bar.top() - whole.top())
        self._paint_tick(painter, content, inspected=row.inspected)
        self._paint_chevron(painter, content)
        self._write(painter, self.room(place), row, glowing=marks.glow > _GLARE)
        paint_bar(painter, bar, row.fraction, self._c, done=row.status is LineStatus.FULFILLED)

    def _paint_ground(self, painter: QPainter, whole: QRectF, marks: Marks) -> None:
        c, radius = self._c, self.look.radius
        painter.setPen(QPen(QColor(c.accent if marks.seen else c.line), 3.0 if marks.seen else 1.0))
        painter.setBrush(QColor(c.selected if marks.seen else c.raised if marks.pressed else c.surface))
        painter.drawRoundedRect(whole, radius, radius)
        if marks.glow > 0:
            glow = QColor(c.good if marks.good else c.bad)
            glow.setAlphaF(marks.glow)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(glow)
            painter.drawRoundedRect(whole, radius, radius)
        if marks.seen:
            self._paint_stripe(painter, whole)
        if marks.walked:
            painter.setPen(QPen(QColor(c.text), 2.0, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(whole.adjusted(3, 3, -3, -3), radius, radius)

    def _paint_stripe(self, painter: QPainter, whole: QRectF) -> None:
        """The end of the row filled, with a camera in it: seen, for who does not see colours too."""
        width, radius = self.look.stripe - self.look.margin / 2, self.look.radius
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._c.accent))
        painter.save()
        painter.setClipRect(QRectF(whole.left() - 2, whole.top() - 2, width + 2, whole.height() + 4))
        painter.drawRoundedRect(whole, radius, radius)
        painter.restore()
        side = width * 0.72
        box = QRectF(0, 0, side, side * 0.7)
        box.moveCenter(QPointF(whole.left() + width / 2, whole.center().y()))
        painter.fillPath(_camera(box), QColor(self._c.on_accent))

    def _paint_tick(self, painter: QPainter, content: QRectF, *, inspected: bool) -> None:
        """Filled with a tick once the camera has accepted the part, an empty dashed ring before."""
        c, side = self._c, self.look.ring
        ring = QRectF(content.left(), content.center().y() - side / 2 + 1, side, side)
        if not inspected:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(c.muted), 1.8, Qt.PenStyle.DashLine))
            painter.drawEllipse(ring)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.good))
        painter.drawEllipse(ring)
        painter.setPen(QColor(c.on_accent))
        painter.setFont(self._tick.font)
        painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, "✓")

    def _paint_chevron(self, painter: QPainter, content: QRectF) -> None:
        width = self.look.chevron
        if not width:
            return
        tip = QPointF(content.right(), content.center().y())
        painter.setPen(QPen(QColor(self._c.muted), 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(tip, tip + QPointF(-width, -width))
        painter.drawLine(tip, tip + QPointF(-width, width))

    def _write(self, painter: QPainter, room: QRectF, row: PartRow, *, glowing: bool) -> None:
        """Name and numbers on one line, the whole part number and the status under it."""
        c, gap, small = self._c, self.look.gap, self._status.cap_height
        line = self.upper_line(row, room.width())
        upper = room.center().y() + (self._upper[0].name.cap_height - gap - small) / 2
        line.write(painter, room, upper, row, c.text)
        lower = upper + gap + small
        status = status_words(row)
        taken = self._status.width(status)
        self._status.write(painter, room.right() - taken, lower, status, c.text if glowing else self._tone(row))
        number = self._caption.fitted(str(row.part), room.width() - taken - self.look.margin)
        self._caption.write(painter, room.left(), lower, number, c.text if glowing else c.muted)

    def upper_line(self, row: PartRow, room: float) -> UpperLine:
        """The largest one that fits, or the smallest there is."""
        return next((line for line in self._upper if line.width(row) <= room), self._upper[-1])

    def room(self, place: QRectF) -> QRectF:
        """For words, of a line painted at ``place``."""
        look, whole = self.look, place.adjusted(1.5, 1.5, -1.5, -1.5)
        left = whole.left() + look.stripe + look.ring + look.margin
        right = whole.right() - look.margin - 2 * look.chevron
        return QRectF(left, whole.top(), right - left, whole.height() - 2 * look.bar)

    def _tone(self, row: PartRow) -> str:
        c = self._c
        if not row.known:
            return c.caution
        if row.status is LineStatus.FULFILLED:
            return c.good
        return c.caution if row.labelled else c.muted


def paint_bar(painter: QPainter, bar: QRectF, fraction: float, colours: Palette, *, done: bool) -> None:
    """A track, and how much of it is done."""
    painter.setPen(Qt.PenStyle.NoPen)
    track = QColor(colours.text)
    track.setAlpha(38)
    painter.setBrush(track)
    painter.drawRoundedRect(bar, bar.height() / 2, bar.height() / 2)
    if fraction > 0:
        part = QRectF(bar)
        part.setWidth(max(bar.height(), bar.width() * fraction))
        painter.setBrush(QColor(colours.good if done else colours.caution))
        painter.drawRoundedRect(part, bar.height() / 2, bar.height() / 2)


def _camera(box: QRectF) -> QPainterPath:
    """A camera's outline with its lens left out."""
    path = QPainterPath()
    path.addRoundedRect(box, box.height() * 0.18, box.height() * 0.18)
    hump = QRectF(box.left() + box.width() * 0.32, box.top() - box.height() * 0.16, box.width() * 0.36, 2.0)
    path.addRect(hump)
    lens = box.height() * 0.3
    path.addEllipse(box.center(), lens, lens)
    return path
