"""What the doctor needs: checks that are run side by side, and that may hang without holding anything up."""

from collections.abc import Callable, Sequence
from typing import Protocol

from app.domain.health import Check, Finding

Heard = Callable[[Check, Sequence[Finding]], None]
"""Called once for each check, on the thread of whoever runs them, when it is over."""


class CheckRunner(Protocol):
    def run(self, checks: Sequence[Check], limit_s: float, heard: Heard, stopping: Callable[[], bool]) -> None:
        """All of them at once. Returns when each has been heard, within ``limit_s`` and half a second: one that has no
        answer by then is heard as such (rule DR1), one that ends without any too (rule DR2). Nothing is raised, and
        nothing of a check goes on afterwards. Returns early, and silently, once ``stopping`` says so."""
        ...
