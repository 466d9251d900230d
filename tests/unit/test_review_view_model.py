"""What the page of sessions shows, by pure functions."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import ErrorCode, OperationalError
from app.domain.part_number import PartNumber
from app.domain.review import ReviewState, SessionState
from app.domain.timeline import CoverFacts, EventKind, PictureRef, TimelineEvent
from app.ports.session_reports import SessionReport
from app.use_cases.browse import Missing, Source
from tests.fakes.session_reports import summary
from ui.review.view_model import (
    ROWS_AT_MOST,
    Days,
    Emptiness,
    Field,
    FilterChoice,
    Listing,
    detail_state,
    first_to_show,
    list_state,
    opened,
    wanted,
)

JAKARTA = timezone(timedelta(hours=7))
NOW = datetime(2026, 11, 21, 15, 30, tzinfo=JAKARTA)
AWAY = OperationalError(ErrorCode.DATABASE_UNREACHABLE, problem="away")


@pytest.mark.parametrize(
    ("choice", "since", "until"),
    [
        (FilterChoice(days=Days.ALL), "", ""),
        (FilterChoice(days=Days.TODAY), "2026-11-20T17:00:00+00:00", ""),
        (FilterChoice(days=Days.WEEK), "2026-11-14T17:00:00+00:00", ""),
        (
            FilterChoice(days=Days.CUSTOM, first=date(2026, 11, 1), last=date(2026, 11, 1)),
            "2026-10-31T17:00:00+00:00",
            "2026-11-01T17:00:00+00:00",
        ),
    ],
)
def test_days_begin_at_the_walls_midnight(choice: FilterChoice, since: str, until: str) -> None:
    asked = wanted(choice, NOW).asked
    assert (asked.since, asked.until) == (since, until)


def test_what_is_typed_is_asked_for_in_its_own_spelling() -> None:
    choice = FilterChoice(
        " kss1 ",
        Days.ALL,
        None,
        None,
        " kss0 ",
        "w_cv01_x",
        " op-1 ",
        "one",
        SessionState.CONFLICT,
        ReviewState.REVIEWED,
    )
    asked = wanted(choice, NOW).asked
    assert (asked.search, asked.dn_prefix, asked.part_number) == ("kss1", "KSS0", PartNumber("Z-CV01-X"))
    assert (asked.operator, asked.station_id) == ("OP-1", "one")
    assert (asked.state, asked.review) == (SessionState.CONFLICT, ReviewState.REVIEWED)


def test_rv5_what_no_session_could_have_is_told() -> None:
    choice = FilterChoice(days=Days.CUSTOM, first=date(1, 1, 1), dn="k%", part="Z" * 101, operator="%", station="a b")
    assert wanted(choice, NOW).problems == (Field.DN, Field.PART, Field.OPERATOR, Field.STATION, Field.DAYS)


@given(st.text(max_size=120), st.text(max_size=120), st.text(max_size=120), st.text(max_size=120), st.text(max_size=99))
def test_rv5_anything_may_be_typed(search: str, dn: str, part: str, operator: str, station: str) -> None:
    choice = FilterChoice(search, Days.TODAY, dn=dn, part=part, operator=operator, station=station)
    told = wanted(choice, NOW)
    assert len(told.asked.search) <= 100
    assert bool(told.asked.dn_prefix) is (bool(dn.strip()) and Field.DN not in told.problems)


EMPTY, ALL = Listing(), FilterChoice(days=Days.ALL)


@pytest.mark.parametrize(
    ("listing", "choice", "problems", "why"),
    [
        (EMPTY, ALL, (), Emptiness.NOTHING_YET),
        (EMPTY, FilterChoice(), (), Emptiness.NOTHING_FITS),
        (EMPTY, replace(ALL, dn="K"), (), Emptiness.NOTHING_FITS),
        (Listing(loading=True), ALL, (), Emptiness.LOADING),
        (Listing(error=AWAY), ALL, (), Emptiness.NOT_READ),
        (Listing(missing=(Missing(Source.FACTORY, AWAY),)), ALL, (), Emptiness.NOT_READ),
        (EMPTY, ALL, (Field.DN,), Emptiness.MEND_THE_FILTER),
        (Listing(rows=1), ALL, (), None),
    ],
)
def test_an_empty_list_says_why(
    listing: Listing, choice: FilterChoice, problems: tuple[Field, ...], why: Emptiness | None
) -> None:
    assert list_state(listing, choice, problems).emptiness is why


def test_a_list_has_an_end() -> None:
    assert not list_state(Listing(rows=100, more=True), ALL, ()).bounded
    assert list_state(Listing(rows=ROWS_AT_MOST, more=True), ALL, ()).bounded


@pytest.mark.parametrize(
    ("state", "review", "may"),
    [
        (SessionState.COMMITTED, ReviewState.NOT_REVIEWED, (True, False, True, True)),
        (SessionState.DISCREPANCY, ReviewState.REVIEWED, (False, True, True, True)),
        (SessionState.CONFLICT, ReviewState.REOPENED, (True, False, True, True)),
        (SessionState.VOIDED, ReviewState.NOT_REVIEWED, (True, False, True, False)),
        (SessionState.PROVISIONAL, ReviewState.NOT_REVIEWED, (False, False, False, False)),
    ],
)
def test_rv6_what_can_be_done_about_a_session(state: SessionState, review: ReviewState, may: tuple[bool, ...]) -> None:
    of = summary("s-1", state=state, review=review)
    told = detail_state(of, None)
    assert (told.may_review, told.may_reopen, told.may_note, told.may_act) == may
    busy = detail_state(of, None, acting=True)
    assert (busy.may_review, busy.may_reopen, busy.may_note) == (False, False, False)


def test_a_session_that_was_read_shows_its_timeline() -> None:
    session = opened(SessionReport(summary("s-1"), (), (), ()))
    assert [event.kind for event in detail_state(summary("s-1"), session).events] == [
        EventKind.SUBMITTED,
        EventKind.COMMITTED,
    ]
    assert detail_state(None, None).events == ()


def test_a_session_is_looked_at_for_its_conflict_then_for_its_pictures() -> None:
    plain, pictured = (
        TimelineEvent(EventKind.OPENED),
        TimelineEvent(EventKind.COVER, cover=CoverFacts("accepted", picture=PictureRef("p"))),
    )
    conflict = TimelineEvent(EventKind.CONFLICT)
    assert first_to_show([plain, pictured, pictured, conflict]) == 3
    assert first_to_show([plain, pictured, pictured]) == 1
    assert first_to_show([plain]) == first_to_show([]) == 0
