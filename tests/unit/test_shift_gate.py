"""The check of a shift at the workplace: no delivery note before it is passed, and nothing else is held up."""

from datetime import UTC, timedelta

import pytest

from app.domain.audit import AuditDeed
from app.domain.command import Command, code_of
from app.domain.decision import Accepted, Refused
from app.domain.errors import ErrorCode, OperationalError
from app.domain.notices import InfoCode, NoticeCode
from app.domain.packing_session import Agreement
from app.domain.people import Actor, Person, Role
from app.domain.shift import CHECK_NUMBER, CheckStep
from app.messages import notice_sentence
from app.use_cases.authority import Authority
from app.use_cases.desk import Desk
from app.use_cases.desk_state import DeskState, Phase
from app.use_cases.plant import Plant
from app.use_cases.shift import ShiftRules, Shifts
from app.use_cases.workplace import Publish, Workplace, WorkplaceRules
from tests.fakes.alias_table import FakeAliasTable
from tests.fakes.delivery_notes import FakeDeliveryNotes
from tests.fakes.packing_store import FakePackingStore
from tests.fakes.station_parts import note_of
from tests.fakes.station_record import FakeStationRecord
from tests.unit.builders import D26L, D26R, D31R, accepted, label_record, note, part, refused
from tests.unit.test_shift import NoBook, Wall

DN, NEXT_DN, BADGE = "KSS007317A", "KSS007401B", "OP-17"
GOOD, BAD = D26R, D31R
SUPERVISOR = Actor("SV-1", Role.SUPERVISOR, "station-7")


class Bench:
    def __init__(self, *, check: bool = True) -> None:
        self.clock, self.record = Wall(), FakeStationRecord()
        self.states: list[DeskState] = []
        notes = FakeDeliveryNotes([note(D26L), note_of(NEXT_DN, Z_CV01_D26LXXX_C03N_NL_DG00=10)])
        store = FakePackingStore([label_record("L-1", D26L, 90)])
        plant = Plant(notes, store, FakeAliasTable(), self.record.cache, self.clock)
        authority = Authority({"SV-1": Person("SV-1", "Sari", Role.SUPERVISOR)}.get, self.clock)
        rules = ShiftRules(check=check, good=part(GOOD), bad=part(BAD), zone=UTC)
        self.shifts = Shifts(self.record.audit, NoBook(), authority, self.clock, rules)

        def desk(publish: Publish) -> Desk:
            return Desk(plant, self.record, self.clock, "station-7", publish, agreement=Agreement.TWO_WAY)

        self.workplace = Workplace(
            desk, self.clock, self._publish, WorkplaceRules(sign_in=True, undo_s=0, hold=True, shifts=self.shifts)
        )
        self.workplace.resume()

    def _publish(self, state: DeskState) -> None:
        words = str(notice_sentence(state.notice))
        assert words
        assert "?" not in words
        self.states.append(state)

    @property
    def state(self) -> DeskState:
        return self.workplace.state

    @property
    def said(self) -> NoticeCode:
        return self.state.notice.code

    def scan(self, *texts: str) -> None:
        for text in texts:
            self.workplace.scan(text)

    def show(self, *decisions: Accepted | Refused) -> None:
        """To the camera, which compares with what is asked for now."""
        for decision in decisions:
            asked = self.workplace.asked
            if asked is not None:
                self.workplace.record_decision(asked.note, decision)

    def pass_check(self) -> None:
        self.show(refused(BAD), accepted(GOOD))

    def checks(self) -> list[str]:
        return [line.act.deed for line in self.record.audit.kept if line.act.subject.startswith("shift:")]


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_sh6_after_the_sign_in_the_check_is_asked_for_and_no_note_is_opened_before_it(bench: Bench) -> None:
    bench.scan(BADGE)
    assert (bench.state.phase, bench.said) == (Phase.SHIFT_CHECK, InfoCode.SHIFT_SHOW_BAD)
    bench.scan(DN)
    assert (bench.state.phase, bench.state.note) == (Phase.SHIFT_CHECK, None)
    bench.workplace.open_note(DN)
    assert bench.state.note is None


def test_sh6_once_both_pieces_were_shown_the_note_opens(bench: Bench) -> None:
    bench.scan(BADGE)
    bench.show(refused(BAD))
    assert (bench.said, bench.state.check and bench.state.check.step) == (
        InfoCode.SHIFT_SHOW_GOOD,
        CheckStep.SHOW_GOOD,
    )
    bench.show(accepted(GOOD))
    assert (bench.state.phase, bench.said) == (Phase.WAITING_FOR_NOTE, InfoCode.SHIFT_PASSED)
    bench.scan(DN)
    assert bench.state.phase is Phase.PACKING
    assert bench.checks() == [AuditDeed.SHIFT_CHECK_PASSED]


