"""Judgements in memory, over decisions that a test makes up; and training sets that are only counted."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.audit import Act
from app.domain.decision import Picture
from app.domain.detection import Box
from app.domain.errors import ErrorCode, OperationalError
from app.domain.judging import (
    Candidate,
    DecisionKey,
    Draw,
    GreenTally,
    JudgedDecision,
    Judgement,
    Verdict,
    may_follow,
)
from app.domain.part_number import PartNumber
from app.ports.judgements import PAGE_AT_MOST, ActAfter, CandidatePage, Example, Written
from app.ports.session_reports import SessionKey


@dataclass
class FakeJudgements:
    """``sessions``: when each was submitted, and at which station; ``decisions`` in the order of their numbers."""

    sessions: dict[str, tuple[str, str]] = field(default_factory=dict)
    decisions: dict[DecisionKey, Candidate] = field(default_factory=dict)
    known: list[PartNumber] = field(default_factory=list)
    rows: list[Judgement] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    error: OperationalError | None = None

    def add(self, candidate: Candidate, submitted_at: str, station_id: str) -> None:
        self.sessions[candidate.key.session_id] = submitted_at, station_id
        self.decisions[candidate.key] = candidate

    def candidates(self, since: str, after: SessionKey | None, limit: int) -> CandidatePage:
        self._fail()
        if not 1 <= limit <= PAGE_AT_MOST:
            raise ValueError(limit)
        keys = [SessionKey(at, session_id) for session_id, (at, _) in self.sessions.items() if at >= since]
        keys.sort(key=lambda key: (key.submitted_at, key.session_id), reverse=True)
        if after is not None:
            keys = [key for key in keys if (key.submitted_at, key.session_id) < (after.submitted_at, after.session_id)]
        page = {key.session_id for key in keys[:limit]}
        unjudged = [each for key, each in self.decisions.items() if key.session_id in page and not self._stands(key)]
        return CandidatePage(
            tuple(each for each in unjudged if each.picture.picture_id), keys[limit - 1] if len(keys) >= limit else None
        )

    def record(self, judgement: Judgement, act: ActAfter) -> None:
        self._fail()
        if judgement.key not in self.decisions:
            raise OperationalError(ErrorCode.SESSION_UNKNOWN, session=str(judgement.key))
        standing = self._newest(judgement.key)
        if not may_follow(standing, judgement):
            raise OperationalError(ErrorCode.ACT_TOO_LATE, problem="somebody else has judged it meanwhile")
        self.acts.append(act(standing))
        self.rows.append(judgement)

    def tallies(self, since: str) -> Sequence[GreenTally]:
        self._fail()
        greens = [each for each in self._standing() if each.drawn_as is Draw.GREEN]
        counts = Counter(
            (self.decisions[each.key].claimed.text, self.sessions[each.key.session_id][1], each.verdict)
            for each in greens
            if self.sessions[each.key.session_id][0] >= since
        )
        return [GreenTally(*group, count) for group, count in counts.items()]

    def parts(self) -> Sequence[PartNumber]:
        self._fail()
        return sorted(self.known)

    def examples(self, part: PartNumber, limit: int) -> Sequence[Example]:
        self._fail()
        right = [each for each in reversed(self.rows) if each in self._standing() and each.verdict is Verdict.CORRECT]
        covers = [self.decisions[each.key] for each in right]
        of_part = [each for each in covers if each.claimed == part and each.settled == "accepted"]
        return [Example(each.picture, each.box) for each in of_part[:limit]]

    def judged_total(self) -> int:
        self._fail()
        return len(self._standing())

    def judged(self, after: DecisionKey | None, limit: int) -> Sequence[JudgedDecision]:
        self._fail()
        standing = sorted(self._standing(), key=lambda each: each.key)
        later = [each for each in standing if after is None or each.key > after]
        return [self._judged(each) for each in later[:limit]]

    def close(self) -> None:
        """Nothing is open."""

    def _judged(self, said: Judgement) -> JudgedDecision:
        of = self.decisions[said.key]
        return JudgedDecision(said.key, of.claimed, said.verdict, said.right_part, of.picture, of.box)

    def _newest(self, key: DecisionKey) -> Judgement | None:
        return next((each for each in reversed(self.rows) if each.key == key), None)

    def _stands(self, key: DecisionKey) -> bool:
        newest = self._newest(key)
        return newest is not None and newest.verdict is not Verdict.TAKEN_BACK

    def _standing(self) -> list[Judgement]:
        return [each for key in self.decisions if self._stands(key) and (each := self._newest(key))]

    def _fail(self) -> None:
        if self.error is not None:
            raise self.error


@dataclass
class FakeShelf:
    """Pictures by their ids."""

    pictures: dict[str, bytes] = field(default_factory=dict)

    def jpeg(self, picture_id: str) -> bytes | None:
        return self.pictures.get(picture_id)


@dataclass
class FakeTrainingSets:
    """``added``: what went in, of one set; ``done`` once it was finished and kept."""

    added: list[tuple[str, str, PartNumber, Box]] = field(default_factory=list)
    done: bool = False

    def add(self, session_id: str, picture: Picture, jpeg: bytes, part: PartNumber, box: Box) -> bool:
        if not jpeg.startswith(b"\xff\xd8"):
            return False
        self.added.append((session_id, picture.picture_id, part, box))
        return True

    def finish(self) -> Written:
        classes = tuple(sorted({part.text for _, _, part, _ in self.added}))
        return Written(len(self.added), len(self.added), 0, classes, 3, "0" * 64)

    @contextmanager
    def opened(self, folder: Path) -> Iterator["FakeTrainingSets"]:
        self.added.clear()
        self.done = False
        yield self
        self.done = True
