"""A factory in memory on which sessions are voided, reopened and settled, held to the same suite as the real one."""

import json
from collections.abc import Sequence
from dataclasses import replace

from app.domain.audit import Act
from app.domain.conflict import Conflict
from app.domain.errors import ErrorCode, OperationalError
from app.domain.labels import LabelCode, ScannedLabel
from app.domain.packing_session import PackingRecord
from app.domain.part_number import PartNumber
from app.domain.review import ReviewDeed, ReviewEntry, ReviewState, review_state
from app.domain.settlement import CaseLabel, ConflictCase, LabelNow, NoteKnown, Settled, Settlement, newly_counted
from app.domain.voiding import LabelAct, SessionBooking, part_changes, split_labels
from app.ports.packing_store import CommitReceipt
from app.ports.session_acts import CONFLICTS_AT_MOST, ActDone, ConflictSummary
from tests.fakes.packing_store import FakePackingStore


class StoreWithSettlements(FakePackingStore):
    """A station's store of the same factory: what was settled otherwise is not taken any more."""

    def __init__(self) -> None:
        super().__init__()
        self.settled: dict[str, Settled] = {}

    def commit(self, record: PackingRecord) -> CommitReceipt:
        self._fail_if_told()
        key = record.idempotency_key
        if key in self.settled and key not in self._receipts:
            codes = [label.code.text for label in newly_counted(record)]
            raise OperationalError(ErrorCode.LABEL_TAKEN_MEANWHILE, labels=codes)
        return super().commit(record)


