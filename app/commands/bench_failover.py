"""``countersign bench failover``: a station's server is killed and hangs; what that costs, in seconds and frames.

A real server in a process of its own, the real detector with the shipped model, the demo clip at ``--fps``.
"""

import argparse
import itertools
import signal
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from app.bootstrap import build_detector
from app.commands.bench import BenchReport, Check
from app.commands.demo_site import ServerProcess
from app.domain.detection import DetectorSource, FrameDetections, FrameStamp
from app.places import DEMO_CLIP
from app.ports.detector import Detector
from app.ports.frame import BgrImage, Frame
from app.settings import Settings
from services.camera.clip import ClipSource

_CLIP_FRAMES = 60
_STEADY_RESULTS = 15
_LIMIT_S = 60.0
_LOOK_S = 0.002

_KILLED_LOCAL_S, _HUNG_NOTICED_S, _NOTICED_LOCAL_S, _BACK_GRACE_S = 2.0, 5.0, 2.0, 2.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--fps", type=int, default=15, help="frames a second offered to the detector")


def measure(args: argparse.Namespace, settings: Settings) -> BenchReport:
    server = ServerProcess(("--set", f"model.path={settings.model.path}"))
    try:
        server.start()
        detector = build_detector(_pointed_at(settings, server.port))
        with closing(detector), closing(Feed(detector, clip_frames(DEMO_CLIP), 1 / args.fps)) as feed:
            feed.steady()
            outages = {"killed": outage(feed, server.kill, server.start)}
            if hasattr(signal, "SIGSTOP"):  # not on Windows
                outages["hung"] = outage(feed, server.hang, server.go_on)
            status, in_order = detector.status(), feed.is_in_order()
    finally:
        server.kill()
    checks = [check for name, one in outages.items() for check in _checks(name, one, settings)]
    checks.append(Check("changes of detector", status.switches, f"<= {2 * len(outages)}"))
    checks.append(Check("results twice or out of order", 0 if in_order else 1, "<= 0"))
    lost = {name: {"going": one.lost_going, "coming_back": one.lost_coming} for name, one in outages.items()}
    return BenchReport(tuple(checks), {"fps": args.fps, "frames": feed.offered, "frames_lost": lost})


@dataclass(frozen=True, slots=True)
class Outage:
    """Seconds from the blow, ``back_s`` from the repair; frames without an answer on the way over and back."""

    noticed_s: float
    local_s: float
    back_s: float
    lost_going: int
    lost_coming: int


class Feed:
    """Offers ``images`` in turn from a thread of its own, and keeps what comes back."""

    def __init__(self, detector: Detector, images: Sequence[BgrImage], period_s: float) -> None:
        self._detector, self._images, self._period_s = detector, images, period_s
        self._results: list[tuple[float, FrameDetections]] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._offer, name="bench-feed")
        self.offered = 0
        detector.start(lambda result: self._results.append((time.monotonic(), result)))
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join()

    def steady(self) -> None:
        """Wait until the server answers and goes on answering."""
        seen = len(self._results)
        self._wait(lambda: self.source is DetectorSource.SERVER and len(self._results) >= seen + _STEADY_RESULTS)

    def until_not_server(self) -> float:
        """The moment at which somebody else answers, or nobody."""
        return self._wait(lambda: self.source is not DetectorSource.SERVER)

    def until_result(self, source: DetectorSource, since: int) -> tuple[float, int]:
        """When the first result from ``source`` after ``since`` came, and the frames without an answer before it."""
        self._wait(lambda: self._first(source, since) is not None)
        index = self._first(source, since)
        if index is None:
            return time.monotonic(), self.offered
        at_s, result = self._results[index]
        return at_s, result.stamp.frame_id - self._results[index - 1][1].stamp.frame_id - 1

    @property
    def count(self) -> int:
        return len(self._results)

    @property
    def source(self) -> DetectorSource | None:
        return self._detector.status().source

    def is_in_order(self) -> bool:
        ids = [result.stamp.frame_id for _, result in self._results]
        return all(one < other for one, other in itertools.pairwise(ids))

    def _first(self, source: DetectorSource, since: int) -> int | None:
        found = (index for index in range(since, len(self._results)) if self._results[index][1].source is source)
        return next(found, None)

    def _wait(self, reached: Callable[[], bool]) -> float:
        """When it is reached; after a minute the check that follows fails by that much."""
        limit_s = time.monotonic() + _LIMIT_S
        while not reached() and time.monotonic() < limit_s:
            self._stop.wait(_LOOK_S)
        return time.monotonic()

    def _offer(self) -> None:
        due_s = time.monotonic()
        for image in itertools.cycle(self._images):
            due_s = max(due_s + self._period_s, time.monotonic())
            if self._stop.wait(due_s - time.monotonic()):
                return
            self.offered += 1
            self._detector.offer(Frame(FrameStamp(self.offered, time.monotonic(), self.offered), image))


def outage(feed: Feed, blow: Callable[[], None], repair: Callable[[], None]) -> Outage:
    """From steady to steady again."""
    before, began_s = feed.count, time.monotonic()
    blow()
    noticed_s = feed.until_not_server()
    local_s, lost_going = feed.until_result(DetectorSource.LOCAL, before)
    local = feed.count
    repair()
    repaired_s = time.monotonic()
    back_s, lost_coming = feed.until_result(DetectorSource.SERVER, local)
    feed.steady()
    return Outage(noticed_s - began_s, local_s - began_s, back_s - repaired_s, lost_going, lost_coming)


def clip_frames(path: Path) -> list[BgrImage]:
    """The first frames of a clip, not paced."""
    source = ClipSource(path, loop=True)
    at_once = threading.Event()
    at_once.set()
    source.open()
    try:
        return [source.read(at_once) for _ in range(_CLIP_FRAMES)]
    finally:
        source.close()


def _pointed_at(settings: Settings, port: int) -> Settings:
    rules = settings.inference
    plain = {"address": f"127.0.0.1:{port}", "tls_ca": "", "tls_cert": "", "tls_key": "", "token_keyring": ""}
    return settings.model_copy(
        update={
            "inference": rules.model_copy(update=plain),
            "station": settings.station.model_copy(update={"detector": "auto"}),
        }
    )


def _checks(name: str, one: Outage, settings: Settings) -> list[Check]:
    rules = settings.inference
    latest_s = rules.healthy_s + rules.connect_retry_s + _BACK_GRACE_S
    if name == "killed":
        going = [
            Check("killed: noticed, s", round(one.noticed_s, 3), f"<= {_KILLED_LOCAL_S:g}"),
            Check("killed: local results, s", round(one.local_s, 3), f"<= {_KILLED_LOCAL_S:g}"),
        ]
    else:
        going = [
            Check("hung: noticed, s", round(one.noticed_s, 3), f"<= {_HUNG_NOTICED_S:g}"),
            Check(
                "hung: noticed to local results, s", round(one.local_s - one.noticed_s, 3), f"<= {_NOTICED_LOCAL_S:g}"
            ),
        ]
    return [
        *going,
        Check(f"{name}: back on the server, s", round(one.back_s, 3), f"<= {latest_s:g}"),
        Check(f"{name}: not back before, s", round(one.back_s, 3), f">= {rules.healthy_s:g}"),
    ]
