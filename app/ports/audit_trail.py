"""Where the audit is kept: a station's own chain in its record, and the factory's in its database."""

from collections.abc import Sequence
from typing import Protocol

from app.domain.audit import Act, AuditLine, Head


class AuditTrail(Protocol):
    """Append-only. Blocking; raises OperationalError as the store that holds it does, with nothing half written."""

    def append(self, act: Act) -> AuditLine:
        """One more line, durable on return. Acts that change something else are appended by whoever changes it, in the
        same transaction."""

    def head(self) -> Head | None:
        """None: nothing was ever done."""

    def lines(self, after_seq: int, limit: int) -> Sequence[AuditLine]:
        """A page in the order in which they are kept, the oldest first."""

    def newest(self, before_seq: int | None, limit: int) -> Sequence[AuditLine]:
        """A page the other way round; None: from the newest on."""

    def of_subject(self, subject: str) -> Sequence[AuditLine]:
        """All about one subject (``session:…``), oldest first."""


class FactoryAudit(AuditTrail, Protocol):
    """The factory's: acts on people, aliases, sessions, conflicts, verdicts; and witness of the stations' chains."""

    def note_head(self, station_id: str, head: Head, at: str) -> None:
        """Write down how far a station's chain has come; the same head again changes nothing."""

    def heads(self, station_id: str) -> Sequence[Head]:
        """All that were ever written down of this station, by their numbers."""

    def note_key(self, station_id: str, public_key: str, at: str) -> None:
        """Keep a station's public key (base64 of its 32 bytes, Ed25519), once."""

    def keys(self, station_id: str) -> Sequence[str]: ...

    def close(self) -> None: ...
