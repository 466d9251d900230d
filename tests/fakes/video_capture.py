"""A cv2.VideoCapture without a device: gives its pictures, and has a driver that may refuse what is set."""

from collections.abc import Mapping, Sequence

import numpy as np

from app.ports.frame import BgrImage

NOTHING = np.zeros((0, 0, 3), np.uint8)


class ScriptedCapture:
    """``fixed`` are properties that the driver keeps whatever is set; ``lacking`` are those it does not have."""

    def __init__(
        self,
        images: Sequence[BgrImage] = (),
        *,
        opens: bool = True,
        fixed: Mapping[int, float] | None = None,
        lacking: Sequence[int] = (),
    ) -> None:
        self._images = [image.copy() for image in images]
        self._opens = opens
        self._fixed, self._lacking = dict(fixed or {}), frozenset(lacking)
        self.values: dict[int, float] = {}
        self.order: list[int] = []
        self.released = False

    def isOpened(self) -> bool:  # noqa: N802
        return self._opens

    def read(self) -> tuple[bool, np.ndarray]:
        return (True, self._images.pop(0)) if self._images else (False, NOTHING)

    def get(self, prop: int, /) -> float:
        if prop in self._lacking:
            return -1.0
        return self._fixed.get(prop, self.values.get(prop, 0.0))

    def set(self, prop: int, value: float, /) -> bool:
        self.order.append(prop)
        self.values[prop] = value
        return prop not in self._lacking

    def release(self) -> None:
        self.released = True
