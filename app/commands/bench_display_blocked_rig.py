"""Lets things hang around a real window, and listens to the beat of its event loop."""

import signal
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from app.bootstrap import build_parts
from app.commands.bench_hanging import Gates, behind_gates
from app.commands.bench_watch import Beat
from app.commands.bench_window import WindowRig, alone
from app.commands.demo_site import ServerProcess
from app.domain.detection import DetectorSource
from app.settings import Settings
from app.settings_layers import with_overrides
from services.erp.demo_deliveries import THIRTY_LINES_DN
from ui.application import create_application

_EVERY_S = 0.5
_LIMIT_S = 30.0
_BARE_S = 3.0


@dataclass(frozen=True, slots=True)
class Gaps:
    """The longest time between two beats, ms: of an event loop without a window, of a station at work, and of one
    around which something hangs."""

    bare: float
    healthy: float
    hanging: dict[str, float]


def longest_gaps_ms(settings: Settings, folder: Path, server: ServerProcess, seconds: float) -> Gaps:
    own = with_overrides(alone(settings, folder), ["station.detector=auto"])
    create_application(["countersign"], own.ui.theme)
    gates, beat = Gates(), Beat()
    bare = _bare(beat)
    with WindowRig(own, behind_gates(build_parts(own), gates)) as rig:
        rig.run(lambda: rig.station.status().detector.source is DetectorSource.SERVER, _LIMIT_S)
        scans = _Scans(rig)

        def worked(what: str, *hang: Callable[[], None]) -> float:
            with ExitStack() as over:
                over.callback(beat.stop)
                over.callback(gates_open, gates)
                beat.start()
                for each in hang:
                    each()
                scans.go_on(what, seconds)
            return beat.longest_ms

        hanging = {"erp": worked(THIRTY_LINES_DN, gates.erp.hang)}
        rig.wait(_EVERY_S)
        healthy = worked("")
        hanging["database"] = worked("", gates.database.hang)
        hanging["disk"] = worked("", gates.disk.hang)
        hanging["server"] = worked("", _hung(server))
        hanging["all"] = worked("", *(gate.hang for gate in gates.all))
    return Gaps(bare, healthy, hanging)


def gates_open(gates: Gates) -> None:
    for gate in gates.all:
        gate.let_go()


def _hung(server: ServerProcess) -> Callable[[], None]:
    """It stays so: the last thing that hangs, hangs with a server that is gone."""
    return server.hang if hasattr(signal, "SIGSTOP") else server.kill


class _Scans:
    """One carton after the other, whatever becomes of them."""

    def __init__(self, rig: WindowRig) -> None:
        self._rig, self._number = rig, 300

    def go_on(self, first: str, seconds: float) -> None:
        if first:
            self._rig.type_line(first)
        for _ in range(round(seconds / _EVERY_S)):
            self._rig.wait(_EVERY_S)
            if not first:
                self._number += 1
                self._rig.type_line(f"LBL-26-{self._number:06d}")


def _bare(beat: Beat) -> float:
    loop = QEventLoop()
    beat.start()
    QTimer.singleShot(round(1000 * _BARE_S), loop.quit)
    loop.exec()
    beat.stop()
    return beat.longest_ms
