"""Look at everything that a station needs, side by side, within a time that is known beforehand."""

from collections.abc import Callable, Mapping, Sequence

from app.domain.health import Check, Finding, in_order
from app.ports.checks import CheckRunner, Heard

Here = Mapping[Check, Callable[[], Sequence[Finding]]]
"""What the running program can tell by itself, at once: a camera that it holds cannot be opened a second time."""

_BY_ITSELF = frozenset({Check.MODEL})
"""Measured when the others are done: beside them it would seem slower than it is."""


class Examine:
    """Any thread; blocks."""

    def __init__(self, runner: CheckRunner, here: Here | None = None) -> None:
        self._runner, self._here = runner, here or {}

    def __call__(
        self,
        checks: Sequence[Check],
        limit_s: float,
        heard: Heard = lambda _check, _findings: None,
        stopping: Callable[[], bool] = lambda: False,
    ) -> list[Finding]:
        """What was found, in order; of a check that was stopped nothing. Each check has half of ``limit_s``."""
        found: list[Finding] = []

        def hear(check: Check, findings: Sequence[Finding]) -> None:
            found.extend(findings)
            heard(check, findings)

        asked = [check for check in Check if check in checks]
        for check in asked:
            if check in self._here:
                hear(check, self._here[check]())
        elsewhere = [check for check in asked if check not in self._here]
        for wave in (
            [check for check in elsewhere if check not in _BY_ITSELF],
            [check for check in elsewhere if check in _BY_ITSELF],
        ):
            if wave and not stopping():
                self._runner.run(wave, limit_s / 2, hear, stopping)
        return in_order(found)
