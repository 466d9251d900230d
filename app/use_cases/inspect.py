"""Inspect covers: results in, decisions out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from app.domain.advice import Advice
from app.domain.decision import Accepted, Decision, Refused, Undecided, UndecidedReason, VoteRules
from app.domain.delivery_note import DeliveryNote
from app.domain.detection import FrameDetections
from app.domain.inspection import Asked, Inspection, covers_in_view
from app.domain.part_number import PartNumber
from app.domain.stamp import StampReading
from app.ports.clock import Clock
from app.ports.frame import Frame
from app.use_cases.advise import Adviser

_Verdict = tuple[type[Decision], PartNumber]
_FrameOf = Callable[[int], Frame | None]

LINGERED_S = 1.5
"""Five times as long as a cover takes that is decided at all (three fresh frames, D4, at ten a second): whoever holds
one so long in view wants an answer. What is gone sooner was on its way in or out."""

_PASSING = {UndecidedReason.CUT_BY_EDGE, UndecidedReason.COLLECTING}
"""Reasons of every cover that comes and goes; told only of one for which nothing else was ever the reason."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """One result and what was decided with it; ``decisions`` is empty while no note is open. ``advice``: what helps the
    undecided covers, by track."""

    result: FrameDetections
    decisions: tuple[Decision, ...]
    advice: Mapping[int, Advice] = field(default_factory=dict)

    @property
    def in_view(self) -> Mapping[PartNumber, int]:
        """Accepted covers in view, by part."""
        return covers_in_view(self.decisions)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A cover in view that was never decided: its surest moment, with that moment's frame; seconds are monotonic."""

    since_s: float
    last_s: float
    decision: Undecided
    frame: Frame | None

    def seen(self, at_s: float, decision: Undecided, frame_of: _FrameOf) -> "_Waiting":
        if _weight(decision) <= _weight(self.decision):
            return replace(self, last_s=at_s)
        return _Waiting(self.since_s, at_s, decision, frame_of(decision.evidence.best_frame_id))


def _weight(decision: Undecided) -> tuple[bool, float]:
    return decision.reason not in _PASSING, decision.evidence.confidence


class Inspector:
    """Runs on the detector's thread; ``ask`` and ``add_reading`` may come from any thread.

    ``on_settled`` is called once when a cover becomes accepted or refused as a part, not again while it stays so, with
    the note it was decided for. With an ``adviser`` the undecided covers are advised about.

    Rule UC1: ``on_undecided`` is called once for a cover that was in view for ``LINGERED_S`` and went away, or was
    replaced, without ever having been accepted or refused: with the decision of its surest moment and that moment's
    frame, which ``frame_of`` finds while it is fresh. Not for one that is still in view when its note is closed. It is
    called after the decisions of a frame are made and changes none of them.
    """

    def __init__(
        self,
        rules: VoteRules,
        clock: Clock,
        on_settled: Callable[[DeliveryNote, Accepted | Refused], None],
        adviser: Adviser | None = None,
        on_undecided: Callable[[DeliveryNote, Undecided, Frame | None], None] | None = None,
        frame_of: _FrameOf | None = None,
    ) -> None:
        self._rules, self._clock, self._on_settled = rules, clock, on_settled
        self._adviser, self._on_undecided, self._find = adviser, on_undecided, frame_of
        self._waiting: dict[int, _Waiting] = {}
        self._asked: Asked | None = None
        self._decided_for: Asked | None = None
        self._inspection = Inspection(rules)
        self._settled: dict[int, _Verdict] = {}
        self._readings: dict[int, StampReading] = {}

    def ask(self, asked: Asked | None) -> None:
        self._asked = asked

    def add_reading(self, reading: StampReading) -> None:
        """It counts from the next frame on, as long as the cover stays in view."""
        self._readings[reading.track_id] = reading

    def observe(self, result: FrameDetections) -> Inspected:
        asked = self._asked
        if asked != self._decided_for:
            next_id = self._inspection.next_track_id  # a late reading must not meet a new cover of the same number
            self._inspection, self._settled = Inspection(self._rules, next_track_id=next_id), {}
            self._decided_for = asked
            self._waiting.clear()
        if asked is None:
            return Inspected(result, ())
        readings = dict(self._readings)
        if self._inspection.model not in (None, result.model):
            self._waiting.clear()  # D15: the cover stays, and is followed anew
        self._inspection = self._inspection.observe(result, asked, self._clock.monotonic_s(), readings)
        for decision in self._inspection.decisions:
            self._announce(asked.note, decision)
        alive = {track.track_id for track in self._inspection.tracks}
        self._settled = {track: kind for track, kind in self._settled.items() if track in alive}
        for gone in readings.keys() - alive:
            self._readings.pop(gone, None)
        self._watch(asked.note)
        advice = self._adviser.advise(self._inspection, result.stamp.frame_id) if self._adviser else {}
        return Inspected(result, self._inspection.decisions, advice)

    def _watch(self, note: DeliveryNote) -> None:
        pairs = zip(self._inspection.tracks, self._inspection.decisions, strict=True)
        there = {track.track_id: (track.votes[-1].stamp.captured_s, decision) for track, decision in pairs}
        gone = [self._waiting.pop(track_id) for track_id in self._waiting.keys() - there.keys()]
        for track_id, (at_s, decision) in there.items():
            if track_id in self._settled or not isinstance(decision, Undecided):
                self._waiting.pop(track_id, None)
            elif track_id in self._waiting:
                self._waiting[track_id] = self._waiting[track_id].seen(at_s, decision, self._frame_of)
            else:
                frame = self._frame_of(decision.evidence.best_frame_id)
                self._waiting[track_id] = _Waiting(at_s, at_s, decision, frame)
        for waited in gone:
            if self._on_undecided and waited.last_s - waited.since_s >= LINGERED_S:
                self._on_undecided(note, waited.decision, waited.frame)

    def _frame_of(self, frame_id: int) -> Frame | None:
        return self._find(frame_id) if self._find else None

    def _announce(self, note: DeliveryNote, decision: Decision) -> None:
        track = decision.evidence.track_id
        if not isinstance(decision, Accepted | Refused):
            return
        verdict = type(decision), decision.part_number
        if self._settled.get(track) != verdict:
            self._settled[track] = verdict
            self._on_settled(note, decision)
