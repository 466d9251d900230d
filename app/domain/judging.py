"""Which recorded decisions people are asked about, what they may say, and what follows from it."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.decision import Picture
from app.domain.detection import Box
from app.domain.escape_rate import EscapeRate
from app.domain.journal import Deed
from app.domain.part_number import PartNumber

ALIAS_PERCENT = 10.0
"""Of the covers that count by an alias: a supervisor has answered for all of them at once; a few of them show whether
that still holds, and all of them would bury everything else."""
VALIDATION_PERCENT = 20.0
"""Of the sessions in a training set."""


class Draw(StrEnum):
    """Why a decision is asked about. Whoever judges it is not told."""

    GREEN = "green"
    DISAGREED = "disagreed"
    UNCERTAIN = "uncertain"


class Verdict(StrEnum):
    """What a person says of a decision; TAKEN_BACK: that they have not said it."""

    CORRECT = "correct"
    WRONG_PART = "wrong_part"
    BAD_PICTURE = "bad_picture"
    UNSURE = "unsure"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True, order=True)
class DecisionKey:
    """A decision's place: its session, and its number within it, from 1. The same on every machine."""

    session_id: str
    seq: int

    def __str__(self) -> str:
        return f"{self.session_id}:{self.seq}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A recorded decision, as the rules look at it. ``settled`` is accepted, refused or undecided; ``claimed`` the part
    that the camera's word stands for. ``label_disagrees``: the next label that was counted is of another part. ``box``:
    the cover's place in ``picture``; None in records of an older version."""

    key: DecisionKey
    settled: str
    claimed: PartNumber
    confidence: float
    margin: float
    picture: Picture
    box: Box | None = None
    stamp_contradicts: bool = False
    by_alias: bool = False
    label_disagrees: bool = False


@dataclass(frozen=True, slots=True)
class JudgingRules:
    """``green_percent`` of the accepted covers are looked at blindly; an accepted one below ``uncertain_confidence``,
    or nearer than ``uncertain_margin`` to another class, is looked at anyway."""

    green_percent: float = 1.0
    uncertain_confidence: float = 0.90
    uncertain_margin: float = 0.45


@dataclass(frozen=True, slots=True)
class Question:
    """What a person is shown: a picture, where the cover is, and the part it is said to be. ``drawn_as`` goes into the
    record with the verdict and is shown to nobody."""

    key: DecisionKey
    claimed: PartNumber
    picture: Picture
    box: Box | None
    drawn_as: Draw


@dataclass(frozen=True, slots=True)
class Judgement:
    """``right_part`` is "" unless the verdict is WRONG_PART; ``at`` is UTC, ISO 8601."""

    key: DecisionKey
    drawn_as: Draw
    verdict: Verdict
    right_part: str
    by: str
    at: str


def in_share(text: str, percent: float) -> bool:
    """Whether the SHA-256 of ``text`` lies in the lowest ``percent`` of all: the same on every machine, and what a
    small share holds a larger one holds too."""
    drawn = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
    return drawn < percent / 100 * 2**64


def drawn_as(candidate: Candidate, rules: JudgingRules) -> Draw | None:
    """Why a decision is asked about; None: it is not.

    Rule JU1: of the accepted ones the share of the blind sample, whatever else is known of them: otherwise the sample
    would hold too few of the doubtful ones, and its errors would tell nothing of all. Rule JU2: what somebody else
    contradicts: the stamp, the label that was counted next, or (a few of them) the spelling that only an alias bridges.
    Rule JU3: what nobody could decide, and what was accepted with little to spare.
    """
    accepted = candidate.settled == "accepted"
    if accepted and in_share(str(candidate.key), rules.green_percent):
        return Draw.GREEN
    by_alias = candidate.by_alias and in_share(f"alias {candidate.key}", ALIAS_PERCENT)
    if candidate.stamp_contradicts or candidate.label_disagrees or by_alias:
        return Draw.DISAGREED
    weak = candidate.confidence < rules.uncertain_confidence or candidate.margin < rules.uncertain_margin
    if candidate.settled == "undecided" or (accepted and weak):
        return Draw.UNCERTAIN
    return None


def question(candidate: Candidate, rules: JudgingRules) -> Question | None:
    draw = drawn_as(candidate, rules)
    if draw is None:
        return None
    return Question(candidate.key, candidate.claimed, candidate.picture, candidate.box, draw)


