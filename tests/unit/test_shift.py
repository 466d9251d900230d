"""Shifts: when one begins, the check before its first note, and what is handed over."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.audit import AuditDeed, findings
from app.domain.decision import Accepted, Refused
from app.domain.errors import ErrorCode, OperationalError
from app.domain.journal import CoverAccepted, CoverRefused, LabelCounted, Opened
from app.domain.labels import ScannedLabel
from app.domain.packing_session import Agreement, PackingRecord, PackingSession
from app.domain.people import Actor, Person, Role, nobody_at
from app.domain.shift import (
    CheckStep,
    HandOver,
    ShiftCheck,
    WorkedSession,
    hand_over,
    parse_starts,
    shift_began,
)
from app.settings import RecordSettings, ShiftSettings
from app.use_cases.authority import Authority
from app.use_cases.shift import ShiftRules, Shifts
from services.record.record import open_record
from services.record.shift_book import RecordedShifts
from services.record.station_file import read_station_file
from tests.fakes.station_parts import SetClock
from tests.fakes.station_record import FakeStationRecord
from tests.unit.builders import D26L, D26R, D31R, accepted, label_record, note, part, refused

STARTS = (time(6), time(14), time(22))
JAKARTA, BERLIN = ZoneInfo("Asia/Jakarta"), ZoneInfo("Europe/Berlin")
OPERATOR = Actor("OP-1", Role.OPERATOR, "station-7")
SUPERVISOR = Actor("SV-1", Role.SUPERVISOR, "station-7")


# -- when a shift begins ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "began"),
    [
        ("2026-09-14T06:00", "2026-09-14T06:00"),
        ("2026-09-14T05:59:59.999", "2026-09-13T22:00"),
        ("2026-09-14T13:59", "2026-09-14T06:00"),
        ("2026-09-14T14:00", "2026-09-14T14:00"),
        ("2026-09-15T00:00", "2026-09-14T22:00"),
    ],
)
def test_sh1_a_shift_began_at_the_newest_start_on_the_wall(now: str, began: str) -> None:
    wall = datetime.fromisoformat(now).replace(tzinfo=JAKARTA)
    assert shift_began(wall.astimezone(UTC), STARTS, JAKARTA) == datetime.fromisoformat(began).replace(tzinfo=JAKARTA)


@given(
    st.datetimes(datetime(2020, 1, 2), datetime(2035, 1, 1)),  # noqa: DTZ001 (the zone comes after)
    st.lists(st.times(), min_size=1, max_size=5, unique=True).map(sorted),
    st.sampled_from([JAKARTA, BERLIN, UTC]),
)
def test_sh1_a_shift_never_begins_after_now_and_none_lasts_longer_than_a_day_and_an_hour(
    now: datetime, starts: list[time], zone: ZoneInfo
) -> None:
    moment = now.replace(tzinfo=UTC)
    began = shift_began(moment, starts, zone)
    assert began.timetz().replace(tzinfo=None) in starts
    assert timedelta(hours=-1) <= moment - began.astimezone(UTC) <= timedelta(hours=25)


def test_sh1_on_the_night_the_clock_is_put_back_a_start_is_the_first_of_its_two() -> None:
    night = date(2026, 10, 25)
    half_past_two_again = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    began = shift_began(half_past_two_again, (time(2, 15),), BERLIN)
    assert (began.date(), began.astimezone(UTC)) == (night, datetime(2026, 10, 25, 0, 15, tzinfo=UTC))


def test_sh1_without_a_zone_the_machines_own_counts() -> None:
    now = datetime(2026, 9, 14, 12, tzinfo=UTC)
    assert shift_began(now, STARTS).utcoffset() == now.astimezone().utcoffset()


@pytest.mark.parametrize("text", ["", "6", "25:00", "14:00, 06:00", "06:00, 06:00", "06:00;14:00"])
def test_starts_that_are_no_times_in_order_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_starts(text)
    with pytest.raises(ValueError, match=r"."):
        ShiftSettings(starts=text)


def test_a_check_without_its_pieces_cannot_be_set() -> None:
    with pytest.raises(ValueError, match="good_part"):
        ShiftSettings(check=True, good_part="Z-1")


# -- the check --------------------------------------------------------------------------------------------------------


GOOD, BAD = part(D26R), part(D26L)
CHECK = ShiftCheck(good=GOOD, bad=BAD)


def after(*decisions: Accepted | Refused) -> ShiftCheck:
    check = CHECK
    for decision in decisions:
        check = check.after(decision)
    return check


@pytest.mark.parametrize(
    ("decisions", "step"),
    [
        ((), CheckStep.SHOW_BAD),
        ((refused(D26L),), CheckStep.SHOW_GOOD),
        ((refused(D26L), accepted(D26R)), CheckStep.PASSED),
        ((refused(D26L), refused(D26L), accepted(D26R)), CheckStep.PASSED),
        ((refused(D31R),), CheckStep.SHOW_BAD),
        ((accepted(D26R),), CheckStep.FAILED),
        ((refused(D26L), refused(D31R)), CheckStep.FAILED),
        ((accepted(D26R), refused(D26L), accepted(D26R)), CheckStep.FAILED),
    ],
)
def test_sh2_the_bad_piece_is_refused_and_then_the_good_one_accepted(
    decisions: tuple[Accepted | Refused, ...], step: CheckStep
) -> None:
    assert after(*decisions).step is step


@given(st.lists(st.sampled_from([refused(D26L), refused(D31R), accepted(D26R)]), max_size=8))
def test_sh3_nothing_passes_without_the_bad_piece_refused_before_the_good_one_and_an_end_stays(
    decisions: list[Accepted | Refused],
) -> None:
    check = after(*decisions)
    if check.step is CheckStep.PASSED:
        bad, good = decisions.index(refused(D26L)), decisions.index(accepted(D26R))
        assert bad < good
        assert (check.refused, check.accepted) == (refused(D26L), accepted(D26R))
    if check.step in {CheckStep.PASSED, CheckStep.FAILED}:
        assert check.after(accepted(D26R)) == check


def test_during_the_check_only_the_good_piece_is_asked_for() -> None:
    assert CHECK.note.asks_for(GOOD)
    assert not CHECK.note.asks_for(BAD)


# -- kept -------------------------------------------------------------------------------------------------------------


class NoBook:
    def worked(self, since: datetime, until: datetime):
        return iter(())


PEOPLE = {
    "OP-1": Person("OP-1", "Budi", Role.OPERATOR),
    "SV-1": Person("SV-1", "Sari", Role.SUPERVISOR),
}


class Wall(SetClock):
    """UTC that a test moves."""

    now = datetime(2026, 9, 14, 9, 30, tzinfo=UTC)

    def utc(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Wall:
    return Wall()


@pytest.fixture
def record() -> FakeStationRecord:
    return FakeStationRecord()


@pytest.fixture
def shifts(clock: Wall, record: FakeStationRecord) -> Callable[..., Shifts]:
    def made(book: object = NoBook(), **rules: object) -> Shifts:
        chosen = ShiftRules(**{"check": True, "good": GOOD, "bad": BAD, "zone": UTC, **rules})  # type: ignore[arg-type]
        return Shifts(record.audit, book, Authority(PEOPLE.get, clock), clock, chosen)  # type: ignore[arg-type]

    return made


PASSED, FAILED = after(refused(D26L), accepted(D26R)), after(accepted(D26R))


def test_sh5_a_check_is_due_once_a_shift_and_outlives_a_restart(
    shifts: Callable[..., Shifts], clock: Wall, record: FakeStationRecord
) -> None:
    first = shifts()
    assert first.due() == CHECK
    first.record(OPERATOR, FAILED)
    assert first.due() == CHECK
    first.record(OPERATOR, PASSED)
    assert first.due() is None
    assert shifts().due() is None
    clock.now += timedelta(hours=8)
    assert shifts().due() == CHECK
    assert first.due() == CHECK
    deeds = [line.act.deed for line in record.audit.kept]
    assert deeds == [AuditDeed.SHIFT_CHECK_FAILED, AuditDeed.SHIFT_CHECK_PASSED]
    assert not list(findings(record.audit.kept))


@pytest.mark.parametrize("rules", [{"check": False}, {"good": None}, {"bad": None}])
def test_sh5_none_is_due_where_the_site_asks_for_none(shifts: Callable[..., Shifts], rules: dict[str, object]) -> None:
    assert shifts(**rules).due() is None


def test_the_result_says_what_was_seen(shifts: Callable[..., Shifts], record: FakeStationRecord) -> None:
    shifts().record(nobody_at("station-7"), PASSED)
    act = record.audit.kept[-1].act
    assert (act.by, act.station_id) == ("", "station-7")
    assert '"verdict":"refused"' in act.after
    assert BAD.text in act.after


def test_a_check_that_has_not_ended_is_not_kept(shifts: Callable[..., Shifts]) -> None:
    with pytest.raises(ValueError, match="not ended"):
        shifts().record(OPERATOR, CHECK)


def test_only_a_supervisor_goes_over_a_check_and_says_why(
    shifts: Callable[..., Shifts], record: FakeStationRecord
) -> None:
    mine = shifts()
    for actor, reason, code in [
        (OPERATOR, "no piece", ErrorCode.NOT_ALLOWED),
        (nobody_at("station-7"), "no piece", ErrorCode.NOT_ALLOWED),
        (SUPERVISOR, "  ", ErrorCode.REASON_NEEDED),
    ]:
        with pytest.raises(OperationalError) as caught:
            mine.override(actor, reason)
        assert caught.value.code is code
    assert record.audit.kept == []
    mine.override(SUPERVISOR, "the bad piece is lost")
    assert mine.due() is None
    assert record.audit.kept[-1].act.reason == "the bad piece is lost"


# -- handed over ------------------------------------------------------------------------------------------------------


def worked(session_id: str, state: str = "submitted", sent: str = "confirmed", discrepancy: str = "") -> WorkedSession:
    return WorkedSession(session_id, f"DN-{session_id}", state, sent, ("OP-1",), 3, 30, 2, 1, 1, discrepancy)


def test_sh4_only_what_was_submitted_is_summed() -> None:
    told = hand_over(
        "b",
        "e",
        [
            worked("1"),
            worked("2", sent="waiting", discrepancy="short delivery"),
            worked("3", sent="conflict"),
            worked("4", "open", ""),
            worked("5", "left", ""),
        ],
        "shift_check_passed",
    )
    assert told == HandOver(
        "b", "e", 3, 9, 90, 6, 3, 3, ("OP-1",), (("DN-2", "short delivery"),), ("DN-2",), ("DN-3",), ("DN-4",),
        "shift_check_passed",
    )  # fmt: skip


def test_what_was_handed_over_is_there_for_the_next_shift_and_not_for_the_one_after(
    shifts: Callable[..., Shifts], clock: Wall
) -> None:
    mine = shifts()
    assert mine.handed_over() is None
    mine.hand_over(OPERATOR, mine.summary(OPERATOR), " lamp 2 flickers ")
    clock.now += timedelta(hours=8)
    line = mine.handed_over()
    assert line is not None
    assert line.act.reason == "lamp 2 flickers"
    clock.now += timedelta(hours=8)
    assert mine.handed_over() is None


def test_the_shift_before_is_asked_for_by_its_own_times(shifts: Callable[..., Shifts]) -> None:
    mine = shifts()
    now, before = mine.summary(OPERATOR), mine.summary(OPERATOR, ago=1)
    assert before.ended == now.began
    assert datetime.fromisoformat(now.began) - datetime.fromisoformat(before.began) == timedelta(hours=8)


def test_a_station_knows_what_was_worked_on_while_it_runs(tmp_path: Path) -> None:
    clock = Wall()
    record = open_record(tmp_path, RecordSettings(), clock, 1.0)
    file = read_station_file(tmp_path / "station.sqlite", 1.0)
    paper = note(D26L, D31R)
    try:
        for number, (opened, ended) in enumerate([(5, 6), (7, 8), (13, 14)], 1):
            empty = PackingSession(f"s-{number}", paper, agreement=Agreement.TWO_WAY)
            label = label_record(f"L-{number}", D26L, 90)
            counted = ScannedLabel(label.code, label.part_number, 90, at(opened))
            whole = replace(empty, labels=(counted,), decisions=(accepted(), refused()), inspected=frozenset({BAD}))
            record.journal.append(empty.session_id, at(opened), Opened(empty), OPERATOR)
            record.journal.append(empty.session_id, at(opened), CoverAccepted(accepted()))
            record.journal.append(empty.session_id, at(opened), CoverRefused(refused()))
            record.journal.append(empty.session_id, at(opened), LabelCounted(counted), SUPERVISOR)
            packed = PackingRecord(f"key-{number}", "PKG", whole, at(ended), "station-7", "short delivery")
            record.journal.submit(packed, at(ended), SUPERVISOR)
        record.journal.append("s-9", at(13), Opened(PackingSession("s-9", paper)))
        since, until = (datetime.fromisoformat(at(hour)) for hour in (6, 14))
        found = [*RecordedShifts(file).worked(since, until)]
    finally:
        file.close()
        record.close()
    assert [each.session_id for each in found] == ["s-1", "s-2", "s-9"]
    first = found[0]
    assert (first.state, first.sent, first.operators) == ("submitted", "waiting", ("OP-1", "SV-1"))
    assert (first.labels, first.pieces, first.accepted, first.refused) == (1, 90, 1, 1)
    assert (first.discrepancy, found[2].state) == ("short delivery", "open")


def at(hour: int) -> str:
    return f"2026-09-14T{hour:02d}:00:00+00:00"
