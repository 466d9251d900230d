"""Plays the sounds of the station on the machine's sound device.

The device stays open and is fed silence between the sounds: opening one costs tens of milliseconds on a real machine,
and a USB loudspeaker that has fallen asleep swallows the beginning of a short sound.
"""

import logging
import threading
from dataclasses import dataclass

from app.ports.clock import Clock
from app.ports.sounds import Sound
from app.runtime.latest_slot import LatestSlot
from app.settings import SoundSettings
from services.sound.device import Device, NoSoundDeviceError, OpenDevice, Source
from services.sound.waves import load

log = logging.getLogger(__name__)

TRY_AGAIN_S = 10.0
LOST_AFTER_S = 1.0
"""A device that has not asked for samples for this long is gone; few drivers say so."""
STALE_S = 0.5
"""A sound that could not be played within this belongs to a scan that is past."""

_OPEN_AFTER_S = 2.0  # when nothing was to be played: the first moments are the picture's
_CLOSE_S = 1.0
_SAMPLE_BYTES = 2


@dataclass(frozen=True, slots=True)
class _Wanted:
    sound: Sound
    asked_s: float


class _Playing:
    """Samples on their way out. Made by one thread, then taken from by another."""

    def __init__(self, samples: bytes = b"") -> None:
        self._left = memoryview(samples)

    def take(self, frames: int) -> bytes:
        size = frames * _SAMPLE_BYTES
        taken, self._left = self._left[:size], self._left[size:]
        return bytes(taken)


class Player:
    """Implements Sounds. Thread "sounds" opens the device, after a moment or for the first sound, and looks at each
    sound whether it still lives; the device's own thread takes the samples."""

    def __init__(self, settings: SoundSettings, open_device: OpenDevice, clock: Clock) -> None:
        self._volume, self._open_device, self._clock = settings.volume_percent / 100, open_device, clock
        self._wanted: LatestSlot[_Wanted] = LatestSlot()
        self._device: Device | None = None
        self._playing = _Playing()
        self._fed_s = 0.0  # when the device last took samples
        self._try_from_s = clock.monotonic_s()
        self._silent = False
        # A driver that hangs is given up at closing, and must not keep the process.
        self._thread = threading.Thread(target=self._run, name="sounds", daemon=True)
        self._thread.start()

    # -- any thread -------------------------------------------------------------------------------------------------

    def play(self, sound: Sound) -> None:
        self._wanted.put(_Wanted(sound, self._clock.monotonic_s()))

    def close(self) -> None:
        self._wanted.close()
        self._thread.join(_CLOSE_S)

    # -- thread "sounds" --------------------------------------------------------------------------------------------

    def _run(self) -> None:
        samples = {sound: (load(sound) * self._volume).astype("<i2").tobytes() for sound in Sound}
        wanted = self._wanted.take(_OPEN_AFTER_S)
        while not self._wanted.closed:
            ready = self._look_after_device()
            if wanted is not None and ready and self._clock.monotonic_s() - wanted.asked_s < STALE_S:
                self._playing = _Playing(samples[wanted.sound])
            wanted = self._wanted.take()
        self._let_go()

    def _look_after_device(self) -> bool:
        """Whether there is one that plays."""
        now_s = self._clock.monotonic_s()
        if self._device is not None and now_s - self._fed_s > LOST_AFTER_S:
            self._let_go()
            self._fall_silent("it takes no more samples")
        if self._device is None and now_s >= self._try_from_s:
            self._try_from_s = now_s + TRY_AGAIN_S
            self._open()
        return self._device is not None

    def _open(self) -> None:
        source = self._source()
        next(source)
        try:
            self._device = self._open_device(source)
        except NoSoundDeviceError as error:
            self._fall_silent(str(error))
            return
        self._fed_s = self._clock.monotonic_s()
        if self._silent:
            log.info("the station is heard again")
        self._silent = False

    def _fall_silent(self, why: str) -> None:
        if not self._silent:
            log.warning("no sound device, the station is silent: %s", why)
        self._silent = True

    def _let_go(self) -> None:
        device, self._device = self._device, None
        self._playing = _Playing()
        if device is not None:
            device.close()

    # -- the device's thread ----------------------------------------------------------------------------------------

    def _source(self) -> Source:
        """Period by period what is left of the newest sound, which takes the place of the one before."""
        frames = yield b""
        while True:
            self._fed_s = self._clock.monotonic_s()
            frames = yield self._playing.take(frames)
