"""The running station without a screen: camera, detector, inspector, desk and relay, wired by their threads.

Threads: the camera's (frames), the detector's (results and decisions), the desk's (records), the relay's (what was
submitted, on its way to the factory) and the updates' (models that come). The screen and the headless commands are both
listeners of this one object.
"""

import json
import logging
import random
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from typing import Protocol

from app.domain.command import Command
from app.domain.decision import Accepted, Decision, Refused, Undecided, UndecidedReason, VoteRules, as_plain
from app.domain.delivery_note import DeliveryNote
from app.domain.detection import FrameDetections, ModelIdentity
from app.domain.errors import OperationalError
from app.domain.model_update import Waiting
from app.domain.packing_session import Agreement
from app.domain.part_number import PartMaster
from app.domain.scans import Bounces
from app.ports.camera import Camera, CameraStatus
from app.ports.clock import Clock
from app.ports.conditions import ConditionsMeter
from app.ports.detector import Detector, DetectorStatus
from app.ports.frame import Frame
from app.ports.scanner import CodeReader, NoCodeReader, Scanner, ScannerState, ScannerStatus
from app.ports.stamp_reader import NoStampReader, StampReader
from app.ports.station_record import StationRecord
from app.runtime.backoff import Backoff
from app.runtime.latest_slot import LatestSlot
from app.runtime.pulse import Pulse
from app.runtime.worker import Job, Worker
from app.use_cases.advise import Adviser
from app.use_cases.desk import Desk
from app.use_cases.desk_state import DeskState
from app.use_cases.factory import Factory
from app.use_cases.inspect import Inspected, Inspector
from app.use_cases.plant import Plant
from app.use_cases.relay import Delivery, Relay
from app.use_cases.sending import RecordStatus, Sending
from app.use_cases.sync import FactorySync
from app.use_cases.update_models import Surroundings, UpdateModels, UpdateState
from app.use_cases.workplace import Publish, Workplace, WorkplaceRules

log = logging.getLogger(__name__)

_RATE_WINDOW = 30
_RECENT_FRAMES = 20
"""More than a second at 15 frames a second, two thirds of one at 30: older than the oldest result that counts, and its
answer's way."""
_LONGEST_PAUSE_S = 60.0


def _stamp_matters(decision: Decision) -> bool:
    if isinstance(decision, Undecided):
        return decision.reason is UndecidedReason.STAMP_CONTRADICTS
    return isinstance(decision, Accepted)


class StationListener(Protocol):
    """Called on the station's threads; must return at once. ``desk_changed`` comes once per change, in order;
    of several ``inspected`` only the newest matters."""

    def desk_changed(self, state: DeskState) -> None: ...
    def inspected(self, inspected: Inspected) -> None: ...
    def bug(self, error: BaseException) -> None: ...


@dataclass(frozen=True, slots=True)
class StationStatus:
    """``result_age_ms`` is the age of the newest answered frame, None before the first; rates are per second.
    ``scanners``: the serial one, if there is one, then the camera's reader of codes."""

    camera: CameraStatus
    detector: DetectorStatus
    results_per_second: float
    result_age_ms: float | None
    agreement: Agreement = Agreement.THREE_WAY
    record: RecordStatus = field(default_factory=RecordStatus)
    scanners: tuple[ScannerStatus, ...] = ()


