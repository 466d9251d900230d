"""When a batch is big enough: pure, told what happens and when (monotonic seconds)."""

from typing import Literal

_LEARN = 0.2
"""Weight of the newest batch in the expected time."""


class BatchWait:
    """How long a batch that is not full waits for more frames.

    ``auto``: not at all while the engine is idle. While another batch is computed the device is busy anyway, so frames
    gather until this batch, decoded meanwhile, would be ready just when the device is. A number: that long at most,
    counted from the arrival of the first frame.
    """

    def __init__(self, wait_ms: float | Literal["auto"]) -> None:
        self._fixed_s = None if wait_ms == "auto" else float(wait_ms) / 1e3
        self._infer_s = 0.0

    def computed(self, infer_ms: float) -> None:
        """A batch has taken so long on the device."""
        self._infer_s += _LEARN * (infer_ms / 1e3 - self._infer_s)

    def left_s(self, now_s: float, first_arrival_s: float, newest_began_s: float | None) -> float:
        """How much longer to wait; 0 and less: begin now. ``newest_began_s`` is of the batch under way, if one is."""
        if self._fixed_s is not None:
            return first_arrival_s + self._fixed_s - now_s
        if newest_began_s is None:
            return 0.0
        return newest_began_s + self._infer_s - now_s
