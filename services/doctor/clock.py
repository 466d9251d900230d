"""This machine's clock: what it says, and whether a time server sets it."""

import subprocess
import sys
from datetime import UTC, datetime

from app.domain.health_facts import ClockFacts
from app.ports.clock import Clock

_ASK_S = 3.0
_LINUX = ("timedatectl", "show", "--property=NTPSynchronized", "--value")
_WINDOWS = ("w32tm", "/query", "/source")
_OWN_CLOCKS = ("local cmos clock", "free-running system clock")


def clock_facts(clock: Clock, built_at: str) -> ClockFacts:
    """``built_at``: UTC, ISO 8601, or ""."""
    built = datetime.fromisoformat(built_at).astimezone(UTC) if built_at else None
    return ClockFacts(clock.utc(), built, _synchronised(sys.platform))


def _synchronised(platform: str) -> bool | None:
    """None: the system does not tell, or there is nobody to ask."""
    said = _answer(_WINDOWS if platform == "win32" else _LINUX)
    if platform == "win32":
        return not said.lower().startswith(_OWN_CLOCKS) if said else None
    return {"yes": True, "no": False}.get(said.lower())


def _answer(words: tuple[str, ...]) -> str:
    try:
        asked = subprocess.run(words, capture_output=True, text=True, timeout=_ASK_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return asked.stdout.strip() if asked.returncode == 0 else ""
