"""The stamp reader beside the video: newest wins, rests in between, survives its library, ends when told to."""

import logging
import threading
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from app.domain.detection import Box, FrameStamp
from app.domain.stamp import StampReading
from app.ports.frame import BgrImage, Frame
from app.ports.stamp_reader import NoStampReader, StampReader
from services.stamp.rapidocr_reader import Line, RapidOcrStampReader, cover_crop, stamp_lines
from tests.fakes.waiting import eventually

STAMP: list[Line] = [("Z-CV01-D26RXXX", 0.99), ("C03N-NL-DG00", 0.97)]
WHOLE = Box(0.0, 0.0, 1.0, 1.0)


def a_frame(number: int) -> Frame:
    """Uint8 [200, 400, 3], black but for the upper left pixel, which is ``number``."""
    image = np.zeros((200, 400, 3), np.uint8)
    image[0, 0] = number
    return Frame(FrameStamp(number, float(number), number), image)


def is_turned(image: BgrImage) -> bool:
    return bool(image[-1, -1].any())


class Bench:
    """A reader whose library and rests are the test's: ``text`` answers, ``gate`` holds a reading, rests return."""

    def __init__(self, text: Callable[[BgrImage], list[Line]] = lambda image: STAMP, held: bool = False) -> None:
        self.text = text
        self.gate, self.reading = threading.Event(), threading.Event()
        if not held:
            self.gate.set()
        self.seen: list[BgrImage] = []
        self.rests: list[float] = []
        self.readings: list[StampReading] = []
        self.reader = RapidOcrStampReader(lambda: self._read, min_gap_s=0.5, rest=self.rests.append)
        self.reader.start(self.readings.append)

    def _read(self, image: BgrImage) -> list[Line]:
        self.seen.append(image)
        self.reading.set()
        assert self.gate.wait(10)
        return self.text(image)

    def offer(self, number: int) -> None:
        self.reader.offer(a_frame(number), WHOLE, number)

    def rested(self, times: int) -> None:
        eventually(lambda: len(self.rests) == times)


@pytest.fixture
def benches() -> Iterator[Callable[..., Bench]]:
    made: list[Bench] = []

    def make(text: Callable[[BgrImage], list[Line]] = lambda image: STAMP, held: bool = False) -> Bench:
        made.append(Bench(text, held))
        return made[-1]

    yield make
    for bench in made:
        bench.gate.set()
        bench.reader.close()


def test_a_reading_carries_its_track_and_frame_and_the_confidence_of_the_size(benches: Callable[..., Bench]) -> None:
    bench = benches()
    bench.offer(7)
    bench.rested(1)
    assert bench.readings == [StampReading(7, FrameStamp(7, 7.0, 7), "Z-CV01-D26RXXX C03N-NL-DG00", 0.99)]


def test_the_newest_waits_and_the_older_are_dropped(benches: Callable[..., Bench]) -> None:
    bench = benches(held=True)
    bench.offer(1)
    assert bench.reading.wait(10)
    for number in (2, 3, 4):
        bench.offer(number)
    bench.gate.set()
    bench.rested(2)
    assert [reading.track_id for reading in bench.readings] == [1, 4]


def test_it_rests_after_every_cover_read_or_not(benches: Callable[..., Bench]) -> None:
    bench = benches(lambda image: [])
    for number in (1, 2):
        bench.offer(number)
        bench.rested(number)
    assert bench.rests == [0.5, 0.5]
    assert bench.readings == []


def test_close_cuts_the_rest_short() -> None:
    readings: list[StampReading] = []
    reader = RapidOcrStampReader(lambda: lambda image: STAMP, min_gap_s=3600.0)
    reader.start(readings.append)
    reader.offer(a_frame(1), WHOLE, 1)
    eventually(lambda: readings)
    reader.offer(a_frame(2), WHOLE, 2)
    reader.close()
    assert [reading.track_id for reading in readings] == [1]


