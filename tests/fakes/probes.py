"""Devices and servers for the first-run wizard that answer as a test wants, or hang."""

import threading
from collections.abc import Sequence

from app.domain.errors import OperationalError
from app.ports.camera import Camera
from app.ports.probes import CameraChoice, DatabaseAnswer, ErpAnswer, ServerAnswer
from tests.fakes.station_parts import ManualCamera

DEMO = CameraChoice("demo", "Demo clip", demo=True)
LENS = CameraChoice("usb:Lens_4K", "Lens 4K")


class FakeProbes:
    """Implements Probes. ``error`` is raised by every check; while ``held`` is cleared, they hang. ``cameras_opened``:
    every camera that was opened, by its source, in order."""

    def __init__(self, choices: Sequence[CameraChoice] = (LENS, DEMO)) -> None:
        self.choices = choices
        self.error: OperationalError | None = None
        self.held = threading.Event()
        self.held.set()
        self.asked: list[tuple[str, ...]] = []
        self.cameras_opened: list[tuple[str, ManualCamera]] = []
        self.server = ServerAnswer("covers@3", serving=True, tls=True, round_trip_ms=1.25)

    def cameras(self) -> Sequence[CameraChoice]:
        return self.choices

    def open_camera(self, source: str) -> Camera:
        camera = ManualCamera()
        self.cameras_opened.append((source, camera))
        return camera

    def check_server(self, address: str, tls_ca: str, token_keyring: str) -> ServerAnswer:
        self._answer("server", address, tls_ca, token_keyring)
        return self.server

    def check_database(self, url: str, user: str) -> DatabaseAnswer:
        self._answer("database", url, user)
        return DatabaseAnswer(url or "countersign.sqlite", embedded=not url, round_trip_ms=2.0)

    def check_erp(self, base_url: str, dn: str) -> ErpAnswer:
        self._answer("erp", base_url, dn)
        return ErpAnswer(demo=base_url == "demo", lines=3 if dn else None, round_trip_ms=30.0)

    def _answer(self, *asked: str) -> None:
        self.asked.append(asked)
        self.held.wait(30)
        if self.error is not None:
            raise self.error
