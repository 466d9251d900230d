"""Inspect covers: results in, decisions out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.domain.advice import Advice
from app.domain.decision import Accepted, Decision, Refused, VoteRules
from app.domain.delivery_note import DeliveryNote
from app.domain.detection import FrameDetections
from app.domain.inspection import Asked, Inspection, covers_in_view
from app.domain.part_number import PartNumber
from app.domain.stamp import StampReading
from app.ports.clock import Clock
from app.use_cases.advise import Adviser

_Verdict = tuple[type[Decision], PartNumber]


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


class Inspector:
    """Runs on the detector's thread; ``ask`` and ``add_reading`` may come from any thread.

    ``on_settled`` is called once when a cover becomes accepted or refused as a part, not again while it stays so, with
    the note it was decided for. With an ``adviser`` the undecided covers are advised about.
    """

    def __init__(
        self,
        rules: VoteRules,
        clock: Clock,
        on_settled: Callable[[DeliveryNote, Accepted | Refused], None],
        adviser: Adviser | None = None,
    ) -> None:
        self._rules, self._clock, self._on_settled = rules, clock, on_settled
        self._adviser = adviser
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
        if asked is None:
            return Inspected(result, ())
        readings = dict(self._readings)
        self._inspection = self._inspection.observe(result, asked, self._clock.monotonic_s(), readings)
        for decision in self._inspection.decisions:
            self._announce(asked.note, decision)
        alive = {track.track_id for track in self._inspection.tracks}
        self._settled = {track: kind for track, kind in self._settled.items() if track in alive}
        for gone in readings.keys() - alive:
            self._readings.pop(gone, None)
        advice = self._adviser.advise(self._inspection, result.stamp.frame_id) if self._adviser else {}
        return Inspected(result, self._inspection.decisions, advice)

    def _announce(self, note: DeliveryNote, decision: Decision) -> None:
        track = decision.evidence.track_id
        if not isinstance(decision, Accepted | Refused):
            return
        verdict = type(decision), decision.part_number
        if self._settled.get(track) != verdict:
            self._settled[track] = verdict
            self._on_settled(note, decision)
