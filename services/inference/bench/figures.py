"""What a load run measured, and the figures made of it. Pure: no clock, no process."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class LoadPlan:
    """What a load client does. ``fps`` 0: each station sends its next frame when an answer has come.

    ``in_flight``: most frames of one station unanswered. ``watch_pid``: the process whose CPU time is read at both
    ends of the window.
    """

    address: str
    pictures: str
    stations: int
    seconds: float
    warm_up_s: float = 1.0
    fps: float = 0.0
    in_flight: int = 1
    watch_pid: int = 0


@dataclass(slots=True)
class LoadRun:
    """What the stations saw inside the window. ``answered_s``: per station, when each computed frame was answered.

    ``latency_ms``: capture (open loop) or sending (saturated) to answer, of computed frames. ``dropped``: frames never
    sent because a newer one came first. ``failed``: rejected or failed.
    """

    seconds: float
    answered_s: list[list[float]]
    latency_ms: list[float] = field(default_factory=list)
    service_ms: list[float] = field(default_factory=list)
    stale: int = 0
    dropped: int = 0
    failed: int = 0
    server_cpu_s: float = 0.0
    client_cpu_s: float = 0.0

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "LoadRun":
        return cls(**values)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def frames(self) -> int:
        return sum(len(times) for times in self.answered_s)

    @property
    def frames_per_s(self) -> float:
        return self.frames / self.seconds

    @property
    def server_cpu_ms(self) -> float:
        """A frame."""
        return self.server_cpu_s * 1e3 / max(self.frames, 1)

    @property
    def fairness(self) -> float:
        """Rate of the slowest station over that of the fastest; 0 when a station got no answer to speak of.

        Rates are taken between a station's first and last answer, so that the window's edges do not count as a frame.
        """
        rates = sorted(rate(times) for times in self.answered_s)
        return rates[0] / rates[-1] if rates and rates[-1] else 0.0


def rate(times_s: Sequence[float]) -> float:
    """Events a second between the first and the last; 0 for fewer than two."""
    return (len(times_s) - 1) / (times_s[-1] - times_s[0]) if len(times_s) > 1 and times_s[-1] > times_s[0] else 0.0


def percentile(values: Sequence[float], percent: float) -> float:
    """Nearest rank: a value that was measured. 0 for none."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[max(0, math.ceil(percent / 100 * len(ordered)) - 1)]


def median(values: Sequence[float]) -> float:
    return percentile(values, 50)


@dataclass(frozen=True, slots=True)
class Side:
    """One server under one load, measured in several rounds. Rates are medians over rounds, latencies all together."""

    runs: tuple[LoadRun, ...]

    @property
    def frames_per_s(self) -> float:
        return median([run.frames_per_s for run in self.runs])

    @property
    def fairness(self) -> float:
        return median([run.fairness for run in self.runs])

    @property
    def server_cpu_ms(self) -> float:
        return median([run.server_cpu_ms for run in self.runs])

    @property
    def lost(self) -> int:
        """Frames that were not computed."""
        return sum(run.stale + run.dropped + run.failed for run in self.runs)

    def latency_ms(self, percent: float) -> float:
        return percentile([value for run in self.runs for value in run.latency_ms], percent)

    @property
    def service_ms(self) -> float:
        """Decode and infer of a frame, as the server says."""
        return median([value for run in self.runs for value in run.service_ms])

    def summary(self) -> dict[str, object]:
        return {
            "frames_per_s": round(self.frames_per_s, 2),
            "p50_ms": round(self.latency_ms(50), 2),
            "p99_ms": round(self.latency_ms(99), 2),
            "service_ms": round(self.service_ms, 2),
            "slowest_to_fastest": round(self.fairness, 3),
            "stale": sum(run.stale for run in self.runs),
            "dropped": sum(run.dropped for run in self.runs),
            "failed": sum(run.failed for run in self.runs),
            "server_cpu_ms_a_frame": round(self.server_cpu_ms, 3),
            "client_cpu_ms_a_frame": round(
                sum(run.client_cpu_s for run in self.runs) * 1e3 / max(sum(run.frames for run in self.runs), 1), 3
            ),
        }
