"""Statistics in memory: sessions given one by one, counted by plain Python, as the contract says."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from app.domain.tallies import (
    CONFIDENCE_EDGES,
    Confidences,
    Confusion,
    Duration,
    Durations,
    PairSource,
    Span,
    Supplied,
    Verdicts,
    Work,
)


@dataclass(frozen=True)
class Cover:
    """One decision, with what people said of it, oldest first: (verdict, right part)."""

    verdict: str
    part: str
    label: str = "W_A"
    confidence: float = 0.92
    judged: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Packed:
    """A session. ``suppliers``: one label for each, "" for one that names none, None for a label that is not in the
    master."""

    session_id: str
    at: datetime
    station: str = "station-1"
    opened: datetime | None = None
    suppliers: tuple[str | None, ...] = ("Anugerah",)
    reason: str = ""
    covers: tuple[Cover, ...] = ()
    pieces: int = 20


class FakeStatistics:
    """Implements :class:`app.ports.statistics.Statistics`. ``asked`` keeps what was called."""

    def __init__(self, *sessions: Packed) -> None:
        self.sessions = list(sessions)
        self.asked: list[str] = []
        self.fails: Exception | None = None
        self.closed = False

    def stations(self) -> Sequence[str]:
        self._ask("stations")
        return sorted({each.station for each in self.sessions})

    def work(self, span: Span) -> Sequence[Work]:
        there: dict[datetime, list[Packed]] = {}
        for each in self._in("work", span):
            there.setdefault(quarter(each.at), []).append(each)
        return [
            Work(at, len(packed), sum(len(each.suppliers) for each in packed), sum(each.pieces for each in packed))
            for at, packed in there.items()
        ]

    def verdicts(self, span: Span) -> Sequence[Verdicts]:
        covers = (cover for each in self._in("verdicts", span) for cover in each.covers)
        counts = Counter((cover.part, cover.label, cover.verdict) for cover in covers)
        return [Verdicts(*key, n) for key, n in counts.items()]

    def confidences(self, span: Span) -> Sequence[Confidences]:
        counts = Counter[tuple[datetime, int]]()
        for each in self._in("confidences", span):
            for cover in each.covers:
                place = sum(cover.confidence >= edge for edge in CONFIDENCE_EDGES)
                counts[quarter(each.at), place] += 1
        return [Confidences(at, place, n) for (at, place), n in counts.items()]

    def confusions(self, span: Span) -> Sequence[Confusion]:
        counts = Counter[tuple[str, str, PairSource]]()
        for each in self._in("confusions", span):
            for cover in each.covers:
                verdict, right = cover.judged[-1] if cover.judged else ("", "")
                if verdict == "wrong_part" and right and cover.part and right != cover.part:
                    counts[cover.part, right, PairSource.JUDGED] += 1
            for cover, after in zip(each.covers, each.covers[1:], strict=False):
                if (cover.verdict, after.verdict) == ("refused", "accepted") and cover.part != after.part:
                    counts[cover.part, after.part, PairSource.REFUSED_THEN] += 1
        return [Confusion(claimed, right, source, n) for (claimed, right, source), n in counts.items()]

    def suppliers(self, span: Span) -> Sequence[Supplied]:
        sessions, discrepant = Counter[str](), Counter[str]()
        for each in self._in("suppliers", span):
            for supplier in {(name or "").strip() for name in each.suppliers}:
                sessions[supplier] += 1
                discrepant[supplier] += bool(each.reason)
        return [Supplied(name, n, discrepant[name]) for name, n in sessions.items()]

    def durations(self, span: Span) -> Durations:
        counts, left_out = Counter[tuple[datetime, int]](), 0
        for each in self._in("durations", span):
            if each.opened is None or each.opened.replace(microsecond=0) > each.at.replace(microsecond=0):
                left_out += 1
            else:
                taken = each.at.replace(microsecond=0) - each.opened.replace(microsecond=0)
                counts[quarter(each.at), int(taken.total_seconds())] += 1
        return Durations([Duration(*key, n) for key, n in counts.items()], left_out)

    def close(self) -> None:
        self.closed = True

    def _in(self, name: str, span: Span) -> list[Packed]:
        self._ask(name)
        there = [each for each in self.sessions if span.since <= each.at < span.until]
        return [each for each in there if span.station_id in {"", each.station}]

    def _ask(self, name: str) -> None:
        self.asked.append(name)
        if self.fails is not None:
            raise self.fails


def quarter(at: datetime) -> datetime:
    return at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)


class KeptFiles:
    """Implements :class:`app.ports.statistics.ChartFiles`, in memory."""

    def __init__(self) -> None:
        self.rows: dict[Path, list[tuple[str, ...]]] = {}
        self.bytes: dict[Path, bytes] = {}

    def write_rows(self, path: Path, rows: Any) -> None:
        self.rows[path] = [tuple(row) for row in rows]

    def write_bytes(self, path: Path, content: bytes) -> None:
        self.bytes[path] = content
