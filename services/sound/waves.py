"""The five sounds, synthesised: ``python -m services.sound.waves`` writes ``resources/sounds``.

Any two differ in their number of pulses, in the pitch they begin with (by a third or more) and in their length (by half
or more), so that one of them, half heard, is not taken for another. Most of their energy lies from 800 to 3200 Hz,
where a small loudspeaker is loud, a hall is quieter than below, and an ear that has worked in it for years still hears.
"""

import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from app.ports.sounds import Sound

RATE_HZ: Final = 48_000
FOLDER = Path(__file__).resolve().parents[2] / "resources" / "sounds"

Samples = npt.NDArray[np.int16]
_PEAK = 0.89  # of full scale: one decibel of headroom
_FADE_S = 0.006  # short enough to be crisp, long enough not to click

_CLEAR = (1.0, 0.55, 0.30, 0.12)
_URGENT = (0.55, 1.0, 0.8, 0.55, 0.35)
_HARSH = (0.35, 0.8, 1.0, 1.0, 0.9, 0.8, 0.6, 0.4)


@dataclass(frozen=True, slots=True)
class Figure:
    """One pulse for each of ``notes_hz``, ``pulse_s`` long, ``gap_s`` apart; ``partials`` are the amplitudes of the
    fundamental and its harmonics."""

    notes_hz: Sequence[float]
    pulse_s: float
    gap_s: float
    partials: Sequence[float]


FIGURES: Final = {
    Sound.COUNTED: Figure((1540,), 0.090, 0.0, _CLEAR),
    Sound.ACCEPTED: Figure((1150, 1725), 0.085, 0.030, _CLEAR),
    Sound.DONE: Figure((860, 1075, 1290, 1720), 0.070, 0.027, _CLEAR),
    Sound.TROUBLE: Figure((640, 640, 640), 0.130, 0.110, _URGENT),
    Sound.REFUSED: Figure((400,) * 5, 0.158, 0.040, _HARSH),
}


def samples(sound: Sound) -> Samples:
    """[frames] at ``RATE_HZ``, mono, the same for every call."""
    figure = FIGURES[sound]
    gap = np.zeros(round(figure.gap_s * RATE_HZ))
    pieces = [piece for note in figure.notes_hz for piece in (_pulse(note, figure), gap)]
    whole = np.concatenate(pieces[:-1])
    scaled: Samples = np.round(whole * (_PEAK * np.iinfo(np.int16).max / np.abs(whole).max())).astype(np.int16)
    return scaled


def _pulse(note_hz: float, figure: Figure) -> npt.NDArray[np.float64]:
    time_s = np.arange(round(figure.pulse_s * RATE_HZ)) / RATE_HZ
    count = len(figure.partials)
    tone = np.zeros_like(time_s)
    for number, amplitude in enumerate(figure.partials, 1):
        phase = -np.pi * number * (number - 1) / count  # Schroeder's: the same loudness with a lower peak
        tone += amplitude * np.sin(2 * np.pi * number * note_hz * time_s + phase)
    return tone * _envelope(len(time_s))


def _envelope(frames: int) -> npt.NDArray[np.float64]:
    fade = round(_FADE_S * RATE_HZ)
    rise = 0.5 - 0.5 * np.cos(np.pi * np.arange(fade) / fade)
    return np.concatenate([rise, np.ones(frames - 2 * fade), rise[::-1]])


def path_of(sound: Sound) -> Path:
    return FOLDER / f"{sound}.wav"


def load(sound: Sound) -> Samples:
    """The shipped file. OSError when it is not there."""
    with wave.open(str(path_of(sound)), "rb") as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.int16)


def write(sound: Sound) -> None:
    with wave.open(str(path_of(sound)), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(samples(sound).astype("<i2").tobytes())


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for each in Sound:
        write(each)
