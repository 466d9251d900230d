"""``countersign review``: the supervisor's window, on a desk of its own.

Each role has its own pages (docs/people.md). It needs the factory's database and people that may sign in, not a
station; a station has the same window in its menu. Its own audit, and its copy of the people, lie in the folder
``office`` of the data folder, so one window at a time has them.

Exit code: 0 once the window is closed, 1 when it is open already.
"""

import argparse
import logging
import sys

from PySide6.QtCore import QLocale, QObject, QTimer, Slot

from app.bootstrap import build_people, build_sign_in
from app.commands.doctor_window import CheckUp
from app.commands.office_parts import OfficeParts
from app.commands.office_window import Office
from app.commands.station_window import close_on_signals, wedge_rules
from app.domain.errors import OperationalError
from app.ports.clock import SystemClock
from app.ports.station_record import StationRecord
from app.settings import Settings
from app.settings_layers import settings_with_origins
from app.use_cases.copy_people import CopyPeople
from services.record.record import open_record
from ui.application import create_application
from ui.errand import Errand
from ui.language import chosen_language
from ui.scanner.wedge_filter import WedgeFilter
from ui.shell.look import Look

log = logging.getLogger(__name__)

OFFICE_FOLDER = "office"
"""Beside the station's record: this desk's own audit, and what it remembers of people."""
_COPY_LIMIT_S = 60.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--full-screen", action="store_true", help="fill the screen")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Raises OperationalError: RECORD_IN_USE (the window is open already), DATABASE_UNWRITABLE."""
    folder = settings.data_path / OFFICE_FOLDER
    record = open_record(folder, settings.record, SystemClock(), settings.database.timeout_s)
    try:
        return _show(args, settings, record)
    finally:
        record.close()


def _show(args: argparse.Namespace, settings: Settings, record: StationRecord) -> int:
    rules = settings.ui
    application = create_application(sys.argv[:1], rules.theme, rules.language)
    sign_in = build_sign_in(settings, record)
    look = Look(chosen_language(rules.language, QLocale.system()), rules.theme, rules.text_percent)
    told = CheckUp(origins=settings_with_origins(args.config, overrides=args.overrides)[1])
    office = Office(settings, OfficeParts(settings, record, sign_in.authority), sign_in, look, told)
    copying = Copying(settings, record)
    wedge = WedgeFilter(wedge_rules(settings.scanner))
    wedge.scanned.connect(office.window.take_code)
    application.installEventFilter(wedge)
    close_on_signals(office.window)
    office.window.closed.connect(application.quit)
    office.window.showFullScreen() if args.full_screen else office.window.show()
    copying.begin()
    log.info("the supervisor's window is open")
    try:
        return application.exec()
    finally:
        application.removeEventFilter(wedge)
        copying.stop()


class Copying(QObject):
    """Keeps this desk's copy of the people; what the database cannot tell now it tells the next time."""

    def __init__(self, settings: Settings, record: StationRecord) -> None:
        super().__init__()
        self._copy = CopyPeople(build_people(settings), record.sign_ins, SystemClock())
        self._errand = Errand(self, "copy-people")
        self._errand.failed.connect(self._away)
        self._timer = QTimer(self, interval=round(settings.identity.sync_s * 1000))
        self._timer.timeout.connect(self.begin)

    @Slot()
    def begin(self) -> None:
        self._timer.start()
        if not self._errand.running:
            self._errand.begin(self._copy.run, _COPY_LIMIT_S)

    def stop(self) -> None:
        self._timer.stop()
        self._errand.cancel()
        self._copy.close()

    @Slot(object)
    def _away(self, error: OperationalError) -> None:
        log.info("the people could not be copied: %s", error)
