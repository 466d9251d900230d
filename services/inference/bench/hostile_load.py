"""One attacker on one stream: sends hostile frames, the next when the last was answered. A process of its own."""

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

import grpc

from services.inference.bench.hostile_frames import hostile_frames
from services.inference.bench.pictures import read_pictures
from services.inference.bench.stream_load import METHOD
from services.inference.contract.v1 import inference_pb2 as pb

_REJECTED = pb.STATUS_REJECTED
_BETWEEN_S = 0.0005


async def attack(address: str, pictures: str, count: int) -> dict[str, object]:
    """``answer_ms``: sending to answer. ``not_refused``: kinds that were answered otherwise, and how often."""
    honest = read_pictures(Path(pictures))[0]
    answer_ms: list[float] = []
    slowest: dict[str, float] = {}
    not_refused: dict[str, int] = {}
    async with grpc.aio.insecure_channel(address) as channel:
        call: Any = channel.stream_stream(METHOD, pb.DetectRequest.SerializeToString, pb.DetectResponse.FromString)()
        for frame_id, (kind, data) in enumerate(hostile_frames(honest, count)):
            request = pb.DetectRequest(jpeg_data=data, station_id="attacker", frame_id=frame_id)
            sent_s = time.perf_counter()
            await call.write(request)
            response: pb.DetectResponse = await call.read()
            took_ms = (time.perf_counter() - sent_s) * 1e3
            answer_ms.append(round(took_ms, 3))
            slowest[kind] = max(slowest.get(kind, 0.0), round(took_ms, 2))
            if response.status != _REJECTED:
                not_refused[kind] = not_refused.get(kind, 0) + 1
            await asyncio.sleep(_BETWEEN_S)
    return {"answer_ms": answer_ms, "slowest_ms": slowest, "not_refused": not_refused}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(attack(**json.loads(sys.argv[1])))))
