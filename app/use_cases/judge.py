"""Judge the model's decisions: the queue, the verdicts, what follows from them, and their export as a training set."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from app.domain.audit import Act, AuditDeed
from app.domain.judging import (
    EscapeRow,
    Grouping,
    JudgedDecision,
    Judgement,
    JudgingRules,
    LeftOut,
    Question,
    Verdict,
    escape_rows,
    mixed,
    question,
    taught,
)
from app.domain.part_number import PartNumber
from app.domain.people import Actor, Right
from app.ports.audit_trail import AuditTrail
from app.ports.clock import Clock
from app.ports.evidence_shelf import EvidenceShelf
from app.ports.judgements import PAGE_AT_MOST, Example, Judgements, TrainingSet, TrainingSets, Written
from app.ports.session_reports import SessionKey
from app.use_cases.authority import Authority

QUEUE_AT_MOST = 100
"""What a person may hope to see the end of; the next ones follow."""
QUEUE_DAYS = 14
"""What happened longer ago nobody remembers, and its pictures may be thinned out."""
RATE_DAYS = 90
_EXAMPLES = 5
"""Looked at for one whose picture lies on this machine."""

Going = Callable[[int, int], bool]
"""Told how many are done, and of how many. False: stop."""


@dataclass(frozen=True, slots=True)
class Queue:
    """``more``: there are others behind them. ``unseen``: how many were left out, since their pictures are on another
    machine, were thinned out, or are not what was recorded."""

    questions: tuple[Question, ...] = ()
    more: bool = False
    unseen: int = 0


@dataclass(frozen=True, slots=True)
class TrainingSetOutcome:
    """``written`` is None when it was stopped: there is no folder then. ``left_out`` counts by reason."""

    written: Written | None
    left_out: Mapping[LeftOut, int] = field(default_factory=dict)


class _Stopped(Exception):  # noqa: N818  # whoever waits has had enough; never leaves this module
    pass


class Judge:
    """Any thread, never the GUI's. Every method raises OperationalError(NOT_ALLOWED) first, and DATABASE_… as
    the store does."""

    def __init__(
        self,
        store: Judgements,
        shelf: EvidenceShelf,
        sets: TrainingSets,
        authority: Authority,
        audit: AuditTrail,
        clock: Clock,
        rules: JudgingRules,
    ) -> None:
        self._store, self._shelf, self._sets = store, shelf, sets
        self._authority, self._audit, self._clock, self._rules = authority, audit, clock, rules

    # -- verdicts ---------------------------------------------------------------------------------------------------

    def queue(self, actor: Actor) -> Queue:
        """What waits to be judged, of the last ``QUEUE_DAYS`` days, newest sessions first, in mixed order (JU4)."""
        self._authority.require(actor, Right.JUDGE)
        since = self._days_ago(QUEUE_DAYS)
        asked: list[Question] = []
        unseen = 0
        after: SessionKey | None = None
        while True:
            page = self._store.candidates(since, after, PAGE_AT_MOST)
            drawn = [each for each in (question(one, self._rules) for one in page.candidates) if each]
            here = [each for each in drawn if self._is_here(each)]
            asked, unseen, after = [*asked, *here], unseen + len(drawn) - len(here), page.next_after
            if after is None or len(asked) > QUEUE_AT_MOST:
                return Queue(mixed(asked[:QUEUE_AT_MOST]), len(asked) > QUEUE_AT_MOST or after is not None, unseen)

    def parts(self, actor: Actor) -> tuple[PartNumber, ...]:
        """Those that the label master knows: the right part is one of them."""
        self._authority.require(actor, Right.JUDGE)
        return tuple(self._store.parts())

    def judge(self, actor: Actor, asked: Question, verdict: Verdict, right_part: PartNumber | None = None) -> None:
        """Say what a decision is. ValueError: a wrong part without the right one, which must be known and another one,
        or a right part with any other verdict. SESSION_UNKNOWN."""
        self._authority.require(actor, Right.JUDGE)
        if (verdict is Verdict.WRONG_PART) != (right_part is not None) or right_part == asked.claimed:
            raise ValueError(f"{verdict} with the right part {right_part}")
        if right_part is not None and right_part not in self._store.parts():
            raise ValueError(f"the label master does not know {right_part}")
        self._record(actor, asked, verdict, right_part.text if right_part else "")

    def take_back(self, actor: Actor, asked: Question) -> None:
        """The verdict that one has given last on it: it waits again. ACT_TOO_LATE: it is somebody else's by now."""
        self._authority.require(actor, Right.JUDGE)
        self._record(actor, asked, Verdict.TAKEN_BACK, "")

    def example(self, actor: Actor, part: PartNumber) -> Example | None:
        """A cover of this part for comparison, whose picture lies on this machine."""
        self._authority.require(actor, Right.JUDGE)
        found = self._store.examples(part, _EXAMPLES)
        return next((each for each in found if self._shelf.jpeg(each.picture.picture_id) is not None), None)

    def _is_here(self, asked: Question) -> bool:
        jpeg = self._shelf.jpeg(asked.picture.picture_id)
        return jpeg is not None and asked.picture.is_of(jpeg)

    def _record(self, actor: Actor, asked: Question, verdict: Verdict, right_part: str) -> None:
        now = self._clock.utc().isoformat(timespec="milliseconds")
        judgement = Judgement(asked.key, asked.drawn_as, verdict, right_part, actor.user_name, now)

        def act(standing: Judgement | None) -> Act:
            before, subject = _plain(standing), f"decision:{asked.key}"
            return self._authority.act(
                actor, AuditDeed.DECISION_JUDGED, subject, before=before, after=_plain(judgement)
            )

        self._store.record(judgement, act)

    # -- what follows from them -------------------------------------------------------------------------------------

    def rates(self, actor: Actor, by: Grouping) -> tuple[EscapeRow, ...]:
        """Of the blind sample of the last ``RATE_DAYS`` days alone."""
        self._authority.require(actor, Right.REVIEW)
        return escape_rows(self._store.tallies(self._days_ago(RATE_DAYS)), by)

    def export(self, actor: Actor, folder: Path, going: Going) -> TrainingSetOutcome:
        """Every verdict that stands, as a training set in ``folder``, which must not be there yet. The audit names it
        before it has its name. Raises OperationalError(FILE_UNWRITABLE) too."""
        self._authority.require(actor, Right.EXPORT)
        try:
            with self._sets.opened(folder) as training_set:
                left_out = self._fill(training_set, going)
                written = training_set.finish()
                self._audit.append(self._exported(actor, written, left_out))
        except _Stopped:
            return TrainingSetOutcome(None)
        return TrainingSetOutcome(written, left_out)

    def _fill(self, training_set: TrainingSet, going: Going) -> Mapping[LeftOut, int]:
        known, total = frozenset(self._store.parts()), self._store.judged_total()
        left_out: Counter[LeftOut] = Counter()
        done, page = 0, self._store.judged(None, PAGE_AT_MOST)
        while page:
            for judged in page:
                if not going(done, total):
                    raise _Stopped
                if reason := self._put(training_set, judged, known):
                    left_out[reason] += 1
                done += 1
            page = self._store.judged(page[-1].key, PAGE_AT_MOST)
        if not going(done, done):
            raise _Stopped
        return dict(left_out)

    def _put(self, training_set: TrainingSet, judged: JudgedDecision, known: frozenset[PartNumber]) -> LeftOut | None:
        part = taught(judged, known)
        if isinstance(part, LeftOut) or judged.box is None:
            return part if isinstance(part, LeftOut) else LeftOut.NO_BOX
        jpeg = self._shelf.jpeg(judged.picture.picture_id)
        if jpeg is None:
            return LeftOut.NO_PICTURE
        if not judged.picture.is_of(jpeg):
            return LeftOut.PICTURE_ALTERED
        added = training_set.add(judged.key.session_id, judged.picture, jpeg, part, judged.box)
        return None if added else LeftOut.PICTURE_ALTERED

    def _exported(self, actor: Actor, written: Written, left_out: Mapping[LeftOut, int]) -> Act:
        after = {
            "pictures": written.pictures,
            "covers": written.covers,
            "classes": len(written.classes),
            "manifest_sha256": written.manifest_sha256,
            "left_out": {reason.value: count for reason, count in left_out.items()},
        }
        return self._authority.act(actor, AuditDeed.EXPORTED, "export:training_set", after=after)

    def _days_ago(self, days: int) -> str:
        return (self._clock.utc() - timedelta(days=days)).isoformat()


def _plain(judgement: Judgement | None) -> Mapping[str, str] | None:
    if judgement is None:
        return None
    return {"verdict": judgement.verdict.value, "right_part": judgement.right_part, "by": judgement.by}
