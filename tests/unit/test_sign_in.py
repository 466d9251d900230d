"""Who somebody is: one answer for everybody who may not, a lock that no clock shortens, a copy that ages."""

import itertools
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.audit import Act, AuditDeed, findings
from app.domain.errors import ErrorCode, OperationalError
from app.domain.people import (
    FIRST_LOCK_S,
    FREE_FAILURES,
    LONGEST_LOCK_S,
    RIGHTS,
    Actor,
    Person,
    Right,
    Role,
    SecretProblem,
    lock_s,
    secret_problem,
)
from app.ports.audit_trail import AuditTrail
from app.ports.people import Failures, SignInMemory
from app.settings import RecordSettings
from app.use_cases.copy_people import CopyPeople
from app.use_cases.sign_in import SignIn, SignInRules
from services.record.record import open_record
from tests.fakes.people import NO_PEPPER, FakePeopleDirectory, FakeSecrets, WallClock, account, known
from tests.fakes.station_record import FakeAudit, FakeSignIns, Told

PIN, WRONG = "482915", "111112"
GONE = account("OP-9", secret=PIN, active=False)
NO_SECRET = account("OP-8")
SARI = account("SUP-1", Role.SUPERVISOR, PIN)
BUDI = account("OP-17", secret=PIN)
UNKNOWN = "OP-404"


class Place:
    def __init__(self, memory: SignInMemory | None = None, audit: AuditTrail | None = None) -> None:
        self.told, self.clock, self.secrets = Told(), WallClock(), FakeSecrets()
        self.memory = memory or FakeSignIns(self.told, known(BUDI, SARI, GONE, NO_SECRET))
        self.audit = audit or FakeAudit(self.told)
        self.start()

    def start(self) -> None:
        """As after a restart of the program: what was not written down is gone."""
        self.sign_in = SignIn(
            self.memory, self.secrets, self.audit, self.clock, "station-7", SignInRules(offline_days=7)
        )

    def code(self, name: str, secret: str) -> ErrorCode | None:
        return self.error(name, secret)[0]

    def error(self, name: str, secret: str) -> tuple[ErrorCode | None, object]:
        try:
            self.sign_in.authenticate(name, secret, "test")
        except OperationalError as error:
            return error.code, error.details.get("wait_s", error.details.get("days"))
        return None, None

    @property
    def acts(self) -> list[Act]:
        return [line.act for line in self.audit.lines(0, 1000)]


@pytest.fixture
def place() -> Place:
    return Place()


# -- PE7: one answer --------------------------------------------------------------------------------------------------


def test_badge_and_secret_make_an_actor_who_is_in_the_audit(place: Place) -> None:
    assert place.sign_in.authenticate(" sup-1", PIN, "review") == Actor("SUP-1", Role.SUPERVISOR, "station-7")
    (act,) = place.acts
    assert (act.deed, act.subject, act.by, act.role, act.reason, act.station_id) == (
        AuditDeed.SIGNED_IN, "person:SUP-1", "SUP-1", "supervisor", "review", "station-7",
    )  # fmt: skip


OUTSIDERS = {
    "unknown badge": (UNKNOWN, PIN),
    "wrong secret": ("OP-17", WRONG),
    "removed": ("OP-9", PIN),
    "without a secret": ("OP-8", PIN),
    "empty secret of one without": ("OP-8", ""),
    "no badge at all": ("'; DROP TABLE", PIN),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("name", "secret"), OUTSIDERS.values(), ids=OUTSIDERS)
def test_pe7_everybody_who_may_not_hears_the_same_and_costs_the_same(place: Place, name: str, secret: str) -> None:
    """As many verifications as one who may, of a verifier with the same parameters: the time tells nothing."""
    place.code("SUP-1", PIN)
    before = len(place.secrets.checked)
    with pytest.raises(OperationalError) as caught:
        place.sign_in.authenticate(name, secret, "test")
    assert (caught.value.code, dict(caught.value.details)) == (ErrorCode.SIGN_IN_REFUSED, {})
    assert len(place.secrets.checked) == before + 1
    assert place.secrets.checked[-1].startswith("kept:")
    last = place.acts[-1]
    assert (last.deed, last.by, last.after) == (AuditDeed.SIGN_IN_REFUSED, "", '{"failures":1,"locked_s":0}')


