"""Cameras found by what they are, in a /dev tree that a test has made, through unplugging and replugging."""

import json
from collections.abc import Callable
from pathlib import Path
from threading import Event

import cv2
import pytest

from app.commands.cameras import as_json, as_words
from app.settings import CameraSettings
from services.camera.controls import apply, wanted_controls
from services.camera.device import Address, DeviceSource
from services.camera.grab_loop import GrabbingCamera
from services.camera.source import SourceGoneError
from services.camera.usb import choices, locate
from tests.contract.test_camera import Seen, noise
from tests.fakes.video_capture import ScriptedCapture

C920 = "usb-046d_HD_Pro_Webcam_C920_1A2B3C4D-video-index0"
PORT_1, PORT_2 = (f"pci-0000:00:14.0-usb-0:{port}:1.0-video-index0" for port in (1, 2))


class Plugs:
    """A /dev and a /sys/class/video4linux."""

    def __init__(self, root: Path) -> None:
        self.dev, self.sysfs = root / "dev", root / "sys"
        self.dev.mkdir()
        self.sysfs.mkdir()

    def plug(self, number: int, name: str, *, by_id: str = "", by_path: str = "", index: int = 0) -> Path:
        device = self.dev / f"video{number}"
        device.touch()
        (self.sysfs / device.name).mkdir()
        (self.sysfs / device.name / "name").write_text(f"{name}\n")
        (self.sysfs / device.name / "index").write_text(f"{index}\n")
        for kind, link in (("by-id", by_id), ("by-path", by_path)):
            if link:
                (self.dev / "v4l" / kind).mkdir(parents=True, exist_ok=True)
                (self.dev / "v4l" / kind / link).symlink_to(f"../../{device.name}")
        return device

    def unplug(self, number: int) -> None:
        device = self.dev / f"video{number}"
        for link in self.dev.glob("v4l/*/*"):
            if link.resolve() == device.resolve():
                link.unlink()
        device.unlink()

    def locate(self, wanted: str) -> Path:
        return locate(wanted, self.dev)


@pytest.fixture
def plugs(tmp_path: Path) -> Plugs:
    return Plugs(tmp_path)


def test_a_camera_is_listed_with_its_stable_name_and_without_its_metadata_device(plugs: Plugs) -> None:
    plugs.plug(0, "HD Pro Webcam C920", by_id=C920, by_path=PORT_1)
    plugs.plug(1, "HD Pro Webcam C920", by_id=C920.replace("index0", "index1"), index=1)
    (choice,) = choices(plugs.dev, plugs.sysfs)
    assert choice.source == "usb:usb-046d_HD_Pro_Webcam_C920_1A2B3C4D"
    assert choice.camera.device == plugs.dev / "video0"
    assert plugs.locate(choice.source.removeprefix("usb:")) == plugs.dev / "video0"


def test_two_like_cameras_without_serial_numbers_are_named_by_their_sockets(plugs: Plugs) -> None:
    plugs.plug(0, "Cheap Cam", by_id="usb-Cheap_Cam-video-index0", by_path=PORT_1)
    plugs.plug(2, "Cheap Cam", by_path=PORT_2)
    plugs.plug(10, "Built-in")
    sources = [choice.source for choice in choices(plugs.dev, plugs.sysfs)]
    suffix = "-video-index0"
    assert sources == [
        f"usb:{PORT_1.removesuffix(suffix)}",
        f"usb:{PORT_2.removesuffix(suffix)}",
        str(plugs.dev / "video10"),
    ]


@pytest.mark.parametrize("wanted", [C920, C920.removesuffix("-video-index0"), "1A2B3C4D", PORT_1])
def test_a_camera_is_found_by_whole_name_by_serial_number_or_by_socket(plugs: Plugs, wanted: str) -> None:
    plugs.plug(0, "Other", by_id="usb-Other_77-video-index0", by_path=PORT_2)
    plugs.plug(4, "HD Pro Webcam C920", by_id=C920, by_path=PORT_1)
    assert plugs.locate(wanted) == plugs.dev / "video4"


def test_a_name_that_fits_two_cameras_is_refused_and_says_so(plugs: Plugs) -> None:
    plugs.plug(0, "C920", by_id=C920)
    plugs.plug(2, "C920", by_id=C920.replace("1A2B3C4D", "99"))
    with pytest.raises(SourceGoneError, match="fits 2 cameras"):
        plugs.locate("C920")


def test_a_camera_that_is_not_there_is_named(plugs: Plugs) -> None:
    with pytest.raises(SourceGoneError, match="camera 1A2B is not plugged in"):
        plugs.locate("1A2B")


