"""Who has a label, and the sessions that could not have it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, case, select

from app.domain.conflict import Conflict, ConflictReason, LabelHolder
from app.domain.labels import LabelCode
from app.domain.review import ReviewDeed
from services.storage.commit_session import COUNTED
from services.storage.engine_kind import EngineKind
from services.storage.json_rows import given_labels
from services.storage.office_schema import countersign_review
from services.storage.record_json import holders_from_json, holders_to_json, record_from_json, record_to_json
from services.storage.rows import text_from_utc, utc_from_text
from services.storage.schema import (
    countersign_session,
    countersign_session_label,
    detail_label_packing,
    labels,
)


def find_holders(connection: Connection, kind: EngineKind, codes: Sequence[str]) -> dict[str, LabelHolder]:
    """By their codes, those of ``codes`` that are recorded for a note; the newest entry counts. One statement."""
    found: dict[str, LabelHolder] = {}
    for row in connection.execute(_entries(kind, codes)):
        holder = _holder(row)
        found[holder.code.text] = holder
    return found


def _entries(kind: EngineKind, codes: Sequence[str]) -> Select[Any]:
    """Every entry of the labels, with what each session of ours on that note did with them: oldest first."""
    entry, act, session = detail_label_packing, countersign_session_label, countersign_session
    same_label = (act.c.label == entry.c.label) & (act.c.no_dn == entry.c.no_dn)
    asked = select(given_labels(kind, labels, codes).c.label)
    review = countersign_review.c
    voided = select(review.seq).where(review.session_id == session.c.session_id, review.deed == ReviewDeed.VOIDED.value)
    return (
        select(entry.c.label, entry.c.no_dn, act.c.act, case((voided.exists(), 1), else_=0).label("voided"), session)
        .select_from(entry.outerjoin(act, same_label).outerjoin(session, session.c.session_id == act.c.session_id))
        .where(entry.c.label.in_(asked))
        .order_by(entry.c.id, session.c.committed_at, session.c.submitted_at)
    )


def _holder(row: Any) -> LabelHolder:
    """After a removal or a void of ours it was another program that recorded the label again."""
    code, dn = LabelCode(row.label.strip()), row[1].strip()
    if row.act != COUNTED or row.voided:
        return LabelHolder(code, dn)
    return LabelHolder(code, dn, row.packing_code, row.session_id, row.station_id, text_from_utc(row.committed_at))


def conflict_row(conflict: Conflict) -> Mapping[str, Any]:
    record = conflict.record
    return {
        "conflict_id": conflict.conflict_id,
        "no_dn": record.session.note.number.text,
        "session_id": record.session.session_id,
        "station_id": record.station_id,
        "reason": conflict.reason.value,
        "found_at": utc_from_text(conflict.found_at),
        "labels": json.dumps([code.text for code in conflict.labels]),
        "holders": holders_to_json(conflict.holders),
        "record": record_to_json(record),
    }


def conflict_from_row(row: Any) -> Conflict:
    """ValueError: the row holds no conflict."""
    return Conflict(
        record_from_json(row.record),
        ConflictReason(row.reason),
        text_from_utc(row.found_at),
        disputed_labels(row.labels),
        holders_from_json(row.holders),
    )


def disputed_labels(text: str) -> tuple[LabelCode, ...]:
    """ValueError: it is no list."""
    codes = json.loads(text)
    if not isinstance(codes, list):
        raise ValueError("the labels of a conflict are no list")
    return tuple(LabelCode(str(code)) for code in codes)
