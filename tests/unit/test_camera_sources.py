"""The clip, the device and the choice between them, through real OpenCV."""

import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event

import cv2
import pytest

from app.ports.camera import CameraState
from app.settings import CameraSettings
from services.camera import grab_loop, synthetic
from services.camera.clip import ClipSource
from services.camera.device import DeviceSource
from services.camera.folder import FolderSource
from services.camera.grab_loop import GrabbingCamera
from services.camera.open_camera import chosen_source, open_camera
from services.camera.opencv import open_capture
from services.camera.source import SourceEndedError, SourceGoneError
from services.camera.synthetic import HEIGHT_PX, WIDTH_PX, SyntheticSource
from tests.contract.test_camera import Seen, noise, write_clip, write_folder

PICTURES = [noise(n) for n in range(4)]


def played(source: ClipSource, count: int) -> list[float]:
    """Moments (monotonic seconds) of ``count`` frames."""
    seen = Seen()
    camera = GrabbingCamera(lambda: source)
    camera.start(seen)
    try:
        return [frame.stamp.captured_s for frame in seen.wait_for(count)]
    finally:
        camera.close()


def test_a_clip_plays_at_its_own_rate(tmp_path: Path) -> None:
    times_s = played(ClipSource(write_clip(tmp_path / "c.avi", PICTURES, rate=20.0), loop=False), 4)
    assert times_s[-1] - times_s[0] >= 0.14


def test_a_clip_plays_faster_by_its_speed(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "c.avi", PICTURES, rate=1.0)
    times_s = played(ClipSource(clip, loop=False, speed=200.0), 4)
    assert times_s[-1] - times_s[0] < 1.0


def test_a_looped_clip_goes_on_and_on(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "c.avi", PICTURES)
    seen = Seen()
    camera = GrabbingCamera(lambda: ClipSource(clip, loop=True, speed=20.0))
    camera.start(seen)
    frames = seen.wait_for(10)[:10]
    camera.close()
    assert [frame.stamp.frame_id for frame in frames] == list(range(1, 11))
    prints = [frame.stamp.fingerprint for frame in frames]
    assert prints[:4] == prints[4:8]


def test_a_clip_that_is_over_says_so_and_a_closed_one_can_be_opened_again(tmp_path: Path) -> None:
    source = ClipSource(write_clip(tmp_path / "c.avi", PICTURES), loop=False, speed=100.0)
    for _ in range(2):
        source.open()
        for _ in PICTURES:
            source.read(Event())
        with pytest.raises(SourceEndedError):
            source.read(Event())
        source.close()


def test_speed_is_above_nothing() -> None:
    with pytest.raises(ValueError, match="above 0"):
        ClipSource(Path("x"), loop=True, speed=0)


@pytest.mark.parametrize("content", [None, b"", b"this is no clip" * 100])
def test_a_file_that_is_no_clip_is_gone_and_nothing_is_printed(
    tmp_path: Path, content: bytes | None, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "clip.avi"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SourceGoneError, match=r"clip\.avi"):
        ClipSource(path, loop=True).open()
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("address", [63, "/dev/video-of-nobody", "http://127.0.0.1:9/stream", "rtsp://127.0.0.1:9/x"])
def test_an_absent_device_is_gone_and_nothing_is_printed(address: int | str, capfd: pytest.CaptureFixture[str]) -> None:
    source = DeviceSource(str(address), lambda: address, (), open_capture)
    with pytest.raises(SourceGoneError, match="cannot be opened"):
        source.open()
    source.close()
    assert capfd.readouterr() == ("", "")


