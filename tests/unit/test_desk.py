"""The packing desk: every phase, everything it says, and what it never loses."""

from collections.abc import Callable, Mapping

import pytest

from app.domain.decision import Accepted, Refused, RefusedReason
from app.domain.errors import ErrorCode, OperationalError
from app.domain.labels import LabelCode
from app.domain.notices import InfoCode, NoticeCode, Tone
from app.domain.packing_session import Agreement, LabelRefusal, PackingRecord
from app.messages import notice_sentence
from app.ports.station_record import MessageState
from app.use_cases.desk import Desk
from app.use_cases.desk_state import DeskState, Phase
from app.use_cases.plant import ASK_AGAIN_S, Plant
from app.use_cases.relay import Relay
from tests.fakes.alias_table import FakeAliasTable
from tests.fakes.delivery_notes import FakeDeliveryNotes
from tests.fakes.packing_store import FakePackingStore
from tests.fakes.station_parts import SetClock, note_of
from tests.fakes.station_record import FakeStationRecord
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
DAMAGED = OperationalError(ErrorCode.RECORD_DAMAGED, path="station.sqlite", problem="a page is torn")
RECORD_ERRORS = {error.code: error for error in (LOCKED, UNWRITABLE, DAMAGED)}
"""What the station's own disk may say."""
AWAY = (LOCKED, UNWRITABLE, UNREACHABLE)
"""What the factory's database says while it is away."""


