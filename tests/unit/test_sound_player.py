"""The player on a device made by hand: what it is fed, and what happens without it."""

import logging
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from app.ports.clock import SystemClock
from app.ports.sounds import Silence, Sound
from app.settings import SoundSettings
from services.sound.device import Device, NoSoundDeviceError, Source, open_null_device
from services.sound.open_sounds import open_sounds
from services.sound.player import LOST_AFTER_S, STALE_S, TRY_AGAIN_S, Player
from services.sound.waves import load
from tests.fakes.station_parts import SetClock
from tests.fakes.waiting import eventually

PERIOD = 960


class CountedClock(SetClock):
    """Knows how often it was read: the player's thread has looked at a sound when it was read once more for it."""

    reads = 0

    def monotonic_s(self) -> float:
        self.reads += 1
        return super().monotonic_s()


class Loudspeaker:
    """What a test plugs in: asked for samples by hand."""

    def __init__(self, clock: SetClock) -> None:
        self._clock = clock
        self.there = True
        self.slow_s = 0.0
        self.opened_s: list[float] = []
        self.closed = self.pulled = 0
        self._source: Source | None = None

    def open(self, source: Source) -> Device:
        self.opened_s.append(self._clock.now_s)
        self._clock.now_s += self.slow_s
        if not self.there:
            raise NoSoundDeviceError("no card")
        self._source = source
        return self

    def pull(self, frames: int = PERIOD) -> bytes:
        assert self._source is not None
        self.pulled += 1
        return self._source.send(frames)

    def close(self) -> None:
        self.closed += 1


class Stand:
    """A player, its loudspeaker and the clock of both."""

    def __init__(self, volume_percent: int = 100) -> None:
        self.clock = CountedClock()
        self.speaker = Loudspeaker(self.clock)
        self.player = Player(SoundSettings(volume_percent=volume_percent), self.speaker.open, self.clock)

    def play(self, sound: Sound) -> None:
        """And wait until the player's thread has dealt with it."""
        reads = self.clock.reads
        self.player.play(sound)
        eventually(lambda: self.clock.reads > reads + 1)

    def heard(self) -> bytes:
        """All that comes until there is silence; a sound may need a moment to get there."""
        return self.heard_from(lambda chunk: chunk != b"")

    def heard_from(self, begins: Callable[[bytes], bool]) -> bytes:
        """From the first period for which ``begins`` until there is silence."""
        pulled = [b""]

        def begun() -> bool:
            pulled[0] = self.speaker.pull()
            return begins(pulled[0])

        eventually(begun)
        return b"".join([*pulled, *iter(self.speaker.pull, b"")])


@pytest.fixture
def stand() -> Iterator[Stand]:
    made = Stand()
    yield made
    made.player.close()


@pytest.mark.parametrize("sound", Sound)
def test_the_device_gets_the_sound_and_then_silence(stand: Stand, sound: Sound) -> None:
    stand.play(sound)
    assert stand.heard() == load(sound).tobytes()
    assert stand.speaker.pull() == b""
    stand.play(sound)
    assert stand.heard() == load(sound).tobytes()
    assert len(stand.speaker.opened_s) == 1


def test_the_volume_is_that_of_the_settings() -> None:
    stand = Stand(volume_percent=25)
    stand.play(Sound.COUNTED)
    played = np.frombuffer(stand.heard(), "<i2")
    stand.player.close()
    assert np.abs(played - load(Sound.COUNTED) * 0.25).max() <= 1


def test_a_new_sound_takes_the_place_of_the_one_that_plays(stand: Stand) -> None:
    stand.play(Sound.REFUSED)
    refused, counted = load(Sound.REFUSED).tobytes(), load(Sound.COUNTED).tobytes()
    eventually(lambda: stand.speaker.pull() == refused[: 2 * PERIOD])
    stand.play(Sound.COUNTED)
    assert stand.heard_from(lambda chunk: chunk == counted[: 2 * PERIOD]) == counted
    assert stand.speaker.pulled < len(refused) / (2 * PERIOD)


