"""What ``countersign bench reports`` asks the database: every kind of search, rare and common, drawn anew each time."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from app.domain.labels import LabelCode
from app.domain.part_number import PartNumber
from app.ports.session_reports import SessionFilter, SessionKey, SessionReports
from services.storage.seed import OLD_PART, PARTS, RARE_PART, STATIONS, Plan, label_code, session_at, submitted_at

Search = Callable[[SessionReports, int], object]
Ask = Callable[[random.Random, Plan], Search]


def _first(wanted: SessionFilter) -> Search:
    return lambda reports, limit: reports.page(wanted, None, limit)


def _of(*draws: Callable[[random.Random, Plan, SessionFilter], SessionFilter]) -> Ask:
    """The first page of what all the draws ask for together."""

    def ask(chance: random.Random, plan: Plan) -> Search:
        wanted = SessionFilter()
        for draw in draws:
            wanted = draw(chance, plan, wanted)
        return _first(wanted)

    return ask


def _deep(chance: random.Random, plan: Plan) -> Search:
    """The page after nine tenths of all."""
    rank = plan.sessions // 10 + chance.randrange(plan.sessions // 100)
    after = SessionKey(submitted_at(rank, plan).isoformat(), "f")
    return lambda reports, limit: reports.page(SessionFilter(), after, limit)


def _whole(chance: random.Random, plan: Plan) -> Search:
    session_id = session_at(chance.randrange(plan.sessions), plan)
    return lambda reports, _: reports.session(session_id)


def _dn(*prefixes: str) -> Callable[[random.Random, Plan, SessionFilter], SessionFilter]:
    return lambda chance, _, wanted: replace(wanted, dn_prefix=chance.choice(prefixes))


def _some_dns(chance: random.Random, plan: Plan, wanted: SessionFilter) -> SessionFilter:
    return replace(wanted, dn_prefix=f"KSS{chance.randrange(plan.sessions // 2):06d}"[: chance.randrange(6, 9)])


def _label(chance: random.Random, plan: Plan, wanted: SessionFilter) -> SessionFilter:
    return replace(wanted, label=LabelCode(label_code(chance.randrange(plan.sessions), 0)))


def _no_label(chance: random.Random, _: Plan, wanted: SessionFilter) -> SessionFilter:
    return replace(wanted, label=LabelCode(f"LBL-{chance.randrange(10**7):07d}-99"))


def _part(*parts: str) -> Callable[[random.Random, Plan, SessionFilter], SessionFilter]:
    return lambda chance, _, wanted: replace(wanted, part_number=PartNumber(chance.choice(parts)))


def _station(chance: random.Random, _: Plan, wanted: SessionFilter) -> SessionFilter:
    return replace(wanted, station_id=f"station-{chance.randrange(STATIONS) + 1}")


def _no_station(_: random.Random, __: Plan, wanted: SessionFilter) -> SessionFilter:
    return replace(wanted, station_id="station-none")


def _days(days: int) -> Callable[[random.Random, Plan, SessionFilter], SessionFilter]:
    def draw(chance: random.Random, plan: Plan, wanted: SessionFilter) -> SessionFilter:
        since = submitted_at(chance.randrange(plan.sessions), plan)
        return replace(wanted, since=since.isoformat(), until=(since + timedelta(days=days)).isoformat())

    return draw


def _discrepancy(_: random.Random, __: Plan, wanted: SessionFilter) -> SessionFilter:
    return replace(wanted, with_discrepancy=True)


def _removals(_: random.Random, __: Plan, wanted: SessionFilter) -> SessionFilter:
    return replace(wanted, with_removals=True)


QUESTIONS: dict[str, Ask] = {
    "first page": _of(),
    "page after nine tenths": _deep,
    "DN, few": _of(_some_dns),
    "DN, a seventh, all old": _of(_dn("KSS0", "KSS1")),
    "DN, most": _of(_dn("K", "KS", "KSS", "KSB")),
    "DN, none": _of(_dn("Q", "KSS9", "KT")),
    "label": _of(_label),
    "label, none": _of(_no_label),
    "part, common": _of(_part(*PARTS)),
    "part, rare": _of(_part(RARE_PART)),
    "part, no longer made": _of(_part(OLD_PART)),
    "part, none": _of(_part("Z-NO-SUCH", "Z")),
    "station": _of(_station),
    "station, none": _of(_no_station),
    "day": _of(_days(1)),
    "discrepancy": _of(_discrepancy),
    "removals": _of(_removals),
    "station and month": _of(_station, _days(30)),
    "station and part": _of(_station, _part(*PARTS)),
    "station and part no longer made": _of(_station, _part(OLD_PART)),
    "station and DN": _of(_station, _dn("KSS0", "KSS3", "PTN")),
    "part and DN": _of(_part(*PARTS), _dn("KSS0", "KSS1", "KSS00", "PTN")),
    "part and DN that never met": _of(_part(OLD_PART), _dn("KSS4", "KSS3")),
    "discrepancy and removals": _of(_discrepancy, _removals),
    "discrepancy and part no longer made": _of(_discrepancy, _part(OLD_PART)),
    "discrepancy and DN": _of(_discrepancy, _dn("KSS00", "KSS1", "PTN")),
    "removals, part and year": _of(_removals, _part(*PARTS), _days(365)),
    "everything at once": _of(_station, _part(*PARTS), _dn("KSS"), _days(365), _discrepancy, _removals),
    "one session whole": _whole,
}
