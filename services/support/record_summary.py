"""The station's record in figures: its version, its size, its outbox. No session, no label, no name."""

from dataclasses import asdict
from pathlib import Path

from services.doctor.disk import record_facts
from services.record.migrations import MIGRATIONS
from services.record.outbox import SqlOutbox
from services.record.pictures import PICTURES_NAME
from services.record.sign_ins import SqlSignIns
from services.record.station_file import RECORD_NAME, read_station_file


def record_summary(folder: Path, timeout_s: float) -> dict[str, object]:
    """OperationalError as of :func:`services.record.station_file.read_station_file`; OSError."""
    path = folder / RECORD_NAME
    facts = record_facts(path)
    told: dict[str, object] = {"check": facts.state, "problem": facts.problem, "schema": len(MIGRATIONS)}
    if not path.is_file():
        return told
    told["bytes"] = path.stat().st_size
    told["pictures"] = sum(1 for _ in (folder / PICTURES_NAME).glob("*/*.jpg"))
    file = read_station_file(path, timeout_s)
    try:
        told["outbox"] = asdict(SqlOutbox(file).status())
    finally:
        file.close()
    return told


def people_of(folder: Path, timeout_s: float) -> list[tuple[str, str]]:
    """User name and shown name of everybody whom this place knows. As :func:`record_summary`."""
    path = folder / RECORD_NAME
    if not path.is_file():
        return []
    file = read_station_file(path, timeout_s, older=True)
    try:
        accounts = SqlSignIns(file).people().accounts
    finally:
        file.close()
    return [(each.person.user_name, each.person.shown_name) for each in accounts]