def test_nothing_is_read_after_close_and_no_thread_is_left() -> None:
    bench = Bench(held=True)
    bench.offer(1)
    assert bench.reading.wait(10)
    closing = threading.Thread(target=bench.reader.close)
    closing.start()
    eventually(lambda: bench.reader._slot.closed)
    bench.gate.set()
    closing.join(10)
    bench.reader.close()
    bench.offer(2)
    assert bench.readings == []
    assert not [thread for thread in threading.enumerate() if thread.name == "stamp-reader"]


def test_a_reader_never_started_can_be_closed() -> None:
    reader = RapidOcrStampReader(lambda: lambda image: STAMP)
    reader.offer(a_frame(1), WHOLE, 1)
    reader.close()


def test_a_library_that_raises_is_logged_once_and_the_thread_lives(
    benches: Callable[..., Bench], caplog: pytest.LogCaptureFixture
) -> None:
    def text(image: BgrImage) -> list[Line]:
        if image[0, 0, 0] < 3:
            raise RuntimeError("no such tensor")
        return STAMP

    bench = benches(text)
    for number in (1, 2, 3):
        bench.offer(number)
        bench.rested(number)
    assert [reading.track_id for reading in bench.readings] == [3]
    assert [record.getMessage() for record in caplog.records] == ["a stamp could not be read"]


def test_a_missing_library_is_logged_once_and_reads_nothing(caplog: pytest.LogCaptureFixture) -> None:
    def load() -> Callable[[BgrImage], list[Line]]:
        raise ModuleNotFoundError("No module named 'rapidocr'")

    readings: list[StampReading] = []
    reader = RapidOcrStampReader(load, rest=lambda gap_s: None)
    with caplog.at_level(logging.WARNING):
        reader.start(readings.append)
        reader.offer(a_frame(1), WHOLE, 1)
        eventually(lambda: caplog.records)
        reader.offer(a_frame(2), WHOLE, 2)
        reader.close()
    assert readings == []
    assert [record.getMessage() for record in caplog.records] == ["stamps are not read"]


def test_upside_down_is_tried_and_remembered(benches: Callable[..., Bench]) -> None:
    bench = benches(lambda image: STAMP if is_turned(image) else [("C03L--EG0", 0.7)])
    bench.offer(1)
    bench.rested(1)
    assert [is_turned(image) for image in bench.seen] == [False, True]
    assert len(bench.readings) == 1
    bench.offer(2)
    bench.rested(2)
    assert [is_turned(image) for image in bench.seen[2:]] == [True]


def test_a_cover_too_small_or_outside_the_frame_is_not_read(benches: Callable[..., Bench]) -> None:
    bench = benches()
    for times, box in enumerate((Box(0.1, 0.1, 0.5, 0.9), Box(1.2, 0.0, 2.2, 1.0), Box(0.0, 1.5, 1.0, 1.9)), start=1):
        bench.reader.offer(a_frame(1), box, 1)
        bench.rested(times)
    assert bench.seen == []


def test_the_crop_has_a_margin_and_stays_inside() -> None:
    image = np.zeros((100, 200, 3), np.uint8)
    assert cover_crop(image, Box(0.25, 0.3, 0.75, 0.7)).shape == (43, 106, 3)
    assert cover_crop(image, Box(-0.5, -0.5, 2.0, 2.0)).shape == image.shape


def test_only_certain_lines_that_may_be_a_stamp_are_used() -> None:
    size, code, doubtful, sign = ("Z-CV01-D26RXXX", 0.9), ("C03N-NL-DG00", 0.8), ("C83N-NL-DG00", 0.79), ("0-+", 0.97)
    assert stamp_lines([sign, size, code, doubtful]) == [size, code]
    assert stamp_lines([("Z-CV01-D26RXXX", 0.79), code]) == []
    assert stamp_lines([]) == []


def test_the_reader_that_reads_nothing_is_a_reader() -> None:
    readers: list[StampReader] = [NoStampReader(), RapidOcrStampReader()]
    readings: list[StampReading] = []
    readers[0].start(readings.append)
    readers[0].offer(a_frame(1), WHOLE, 1)
    for reader in readers:
        reader.close()
    assert readings == []
