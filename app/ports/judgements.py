"""What people said of recorded decisions, and the decisions that they are asked about."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.domain.audit import Act
from app.domain.decision import Picture
from app.domain.detection import Box
from app.domain.judging import Candidate, DecisionKey, GreenTally, JudgedDecision, Judgement
from app.domain.part_number import PartNumber
from app.ports.session_reports import SessionKey

PAGE_AT_MOST = 500
"""Sessions, or judged decisions, of one page."""
PARTS_AT_MOST = 20_000

ActAfter = Callable[[Judgement | None], Act]
"""The act to write, given the judgement that stood before."""


@dataclass(frozen=True, slots=True)
class CandidatePage:
    """``next_after`` is None at the end."""

    candidates: tuple[Candidate, ...]
    next_after: SessionKey | None


@dataclass(frozen=True, slots=True)
class Example:
    """A picture of a part, and the cover's place in it."""

    picture: Picture
    box: Box | None


class Judgements(Protocol):
    """Blocking; any thread but the GUI's: calls wait for one another. Every method raises OperationalError with
    DATABASE_LOCKED, DATABASE_UNWRITABLE, DATABASE_UNREACHABLE or DATABASE_MISMATCH when the database cannot do it;
    nothing is half written then. Times are UTC, ISO 8601."""

    def candidates(self, since: str, after: SessionKey | None, limit: int) -> CandidatePage:
        """Of the next ``limit`` sessions, newest first and none before ``since``, every decision that has a picture and
        on which no verdict stands. ``limit``: 1 to ``PAGE_AT_MOST``, else ValueError."""

    def record(self, judgement: Judgement, act: ActAfter) -> None:
        """One more judgement, with its act in the factory's audit, in one transaction. Raises OperationalError:
        ACT_TOO_LATE for one that may not follow what stands (JU5), SESSION_UNKNOWN for a decision that is not there."""

    def tallies(self, since: str) -> Sequence[GreenTally]:
        """Of the verdicts that stand on the blind sample of sessions submitted since then; in no order."""

    def parts(self) -> Sequence[PartNumber]:
        """Every part that the label master knows, in order; ``PARTS_AT_MOST`` at most."""

    def examples(self, part: PartNumber, limit: int) -> Sequence[Example]:
        """Covers that were accepted as the part, and of which a person said that this is correct; the newest first."""

    def judged_total(self) -> int:
        """How many decisions have a verdict that stands."""

    def judged(self, after: DecisionKey | None, limit: int) -> Sequence[JudgedDecision]:
        """The next ``limit`` of them, by session and number; at the end fewer."""

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Written:
    """``files`` without the manifest; ``manifest_sha256`` is that of the manifest's bytes."""

    pictures: int
    covers: int
    validation_pictures: int
    classes: tuple[str, ...]
    files: int
    manifest_sha256: str


class TrainingSet(Protocol):
    """A training set that is being written. Raises OperationalError(FILE_UNWRITABLE)."""

    def add(self, session_id: str, picture: Picture, jpeg: bytes, part: PartNumber, box: Box) -> bool:
        """One cover. Covers of one picture (the same session and bytes) come one after another. False: the bytes are no
        JPEG that can be used."""

    def finish(self) -> Written:
        """Write what follows from the whole, and the manifest. Still under another name than it will have."""


class TrainingSets(Protocol):
    """Any thread; never the GUI's."""

    def opened(self, folder: Path) -> AbstractContextManager[TrainingSet]:
        """When the block ends well ``folder`` is there, whole; when it does not, nothing of it is left. Raises
        OperationalError(FILE_UNWRITABLE), also when there is something at ``folder`` already."""
