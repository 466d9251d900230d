"""Hostile frames through the whole path: bytes in, arrays or a rejection out, within bounds of time and memory.

Every case is made from its number alone, so that a finding can be run again: ``--first N --cases 1``.
"""

import argparse
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from unittest.mock import patch

import cv2
import numpy as np
import simplejpeg

from services.vision import jpeg
from services.vision.batch_engine import OnnxBatchEngine
from services.vision.jpeg import Pixels
from services.vision.model import load_model
from tests.fakes.onnx_models import colour_model

MOST_PIXELS = 16_000_000
MOST_SECONDS = 2.0
"""Of the computing thread, so that a busy machine is no finding."""
MOST_MEMORY_MB = 256
"""How much the process may grow over all cases: 16 megapixels of coefficients are 96 MB."""
SIZES = ((48, 32), (64, 32), (97, 61), (160, 90), (8, 200))

Mutate = Callable[[random.Random, bytearray], bytearray]


class BrokenPromiseError(AssertionError):
    """A case that broke a promise."""


def seeds() -> list[bytes]:
    """Sound JPEGs of several sizes and kinds: colour at 4:2:0 and 4:4:4, grey, with restarts, and progressive."""
    rng = np.random.default_rng(1)
    made = []
    for width, height in SIZES:
        noise = rng.integers(0, 256, (height, width, 3), np.uint8)
        image = np.ascontiguousarray(cv2.GaussianBlur(noise, (0, 0), 2))
        made += [simplejpeg.encode_jpeg(image, quality, "BGR", kind) for quality, kind in ((82, "420"), (95, "444"))]
        made.append(simplejpeg.encode_jpeg(image[:, :, :1].copy(), 82, "GRAY", "GRAY"))
        for option in (cv2.IMWRITE_JPEG_PROGRESSIVE, cv2.IMWRITE_JPEG_RST_INTERVAL):
            made.append(cv2.imencode(".jpg", image, [option, 1])[1].tobytes())
    return made


def flip(rng: random.Random, data: bytearray) -> bytearray:
    for _ in range(rng.choice((1, 1, 2, 4, 16))):
        data[rng.randrange(len(data))] = rng.choice((0, 1, 0x7F, 0xFF, 0xD8, 0xD9, 0xDA, rng.randrange(256)))
    return data


def flip_in_header(rng: random.Random, data: bytearray) -> bytearray:
    for _ in range(rng.randint(1, 3)):
        data[rng.randrange(min(len(data), 640))] = rng.randrange(256)
    return data


def flip_in_scan(rng: random.Random, data: bytearray) -> bytearray:
    start = max(data.rfind(b"\xff\xda"), 0)
    for _ in range(rng.randint(1, 8)):
        data[rng.randrange(start, len(data))] = rng.randrange(256)
    return data


def frame_header(rng: random.Random, data: bytearray) -> bytearray:
    """Another size, precision, number of components or sampling."""
    at = next((found for kind in (b"\xff\xc0", b"\xff\xc2") if (found := data.find(kind)) >= 0), 0)
    match rng.randrange(4):
        case 0:
            width, height = (rng.choice((0, 1, 7, 64, 500, 4000, 16000, 65535)) for _ in range(2))
            data[at + 5 : at + 9] = height.to_bytes(2) + width.to_bytes(2)
        case 1:
            data[(at + 1) % len(data)] = 0xC0 + rng.randrange(16)
        case 2:
            data[(at + 4 + rng.choice((0, 5))) % len(data)] = rng.randrange(256)
        case _:
            data[(at + 10 + rng.randrange(9)) % len(data)] = rng.randrange(256)
    return data


def cut(rng: random.Random, data: bytearray) -> bytearray:
    return data[: rng.randrange(len(data))]


def insert(rng: random.Random, data: bytearray) -> bytearray:
    at = rng.randrange(len(data))
    piece = rng.choice((rng.randbytes(rng.randint(1, 40)), bytes(data[at : at + 60]), b"\xff\xda" * 5, b"\xff" * 9))
    data[at:at] = piece
    return data


