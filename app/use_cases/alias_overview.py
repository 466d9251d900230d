"""What a supervisor looks at before deciding about aliases: how they stand, which labels have none, and both parts
side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from app.domain.alias import AliasBook, AliasKey
from app.domain.identity import Similarity, Suggestion, suggestion
from app.domain.part_number import Difference, PartMaster, PartNumber, canonical_part_number
from app.domain.people import Actor, Right
from app.ports.clock import Clock
from app.ports.past_decisions import Example, PastDecisions, SeenLabel, SeenLately
from app.use_cases.alias_effect import EFFECT_DAYS
from app.use_cases.aliases import Aliases
from app.use_cases.authority import Authority

EXAMPLE_DAYS = 90
EXAMPLES_AT_MOST = 4


@dataclass(frozen=True, slots=True)
class OpenLabel:
    """A label seen lately, of which no alias is approved or waits. ``spelt_right``: lately a note asked for a part of
    its own spelling, so that it may need none; then nothing is suggested."""

    key: AliasKey
    seen: SeenLabel
    spelt_right: bool
    suggestion: Suggestion | None


@dataclass(frozen=True, slots=True)
class Overview:
    """``labels``: those that no note can ask for first, then the ones seen most. ``parts``: what notes asked for
    lately, in order; a part is chosen from these."""

    book: AliasBook
    labels: tuple[OpenLabel, ...] = ()
    parts: tuple[PartNumber, ...] = ()


@dataclass(frozen=True, slots=True)
class SideBySide:
    """A label and a part. ``score`` 0..1 is how alike they look, which decides nothing; ``differences`` run from the
    label's spelling to the part. ``comparable``: both are built of the six segments."""

    score: float
    differences: tuple[Difference, ...]
    comparable: bool
    of_label: Sequence[Example] = ()
    of_part: Sequence[Example] = ()


class AliasOverview:
    """Blocking; a worker thread. Raises as the alias table and the past decisions do, and NOT_ALLOWED."""

    def __init__(
        self,
        past: PastDecisions,
        aliases: Aliases,
        authority: Authority,
        clock: Clock,
        similarity: Similarity,
        master: PartMaster,
    ) -> None:
        self._past, self._aliases, self._authority, self._clock = past, aliases, authority, clock
        self._similarity, self._master = similarity, master

    def look(self, actor: Actor) -> Overview:
        self._authority.require(actor, Right.REVIEW)
        seen = self._past.lately(self._days_ago(EFFECT_DAYS), self._clock.utc().isoformat())
        book = self._aliases.book()
        return Overview(book, self._open(book, seen), tuple(sorted(seen.parts)))

    def side_by_side(self, actor: Actor, key: AliasKey, part: PartNumber) -> SideBySide:
        """With at most ``EXAMPLES_AT_MOST`` pictures of each, of the last ``EXAMPLE_DAYS`` days."""
        self._authority.require(actor, Right.REVIEW)
        spelling, since = canonical_part_number(key.label), self._days_ago(EXAMPLE_DAYS)
        return SideBySide(
            self._similarity(spelling, part),
            self._master.differences(spelling, part),
            spelling.meaning is not None and part.meaning is not None,
            self._past.of_label(key.model, key.label, since, EXAMPLES_AT_MOST),
            self._past.of_part(part, since, EXAMPLES_AT_MOST),
        )

    def _open(self, book: AliasBook, seen: SeenLately) -> tuple[OpenLabel, ...]:
        found = [self._open_label(each, seen.parts) for each in seen.labels if not _spoken_of(book, each)]
        return tuple(sorted(found, key=lambda each: (each.spelt_right, -_times(each.seen), each.key.label)))

    def _open_label(self, seen: SeenLabel, parts: frozenset[PartNumber]) -> OpenLabel:
        spelt_right = canonical_part_number(seen.label) in parts
        alike = None if spelt_right else suggestion(seen.label, parts, self._similarity, self._master)
        return OpenLabel(AliasKey(seen.model, seen.label), seen, spelt_right, alike)

    def _days_ago(self, days: int) -> str:
        return (self._clock.utc() - timedelta(days=days)).isoformat()


def _spoken_of(book: AliasBook, seen: SeenLabel) -> bool:
    return seen.label in book.approved(seen.model) or seen.label in book.proposed(seen.model)


def _times(seen: SeenLabel) -> int:
    return seen.accepted + seen.refused + seen.undecided
