"""What the packing side shows, as pure functions of the desk's state."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import compress

from app.domain.labels import ScannedLabel
from app.domain.notices import DiscrepancyReason, InfoCode, Notice, Tone
from app.domain.packing_session import LabelRefusal, LineStatus, PackingSession
from app.domain.part_number import PartNumber
from app.use_cases.desk_state import AWAY, DeskState, Phase


@dataclass(frozen=True, slots=True)
class Flash:
    """A row lights up once per ``revision``."""

    revision: int
    tone: Tone


@dataclass(frozen=True, slots=True)
class PartRow:
    """``asked`` 0: nobody knows yet. ``distinction``: the segments that tell parts with the same short name apart, e.g.
    ``DQ00``. ``labels``: how many cartons make up ``labelled``."""

    part: PartNumber
    short: str
    distinction: str
    labelled: int
    asked: int
    status: LineStatus
    inspected: bool
    flash: Flash | None = None
    labels: int = 0

    @property
    def name(self) -> str:
        """What an operator calls it, never the same for two lines of a note."""
        return f"{self.short} {self.distinction}".rstrip()

    @property
    def known(self) -> bool:
        """The note asks for it; a provisional session's parts are known by their labels alone."""
        return self.asked > 0

    @property
    def quantity(self) -> str:
        return f"{self.labelled} / {self.asked}" if self.known else f"{self.labelled} / ?"

    @property
    def fraction(self) -> float:
        return min(1.0, self.labelled / self.asked) if self.known else 0.0

    @property
    def missing(self) -> int:
        return max(0, self.asked - self.labelled)


@dataclass(frozen=True, slots=True)
class LabelRow:
    """``name`` of the part; ``scanned_at``: UTC, ISO 8601. ``recorded``: by an earlier session of the same note."""

    code: str
    name: str
    quantity: int
    may_take_back: bool
    scanned_at: str = ""
    recorded: bool = False


class Stage(StrEnum):
    """What fills the place of the picture."""

    SIGN_IN = "sign_in"
    LIVE = "live"
    DISCREPANCY = "discrepancy"
    SUBMITTED = "submitted"


@dataclass(frozen=True, slots=True)
class Actions:
    """Rule V19: only what can be done is on the screen, and once: a panel in the picture's place has its own buttons.
    While a refusal is held nothing is ``enabled``: only its own button leaves it."""

    submit: bool
    reopen: bool
    enabled: bool

    @property
    def next_note(self) -> bool:
        return self.submit or self.reopen


class Empty(StrEnum):
    """Why there is no list of parts."""

    NO = "there is one"
    NO_NOTE = "no note is open"
    NO_LABELS = "nobody has seen the note, and no label says a part yet"


@dataclass(frozen=True, slots=True)
class PackingState:
    """``parts`` as on the note, or, of a note that was never seen, by their labels. ``labels``, the newest first: those
    of the ``chosen`` line, or all; ``pieces`` are theirs."""

    parts: tuple[PartRow, ...]
    labels: tuple[LabelRow, ...]
    fulfilled: int
    pieces: int
    actions: Actions
    note_seen: bool = True
    chosen: PartRow | None = None
    empty: Empty = Empty.NO

    @property
    def asked(self) -> int:
        """Pieces on the whole note; 0: nobody knows yet."""
        return sum(row.asked for row in self.parts)

    @property
    def labelled(self) -> int:
        return sum(row.labelled for row in self.parts)

    @property
    def figure(self) -> str:
        """How far the whole is: fulfilled lines; of a note nobody has seen, pieces."""
        return f"{self.fulfilled} / {len(self.parts)}" if self.note_seen else str(self.labelled)

    def row(self, part: PartNumber | None) -> PartRow | None:
        return next((row for row in self.parts if row.part == part), None)


def packing_state(state: DeskState, stage: Stage, chosen: PartNumber | None = None) -> PackingState:
    """``chosen``: the line whose labels are asked for; one that is not on the note changes nothing."""
    session = _session_on_show(state)
    parts = _part_rows(session, state) if session else ()
    line = next((row for row in parts if row.part == chosen), None)
    every = session.labels if session else ()
    labels = [label for label in every if line is None or label.part_number == line.part]
    names = {row.part: row.name for row in parts}
    editable = state.phase is Phase.PACKING
    return PackingState(
        parts=parts,
        labels=tuple(_label_row(label, names, editable) for label in reversed(labels)),
        fulfilled=sum(row.status is LineStatus.FULFILLED for row in parts if row.known),
        pieces=sum(label.quantity for label in labels),
        actions=_actions(state, stage),
        note_seen=not (session and session.provisional),
        chosen=line,
        empty=_empty(session, parts),
    )


