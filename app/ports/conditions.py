"""What the core needs to know of how a cover is seen."""

from typing import Protocol

from app.domain.advice import Conditions
from app.domain.detection import Box
from app.ports.frame import Frame


class ConditionsMeter(Protocol):
    """Measures one cover in one frame, on the caller's thread, within half a millisecond. ``box`` is normalised to
    the frame and may reach beyond it; one that lies outside altogether gives zeros. Nothing is raised."""

    def measure(self, frame: Frame, box: Box) -> Conditions: ...
