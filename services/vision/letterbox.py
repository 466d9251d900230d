"""A picture of any shape in the model's input: scaled to fit, centred, the rest grey."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from app.ports.frame import BgrImage

GREY = 114
FloatArray = npt.NDArray[np.float32]
InputArray = npt.NDArray[np.float32] | npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Letterbox:
    """Where a frame lies in the model's input, pixels of the input. ``scale`` is input pixels per frame pixel."""

    scale: float
    pad_x: int
    pad_y: int
    content_width: int
    content_height: int

    @classmethod
    def fit(cls, frame_width: int, frame_height: int, input_width: int, input_height: int) -> "Letterbox":
        """The largest centred placement that keeps the frame's shape."""
        scale = min(input_width / frame_width, input_height / frame_height)
        width = max(1, round(frame_width * scale))
        height = max(1, round(frame_height * scale))
        return cls(scale, (input_width - width) // 2, (input_height - height) // 2, width, height)

    def to_frame(self, boxes: FloatArray) -> FloatArray:
        """[n, 4] x1 y1 x2 y2 in input pixels → normalised to the frame and clipped to it."""
        frame: FloatArray = np.clip((boxes - self._offset) / self._size, 0.0, 1.0)
        return frame

    def to_input(self, boxes: FloatArray) -> FloatArray:
        """[n, 4] x1 y1 x2 y2 normalised to the frame → input pixels."""
        return boxes * self._size + self._offset

    @property
    def _offset(self) -> FloatArray:
        return np.array([self.pad_x, self.pad_y] * 2, np.float32)

    @property
    def _size(self) -> FloatArray:
        return np.array([self.content_width, self.content_height] * 2, np.float32)


class InputBuffer:
    """The model's input for one frame, allocated once: ``array`` is [1, 3, height, width] RGB.

    float32 holds 0..1, uint8 holds 0..255 (a graph that normalises by itself). Not thread-safe.
    """

    def __init__(self, width: int, height: int, dtype: type[np.float32] | type[np.uint8]) -> None:
        self.array: InputArray = np.empty((1, 3, height, width), dtype)  # type: ignore[assignment]  # one of both
        self._factor = dtype(1 / 255) if dtype is np.float32 else dtype(1)
        self._placed: Letterbox | None = None
        self._resized: BgrImage = np.empty((0, 0, 3), np.uint8)
        self._planes: list[BgrImage] = []

    def fill(self, image: BgrImage, letterbox: Letterbox) -> None:
        """Place ``image`` (uint8 BGR, the whole frame at any scale) where ``letterbox`` says."""
        if letterbox != self._placed:
            self._place(letterbox)
        height, width = letterbox.content_height, letterbox.content_width
        if image.shape[:2] != (height, width):
            shrinks_much = image.shape[1] > 2 * width
            how = cv2.INTER_AREA if shrinks_much else cv2.INTER_LINEAR
            cv2.resize(image, (width, height), dst=self._resized, interpolation=how)
            image = self._resized
        cv2.split(image, self._planes)
        content = self._content(letterbox)
        for channel, plane in zip((2, 1, 0), self._planes, strict=True):
            np.multiply(plane, self._factor, out=content[channel])

    def _place(self, letterbox: Letterbox) -> None:
        self.array[:] = GREY * self._factor
        shape = (letterbox.content_height, letterbox.content_width)
        self._resized = np.empty((*shape, 3), np.uint8)
        self._planes = [np.empty(shape, np.uint8) for _ in range(3)]
        self._placed = letterbox

    def _content(self, letterbox: Letterbox) -> InputArray:
        rows = slice(letterbox.pad_y, letterbox.pad_y + letterbox.content_height)
        columns = slice(letterbox.pad_x, letterbox.pad_x + letterbox.content_width)
        return self.array[0, :, rows, columns]
