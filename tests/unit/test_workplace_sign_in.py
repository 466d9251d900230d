"""A station where a badge is followed by its secret: who works here, who takes over, and what idling locks."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.audit import AuditDeed
from app.domain.command import Command, code_of
from app.domain.errors import ErrorCode, OperationalError
from app.domain.notices import InfoCode, NoticeCode, Tone
from app.domain.packing_session import Agreement, LabelRefusal
from app.domain.people import Role
from app.messages import notice_sentence
from app.ports.people import Account, KnownPeople
from app.use_cases.desk import Desk
from app.use_cases.desk_state import AWAY, DeskState, Phase
from app.use_cases.plant import Plant
from app.use_cases.sign_in import SignIn
from app.use_cases.workplace import Publish, Workplace, WorkplaceRules
from tests.fakes.alias_table import FakeAliasTable
from tests.fakes.delivery_notes import FakeDeliveryNotes
from tests.fakes.packing_store import FakePackingStore
from tests.fakes.people import NO_PEPPER, FakeSecrets, WallClock, account, known
from tests.fakes.station_record import FakeStationRecord
from tests.unit.builders import D26L, D31R, accepted, label_record, note

DN = "KSS007317A"
BUDI, SARI, ADMIN, GONE = "OP-17", "OP-18", "OP-1", "OP-9"
PIN, OTHER_PIN, WRONG = "482915", "739164", "111112"
IDLE_S, UNDO_S = 300.0, 8.0


class Shift:
    """Everything it publishes has words, with nothing left open, and no secret in it."""

    def __init__(self, prefix: str = "OP-") -> None:
        self.clock, self.record, self.secrets = WallClock(), FakeStationRecord(), FakeSecrets()
        self.people = {
            each.person.user_name: each
            for each in (
                account(BUDI, secret=PIN),
                account(SARI, Role.SUPERVISOR, OTHER_PIN),
                account(ADMIN, Role.ADMIN, PIN),
                account(GONE, secret=PIN, active=False),
            )
        }
        self.record.sign_ins.known = known(*self.people.values())
        self.published: list[DeskState] = []
        sign_in = SignIn(self.record.sign_ins, self.secrets, self.record.audit, self.clock, "station-7")
        rules = WorkplaceRules(
            sign_in=True, badge_prefix=prefix, undo_s=UNDO_S, hold=True, identity=sign_in, idle_lock_s=IDLE_S
        )
        labels = [label_record("L-1", D26L, 90), label_record("L-2", D31R, 90), label_record("BIG", D26L, 91)]
        plant = Plant(
            FakeDeliveryNotes([note(D26L, D31R)]),
            FakePackingStore(labels),
            FakeAliasTable(),
            self.record.cache,
            self.clock,
        )

        def desk(publish: Publish) -> Desk:
            return Desk(plant, self.record, self.clock, "station-7", publish, agreement=Agreement.TWO_WAY)

        self.workplace = Workplace(desk, self.clock, self._publish, rules)
        self.workplace.resume()

    def _publish(self, state: DeskState) -> None:
        words = str(notice_sentence(state.notice))
        assert words
        assert "?" not in words
        assert not {PIN, OTHER_PIN, WRONG} & set(words.split())
        assert not any(secret in repr(state) for secret in (PIN, OTHER_PIN, WRONG))
        self.published.append(state)

    @property
    def state(self) -> DeskState:
        return self.workplace.state

    @property
    def said(self) -> NoticeCode:
        return self.state.notice.code

    @property
    def counted(self) -> list[str]:
        return [str(label.code) for label in self.state.session.labels] if self.state.session else []

    @property
    def deeds(self) -> list[tuple[str, str]]:
        """Of people alone: who, and what."""
        acts = [line.act for line in self.record.audit.kept]
        return [(act.deed, act.subject.partition(":")[2]) for act in acts if act.subject.startswith("person:")]

    def scan(self, *texts: str) -> None:
        for text in texts:
            self.workplace.scan(text)

    def sign_in(self, badge: str = BUDI, secret: str = PIN) -> None:
        self.workplace.scan(badge)
        self.workplace.enter_secret(secret)

    def command(self, *commands: Command) -> None:
        self.scan(*(code_of(command) for command in commands))

    def idle(self, seconds: float = IDLE_S) -> None:
        self.clock.pass_s(seconds)
        self.workplace.tick()

    def copy(self, *accounts: Account) -> None:
        """What the next copy of the directory brings."""
        self.people |= {each.person.user_name: each for each in accounts}
        self.record.sign_ins.known = KnownPeople(tuple(self.people.values()), self.clock.utc().isoformat())


@pytest.fixture
def shift() -> Shift:
    return Shift()


@pytest.fixture
def packing(shift: Shift) -> Shift:
    shift.sign_in()
    shift.scan(DN, "L-1")
    assert (shift.state.phase, shift.counted) == (Phase.PACKING, ["L-1"])
    return shift


# -- signing in -------------------------------------------------------------------------------------------------------


def test_a_badge_is_followed_by_its_secret(shift: Shift) -> None:
    assert (shift.state.phase, shift.said) == (Phase.SIGNED_OUT, InfoCode.SIGN_IN)
    shift.scan(BUDI)
    assert (shift.state.phase, shift.state.signing_in, shift.state.operator) == (Phase.SIGNING_IN, BUDI, "")
    shift.workplace.enter_secret(PIN)
    assert (shift.state.phase, shift.state.operator, shift.state.role) == (
        Phase.WAITING_FOR_NOTE, BUDI, Role.OPERATOR,
    )  # fmt: skip
    assert (shift.said, shift.state.signing_in) == (InfoCode.SIGNED_IN_WAITING, "")


def test_whoever_is_in_is_who_did_it(packing: Shift) -> None:
    (counted,) = [line.act for line in packing.record.audit.kept if line.act.deed == "label_counted"]
    assert (counted.by, counted.role, counted.station_id) == (BUDI, "operator", "station-7")
    packing.scan("L-2")
    packing.command(Command.CONFIRM)
    packing.workplace.close()
    assert packing.record.outbox.kept[0].record.operator == BUDI


@pytest.mark.parametrize("badge", [BUDI, GONE, "OP-404"])
def test_a_wrong_secret_asks_again_and_says_no_more(shift: Shift, badge: str) -> None:
    shift.sign_in(badge, WRONG)
    assert (shift.state.phase, shift.state.signing_in, shift.said, shift.state.notice.tone) == (
        Phase.SIGNING_IN, badge, ErrorCode.SIGN_IN_REFUSED, Tone.REFUSED,
    )  # fmt: skip
    assert shift.state.notice.details == {}


def test_after_five_the_screen_knows_how_long_and_so_it_does_when_the_badge_comes_again(shift: Shift) -> None:
    shift.scan(BUDI)
    for _ in range(5):
        shift.workplace.enter_secret(WRONG)
    assert (shift.said, shift.state.locked_until_s) == (ErrorCode.SIGN_IN_LOCKED, shift.clock.now_s + 30)
    shift.command(Command.UNDO)
    assert shift.state.phase is Phase.SIGNED_OUT
    assert not shift.state.locked_until_s
    shift.clock.pass_s(10)
    shift.scan(BUDI)
    assert shift.state.locked_until_s == shift.clock.now_s + 20
    shift.scan(SARI)
    assert shift.state.signing_in == SARI
    assert not shift.state.locked_until_s


def test_an_administrator_is_known_but_does_not_work_here(shift: Shift) -> None:
    shift.sign_in(ADMIN)
    assert (shift.state.phase, shift.said, shift.state.operator) == (Phase.SIGNED_OUT, ErrorCode.NOT_ALLOWED, "")
    assert shift.deeds == [("signed_in", ADMIN), ("signed_out", ADMIN)]


def test_what_is_scanned_is_never_a_secret(shift: Shift) -> None:
    """A scanner may be quick with a code that looks like a PIN: it is neither tried nor shown."""
    shift.scan(BUDI, PIN)
    assert (shift.state.phase, shift.said, shift.secrets.checked) == (Phase.SIGNING_IN, InfoCode.SECRET_WANTED, [])
    shift.scan(SARI)
    assert shift.state.signing_in == SARI
    shift.scan(DN)
    assert (shift.state.signing_in, shift.state.session) == (SARI, None)


def test_a_secret_that_nobody_asked_for_is_not_tried(packing: Shift) -> None:
    before = len(packing.published)
    packing.workplace.enter_secret(PIN)
    assert (len(packing.published), len(packing.secrets.checked)) == (before, 1)


def test_a_missing_pepper_is_told(shift: Shift) -> None:
    shift.secrets.error = NO_PEPPER
    shift.sign_in()
    assert (shift.said, shift.state.notice.tone, shift.state.phase) == (
        ErrorCode.PEPPER_MISSING, Tone.TROUBLE, Phase.SIGNING_IN,
    )  # fmt: skip


@pytest.mark.parametrize("badge", [BUDI, SARI])
def test_nobody_comes_in_while_the_disk_cannot_say_so(shift: Shift, badge: str) -> None:
    shift.scan(badge)
    shift.record.error = OperationalError(ErrorCode.DATABASE_UNWRITABLE, path="station.sqlite", problem="disk full")
    shift.workplace.enter_secret(PIN)
    assert (shift.said, shift.state.phase) == (ErrorCode.DATABASE_UNWRITABLE, Phase.SIGNING_IN)
    shift.scan(badge)
    assert shift.said is ErrorCode.DATABASE_UNWRITABLE


# -- O2: another operator ---------------------------------------------------------------------------------------------


def test_o2_another_badge_takes_over_with_its_secret_and_the_session_stays(packing: Shift) -> None:
    packing.scan(SARI)
    assert (packing.state.phase, packing.state.operator, packing.state.signing_in) == (Phase.SIGNING_IN, BUDI, SARI)
    packing.workplace.enter_secret(OTHER_PIN)
    assert (packing.state.phase, packing.state.operator, packing.counted) == (Phase.PACKING, SARI, ["L-1"])
    packing.scan("L-2")
    assert packing.record.audit.kept[-1].act.by == SARI
    assert packing.deeds == [("signed_in", BUDI), ("signed_in", SARI), ("signed_out", BUDI)]


@pytest.mark.parametrize("command", [Command.UNDO])
def test_o2_what_is_left_leaves_the_former_operator_at_work(packing: Shift, command: Command) -> None:
    packing.scan(SARI)
    packing.command(command)
    assert (packing.state.phase, packing.state.operator, packing.said) == (Phase.PACKING, BUDI, InfoCode.SIGNED_IN)
    assert packing.counted == ["L-1"], "nothing but the badge was taken back"


def test_o2_ones_own_badge_asks_nothing(packing: Shift) -> None:
    packing.scan(BUDI)
    assert (packing.state.phase, packing.said) == (Phase.PACKING, InfoCode.SIGNED_IN)


def test_o2_nothing_counts_while_somebody_types_their_secret(packing: Shift) -> None:
    asked = packing.workplace.asked
    assert asked
    packing.scan(SARI, "L-2")
    packing.workplace.take_back("L-1")
    packing.workplace.record_decision(asked.note, accepted(D26L))
    assert packing.workplace.asked is None
    packing.command(Command.UNDO)
    assert packing.counted == ["L-1"]
    assert packing.state.session
    assert not packing.state.session.decisions


def test_o2_a_session_that_is_leaving_goes_before_the_next_operator_comes(packing: Shift) -> None:
    packing.scan("L-2")
    packing.command(Command.CONFIRM)
    packing.scan(SARI)
    assert packing.record.outbox.kept == []
    packing.workplace.enter_secret(OTHER_PIN)
    (message,) = packing.record.outbox.kept
    assert (message.record.operator, packing.state.operator) == (BUDI, SARI)


# -- PE15: idle -------------------------------------------------------------------------------------------------------


def test_pe15_an_idle_operator_is_locked_out_and_the_session_kept(packing: Shift) -> None:
    packing.idle(IDLE_S - 0.01)
    assert packing.state.phase is Phase.PACKING
    packing.idle(0.01)
    assert (packing.state.phase, packing.said, packing.state.operator, packing.state.signing_in) == (
        Phase.LOCKED, InfoCode.LOCKED, BUDI, BUDI,
    )  # fmt: skip
    assert packing.workplace.asked is None
    packing.scan("L-2")
    packing.command(Command.CONFIRM, Command.UNDO, Command.NEXT, Command.DISCREPANCY)
    packing.workplace.take_back("L-1")
    assert (packing.state.phase, packing.state.notice.tone) == (Phase.LOCKED, Tone.REFUSED)
    packing.workplace.enter_secret(PIN)
    assert (packing.state.phase, packing.state.operator, packing.counted) == (Phase.PACKING, BUDI, ["L-1"])
    assert packing.deeds[-3:] == [("idle_locked", BUDI), ("signed_in", BUDI), ("unlocked", BUDI)]


ACTS: dict[str, Callable[[Shift], None]] = {
    "scan": lambda shift: shift.scan("L-1"),
    "command": lambda shift: shift.command(Command.CONFIRM),
    "touch": lambda shift: shift.workplace.touched(),
    "reason": lambda shift: shift.workplace.set_reason("damaged"),
    "take back": lambda shift: shift.workplace.take_back("L-404"),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_pe15_any_act_begins_the_time_anew(packing: Shift, act: Callable[[Shift], None]) -> None:
    packing.idle(IDLE_S - 1)
    act(packing)
    packing.idle(IDLE_S - 1)
    assert packing.state.phase not in AWAY
    packing.idle(1)
    assert packing.state.phase is Phase.LOCKED


def test_pe15_whoever_was_asked_for_is_forgotten(shift: Shift) -> None:
    shift.scan(BUDI)
    shift.idle()
    assert (shift.state.phase, shift.said) == (Phase.SIGNED_OUT, InfoCode.SIGN_IN)
    shift.workplace.enter_secret(PIN)
    assert shift.state.phase is Phase.SIGNED_OUT


def test_pe15_a_badge_that_was_not_followed_up_locks_who_was_here(packing: Shift) -> None:
    packing.scan(SARI)
    packing.idle()
    assert (packing.state.phase, packing.state.operator) == (Phase.LOCKED, BUDI)


def test_pe15_the_same_operator_may_scan_the_badge_and_another_may_take_over(packing: Shift) -> None:
    packing.idle()
    packing.scan(BUDI)
    assert (packing.state.phase, packing.state.signing_in) == (Phase.SIGNING_IN, BUDI)
    packing.command(Command.UNDO)
    assert packing.state.phase is Phase.LOCKED, "nobody gets in by leaving"
    packing.scan(SARI)
    packing.workplace.enter_secret(PIN)
    assert (packing.said, packing.state.operator) == (ErrorCode.SIGN_IN_REFUSED, BUDI)
    packing.workplace.enter_secret(OTHER_PIN)
    assert (packing.state.phase, packing.state.operator, packing.counted) == (Phase.PACKING, SARI, ["L-1"])


def test_pe15_a_session_that_is_leaving_goes_first(packing: Shift) -> None:
    packing.scan("L-2")
    packing.command(Command.CONFIRM)
    packing.clock.pass_s(IDLE_S)
    packing.workplace.tick()
    assert (len(packing.record.outbox.kept), packing.state.phase) == (1, Phase.LOCKED)


def test_pe15_it_is_locked_whatever_the_disk_says(packing: Shift) -> None:
    packing.record.error = OperationalError(ErrorCode.DATABASE_UNWRITABLE, path="station.sqlite", problem="disk full")
    packing.idle()
    assert (packing.state.phase, packing.said) == (Phase.LOCKED, ErrorCode.DATABASE_UNWRITABLE)
    packing.record.error = None
    packing.workplace.enter_secret(PIN)
    assert (packing.state.phase, packing.counted) == (Phase.PACKING, ["L-1"])


def test_pe15_a_refusal_waits_behind_the_lock(packing: Shift) -> None:
    packing.scan("BIG")
    packing.idle()
    assert (packing.state.held, packing.said) == (False, InfoCode.LOCKED)
    packing.workplace.enter_secret(PIN)
    assert (packing.state.held, packing.said) == (True, LabelRefusal.QUANTITY_EXCEEDED)


def test_signing_out_a_locked_station_keeps_the_session_for_the_next_one(packing: Shift) -> None:
    packing.idle()
    packing.command(Command.SIGN_OUT)
    assert (packing.state.phase, packing.state.operator) == (Phase.SIGNED_OUT, "")
    packing.sign_in(SARI, OTHER_PIN)
    assert packing.counted == ["L-1"]


def test_without_secrets_nothing_locks() -> None:
    """A badge alone could not be told from any other one."""
    shift = Shift()
    shift.workplace._presence._sign_in = None
    shift.scan(BUDI, DN)
    shift.idle(10 * IDLE_S)
    assert (shift.state.phase, shift.state.role) == (Phase.PACKING, Role.OPERATOR)


# -- removed meanwhile ------------------------------------------------------------------------------------------------

REMOVED = [account(BUDI, secret=PIN, active=False), account(BUDI, Role.ADMIN, PIN)]
CHANGES: dict[str, Callable[[Shift], None]] = {
    "label": lambda shift: shift.scan("L-2"),
    "take back": lambda shift: shift.workplace.take_back("L-1"),
    "undo": lambda shift: shift.command(Command.UNDO),
    "submit": lambda shift: shift.command(Command.REASON_1, Command.CONFIRM),
    "next": lambda shift: shift.command(Command.NEXT),
    "another note": lambda shift: shift.workplace.open_note(DN),
    "nothing for a while": lambda shift: shift.idle(5.0),
}


@pytest.mark.parametrize("gone", REMOVED, ids=["removed", "another role"])
@pytest.mark.parametrize("act", CHANGES.values(), ids=CHANGES)
def test_pe5_whoever_was_removed_changes_nothing_more(
    packing: Shift, act: Callable[[Shift], None], gone: Account
) -> None:
    packing.copy(gone)
    act(packing)
    assert (packing.state.phase, packing.state.operator, packing.record.outbox.kept) == (Phase.SIGNED_OUT, "", [])
    assert ("signed_out", BUDI) in packing.deeds
    packing.sign_in(SARI, OTHER_PIN)
    assert packing.counted == ["L-1"], "the session is kept"


def test_pe5_it_is_told(packing: Shift) -> None:
    packing.copy(REMOVED[0])
    packing.scan("L-2")
    assert (packing.said, packing.state.notice.tone) == (ErrorCode.NOT_ALLOWED, Tone.REFUSED)


def test_a_record_that_cannot_be_read_stops_the_act_and_nobody_is_thrown_out(packing: Shift) -> None:
    packing.record.error = OperationalError(ErrorCode.DATABASE_LOCKED, path="station.sqlite")
    packing.idle(5.0)
    packing.scan("L-2")
    assert (packing.said, packing.state.operator) == (ErrorCode.DATABASE_LOCKED, BUDI)
    packing.record.error = None
    packing.scan("L-2")
    assert packing.counted == ["L-1", "L-2"]


def test_without_a_prefix_any_code_is_a_badge_while_one_is_waited_for() -> None:
    shift = Shift(prefix="")
    shift.scan("op-17")
    shift.workplace.enter_secret(PIN)
    shift.scan(DN, "L-1")
    assert shift.counted == ["L-1"]
    shift.idle()
    shift.scan(SARI)
    assert shift.state.signing_in == SARI


# -- all of it --------------------------------------------------------------------------------------------------------

STEPS = st.one_of(
    st.sampled_from([BUDI, SARI, ADMIN, GONE, DN, "L-1", "L-2", "BIG", *map(code_of, Command)]),
    st.sampled_from([(PIN,), (OTHER_PIN,), (WRONG,)]),
    st.sampled_from([1.0, UNDO_S, IDLE_S]),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(STEPS, max_size=30))
def test_nobody_works_here_who_has_not_proved_it_and_nothing_changes_while_nobody_does(
    steps: list[str | tuple[str] | float],
) -> None:
    shift = Shift()
    for step in steps:
        before = shift.state
        if isinstance(step, str):
            shift.scan(step)
        elif isinstance(step, tuple):
            shift.workplace.enter_secret(step[0])
        else:
            shift.idle(step)
        after = shift.state
        if after.phase not in AWAY and before.phase in AWAY and isinstance(step, tuple):
            assert {BUDI: PIN, SARI: OTHER_PIN}[after.operator] == step[0]
        elif after.phase not in AWAY and before.phase in AWAY:
            assert before.phase is Phase.SIGNING_IN, "left, and who was here goes on"
            assert before.operator == after.operator != ""
        if before.phase in AWAY and isinstance(step, str):
            labels = [state.session.labels if state.session else () for state in (before, after)]
            assert labels[0] == labels[1]
        assert (after.phase is Phase.SIGNED_OUT) <= (not after.operator)
        assert bool(after.signing_in) == (after.phase in {Phase.SIGNING_IN, Phase.LOCKED})
    here: set[str] = set()
    for act in (line.act for line in shift.record.audit.kept if line.act.by):
        if act.deed == AuditDeed.SIGNED_IN:
            here.add(act.by)
        assert act.by in here, "nobody does anything before they have signed in, or after they have signed out"
        if act.deed == AuditDeed.SIGNED_OUT:
            here.remove(act.by)