class FakeSessionActs:
    """``store`` is the station's side. ``reviews`` and ``acts`` are what was written, oldest first."""

    def __init__(self, store: StoreWithSettlements) -> None:
        self.store = store
        self.closed = False
        self.reviews: list[tuple[str, ReviewEntry]] = []
        self.acts: list[Act] = []

    def booking(self, session_id: str) -> SessionBooking | None:
        self.store._fail_if_told()
        record = next((each for each in self.store.records if each.session.session_id == session_id), None)
        if record is None:
            return None
        packed = self.store._notes[record.session.note.number]
        recorded = {label.code.text: label for label in packed.labels}
        voided = next((each for each in self._entries(session_id) if each.deed == ReviewDeed.VOIDED), None)
        own, lost = ((), ()) if voided else split_labels(session_id, self._label_acts(record), recorded)
        gone = {label.code for label in own}
        asked: dict[PartNumber, int] = {part.part_number: part.quantity for part in record.session.note.parts}
        after = [label for label in packed.labels if label.code not in gone]
        return SessionBooking(
            session_id,
            record.session.note.number.text,
            packed.packing_code,
            record.station_id,
            record.operator,
            record.submitted_at,
            own,
            lost,
            tuple(label.code for label in record.session.removed),
            part_changes(asked, packed.labels, after),
            voided.at if voided else "",
            voided.by if voided else "",
        )

    def void(self, shown: SessionBooking, act: Act, act_id: str) -> ActDone:
        if self._done_before(act, act_id):
            return ActDone(repeated=True)
        self._check(shown)
        gone = {label.code for label in shown.own}
        for number, packed in list(self.store._notes.items()):
            if number.text == shown.dn:
                self.store._notes[number] = replace(
                    packed, labels=tuple(x for x in packed.labels if x.code not in gone)
                )
        for code in gone:
            self.store._master[code] = replace(self.store._master[code], used=False)
        self._reviewed(shown.session_id, ReviewDeed.VOIDED, act)
        self.acts.append(act)
        return ActDone(repeated=False)

    def reopen(self, shown: SessionBooking, act: Act, act_id: str) -> ActDone:
        if self._done_before(act, act_id):
            return ActDone(repeated=True)
        self._check(shown)
        state = review_state(each.deed for each in self._entries(shown.session_id))
        self._reviewed(shown.session_id, ReviewDeed.SESSION_REOPENED, act)
        if state is ReviewState.REVIEWED:
            self._reviewed(shown.session_id, ReviewDeed.REOPENED, act)
        self.acts.append(act)
        return ActDone(repeated=False)

    def conflicts(self, *, settled: bool, limit: int = CONFLICTS_AT_MOST) -> Sequence[ConflictSummary]:
        self.store._fail_if_told()
        of_kind = [each for key, each in self.store.conflicts.items() if (key in self.store.settled) is settled]
        order = sorted(of_kind, key=lambda each: self.store.settled[each.conflict_id].at if settled else each.found_at)
        return [self._summary(each) for each in (reversed(order) if settled else order)][:limit]

    def conflict(self, conflict_id: str, known: NoteKnown) -> ConflictCase | None:
        self.store._fail_if_told()
        conflict = self.store.conflicts.get(conflict_id)
        if conflict is None:
            return None
        packed = self.store._notes.get(conflict.record.session.note.number)
        receipt = self.store._receipts.get(conflict_id)
        return ConflictCase(
            conflict,
            self._labels_now(conflict),
            packed.labels if packed else (),
            known,
            receipt[1].packing_code if receipt else "",
            self.store.settled.get(conflict_id),
        )

    def settle(
        self, shown: ConflictCase, settlement: Settlement, record: PackingRecord | None, act: Act, act_id: str
    ) -> ActDone:
        if self._done_before(act, act_id):
            return ActDone(repeated=True)
        conflict_id = shown.conflict.conflict_id
        if self.conflict(conflict_id, shown.known) != shown:
            raise OperationalError(ErrorCode.ACT_TOO_LATE, problem="it stands otherwise now")
        code = self.store.commit(record).packing_code if record else shown.booked_as
        by = ", ".join(filter(None, (act.by, act.second)))
        self.store.settled[conflict_id] = Settled(settlement, by, act.at, act.reason)
        self.acts.append(act)
        return ActDone(repeated=False, packing_code=code)

    def close(self) -> None:
        self.closed = True

    # -- inside -----------------------------------------------------------------------------------------------------

    def _entries(self, session_id: str) -> list[ReviewEntry]:
        return [entry for session, entry in self.reviews if session == session_id]

    def _reviewed(self, session_id: str, deed: ReviewDeed, act: Act) -> None:
        entry = ReviewEntry(len(self.reviews) + 1, deed.value, act.by, act.at, act.reason, act.second)
        self.reviews.append((session_id, entry))

    def _done_before(self, act: Act, act_id: str) -> bool:
        self.store._fail_if_told()
        same = [each for each in self.acts if each.subject == act.subject]
        return any(json.loads(each.after)["act"] == act_id for each in same)

    def _check(self, shown: SessionBooking) -> None:
        if shown.voided_at or self.booking(shown.session_id) != shown:
            raise OperationalError(ErrorCode.ACT_TOO_LATE, problem="it stands otherwise now")

    def _label_acts(self, of: PackingRecord) -> list[LabelAct]:
        asked = {label.code for label in newly_counted(of)}
        acts = [
            LabelAct(label.code, each.session.session_id, counted)
            for each in self.store.records
            if each.session.note.number == of.session.note.number
            for labels, counted in ((each.session.removed, False), (newly_counted(each), True))
            for label in labels
        ]
        return [act for act in acts if act.code in asked]

    def _labels_now(self, conflict: Conflict) -> tuple[CaseLabel, ...]:
        session = conflict.record.session
        packed = self.store._notes.get(session.note.number)
        known = {label.code for label in packed.labels} if packed else set()
        new = [self._new_label(label, conflict) for label in newly_counted(conflict.record)]
        old = [
            CaseLabel(
                label,
                label.code in conflict.labels,
                LabelNow.RECORDED if label.code in known else LabelNow.NOT_RECORDED,
            )
            for label in session.removed
        ]
        return (*new, *old)

    def _new_label(self, label: ScannedLabel, conflict: Conflict) -> CaseLabel:
        code: LabelCode = label.code
        master = self.store._master.get(code)
        if master is None:
            return CaseLabel(label, code in conflict.labels, LabelNow.MISSING)
        now = LabelNow.TAKEN if master.used else LabelNow.FREE
        return CaseLabel(label, code in conflict.labels, now, self.store._holder(code))

    def _summary(self, conflict: Conflict) -> ConflictSummary:
        session = conflict.record.session
        return ConflictSummary(
            conflict.conflict_id,
            session.note.number.text,
            session.session_id,
            conflict.record.station_id,
            conflict.reason.value,
            conflict.found_at,
            len(conflict.labels),
            self.store.settled.get(conflict.conflict_id),
        )
