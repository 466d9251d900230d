"""The packing desk: one note at a time, its parts, its labels, its submission.

Every method runs on the station's desk thread, one after another, and ends by publishing one :class:`DeskState`. What
is published is on disk already: each change is an entry of the session's journal first.
"""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from app.domain.alias import AliasBook
from app.domain.decision import Accepted, Decision, Refused, Undecided
from app.domain.delivery_note import DeliveryNote, DnNumber, parse_dn_number
from app.domain.errors import ErrorCode, OperationalError
from app.domain.free_text import free_text
from app.domain.inspection import Asked
from app.domain.journal import (
    CoverAccepted,
    CoverRefused,
    CoverUndecided,
    Entry,
    LabelCounted,
    LabelTakenBack,
    Left,
    Opened,
)
from app.domain.labels import LabelCode, parse_label_code
from app.domain.notices import InfoCode, Notice, NoticeCode, Tone
from app.domain.packing_session import (
    UNDECIDED_AT_MOST,
    Agreement,
    LabelRefusal,
    LabelRefused,
    PackingRecord,
    PackingSession,
    packing_code,
)
from app.domain.part_number import PartMaster
from app.domain.people import Actor, nobody_at
from app.ports.clock import Clock
from app.ports.frame import Frame
from app.ports.packing_store import PackedNote
from app.ports.station_record import DiskState, MessageState, StationRecord
from app.use_cases.desk_state import DeskState, Phase
from app.use_cases.plant import FoundNote, Plant
from app.use_cases.relay import Delivery

_NAMED_PARTS = 4
_Cover = TypeVar("_Cover", bound=Decision)
_BY_CAMERA = CoverAccepted | CoverRefused | CoverUndecided


