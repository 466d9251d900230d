"""From settings to sounds."""

from app.ports.clock import SystemClock
from app.ports.sounds import Silence, Sounds
from app.settings import SoundSettings


def open_sounds(settings: SoundSettings) -> Sounds:
    """Returns at once and never fails; close it at the end."""
    if not settings.enabled or settings.volume_percent == 0:
        return Silence()
    from services.sound.device import open_system_device
    from services.sound.player import Player  # only where sounds are wanted

    return Player(settings, open_system_device, SystemClock())
