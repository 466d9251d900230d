"""One load on ours, on the present design, and on the model alone, in turns within one run."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path

from services.inference.bench.figures import LoadPlan, LoadRun, Side, median
from services.inference.bench.pictures import FULL_WIDTH, OUR_WIDTH, write_pictures
from services.inference.bench.processes import Listener, measured, server
from services.vision.speed_graph import speed_graph

SIMULATED = "simulated"
_PRESENT = "services.inference.bench.present_design"
_LARGEST_BATCH = 16
_LONGEST_STALE_MS = 1000  # the most the setting allows; a saturated round of 30 stations takes longer on a CPU


@dataclass(frozen=True, slots=True)
class Subject:
    """What is served. ``served``: settings for ours. ``compared``: the model, or ``simulated``, for all others."""

    name: str
    served: tuple[str, ...]
    compared: str


@dataclass(frozen=True, slots=True)
class Compared:
    """``raw``: one dict a half round, as :mod:`raw_loop` gives it."""

    ours: Side
    present: Side
    raw: tuple[dict[str, float], ...]

    @property
    def raw_frames_per_s(self) -> float:
        return median([each["frames_per_s"] for each in self.raw])

    def of_raw(self) -> float:
        """Median over rounds of our throughput by the mean of the raw loops just before and just after."""
        pairs = zip(self.raw[::2], self.raw[1::2], self.ours.runs, strict=True)
        return median([2 * run.frames_per_s / (a["frames_per_s"] + b["frames_per_s"]) for a, b, run in pairs])

    def of_present(self) -> float:
        pairs = zip(self.ours.runs, self.present.runs, strict=True)
        return median([ours.frames_per_s / max(present.frames_per_s, 1e-9) for ours, present in pairs])


@dataclass(slots=True)
class Site:
    """The folder of a run, with everything that is made once. ``seconds`` is one window; the widths are of the frames
    that each design's stations send, pixels; ``in_flight`` as :meth:`unanswered` says."""

    folder: Path
    seconds: float
    rounds: int = 1
    in_flight: int = 0
    width: int = OUR_WIDTH
    present_width: int = FULL_WIDTH
    pictures: Path = field(init=False)
    present_pictures: Path = field(init=False)

    def __post_init__(self) -> None:
        self.pictures = write_pictures(self.folder / "pictures", width=self.width)
        self.present_pictures = write_pictures(self.folder / "present", width=self.present_width)

    def subject(self, name: str) -> Subject:
        """``simulated``, or the side of a square model's input in pixels."""
        if name == SIMULATED:
            return Subject(name, ("server.engine=simulated",), SIMULATED)
        model = self.folder / f"speed-{name}.onnx"
        if not model.exists():
            model.write_bytes(speed_graph(int(name), int(name)))
        return Subject(name, (f"model.path={model}",), str(model))

    def unanswered(self, subject: Subject, stations: int) -> int:
        """Frames a saturating station keeps unanswered. 0: both that it may while all stations together do not fill a
        batch on the device, else one; a second one would only replace the first while it waits."""
        if self.in_flight:
            return self.in_flight
        return 2 if subject.name == SIMULATED and stations < _LARGEST_BATCH else 1

    def ours(self, *settings: str) -> Listener:
        return server(*settings, log=self.folder / "server.log")

    def present(self, subject: Subject) -> Listener:
        return Listener(_PRESENT, subject.compared, log=self.folder / "present.log")

    def raw(self, subject: Subject, stations: int) -> dict[str, float]:
        if subject.name == SIMULATED:
            batch = min(stations, _LARGEST_BATCH)
            return measured("raw_loop", {"kind": "simulated", "batch": batch, "seconds": self.seconds / 2})
        asked = {"kind": "throughput", "model": subject.compared, "seconds": self.seconds / 2}
        return measured("raw_loop", asked)

    def lone(self, model: Path, fps: float) -> dict[str, float]:
        asked = {"kind": "lone", "model": str(model), "pictures": str(self.pictures), "fps": fps}
        return measured("raw_loop", {**asked, "seconds": max(self.seconds / 2, 3 / fps)})

    def load(
        self, kind: str, listener: Listener, stations: int, *, fps: float = 0.0, in_flight: int = 2, warm_up_s: float
    ) -> LoadRun:
        pictures = self.pictures if kind == "stream_load" else self.present_pictures
        plan = LoadPlan(
            listener.address, str(pictures), stations, self.seconds,
            warm_up_s=warm_up_s, fps=fps, in_flight=in_flight, watch_pid=listener.pid,
        )  # fmt: skip
        return LoadRun(**measured(kind, asdict(plan)))


