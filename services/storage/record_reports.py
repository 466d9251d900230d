"""A whole packing record, as a station keeps it until it is sent and the database in a conflict, told as a report."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from app.domain.decision import as_plain
from app.domain.labels import ScannedLabel
from app.domain.packing_session import PackingRecord
from app.domain.review import SessionState
from app.ports.session_reports import SessionFilter, SessionLabel, SessionReport, SessionSummary, readings, utc_text

Plain = Mapping[str, Any]


def record_summary(text: str, state: SessionState, dn: str, found_at: str = "", settled_at: str = "") -> SessionSummary:
    """From a record's JSON, of which only what a list shows is read. ValueError: it is none."""
    plain, session = _plains(text)
    try:
        labels = [each for each in session["labels"] if not each.get("recorded")]
        audit = plain.get("audit") or [{}]
        return SessionSummary(
            str(session["session_id"]),
            dn,
            str(plain["packing_code"]),
            str(plain["station_id"]),
            str(session.get("agreement", "")),
            utc_text(plain["submitted_at"]),
            "",
            len(labels),
            sum(int(each["quantity"]) for each in labels),
            len(session.get("removed", ())),
            0,
            str(plain.get("discrepancy_reason", "")),
            str(session.get("note_as_of", "")),
            str(plain.get("operator", "")),
            str(audit[0].get("at", "")),
            state,
            found_at=found_at,
            settled_at=settled_at,
        )
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError("the record is none") from error


def record_report(record: PackingRecord, summary: SessionSummary) -> SessionReport:
    """Whole, but for what others have done about it."""
    session = record.session
    counted = [_label("counted", each) for each in session.labels if not each.recorded]
    labels = [*counted, *(_label("removed", each) for each in session.removed)]
    covers = tuple(as_plain(each) for each in (*session.decisions, *session.undecided))
    return SessionReport(summary, tuple(sorted(labels, key=_code)), covers, record.audit)


def passes(text: str, summary: SessionSummary, wanted: SessionFilter) -> bool:
    """Whether a session that is kept as a record is one of those that are wanted. ValueError: it is none."""
    return any(_passes(text, summary, each) for each in readings(wanted))


def _passes(text: str, of: SessionSummary, wanted: SessionFilter) -> bool:
    return (
        of.dn.startswith(wanted.dn_prefix)
        and wanted.station_id in {"", of.station_id}
        and wanted.operator in {"", of.operator}
        and wanted.state in {None, of.state}
        and wanted.review in {None, of.review}
        and (not wanted.with_discrepancy or bool(of.discrepancy_reason))
        and (not wanted.with_removals or of.removed > 0)
        and _within(of.key.submitted_at, wanted)
        and _has_label(text, wanted)
    )


def _within(at: str, wanted: SessionFilter) -> bool:
    moment = datetime.fromisoformat(at)
    begun = not wanted.since or datetime.fromisoformat(wanted.since) <= moment
    return begun and (not wanted.until or moment < datetime.fromisoformat(wanted.until))


def _has_label(text: str, wanted: SessionFilter) -> bool:
    if wanted.label is None and wanted.part_number is None:
        return True
    _, session = _plains(text)
    labels: Iterable[Plain] = [*session["labels"], *session.get("removed", ())]
    new = [each for each in labels if not each.get("recorded")]
    codes = {each["code"]["text"] for each in new}
    parts = {each["part_number"]["text"] for each in new}
    return (wanted.label is None or wanted.label.text in codes) and (
        wanted.part_number is None or wanted.part_number.text in parts
    )


def _plains(text: str) -> tuple[Plain, Plain]:
    """The record, and the session in it."""
    plain = json.loads(text)
    session = plain.get("session") if isinstance(plain, dict) else None
    if not isinstance(session, dict):
        raise ValueError("the record holds no session")
    return plain, session


def _label(act: str, of: ScannedLabel) -> SessionLabel:
    return SessionLabel(of.code.text, act, of.part_number.text, of.quantity, utc_text(of.scanned_at))


def _code(of: SessionLabel) -> str:
    return of.label