def cartons() -> FakePackingStore:
    return FakePackingStore(
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


class Bench:
    """A desk with a note of two parts, 90 of each; whatever it publishes has words for it, with nothing left open."""

    def __init__(self, agreement: Agreement = Agreement.TWO_WAY) -> None:
        self.notes = FakeDeliveryNotes([note(D26L, D31R), note_of(NEXT_DN, Z_CV01_D26LXXX_C03N_NL_DG00=10)])
        self.store, self.clock, self.record = cartons(), SetClock(), FakeStationRecord()
        self.aliases = FakeAliasTable()
        self.online = True
        self.published: list[DeskState] = []
        self.desk = self.new_desk("station-7", agreement)

    def new_desk(self, station: str, agreement: Agreement = Agreement.TWO_WAY) -> Desk:
        self.plant = Plant(self.notes, self.store, self.aliases, self.record.cache, self.clock)
        return Desk(
            self.plant, self.record, self.clock, station, self._publish, submitted=self._submitted, agreement=agreement
        )

    def restarted(self) -> Desk:
        """The station is started again, on the record that it left."""
        self.published.clear()
        self.desk = self.new_desk("station-7")
        self.desk.resume()
        return self.desk

    def _submitted(self) -> None:
        if self.online:
            self.send()

    def send(self) -> None:
        relay = Relay(self.record.outbox, self.store, self.notes, self.clock)
        for message in self.record.outbox.due():
            self.desk.delivered(relay.deliver(message))

    @property
    def sent(self) -> list[PackingRecord]:
        return [message.record for message in self.record.outbox.kept]

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
        assert self.phase() is Phase.SUBMITTED
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


def _remembered(bench: Bench) -> None:
    bench.scan(DN)
    bench.desk.leave_note()
    _fail("notes", ERP_ERRORS[ErrorCode.ERP_TOO_SLOW])(bench)


def _alone(*texts: str) -> Callable[[Bench], None]:
    """The database goes away once the note is open; the station has seen L-1 and OFF before."""

    def scene(bench: Bench) -> None:
        bench.record.cache.keep_labels([label_record("L-1", D26L, 45), label_record("OFF", D26L, active=False)])
        bench.scan(DN)
        bench.store.error = UNREACHABLE
        bench.scan(*texts)

    return scene


def _full(bench: Bench) -> None:
    bench.scan(DN)
    bench.record.disk.free = lambda: 0
    bench.scan("L-1")


def _resumed(bench: Bench) -> None:
    bench.scan(DN, "L-1")
    bench.restarted()


def _refused_by_the_database(bench: Bench) -> None:
    bench.online = False
    _submit("L-1", "L-2", "L-3")(bench)
    bench.store.error = MISMATCH
    bench.send()


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


def _saved(bench: Bench) -> None:
    bench.online = False
    _submit("L-1", "L-2", "L-3")(bench)


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
    InfoCode.NOTE_REMEMBERED: (Tone.INFO, _remembered),
    InfoCode.NOTE_PROVISIONAL: (Tone.INFO, _fail("notes", ERP_ERRORS[ErrorCode.ERP_UNREACHABLE])),
    InfoCode.RESUMED: (Tone.INFO, _resumed),
    InfoCode.ALREADY_PACKED: (Tone.REFUSED, lambda bench: bench.packed().scan(DN)),
    InfoCode.NOTE_LEFT: (Tone.INFO, _leave),
    InfoCode.PART_ACCEPTED: (Tone.GOOD, _decide(accepted(D26L))),
    InfoCode.LABEL_COUNTED: (Tone.GOOD, _scans("L-1")),
    InfoCode.LABEL_TAKEN_BACK: (Tone.INFO, lambda bench: _take_back(bench, "L-1")),
    InfoCode.LABEL_NOT_HERE: (Tone.REFUSED, lambda bench: _take_back(bench, "L-2")),
    InfoCode.LABEL_REMOVED: (Tone.INFO, _recorded),
    InfoCode.NOTHING_TO_SUBMIT: (Tone.REFUSED, _submit()),
    InfoCode.DISCREPANCY_NEEDED: (Tone.INFO, _submit("L-1")),
    InfoCode.SUBMIT_UNFINISHED: (Tone.REFUSED, lambda bench: _leave(bench, "L-1")),
    InfoCode.SAVED: (Tone.GOOD, _saved),
    InfoCode.COMMITTED: (Tone.GOOD, _submit("L-1", "L-2", "L-3")),
    InfoCode.IN_CONFLICT: (Tone.TROUBLE, _taken_meanwhile),
    InfoCode.QUARANTINED: (Tone.TROUBLE, _refused_by_the_database),
    RefusedReason.NOT_ON_NOTE: (Tone.REFUSED, _decide(refused(D26R))),
    LabelRefusal.UNREADABLE: (Tone.REFUSED, _scans("two words")),
    LabelRefusal.UNKNOWN: (Tone.REFUSED, _scans("NOBODY")),
    LabelRefusal.UNKNOWN_OFFLINE: (Tone.REFUSED, _alone("NOBODY")),
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
    ErrorCode.DISK_NEARLY_FULL: (Tone.TROUBLE, _full),
    ErrorCode.ERP_ANSWER_UNUSABLE: (Tone.TROUBLE, _fail("notes", ERP_ERRORS[ErrorCode.ERP_ANSWER_UNUSABLE])),
    ErrorCode.DATABASE_MISMATCH: (Tone.TROUBLE, _fail("store", MISMATCH)),
    **{code: (Tone.TROUBLE, _fail("record", error)) for code, error in RECORD_ERRORS.items()},
}
OF_THE_WORKPLACE = {
    InfoCode.SIGN_IN, InfoCode.SIGNED_IN, InfoCode.SIGNED_IN_WAITING, InfoCode.NOT_A_BADGE, InfoCode.NO_SIGN_IN,
    InfoCode.COMMAND_UNKNOWN, InfoCode.SECRET_WANTED, InfoCode.LOCKED, InfoCode.SHIFT_SHOW_BAD,
    InfoCode.PROGRAM_TOO_OLD, InfoCode.MODEL_TAKEN, InfoCode.MODEL_GONE_BACK,
    InfoCode.SHIFT_SHOW_GOOD, InfoCode.SHIFT_PASSED, InfoCode.SHIFT_FAILED,
    InfoCode.GO_ON, InfoCode.NOTHING_TO_CONFIRM, InfoCode.NOTHING_TO_UNDO, InfoCode.SENT_ALREADY,
    InfoCode.SUBMISSION_TAKEN_BACK, InfoCode.NOTHING_OPEN, InfoCode.REASON_CHOSEN, InfoCode.REASON_LEFT,
    InfoCode.LEAVING, InfoCode.LABEL_TOO_LATE,
}  # fmt: skip
TOLD_ELSEWHERE = {
    *OF_THE_WORKPLACE,
    ErrorCode.ERP_UNREACHABLE,  # the note is opened without it
    ErrorCode.ERP_TOO_SLOW,
    ErrorCode.DATABASE_UNREACHABLE,  # the station goes on alone; the status bar says so
    ErrorCode.LABEL_TAKEN_MEANWHILE,  # they make a conflict
    ErrorCode.LABEL_REMOVED_MEANWHILE,
    ErrorCode.RECORD_IN_USE,  # no station starts
    ErrorCode.RECORD_NEWER,
}


