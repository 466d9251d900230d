"""Stations on gRPC streams, light enough to leave the machine to the server: frames are encoded beforehand.

Runs in a process of its own.
"""

import asyncio
import itertools
import time
from pathlib import Path
from typing import Any

import grpc

from services.inference.bench.figures import LoadPlan, LoadRun
from services.inference.bench.pictures import read_pictures
from services.inference.bench.recorder import Recorder, phase_s, run_client
from services.inference.contract.v1 import inference_pb2 as pb

_OK, _STALE = pb.STATUS_OK, pb.STATUS_STALE
METHOD = "/countersign.inference.v1.InferenceService/DetectStream"


def drive(plan: LoadPlan) -> LoadRun:
    return asyncio.run(_drive(plan))


async def _drive(plan: LoadPlan) -> LoadRun:
    pictures = read_pictures(Path(plan.pictures))
    recorder = Recorder(plan)
    stations = [_Station(plan, index, pictures, recorder) for index in range(plan.stations)]
    tasks = [asyncio.create_task(station.run()) for station in stations]
    await _pause(plan.warm_up_s, tasks)
    recorder.begin()
    await _pause(plan.seconds, tasks)
    run = recorder.end()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return run


async def _pause(seconds: float, tasks: list[asyncio.Task[None]]) -> None:
    """A station that ends early has failed: raise what it raised."""
    done, _ = await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for task in done:
        task.result()
        raise RuntimeError("a stream ended early")


class _Station:
    """One channel, one stream."""

    def __init__(self, plan: LoadPlan, index: int, pictures: list[bytes], recorder: Recorder) -> None:
        self._plan, self._index, self._recorder = plan, index, recorder
        ready = [pb.DetectRequest(jpeg_data=data, station_id=f"station-{index}") for data in pictures]
        wires = [request.SerializeToString() for request in ready]
        self._wires = itertools.cycle(wires[index % len(wires) :] + wires[: index % len(wires)])
        self._ids = itertools.count(1)
        self._captured_s: dict[int, float] = {}
        self._waiting_s: float | None = None
        self._writing = asyncio.Lock()
        self._room = plan.in_flight

    async def run(self) -> None:
        options = [("grpc.use_local_subchannel_pool", 1)]
        async with grpc.aio.insecure_channel(self._plan.address, options=options) as channel:
            open_stream: Any = channel.stream_stream(METHOD, None, pb.DetectResponse.FromString)
            self._call = open_stream()
            camera = asyncio.create_task(self._camera()) if self._plan.fps else None
            try:
                if camera is None:
                    for _ in range(self._plan.in_flight):
                        await self._send(time.perf_counter())
                while (response := await self._call.read()) is not grpc.aio.EOF:
                    await self._answered(response)
            finally:
                if camera:
                    camera.cancel()

    async def _answered(self, response: Any) -> None:
        captured_s = self._captured_s.pop(response.frame_id)
        self._room = min(response.credit or self._plan.in_flight, self._plan.in_flight)
        if response.status == _OK:
            self._recorder.computed(self._index, captured_s, response.decode_ms + response.infer_ms)
        elif response.status == _STALE:
            self._recorder.stale()
        else:
            self._recorder.failed()
        if not self._plan.fps:
            await self._send(time.perf_counter())
        elif self._waiting_s is not None and len(self._captured_s) < self._room:
            captured_s, self._waiting_s = self._waiting_s, None
            await self._send(captured_s)

    async def _camera(self) -> None:
        """A frame at every tick; while there is no room for it the newest waits here and replaces the one before."""
        at_s = time.perf_counter() + phase_s(self._plan, self._index)
        while True:
            await asyncio.sleep(at_s - time.perf_counter())
            if len(self._captured_s) < self._room:
                await self._send(at_s)
            else:
                self._recorder.dropped(int(self._waiting_s is not None))
                self._waiting_s = at_s
            at_s += 1 / self._plan.fps

    async def _send(self, captured_s: float) -> None:
        frame_id = next(self._ids)
        self._captured_s[frame_id] = captured_s
        # Fields of a message may come in any order: the id is appended to a frame that is ready.
        frame = next(self._wires) + pb.DetectRequest(frame_id=frame_id).SerializeToString()
        async with self._writing:  # the camera and an answer may both have something to send
            await self._call.write(frame)


if __name__ == "__main__":
    run_client(drive)
