"""The charts of a stretch of days, and what is taken away of them."""

import threading
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from app.domain import chart_making as making
from app.domain.charts import Chart, ChartCode, Period, table_rows
from app.domain.people import Actor, Right
from app.domain.tallies import Span
from app.domain.wall_time import SlotLength, WallClock, slots_of
from app.ports.clock import Clock
from app.ports.statistics import ChartFiles, Statistics
from app.use_cases.authority import Authority

HOURLY_DAYS_AT_MOST = 8
"""Throughput is told by the hour up to so many days, and by the day beyond; the others by the hour of a single day."""


def chart_of(statistics: Statistics, clock: Clock, wall: WallClock, code: ChartCode, period: Period) -> Chart:
    """One chart, counted now. ValueError: the period is longer than ``DAYS_AT_MOST`` days, or ends before it begins.
    OperationalError(DATABASE_…)."""
    slots, now = slots_of(wall, period.first, period.last, _length(code, period)), clock.utc()
    span = Span(slots.starts[0], slots.end, period.station_id)
    match code:
        case ChartCode.THROUGHPUT:
            return making.throughput(statistics.work(span), period, slots, now)
        case ChartCode.VERDICTS:
            return making.verdicts(statistics.verdicts(span), period)
        case ChartCode.CONFIDENCES:
            return making.confidences(statistics.confidences(span), period, slots, now)
        case ChartCode.CONFUSIONS:
            return making.confusions(statistics.confusions(span), period)
        case ChartCode.SUPPLIERS:
            return making.suppliers(statistics.suppliers(span), period)
        case ChartCode.DURATIONS:
            return making.durations(statistics.durations(span), period, slots, now)


def _length(code: ChartCode, period: Period) -> SlotLength:
    hourly = HOURLY_DAYS_AT_MOST if code is ChartCode.THROUGHPUT else 1
    return SlotLength.HOUR if (period.last - period.first).days < hourly else SlotLength.DAY


class Figures:
    """What supervisors look at; nothing of it names an operator. Blocking, any thread: of several that ask the database
    at once each waits for the one before, one that was given up too."""

    def __init__(
        self,
        statistics: Statistics,
        files: ChartFiles,
        authority: Authority,
        clock: Clock,
        wall: WallClock | None = None,
    ) -> None:
        self._statistics, self._files, self._authority = statistics, files, authority
        self._clock, self._wall = clock, wall or WallClock()
        self._counting = threading.Lock()

    def today(self) -> date:
        """On the wall's clock; any thread, at once."""
        return self._wall.local(self._clock.utc()).date()

    def stations(self, actor: Actor) -> Sequence[str]:
        """Those that ever committed a session. OperationalError: NOT_ALLOWED, DATABASE_…."""
        self._authority.require(actor, Right.REVIEW)
        with self._counting:
            return self._statistics.stations()

    def chart(self, actor: Actor, code: ChartCode, period: Period) -> Chart:
        """As :func:`chart_of`. OperationalError: NOT_ALLOWED, DATABASE_…."""
        self._authority.require(actor, Right.REVIEW)
        with self._counting:
            return chart_of(self._statistics, self._clock, self._wall, code, period)

    def export_csv(self, actor: Actor, chart: Chart, path: Path) -> None:
        """All of the chart's data. OperationalError: NOT_ALLOWED, FILE_UNWRITABLE."""
        self._authority.require(actor, Right.EXPORT)
        self._files.write_rows(path, table_rows(chart))

    def export_png(self, actor: Actor, picture: bytes, path: Path) -> None:
        """``picture``: the chart as it was drawn. OperationalError: NOT_ALLOWED, FILE_UNWRITABLE."""
        self._authority.require(actor, Right.EXPORT)
        self._files.write_bytes(path, picture)
