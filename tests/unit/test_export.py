"""Sessions and labels as files for a spreadsheet: whole or not there, and harmless whatever they say."""

import csv
import resource
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.audit import AuditDeed
from app.domain.errors import ErrorCode, OperationalError
from app.ports.exports import ExportFormat, ExportKind
from app.ports.session_reports import (
    EVERY_SESSION,
    SessionFilter,
    SessionKey,
    SessionLabel,
    SessionPage,
    SessionSummary,
)
from app.use_cases.authority import Authority
from app.use_cases.export import Export, ExportOrder, ExportOutcome, headings
from services.exports.session_source import SessionSource
from services.exports.table_files import SpreadsheetFiles
from services.exports.whole_file import whole_file
from services.spreadsheet_cells import quoted, unquoted
from services.storage.open_reports import reading
from services.storage.seed import Plan, seed_database
from services.storage.session_reports import SqlSessionReports
from tests.fakes.people_known import ANI, DEWI, OPERATOR, known_people
from tests.fakes.station_record import FakeAudit, Told

SHEET = "xl/worksheets/sheet1.xml"
SPACE = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
FORMS = list(ExportFormat)
NASTY = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", "'=1", " =1", "\u200b=1",
    "=HYPERLINK(\"http://x\")", "http://plant.example", "mailto:x@y", "00123", "1e5", "TRUE", "<b>&amp;</b>", "]]>",
    "_x0041_", "a\x00b", "a\x0bb", "a\ud800b", "line\nbreak", "tab\there", "\u202eevil", "😀", ",;\"'", " lead",
    "x" * 40_000,
]  # fmt: skip


def summary(number: int, reason: str = "") -> SessionSummary:
    at = f"2026-09-14T07:{number % 60:02}:15+00:00"
    return SessionSummary(
        f"s-{number}", "KSS007317A", "PKG-1", "station-1", "three_way", at, at, 2, 60, 0, 1, reason, "", "OP-17"
    )


@dataclass
class Pages:
    """A source of some sessions, a few on a page."""

    sessions: Sequence[SessionSummary]
    at_once: int = 3
    asked: list[SessionKey | None] = field(default_factory=list)

    def page(self, wanted: SessionFilter, after: SessionKey | None, limit: int) -> SessionPage:
        self.asked.append(after)
        keys = [each.key for each in self.sessions]
        start = keys.index(after) + 1 if after else 0
        some = tuple(self.sessions[start : start + self.at_once])
        return SessionPage(some, some[-1].key if start + self.at_once < len(self.sessions) else None)

    def labels_of(self, sessions: Sequence[SessionSummary]) -> Mapping[str, Sequence[SessionLabel]]:
        return {
            each.session_id: [SessionLabel(f"L-{n}", "counted", "Z-A", 30, each.submitted_at) for n in (1, 2)]
            for each in sessions
            if each.session_id != "s-1"
        }


class NoonClock:
    def monotonic_s(self) -> float:
        return 1.0

    def utc(self) -> datetime:
        return datetime(2026, 9, 14, 12, tzinfo=UTC)


def export(pages: Pages, audit: FakeAudit | None = None, rows_at_most: int = 100) -> Export:
    kept = FakeAudit(Told()) if audit is None else audit
    return Export(pages, SpreadsheetFiles(rows_at_most), Authority(known_people, NoonClock()), kept)


def order(path: Path, kind: ExportKind = ExportKind.SESSIONS) -> ExportOrder:
    return ExportOrder(kind, ExportFormat(path.suffix[1:]), path, SessionFilter(dn_prefix="KSS"))


