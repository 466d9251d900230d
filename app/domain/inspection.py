"""Every cover in view, decided anew with each frame: accepted, undecided or refused. Never on one frame, never by
similarity."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from statistics import median

from app.domain.alias import AliasBook
from app.domain.decision import (
    Accepted,
    Decision,
    Evidence,
    Refused,
    RefusedReason,
    Undecided,
    UndecidedReason,
    VoteRules,
)
from app.domain.delivery_note import DeliveryNote
from app.domain.detection import Box, FrameDetections, FrameStamp, ModelIdentity
from app.domain.grade import AMBER_FROM, ORANGE_FROM
from app.domain.identity import Identities, Identity, Verdict
from app.domain.part_number import PartMaster, PartNumber
from app.domain.stamp import StampReading, StampSays, stamp_says
from app.domain.tracks import Track, Vote, chained, linked, votes_of, without_old

FINGERPRINTS_KEPT = 64
OTHER_PART_VOTES = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """What covers are compared with."""

    note: DeliveryNote
    aliases: AliasBook = field(default_factory=AliasBook)
    master: PartMaster = field(default_factory=PartMaster)

    def identities(self, model: ModelIdentity) -> Identities:
        return Identities.of((part.part_number for part in self.note.parts), self.aliases, model)


@dataclass(frozen=True, slots=True)
class Inspection:
    """Immutable: :meth:`observe` returns the next one. ``decisions`` stand in the order of ``tracks``."""

    rules: VoteRules = field(default_factory=VoteRules)
    tracks: tuple[Track, ...] = ()
    chains: tuple[Track, ...] = ()
    next_track_id: int = 1
    fingerprints: tuple[int, ...] = ()
    last_captured_s: float = float("-inf")
    model: ModelIdentity | None = None
    decisions: tuple[Decision, ...] = ()

    def observe(
        self,
        result: FrameDetections,
        asked: Asked,
        now_s: float,
        readings: Mapping[int, StampReading] | None = None,
    ) -> "Inspection":
        """Add the votes of one frame and decide each cover again. ``now_s`` is monotonic seconds, ``readings`` the
        newest stamp reading of each track."""
        before = self if self.model in (None, result.model) else self._forgotten()
        next_id = before.next_track_id
        tracks = without_old(before.tracks, now_s, self.rules.max_age_ms)
        chains = without_old(before.chains, now_s, self.rules.max_age_ms)
        if before._counts(result.stamp, now_s):
            votes = votes_of(result)
            tracks, next_id = linked(tracks, votes, next_id)
            chains = chained(chains, votes)
        identities = asked.identities(result.model)
        judge = _Judge(self.rules, identities, asked.master, result.model, tracks, chains, readings or {})
        decisions = tuple(judge.decision(track) for track in tracks)
        held = (_label_held(decision) for decision in decisions)
        return Inspection(
            self.rules,
            tuple(replace(track, accepted_as=label) for track, label in zip(tracks, held, strict=True)),
            chains,
            next_id,
            (*before.fingerprints, result.stamp.fingerprint)[-FINGERPRINTS_KEPT:],
            max(before.last_captured_s, result.stamp.captured_s),
            result.model,
            decisions,
        )

    def _counts(self, stamp: FrameStamp, now_s: float) -> bool:
        """Rule D1: a frame older than 500 ms, out of order, seen before, or identical to one of the last 64 (a frozen
        or looping feed) has no vote; nor has one from the future. Rule D18: nor has one that is not clear: too dark to
        judge, or with the lens covered."""
        age_ms = (now_s - stamp.captured_s) * 1000
        fresh = 0 <= age_ms <= self.rules.max_age_ms
        in_order = stamp.captured_s > self.last_captured_s
        return stamp.clear and fresh and in_order and stamp.fingerprint not in self.fingerprints

    def _forgotten(self) -> "Inspection":
        """Rule D15: votes of one model are not counted with another's."""
        return replace(self, tracks=(), chains=(), decisions=())


def covers_in_view(decisions: tuple[Decision, ...]) -> Mapping[PartNumber, int]:
    """Rule C1: how many accepted covers of each part are in view at once, to be held against a label's quantity."""
    return Counter(decision.part_number for decision in decisions if isinstance(decision, Accepted))


def unnamed(identity: Identity) -> UndecidedReason | None:
    """D8: identity is exact or an approved alias, never similarity. D13: a label that a supervisor gave to another
    part, one whose alias nobody has approved yet, and one that is no part number at all are for the supervisor."""
    if identity.contested:
        return UndecidedReason.LABEL_CONTESTED
    if identity.part_number is None and identity.awaited:
        return UndecidedReason.ALIAS_AWAITED
    if identity.part_number is None and identity.alias is None and identity.spelling.meaning is None:
        return UndecidedReason.LABEL_UNKNOWN
    return None


def _label_held(decision: Decision) -> str | None:
    return decision.evidence.label if isinstance(decision, Accepted) else None


