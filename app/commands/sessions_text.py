"""Sessions as text for a terminal."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from app.ports.session_reports import SessionLabel, SessionPage, SessionReport, SessionSummary

_HEADINGS = (
    *("submitted, UTC", "DN", "state", "review", "operator", "station"),
    *("labels", "pieces", "removed", "open", "session", "discrepancy"),
)
_NUMBERS = {"labels", "pieces", "removed", "open"}
_REASON_AT_MOST = 40


def page_lines(page: SessionPage, *, every: bool, first: bool) -> Iterator[str]:
    """The table and what comes after it. ``every``: nothing was asked for; ``first``: it is the first page."""
    if not page.sessions:
        yield "Nothing was packed yet." if every and first else "No session is as asked for."
        return
    yield from table_lines(_HEADINGS, [_cells(each) for each in page.sessions], numbers=_NUMBERS)
    if page.next_after is None:
        yield "These are all." if first else "These are the last."
    else:
        yield f"More: the same again with --after '{page.next_after}'"


def report_lines(report: SessionReport) -> Iterator[str]:
    yield from _header_lines(report.summary)
    yield f"\nLabels: {len(report.labels)}"
    labels = [_label_cells(each) for each in report.labels]
    yield from table_lines(("label", "part", "pieces", "act", "scanned, UTC"), labels, numbers={"pieces"})
    yield f"\nDecisions: {len(report.decisions)}"
    named = ("verdict", "reason", "part_number", "label", "model", "confidence", "alias_by", "stamp_says", "picture")
    decisions = [tuple(_plain(str(each.get(name, ""))) for name in named) for each in report.decisions]
    yield from table_lines(named, decisions, numbers={"confidence"})
    yield f"\nAudit: {len(report.audit)}"
    audit = [(_shown(each.at), each.deed, _plain(each.by), _plain(each.detail)) for each in report.audit]
    yield from table_lines(("at, UTC", "deed", "by", "detail"), audit)
    if report.reviews:
        yield f"\nReviews: {len(report.reviews)}"
        reviews = [
            (_shown(each.at), each.deed, _plain(each.by), _plain(each.second), _plain(each.reason))
            for each in report.reviews
        ]
        yield from table_lines(("at, UTC", "deed", "by", "second", "reason"), reviews)


def table_lines(headings: Sequence[str], rows: Sequence[Sequence[str]], numbers: Collection[str] = ()) -> Iterator[str]:
    """Aligned columns, numbers to the right; nothing for no rows."""
    if not rows:
        return
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    for row in (headings, *rows):
        cells = [
            cell.rjust(width) if heading in numbers else cell.ljust(width)
            for cell, width, heading in zip(row, widths, headings, strict=True)
        ]
        yield "  ".join(cells).rstrip()


def _cells(of: SessionSummary) -> tuple[str, ...]:
    counts = (str(each) for each in (of.labels, of.pieces, of.removed, of.open_parts))
    reason = _plain(of.discrepancy_reason)
    short = reason if len(reason) <= _REASON_AT_MOST else f"{reason[: _REASON_AT_MOST - 1]}…"
    state, review = of.state.value, of.review.value.replace("_", " ")
    return (
        _shown(of.submitted_at),
        of.dn,
        state,
        review,
        _plain(of.operator),
        of.station_id,
        *counts,
        of.session_id,
        short,
    )


def _label_cells(of: SessionLabel) -> tuple[str, ...]:
    return (of.label, of.part_number, str(of.quantity), of.act, _shown(of.scanned_at))


def _header_lines(of: SessionSummary) -> Iterator[str]:
    facts = {
        "session": of.session_id,
        "DN": of.dn,
        "packing code": of.packing_code,
        "state": of.state.value,
        "review": of.review.value.replace("_", " "),
        "station": of.station_id,
        "operator": _plain(of.operator),
        "agreement": of.agreement.replace("_", " "),
        "submitted, UTC": _shown(of.submitted_at),
        "opened, UTC": _shown(of.opened_at) if of.opened_at else "",
        "committed, UTC": _shown(of.committed_at) if of.committed_at else "",
        "conflict, UTC": _shown(of.found_at) if of.found_at else "",
        "settled, UTC": _shown(of.settled_at) if of.settled_at else "",
        "note as of, UTC": _shown(of.note_as_of) if of.note_as_of else "",
        "counted": f"{of.labels} labels, {of.pieces} pieces",
        "removed": f"{of.removed} labels" if of.removed else "",
        "parts open": str(of.open_parts) if of.open_parts else "",
        "discrepancy": _plain(of.discrepancy_reason),
    }
    for name, fact in facts.items():
        if fact:
            yield f"{name:<16}{fact}"


def _shown(iso_utc: str) -> str:
    return f"{datetime.fromisoformat(iso_utc):%Y-%m-%d %H:%M:%S}"


def _plain(text: str) -> str:
    """On one line, and nothing that would move a terminal's cursor."""
    return "".join(each if each.isprintable() else " " for each in text)