class Station:
    """``frames`` hands the newest camera frame to one display. ``start`` once; ``close`` is safe to call twice."""

    def __init__(
        self,
        camera: Camera,
        detector: Detector,
        factory: Factory,
        record: StationRecord,
        rules: VoteRules,
        clock: Clock,
        station_id: str,
        listener: StationListener,
        *,
        agreement: Agreement = Agreement.THREE_WAY,
        master: PartMaster | None = None,
        stamp_reader: StampReader | None = None,
        scanners: Sequence[Scanner] = (),
        code_reader: CodeReader | None = None,
        meter: ConditionsMeter | None = None,
        workplace: WorkplaceRules | None = None,
        keep_confirmed_days: int = 30,
        sync_s: float = 300.0,
        public_key: Callable[[], str] = lambda: "",
        updates: Callable[[Surroundings], UpdateModels] | None = None,
    ) -> None:
        self.frames: LatestSlot[Frame] = LatestSlot()
        self._camera, self._detector, self._factory, self._record = camera, detector, factory, record
        self._clock, self._listener = clock, listener
        self._agreement = agreement
        self._stamp_reader = stamp_reader or NoStampReader()
        self._code_reader = code_reader or NoCodeReader()
        self._scanners = (*scanners, self._code_reader)
        self._recent: deque[Frame] = deque(maxlen=_RECENT_FRAMES)
        self._results: deque[float] = deque(maxlen=_RATE_WINDOW)
        self._newest_captured_s: float | None = None
        adviser = Adviser(meter, self._frame, clock) if meter else None
        self._inspector = Inspector(rules, clock, self._settled, adviser, self._went_undecided, self._frame)
        plant = Plant(factory.notes, factory.lookups, factory.aliases, record.cache, clock)
        self._sending = Sending(
            record,
            factory.outbound,
            Relay(record.outbox, factory.outbound, factory.notes, clock),
            clock,
            Backoff(_LONGEST_PAUSE_S, random.Random()),  # noqa: S311 (spreads stations, keeps no secret)
            keep_confirmed_days=keep_confirmed_days,
            heard=self._delivered,
            on_bug=listener.bug,
            stopping=lambda: self._relay.closing,
            looked=lambda answers: plant.look_whether_back(database_answers=answers),
            sync=FactorySync(factory, record, clock, station_id, sync_s, public_key),
        )
        self._relay = Pulse("relay", self._sending.run, listener.bug)

        def desk(publish: Publish) -> Desk:
            wake = self._relay.wake
            return Desk(plant, record, clock, station_id, publish, submitted=wake, agreement=agreement, master=master)

        self._workplace = Workplace(desk, clock, self._desk_changed, self._with_programs(workplace))
        self._bounces = Bounces()
        self._desk_thread = Worker("desk", listener.bug, idle=self._workplace.tick)
        self._updates = updates(self._surroundings()) if updates else None
        job = self._updates.run if self._updates else lambda: _LONGEST_PAUSE_S
        self._updating = Pulse("updates", job, listener.bug)

    def _with_programs(self, rules: WorkplaceRules | None) -> WorkplaceRules:
        """What the server wants of its stations is heard with the pictures."""
        return replace(rules or WorkplaceRules(), programs=lambda: self._detector.status().programs)

    @property
    def record(self) -> StationRecord:
        """For what is done beside the desk: people, shifts, the audit."""
        return self._record

    # -- any thread -------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Goes on with the session that was on screen when the station ended, if there was one."""
        self._post(self._workplace.resume)
        self._relay.start()
        for scanner in self._scanners:
            scanner.start(self._on_code)
        self._stamp_reader.start(self._inspector.add_reading)
        self._detector.start(self._on_result)
        self._camera.start(self._on_frame)
        if self._updates is not None:
            self._updating.start()

    def open_note(self, dn_text: str) -> None:
        self._post(lambda: self._workplace.open_note(dn_text))

    def scan(self, barcode_text: str, at_s: float | None = None) -> None:
        """A code from any scanner, or a typed line: a command, a badge, a note, or a carton's label. ``at_s``: when a
        scanner read it, monotonic seconds; the same code right after it is a bounce, of a typed line it is meant."""
        self._post(lambda: self._scanned(barcode_text, at_s))

    def enter_secret(self, secret: str) -> None:
        """What was typed where a PIN or password is asked for; nothing that was scanned."""
        self._post(lambda: self._workplace.enter_secret(secret))

    def touched(self) -> None:
        """Somebody is at the screen."""
        self._post(self._workplace.touched)

    def do(self, command: Command) -> None:
        """What a button or a key says, as the command's bar code would."""
        self._post(lambda: self._workplace.do(command))

    def set_reason(self, text: str) -> None:
        self._post(lambda: self._workplace.set_reason(text))

    def take_back(self, barcode_text: str) -> None:
        self._post(lambda: self._workplace.take_back(barcode_text))

    def look_at_shift(self) -> None:
        """A supervisor may have gone over the check of the shift."""
        self._post(self._workplace.look_at_shift)

    @property
    def busy(self) -> bool:
        """The desk has not answered everything yet. A bounce is answered by nothing at all."""
        return self._desk_thread.busy

    def status(self) -> StationStatus:
        now = self._clock.monotonic_s()
        times = tuple(self._results)
        rate = (len(times) - 1) / (times[-1] - times[0]) if len(times) > 1 and times[-1] > times[0] else 0.0
        newest = self._newest_captured_s
        recent = bool(times) and now - times[-1] < 2.0
        age_ms = None if newest is None else (now - newest) * 1000
        rate = rate if recent else 0.0
        camera, detector, record = self._camera.status(), self._detector.status(), self._sending.status
        scanners = tuple(scanner.status() for scanner in self._scanners)
        there = tuple(each for each in scanners if each.state is not ScannerState.OFF)
        return StationStatus(camera, detector, rate, age_ms, self._agreement, record, there)

    @property
    def update_state(self) -> UpdateState | None:
        """Of the station's own model; None: it follows no updates."""
        return self._updates.state if self._updates else None

    def newest_frame(self) -> Frame | None:
        """Of the camera; None before the first."""
        recent = tuple(self._recent)
        return recent[-1] if recent else None

    def close(self) -> None:
        """Stop the live side and the scanners first, then finish every posted record, then let go of the databases.
        What was not sent is sent after the next start."""
        self._updating.close()
        self._camera.close()
        self._detector.close()
        self._stamp_reader.close()
        for scanner in self._scanners:
            scanner.close()
        self.frames.close()
        self._post(self._workplace.close)
        self._relay.close()
        self._desk_thread.close()
        self._factory.close()
        self._record.close()

    # -- the camera's thread ----------------------------------------------------------------------------------------

    def _on_frame(self, frame: Frame) -> None:
        self._recent.append(frame)
        self.frames.put(frame)
        self._code_reader.offer(frame)
        self._detector.offer(frame)

    # -- the detector's thread --------------------------------------------------------------------------------------

    def _on_result(self, result: FrameDetections) -> None:
        self._results.append(result.completed_s)
        self._newest_captured_s = result.stamp.captured_s
        inspected = self._inspector.observe(result)
        self._listener.inspected(inspected)
        self._show_stamp(inspected)

    def _show_stamp(self, inspected: Inspected) -> None:
        """Offer the largest cover that is right but for its stamp to the reader, on the frame it was found in."""
        covers = [decision.evidence for decision in inspected.decisions if _stamp_matters(decision)]
        stamp = inspected.result.stamp
        frame = self._frame(stamp.frame_id)
        if covers and frame is not None:
            largest = max(covers, key=lambda evidence: evidence.box.area)
            self._stamp_reader.offer(frame, largest.box, largest.track_id)

    def _settled(self, note: DeliveryNote, decision: Accepted | Refused) -> None:
        log.info("%s: decision %s", note.number, json.dumps(as_plain(decision)))
        frame = self._frame(decision.evidence.best_frame_id)
        self._post(lambda: self._workplace.record_decision(note, decision, frame))

    def _went_undecided(self, note: DeliveryNote, decision: Undecided, frame: Frame | None) -> None:
        log.info("%s: decision %s", note.number, json.dumps(as_plain(decision)))
        self._post(lambda: self._workplace.record_undecided(note, decision, frame))

    def _frame(self, frame_id: int) -> Frame | None:
        return next((each for each in tuple(self._recent) if each.stamp.frame_id == frame_id), None)

    # -- the relay's thread -----------------------------------------------------------------------------------------

    def _delivered(self, delivery: Delivery) -> None:
        self._post(lambda: self._workplace.delivered(delivery))

    # -- the updates' thread ----------------------------------------------------------------------------------------

    def _surroundings(self) -> Surroundings:
        return Surroundings(
            moment=self._between_sessions,
            in_session=lambda: self._workplace.in_session,
            aliases=self._record.cache.aliases,
            audit=self._record.audit,
            switched=self._model_switched,
            stopping=lambda: self._updating.closing,
        )

    def _between_sessions(self, act: Job) -> bool:
        """On the desk's thread no session can begin meanwhile."""
        done: Future[bool] = Future()

        def look() -> None:
            try:
                free = not self._workplace.in_session
                if free:
                    act()
                done.set_result(free)
            except OperationalError as error:
                done.set_exception(error)
            finally:
                done.cancel()  # only of a bug, which is told here; nobody waits for ever

        self._post(look)
        return done.result()

    # -- the scanners' threads --------------------------------------------------------------------------------------

    def _on_code(self, text: str) -> None:
        self.scan(text, self._clock.monotonic_s())

    # -- the desk's thread ------------------------------------------------------------------------------------------

    def _desk_changed(self, state: DeskState) -> None:
        self._inspector.ask(self._workplace.asked)
        self._listener.desk_changed(state)
        if self._updates and self._updates.state.waiting is Waiting.SESSION and not self._workplace.in_session:
            self._updating.wake()

    def _model_switched(self, model: ModelIdentity, back: bool) -> None:
        self._workplace.model_switched(str(model), back=back)

    def _scanned(self, text: str, at_s: float | None) -> None:
        if at_s is None or not self._bounces.is_bounce(text, at_s):
            self._workplace.scan(text)

    def _post(self, job: Job) -> None:
        self._desk_thread.post(job)
