"""Charts as values: which marks, of which measure, at which places, and what was left out. No colours, no words, no Qt;
whoever draws or writes them has it all here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.domain.tallies import CONFIDENCE_EDGES
from app.domain.wall_time import Slots

NAMES_SHOWN = 12
"""Rule CH7: of a ranking this many are drawn, the greatest first; the data holds them all."""

Value = float | None
"""None: there is none here, which is not the same as zero."""


class ChartCode(StrEnum):
    THROUGHPUT = "throughput"
    VERDICTS = "verdicts"
    CONFIDENCES = "confidences"
    CONFUSIONS = "confusions"
    SUPPLIERS = "suppliers"
    DURATIONS = "durations"


class Mark(StrEnum):
    """How a panel is drawn. Over time: one column a slot; shares of each slot's whole, stacked in order; lines with a
    mark at each slot. Of names: one bar each, lying."""

    COLUMNS = "columns"
    SHARES = "shares"
    LINES = "lines"
    BARS = "bars"


class Measure(StrEnum):
    """What a number counts; durations are whole seconds."""

    SESSIONS = "sessions"
    LABELS = "labels"
    PIECES = "pieces"
    COVERS = "covers"
    VERDICTS = "verdicts"
    TIMES = "times"
    SECONDS = "seconds"


class SeriesCode(StrEnum):
    ALL = "all"
    ACCEPTED = "accepted"
    UNDECIDED = "undecided"
    REFUSED = "refused"
    JUDGED = "judged"
    REFUSED_THEN = "refused_then"
    DISCREPANT = "discrepant"
    MEDIAN = "median"
    P90 = "p90"
    BIN_0 = "bin_0"
    BIN_1 = "bin_1"
    BIN_2 = "bin_2"
    BIN_3 = "bin_3"
    BIN_4 = "bin_4"
    BIN_5 = "bin_5"


class NoteCode(StrEnum):
    """What has to be said beside a chart. ``n`` is a count."""

    COUNTED = "counted"
    GAPS = "gaps"
    SO_FAR = "so_far"
    MORE_NAMES = "more_names"
    OPENING_UNKNOWN = "opening_unknown"
    FEW_FOR_P90 = "few_for_p90"
    SEVERAL_SUPPLIERS = "several_suppliers"
    UNDECIDED_BY_LABEL = "undecided_by_label"
    NOT_WHO_ERRED = "not_who_erred"


@dataclass(frozen=True, slots=True)
class Note:
    code: NoteCode
    n: int = 0


@dataclass(frozen=True, slots=True)
class Series:
    """One value for each place. ``of``: what each value is a part of, where it is; () where it is a whole."""

    code: SeriesCode
    values: tuple[Value, ...]
    of: tuple[int, ...] = ()

    @property
    def total(self) -> float:
        return sum(value for value in self.values if value is not None)


@dataclass(frozen=True, slots=True)
class Panel:
    """Drawn by itself, beside or below the chart's others, which share its places. Shares hold counts: the share is of
    their sum."""

    mark: Mark
    measure: Measure
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days of the wall's clock, both included; ``station_id`` "" is every station."""

    first: date
    last: date
    station_id: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Its places are either ``slots`` of time or ``names`` (one text each, or claimed and right).

    ``begun``: how many slots have begun; those from there on have no value and are no gap. ``under_way``: the last of
    them is not over. ``empty``: nothing at all was counted.
    """

    code: ChartCode
    period: Period
    panels: tuple[Panel, ...]
    notes: tuple[Note, ...] = ()
    slots: Slots | None = None
    begun: int = 0
    under_way: bool = False
    names: tuple[tuple[str, ...], ...] = ()
    empty: bool = field(default=False)

    @property
    def places(self) -> int:
        return len(self.names) if self.slots is None else len(self.slots)

    @property
    def shown(self) -> int:
        """How many places are drawn."""
        return min(self.places, NAMES_SHOWN) if self.slots is None else self.places

    @property
    def gaps(self) -> tuple[tuple[int, int], ...]:
        """Runs of slots, from and up to, that have begun and hold no value in the panel that is a count."""
        counts = self.panels[-1].series[0].values if self.slots is not None else ()
        return tuple(_runs([value is None for value in counts[: self.begun]]))


def _runs(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    start = None
    for place, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = place
        elif not flag and start is not None:
            yield start, place
            start = None


# -- as a table -------------------------------------------------------------------------------------------------------


def table_rows(chart: Chart) -> Iterator[tuple[str, ...]]:
    """The whole chart, a headline first: one row for each place, ISO 8601 with the wall's offset where it is a time; a
    value that is not there is an empty cell."""
    columns = [(panel, series) for panel in chart.panels for series in panel.series]
    yield (*_place_heads(chart), *(head for each in columns for head in _heads(*each)))
    for place, cells in enumerate(_place_cells(chart)):
        yield (*cells, *(cell for each in columns for cell in _cells(*each, place)))


def _place_heads(chart: Chart) -> tuple[str, ...]:
    if chart.slots is not None:
        return (f"{chart.slots.length}_begins",)
    heads: Mapping[ChartCode, tuple[str, ...]] = {
        ChartCode.CONFUSIONS: ("claimed", "right"),
        ChartCode.SUPPLIERS: ("supplier",),
    }
    return heads.get(chart.code, ("part",))


def _place_cells(chart: Chart) -> Iterable[tuple[str, ...]]:
    return chart.names if chart.slots is None else ((each.isoformat(),) for each in chart.slots.local)


def _heads(panel: Panel, series: Series) -> Iterator[str]:
    name = f"{panel.measure}" if series.code is SeriesCode.ALL else f"{panel.measure}_{_column(series.code)}"
    yield name
    if panel.mark is Mark.BARS and series.of:
        yield f"{name}_of"


def _column(code: SeriesCode) -> str:
    """A bin is called by its edges."""
    if not code.startswith("bin_"):
        return code
    edges = [0, *CONFIDENCE_EDGES, 1]
    place = int(code.removeprefix("bin_"))
    return f"{edges[place]:g}_to_{edges[place + 1]:g}"


def _cells(panel: Panel, series: Series, place: int) -> Iterator[str]:
    value = series.values[place]
    yield "" if value is None else f"{value:g}" if value % 1 else str(int(value))
    if panel.mark is Mark.BARS and series.of:
        yield str(series.of[place])