@pytest.mark.parametrize("code", SCENES, ids=str)
def test_everything_it_says(bench: Bench, code: NoticeCode) -> None:
    tone, scene = SCENES[code]
    scene(bench)
    assert bench.said() == (tone, code)


def test_nothing_it_can_say_is_missing_here() -> None:
    of_others = {"alias", "model", "server", "station", "control", "port", "setting", "file", "extra", "printer"}
    of_others |= {"not", "second", "sign", "nobody", "pepper", "secret", "person", "last", "reason", "session", "act"}
    of_others |= {"nothing", "update", "release"}
    of_others |= {"bundle", "export"}
    errors = {code for code in ErrorCode if code.value.split("_")[0] not in of_others}
    assert set(SCENES) == {*InfoCode, *LabelRefusal, *RefusedReason, *errors} - TOLD_ELSEWHERE


# -- the note ---------------------------------------------------------------------------------------------------------


def test_a_scan_while_waiting_is_a_dn_number(bench: Bench) -> None:
    bench.scan("  kss007317a\r\n")
    assert bench.phase() is Phase.PACKING
    assert [str(number) for number in bench.notes.asked] == [DN]
    assert bench.state.notice.details["parts"] == 2


def test_what_is_no_dn_number_never_reaches_the_erp(bench: Bench) -> None:
    bench.scan("KSS 007317A'--")
    assert bench.notes.asked == []


