"""The most this machine gets out of the model with nothing around it. Runs in a process of its own.

``throughput``: one single-threaded session per core, the same prepared input again and again. ``lone``: one session
on all cores, a real frame decoded and computed at a pace. ``simulated``: the device alone, full batches.
"""

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
import simplejpeg

from services.inference.bench.figures import median
from services.inference.bench.pictures import read_pictures
from services.inference.server.simulated import SimulatedDevice

_WARM_UP_RUNS = 2
Session = tuple[ort.InferenceSession, str, tuple[int, int], Any]


def throughput(model: str, seconds: float) -> dict[str, float]:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    sessions = [_session(model, 1) for _ in range(cores)]
    feeds = [_warm(session) for session in sessions]
    stop_s = [0.0]
    counts = [0] * cores
    ends = [0.0] * cores
    start = threading.Barrier(cores + 1)

    def loop(index: int) -> None:
        session, name, _, _ = sessions[index]
        start.wait()
        while time.perf_counter() < stop_s[0]:
            session.run(None, {name: feeds[index]})
            counts[index] += 1
        ends[index] = time.perf_counter()

    threads = [threading.Thread(target=loop, args=(index,)) for index in range(cores)]
    for thread in threads:
        thread.start()
    began_s, began_cpu_s = time.perf_counter(), time.process_time()
    stop_s[0] = began_s + seconds
    start.wait()
    for thread in threads:
        thread.join()
    cpu_s = time.process_time() - began_cpu_s
    # Each thread by its own clock: the last frame of one is not waited for by the others.
    frames_per_s = sum(count / (end - began_s) for count, end in zip(counts, ends, strict=True))
    frames = sum(counts)
    return {"frames_per_s": frames_per_s, "cpu_ms": cpu_s * 1e3 / frames, "service_ms": cores * 1e3 / frames_per_s}


def lone(model: str, pictures: str, seconds: float, fps: float) -> dict[str, float]:
    """Medians of decode and infer, milliseconds, one frame at a time on all cores, ``fps`` frames a second."""
    loaded = _session(model, os.cpu_count() or 1)
    session, name, (height, width), dtype = loaded
    canvas = _warm(loaded)
    frames = read_pictures(Path(pictures))
    decoding, inferring = [], []
    began_s = time.perf_counter()
    for index in range(max(3, round(seconds * fps))):
        time.sleep(max(0.0, began_s + index / fps - time.perf_counter()))
        start_s = time.perf_counter()
        image = simplejpeg.decode_jpeg(frames[index % len(frames)], "RGB", min_height=height // 2, min_width=width)
        top = max(0, (height - image.shape[0]) // 2)
        planes = image[:height, :width].transpose(2, 0, 1)
        into = canvas[0, :, top : top + planes.shape[1], : planes.shape[2]]
        np.multiply(planes, dtype(1 / 255 if dtype is np.float32 else 1), out=into)
        decoded_s = time.perf_counter()
        session.run(None, {name: canvas})
        decoding.append((decoded_s - start_s) * 1e3)
        inferring.append((time.perf_counter() - decoded_s) * 1e3)
    return {"decode_ms": median(decoding), "infer_ms": median(inferring)}


def simulated(batch: int, seconds: float) -> dict[str, float]:
    device = SimulatedDevice()
    batches, began_s = 0, time.perf_counter()
    while time.perf_counter() - began_s < seconds:
        device.compute(batch)
        batches += 1
    return {"frames_per_s": batches * batch / (time.perf_counter() - began_s), "batch": batch, "cpu_ms": 0.0}


def _session(model: str, threads: int) -> Session:
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = ort.InferenceSession(Path(model).read_bytes(), options, providers=["CPUExecutionProvider"])
    source = session.get_inputs()[0]
    dtype = np.uint8 if source.type == "tensor(uint8)" else np.float32
    return session, source.name, (source.shape[2], source.shape[3]), dtype


def _warm(loaded: Session) -> Any:
    """An input for the session, after it has been run with it."""
    session, name, (height, width), dtype = loaded
    levels = np.random.default_rng(1).integers(0, 256, (1, 3, height, width), np.uint8)
    feed = levels if dtype is np.uint8 else levels.astype(np.float32) / np.float32(255)
    for _ in range(_WARM_UP_RUNS):
        session.run(None, {name: feed})
    return feed


if __name__ == "__main__":
    asked = json.loads(sys.argv[1])
    kinds: dict[str, Callable[..., dict[str, float]]] = {
        "throughput": throughput,
        "lone": lone,
        "simulated": simulated,
    }
    print(json.dumps(kinds[asked.pop("kind")](**asked)))
