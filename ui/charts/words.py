"""The words and numbers of a chart, in the language of the screen."""

from collections.abc import Iterator
from datetime import date, datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from app.domain.charts import Chart, ChartCode, Mark, Measure, Note, NoteCode, Panel, Period, Series, SeriesCode
from app.domain.tallies import CONFIDENCE_EDGES
from app.domain.wall_time import SlotLength
from ui.charts.view_model import SpanChoice, TickKind
from ui.language import number
from ui.theme.plain_text import shown

_DAY_OF_WEEK, _DAY_ALONE = "ddd d MMM", "d MMM"
_PART_AT_MOST = 40


def chart_words(code: ChartCode) -> str:
    tr = QCoreApplication.translate
    return {
        ChartCode.THROUGHPUT: tr("Charts", "Throughput"),
        ChartCode.VERDICTS: tr("Charts", "Decisions per part"),
        ChartCode.CONFIDENCES: tr("Charts", "Confidence over time"),
        ChartCode.CONFUSIONS: tr("Charts", "Parts mixed up"),
        ChartCode.SUPPLIERS: tr("Charts", "Discrepancies by supplier"),
        ChartCode.DURATIONS: tr("Charts", "Time per delivery note"),
    }[code]


def meaning_words(code: ChartCode) -> str:
    """What the numbers are, in one sentence."""
    tr = QCoreApplication.translate
    return {
        ChartCode.THROUGHPUT: tr("Charts", "What was submitted, by the time of submitting."),
        ChartCode.VERDICTS: tr("Charts", "What the camera's decisions came to, the most frequent parts first."),
        ChartCode.CONFIDENCES: tr("Charts", "How sure the model was of the covers it decided, as shares of all."),
        ChartCode.CONFUSIONS: tr("Charts", "The part that was decided, and below it the part that was meant."),
        ChartCode.SUPPLIERS: tr("Charts", "Sessions submitted with a discrepancy, of all with labels of the supplier."),
        ChartCode.DURATIONS: tr("Charts", "From opening a delivery note to submitting it."),
    }[code]


def span_words(choice: SpanChoice) -> str:
    tr = QCoreApplication.translate
    return {
        SpanChoice.TODAY: tr("Charts", "Today"),
        SpanChoice.WEEK: tr("Charts", "7 days"),
        SpanChoice.MONTH: tr("Charts", "30 days"),
        SpanChoice.CUSTOM: tr("Charts", "From … to …"),
    }[choice]


def every_station() -> str:
    return QCoreApplication.translate("Charts", "All stations")


def period_words(period: Period) -> str:
    first, last = period.first, period.last
    end = _date_words(last, "d MMMM yyyy")
    same_month = (first.year, first.month) == (last.year, last.month)
    begin = _date_words(first, "d" if same_month else "d MMMM" if first.year == last.year else "d MMMM yyyy")
    span = end if first == last else f"{begin} – {end}"
    return f"{span} · {shown(period.station_id, 40) or every_station()}"


def _date_words(day: date, form: str) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), form)


def panel_words(panel: Panel, chart: Chart) -> str:
    """What stands above a panel: what it counts, and for how long each column is."""
    tr = QCoreApplication.translate
    if panel.mark is Mark.BARS:
        return series_words(panel.series[0].code, panel.measure)
    hourly = chart.slots is not None and chart.slots.length is SlotLength.HOUR
    if panel.mark is Mark.LINES:
        return tr("Charts", "Time taken, by the hour") if hourly else tr("Charts", "Time taken, by day")
    if panel.mark is Mark.SHARES:
        return tr("Charts", "Share of covers, by the hour") if hourly else tr("Charts", "Share of covers, by day")
    per_hour = {
        Measure.SESSIONS: tr("Charts", "Sessions per hour"),
        Measure.LABELS: tr("Charts", "Labels per hour"),
        Measure.PIECES: tr("Charts", "Pieces per hour"),
        Measure.COVERS: tr("Charts", "Covers per hour"),
    }
    per_day = {
        Measure.SESSIONS: tr("Charts", "Sessions per day"),
        Measure.LABELS: tr("Charts", "Labels per day"),
        Measure.PIECES: tr("Charts", "Pieces per day"),
        Measure.COVERS: tr("Charts", "Covers per day"),
    }
    return (per_hour if hourly else per_day)[panel.measure]


def series_words(code: SeriesCode, measure: Measure = Measure.COVERS) -> str:
    if code.startswith("bin_"):
        return _bin_words(int(code.removeprefix("bin_")))
    tr = QCoreApplication.translate
    every = {
        Measure.SESSIONS: tr("Charts", "Sessions"),
        Measure.LABELS: tr("Charts", "Labels"),
        Measure.PIECES: tr("Charts", "Pieces"),
        Measure.COVERS: tr("Charts", "Covers"),
    }
    return {
        SeriesCode.ALL: every.get(measure, ""),
        SeriesCode.ACCEPTED: tr("Charts", "Accepted"),
        SeriesCode.UNDECIDED: tr("Charts", "Undecided"),
        SeriesCode.REFUSED: tr("Charts", "Refused"),
        SeriesCode.JUDGED: tr("Charts", "Judged wrong in review"),
        SeriesCode.REFUSED_THEN: tr("Charts", "Refused, then the other accepted"),
        SeriesCode.DISCREPANT: tr("Charts", "With a discrepancy"),
        SeriesCode.MEDIAN: tr("Charts", "Half took no longer (median)"),
        SeriesCode.P90: tr("Charts", "Nine of ten took no longer"),
    }[code]


