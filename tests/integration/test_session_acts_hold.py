"""After any sequence of commits, voids, reopenings and settlements, and wherever the link breaks: the factory's sums
are those of its labels, no label counts twice, and nothing of ours is gone."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, select, update

from app.domain.audit import findings
from app.domain.conflict import Conflict, ConflictReason
from app.domain.delivery_note import DeliveryLine, DeliveryNote, DnNumber
from app.domain.errors import ErrorCode, OperationalError
from app.domain.labels import LabelCode, LabelRecord, ScannedLabel
from app.domain.packing_session import LineStatus, PackingRecord, PackingSession
from app.domain.settlement import Settlement
from app.ports.session_acts import ActDone
from app.use_cases.authority import Authority
from app.use_cases.session_acts import SessionActs
from services.storage.factory_audit import SqlFactoryAudit
from services.storage.office_schema import countersign_act, countersign_review
from services.storage.open_acts import open_session_acts
from services.storage.packing_store import SqlPackingStore
from services.storage.remote.linked import LinkedDatabase
from services.storage.remote.proxy import Cut, Link
from services.storage.schema import (
    OURS,
    USED,
    countersign_conflict,
    countersign_session_label,
    detail_label_packing,
    detail_packing,
    labels,
)
from services.storage.session_acts import SqlSessionActs
from tests.contract.test_packing_store import AT, D26L, D31R
from tests.contract.test_session_acts import BUDI, PEOPLE, SARI, WHY
from tests.fakes.station_parts import KnownNotes, SetClock

CODES = ("A1", "A2", "A3", "A4", "B1", "B2")
DNS = ("KSS000001A", "KSS000002A")
Attempt = tuple[Callable[[], ActDone], Callable[[], bool]]
"""The act, to be tried as often as wanted, and whether it is done."""


def note(dn: str) -> DeliveryNote:
    return DeliveryNote(DnNumber(dn), (DeliveryLine(D26L, 100, "S"), DeliveryLine(D31R, 50, "S")))


def mark(code: str, *, recorded: bool = False) -> ScannedLabel:
    return ScannedLabel(LabelCode(code), D26L if code[0] == "A" else D31R, 20, AT, recorded)


def session(key: str, dn: str, codes: tuple[str, ...], removed: tuple[str, ...] = ()) -> PackingRecord:
    out = tuple(mark(code, recorded=True) for code in removed)
    packed = PackingSession(f"s-{key}", note(dn), tuple(map(mark, codes)), removed=out)
    return PackingRecord(key, f"PKG-{key}", packed, AT, "station-1", "short")


@dataclass
class Ledger:
    """What a factory holds, and what is wrong with it. ``wrong`` is empty for one that is as it should be."""

    engine: Engine
    seen: dict[str, set[tuple[object, ...]]] = field(default_factory=dict)

    def wrong(self) -> list[str]:
        with self.engine.connect() as connection:
            entries = connection.execute(select(detail_label_packing)).all()
            parts = connection.execute(select(detail_packing)).all()
            marks = {row.label: row.packing for row in connection.execute(select(labels))}
        sums: Counter[tuple[str, str]] = Counter()
        for entry in entries:
            sums[entry.no_dn, entry.part_number_label] += int(entry.qty_label)
        booked = Counter(entry.label for entry in entries)
        found = [f"{code} counts {count} times" for code, count in booked.items() if count > 1]
        found += [f"{code} marked {value}" for code, value in marks.items() if (value == USED) is not (code in booked)]
        for part in parts:
            total, asked = sums.pop((part.no_dn, part.part_number_dn), 0), int(part.total_qty_dn)
            if int(part.total_qty_label) != total:
                found.append(f"{part.part_number_dn}: {part.total_qty_label} said, {total} recorded")
            if (part.status == LineStatus.FULFILLED.value) is not (total >= asked):
                found.append(f"{part.part_number_dn} is {part.status} with {total} of {asked}")
        return [*found, *(f"no row for {key}" for key in sums), *self._missing()]

    def _missing(self) -> Iterator[str]:
        """Rows of ours are only ever added; of a conflict only its settlement is."""
        late = {"settled_at", "settled_by", "settlement", "last_commit_at"}
        with self.engine.connect() as connection:
            for table in OURS:
                kept = select(*(column for column in table.columns if column.name not in late))
                rows = {tuple(row) for row in connection.execute(kept)}
                yield from (f"{table.name} lost {row}" for row in self.seen.get(table.name, set()) - rows)
                self.seen[table.name] = rows


class Plant:
    """One factory, a station and two supervisors, driven by drawn steps."""

    def __init__(self, path: Path) -> None:
        self.acts_store = open_session_acts("", path, 5.0)
        self.store = SqlPackingStore(self.acts_store.engine, self.acts_store._kind)
        self.acts = SessionActs(self.acts_store, KnownNotes({}), Authority(PEOPLE.get, SetClock()))
        self.ledger = Ledger(self.acts_store.engine)
        self.records: list[PackingRecord] = []
        self.count = 0

    def commit(self, dn: str, codes: tuple[str, ...], removed: tuple[str, ...]) -> None:
        self.count += 1
        self.send(session(f"k{self.count}", dn, codes, tuple(set(removed) - set(codes))))

    def send(self, record: PackingRecord) -> None:
        """As a relay does: what is not taken becomes a conflict."""
        self.records.append(record)
        try:
            self.store.commit(record)
        except OperationalError as error:
            named = tuple(LabelCode(str(text)) for text in error.details["labels"])  # type: ignore[attr-defined]
            self.store.report_conflict(Conflict(record, ConflictReason.LABELS_TAKEN, AT, named))

    def step(self, name: str, number: int, dn: str, codes: tuple[str, ...], removed: tuple[str, ...]) -> None:
        self.count += 1
        if name == "commit" or not self.records:
            self.commit(dn, codes, removed)
        elif name == "send":
            self.send(self.records[number % len(self.records)])
        else:
            self.act(name, self.records[number % len(self.records)])

    def act(self, name: str, about: PackingRecord) -> None:
        act_id = f"act-{self.count}"
        try:
            if name in {each.value for each in Settlement}:
                case = self.acts.conflict(SARI, about.idempotency_key)
                self.acts.settle(SARI, BUDI, case, Settlement(name), WHY, act_id)
                return
            shown = self.acts.booking(SARI, about.session.session_id)
            if name == "void":
                self.acts.void(SARI, BUDI, shown, WHY, act_id)
            else:
                self.acts.reopen(SARI, shown, WHY, act_id)
        except OperationalError as error:
            if error.code not in {ErrorCode.ACT_TOO_LATE, ErrorCode.SESSION_UNKNOWN}:
                raise

    def naive_void(self) -> None:
        """The control: frees every label the session ever counted, whoever has it now."""
        counted = select(countersign_session_label.c.label).where(countersign_session_label.c.act == "counted")
        with self.acts_store.engine.begin() as connection:
            connection.execute(delete(detail_label_packing).where(detail_label_packing.c.label.in_(counted)))
            connection.execute(update(labels).where(labels.c.label.in_(counted)).values(packing=None))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "factory.sqlite"
    plant = Plant(path)
    plant.store.add_labels(
        [LabelRecord(LabelCode(code), mark(code).part_number, 20, active=True, used=False) for code in CODES]
    )
    plant.store.close()
    return path


@pytest.fixture
def plant_at(template: Path, tmp_path: Path) -> Iterator[Callable[[], Plant]]:
    made: list[Plant] = []

    def make() -> Plant:
        path = tmp_path / f"{len(made)}.sqlite"
        shutil.copy(template, path)
        made.append(Plant(path))
        return made[-1]

    yield make
    for each in made:
        each.store.close()


some_codes = st.lists(st.sampled_from(CODES), min_size=1, max_size=3, unique=True).map(tuple)
names = st.sampled_from(["commit", "commit", "void", "void", "send", "reopen", *Settlement])
steps = st.tuples(
    names,
    st.integers(0, 9),
    st.sampled_from(DNS),
    some_codes,
    st.lists(st.sampled_from(CODES), max_size=1).map(tuple),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(
    [
        ("commit", 0, DNS[0], ("A1", "B1"), ()),
        ("commit", 0, DNS[1], ("A1", "A2"), ()),
        ("void", 0, DNS[0], ("A1",), ()),
        (Settlement.SEND_AGAIN, 1, DNS[0], ("A1",), ()),
        ("send", 1, DNS[0], ("A1",), ()),
        ("void", 1, DNS[0], ("A1",), ()),
        ("commit", 0, DNS[0], ("A1", "A2", "B1"), ()),
    ]
)
@given(st.lists(steps, min_size=4, max_size=14))
def test_whatever_is_done_the_books_are_right(plant_at: Callable[[], Plant], drawn: list[Any]) -> None:
    plant = plant_at()
    for step in drawn:
        plant.step(*step)
        assert plant.ledger.wrong() == []
    audit = SqlFactoryAudit(plant.acts_store.engine, plant.acts_store._kind)
    lines = audit.lines(0, 1000)
    assert list(findings(lines)) == []
    with plant.acts_store.engine.connect() as connection:
        written = connection.execute(select(countersign_review.c.seq)).all()
        settled = connection.execute(select(countersign_conflict).where(countersign_conflict.c.settled_at.is_not(None)))
        assert len(lines) == len(written) + len(settled.all())


def test_a_void_that_frees_what_others_have_is_found_out(plant_at: Callable[[], Plant]) -> None:
    """The control."""
    plant = plant_at()
    plant.commit(DNS[0], ("A1", "B1"), ())
    plant.commit(DNS[0], ("A2",), ("A1",))
    plant.commit(DNS[1], ("A1",), ())
    assert plant.ledger.wrong() == []
    plant.naive_void()
    assert plant.ledger.wrong() != []


# -- the link is cut --------------------------------------------------------------------------------------------------


class Line:
    """Supervisors' office behind a link to the factory; the station is beside the database."""

    def __init__(self, folder: Path) -> None:
        self._database = LinkedDatabase(folder, "", 10.0, durable=False)
        self.link = self._database.link()
        self._far: SqlPackingStore = self._database.store(self.link)
        self._near_link: Link = self._database.link()
        self.near = self._database.store(self._near_link)
        self.acts_store = SqlSessionActs(self._far.engine, self._far._kind)
        self.near_acts = SqlSessionActs(self.near.engine, self.near._kind)
        self.acts = SessionActs(self.acts_store, KnownNotes({}), Authority(PEOPLE.get, SetClock()))
        self.ledger = Ledger(self.near.engine)
        self.runs = 0

    def close(self) -> None:
        for each in (self._far, self.near, self.link, self._near_link, self._database):
            each.close()

    def fresh(self, *names: str) -> tuple[str, tuple[str, ...]]:
        """A key and label codes that nobody has used."""
        self.runs += 1
        codes = tuple(f"{name}-{self.runs}" for name in names)
        wanted = [LabelRecord(LabelCode(c), mark(c).part_number, 20, active=True, used=False) for c in codes]
        self.near.add_labels(wanted)
        return f"k{self.runs}", codes

    def void_of_a_session(self) -> Attempt:
        key, codes = self.fresh("A1", "B1")
        self.near.commit(session(key, f"KSS{self.runs:06}A", codes))
        shown = self.near_acts.booking(f"s-{key}")
        assert shown is not None

        def done() -> bool:
            now = self.near_acts.booking(f"s-{key}")
            assert now is not None
            assert bool(now.voided_at) is (not now.own), "half"
            return bool(now.voided_at)

        return lambda: self.acts.void(SARI, BUDI, shown, WHY, f"act-{key}"), done

    def settlement_of_a_conflict(self) -> Attempt:
        key, codes = self.fresh("A1", "A2", "B1")
        self.near.commit(session(f"{key}-other", f"KSS{self.runs:06}B", codes[:1]))
        lost = session(key, f"KSS{self.runs:06}A", codes)
        self.near.report_conflict(Conflict(lost, ConflictReason.LABELS_TAKEN, AT, (LabelCode(codes[0]),)))
        shown = self.acts.conflict(SARI, key)

        def done() -> bool:
            packed = self.near.packed_note(lost.session.note.number)
            settled = {each.conflict_id for each in self.near_acts.conflicts(settled=True)}
            assert (key in settled) is (packed is not None), "half"
            return packed is not None

        return lambda: self.acts.settle(SARI, BUDI, shown, Settlement.WITHOUT_DISPUTED, WHY, f"act-{key}"), done

    def rows_of(self, table) -> int:
        with self.near.engine.connect() as connection:
            return len(connection.execute(select(table)).all())


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    made = Line(tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize("kind", [Line.void_of_a_session, Line.settlement_of_a_conflict])
def test_an_act_is_done_once_or_not_at_all_wherever_the_link_breaks(
    line: Line, kind: Callable[[Line], Attempt]
) -> None:
    act, done = kind(line)
    before = line.link.requests
    act()
    requests, acts = line.link.requests - before, 1
    assert requests > 10
    assert done()
    for request in range(1, requests + 1):
        for cut in Cut:
            act, done = kind(line)
            line.link.cut_at(request, cut)
            cuts = line.link.cuts
            assert not done()
            first = attempt(act)
            line.link.spare()
            assert line.link.cuts == cuts + 1
            was_done = done()
            again = act()
            assert again.repeated is was_done
            assert was_done or first is None
            assert done()
            acts += 1
    assert line.ledger.wrong() == []
    assert line.rows_of(countersign_act) == acts
    assert line.rows_of(countersign_review if kind is Line.void_of_a_session else countersign_conflict) == acts


def attempt(act: Callable[[], ActDone]) -> ActDone | None:
    """None: nobody knows."""
    try:
        return act()
    except OperationalError as error:
        if error.code is not ErrorCode.DATABASE_UNREACHABLE:
            raise
        return None


def test_one_who_forgets_the_id_of_the_act_is_told_and_does_it_no_second_time(line: Line) -> None:
    """The control: what was done is not known again, and refused."""
    key, codes = line.fresh("A1")
    line.near.commit(session(key, "KSS123456A", codes))
    shown = line.near_acts.booking(f"s-{key}")
    assert shown is not None
    line.acts.void(SARI, BUDI, shown, WHY, "known")
    with pytest.raises(OperationalError) as caught:
        line.acts.void(SARI, BUDI, shown, WHY, "forgotten")
    assert caught.value.code is ErrorCode.ACT_TOO_LATE
    assert line.rows_of(countersign_review) == 1
