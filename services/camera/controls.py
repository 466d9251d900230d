"""What is asked of a camera's driver, and what it made of it."""

import math
from dataclasses import dataclass

import cv2

from app.settings import CameraSettings
from services.camera.opencv import Capture

_MANUAL_V4L2, _AUTO_V4L2 = 1.0, 3.0
_MANUAL_OTHER, _AUTO_OTHER = 0.25, 0.75
_V4L2_EXPOSURE_US = 100.0
_NEAR = 0.02


@dataclass(frozen=True, slots=True)
class Control:
    """``words`` formats a value for IT. ``told`` is False for what many drivers do not have and nobody asked for."""

    prop: int
    value: float
    words: str = "{:g}"
    told: bool = True


def wanted_controls(settings: CameraSettings, platform: str) -> tuple[Control, ...]:
    """In the order in which they are set: the format limits the sizes, automatic exposure hides the exposure."""
    return (
        Control(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"), told=False),  # raw 720p is too much for USB 2
        Control(cv2.CAP_PROP_FRAME_WIDTH, settings.width_px, "width {:g} px"),
        Control(cv2.CAP_PROP_FRAME_HEIGHT, settings.height_px, "height {:g} px"),
        Control(cv2.CAP_PROP_FPS, settings.fps, "{:g} frames/s"),
        Control(cv2.CAP_PROP_BUFFERSIZE, 1, told=False),
        *_exposure(settings.exposure_us, platform),
        *_focus(settings.focus),
        *_gain(settings.gain),
    )


def apply(capture: Capture, controls: tuple[Control, ...]) -> tuple[str, ...]:
    """Set them all, then read back: a later one may change an earlier one. Returns the refusals, in words."""
    taken = [capture.set(control.prop, control.value) for control in controls]
    refusals = []
    for control, accepted in zip(controls, taken, strict=True):
        given = capture.get(control.prop)
        near = abs(given - control.value) <= max(_NEAR * abs(control.value), 1e-6)
        if control.told and not near:
            refusals.append(f"{control.words.format(control.value)} asked, {given:g} given")
        elif control.told and not accepted:
            refusals.append(f"{control.words.format(control.value)} refused")
    return tuple(refusals)


def _exposure(exposure_us: int, platform: str) -> tuple[Control, ...]:
    """V4L2 counts in 100 µs; DirectShow in powers of two of a second (-7 is 1/128 s)."""
    v4l2 = platform == "linux"
    if exposure_us == 0:
        return (Control(cv2.CAP_PROP_AUTO_EXPOSURE, _AUTO_V4L2 if v4l2 else _AUTO_OTHER, told=False),)
    value = max(1.0, round(exposure_us / _V4L2_EXPOSURE_US)) if v4l2 else float(round(math.log2(exposure_us / 1e6)))
    unit = "exposure {:g} × 100 µs" if v4l2 else "exposure 2^{:g} s"
    return (
        Control(cv2.CAP_PROP_AUTO_EXPOSURE, _MANUAL_V4L2 if v4l2 else _MANUAL_OTHER, told=False),
        Control(cv2.CAP_PROP_EXPOSURE, value, unit),
    )


def _focus(focus: int) -> tuple[Control, ...]:
    if focus < 0:
        return (Control(cv2.CAP_PROP_AUTOFOCUS, 1, told=False),)
    return (Control(cv2.CAP_PROP_AUTOFOCUS, 0, told=False), Control(cv2.CAP_PROP_FOCUS, focus, "focus {:g}"))


def _gain(gain: int) -> tuple[Control, ...]:
    return () if gain < 0 else (Control(cv2.CAP_PROP_GAIN, gain, "gain {:g}"),)
