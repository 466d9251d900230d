"""Stations as they are today: base64 in JSON, one request at a time over a connection that is kept."""

import base64
import http.client
import itertools
import json
import math
import threading
import time
from pathlib import Path

from services.inference.bench.figures import LoadPlan, LoadRun
from services.inference.bench.pictures import read_pictures
from services.inference.bench.recorder import Recorder, phase_s, run_client


def drive(plan: LoadPlan) -> LoadRun:
    recorder = Recorder(plan)
    bodies = [_body(data) for data in read_pictures(Path(plan.pictures))]
    threads = [
        threading.Thread(target=_station, args=(plan, index, bodies, recorder), daemon=True)  # may wait for an answer
        for index in range(plan.stations)
    ]
    for thread in threads:
        thread.start()
    time.sleep(plan.warm_up_s)
    recorder.begin()
    time.sleep(plan.seconds)
    return recorder.end()


def _body(data: bytes) -> bytes:
    return json.dumps({"station_id": "station", "image": base64.b64encode(data).decode("ascii")}).encode("ascii")


def _station(plan: LoadPlan, index: int, bodies: list[bytes], recorder: Recorder) -> None:
    connection = http.client.HTTPConnection(plan.address)
    ready = itertools.cycle(bodies[index % len(bodies) :] + bodies[: index % len(bodies)])
    next_s = time.perf_counter() + (phase_s(plan, index) if plan.fps else 0.0)
    while not recorder.over:
        captured_s, next_s = _capture(plan, next_s, recorder)
        connection.request("POST", "/detect", next(ready), {"Content-Type": "application/json"})
        response = connection.getresponse()
        answer = json.loads(response.read())
        if response.status == http.HTTPStatus.OK:
            recorder.computed(index, captured_s, answer["infer_ms"])
        else:
            recorder.failed()


def _capture(plan: LoadPlan, next_s: float, recorder: Recorder) -> tuple[float, float]:
    """Wait for the camera's next tick, or take the newest that has passed. Returns it and the one after."""
    now_s = time.perf_counter()
    if not plan.fps:
        return now_s, now_s
    if next_s > now_s:
        time.sleep(next_s - now_s)
    else:
        missed = math.floor((now_s - next_s) * plan.fps)
        recorder.dropped(missed)
        next_s += missed / plan.fps
    return next_s, next_s + 1 / plan.fps


if __name__ == "__main__":
    run_client(drive)
