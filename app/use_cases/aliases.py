"""What a supervisor does about aliases: propose, approve, revoke, take over a file, and see what is without one."""

from collections.abc import Iterable
from dataclasses import replace

from app.domain.alias import Alias, AliasBook, AliasKey, AliasStatus
from app.domain.detection import ModelIdentity
from app.domain.part_number import PartNumber
from app.ports.alias_table import AliasTable, with_act
from app.ports.clock import Clock

_IN_ORDER = (AliasStatus.REVOKED, AliasStatus.PROPOSED, AliasStatus.APPROVED)
"""Of an import what is revoked goes first: it makes room for another approved part of its label."""


class Aliases:
    """Blocking, same thread rule as the table. Every method raises the table's OperationalErrors, and ALIAS_REFUSED for
    an act that rule A4 refuses."""

    def __init__(self, table: AliasTable, clock: Clock) -> None:
        self._table = table
        self._clock = clock

    def propose(self, key: AliasKey, part: PartNumber, by: str, reason: str) -> Alias:
        return self._recorded(key, part, AliasStatus.PROPOSED, by, reason)

    def approve(self, key: AliasKey, part: PartNumber, by: str, reason: str) -> Alias:
        return self._recorded(key, part, AliasStatus.APPROVED, by, reason)

    def revoke(self, key: AliasKey, part: PartNumber, by: str, reason: str) -> Alias:
        return self._recorded(key, part, AliasStatus.REVOKED, by, reason)

    def import_acts(self, acts: Iterable[Alias], by: str = "") -> tuple[Alias, ...]:
        """Bring each alias to the state that ``acts`` leave it in, as acts of ``by``, now, with the file's reasons.
        Returns what was recorded: what stands so already is not, and nothing approved is lowered to proposed.

        Without ``by`` a proposal stays its proposer's, and any other state is refused. When one act is refused none
        is recorded.
        """
        book, recorded = self._table.book(), list[Alias]()
        for wanted in sorted(AliasBook(tuple(acts)).current, key=lambda each: _IN_ORDER.index(each.status)):
            for act in self._steps(book, wanted, by.strip()):
                book = with_act(book, act)
                recorded.append(act)
        for act in recorded:
            self._table.record(act)
        return tuple(recorded)

    def coverage(self, model: ModelIdentity, labels: Iterable[str]) -> tuple[str, ...]:
        """The labels of the model that have no approved alias."""
        return self._table.book().without_alias(model, labels)

    def _recorded(self, key: AliasKey, part: PartNumber, status: AliasStatus, by: str, reason: str) -> Alias:
        act = Alias(key, part, status, by.strip(), self._now(), reason.strip())
        self._table.record(act)
        return act

    def _steps(self, book: AliasBook, wanted: Alias, by: str) -> tuple[Alias, ...]:
        """The acts that lead to ``wanted``: what nobody has proposed yet is proposed first."""
        now = self._now()
        states = {(each.key, each.part_number): each.status for each in book.current}
        before = states.get((wanted.key, wanted.part_number))
        if wanted.status is AliasStatus.PROPOSED:
            proposal = replace(wanted, by=by or wanted.by, at=now)
            return () if before in {AliasStatus.PROPOSED, AliasStatus.APPROVED} else (proposal,)
        act = replace(wanted, by=by, at=now)
        if before is None:
            return replace(act, status=AliasStatus.PROPOSED), act
        return () if before is wanted.status else (act,)

    def _now(self) -> str:
        """UTC, ISO 8601, to the second: every database gives it back as it was."""
        return self._clock.utc().isoformat(timespec="seconds")
