"""Twenty stations lose one server in the same moment and find it again, each in its own time."""

import random
from bisect import bisect_left
from collections.abc import Iterator

import pytest

from app.domain.detection import DetectorSource
from services.inference.client.stream import StreamDetector
from tests.fakes.answering_server import AnsweringServer
from tests.fakes.inference_server import red_frame
from tests.fakes.waiting import eventually

STATIONS, WINDOW_S = 20, 0.1


@pytest.fixture
def server() -> Iterator[AnsweringServer]:
    with AnsweringServer(streams=STATIONS) as running:
        yield running


@pytest.fixture
def stations(server: AnsweringServer) -> Iterator[list[StreamDetector]]:
    made = [
        StreamDetector(
            server.address, f"st-{number}", jpeg_quality=82, silence_s=5, connect_retry_s=1.0, rng=random.Random(number)
        )
        for number in range(STATIONS)
    ]
    for station in made:
        station.start(lambda result: None)
    yield made
    for station in made:
        station.close()


def all_answered(stations: list[StreamDetector], frame_id: int) -> None:
    for station in stations:
        station.offer(red_frame(frame_id))
    eventually(lambda: all(station.status().source is DetectorSource.SERVER for station in stations))


def test_stations_do_not_come_back_together(server: AnsweringServer, stations: list[StreamDetector]) -> None:
    all_answered(stations, 1)
    server.__exit__()
    eventually(lambda: not any(station.status().source for station in stations))
    with AnsweringServer(port=server.port, streams=STATIONS) as again:
        all_answered(stations, 2)
        came_s = sorted(again.calls_s)
    assert len(came_s) == STATIONS
    most = max(bisect_left(came_s, at_s + WINDOW_S) - index for index, at_s in enumerate(came_s))
    assert most <= STATIONS // 2
    assert all(station.status().reconnects >= 1 for station in stations)