def test_the_pieces_of_a_check_belong_to_no_session(bench: Bench) -> None:
    bench.scan(BADGE)
    asked = bench.workplace.asked
    assert asked is not None
    assert asked.note.number == CHECK_NUMBER
    bench.pass_check()
    bench.scan(DN)
    assert bench.state.session is not None
    assert bench.state.session.decisions == ()
    bench.workplace.record_decision(asked.note, accepted(GOOD))
    assert bench.state.session.decisions == ()


def test_a_bad_piece_that_is_accepted_fails_it_and_confirming_begins_anew(bench: Bench) -> None:
    bench.scan(BADGE)
    bench.show(accepted(GOOD))
    assert (bench.said, bench.state.held) == (InfoCode.SHIFT_FAILED, True)
    assert bench.workplace.asked is None
    bench.scan(DN)
    assert (bench.state.note, bench.said) == (None, InfoCode.SHIFT_FAILED)
    bench.scan(code_of(Command.CONFIRM))
    assert (bench.said, bench.state.held) == (InfoCode.SHIFT_SHOW_BAD, False)
    bench.pass_check()
    bench.scan(DN)
    assert bench.state.phase is Phase.PACKING
    assert bench.checks() == [AuditDeed.SHIFT_CHECK_FAILED, AuditDeed.SHIFT_CHECK_PASSED]


def test_sh6_what_is_open_when_the_shift_changes_is_finished_first(bench: Bench) -> None:
    bench.scan(BADGE)
    bench.pass_check()
    bench.scan(DN, "L-1")
    bench.clock.now += timedelta(hours=8)
    bench.scan(code_of(Command.CONFIRM))
    assert bench.state.phase is Phase.SUBMITTED
    bench.scan(NEXT_DN)
    assert (bench.state.phase, bench.state.session) == (Phase.SHIFT_CHECK, None)
    bench.pass_check()
    bench.scan(NEXT_DN)
    assert (bench.state.phase, str(bench.state.note and bench.state.note.number)) == (Phase.PACKING, NEXT_DN)


def test_sh6_a_packed_note_is_not_opened_again_before_the_check(bench: Bench) -> None:
    bench.scan(BADGE)
    bench.pass_check()
    bench.scan(DN, "L-1", code_of(Command.CONFIRM))
    bench.scan(DN)
    assert bench.states[-1].phase is Phase.ALREADY_PACKED
    bench.clock.now += timedelta(hours=8)
    bench.scan(code_of(Command.CONFIRM))
    assert (bench.states[-1].phase, bench.said) == (Phase.SHIFT_CHECK, InfoCode.SHIFT_SHOW_BAD)
    bench.pass_check()
    bench.scan(code_of(Command.CONFIRM))
    assert bench.state.phase is Phase.PACKING


def test_somebody_who_goes_over_it_opens_the_way(bench: Bench) -> None:
    bench.scan(BADGE)
    bench.shifts.override(SUPERVISOR, "the bad piece is lost")
    bench.workplace.look_at_shift()
    assert bench.said is InfoCode.SHIFT_PASSED
    bench.scan(DN)
    assert bench.state.phase is Phase.PACKING


def test_a_site_that_asks_for_none_sees_none_of_it() -> None:
    bench = Bench(check=False)
    bench.scan(BADGE, DN)
    assert bench.state.phase is Phase.PACKING
    assert all(state.phase is not Phase.SHIFT_CHECK for state in bench.states)


def test_while_the_record_cannot_be_read_nothing_opens_and_it_is_told(bench: Bench) -> None:
    bench.scan(BADGE)
    bench.record.error = OperationalError(ErrorCode.DATABASE_LOCKED, path="station.sqlite")
    bench.scan(DN)
    assert (bench.said, bench.state.note) == (ErrorCode.DATABASE_LOCKED, None)
    bench.show(refused(BAD), accepted(GOOD))
    assert bench.said is ErrorCode.DATABASE_LOCKED
    bench.record.error = None
    bench.show(accepted(GOOD))
    bench.scan(DN)
    assert bench.state.phase is Phase.PACKING


def test_nothing_is_checked_while_nobody_works_here(bench: Bench) -> None:
    assert bench.workplace.asked is None
    bench.scan(BADGE, code_of(Command.SIGN_OUT))
    assert (bench.state.phase, bench.workplace.asked) == (Phase.SIGNED_OUT, None)
