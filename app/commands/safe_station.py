"""One run of the station, kept safe: what ``countersign station`` starts, and its watch starts again."""

import argparse
import logging

from app.commands.parent_watch import end_with_parent
from app.commands.safe_state import SafeState
from app.commands.session_awake import SessionAwake
from app.commands.station_window import SettingsSource, made_application, refuse, run_window
from app.domain.errors import ErrorCode, OperationalError
from app.domain.restarting import ExitCode, StartedAfter
from app.settings import Settings
from services.awake.open_awake import open_awake
from ui.bridge import StationBridge
from ui.shell.window import StationWindow

log = logging.getLogger(__name__)


def run_station(args: argparse.Namespace, settings: Settings) -> int:
    """The exit code tells the watch how the run ended (:class:`app.domain.restarting.ExitCode`)."""
    if args.watched_by:
        end_with_parent(args.watched_by)
    after = args.after or StartedAfter.NOTHING
    application = made_application(settings)
    with SafeState(settings, after) as safe:
        if after is StartedAfter.FAULTS:
            error = OperationalError(ErrorCode.STATION_FAULTS, folder=str(safe.folder))
            refuse(application, settings, error)
            return 1
        if safe.first_is_in_front():
            print("Countersign is open already; its window was brought to the front.")
            return 0
        try:
            return _run(args, settings, safe)
        except OperationalError:
            raise
        except Exception:  # the process's outer edge: the watch starts it again, unless it was to end
            log.critical("a fault ended the station", exc_info=True)
            return 1 if safe.closing else ExitCode.CRASHED


def _run(args: argparse.Namespace, settings: Settings, safe: SafeState) -> int:
    awake = open_awake(wanted=settings.ui.stay_awake)

    def attach(window: StationWindow, bridge: StationBridge) -> None:
        safe.guard(window, bridge)

    try:
        code = run_window(
            settings,
            SessionAwake(awake),
            dn=args.dn,
            attach=attach,
            source=SettingsSource(args.config, args.overrides),
            kiosk=settings.ui.kiosk,
        )
    finally:
        awake.close()
    return safe.exit_code or code
