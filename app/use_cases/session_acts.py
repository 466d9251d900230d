"""Take a session back, reopen it, settle a conflict: who may, with which reason, and who must agree."""

from collections.abc import Mapping, Sequence
from uuid import uuid4

from app.domain.audit import Act, AuditDeed
from app.domain.errors import ErrorCode, OperationalError
from app.domain.free_text import free_text
from app.domain.labels import ScannedLabel
from app.domain.people import Actor, Right
from app.domain.settlement import (
    OWN_NOTE,
    ConflictCase,
    NoteKnown,
    Settlement,
    choice_of,
    settled_record,
)
from app.domain.voiding import REASON_AT_MOST, PartChange, SessionBooking
from app.ports.delivery_notes import DeliveryNotes
from app.ports.session_acts import ActDone, ConflictSummary, SessionActStore
from app.use_cases.authority import Agreed, Authority


def new_act_id() -> str:
    """Minted once for an act, before it is first tried; the same one again does it no second time."""
    return uuid4().hex


class SessionActs:
    """Blocking; one thread at a time. What a person saw is handed back as ``shown``: an act on anything else is
    refused with ACT_TOO_LATE. Beside what is named, every method raises OperationalError as the store and the source
    of notes do."""

    def __init__(self, store: SessionActStore, notes: DeliveryNotes, authority: Authority) -> None:
        self._store, self._notes, self._authority = store, notes, authority

    def booking(self, actor: Actor, session_id: str) -> SessionBooking:
        """What a session has booked, as it stands. Raises OperationalError: NOT_ALLOWED, SESSION_UNKNOWN."""
        self._authority.require(actor, Right.REVIEW)
        found = self._store.booking(session_id)
        if found is None:
            raise OperationalError(ErrorCode.SESSION_UNKNOWN, session=session_id)
        return found

    def void(self, actor: Actor, second: Actor, shown: SessionBooking, reason: str, act_id: str) -> ActDone:
        """Take back what the session has booked and still has. Raises OperationalError: NOT_ALLOWED,
        SECOND_PERSON_NEEDED, REASON_NEEDED, ACT_TOO_LATE."""
        self._authority.require_two(Agreed(actor, second), Right.VOID_SESSION)
        act = self._authority.act(
            actor,
            AuditDeed.SESSION_VOIDED,
            f"session:{shown.session_id}",
            reason=given_reason(reason),
            second=second,
            before={"dn": shown.dn, "labels": _labels(shown.own), "parts": _sums(shown.parts, after=False)},
            after={"act": act_id, "dn": shown.dn, "labels": {}, "parts": _sums(shown.parts, after=True)},
        )
        return self._store.void(shown, act, act_id)

    def reopen(self, actor: Actor, shown: SessionBooking, reason: str, act_id: str) -> ActDone:
        """Say that the session's note is to be opened again for correction. Raises OperationalError: NOT_ALLOWED,
        REASON_NEEDED, ACT_TOO_LATE."""
        self._authority.require(actor, Right.REOPEN_SESSION)
        act = self._authority.act(
            actor,
            AuditDeed.SESSION_REOPENED,
            f"session:{shown.session_id}",
            reason=given_reason(reason),
            after={"act": act_id, "dn": shown.dn},
        )
        return self._store.reopen(shown, act, act_id)

    def conflicts(self, actor: Actor, *, settled: bool = False) -> Sequence[ConflictSummary]:
        """Raises OperationalError(NOT_ALLOWED)."""
        self._authority.require(actor, Right.REVIEW)
        return self._store.conflicts(settled=settled)

    def conflict(self, actor: Actor, conflict_id: str) -> ConflictCase:
        """As it stands now; of a session that was packed without its note, with what the ERP says of that now. Raises
        OperationalError: NOT_ALLOWED, SESSION_UNKNOWN."""
        self._authority.require(actor, Right.REVIEW)
        case = self._found(conflict_id, OWN_NOTE)
        if case.settled is None and case.conflict.record.session.provisional:
            case = self._found(conflict_id, self._known(case))
        return case

    def settle(
        self,
        actor: Actor,
        second: Actor | None,
        shown: ConflictCase,
        settlement: Settlement,
        reason: str,
        act_id: str,
    ) -> ActDone:
        """Settle the conflict as chosen. Rule SE6: what books stock takes two. Raises OperationalError: NOT_ALLOWED,
        SECOND_PERSON_NEEDED, REASON_NEEDED, ACT_TOO_LATE."""
        self._require(actor, second, settlement)
        why, choice = given_reason(reason), choice_of(shown, settlement)
        if choice.obstacle is not None:
            problem = f"{settlement.value} is not possible ({choice.obstacle.value})"
            raise OperationalError(ErrorCode.ACT_TOO_LATE, problem=problem)
        record = settled_record(choice, why)
        act = self._settled_act(actor, second if settlement.books else None, shown, settlement, why, act_id)
        return self._store.settle(shown, settlement, record, act, act_id)

    def _require(self, actor: Actor, second: Actor | None, settlement: Settlement) -> None:
        if settlement.books:
            self._authority.require_two(Agreed(actor, second or actor), Right.SETTLE_CONFLICT)
        else:
            self._authority.require(actor, Right.SETTLE_CONFLICT)

    def _settled_act(
        self,
        actor: Actor,
        second: Actor | None,
        shown: ConflictCase,
        settlement: Settlement,
        reason: str,
        act_id: str,
    ) -> Act:
        record, choice = shown.record, choice_of(shown, settlement)
        about = {"dn": record.session.note.number.text, "session": record.session.session_id}
        after = {
            "act": act_id,
            "settlement": settlement.value,
            "labels": _labels(choice.booked),
            "left_out": _labels(choice.left_out),
            "parts": _sums(choice.parts, after=True),
        }
        return self._authority.act(
            actor,
            AuditDeed.CONFLICT_SETTLED,
            f"conflict:{shown.conflict.conflict_id}",
            reason=reason,
            second=second,
            before={**about, "reason": shown.conflict.reason.value, "parts": _sums(choice.parts, after=False)},
            after={**about, **after},
        )

    def _found(self, conflict_id: str, known: NoteKnown) -> ConflictCase:
        found = self._store.conflict(conflict_id, known)
        if found is None:
            raise OperationalError(ErrorCode.SESSION_UNKNOWN, session=conflict_id)
        return found

    def _known(self, case: ConflictCase) -> NoteKnown:
        """An ERP that does not answer stops two of the choices, and not the page."""
        try:
            return NoteKnown(self._notes.fetch(case.conflict.record.session.note.number))
        except OperationalError as error:
            return NoteKnown(away=error.code is not ErrorCode.DN_NOT_REGISTERED)


def given_reason(text: str) -> str:
    """On one line, at most REASON_AT_MOST characters, nothing that no database takes. Raises
    OperationalError(REASON_NEEDED)."""
    reason = " ".join(free_text(text, len(text)).split())
    if not reason:
        raise OperationalError(ErrorCode.REASON_NEEDED)
    return reason if len(reason) <= REASON_AT_MOST else f"{reason[: REASON_AT_MOST - 1]}…"


def _labels(labels: Sequence[ScannedLabel]) -> Mapping[str, int]:
    return {label.code.text: label.quantity for label in labels}


def _sums(parts: Sequence[PartChange], *, after: bool) -> Mapping[str, int]:
    return {each.part_number.text: each.after if after else each.before for each in parts}