class Desk:
    """``publish`` is called on the desk thread after every change; ``submitted`` once a message waits to be sent."""

    def __init__(
        self,
        plant: Plant,
        record: StationRecord,
        clock: Clock,
        station_id: str,
        publish: Callable[[DeskState], None],
        *,
        submitted: Callable[[], None] = lambda: None,
        agreement: Agreement = Agreement.THREE_WAY,
        master: PartMaster | None = None,
    ) -> None:
        self._plant, self._record, self._clock = plant, record, clock
        self._publish, self._submitted = publish, submitted
        self._agreement, self._master = agreement, master or PartMaster()
        self._book = AliasBook()
        self._key = ""  # of the record submitted last
        self._meant: DeskState | None = None  # after a write that failed, and may have been done all the same
        self._unresumed = False  # the record could not be read yet, and may hold an open session
        self.station_id = station_id
        self.actor: Actor | None = None
        self.state = DeskState()

    @property
    def operator(self) -> str:
        """The user name of who works here; "" for nobody."""
        return self.actor.user_name if self.actor else ""

    @property
    def asked(self) -> Asked | None:
        """What covers are compared with now; None while no note is open, or only its labels count. Aliases are those of
        its opening."""
        session = self._open_session
        if session is None or session.provisional:
            return None
        return self.asked_about(session.note)

    def asked_about(self, note: DeliveryNote) -> Asked:
        """The same with a note that nobody has opened."""
        return Asked(note, self._book, self._master)

    # -- the note ---------------------------------------------------------------------------------------------------

    def resume(self) -> None:
        """Go on where the station ended, with the session that was on screen. Without the aliases (told) covers go by
        their own spelling; a record that cannot be read is read again before anything else is done."""
        self._resume()

    def _resume(self) -> bool:
        """Whether the record could be read."""
        self._unresumed = True
        try:
            session = self._record.journal.open_session()
        except OperationalError as error:
            self._trouble(error)
            return False
        self._unresumed = False
        if session is not None:
            self._go_on_with(session)
        return True

    def _go_on_with(self, session: PackingSession) -> None:
        trouble: OperationalError | None = None
        try:
            self._book = self._plant.aliases()
        except OperationalError as error:
            trouble = error
        details = {"dn": session.note.number, "labels": sum(not label.recorded for label in session.labels)}
        self._set(DeskState(Phase.PACKING, session), Notice(Tone.INFO, InfoCode.RESUMED, details))
        if trouble is not None:
            self._trouble(trouble)

    def open_note(self, dn_text: str) -> None:
        """Fetch the note; a packed one is offered for reopening instead of being opened."""
        if not self._sure() or self._work_would_be_lost():
            return
        try:
            number = parse_dn_number(dn_text)
            found = self._plant.note(number)
            packed = self._packed(number)
            self._book = self._plant.aliases()
        except OperationalError as error:
            self._trouble(error)
            return
        if not self._put_back():
            return
        session = self._new_session(found)
        if packed is None:
            self._open(session)
            return
        details = {"dn": number, "packing_code": packed.packing_code}
        self._set(
            DeskState(Phase.ALREADY_PACKED, session, packed), Notice(Tone.REFUSED, InfoCode.ALREADY_PACKED, details)
        )

    def reopen(self) -> None:
        """Go on with a packed note and the labels it has."""
        if self._sure() and self.state.phase is Phase.ALREADY_PACKED and self.state.session and self.state.packed:
            self._open(replace(self.state.session, labels=self.state.packed.labels))

    def leave_note(self) -> None:
        """Back to the start, but not from changes that nobody has submitted: they are taken back first."""
        if self._sure() and not self._work_would_be_lost() and self._put_back():
            self._set(DeskState(), Notice(Tone.INFO, InfoCode.NOTE_LEFT))

    def _new_session(self, found: FoundNote) -> PackingSession:
        agreement = self._agreement if found.seen else Agreement.LABEL_ALONE
        return PackingSession(str(uuid.uuid4()), found.note, agreement=agreement, note_as_of=found.as_of)

    def _packed(self, number: DnNumber) -> PackedNote | None:
        """What the factory has recorded for the note, and what this station has submitted for it since."""
        packed = self._plant.packed_note(number)
        here = self._record.journal.unconfirmed(number)
        gone = self._record.journal.unconfirmed_removals(number)
        if packed is None and not here:
            return None
        standing = packed or PackedNote("", here[0].scanned_at, ())
        there = tuple(label for label in standing.labels if label.code not in gone)
        known = {label.code for label in there}
        return replace(standing, labels=(*there, *(each for each in here if each.code not in known)))

    def _open(self, session: PackingSession) -> None:
        if self._kept(session, Opened(session), meant := DeskState(Phase.PACKING, session)):
            self._set(meant, _opened(session))

    def _put_back(self) -> bool:
        """End the open session, which holds nothing that a commit would write. False, and told, if that fails."""
        session = self._open_session
        if session is None:
            return True
        if not self._kept(session, Left(), DeskState()):
            return False
        self.state = DeskState(revision=self.state.revision)
        return True

    def _work_would_be_lost(self) -> bool:
        session = self._open_session
        if session is None or not session.changed:
            return False
        self._tell(Tone.REFUSED, InfoCode.SUBMIT_UNFINISHED, dn=session.note.number)
        return True

    # -- parts ------------------------------------------------------------------------------------------------------

    def record_decision(self, note: DeliveryNote, decision: Accepted | Refused, frame: Frame | None = None) -> None:
        """Tick an accepted part, say why one is refused, and keep ``frame`` as its picture. A decision made for another
        note changes nothing."""
        session = self._open_session if self._sure() else None
        if session is None or session.note != note:
            return
        if isinstance(decision, Accepted):
            notice = Notice(Tone.GOOD, InfoCode.PART_ACCEPTED, {"part": decision.part_number})
        else:
            details = {"part": decision.part_number, "asked": _asked_parts(session)}
            notice = Notice(Tone.REFUSED, decision.reason, details)
        try:
            kept = self._with_picture(decision, frame)
        except OperationalError as error:
            self._trouble(error)
            return
        entry = CoverAccepted(kept) if isinstance(kept, Accepted) else CoverRefused(kept)
        if self._kept(session, entry, meant := replace(self.state, session=session.with_decision(kept))):
            self._set(meant, notice)

    def record_undecided(self, note: DeliveryNote, decision: Undecided, frame: Frame | None = None) -> None:
        """Keep a cover that went away undecided, with ``frame`` as its picture. It changes nothing that the screen
        shows, so nothing is published; beyond ``UNDECIDED_AT_MOST`` a session keeps no more."""
        session = self._open_session if self._sure() else None
        if session is None or session.note != note or len(session.undecided) >= UNDECIDED_AT_MOST:
            return
        try:
            kept = self._with_picture(decision, frame)
        except OperationalError as error:
            self._trouble(error)
            return
        meant = replace(self.state, session=session.with_undecided(kept))
        if self._kept(session, CoverUndecided(kept), meant):
            self.state = meant

    def _with_picture(self, decision: _Cover, frame: Frame | None) -> _Cover:
        """Without room on the disk, or without its frame, a decision is kept without its picture."""
        if frame is None or self._record.disk.room().state is DiskState.FULL:
            return decision
        picture = self._record.pictures.keep(frame)
        return replace(decision, evidence=replace(decision.evidence, picture=picture))

    # -- labels -----------------------------------------------------------------------------------------------------

    def scan(self, barcode_text: str) -> None:
        """One scan: a DN number while no note is open, a carton label while one is."""
        if not self._sure():
            return
        session = self._open_session
        if session is None:
            self.open_note(barcode_text)
            return
        code = parse_label_code(barcode_text)
        if code is None:
            self._refuse_label(LabelRefused(LabelRefusal.UNREADABLE, barcode_text[:40]))
            return
        try:
            self._count(session, code)
        except OperationalError as error:
            self._trouble(error)

    def _count(self, session: PackingSession, code: LabelCode) -> None:
        """Raises OperationalError; the label does not count then."""
        room = self._record.disk.room()
        if room.state is DiskState.FULL:
            raise OperationalError(ErrorCode.DISK_NEARLY_FULL, free_mb=room.free_bytes // 10**6)
        found = self._plant.label(code)
        if found.record is None:
            reason = LabelRefusal.UNKNOWN_OFFLINE if found.remembered else LabelRefusal.UNKNOWN
            self._refuse_label(LabelRefused(reason, str(code)))
            return
        spoken_for = self._record.journal.spoken_for(code)
        master_row = replace(found.record, used=True) if spoken_for else found.record
        refused = session.refusal(master_row)
        if refused is not None:
            self._refuse_label(refused)
            return
        changed = session.with_label(master_row, self._now())
        details = {"label": code, "part": master_row.part_number, "quantity": master_row.quantity}
        if self._kept(session, LabelCounted(changed.labels[-1]), meant := replace(self.state, session=changed)):
            self._set(meant, Notice(Tone.GOOD, InfoCode.LABEL_COUNTED, details))

    def is_carton(self, barcode_text: str) -> bool:
        """Whether the factory's label master, or its memory, knows this code as a carton's."""
        code = parse_label_code(barcode_text)
        try:
            return code is not None and self._plant.label(code).record is not None
        except OperationalError:
            return False

    def take_back(self, barcode_text: str) -> None:
        """Remove a label again: one of this session, or one that the packed note has."""
        session, code = self._open_session if self._sure() else None, parse_label_code(barcode_text)
        if session is None:
            return
        label = next((label for label in session.labels if label.code == code), None)
        if label is None:
            self._tell(Tone.REFUSED, InfoCode.LABEL_NOT_HERE, label=barcode_text[:40])
            return
        told = InfoCode.LABEL_REMOVED if label.recorded else InfoCode.LABEL_TAKEN_BACK
        meant = replace(self.state, session=session.without_label(label.code))
        if self._kept(session, LabelTakenBack(label.code), meant):
            self._set(meant, Notice(Tone.INFO, told, {"label": label.code}))

    def _refuse_label(self, refused: LabelRefused) -> None:
        self._tell(
            Tone.REFUSED,
            refused.reason,
            label=refused.code_text,
            part=refused.part_number,
            label_quantity=refused.label_quantity,
            open_quantity=refused.open_quantity,
            camera=refused.camera_part,
            asked=_asked_parts(self.state.session),
        )

    # -- the end ----------------------------------------------------------------------------------------------------

    def may_submit(self, discrepancy_reason: str = "") -> bool:
        """Whether the open session can be handed over as it is (S5). False is told, unless nothing is open."""
        session = self._open_session if self._sure() else None
        if session is None:
            return False
        if not session.labels and not session.removed:
            self._tell(Tone.REFUSED, InfoCode.NOTHING_TO_SUBMIT)
            return False
        if not session.may_submit(discrepancy_reason):
            self._tell(Tone.INFO, InfoCode.DISCREPANCY_NEEDED, open=len(session.open_parts))
            return False
        return True

    def submit(self, discrepancy_reason: str = "") -> None:
        """Hand the session over to the outbox. It is durable when this returns, and sent as soon as can be."""
        session = self._open_session
        if not self.may_submit(discrepancy_reason) or session is None:
            return
        record = self._packing_record(session, discrepancy_reason)
        self._key = record.idempotency_key
        meant = replace(
            self.state,
            phase=Phase.SUBMITTED,
            packing_code=record.packing_code,
            sent=MessageState.WAITING,
            submitted_at=record.submitted_at,
            discrepancy_reason=record.discrepancy_reason,
        )
        if self._written(lambda: self._record.journal.submit(record, record.submitted_at, self._by, self._ms()), meant):
            self._set(meant, Notice(Tone.GOOD, InfoCode.SAVED, {"dn": session.note.number}))
            self._submitted()

    def delivered(self, delivery: Delivery) -> None:
        """What became of a submitted session; the one on screen shows it, of another one only trouble is told."""
        sent = delivery.state
        if sent is MessageState.WAITING:
            return
        details = {"packing_code": delivery.packing_code, "dn": delivery.record.session.note.number}
        on_screen = self.state.phase is Phase.SUBMITTED and delivery.record.idempotency_key == self._key
        if on_screen:
            code = delivery.packing_code or self.state.packing_code
            self.state = replace(self.state, sent=sent, packing_code=code)
        if sent is MessageState.CONFLICT:
            self._tell(Tone.TROUBLE, InfoCode.IN_CONFLICT, **details)
        elif sent is MessageState.QUARANTINED:
            self._tell(Tone.TROUBLE, InfoCode.QUARANTINED, **details)
        elif on_screen:
            self._tell(Tone.GOOD, InfoCode.COMMITTED, **details)

    def _packing_record(self, session: PackingSession, discrepancy_reason: str) -> PackingRecord:
        now = self._clock.utc()
        code = packing_code(str(session.note.number), int(now.timestamp() * 1000))
        reason = free_text(discrepancy_reason) if session.open_parts else ""
        return PackingRecord(
            str(uuid.uuid4()), code, session, now.isoformat(), self.station_id, reason, operator=self.operator
        )

    # -- journal and screen -----------------------------------------------------------------------------------------

    @property
    def _open_session(self) -> PackingSession | None:
        return _open_in(self.state)

    def _kept(self, session: PackingSession, entry: Entry, meant: DeskState) -> bool:
        by = nobody_at(self.station_id) if isinstance(entry, _BY_CAMERA) else self._by
        write = self._record.journal.append
        return self._written(lambda: write(session.session_id, self._now(), entry, by, self._ms()), meant)

    def _written(self, write: Callable[[], None], meant: DeskState) -> bool:
        """``meant`` is what stands once it is written. False, and told: a failed write may have been done all the same,
        and before anything else happens :meth:`_sure` finds out."""
        try:
            write()
        except OperationalError as error:
            self._meant = meant
            self._trouble(error)
            return False
        return True

    def _sure(self) -> bool:
        """Rule J2: after a write that failed, what stands is what the record holds. False, and told, while it cannot be
        read, or when a session has just come back that the operator has to see first."""
        if self._unresumed:
            return self._resume() and self._open_session is None
        if self._meant is None:
            return True
        try:
            session = self._record.journal.open_session()
        except OperationalError as error:
            self._trouble(error)
            return False
        meant, self._meant = self._meant, None
        if session == _open_in(meant):
            self.state = replace(meant, notice=self.state.notice, revision=self.state.revision)
        return True

    def _now(self) -> str:
        return self._clock.utc().isoformat()

    @property
    def _by(self) -> Actor:
        return self.actor or nobody_at(self.station_id)

    def _ms(self) -> int:
        return round(self._clock.monotonic_s() * 1000)

    def _tell(self, tone: Tone, code: NoticeCode, **details: object) -> None:
        self._set(self.state, Notice(tone, code, details))

    def _trouble(self, error: OperationalError) -> None:
        refused = error.code in {ErrorCode.DN_NOT_READABLE, ErrorCode.DN_NOT_REGISTERED}
        self._set(self.state, Notice(Tone.REFUSED if refused else Tone.TROUBLE, error.code, error.details))

    def _set(self, state: DeskState, notice: Notice) -> None:
        self.state = replace(state, notice=notice, revision=self.state.revision + 1)
        self._publish(self.state)


def _asked_parts(session: PackingSession | None) -> tuple[str, ...]:
    """What a refusal holds against the part it names: the note's, as the operator calls them, the first few."""
    shorts = tuple(dict.fromkeys(part.part_number.short for part in session.note.parts)) if session else ()
    return shorts if len(shorts) <= _NAMED_PARTS else (*shorts[:_NAMED_PARTS], "…")


def _open_in(state: DeskState) -> PackingSession | None:
    return state.session if state.phase is Phase.PACKING else None


def _opened(session: PackingSession) -> Notice:
    details: dict[str, object] = {"dn": session.note.number, "parts": len(session.note.parts)}
    if session.provisional:
        return Notice(Tone.INFO, InfoCode.NOTE_PROVISIONAL, details)
    if session.note_as_of:
        return Notice(
            Tone.INFO, InfoCode.NOTE_REMEMBERED, {**details, "as_of": datetime.fromisoformat(session.note_as_of)}
        )
    return Notice(Tone.INFO, InfoCode.NOTE_OPENED, details)
