"""The decisions of the last days on a database, whichever engine it is."""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, and_, case, func, select

from app.domain.detection import Box, ModelIdentity
from app.domain.errors import ErrorCode, OperationalError
from app.domain.part_number import PartNumber, canonical_part_number
from app.ports.past_decisions import DECISIONS_AT_MOST, Example, PastDecision, PastOfModel, SeenLabel, SeenLately
from services.storage.engine_kind import EngineKind
from services.storage.login import Login
from services.storage.open_reports import reading
from services.storage.open_store import PLAIN
from services.storage.rows import text_from_utc, utc_from_text
from services.storage.schema import countersign_decision, countersign_session, detail_packing
from services.storage.transactions import transaction

_VERDICTS = ("accepted", "refused", "undecided")
_SESSION, _DECISION = countersign_session.c, countersign_decision.c
_BOTH = countersign_session.join(countersign_decision, _SESSION.session_id == _DECISION.session_id)
_NEWEST_FIRST = (_SESSION.submitted_at.desc(), _SESSION.session_id.desc(), _DECISION.seq)


def open_past_decisions(url: str, default_path: Path, timeout_s: float, login: Login = PLAIN) -> "SqlPastDecisions":
    """Of the same database, by the rules and with the errors of
    :func:`services.storage.open_reports.open_reports`."""
    return SqlPastDecisions(*reading(url, default_path, timeout_s, login))


class SqlPastDecisions:
    """Implements :class:`app.ports.past_decisions.PastDecisions`; owns ``engine``, of one connection."""

    def __init__(self, engine: Engine, kind: EngineKind) -> None:
        self.engine = engine
        self._kind = kind

    def of_model(self, model: ModelIdentity, since: str, until: str, limit: int) -> PastOfModel:
        if not 1 <= limit <= DECISIONS_AT_MOST:
            raise ValueError(f"1 to {DECISIONS_AT_MOST} decisions, not {limit}")
        within = _within(since, until)
        with transaction(self.engine, self._kind) as connection:
            rows = connection.execute(_decisions(model, within, limit)).all()
            oldest = rows[-1].submitted_at if rows else None
            notes = connection.execute(_notes(and_(within, _SESSION.submitted_at >= oldest))) if rows else ()
            asked = _asked(notes)
            of_model, every = connection.execute(_counts(model, within)).one()
        return PastOfModel(tuple(map(_decision, rows)), asked, of_model or 0, every - (of_model or 0))

    def lately(self, since: str, until: str) -> SeenLately:
        within = _within(since, until)
        with transaction(self.engine, self._kind) as connection:
            labels = tuple(_seen(connection.execute(_by_label(within))))
            parts = frozenset().union(*_asked(connection.execute(_notes(within))).values())
        return SeenLately(labels, parts)

    def of_label(self, model: ModelIdentity, label: str, since: str, limit: int) -> Sequence[Example]:
        return self._examples(and_(_DECISION.model_label == label, _DECISION.model == str(model)), since, limit)

    def of_part(self, part: PartNumber, since: str, limit: int) -> Sequence[Example]:
        by_spelling = and_(_DECISION.verdict == "accepted", _DECISION.alias_by == "")
        return self._examples(and_(_DECISION.part_number == part.text, by_spelling), since, limit)

    def close(self) -> None:
        self.engine.dispose()

    def _examples(self, which: ColumnElement[bool], since: str, limit: int) -> Sequence[Example]:
        found = (
            select(_DECISION.picture_id, _DECISION.picture_sha256, _DECISION.detail, _SESSION.submitted_at)
            .select_from(_BOTH)
            .where(_SESSION.submitted_at >= utc_from_text(since), which, _DECISION.picture_id != "")
            .order_by(*_NEWEST_FIRST)
            .limit(limit)
        )
        with transaction(self.engine, self._kind) as connection:
            return [_example(row) for row in connection.execute(found)]


def _within(since: str, until: str) -> ColumnElement[bool]:
    return and_(_SESSION.submitted_at >= utc_from_text(since), _SESSION.submitted_at < utc_from_text(until))


def _decisions(model: ModelIdentity, within: ColumnElement[bool], limit: int) -> Select[Any]:
    columns = (_SESSION.no_dn, _SESSION.station_id, _SESSION.submitted_at, _DECISION.session_id, _DECISION.seq)
    said = (_DECISION.verdict, _DECISION.reason, _DECISION.part_number, _DECISION.model_label)
    found = select(*columns, *said).select_from(_BOTH).where(within, _DECISION.model == str(model))
    return found.order_by(*_NEWEST_FIRST).limit(limit)


def _notes(within: ColumnElement[bool]) -> Select[Any]:
    """The parts of the notes of the sessions, as the factory's own table has them."""
    numbers = select(_SESSION.no_dn).where(within)
    columns = (detail_packing.c.no_dn, detail_packing.c.part_number_dn)
    return select(*columns).where(detail_packing.c.no_dn.in_(numbers))


def _counts(model: ModelIdentity, within: ColumnElement[bool]) -> Select[Any]:
    columns: tuple[ColumnElement[Any], ...] = (
        func.sum(case((_DECISION.model == str(model), 1), else_=0)),
        func.count(),
    )
    return select(*columns).select_from(_BOTH).where(within)


def _by_label(within: ColumnElement[bool]) -> Select[Any]:
    columns = (_DECISION.model, _DECISION.model_label, _DECISION.verdict)
    times: Select[Any] = select(*columns, func.count().label("times"))
    return times.select_from(_BOTH).where(within).group_by(*columns)


def _asked(rows: Iterable[Any]) -> Mapping[str, frozenset[PartNumber]]:
    asked: dict[str, set[PartNumber]] = {}
    for row in rows:
        part = canonical_part_number(row.part_number_dn)
        if part.text:
            asked.setdefault(row.no_dn, set()).add(part)
    return {dn: frozenset(parts) for dn, parts in asked.items()}


def _seen(rows: Iterable[Any]) -> Iterable[SeenLabel]:
    times: dict[tuple[str, str], dict[str, int]] = {}
    for row in rows:
        times.setdefault((row.model, row.model_label), {})[row.verdict] = row.times
    for (model, label), counted in times.items():
        name, _, version = model.rpartition("@")
        yield SeenLabel(ModelIdentity(name, version), label, *(counted.get(each, 0) for each in _VERDICTS))


def _decision(row: Any) -> PastDecision:
    if row.verdict not in _VERDICTS:
        problem = f"decision {row.seq} of session {row.session_id} has the verdict “{row.verdict}”"
        raise OperationalError(ErrorCode.DATABASE_MISMATCH, problem=problem)
    return PastDecision(
        row.session_id,
        row.seq,
        row.no_dn,
        row.station_id,
        text_from_utc(row.submitted_at),
        row.verdict,
        row.reason,
        row.part_number,
        row.model_label,
    )


def _example(row: Any) -> Example:
    return Example(row.picture_id, row.picture_sha256, text_from_utc(row.submitted_at), _box(row.detail))


def _box(detail: str) -> Box | None:
    """Of decisions that are recorded with one."""
    try:
        found = json.loads(detail).get("box")
        corners = [float(each) for each in found]
        box = Box(*corners) if all(math.isfinite(each) and 0 <= each <= 1 for each in corners) else None
    except (ValueError, TypeError, AttributeError):
        return None
    return box if box is not None and box.area > 0 else None
