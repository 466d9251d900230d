"""One camera at a time, looked at before it is chosen."""

from collections.abc import Callable

from app.ports.camera import Camera, CameraState, CameraStatus
from app.ports.frame import Frame
from app.runtime.latest_slot import LatestSlot
from app.runtime.worker import Worker
from ui.live.picture import Picture, PictureFeed, Size
from ui.setup.view_model import Seen

OpenCamera = Callable[[str], Camera]


class CameraPreview:
    """Called by the GUI thread, which never waits for a camera: thread "preview" closes one and opens the next, in this
    order, because both may be the same device. Pictures are fetched with :meth:`take`; the newest one waits.
    """

    def __init__(self, open_camera: OpenCamera) -> None:
        self._open_camera = open_camera
        self._running: _Running | None = None
        self._asked: str | None = None
        self._room: Size = (640, 360)
        self._worker = Worker("preview", _logged)

    def show(self, source: str | None) -> None:
        """From now on this camera; None: none."""
        if source != self._asked:
            self._asked = source
            self._worker.post(lambda: self._switch(source))

    def set_room(self, room: Size) -> None:
        """Device pixels that a picture may fill."""
        self._room = room

    def take(self) -> Picture | None:
        running = self._running
        if running is None or running.source != self._asked:
            return None
        running.feed.set_room(self._room)
        picture, running.picture = running.picture, None
        return picture

    def status(self) -> tuple[CameraStatus, Seen]:
        running = self._running
        if running is None or running.source != self._asked:
            return CameraStatus(CameraState.OPENING), Seen()
        return running.camera.status(), running.seen

    def close(self) -> None:
        """Waits for the camera, a second at most for one whose driver hangs."""
        self.show(None)
        self._worker.close()

    def _switch(self, source: str | None) -> None:
        if source != self._asked:
            return  # somebody chooses faster than a camera opens
        before, self._running = self._running, None
        if before is not None:
            before.close()
        if source is not None:
            self._running = _Running(source, self._open_camera(source))


class _Running:
    """A camera with its "display" thread."""

    def __init__(self, source: str, camera: Camera) -> None:
        self.source, self.camera = source, camera
        self.seen = Seen()
        self.picture: Picture | None = None
        self._frames: LatestSlot[Frame] = LatestSlot()
        self.feed = PictureFeed(self._frames, self._keep)
        self.feed.start()
        camera.start(self._take)

    def close(self) -> None:
        self.camera.close()
        self._frames.close()
        self.feed.join()

    def _take(self, frame: Frame) -> None:
        """On the camera's thread."""
        height, width = frame.image.shape[:2]
        self.seen = Seen(width, height)
        self._frames.put(frame)

    def _keep(self, picture: Picture) -> None:
        """On the display thread."""
        self.picture = picture


def _logged(_error: BaseException) -> None:
    """The worker has logged the bug; the picture stays away."""
