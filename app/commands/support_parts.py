"""What goes into a support bundle, and from where; each part is gathered when it is packed."""

import json
import platform
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path

from app.commands.doctor_report import Examined, as_json
from app.domain.errors import OperationalError
from app.places import LOGS_NAME
from app.settings import Settings
from app.support_redaction import SupportRedaction
from app.version import Build, this_build
from services.record.pictures import PICTURES_NAME
from services.support.bundle_file import Member, write_bundle
from services.support.logs import error_member, log_members
from services.support.pictures import picture_members
from services.support.record_summary import people_of, record_summary

SCHEMA = 1
_LIBRARIES = ("PySide6", "onnxruntime", "cv2", "numpy", "grpc", "sqlalchemy", "pydantic", "httpx", "pyodbc")
_PEOPLE = "left out: everybody is written as person-N"


@dataclass(frozen=True, slots=True)
class SupportOrder:
    """``examine`` runs the doctor, or gives what it found last; ``origins`` as
    :func:`app.settings_layers.settings_with_origins` tells them."""

    settings: Settings
    origins: Mapping[str, str]
    examine: Callable[[], Examined]
    pictures: bool
    at: datetime


def bundle_name(station: str, at: datetime) -> str:
    """Of a bundle that nobody has named."""
    return f"countersign-support-{station}-{at:%Y%m%dT%H%M%SZ}.zip"


def make_bundle(path: Path, order: SupportOrder, stopping: Callable[[], bool] = lambda: False) -> Mapping[str, object]:
    """Its manifest. FILE_UNWRITABLE; :class:`services.support.bundle_file.StoppedError`; nothing is there then."""
    build = this_build()
    head = {
        "schema": SCHEMA,
        "station": order.settings.station.id,
        "version": build.version,
        "build": build.id,
        "made_at": order.at.isoformat(timespec="seconds"),
        "pictures": order.pictures,
        "people": _PEOPLE,
        "secrets": "left out",
    }
    return write_bundle(path, _members(order, build), head, stopping)


def _members(order: SupportOrder, build: Build) -> Iterator[Member]:
    settings, data = order.settings, order.settings.data_path
    redact = _redaction(settings).text
    yield Member("versions.json", "the program, its libraries, the system", lambda: _json(_versions(build), redact))
    yield Member("settings.json", "each setting and where it comes from", lambda: _json(_settings(order), redact))
    yield Member("doctor.json", "what the doctor found", lambda: _json(as_json(order.examine()), redact))
    wait_s = settings.database.timeout_s
    yield Member(
        "record.json", "the record and the outbox in figures", lambda: _json(record_summary(data, wait_s), redact)
    )
    logs = data / LOGS_NAME
    yield error_member(logs, redact)
    yield from log_members(logs, redact)
    if order.pictures:
        yield from picture_members(data / PICTURES_NAME)


def _redaction(settings: Settings) -> SupportRedaction:
    try:
        people: Sequence[tuple[str, str]] = people_of(settings.data_path, settings.database.timeout_s)
    except (OperationalError, OSError):
        people = []  # badges are known by their prefix all the same
    return SupportRedaction(people, settings.station.badge_prefix, str(Path.home()))


def _settings(order: SupportOrder) -> dict[str, object]:
    told: dict[str, object] = {
        "data_dir": {"value": str(order.settings.data_path), "origin": _origin(order, "data_dir")}
    }
    for section, values in order.settings.model_dump(mode="json").items():
        if isinstance(values, dict):
            keys = {f"{section}.{key}": value for key, value in values.items()}
            told |= {key: {"value": value, "origin": _origin(order, key)} for key, value in keys.items()}
    return told


def _origin(order: SupportOrder, key: str) -> str:
    return order.origins.get(key, "default")


def _versions(build: Build) -> dict[str, object]:
    return {
        "countersign": build.version,
        "build": build.id,
        "built_at": build.built_at,
        "python": sys.version,
        "system": [platform.system(), platform.release(), platform.version()],
        "machine": platform.machine(),
        "sqlite": sqlite3.sqlite_version,
        "libraries": {name: _version_of(name) for name in _LIBRARIES},
    }


def _version_of(name: str) -> str:
    try:
        module = import_module(name)
    except ImportError as error:
        return f"cannot be imported ({type(error).__name__})"
    return str(getattr(module, "__version__", None) or getattr(module, "version", "?"))


def _json(told: Mapping[str, object], redact: Callable[[str], str]) -> bytes:
    """Each text is looked through by itself, so that what is hidden takes no quotation mark with it."""
    return (json.dumps(_redacted(told, redact), indent=2, ensure_ascii=False) + "\n").encode()


def _redacted(value: object, redact: Callable[[str], str]) -> object:
    if isinstance(value, Mapping):
        return {str(key): _redacted(each, redact) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_redacted(each, redact) for each in value]
    return redact(value) if isinstance(value, str) else value
