"""What everything that makes sounds does: the player on a device nobody hears, one without a device, the fakes."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from statistics import median

import pytest

from app.ports.clock import SystemClock
from app.ports.sounds import Silence, Sound, Sounds
from app.settings import SoundSettings
from services.sound.device import NoSoundDeviceError, Source, open_null_device
from services.sound.player import Player
from tests.fakes.sounds import HeardSounds


def no_device(source: Source) -> Player:
    raise NoSoundDeviceError("there is none")


@pytest.fixture(params=["player", "player without a device", "fake", "silence"])
def sounds(request) -> Iterator[Sounds]:
    made: dict[str, Sounds] = {"fake": HeardSounds(), "silence": Silence()}
    if request.param not in made:
        device = open_null_device if request.param == "player" else no_device
        made[request.param] = Player(SoundSettings(), device, SystemClock())
    yield made[request.param]
    made[request.param].close()


def test_playing_holds_nobody_up(sounds: Sounds) -> None:
    """Measured while the device is being opened, and after."""
    took_s = []
    for sound in [*Sound] * 20:
        before_s = time.perf_counter()
        sounds.play(sound)
        took_s.append(time.perf_counter() - before_s)
    assert median(took_s) < 0.001


def test_any_thread_may_play(sounds: Sounds) -> None:
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(sounds.play, [*Sound] * 20)) == [None] * 100


def test_closing_ends_its_threads_and_may_be_repeated(sounds: Sounds) -> None:
    sounds.play(Sound.REFUSED)
    sounds.close()
    assert "sounds" not in {thread.name for thread in threading.enumerate()}
    sounds.close()


def test_playing_after_the_end_is_no_trouble(sounds: Sounds) -> None:
    sounds.close()
    sounds.play(Sound.COUNTED)
