"""``countersign charts``: one chart of what was packed, as a picture or as its data.

No window is opened. The data is CSV, the picture has 2560 × 1440 points. What each chart shows, and what it leaves
out, is told in docs/charts.md. Days are those of this machine's clock, at most 92.

Exit code: 0; 1 when there is no database yet, it does not answer, or the file cannot be written; 2 when what is asked
for makes no sense.
"""

import argparse
import sys
from datetime import date, timedelta
from pathlib import Path

from app.commands.report_database import report_database
from app.domain.charts import Chart, ChartCode, Period, table_rows
from app.domain.tallies import DAYS_AT_MOST
from app.domain.wall_time import WallClock
from app.ports.clock import SystemClock
from app.settings import Settings
from app.use_cases.figures import chart_of
from services.storage.open_reports import reading
from services.storage.statistics import SqlStatistics
from services.storage.statistics_files import PlainChartFiles

_WIDTH_PX, _HEIGHT_PX = 1280, 720


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("name", choices=[code.value for code in ChartCode], metavar="NAME", help=f"one of: {', '.join(ChartCode)}")
    add("--out", type=_file, metavar="FILE.csv|FILE.png", required=True, help="the file to write")
    add("--from", type=_day, dest="first", metavar="DAY", help="the first day; six days before the last")
    add("--until", type=_day, dest="last", metavar="DAY", help="the last day, included; today")
    add("--station", default="", metavar="ID", help="of this station alone")
    add("--theme", choices=("light", "dark"), default="light", help="of a picture; light")
    add("--language", choices=("id", "en"), help="of a picture's words; that of the settings")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """FILE_UNWRITABLE, DATABASE_…."""
    last = args.last or date.today()  # noqa: DTZ011  # a day of this machine's own clock is meant
    period = Period(args.first or last - timedelta(days=6), last, args.station)
    if not 0 <= (period.last - period.first).days < DAYS_AT_MOST:
        print(f"countersign: from {period.first} until {period.last} is not 1 to {DAYS_AT_MOST} days.", file=sys.stderr)
        return 2
    statistics = SqlStatistics(*reading(*report_database(settings)))
    try:
        chart = chart_of(statistics, SystemClock(), WallClock(), ChartCode(args.name), period)
    finally:
        statistics.close()
    _write(chart, args, settings)
    print(args.out)
    return 0


def _write(chart: Chart, args: argparse.Namespace, settings: Settings) -> None:
    files = PlainChartFiles()
    if args.out.suffix == ".csv":
        files.write_rows(args.out, table_rows(chart))
    else:
        files.write_bytes(args.out, _picture(chart, args.theme, args.language or settings.ui.language))


def _picture(chart: Chart, theme: str, language: str) -> bytes:
    from ui.application import create_application
    from ui.charts.card import ChartCard, png_of
    from ui.theme.style import stylesheet
    from ui.theme.tokens import PALETTES, sizes

    app = create_application(["countersign", "-platform", "offscreen"], theme, language)
    fitting = sizes(_WIDTH_PX, _HEIGHT_PX, 96 / 25.4)
    card = ChartCard(chart, PALETTES[theme], fitting)
    card.setStyleSheet(stylesheet(PALETTES[theme], fitting))
    card.resize(_WIDTH_PX, _HEIGHT_PX)
    png = png_of(card.picture())
    card.deleteLater()
    app.shutdown()
    return png


def _file(text: str) -> Path:
    path = Path(text)
    if path.suffix not in {".csv", ".png"}:
        raise argparse.ArgumentTypeError(f"“{text}” ends with neither .csv nor .png")
    return path


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” is no day such as 2026-09-14") from error