def saturated(site: Site, subject: Subject, stations: int) -> Compared:
    """Every station sends its next frame when the answer to the last has come."""
    warm_up_s, in_flight = warm_up(subject, stations), site.unanswered(subject, stations)
    ours, present, raw = [], [], []
    with ExitStack() as stack:
        patient = (*subject.served, f"server.max_stale_ms={_LONGEST_STALE_MS}")
        mine = stack.enter_context(site.ours(*patient))
        theirs = stack.enter_context(site.present(subject))
        for _ in range(site.rounds):
            raw.append(site.raw(subject, stations))
            ours.append(site.load("stream_load", mine, stations, in_flight=in_flight, warm_up_s=warm_up_s))
            raw.append(site.raw(subject, stations))
            present.append(site.load("http_load", theirs, stations, warm_up_s=warm_up_s))
    return Compared(Side(tuple(ours)), Side(tuple(present)), tuple(raw))


def paced(site: Site, subject: Subject, stations: int, fps: float) -> Compared:
    """Every station's camera ticks ``fps`` times a second, whether the server keeps up or not."""
    warm_up_s = warm_up(subject, stations)
    ours, present, raw = [], [], []
    with ExitStack() as stack:
        mine = stack.enter_context(site.ours(*subject.served))
        theirs = stack.enter_context(site.present(subject))
        for _ in range(site.rounds):
            raw.append(site.raw(subject, stations))
            ours.append(site.load("stream_load", mine, stations, fps=fps, warm_up_s=warm_up_s))
            present.append(site.load("http_load", theirs, stations, fps=fps, warm_up_s=warm_up_s))
    return Compared(Side(tuple(ours)), Side(tuple(present)), tuple(raw))


@dataclass(frozen=True, slots=True)
class Lone:
    """The plant's load: ``alone`` is decode and infer of one frame with nothing around it, at the same pace."""

    ours: Side
    alone: tuple[dict[str, float], ...]

    @property
    def alone_ms(self) -> float:
        return median([each["decode_ms"] + each["infer_ms"] for each in self.alone])

    def over_alone(self) -> float:
        """Median over rounds of the median end-to-end by (decode + infer + 2 ms)."""
        pairs = zip(self.ours.runs, self.alone[::2], self.alone[1::2], strict=True)
        return median([_over(run, before, after) for run, before, after in pairs])


def _over(run: LoadRun, *alone: dict[str, float]) -> float:
    alone_ms = sum(each["decode_ms"] + each["infer_ms"] for each in alone) / len(alone)
    return median(run.latency_ms) / (alone_ms + 2.0)


def unhurried(site: Site, model: str, file: Path, stations: int, fps: float) -> Lone:
    """A server that has more time than work. ``file`` is the .onnx of the setting ``model``."""
    ours, alone = [], []
    with site.ours(f"model.path={model}") as mine:
        for _ in range(site.rounds):
            alone.append(site.lone(file, fps * stations))
            ours.append(site.load("stream_load", mine, stations, fps=fps, warm_up_s=1.0))
            alone.append(site.lone(file, fps * stations))
    return Lone(Side(tuple(ours)), tuple(alone))


def warm_up(subject: Subject, stations: int) -> float:
    """Seconds until every station has been answered, on a machine that computes about ten frames a second or more."""
    return 1.0 if subject.name == SIMULATED else 1.0 + stations / 10


def model_cpu_ms(compared: Compared) -> float:
    """CPU time of a frame with nothing around the model."""
    return median([each["cpu_ms"] for each in compared.raw])


def names(text: str) -> Sequence[str]:
    return [word for word in text.split(",") if word]
