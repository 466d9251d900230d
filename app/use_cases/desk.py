"""The packing desk: one note at a time, its parts, its labels, its commit.

Every method runs on the station's desk thread, one after another, and ends by publishing one :class:`DeskState`.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.alias import AliasBook
from app.domain.decision import Accepted, Refused
from app.domain.delivery_note import DeliveryNote, parse_dn_number
from app.domain.errors import ErrorCode, OperationalError
from app.domain.inspection import Asked
from app.domain.labels import parse_label_code
from app.domain.notices import InfoCode, Notice, NoticeCode, Tone
from app.domain.packing_session import (
    Agreement,
    LabelRefusal,
    LabelRefused,
    PackingRecord,
    PackingSession,
    packing_code,
)
from app.domain.part_number import PartMaster
from app.ports.clock import Clock
from app.ports.delivery_notes import DeliveryNotes
from app.ports.packing_store import PackedNote, PackingStore


class Phase(StrEnum):
    WAITING_FOR_NOTE = "waiting_for_note"
    ALREADY_PACKED = "already_packed"
    PACKING = "packing"
    COMMITTED = "committed"


WELCOME = Notice(Tone.INFO, InfoCode.SCAN_NOTE)


@dataclass(frozen=True, slots=True)
class DeskState:
    """Everything the screen needs to know about the desk. ``revision`` rises with every change."""

    phase: Phase = Phase.WAITING_FOR_NOTE
    session: PackingSession | None = None
    packed: PackedNote | None = None
    packing_code: str = ""
    unsent: bool = False
    notice: Notice = WELCOME
    revision: int = 0

    @property
    def note(self) -> DeliveryNote | None:
        return self.session.note if self.session else None


# After these the database has certainly written nothing, so the record may still change.
_NOT_WRITTEN = {
    ErrorCode.DATABASE_LOCKED,
    ErrorCode.DATABASE_UNWRITABLE,
    ErrorCode.DATABASE_MISMATCH,
    ErrorCode.LABEL_TAKEN_MEANWHILE,
}
# These say it of every earlier attempt as well: the ledger was read, and the record was not in it.
_NEVER_WRITTEN = {ErrorCode.LABEL_TAKEN_MEANWHILE}


class Desk:
    """``publish`` is called on the desk thread after every change."""

    def __init__(
        self,
        notes: DeliveryNotes,
        store: PackingStore,
        clock: Clock,
        station_id: str,
        publish: Callable[[DeskState], None],
        *,
        agreement: Agreement = Agreement.THREE_WAY,
        aliases: Callable[[], AliasBook] = AliasBook,
        master: PartMaster | None = None,
    ) -> None:
        self._notes, self._store, self._clock = notes, store, clock
        self._station_id, self._publish = station_id, publish
        self._agreement, self._aliases, self._master = agreement, aliases, master or PartMaster()
        self._book = AliasBook()
        self._unsent: PackingRecord | None = None
        self.state = DeskState()

    @property
    def asked(self) -> Asked | None:
        """What covers are compared with now; None while no note is open. Aliases are those of its opening."""
        session = self.state.session
        if self.state.phase is not Phase.PACKING or session is None:
            return None
        return Asked(session.note, self._book, self._master)

    # -- the note ---------------------------------------------------------------------------------------------------

    def open_note(self, dn_text: str) -> None:
        """Fetch the note; a packed one is offered for reopening instead of being opened."""
        if self._work_would_be_lost():
            return
        try:
            number = parse_dn_number(dn_text)
            note = self._notes.fetch(number)
            packed = self._store.packed_note(number)
            self._book = self._aliases()
        except OperationalError as error:
            self._trouble(error)
            return
        session = PackingSession(str(uuid.uuid4()), note, agreement=self._agreement)
        if packed is not None:
            self._set(
                DeskState(Phase.ALREADY_PACKED, session, packed),
                Notice(Tone.REFUSED, InfoCode.ALREADY_PACKED, {"dn": number, "packing_code": packed.packing_code}),
            )
        else:
            self._open(session)

    def reopen(self) -> None:
        """Go on with a packed note and the labels it has."""
        if self.state.phase is Phase.ALREADY_PACKED and self.state.session and self.state.packed:
            self._open(replace(self.state.session, labels=self.state.packed.labels))

    def leave_note(self) -> None:
        """Back to the start, but not from fresh labels, which are taken back first, nor from an unsent record."""
        if not self._work_would_be_lost():
            self._set(DeskState(), Notice(Tone.INFO, InfoCode.NOTE_LEFT))

    def _open(self, session: PackingSession) -> None:
        notice = Notice(Tone.INFO, InfoCode.NOTE_OPENED, {"dn": session.note.number, "parts": len(session.note.parts)})
        self._set(DeskState(Phase.PACKING, session), notice)

    def _work_would_be_lost(self) -> bool:
        session = self.state.session
        fresh = session is not None and any(not label.recorded for label in session.labels)
        if self.state.phase is not Phase.PACKING or not (fresh or self._unsent):
            return False
        self._tell(Tone.REFUSED, InfoCode.SUBMIT_UNFINISHED, dn=session.note.number if session else "")
        return True

    # -- parts ------------------------------------------------------------------------------------------------------

    def record_decision(self, note: DeliveryNote, decision: Accepted | Refused) -> None:
        """Tick an accepted part, say why one is refused. A decision made for another note changes nothing."""
        session = self.state.session
        if self.state.phase is not Phase.PACKING or session is None or session.note != note or self._unsent:
            return
        if isinstance(decision, Accepted):
            notice = Notice(Tone.GOOD, InfoCode.PART_ACCEPTED, {"part": decision.part_number})
        else:
            notice = Notice(Tone.REFUSED, decision.reason, {"part": decision.part_number})
        self._set(replace(self.state, session=session.with_decision(decision)), notice)

    # -- labels -----------------------------------------------------------------------------------------------------

    def scan(self, barcode_text: str) -> None:
        """One scan: a DN number while no note is open, a carton label while one is."""
        if self.state.phase is not Phase.PACKING:
            self.open_note(barcode_text)
        elif self._unsent is not None:
            self._tell(Tone.REFUSED, InfoCode.SUBMIT_UNFINISHED, dn=self._unsent.session.note.number)
        else:
            self._scan_label(barcode_text)

    def _scan_label(self, barcode_text: str) -> None:
        session = self.state.session
        code = parse_label_code(barcode_text)
        if session is None or code is None:
            self._refuse_label(LabelRefused(LabelRefusal.UNREADABLE, barcode_text[:40]))
            return
        try:
            record = self._store.find_label(code)
        except OperationalError as error:
            self._trouble(error)
            return
        if record is None:
            self._refuse_label(LabelRefused(LabelRefusal.UNKNOWN, str(code)))
            return
        refused = session.refusal(record)
        if refused is not None:
            self._refuse_label(refused)
            return
        details = {"label": code, "part": record.part_number, "quantity": record.quantity}
        self._set(
            replace(self.state, session=session.with_label(record, self._clock.utc().isoformat())),
            Notice(Tone.GOOD, InfoCode.LABEL_COUNTED, details),
        )

    def take_back(self, barcode_text: str) -> None:
        """Remove a label of this session again."""
        session, code = self.state.session, parse_label_code(barcode_text)
        if self.state.phase is not Phase.PACKING or session is None or self._unsent:
            return
        label = next((label for label in session.labels if label.code == code), None)
        if label is None or label.recorded:
            reason = InfoCode.LABEL_NOT_HERE if label is None else InfoCode.LABEL_RECORDED
            self._tell(Tone.REFUSED, reason, label=barcode_text[:40])
            return
        self._set(
            replace(self.state, session=session.without_label(label.code)),
            Notice(Tone.INFO, InfoCode.LABEL_TAKEN_BACK, {"label": label.code}),
        )

    def _refuse_label(self, refused: LabelRefused) -> None:
        self._tell(
            Tone.REFUSED,
            refused.reason,
            label=refused.code_text,
            part=refused.part_number,
            label_quantity=refused.label_quantity,
            open_quantity=refused.open_quantity,
            camera=refused.camera_part,
        )

    # -- the end ----------------------------------------------------------------------------------------------------

    def submit(self, discrepancy_reason: str = "") -> None:
        """Commit the session. After an unknown outcome the very same record is sent again."""
        session = self.state.session
        if self.state.phase is not Phase.PACKING or session is None:
            return
        if self._unsent is None:
            if not session.labels:
                self._tell(Tone.REFUSED, InfoCode.NOTHING_TO_SUBMIT)
                return
            if not session.may_submit(discrepancy_reason):
                self._tell(Tone.REFUSED, InfoCode.DISCREPANCY_NEEDED, open=len(session.open_parts))
                return
        self._commit(self._unsent or self._record(session, discrepancy_reason))

    def _record(self, session: PackingSession, discrepancy_reason: str) -> PackingRecord:
        now = self._clock.utc()
        code = packing_code(str(session.note.number), int(now.timestamp() * 1000))
        reason = discrepancy_reason.strip() if session.open_parts else ""
        return PackingRecord(str(uuid.uuid4()), code, session, now.isoformat(), self._station_id, reason)

    def _commit(self, record: PackingRecord) -> None:
        again, self._unsent = self._unsent is not None, record
        try:
            receipt = self._store.commit(record)
        except OperationalError as error:
            if error.code in (_NEVER_WRITTEN if again else _NOT_WRITTEN):
                self._unsent = None
            self._trouble(error)
            return
        self._unsent = None
        details = {"packing_code": receipt.packing_code, "labels": len(record.session.labels)}
        self._set(
            replace(self.state, phase=Phase.COMMITTED, packing_code=receipt.packing_code),
            Notice(Tone.GOOD, InfoCode.COMMITTED, details),
        )

    # -- publishing -------------------------------------------------------------------------------------------------

    def _tell(self, tone: Tone, code: NoticeCode, **details: object) -> None:
        self._set(self.state, Notice(tone, code, details))

    def _trouble(self, error: OperationalError) -> None:
        refused = error.code in {ErrorCode.DN_NOT_READABLE, ErrorCode.DN_NOT_REGISTERED}
        self._set(self.state, Notice(Tone.REFUSED if refused else Tone.TROUBLE, error.code, error.details))

    def _set(self, state: DeskState, notice: Notice) -> None:
        self.state = replace(state, notice=notice, unsent=self._unsent is not None, revision=self.state.revision + 1)
        self._publish(self.state)
