"""The machine's sound device, through miniaudio."""

from collections.abc import Callable, Generator
from pathlib import Path
from typing import Protocol

from services.sound.waves import RATE_HZ

Source = Generator[bytes, int, None]
"""Is sent the number of frames a device wants, and yields them (16 bit, mono, ``RATE_HZ``) or fewer; what is missing is
silence. Runs on the device's own thread; started (its first ``yield`` reached) before it is handed over."""

PERIOD_MS = 20
"""Of sound that is fetched at once. Shorter, and a garbage collection is heard as a crackle; longer, and the sound
comes late: a device holds three."""

_PLAYS = ("WASAPI", "DSOUND", "WINMM", "COREAUDIO", "PULSEAUDIO", "ALSA")
_CARDS = Path("/dev/snd")


class NoSoundDeviceError(Exception):
    """None there, or none that can be used; the words are the driver's."""


class Device(Protocol):
    """Plays from its opening until ``close``. One that is unplugged just stops asking its source."""

    def close(self) -> None: ...


class _Playback(Device, Protocol):
    def start(self, source: Source) -> None: ...


OpenDevice = Callable[[Source], Device]
"""Opens and starts a device. Raises NoSoundDeviceError. May take a second where a sound server hangs."""


def open_system_device(source: Source) -> Device:
    """The one that the system plays on."""
    return _open(source, _PLAYS if any(_CARDS.glob("controlC*")) else tuple(set(_PLAYS) - {"ALSA"}))


def open_null_device(source: Source) -> Device:
    """Miniaudio's own device that nobody hears; it takes its time as a real one does."""
    return _open(source, ("NULL",))


def _open(source: Source, backends: tuple[str, ...]) -> Device:
    """ALSA is not asked where there is no card: it writes a page on the standard error each time."""
    import miniaudio  # a quarter of a second, and not needed for the first picture

    try:
        device: _Playback = miniaudio.PlaybackDevice(
            miniaudio.SampleFormat.SIGNED16,
            nchannels=1,
            sample_rate=RATE_HZ,
            buffersize_msec=PERIOD_MS,
            backends=[miniaudio.Backend[name] for name in backends],
            app_name="Countersign",
        )
        device.start(source)
    except miniaudio.MiniaudioError as error:
        raise NoSoundDeviceError(": ".join(map(str, error.args))) from error
    return device