def test_the_first_of_the_day_costs_the_same_whoever_it_is() -> None:
    """What nobody's secret is checked against is made before it is known whose it is."""
    made: list[int] = []
    for name in ("OP-17", UNKNOWN):
        place, count = Place(), 0

        class Counting(FakeSecrets):
            def verifier(self, secret: str) -> str:
                nonlocal count
                count += 1
                return super().verifier(secret)

        place.secrets = Counting()
        place.start()
        place.code(name, PIN)
        made.append(count)
    assert made == [1, 1]


def test_no_secret_is_ever_written_down(place: Place) -> None:
    for secret in (PIN, WRONG):
        place.code("OP-17", secret)
    with pytest.raises(OperationalError) as caught:
        place.sign_in.authenticate("OP-17", WRONG, "test")
    said = repr([*place.acts, caught.value, dict(caught.value.details), place.sign_in, BUDI])
    assert PIN not in said
    assert WRONG not in said


def test_nobody_known_is_told_apart_so_that_it_can_convince_somebody_to_add_one() -> None:
    place = Place(FakeSignIns(Told()))
    assert place.code("OP-17", PIN) is ErrorCode.NOBODY_KNOWN
    assert place.secrets.checked == []


def test_without_a_pepper_nobody_is_in_and_nobody_is_blamed(place: Place) -> None:
    place.secrets.error = NO_PEPPER
    assert [place.code("OP-17", PIN) for _ in range(6)] == [ErrorCode.PEPPER_MISSING] * 6
    place.secrets.error = None
    assert place.code("OP-17", PIN) is None


def test_nobody_is_in_while_the_audit_cannot_say_so(place: Place) -> None:
    place.told.error = OperationalError(ErrorCode.DATABASE_UNWRITABLE, path="station.sqlite", problem="disk full")
    assert place.code("OP-17", PIN) is ErrorCode.DATABASE_UNWRITABLE


def test_known_are_those_of_the_copy_the_removed_ones_too(place: Place) -> None:
    assert place.sign_in.known("OP-9") == Person("OP-9", "Name of OP-9", Role.OPERATOR, active=False)
    assert place.sign_in.known(UNKNOWN) is None


# -- PE4, PE8, PE9: the lock ------------------------------------------------------------------------------------------


def _lock(place: Place, name: str = "OP-17") -> None:
    for _ in range(FREE_FAILURES):
        place.code(name, WRONG)


@pytest.mark.parametrize("name", ["OP-17", "OP-9", UNKNOWN])
def test_pe8_five_wrong_ones_lock_whoever_it_is_and_the_right_one_is_not_looked_at(place: Place, name: str) -> None:
    assert [place.error(name, WRONG) for _ in range(5)] == [
        *[(ErrorCode.SIGN_IN_REFUSED, None)] * 4, (ErrorCode.SIGN_IN_LOCKED, 30),
    ]  # fmt: skip
    checked = len(place.secrets.checked)
    place.clock.pass_s(29.5)
    assert place.error(name, PIN) == (ErrorCode.SIGN_IN_LOCKED, 1)
    assert len(place.secrets.checked) == checked
    assert place.acts[-1].deed == AuditDeed.SIGN_IN_LOCKED
    place.clock.pass_s(0.5)
    assert place.code(name, PIN) is (None if name == "OP-17" else ErrorCode.SIGN_IN_LOCKED)


def test_a_lock_is_of_one_badge_alone(place: Place) -> None:
    _lock(place)
    assert place.code("SUP-1", PIN) is None


def test_pe8_success_forgets_the_wrong_ones(place: Place) -> None:
    for _ in range(3):
        for _ in range(4):
            assert place.code("OP-17", WRONG) is ErrorCode.SIGN_IN_REFUSED
        assert place.code("OP-17", PIN) is None
        assert place.memory.failures("OP-17") == Failures()


def test_pe8_an_attempt_is_counted_before_it_is_checked(place: Place) -> None:
    """Whoever pulls the plug while the machine computes has not saved an attempt."""

    class Unplugged(FakeSecrets):
        def matches(self, secret: str, verifier: str) -> bool:
            raise KeyboardInterrupt

    place.secrets = Unplugged()
    for _ in range(5):
        place.start()
        with pytest.raises(KeyboardInterrupt):
            place.sign_in.authenticate("OP-17", WRONG, "test")
    place.start()
    assert place.error("OP-17", PIN) == (ErrorCode.SIGN_IN_LOCKED, 30)


