"""COMPOSITION ROOT of the station: from settings to the real camera, detector, ERP, database and screen.

Everything is built by a function and nothing at import; Qt is imported only when a window is asked for.
"""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from app.domain.packing_session import Agreement
from app.domain.part_number import PartNumber, canonical_part_number
from app.domain.shift import parse_starts
from app.places import DATABASE_NAME, DEMO, DEMO_CLIP
from app.ports.alias_table import AliasTable
from app.ports.audit_trail import AuditTrail, FactoryAudit
from app.ports.camera import Camera
from app.ports.clock import SystemClock
from app.ports.delivery_notes import DeliveryNotes
from app.ports.detector import Detector
from app.ports.packing_store import PackingStore
from app.ports.people import PeopleDirectory, SecretChecker
from app.ports.settlements import Settlements
from app.ports.shift_book import ShiftBook
from app.ports.station_record import StationRecord
from app.settings import Settings, ShiftSettings, StationSettings
from app.updating import Updates, load_of, station_updates
from app.use_cases.authority import Authority
from app.use_cases.factory import Factory
from app.use_cases.shift import ShiftRules, Shifts
from app.use_cases.sign_in import SignIn, SignInRules
from app.use_cases.station import Station, StationListener
from app.use_cases.workplace import WorkplaceRules
from services.camera.open_camera import open_camera
from services.erp.demo_deliveries import demo_labels
from services.erp.demo_notes import DemoDeliveryNotes
from services.erp.http_notes import HttpDeliveryNotes
from services.evidence.station_key import known_public_key
from services.identity.argon2_secrets import argon2_secrets
from services.inference.client.access import Access
from services.inference.client.failover import FailoverDetector
from services.inference.client.local import LocalDetector
from services.inference.client.stream import StreamDetector
from services.inference.client.token import kept_token
from services.record.record import open_record
from services.record.shift_book import RecordedShifts
from services.record.station_file import RECORD_NAME, read_station_file
from services.scanner.open_scanners import open_code_reader, open_serial
from services.stamp.rapidocr_reader import RapidOcrStampReader, available
from services.storage.deferred import deferred
from services.storage.login import Login
from services.storage.open_audit import open_audit, open_settlements
from services.storage.open_people import open_people
from services.storage.open_store import open_aliases, open_store
from services.updates.open_updates import follows, model_in_use, station_store
from services.updates.starting import engine_at_start
from services.vision.conditions import PictureConditions
from services.vision.engine import Engine
from services.vision.model_file import model_path
from services.vision.open_engine import open_engine


def build_station(settings: Settings, listener: StationListener) -> Station:
    """Takes the station's record for this process. Raises OperationalError: RECORD_IN_USE, RECORD_NEWER,
    RECORD_DAMAGED, DATABASE_UNWRITABLE, DATABASE_LOCKED, SETTING_INVALID; nothing is left open then."""
    parts = build_parts(settings)
    try:
        return station_of(settings, listener, parts)
    except BaseException:
        parts.record.close()
        raise


@dataclass(frozen=True, slots=True)
class Parts:
    """What a station is built around; a bench puts its own in place of some."""

    camera: Camera
    detector: Detector
    factory: Factory
    record: StationRecord
    updates: Updates | None = None


def build_parts(settings: Settings) -> Parts:
    """Raises as :func:`build_station`; nothing is left open then."""
    record = build_record(settings)
    try:
        local = None if settings.station.detector == "server" else _local(settings)
        detector, updates = build_detector(settings, local), station_updates(settings, local)
        return Parts(build_camera(settings), detector, build_factory(settings), record, updates)
    except BaseException:
        record.close()
        raise


def station_of(settings: Settings, listener: StationListener, parts: Parts) -> Station:
    serial = open_serial(settings.scanner)
    return Station(
        parts.camera,
        parts.detector,
        parts.factory,
        parts.record,
        settings.decision.rules(),
        SystemClock(),
        settings.station.id,
        listener,
        agreement=Agreement(settings.decision.agreement),
        master=settings.decision.master(),
        stamp_reader=RapidOcrStampReader() if settings.decision.read_stamp and available() else None,
        scanners=() if serial is None else (serial,),
        code_reader=open_code_reader(settings.scanner),
        meter=PictureConditions(),
        workplace=_workplace(settings, parts.record),
        keep_confirmed_days=settings.record.keep_confirmed_days,
        sync_s=settings.identity.sync_s,
        public_key=partial(known_public_key, settings.data_path),
        updates=parts.updates,
    )


def _workplace(settings: Settings, record: StationRecord) -> WorkplaceRules:
    sign_in = build_sign_in(settings, record)
    rules = settings.database
    book = RecordedShifts(deferred(lambda: read_station_file(settings.data_path / RECORD_NAME, rules.timeout_s)))
    return replace(
        workplace_rules(settings.station),
        identity=sign_in if asks_secret(settings) else None,
        idle_lock_s=settings.identity.idle_lock_s,
        shifts=build_shifts(settings.shift, record.audit, book, sign_in.authority),
    )


def workplace_rules(rules: StationSettings) -> WorkplaceRules:
    return WorkplaceRules(rules.sign_in, rules.badge_prefix, rules.undo_s, rules.hold_refusals)


def asks_secret(settings: Settings) -> bool:
    """Whether a badge at the station has to be followed by its secret."""
    return settings.station.sign_in and settings.identity.asks_secret


