"""A folder of pictures shown as if it were a camera."""

from pathlib import Path
from threading import Event

from app.domain.errors import OperationalError
from app.ports.frame import BgrImage
from services.camera.pace import Pace
from services.camera.source import SourceEndedError, SourceGoneError
from services.vision.pictures import read_picture

_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".bmp"})


class FolderSource:
    """The pictures of ``path`` in the order of their names, ``fps`` a second; the folder is read again at each round.

    ``loop``: starts again at the end, else SourceEndedError. A file that is no picture is passed over and counted in
    ``note``; a folder without any is SourceGoneError.
    """

    def __init__(self, path: Path, *, fps: float, loop: bool) -> None:
        self._path, self._fps, self._loop = path, fps, loop
        self._pace = Pace()
        self._waiting: list[Path] = []
        self._unreadable: set[Path] = set()

    @property
    def name(self) -> str:
        return str(self._path)

    @property
    def note(self) -> str:
        return f"{len(self._unreadable)} files cannot be read as pictures" if self._unreadable else ""

    def open(self) -> None:
        self._begin_round()
        self._pace.begin(1.0 / self._fps)

    def read(self, stop: Event) -> BgrImage:
        image = self._next()
        if image is None and not self._loop:
            raise SourceEndedError
        if image is None:
            self._begin_round()
            image = self._next()
        if image is None:
            raise self._empty()
        self._pace.wait(stop)
        return image

    def close(self) -> None:
        self._waiting.clear()

    def _begin_round(self) -> None:
        try:
            files = [path for path in self._path.iterdir() if path.suffix.lower() in _PICTURES]
        except OSError as error:
            raise SourceGoneError(f"{self._path} cannot be read: {error.strerror}") from error
        if not files:
            raise self._empty()
        self._waiting = sorted(files, reverse=True)

    def _next(self) -> BgrImage | None:
        while self._waiting:
            path = self._waiting.pop()
            try:
                image = read_picture(path)
            except OperationalError:
                self._unreadable.add(path)
                continue
            image.flags.writeable = False
            return image
        return None

    def _empty(self) -> SourceGoneError:
        return SourceGoneError(f"{self._path} holds no pictures")