@dataclass(frozen=True, slots=True)
class _Judge:
    """The rules, asked of one cover after another."""

    rules: VoteRules
    identities: Identities
    master: PartMaster
    model: ModelIdentity
    tracks: tuple[Track, ...]
    chains: tuple[Track, ...]
    readings: Mapping[int, StampReading]

    def decision(self, track: Track) -> Decision:
        """The first rule that speaks decides, in the order of :class:`UndecidedReason`; D7 comes before the last two:
        a part that is not on the note is refused, whatever its stamp says and whatever lies beside it."""
        evidence = self._evidence(track)
        identity = self.identities.resolve(evidence.label)
        progress = min(1.0, evidence.confidence / self.rules.accept_confidence)
        reason = self._unsure(track, evidence) or unnamed(identity)
        if reason:
            return Undecided(reason, progress, evidence, identity.awaited)
        evidence = replace(evidence, alias=identity.alias if identity.verdict is Verdict.ALIAS else None)
        if identity.part_number is None:
            return Refused(RefusedReason.NOT_ON_NOTE, identity.named, evidence)
        evidence = replace(evidence, stamp_says=stamp_says(evidence.stamp, identity.spelling))
        if evidence.stamp_says is StampSays.CONTRADICTS:
            return Undecided(UndecidedReason.STAMP_CONTRADICTS, progress, evidence, (identity.part_number,))
        others = self._other_parts(track, identity.part_number)
        if others and self.rules.one_part_at_a_time:
            return Undecided(UndecidedReason.DIFFERENT_PARTS, progress, evidence, (identity.part_number, *others))
        return Accepted(identity.part_number, evidence)

    def _evidence(self, track: Track) -> Evidence:
        label, agreeing = track.leader
        best = max(agreeing, key=lambda vote: vote.detection.confidence)
        scores = tuple(vote.detection.confidence for vote in agreeing)
        return Evidence(
            track_id=track.track_id,
            label=label,
            frame_ids=tuple(vote.stamp.frame_id for vote in agreeing),
            scores=scores,
            confidence=median(scores),
            agreement=len(agreeing) / len(track.votes),
            margin=median(vote.margin for vote in agreeing),
            box=track.box,
            best_frame_id=best.stamp.frame_id,
            model=self.model,
            stamp=self.readings.get(track.track_id),
            best_box=best.detection.box,
        )

    def _unsure(self, track: Track, evidence: Evidence) -> UndecidedReason | None:
        """D11: cut by the edge of the picture. D5: less than 60 % agree on the class. D6: median confidence below 0.85
        (0.80 once accepted as this class). D10: another class is closer than the margin. D16: until it is accepted,
        an agreeing frame that hears another class above 0.05 at the same place does not count, and less than 60 % of
        all frames do. D4: fewer than three agreeing fresh frames count. D17: only with another class between them are
        the agreeing ones one cover."""
        held = track.accepted_as == evidence.label
        floor = self.rules.keep_confidence if held else self.rules.accept_confidence
        if _is_cut(evidence.box, self.rules.edge):
            return UndecidedReason.CUT_BY_EDGE
        if evidence.agreement < self.rules.min_agreement:
            return UndecidedReason.CLASSES_DISAGREE
        if evidence.confidence < floor:
            return UndecidedReason.CONFIDENCE_LOW
        if evidence.margin < self.rules.min_margin:
            return UndecidedReason.CLASSES_CLOSE
        agreeing = track.votes_for(evidence.label)
        counted = [vote for vote in agreeing if held or vote.rival <= self.rules.max_rival]
        if len(counted) < self.rules.min_agreement * len(track.votes):
            return UndecidedReason.RIVAL_HEARD
        if len(counted) < self.rules.min_frames:
            return UndecidedReason.COLLECTING
        if not any(chain.frame_ids.issuperset(evidence.frame_ids) for chain in self._chains_of(evidence.label)):
            return UndecidedReason.CLASSES_DISAGREE
        return None

    def _chains_of(self, label: str) -> tuple[Track, ...]:
        return tuple(chain for chain in self.chains if label in chain.labels)

    def _other_parts(self, track: Track, part: PartNumber) -> tuple[PartNumber, ...]:
        """D12: parts that one fresh vote of 0.65 and more, or two of 0.40 and more, see elsewhere in view. One is
        enough when it is that sure: a cover that lies there must not turn green while another is just coming in."""
        seen: dict[PartNumber, None] = {}
        for other in self.tracks:
            if other.track_id == track.track_id:
                continue
            for label in sorted(other.labels):
                named = self.identities.resolve(label).named
                if _is_seen(other.votes_for(label)) and self.master.tells_apart(named, part):
                    seen[named] = None
        return tuple(seen)


def _is_seen(votes: tuple[Vote, ...]) -> bool:
    scores = [vote.detection.confidence for vote in votes]
    return max(scores) >= ORANGE_FROM or sum(score >= AMBER_FROM for score in scores) >= OTHER_PART_VOTES


def _is_cut(box: Box, edge: float) -> bool:
    return box.x1 < edge or box.y1 < edge or box.x2 > 1 - edge or box.y2 > 1 - edge
