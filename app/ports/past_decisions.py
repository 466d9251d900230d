"""What the camera has settled lately, as an alias would have changed it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from app.domain.detection import Box, ModelIdentity
from app.domain.part_number import PartNumber

DECISIONS_AT_MOST = 20_000
"""Of one question."""


@dataclass(frozen=True, slots=True)
class PastDecision:
    """One recorded decision. ``verdict``: accepted, refused or undecided; ``part_number`` "" where none was named.
    ``submitted_at`` is its session's, UTC, ISO 8601."""

    session_id: str
    seq: int
    dn: str
    station_id: str
    submitted_at: str
    verdict: str
    reason: str
    part_number: str
    label: str


@dataclass(frozen=True, slots=True)
class PastOfModel:
    """``decisions`` of one model version, newest session first; ``asked`` the parts of their notes, by DN, without
    those of which no part is known. ``of_model`` and ``of_others`` count what was decided in that time by this version
    (more than are here, if there were too many) and by any other."""

    decisions: tuple[PastDecision, ...] = ()
    asked: Mapping[str, frozenset[PartNumber]] = field(default_factory=dict)
    of_model: int = 0
    of_others: int = 0


@dataclass(frozen=True, slots=True)
class SeenLabel:
    """How often the labels of a model version were decided, by verdict."""

    model: ModelIdentity
    label: str
    accepted: int
    refused: int
    undecided: int


@dataclass(frozen=True, slots=True)
class SeenLately:
    """``labels`` in no order; ``parts`` are all that the notes of that time asked for."""

    labels: tuple[SeenLabel, ...] = ()
    parts: frozenset[PartNumber] = frozenset()


@dataclass(frozen=True, slots=True)
class Example:
    """A kept picture of a decision, and where in it the cover lies; None: that was not recorded. ``sha256`` is that of
    the picture's bytes, "" where none was recorded."""

    picture_id: str
    sha256: str
    submitted_at: str
    box: Box | None = None


class PastDecisions(Protocol):
    """Read only; it may be a replica, some seconds behind. Blocking: a worker thread, one call after another. Raises
    OperationalError as :class:`app.ports.session_reports.SessionReports` does. Times are UTC, ISO 8601; ``since`` ≤
    submitted < ``until``."""

    def of_model(self, model: ModelIdentity, since: str, until: str, limit: int) -> PastOfModel:
        """The newest ``limit`` (1 to ``DECISIONS_AT_MOST``, else ValueError) decisions at most."""

    def lately(self, since: str, until: str) -> SeenLately: ...

    def of_label(self, model: ModelIdentity, label: str, since: str, limit: int) -> Sequence[Example]:
        """Pictures of decisions about the label, whatever they were; newest first."""

    def of_part(self, part: PartNumber, since: str, limit: int) -> Sequence[Example]:
        """Pictures of what any model accepted as the part by its own spelling; newest first."""

    def close(self) -> None: ...
