"""The life of a station's record, short and eventful: sessions, labels, undo, submission, every fate of a message."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.domain.audit import findings
from app.domain.conflict import Conflict, ConflictReason, LabelHolder
from app.domain.decision import Accepted, Evidence, Picture, Refused, RefusedReason
from app.domain.delivery_note import DeliveryLine, DeliveryNote, DnNumber
from app.domain.detection import Box, ModelIdentity
from app.domain.journal import CoverAccepted, CoverRefused, Entry, LabelCounted, LabelTakenBack, Left, Opened
from app.domain.labels import LabelCode, LabelRecord, ScannedLabel
from app.domain.packing_session import PackingRecord, PackingSession
from app.domain.part_number import PartNumber
from app.ports.audit_trail import every_line
from app.ports.packing_store import CommitReceipt, PackedNote
from app.settings import RecordSettings
from services.record.faults.life import Life
from services.record.record import SqlStationRecord, open_record
from services.record.station_file import RECORD_NAME

Act = Callable[[SqlStationRecord], object]

PARTS = tuple(PartNumber(f"Z-CV01-D26LXXX-C0{n}N-NL-DG00") for n in range(1, 5))
_MORNING = datetime(2026, 9, 14, 7, 30, tzinfo=UTC)
_SAFE_TIMEOUT_S = 1.0


class StillClock:
    def monotonic_s(self) -> float:
        return 0.0

    def utc(self) -> datetime:
        return _MORNING


def record_life(seed: int, sessions: int = 4) -> Life[SqlStationRecord]:
    """The same ``seed`` gives the same life."""
    rng = random.Random(seed)  # noqa: S311 - no secret
    notes = [note(f"KSS{seed:04d}{number:02d}A", rng.randint(1, 4)) for number in range(sessions)]
    acts: list[Act | None] = [*_cached(notes, rng)]
    for number, paper in enumerate(notes):
        acts += _worked_on(f"s-{number}", paper, rng, leaves=number == 2)
        acts += _fate(number, _record_of(f"s-{number}", paper))
        acts += [None] if number % 2 else []
    acts += [_later_on]
    return Life(f"station record, seed {seed}", RECORD_NAME, _open, acts, lambda record: _view(record, notes))


def note(number: str, parts: int) -> DeliveryNote:
    return DeliveryNote(DnNumber(number), tuple(DeliveryLine(part, 300, "SUB250432") for part in PARTS[:parts]))


def label(code: str, part: PartNumber) -> ScannedLabel:
    return ScannedLabel(LabelCode(code), part, 30, at(1))


def at(minutes: int) -> str:
    return (_MORNING + timedelta(minutes=minutes)).isoformat()


def _open(folder: Path) -> SqlStationRecord:
    return open_record(folder, RecordSettings(), StillClock(), _SAFE_TIMEOUT_S)


def _view(record: SqlStationRecord, notes: Sequence[DeliveryNote]) -> object:
    return (
        record.journal.open_session(),
        tuple(record.outbox.messages(0, 1000)),
        record.outbox.status(),
        tuple(message.seq for message in record.outbox.due()),
        tuple(record.journal.unconfirmed(each.number) for each in notes),
        tuple(record.cache.note(each.number) for each in notes),
        tuple(record.cache.packed_note(each.number) for each in notes),
        tuple(record.cache.label(LabelCode(f"C{number}")) for number in (0, 57, 99)),
        _audit_of(record),
    )


def _audit_of(record: SqlStationRecord) -> object:
    """What the audit's chain and all that it tells of add up to. ValueError: it is not whole."""
    wrong = [*findings(every_line(record.audit)), *record.audit_findings()]
    if wrong:
        raise ValueError(f"the audit: {wrong[0]}")
    return record.audit.head()


def _cached(notes: Sequence[DeliveryNote], rng: random.Random) -> list[Act]:
    many = [LabelRecord(LabelCode(f"C{n}"), rng.choice(PARTS), 30, True, False, "supplier") for n in range(100)]
    return [
        lambda record: record.cache.keep_note(notes[0], at(0)),
        lambda record: record.cache.keep_labels(many),
        lambda record: record.cache.keep_packed_note(notes[-1].number, PackedNote("PKG-1", at(0), ())),
    ]


def _worked_on(session_id: str, paper: DeliveryNote, rng: random.Random, *, leaves: bool) -> list[Act]:
    """From its opening to its last entry but the submission."""
    labels = [label(f"{session_id}-{n}", rng.choice(paper.lines).part_number) for n in range(rng.randint(2, 5))]
    covers = [CoverAccepted(_accepted(line.part_number, rng)) for line in paper.lines]
    entries: list[Entry] = [
        Opened(PackingSession(session_id, paper)),
        CoverRefused(Refused(RefusedReason.NOT_ON_NOTE, PARTS[3], _evidence(rng))),
        *covers,
        *(LabelCounted(each) for each in labels),
        LabelTakenBack(labels[-1].code),
        *([Left()] if leaves else []),
    ]
    return [_appended(session_id, minute, entry) for minute, entry in enumerate(entries)]


def _appended(session_id: str, minute: int, entry: Entry) -> Act:
    return lambda record: record.journal.append(session_id, at(minute), entry)


def _record_of(session_id: str, paper: DeliveryNote) -> PackingRecord:
    key = f"key-of-{session_id}"
    return PackingRecord(key, f"PKG-{paper.number}-1", PackingSession(session_id, paper), at(30), "bench-1")


def _fate(number: int, record: PackingRecord) -> Sequence[Act]:
    """What becomes of a session: confirmed after a failed attempt, in conflict, nothing (it was left), quarantined."""
    key = record.idempotency_key

    def submitted(store: SqlStationRecord) -> None:
        store.journal.submit(_as_worked_on(store, record), at(30))

    fates: Sequence[Sequence[Act]] = (
        (
            submitted,
            lambda store: store.outbox.tried(key, "the link was cut"),
            lambda store: store.outbox.confirm(key, CommitReceipt(record.packing_code, repeated=False), at(31)),
        ),
        (
            submitted,
            lambda store: store.outbox.put_in_conflict(_conflict(record), at(32)),
            lambda store: store.outbox.settle(key, "set_aside: told so", at(34)),
        ),
        (),
        (
            submitted,
            lambda store: store.outbox.quarantine(key, "refused", at(33)),
            lambda store: store.outbox.release(key, at(35)),
        ),
    )
    return fates[number % len(fates)]


def _as_worked_on(store: SqlStationRecord, record: PackingRecord) -> PackingRecord:
    worked_on = store.journal.open_session()
    return record if worked_on is None else replace(record, session=worked_on)


def _conflict(record: PackingRecord) -> Conflict:
    taken = LabelCode(f"{record.session.session_id}-0")
    return Conflict(record, ConflictReason.LABELS_TAKEN, at(32), (taken,), (LabelHolder(taken, "KSS1"),))


def _later_on(record: SqlStationRecord) -> object:
    """A restored server is fed again."""
    return record.outbox.resend(at(0), at(36))


def _accepted(part: PartNumber, rng: random.Random) -> Accepted:
    return Accepted(part, _evidence(rng))


def _evidence(rng: random.Random) -> Evidence:
    picture = Picture(f"{rng.getrandbits(128):032x}", f"{rng.getrandbits(256):064x}")
    model, box = ModelIdentity("demo", "1.0.0"), Box(0.3, 0.3, 0.7, 0.7)
    scores = (0.94, 0.96, 0.95)
    return Evidence(1, "W_CV01", (1, 2, 3), scores, 0.95, 1.0, 0.95, box, 2, model, picture=picture)
