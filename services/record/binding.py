"""What ties the record to its audit: the hashes of what is kept, and the acts of the program itself."""

import hashlib
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, func, select

from app.domain.audit import Act, AuditDeed, canonical_json, state_of
from app.domain.packing_session import PackingRecord
from services.record.schema import entry

RECORD = "record:station"
"""The subject of acts about the file as a whole."""


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Before:
    """The entries that are older than the audit: how many, the last one's id, and the hash of them all."""

    entries: int = 0
    last_id: int = 0
    sha256: str = ""


def before_the_audit(connection: Connection, last_id: int | None = None) -> Before:
    """As they are now, up to ``last_id``; None: all there are."""
    digest, count, place = hashlib.sha256(), 0, 0
    if last_id is None:
        last_id = connection.execute(select(func.max(entry.c.id))).scalar() or 0
    for row in connection.execute(select(entry).where(entry.c.id <= last_id).order_by(entry.c.id)).yield_per(500):
        told = [row.id, row.session_id, row.seq, row.at, row.deed, row.payload, row.acted_by]
        digest.update(canonical_json(told).encode() + b"\n")
        count, place = count + 1, row.id
    return Before(count, place, digest.hexdigest() if count else "")


def beginning_act(before: Before) -> Act:
    """Rule AU3: the audit of a record that is older than it begins with what stood there already."""
    after = {"entries": before.entries, "last_id": before.last_id, "sha256": before.sha256}
    return _of_file(AuditDeed.AUDIT_BEGUN, after)


def before_of(act: Act) -> Before:
    """What a first line says stood there already; nothing, if it is about something else."""
    if act.deed != AuditDeed.AUDIT_BEGUN:
        return Before()
    told = state_of(act.after)
    entries, last_id, sha256 = told.get("entries"), told.get("last_id"), told.get("sha256")
    if not (isinstance(entries, int) and isinstance(last_id, int) and isinstance(sha256, str)):
        return Before()
    return Before(entries, last_id, sha256)


def restoring_act(source: str) -> Act:
    """A copy was put in the record's place: what was done since then is no longer in it."""
    return _of_file(AuditDeed.RECORD_RESTORED, {"from": source})


def outbox_act(deed: AuditDeed, after: dict[str, object], at: str, monotonic_ms: int) -> Act:
    """What was done to messages at this machine's prompt, where nobody signs in."""
    return Act(deed, RECORD, "", "", "", at, monotonic_ms, after=canonical_json(after))


def completion_act(record: PackingRecord, text: str, at: str, monotonic_ms: int) -> Act:
    """A message whose note has arrived; ``text``: the message as it is kept from now on."""
    after = canonical_json({"detail": record.session.note.number.text, "record": sha256_of(text)})
    subject = f"session:{record.session.session_id}"
    return Act(AuditDeed.RECORD_COMPLETED, subject, "", "", record.station_id, at, monotonic_ms, after=after)


def settlement_act(record: PackingRecord, settlement: str, at: str, monotonic_ms: int) -> Act:
    """A conflict's settlement, as the station has learnt of it; who decided is in the factory's audit."""
    subject, after = f"conflict:{record.idempotency_key}", canonical_json({"settlement": settlement})
    return Act(AuditDeed.CONFLICT_SETTLED, subject, "", "", record.station_id, at, monotonic_ms, after=after)


def _of_file(deed: AuditDeed, after: dict[str, object]) -> Act:
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    return Act(deed, RECORD, "", "", "", at, round(time.monotonic() * 1000), after=canonical_json(after))
