"""Where the audit is kept: a station's own chain in its record, and the factory's in its database."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from app.domain.audit import Act, AuditLine, Head, StoredLine
from app.domain.audit_filter import EVERY_LINE, AuditFilter

_AT_ONCE = 500


class AuditTrail(Protocol):
    """Append-only. Blocking; raises OperationalError as the store that holds it does, with nothing half written. What
    cannot be read any more is shown as an act ``unreadable``, and hides none of the others."""

    def append(self, act: Act) -> AuditLine:
        """One more line, durable on return. Acts that change something else are appended by whoever changes it, in the
        same transaction."""

    def head(self) -> Head | None:
        """None: nothing was ever done."""

    def lines(self, after_seq: int, limit: int) -> Sequence[AuditLine]:
        """A page in the order in which they are kept, the oldest first."""

    def newest(self, before_seq: int | None, limit: int, wanted: AuditFilter = EVERY_LINE) -> Sequence[AuditLine]:
        """A page the other way round, of those that are wanted; None: from the newest on. With a filter it may have to
        read a great many: ``after_seq`` says where to stop."""

    def of_subject(self, subject: str) -> Sequence[AuditLine]:
        """All about one subject (``session:…``), oldest first."""

    def stored(self, after_seq: int | None, limit: int) -> Sequence[StoredLine]:
        """A page of lines as they are kept, to be checked, the lowest number first; None: from the beginning, whatever
        number that has."""


class FactoryAudit(AuditTrail, Protocol):
    """The factory's: acts on people, aliases, sessions, conflicts, verdicts; and witness of the stations' chains."""

    def note_head(self, station_id: str, head: Head, at: str) -> None:
        """Write down how far a station's chain has come. What stands there stays: the same number again changes
        nothing, whatever its hash."""

    def heads(self, station_id: str) -> Sequence[Head]:
        """All that were ever written down of this station, by their numbers."""

    def note_key(self, station_id: str, public_key: str, at: str) -> None:
        """Keep a station's public key (base64 of its 32 bytes, Ed25519), once, and say so in the audit."""

    def keys(self, station_id: str) -> Sequence[str]:
        """In the order in which they were noted."""

    def close(self) -> None: ...


def every_line(trail: AuditTrail) -> Iterator[StoredLine]:
    """As they are kept, a page at a time, so that nobody who appends waits for long."""
    after: int | None = None
    while page := trail.stored(after, _AT_ONCE):
        yield from page
        after = page[-1].seq