def mixed(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Rule JU4: in an order that tells nothing of why each was drawn, the same whenever it is asked."""
    return tuple(sorted(questions, key=lambda each: hashlib.sha256(f"order {each.key}".encode()).digest()))


def may_follow(standing: Judgement | None, new: Judgement) -> bool:
    """Rule JU5: a decision has one verdict, the newest, whoever gave it: judged twice it counts once. Only one's own
    verdict is taken back, and only while it stands."""
    if new.verdict is not Verdict.TAKEN_BACK:
        return True
    return standing is not None and standing.verdict is not Verdict.TAKEN_BACK and standing.by == new.by


@dataclass(frozen=True, slots=True)
class GreenTally:
    """How many verdicts of one kind stand on the blind sample of one part at one station."""

    part: str
    station_id: str
    verdict: Verdict
    count: int


@dataclass(frozen=True, slots=True)
class EscapeRow:
    """``part`` or ``station_id`` is "" for all of them. Rule JU6: a picture that nobody could judge, ``unsure`` or bad,
    says nothing about the rate; how many there are is said."""

    part: str
    station_id: str
    rate: EscapeRate
    unsure: int
    bad_pictures: int


class Grouping(StrEnum):
    PART = "part"
    STATION = "station"
    BOTH = "both"


def escape_rows(tallies: Iterable[GreenTally], by: Grouping) -> tuple[EscapeRow, ...]:
    """First the row of all, then one for each part, station or pair of them, in order."""
    counts: dict[tuple[str, str], dict[Verdict, int]] = {("", ""): {}}
    for each in tallies:
        part = "" if by is Grouping.STATION else each.part
        station = "" if by is Grouping.PART else each.station_id
        for group in ((part, station), ("", "")):
            of_group = counts.setdefault(group, {})
            of_group[each.verdict] = of_group.get(each.verdict, 0) + each.count
    return tuple(_row(*group, counts[group]) for group in sorted(counts))


def _row(part: str, station_id: str, count: dict[Verdict, int]) -> EscapeRow:
    wrong, correct = count.get(Verdict.WRONG_PART, 0), count.get(Verdict.CORRECT, 0)
    rate = EscapeRate.of(wrong, wrong + correct)
    return EscapeRow(part, station_id, rate, count.get(Verdict.UNSURE, 0), count.get(Verdict.BAD_PICTURE, 0))


@dataclass(frozen=True, slots=True)
class JudgedDecision:
    """A decision on which a verdict stands."""

    key: DecisionKey
    claimed: PartNumber
    verdict: Verdict
    right_part: str
    picture: Picture
    box: Box | None


class LeftOut(StrEnum):
    """Why a judged decision is not in a training set."""

    BAD_PICTURE = "bad_picture"
    UNSURE = "unsure"
    NO_BOX = "no_box"
    PART_UNKNOWN = "part_unknown"
    NO_PICTURE = "no_picture"
    PICTURE_ALTERED = "picture_altered"


def taught(judged: JudgedDecision, known: frozenset[PartNumber]) -> PartNumber | LeftOut:
    """Rule JU7: what a training set says of a cover is what a person said: the part it was taken for if that is
    correct, else the right one, and only a part that the label master knows."""
    if judged.verdict is Verdict.BAD_PICTURE:
        return LeftOut.BAD_PICTURE
    if judged.verdict not in {Verdict.CORRECT, Verdict.WRONG_PART}:
        return LeftOut.UNSURE
    if judged.box is None:
        return LeftOut.NO_BOX
    part = judged.claimed if judged.verdict is Verdict.CORRECT else PartNumber(judged.right_part)
    return part if part in known else LeftOut.PART_UNKNOWN


def for_validation(session_id: str) -> bool:
    """Rule JU8: all pictures of a session are on the same side of the split, and always on the same one: two of them
    may show the same cover."""
    return in_share(f"validation {session_id}", VALIDATION_PERCENT)


def covers_contradicted(covers: Sequence[tuple[str, str, str]]) -> frozenset[int]:
    """Numbers, from 1, of those covers of a session that were followed at once by a counted label of another part. Of
    each cover its detail, then deed and detail of what followed it, as the audit has them (see
    :func:`app.domain.journal.audit_entry`)."""
    return frozenset(
        number
        for number, (cover, following, label) in enumerate(covers, start=1)
        if following == Deed.LABEL_COUNTED and cover.partition(":")[0] != label.rpartition(" of ")[2]
    )
