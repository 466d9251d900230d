"""What people said of decisions on a database, whichever engine it is."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from app.domain.errors import ErrorCode, OperationalError
from app.domain.journal import Deed
from app.domain.judging import (
    DecisionKey,
    Draw,
    GreenTally,
    JudgedDecision,
    Judgement,
    Verdict,
    covers_contradicted,
    may_follow,
)
from app.domain.packing_session import Agreement
from app.domain.part_number import PartNumber, canonical_part_number
from app.ports.judgements import PAGE_AT_MOST, PARTS_AT_MOST, ActAfter, CandidatePage, Example
from app.ports.session_reports import SessionKey
from services.storage.audit_chain import append_act
from services.storage.json_rows import insert_given
from services.storage.judgement_rows import candidate_of, example_of, judged_of, judgement_of, row_of, verdict_of
from services.storage.login import Login
from services.storage.office_schema import countersign_act, countersign_verdict
from services.storage.open_store import PLAIN, parsed_url, sql_server, sqlite_file
from services.storage.rows import text_from_utc, utc_from_text
from services.storage.schema import (
    countersign_audit,
    countersign_decision,
    countersign_session,
    labels,
)
from services.storage.sql_adapter import SqlAdapter
from services.storage.sqlite import SqliteKind, sqlite_engine
from services.storage.transactions import transaction

_SESSION, _DECISION, _VERDICT = countersign_session.c, countersign_decision.c, countersign_verdict.c
_NEWER = countersign_verdict.alias("newer")
_OF_DECISION = and_(_VERDICT.session_id == _DECISION.session_id, _VERDICT.seq == _DECISION.seq)
_STANDS = and_(
    _VERDICT.verdict != Verdict.TAKEN_BACK.value,
    ~select(_NEWER.c.verdict_id)
    .where(
        _NEWER.c.session_id == _VERDICT.session_id,
        _NEWER.c.seq == _VERDICT.seq,
        _NEWER.c.verdict_id > _VERDICT.verdict_id,
    )
    .exists(),
)
_COVERS = (Deed.COVER_ACCEPTED.value, Deed.COVER_REFUSED.value)


def open_judgements(url: str, default_path: Path, timeout_s: float, login: Login = PLAIN) -> "SqlJudgements":
    """Of the database that holds the sessions, by the rules and with the errors of
    :func:`services.storage.open_store.open_store`."""
    file = sqlite_file(url, default_path)
    if file is None:
        return SqlJudgements(*sql_server(parsed_url(url), timeout_s, login))
    made = SqlJudgements(sqlite_engine(file, timeout_s), SqliteKind(str(file)))
    try:
        made.create_schema()
    except OperationalError:
        made.close()
        raise
    return made


class SqlJudgements(SqlAdapter):
    """Implements :class:`app.ports.judgements.Judgements`."""

    def candidates(self, since: str, after: SessionKey | None, limit: int) -> CandidatePage:
        if not 1 <= limit <= PAGE_AT_MOST:
            raise ValueError(f"a page has 1 to {PAGE_AT_MOST} sessions, not {limit}")
        with transaction(self.engine, self._kind) as connection:
            sessions = connection.execute(_sessions(since, after, limit)).all()
            if not sessions:
                return CandidatePage((), None)
            rows = connection.execute(_unjudged([each.session_id for each in sessions])).all()
            unwatched = [each.session_id for each in sessions if each.agreement != Agreement.THREE_WAY]
            contradicted = _contradicted(connection, unwatched) if unwatched else {}
        last = sessions[-1]
        following = SessionKey(text_from_utc(last.submitted_at), last.session_id) if len(sessions) == limit else None
        return CandidatePage(tuple(candidate_of(row, contradicted) for row in rows), following)

    def record(self, judgement: Judgement, act: ActAfter) -> None:
        with transaction(self.engine, self._kind, writes=True) as connection:
            if connection.execute(_decision(judgement.key)).first() is None:
                raise OperationalError(ErrorCode.SESSION_UNKNOWN, session=str(judgement.key))
            standing = _newest(connection, judgement.key)
            if not may_follow(standing, judgement):
                raise OperationalError(ErrorCode.ACT_TOO_LATE, problem="somebody else has judged it meanwhile")
            insert_given(connection, self._kind, countersign_verdict, [row_of(judgement)])
            append_act(connection, countersign_act, act(standing))

    def tallies(self, since: str) -> Sequence[GreenTally]:
        group = (_DECISION.part_number, _SESSION.station_id, _VERDICT.verdict)
        found = (
            select(*group, func.count().label("count"))
            .select_from(_judged_join().join(countersign_session, _SESSION.session_id == _DECISION.session_id))
            .where(_VERDICT.drawn_as == Draw.GREEN.value, _STANDS, _SESSION.submitted_at >= utc_from_text(since))
            .group_by(*group)
        )
        with transaction(self.engine, self._kind) as connection:
            rows = connection.execute(found).all()
        return [GreenTally(part, station, verdict_of(verdict), count) for part, station, verdict, count in rows]

    def parts(self) -> Sequence[PartNumber]:
        found = select(labels.c.part_number).distinct().limit(PARTS_AT_MOST)
        with transaction(self.engine, self._kind) as connection:
            texts = connection.execute(found).scalars().all()
        return sorted({part for part in map(canonical_part_number, texts) if part.text})

    def examples(self, part: PartNumber, limit: int) -> Sequence[Example]:
        found = (
            select(_DECISION.picture_id, _DECISION.picture_sha256, _DECISION.detail)
            .select_from(_judged_join())
            .where(_VERDICT.verdict == Verdict.CORRECT.value, _STANDS, _DECISION.picture_id != "")
            .where(_DECISION.part_number == part.text, _DECISION.verdict == "accepted")
            .order_by(_VERDICT.verdict_id.desc())
            .limit(limit)
        )
        with transaction(self.engine, self._kind) as connection:
            rows = connection.execute(found).all()
        return [example_of(row) for row in rows]

    def judged_total(self) -> int:
        with transaction(self.engine, self._kind) as connection:
            standing = select(func.count()).select_from(countersign_verdict).where(_STANDS)
            return connection.execute(standing).scalar_one()

    def judged(self, after: DecisionKey | None, limit: int) -> Sequence[JudgedDecision]:
        found = (
            select(countersign_decision, _VERDICT.verdict.label("judged_as"), _VERDICT.right_part)
            .select_from(_judged_join())
            .where(_STANDS)
            .order_by(_VERDICT.session_id, _VERDICT.seq)
            .limit(limit)
        )
        if after is not None:
            same = and_(_VERDICT.session_id == after.session_id, _VERDICT.seq > after.seq)
            found = found.where(or_(_VERDICT.session_id > after.session_id, same))
        with transaction(self.engine, self._kind) as connection:
            rows = connection.execute(found).all()
        return [judged_of(row) for row in rows]


def _judged_join() -> Any:
    return countersign_verdict.join(countersign_decision, _OF_DECISION)


def _sessions(since: str, after: SessionKey | None, limit: int) -> Select[Any]:
    """Of one page, along the index by time."""
    found = select(_SESSION.session_id, _SESSION.submitted_at, _SESSION.agreement)
    found = found.where(_SESSION.submitted_at >= utc_from_text(since))
    if after is not None:
        at = utc_from_text(after.submitted_at)
        same = and_(_SESSION.submitted_at == at, _SESSION.session_id < after.session_id)
        found = found.where(_SESSION.submitted_at <= at, or_(_SESSION.submitted_at < at, same))
    return found.order_by(_SESSION.submitted_at.desc(), _SESSION.session_id.desc()).limit(limit)


def _unjudged(session_ids: Sequence[str]) -> Select[Any]:
    newest = (
        select(_VERDICT.verdict)
        .where(_OF_DECISION)
        .order_by(_VERDICT.verdict_id.desc())
        .limit(1)
        .correlate(countersign_decision)
        .scalar_subquery()
    )
    return select(countersign_decision).where(
        _DECISION.session_id.in_(session_ids),
        _DECISION.picture_id != "",
        func.coalesce(newest, Verdict.TAKEN_BACK.value) == Verdict.TAKEN_BACK.value,
    )


def _contradicted(connection: Connection, session_ids: Sequence[str]) -> Mapping[str, frozenset[int]]:
    """By session, of those in which a label may count that the camera has not seen: in the others none does."""
    audit = countersign_audit.c
    in_order: dict[str, Any] = {"partition_by": audit.session_id, "order_by": audit.seq}
    acts = (
        select(
            audit.session_id,
            audit.seq,
            audit.deed,
            audit.detail,
            func.lead(audit.deed).over(**in_order).label("following"),
            func.lead(audit.detail).over(**in_order).label("following_detail"),
        )
        .where(audit.session_id.in_(session_ids), audit.deed.in_((*_COVERS, Deed.LABEL_COUNTED.value)))
        .subquery("acts")
    )
    found = select(acts).where(acts.c.deed.in_(_COVERS)).order_by(acts.c.session_id, acts.c.seq)
    by_session: dict[str, list[tuple[str, str, str]]] = {}
    for row in connection.execute(found):
        covers = by_session.setdefault(row.session_id, [])
        covers.append((row.detail, row.following or "", row.following_detail or ""))
    return {session_id: covers_contradicted(covers) for session_id, covers in by_session.items()}


def _decision(key: DecisionKey) -> Select[Any]:
    return select(_DECISION.seq).where(_DECISION.session_id == key.session_id, _DECISION.seq == key.seq)


def _newest(connection: Connection, key: DecisionKey) -> Judgement | None:
    of_key: ColumnElement[bool] = and_(_VERDICT.session_id == key.session_id, _VERDICT.seq == key.seq)
    newest = select(countersign_verdict).where(of_key).order_by(_VERDICT.verdict_id.desc()).limit(1)
    row = connection.execute(newest).first()
    return judgement_of(row) if row else None
