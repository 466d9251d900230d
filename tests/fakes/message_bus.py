"""A private D-Bus with a screen saver and a logind on it, as a desktop has them."""

import os
import shutil
import subprocess
import threading
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, MessageType, new_error, new_method_call, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

DAEMON = shutil.which("dbus-daemon")
CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={path}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>
"""
_STOP = DBusAddress("/test", bus_name="test.desktop", interface="test.desktop")


class PrivateBus:
    """The daemon itself. ``address``: for DBUS_SESSION_BUS_ADDRESS."""

    def __init__(self, folder: Path) -> None:
        path = folder / "bus"
        config = folder / "bus.conf"
        config.write_text(CONFIG.format(path=path))
        self.address = f"unix:path={path}"
        words = [DAEMON or "", f"--config-file={config}", "--nofork", "--print-address"]
        self._process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self._process.stdout.readline()

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()


class Desktop:
    """Screen saver and logind, on a thread. ``screen`` and ``sleep``: how often each is held off now. As the real ones
    do, both forget whoever goes away."""

    def __init__(self, address: str, *, silent: bool = False) -> None:
        self._connection = open_dbus_connection(address, enable_fds=True)
        self._address, self._silent = address, silent
        self._holders: dict[int, str] = {}
        self._pipes: list[int] = []
        self.calls: list[str] = []
        self._changed = threading.Condition()
        for name in ("org.freedesktop.ScreenSaver", "org.freedesktop.login1", "test.desktop"):
            self._connection.send_and_get_reply(message_bus.RequestName(name))
        rule = "type='signal',interface='org.freedesktop.DBus',member='NameOwnerChanged'"
        self._connection.send_and_get_reply(message_bus.AddMatch(rule))
        self._thread = threading.Thread(target=self._serve, name="desktop")
        self._thread.start()

    @property
    def screen(self) -> int:
        return len(self._holders)

    @property
    def sleep(self) -> int:
        """As logind tells it: a lock is held while its other end is open somewhere."""
        held = 0
        for end in self._pipes:
            try:
                held += os.read(end, 1) != b""
            except BlockingIOError:
                held += 1
        return held

    def until(self, wanted: tuple[int, int], limit_s: float = 20.0) -> bool:
        with self._changed:
            for _ in range(int(limit_s * 100)):
                if (self.screen, self.sleep) == wanted:
                    return True
                self._changed.wait(0.01)
        return False

    def close(self) -> None:
        with open_dbus_connection(self._address) as caller:
            caller.send_and_get_reply(new_method_call(_STOP, "Stop"))
        self._thread.join()
        self._connection.close()
        for end in self._pipes:
            os.close(end)

    def _serve(self) -> None:
        while True:
            message = self._connection.receive()
            if message.header.message_type is MessageType.signal:
                self._gone(message)
            elif message.header.message_type is MessageType.method_call and not self._answer(message):
                return
            with self._changed:
                self._changed.notify_all()

    def _answer(self, message: Any) -> bool:
        from jeepney import HeaderFields

        fields = message.header.fields
        member, sender = fields[HeaderFields.member], fields[HeaderFields.sender]
        self.calls.append(f"{fields.get(HeaderFields.interface)}.{member}")
        if member == "Stop":
            self._connection.send(new_method_return(message))
            return False
        if self._silent:
            return True
        if member == "Inhibit" and len(message.body) == 2:
            cookie = 4_000_000_000 + len(self.calls)  # a number that only fits without a sign
            self._holders[cookie] = sender
            self._connection.send(new_method_return(message, "u", (cookie,)))
        elif member == "UnInhibit" and message.body[0] in self._holders:
            del self._holders[message.body[0]]
            self._connection.send(new_method_return(message))
        elif member == "Inhibit":
            mine, theirs = os.pipe()
            os.set_blocking(mine, False)
            self._pipes.append(mine)
            self._connection.send(new_method_return(message, "h", (theirs,)))
            os.close(theirs)
        else:
            self._connection.send(new_error(message, "test.Refused"))
        return True

    def _gone(self, message: Any) -> None:
        if len(message.body) == 3 and not message.body[2]:
            self._holders = {cookie: who for cookie, who in self._holders.items() if who != message.body[0]}
