"""The reports as PDF files: every page is painted, whatever the texts and the pictures are."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from app.domain.conflict import LabelHolder
from app.domain.errors import ErrorCode, OperationalError
from app.domain.labels import LabelCode
from app.domain.packing_session import AuditEntry
from app.domain.review import ReviewDeed, ReviewEntry, SessionState
from app.ports.session_reports import ConflictReport, SessionFilter, SessionLabel, SessionReport
from app.use_cases.authority import Authority
from app.use_cases.reporting import Reporting
from services.vision.jpeg import encode
from tests.fakes.packed_session import frame
from tests.fakes.people_known import ANI, known_people
from tests.fakes.station_record import FakeAudit, Told
from tests.unit.test_export import NoonClock, Pages, summary
from ui.paper.day_report import day_report
from ui.paper.document import page_image
from ui.paper.paper_reports import PaperReports
from ui.paper.report_words import NOTHING, moment_words, span_words
from ui.paper.session_report import session_paper
from ui.paper.session_report_painter import session_report

JPEG = encode(frame(1).image, 82)
HOSTILE = ["<b>x</b>", "\u202e\x00\x1b[2J", "x" * 10_000, "'; DROP TABLE", "../../x", "=1+1", "\n" * 50, "😀" * 300, ""]
WIDE = b"\xff\xd8\xff\xc0\x00\x11\x08\xff\xff\xff\xff\x03\x01\x11\x00\x02\x11\x01\x03\x11\x01" + b"\0" * 50


class Shelf:
    def __init__(self, pictures: dict[str, bytes]) -> None:
        self._pictures = pictures

    def jpeg(self, picture_id: str) -> bytes | None:
        return self._pictures.get(picture_id)


def decision(picture: str = "p1", sha256: str = "", **more: object) -> dict[str, object]:
    plain = {"verdict": "accepted", "reason": "", "part_number": "Z-A", "label": "W_A", "model": "demo@1",
             "confidence": 0.95, "alias_by": "", "picture": picture, "box": [0.1, 0.1, 0.9, 0.9]}  # fmt: skip
    return {**plain, "sha256": sha256, **more}


def report(labels: int = 3, text: str = "", **more: object) -> SessionReport:
    rows = tuple(SessionLabel(f"L-{n}{text}", "counted", f"Z-A{text}", 30, "2026-09-14T07:30:15+00:00")
                 for n in range(labels))  # fmt: skip
    plain = SessionReport(replace(summary(1), discrepancy_reason=text), rows, (decision(),), ())
    return replace(plain, **more)  # type: ignore[arg-type]  # whatever a test wants otherwise


def darkness(picture: QImage) -> int:
    """Of a coarse grid over the page: how many points are not white."""
    points = ((x, y) for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3))
    return sum(picture.pixelColor(x, y).lightness() < 200 for x, y in points)


@pytest.fixture(autouse=True)
def _application(qapp) -> None:
    """Fonts."""


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_hostile_texts_stand_as_text_and_push_nothing_off_the_page(text: str) -> None:
    review = ReviewEntry(1, ReviewDeed.VOIDED, text, text, text, text)
    told = report(
        3, text, reviews=(review,), audit=(AuditEntry(1, text, text, text, text),),
        decisions=(decision(text, text, verdict=text, reason=text, part_number=text, confidence=text, box=text),),
    )  # fmt: skip
    told = replace(told, summary=replace(told.summary, dn=text, operator=text, station_id=text, packing_code=text,
                                         agreement=text, state=SessionState.VOIDED, submitted_at=text))  # fmt: skip
    document = session_report(session_paper(told), Shelf({}).jpeg)
    assert document.pages == 1
    assert document.file_name == "session-s-1.pdf"
    assert darkness(page_image(document, 0, 40)) > 200


def test_long_lists_go_on_over_pages(tmp_path: Path) -> None:
    short, long = (session_report(session_paper(report(count)), Shelf({}).jpeg).pages for count in (3, 500))
    assert short == 1
    assert 10 <= long <= 14
    sessions = [replace(summary(n), session_id=f"s{n}") for n in range(200)]
    told = Reporting(Pages(sessions, 200), lambda _: None, Authority(known_people, NoonClock()), FakeAudit(Told()))
    day = told.day(ANI, SessionFilter(since="2026-09-14", until="2026-09-15"), lambda _: True)
    assert day is not None
    assert day_report(day).pages in {5, 6}


@pytest.mark.qt_log_ignore("JPEG|jpeg", extend=True)
@pytest.mark.parametrize(
    ("data", "sha256"),
    [
        (JPEG, hashlib.sha256(JPEG).hexdigest()),
        (JPEG, "another"),
        (JPEG[:100], ""),
        (b"", ""),
        (WIDE, ""),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", ""),
        (None, ""),
    ],
)
def test_only_the_picture_that_was_kept_is_shown(data: bytes | None, sha256: str) -> None:
    pictures = {"p1": data} if data is not None else {}
    told = report(0, decisions=(decision(sha256=sha256),))
    page = page_image(session_report(session_paper(told), Shelf(pictures).jpeg), 0, 60)
    with_picture = data == JPEG and sha256 != "another"
    place = page.copy(round(14 / 25.4 * 60) + 20, round(110 / 25.4 * 60), 50, 60)
    colours = {place.pixelColor(x, y).rgb() for x in range(place.width()) for y in range(place.height())}
    assert (len(colours) > 500) == with_picture


@pytest.mark.parametrize("box", [None, [], [1, 2], ["a"] * 4, [0.5, 0.5, 0.5, 0.5], [-5, -5, 5, 5], [float("nan")] * 4])
def test_a_box_that_is_none_is_not_drawn(box: object) -> None:
    plain = decision(box=box)
    assert session_paper(report(decisions=(plain,))).decisions[0].box in {None, (0.0, 0.0, 1.0, 1.0)}


def test_two_copies_of_one_session_have_one_hash_and_another_session_another() -> None:
    conflict = ConflictReport(
        "c", "labels_taken", "2026-09-14T07:30:15+00:00", ("L-1",), (LabelHolder(LabelCode("L-1"), "KSS"),)
    )
    first, again, other = (
        session_paper(each).content_sha256 for each in (report(), report(), report(conflict=conflict))
    )
    assert first == again != other


def test_pdf_files_are_whole_or_not_there(tmp_path: Path) -> None:
    reporting = Reporting(
        Pages([summary(1)]), lambda _: report(), Authority(known_people, NoonClock()), FakeAudit(Told())
    )
    reports = PaperReports(reporting, Shelf({"p1": JPEG}))
    assert reports.save_session(ANI, "s-1", tmp_path / "s.pdf") == 1
    assert reports.save_day(ANI, SessionFilter(), tmp_path / "d.pdf", lambda _: True) == 1
    assert reports.save_day(ANI, SessionFilter(), tmp_path / "stopped.pdf", lambda _: False) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["d.pdf", "s.pdf"]
    assert all(path.read_bytes().startswith(b"%PDF-") for path in tmp_path.iterdir())
    with pytest.raises(OperationalError) as refused:
        reports.save_session(ANI, "s-1", tmp_path / "no" / "s.pdf")
    assert refused.value.code is ErrorCode.FILE_UNWRITABLE


def test_times_on_the_wall() -> None:
    assert moment_words("never") == NOTHING
    assert " to " in span_words("2026-09-14T01:00:00+00:00", "2026-09-14T02:00:00+00:00")