def test_pe9_the_lock_survives_a_restart_in_a_real_file(tmp_path: Path) -> None:
    clock = WallClock()
    for attempt in range(2):
        record = open_record(tmp_path, RecordSettings(), clock, 1.0)
        record.sign_ins.keep_people(known(BUDI))
        place = Place(record.sign_ins, record.audit)
        place.clock = clock
        place.start()
        if attempt == 0:
            _lock(place)
            clock.pass_s(10)
            clock.restart()
        else:
            assert place.error("OP-17", PIN) == (ErrorCode.SIGN_IN_LOCKED, 20)
            clock.pass_s(20)
            assert place.code("OP-17", PIN) is None
            assert not list(findings(record.audit.lines(0, 100)))
            assert [line.act.deed for line in record.audit.newest(None, 2)] == ["signed_in", "sign_in_locked"]
        record.close()


def test_pe9_a_clock_set_forward_shortens_nothing_while_the_program_runs(place: Place) -> None:
    _lock(place)
    place.clock.wall += timedelta(hours=2)
    assert place.error("OP-17", PIN) == (ErrorCode.SIGN_IN_LOCKED, 30)


def test_pe9_a_clock_set_back_begins_the_lock_anew_and_does_not_make_it_longer(place: Place) -> None:
    _lock(place)
    place.clock.wall -= timedelta(minutes=2)
    place.clock.restart()
    place.start()
    assert place.error("OP-17", PIN) == (ErrorCode.SIGN_IN_LOCKED, 30)
    place.clock.pass_s(30)
    assert place.code("OP-17", PIN) is None


@given(st.integers(min_value=0, max_value=10_000))
def test_pe4_a_lock_never_gets_shorter_and_never_longer_than_fifteen_minutes(failures: int) -> None:
    assert 0 <= lock_s(failures) <= lock_s(failures + 1) <= LONGEST_LOCK_S
    assert (lock_s(failures) == 0) == (failures < FREE_FAILURES)
    assert lock_s(failures) in {0, *(min(FIRST_LOCK_S << n, LONGEST_LOCK_S) for n in range(6))}


WAYS = st.sampled_from([0.0, 1.0, 29.0, 30.0, 61.0, -3600.0, -10.0, 3600.0, "restart", "wrong", "right"])


@settings(max_examples=200, deadline=None)
@given(st.lists(WAYS, max_size=40))
def test_whatever_happens_to_clock_and_program_no_lock_is_shorter_than_it_says(ways: list[float | str]) -> None:
    """By the monotonic clock, unless the wall's was set forward around a restart; clocks set back are always in."""
    place = Place()
    rested_s, failures = 10_000.0, 0
    for way in ways:
        if way == "restart":
            place.start()
        elif isinstance(way, float):
            if way < 0:
                place.clock.wall += timedelta(seconds=way)
            else:
                place.clock.pass_s(way)
                rested_s += way
        else:
            code = place.code("OP-17", PIN if way == "right" else WRONG)
            if code is ErrorCode.SIGN_IN_STALE:
                continue
            if rested_s < lock_s(failures):
                assert code is ErrorCode.SIGN_IN_LOCKED
                continue
            if code is ErrorCode.SIGN_IN_LOCKED and place.memory.failures("OP-17").count == failures:
                continue  # a clock set back has begun the lock anew
            failures = failures + 1 if way == "wrong" else 0
            rested_s = 0.0
            assert place.memory.failures("OP-17").count == failures


# -- PE10: the copy ---------------------------------------------------------------------------------------------------


def test_pe10_a_copy_counts_for_seven_days(place: Place) -> None:
    place.clock.pass_s(7 * 86_400)
    assert place.code("OP-17", PIN) is None
    place.clock.pass_s(1)
    assert place.error("OP-17", PIN) == (ErrorCode.SIGN_IN_STALE, 7)
    assert place.secrets.checked == ["kept:" + PIN]
    assert place.acts[-1].after == '{"code":"sign_in_stale"}'


@pytest.mark.parametrize("back", [timedelta(minutes=6), timedelta(days=3), timedelta(days=3650)], ids=str)
def test_pe10_a_clock_set_back_never_lengthens_it(place: Place, back: timedelta) -> None:
    place.clock.pass_s(2 * 86_400)
    assert place.code("OP-17", PIN) is None
    place.clock.wall -= back
    place.start()
    assert [place.code("OP-17", PIN) for _ in range(3)] == [ErrorCode.SIGN_IN_STALE] * 3
    place.clock.wall += back
    assert place.code("OP-17", PIN) is None, "nothing was spoilt by trying"


