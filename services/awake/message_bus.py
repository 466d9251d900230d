"""Linux: the desktop's screen saver on the session bus, and sleep by logind on the system bus.

Both end by themselves when the connection does: neither survives a killed process.
"""

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from jeepney import DBusAddress, DBusErrorResponse, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import unwrap_msg

_LIMIT_S = 3.0
_WHO, _WHY = "Countersign", "A delivery note is being packed"
_SCREEN_SAVER = DBusAddress(
    "/org/freedesktop/ScreenSaver", bus_name="org.freedesktop.ScreenSaver", interface="org.freedesktop.ScreenSaver"
)
_LOGIND = DBusAddress(
    "/org/freedesktop/login1", bus_name="org.freedesktop.login1", interface="org.freedesktop.login1.Manager"
)


class BusInhibitor:
    """Implements :class:`services.awake.open_awake.Inhibitor`. A machine may have one of the two, or neither."""

    def __init__(self) -> None:
        self._session: DBusConnection | None = None
        self._cookie = 0
        self._sleep_fd = -1

    def hold(self) -> list[str]:
        held, problems = [], []
        ways: Sequence[tuple[str, Callable[[], None]]] = (
            ("screen saver", self._hold_screen),
            ("sleep", self._hold_sleep),
        )
        for what, way in ways:
            try:
                way()
                held.append(what)
            except (
                OSError,
                DBusErrorResponse,
                KeyError,
                ValueError,
                RuntimeError,
            ) as error:  # no bus, or none it knows
                problems.append(f"{what}: {error or type(error).__name__}")
        if not held:
            raise OSError("; ".join(problems))
        return held

    def release(self) -> None:
        """The screen saver is told; where that fails, closing the connection says the same."""
        session, self._session = self._session, None
        if session is not None:
            try:
                with suppress(OSError, DBusErrorResponse):
                    _asked(session, new_method_call(_SCREEN_SAVER, "UnInhibit", "u", (self._cookie,)))
            finally:
                session.close()
        if self._sleep_fd >= 0:
            os.close(self._sleep_fd)
            self._sleep_fd = -1

    def _hold_screen(self) -> None:
        session = open_dbus_connection(bus="SESSION")
        try:
            (self._cookie,) = _asked(session, new_method_call(_SCREEN_SAVER, "Inhibit", "ss", (_WHO, _WHY)))
        except BaseException:
            session.close()
            raise
        self._session = session

    def _hold_sleep(self) -> None:
        """The lock is a file descriptor; the connection is not needed for it."""
        system = open_dbus_connection(bus="SYSTEM", enable_fds=True)
        try:
            words = ("sleep:idle", _WHO, _WHY, "block")
            (descriptor,) = _asked(system, new_method_call(_LOGIND, "Inhibit", "ssss", words))
            self._sleep_fd = descriptor.to_raw_fd()
        finally:
            system.close()


def _asked(connection: DBusConnection, message: object) -> Sequence[Any]:
    """Raises DBusErrorResponse for a refusal, OSError (TimeoutError too) when nobody answers."""
    answer: Sequence[Any] = unwrap_msg(connection.send_and_get_reply(message, timeout=_LIMIT_S))
    return answer
