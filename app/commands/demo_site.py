"""A whole plant on one machine for the demo: ERP stand-in, inference server, label master, clip, and a scripted day."""

import logging
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from app.domain.detection import DetectorSource
from app.domain.errors import ErrorCode, OperationalError
from app.own_program import command
from app.places import DEMO, ROOT
from app.settings import Settings
from app.use_cases.desk_state import DeskState
from app.use_cases.inspect import Inspected
from services.erp.demo_deliveries import DEMO_DN, demo_deliveries, demo_labels
from ui.demo.script import AutopilotScript

log = logging.getLogger(__name__)
_SERVER_START_S = 60.0
_QUICK = {"healthy_s": 2.0, "connect_retry_s": 1.0}
"""A demo is watched: the way back to the server is shorter than in a plant."""
_WATCHED = {"sign_in": True, "badge_prefix": "OP-", "hold_refusals": True}


WRONG_LABELS = ("LBL-26-000191", "LBL-26-000192", "LBL-26-000193", "LBL-26-999999")


def demo_script() -> AutopilotScript:
    """Every part of the demo note with its cartons, and cartons that must be refused: inactive, used, not on the note,
    unknown."""
    parts = {str(row["ITEM"]): int(str(row["QTY"])) for row in demo_deliveries()[DEMO_DN]}
    cartons: dict[str, tuple[str, ...]] = {}
    for part, quantity in parts.items():
        cartons[part] = _cartons(part, quantity)
    return AutopilotScript(DEMO_DN, WRONG_LABELS, cartons)


def _cartons(part: str, quantity: int) -> tuple[str, ...]:
    """Labels of the part until its quantity is reached."""
    chosen: list[str] = []
    for record in demo_labels():
        if str(record.part_number) == part and record.active and not record.used and record.quantity <= quantity:
            chosen.append(str(record.code))
            quantity -= record.quantity
    return tuple(chosen)


class ServerProcess:
    """The real ``countersign server`` in a process of its own. ``start`` returns once it is serving."""

    def __init__(self, settings_args: Sequence[str] = ()) -> None:
        self._args = settings_args
        self._process: subprocess.Popen[str] | None = None
        self.port = 0

    def start(self) -> None:
        """Raises OperationalError(SERVER_UNREACHABLE) when it does not come up."""
        words = command("server", "--until-stdin-ends", "--set", f"server.port={self.port}", *self._args)
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
        self._process = subprocess.Popen(
            words,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        timer = threading.Timer(_SERVER_START_S, self._process.kill)
        timer.start()
        try:
            first = self._process.stdout.readline() if self._process.stdout else ""
        finally:
            timer.cancel()
            timer.join()
        if not first.startswith("listening on "):
            self.kill()
            raise OperationalError(ErrorCode.SERVER_UNREACHABLE, address=f"127.0.0.1:{self.port}")
        self.port = int(first.rsplit(":", 1)[1])

    def hang(self) -> None:
        """Stop it in its tracks; its connections stay open. Not on Windows."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(number)

    def kill(self) -> None:
        """As the power plug would: SIGKILL. Safe to call twice."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    pipe.close()
            self._process = None


class DemoSite:
    """Context manager: the server is up inside, and nothing is left running after it.

    ``address`` (host:port) is of a server that runs already, which is then used and left alone: ``server`` is None.
    """

    def __init__(self, settings: Settings, folder: Path, address: str = "") -> None:
        self._asked, self._folder, self._address = settings, folder, address
        self.server = None if address else ServerProcess(_model_args(settings))

    def __enter__(self) -> Self:
        if self.server is not None:
            self.server.start()
            self._address = f"127.0.0.1:{self.server.port}"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.server is not None:
            self.server.kill()

    @property
    def settings(self) -> Settings:
        """The asked settings, pointed at this site: demo clip, demo ERP, own server, a database of its own."""
        asked = self._asked
        return asked.model_copy(
            update={
                "data_dir": str(self._folder),
                "camera": asked.camera.model_copy(update={"source": DEMO}),
                "inference": asked.inference.model_copy(update={"address": self._address, **_QUICK}),
                "erp": asked.erp.model_copy(update={"base_url": DEMO}),
                "station": asked.station.model_copy(update={**_WATCHED, "undo_s": min(3.0, asked.station.undo_s)}),
                "database": asked.database.model_copy(update={"url": ""}),
                "identity": asked.identity.model_copy(update={"secret": "none"}),
            }
        )


def _model_args(settings: Settings) -> tuple[str, ...]:
    return ("--set", f"model.path={settings.model.path}")


class ServerDrama:
    """Kills the server once, and starts it again when the station has shown that it goes on without it.

    A listener: counts the frames by who answered them. ``say`` tells the watcher what happens (any thread). A server
    that is not ours, None, is not killed; it has to answer a frame.
    """

    def __init__(self, server: ServerProcess | None, say: Callable[[str], None], *, kill_after_parts: int = 2) -> None:
        self._server, self._say, self._kill_after = server, say, kill_after_parts
        self.frames = {DetectorSource.SERVER: 0, DetectorSource.LOCAL: 0}
        self._parts = 0
        self._restarting: threading.Thread | None = None
        self._frames_at_restart: int | None = None
        self._killed = False

    @property
    def over(self) -> bool:
        """The server was killed, the station went on locally, and the server answers again."""
        if self._server is None:
            return self.frames[DetectorSource.SERVER] > 0
        before = self._frames_at_restart
        return before is not None and self.frames[DetectorSource.SERVER] > before

    def desk_changed(self, state: DeskState) -> None:
        self._parts = len(state.session.inspected) if state.session else 0

    def inspected(self, inspected: Inspected) -> None:
        source = inspected.result.source
        self.frames[source] += 1
        if self._server is None:
            return
        if not self._killed and self._parts >= self._kill_after and source is DetectorSource.SERVER:
            self._killed = True
            self._say("The inference server is killed. The station goes on with its own model.")
            self._server.kill()
        elif self._killed and self._restarting is None and self.frames[DetectorSource.LOCAL] >= 30:
            self._restarting = threading.Thread(target=self._restart, args=(self._server,), name="restart-server")
            self._restarting.start()

    def bug(self, error: BaseException) -> None:
        pass

    def _restart(self, server: ServerProcess) -> None:
        self._say("The inference server is started again. The station returns to it by itself.")
        self._frames_at_restart = self.frames[DetectorSource.SERVER]
        server.start()

    def close(self) -> None:
        if self._restarting is not None:
            self._restarting.join()
