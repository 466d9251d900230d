"""Sounds that are remembered instead of heard."""

from app.ports.sounds import Sound


class HeardSounds:
    """Implements Sounds; ``heard`` is what was played before ``close``, in order."""

    def __init__(self) -> None:
        self.heard: list[Sound] = []
        self.closed = False

    def play(self, sound: Sound) -> None:
        if not self.closed:
            self.heard.append(sound)

    def close(self) -> None:
        self.closed = True
