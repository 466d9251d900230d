"""What a supervisor does about aliases: propose, approve, revoke, take over a file, and see what is without one."""

from collections.abc import Iterable
from dataclasses import replace

from app.domain.alias import Alias, AliasBook, AliasKey, AliasStatus
from app.domain.audit import AuditDeed
from app.domain.free_text import free_text
from app.domain.part_number import PartNumber
from app.domain.people import Actor, Right
from app.ports.alias_table import TEXT_AT_MOST, AliasTable, with_act
from app.ports.clock import Clock
from app.use_cases.authority import Authority

_IN_ORDER = (AliasStatus.REVOKED, AliasStatus.PROPOSED, AliasStatus.APPROVED)
"""Of an import what is revoked goes first: it makes room for another approved part of its label."""
_DEEDS = {
    AliasStatus.PROPOSED: AuditDeed.ALIAS_PROPOSED,
    AliasStatus.APPROVED: AuditDeed.ALIAS_APPROVED,
    AliasStatus.REVOKED: AuditDeed.ALIAS_REVOKED,
}
_FROM_FILE = "import: "
"""Before the name that a file gives to who proposed; no user name begins so."""


class Aliases:
    """Blocking, same thread rule as the table. Every method raises the table's OperationalErrors; those with an actor
    NOT_ALLOWED too, and ALIAS_REFUSED for an act that rules A4 or A5 refuse."""

    def __init__(self, table: AliasTable, authority: Authority, clock: Clock) -> None:
        self._table, self._authority, self._clock = table, authority, clock

    def book(self) -> AliasBook:
        return self._table.book()

    def propose(self, actor: Actor, key: AliasKey, part: PartNumber, reason: str) -> Alias:
        self._authority.require(actor, Right.PROPOSE_ALIAS)
        return self._recorded(actor, key, part, AliasStatus.PROPOSED, reason)

    def approve(self, actor: Actor, key: AliasKey, part: PartNumber, reason: str) -> Alias:
        self._authority.require(actor, Right.APPROVE_ALIAS)
        return self._recorded(actor, key, part, AliasStatus.APPROVED, reason)

    def revoke(self, actor: Actor, key: AliasKey, part: PartNumber, reason: str) -> Alias:
        self._authority.require(actor, Right.APPROVE_ALIAS)
        return self._recorded(actor, key, part, AliasStatus.REVOKED, reason)

    def import_acts(self, actor: Actor, acts: Iterable[Alias]) -> tuple[Alias, ...]:
        """Bring each alias to the state that ``acts`` leave it in, now, with the file's reasons. Returns what was
        recorded: what stands so already is not, and nothing approved is lowered to proposed.

        A proposal stays that of the file's proposer; ``actor`` answers for what is approved or revoked. When one act
        is refused none is recorded.
        """
        self._authority.require(actor, Right.APPROVE_ALIAS)
        book, recorded = self._table.book(), list[tuple[AliasBook, Alias]]()
        for wanted in sorted(AliasBook(tuple(acts)).current, key=lambda each: _IN_ORDER.index(each.status)):
            for act in self._steps(book, wanted, actor.user_name):
                recorded.append((book, act))
                book = with_act(book, act)
        for before, act in recorded:
            self._record(actor, before, act)
        return tuple(act for _, act in recorded)

    def _recorded(self, actor: Actor, key: AliasKey, part: PartNumber, status: AliasStatus, reason: str) -> Alias:
        act = Alias(key, part, status, actor.user_name, self._now(), free_text(reason))
        self._record(actor, self._table.book(), act)
        return act

    def _record(self, actor: Actor, book: AliasBook, act: Alias) -> None:
        before = next(
            (each for each in book.current if (each.key, each.part_number) == (act.key, act.part_number)), None
        )
        audit = self._authority.act(
            actor,
            _DEEDS[act.status],
            act.key.subject,
            reason=act.reason,
            before=before and before.plain,
            after=act.plain,
        )
        self._table.record(act, audit)

    def _steps(self, book: AliasBook, wanted: Alias, by: str) -> tuple[Alias, ...]:
        """The acts that lead to ``wanted``: what nobody has proposed yet is proposed first."""
        states = {(each.key, each.part_number): each.status for each in book.current}
        before = states.get((wanted.key, wanted.part_number))
        proposer = f"{_FROM_FILE}{wanted.by.removeprefix(_FROM_FILE)}"[:TEXT_AT_MOST]
        proposal = replace(wanted, status=AliasStatus.PROPOSED, by=proposer, at=self._now())
        if wanted.status is AliasStatus.PROPOSED:
            return () if before in {AliasStatus.PROPOSED, AliasStatus.APPROVED} else (proposal,)
        act = replace(wanted, by=by, at=self._now())
        if before is None:
            return proposal, act
        return () if before is wanted.status else (act,)

    def _now(self) -> str:
        """UTC, ISO 8601, to the second: every database gives it back as it was."""
        return self._clock.utc().isoformat(timespec="seconds")
