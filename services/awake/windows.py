"""Windows: SetThreadExecutionState of one thread. Written from its documentation; never run there."""

import ctypes
import sys

_CONTINUOUS, _SYSTEM, _DISPLAY = 0x8000_0000, 0x0000_0001, 0x0000_0002


class ExecutionState:
    """Implements :class:`services.awake.open_awake.Inhibitor`. Holds for as long as the thread lives that calls it."""

    def hold(self) -> list[str]:
        self._set(_CONTINUOUS | _SYSTEM | _DISPLAY)
        return ["sleep", "screen"]

    def release(self) -> None:
        self._set(_CONTINUOUS)

    def _set(self, state: int) -> None:
        if sys.platform == "win32" and not ctypes.windll.kernel32.SetThreadExecutionState(ctypes.c_uint(state)):
            raise OSError("SetThreadExecutionState failed")
