"""What the packing side shows, as pure functions of the desk's state."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.labels import ScannedLabel
from app.domain.notices import InfoCode, Notice, Tone
from app.domain.packing_session import LabelRefusal, LineStatus, PackingSession, PartProgress
from app.domain.part_number import PartNumber
from app.use_cases.desk import DeskState, Phase


@dataclass(frozen=True, slots=True)
class Flash:
    """A row lights up once per ``revision``."""

    revision: int
    tone: Tone


@dataclass(frozen=True, slots=True)
class PartRow:
    """``asked`` 0: nobody knows yet. ``distinction``: the segments that tell parts with the same short name apart, e.g.
    ``DQ00``."""

    part: PartNumber
    short: str
    distinction: str
    labelled: int
    asked: int
    status: LineStatus
    inspected: bool
    flash: Flash | None = None

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
    code: str
    short: str
    quantity: int
    may_take_back: bool


class Stage(StrEnum):
    """What fills the place of the picture."""

    LIVE = "live"
    DISCREPANCY = "discrepancy"
    SUBMITTED = "submitted"


@dataclass(frozen=True, slots=True)
class Actions:
    submit_visible: bool
    submit_enabled: bool
    reopen_visible: bool
    new_note_enabled: bool


@dataclass(frozen=True, slots=True)
class PackingState:
    """``parts`` as on the note, or, of a note that was never seen, by their labels; ``labels`` the newest first."""

    parts: tuple[PartRow, ...]
    labels: tuple[LabelRow, ...]
    fulfilled: int
    pieces: int
    actions: Actions
    note_seen: bool = True


def packing_state(state: DeskState, stage: Stage) -> PackingState:
    session = _session_on_show(state)
    progress = session.progress if session else ()
    labels = session.labels if session else ()
    editable = state.phase is Phase.PACKING
    return PackingState(
        parts=tuple(_part_row(entry, progress, state) for entry in progress),
        labels=tuple(_label_row(label, editable) for label in reversed(labels)),
        fulfilled=sum(entry.status is LineStatus.FULFILLED for entry in progress if entry.note_quantity > 0),
        pieces=sum(label.quantity for label in labels),
        actions=_actions(state, stage),
        note_seen=not (session and session.provisional),
    )


def _session_on_show(state: DeskState) -> PackingSession | None:
    """A packed note is shown with the labels it has, before it is reopened."""
    if state.session and state.packed and state.phase is Phase.ALREADY_PACKED:
        return replace(state.session, labels=state.packed.labels)
    return state.session


def _part_row(entry: PartProgress, every: Sequence[PartProgress], state: DeskState) -> PartRow:
    return PartRow(
        entry.part_number,
        entry.part_number.short,
        distinction(entry.part_number, [other.part_number for other in every]),
        entry.labelled_quantity,
        entry.note_quantity,
        entry.status,
        entry.inspected,
        _flash(entry.part_number, state),
    )


def distinction(part: PartNumber, every: Sequence[PartNumber]) -> str:
    """Rule V6: two parts called the same by the operator show the segments in which they differ."""
    namesakes = [p.segments for p in every if p.short == part.short and len(p.segments) == len(part.segments)]
    columns = zip(part.segments, *namesakes, strict=True)
    return " ".join(own for own, *others in columns if len(set(others)) > 1)


def _flash(part: PartNumber, state: DeskState) -> Flash | None:
    notice: Notice = state.notice
    flashing = {InfoCode.LABEL_COUNTED, InfoCode.PART_ACCEPTED, LabelRefusal.QUANTITY_EXCEEDED}
    if notice.code in flashing and notice.details.get("part") == part:
        return Flash(state.revision, notice.tone)
    return None


def _label_row(label: ScannedLabel, editable: bool) -> LabelRow:
    return LabelRow(str(label.code), label.part_number.short, label.quantity, editable)


def _actions(state: DeskState, stage: Stage) -> Actions:
    return Actions(
        submit_visible=state.phase is not Phase.ALREADY_PACKED,
        submit_enabled=state.phase is Phase.PACKING and stage is not Stage.DISCREPANCY,
        reopen_visible=state.phase is Phase.ALREADY_PACKED,
        new_note_enabled=state.phase is not Phase.WAITING_FOR_NOTE,
    )


# -- the end of a session -----------------------------------------------------------------------------------------


class DiscrepancyReason(StrEnum):
    """What is recorded, in every language the same; the screen has the words."""

    SHORT_DELIVERY = "short delivery"
    DAMAGED = "damaged parts"
    WRONG_PART = "wrong parts delivered"
    LABEL_MISSING = "label missing or unreadable"
    COUNT_DIFFERS = "count differs from the label"


def stage_after(before: Stage, state: DeskState) -> Stage:
    """Rule V7: the desk asking for a reason opens the panel; it stays, whatever the camera sees meanwhile, until the
    session has no open part, was sent, or is no longer being packed."""
    if state.phase is Phase.SUBMITTED:
        return Stage.SUBMITTED
    open_parts = bool(state.session and state.session.open_parts)
    if state.phase is not Phase.PACKING or not open_parts:
        return Stage.LIVE
    if state.notice.code is InfoCode.DISCREPANCY_NEEDED:
        return Stage.DISCREPANCY
    return Stage.DISCREPANCY if before is Stage.DISCREPANCY else Stage.LIVE


def open_rows(state: PackingState) -> tuple[PartRow, ...]:
    return tuple(row for row in state.parts if row.status is LineStatus.OPEN)


def recorded_reason(chosen: DiscrepancyReason | None, remark: str) -> str:
    """Rule V8: the chosen reason, the remark, or both; empty means there is no reason yet."""
    return ": ".join(text for text in (chosen.value if chosen else "", remark.strip()) if text)
