"""What a commit writes into our own tables beside the factory's: who packed what, when, and on what grounds."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, update

from app.domain.decision import Decision, as_plain
from app.domain.labels import ScannedLabel
from app.domain.packing_session import AuditEntry, PackingRecord
from services.storage.engine_kind import EngineKind
from services.storage.json_rows import insert_given
from services.storage.rows import utc_from_text
from services.storage.schema import (
    countersign_audit,
    countersign_decision,
    countersign_session,
    countersign_session_label,
    countersign_station,
)

COUNTED = "counted"
REMOVED = "removed"
"""What a session did with a label."""


def write_session(
    connection: Connection, kind: EngineKind, record: PackingRecord, code: str, open_parts: int, now: datetime
) -> None:
    """``code``: the packing code that stands; ``open_parts``: of the note, after this commit."""
    row = {**_session_row(record), "packing_code": code, "open_parts": open_parts, "committed_at": now}
    insert_given(connection, kind, countersign_session, [row])
    insert_given(connection, kind, countersign_session_label, _label_rows(record))
    covers = (*record.session.decisions, *record.session.undecided)
    decisions = [_decision_row(record, seq, each) for seq, each in enumerate(covers, start=1)]
    insert_given(connection, kind, countersign_decision, decisions)
    insert_given(connection, kind, countersign_audit, [_audit_row(record, each) for each in record.audit])
    _write_station(connection, kind, record.station_id, now)


def _session_row(record: PackingRecord) -> dict[str, Any]:
    session = record.session
    new = [label for label in session.labels if not label.recorded]
    return {
        "session_id": session.session_id,
        "idem_key": record.idempotency_key,
        "no_dn": session.note.number.text,
        "station_id": record.station_id,
        "operator": record.operator,
        "agreement": session.agreement.value,
        "note_as_of": utc_from_text(session.note_as_of) if session.note_as_of else None,
        "submitted_at": utc_from_text(record.submitted_at),
        "labels": len(new),
        "pieces": sum(label.quantity for label in new),
        "removed": len(session.removed),
        "discrepancy_reason": record.discrepancy_reason,
        "opened_at": utc_from_text(record.audit[0].at) if record.audit else None,
    }


def _label_rows(record: PackingRecord) -> list[dict[str, Any]]:
    """The labels counted anew, then the removed ones; what an earlier session counted is in that session's rows."""
    session = record.session
    new = [_label_row(record, COUNTED, label) for label in session.labels if not label.recorded]
    return new + [_label_row(record, REMOVED, label) for label in session.removed]


def _label_row(record: PackingRecord, act: str, label: ScannedLabel) -> dict[str, Any]:
    return {
        "session_id": record.session.session_id,
        "label": label.code.text,
        "act": act,
        "part_number": label.part_number.text,
        "quantity": label.quantity,
        "scanned_at": utc_from_text(label.scanned_at),
        "no_dn": record.session.note.number.text,
        "submitted_at": utc_from_text(record.submitted_at),
    }


def _decision_row(record: PackingRecord, seq: int, decision: Decision) -> dict[str, Any]:
    plain, picture = as_plain(decision), decision.evidence.picture
    return {
        "session_id": record.session.session_id,
        "seq": seq,
        "verdict": plain["verdict"],
        "reason": plain["reason"],
        "part_number": plain["part_number"],
        "model_label": plain["label"],
        "model": plain["model"],
        "confidence": plain["confidence"],
        "alias_by": plain["alias_by"],
        "stamp_says": plain["stamp_says"],
        "picture_id": picture.picture_id if picture else "",
        "picture_sha256": picture.sha256 if picture else "",
        "detail": json.dumps(plain),
    }


def _audit_row(record: PackingRecord, entry: AuditEntry) -> dict[str, Any]:
    return {
        "session_id": record.session.session_id,
        "seq": entry.seq,
        "station_id": record.station_id,
        "at": utc_from_text(entry.at),
        "deed": entry.deed,
        "detail": entry.detail,
        "acted_by": entry.by,
    }


def _write_station(connection: Connection, kind: EngineKind, station_id: str, now: datetime) -> None:
    station = countersign_station
    seen = update(station).where(station.c.station_id == station_id).values(last_commit_at=now)
    if connection.execute(seen).rowcount == 0:
        row = {"station_id": station_id, "first_commit_at": now, "last_commit_at": now}
        insert_given(connection, kind, station, [row])
