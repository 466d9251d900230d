"""The shipped sounds, measured: as the module makes them, unlike each other, loud where a hall is heard."""

import wave
from itertools import combinations, pairwise

import numpy as np
import numpy.typing as npt
import pytest

from app.ports.sounds import Sound
from services.sound.waves import RATE_HZ, load, path_of, samples

Signal = npt.NDArray[np.floating]
LOUD = 0.1  # of the peak: a pulse is what rises above it
PULSES = {Sound.COUNTED: 1, Sound.ACCEPTED: 2, Sound.TROUBLE: 3, Sound.DONE: 4, Sound.REFUSED: 5}


def signal(sound: Sound) -> Signal:
    return load(sound) / np.iinfo(np.int16).max


def pulses(heard: Signal) -> list[Signal]:
    """The stretches whose envelope (the mean level over 4 ms) is above ``LOUD``."""
    width = RATE_HZ * 4 // 1000
    level = np.convolve(np.abs(heard), np.ones(width) / width, "same")
    loud = np.concatenate([[0], level > LOUD * level.max(), [0]]).astype(int)
    starts, ends = np.flatnonzero(np.diff(loud) == 1), np.flatnonzero(np.diff(loud) == -1)
    return [heard[start:end] for start, end in zip(starts, ends, strict=True)]


def spectrum(heard: Signal) -> tuple[Signal, Signal]:
    """Frequencies, Hz, and power."""
    power: Signal = np.abs(np.fft.rfft(heard * np.hanning(len(heard)), 1 << 17)) ** 2
    frequencies: Signal = np.fft.rfftfreq(1 << 17, 1 / RATE_HZ)
    return frequencies, power


def fundamental_hz(pulse: Signal) -> float:
    """The lowest peak within 20 dB of the highest."""
    frequencies, power = spectrum(pulse)
    peaks = np.flatnonzero((power[1:-1] > power[:-2]) & (power[1:-1] >= power[2:])) + 1
    strong = peaks[power[peaks] > power.max() / 100]
    return float(frequencies[strong[0]])


def length_s(sound: Sound) -> float:
    return len(signal(sound)) / RATE_HZ


@pytest.mark.parametrize("sound", Sound)
def test_the_shipped_file_is_what_the_module_makes(sound: Sound) -> None:
    made, shipped = samples(sound).astype(int), load(sound).astype(int)
    assert made.shape == shipped.shape
    assert np.abs(made - shipped).max() <= 1  # the last bit of a sine is the processor's


@pytest.mark.parametrize("sound", Sound)
def test_the_file_is_48_khz_mono_16_bit(sound: Sound) -> None:
    with wave.open(str(path_of(sound))) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (48_000, 1, 2)


@pytest.mark.parametrize("sound", Sound)
def test_each_sound_has_its_number_of_pulses(sound: Sound) -> None:
    assert len(pulses(signal(sound))) == PULSES[sound]


@pytest.mark.parametrize(("one", "other"), list(combinations(Sound, 2)))
def test_any_two_differ_in_pulses_pitch_and_length(one: Sound, other: Sound) -> None:
    first, second = pulses(signal(one)), pulses(signal(other))
    assert len(first) != len(second)
    low, high = sorted((fundamental_hz(first[0]), fundamental_hz(second[0])))
    assert high / low >= 1.33
    short, long = sorted((length_s(one), length_s(other)))
    assert long / short >= 1.5


@pytest.mark.parametrize("sound", [Sound.ACCEPTED, Sound.DONE])
def test_good_news_rises(sound: Sound) -> None:
    assert all(later > before * 1.1 for before, later in pairwise(map(fundamental_hz, pulses(signal(sound)))))


def test_a_refusal_is_the_lowest_and_the_longest() -> None:
    pitches = {sound: fundamental_hz(pulses(signal(sound))[0]) for sound in Sound}
    assert min(pitches, key=pitches.__getitem__) is Sound.REFUSED
    assert max(Sound, key=length_s) is Sound.REFUSED
    assert min(Sound, key=length_s) is Sound.COUNTED


@pytest.mark.parametrize("sound", Sound)
def test_it_is_loud_where_a_hall_is_heard_and_not_shrill(sound: Sound) -> None:
    heard = signal(sound)
    frequencies, power = spectrum(heard)
    in_band = (frequencies >= 800) & (frequencies <= 3200)
    assert power[in_band].sum() > 0.75 * power.sum()
    assert power[frequencies > 5000].sum() < 0.05 * power.sum()
    assert 0.8 < np.abs(heard).max() < 0.95
    assert min(np.sqrt((pulse**2).mean()) for pulse in pulses(heard)) > 0.25


@pytest.mark.parametrize("sound", Sound)
def test_no_click(sound: Sound) -> None:
    """It begins and ends in silence, and no step is larger than its highest partial needs."""
    heard = signal(sound)
    assert np.abs(heard[[0, -1]]).max() < 0.001
    assert np.abs(np.diff(heard)).max() < 2 * np.pi * 6000 / RATE_HZ * np.abs(heard).max()
