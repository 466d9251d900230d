"""Holding off sleep and screen saver."""

from typing import Protocol


class Awake(Protocol):
    """Never raises and never waits: what cannot be held off is logged once. Any thread."""

    def hold(self) -> None:
        """From now on the machine neither sleeps nor covers its screen by itself. Again changes nothing."""

    def release(self) -> None:
        """As the system likes, again. Also without :meth:`hold`."""

    def close(self) -> None:
        """Release, and let go of everything. The end of the process, however it comes, releases too."""
