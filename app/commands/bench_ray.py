"""``countersign bench ray``: what it costs to have the engine behind Ray Serve, against the same engine in the server.

Both servers run side by side with the same simulated GPU and get the same saturated load in turns. CPU time is that of
the processes frames pass through, JPEG decoding included: the server itself, or gateway and detectors.
"""

import argparse
import os
import signal
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from app.commands.bench import BenchReport, Check
from app.settings import Settings
from services.inference.bench.figures import LoadPlan, LoadRun, median, percentile
from services.inference.bench.pictures import write_pictures
from services.inference.bench.processes import Listener, cpu_s, measured, memory_mib, server

_GOAL_THROUGHPUT, _GOAL_CPU_MS = 0.9, 0.5
_WARM_UP_S = 3.0
_STOP_S = 30.0
_REPLICA = "ray::ServeReplica:countersign:"
_SETTINGS = ("server.control_port=0", "server.max_stale_ms=1000")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--stations", type=int, default=30, help="each sends its next frame when the last is answered")
    parser.add_argument("--seconds", type=float, default=8.0, help="length of one window")
    parser.add_argument("--rounds", type=int, default=3, help="windows for each of the two")
    parser.add_argument("--fps", type=float, default=0.0, help="frames a second of each station instead of saturation")


def measure(args: argparse.Namespace, settings: Settings) -> BenchReport:  # noqa: ARG001  # a bench sets its own
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pictures = str(write_pictures(folder / "pictures"))
        local = server("server.engine=simulated", *_SETTINGS, log=folder / "local.log")
        on_ray = server("server.engine=ray", "ray.detector=simulated", *_SETTINGS, log=folder / "ray.log")
        with local, _ended_in_order(on_ray):
            replicas = _processes(on_ray.pid, _REPLICA)
            others = sorted(set(_processes(on_ray.pid, "")) - set(replicas))
            plans = {
                each.address: LoadPlan(each.address, pictures, args.stations, args.seconds, warm_up_s=0, fps=args.fps)
                for each in (local, on_ray)
            }
            for plan in plans.values():
                _load(LoadPlan(**{**asdict(plan), "seconds": _WARM_UP_S}), [], [])
            rounds = [
                (_load(plans[local.address], [local.pid], []), _load(plans[on_ray.address], replicas, others))
                for _ in range(args.rounds)
            ]
            memory = {"replicas": [memory_mib(pid) for pid in replicas], "others": [memory_mib(pid) for pid in others]}
    return _report(rounds, memory)


@dataclass(frozen=True, slots=True)
class Window:
    """One load; CPU seconds of the processes frames pass through, and of Ray's own."""

    run: LoadRun
    cpu_s: float
    others_cpu_s: float

    @property
    def cpu_ms(self) -> float:
        """A frame."""
        return self.cpu_s * 1e3 / max(self.run.frames, 1)

    def summary(self) -> dict[str, float]:
        return {
            "frames_per_s": round(self.run.frames_per_s, 1),
            "p50_ms": round(percentile(self.run.latency_ms, 50), 1),
            "p99_ms": round(percentile(self.run.latency_ms, 99), 1),
            "cpu_ms_a_frame": round(self.cpu_ms, 3),
            "others_cpu_ms_a_frame": round(self.others_cpu_s * 1e3 / max(self.run.frames, 1), 3),
            "lost": self.run.stale + self.run.dropped + self.run.failed,
        }


def _load(plan: LoadPlan, pids: Sequence[int], others: Sequence[int]) -> Window:
    """The window is the whole load, from its first connection on, so that CPU time and frames are of the same time."""
    before, others_before = sum(map(cpu_s, pids)), sum(map(cpu_s, others))
    run = LoadRun.from_json(measured("stream_load", asdict(plan)))
    return Window(run, sum(map(cpu_s, pids)) - before, sum(map(cpu_s, others)) - others_before)


def _report(rounds: Sequence[tuple[Window, Window]], memory: dict[str, list[float]]) -> BenchReport:
    throughput = median([ray.run.frames_per_s / local.run.frames_per_s for local, ray in rounds])
    on_top = median([ray.cpu_ms - local.cpu_ms for local, ray in rounds])
    checks = (
        Check("throughput on Ray by local", round(throughput, 3), f">= {_GOAL_THROUGHPUT:g}"),
        Check("CPU on top, ms a frame", round(on_top, 3), f"<= {_GOAL_CPU_MS:g}"),
    )
    figures: dict[str, object] = {
        "local": [local.summary() for local, _ in rounds],
        "ray": [ray.summary() for _, ray in rounds],
        "memory_mib": {name: round(sum(each)) for name, each in memory.items()},
        "load_average": [round(each, 1) for each in os.getloadavg()],
    }
    return BenchReport(checks, figures)


@contextmanager
def _ended_in_order(listener: Listener) -> Iterator[None]:
    """Asked to stop first, so that it ends its cluster."""
    with listener:
        try:
            yield
        finally:
            os.kill(listener.pid, signal.SIGTERM)
            until_s = time.monotonic() + _STOP_S
            while len(_processes(listener.pid, "")) > 1 and time.monotonic() < until_s:
                time.sleep(0.1)


def _processes(pid: int, title: str) -> list[int]:
    """``pid`` and what it has started, as far as their titles begin so."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
            children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found, following = [], [pid]
    while following:
        one = following.pop()
        following += children.get(one, [])
        with suppress(OSError):
            if Path(f"/proc/{one}/cmdline").read_bytes().startswith(title.encode()):
                found.append(one)
    return found
