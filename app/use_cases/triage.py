"""What a supervisor does with a session that they look at: reviewed, noted, opened again for review."""

from app.domain.audit import Act, AuditDeed
from app.domain.errors import ErrorCode, OperationalError
from app.domain.free_text import free_text
from app.domain.people import Actor, Right
from app.domain.review import ReviewDeed, ReviewState
from app.ports.review_store import ReviewStore
from app.use_cases.authority import Authority

NOTE_AT_MOST = 500
"""Characters."""
_DEEDS = {
    ReviewDeed.REVIEWED: AuditDeed.SESSION_REVIEWED,
    ReviewDeed.NOTED: AuditDeed.SESSION_NOTED,
    ReviewDeed.REOPENED: AuditDeed.REVIEW_REOPENED,
}


class Triage:
    """Blocking: a worker thread, one call after another. Every method raises OperationalError: NOT_ALLOWED,
    SESSION_UNKNOWN, ACT_TOO_LATE where ``seen`` is no longer how the review stands, and as the store."""

    def __init__(self, store: ReviewStore, authority: Authority) -> None:
        self._store, self._authority = store, authority

    def mark_reviewed(self, actor: Actor, session_id: str, seen: ReviewState) -> None:
        """Rule TR1: somebody has looked at it and has nothing against it, or has said what."""
        self._do(actor, session_id, ReviewDeed.REVIEWED, seen)

    def reopen(self, actor: Actor, session_id: str, seen: ReviewState) -> None:
        """Rule TR2: a review is undone by one more line, never by taking one away."""
        self._do(actor, session_id, ReviewDeed.REOPENED, seen)

    def note(self, actor: Actor, session_id: str, text: str) -> None:
        """Rule TR3: a note says something, and changes nothing. REASON_NEEDED: it is empty, or longer than
        ``NOTE_AT_MOST``."""
        self._authority.require(actor, Right.REVIEW)
        words = " ".join(free_text(text, len(text)).split())
        if not words or len(words) > NOTE_AT_MOST:
            raise OperationalError(ErrorCode.REASON_NEEDED)
        act = self._authority.act(actor, AuditDeed.SESSION_NOTED, f"session:{session_id}", reason=words)
        self._store.record(session_id, ReviewDeed.NOTED, act)

    def _do(self, actor: Actor, session_id: str, deed: ReviewDeed, seen: ReviewState) -> None:
        self._authority.require(actor, Right.REVIEW)
        self._store.record(session_id, deed, self._act(actor, session_id, deed, seen), expected=seen)

    def _act(self, actor: Actor, session_id: str, deed: ReviewDeed, seen: ReviewState) -> Act:
        before, after = {"review": seen.value}, {"review": deed.value}
        return self._authority.act(actor, _DEEDS[deed], f"session:{session_id}", before=before, after=after)
