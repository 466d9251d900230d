"""Where a picture of any shape lies in the model's input: scaled to fit, centred, the rest grey."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

GREY = 114
FloatArray = npt.NDArray[np.float32]


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

    @property
    def content(self) -> tuple[slice, slice]:
        """Rows and columns of the input that the frame fills."""
        return (
            slice(self.pad_y, self.pad_y + self.content_height),
            slice(self.pad_x, self.pad_x + self.content_width),
        )

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
