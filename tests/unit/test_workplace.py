"""One person at the desk: the whole job by codes alone, refusals that wait, and what can be undone."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.command import Command, code_of, parse_command
from app.domain.decision import RefusedReason
from app.domain.errors import ErrorCode, OperationalError
from app.domain.notices import InfoCode, NoticeCode, Tone
from app.domain.packing_session import Agreement, LabelRefusal, PackingRecord
from app.domain.people import Actor
from app.domain.program_version import Programs
from app.messages import notice_sentence
from app.use_cases.desk import Desk
from app.use_cases.desk_state import DeskState, Phase
from app.use_cases.door import badge_of
from app.use_cases.plant import Plant
from app.use_cases.workplace import Publish, Workplace, WorkplaceRules
from tests.fakes.alias_table import FakeAliasTable
from tests.fakes.delivery_notes import FakeDeliveryNotes
from tests.fakes.packing_store import FakePackingStore
from tests.fakes.station_parts import SetClock, note_of
from tests.fakes.station_record import FakeStationRecord
from tests.unit.builders import D26L, D26R, D31R, accepted, label_record, note, refused

DN, NEXT_DN = "KSS007317A", "KSS007401B"
BADGE = "OP-17"
UNDO_S = 8.0
Wanted = Callable[[], Programs | None]


class Bench:
    """A workplace with a note of two parts, 90 of each; whatever it publishes has words, with nothing left open."""

    def __init__(
        self, *, sign_in: bool = True, undo_s: float = UNDO_S, hold: bool = True, programs: Wanted = lambda: None
    ) -> None:
        self.clock, self.record = SetClock(), FakeStationRecord()
        self.published: list[DeskState] = []
        notes = FakeDeliveryNotes([note(D26L, D31R), note_of(NEXT_DN, Z_CV01_D26LXXX_C03N_NL_DG00=10)])
        store = FakePackingStore(
            [
                label_record("L-1", D26L, 90),
                label_record("L-2", D31R, 90),
                label_record("BIG", D26L, 91),
                label_record("OTHER", D26R),
            ]
        )
        plant = Plant(notes, store, FakeAliasTable(), self.record.cache, self.clock)

        def desk(publish: Publish) -> Desk:
            return Desk(plant, self.record, self.clock, "station-7", publish, agreement=Agreement.TWO_WAY)

        rules = WorkplaceRules(sign_in=sign_in, undo_s=undo_s, hold=hold, programs=programs)
        self.workplace = Workplace(desk, self.clock, self._publish, rules)
        self.workplace.resume()

    def _publish(self, state: DeskState) -> None:
        words = str(notice_sentence(state.notice))
        assert words
        assert "?" not in words
        assert state.revision == len(self.published) + 1
        self.published.append(state)

    @property
    def state(self) -> DeskState:
        return self.workplace.state

    @property
    def said(self) -> NoticeCode:
        return self.state.notice.code

    @property
    def sent(self) -> int:
        return len(self.record.outbox.kept)

    @property
    def counted(self) -> list[str]:
        return [str(label.code) for label in self.state.session.labels] if self.state.session else []

    def scan(self, *texts: str) -> None:
        for text in texts:
            self.workplace.scan(text)

    def command(self, *commands: Command) -> None:
        self.scan(*(code_of(command) for command in commands))


@pytest.fixture
def bench() -> Bench:
    made = Bench()
    made.scan(BADGE, DN)
    return made


# -- the whole job ----------------------------------------------------------------------------------------------------


def test_the_whole_job_with_the_scanner_alone() -> None:
    bench = Bench()
    assert (bench.state.phase, bench.said) == (Phase.SIGNED_OUT, InfoCode.SIGN_IN)
    bench.scan("op-17", DN, "L-1", "L-2")
    assert bench.counted == ["L-1", "L-2"]
    bench.command(Command.CONFIRM)
    assert (bench.state.phase, bench.sent) == (Phase.SUBMITTING, 0)
    bench.scan(NEXT_DN)
    assert bench.sent == 1
    assert bench.record.outbox.kept[0].record.operator == BADGE
    assert (bench.state.phase, str(bench.state.note.number) if bench.state.note else "") == (Phase.PACKING, NEXT_DN)
    bench.command(Command.NEXT, Command.SIGN_OUT)
    assert bench.state.phase is Phase.SIGNED_OUT


def test_a_discrepancy_with_the_scanner_alone(bench: Bench) -> None:
    bench.scan("L-1")
    bench.command(Command.DISCREPANCY)
    assert bench.state.asking_reason
    bench.command(Command.REASON_2)
    assert (bench.state.reason, bench.said) == ("damaged parts", InfoCode.REASON_CHOSEN)
    bench.command(Command.CONFIRM)
    bench.clock.now_s += UNDO_S
    bench.workplace.tick()
    assert bench.record.outbox.kept[0].record.discrepancy_reason == "damaged parts"
    assert bench.state.discrepancy_reason == "damaged parts"


def test_a_reason_opens_the_question_by_itself_and_undo_closes_it(bench: Bench) -> None:
    bench.scan("L-1")
    bench.command(Command.REASON_1)
    assert (bench.state.asking_reason, bench.state.reason) == (True, "short delivery")
    bench.command(Command.UNDO)
    assert (bench.state.asking_reason, bench.said) == (False, InfoCode.REASON_LEFT)
    bench.command(Command.CONFIRM)
    assert (bench.state.asking_reason, bench.state.reason) == (True, ""), "an old reason is not used again"
    assert bench.sent == 0


def test_the_question_for_a_reason_ends_with_the_last_open_part(bench: Bench) -> None:
    bench.scan("L-1")
    bench.command(Command.CONFIRM)
    bench.scan("L-2")
    assert not bench.state.asking_reason
    bench.command(Command.DISCREPANCY)
    assert bench.said is InfoCode.NOTHING_OPEN


def test_a_packed_note_is_reopened_by_the_same_code_that_confirms(bench: Bench) -> None:
    bench.scan("L-1", "L-2")
    bench.command(Command.CONFIRM, Command.NEXT)
    bench.scan(DN)
    assert bench.said is InfoCode.ALREADY_PACKED
    bench.command(Command.CONFIRM)
    assert bench.state.phase is Phase.PACKING


# -- O1: who works here -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "badge"),
    [("OP-17", "OP-17"), (" op-17\r", "OP-17"), ("OP-", ""), ("KSS007317A", ""), ("OP-1;DROP", ""), ("", "")],
)
def test_o1_a_badge_begins_with_the_sites_prefix(text: str, badge: str) -> None:
    assert badge_of(text, "op-") == badge


def test_nothing_is_done_before_somebody_signs_in() -> None:
    bench = Bench()
    for text in (DN, "L-1", *(code_of(command) for command in Command)):
        bench.scan(text)
        asked = InfoCode.SIGN_IN if text.startswith("CSIGN.") else InfoCode.NOT_A_BADGE
        assert (bench.state.phase, bench.said, bench.state.notice.tone) == (Phase.SIGNED_OUT, asked, Tone.REFUSED)
    assert bench.workplace.asked is None


def test_another_operator_takes_over_without_losing_the_session(bench: Bench) -> None:
    bench.scan("L-1")
    bench.command(Command.SIGN_OUT)
    assert bench.workplace.asked is None
    bench.scan("OP-18")
    assert (bench.state.operator, bench.counted, bench.state.phase) == ("OP-18", ["L-1"], Phase.PACKING)
    bench.scan("OP-19")
    assert bench.state.operator == "OP-19"


def test_where_nobody_signs_in_a_badge_and_signing_out_change_nothing() -> None:
    bench = Bench(sign_in=False)
    bench.scan(DN, "L-1", BADGE)
    assert (bench.said, bench.counted, bench.state.operator) == (InfoCode.NO_SIGN_IN, ["L-1"], "")
    bench.command(Command.SIGN_OUT)
    assert (bench.said, bench.state.phase) == (InfoCode.NO_SIGN_IN, Phase.PACKING)


def test_a_cover_shown_while_nobody_works_here_is_not_recorded(bench: Bench) -> None:
    asked = bench.workplace.asked
    assert asked is not None
    bench.command(Command.SIGN_OUT)
    bench.workplace.record_decision(asked.note, accepted(D26L))
    bench.scan(BADGE)
    assert bench.state.session
    assert not bench.state.session.decisions


# -- K1: commands -----------------------------------------------------------------------------------------------------


def test_k1_every_command_is_read_in_any_case_and_nothing_else_is_one() -> None:
    for command in Command:
        assert parse_command(code_of(command)) is command
        assert parse_command(f" {code_of(command).swapcase()} ") is command
    for text in ("", "UNDO", "CSIGN", "KSS007317A", "CSIGN.NOPE", "CSIGN."):
        assert parse_command(text) is None


def test_a_command_of_another_version_is_no_note(bench: Bench) -> None:
    bench.scan("CSIGN.SELFDESTRUCT")
    assert bench.said is InfoCode.COMMAND_UNKNOWN


# -- F1: refusals wait for a deliberate act ---------------------------------------------------------------------------


def test_f1_a_refused_label_stays_said_and_nothing_counts_until_it_is_understood(bench: Bench) -> None:
    bench.scan("OTHER")
    assert (bench.state.held, bench.said) == (True, LabelRefusal.PART_NOT_ON_NOTE)
    bench.scan("L-1")
    assert (bench.counted, bench.state.not_taken, bench.said) == ([], "L-1", LabelRefusal.PART_NOT_ON_NOTE)
    bench.command(Command.UNDO)
    assert bench.state.held
    bench.command(Command.CONFIRM)
    assert (bench.state.held, bench.state.not_taken, bench.said) == (False, "", InfoCode.GO_ON)
    bench.scan("L-1")
    assert bench.counted == ["L-1"]


@pytest.mark.parametrize("command", [each for each in Command if each not in {Command.CONFIRM, Command.SIGN_OUT}])
def test_f1_no_other_command_does_anything_meanwhile(bench: Bench, command: Command) -> None:
    bench.scan("L-1", "OTHER")
    bench.command(command)
    assert (bench.counted, bench.state.held, bench.state.asking_reason) == (["L-1"], True, False)
    assert bench.state.not_taken == command.value


def test_f1_what_the_camera_accepts_meanwhile_does_not_cover_a_refusal(bench: Bench) -> None:
    paper = bench.workplace.asked
    assert paper is not None
    bench.scan("BIG")
    bench.workplace.record_decision(paper.note, accepted(D26L))
    assert (bench.said, bench.state.held) == (LabelRefusal.QUANTITY_EXCEEDED, True)
    assert bench.state.session
    assert len(bench.state.session.inspected) == 1
    bench.workplace.record_decision(paper.note, refused(D26R))
    bench.command(Command.CONFIRM)
    assert (bench.said, bench.state.held) == (RefusedReason.NOT_ON_NOTE, True), "the next one is told after the first"
    bench.command(Command.CONFIRM)
    assert not bench.state.held


def test_f1_an_unknown_note_holds_nothing_up(bench: Bench) -> None:
    bench.command(Command.NEXT)
    bench.scan("KSS9")
    assert (bench.state.held, bench.said) == (False, ErrorCode.DN_NOT_REGISTERED)


def test_without_holding_the_next_scan_counts() -> None:
    bench = Bench(hold=False)
    bench.scan(BADGE, DN, "OTHER", "L-1")
    assert bench.counted == ["L-1"]


# -- U1: undo ---------------------------------------------------------------------------------------------------------


def test_u1_a_submitted_session_can_be_taken_back_until_it_leaves(bench: Bench) -> None:
    bench.scan("L-1", "L-2")
    bench.command(Command.CONFIRM)
    bench.clock.now_s += UNDO_S - 0.01
    bench.workplace.tick()
    assert (bench.state.phase, bench.sent, bench.workplace.asked) == (Phase.SUBMITTING, 0, None)
    bench.command(Command.UNDO)
    assert (bench.state.phase, bench.said, bench.counted) == (
        Phase.PACKING, InfoCode.SUBMISSION_TAKEN_BACK, ["L-1", "L-2"],
    )  # fmt: skip
    bench.clock.now_s += 100
    bench.workplace.tick()
    assert bench.sent == 0
    bench.command(Command.CONFIRM)
    bench.clock.now_s += UNDO_S
    bench.workplace.tick()
    bench.workplace.tick()
    assert (bench.state.phase, bench.sent) == (Phase.SUBMITTED, 1)
    bench.command(Command.UNDO)
    assert (bench.said, bench.state.phase) == (InfoCode.SENT_ALREADY, Phase.SUBMITTED)


@pytest.mark.parametrize(
    "act",
    [
        lambda bench: bench.workplace.close(),
        lambda bench: bench.command(Command.CONFIRM),
        lambda bench: bench.command(Command.NEXT),
        lambda bench: bench.command(Command.SIGN_OUT),
        lambda bench: bench.scan("OP-18"),
        lambda bench: bench.scan(NEXT_DN),
        lambda bench: bench.workplace.open_note(NEXT_DN),
    ],
    ids=["close", "confirm", "next", "sign out", "another operator", "next note", "open note"],
)
def test_u1_whoever_goes_on_sends_it_at_once(bench: Bench, act: Callable[[Bench], None]) -> None:
    bench.scan("L-1", "L-2")
    bench.command(Command.CONFIRM)
    act(bench)
    assert bench.sent == 1
    assert bench.record.outbox.kept[0].record.operator == BADGE


def test_u1_a_carton_scanned_while_the_session_leaves_does_not_send_it(bench: Bench) -> None:
    bench.scan("L-1")
    bench.command(Command.REASON_1, Command.CONFIRM)
    bench.scan("L-2")
    assert (bench.state.phase, bench.said, bench.sent) == (Phase.SUBMITTING, InfoCode.LABEL_TOO_LATE, 0)
    bench.command(Command.UNDO)
    bench.scan("L-2")
    assert bench.counted == ["L-1", "L-2"]


def test_u1_a_session_that_cannot_be_written_stays_open_and_is_told(bench: Bench) -> None:
    bench.scan("L-1", "L-2")
    bench.command(Command.CONFIRM)
    bench.record.error = OperationalError(ErrorCode.DATABASE_UNWRITABLE, path="station.sqlite", problem="disk full")
    bench.command(Command.NEXT)
    assert (bench.said, bench.state.phase, bench.state.notice.tone) == (
        ErrorCode.DATABASE_UNWRITABLE, Phase.PACKING, Tone.TROUBLE,
    )  # fmt: skip
    bench.record.error = None
    bench.command(Command.CONFIRM)
    bench.workplace.close()
    assert bench.sent == 1


@pytest.mark.parametrize(
    "act",
    [
        lambda bench: bench.scan(NEXT_DN),
        lambda bench: bench.scan("OP-18"),
        lambda bench: bench.command(Command.SIGN_OUT),
        lambda bench: bench.command(Command.NEXT),
        lambda bench: bench.workplace.open_note(NEXT_DN),
    ],
    ids=["next note scanned", "another operator", "sign out", "next", "open note"],
)
def test_u1_nobody_goes_on_from_a_session_that_could_not_be_written(bench: Bench, act: Callable[[Bench], None]) -> None:
    """The disk fails just once: what was asked is not done, so that the trouble stays said."""
    bench.scan("L-1", "L-2")
    bench.command(Command.CONFIRM)
    submit = bench.record.journal.submit

    def fails_once(record: PackingRecord, at: str, by: Actor | None = None, monotonic_ms: int = 0) -> None:
        bench.record.journal.submit = submit  # type: ignore[method-assign]
        raise OperationalError(ErrorCode.DATABASE_UNWRITABLE, path="station.sqlite", problem="disk full")

    bench.record.journal.submit = fails_once  # type: ignore[method-assign]
    act(bench)
    assert bench.said is ErrorCode.DATABASE_UNWRITABLE
    assert (bench.state.operator, bench.state.phase, bench.counted) == (BADGE, Phase.PACKING, ["L-1", "L-2"])


def test_a_label_is_taken_back_by_hand_only_while_it_is_packed(bench: Bench) -> None:
    bench.scan("L-1", "L-2", "OTHER")
    bench.workplace.take_back("L-1")
    assert (bench.counted, bench.state.not_taken) == (["L-1", "L-2"], "L-1"), "a refusal waits"
    bench.command(Command.CONFIRM, Command.CONFIRM)
    bench.workplace.take_back("L-1")
    bench.command(Command.UNDO)
    assert bench.counted == ["L-1", "L-2"], "it was leaving"
    bench.command(Command.SIGN_OUT)
    bench.workplace.take_back("L-1")
    bench.scan(BADGE)
    assert bench.counted == ["L-1", "L-2"], "nobody worked here"
    bench.workplace.take_back("L-1")
    assert bench.counted == ["L-2"]


def test_undo_takes_back_the_newest_label_and_then_says_there_is_no_more(bench: Bench) -> None:
    bench.scan("L-1", "L-2")
    bench.command(Command.UNDO)
    assert bench.counted == ["L-1"]
    bench.command(Command.UNDO, Command.UNDO)
    assert (bench.counted, bench.said) == ([], InfoCode.NOTHING_TO_UNDO)


@pytest.mark.parametrize(
    ("commands", "code"),
    [
        ([Command.CONFIRM], InfoCode.NOTHING_TO_SUBMIT),
        ([Command.NEXT, Command.CONFIRM], InfoCode.NOTHING_TO_CONFIRM),
        ([Command.NEXT, Command.DISCREPANCY], InfoCode.NOTHING_TO_CONFIRM),
    ],
)
def test_confirming_nothing_is_told(bench: Bench, commands: list[Command], code: InfoCode) -> None:
    bench.command(*commands)
    assert bench.said is code


TEXTS = st.sampled_from([BADGE, DN, NEXT_DN, "L-1", "L-2", "OTHER", "BIG", "L-1", *map(code_of, Command)])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(TEXTS, st.sampled_from([1.0, UNDO_S])), max_size=25))
def test_whatever_is_scanned_the_screen_and_the_record_agree(acts: list[str | float]) -> None:
    """No label counts while a refusal waits or nobody works here, and nothing is sent that was not confirmed."""
    bench = Bench()
    for act in acts:
        held, counted, phase = bench.state.held, bench.counted, bench.state.phase
        if isinstance(act, str):
            bench.scan(act)
        else:
            bench.clock.now_s += act
            bench.workplace.tick()
        if (held or phase is Phase.SIGNED_OUT) and bench.state.phase is Phase.PACKING and phase is Phase.PACKING:
            assert set(bench.counted) <= set(counted)
        assert (bench.state.phase is Phase.SIGNED_OUT) == (not bench.state.operator)
        assert (bench.state.leaves_at_s is not None) == (bench.state.phase is Phase.SUBMITTING) or (
            bench.state.phase is Phase.SIGNED_OUT
        )
    confirms = sum(act == code_of(Command.CONFIRM) for act in acts)
    assert bench.sent <= confirms


def test_a_new_model_is_told_to_whoever_works_here_and_to_nobody_else() -> None:
    bench = Bench()
    told: list[NoticeCode] = []
    for before, back in (("", False), (BADGE, False), ("", True), ("KSS9", False)):
        if before:
            bench.workplace.scan(before)
        bench.workplace.model_switched("covers@2.0", back=back)
        told.append(bench.said)
    stays = ErrorCode.DN_NOT_REGISTERED  # what has to be done about it stays said
    assert told == [InfoCode.SIGN_IN, InfoCode.MODEL_TAKEN, InfoCode.MODEL_GONE_BACK, stays]


def test_a_session_is_what_covers_are_compared_in() -> None:
    bench = Bench()
    found: list[tuple[Phase, bool]] = []

    def look() -> None:
        found.append((bench.state.phase, bench.workplace.in_session))

    look()
    bench.workplace.scan(BADGE)
    look()
    bench.workplace.scan(DN)
    look()
    bench.workplace.do(Command.SIGN_OUT)
    look()
    for code in (BADGE, "L-1", "L-2"):
        bench.workplace.scan(code)
    bench.workplace.do(Command.CONFIRM)
    look()
    bench.clock.now_s += UNDO_S
    bench.workplace.tick()
    look()
    assert found == [
        (Phase.SIGNED_OUT, False),
        (Phase.WAITING_FOR_NOTE, False),
        (Phase.PACKING, True),
        (Phase.SIGNED_OUT, True),  # it is kept for whoever comes
        (Phase.SUBMITTING, True),  # it can still be taken back
        (Phase.SUBMITTED, False),
    ]
