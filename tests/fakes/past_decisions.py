"""Past decisions in memory, held to the same suite as the real ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.detection import Box, ModelIdentity
from app.domain.errors import OperationalError
from app.domain.part_number import PartNumber
from app.ports.past_decisions import DECISIONS_AT_MOST, Example, PastDecision, PastOfModel, SeenLabel, SeenLately


@dataclass(frozen=True)
class Remembered:
    """A decision with what a port's answer leaves out."""

    decision: PastDecision
    model: ModelIdentity
    alias_by: str = ""
    picture_id: str = ""
    sha256: str = ""
    box: Box | None = None


@dataclass
class FakePastDecisions:
    """``asked``: the parts of each DN. ``error``, while set, is raised by every method."""

    remembered: list[Remembered] = field(default_factory=list)
    asked: Mapping[str, frozenset[PartNumber]] = field(default_factory=dict)
    error: OperationalError | None = None
    closed: bool = False

    def of_model(self, model: ModelIdentity, since: str, until: str, limit: int) -> PastOfModel:
        if not 1 <= limit <= DECISIONS_AT_MOST:
            raise ValueError(limit)
        within = self._within(since, until)
        ours = [each.decision for each in within if each.model == model]
        found = tuple(ours[:limit])
        asked = {each.dn: self.asked[each.dn] for each in found if self.asked.get(each.dn)}
        return PastOfModel(found, asked, len(ours), len(within) - len(ours))

    def lately(self, since: str, until: str) -> SeenLately:
        within = self._within(since, until)
        times: dict[tuple[ModelIdentity, str], list[str]] = {}
        for each in within:
            times.setdefault((each.model, each.decision.label), []).append(each.decision.verdict)
        labels = (
            SeenLabel(model, label, *(verdicts.count(each) for each in ("accepted", "refused", "undecided")))
            for (model, label), verdicts in times.items()
        )
        parts = frozenset(part for each in within for part in self.asked.get(each.decision.dn, ()))
        return SeenLately(tuple(labels), parts)

    def of_label(self, model: ModelIdentity, label: str, since: str, limit: int) -> Sequence[Example]:
        within = self._within(since, "9999")
        return _examples([each for each in within if (each.model, each.decision.label) == (model, label)], limit)

    def of_part(self, part: PartNumber, since: str, limit: int) -> Sequence[Example]:
        wanted = ("accepted", part.text, "")
        within = self._within(since, "9999")
        found = [each for each in within if (each.decision.verdict, each.decision.part_number, each.alias_by) == wanted]
        return _examples(found, limit)

    def close(self) -> None:
        self.closed = True

    def _within(self, since: str, until: str) -> list[Remembered]:
        if self.error is not None:
            raise self.error
        within = [each for each in self.remembered if since <= each.decision.submitted_at < until]
        within.sort(key=lambda each: each.decision.seq)
        return sorted(within, key=lambda each: (each.decision.submitted_at, each.decision.session_id), reverse=True)


def _examples(found: Sequence[Remembered], limit: int) -> Sequence[Example]:
    kept = [each for each in found if each.picture_id][:limit]
    return [Example(each.picture_id, each.sha256, each.decision.submitted_at, each.box) for each in kept]
