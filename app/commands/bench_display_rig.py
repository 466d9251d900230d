"""The live view on a bench: pictures of the demo clip, eight covers in all states, painted into memory."""

from threading import Event
from time import process_time

from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage, QRegion
from PySide6.QtWidgets import QWidget

from app.commands.bench_display_frame import FrameCost
from app.commands.replay import ReplayClock
from app.domain.delivery_note import DeliveryLine, DeliveryNote, DnNumber
from app.domain.detection import Box, Detection, DetectorSource, FrameDetections, FrameStamp, ModelIdentity, Timing
from app.domain.inspection import Asked
from app.domain.part_number import canonical_part_number
from app.places import DEMO_CLIP
from app.ports.camera import CameraState
from app.ports.frame import BgrImage, Frame
from app.settings import Settings
from app.use_cases.inspect import Inspector
from services.camera.clip import ClipSource
from services.camera.grab_loop import fingerprint
from ui.application import create_application
from ui.live.picture import picture_of
from ui.live.view import LiveView
from ui.theme.tokens import PALETTES, sizes

_PICTURES = 24
_FRAMES_PER_TICK = 3  # the window's clock looks around ten times a second
_WINDOW = (1920, 1080)  # the window whose live view is about this large
_DOTS_PER_MM = 3.78
_ON_NOTE = ("W_CV01_D26LXXX_C03N_NL_DG00", "W_CV01_B24RSXX_B03N_NL_DG00", "W_CV01_D23LXXX_D01N_NL_DG00")
# Four accepted, two refused, one not sure enough, one guess.
_COVERS = (
    (_ON_NOTE[0], 0.96),
    ("W_CV01_D31RXXX_C03N_NL_DQ00", 0.93),
    (_ON_NOTE[1], 0.91),
    ("W_CV01_D23RXXX_D01N_NL_DQ00", 0.72),
    (_ON_NOTE[2], 0.94),
    ("W_CV01_D26RXXX_C03N_NL_DG00", 0.90),
    (_ON_NOTE[0], 0.89),
    ("W_CV01_B20RXXX_B03N_NL_DG00", 0.35),
)


class DisplayRig:
    """``one_frame`` again and again, on the thread that made it."""

    def __init__(self, width: int, height: int, settings: Settings) -> None:
        self._application = create_application(["countersign"], settings.ui.theme)
        self._images = first_pictures(_PICTURES)
        self._clock = ReplayClock()
        self._inspector = Inspector(settings.decision.rules(), self._clock, lambda _note, _decision: None)
        lines = tuple(DeliveryLine(canonical_part_number(label), 40, "") for label in _ON_NOTE)
        self._inspector.ask(Asked(DeliveryNote(DnNumber("BENCH"), lines)))
        self._view = LiveView(self._clock, PALETTES[settings.ui.theme], sizes(*_WINDOW, _DOTS_PER_MM))
        self._view.resize(width, height)
        self._screen = QImage(width, height, QImage.Format.Format_RGB32)

    def one_frame(self, frame_id: int, now_s: float) -> FrameCost:
        """A frame and the result for it, as if the detector answered every frame at once: the worst for the painter."""
        self._clock.now_s = now_s
        image = self._images[frame_id % len(self._images)]
        begun = process_time()
        stamp = FrameStamp(frame_id, now_s, fingerprint(image))
        stamped = process_time()
        picture = picture_of(Frame(stamp, image), self._view.room)
        converted = process_time()
        inspected = self._inspector.observe(covers_in(stamp))  # the detector's thread pays for this
        before_paint = process_time()
        if frame_id % _FRAMES_PER_TICK == 0:
            self._view.refresh(CameraState.LIVE)
        self._view.set_inspected(inspected)
        self._view.add_picture(picture)
        self._view.render(self._screen, QPoint(), QRegion(), QWidget.RenderFlag(0))
        painted = process_time()
        return FrameCost(1e3 * (stamped - begun), 1e3 * (converted - stamped), 1e3 * (painted - before_paint))

    @property
    def boxes(self) -> int:
        """How many were painted in the last frame."""
        return len(self._view.state.marks)

    def save(self, path: str) -> None:
        self._screen.save(path)


def first_pictures(count: int) -> list[BgrImage]:
    """Decoded beforehand, so that decoding is in no figure."""
    source, at_once = ClipSource(DEMO_CLIP, loop=True), Event()
    at_once.set()
    source.open()
    try:
        return [source.read(at_once) for _ in range(count)]
    finally:
        source.close()


def covers_in(stamp: FrameStamp, count: int = len(_COVERS)) -> FrameDetections:
    """Of a frame: two rows of four covers that move a little and whose confidences flicker, as they do in life."""
    found = [_detection(index, stamp.frame_id) for index in range(count)]
    found.sort(key=lambda detection: -detection.confidence)
    model = ModelIdentity("bench", "1")
    return FrameDetections(stamp, tuple(found), model, DetectorSource.LOCAL, Timing(), stamp.captured_s)


def _detection(index: int, frame_id: int) -> Detection:
    label, confidence = _COVERS[index]
    row, column = divmod(index, 4)
    flicker = (frame_id * (index + 3)) % 7 - 3
    x, y = 0.03 + column * 0.245 + flicker * 0.0008, 0.12 + row * 0.48 + flicker * 0.0006
    return Detection(label, confidence + flicker * 0.004, Box(x, y, x + 0.2, y + 0.3))
