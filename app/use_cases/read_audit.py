"""Reading an audit, and checking it: the station's own, or the factory's."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import chain, islice, takewhile

from app.domain.audit import FACTORY_CHAIN, AuditFinding, AuditLine, Chained, Head, findings, seen_head
from app.domain.audit_filter import EVERY_LINE, AuditFilter
from app.domain.errors import OperationalError
from app.domain.people import Actor, Right
from app.ports.audit_trail import AuditTrail, FactoryAudit, every_line
from app.use_cases.authority import Authority

PAGE = 100
LOOKED_AT_ONCE = 20_000
"""Lines that one question to the store passes over, so that a station which writes meanwhile waits for no more."""
TOLD_EVERY = 500
FINDINGS_AT_MOST = 1000


class ChainName(StrEnum):
    STATION = "station"
    FACTORY = "factory"


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Newest first. ``more``: the number before which the next page begins; None: there is nothing more. ``lines`` may
    be fewer than asked for, even none, where looking was interrupted; ``more`` goes on from there."""

    lines: Sequence[AuditLine] = ()
    more: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """``lines`` were looked at and held against ``heads`` that the other side has noted; ``away``: why those could not
    be had. ``whole`` is said of a check that went to its end only. ``found``: the first thousand."""

    lines: int = 0
    heads: int = 0
    found: tuple[AuditFinding, ...] = ()
    away: OperationalError | None = None
    finished: bool = True

    @property
    def whole(self) -> bool:
        return self.finished and not self.found


@dataclass(frozen=True, slots=True)
class Watch:
    """How whoever waits hears of it (how many lines so far) and breaks it off; called on the thread that checks."""

    told: Callable[[int], None] = field(default=lambda _count: None)
    stopping: Callable[[], bool] = field(default=lambda: False)


UNWATCHED = Watch()
Beside = Callable[[Callable[[], bool]], Iterator[AuditFinding]]
"""What does not fit between a chain and the record around it; given how to ask whether to stop."""


def nothing_beside(_stopping: Callable[[], bool]) -> Iterator[AuditFinding]:
    return iter(())


class ReadAudit:
    """One thread at a time. ``beside``: what does not fit between the station's chain and the record around it."""

    def __init__(
        self,
        station: AuditTrail,
        factory: FactoryAudit,
        authority: Authority,
        station_id: str,
        beside: Beside = nothing_beside,
    ) -> None:
        self._trails: dict[ChainName, AuditTrail] = {ChainName.STATION: station, ChainName.FACTORY: factory}
        self._station, self._factory = station, factory
        self._authority, self._station_id, self._beside = authority, station_id, beside

    def page(
        self,
        actor: Actor,
        name: ChainName,
        wanted: AuditFilter = EVERY_LINE,
        before_seq: int | None = None,
        watch: Watch = UNWATCHED,
    ) -> AuditPage:
        """Raises OperationalError: NOT_ALLOWED, and as the store does."""
        self._authority.require(actor, Right.SEE_AUDIT)
        return page_of(self._trails[name], wanted, before_seq, watch)

    def verify(self, actor: Actor, name: ChainName, watch: Watch = UNWATCHED) -> Verdict:
        """Raises OperationalError: NOT_ALLOWED, and as the store of the chain itself does."""
        self._authority.require(actor, Right.SEE_AUDIT)
        if name is ChainName.FACTORY:
            return verdict_on(self._factory, lambda: seen_heads(self._station), watch)
        return verdict_on(self._station, lambda: self._factory.heads(self._station_id), watch, self._beside)

    def close(self) -> None:
        self._factory.close()


def page_of(
    trail: AuditTrail, wanted: AuditFilter, before_seq: int | None, watch: Watch = UNWATCHED, limit: int = PAGE
) -> AuditPage:
    head = trail.head()
    before = (head.seq + 1 if head else 1) if before_seq is None else before_seq
    found: list[AuditLine] = []
    while before > 1 and len(found) < limit and not watch.stopping():
        down_to = max(0, before - 1 - LOOKED_AT_ONCE)
        part = replace(wanted, after_seq=max(down_to, wanted.after_seq))
        found += trail.newest(before, limit - len(found), part)
        before = found[-1].seq if len(found) == limit else down_to + 1
    return AuditPage(tuple(found), before if before > 1 else None)


def seen_heads(station: AuditTrail) -> Sequence[Head]:
    """Rule AU4: the factory's, as the station's own chain bears witness of them."""
    told = (seen_head(line.act) for line in station.of_subject(FACTORY_CHAIN))
    return [head for head in told if head is not None]


def verdict_on(
    trail: AuditTrail,
    heads: Callable[[], Sequence[Head]],
    watch: Watch = UNWATCHED,
    beside: Beside = nothing_beside,
) -> Verdict:
    """The heads are asked for first: the chain only grows meanwhile."""
    away: OperationalError | None = None
    noted: Sequence[Head] = ()
    try:
        noted = heads()
    except OperationalError as error:
        away = error
    counted = _Counted(watch)
    every = chain(findings(counted.over(every_line(trail)), noted), beside(watch.stopping))
    found = [*islice(takewhile(lambda _: not watch.stopping(), every), FINDINGS_AT_MOST)]
    return Verdict(counted.count, len(noted), tuple(found), away, finished=not watch.stopping())


class _Counted:
    """Lines on their way to the checker."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self.count = 0

    def over(self, lines: Iterator[Chained]) -> Iterator[Chained]:
        for line in lines:
            if self.count % TOLD_EVERY == 0:
                self._watch.told(self.count)
                if self._watch.stopping():
                    return
            self.count += 1
            yield line