def build_sign_in(settings: Settings, record: StationRecord) -> SignIn:
    """With what ``record`` remembers of people; the pepper is read at the first use."""
    rules = SignInRules(settings.identity.offline_days)
    return SignIn(record.sign_ins, secret_checker(settings), record.audit, SystemClock(), settings.station.id, rules)


def build_shifts(rules: ShiftSettings, audit: AuditTrail, book: ShiftBook, authority: Authority) -> Shifts:
    chosen = ShiftRules(parse_starts(rules.starts), rules.check, _part(rules.good_part), _part(rules.bad_part))
    return Shifts(audit, book, authority, SystemClock(), chosen)


def _part(text: str) -> PartNumber | None:
    return canonical_part_number(text) if text.strip() else None


def build_record(settings: Settings) -> StationRecord:
    return open_record(settings.data_path, settings.record, SystemClock(), settings.database.timeout_s)


def build_factory(settings: Settings) -> Factory:
    """Nothing of it is opened before its first use."""
    return Factory(
        notes=build_notes(settings),
        lookups=deferred(lambda: build_store(_hasty(settings))),
        aliases=deferred(lambda: build_aliases(_hasty(settings))),
        outbound=deferred(lambda: build_store(settings)),
        people=build_people(settings),
        audit=build_audit(settings),
        settlements=build_settlements(settings),
    )


def _hasty(settings: Settings) -> Settings:
    """With the database's time limits of somebody who stands at the bench and waits."""
    limit = settings.database.lookup_timeout_s
    hasty = {"timeout_s": limit, "query_timeout_s": limit}
    return settings.model_copy(update={"database": settings.database.model_copy(update=hasty)})


def build_camera(settings: Settings) -> Camera:
    return open_camera(settings.camera, DEMO_CLIP)


def build_detector(settings: Settings, local: LocalDetector | None = None) -> Detector:
    """``local``: the station's own, where somebody else knows it too."""
    if settings.station.detector == "server":
        return _stream(settings)
    own = local or _local(settings)
    if settings.station.detector == "local":
        return own
    rules = settings.inference
    return FailoverDetector(_stream(settings), own, silence_s=rules.silence_s, healthy_s=rules.healthy_s)


def _local(settings: Settings) -> LocalDetector:
    if not follows(settings):
        return LocalDetector(lambda: build_engine(settings))
    store, shipped = station_store(settings), model_path(settings.model.path)
    return LocalDetector(lambda: engine_at_start(store, shipped, load_of(settings), SystemClock()))


def _stream(settings: Settings) -> Detector:
    rules = settings.inference
    return StreamDetector(
        rules.address,
        settings.station.id,
        jpeg_quality=rules.jpeg_quality,
        silence_s=rules.silence_s,
        connect_retry_s=rules.connect_retry_s,
        send_width_px=rules.send_width_px,
        access=server_access(settings),
    )


def server_access(settings: Settings) -> Access:
    """What this station shows to its server."""
    rules = settings.inference
    token = kept_token(rules.token_keyring, settings.station.id)
    return Access(rules.tls_ca, rules.tls_cert, rules.tls_key, token)


def build_engine(settings: Settings) -> Engine:
    """The engine of the model that the settings name. Raises OperationalError(MODEL_…)."""
    return engine_for(model_in_use(settings), settings)


def engine_for(model: Path, settings: Settings) -> Engine:
    return open_engine(model, settings.model)


def build_notes(settings: Settings) -> DeliveryNotes:
    if settings.erp.base_url == DEMO:
        return DemoDeliveryNotes(settings.erp.timeout_s)
    return HttpDeliveryNotes(settings.erp.base_url, settings.erp.timeout_s)


def database_login(settings: Settings) -> Login:
    """How the settings log into SQL Server."""
    rules = settings.database
    return Login(rules.user, rules.keyring, rules.query_timeout_s)


def build_aliases(settings: Settings) -> AliasTable:
    """Raises OperationalError(DATABASE_…)."""
    rules = settings.database
    return open_aliases(rules.url, settings.data_path / DATABASE_NAME, rules.timeout_s, database_login(settings))


def build_people(settings: Settings) -> PeopleDirectory:
    """Nothing of it is opened before its first use."""
    rules, file = settings.database, settings.data_path / DATABASE_NAME
    return deferred(lambda: open_people(rules.url, file, rules.timeout_s, database_login(settings)))


def build_audit(settings: Settings) -> FactoryAudit:
    """Nothing of it is opened before its first use."""
    rules, file = settings.database, settings.data_path / DATABASE_NAME
    return deferred(lambda: open_audit(rules.url, file, rules.timeout_s, database_login(settings)))


def build_settlements(settings: Settings) -> Settlements:
    """Nothing of it is opened before its first use."""
    rules, file = settings.database, settings.data_path / DATABASE_NAME
    return deferred(lambda: open_settlements(rules.url, file, rules.timeout_s, database_login(settings)))


def secret_checker(settings: Settings) -> SecretChecker:
    """With the site's pepper, read at the first use."""
    return argon2_secrets(settings.identity.keyring)


def build_store(settings: Settings) -> PackingStore:
    """Opens the database; the demo's ERP brings its label master along. Raises OperationalError(DATABASE_…)."""
    rules = settings.database
    store = open_store(rules.url, settings.data_path / DATABASE_NAME, rules.timeout_s, database_login(settings))
    if settings.erp.base_url == DEMO and not rules.url:
        store.add_labels(demo_labels())
    return store
