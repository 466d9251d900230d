"""What the report of one session says, as a pure function of what the factory's database has of it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from app.domain.review import ReviewDeed, SessionState
from app.ports.session_reports import SessionReport
from ui.theme.plain_text import shown

_TEXT_AT_MOST = 200
_NAME_AT_MOST = 100


@dataclass(frozen=True, slots=True)
class PartLine:
    """What a session counted of one part, and what it took out of an earlier one."""

    part: str
    labels: int
    pieces: int
    removed_pieces: int


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """``verdict`` and ``reason`` are codes; ``box`` is the cover's place in its picture, None where it is not known;
    ``sha256`` "" where the record has none."""

    number: int
    verdict: str
    reason: str
    part: str
    label: str
    model: str
    confidence: float | None
    alias_by: str
    picture_id: str
    sha256: str
    box: tuple[float, float, float, float] | None


@dataclass(frozen=True, slots=True)
class SessionPaper:
    """``report`` is as it came; every other text is harmless. ``content_sha256``: of all that the report was made from,
    so that two copies can be compared."""

    report: SessionReport
    parts: tuple[PartLine, ...]
    decisions: tuple[DecisionLine, ...]
    content_sha256: str

    @property
    def in_doubt(self) -> bool:
        """What it holds counts nowhere, or not yet."""
        return self.report.summary.state not in {SessionState.COMMITTED, SessionState.DISCREPANCY}


def session_paper(report: SessionReport) -> SessionPaper:
    # Not the strict form of the audit: a damaged row may hold numbers that are none, and is reported all the same.
    content = hashlib.sha256(json.dumps(_plain(report), sort_keys=True).encode("ascii")).hexdigest()
    decisions = tuple(_decision(number, told) for number, told in enumerate(report.decisions, 1))
    return SessionPaper(report, _parts(report), decisions, content)


def voided_because(report: SessionReport) -> str:
    """ "" for a session that was not."""
    return next((entry.reason for entry in report.reviews if entry.deed == ReviewDeed.VOIDED), "")


def _plain(report: SessionReport) -> object:
    plain = asdict(report)
    if report.conflict is not None:
        plain["conflict"]["holders"] = [{**each, "code": str(each["code"])} for each in plain["conflict"]["holders"]]
    return plain


def _parts(report: SessionReport) -> tuple[PartLine, ...]:
    names = sorted({label.part_number for label in report.labels})
    return tuple(_part(report, name) for name in names)


def _part(report: SessionReport, name: str) -> PartLine:
    counted = [label.quantity for label in report.labels if (label.part_number, label.act) == (name, "counted")]
    removed = [label.quantity for label in report.labels if (label.part_number, label.act) == (name, "removed")]
    return PartLine(shown(name, _NAME_AT_MOST), len(counted), sum(counted), sum(removed))


def _decision(number: int, told: Mapping[str, object]) -> DecisionLine:
    def text(name: str, at_most: int = _NAME_AT_MOST) -> str:
        return shown(str(told.get(name) or ""), at_most)

    confidence = told.get("confidence")
    return DecisionLine(
        number,
        text("verdict"),
        text("reason", _TEXT_AT_MOST),
        text("part_number"),
        text("label"),
        text("model"),
        float(confidence) if isinstance(confidence, int | float) else None,
        text("alias_by"),
        str(told.get("picture") or ""),
        text("sha256"),
        _box(told.get("box")),
    )


def _box(value: object) -> tuple[float, float, float, float] | None:
    if not isinstance(value, list | tuple):
        return None
    sides = [min(1.0, max(0.0, float(each))) for each in value if isinstance(each, int | float)]
    if len(sides) != 4 or len(value) != 4:
        return None
    left, top, right, bottom = sides
    return (left, top, right, bottom) if left < right and top < bottom else None