def test_pe10_what_a_time_server_corrects_does_not_matter(place: Place) -> None:
    assert place.code("OP-17", PIN) is None
    place.clock.wall -= timedelta(minutes=4)
    assert place.code("OP-17", PIN) is None


def test_pe10_a_clock_that_was_wrong_is_forgiven_with_the_next_copy(place: Place) -> None:
    directory = FakePeopleDirectory(kept={BUDI.person.user_name: BUDI})
    copy = CopyPeople(directory, place.memory, place.clock)
    place.clock.wall += timedelta(days=5)
    assert place.code("OP-17", PIN) is None
    place.clock.wall -= timedelta(days=5)
    assert place.code("OP-17", PIN) is ErrorCode.SIGN_IN_STALE
    copy.run()
    assert place.code("OP-17", PIN) is None


def test_whoever_was_removed_is_out_with_the_next_copy(place: Place) -> None:
    actor = place.sign_in.authenticate("OP-17", PIN, "test")
    place.sign_in.authority.require(actor, Right.PACK)
    directory = FakePeopleDirectory(kept={"OP-17": account("OP-17", secret=PIN, active=False)})
    CopyPeople(directory, place.memory, place.clock).run()
    with pytest.raises(OperationalError) as caught:
        place.sign_in.authority.require(actor, Right.PACK)
    assert caught.value.code is ErrorCode.NOT_ALLOWED
    assert place.code("OP-17", PIN) is ErrorCode.SIGN_IN_REFUSED


def test_a_directory_that_is_away_leaves_the_copy_as_it_was(place: Place) -> None:
    directory = FakePeopleDirectory()
    directory.told.error = OperationalError(ErrorCode.DATABASE_UNREACHABLE, problem="away")
    with pytest.raises(OperationalError):
        CopyPeople(directory, place.memory, place.clock).run()
    assert place.code("OP-17", PIN) is None


# -- PE1–PE3 ----------------------------------------------------------------------------------------------------------


def test_pe1_nobody_both_looks_after_people_and_settles_what_touches_money() -> None:
    money = {Right.PACK, Right.REOPEN_SESSION, Right.VOID_SESSION, Right.SETTLE_CONFLICT, Right.BE_SECOND}
    for role in Role:
        assert not (RIGHTS[role] & money and Right.MANAGE_PEOPLE in RIGHTS[role])


def test_pe2_who_was_removed_may_nothing() -> None:
    assert not any(Person("A", "A", role, active=False).may(right) for role in Role for right in Right)


@given(st.text(alphabet="0123456789", min_size=1, max_size=12))
def test_pe3_pins(pin: str) -> None:
    problem = secret_problem(pin, "OP-17")
    if len(pin) < 6:
        assert problem is SecretProblem.TOO_SHORT
    else:
        steps = {(int(after) - int(before)) % 10 for before, after in itertools.pairwise(pin)}
        assert (problem is SecretProblem.TOO_SIMPLE) == (steps in ({0}, {1}, {9}))


@given(st.text(max_size=140))
def test_pe3_passwords(secret: str) -> None:
    if secret_problem(secret, "OP-17") is None and not (secret.isascii() and secret.isdigit()):
        assert 10 <= len(secret) <= 128
        assert len(set(secret)) >= 4


@pytest.mark.parametrize(
    ("secret", "problem"),
    [
        ("482915", None),
        ("correct horse", None),
        ("12345", SecretProblem.TOO_SHORT),
        ("password", SecretProblem.TOO_SHORT),
        ("123456", SecretProblem.TOO_SIMPLE),
        ("890123", SecretProblem.TOO_SIMPLE),
        ("000000", SecretProblem.TOO_SIMPLE),
        ("abababababab", SecretProblem.TOO_SIMPLE),
        ("x" * 129, SecretProblem.TOO_LONG),
        ("OPERATOR-17", SecretProblem.HOLDS_THE_NAME),
        ("", SecretProblem.TOO_SHORT),
    ],
)
def test_pe3_examples(secret: str, problem: SecretProblem | None) -> None:
    assert secret_problem(secret, "OPERATOR-17") is problem
