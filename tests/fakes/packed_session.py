"""A station's record with a session that was packed at it, as an evidence bundle is made of."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from app.domain.decision import Accepted, Picture, Refused
from app.domain.detection import FrameStamp
from app.domain.journal import CoverAccepted, CoverRefused, CoverUndecided, LabelCounted, LabelTakenBack, Left, Opened
from app.domain.labels import LabelCode, ScannedLabel
from app.domain.packing_session import PackingRecord, PackingSession
from app.domain.people import Actor, Role
from app.ports.frame import Frame
from app.settings import RecordSettings
from services.evidence.packer import StationBundles
from services.evidence.station_key import KeyPlace
from services.record.evidence_shelf import FolderShelf
from services.record.record import SqlStationRecord, open_record
from tests.unit.builders import D26L, D26R, accepted, note, part, refused, undecided

STATION, SESSION_ID, OTHER = "station-1", "5f1d0c", "77aa01"
OPERATOR = Actor("OP-17", Role.OPERATOR, STATION)


@dataclass
class NoonClock:
    """Each time it is asked a second later."""

    seconds: int = 0

    def monotonic_s(self) -> float:
        return float(self.seconds)

    def utc(self) -> datetime:
        return datetime(2026, 9, 14, 12, 0, tzinfo=UTC)


def at(minute: int) -> str:
    return f"2026-09-14T07:{minute:02}:15.250+00:00"


def frame(seed: int) -> Frame:
    pixels = np.random.default_rng(seed).integers(0, 255, (36, 64, 3), dtype=np.uint8)
    return Frame(FrameStamp(seed, 0.0, seed), pixels)


def made_record(folder: Path) -> SqlStationRecord:
    return open_record(folder, RecordSettings(), NoonClock(), 5.0)


def pack(record: SqlStationRecord, session_id: str = SESSION_ID, pictures: int = 3, prefix: str = "L") -> list[Picture]:
    """A note opened, covers decided, labels counted, one taken back, submitted; the pictures that were kept."""
    kept = [record.pictures.keep(frame(seed)) for seed in range(pictures)]
    session = PackingSession(session_id, note(D26L))
    decisions: list[Accepted | Refused] = [accepted(D26L), refused(D26R)]
    decisions += [accepted(D26L) for _ in range(pictures - 2)]
    journal = record.journal
    journal.append(session_id, at(0), Opened(session), OPERATOR, 1)
    for number, (decision, picture) in enumerate(zip(decisions, kept, strict=True), 1):
        seen = replace(decision, evidence=replace(decision.evidence, picture=picture))
        session = session.with_decision(seen)
        entry = CoverRefused(seen) if isinstance(seen, Refused) else CoverAccepted(seen)
        journal.append(session_id, at(number), entry, None, number)
    session = session.with_undecided(undecided())
    journal.append(session_id, at(20), CoverUndecided(undecided()), None, 20)
    labels = [ScannedLabel(LabelCode(f"{prefix}-{n}"), part(D26L), 30, at(20 + n)) for n in (1, 2, 3)]
    for label in labels:
        journal.append(session_id, label.scanned_at, LabelCounted(label), OPERATOR, 30)
    journal.append(session_id, at(30), LabelTakenBack(labels[2].code), OPERATOR, 31)
    session = replace(session, labels=tuple(labels[:2]))
    done = PackingRecord(f"key-{session_id}", "PKG-1", session, at(31), STATION, "short: =1+1", operator="OP-17")
    journal.submit(done, at(31), OPERATOR, 32)
    return kept


def put_back(record: SqlStationRecord, session_id: str = OTHER) -> None:
    """A session that was opened and left again."""
    record.journal.append(session_id, at(40), Opened(PackingSession(session_id, note(D26R))), OPERATOR, 40)
    record.journal.append(session_id, at(41), Left(), OPERATOR, 41)


def bundles(folder: Path, station_id: str = STATION) -> StationBundles:
    shelf = FolderShelf([folder / "pictures"])
    return StationBundles(KeyPlace(folder, "countersign-test", station_id), shelf, NoonClock(), 5.0)