def remove(rng: random.Random, data: bytearray) -> bytearray:
    at = rng.randrange(len(data))
    del data[at : at + rng.randint(1, 40)]
    return data


def junk(rng: random.Random, data: bytearray) -> bytearray:
    return bytearray(rng.choice((b"", b"\xff\xd8")) + rng.randbytes(rng.randrange(400)))


MUTATIONS: tuple[Mutate, ...] = (
    flip,
    flip_in_header,
    flip_in_scan,
    flip_in_scan,
    frame_header,
    cut,
    insert,
    remove,
    junk,
)


def case(number: int, sound: list[bytes]) -> bytes:
    rng = random.Random(number)
    data = bytearray(rng.choice(sound))
    for _ in range(rng.choice((0, 1, 1, 1, 2, 3))):
        if len(data) > 24:
            data = rng.choice(MUTATIONS)(rng, data)
    return bytes(data)


class Harness:
    """The engine under test, what became of the cases, and the promises it is held to."""

    def __init__(self, folder: Path) -> None:
        model = load_model(colour_model(folder / "colour.onnx"), threads=1)
        self._engine = OnnxBatchEngine(model, floor_confidence=0.25, nms_iou=0.5)
        self._engine.warm_up()
        self.counts: Counter[str] = Counter()
        self.slowest_s = 0.0
        self._memory_mb = _peak_memory_mb()

    @property
    def grown_mb(self) -> float:
        return _peak_memory_mb() - self._memory_mb

    def run(self, data: bytes) -> None:
        """BrokenPromiseError: too slow, too much memory, or an answer that is none. Any other exception is one, too."""
        began = time.thread_time()
        with self._watched_decoder():
            (frame,) = self._engine.infer([data]).frames
        spent_s = time.thread_time() - began
        self.slowest_s = max(self.slowest_s, spent_s)
        self.counts[frame.rejected or "computed"] += 1
        if spent_s > MOST_SECONDS:
            raise BrokenPromiseError(f"it took {spent_s:.1f} s")
        if self.grown_mb > MOST_MEMORY_MB:
            raise BrokenPromiseError(f"memory grew by {self.grown_mb:.0f} MB")
        if not (((frame.boxes >= 0) & (frame.boxes <= 1)).all() and ((frame.scores >= 0) & (frame.scores <= 1)).all()):
            raise BrokenPromiseError("boxes or scores out of range")

    @contextmanager
    def _watched_decoder(self) -> Iterator[None]:
        decode = jpeg.decode

        def watched(data: bytes, size: tuple[int, int], into: Pixels) -> None:
            self.counts["reached the decoder"] += 1
            height, width = _size_by_libjpeg(data)
            if height * width > MOST_PIXELS:
                raise BrokenPromiseError(f"{width}×{height} reached the decoder")
            decode(data, size, into)

        with patch.object(jpeg, "decode", watched):
            yield


def _size_by_libjpeg(data: bytes) -> tuple[int, int]:
    try:
        height, width = simplejpeg.decode_jpeg_header(data, strict=False)[:2]
    except (ValueError, KeyError):  # KeyError: a sampling that it has no name for
        return 0, 0
    return height, width


def _peak_memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextmanager
def without_limits() -> Iterator[None]:
    """The negative control: headers are read, and everything they promise is believed."""
    with patch.object(jpeg, "MAX_PIXELS", sys.maxsize):
        yield


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--control", action="store_true", help="without the limits: it must find something")
    args = parser.parse_args()
    sound = seeds()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        harness = Harness(Path(folder))
        for number in range(args.first, args.first + args.cases):
            try:
                with without_limits() if args.control else nullcontext():
                    harness.run(case(number, sound))
            except Exception:
                say(f"case {number}")
                raise
            if number % 50_000 == 0:
                say(f"{number} {time.monotonic() - began:.0f} s")
        say(f"{args.cases} cases, {time.monotonic() - began:.0f} s, slowest {harness.slowest_s * 1e3:.0f} ms,")
        say(f"memory grew by {harness.grown_mb:.0f} MB")
    for outcome, count in harness.counts.most_common():
        say(f"{count:>9}  {outcome}")
    return 0


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
