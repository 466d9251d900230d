"""What ``countersign bench review`` adds to the made-up factory: one very long session with pictures, and conflicts."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import cv2
import numpy as np

from app.domain.conflict import Conflict, ConflictReason, LabelHolder
from app.domain.decision import Accepted, Evidence, Picture
from app.domain.delivery_note import DeliveryLine, DeliveryNote, DnNumber
from app.domain.detection import Box, ModelIdentity
from app.domain.labels import LabelCode, LabelRecord, ScannedLabel
from app.domain.packing_session import AuditEntry, PackingRecord, PackingSession
from app.domain.part_number import PartNumber
from services.record.pictures import PictureFolder
from services.storage.packing_store import SqlPackingStore
from services.storage.seed import FIRST_DAY, PARTS, YEARS

BIG_DN = "BIG0000001"
_LABELS, _PICTURES, _CONFLICTS = 500, 60, 300
_PART = PartNumber(PARTS[0])
_END = (FIRST_DAY + YEARS).replace(tzinfo=UTC)


def add_big(store: SqlPackingStore, folder: PictureFolder) -> str:
    """The newest session, committed as a station does, once; and its pictures. What is said of it."""
    jpegs = _jpegs()
    covers = tuple(_cover(number, data, folder) for number, data in enumerate(jpegs))
    record = _record("big", BIG_DN, _LABELS, _END + timedelta(days=1), covers)
    store.add_labels([LabelRecord(each.code, _PART, each.quantity, True, False) for each in record.session.labels])
    store.commit(record)
    return f"{_LABELS} labels, {_PICTURES} pictures of {sum(map(len, jpegs)) // len(jpegs) // 1024} KiB"


def add_conflicts(store: SqlPackingStore) -> int:
    """Spread over the last year; how many."""
    for number in range(_CONFLICTS):
        at = _END - timedelta(hours=30 * number)
        record = _record(f"conflict-{number}", f"KSC{number:06d}A", 8, at, ())
        codes = tuple(each.code for each in record.session.labels[:2])
        holders = tuple(
            LabelHolder(code, "KSS000001A", "PKG-1", "other", "station-3", at.isoformat()) for code in codes
        )
        store.report_conflict(Conflict(record, ConflictReason.LABELS_TAKEN, at.isoformat(), codes, holders))
    return _CONFLICTS


def _record(session_id: str, dn: str, labels: int, at: datetime, covers: tuple[Accepted, ...]) -> PackingRecord:
    note = DeliveryNote(DnNumber(dn), (DeliveryLine(_PART, 5 * labels, "SUB1"),))
    scanned = tuple(
        ScannedLabel(LabelCode(f"{dn}-{number:03d}"), _PART, 5, _at(at, number)) for number in range(labels)
    )
    session = PackingSession(session_id, note, scanned, frozenset({_PART}), decisions=covers)
    return PackingRecord(
        f"key-{session_id}", f"PKG-{dn}-1", session, at.isoformat(), "station-1", "", _audit(session, at), "OP-17"
    )


def _audit(session: PackingSession, at: datetime) -> tuple[AuditEntry, ...]:
    """Opened, then the covers among the labels, then submitted."""
    deeds: list[tuple[str, str]] = [("opened", f"{session.note.number}, three_way")]
    every = max(1, len(session.labels) // max(1, len(session.decisions)))
    covers = list(session.decisions)
    for number, label in enumerate(session.labels):
        if covers and number % every == 0:
            deeds.append(("cover_accepted", covers.pop().part_number.text))
        deeds.append(("label_counted", f"{label.code}: {label.quantity} of {label.part_number}"))
    deeds += [("cover_accepted", cover.part_number.text) for cover in covers]
    deeds.append(("submitted", ""))
    return tuple(AuditEntry(seq, _at(at, seq), *deed, "OP-17") for seq, deed in enumerate(deeds, 1))


def _at(end: datetime, number: int) -> str:
    return (end - timedelta(hours=2) + timedelta(seconds=number)).isoformat()


def _jpegs() -> Sequence[bytes]:
    """1280×720, each another one, about as large as a camera's."""
    chance = np.random.default_rng(1)
    scene = cv2.resize(chance.integers(0, 255, (45, 80, 3), np.uint8), (1280, 720), interpolation=cv2.INTER_CUBIC)
    made = []
    for number in range(_PICTURES):
        picture = scene.copy()
        cv2.putText(picture, str(number), (400, 420), cv2.FONT_HERSHEY_SIMPLEX, 8, (255, 255, 255), 24)
        made.append(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 82])[1].tobytes())
    return made


def _cover(number: int, data: bytes, folder: PictureFolder) -> Accepted:
    picture = Picture(f"{number:032x}", hashlib.sha256(data).hexdigest())
    path = folder.path(picture.picture_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    box, model = Box(0.3, 0.25, 0.7, 0.75), ModelIdentity("covers", "1.0.0")
    label = _PART.text.replace("Z-", "W_", 1).replace("-", "_")
    frames, scores = (9 * number, 9 * number + 1, 9 * number + 2), (0.91, 0.93, 0.92)
    return Accepted(
        _PART, Evidence(number, label, frames, scores, 0.92, 1.0, 0.6, box, frames[1], model, picture=picture)
    )
