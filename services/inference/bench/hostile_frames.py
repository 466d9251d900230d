"""Frames nobody honest sends. All of them must be refused; none is a picture."""

import random
import struct
from collections.abc import Callable, Iterator, Mapping

_SOF, _SOS, _PROGRESSIVE = b"\xff\xc0", b"\xff\xda", b"\xff\xc2"
_BOMB_BYTES = 691
_JUST_TOO_LARGE = 4 * 2**20 + 1
_MOST_PIXELS = 16_000_000
_LONGEST_SIDE = 65_000
_SMALL_JPEG_BYTES = 20_000


def hostile_frames(honest: bytes, count: int, seed: int = 1) -> Iterator[tuple[str, bytes]]:
    """(kind, bytes), the kinds in turn. ``honest`` is a baseline JPEG to be maimed."""
    rng = random.Random(seed)  # noqa: S311  # the same frames every time
    kinds = list(KINDS.items())
    for index in range(count):
        name, make = kinds[index % len(kinds)]
        yield name, make(honest, rng)


def _bomb(honest: bytes, _: random.Random) -> bytes:
    """A small file that promises gigabytes."""
    return _sized(honest, 16_000, 65_000)[:_BOMB_BYTES]


def _allowed_size(honest: bytes, rng: random.Random) -> bytes:
    """The largest picture that may be sent, of any shape, with next to nothing in it."""
    width = rng.randint(250, _LONGEST_SIDE)
    return _sized(honest, min(_MOST_PIXELS // width, _LONGEST_SIDE), width)[: len(honest) // 8]


def _progressive(honest: bytes, rng: random.Random) -> bytes:
    return _allowed_size(honest, rng).replace(_SOF, _PROGRESSIVE, 1)


def _one_scan_each(honest: bytes, rng: random.Random) -> bytes:
    """Components not interleaved and not subsampled: a decoder that goes along keeps 96 MB of coefficients."""
    sized = _sized(honest, 4000, 4000)
    sampling = sized.index(_SOF) + 11
    sized = sized[:sampling] + b"\x11" + sized[sampling + 1 :]
    scan = _SOS + bytes((0, 8, 1, 1, 0, 0, 63, 0))
    return sized[: sized.index(_SOS)] + scan + rng.randbytes(400).replace(b"\xff", b"\x7f")


def _many_scans(honest: bytes, _: random.Random) -> bytes:
    sized = _sized(honest, 4000, 4000)
    at = sized.index(_SOS)
    return sized[:at] + sized[at : at + 40] * 500


def _truncated(honest: bytes, rng: random.Random) -> bytes:
    return honest[: rng.randint(2, len(honest) - 10)]


def _random(_: bytes, rng: random.Random) -> bytes:
    return rng.randbytes(rng.randint(1, _SMALL_JPEG_BYTES))


def _random_after_start(_: bytes, rng: random.Random) -> bytes:
    return b"\xff\xd8\xff" + rng.randbytes(rng.randint(1, _SMALL_JPEG_BYTES))


def _random_in_frame(honest: bytes, rng: random.Random) -> bytes:
    """An honest header, noise behind it, no end."""
    at = honest.index(_SOS)
    return honest[: at + 14] + rng.randbytes(_SMALL_JPEG_BYTES)


def _empty(_: bytes, __: random.Random) -> bytes:
    return b""


def _too_large(_: bytes, rng: random.Random) -> bytes:
    """Rarely: a thousand of them would measure the network."""
    return b"\xff\xd8" + bytes(_JUST_TOO_LARGE if rng.random() < 0.05 else 100)


def _sized(honest: bytes, height: int, width: int) -> bytes:
    at = honest.index(_SOF)
    return honest[: at + 5] + struct.pack(">HH", height, width) + honest[at + 9 :]


KINDS: Mapping[str, Callable[[bytes, random.Random], bytes]] = {
    "bomb": _bomb,
    "truncated": _truncated,
    "random": _random,
    "random after a start": _random_after_start,
    "random in a frame": _random_in_frame,
    "largest allowed size": _allowed_size,
    "progressive": _progressive,
    "not interleaved": _one_scan_each,
    "many scans": _many_scans,
    "empty": _empty,
    "too large": _too_large,
}
