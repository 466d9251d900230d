"""Looking through all sources as one list, the search, and the triage."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import ErrorCode, OperationalError
from app.domain.people import Actor, Person, Role
from app.domain.review import ReviewDeed, ReviewState, SessionState
from app.ports.session_reports import (
    EVERY_SESSION,
    SEARCH_AT_MOST,
    SessionFilter,
    SessionKey,
    parse_search,
    readings,
)
from app.use_cases.authority import Authority
from app.use_cases.browse import Browse, Source
from app.use_cases.triage import NOTE_AT_MOST, Triage
from tests.fakes.session_reports import AT, FakeReports, FakeReviews, summary
from tests.fakes.station_parts import SetClock

SARI = Actor("SV-1", Role.SUPERVISOR, "desk")
AWAY = OperationalError(ErrorCode.DATABASE_UNREACHABLE, problem="it is away")


def authority(role: Role = Role.SUPERVISOR) -> Authority:
    return Authority(lambda name: Person(name, "Sari", role), SetClock())


@dataclass
class Three:
    factory: FakeReports
    conflicts: FakeReports
    unsent: FakeReports

    @property
    def browse(self) -> Browse:
        sources = {Source.FACTORY: self.factory, Source.CONFLICTS: self.conflicts, Source.UNSENT: self.unsent}
        return Browse(sources, authority())


@pytest.fixture
def three() -> Three:
    made = Three(FakeReports(), FakeReports(), FakeReports())
    made.factory.add(*(summary(f"f-{minute}", minute) for minute in (1, 4, 7, 10)))
    found_at = AT.format(minute=8)
    made.conflicts.add(summary("c-0", 0, state=SessionState.CONFLICT, found_at=found_at, committed_at=""))
    made.unsent.add(summary("u-9", 9, state=SessionState.PROVISIONAL, committed_at=""))
    return made


def paged(browse: Browse, limit: int) -> list[str]:
    found: list[str] = []
    after: SessionKey | None = None
    while True:
        page = browse.page(SARI, EVERY_SESSION, after, limit)
        found += [each.session_id for each in page.sessions]
        if page.next_after is None:
            return found
        assert page.next_after == page.sessions[-1].key
        after = page.next_after


@pytest.mark.parametrize("limit", range(1, 8))
def test_br1_all_sources_are_one_list_newest_first(three: Three, limit: int) -> None:
    """A conflict stands where it was found."""
    assert paged(three.browse, limit) == ["f-10", "u-9", "c-0", "f-7", "f-4", "f-1"]


@given(st.lists(st.tuples(st.sampled_from([*Source]), st.integers(0, 59)), max_size=80), st.integers(1, 40))
def test_br1_whatever_lies_where_is_listed_once(places: list[tuple[Source, int]], limit: int) -> None:
    sources = {source: FakeReports() for source in Source}
    for number, (source, minute) in enumerate(places):
        sources[source].add(summary(f"s-{number:02d}", minute))
    order = sorted(((minute, f"s-{number:02d}") for number, (_, minute) in enumerate(places)), reverse=True)
    assert paged(Browse(sources, authority()), limit) == [session_id for _, session_id in order]


def test_br1_a_source_that_is_away_hides_nothing_of_the_others(three: Three) -> None:
    three.factory.error = AWAY
    page = three.browse.page(SARI, EVERY_SESSION, None, 10)
    assert [each.session_id for each in page.sessions] == ["u-9", "c-0"]
    assert [(each.source, each.error) for each in page.missing] == [(Source.FACTORY, AWAY)]


def test_a_session_is_read_where_it_is_kept(three: Three) -> None:
    browse = three.browse
    for wanted in browse.page(SARI, EVERY_SESSION, None, 10).sessions:
        assert browse.session(SARI, wanted).summary == wanted
    with pytest.raises(OperationalError) as caught:
        browse.session(SARI, summary("u-9", 9))
    assert caught.value.code is ErrorCode.SESSION_UNKNOWN


@pytest.mark.parametrize("role", [Role.OPERATOR])
def test_who_may_not_review_sees_nothing(three: Three, role: Role) -> None:
    browse, reviews = Browse({Source.FACTORY: three.factory}, authority(role)), FakeReviews({"s"})
    triage = Triage(reviews, authority(role))
    for act in (
        lambda: browse.page(SARI, EVERY_SESSION, None, 10),
        lambda: browse.session(SARI, summary("f-1", 1)),
        lambda: triage.mark_reviewed(SARI, "s", ReviewState.NOT_REVIEWED),
        lambda: triage.reopen(SARI, "s", ReviewState.REVIEWED),
        lambda: triage.note(SARI, "s", "why"),
    ):
        with pytest.raises(OperationalError) as caught:
            act()
        assert caught.value.code is ErrorCode.NOT_ALLOWED
    assert (three.factory.asked, reviews.kept) == ([], {})


# -- the triage -------------------------------------------------------------------------------------------------------


def test_tr1_tr2_a_review_is_given_and_taken_back_by_one_more_line() -> None:
    reviews = FakeReviews({"s-1"})
    triage = Triage(reviews, authority())
    triage.mark_reviewed(SARI, "s-1", ReviewState.NOT_REVIEWED)
    triage.reopen(SARI, "s-1", ReviewState.REVIEWED)
    triage.mark_reviewed(SARI, "s-1", ReviewState.REOPENED)
    assert [each.deed for each in reviews.entries("s-1")] == ["reviewed", "reopened", "reviewed"]
    assert [(act.deed, act.subject, act.by, act.before, act.after) for act in reviews.acts][:2] == [
        ("session_reviewed", "session:s-1", "SV-1", '{"review":"not_reviewed"}', '{"review":"reviewed"}'),
        ("review_reopened", "session:s-1", "SV-1", '{"review":"reviewed"}', '{"review":"reopened"}'),
    ]


def test_a_review_that_somebody_else_gave_meanwhile_is_not_given_again() -> None:
    reviews = FakeReviews({"s-1"})
    triage = Triage(reviews, authority())
    triage.mark_reviewed(SARI, "s-1", ReviewState.NOT_REVIEWED)
    with pytest.raises(OperationalError) as caught:
        triage.mark_reviewed(SARI, "s-1", ReviewState.NOT_REVIEWED)
    assert caught.value.code is ErrorCode.ACT_TOO_LATE
    assert len(reviews.acts) == 1


def test_tr3_a_note_says_something() -> None:
    reviews = FakeReviews({"s-1"})
    triage = Triage(reviews, authority())
    triage.note(SARI, "s-1", "  asked \n the driver ")
    assert [(each.deed, each.reason) for each in reviews.entries("s-1")] == [(ReviewDeed.NOTED, "asked the driver")]
    for text in ("", " \t ", "x" * (NOTE_AT_MOST + 1)):
        with pytest.raises(OperationalError) as caught:
            triage.note(SARI, "s-1", text)
        assert caught.value.code is ErrorCode.REASON_NEEDED
    assert len(reviews.acts) == 1


# -- the search -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("kss0073", {"dn_prefix": "KSS0073"}),
        ("LBL-1", {"label": "LBL-1", "dn_prefix": "LBL-1"}),
        ("op-17", {"operator": "OP-17"}),
        ("w_cv01_D26RXXX_C03N_NL_DG00", {"part_number": "Z-CV01-D26RXXX-C03N-NL-DG00"}),
    ],
)
def test_rv4_a_text_may_mean_several_things(text: str, names: dict[str, str]) -> None:
    meant = readings(parse_search(text))
    for name, value in names.items():
        assert value in {str(getattr(each, name)) for each in meant}, name


def test_rv4_what_else_is_asked_for_holds_too() -> None:
    def meant(**asked: str) -> set[tuple[str, str, str]]:
        found = readings(SessionFilter(**asked))  # type: ignore[arg-type]
        return {(each.dn_prefix, each.operator, each.station_id) for each in found}

    assert ("KSS00731", "", "one") in meant(search="KSS00731", dn_prefix="KSS", station_id="one")
    assert ("KSS00731", "", "") in meant(search="KSS", dn_prefix="KSS00731")
    assert meant(search="PTN", dn_prefix="KSS") == {("KSS", "", ""), ("KSS", "PTN", "")}
    assert {operator for _, operator, _ in meant(search="OP-1", operator="OP-2")} == {"OP-2"}


@given(st.text(max_size=400))
def test_rv3_whatever_is_typed_asks_for_something(text: str) -> None:
    wanted = parse_search(text)
    assert len(wanted.search) <= SEARCH_AT_MOST
    for each in readings(wanted):
        assert each.search == ""


HOSTILE = ("'; DROP TABLE packing; --", "=1+1", "../../etc/passwd", "\u202eabc", "a\x00b", "x" * 10_000, "%", "[a-z]")


@pytest.mark.parametrize("text", HOSTILE)
def test_rv3_a_hostile_text_is_a_text(text: str) -> None:
    assert all(not each.dn_prefix for each in readings(parse_search(text)))
