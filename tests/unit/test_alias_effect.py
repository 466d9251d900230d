"""Rules AE1 and AE2: what an act about an alias would have changed; and what a supervisor sees before it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.alias import Alias, AliasBook, AliasKey, AliasStatus
from app.domain.decision import UndecidedReason
from app.domain.errors import ErrorCode, OperationalError
from app.domain.part_number import PartMaster, PartNumber, Segment, canonical_part_number
from app.domain.people import Actor, Role
from app.ports.past_decisions import PastDecision, PastOfModel
from app.use_cases.alias_effect import AliasEffect, Change, Effect, PastVerdict, effect_of
from app.use_cases.alias_overview import EXAMPLES_AT_MOST, AliasOverview
from app.use_cases.aliases import Aliases
from app.use_cases.authority import Authority
from services.matching.similarity import similarity
from tests.fakes.alias_table import FakeAliasTable
from tests.fakes.past_decisions import FakePastDecisions, Remembered
from tests.fakes.people_known import DEWI, OPERATOR, SARI, known_people
from tests.unit.builders import MODEL

LABEL = "W_CV01_D26RXXX_C03N_NL_DG00"
SPELT = canonical_part_number(LABEL)
PART = PartNumber("Z-CV02-D26LXXX-C03N-NL-DG00")
OTHER = PartNumber("Z-CV01-D31RXXX-C03N-NL-DQ00")
KEY = AliasKey(MODEL, LABEL)
NOW = datetime(2026, 9, 14, 7, 30, tzinfo=UTC)
PROPOSED, APPROVED, REVOKED = AliasStatus.PROPOSED, AliasStatus.APPROVED, AliasStatus.REVOKED
WITH_PART, WITH_SPELT, WITH_BOTH, WITHOUT = "WITH-PART", "WITH-SPELT", "WITH-BOTH", "WITHOUT"
NOTES = {
    WITH_PART: frozenset({PART, OTHER}),
    WITH_SPELT: frozenset({SPELT}),
    WITH_BOTH: frozenset({PART, SPELT}),
    WITHOUT: frozenset({OTHER}),
}


class Clock:
    def monotonic_s(self) -> float:
        return 0.0

    def utc(self) -> datetime:
        return NOW


def alias(status: AliasStatus, part: PartNumber = PART) -> Alias:
    return Alias(KEY, part, status, "ANI", "2026-01-01T00:00:00+00:00", "why")


def past(dn: str, verdict: str, part: str = "", reason: str = "", label: str = LABEL) -> PastDecision:
    return PastDecision("s", 1, dn, "station-7", "2026-09-13T07:30:00+00:00", verdict, reason, part, label)


REFUSED = past(WITH_PART, "refused", SPELT.text, "not_on_note")
AWAITED = past(WITH_PART, "undecided", reason=UndecidedReason.ALIAS_AWAITED)
BY_ALIAS = past(WITH_PART, "accepted", PART.text)
BY_SPELLING = past(WITH_SPELT, "accepted", SPELT.text)


def effect(*decisions: PastDecision, book: tuple[Alias, ...] = (), status: AliasStatus = APPROVED) -> Effect:
    return effect_of(PastOfModel(decisions, NOTES, len(decisions)), AliasBook(book), KEY, PART, status)


def change(found: Effect) -> tuple[str, PartNumber | None, str, PartNumber | None] | None:
    if not found.changes:
        return None
    (only,) = found.changes
    return only.before.verdict, only.before.part, only.after.verdict, only.after.part


# -- AE1: what changes ------------------------------------------------------------------------------------------------


def test_ae1_an_approval_accepts_what_was_refused_on_a_note_with_the_part() -> None:
    assert change(effect(REFUSED)) == ("refused", SPELT, "accepted", PART)
    assert change(effect(AWAITED, book=(alias(PROPOSED),))) == ("undecided", None, "accepted", PART)


def test_ae1_an_approval_holds_back_what_was_accepted_by_its_spelling_where_both_are_asked_for_or_one() -> None:
    assert change(effect(BY_SPELLING)) == ("accepted", SPELT, "undecided", None)
    assert change(effect(replace(BY_SPELLING, dn=WITH_BOTH))) == ("accepted", SPELT, "undecided", None)


def test_ae1_a_revocation_refuses_what_was_accepted_by_it() -> None:
    standing = (alias(PROPOSED), alias(APPROVED))
    assert change(effect(BY_ALIAS, book=standing, status=REVOKED)) == ("accepted", PART, "refused", SPELT)


def test_ae1_a_proposal_makes_the_station_ask_where_it_refused() -> None:
    assert change(effect(REFUSED, status=PROPOSED)) == ("refused", SPELT, "undecided", None)


@pytest.mark.parametrize(
    "same",
    [
        BY_ALIAS,
        past(WITHOUT, "refused", PART.text, "not_on_note"),
        past(WITHOUT, "refused", SPELT.text, "not_on_note"),  # as another part, and refused still
        past(WITH_PART, "refused", "Z-OTHER", "not_on_note", label="another_label"),
        past(WITH_PART, "undecided", reason=UndecidedReason.STAMP_CONTRADICTS),
        past(WITH_PART, "undecided", reason=UndecidedReason.DIFFERENT_PARTS),
        *(past(dn, "undecided", reason=reason) for dn in NOTES for reason in list(UndecidedReason)[:6]),
    ],
)
def test_ae1_what_stays_as_it_was(same: PastDecision) -> None:
    assert effect(same).changes == ()


def test_ae1_the_reasons_before_the_naming_are_those_of_seeing() -> None:
    assert list(UndecidedReason)[5:7] == [UndecidedReason.COLLECTING, UndecidedReason.LABEL_CONTESTED]


def test_ae1_what_the_stamp_held_back_would_have_been_refused_without_the_alias() -> None:
    held = past(WITH_PART, "undecided", reason=UndecidedReason.STAMP_CONTRADICTS)
    standing = (alias(PROPOSED), alias(APPROVED))
    assert change(effect(held, book=standing, status=REVOKED)) == ("undecided", None, "refused", SPELT)


def test_ae1_what_cannot_be_replayed_is_counted() -> None:
    decisions = (REFUSED, past("NOBODY-KNOWS", "refused", SPELT.text), past(WITHOUT, "refused", label="another"))
    found = effect_of(PastOfModel(decisions, NOTES, 10, 4), AliasBook(), KEY, PART, APPROVED)
    assert (len(found.changes), found.decisions, found.label, found.no_note) == (1, 3, 2, 1)
    assert (found.beyond, found.of_others) == (7, 4)


# -- AE2: what is told first ------------------------------------------------------------------------------------------


def test_ae2_what_would_have_accepted_something_refused_comes_first() -> None:
    found = effect(BY_SPELLING, AWAITED, REFUSED)
    assert [each.dangerous for each in found.changes] == [True, False, False]
    assert [each.decision for each in found.changes] == [REFUSED, BY_SPELLING, AWAITED]
    assert found.dangerous == 1


def test_ae2_another_part_accepted_is_dangerous_too() -> None:
    elsewhere = past(WITH_PART, "accepted", OTHER.text)
    (only,) = effect(elsewhere).changes
    assert only.dangerous


@given(
    st.lists(
        st.builds(
            past,
            st.sampled_from([*NOTES, "NOBODY-KNOWS"]),
            st.sampled_from(["accepted", "refused", "undecided"]),
            st.sampled_from(["", SPELT.text, PART.text]),
            st.sampled_from(["", *UndecidedReason]),
            st.sampled_from([LABEL, "another_label"]),
        ),
        max_size=30,
    ),
    st.lists(st.builds(alias, st.sampled_from(AliasStatus), st.sampled_from([PART, OTHER])), max_size=5),
    st.sampled_from(AliasStatus),
)
def test_ae1_only_the_label_changes_and_everything_is_counted(
    decisions: list[PastDecision], acts: list[Alias], status: AliasStatus
) -> None:
    found = effect(*decisions, book=tuple(acts), status=status)
    assert all(each.decision.label == LABEL and each.decision.dn in NOTES for each in found.changes)
    assert all(each.before != each.after for each in found.changes)
    assert len(found.changes) + found.no_note <= found.label <= found.decisions == len(decisions)
    if status is REVOKED and not acts:
        assert all(each.after.part in {SPELT, None} for each in found.changes)


# -- the use cases ----------------------------------------------------------------------------------------------------


def at(days_ago: float) -> str:
    return (NOW - timedelta(days=days_ago)).isoformat()


def uses(*remembered: Remembered, book: tuple[Alias, ...] = ()) -> tuple[AliasEffect, AliasOverview, FakePastDecisions]:
    known = FakePastDecisions(list(remembered), NOTES)
    authority = Authority(known_people, Clock())
    aliases = Aliases(FakeAliasTable(AliasBook(book)), authority, Clock())
    overview = AliasOverview(known, aliases, authority, Clock(), similarity, PartMaster())
    return AliasEffect(known, aliases, authority, Clock()), overview, known


def remembered(decision: PastDecision, days_ago: float, picture: str = "") -> Remembered:
    return Remembered(replace(decision, submitted_at=at(days_ago), session_id=f"s{days_ago}"), MODEL, "", picture)


def test_the_effect_is_that_of_the_last_seven_days() -> None:
    use, _, _ = uses(remembered(REFUSED, 1), remembered(REFUSED, 6.9), remembered(REFUSED, 7.1))
    found = use.of(SARI, KEY, PART, APPROVED)
    assert (len(found.changes), found.decisions) == (2, 2)
    assert isinstance(found.changes[0], Change)
    assert found.changes[0].after.verdict is PastVerdict.ACCEPTED


def test_labels_without_an_alias_are_listed_with_what_they_look_like() -> None:
    needs_none = past(WITH_PART, "accepted", OTHER.text, label="Z-CV01-D31RXXX-C03N-NL-DQ00")
    nameless = replace(REFUSED, label="thing")
    _, use, _ = uses(*(remembered(each, days) for days, each in enumerate((REFUSED, REFUSED, nameless, needs_none), 1)))
    found = use.look(SARI)
    assert [(each.key.label, each.spelt_right) for each in found.labels] == [
        (LABEL, False),
        ("thing", False),
        ("Z-CV01-D31RXXX-C03N-NL-DQ00", True),
    ]
    first, second, third = (each.suggestion for each in found.labels)
    assert first is not None
    assert (first.part_number, second, third) == (PART, None, None)
    assert 0.5 < first.score == similarity(SPELT, PART) < 1
    assert found.labels[0].seen.refused == 2
    assert found.parts == tuple(sorted({PART, OTHER}))


@pytest.mark.parametrize("status", [PROPOSED, APPROVED])
def test_what_is_spoken_of_is_not_among_the_labels_without(status: AliasStatus) -> None:
    _, use, _ = uses(remembered(REFUSED, 1), book=(alias(status),))
    assert use.look(SARI).labels == ()
    _, use, _ = uses(remembered(REFUSED, 1), book=(alias(PROPOSED), alias(REVOKED)))
    assert len(use.look(SARI).labels) == 1


def test_both_parts_side_by_side() -> None:
    own = replace(BY_SPELLING, part_number=PART.text, label=PART.text)
    many = [remembered(REFUSED, day, f"{day}") for day in range(1, 8)]
    old = remembered(own, 91, "too old")
    _, use, _ = uses(*many, remembered(REFUSED, 0.5), remembered(own, 60, "the part"), old)
    found = use.side_by_side(SARI, KEY, PART)
    assert [each.picture_id for each in found.of_label] == ["1", "2", "3", "4"]
    assert len(found.of_label) == EXAMPLES_AT_MOST
    assert [each.picture_id for each in found.of_part] == ["the part"]
    assert [(each.segment, each.seen, each.asked) for each in found.differences] == [
        (Segment.COVER_SERIES, "CV01", "CV02"),
        (Segment.SIDE, "R", "L"),
    ]
    assert found.comparable
    assert not use.side_by_side(SARI, replace(KEY, label="thing"), PART).comparable


@pytest.mark.parametrize("who", [OPERATOR, Actor("NOBODY", Role.ADMIN, "x"), replace(SARI, proven=False)])
def test_who_may_not_look(who: Actor) -> None:
    effects, overview, known = uses()
    known.error = OperationalError(ErrorCode.DATABASE_UNREACHABLE, problem="asked before the right")
    asked = (
        lambda: effects.of(who, KEY, PART, APPROVED),
        lambda: overview.look(who),
        lambda: overview.side_by_side(who, KEY, PART),
    )
    for ask in asked:
        with pytest.raises(OperationalError) as caught:
            ask()
        assert caught.value.code is ErrorCode.NOT_ALLOWED
    known.error = None
    assert overview.look(DEWI).labels == ()
