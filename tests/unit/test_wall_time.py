"""Hours and days of the wall's clock."""

from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.wall_time import SlotLength, WallClock, slots_of

JAKARTA, BERLIN = WallClock(ZoneInfo("Asia/Jakarta")), WallClock(ZoneInfo("Europe/Berlin"))
KATHMANDU = WallClock(ZoneInfo("Asia/Kathmandu"))
ZONES: list[tzinfo | None] = [
    None,
    UTC,
    *map(ZoneInfo, ("Asia/Jakarta", "Europe/Berlin", "Asia/Kathmandu", "America/Havana", "Australia/Lord_Howe")),
]


def test_a_day_of_jakarta_begins_in_the_evening_of_utc() -> None:
    slots = slots_of(JAKARTA, date(2026, 9, 14), date(2026, 9, 15), SlotLength.DAY)
    assert slots.starts == (datetime(2026, 9, 13, 17, tzinfo=UTC), datetime(2026, 9, 14, 17, tzinfo=UTC))
    assert slots.end == datetime(2026, 9, 15, 17, tzinfo=UTC)
    assert slots.place_of(datetime(2026, 9, 13, 16, 59, tzinfo=UTC)) is None
    assert slots.place_of(datetime(2026, 9, 14, 16, 59, tzinfo=UTC)) == 0
    assert slots.place_of(slots.end) is None


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)])
def test_ch1_a_day_on_which_the_clocks_change_has_another_length(day: date, hours: int) -> None:
    slots = slots_of(BERLIN, day, day, SlotLength.HOUR)
    assert len(slots) == hours
    assert (
        len({each.isoformat() for each in slots.local}) == hours
    )  # the hour that comes twice is two, by their offsets


def test_ch1_what_was_done_in_an_hour_that_comes_twice_is_not_mixed() -> None:
    slots = slots_of(BERLIN, date(2026, 10, 25), date(2026, 10, 25), SlotLength.HOUR)
    first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
    assert [BERLIN.local(each).hour for each in (first, second)] == [2, 2]
    assert (slots.place_of(first), slots.place_of(second)) == (2, 3)


def test_a_zone_off_by_quarters_keeps_its_quarters_together() -> None:
    slots = slots_of(KATHMANDU, date(2026, 9, 14), date(2026, 9, 14), SlotLength.HOUR)
    assert [each.minute for each in slots.starts] == [15] * 24
    assert [each.minute for each in slots.local] == [0] * 24


def test_what_has_begun() -> None:
    slots = slots_of(WallClock(UTC), date(2026, 9, 14), date(2026, 9, 14), SlotLength.HOUR)
    begin = slots.starts[0]
    moments = (begin - timedelta(seconds=1), begin, begin + timedelta(hours=5, minutes=1), slots.end)
    assert [slots.begun(each) for each in moments] == [0, 1, 6, 24]


def test_a_span_that_ends_before_it_begins_is_none() -> None:
    with pytest.raises(ValueError, match="before"):
        slots_of(JAKARTA, date(2026, 9, 2), date(2026, 9, 1), SlotLength.DAY)


@given(
    st.sampled_from(ZONES),
    st.dates(date(2015, 1, 1), date(2035, 1, 1)),
    st.integers(0, 9),
    st.sampled_from(SlotLength),
    st.integers(0, 15 * 96),
)
def test_every_quarter_of_the_days_lies_in_one_slot_of_its_own_day(
    zone: tzinfo | None, first: date, more: int, length: SlotLength, quarter: int
) -> None:
    clock = WallClock(zone)
    slots = slots_of(clock, first, first + timedelta(days=more), length)
    assert all(one < two for one, two in pairwise([*slots.starts, slots.end]))
    moment = slots.starts[0] + timedelta(minutes=15 * quarter)
    place = slots.place_of(moment)
    assert (place is None) == (moment >= slots.end)
    if place is not None:
        assert slots.days[place] == clock.local(moment).date()
    assert {*slots.days} == {first + timedelta(days=number) for number in range(more + 1)}
