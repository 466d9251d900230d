"""Which pages the supervisor's window has for whom, and when it locks itself. No Qt."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.people import RIGHTS, Actor, Right, Role


class PageName(StrEnum):
    """In the order of the list at the left; Ctrl and the place's digit opens one."""

    SESSIONS = "sessions"
    CONFLICTS = "conflicts"
    ALIASES = "aliases"
    JUDGING = "judging"
    CHARTS = "charts"
    SHIFT = "shift"
    PEOPLE = "people"
    AUDIT = "audit"
    DOCTOR = "doctor"


OPENED_BY: dict[PageName, Right] = {
    PageName.SESSIONS: Right.REVIEW,
    PageName.CONFLICTS: Right.SETTLE_CONFLICT,
    PageName.ALIASES: Right.PROPOSE_ALIAS,
    PageName.JUDGING: Right.JUDGE,
    PageName.CHARTS: Right.REVIEW,
    PageName.SHIFT: Right.OVERRIDE_SHIFT_CHECK,
    PageName.PEOPLE: Right.MANAGE_PEOPLE,
    PageName.AUDIT: Right.SEE_AUDIT,
    PageName.DOCTOR: Right.REVIEW,
}


def pages_for(role: Role, without: frozenset[PageName] = frozenset()) -> tuple[PageName, ...]:
    """Rule OF1: a page is offered when the role has its right, but for those that this place is ``without``. What may
    be done on it every use case asks again."""
    return tuple(page for page in PageName if OPENED_BY[page] in RIGHTS[role] and page not in without)


@dataclass(frozen=True, slots=True)
class Seat:
    """Who sits at the window. ``locked``: their pages are kept, and hidden until they come back."""

    actor: Actor | None = None
    locked: bool = False

    @property
    def open(self) -> bool:
        return self.actor is not None and not self.locked

    def taken_by(self, actor: Actor) -> "Seat":
        return Seat(actor)

    def keeps_pages(self, actor: Actor) -> bool:
        """Rule OF2: who comes back after a lock finds everything as it was; somebody else begins anew."""
        return self.actor is not None and (self.actor.user_name, self.actor.role) == (actor.user_name, actor.role)


def is_idle(now_s: float, touched_s: float, limit_s: float) -> bool:
    """Rule OF3: without a key or a movement of the mouse for ``limit_s`` the window locks; 0: never."""
    return bool(limit_s) and now_s - touched_s >= limit_s
