"""Leaving a station that fills the screen and stays there."""

from collections.abc import Callable

from app.domain.audit import AuditDeed
from app.domain.people import Actor, Right
from app.ports.audit_trail import AuditTrail
from app.use_cases.authority import Authority


class Kiosk:
    """``guarded``: people sign in with a secret here and somebody is known. Any thread but the GUI's."""

    def __init__(self, authority: Authority, audit: AuditTrail, guarded: Callable[[], bool], station_id: str) -> None:
        self._authority, self._audit, self._guarded = authority, audit, guarded
        self._subject = f"station:{station_id}"

    def guarded(self) -> bool:
        return self._guarded()

    def leave(self, actor: Actor) -> None:
        """Rule KI1: where people sign in with a secret, only those whose role allows it leave the full screen;
        elsewhere whoever does so on purpose. Either stands in the audit. Raises OperationalError: NOT_ALLOWED, and as
        the audit does."""
        if self._guarded():
            self._authority.require(actor, Right.LEAVE_KIOSK)
        self._audit.append(self._authority.act(actor, AuditDeed.KIOSK_LEFT, self._subject))
