"""Voiding, reopening and settling on a database, whichever engine it is: each act one transaction under its DN's lock,
with its line in the audit."""

import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Connection

from app.domain.audit import Act
from app.domain.delivery_note import DnNumber
from app.domain.errors import ErrorCode, OperationalError
from app.domain.packing_session import PackingRecord
from app.domain.review import ReviewDeed, ReviewState, review_state
from app.domain.settlement import ConflictCase, NoteKnown, Settlement
from app.domain.voiding import SessionBooking
from app.ports.session_acts import CONFLICTS_AT_MOST, ActDone, ConflictSummary
from services.storage.audit_chain import append_act, lines_of_subject
from services.storage.conflict_desk import list_conflicts, read_case, settle
from services.storage.office_schema import countersign_act
from services.storage.reviews import reviews_of, write_review
from services.storage.rows import utc_from_text
from services.storage.session_booking import read_booking, take_back
from services.storage.sql_adapter import SqlAdapter
from services.storage.transactions import transaction

log = logging.getLogger(__name__)


class SqlSessionActs(SqlAdapter):
    """Implements :class:`app.ports.session_acts.SessionActStore`."""

    def booking(self, session_id: str) -> SessionBooking | None:
        with transaction(self.engine, self._kind) as connection:
            return read_booking(connection, session_id)

    def void(self, shown: SessionBooking, act: Act, act_id: str) -> ActDone:
        with self._act(shown.dn, act, act_id) as (connection, done_before):
            if not done_before:
                _check_booking(connection, shown)
                take_back(connection, self._kind, shown)
                write_review(connection, self._kind, shown.session_id, ReviewDeed.VOIDED, act)
        log.info("session %s of %s voided, repeated=%s", shown.session_id, shown.dn, done_before)
        return ActDone(done_before)

    def reopen(self, shown: SessionBooking, act: Act, act_id: str) -> ActDone:
        """A session that was reviewed comes back into the queue of reviews, by one more row."""
        with self._act(shown.dn, act, act_id) as (connection, done_before):
            if not done_before:
                _check_booking(connection, shown)
                entries = reviews_of(connection, [shown.session_id]).get(shown.session_id, ())
                write_review(connection, self._kind, shown.session_id, ReviewDeed.SESSION_REOPENED, act)
                if review_state(each.deed for each in entries) is ReviewState.REVIEWED:
                    write_review(connection, self._kind, shown.session_id, ReviewDeed.REOPENED, act)
        return ActDone(done_before)

    def conflicts(self, *, settled: bool, limit: int = CONFLICTS_AT_MOST) -> Sequence[ConflictSummary]:
        with transaction(self.engine, self._kind) as connection:
            return list_conflicts(connection, settled=settled, limit=limit)

    def conflict(self, conflict_id: str, known: NoteKnown) -> ConflictCase | None:
        with transaction(self.engine, self._kind) as connection:
            return read_case(connection, self._kind, conflict_id, known)

    def settle(
        self, shown: ConflictCase, settlement: Settlement, record: PackingRecord | None, act: Act, act_id: str
    ) -> ActDone:
        number, conflict_id, code = shown.record.session.note.number, shown.conflict.conflict_id, ""
        with self._act(number.text, act, act_id) as (connection, done_before):
            if not done_before:
                if read_case(connection, self._kind, conflict_id, shown.known) != shown:
                    raise _too_late("the labels or the conflict stand otherwise now")
                now = utc_from_text(datetime.now(UTC).isoformat())
                code = settle(connection, self._kind, shown, settlement, record, act, now)
        log.info("conflict %s of %s settled: %s, repeated=%s", conflict_id, number, settlement, done_before)
        return ActDone(done_before, code)

    @contextmanager
    def _act(self, dn: str, act: Act, act_id: str) -> Iterator[tuple[Connection, bool]]:
        """The act's transaction, and whether it was done before: then nothing may be written. Its line in the audit
        comes first: that lock keeps the others of our acts out until the end."""
        with transaction(self.engine, self._kind, writes=True) as connection:
            self._kind.guard_commit(connection, DnNumber(dn))
            done_before = _done_before(connection, act.subject, act_id)
            if not done_before:
                append_act(connection, countersign_act, act)
            yield connection, done_before


def _check_booking(connection: Connection, shown: SessionBooking) -> None:
    """Raises OperationalError(ACT_TOO_LATE)."""
    now = read_booking(connection, shown.session_id)
    if now is not None and now.voided_at:
        raise _too_late(f"{now.voided_by} has voided the session")
    if now != shown:
        raise _too_late("its labels stand otherwise now")


def _done_before(connection: Connection, subject: str, act_id: str) -> bool:
    return any(_id_of(line.act) == act_id for line in lines_of_subject(connection, countersign_act, subject))


def _id_of(act: Act) -> str:
    try:
        after = json.loads(act.after)
    except ValueError:
        return ""
    return str(after.get("act", "")) if isinstance(after, dict) else ""


def _too_late(problem: str) -> OperationalError:
    return OperationalError(ErrorCode.ACT_TOO_LATE, problem=problem)
