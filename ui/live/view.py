"""The live view: paints the newest suitable picture, the boxes on it, and says when the picture cannot be trusted."""

from collections import deque

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPaintEvent, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.detection import FrameStamp
from app.messages import UNDECIDED
from app.ports.camera import CameraState
from app.ports.clock import Clock
from app.use_cases.inspect import Inspected
from ui.live.chip import ChipText, chip_keeper
from ui.live.overlay import paint_marks
from ui.live.picture import Picture
from ui.live.view_model import BoxMark, LiveState, Veil, Verdict, live_state, picture_to_show
from ui.theme.style import font
from ui.theme.tokens import VEIL_GROUND, VEIL_MUTED, VEIL_TEXT, VEIL_WARNING, Palette, Sizes

_WAITING_PICTURES = 8


class LiveView(QWidget):
    """GUI thread only. ``refresh`` is called by the window's clock; pictures and results repaint by themselves."""

    def __init__(self, clock: Clock, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("liveView")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._clock, self._colours, self._sizes = clock, colours, sizes
        self._waiting: deque[Picture] = deque(maxlen=_WAITING_PICTURES)
        self._shown: Picture | None = None
        self._inspected: Inspected | None = None
        self._camera = CameraState.OPENING
        self._chip_of = chip_keeper()
        self.state = LiveState((), Veil.OPENING)
        self.painted = 0

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 180)

    def set_sizes(self, sizes: Sizes) -> None:
        self._sizes = sizes
        self.update()

    @property
    def shown(self) -> FrameStamp | None:
        return self._shown.stamp if self._shown else None

    @property
    def room(self) -> tuple[int, int]:
        """Device pixels a picture may fill."""
        ratio = self.devicePixelRatioF()
        return max(16, round(self.width() * ratio)), max(16, round(self.height() * ratio))

    # -- what arrives -----------------------------------------------------------------------------------------------

    @Slot(object)
    def add_picture(self, picture: Picture) -> None:
        self._waiting.append(picture)
        self._advance()

    @Slot(object)
    def set_inspected(self, inspected: Inspected) -> None:
        self._inspected = inspected
        self._advance()

    def refresh(self, camera: CameraState) -> None:
        self._camera = camera
        self._advance()

    def _advance(self) -> None:
        now = self._clock.monotonic_s()
        result_s = self._inspected.result.stamp.captured_s if self._inspected else None
        index = picture_to_show([picture.stamp.captured_s for picture in self._waiting], result_s, now)
        changed = index is not None
        for _ in range(-1 if index is None else index + 1):
            self._shown = self._waiting.popleft()
        state = live_state(self._inspected, self.shown, self._camera, now)
        if changed or state != self.state:
            self.state = state
            self.update()

    # -- painting ---------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        covered = self._picture_place()
        if covered != self.rect():
            painter.fillRect(self.rect(), QColor(self._colours.ground))
        place = QRectF(covered)
        painter.setClipRect(covered)
        if self._shown is None:
            painter.fillRect(place, QColor(VEIL_GROUND))
        else:
            painter.drawImage(place, self._shown.image)
        marks = [(mark, self._chip_text(mark)) for mark in self.state.marks]
        paint_marks(painter, place, marks, self._sizes.unit, self._chip_of)
        if self.state.veil is not Veil.NONE:
            self._paint_veil(painter, place)
        self._round_off(painter, place)
        self.painted += 1

    def _picture_place(self) -> QRect:
        ratio = self.devicePixelRatioF()
        whole = self.rect()
        if self._shown is None:
            size = QSize(16, 9).scaled(whole.size(), Qt.AspectRatioMode.KeepAspectRatio)
        else:
            size = (self._shown.image.size() / ratio).scaled(whole.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(whole.center())
        place.moveTop(0)
        return place

    def _round_off(self, painter: QPainter, place: QRectF) -> None:
        """The ground over each corner by itself: a round clip would slow everything that was painted before."""
        radius = self._sizes.radius
        corner = QPainterPath()  # what a round corner leaves of a square one, at the top left
        corner.lineTo(radius, 0)
        corner.arcTo(0, 0, 2 * radius, 2 * radius, 90, 90)
        corner.closeSubpath()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, across, down in (
            (place.topLeft(), 1, 1),
            (place.topRight(), -1, 1),
            (place.bottomLeft(), 1, -1),
            (place.bottomRight(), -1, -1),
        ):
            painter.fillPath(QTransform(across, 0, 0, down, at.x(), at.y()).map(corner), QColor(self._colours.ground))

    def _paint_veil(self, painter: QPainter, place: QRectF) -> None:
        what, action = self._veil_words(self.state.veil)
        ground = QColor(VEIL_GROUND)
        ground.setAlpha(205)
        painter.fillRect(place, ground)
        glyph = "" if self.state.veil is Veil.OPENING else "⚠"
        unit, middle = self._sizes.unit, place.center().y()
        for words, pixels, weight, colour, above in (
            (glyph, 56, QFont.Weight.Bold, VEIL_WARNING, -108),
            (what, 38, QFont.Weight.Bold, VEIL_TEXT, -36),
            (action, 22, QFont.Weight.Medium, VEIL_MUTED, 28),
        ):
            painter.setFont(font(round(pixels * unit), weight))
            painter.setPen(QColor(colour))
            row = QRectF(place.left() + 20, middle + above * unit, place.width() - 40, 74 * unit)
            painter.drawText(row, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)

    # -- words ------------------------------------------------------------------------------------------------------

    def _chip_text(self, mark: BoxMark) -> ChipText:
        return ChipText(mark.short, f"{mark.percent} %", mark.label, self._verdict_words(mark))

    def _verdict_words(self, mark: BoxMark) -> str:
        if mark.stale:
            return self.tr("stale")
        if mark.verdict is Verdict.RIGHT:
            right = self.tr("right part")
            return (
                self.tr("{right}, {count} in view").format(right=right, count=mark.equals) if mark.equals > 1 else right
            )
        if mark.verdict is Verdict.WRONG:
            return self.tr("not on this note")
        if mark.stamp_text:
            return self.tr("stamp says {text}").format(text=mark.stamp_text)
        return UNDECIDED[mark.hint].action if mark.hint else ""

    def _veil_words(self, veil: Veil) -> tuple[str, str]:
        return {
            Veil.NONE: ("", ""),
            Veil.OPENING: (self.tr("Waiting for the camera…"), ""),
            Veil.ABSENT: (
                self.tr("No camera picture."),
                self.tr("Plug the camera in. The station finds it by itself."),
            ),
            Veil.FROZEN: (
                self.tr("The picture stands still."),
                self.tr("Check the camera and its cable. Nothing is accepted until it moves."),
            ),
            Veil.ENDED: (self.tr("The clip has ended."), self.tr("Start the station again to replay it.")),
        }[veil]
