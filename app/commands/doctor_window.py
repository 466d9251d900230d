"""The doctor's page and the support bundle, for a station's window and the supervisor's."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.commands.doctor import LIMIT_S, examined_now
from app.commands.doctor_children import examination
from app.commands.doctor_parts import is_replayed
from app.commands.doctor_report import Examined
from app.commands.support_parts import SupportOrder, bundle_name, make_bundle
from app.domain.health import Check, Finding
from app.domain.health_facts import ScannerFacts
from app.domain.health_rules import camera_findings, scanner_findings
from app.ports.checks import Heard
from app.ports.clock import SystemClock
from app.ports.scanner import ScannerState
from app.settings import Settings
from app.use_cases.examine import Here
from app.use_cases.station import Station
from app.version import this_build
from services.doctor.camera import running_camera
from services.support.bundle_file import StoppedError
from ui.doctor.support import MakeBundle, SupportPanel
from ui.doctor.view import DoctorPage
from ui.theme.tokens import Palette, Sizes


@dataclass(frozen=True, slots=True)
class CheckUp:
    """``here``: what the running program tells by itself; ``origins``: where its settings come from."""

    here: Here = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)


def doctor_page(settings: Settings, here: Here, colours: Palette, sizes: Sizes) -> DoctorPage:
    """``here``: what the running program tells by itself."""

    def run(heard: Heard, stopping: Callable[[], bool]) -> object:
        return examination(settings, here)(tuple(Check), LIMIT_S, heard, stopping)

    return DoctorPage(run, colours, sizes)


def support_panel(
    settings: Settings, origins: Mapping[str, str], found: Sequence[Finding], colours: Palette, sizes: Sizes
) -> SupportPanel:
    """``origins``: where the settings come from. ``found``: what the page shows, so that nothing is looked at twice;
    none: everything is looked at now."""
    name = bundle_name(settings.station.id, SystemClock().utc())
    return SupportPanel(bundle_maker(settings, origins, found), name, colours, sizes)


def bundle_maker(settings: Settings, origins: Mapping[str, str], found: Sequence[Finding]) -> MakeBundle:
    def make(path: Path, pictures: bool, stopping: Callable[[], bool]) -> int:
        at = SystemClock().utc()
        shown = Examined(found, settings.station.id, this_build(), at, 0.0)
        order = SupportOrder(
            settings, origins, lambda: shown if found else examined_now(settings, LIMIT_S), pictures=pictures, at=at
        )
        try:
            members = make_bundle(path, order, stopping)["members"]
        except StoppedError:
            return 0
        return len(members) if isinstance(members, list) else 0

    return make


def told_by(station: Station, settings: Settings) -> Here:
    """What only the running station can tell: it has the camera and the serial port to itself."""

    def camera() -> Sequence[Finding]:
        asked = settings.camera
        status, newest = (lambda: station.status().camera), station.newest_frame
        return camera_findings(running_camera(status, newest, asked, replayed=is_replayed(settings)))

    def scanner() -> Sequence[Finding]:
        port = settings.scanner.serial_port
        serial = station.status().scanners[0] if port else None  # it comes before the camera's reader
        absent = serial is not None and serial.state is ScannerState.ABSENT
        problem = serial.detail.removeprefix(f"{port}: ") if serial is not None and absent else ""
        return scanner_findings(ScannerFacts(port, settings.scanner.serial_baud, problem))

    return {Check.CAMERA: camera, Check.SCANNER: scanner}
