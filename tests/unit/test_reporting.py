"""What reports on paper tell: what counts and what does not, on which page it stands, and who may have them."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import ErrorCode, OperationalError
from app.domain.review import ReviewState, SessionState
from app.ports.session_reports import SessionFilter, SessionReport
from app.use_cases import reporting
from app.use_cases.authority import Authority
from app.use_cases.reporting import Reporting, Tally, tally
from tests.fakes.people_known import ANI, DEWI, OPERATOR, known_people
from tests.fakes.station_record import FakeAudit, Told
from tests.unit.test_export import NoonClock, Pages, going_on, summary
from ui.paper.report_layout import HEAD, SectionHeights, laid_out

DAY = SessionFilter(since="2026-09-14", until="2026-09-15")


def made(pages: Pages, whole: SessionReport | None = None) -> tuple[Reporting, FakeAudit]:
    audit = FakeAudit(Told())
    return Reporting(pages, lambda _: whole, Authority(known_people, NoonClock()), audit), audit


def test_rp1_what_does_not_count_is_counted_as_a_session_only() -> None:
    one = summary(1)
    found = tally(replace(one, state=state) for state in SessionState)
    assert (found.sessions, found.labels, found.pieces) == (5, 4, 120)
    assert dict(found.states) == dict.fromkeys(SessionState, 1)
    assert tally([replace(one, review=ReviewState.REVIEWED), one]).not_reviewed == 1


def test_a_day_is_told_by_station_over_all_its_pages() -> None:
    sessions = [replace(summary(n), station_id=f"station-{n % 2}") for n in range(7)]
    reports, audit = made(Pages(sessions))
    told = reports.day(ANI, DAY, going_on)
    assert told is not None
    assert told.total == tally(sessions)
    assert {name: each.sessions for name, each in told.stations.items()} == {"station-0": 4, "station-1": 3}
    assert sum(told.stations.values(), Tally()) == told.total
    assert told.sessions == tuple(sessions)
    assert (audit.kept[0].act.subject, json.loads(audit.kept[0].act.after)["rows"]) == ("export:day", 7)


def test_all_are_counted_and_only_so_many_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reporting, "LISTED_AT_MOST", 4)
    told = made(Pages([summary(n) for n in range(7)]))[0].day(ANI, DAY, going_on)
    assert told is not None
    assert (told.total.sessions, [each.session_id for each in told.sessions]) == (7, ["s-0", "s-1", "s-2", "s-3"])


def test_a_day_that_is_stopped_is_not_told_of() -> None:
    reports, audit = made(Pages([summary(n) for n in range(7)]))
    assert reports.day(ANI, DAY, lambda rows: rows < 6) is None
    assert audit.kept == []


def test_one_session_and_an_unknown_one() -> None:
    report = SessionReport(summary(1), (), (), ())
    reports, audit = made(Pages([]), report)
    assert reports.session(DEWI, "s-1") is report
    assert (audit.kept[0].act.subject, audit.kept[0].act.by) == ("session:s-1", "DEWI")
    with pytest.raises(OperationalError) as unknown:
        made(Pages([]))[0].session(ANI, "s-1")
    assert unknown.value.code is ErrorCode.SESSION_UNKNOWN


def test_an_operator_has_no_reports() -> None:
    reports, audit = made(Pages([summary(1)]), SessionReport(summary(1), (), (), ()))
    for asked in (lambda: reports.session(OPERATOR, "s-1"), lambda: reports.day(OPERATOR, DAY, going_on)):
        with pytest.raises(OperationalError) as refused:
            asked()
        assert refused.value.code is ErrorCode.NOT_ALLOWED
    assert audit.kept == []


heights = st.floats(1, 60)
sections = st.lists(st.builds(SectionHeights, heights, st.lists(heights, max_size=30).map(tuple)), max_size=8)


@given(sections, st.floats(20, 120))
def test_x9_every_row_stands_once_in_order_and_inside_its_page(found: list[SectionHeights], first: float) -> None:
    pages = laid_out(found, first, 23, 283)
    assert pages
    rows = [(place.section, place.row) for page in pages for place in page if place.row != HEAD]
    assert rows == [(number, row) for number, section in enumerate(found) for row in range(len(section.rows))]
    for page in pages:
        ends = [place.top + _height(found, place.section, place.row) for place in page]
        assert all(end <= later.top + 1e-6 for end, later in zip(ends, page[1:], strict=False))
        assert ends == [] or ends[-1] <= 283
        last = page[-1] if page else None
        assert last is None or last.row != HEAD or not found[last.section].rows


def _height(found: list[SectionHeights], section: int, row: int) -> float:
    return found[section].head if row == HEAD else found[section].rows[row]
