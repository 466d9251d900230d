"""The packing desk: every phase, everything it says, and what it never loses."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from app.domain.decision import Accepted, Refused, RefusedReason
from app.domain.errors import ErrorCode, OperationalError
from app.domain.labels import LabelCode
from app.domain.notices import InfoCode, NoticeCode, Tone
from app.domain.packing_session import Agreement, LabelRefusal, PackingRecord
from app.messages import notice_sentence
from app.ports.packing_store import CommitReceipt
from app.use_cases.desk import Desk, DeskState, Phase
from tests.fakes.delivery_notes import FakeDeliveryNotes
from tests.fakes.packing_store import FakePackingStore
from tests.fakes.station_parts import SetClock, note_of
from tests.unit.builders import D26L, D26R, D31R, accepted, label_record, note, part, refused

DN, NEXT_DN = "KSS007317A", "KSS007401B"
ERP_ERRORS = {
    ErrorCode.ERP_UNREACHABLE: OperationalError(ErrorCode.ERP_UNREACHABLE, address="http://erp", problem="refused"),
    ErrorCode.ERP_TOO_SLOW: OperationalError(ErrorCode.ERP_TOO_SLOW, address="http://erp", timeout_s=15.0),
    ErrorCode.ERP_ANSWER_UNUSABLE: OperationalError(ErrorCode.ERP_ANSWER_UNUSABLE, dn=DN, problem="it is not JSON"),
}
LOCKED = OperationalError(ErrorCode.DATABASE_LOCKED, path="countersign.sqlite")
UNWRITABLE = OperationalError(ErrorCode.DATABASE_UNWRITABLE, path="countersign.sqlite", problem="the disk is full")
MISMATCH = OperationalError(ErrorCode.DATABASE_MISMATCH, problem="a table is missing")
UNREACHABLE = OperationalError(ErrorCode.DATABASE_UNREACHABLE, problem="no connection to whcomp")
DATABASE_ERRORS = {error.code: error for error in (LOCKED, UNWRITABLE, MISMATCH, UNREACHABLE)}


class TalkativeStore(FakePackingStore):
    """Remembers what was sent to it; while ``answer_lost``, a commit is written and then the connection breaks."""

    def __init__(self) -> None:
        super().__init__(
            [
                label_record("L-1", D26L, 45),
                label_record("L-2", D26L, 45),
                label_record("L-3", D31R, 90),
                label_record("BIG", D26L, 91),
                label_record("OTHER", D26R),
                label_record("OFF", D26L, active=False),
                label_record("USED", D26L, used=True),
            ]
        )
        self.sent: list[PackingRecord] = []
        self.answer_lost = False

    def commit(self, record: PackingRecord) -> CommitReceipt:
        self.sent.append(record)
        receipt = super().commit(record)
        if self.answer_lost:
            raise UNREACHABLE
        return receipt


class Bench:
    """A desk with a note of two parts, 90 of each; whatever it publishes has words for it, with nothing left open."""

    def __init__(self, agreement: Agreement = Agreement.TWO_WAY) -> None:
        self.notes = FakeDeliveryNotes([note(D26L, D31R), note_of(NEXT_DN, Z_CV01_D26LXXX_C03N_NL_DG00=10)])
        self.store, self.clock = TalkativeStore(), SetClock()
        self.published: list[DeskState] = []
        self.desk = self.new_desk("station-7", agreement)

    def new_desk(self, station: str, agreement: Agreement = Agreement.TWO_WAY) -> Desk:
        return Desk(self.notes, self.store, self.clock, station, self._publish, agreement=agreement)

    def _publish(self, state: DeskState) -> None:
        words = str(notice_sentence(state.notice))
        assert words
        assert "?" not in words
        assert "None" not in words
        assert state.revision == len(self.published) + 1
        self.published.append(state)

    @property
    def state(self) -> DeskState:
        return self.desk.state

    def said(self) -> tuple[Tone, NoticeCode]:
        return self.state.notice.tone, self.state.notice.code

    def phase(self) -> Phase:
        return self.state.phase

    @property
    def labels(self) -> list[str]:
        return [str(label.code) for label in self.state.session.labels] if self.state.session else []

    def scan(self, *texts: str) -> None:
        for text in texts:
            self.desk.scan(text)

    def decide(self, decision: Accepted | Refused) -> None:
        assert self.state.note is not None
        self.desk.record_decision(self.state.note, decision)

    def packed(self) -> "Bench":
        """The same plant the next day: the note has been packed with L-1, and lacks the rest."""
        self.scan(DN, "L-1")
        self.desk.submit("the rest comes tomorrow")
        assert self.phase() is Phase.COMMITTED
        return self


@pytest.fixture
def bench() -> Bench:
    return Bench()


# -- everything it can say --------------------------------------------------------------------------------------------


def _fail(on: str, error: OperationalError) -> Callable[[Bench], None]:
    def scene(bench: Bench) -> None:
        getattr(bench, on).error = error
        bench.scan(DN)

    return scene


def _scans(*texts: str) -> Callable[[Bench], None]:
    return lambda bench: bench.scan(DN, *texts)


def _take_back(bench: Bench, *texts: str) -> None:
    bench.scan(DN, "L-1")
    bench.desk.take_back(texts[0])


def _recorded(bench: Bench) -> None:
    bench.packed().scan(DN)
    bench.desk.reopen()
    bench.desk.take_back("L-1")


def _leave(bench: Bench, *texts: str) -> None:
    bench.scan(DN, *texts)
    bench.desk.leave_note()


def _decide(decision: Accepted | Refused) -> Callable[[Bench], None]:
    def scene(bench: Bench) -> None:
        bench.scan(DN)
        bench.decide(decision)

    return scene


def _submit(*texts: str) -> Callable[[Bench], None]:
    def scene(bench: Bench) -> None:
        bench.scan(DN, *texts)
        bench.desk.submit()

    return scene


def _taken_meanwhile(bench: Bench) -> None:
    bench.scan(DN, "L-1", "L-2", "L-3")
    other = Bench()
    other.store = bench.store
    other.desk = other.new_desk("station-8")
    other.scan(DN, "L-1")
    other.desk.submit("only one carton here")
    bench.desk.submit()


def _three_way(label: str, *shown: Accepted | Refused) -> Callable[[Bench], None]:
    def scene(bench: Bench) -> None:
        bench.desk = bench.new_desk("station-7", Agreement.THREE_WAY)
        bench.scan(DN)
        for decision in shown:
            bench.decide(decision)
        bench.scan(label)

    return scene


B20R = "W_CV01_B20RXXX_B03N_NL_DG00"
SCENES: Mapping[NoticeCode, tuple[Tone, Callable[[Bench], None]]] = {
    InfoCode.SCAN_NOTE: (Tone.INFO, lambda bench: None),
    InfoCode.NOTE_OPENED: (Tone.INFO, _scans()),
    InfoCode.ALREADY_PACKED: (Tone.REFUSED, lambda bench: bench.packed().scan(DN)),
    InfoCode.NOTE_LEFT: (Tone.INFO, _leave),
    InfoCode.PART_ACCEPTED: (Tone.GOOD, _decide(accepted(D26L))),
    InfoCode.LABEL_COUNTED: (Tone.GOOD, _scans("L-1")),
    InfoCode.LABEL_TAKEN_BACK: (Tone.INFO, lambda bench: _take_back(bench, "L-1")),
    InfoCode.LABEL_NOT_HERE: (Tone.REFUSED, lambda bench: _take_back(bench, "L-2")),
    InfoCode.LABEL_RECORDED: (Tone.REFUSED, _recorded),
    InfoCode.NOTHING_TO_SUBMIT: (Tone.REFUSED, _submit()),
    InfoCode.DISCREPANCY_NEEDED: (Tone.REFUSED, _submit("L-1")),
    InfoCode.SUBMIT_UNFINISHED: (Tone.REFUSED, lambda bench: _leave(bench, "L-1")),
    InfoCode.COMMITTED: (Tone.GOOD, _submit("L-1", "L-2", "L-3")),
    RefusedReason.NOT_ON_NOTE: (Tone.REFUSED, _decide(refused(D26R))),
    LabelRefusal.UNREADABLE: (Tone.REFUSED, _scans("two words")),
    LabelRefusal.UNKNOWN: (Tone.REFUSED, _scans("NOBODY")),
    LabelRefusal.INACTIVE: (Tone.REFUSED, _scans("OFF")),
    LabelRefusal.SCANNED_ALREADY: (Tone.REFUSED, _scans("L-1", "L-1")),
    LabelRefusal.USED_ELSEWHERE: (Tone.REFUSED, _scans("USED")),
    LabelRefusal.PART_NOT_ON_NOTE: (Tone.REFUSED, _scans("OTHER")),
    LabelRefusal.QUANTITY_EXCEEDED: (Tone.REFUSED, _scans("BIG")),
    LabelRefusal.CAMERA_HAS_NOT_SEEN: (Tone.REFUSED, _three_way("L-1")),
    LabelRefusal.CAMERA_SAW_OTHER: (Tone.REFUSED, _three_way("L-1", accepted(D26L), accepted(D31R))),
    LabelRefusal.CAMERA_SAW_WRONG_PART: (Tone.REFUSED, _three_way("L-1", accepted(D26L), refused(D26R))),
    LabelRefusal.CAMERA_AND_LABEL_NOT_ON_NOTE: (Tone.REFUSED, _three_way("OTHER", refused(D26R))),
    LabelRefusal.ALL_DISAGREE: (Tone.REFUSED, _three_way("OTHER", refused(B20R))),
    ErrorCode.DN_NOT_READABLE: (Tone.REFUSED, lambda bench: bench.scan("not a DN")),
    ErrorCode.DN_NOT_REGISTERED: (Tone.REFUSED, lambda bench: bench.scan("KSS999")),
    ErrorCode.LABEL_TAKEN_MEANWHILE: (Tone.TROUBLE, _taken_meanwhile),
    **{code: (Tone.TROUBLE, _fail("notes", error)) for code, error in ERP_ERRORS.items()},
    **{code: (Tone.TROUBLE, _fail("store", error)) for code, error in DATABASE_ERRORS.items()},
}


@pytest.mark.parametrize("code", SCENES, ids=str)
def test_everything_it_says(bench: Bench, code: NoticeCode) -> None:
    tone, scene = SCENES[code]
    scene(bench)
    assert bench.said() == (tone, code)


def test_nothing_it_can_say_is_missing_here() -> None:
    told_elsewhere = {"alias", "model", "server", "station", "control", "port", "setting", "file", "extra"}
    errors = {code for code in ErrorCode if code.value.split("_")[0] not in told_elsewhere}
    assert set(SCENES) == {*InfoCode, *LabelRefusal, *RefusedReason, *errors}


# -- the note ---------------------------------------------------------------------------------------------------------


def test_a_scan_while_waiting_is_a_dn_number(bench: Bench) -> None:
    bench.scan("  kss007317a\r\n")
    assert bench.phase() is Phase.PACKING
    assert [str(number) for number in bench.notes.asked] == [DN]
    assert bench.state.notice.details["parts"] == 2


def test_what_is_no_dn_number_never_reaches_the_erp(bench: Bench) -> None:
    bench.scan("KSS 007317A'--")
    assert bench.notes.asked == []


@pytest.mark.parametrize("code", [*ERP_ERRORS, *DATABASE_ERRORS], ids=str)
def test_a_note_that_cannot_be_opened_leaves_the_desk_waiting_and_can_be_tried_again(
    bench: Bench, code: ErrorCode
) -> None:
    SCENES[code][1](bench)
    assert (bench.phase(), bench.state.session) == (Phase.WAITING_FOR_NOTE, None)
    bench.notes.error = bench.store.error = None
    bench.scan(DN)
    assert bench.phase() is Phase.PACKING


def test_a_packed_note_is_offered_with_its_code_and_opened_only_when_asked(bench: Bench) -> None:
    code = bench.packed().state.packing_code
    bench.scan(DN)
    assert bench.phase() is Phase.ALREADY_PACKED
    assert bench.state.notice.details["packing_code"] == code
    bench.desk.reopen()
    assert bench.phase() is Phase.PACKING
    assert bench.labels == ["L-1"]


def test_a_reopened_note_counts_its_recorded_labels_and_writes_only_new_ones(bench: Bench) -> None:
    code = bench.packed().state.packing_code
    bench.scan(DN)
    bench.desk.reopen()
    bench.scan("L-1")
    assert bench.said() == (Tone.REFUSED, LabelRefusal.SCANNED_ALREADY)
    bench.scan("L-2", "L-3")
    bench.desk.submit()
    assert bench.said() == (Tone.GOOD, InfoCode.COMMITTED)
    assert bench.state.packing_code == code
    assert [(str(label.code), label.recorded) for label in bench.store.sent[-1].session.labels] == [
        ("L-1", True),
        ("L-2", False),
        ("L-3", False),
    ]


def test_reopen_means_nothing_elsewhere(bench: Bench) -> None:
    bench.desk.reopen()
    bench.scan(DN, "L-1")
    before = bench.state
    bench.desk.reopen()
    assert bench.state is before


def test_another_note_may_be_scanned_instead_of_reopening_or_after_a_commit(bench: Bench) -> None:
    bench.packed().scan(DN)
    bench.scan(NEXT_DN)
    assert bench.phase() is Phase.PACKING
    assert bench.state.note is not None
    assert str(bench.state.note.number) == NEXT_DN
    assert bench.state.packed is None


def test_a_note_with_fresh_labels_is_neither_left_nor_replaced(bench: Bench) -> None:
    bench.scan(DN, "L-1")
    bench.desk.leave_note()
    bench.desk.open_note(NEXT_DN)
    assert bench.said() == (Tone.REFUSED, InfoCode.SUBMIT_UNFINISHED)
    assert bench.labels == ["L-1"]
    bench.desk.take_back("L-1")
    bench.desk.leave_note()
    assert bench.phase() is Phase.WAITING_FOR_NOTE
    assert bench.state.session is None


def test_a_reopened_note_with_nothing_new_may_be_left(bench: Bench) -> None:
    bench.packed().scan(DN)
    bench.desk.reopen()
    bench.desk.leave_note()
    assert bench.phase() is Phase.WAITING_FOR_NOTE


# -- parts ------------------------------------------------------------------------------------------------------------


def test_an_accepted_part_is_ticked_and_a_refused_or_open_one_is_not(bench: Bench) -> None:
    bench.scan(DN)
    assert bench.said() == (Tone.INFO, InfoCode.NOTE_OPENED)
    bench.decide(refused(D26R))
    assert bench.state.session is not None
    assert not bench.state.session.inspected
    bench.decide(accepted(D31R))
    assert bench.state.session.inspected == {part(D31R)}


def test_a_late_decision_for_another_note_changes_nothing(bench: Bench) -> None:
    bench.scan(NEXT_DN)
    before = bench.state
    bench.desk.record_decision(note(D26L, D31R), accepted(D31R))
    assert bench.state is before


def test_a_late_decision_after_the_end_changes_nothing(bench: Bench) -> None:
    bench.packed()
    before = bench.state
    bench.decide(accepted(D31R))
    bench.scan(DN)
    bench.decide(accepted(D31R))
    assert before.session is not None
    assert bench.state.session is not None
    assert not bench.state.session.inspected
    assert len(bench.published) == before.revision + 1


# -- labels -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["OFF", "USED", "OTHER", "BIG", "NOBODY", "two words"])
def test_a_refused_label_never_enters_the_session(bench: Bench, text: str) -> None:
    bench.scan(DN, "L-1", text)
    assert bench.labels == ["L-1"]


def test_too_many_pieces_are_told_with_both_numbers(bench: Bench) -> None:
    bench.scan(DN, "L-1", "BIG")
    details = bench.state.notice.details
    assert (details["label_quantity"], details["open_quantity"], details["part"]) == (91, 45, part(D26L))


def test_a_label_that_was_taken_back_counts_again(bench: Bench) -> None:
    bench.scan(DN, "L-1")
    bench.desk.take_back("\x02L-1\r")
    assert bench.labels == []
    bench.scan("L-1")
    assert bench.labels == ["L-1"]


def test_a_label_is_stamped_with_the_time_of_its_scan(bench: Bench) -> None:
    bench.scan(DN, "L-1")
    assert bench.state.session is not None
    assert bench.state.session.labels[0].scanned_at == bench.clock.utc().isoformat()


def test_taking_back_means_nothing_without_an_open_note(bench: Bench) -> None:
    bench.desk.take_back("L-1")
    assert bench.published == []


@pytest.mark.parametrize("error", DATABASE_ERRORS.values(), ids=str)
def test_a_label_that_cannot_be_looked_up_may_be_scanned_again(bench: Bench, error: OperationalError) -> None:
    bench.scan(DN, "L-1")
    bench.store.error = error
    bench.scan("L-2")
    assert bench.said() == (Tone.TROUBLE, error.code)
    bench.store.error = None
    bench.scan("L-2")
    assert bench.labels == ["L-1", "L-2"]


# -- the end ----------------------------------------------------------------------------------------------------------


def test_a_fulfilled_session_is_committed_as_it_stands(bench: Bench) -> None:
    bench.scan(DN)
    bench.decide(accepted(D26L))
    bench.scan("L-1", "L-2", "L-3")
    bench.desk.submit("not needed")
    (record,) = bench.store.records
    assert record.packing_code == f"PKG-{DN}-{int(bench.clock.utc().timestamp() * 1000)}"
    assert (record.station_id, record.submitted_at) == ("station-7", bench.clock.utc().isoformat())
    assert record.discrepancy_reason == ""
    assert record.session.inspected == {part(D26L)}
    assert bench.phase() is Phase.COMMITTED
    assert bench.state.packing_code == record.packing_code
    assert bench.state.notice.details == {"packing_code": record.packing_code, "labels": 3}


@pytest.mark.parametrize("blank", ["", "  \t"])
def test_open_parts_need_a_reason(bench: Bench, blank: str) -> None:
    bench.scan(DN, "L-1", "L-2")
    bench.desk.submit(blank)
    assert bench.said() == (Tone.REFUSED, InfoCode.DISCREPANCY_NEEDED)
    assert bench.state.notice.details["open"] == 1
    bench.desk.submit(" carton is wet ")
    assert bench.store.records[0].discrepancy_reason == "carton is wet"


def test_submit_means_nothing_without_an_open_note(bench: Bench) -> None:
    bench.desk.submit("a reason")
    bench.packed()
    bench.desk.submit("a reason")
    assert len(bench.store.sent) == 1


CERTAIN = [LOCKED, UNWRITABLE, MISMATCH, OperationalError(ErrorCode.LABEL_TAKEN_MEANWHILE, labels=["L-3"])]


@pytest.mark.parametrize("error", CERTAIN, ids=lambda error: error.code)
def test_after_a_commit_that_was_certainly_not_written_the_session_may_still_change(
    bench: Bench, error: OperationalError
) -> None:
    bench.scan(DN, "L-1", "L-2", "L-3")
    bench.store.error = error
    bench.desk.submit()
    assert bench.said() == (Tone.TROUBLE, error.code)
    assert (bench.phase(), bench.state.unsent) == (Phase.PACKING, False)
    assert bench.labels == ["L-1", "L-2", "L-3"]
    bench.store.error = None
    bench.desk.take_back("L-3")
    bench.desk.submit("the third is damaged")
    first, second = bench.store.sent
    assert first.idempotency_key != second.idempotency_key
    assert [str(label.code) for label in bench.store.records[0].session.labels] == ["L-1", "L-2"]


def test_after_an_unknown_outcome_the_very_same_record_is_sent_until_it_is_answered(bench: Bench) -> None:
    bench.scan(DN, "L-1", "L-2", "L-3")
    bench.store.answer_lost = True
    bench.desk.submit()
    bench.clock.now_s += 60
    bench.desk.submit("a reason that comes too late")
    assert (bench.phase(), bench.state.unsent) == (Phase.PACKING, True)
    bench.store.answer_lost = False
    bench.desk.submit()
    assert bench.store.sent[1:] == [bench.store.sent[0]] * 2
    assert len(bench.store.records) == 1
    assert (bench.phase(), bench.state.unsent) == (Phase.COMMITTED, False)


def test_an_unsent_record_can_no_longer_change(bench: Bench) -> None:
    bench.scan(DN, "L-1", "L-2", "L-3")
    bench.store.error = UNREACHABLE
    bench.desk.submit()
    bench.store.error = None
    session = bench.state.session
    bench.desk.take_back("L-1")
    bench.decide(accepted(D26L))
    for attempt in (lambda: bench.scan("L-2"), bench.desk.leave_note, lambda: bench.desk.open_note(NEXT_DN)):
        attempt()
        assert bench.said() == (Tone.REFUSED, InfoCode.SUBMIT_UNFINISHED)
    assert (bench.state.session, bench.state.unsent) == (session, True)


def test_an_unsent_record_without_a_fresh_label_is_not_left_either(bench: Bench) -> None:
    bench.packed().scan(DN)
    bench.desk.reopen()
    bench.store.error = UNREACHABLE
    bench.desk.submit("nothing more will come")
    bench.store.error = None
    bench.desk.leave_note()
    bench.desk.open_note(NEXT_DN)
    assert bench.said() == (Tone.REFUSED, InfoCode.SUBMIT_UNFINISHED)
    bench.desk.submit()
    assert bench.store.sent[-1].session.note.number == bench.store.sent[0].session.note.number
    assert bench.phase() is Phase.COMMITTED


@pytest.mark.parametrize("error", [LOCKED, UNWRITABLE, MISMATCH], ids=lambda error: error.code)
def test_a_resend_that_fails_says_nothing_about_the_first_attempt(bench: Bench, error: OperationalError) -> None:
    bench.scan(DN, "L-1", "L-2", "L-3")
    bench.store.answer_lost = True
    bench.desk.submit()
    bench.store.answer_lost, bench.store.error = False, error
    bench.desk.submit()
    assert bench.state.unsent
    bench.store.error = None
    bench.desk.submit()
    assert bench.phase() is Phase.COMMITTED
    assert len(bench.store.records) == 1


def test_a_resend_that_finds_a_label_taken_frees_the_session_for_the_record_was_not_there(bench: Bench) -> None:
    bench.scan(DN, "L-1", "L-2", "L-3")
    bench.store.error = UNREACHABLE
    bench.desk.submit()
    bench.store.error = CERTAIN[-1]
    bench.desk.submit()
    assert not bench.state.unsent


def test_the_next_note_starts_clean(bench: Bench) -> None:
    bench.packed().scan(NEXT_DN)
    state = bench.state
    assert state.session is not None
    assert state.session.labels == ()
    assert not state.session.inspected
    assert (state.packing_code, state.packed, state.unsent) == ("", None, False)
    assert state.session.session_id != bench.store.sent[0].session.session_id


def test_a_label_whose_master_changed_between_scan_and_commit_is_named(bench: Bench) -> None:
    _taken_meanwhile(bench)
    assert bench.state.notice.details["labels"] == ["L-1"]
    assert bench.store.find_label(LabelCode("L-2")) == replace(label_record("L-2", D26L, 45))


# -- three-way agreement ---------------------------------------------------------------------------------------------


@pytest.fixture
def three_way() -> Bench:
    opened = Bench(Agreement.THREE_WAY)
    opened.scan(DN)
    return opened


def test_a_label_counts_when_camera_label_and_note_agree(three_way: Bench) -> None:
    three_way.decide(accepted(D26L))
    three_way.scan("L-1", "L-2")
    assert three_way.labels == ["L-1", "L-2"]
    session = three_way.state.session
    assert session is not None
    assert session.agreement is Agreement.THREE_WAY
    assert session.decisions == (accepted(D26L),)


def test_with_two_way_agreement_the_camera_is_not_asked(bench: Bench) -> None:
    bench.scan(DN)
    bench.decide(refused(D26R))
    bench.scan("L-1")
    assert bench.labels == ["L-1"]
    assert bench.state.session is not None
    assert bench.state.session.agreement is Agreement.TWO_WAY
