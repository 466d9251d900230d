"""Entries of the journal as JSON text; their kind stands beside it, as the name of the deed."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter

from app.domain.decision import Accepted, Refused, Undecided
from app.domain.journal import (
    DEEDS,
    CoverAccepted,
    CoverRefused,
    CoverUndecided,
    Deed,
    Entry,
    JournalLine,
    LabelCounted,
    LabelTakenBack,
    Left,
    Opened,
    Submitted,
)
from services.storage.record_json import (
    decision_from_plain,
    decision_to_plain,
    session_from_plain,
    session_to_plain,
)

_SMALL: Mapping[Deed, TypeAdapter[Any]] = {
    DEEDS[kind]: TypeAdapter(kind) for kind in (LabelCounted, LabelTakenBack, Submitted, Left)
}


def entry_to_json(entry: Entry) -> str:
    """ASCII, one line."""
    match entry:
        case Opened(session):
            plain: object = session_to_plain(session)
        case CoverAccepted(decision) | CoverRefused(decision) | CoverUndecided(decision):
            plain = decision_to_plain(decision)
        case _:
            plain = _SMALL[DEEDS[type(entry)]].dump_python(entry, mode="json")
    return json.dumps(plain)


def entry_from_json(deed: str, text: str) -> Entry:
    """Raises ValueError: there is no such deed, or the text does not tell of it."""
    kind, plain = Deed(deed), json.loads(text)
    if kind is Deed.OPENED:
        return Opened(session_from_plain(plain))
    if kind in _SMALL:
        small: Entry = _SMALL[kind].validate_python(plain)
        return small
    cover = _cover(decision_from_plain(plain))
    if DEEDS[type(cover)] is not kind:
        raise ValueError(f"{deed} with the decision of another deed")
    return cover


def _cover(decision: Accepted | Refused | Undecided) -> CoverAccepted | CoverRefused | CoverUndecided:
    match decision:
        case Accepted():
            return CoverAccepted(decision)
        case Refused():
            return CoverRefused(decision)
        case Undecided():
            return CoverUndecided(decision)


def line_of(row: Any) -> JournalLine:
    """A row of ``entry``. Raises ValueError."""
    return JournalLine(row.seq, row.at, entry_from_json(row.deed, row.payload), row.acted_by)


def decisions_of(entry: Entry) -> Sequence[Accepted | Refused | Undecided]:
    match entry:
        case Opened(session):
            return (*session.decisions, *session.undecided)
        case CoverAccepted(decision) | CoverRefused(decision) | CoverUndecided(decision):
            return (decision,)
        case _:
            return ()