@pytest.mark.parametrize("code", [ErrorCode.ERP_ANSWER_UNUSABLE, *RECORD_ERRORS, ErrorCode.DATABASE_MISMATCH], ids=str)
def test_a_note_that_cannot_be_opened_leaves_the_desk_waiting_and_can_be_tried_again(
    bench: Bench, code: ErrorCode
) -> None:
    SCENES[code][1](bench)
    assert (bench.phase(), bench.state.session) == (Phase.WAITING_FOR_NOTE, None)
    bench.notes.error = bench.store.error = bench.record.error = None
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
    assert [(str(label.code), label.recorded) for label in bench.sent[-1].session.labels] == [
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


@pytest.mark.parametrize("error", [*RECORD_ERRORS.values(), MISMATCH], ids=str)
def test_a_label_that_cannot_be_counted_may_be_scanned_again(bench: Bench, error: OperationalError) -> None:
    bench.scan(DN, "L-1")
    source = bench.store if error is MISMATCH else bench.record
    source.error = error
    bench.scan("L-2")
    assert bench.said() == (Tone.TROUBLE, error.code)
    source.error = None
    bench.scan("L-2")
    assert bench.labels == ["L-1", "L-2"]


def test_a_label_of_a_session_on_its_way_is_used(bench: Bench) -> None:
    bench.online = False
    bench.packed().scan(NEXT_DN, "L-1")
    assert bench.said() == (Tone.REFUSED, LabelRefusal.USED_ELSEWHERE)


def test_a_recorded_label_that_is_removed_is_sent_so_and_may_be_kept_after_all(bench: Bench) -> None:
    _recorded(bench)
    assert bench.labels == []
    bench.scan("L-1")
    assert bench.labels == ["L-1"]
    bench.desk.take_back("L-1")
    bench.desk.submit("it was the wrong carton")
    assert [label.code.text for label in bench.sent[-1].session.removed] == ["L-1"]


# -- alone ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", AWAY, ids=lambda error: error.code)
def test_without_the_database_it_goes_on_from_memory(bench: Bench, error: OperationalError) -> None:
    _alone()(bench)
    bench.store.error = error
    bench.scan("L-1", "OFF", "L-2")
    assert bench.labels == ["L-1"]
    assert bench.said() == (Tone.REFUSED, LabelRefusal.UNKNOWN_OFFLINE)


def test_a_source_that_is_away_is_asked_again_after_a_while_and_not_before(bench: Bench) -> None:
    _alone("L-1")(bench)
    bench.store.error = None
    bench.scan("L-2")
    assert bench.said() == (Tone.REFUSED, LabelRefusal.UNKNOWN_OFFLINE)
    bench.clock.now_s += ASK_AGAIN_S
    bench.scan("L-2")
    assert bench.labels == ["L-1", "L-2"]


def test_the_relay_finds_out_that_a_source_is_back_so_that_no_worker_waits_for_it(bench: Bench) -> None:
    bench.notes.error = ERP_ERRORS[ErrorCode.ERP_TOO_SLOW]
    bench.store.error = UNREACHABLE
    bench.scan(DN)
    asked = len(bench.notes.asked)
    bench.desk.open_note(NEXT_DN)
    assert len(bench.notes.asked) == asked, "the worker has waited once"
    bench.plant.look_whether_back(database_answers=False)
    bench.desk.open_note(DN)
    assert bench.said() == (Tone.INFO, InfoCode.NOTE_PROVISIONAL)
    bench.notes.error = bench.store.error = None
    bench.plant.look_whether_back(database_answers=True)
    bench.desk.open_note(DN)
    bench.scan("L-2")
    assert bench.labels == ["L-2"]
    assert bench.state.session is not None
    assert not bench.state.session.provisional


def test_a_remembered_note_is_compared_as_it_was_and_says_of_when(bench: Bench) -> None:
    _remembered(bench)
    session = bench.state.session
    assert session is not None
    assert session.note == note(D26L, D31R)
    assert session.note_as_of == bench.clock.utc().isoformat()
    bench.scan("OTHER")
    assert bench.said() == (Tone.REFUSED, LabelRefusal.PART_NOT_ON_NOTE)


def test_a_note_never_seen_is_packed_by_its_labels_and_compared_when_the_erp_is_back(bench: Bench) -> None:
    bench.notes.error = ERP_ERRORS[ErrorCode.ERP_UNREACHABLE]
    bench.scan(DN, "L-1", "L-2", "OFF")
    assert bench.desk.asked is None
    assert bench.labels == ["L-1", "L-2"]
    bench.desk.submit()
    assert (bench.state.sent, bench.said()) == (MessageState.WAITING, (Tone.GOOD, InfoCode.SAVED))
    bench.notes.error = None
    bench.send()
    assert bench.state.sent is MessageState.CONFIRMED
    (record,) = bench.store.records
    assert record.session.note == note(D26L, D31R)
    assert record.session.agreement is Agreement.LABEL_ALONE


def test_a_note_packed_here_and_not_sent_yet_is_already_packed(bench: Bench) -> None:
    bench.online = False
    bench.packed()
    bench.store.error = UNREACHABLE
    bench.scan(DN)
    assert bench.phase() is Phase.ALREADY_PACKED
    bench.desk.reopen()
    assert bench.state.session is not None
    assert [(label.code.text, label.recorded) for label in bench.state.session.labels] == [("L-1", True)]


def test_a_label_taken_out_and_not_sent_yet_is_not_shown_again(bench: Bench) -> None:
    """The factory has recorded it; the session that removes it still waits."""
    bench.packed()
    bench.online = False
    bench.scan(DN)
    bench.desk.reopen()
    bench.desk.take_back("L-1")
    bench.desk.submit("it was the wrong carton")
    bench.scan(DN)
    assert bench.phase() is Phase.ALREADY_PACKED
    bench.desk.reopen()
    assert bench.labels == []


# -- the record -------------------------------------------------------------------------------------------------------


def test_after_a_restart_the_session_stands_where_it_was(bench: Bench) -> None:
    bench.scan(DN)
    bench.decide(accepted(D26L))
    bench.scan("L-1", "L-2")
    bench.desk.take_back("L-1")
    before = bench.state.session
    bench.restarted()
    assert (bench.phase(), bench.state.session) == (Phase.PACKING, before)
    bench.scan("L-1", "L-3")
    bench.desk.submit()
    assert bench.state.sent is MessageState.CONFIRMED


def test_a_record_that_cannot_be_read_at_the_start_is_read_before_anything_else_is_done(bench: Bench) -> None:
    bench.scan(DN, "L-1")
    bench.record.error = LOCKED
    bench.restarted()
    bench.scan(NEXT_DN)
    assert bench.said() == (Tone.TROUBLE, ErrorCode.DATABASE_LOCKED)
    bench.record.error = None
    bench.scan(NEXT_DN)
    assert bench.said() == (Tone.INFO, InfoCode.RESUMED)
    bench.scan("L-2")
    assert bench.labels == ["L-1", "L-2"]


def test_a_session_comes_back_also_when_the_aliases_do_not(bench: Bench) -> None:
    bench.scan(DN, "L-1")
    bench.aliases.error = MISMATCH
    bench.restarted()
    assert bench.said() == (Tone.TROUBLE, ErrorCode.DATABASE_MISMATCH)
    assert (bench.phase(), bench.labels) == (Phase.PACKING, ["L-1"])
    assert InfoCode.RESUMED in [state.notice.code for state in bench.published]


@pytest.mark.parametrize("end", ["left", "submitted"])
def test_after_a_restart_nothing_stands_there_when_the_session_was_ended(bench: Bench, end: str) -> None:
    bench.scan(DN)
    if end == "left":
        bench.desk.leave_note()
    else:
        bench.scan("L-1")
        bench.desk.submit("the rest comes tomorrow")
    bench.restarted()
    assert bench.published == []


def test_another_note_ends_the_one_before_without_a_label(bench: Bench) -> None:
    bench.scan(DN)
    bench.desk.open_note(NEXT_DN)
    bench.restarted()
    assert str(bench.state.note.number if bench.state.note else "") == NEXT_DN


def test_a_note_that_cannot_be_opened_leaves_the_open_one_standing(bench: Bench) -> None:
    bench.scan(DN)
    bench.desk.open_note("KSS999")
    assert str(bench.state.note.number if bench.state.note else "") == DN


def test_nothing_changes_on_screen_that_is_not_on_disk(bench: Bench) -> None:
    bench.scan(DN, "L-1")
    before = bench.state
    bench.record.error = UNWRITABLE
    bench.scan("L-2")
    bench.desk.take_back("L-1")
    bench.decide(accepted(D26L))
    bench.desk.submit("a reason")
    bench.desk.leave_note()
    assert (bench.state.session, bench.phase()) == (before.session, Phase.PACKING)
    bench.record.error = None
    assert bench.record.outbox.due() == []
    bench.restarted()
    assert bench.labels == ["L-1"]


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
    assert bench.phase() is Phase.SUBMITTED
    assert bench.state.packing_code == record.packing_code
    assert bench.state.notice.details["packing_code"] == record.packing_code
    assert [entry.deed for entry in record.audit] == ["opened", "cover_accepted", *["label_counted"] * 3, "submitted"]


@pytest.mark.parametrize("blank", ["", "  \t"])
def test_open_parts_need_a_reason(bench: Bench, blank: str) -> None:
    bench.scan(DN, "L-1", "L-2")
    bench.desk.submit(blank)
    assert bench.said() == (Tone.INFO, InfoCode.DISCREPANCY_NEEDED)
    assert bench.state.notice.details["open"] == 1
    bench.desk.submit(" carton is wet ")
    assert bench.store.records[0].discrepancy_reason == "carton is wet"


def test_submit_means_nothing_without_an_open_note(bench: Bench) -> None:
    bench.desk.submit("a reason")
    bench.packed()
    bench.desk.submit("a reason")
    assert len(bench.sent) == 1


def test_a_submitted_session_waits_for_the_database_and_is_told_when_it_is_there(bench: Bench) -> None:
    _saved(bench)
    assert (bench.phase(), bench.state.sent) == (Phase.SUBMITTED, MessageState.WAITING)
    bench.send()
    assert (bench.phase(), bench.state.sent) == (Phase.SUBMITTED, MessageState.CONFIRMED)
    assert bench.said() == (Tone.GOOD, InfoCode.COMMITTED)


def test_what_is_confirmed_later_does_not_disturb_the_next_note(bench: Bench) -> None:
    _saved(bench)
    bench.scan(NEXT_DN)
    before = bench.state
    bench.send()
    assert bench.state is before
    assert len(bench.store.records) == 1


def test_a_conflict_is_told_whatever_is_on_screen(bench: Bench) -> None:
    _saved(bench)
    taken = label_record("L-1", D26L, 45, used=True)
    bench.store = FakePackingStore([taken, label_record("L-2", D26L, 45), label_record("L-3", D31R, 90)])
    bench.scan(NEXT_DN)
    bench.send()
    assert bench.said() == (Tone.TROUBLE, InfoCode.IN_CONFLICT)
    assert (bench.phase(), str(bench.state.note.number if bench.state.note else "")) == (Phase.PACKING, NEXT_DN)
    assert bench.record.outbox.kept[0].state is MessageState.CONFLICT


def test_the_next_note_starts_clean(bench: Bench) -> None:
    bench.packed().scan(NEXT_DN)
    state = bench.state
    assert state.session is not None
    assert state.session.labels == ()
    assert not state.session.inspected
    assert (state.packing_code, state.packed) == ("", None)
    assert state.session.session_id != bench.sent[0].session.session_id


def test_a_label_used_elsewhere_between_scan_and_commit_makes_a_conflict_and_the_others_stay_free(bench: Bench) -> None:
    _taken_meanwhile(bench)
    assert bench.state.sent is MessageState.CONFLICT
    assert bench.store.find_label(LabelCode("L-2")) == label_record("L-2", D26L, 45)


# -- writes that fail, and may have been done all the same -----------------------------------------------------------

Deed = Callable[[Bench], None]
DEEDS: Mapping[str, Deed] = {
    "scan": lambda bench: bench.scan("L-3"),
    "take back": lambda bench: bench.desk.take_back("L-1"),
    "cover": lambda bench: bench.decide(accepted(D26L)),
    "submit": lambda bench: bench.desk.submit("the rest comes tomorrow"),
}


class DoubtfulJournal:
    """Of the real fake: the next write is done (or not), and an error is told."""

    def __init__(self, bench: Bench, *, done: bool) -> None:
        self._journal, self._done, self._broken = bench.record.journal, done, True
        self.append, self.submit = self._doubtful(self._journal.append), self._doubtful(self._journal.submit)
        self.open_session = self._journal.open_session
        self.unconfirmed, self.spoken_for = self._journal.unconfirmed, self._journal.spoken_for
        self.unconfirmed_removals = self._journal.unconfirmed_removals

    def _doubtful(self, write: Callable[..., None]) -> Callable[..., None]:
        def written(*arguments: object) -> None:
            if not self._broken or self._done:
                write(*arguments)
            broken, self._broken = self._broken, False
            if broken:
                raise UNWRITABLE

        return written


@pytest.mark.parametrize("done", [True, False])
@pytest.mark.parametrize("deed", DEEDS)
def test_j2_after_a_write_that_failed_the_desk_stands_where_the_record_stands(
    bench: Bench, deed: str, done: bool
) -> None:
    bench.online = False
    bench.scan(DN, "L-1")
    bench.record.journal = DoubtfulJournal(bench, done=done)  # type: ignore[assignment]
    DEEDS[deed](bench)
    assert bench.said() == (Tone.TROUBLE, ErrorCode.DATABASE_UNWRITABLE)
    DEEDS[deed](bench)
    in_record = bench.record.journal.open_session()
    assert in_record == (bench.state.session if bench.phase() is Phase.PACKING else None)
    assert bench.phase() is (Phase.SUBMITTED if deed == "submit" else Phase.PACKING)
    if deed == "scan":
        assert bench.labels == ["L-1", "L-3"]
    if deed == "submit":
        assert len(bench.sent) == 1


@pytest.mark.parametrize("done", [True, False])
def test_j2_a_note_whose_opening_or_leaving_failed_is_open_or_not_as_the_record_says(bench: Bench, done: bool) -> None:
    bench.record.journal = DoubtfulJournal(bench, done=done)  # type: ignore[assignment]
    bench.scan(DN)
    bench.scan("L-1" if done else DN)
    assert bench.phase() is Phase.PACKING
    assert bench.labels == (["L-1"] if done else [])


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
