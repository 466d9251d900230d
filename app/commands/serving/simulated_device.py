"""A GPU as far as a server's design is concerned: one batch at a time, 3 ms and 1 ms a frame, no CPU."""

import threading
import time

LAUNCH_MS, FRAME_MS = 3.0, 1.0


class SimulatedDevice:
    def __init__(self) -> None:
        self._busy = threading.Lock()

    def compute(self, frames: int) -> None:
        """Blocks the calling thread as long as the device would."""
        with self._busy:
            time.sleep((LAUNCH_MS + FRAME_MS * frames) / 1e3)
