"""What the page of the audit shows, and what the use case lets be read."""

from datetime import UTC, datetime

import pytest

from app.domain.audit import AuditFinding, Breach, Head
from app.domain.audit_filter import AuditFilter
from app.domain.errors import ErrorCode, OperationalError
from app.domain.notices import Tone
from app.domain.people import RIGHTS, Actor, Right
from app.ports.clock import SystemClock
from app.use_cases import read_audit
from app.use_cases.authority import Authority
from app.use_cases.read_audit import AuditPage, ChainName, ReadAudit, Verdict, Watch, page_of
from tests.contract.test_audit_trail import act
from tests.fakes.factory_audit import FakeFactoryAudit
from tests.fakes.people_known import ANI, BUDI, DEWI, OPERATOR, SARI, known_people
from tests.fakes.station_record import FakeAudit, Told
from ui.audit.view_model import (
    Check,
    Choice,
    Emptiness,
    Field,
    Listing,
    Outcome,
    Span,
    emptiness,
    fields_of,
    is_readable,
    row_of,
    wanted,
)

NOW = datetime(2026, 9, 14, 7, 30, tzinfo=UTC)
AWAY = OperationalError(ErrorCode.DATABASE_UNREACHABLE, problem="no connection")


def trail(count: int = 5) -> FakeAudit:
    made = FakeAudit(Told())
    for number in range(count):
        made.append(act("exported" if number % 2 else "signed_in"))
    return made


def reading(station: FakeAudit, factory: FakeFactoryAudit | None = None) -> ReadAudit:
    return ReadAudit(station, factory or FakeFactoryAudit(), Authority(known_people, SystemClock()), "station-1")


def test_what_the_fields_say_is_what_is_looked_for() -> None:
    assert wanted(Choice(), NOW) == AuditFilter()
    choice = Choice(ChainName.FACTORY, " wet ", " sari ", "exported", " session:s-1", Span.WEEK)
    assert wanted(choice, NOW) == AuditFilter(
        "SARI", "exported", "session:s-1", "2026-09-07T07:30:00+00:00", text="wet"
    )
    assert (Choice(ChainName.FACTORY).narrow, choice.narrow) == (False, True)


def test_the_states_stand_side_by_side_what_has_changed_first() -> None:
    told = fields_of(act(before='{"active":true,"role":"operator"}', after='{"active":true,"more":[1],"role":"admin"}'))
    assert told == (Field("more", None, "[1]"), Field("role", "operator", "admin"), Field("active", "true", "true"))
    assert [each.changed for each in told] == [True, True, False]


@pytest.mark.parametrize(
    ("after", "shown"),
    [("", ()), ("{}", ()), ("[1]", (Field("", None, "[1]"),)), ("{", (Field("", None, "{"),))],
)
def test_a_state_that_is_no_object_is_shown_as_it_is(after: str, shown: tuple[Field, ...]) -> None:
    assert fields_of(act(after=after)) == shown


def test_why_the_list_is_empty() -> None:
    assert emptiness(Listing(), Choice()) is Emptiness.NOTHING_DONE
    assert emptiness(Listing(), Choice(text="x")) is Emptiness.NOTHING_FOUND
    assert emptiness(Listing().begun(anew=True), Choice()) is Emptiness.LOOKING
    assert emptiness(Listing().broke(AWAY), Choice()) is Emptiness.BROKEN
    lines = tuple(trail(2).kept)
    assert emptiness(Listing(lines), Choice()) is None


def test_pages_are_put_together() -> None:
    lines = tuple(reversed(trail(4).kept))
    listing = Listing().begun(anew=True).brought(AuditPage(lines[:2], 3))
    assert (listing.lines, listing.more, listing.looking) == (lines[:2], 3, False)
    listing = listing.begun(anew=False)
    assert (listing.lines, listing.looking) == (lines[:2], True)
    assert listing.brought(AuditPage(lines[2:])) == Listing(lines)
    assert (row_of(lines, 3), row_of(lines, 9)) == (1, None)
    assert (is_readable(act()), is_readable(act("unreadable"))) == (True, False)


@pytest.mark.parametrize(
    ("check", "outcome", "tone"),
    [
        (Check(), None, Tone.INFO),
        (Check(running=True), None, Tone.INFO),
        (Check(verdict=Verdict(3, 2)), Outcome.WHOLE, Tone.GOOD),
        (Check(verdict=Verdict(3, 0, away=AWAY)), Outcome.WHOLE_ALONE, Tone.TROUBLE),
        (Check(verdict=Verdict(3, 2, (AuditFinding(Breach.ALTERED, 1),))), Outcome.FOUND, Tone.REFUSED),
        (Check(verdict=Verdict(3, 2, finished=False)), None, Tone.INFO),
    ],
)
def test_how_a_check_came_out(check: Check, outcome: Outcome | None, tone: Tone) -> None:
    assert (check.outcome, check.tone) == (outcome, tone)


# -- the use case -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("actor", [ANI, SARI, BUDI, DEWI, OPERATOR], ids=lambda actor: actor.user_name)
def test_only_who_may_see_the_audit_reads_and_checks_it(actor: Actor) -> None:
    guarded = reading(trail())
    calls = (lambda: guarded.page(actor, ChainName.STATION), lambda: guarded.verify(actor, ChainName.FACTORY))
    for call in calls:
        if Right.SEE_AUDIT in RIGHTS[actor.role]:
            assert call()
        else:
            with pytest.raises(OperationalError) as caught:
                call()
            assert caught.value.code is ErrorCode.NOT_ALLOWED


def test_a_page_is_the_newest_and_says_where_the_next_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_audit, "LOOKED_AT_ONCE", 3)
    kept = trail(10)
    first = page_of(kept, AuditFilter(), None, limit=4)
    assert ([line.seq for line in first.lines], first.more) == ([10, 9, 8, 7], 7)
    rest = page_of(kept, AuditFilter(), first.more, limit=40)
    assert ([line.seq for line in rest.lines], rest.more) == ([*range(6, 0, -1)], None)
    found = page_of(kept, AuditFilter(deed="exported"), None, limit=3)
    assert ([line.seq for line in found.lines], found.more) == ([10, 8, 6], 6)
    assert page_of(trail(0), AuditFilter(), None) == AuditPage()


def test_looking_that_is_broken_off_says_from_where_it_would_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_audit, "LOOKED_AT_ONCE", 3)
    asked = iter([False, False, True])
    page = page_of(trail(20), AuditFilter(text="nowhere"), None, Watch(stopping=lambda: next(asked)))
    assert page == AuditPage((), 15)


def test_each_audit_is_held_against_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_audit, "TOLD_EVERY", 2)
    station, factory, told = trail(), FakeFactoryAudit(), list[int]()
    factory.note_head("station-1", Head(9, "x"), "now")
    verdict = reading(station, factory).verify(SARI, ChainName.STATION, Watch(told.append))
    assert verdict == Verdict(5, 1, (AuditFinding(Breach.CUT_OFF, 6),))
    assert told == [0, 2, 4]
    assert reading(station, factory).verify(SARI, ChainName.FACTORY) == Verdict(0, 0)
    factory.told.error = AWAY
    assert reading(station, factory).verify(SARI, ChainName.STATION) == Verdict(5, 0, away=AWAY)


def test_a_check_that_is_broken_off_says_nothing_of_the_chain() -> None:
    verdict = reading(trail()).verify(SARI, ChainName.STATION, Watch(stopping=lambda: True))
    assert (verdict.finished, verdict.whole, verdict.found) == (False, False, ())
