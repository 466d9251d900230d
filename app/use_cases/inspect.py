"""Inspect covers: results in, decisions out."""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.decision import Accepted, Decision, Inspection, Refused, VoteRules
from app.domain.delivery_note import DeliveryNote
from app.domain.detection import FrameDetections
from app.domain.part_number import PartNumber
from app.ports.clock import Clock

_Verdict = tuple[type[Decision], PartNumber]


@dataclass(frozen=True, slots=True)
class Inspected:
    """One result and what was decided with it; ``decisions`` is empty while no note is open."""

    result: FrameDetections
    decisions: tuple[Decision, ...]


class Inspector:
    """Runs on the detector's thread; ``set_note`` may come from any thread.

    ``on_settled`` is called once when a cover becomes accepted or refused as a part, not again while it stays so, with
    the note it was decided for.
    """

    def __init__(self, rules: VoteRules, clock: Clock, on_settled: Callable[[DeliveryNote, Decision], None]) -> None:
        self._rules, self._clock, self._on_settled = rules, clock, on_settled
        self._note: DeliveryNote | None = None
        self._decided_for: DeliveryNote | None = None
        self._inspection = Inspection(rules)
        self._settled: dict[int, _Verdict] = {}

    def set_note(self, note: DeliveryNote | None) -> None:
        self._note = note

    def observe(self, result: FrameDetections) -> Inspected:
        note = self._note
        if note != self._decided_for:
            self._inspection, self._settled, self._decided_for = Inspection(self._rules), {}, note
        if note is None:
            return Inspected(result, ())
        self._inspection = self._inspection.observe(result, note, self._clock.monotonic_s())
        for decision in self._inspection.decisions:
            self._announce(note, decision)
        alive = {track.track_id for track in self._inspection.tracks}
        self._settled = {track: kind for track, kind in self._settled.items() if track in alive}
        return Inspected(result, self._inspection.decisions)

    def _announce(self, note: DeliveryNote, decision: Decision) -> None:
        track = decision.evidence.track_id
        if not isinstance(decision, Accepted | Refused):
            return
        verdict = type(decision), decision.part_number
        if self._settled.get(track) != verdict:
            self._settled[track] = verdict
            self._on_settled(note, decision)