def test_a_camera_is_found_again_under_another_number(plugs: Plugs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.camera.grab_loop.FIRST_RETRY_S", 0.01)
    plugs.plug(0, "C920", by_id=C920)
    opened: list[Address] = []
    captures = [ScriptedCapture([noise(1), noise(2)]), ScriptedCapture([noise(3)])]

    def open_capture(address: Address) -> ScriptedCapture:
        opened.append(address)
        return captures[len(opened) - 1]

    camera, seen = GrabbingCamera(lambda: DeviceSource("usb:1A2B3C4D", where, (), open_capture)), Seen()

    def where() -> Address:
        return str(plugs.locate("1A2B3C4D"))

    def on_frame(frame) -> None:
        if frame.stamp.frame_id == 2:  # pulled, and plugged in again elsewhere
            plugs.unplug(0)
            plugs.plug(3, "C920", by_id=C920)
        if frame.stamp.frame_id == 3:
            camera.close()
        seen(frame)

    camera.start(on_frame)
    frames = seen.wait_for(3)
    camera.close()
    assert [frame.stamp.frame_id for frame in frames] == [1, 2, 3]
    assert opened == [str(plugs.dev / "video0"), str(plugs.dev / "video3")]
    assert captures[0].released


def test_the_list_in_words_and_as_json(plugs: Plugs) -> None:
    plugs.plug(0, "HD Pro Webcam C920", by_id=C920, by_path=PORT_1)
    found = choices(plugs.dev, plugs.sysfs)
    assert "usb:usb-046d_HD_Pro_Webcam_C920_1A2B3C4D\n  HD Pro Webcam C920, now" in as_words(found, "linux")
    assert json.loads(as_json(found))[0]["by_path"] == PORT_1
    assert json.loads(as_json([])) == []


@pytest.mark.parametrize(("platform", "word"), [("linux", "plugged in"), ("win32", "by number")])
def test_no_camera_is_a_sentence(platform: str, word: str) -> None:
    assert word in as_words([], platform)


# -- what is asked of the driver --------------------------------------------------------------------------------------


def test_the_format_is_asked_before_the_size_and_automatic_exposure_before_the_exposure() -> None:
    capture = ScriptedCapture()
    assert apply(capture, wanted_controls(CameraSettings(exposure_us=5000, focus=20, gain=3), "linux")) == ()
    order = capture.order
    assert order[:3] == [cv2.CAP_PROP_FOURCC, cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT]
    assert order.index(cv2.CAP_PROP_AUTO_EXPOSURE) < order.index(cv2.CAP_PROP_EXPOSURE)
    assert order.index(cv2.CAP_PROP_AUTOFOCUS) < order.index(cv2.CAP_PROP_FOCUS)
    values = capture.values
    assert values[cv2.CAP_PROP_FOURCC] == cv2.VideoWriter.fourcc(*"MJPG")
    assert (values[cv2.CAP_PROP_AUTO_EXPOSURE], values[cv2.CAP_PROP_EXPOSURE]) == (1.0, 50.0)
    assert (values[cv2.CAP_PROP_AUTOFOCUS], values[cv2.CAP_PROP_FOCUS], values[cv2.CAP_PROP_GAIN]) == (0, 20, 3)


def test_by_default_exposure_and_focus_are_automatic_and_nothing_is_said_where_a_driver_lacks_them() -> None:
    lacking = (cv2.CAP_PROP_AUTO_EXPOSURE, cv2.CAP_PROP_AUTOFOCUS, cv2.CAP_PROP_BUFFERSIZE)
    capture = ScriptedCapture(lacking=lacking)
    assert apply(capture, wanted_controls(CameraSettings(), "linux")) == ()
    assert capture.values[cv2.CAP_PROP_AUTO_EXPOSURE] == 3.0
    assert capture.values[cv2.CAP_PROP_AUTOFOCUS] == 1
    assert cv2.CAP_PROP_EXPOSURE not in capture.values
    assert cv2.CAP_PROP_GAIN not in capture.values


def test_directshow_counts_exposure_in_powers_of_two() -> None:
    capture = ScriptedCapture()
    apply(capture, wanted_controls(CameraSettings(exposure_us=7800), "win32"))
    assert (capture.values[cv2.CAP_PROP_AUTO_EXPOSURE], capture.values[cv2.CAP_PROP_EXPOSURE]) == (0.25, -7.0)


def test_what_the_driver_made_of_it_is_told() -> None:
    capture = ScriptedCapture(
        fixed={cv2.CAP_PROP_FRAME_WIDTH: 640, cv2.CAP_PROP_FRAME_HEIGHT: 480}, lacking=[cv2.CAP_PROP_FOCUS]
    )
    source = device(capture, wanted_controls(CameraSettings(focus=20), "linux"))
    source.open()
    assert source.note == ("width 1280 px asked, 640 given; height 720 px asked, 480 given; focus 20 asked, -1 given")


def test_a_picture_that_is_missing_once_is_passed_over_and_a_closed_device_is_gone() -> None:
    source = device(ScriptedCapture(opens=False))
    with pytest.raises(SourceGoneError, match="camera 0 cannot be opened"):
        source.open()
    with pytest.raises(SourceGoneError, match="no picture any more"):
        source.read(Event())


def device(capture: ScriptedCapture, controls=()) -> DeviceSource:
    opening: Callable[[Address], ScriptedCapture] = lambda _: capture  # noqa: E731
    return DeviceSource("0", lambda: 0, controls, opening)
