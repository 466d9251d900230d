"""What a load client writes down while it runs, and the window in which it counts."""

import json
import os
import sys
import time
from collections.abc import Callable

from services.inference.bench.figures import LoadPlan, LoadRun
from services.inference.bench.processes import cpu_s


class Recorder:
    """Counts only answers between ``begin`` and ``end``. Appends are atomic: stations may be threads or tasks."""

    def __init__(self, plan: LoadPlan) -> None:
        self._plan = plan
        self._run = LoadRun(0.0, [[] for _ in range(plan.stations)])
        self._began_s: float | None = None
        self.over = False

    def begin(self) -> None:
        self._server_cpu_s, self._client_cpu_s = self._cpu()
        self._began_s = time.perf_counter()

    def end(self) -> LoadRun:
        self.over = True
        run, self._began_s, began_s = self._run, None, self._began_s or 0.0
        run.seconds = time.perf_counter() - began_s
        server, client = self._cpu()
        run.server_cpu_s, run.client_cpu_s = server - self._server_cpu_s, client - self._client_cpu_s
        return run

    def computed(self, station: int, captured_s: float, service_ms: float) -> None:
        if self._began_s is not None:
            now_s = time.perf_counter()
            self._run.answered_s[station].append(round(now_s - self._began_s, 5))
            self._run.latency_ms.append(round((now_s - captured_s) * 1e3, 3))
            self._run.service_ms.append(round(service_ms, 3))

    def stale(self) -> None:
        self._run.stale += self._began_s is not None

    def dropped(self, count: int = 1) -> None:
        self._run.dropped += count if self._began_s is not None else 0

    def failed(self) -> None:
        self._run.failed += self._began_s is not None

    def _cpu(self) -> tuple[float, float]:
        return (cpu_s(self._plan.watch_pid) if self._plan.watch_pid else 0.0), cpu_s(os.getpid())


def phase_s(plan: LoadPlan, station: int) -> float:
    """When a station's camera ticks first: cameras are not in step, spread by the golden ratio."""
    return (station * 0.6180339887 % 1.0) / plan.fps


def run_client(drive: Callable[[LoadPlan], LoadRun]) -> None:
    """``main`` of a load client: the plan is its one argument, the run its output."""
    print(json.dumps(drive(LoadPlan(**json.loads(sys.argv[1]))).to_json()))
