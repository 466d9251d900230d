"""From counts to charts: one pure function for each chart, and the rules they share."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import accumulate

from app.domain.charts import (
    NAMES_SHOWN,
    Chart,
    ChartCode,
    Mark,
    Measure,
    Note,
    NoteCode,
    Panel,
    Period,
    Series,
    SeriesCode,
    Value,
)
from app.domain.tallies import (
    CONFIDENCE_BINS,
    Confidences,
    Confusion,
    Durations,
    PairSource,
    Supplied,
    Verdicts,
    Work,
)
from app.domain.wall_time import Slots

P90_AT_LEAST = 10
"""Rule CH5: a ninetieth percentile is told from this many sessions on; of fewer it would be the longest one."""

Names = Sequence[tuple[str, ...]]
_VERDICTS = (SeriesCode.ACCEPTED, SeriesCode.UNDECIDED, SeriesCode.REFUSED)
_BINS = tuple(SeriesCode(f"bin_{number}") for number in range(CONFIDENCE_BINS))


def throughput(rows: Iterable[Work], period: Period, slots: Slots, now: datetime) -> Chart:
    """Rule CH2: on a day on which nothing at all was submitted every slot is a gap; on any other day an hour without
    anything is zero. Rule CH3: a slot that has not begun has no value; the one under way is told to be so."""
    rows = list(rows)
    measures = {
        Measure.SESSIONS: _summed(slots, ((each.quarter, each.sessions) for each in rows)),
        Measure.LABELS: _summed(slots, ((each.quarter, each.labels) for each in rows)),
        Measure.PIECES: _summed(slots, ((each.quarter, each.pieces) for each in rows)),
    }
    known = _known(slots, measures[Measure.SESSIONS], now)
    panels = (
        Panel(Mark.COLUMNS, measure, (Series(SeriesCode.ALL, _where(known, counts)),))
        for measure, counts in measures.items()
    )
    total = sum(measures[Measure.SESSIONS])
    return _over_time(ChartCode.THROUGHPUT, period, slots, now, tuple(panels), total)


def confidences(rows: Iterable[Confidences], period: Period, slots: Slots, now: datetime) -> Chart:
    """The shares of the bins in each slot, and below them how many covers that is. A slot without any has no share."""
    rows = list(rows)
    whole = _summed(slots, ((each.quarter, each.decisions) for each in rows))
    known = _known(slots, whole, now)
    bins = [_summed(slots, ((e.quarter, e.decisions) for e in rows if e.bin == place)) for place in range(len(_BINS))]
    any_there = [there and count > 0 for there, count in zip(known, whole, strict=True)]
    shares = (Series(code, _where(any_there, counts), tuple(whole)) for code, counts in zip(_BINS, bins, strict=True))
    panels = (
        Panel(Mark.SHARES, Measure.COVERS, tuple(shares)),
        Panel(Mark.COLUMNS, Measure.COVERS, (Series(SeriesCode.ALL, _where(known, whole)),)),
    )
    return _over_time(ChartCode.CONFIDENCES, period, slots, now, panels, sum(whole))


def durations(found: Durations, period: Period, slots: Slots, now: datetime) -> Chart:
    """From opening a note to submitting it: median and ninetieth percentile of each slot's sessions, and how many those
    are. Rule CH4: a percentile is the shortest time that so many of a hundred sessions did not exceed, one that was
    measured."""
    known = [(place, each) for each in found.known if (place := slots.place_of(each.quarter)) is not None]
    times: list[Counter[int]] = [Counter() for _ in range(len(slots))]
    for place, each in known:
        times[place][each.seconds] += each.sessions
    counts = [each.total() for each in times]
    medians = tuple(percentile(each, 50) if each else None for each in times)
    high = tuple(percentile(each, 90) if each.total() >= P90_AT_LEAST else None for each in times)
    panels = (
        Panel(
            Mark.LINES,
            Measure.SECONDS,
            (Series(SeriesCode.MEDIAN, medians), Series(SeriesCode.P90, high)),
        ),
        Panel(Mark.COLUMNS, Measure.SESSIONS, (Series(SeriesCode.ALL, _where(_known(slots, counts, now), counts)),)),
    )
    few = sum(0 < count < P90_AT_LEAST for count in counts)
    notes = (*_note(NoteCode.OPENING_UNKNOWN, found.left_out), *_note(NoteCode.FEW_FOR_P90, few))
    return _over_time(ChartCode.DURATIONS, period, slots, now, panels, sum(counts), notes)


def verdicts(rows: Iterable[Verdicts], period: Period) -> Chart:
    """Rule CH6: each cover counts once, under the part that was named. One left undecided names none: it counts under
    the part that covers with its label were most often settled as, within the same span; else under the label."""
    rows = list(rows)
    part_of = _part_by_label(rows)
    counts: Counter[tuple[str, str]] = Counter()
    for each in rows:
        counts[each.part or part_of.get(each.label, each.label), each.verdict] += each.decisions
    names = _ranked(Counter({(part,): n for part, n in _by_first(counts).items()}))
    panels = tuple(
        Panel(Mark.BARS, Measure.COVERS, (Series(code, tuple(counts[name[0], code.value] for name in names)),))
        for code in _VERDICTS
    )
    by_label = sum(each.decisions for each in rows if not each.part)
    return _of_names(ChartCode.VERDICTS, period, names, panels, _note(NoteCode.UNDECIDED_BY_LABEL, by_label))


def confusions(rows: Iterable[Confusion], period: Period) -> Chart:
    rows = list(rows)
    counts = {source: Counter[tuple[str, ...]]() for source in PairSource}
    for each in rows:
        counts[each.source][each.claimed, each.right] += each.times
    names = _ranked(sum(counts.values(), Counter()))
    codes = {PairSource.JUDGED: SeriesCode.JUDGED, PairSource.REFUSED_THEN: SeriesCode.REFUSED_THEN}
    panels = tuple(
        Panel(Mark.BARS, Measure.TIMES, (Series(code, tuple(counts[source][name] for name in names)),))
        for source, code in codes.items()
    )
    notes = (Note(NoteCode.NOT_WHO_ERRED),) if counts[PairSource.REFUSED_THEN] else ()
    return _of_names(ChartCode.CONFUSIONS, period, names, panels, notes)


def suppliers(rows: Iterable[Supplied], period: Period) -> Chart:
    """Sessions with a discrepancy, always beside all sessions with labels of that supplier."""
    sessions: Counter[tuple[str, ...]] = Counter()
    discrepant: Counter[tuple[str, ...]] = Counter()
    for each in rows:
        sessions[(each.supplier,)] += each.sessions
        discrepant[(each.supplier,)] += each.discrepant
    names = sorted(sessions, key=lambda name: (-discrepant[name], -sessions[name], name))
    of = tuple(sessions[name] for name in names)
    panels = (
        Panel(
            Mark.BARS,
            Measure.SESSIONS,
            (Series(SeriesCode.DISCREPANT, tuple(discrepant[name] for name in names), of),),
        ),
        Panel(Mark.BARS, Measure.SESSIONS, (Series(SeriesCode.ALL, of),)),
    )
    several = (Note(NoteCode.SEVERAL_SUPPLIERS),) if len(names) > 1 else ()
    return _of_names(ChartCode.SUPPLIERS, period, names, panels, several)


def percentile(times: Mapping[int, int], percent: int) -> int:
    """Of seconds and how many took so long; at least one."""
    seconds = sorted(times)
    below = list(accumulate(times[each] for each in seconds))
    return seconds[bisect_left(below, -(-below[-1] * percent // 100))]


# -- what they share --------------------------------------------------------------------------------------------------


def _summed(slots: Slots, counted: Iterable[tuple[datetime, int]]) -> list[int]:
    sums = [0] * len(slots)
    for quarter, count in counted:
        place = slots.place_of(quarter)
        if place is not None:
            sums[place] += count
    return sums


def _known(slots: Slots, counts: Sequence[int], now: datetime) -> list[bool]:
    """Rules CH2 and CH3."""
    days, begun = slots.days, slots.begun(now)
    worked = {day for day, count in zip(days, counts, strict=True) if count}
    return [place < begun and day in worked for place, day in enumerate(days)]


def _where(known: Sequence[bool], counts: Sequence[int]) -> tuple[Value, ...]:
    return tuple(count if there else None for there, count in zip(known, counts, strict=True))


def _over_time(
    code: ChartCode,
    period: Period,
    slots: Slots,
    now: datetime,
    panels: tuple[Panel, ...],
    total: int,
    notes: Iterable[Note] = (),
) -> Chart:
    begun, under_way = slots.begun(now), slots.starts[0] <= now < slots.end
    there = {day for day, value in zip(slots.days, panels[-1].series[0].values, strict=True) if value is not None}
    gaps = len(set(slots.days[:begun]) - there)
    told = (*_note(NoteCode.GAPS, gaps), *_note(NoteCode.SO_FAR, int(under_way)), *notes)
    whole = (Note(NoteCode.COUNTED, total), *told)
    return Chart(code, period, panels, whole, slots, begun, under_way, empty=not total)


def _of_names(code: ChartCode, period: Period, names: Names, panels: tuple[Panel, ...], notes: Iterable[Note]) -> Chart:
    of_several = code is ChartCode.SUPPLIERS  # where a session counts once for each, a sum says nothing
    counted = () if of_several else _note(NoteCode.COUNTED, int(sum(panel.series[0].total for panel in panels)))
    more = _note(NoteCode.MORE_NAMES, max(0, len(names) - NAMES_SHOWN))
    return Chart(code, period, panels, (*counted, *more, *notes), names=tuple(names), empty=not names)


def _note(code: NoteCode, n: int) -> tuple[Note, ...]:
    return (Note(code, n),) if n else ()


def _ranked(counts: Counter[tuple[str, ...]]) -> Names:
    return sorted((name for name, count in counts.items() if count), key=lambda name: (-counts[name], name))


def _by_first(counts: Mapping[tuple[str, str], int]) -> Counter[str]:
    sums: Counter[str] = Counter()
    for (name, _), count in counts.items():
        sums[name] += count
    return sums


def _part_by_label(rows: Iterable[Verdicts]) -> dict[str, str]:
    named: dict[str, Counter[str]] = {}
    for each in rows:
        if each.part:
            named.setdefault(each.label, Counter())[each.part] += each.decisions
    return {label: min(parts, key=lambda part: (-parts[part], part)) for label, parts in named.items()}
