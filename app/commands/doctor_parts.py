"""One check each, from the settings to findings: what is measured by services, and by Qt, and judged by the domain.

Each runs in a process of its own (:mod:`services.doctor.children`) and imports only what it needs: eleven processes
that each loaded the whole program would take longer than their checks.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from app import places
from app.domain import health_rules as rules
from app.domain.errors import OperationalError
from app.domain.health import Check, Finding
from app.domain.health_facts import ServerFacts
from app.ports.clock import SystemClock
from app.settings import Settings
from app.settings_layers import machine_folder, policy_files
from app.version import VERSION, this_build

LEAST_WAIT_S = 0.5
_START_S = 1.5
"""Of the limit, for a child's start and end."""
_LOOPBACK = ("127.", "localhost", "[::1]")


def findings_of(check: Check, settings: Settings, limit_s: float) -> Sequence[Finding]:
    """Blocks; may hang where a driver does. ``limit_s``: when whoever waits gives up."""
    return _CHECKS[check](settings, max(LEAST_WAIT_S, limit_s - _START_S))


def _camera(settings: Settings, limit_s: float) -> Sequence[Finding]:
    from services.camera.open_camera import open_camera
    from services.doctor.camera import LOOK_S, opened_camera

    asked = settings.camera.model_copy(update={"open_timeout_s": max(1.0, limit_s - LOOK_S)})
    camera = open_camera(asked, places.DEMO_CLIP)
    facts = opened_camera(camera, asked, limit_s, replayed=is_replayed(settings))
    if not facts.width_px and not facts.replayed and _station_runs(settings):
        facts = replace(facts, held=True)
    return rules.camera_findings(facts)


def is_replayed(settings: Settings) -> bool:
    """Whether what stands in for the camera has a size and a pace of its own."""
    source = settings.camera.source.strip()
    return source == places.DEMO or source.startswith("synthetic") or Path(source).is_file() or Path(source).is_dir()


def _scanner(settings: Settings, _limit_s: float) -> Sequence[Finding]:
    from services.doctor.scanner import scanner_facts

    facts = scanner_facts(settings.scanner)
    held = bool(facts.problem) and _station_runs(settings)
    return rules.scanner_findings(replace(facts, held=held))


def _station_runs(settings: Settings) -> bool:
    """Whether another process has the record of this data folder."""
    from services.doctor.running import station_runs

    return station_runs(settings.data_path)


def _server(settings: Settings, limit_s: float) -> Sequence[Finding]:
    from services.inference.client.access import Access
    from services.inference.client.probe import ask_server
    from services.inference.client.token import kept_token

    if settings.station.detector == "local":
        return rules.server_not_used()
    chosen = settings.inference
    token = kept_token(chosen.token_keyring, settings.station.id)
    try:
        answer = ask_server(chosen.address, Access(chosen.tls_ca, chosen.tls_cert, chosen.tls_key, token), limit_s / 2)
    except OperationalError as error:
        return rules.server_refusal(error)
    facts = ServerFacts(
        chosen.address,
        answer.model,
        serving=answer.serving,
        tls=answer.tls,
        round_trip_ms=answer.round_trip_ms,
        local=chosen.address.startswith(_LOOPBACK),
        version=answer.version,
        own_version=VERSION,
        programs=answer.programs,
    )
    return rules.server_findings(facts)


def _model(settings: Settings, _limit_s: float) -> Sequence[Finding]:
    from services.doctor.model import model_facts
    from services.updates.open_updates import model_in_use
    from services.vision.engine import Engine
    from services.vision.model import load_model
    from services.vision.model_file import model_path

    if settings.station.detector == "server":
        return rules.model_not_used()
    chosen, path = settings.model, model_in_use(settings)
    try:
        model = load_model(path, threads=chosen.threads)
        engine = Engine(model, floor_confidence=chosen.floor_confidence, nms_iou=chosen.nms_iou)
        facts = model_facts(path, model, engine, demo=path == model_path(places.DEMO))
    except OperationalError as error:
        return rules.model_refusal(error)
    votes = settings.decision
    return rules.model_findings(facts, frames=votes.min_frames, within_ms=votes.max_age_ms)


def _erp(settings: Settings, limit_s: float) -> Sequence[Finding]:
    from services.erp.http_notes import HttpDeliveryNotes
    from services.erp.probe import ask_erp

    address = settings.erp.base_url
    if address == places.DEMO:
        return rules.erp_findings(demo=True, address=address, round_trip_ms=0.0)
    try:
        answer = ask_erp(HttpDeliveryNotes(address, min(limit_s, settings.erp.timeout_s)))
    except OperationalError as error:
        return rules.erp_refusal(error, address)
    return rules.erp_findings(demo=False, address=address, round_trip_ms=answer.round_trip_ms)


def _database(settings: Settings, limit_s: float) -> Sequence[Finding]:
    from services.doctor.database import database_findings

    return database_findings(settings.database, settings.data_path / places.DATABASE_NAME, limit_s, SystemClock())


def _disk(settings: Settings, _limit_s: float) -> Sequence[Finding]:
    from services.doctor.disk import disk_facts, record_facts
    from services.record.station_file import RECORD_NAME

    limits, folder = settings.record, settings.data_path
    room = rules.disk_findings(disk_facts(folder), low_mb=limits.low_free_mb, stop_mb=limits.stop_free_mb)
    return [*room, *rules.record_findings(record_facts(folder / RECORD_NAME))]


def _fonts(_settings: Settings, _limit_s: float) -> Sequence[Finding]:
    from ui.doctor.screens import font_facts

    return rules.font_findings(font_facts())


def _screen(_settings: Settings, _limit_s: float) -> Sequence[Finding]:
    from ui.doctor.screens import screen_facts

    return rules.screen_findings(screen_facts())


def _clock(_settings: Settings, _limit_s: float) -> Sequence[Finding]:
    from services.doctor.clock import clock_facts

    return rules.clock_findings(clock_facts(SystemClock(), this_build().built_at))


def _rights(settings: Settings, _limit_s: float) -> Sequence[Finding]:
    from services.doctor.rights import rights_facts

    secrets = (settings.database.user, settings.inference.token_keyring)
    keyring_needed = any(secrets) or (settings.station.sign_in and settings.identity.asks_secret)
    facts = rights_facts(settings.data_path, policy_files(machine_folder()), keyring_needed=keyring_needed)
    return rules.rights_findings(facts)


_CHECKS: Mapping[Check, Callable[[Settings, float], Sequence[Finding]]] = {
    Check.CAMERA: _camera,
    Check.SCANNER: _scanner,
    Check.SERVER: _server,
    Check.MODEL: _model,
    Check.ERP: _erp,
    Check.DATABASE: _database,
    Check.DISK: _disk,
    Check.FONTS: _fonts,
    Check.SCREEN: _screen,
    Check.CLOCK: _clock,
    Check.RIGHTS: _rights,
}
