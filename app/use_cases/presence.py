"""Who is at a station: signed in, asked for their secret, locked out by having been idle, or nobody.

Desk thread only. Nothing here touches the session: that stays as it is, whoever comes and goes.
"""

from app.domain.audit import AuditDeed
from app.domain.errors import ErrorCode, OperationalError
from app.domain.people import Actor, Right, Role
from app.ports.clock import Clock
from app.use_cases.desk_state import Phase
from app.use_cases.sign_in import SignIn

PURPOSE = "station"
LOOK_EVERY_S = 5.0
"""How soon somebody notices that they were removed, once the copy of the directory says so."""


class Presence:
    """``wanted``: nobody works here without having signed in. ``sign_in`` None: a badge alone is enough, and nothing
    is ever locked. ``asked``: the badge whose secret is waited for; ``locked``: ``actor`` is away, and everything is
    kept for them; ``locked_until_s`` (monotonic): before that no secret of the badge that is asked for is checked."""

    def __init__(
        self, clock: Clock, station_id: str, sign_in: SignIn | None, *, wanted: bool, idle_lock_s: float
    ) -> None:
        self._clock, self._station_id, self._sign_in = clock, station_id, sign_in
        self._wanted, self._idle_lock_s = wanted, idle_lock_s
        self._touched_s = self._looked_s = clock.monotonic_s()
        self.actor: Actor | None = None
        self.asked = ""
        self.locked = False
        self.locked_until_s: float | None = None

    @property
    def operator(self) -> str:
        return self.actor.user_name if self.actor else ""

    @property
    def phase(self) -> Phase | None:
        """None: somebody works here, or nobody has to sign in."""
        if not self._wanted:
            return None
        if self.asked:
            return Phase.SIGNING_IN
        if self.locked:
            return Phase.LOCKED
        return None if self.actor else Phase.SIGNED_OUT

    @property
    def working(self) -> bool:
        return self.phase is None

    # -- coming and going -------------------------------------------------------------------------------------------

    def asks_secret(self, badge: str) -> bool:
        """Whether ``badge`` has to be followed by its secret, which is asked for then. Raises as the record does."""
        if self._sign_in is None:
            return False
        wait_s = self._sign_in.wait_s(badge)
        self.asked = badge
        self._wait(wait_s)
        return True

    def by_badge(self, badge: str) -> Actor:
        """Rule PE14: a badge alone packs as an operator, whoever owns it."""
        return Actor(badge, Role.OPERATOR, self._station_id, proven=False)

    def proved(self, secret: str) -> Actor:
        """Whoever is asked for, or locked out, with their secret. Raises OperationalError as
        :meth:`app.use_cases.sign_in.SignIn.authenticate` does; NOT_ALLOWED: who may not pack, and is not asked again.
        """
        badge = self.asked or self.operator
        if self._sign_in is None or not badge:
            raise OperationalError(ErrorCode.SIGN_IN_REFUSED)
        try:
            actor = self._sign_in.authenticate(badge, secret, PURPOSE)
        except OperationalError as error:
            waits = error.details["wait_s"] if error.code is ErrorCode.SIGN_IN_LOCKED else 0
            self._wait(waits if isinstance(waits, int) else 0)
            raise
        try:
            self._sign_in.authority.require(actor, Right.PACK)
        except OperationalError:
            self.cancel()
            self._note(actor, AuditDeed.SIGNED_OUT, "may not pack")
            raise
        return actor

    def seat(self, actor: Actor) -> None:
        """From now on ``actor`` works here. Raises as the record does; nothing has changed then."""
        back = self.locked and actor.user_name == self.operator
        if back:
            self._note(actor, AuditDeed.UNLOCKED)
        elif self.actor is not None and self.actor.user_name != actor.user_name:
            self._note(self.actor, AuditDeed.SIGNED_OUT, f"{actor.user_name} took over")
        self.actor, self.locked = actor, False
        self.cancel()

    def leave(self, reason: str = "") -> None:
        """Nobody works here any more. Raises as the record does; nobody does all the same."""
        actor, self.actor, self.locked = self.actor, None, False
        self.cancel()
        if actor is not None:
            self._note(actor, AuditDeed.SIGNED_OUT, reason)

    def cancel(self) -> None:
        """No secret is asked for: whoever was here before is."""
        self.asked, self.locked_until_s = "", None

    # -- while somebody is here -------------------------------------------------------------------------------------

    def touch(self) -> None:
        """Somebody did something."""
        self._touched_s = self._clock.monotonic_s()

    @property
    def idle(self) -> bool:
        """Rule PE15: nothing was scanned, said or touched for ``idle_lock_s``, where that locks or forgets anything."""
        waits = self._sign_in is not None and self._idle_lock_s > 0 and (self.asked or (self.actor and not self.locked))
        return bool(waits) and self._clock.monotonic_s() - self._touched_s >= self._idle_lock_s

    def lock(self) -> None:
        """Rule PE15: whoever works here is locked out, and whoever was asked for is forgotten; the session is kept.
        Raises as the record does; it is locked all the same."""
        self.cancel()
        if self.actor is not None and not self.locked:
            self.locked = True
            self._note(self.actor, AuditDeed.IDLE_LOCKED)

    @property
    def may_have_changed(self) -> bool:
        """Nobody has looked for a while whether who works here still may."""
        asks = self._sign_in is not None and self.actor is not None
        return asks and self._clock.monotonic_s() - self._looked_s >= LOOK_EVERY_S

    def require_pack(self) -> None:
        """Rule PE5 at the bench: whoever was removed meanwhile may pack no more. NOT_ALLOWED, and as the record does.
        Where no secret is asked for there is no directory either."""
        self._looked_s = self._clock.monotonic_s()
        if self._sign_in is not None and self.actor is not None:
            self._sign_in.authority.require(self.actor, Right.PACK)

    def _note(self, actor: Actor, deed: AuditDeed, reason: str = "") -> None:
        if self._sign_in is not None:
            self._sign_in.note(actor, deed, reason)

    def _wait(self, wait_s: int) -> None:
        self.locked_until_s = self._clock.monotonic_s() + wait_s if wait_s else None