def _empty(session: PackingSession | None, parts: Sequence[PartRow]) -> Empty:
    if session is None:
        return Empty.NO_NOTE
    return Empty.NO if parts else Empty.NO_LABELS


def _session_on_show(state: DeskState) -> PackingSession | None:
    """A packed note is shown with the labels it has, before it is reopened; while nobody works here, nothing is."""
    if state.phase in AWAY:
        return None
    if state.session and state.packed and state.phase is Phase.ALREADY_PACKED:
        return replace(state.session, labels=state.packed.labels)
    return state.session


def _part_rows(session: PackingSession, state: DeskState) -> tuple[PartRow, ...]:
    progress = session.progress
    names = _names(tuple(entry.part_number for entry in progress))
    cartons = Counter(label.part_number for label in session.labels)
    flashing, flash = _flash(state)
    return tuple(
        PartRow(
            entry.part_number,
            short,
            distinction,
            entry.labelled_quantity,
            entry.note_quantity,
            entry.status,
            entry.inspected,
            flash if entry.part_number == flashing else None,
            cartons[entry.part_number],
        )
        for entry, (short, distinction) in zip(progress, names, strict=True)
    )


@lru_cache(maxsize=4)
def _names(parts: tuple[PartNumber, ...]) -> tuple[tuple[str, str], ...]:
    """Short name and distinction of each. They are the same after every label, so they are made once a note."""
    apart = distinctions(parts)
    return tuple((part.short, apart[part]) for part in parts)


def distinctions(parts: Sequence[PartNumber]) -> dict[PartNumber, str]:
    """Rule V6: two parts called the same by the operator show the segments in which they differ."""
    namesakes: dict[tuple[str, int], list[PartNumber]] = {}
    for part in parts:
        namesakes.setdefault((part.short, len(part.segments)), []).append(part)
    return {part: words for group in namesakes.values() for part, words in _apart(group)}


def _apart(namesakes: Sequence[PartNumber]) -> list[tuple[PartNumber, str]]:
    differing = [len(set(column)) > 1 for column in zip(*(part.segments for part in namesakes), strict=True)]
    return [(part, " ".join(compress(part.segments, differing))) for part in namesakes]


_FLASHING = {InfoCode.LABEL_COUNTED, InfoCode.PART_ACCEPTED, LabelRefusal.QUANTITY_EXCEEDED}


def _flash(state: DeskState) -> tuple[object, Flash | None]:
    """Which part the last notice is about, if its row is to light up."""
    notice: Notice = state.notice
    if notice.code not in _FLASHING:
        return None, None
    return notice.details.get("part"), Flash(state.revision, notice.tone)


def _label_row(label: ScannedLabel, names: Mapping[PartNumber, str], editable: bool) -> LabelRow:
    part = label.part_number
    return LabelRow(
        str(label.code), names.get(part, part.short), label.quantity, editable, label.scanned_at, label.recorded
    )


def _actions(state: DeskState, stage: Stage) -> Actions:
    return Actions(
        submit=state.phase is Phase.PACKING and stage is Stage.LIVE,
        reopen=state.phase is Phase.ALREADY_PACKED,
        enabled=not state.held,
    )


# -- the end of a session -----------------------------------------------------------------------------------------


def stage_of(state: DeskState) -> Stage:
    """Rule V7: what the desk's state asks the operator to look at."""
    if state.phase in AWAY:
        return Stage.SIGN_IN
    if state.phase in {Phase.SUBMITTING, Phase.SUBMITTED}:
        return Stage.SUBMITTED
    return Stage.DISCREPANCY if state.asking_reason else Stage.LIVE


def open_rows(state: PackingState) -> tuple[PartRow, ...]:
    return tuple(row for row in state.parts if row.status is LineStatus.OPEN)


def recorded_reason(chosen: DiscrepancyReason | None, remark: str) -> str:
    """Rule V8: the chosen reason, the remark, or both; empty means there is no reason yet."""
    return ": ".join(text for text in (chosen.value if chosen else "", remark.strip()) if text)


def given_reason(recorded: str) -> tuple[DiscrepancyReason | None, str]:
    """V8 the other way round: what was chosen, and the remark."""
    chosen = next((each for each in DiscrepancyReason if f"{recorded}: ".startswith(f"{each.value}: ")), None)
    return chosen, recorded.removeprefix(chosen.value).removeprefix(": ") if chosen else recorded
