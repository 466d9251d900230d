"""What supervisors did about sessions: rows that are only ever added, each with its act in the factory's audit."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, Engine, select

from app.domain.audit import Act
from app.domain.errors import ErrorCode, OperationalError
from app.domain.review import ReviewDeed, ReviewEntry, ReviewState, review_state
from services.storage.audit_chain import append_act
from services.storage.engine_kind import EngineKind
from services.storage.json_rows import insert_given
from services.storage.office_schema import countersign_act, countersign_review
from services.storage.rows import text_from_utc, utc_from_text
from services.storage.schema import countersign_conflict, countersign_session
from services.storage.transactions import transaction


class SqlReviewStore:
    """Implements :class:`app.ports.review_store.ReviewStore`; owns ``engine``, of one connection."""

    def __init__(self, engine: Engine, kind: EngineKind) -> None:
        self.engine = engine
        self._kind = kind

    def record(self, session_id: str, deed: ReviewDeed, act: Act, expected: ReviewState | None = None) -> None:
        with transaction(self.engine, self._kind, writes=True) as connection:
            append_act(connection, countersign_act, act)  # first: its lock keeps others of our acts out until the end
            _check(connection, session_id, expected)
            write_review(connection, self._kind, session_id, deed, act)

    def entries(self, session_id: str) -> Sequence[ReviewEntry]:
        with transaction(self.engine, self._kind) as connection:
            return reviews_of(connection, [session_id]).get(session_id, ())

    def close(self) -> None:
        self.engine.dispose()


def write_review(connection: Connection, kind: EngineKind, session_id: str, deed: ReviewDeed, act: Act) -> None:
    """One row, inside somebody's transaction, with who, when and why as ``act`` has them."""
    row = {
        "session_id": session_id,
        "deed": deed.value,
        "acted_by": act.by,
        "second": act.second,
        "acted_at": utc_from_text(act.at),
        "reason": act.reason,
    }
    insert_given(connection, kind, countersign_review, [row])


def reviews_of(connection: Connection, session_ids: Iterable[str]) -> Mapping[str, tuple[ReviewEntry, ...]]:
    """In the order in which they were done; of a session about which nothing was done there is no entry."""
    table = countersign_review
    rows = connection.execute(select(table).where(table.c.session_id.in_(list(session_ids))).order_by(table.c.seq))
    found: dict[str, list[ReviewEntry]] = {}
    for row in rows:
        entry = ReviewEntry(row.seq, row.deed, row.acted_by, text_from_utc(row.acted_at), row.reason, row.second)
        found.setdefault(row.session_id, []).append(entry)
    return {session_id: tuple(entries) for session_id, entries in found.items()}


def _check(connection: Connection, session_id: str, expected: ReviewState | None) -> None:
    """Raises OperationalError: SESSION_UNKNOWN, ACT_TOO_LATE."""
    homes = (countersign_session, countersign_conflict)
    there = (select(home.c.session_id).where(home.c.session_id == session_id) for home in homes)
    if all(connection.execute(each).first() is None for each in there):
        raise OperationalError(ErrorCode.SESSION_UNKNOWN, session=session_id)
    done = reviews_of(connection, [session_id]).get(session_id, ())
    stands = review_state(entry.deed for entry in done)
    if expected is not None and stands is not expected:
        who = next((each.by for each in reversed(done) if each.deed == stands), "")
        raise OperationalError(ErrorCode.ACT_TOO_LATE, problem=f"{who}: {stands.value.replace('_', ' ')}")
