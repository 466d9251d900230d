"""The model's input, allocated once: frames are decoded or resized straight into it."""

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from app.ports.frame import BgrImage
from services.vision import jpeg
from services.vision.jpeg import Pixels
from services.vision.letterbox import GREY, Letterbox

InputDtype = type[np.float32] | type[np.float16] | type[np.uint8]
InputArray = npt.NDArray[np.float32] | npt.NDArray[np.float16] | npt.NDArray[np.uint8]


class Canvas:
    """``pixels`` is uint8 [slots, height, width, 3] RGB, one letterboxed frame a slot. Not thread-safe."""

    def __init__(self, width: int, height: int, slots: int) -> None:
        self.pixels: Pixels = np.full((slots, height, width, 3), GREY, np.uint8)
        self._placed: list[Letterbox | None] = [None] * slots
        self._scratch: Pixels = np.empty(0, np.uint8)

    def put_jpeg(self, slot: int, data: bytes, *, reduced: bool) -> Letterbox:
        """``reduced`` decodes at the smallest scale that holds the content. FrameRejected: unsafe or damaged."""
        header = jpeg.check(data)
        letterbox = self._fit(header.width, header.height)
        content = self._content(slot, letterbox)
        size = header.width, header.height
        if reduced:
            size = header.reduced(letterbox.content_width, letterbox.content_height)
        if size == (letterbox.content_width, letterbox.content_height) and content.flags.c_contiguous:
            jpeg.decode(data, size, content)
        else:
            decoded = self._scratch_of(*size)
            jpeg.decode(data, size, decoded)
            _resize(decoded, content)
        return letterbox

    def put_image(self, slot: int, image: BgrImage) -> Letterbox:
        """``image`` is uint8 [any height, any width, 3] BGR."""
        letterbox = self._fit(image.shape[1], image.shape[0])
        content = self._content(slot, letterbox)
        _resize(image, content)
        cv2.cvtColor(content, cv2.COLOR_BGR2RGB, dst=content)
        return letterbox

    def _fit(self, width: int, height: int) -> Letterbox:
        return Letterbox.fit(width, height, self.pixels.shape[2], self.pixels.shape[1])

    def _content(self, slot: int, letterbox: Letterbox) -> Pixels:
        """The part of the slot that the frame fills; grey around it, whatever was there before."""
        if self._placed[slot] != letterbox:
            self.pixels[slot] = GREY
            self._placed[slot] = letterbox
        content: Pixels = self.pixels[slot][letterbox.content]
        return content

    def _scratch_of(self, width: int, height: int) -> Pixels:
        """A picture to decode into; the memory of the largest so far (at most 48 MB) is kept."""
        size = width * height * 3
        if self._scratch.size < size:
            self._scratch = np.empty(size, np.uint8)
        return self._scratch[:size].reshape(height, width, 3)


class InputTensor:
    """What the model is fed, made from a canvas in one pass over each slot.

    ``array`` is [slots, 3, height, width] RGB, or [slots, height, width, 3] when ``channels_last``. Floats hold
    0..1; uint8 holds 0..255, for a graph that normalises by itself (channels last: the canvas itself, no copy).
    """

    def __init__(self, canvas: Canvas, dtype: InputDtype, *, channels_last: bool) -> None:
        self._canvas = canvas
        slots, height, width, channels = canvas.pixels.shape
        shape = (slots, height, width, channels) if channels_last else (slots, channels, height, width)
        self._is_canvas = channels_last and dtype is np.uint8
        array: Any = canvas.pixels if self._is_canvas else np.zeros(shape, dtype)
        self.array: InputArray = array
        self._planes: Pixels = np.empty((channels, height, width), np.uint8)
        self._channels_last = channels_last
        self._values = (np.arange(256) / 255).astype(dtype)

    def convert(self, slot: int) -> None:
        """Bring the canvas's slot into the tensor's."""
        if self._is_canvas:
            return
        target, picture = self.array[slot], self._canvas.pixels[slot]
        if self._channels_last:
            np.take(self._values, picture, out=target, mode="clip")
            return
        planes = list(target if target.dtype == np.uint8 else self._planes)
        cv2.split(picture, planes)
        if target.dtype == np.float32:
            for plane, channel in zip(planes, target, strict=True):
                np.multiply(plane, np.float32(1 / 255), out=channel)
        elif target.dtype == np.float16:  # numpy multiplies halves ten times slower than it looks them up
            np.take(self._values, self._planes, out=target, mode="clip")


def _resize(image: Pixels, content: Pixels) -> None:
    """Bring ``image`` [h, w, 3] into ``content`` [h', w', 3], in place."""
    height, width = content.shape[:2]
    if image.shape == content.shape:
        content[:] = image
        return
    shrinks_much = image.shape[1] > 2 * width
    how = cv2.INTER_AREA if shrinks_much else cv2.INTER_LINEAR
    cv2.resize(image, (width, height), dst=content, interpolation=how)