def _bin_words(place: int) -> str:
    percent = [number(100 * edge) for edge in CONFIDENCE_EDGES]
    if place == 0:
        return QCoreApplication.translate("Charts", "below {high} %").format(high=percent[0])
    high = percent[place] if place < len(percent) else number(100)
    return QCoreApplication.translate("Charts", "{low}–{high} %").format(low=percent[place - 1], high=high)


def note_words(note: Note, chart: Chart) -> str:
    tr, n = QCoreApplication.translate, number(note.n)
    counted = {
        Measure.SESSIONS: tr("Charts", "Sessions: {n}."),
        Measure.COVERS: tr("Charts", "Covers: {n}."),
        Measure.TIMES: tr("Charts", "Cases: {n}."),
    }
    return {
        NoteCode.COUNTED: counted.get(chart.panels[-1].measure, counted[Measure.SESSIONS]),
        NoteCode.GAPS: tr("Charts", "Hatched: days of which nothing is on record ({n})."),
        NoteCode.SO_FAR: tr("Charts", "Pale: not over yet."),
        NoteCode.MORE_NAMES: tr("Charts", "Not drawn, but in the data: {n} more."),
        NoteCode.OPENING_UNKNOWN: tr("Charts", "Left out, because nobody knows when they were opened: {n}."),
        NoteCode.FEW_FOR_P90: tr("Charts", "“Nine of ten” is not told of fewer than 10 sessions ({n} times)."),
        NoteCode.SEVERAL_SUPPLIERS: tr("Charts", "A session with labels of two suppliers counts for both."),
        NoteCode.UNDECIDED_BY_LABEL: tr("Charts", "Undecided ones ({n}) stand with the part their label mostly is."),
        NoteCode.NOT_WHO_ERRED: tr("Charts", "“Refused, then …” does not tell whether camera, hand or note was wrong."),
    }[note.code].format(n=n)


def empty_words(chart: Chart) -> str:
    tr = QCoreApplication.translate
    return {
        ChartCode.THROUGHPUT: tr("Charts", "Nothing was submitted in these days."),
        ChartCode.VERDICTS: tr("Charts", "The camera has decided nothing in these days."),
        ChartCode.CONFIDENCES: tr("Charts", "The camera has decided nothing in these days."),
        ChartCode.CONFUSIONS: tr("Charts", "No two parts were mixed up in these days, as far as anybody has judged."),
        ChartCode.SUPPLIERS: tr("Charts", "No label was packed in these days."),
        ChartCode.DURATIONS: tr("Charts", "No session of these days tells when it was opened."),
    }[chart.code]


# -- places and values ------------------------------------------------------------------------------------------------


def tick_words(at: datetime, kind: TickKind, *, weekday: bool) -> str:
    if kind is TickKind.HOUR:
        return hour_words(at)
    return _date_words(at.date(), _DAY_OF_WEEK if weekday else _DAY_ALONE)


def hour_words(at: datetime) -> str:
    """As the wall shows it: not through a conversion of Qt's, which knows this machine's own zone alone."""
    return f"{at:%H:%M}"


def name_words(name: tuple[str, ...]) -> str:
    """The second of a pair stands on a line of its own."""
    nameless = QCoreApplication.translate("Charts", "(no name)")
    return "\n→ ".join(shown(each, _PART_AT_MOST) or nameless for each in name)


def value_words(value: float, measure: Measure) -> str:
    return duration_words(round(value)) if measure is Measure.SECONDS else number(value)


def duration_words(seconds: int) -> str:
    """Seconds up to a minute, minutes and seconds up to an hour, hours and minutes beyond."""
    tr = QCoreApplication.translate
    if seconds < 60:
        return tr("Charts", "{n} s").format(n=seconds)
    if seconds < 3600:
        return tr("Charts", "{n} min").format(n=f"{seconds // 60}:{seconds % 60:02d}")
    minutes = round(seconds / 60)
    return tr("Charts", "{n} h").format(n=f"{minutes // 60}:{minutes % 60:02d}")


def place_words(chart: Chart, place: int) -> str:
    if chart.slots is None:
        return name_words(chart.names[place]).replace("\n", " ")
    at = chart.slots.local[place]
    day = tick_words(at, TickKind.DAY, weekday=True)
    return f"{day}, {hour_words(at)}" if chart.slots.length is SlotLength.HOUR else day


def reading(chart: Chart, place: int) -> str:
    """All that the chart holds of a place, in words."""
    facts = [fact for panel in chart.panels for series in panel.series for fact in _facts(panel, series, place)]
    if not facts:
        facts = [_nothing(chart, place)]
    return f"{place_words(chart, place)}   –   " + "   ·   ".join(facts)


def _nothing(chart: Chart, place: int) -> str:
    tr = QCoreApplication.translate
    if chart.slots is not None and place >= chart.begun:
        return tr("Charts", "still to come")
    return tr("Charts", "nothing on record")


def _facts(panel: Panel, series: Series, place: int) -> Iterator[str]:
    value = series.values[place]
    if value is None or (panel.mark is Mark.SHARES and not value):
        return
    tr, words = QCoreApplication.translate, series_words(series.code, panel.measure)
    if panel.mark is Mark.SHARES:
        share = number(100 * value / series.of[place])
        yield tr("Charts", "{what}: {share} % ({n})").format(what=words, share=share, n=number(value))
    elif series.of:
        yield tr("Charts", "{what}: {n} of {all}").format(what=words, n=number(value), all=number(series.of[place]))
    else:
        yield f"{words}: {value_words(value, panel.measure)}"