class _Stream(BaseHTTPRequestHandler):
    """Motion JPEG, as network cameras send it: as many pictures as PICTURES, again and again, until the reader goes."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        self.end_headers()
        for n in range(400):
            jpeg = cv2.imencode(".jpg", PICTURES[n % len(PICTURES)])[1].tobytes()
            head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
            try:
                self.wfile.write(head.encode() + jpeg + b"\r\n")
            except OSError:
                return

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def network_camera() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Stream)
    server.daemon_threads = False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/stream.mjpg"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_network_camera_is_read_and_its_end_is_an_unplugged_camera(network_camera: str) -> None:
    source = DeviceSource(network_camera, lambda: network_camera, (), open_capture)
    source.open()
    first, second = source.read(Event()), source.read(Event())
    assert first.shape == PICTURES[0].shape
    assert (first != second).any()

    def to_the_end() -> None:
        while True:
            source.read(Event())

    with pytest.raises(SourceGoneError, match="no picture any more"):
        to_the_end()
    source.close()


def test_the_setting_chooses_the_source(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "own.avi", PICTURES)
    demo = tmp_path / "demo.avi"
    for text, kind, name in [
        ("demo", ClipSource, str(demo)),
        (str(clip), ClipSource, str(clip)),
        (" 2 ", DeviceSource, "camera 2"),
        ("/dev/video0", DeviceSource, "/dev/video0"),
        ("rtsp://cam/1", DeviceSource, "rtsp://cam/1"),
        ("rtsp://operator:s@cret@cam/1", DeviceSource, "rtsp://cam/1"),
        ("http://cam/video?user=operator&pwd=secret", DeviceSource, "http://cam/video"),
        ("usb:C920_1A2B", DeviceSource, "usb:C920_1A2B"),
        ("synthetic", SyntheticSource, "synthetic:0"),
        ("synthetic:12", SyntheticSource, "synthetic:12"),
        (str(tmp_path), FolderSource, str(tmp_path)),
    ]:
        source = chosen_source(CameraSettings(source=text), demo)
        assert (type(source), source.name) == (kind, name)


AT_ONCE = Event()
AT_ONCE.set()


def test_a_folder_is_shown_in_the_order_of_its_names_again_and_again(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "shown", PICTURES[:2])
    (folder / "0000a.jpg").write_bytes(b"no picture")
    (folder / "notes.txt").write_text("no picture either")
    source = FolderSource(folder, fps=15, loop=True)
    source.open()
    shown = [source.read(AT_ONCE) for _ in range(4)]
    for image, expected in zip(shown, PICTURES[:2] * 2, strict=True):
        assert (image == expected).all()
        assert not image.flags.writeable
    assert source.note == "1 files cannot be read as pictures"
    source.close()


def test_a_folder_that_is_not_looped_ends_and_an_empty_one_is_gone(tmp_path: Path) -> None:
    source = FolderSource(write_folder(tmp_path / "shown", PICTURES[:1]), fps=15, loop=False)
    source.open()
    source.read(AT_ONCE)
    with pytest.raises(SourceEndedError):
        source.read(AT_ONCE)
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceGoneError, match="holds no pictures"):
        FolderSource(tmp_path / "empty", fps=15, loop=True).open()
    with pytest.raises(SourceGoneError, match="cannot be read"):
        FolderSource(tmp_path / "none", fps=15, loop=True).open()


def test_a_folder_of_damaged_pictures_is_gone_not_an_endless_search(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"no picture")
    source = FolderSource(tmp_path, fps=15, loop=True)
    source.open()
    with pytest.raises(SourceGoneError, match="holds no pictures"):
        source.read(AT_ONCE)


def test_synthetic_pictures_move_and_the_same_seed_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(synthetic, "_SCENE_S", 0.2)  # a new scene at every second picture
    shown = []
    for _ in range(2):
        source = SyntheticSource(3, fps=60)
        source.open()
        shown.append([source.read(AT_ONCE) for _ in range(3)])
        source.close()
    first, second, third = (grab_loop.fingerprint(image) for image in shown[0])
    assert len({first, second, third}) == 3
    assert [grab_loop.fingerprint(image) for image in shown[1]] == [first, second, third]
    assert shown[0][0].shape == (HEIGHT_PX, WIDTH_PX, 3)
    assert not shown[0][0].flags.writeable


@pytest.mark.parametrize("source", ["usb:", "synthetic:", "synthetic:x", "synthetic:-1"])
def test_half_a_source_is_refused_where_it_is_set(source: str) -> None:
    with pytest.raises(ValueError, match=r"countersign cameras|whole number"):
        CameraSettings(source=source)


class _AbsentLogged(logging.Handler):
    """Sets ``said`` when the loop says that the camera is absent: the moment to look."""

    def __init__(self) -> None:
        super().__init__()
        self.said = Event()

    def emit(self, record: logging.LogRecord) -> None:
        if "absent" in record.getMessage():
            self.said.set()


def test_an_opened_camera_with_nothing_there_is_absent(tmp_path: Path) -> None:
    handler = _AbsentLogged()
    grab_loop.log.addHandler(handler)
    camera = open_camera(CameraSettings(), tmp_path / "no-demo.avi")
    camera.start(Seen())
    assert handler.said.wait(5.0)
    grab_loop.log.removeHandler(handler)
    status = camera.status()
    camera.close()
    assert status.state is CameraState.ABSENT
    assert "no-demo.avi" in status.detail