def cells(path: Path) -> list[list[str]]:
    """What the file says, row by row; blanks at a row's end left out."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return [_trimmed(row) for row in csv.reader(stream)]
    return [_trimmed([_said(book_cell) for book_cell in row]) for row in _xlsx_rows(path)]


def _xlsx_rows(path: Path) -> Iterator[list[tuple[str, str]]]:
    """Kind and text of each cell, blanks between them filled in."""
    with zipfile.ZipFile(path) as book:
        assert book.testzip() is None
        shared = [node.findtext("s:t", "", SPACE) for node in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))]
        sheet = ElementTree.fromstring(book.read(SHEET))
    assert not sheet.findall(".//s:f", SPACE)
    assert not sheet.findall(".//s:hyperlink", SPACE)
    for number, row in enumerate(sheet.iterfind(".//s:row", SPACE), 1):
        assert row.get("r") == str(number)
        found: list[tuple[str, str]] = []
        for node in row:
            column = str(node.get("r")).removesuffix(str(number))
            found += [("", "")] * (ord(column) - ord("A") - len(found))
            kind = node.get("t", "n")
            text = node.findtext("s:v", "", SPACE) if kind != "inlineStr" else node.findtext("s:is/s:t", "", SPACE)
            found.append((kind, shared[int(text)] if kind == "s" else text))
        yield found


def _said(cell: tuple[str, str]) -> str:
    return cell[1]


def _trimmed(row: Sequence[str]) -> list[str]:
    kept = list(row)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def going_on(_rows: int) -> bool:
    return True


# -- what is in it ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_every_session_asked_for_is_a_row(tmp_path: Path, form: ExportFormat) -> None:
    pages = Pages([summary(n) for n in range(7)])
    rows: list[int] = []

    def told(count: int) -> bool:
        rows.append(count)
        return True

    target = tmp_path / f"out.{form}"
    outcome = export(pages).write(ANI, order(target), told)
    assert outcome == ExportOutcome(7, complete=True)
    assert rows == [3, 6, 7]
    heads, *found = cells(target)
    assert tuple(heads) == headings(ExportKind.SESSIONS)
    assert [row[0] for row in found] == [f"s-{n}" for n in range(7)]
    assert found[0][heads.index("submitted (UTC)")] == "2026-09-14T07:00:15+00:00"
    assert found[0][heads.index("operator")] == "OP-17"
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize("form", FORMS)
def test_every_label_is_a_row_beside_its_session(tmp_path: Path, form: ExportFormat) -> None:
    target = tmp_path / f"out.{form}"
    assert (
        export(Pages([summary(n) for n in range(4)])).write(ANI, order(target, ExportKind.LABELS), going_on).rows == 6
    )
    heads, *found = cells(target)
    assert [(row[0], row[heads.index("label")]) for row in found[:3]] == [
        ("s-0", "L-1"),
        ("s-0", "L-2"),
        ("s-2", "L-1"),
    ]


@pytest.mark.parametrize("form", FORMS)
def test_no_session_is_a_file_with_headings_alone(tmp_path: Path, form: ExportFormat) -> None:
    target = tmp_path / f"out.{form}"
    assert export(Pages([])).write(ANI, order(target), going_on) == ExportOutcome(0, complete=True)
    assert cells(target) == [list(headings(ExportKind.SESSIONS))]


def test_numbers_are_numbers_and_everything_else_is_text(tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    export(Pages([summary(1, "00123")])).write(ANI, order(target), going_on)
    (_, row) = _xlsx_rows(target)
    kinds = dict(zip(headings(ExportKind.SESSIONS), row, strict=False))
    assert kinds["pieces"] == ("n", "60")
    assert kinds["reason of the discrepancy"] == ("inlineStr", "00123")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", NASTY, ids=ascii)
def test_no_text_is_taken_for_more_than_text(tmp_path: Path, form: ExportFormat, text: str) -> None:
    target = tmp_path / f"out.{form}"
    export(Pages([summary(1, text)])).write(ANI, order(target), going_on)
    heads, row = cells(target)
    said = row[heads.index("reason of the discrepancy")]
    whole = form is ExportFormat.CSV or len(text) < 32_767
    assert said == (_expected(text, form) if whole else text[:32_767])
    assert not said.lstrip("\u200b ").startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


def _expected(text: str, form: ExportFormat) -> str:
    plain = quoted(text).replace("\ud800", "?")
    if form is ExportFormat.CSV:
        return plain
    return "".join(
        f"_x{ord(each):04X}_" if each in "\x00\x0b\r" else each for each in plain.replace("_x0041_", "_x005F_x0041_")
    )


@given(st.text(alphabet=st.sampled_from("'=+-@\t\r\n＝＋－＠ \u200b\ufeffab1"), max_size=8))
def test_a_quoted_cell_is_no_formula_and_can_be_read_again(text: str) -> None:
    assert unquoted(quoted(text)) == text
    assert not quoted(text).lstrip(" \u200b\ufeff").startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


# -- whole or not there -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_stopped_it_leaves_what_was_there(tmp_path: Path, form: ExportFormat) -> None:
    target, audit = tmp_path / f"out.{form}", FakeAudit(Told())
    target.write_text("the file of yesterday")
    pages = Pages([summary(n) for n in range(9)])
    outcome = export(pages, audit).write(ANI, order(target), lambda rows: rows < 6)
    assert outcome == ExportOutcome(6, complete=False)
    assert len(pages.asked) == 2
    assert (target.read_text(), audit.kept) == ("the file of yesterday", [])
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("form", FORMS)
def test_ex1_what_the_audit_cannot_tell_of_is_not_there(tmp_path: Path, form: ExportFormat) -> None:
    away = Told(OperationalError(ErrorCode.DATABASE_UNREACHABLE, problem="away"))
    with pytest.raises(OperationalError):
        export(Pages([summary(1)]), FakeAudit(away)).write(ANI, order(tmp_path / f"out.{form}"), going_on)
    assert list(tmp_path.iterdir()) == []


def test_ex1_the_audit_says_what_and_how_many(tmp_path: Path) -> None:
    audit = FakeAudit(Told())
    export(Pages([summary(n) for n in range(4)]), audit).write(DEWI, order(tmp_path / "out.csv"), going_on)
    (line,) = audit.kept
    assert (line.act.deed, line.act.subject, line.act.by) == (AuditDeed.EXPORTED, "export:sessions", "DEWI")
    assert line.act.after == '{"format":"csv","rows":4,"wanted":{"dn_prefix":"KSS"}}'


def test_an_operator_exports_nothing(tmp_path: Path) -> None:
    pages = Pages([summary(1)])
    with pytest.raises(OperationalError) as refused:
        export(pages).write(OPERATOR, order(tmp_path / "out.csv"), going_on)
    assert refused.value.code is ErrorCode.NOT_ALLOWED
    assert (pages.asked, list(tmp_path.iterdir())) == ([], [])


def test_an_xlsx_sheet_that_would_be_too_long_is_told_and_csv_is_not(tmp_path: Path) -> None:
    pages = Pages([summary(n) for n in range(9)])
    with pytest.raises(OperationalError) as refused:
        export(pages, rows_at_most=8).write(ANI, order(tmp_path / "out.xlsx"), going_on)
    assert refused.value.code is ErrorCode.EXPORT_TOO_LONG
    assert refused.value.details["rows"] == 8
    assert list(tmp_path.iterdir()) == []
    assert export(pages, rows_at_most=8).write(ANI, order(tmp_path / "out.csv"), going_on).complete
    assert export(pages, rows_at_most=9).write(ANI, order(tmp_path / "out.xlsx"), going_on).complete


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file can grow beyond it, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.skipif(sys.platform != "linux", reason="the limit stands for a full disk")
@pytest.mark.parametrize("form", FORMS)
def test_a_disk_that_is_full_is_told_and_no_half_file_stays(tmp_path: Path, form: ExportFormat) -> None:
    many = [summary(n, f"{n * 7919 % 99991} {n * 104729 % 99991}") for n in range(3000)]
    target = tmp_path / f"out.{form}"
    with room_for(20_000), pytest.raises(OperationalError) as refused:
        export(Pages(many, 100), rows_at_most=10_000).write(ANI, order(target), going_on)
    assert refused.value.code is ErrorCode.FILE_UNWRITABLE
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", FORMS)
def test_a_folder_that_is_not_there_is_told(tmp_path: Path, form: ExportFormat) -> None:
    with pytest.raises(OperationalError) as refused:
        export(Pages([summary(1)])).write(ANI, order(tmp_path / "no" / f"out.{form}"), going_on)
    assert refused.value.code is ErrorCode.FILE_UNWRITABLE


def test_a_bug_leaves_no_half_file_either(tmp_path: Path) -> None:
    with pytest.raises(UnicodeEncodeError), whole_file(tmp_path / "x") as part:
        part.write_text("half a file" * 10_000 + "\ud800", encoding="utf-8")
    assert list(tmp_path.iterdir()) == []


# -- on a database ----------------------------------------------------------------------------------------------------


def test_the_labels_of_a_database_are_those_of_its_reports(tmp_path: Path) -> None:
    seed_database(tmp_path / "factory.sqlite", Plan(100))
    engine, kind = reading("", tmp_path / "factory.sqlite", 5.0)
    reports = SqlSessionReports(engine, kind)
    source = SessionSource([reports], engine, kind)
    page = source.page(EVERY_SESSION, None, 40)
    waits = replace(page.sessions[0], committed_at="")  # one that is not committed is asked for by itself
    for sessions in (page.sessions, (waits, *page.sessions[1:])):
        found = source.labels_of(sessions)
        for each in sessions:
            whole = reports.session(each.session_id)
            assert whole is not None
            assert tuple(found.get(each.session_id, ())) == whole.labels
    assert source.labels_of(()) == {}
    reports.close()
