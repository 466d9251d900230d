"""The real devices and servers behind the first-run wizard."""

import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from app.bootstrap import build_camera, build_notes, database_login
from app.domain.errors import ErrorCode, OperationalError
from app.places import DATABASE_NAME, DEMO
from app.ports.camera import Camera
from app.ports.probes import CameraChoice, DatabaseAnswer, ErpAnswer, ServerAnswer
from app.settings import Settings
from app.settings_layers import problems_of, with_changes
from services.camera.usb import DEV, SYSFS, choices
from services.erp.probe import ask_erp
from services.inference.client.access import Access
from services.inference.client.probe import ask_server
from services.inference.client.token import kept_token
from services.storage.open_store import open_store, parsed_url, sqlite_file

ASK_LIMIT_S = 5.0
_NUMBERED = 4
"""Where cameras cannot be listed they are numbered; a bench has no more."""


class StationProbes:
    """Implements :class:`app.ports.probes.Probes`; what is not asked for is as the settings say."""

    def __init__(self, settings: Settings, dev: Path = DEV, sysfs: Path = SYSFS, platform: str = sys.platform) -> None:
        self._settings, self._dev, self._sysfs, self._platform = settings, dev, sysfs, platform

    def cameras(self) -> Sequence[CameraChoice]:
        demo = CameraChoice(DEMO, "Demo", demo=True)
        if self._platform != "linux":
            return (*(CameraChoice(str(number), f"Camera {number}") for number in range(_NUMBERED)), demo)
        return (*(CameraChoice(each.source, each.camera.name) for each in choices(self._dev, self._sysfs)), demo)

    def open_camera(self, source: str) -> Camera:
        return build_camera(self._with({"camera.source": source}))

    def check_server(self, address: str, tls_ca: str, token_keyring: str) -> ServerAnswer:
        rules = self._settings.inference
        token = kept_token(token_keyring, self._settings.station.id)
        return ask_server(address, Access(tls_ca, rules.tls_cert, rules.tls_key, token), ASK_LIMIT_S)

    def check_database(self, url: str, user: str) -> DatabaseAnswer:
        settings = self._with({"database.url": url, "database.user": user})
        path = settings.data_path / DATABASE_NAME
        file = sqlite_file(url, path)
        store = open_store(url, path, settings.database.timeout_s, database_login(settings))
        try:
            store.ping()  # opens the line
            began_s = time.monotonic()
            store.ping()
            taken_ms = (time.monotonic() - began_s) * 1e3
        finally:
            store.close()
        where = parsed_url(url) if file is None else None
        name = str(file) if where is None else f"{where.host or 'SQL Server'}/{where.database or ''}"
        return DatabaseAnswer(name, embedded=not url, round_trip_ms=taken_ms)

    def check_erp(self, base_url: str, dn: str) -> ErpAnswer:
        settings = self._with({"erp.base_url": base_url})
        return ask_erp(build_notes(settings), dn, demo=base_url == DEMO)

    def _with(self, changes: Mapping[str, object]) -> Settings:
        """SETTING_INVALID."""
        for key, problem in problems_of(self._settings, changes).items():
            raise OperationalError(ErrorCode.SETTING_INVALID, origin="the wizard", key=key, problem=problem)
        return with_changes(self._settings, changes)
