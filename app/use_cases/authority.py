"""Whether somebody may: asked by every use case that is guarded, before it does anything."""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.audit import Act, canonical_json
from app.domain.errors import ErrorCode, OperationalError
from app.domain.people import RIGHTS, Actor, Person, Right
from app.ports.clock import Clock

KnownPerson = Callable[[str], Person | None]
"""Somebody by user name, as the directory (or the place's memory of it) has them now."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """Two people for one act: who does it, and who agrees."""

    actor: Actor
    second: Actor


class Authority:
    """Any thread that ``known`` may be asked on."""

    def __init__(self, known: KnownPerson, clock: Clock) -> None:
        self._known, self._clock = known, clock

    def require(self, actor: Actor, right: Right) -> None:
        """Rule PE5: the role counts that the directory gives now, not the one of the sign-in; who was removed meanwhile
        may do nothing. A badge alone packs, and no more. Raises OperationalError(NOT_ALLOWED)."""
        if actor.proven:
            person = self._known(actor.user_name)
            allowed = person is not None and person.may(right)
        else:
            allowed = right is Right.PACK and right in RIGHTS[actor.role]
        if not allowed:
            raise OperationalError(ErrorCode.NOT_ALLOWED, who=actor.user_name, right=right)

    def require_two(self, agreed: Agreed, right: Right) -> None:
        """Rule PE6: what touches money takes two: one who may do it, and another one who may agree. Raises
        OperationalError: NOT_ALLOWED, SECOND_PERSON_NEEDED."""
        self.require(agreed.actor, right)
        if agreed.second.user_name == agreed.actor.user_name or not agreed.second.proven:
            raise OperationalError(ErrorCode.SECOND_PERSON_NEEDED, who=agreed.actor.user_name)
        self.require(agreed.second, Right.BE_SECOND)

    def act(
        self,
        actor: Actor,
        deed: str,
        subject: str,
        *,
        reason: str = "",
        second: Actor | None = None,
        before: object = None,
        after: object = None,
    ) -> Act:
        """The act as it goes into the audit, now. ``before`` and ``after``: plain values, None where there is none."""
        return Act(
            deed,
            subject,
            actor.user_name,
            actor.role.value,
            actor.station_id,
            self._clock.utc().isoformat(timespec="milliseconds"),
            round(self._clock.monotonic_s() * 1000),
            reason,
            second.user_name if second else "",
            "" if before is None else canonical_json(before),
            "" if after is None else canonical_json(after),
        )
