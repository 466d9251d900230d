"""Packing records as JSON text, for whoever keeps them: a station until they are sent, the factory's database in a
conflict. What is read back is equal to what was written.

Keys that this version does not know are ignored and missing ones take their defaults, so that a file outlives the
version that wrote it. The functions that read raise ValueError when a text holds no such thing.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

from app.domain.conflict import LabelHolder
from app.domain.decision import Accepted, Refused, Undecided
from app.domain.packing_session import PackingRecord, PackingSession

T = TypeVar("T")
Plain = dict[str, Any]
"""A JSON object."""

Cover = Accepted | Refused | Undecided
_VERDICTS: dict[str, type[Accepted] | type[Refused] | type[Undecided]] = {
    "accepted": Accepted,
    "refused": Refused,
    "undecided": Undecided,
}
_WORDS = {kind: word for word, kind in _VERDICTS.items()}


def record_to_json(record: PackingRecord) -> str:
    """ASCII, one line."""
    return json.dumps({**_plain(record, "session"), "session": session_to_plain(record.session)})


def record_from_json(text: str) -> PackingRecord:
    plain = _object(json.loads(text))
    session = session_from_plain(plain.get("session"))
    return replace(_read(PackingRecord, {**plain, "session": _STAND_IN}), session=session)


def holders_to_json(holders: Sequence[LabelHolder]) -> str:
    return json.dumps([_plain(each) for each in holders])


def holders_from_json(text: str) -> tuple[LabelHolder, ...]:
    return tuple(_read(LabelHolder, each) for each in _list(json.loads(text)))


def session_to_plain(session: PackingSession) -> Plain:
    plain = _plain(session, "decisions", "undecided")
    inspected = sorted(plain["inspected"], key=lambda part: str(part["text"]))
    decisions = [decision_to_plain(each) for each in session.decisions]
    undecided = [decision_to_plain(each) for each in session.undecided]
    return {**plain, "inspected": inspected, "decisions": decisions, "undecided": undecided}


def session_from_plain(value: object) -> PackingSession:
    plain = _object(value)
    settled = [decision_from_plain(each) for each in _list(plain.get("decisions", []))]
    waited = [decision_from_plain(each) for each in _list(plain.get("undecided", []))]
    decisions = tuple(each for each in settled if not isinstance(each, Undecided))
    undecided = tuple(each for each in waited if isinstance(each, Undecided))
    if (len(decisions), len(undecided)) != (len(settled), len(waited)):
        raise ValueError("a settled cover among the undecided ones, or the other way round")
    session = _read(PackingSession, {**plain, "decisions": (), "undecided": ()})
    return replace(session, decisions=decisions, undecided=undecided)


def decision_to_plain(decision: Cover) -> Plain:
    """With its kind in ``verdict``."""
    return {"verdict": _WORDS[type(decision)], **_plain(decision)}


def decision_from_plain(value: object) -> Cover:
    plain = _object(value)
    kind = _VERDICTS.get(str(plain.get("verdict")))
    if kind is None:
        raise ValueError(f"a decision has the verdict “{plain.get('verdict')}”")
    return _read(kind, plain)


_STAND_IN: Plain = {"session_id": "", "note": {"number": {"text": ""}, "lines": []}}
"""In the place of the session, which is read by itself."""


def _plain(value: Any, *without: str) -> Plain:
    kind: Any = type(value)
    plain: Plain = _adapter(kind).dump_python(value, mode="json", exclude=set(without))
    return plain


def _read(kind: type[T], plain: object) -> T:
    hashable: Any = kind
    read: T = _adapter(hashable).validate_python(plain)
    return read


@cache
def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _object(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("a JSON object is expected")
    return value


def _list(value: object) -> Sequence[Any]:
    if not isinstance(value, list):
        raise ValueError("a JSON list is expected")
    return value
