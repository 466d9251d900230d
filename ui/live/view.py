"""The live view: paints the newest picture, the boxes on it, and says when the picture cannot be trusted."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.detection import FrameStamp
from app.ports.camera import CameraState
from app.ports.clock import Clock
from app.use_cases.inspect import Inspected
from ui.live.bars import Bars
from ui.live.chip import chip_keeper
from ui.live.motion import Traces
from ui.live.overlay import Overlay, Shown
from ui.live.picture import Picture
from ui.live.veil import paint_veil
from ui.live.view_model import LiveState, Veil, live_state
from ui.live.words import chip_text, veil_words
from ui.theme.tokens import VEIL_GROUND, Palette, Sizes


class LiveView(QWidget):
    """GUI thread only. Each picture is painted at once; a result is painted with the next picture, so that nothing is
    painted more often than the camera's rate; ``refresh`` is called by the window's clock and paints what has changed
    without a picture."""

    def __init__(self, clock: Clock, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("liveView")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._clock, self._colours, self._sizes = clock, colours, sizes
        self._shown: Picture | None = None
        self._traces, self._bars, self._overlay = Traces(), Bars(), Overlay(chip_keeper())
        self._inspected: Inspected | None = None
        self._camera = CameraState.OPENING
        self._state: LiveState | None = None
        self._painted_state = LiveState((), Veil.OPENING)
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
        self._shown = picture
        self._traces.add(picture.stamp, picture.trace)
        self._state = None
        self.update()

    @Slot(object)
    def set_inspected(self, inspected: Inspected) -> None:
        self._inspected = inspected
        self._state = None

    def refresh(self, camera: CameraState) -> None:
        self._camera = camera
        self._state = None
        if self.state != self._painted_state:
            self.update()

    @property
    def state(self) -> LiveState:
        """What is to be seen now; worked out when somebody asks, once for what has arrived."""
        if self._state is None:
            now_s = self._clock.monotonic_s()
            self._state = live_state(self._inspected, self.shown, self._camera, now_s, self._traces.moved)
        return self._state

    # -- painting ---------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        covered = self._picture_place()
        if covered != self.rect():
            painter.fillRect(self.rect(), QColor(self._colours.ground))
        place = QRectF(covered)
        if self._shown is None:
            painter.fillRect(place, QColor(VEIL_GROUND))
        else:
            painter.drawImage(place, self._shown.image)
        state = self._painted_state = self.state
        fractions = self._bars.at(state.marks, self._clock.monotonic_s())
        shown = [Shown(mark, chip_text(mark), bar) for mark, bar in zip(state.marks, fractions, strict=True)]
        self._overlay.paint(painter, place, QRectF(self.rect()), shown, self._sizes)
        if state.veil is not Veil.NONE:
            paint_veil(painter, place, veil_words(state.veil), self._sizes)
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
