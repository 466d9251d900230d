"""Rules SE1 to SE7: what a void takes back, what a settlement may book, and who must agree."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.conflict import Conflict, ConflictReason
from app.domain.delivery_note import DeliveryLine, DeliveryNote, DnNumber
from app.domain.errors import ErrorCode, OperationalError
from app.domain.labels import LabelCode, ScannedLabel
from app.domain.packing_session import Agreement, PackingRecord, PackingSession
from app.domain.part_number import PartNumber
from app.domain.people import Actor, Person, Role
from app.domain.settlement import (
    CaseLabel,
    ConflictCase,
    LabelNow,
    NoteKnown,
    Obstacle,
    Settled,
    Settlement,
    choice_of,
    choices,
    newly_counted,
    parse_settlement,
    settled_record,
    settlement_key,
    settlement_text,
)
from app.domain.voiding import LabelAct, LostBy, PartChange, part_changes, split_labels
from app.use_cases.authority import Authority
from app.use_cases.session_acts import SessionActs, given_reason
from tests.fakes.session_acts import FakeSessionActs, StoreWithSettlements
from tests.fakes.station_parts import KnownNotes, SetClock

AT = "2026-09-14T07:30:15+00:00"
DN = DnNumber("KSS007317A")
A, B = PartNumber("Z-CV01-D26LXXX-C03N-NL-DG00"), PartNumber("Z-CV01-D31RXXX-C03N-NL-DQ00")
NOTE = DeliveryNote(DN, (DeliveryLine(A, 40, "SUB1"), DeliveryLine(B, 20, "SUB1")))


def label(code: str, part: PartNumber = A, quantity: int = 20, *, recorded: bool = False) -> ScannedLabel:
    return ScannedLabel(LabelCode(code), part, quantity, AT, recorded)


def case(
    *labels: CaseLabel,
    recorded: tuple[ScannedLabel, ...] = (),
    about: DeliveryNote = NOTE,
    known: NoteKnown | None = None,
    **more: object,
) -> ConflictCase:
    new = tuple(each.label for each in labels if not each.taken_out)
    removed = tuple(each.label for each in labels if each.taken_out)
    agreement = Agreement.TWO_WAY if about.lines else Agreement.LABEL_ALONE
    session = PackingSession("session-1", about, new, agreement=agreement, removed=removed)
    record = PackingRecord("key-1", "PKG-1", session, AT, "station-1")
    codes = tuple(each.label.code for each in labels if each.disputed)
    conflict = Conflict(record, ConflictReason.LABELS_TAKEN, AT, codes)
    return ConflictCase(conflict, labels, recorded, known or NoteKnown(), **more)  # type: ignore[arg-type]


def free(code: str, part: PartNumber = A, *, disputed: bool = False) -> CaseLabel:
    return CaseLabel(label(code, part), disputed, LabelNow.FREE)


def taken(code: str) -> CaseLabel:
    return CaseLabel(label(code), True, LabelNow.TAKEN)


def obstacles(of: ConflictCase) -> list[Obstacle | None]:
    return [each.obstacle for each in choices(of)]


# -- void -------------------------------------------------------------------------------------------------------------


def test_se1_only_what_is_still_its_own() -> None:
    recorded = {code: label(code) for code in ("L1", "L3")}
    acts = [
        LabelAct(LabelCode("L1"), "mine", True),
        LabelAct(LabelCode("L2"), "mine", True),
        LabelAct(LabelCode("L3"), "mine", True),
        LabelAct(LabelCode("L4"), "mine", True),
        LabelAct(LabelCode("L2"), "later", False),
        LabelAct(LabelCode("L3"), "later", False),
        LabelAct(LabelCode("L3"), "last", True),
    ]
    own, lost = split_labels("mine", acts, recorded)
    assert own == (recorded["L1"],)
    assert [(each.code.text, each.lost_by, each.session_id) for each in lost] == [
        ("L2", LostBy.TAKEN_OUT, "later"),
        ("L3", LostBy.COUNTED_AGAIN, "last"),
        ("L4", LostBy.ANOTHER_PROGRAM, ""),
    ]


sums = st.lists(st.tuples(st.sampled_from([A, B, PartNumber("Z-OTHER")]), st.integers(1, 50)), max_size=8)


@given(sums, sums)
def test_se2_a_parts_sum_is_that_of_its_labels(
    before: list[tuple[PartNumber, int]], after: list[tuple[PartNumber, int]]
) -> None:
    was = [label(f"b{n}", part, quantity) for n, (part, quantity) in enumerate(before)]
    becomes = [label(f"a{n}", part, quantity) for n, (part, quantity) in enumerate(after)]
    changes = {each.part_number: each for each in part_changes({A: 40, B: 20}, was, becomes)}
    for part in {A, B, *(each.part_number for each in (*was, *becomes))}:
        total = [sum(each.quantity for each in side if each.part_number == part) for side in (was, becomes)]
        if total[0] == total[1]:
            assert part not in changes
        else:
            assert changes[part] == PartChange(part, {A: 40, B: 20}.get(part, 0), *total)


# -- settlement -------------------------------------------------------------------------------------------------------


def test_se3_the_whole_session_needs_all_its_labels_and_its_note() -> None:
    assert obstacles(case(free("L1", disputed=True), free("L2")))[0] is None
    assert obstacles(case(taken("L1"), free("L2")))[0] is Obstacle.LABELS_NOT_FREE
    missing = CaseLabel(label("L1"), True, LabelNow.MISSING)
    gone = CaseLabel(label("L9"), True, LabelNow.NOT_RECORDED)
    assert obstacles(case(missing))[0] is obstacles(case(gone, free("L1")))[0] is Obstacle.LABELS_NOT_FREE
    full = (label("R1", recorded=True), label("R2", recorded=True))
    assert obstacles(case(free("L1"), recorded=full))[0] is Obstacle.NOTE_DISAGREES
    out = CaseLabel(full[0], False, LabelNow.RECORDED)
    assert obstacles(case(free("L1"), out, recorded=full))[0] is None, "what it takes out makes room"


def test_se3_without_its_note_nothing_is_booked() -> None:
    bare = DeliveryNote(DN, ())
    assert obstacles(case(free("L1"), about=bare)) == [Obstacle.NOTE_UNKNOWN, Obstacle.NOTE_UNKNOWN, None]
    away = case(free("L1"), about=bare, known=NoteKnown(away=True))
    assert obstacles(away) == [Obstacle.NOTE_AWAY, Obstacle.NOTE_AWAY, None]
    known = case(free("L1"), about=bare, known=NoteKnown(NOTE))
    again = choice_of(known, Settlement.SEND_AGAIN)
    assert again.record is not None
    assert again.record.session.note == NOTE
    assert again.record.idempotency_key == "key-1"


def test_se4_left_out_is_what_is_disputed_what_is_taken_and_what_does_not_fit() -> None:
    of = case(free("L1", disputed=True), replace(taken("L2"), disputed=False), free("L3"), free("L4"), free("L5"))
    choice = choice_of(of, Settlement.WITHOUT_DISPUTED)
    assert [each.code.text for each in choice.left_out] == ["L1", "L2", "L5"]
    assert [each.code.text for each in choice.booked] == ["L3", "L4"]
    assert choice.parts == (PartChange(A, 40, 0, 40),)
    assert obstacles(case(taken("L1")))[1] is Obstacle.NOTHING_LEFT
    assert obstacles(case(free("L1")))[1] is Obstacle.NOTHING_DISPUTED


def test_se5_what_is_settled_or_written_is_not_settled_again() -> None:
    settled = Settled(Settlement.SET_ASIDE, "SARI", AT)
    assert obstacles(case(free("L1"), settled=settled)) == [Obstacle.SETTLED] * 3
    assert obstacles(case(free("L1"), booked_as="PKG-1")) == [None, Obstacle.BOOKED, Obstacle.BOOKED]
    assert choice_of(case(free("L1"), booked_as="PKG-1"), Settlement.SEND_AGAIN).record is None


SARI, BUDI = (Actor(name, Role.SUPERVISOR, "office") for name in ("SARI", "BUDI"))
DEWI, OPA = Actor("DEWI", Role.ADMIN, "office"), Actor("OPA", Role.OPERATOR, "office")
PEOPLE = {each.user_name: Person(each.user_name, each.user_name, each.role) for each in (SARI, BUDI, DEWI, OPA)}


def acts_on(store: FakeSessionActs) -> SessionActs:
    return SessionActs(store, KnownNotes({}), Authority(PEOPLE.get, SetClock()))


@pytest.mark.parametrize(("actor", "second"), list(product((SARI, DEWI, OPA), (SARI, BUDI, DEWI, OPA, None))))
@pytest.mark.parametrize("settlement", list(Settlement))
def test_se6_what_books_stock_takes_two_people(actor: Actor, second: Actor | None, settlement: Settlement) -> None:
    store = FakeSessionActs(StoreWithSettlements())
    allowed = actor is SARI and (second is BUDI or not settlement.books)
    shown = case(taken("L1"), free("L2"))
    with pytest.raises(OperationalError) as caught:
        acts_on(store).settle(actor, second, shown, settlement, "why", "act-1")
    too_late = caught.value.code is ErrorCode.ACT_TOO_LATE  # the store knows of no such conflict
    assert too_late is allowed, caught.value
    assert caught.value.code in {ErrorCode.ACT_TOO_LATE, ErrorCode.NOT_ALLOWED, ErrorCode.SECOND_PERSON_NEEDED}
    assert store.acts == []


def test_se7_the_rest_has_a_key_that_follows_from_the_conflicts() -> None:
    of = case(taken("L1"), free("L2"))
    rest = choice_of(of, Settlement.WITHOUT_DISPUTED).record
    assert rest is not None
    assert rest.idempotency_key == settlement_key("key-1") == settlement_key("key-1") != settlement_key("key-2")
    assert len(rest.idempotency_key) == 64
    assert rest.session.session_id == of.record.session.session_id


def test_what_is_sent_again_is_the_very_same_record() -> None:
    of = case(free("L1", disputed=True))
    assert settled_record(choice_of(of, Settlement.SEND_AGAIN), "why") == of.conflict.record
    rest = settled_record(choice_of(case(taken("L1"), free("L2")), Settlement.WITHOUT_DISPUTED), "why")
    assert rest is not None
    assert rest.discrepancy_reason == "settled without 1 disputed: why"
    assert settled_record(choice_of(of, Settlement.SET_ASIDE), "why") is None


states = st.tuples(st.sampled_from(list(LabelNow)), st.booleans(), st.sampled_from([A, B]))


@given(st.lists(states, min_size=1, max_size=6), st.integers(0, 3))
def test_no_choice_books_what_is_not_free_or_more_than_the_note_asks_for(
    drawn: list[tuple[LabelNow, bool, PartNumber]], packed: int
) -> None:
    recorded = tuple(label(f"R{n}", recorded=True) for n in range(packed))
    labels = tuple(CaseLabel(label(f"L{n}", part), about, now) for n, (now, about, part) in enumerate(drawn))
    of = case(*labels, recorded=recorded)
    now = {each.label.code: each.now for each in labels}
    for choice in choices(of):
        if choice.record is None:
            continue
        assert choice.obstacle is None
        assert {now[each.code] for each in newly_counted(choice.record)} <= {LabelNow.FREE}
        assert {now[each.code] for each in choice.record.session.removed} <= {LabelNow.RECORDED}
        for change in choice.parts:
            assert change.after <= max(change.note_quantity, change.before)
        left = {each.code for each in choice.left_out}
        assert left.isdisjoint(each.code for each in choice.booked)


@pytest.mark.parametrize("settlement", list(Settlement))
@pytest.mark.parametrize("reason", ["why", "a: b: c", ""])
def test_a_settlement_is_read_back_as_it_was_written(settlement: Settlement, reason: str) -> None:
    assert parse_settlement(settlement_text(settlement, reason)) == (settlement, reason)


def test_a_settlement_that_nobody_knows_is_kept_as_it_was_written() -> None:
    assert parse_settlement("somehow: why") == (None, "somehow: why")
    assert parse_settlement("") == (None, "")


def test_a_reason_is_needed_and_is_one_short_line() -> None:
    for empty in ("", "   ", "\n\t", "\x00"):
        with pytest.raises(OperationalError) as caught:
            given_reason(empty)
        assert caught.value.code is ErrorCode.REASON_NEEDED
    assert given_reason("  a\n b\x00c ") == "a b c"
    assert len(given_reason("x" * 10_000)) == 200
