"""Which line the operator is at, which lines are listed, and whose labels are open: rules of the list, without Qt."""

from collections.abc import Sequence

from app.domain.notices import InfoCode
from app.domain.packing_session import LineStatus
from app.domain.part_number import PartNumber
from app.use_cases.desk_state import DeskState, Phase
from ui.packing.view_model import PackingState, PartRow

FILTER_FROM = 9
"""Lines of a note; fewer are seen at one glance."""
_WITH_LABELS = {Phase.PACKING, Phase.ALREADY_PACKED}


def rows_listed(rows: Sequence[PartRow], open_only: bool, current: PartNumber | None) -> tuple[PartRow, ...]:
    """Rule V11: always the note's order, so that no line jumps while its label is scanned. With ``open_only`` the
    fulfilled lines are left out; the current one stays until another line is current, so that its end is seen."""
    if not open_only:
        return tuple(rows)
    return tuple(row for row in rows if row.status is LineStatus.OPEN or row.part == current)


def filter_offered(state: PackingState) -> bool:
    """Nine lines and more; a note nobody has seen has no open lines to look for."""
    return state.note_seen and len(state.parts) >= FILTER_FROM


def chosen_after(chosen: PartNumber | None, before: DeskState, state: DeskState) -> PartNumber | None:
    """Rule V12: the labels of a chosen line stay open until a label counts for another part, the session is another
    one, or it is submitted: then the newest label of all is on top again, one tap from being taken back."""
    if chosen is None or state.session is None or state.phase not in _WITH_LABELS:
        return None
    if before.session is None or before.session.session_id != state.session.session_id:
        return None
    news = state.notice if state.revision != before.revision else None
    if news and news.code is InfoCode.LABEL_COUNTED and news.details.get("part") != chosen:
        return None
    return chosen


def current_after(
    current: PartNumber | None, rows: Sequence[PartRow], seen: frozenset[PartNumber]
) -> PartNumber | None:
    """Rule V13: a line stays the current one until the camera sees another one without it; of several the first of the
    note. (A label that counts, or a cover that is accepted, makes its line current at once: :func:`flashed`.)"""
    parts = [row.part for row in rows]
    still = current if current in parts else None
    in_view = [part for part in parts if part in seen]
    return still if still in in_view or not in_view else in_view[0]


def flashed(rows: Sequence[PartRow]) -> PartRow | None:
    """The line that the last notice is about."""
    return next((row for row in rows if row.flash), None)
