"""Conflicts as they stand now, and settling them. All of it runs inside a transaction that somebody else opened and
will end; the number of statements does not grow with the session. A row that is no conflict is DATABASE_MISMATCH."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from app.domain.audit import Act
from app.domain.conflict import Conflict, LabelHolder
from app.domain.errors import ErrorCode, OperationalError
from app.domain.labels import ScannedLabel
from app.domain.packing_session import PackingRecord
from app.domain.settlement import (
    CaseLabel,
    ConflictCase,
    LabelNow,
    NoteKnown,
    Settled,
    Settlement,
    newly_counted,
    parse_settlement,
    settlement_text,
)
from app.ports.session_acts import ConflictSummary
from services.storage.commit import LabelsNotFreeError, LabelsNotRecordedError, write_commit
from services.storage.commit_note import labels_on_record
from services.storage.conflicts import conflict_from_row, disputed_labels, find_holders
from services.storage.engine_kind import EngineKind
from services.storage.json_rows import given_labels
from services.storage.rows import text_from_utc
from services.storage.schema import countersign_commit, countersign_conflict, labels

_TABLE = countersign_conflict
_LISTED = [column for column in _TABLE.columns if column.name not in {"record", "holders"}]


def list_conflicts(connection: Connection, *, settled: bool, limit: int) -> list[ConflictSummary]:
    """Without their records, which may be long."""
    if settled:
        some = select(*_LISTED).where(_TABLE.c.settled_at.is_not(None)).order_by(_TABLE.c.settled_at.desc())
    else:
        some = select(*_LISTED).where(_TABLE.c.settled_at.is_(None)).order_by(_TABLE.c.found_at)
    with _readable():
        return [_summary(row) for row in connection.execute(some.limit(limit))]


def read_case(connection: Connection, kind: EngineKind, conflict_id: str, known: NoteKnown) -> ConflictCase | None:
    """At most five statements."""
    row = connection.execute(select(_TABLE).where(_TABLE.c.conflict_id == conflict_id)).first()
    if row is None:
        return None
    with _readable():
        conflict = conflict_from_row(row)
    record = conflict.record
    ledger = countersign_commit.c
    booked_as = connection.execute(select(ledger.packing_code).where(ledger.idem_key == conflict_id)).scalar()
    recorded = labels_on_record(connection, record.session.note.number, record.submitted_at)
    return ConflictCase(
        conflict,
        _labels_now(connection, kind, conflict, recorded),
        tuple(recorded.values()),
        known,
        str(booked_as or "").strip(),
        _settled(row),
    )


def settle(
    connection: Connection,
    kind: EngineKind,
    case: ConflictCase,
    settlement: Settlement,
    record: PackingRecord | None,
    act: Act,
    now: datetime,
) -> str:
    """Book ``record``, if there is one, and write down how the conflict was settled, while nobody else has. The packing
    code that stands, "" for none. Raises OperationalError(ACT_TOO_LATE); the transaction must be rolled back."""
    code = _booked(connection, kind, record, now) if record else case.booked_as
    by = ", ".join(filter(None, (act.by, act.second)))
    done = {"settled_at": now, "settled_by": by, "settlement": settlement_text(settlement, act.reason)}
    still_open = (_TABLE.c.conflict_id == case.conflict.conflict_id) & _TABLE.c.settled_at.is_(None)
    if connection.execute(update(_TABLE).where(still_open).values(done)).rowcount != 1:
        raise OperationalError(ErrorCode.ACT_TOO_LATE, problem="the conflict is settled")
    return code


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except ValueError as error:
        raise OperationalError(ErrorCode.DATABASE_MISMATCH, problem=f"a conflict cannot be read: {error}") from error


def _booked(connection: Connection, kind: EngineKind, record: PackingRecord, now: datetime) -> str:
    try:
        return write_commit(connection, kind, record, now).packing_code
    except (LabelsNotFreeError, LabelsNotRecordedError) as error:
        raise OperationalError(ErrorCode.ACT_TOO_LATE, problem="another program has used labels") from error


def _labels_now(
    connection: Connection, kind: EngineKind, conflict: Conflict, recorded: Mapping[str, ScannedLabel]
) -> tuple[CaseLabel, ...]:
    disputed = set(conflict.labels)
    new, removed = newly_counted(conflict.record), conflict.record.session.removed
    marks = _marks(connection, kind, new)
    taken = [text for text, mark in marks.items() if mark is not None]
    holders = find_holders(connection, kind, taken) if taken else {}
    counted = [_new_label(each, marks, holders, disputed=each.code in disputed) for each in new]
    taken_out = [_removed_label(each, recorded, disputed=each.code in disputed) for each in removed]
    return (*counted, *taken_out)


def _marks(connection: Connection, kind: EngineKind, new: Sequence[ScannedLabel]) -> dict[str, str | None]:
    """What stands in ``packing`` for those that the label master has."""
    if not new:
        return {}
    asked = select(given_labels(kind, labels, [label.code.text for label in new]).c.label)
    rows = connection.execute(select(labels.c.label, labels.c.packing).where(labels.c.label.in_(asked)))
    return {str(row.label).strip(): row.packing for row in rows}


def _new_label(
    label: ScannedLabel, marks: Mapping[str, str | None], holders: Mapping[str, LabelHolder], *, disputed: bool
) -> CaseLabel:
    text = label.code.text
    if text not in marks:
        return CaseLabel(label, disputed, LabelNow.MISSING)
    now = LabelNow.FREE if marks[text] is None else LabelNow.TAKEN
    return CaseLabel(label, disputed, now, holders.get(text))


def _removed_label(label: ScannedLabel, recorded: Mapping[str, ScannedLabel], *, disputed: bool) -> CaseLabel:
    now = LabelNow.RECORDED if label.code.text in recorded else LabelNow.NOT_RECORDED
    return CaseLabel(label, disputed, now)


def _summary(row: Any) -> ConflictSummary:
    return ConflictSummary(
        row.conflict_id,
        row.no_dn,
        row.session_id,
        row.station_id,
        row.reason,
        text_from_utc(row.found_at),
        len(disputed_labels(row.labels)),
        _settled(row),
    )


def _settled(row: Any) -> Settled | None:
    if row.settled_at is None:
        return None
    settlement, reason = parse_settlement(row.settlement or "")
    return Settled(settlement, row.settled_by or "", text_from_utc(row.settled_at), reason)
