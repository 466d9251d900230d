"""What a detector saw in one frame, as plain values."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Box:
    """Axis-aligned box, normalised to the original frame: 0..1, origin top left, x right, y down."""

    x1: float
    y1: float
    x2: float
    y2: float

    @property
    def area(self) -> float:
        return max(0.0, self.x2 - self.x1) * max(0.0, self.y2 - self.y1)

    def iou(self, other: "Box") -> float:
        """Intersection over union, 0..1."""
        width = min(self.x2, other.x2) - max(self.x1, other.x1)
        height = min(self.y2, other.y2) - max(self.y1, other.y1)
        if width <= 0 or height <= 0:
            return 0.0
        intersection = width * height
        return intersection / (self.area + other.area - intersection)


@dataclass(frozen=True, slots=True)
class Detection:
    """One object: the model's own label, its confidence 0..1, where it is. ``rival``: the model's confidence in the
    surest other class at the same place, also below the floor; 0 when there is none, or nobody told."""

    label: str
    confidence: float
    box: Box
    rival: float = 0.0


@dataclass(frozen=True, slots=True)
class FrameStamp:
    """The identity of a frame, carried by every result computed from it.

    ``frame_id`` rises by one per frame of a camera; ``captured_s`` is monotonic seconds at capture;
    ``fingerprint`` is equal for two frames whose pixels are equal (a frozen feed shows it); ``clear`` is false for a
    picture too dark to judge, or of a covered lens.
    """

    frame_id: int
    captured_s: float
    fingerprint: int
    clear: bool = True


class DetectorSource(StrEnum):
    """Who computed a result."""

    SERVER = "server"
    LOCAL = "local"


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    name: str
    version: str

    def __str__(self) -> str:
        return f"{self.name}@{self.version}"


@dataclass(frozen=True, slots=True)
class Timing:
    """Where the time of one frame went, milliseconds. ``total_ms`` is from offer to result at the station."""

    queue_ms: float = 0.0
    decode_ms: float = 0.0
    infer_ms: float = 0.0
    total_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class FrameDetections:
    """Every detection of one frame at or above the server's floor (0.25), highest confidence first."""

    stamp: FrameStamp
    detections: tuple[Detection, ...]
    model: ModelIdentity
    source: DetectorSource
    timing: Timing
    completed_s: float
