"""What every camera does: the fake, a clip through real OpenCV, a folder of pictures, a device behind a driver."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.ports.camera import Camera, CameraState
from app.ports.frame import BgrImage, Frame
from app.settings import CameraSettings
from services.camera.clip import ClipSource
from services.camera.controls import wanted_controls
from services.camera.device import DeviceSource
from services.camera.folder import FolderSource
from services.camera.grab_loop import GrabbingCamera
from services.camera.source import FrameSource
from tests.fakes.camera import FakeCamera
from tests.fakes.video_capture import ScriptedCapture

HEIGHT, WIDTH = 48, 64
RATE = 50.0

Make = Callable[[Sequence[BgrImage]], Camera]


class Seen:
    """An ``on_frame`` that remembers, and a way to wait for the n-th frame."""

    def __init__(self) -> None:
        self.frames: list[Frame] = []
        self.threads: set[threading.Thread] = set()
        self._cond = threading.Condition()

    def __call__(self, frame: Frame) -> None:
        with self._cond:
            self.frames.append(frame)
            self.threads.add(threading.current_thread())
            self._cond.notify_all()

    def wait_for(self, count: int) -> list[Frame]:
        with self._cond:
            assert self._cond.wait_for(lambda: len(self.frames) >= count, 10.0), f"{len(self.frames)} of {count} came"
            return list(self.frames)


def noise(seed: int) -> BgrImage:
    return np.random.default_rng(seed).integers(0, 256, (HEIGHT, WIDTH, 3), np.uint8)


def write_clip(path: Path, images: Sequence[BgrImage], rate: float = RATE) -> Path:
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), rate, (WIDTH, HEIGHT))
    for image in images:
        writer.write(image)
    writer.release()
    return path


def write_folder(path: Path, images: Sequence[BgrImage]) -> Path:
    path.mkdir()
    for number, image in enumerate(images):
        cv2.imwrite(str(path / f"{number:04d}.png"), image)
    return path


def source_of(kind: str, images: Sequence[BgrImage], folder: Path) -> FrameSource:
    match kind:
        case "clip":
            return ClipSource(write_clip(folder / "clip.avi", images), loop=False)
        case "folder":
            return FolderSource(write_folder(folder / "pictures", images), fps=RATE, loop=False)
        case _:
            capture = ScriptedCapture(images)
            return DeviceSource("0", lambda: 0, wanted_controls(CameraSettings(), "linux"), lambda _: capture)


@pytest.fixture(params=["fake", "clip", "folder", "device"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    """A camera that gives these pictures and then has ended; a device is gone then."""
    made: list[Camera] = []

    def build(images: Sequence[BgrImage]) -> Camera:
        if request.param == "fake":
            made.append(FakeCamera(images, ends=True))
        else:
            folder = tmp_path / str(len(made))
            folder.mkdir()
            source = source_of(request.param, images, folder)
            made.append(GrabbingCamera(lambda: source))
        return made[-1]

    yield build
    for camera in made:
        camera.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "camera"]


def ended(camera: Camera) -> None:
    """Wait for the camera's thread, which ends with the clip."""
    for thread in threading.enumerate():
        if thread.name == "camera":
            thread.join(10.0)
    assert camera.status().state is CameraState.ENDED


def test_frames_come_in_order_on_the_cameras_own_thread(make: Make) -> None:
    camera, seen = make([noise(n) for n in range(4)]), Seen()
    began_s = time.monotonic()
    camera.start(seen)
    frames = seen.wait_for(4)
    assert [frame.stamp.frame_id for frame in frames] == [1, 2, 3, 4]
    times_s = [began_s, *(frame.stamp.captured_s for frame in frames), time.monotonic()]
    assert times_s == sorted(times_s)
    assert threading.current_thread() not in seen.threads
    assert len(seen.threads) == 1


def test_a_picture_is_bgr_whole_and_never_written_again(make: Make) -> None:
    blue = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    blue[:, :, 0] = 255
    camera, seen = make([blue, noise(1)]), Seen()
    camera.start(seen)
    first, second = (frame.image for frame in seen.wait_for(2))
    assert first.shape == (HEIGHT, WIDTH, 3)
    assert first.dtype == np.uint8
    assert first.flags.c_contiguous
    assert not first.flags.writeable
    assert not np.shares_memory(first, second)
    assert first[:, :, 0].mean() > 240
    assert first[:, :, 2].mean() < 15


def test_equal_pictures_have_equal_fingerprints_and_others_do_not(make: Make) -> None:
    camera, seen = make([noise(1), noise(1), noise(2)]), Seen()
    camera.start(seen)
    first, second, third = (frame.stamp.fingerprint for frame in seen.wait_for(3))
    assert first == second != third


@pytest.mark.parametrize("make", ["fake", "clip", "folder"], indirect=True)
def test_status_counts_and_a_clip_that_is_over_has_ended(make: Make) -> None:
    camera, seen = make([noise(n) for n in range(3)]), Seen()
    assert camera.status().state is CameraState.OPENING
    assert camera.status().frames == 0
    states: list[CameraState] = []

    def on_frame(frame: Frame) -> None:
        states.append(camera.status().state)
        seen(frame)

    camera.start(on_frame)
    seen.wait_for(3)
    ended(camera)
    assert camera.status().frames == 3
    assert set(states) == {CameraState.LIVE}


def test_no_frame_comes_after_close(make: Make) -> None:
    camera, seen = make([noise(n) for n in range(200)]), Seen()
    camera.start(seen)
    seen.wait_for(1)
    camera.close()
    count = len(seen.frames)
    camera.close()
    assert len(seen.frames) == count
    assert not [thread for thread in threading.enumerate() if thread.name == "camera"]


def test_close_without_start_and_from_on_frame(make: Make) -> None:
    make([noise(1)]).close()
    camera, seen = make([noise(n) for n in range(200)]), Seen()

    def on_frame(frame: Frame) -> None:
        seen(frame)
        camera.close()

    camera.start(on_frame)
    seen.wait_for(1)
    camera.close()
    assert len(seen.frames) == 1


def test_starting_twice_is_a_bug(make: Make) -> None:
    camera = make([noise(1)])
    camera.start(Seen())
    with pytest.raises(RuntimeError):
        camera.start(Seen())