def test_without_a_device_it_is_silent_and_says_so_once(stand: Stand, caplog) -> None:
    stand.speaker.there = False
    with caplog.at_level(logging.INFO):
        for _ in range(3):
            stand.play(Sound.COUNTED)
            stand.clock.now_s += TRY_AGAIN_S
        eventually(lambda: len(stand.speaker.opened_s) == 3)
        assert [record.message for record in caplog.records] == ["no sound device, the station is silent: no card"]
        stand.speaker.there = True
        stand.play(Sound.COUNTED)
        assert stand.heard() == load(Sound.COUNTED).tobytes()
    assert [record.message for record in caplog.records][1:] == ["the station is heard again"]


def test_it_is_tried_again_for_a_sound_but_not_too_often(stand: Stand) -> None:
    stand.speaker.there = False
    began_s = stand.clock.now_s
    for after_s in (0.0, 1.0, TRY_AGAIN_S - 0.1, TRY_AGAIN_S):
        stand.clock.now_s = began_s + after_s
        stand.play(Sound.COUNTED)
    eventually(lambda: len(stand.speaker.opened_s) > 1)
    assert stand.speaker.opened_s == [began_s, began_s + TRY_AGAIN_S]


def test_a_device_that_asks_no_more_is_opened_anew(stand: Stand, caplog) -> None:
    stand.play(Sound.COUNTED)
    stand.heard()
    stand.clock.now_s += TRY_AGAIN_S + LOST_AFTER_S
    stand.play(Sound.ACCEPTED)
    assert stand.heard() == load(Sound.ACCEPTED).tobytes()
    assert (len(stand.speaker.opened_s), stand.speaker.closed) == (2, 1)
    assert "it takes no more samples" in caplog.text


def test_a_sound_that_comes_too_late_is_left_out(stand: Stand) -> None:
    stand.speaker.slow_s = STALE_S
    reads = stand.clock.reads
    stand.player.play(Sound.REFUSED)
    eventually(lambda: stand.clock.reads == reads + 4)  # asked for, looked for a device, opened it, too late
    assert stand.speaker.pull() == b""
    stand.speaker.slow_s = 0.0
    stand.play(Sound.COUNTED)
    assert stand.heard() == load(Sound.COUNTED).tobytes()


def test_the_end_lets_the_device_go(stand: Stand) -> None:
    stand.play(Sound.COUNTED)
    stand.heard()
    stand.player.close()
    assert stand.speaker.closed == 1


def test_miniaudio_takes_the_whole_sound_at_its_own_pace() -> None:
    """Its null device, which asks as a real one does."""
    taken: list[bytes] = []

    def overheard(source: Source) -> Device:
        def listening() -> Source:
            frames = yield b""
            while True:
                taken.append(source.send(frames))
                frames = yield taken[-1]

        between = listening()
        next(between)
        return open_null_device(between)

    player = Player(SoundSettings(volume_percent=100), overheard, SystemClock())
    player.play(Sound.ACCEPTED)
    eventually(lambda: len(b"".join(taken)) >= load(Sound.ACCEPTED).nbytes)
    player.close()
    assert b"".join(taken) == load(Sound.ACCEPTED).tobytes()
    assert max(map(len, taken)) <= load(Sound.ACCEPTED).nbytes / 4  # period by period


@pytest.mark.parametrize("settings", [SoundSettings(enabled=False), SoundSettings(volume_percent=0)])
def test_where_no_sounds_are_wanted_there_is_nothing_to_run(settings: SoundSettings) -> None:
    assert isinstance(open_sounds(settings), Silence)


def test_sounds_that_are_wanted_never_fail(caplog) -> None:
    """Whether or not this machine has a device."""
    sounds = open_sounds(SoundSettings(volume_percent=1))
    sounds.play(Sound.COUNTED)
    sounds.close()
    assert isinstance(sounds, Player)
