"""``countersign demo``: the whole main job on demo material, in the window or headless.

The clip, the stand-in ERP, the server process, the database and the scans are real; the operator is a script.

A station, a server, an ERP stand-in and a database of its own. Without a screen ``run.py`` adds ``--headless``.

Exit code: 0; headless: 1 when the note was not committed in time or a bug showed.
"""

import argparse
import json
import queue
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from app.bootstrap import build_station
from app.commands.demo_site import DemoSite, ServerDrama, demo_script
from app.commands.listeners import Listeners
from app.domain.command import Command
from app.domain.decision import RefusedReason
from app.messages import notice_sentence
from app.places import DATABASE_NAME
from app.ports.station_record import MessageState
from app.settings import Settings
from app.use_cases.desk_state import DeskState, Phase
from app.use_cases.inspect import Inspected
from app.use_cases.station import Station
from ui.demo.script import ActKind, AutopilotScript, Outlook, next_act

Say = Callable[[str], None]
_LOOK_AGAIN_S = 0.2
_SCANS = {ActKind.SCAN_BADGE, ActKind.SCAN_NOTE, ActKind.SCAN_LABEL, ActKind.SCAN_WRONG_LABEL}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--headless", action="store_true", help="without a window; prints the outcome as JSON")
    parser.add_argument("--manual", action="store_true", help="the window without the scripted operator")
    parser.add_argument("--json", action="store_true", help="headless: nothing but the JSON line")
    parser.add_argument("--server", default="", metavar="HOST:PORT", help="one that runs already, instead of its own")
    parser.add_argument("--limit-s", type=float, default=240.0, help="headless: give up after this long")


def run(args: argparse.Namespace, settings: Settings) -> int:
    if not args.headless:
        return _window(settings, args.server, manual=args.manual)
    say: Say = _silent if args.json else _aloud
    with tempfile.TemporaryDirectory(prefix="countersign-demo-") as folder:
        return _headless(DemoSite(settings, Path(folder), args.server), args.limit_s, say)


def _aloud(words: str) -> None:
    print(words, flush=True)


def _silent(words: str) -> None:
    pass


# -- in the window ---------------------------------------------------------------------------------------------------


def _window(settings: Settings, server: str, *, manual: bool) -> int:
    from app.commands.demo_window import show_demo  # Qt, only when a window is wanted

    folder = settings.data_path / "demo"
    shutil.rmtree(folder, ignore_errors=True)  # each demo begins with nothing packed
    print(f"The demo's database is {folder / DATABASE_NAME}: any SQLite tool can read it.", flush=True)
    with DemoSite(settings, folder, server) as site:
        return show_demo(site, manual=manual)


# -- headless --------------------------------------------------------------------------------------------------------


class HeadlessOperator:
    """A listener that hands the desk's states to the main thread, and the script that acts on them there."""

    def __init__(self, script: AutopilotScript, may_submit: Callable[[], bool], say: Say) -> None:
        self._script, self._may_submit, self._say = script, may_submit, say
        self._states: queue.SimpleQueue[DeskState] = queue.SimpleQueue()
        self._typed: frozenset[str] = frozenset()
        self._acted_on = 0  # before the station has said how things stand, nobody acts
        self.desk = DeskState()
        self.refused: list[str] = []
        self.bugs: list[BaseException] = []

    # -- the station's threads --------------------------------------------------------------------------------------

    def desk_changed(self, state: DeskState) -> None:
        self._states.put(state)

    def inspected(self, inspected: Inspected) -> None:
        pass

    def bug(self, error: BaseException) -> None:
        self.bugs.append(error)

    # -- the main thread --------------------------------------------------------------------------------------------

    def work(self, station: Station, deadline_s: float) -> None:
        """Act until the database has answered, a bug shows, or monotonic time ``deadline_s`` has come."""
        while not self._answered and not self.bugs and time.monotonic() < deadline_s:
            self._act(station)
            self._wait()

    @property
    def committed(self) -> bool:
        return self.desk.phase is Phase.SUBMITTED and self.desk.sent is MessageState.CONFIRMED

    @property
    def _answered(self) -> bool:
        return self.desk.phase is Phase.SUBMITTED and self.desk.sent is not MessageState.WAITING

    def _wait(self) -> None:
        try:
            self.desk = self._states.get(timeout=_LOOK_AGAIN_S)
        except queue.Empty:
            return
        notice = self.desk.notice
        self._say(str(notice_sentence(notice)))
        part = str(notice.details.get("part"))
        if isinstance(notice.code, RefusedReason) and part not in self.refused:
            self.refused.append(part)

    def _act(self, station: Station) -> None:
        """One act for each state of the desk, as an operator waits for the answer before going on."""
        if self._acted_on == self.desk.revision:
            return
        outlook = Outlook(typed=self._typed, may_submit=bool(self.refused) and self._may_submit())
        act = next_act(self._script, self.desk, outlook)
        if act.kind in _SCANS:
            self._typed |= {act.text}
            station.scan(act.text)
        elif act.kind in {ActKind.SUBMIT, ActKind.ACKNOWLEDGE}:
            station.do(Command.CONFIRM)
        else:
            return
        self._acted_on = self.desk.revision


def _headless(asked: DemoSite, limit_s: float, say: Say) -> int:
    begun_s = time.monotonic()
    with asked as site:
        drama = ServerDrama(site.server, say)
        operator = HeadlessOperator(demo_script(), lambda: drama.over, say)
        station = build_station(site.settings, Listeners(drama, operator))
        try:
            station.start()
            operator.work(station, begun_s + limit_s)
        finally:
            station.close()
            drama.close()
    print(json.dumps(_outcome(operator, drama, time.monotonic() - begun_s)))
    return 0 if operator.committed and not operator.bugs else 1


def _outcome(operator: HeadlessOperator, drama: ServerDrama, seconds: float) -> dict[str, object]:
    session = operator.desk.session
    return {
        "dn": str(session.note.number) if session else "",
        "accepted": sorted(str(part) for part in session.inspected) if session else [],
        "refused": operator.refused,
        "labels": len(session.labels) if session else 0,
        "committed": operator.committed,
        "packing_code": operator.desk.packing_code,
        **{f"{source}_frames": count for source, count in drama.frames.items()},
        "seconds": round(seconds, 1),
    }
